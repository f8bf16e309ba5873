import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { figureOf } from "../figures.ts";
import type { Figure, Size } from "../results.ts";
import { freshRoot, MAIN, TOP } from "../rig.ts";
import type { Scenario, ScenarioContext } from "../scenario.ts";
import { pairedRatio } from "../stats.ts";

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
async function run({ size, signal, progress }: ScenarioContext) {
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
      signal.throwIfAborted();
      progress(`hook: turn ${turn} of ${TURNS[size]}, ${name}`);
      const ms = await time(command, payload, root);
      if (turn >= 0) (samples[name] ??= []).push(ms);
    }
  }
  const floor = samples["empty Bun script"]!;
  const figure = (id: string, name: string, most?: number): Figure => {
    const names = { id, label: `${name} / empty script`, unit: "×" };
    const budget = most === undefined ? {} : { budget: { most } };
    return figureOf({ ...names, ...budget }, pairedRatio(samples[name]!, floor), [samples[name]!, floor]);
  };
  return {
    scenario: "hook",
    title: `hook: whole process, spawn to exit, compiled, in turn with the others; ${WARM_UP} turns of warm-up`,
    durability: "process" as const,
    series: Object.entries(samples).map(([label, values]) => {
      return { id: `hook.${label.replaceAll(/\W+/g, "-")}`, label, mode: null, unit: "ms", trials: [values] };
    }),
    figures: [
      figure("hook.taken-over-empty", "hook, checkpoint taken", 1.6),
      figure("hook.throttled-over-empty", "hook, throttled", 1.3),
      figure("hook.source-over-empty", "from source, taken"),
    ],
    notes: [],
  };
}

export const hook: Scenario = { name: "hook", summary: "hive hook against an empty Bun script", run };
