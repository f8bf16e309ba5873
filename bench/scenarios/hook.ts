import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Figure, ratioFigure, type ScenarioReport } from "../report.ts";
import { freshRoot, MAIN, type Size, TOP } from "../rig.ts";
import { pairedRatio, summarize } from "../stats.ts";

const TURNS: Readonly<Record<Size, number>> = { smoke: 3, quick: 40, full: 200 };
const WARM_UP = 3;
const PAYLOAD = join(TOP, "tests/fixtures/hook-payloads/03-posttooluse-edit.json");

/** The whole process, from spawn to exit, as the agent waits for it. */
async function time(command: readonly string[], payload: Blob, root: string): Promise<number> {
  const startedMs = performance.now();
  const child = Bun.spawn([...command], {
    stdin: payload,
    stdout: "ignore",
    stderr: "ignore",
    env: { ...process.env, HIVE_ROOT: root, HIVE_WORKER_START: "never" },
  });
  const exitCode = await child.exited;
  if (exitCode !== 0) throw new Error(`${command.join(" ")} ended with ${exitCode}`);
  return performance.now() - startedMs;
}

/** `hive hook`, a checkpoint taken and throttled, against a Bun script that does nothing, in turn. */
export async function hookScenario(size: Size): Promise<ScenarioReport> {
  using taken = freshRoot();
  using throttled = freshRoot();
  const empty = join(dirname(taken.root), "empty.ts");
  writeFileSync(empty, "");
  mkdirSync(taken.root, { recursive: true });
  writeFileSync(join(taken.root, "config.json"), '{"checkpointIntervalSeconds": 0}');
  const compiled = join(TOP, "dist/hive-hook");
  const build = Bun.spawnSync([process.execPath, join(TOP, "scripts/build-hook.ts")], { stdout: "ignore" });
  if (build.exitCode !== 0) throw new Error("the hook could not be compiled");

  const cases: Readonly<Record<string, readonly [readonly string[], string]>> = {
    "empty Bun script": [[process.execPath, empty], taken.root],
    "hook, checkpoint taken": [[compiled], taken.root],
    "hook, throttled": [[compiled], throttled.root],
    "from source, taken": [[process.execPath, MAIN, "hook"], taken.root],
  };
  const payload = new Blob([readFileSync(PAYLOAD)]);
  const samples: Record<string, number[]> = {};
  for (let turn = -WARM_UP; turn < TURNS[size]; turn += 1) {
    for (const [name, [command, root]] of Object.entries(cases)) {
      const ms = await time(command, payload, root);
      if (turn >= 0) (samples[name] ??= []).push(ms);
    }
  }
  const floor = samples["empty Bun script"]!;
  const figure = (name: string, most?: number): Figure => {
    const budget = most === undefined ? undefined : { most };
    return ratioFigure(`${name} / empty script`, pairedRatio(samples[name]!, floor), floor.length, budget);
  };
  return {
    scenario: "hook",
    title: `hook: whole process, spawn to exit, compiled, in turn with the others; durability process; ${WARM_UP} turns of warm-up`,
    figures: [figure("hook, checkpoint taken", 1.6), figure("hook, throttled", 1.3), figure("from source, taken")],
    latencies: Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, summarize(values)])),
  };
}
