/**
 * Does one thing and kills itself at a step of it. Arguments: root, what to do, the step, durability.
 * What has returned before is printed at once.
 */
import { writeSync } from "node:fs";
import type { Durability } from "../../src/base/config/config.ts";
import { lockPath } from "../../src/queue/claims/recover.ts";
import { Queue, type QueueStep } from "../../src/queue/queue.ts";
import { ProcessLock } from "../../src/supervisor/lock.ts";

const [root, action, step, durability] = process.argv.slice(2) as [string, string, QueueStep, Durability];
const ERROR = { code: "A", message: "failed" };
let isArmed = false;

const lock = ProcessLock.take(lockPath(new Queue(root).paths, "victim"), true);
const queue = new Queue(root, {
  worker: "victim",
  durability,
  maxAttempts: action === "bury" ? 1 : 3,
  onStep: (at) => isArmed && at === step && process.kill(process.pid, "SIGKILL"),
});

if (action === "enqueue") {
  const { entries } = queue.enqueue({ operation: "o", payload: "returned" });
  writeSync(1, entries[0]!.seq);
  isArmed = true;
  queue.enqueue({ operation: "o", payload: "interrupted" });
} else {
  isArmed = action === "claim";
  const [claim] = queue.claim(1);
  isArmed = true;
  if (action === "ack") queue.ack(claim!);
  else if (action === "putBack") queue.putBack(claim!);
  else queue.nack(claim!, ERROR);
}
lock?.release();
