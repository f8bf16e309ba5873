/** The hook, killed with SIGKILL at the nth of its durable steps. */
import { runHook } from "../../src/capture/main.ts";

const [at] = process.argv.slice(2);
let steps = 0;
await runHook({
  env: process.env,
  nowMs: Date.now(),
  onStep: () => {
    steps += 1;
    if (steps === Number(at)) process.kill(process.pid, "SIGKILL");
  },
});
process.stdout.write("ended\n");
process.exit(0);
