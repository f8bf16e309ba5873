/** A real hive worker in one of the modes of the harness: `bun bench/harness/worker.ts '{"root": …, "mode": …}'`. */
import { quietRuntime } from "../../src/platform/bun/quiet-runtime.ts";
import { configOf } from "../../src/base/config/validate.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { Log } from "../../src/supervisor/log.ts";
import { openWorker } from "../../src/worker/open-worker.ts";
import { overridesOf, partsOf, type WorkerSpec } from "./modes.ts";

// As `hive worker` does, so that an idle one costs the same.
process.umask(0o077);
quietRuntime();

const spec = JSON.parse(process.argv[2]!) as WorkerSpec;
const config = configOf(overridesOf(spec));
const { logLevel, logMaxBytes, logFiles } = config;
const log = new Log({
  path: `${queuePaths(spec.root).root}/logs/worker.log`,
  level: logLevel,
  maxBytes: logMaxBytes,
  files: logFiles,
});
const ending = new AbortController();
const parts = partsOf(spec);
// As shipped, it fills the archive by a process beside it. A backlog is drained without: the archive follows at its own pace.
const { root, isOnce = false, isForwarding = !isOnce } = spec;
const starting = openWorker({ root, config, log, isOnce, isForwarding, ...parts }, ending.signal);

async function end(): Promise<void> {
  ending.abort();
  await (await starting).stop();
}

for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void end());
// The harness holds the other end: however it dies, no worker outlives it.
if (!isOnce) {
  process.stdin.on("end", () => void end());
  process.stdin.resume();
}

const worker = await starting;
// Its events are read by nobody: this is the defect.
if (spec.mode === "pseudo-event") parts.watch?.start(() => undefined);
await worker.done;
process.exit(0);
