/** Fills queues, as a module or as a program: `bun bench/load/backlog.ts ROOT ENTRIES MIX`. */
import { TUNING } from "../../src/base/config/config.ts";
import type { NewEntry } from "../../src/queue/entry.ts";
import { Queue } from "../../src/queue/queue.ts";
import { logEntry } from "../harness/rig.ts";
import { runToEnd } from "../harness/run-program.ts";
import { observations } from "./observations.ts";

/**
 * The entries of a backlog: log rows, each with a message of its own, or observations as hooks write them. Those of long
 * sessions are all of ten, so that a cost which grows within a session is felt.
 */
export type Mix = "logs" | "observations" | "long-sessions";

/** One call of enqueue looks for room and rings once: a backlog is filled in large ones. */
const CALL = 1000;

/** Enqueues a number of entries. */
export function fill(root: string, entries: number, mix: Mix): void {
  const queue = new Queue(root, { maxPending: Math.max(TUNING.maxPending.value, entries) });
  let call: NewEntry[] = [];
  for (const entry of entriesOf(mix, entries)) {
    call.push(entry);
    if (call.length < CALL) continue;
    queue.enqueue(...call);
    call = [];
  }
  if (call.length > 0) queue.enqueue(...call);
}

function entriesOf(mix: Mix, count: number): Generator<NewEntry> {
  if (mix === "logs") return logs(count);
  return observations(count, Date.now(), mix === "long-sessions" ? { callsASession: Number.POSITIVE_INFINITY } : {});
}

function* logs(count: number): Generator<NewEntry> {
  for (let index = 0; index < count; index += 1) yield logEntry(`${index}`);
}

/** Fills a queue in a process of its own, which an abort ends. */
export async function fillInChild(root: string, entries: number, mix: Mix, signal: AbortSignal): Promise<void> {
  await runToEnd([process.execPath, import.meta.path, root, String(entries), mix], { signal });
}

if (import.meta.main) {
  const [root, entries, mix] = process.argv.slice(2) as [string, string, Mix];
  fill(root, Number(entries), mix);
}
