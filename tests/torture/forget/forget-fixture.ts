/** Forgets a session, and dies by SIGKILL after a step. */
import { forget } from "../../../src/forget/forget.ts";

const [root, session, step] = process.argv.slice(2) as [string, string, string];
await forget(root, [session], {
  env: process.env,
  nowMs: Date.now(),
  startsWorker: false,
  onStep: (at) => {
    if (at === step) process.kill(process.pid, "SIGKILL");
  },
});
