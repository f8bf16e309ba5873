/**
 * Times compiled hooks of several versions in turn, beside an empty Bun script:
 * `bun scripts/compare-hooks.ts [--n 200] OLD/dist/hive-hook dist/hive-hook`. Each in two states: its checkpoint is
 * taken, or it is throttled. A FIFO that somebody reads stands for the worker.
 */
import { constants, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { queueDirectories, queuePaths } from "../src/queue/layout.ts";

const PAYLOAD = resolve(import.meta.dir, "../tests/fixtures/hook-payloads/03-posttooluse-edit.json");
const WARM_UP = 5;

interface Case {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly wallMs: number[];
}

const { values, positionals } = parseArgs({
  options: { n: { type: "string", default: "200" } },
  allowPositionals: true,
});
const directory = mkdtempSync(join(tmpdir(), "hive-compare-"));

/** A queue of its own, with the settings where hive 0.1.0 and where later ones look for them. */
function prepare(name: string, command: readonly string[], checkpointIntervalSeconds: number): Case {
  const root = join(directory, String(Bun.hash(name)), ".hive-mind");
  const settings = join(directory, `settings-${Bun.hash(name)}`);
  const paths = queuePaths(root);
  for (const path of [...queueDirectories(paths), `${settings}/hive`])
    mkdirSync(path, { recursive: true, mode: 0o700 });
  const text = JSON.stringify({ checkpointIntervalSeconds });
  for (const path of [`${root}/config.json`, `${settings}/hive/config.json`])
    writeFileSync(path, text, { mode: 0o600 });
  writeFileSync(`${root}/.gitignore`, "*\n", { mode: 0o600 });
  Bun.spawnSync(["mkfifo", "-m", "600", paths.doorbell]);
  openSync(paths.doorbell, constants.O_RDWR | constants.O_NONBLOCK);
  const env = { HOME: directory, XDG_CONFIG_HOME: settings, HIVE_ROOT: root, HIVE_WORKER_START: "never" };
  return { name, command, env, wallMs: [] };
}

async function timeOnce({ command, env }: Case, stdin: Blob): Promise<number> {
  const startMs = performance.now();
  await Bun.spawn([...command], { stdin, stdout: "ignore", stderr: "ignore", env }).exited;
  return performance.now() - startMs;
}

const median = (samples: readonly number[]): number => samples.toSorted((a, b) => a - b)[samples.length >> 1] ?? NaN;

const empty = join(directory, "empty.ts");
writeFileSync(empty, "");
const cases = [prepare("an empty script", [process.execPath, empty], 0)];
for (const path of positionals) {
  cases.push(prepare(`${path}, checkpoint taken`, [resolve(path)], 0));
  cases.push(prepare(`${path}, throttled`, [resolve(path)], 86_400));
}
try {
  const payload = JSON.parse(readFileSync(PAYLOAD, "utf8")) as object;
  for (let round = -WARM_UP; round < Number(values.n); round += 1) {
    const stdin = new Blob([JSON.stringify({ ...payload, tool_use_id: `t${round}` })]);
    for (const one of cases) {
      const ms = await timeOnce(one, stdin);
      if (round >= 0) one.wallMs.push(ms);
    }
  }
  const base = median(cases[0]!.wallMs);
  for (const { name, wallMs } of cases) {
    const ms = median(wallMs);
    process.stdout.write(`${name}: p50 ${ms.toFixed(2)} ms, ${(ms / base).toFixed(2)} x\n`);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
