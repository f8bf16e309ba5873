/**
 * Enqueues through a tree's own library: `bun enqueue.ts '{"tree", "root", "name", "entries", "warmUp"}'`. Says when it is
 * ready, waits until its standard input ends, and prints what each call took in ms.
 */
import { logEntry } from "../../../harness/rig.ts";
import { bareQueue, queueOf } from "./tree-queue.ts";

export interface EnqueueSpec {
  /** Null to write and rename alone. */
  readonly tree: string | null;
  readonly root: string;
  /** Begins the messages, so that each is there once. */
  readonly name: string;
  readonly entries: number;
  readonly warmUp: number;
}

const { tree, root, name, entries, warmUp } = JSON.parse(process.argv[2]!) as EnqueueSpec;
const queue = tree === null ? bareQueue(root) : await queueOf(tree, root);
process.stdout.write("ready\n");
await Bun.stdin.text();
const takenMs: number[] = [];
for (let index = 0; index < warmUp + entries; index += 1) {
  const startedMs = performance.now();
  queue.enqueue(logEntry(`${name}:${index}`));
  if (index >= warmUp) takenMs.push(performance.now() - startedMs);
}
process.stdout.write(JSON.stringify(takenMs));
