/** Claims under a lock and then holds: arguments are the root, the worker's name and how many to claim. */
import { lockPath } from "../../src/queue/claims/recover.ts";
import { Queue } from "../../src/queue/queue.ts";
import { ProcessLock } from "../../src/supervisor/lock.ts";

const [root, worker, count] = process.argv.slice(2);
const queue = new Queue(root!, { worker: worker! });
const lock = ProcessLock.take(lockPath(queue.paths, worker!), true);
process.stdout.write(`claimed ${queue.claim(Number(count)).length}\n`);
await new Promise((resolve) => process.stdin.once("end", resolve).resume());
lock?.release();
