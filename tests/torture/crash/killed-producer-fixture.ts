/** Enqueues without end, and notes each id once its enqueue has returned. */
import { appendFileSync } from "node:fs";
import { Queue } from "../../../src/queue/queue.ts";

const [root, name, notes, everyMs] = process.argv.slice(2) as [string, string, string, string];
const queue = new Queue(root);
for (let index = 0; ; index += 1) {
  const payload = { sessionId: name, atMs: index, level: "info", message: `${name} ${index}` };
  const { entries } = queue.enqueue({ operation: "insert_log", payload, priority: 1 + (index % 10) });
  appendFileSync(notes, `${entries[0]!.seq}\n`);
  await Bun.sleep(Number(everyMs));
}
