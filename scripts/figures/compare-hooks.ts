/**
 * Times compiled hooks of several versions in turn, beside an empty Bun script: `bun scripts/figures/compare-hooks.ts [--n 200]
 * OLD/dist/hive-hook dist/hive-hook`. Each in two states: its checkpoint is taken, or it is throttled. A FIFO with a
 * reader replaces the worker.
 */
import { constants, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { freshRoot } from "../../bench/harness/rig.ts";
import { runScript } from "../../bench/command/script.ts";
import { wholeNumber } from "../../bench/command/whole-number.ts";
import { summarize } from "../../bench/stats/estimate.ts";
import { queueDirectories, queuePaths } from "../../src/queue/layout.ts";

const PAYLOAD = resolve(import.meta.dir, "../../tests/fixtures/hook-payloads/03-posttooluse-edit.json");
const WARM_UP = 5;

interface Case {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The agent's directory, a git repository. */
  readonly project: string;
  readonly wallMs: number[];
}

/** A home and a project of its own, with the settings where hive 0.1.0 and where later ones look for them. */
function prepare(directory: string, name: string, command: readonly string[], checkpointIntervalSeconds: number): Case {
  const home = join(directory, String(Bun.hash(name)));
  const project = join(home, "project");
  const paths = queuePaths(join(project, ".hive-mind"));
  for (const path of [...queueDirectories(paths), `${home}/.config/hive`])
    mkdirSync(path, { recursive: true, mode: 0o700 });
  const text = JSON.stringify({ checkpointIntervalSeconds });
  for (const path of [`${paths.root}/config.json`, `${home}/.config/hive/config.json`])
    writeFileSync(path, text, { mode: 0o600 });
  writeFileSync(`${paths.root}/.gitignore`, "*\n", { mode: 0o600 });
  Bun.spawnSync(["git", "init", "-q", "-b", "main", project]);
  Bun.spawnSync(["mkfifo", "-m", "600", paths.doorbell]);
  openSync(paths.doorbell, constants.O_RDWR | constants.O_NONBLOCK);
  const env = { HOME: home, CLAUDE_PROJECT_DIR: project, HIVE_WORKER_START: "never" };
  return { name, command, env, project, wallMs: [] };
}

async function timeOnce({ command, env, project }: Case, payload: object): Promise<number> {
  const stdin = new Blob([JSON.stringify({ ...payload, cwd: project })]);
  const startMs = performance.now();
  await Bun.spawn([...command], { cwd: project, stdin, stdout: "ignore", stderr: "ignore", env }).exited;
  return performance.now() - startMs;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { n: { type: "string", default: "200" } },
    allowPositionals: true,
  });
  const turns = wholeNumber("--n", values.n, 1, 100_000);
  using fresh = freshRoot();
  const directory = dirname(fresh.root);
  const empty = join(directory, "empty.ts");
  writeFileSync(empty, "");
  const cases = [prepare(directory, "an empty script", [process.execPath, empty], 0)];
  for (const path of positionals) {
    cases.push(prepare(directory, `${path}, checkpoint taken`, [resolve(path)], 0));
    cases.push(prepare(directory, `${path}, throttled`, [resolve(path)], 86_400));
  }
  const payload = JSON.parse(readFileSync(PAYLOAD, "utf8")) as object;
  for (let round = -WARM_UP; round < turns; round += 1) {
    for (const one of cases) {
      const ms = await timeOnce(one, { ...payload, tool_use_id: `t${round}` });
      if (round >= 0) one.wallMs.push(ms);
    }
  }
  const base = summarize(cases[0]!.wallMs).p50;
  for (const { name, wallMs } of cases) {
    const ms = summarize(wallMs).p50;
    process.stdout.write(`${name}: p50 ${ms.toFixed(2)} ms, ${(ms / base).toFixed(2)} x\n`);
  }
}

await runScript(main);
