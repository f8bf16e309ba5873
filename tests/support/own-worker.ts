import { type ConfigOverrides, resolveConfig } from "../../src/base/config.ts";
import { Log } from "../../src/supervisor/log.ts";
import { Worker, type WorkerOptions } from "../../src/worker/worker.ts";

/** Starts a worker in the test's own process. Its log is written to the root, each line of it. */
export async function startOwnWorker(
  root: string,
  overrides: ConfigOverrides = {},
  more: Partial<WorkerOptions> = {},
): Promise<Worker> {
  const log = new Log({ path: `${root}/logs/worker.log`, level: "debug", maxBytes: 1e6, files: 0 });
  return await Worker.start({ root, config: resolveConfig(null, overrides), log, ...more });
}
