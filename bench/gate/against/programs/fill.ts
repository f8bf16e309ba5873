/** Fills a queue with observations through a tree's own library: `bun fill.ts TREE ROOT ENTRIES [SESSIONS]`. */
import type { NewEntry } from "../../../../src/queue/entry.ts";
import { observations } from "../../../load/observations.ts";
import { queueOf } from "./tree-queue.ts";

/** One call of enqueue looks for room and rings once. */
const CALL = 1000;

const [tree, root, entries, sessions] = process.argv.slice(2) as [string, string, string, string?];
const queue = await queueOf(tree, root);
// The same moment in both trees and in each round: times of another length would be other bytes.
const nowMs = Math.floor(Date.now() / 60_000) * 60_000;
let call: NewEntry[] = [];
const long = { sessions: Number(sessions), callsASession: Number.POSITIVE_INFINITY };
for (const entry of observations(Number(entries), nowMs, sessions === undefined ? {} : long)) {
  call.push(entry);
  if (call.length < CALL) continue;
  queue.enqueue(...call);
  call = [];
}
if (call.length > 0) queue.enqueue(...call);
