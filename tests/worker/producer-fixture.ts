/** Enqueues so many entries, some at a time, and prints their ids. */
import { Queue } from "../../src/queue/queue.ts";

const [root, name, count] = process.argv.slice(2) as [string, string, string];
const queue = new Queue(root);
const ids: string[] = [];
for (let index = 0; index < Number(count); index += 1) {
  const payload = { sessionId: name, atMs: index, level: "info", message: `${name} ${index}` };
  const { entries } = queue.enqueue({ operation: "insert_log", payload, priority: 1 + (index % 10) });
  ids.push(entries[0]!.seq);
}
process.stdout.write(JSON.stringify(ids));
