/** A worker killed with SIGKILL when a step comes for the nth time. */
import { configOf } from "../../src/base/config/validate.ts";
import { Log } from "../../src/supervisor/log.ts";
import { openWorker } from "../../src/worker/open-worker.ts";
import type { WorkerStep } from "../../src/worker/worker.ts";

const [root, step, nth] = process.argv.slice(2) as [string, WorkerStep, string];
let seen = 0;
const log = new Log({ path: `${root}/logs/worker.log`, level: "debug", maxBytes: 1e6, files: 0 });
const worker = await openWorker({
  root,
  config: configOf({ batchSize: 4, retryBackoffMs: 1 }),
  log,
  isOnce: true,
  onStep: (now) => {
    if (now !== step) return;
    seen += 1;
    if (seen === Number(nth)) process.kill(process.pid, "SIGKILL");
  },
});
await worker.done;
