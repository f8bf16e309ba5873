/**
 * A worker whose watcher can be made to fail: `bun bench/failures/failing-worker.ts ROOT silent|dead|no-space`. Its parent sends
 * "fail" and "recover" over IPC, and receives "done".
 */
import { readConfigFiles } from "../../src/origin/config-files.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { WatchSource } from "../../src/wake/watch.ts";
import { Log } from "../../src/supervisor/log.ts";
import { openWorker } from "../../src/worker/open-worker.ts";

/**
 * - `silent`: no event arrives until the watcher is started again.
 * - `dead`: no event arrives, however often it is started.
 * - `no-space`: it cannot be started, as at the limit of watches. It has failed from the start.
 */
type Failure = "silent" | "dead" | "no-space";

class FailingWatch extends WatchSource {
  readonly #failure: Failure;
  hasFailed: boolean;

  constructor(directory: string, failure: Failure) {
    super(directory);
    this.#failure = failure;
    this.hasFailed = failure === "no-space";
  }

  override start(onWake: () => void): void {
    if (this.hasFailed && this.#failure === "no-space") {
      throw Object.assign(new Error("ENOSPC: no space left on device, watch"), { code: "ENOSPC" });
    }
    if (this.#failure === "silent") this.hasFailed = false;
    super.start(() => {
      if (!this.hasFailed) onWake();
    });
  }

  override async prove(timeoutMs: number): Promise<boolean> {
    if (!this.hasFailed) return super.prove(timeoutMs);
    await Bun.sleep(timeoutMs);
    return false;
  }
}

const [root, failure] = process.argv.slice(2) as [string, Failure];
const { config } = readConfigFiles(root);
const log = new Log({ path: `${root}/logs/worker.log`, level: "info", maxBytes: config.logMaxBytes, files: 0 });
const watch = new FailingWatch(queuePaths(root).pending, failure);
const worker = await openWorker({ root, config, log, watch });
process.on("message", (order) => {
  watch.hasFailed = order === "fail";
  process.send?.("done");
});
process.on("SIGTERM", () => void worker.stop());
await worker.done;
process.exit(0);
