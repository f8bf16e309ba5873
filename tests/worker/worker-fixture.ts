/** A worker killed with SIGKILL when a step comes for the nth time. */
import { resolveConfig } from "../../src/base/config.ts";
import { Log } from "../../src/supervisor/log.ts";
import { Worker, type WorkerStep } from "../../src/worker/worker.ts";

const [root, step, nth] = process.argv.slice(2) as [string, WorkerStep, string];
let seen = 0;
const log = new Log({ path: `${root}/logs/worker.log`, level: "debug", maxBytes: 1e6, files: 0 });
const worker = await Worker.start({
  root,
  config: resolveConfig(null, { batchSize: 4, retryBackoffMs: 1 }),
  log,
  isOnce: true,
  onStep: (now) => {
    if (now !== step) return;
    seen += 1;
    if (seen === Number(nth)) process.kill(process.pid, "SIGKILL");
  },
});
await worker.done;
