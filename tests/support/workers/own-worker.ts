import { type ConfigOverrides, configOf } from "../../../src/base/config/validate.ts";
import { Log } from "../../../src/supervisor/log.ts";
import { openWorker } from "../../../src/worker/open-worker.ts";
import type { Worker, WorkerOptions } from "../../../src/worker/worker.ts";

/** Starts a worker in the test's own process. Its log is written to the root, each line of it. */
export async function startOwnWorker(
  root: string,
  overrides: ConfigOverrides = {},
  more: Partial<WorkerOptions> = {},
): Promise<Worker> {
  const log = new Log({ path: `${root}/logs/worker.log`, level: "debug", maxBytes: 1e6, files: 0 });
  return await openWorker({ root, config: configOf(overrides), log, ...more });
}
