/** Recovers once when its input ends, and prints how many entries came back; the root is its argument. */
import { lockPath } from "../../src/queue/claims/recover.ts";
import { Queue } from "../../src/queue/queue.ts";
import { ProcessLock } from "../../src/supervisor/lock.ts";

const queue = new Queue(process.argv[2]!);
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("end", resolve).resume());
const recovered = queue.recover((worker) => ProcessLock.take(lockPath(queue.paths, worker), false));
process.stdout.write(`recovered ${recovered}\n`);
