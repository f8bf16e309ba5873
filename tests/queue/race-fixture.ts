/**
 * One of several processes on a queue. Arguments: root, a directory for marks, the role, and what it counts.
 * The marks prove who holds what: making one that is there fails.
 */
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { lockPath } from "../../src/queue/claims/recover.ts";
import { Queue } from "../../src/queue/queue.ts";
import { ProcessLock } from "../../src/supervisor/lock.ts";
import { foreignWrite } from "./setup.ts";

const [root, marks, role, name, count] = process.argv.slice(2) as [string, string, string, string, string];
const mark = (directory: string, id: string): void => writeFileSync(`${marks}/${directory}/${id}`, "", { flag: "wx" });

function produce(): void {
  const queue = new Queue(root);
  for (let index = 0; index < Number(count); index += 1) {
    const id =
      index % 2 === 0
        ? queue.enqueue({ operation: "o", payload: index }).entries[0]!.seq
        : foreignWrite(queue, `5_${name}-${index}.json`, { operation: "o", payload: index });
    process.stdout.write(`${id}\n`);
  }
}

async function consume(): Promise<void> {
  const { paths } = new Queue(root);
  let lock: ProcessLock | null = null;
  // One that recovers may hold a new lock for a moment.
  while (lock === null) lock = ProcessLock.take(lockPath(paths, name), true);
  const queue = new Queue(root, { worker: name, retryBackoffMs: 1, maxAttempts: 1000 });
  for (let turn = 0; readdirSync(`${marks}/acked`).length < Number(count); turn += 1) {
    queue.wake();
    if (turn % 5 === 0) queue.recover((worker) => ProcessLock.take(lockPath(queue.paths, worker), false));
    for (const claim of queue.claim(8)) {
      mark("held", claim.id);
      const fate = Bun.hash(`${claim.id}${turn}`) % 8n;
      if (fate > 1n) mark("acked", claim.id);
      rmSync(`${marks}/held/${claim.id}`);
      if (fate === 0n) queue.putBack(claim);
      else if (fate === 1n) queue.nack(claim, { code: "A", message: "b" });
      else queue.ack(claim);
    }
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  lock.release();
}

if (role === "produce") produce();
else await consume();
