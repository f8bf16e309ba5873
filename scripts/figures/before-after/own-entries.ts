/**
 * Fills a queue with the entries that a tree's own hook code makes of recorded calls:
 * `bun own-entries.ts TREE ROOT CALLS FIRST`. FIRST is the number of the first session. Prints how many entries they are.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type * as Observations from "../../../bench/load/observations.ts";
import { queueOf } from "../../../bench/gate/against/programs/tree-queue.ts";
import { recordedCalls } from "../../../bench/load/observations.ts";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import type { NewEntry } from "../../../src/queue/entry.ts";

/** The part of hive 0.1.0's hook that makes several entries of a call. */
interface OlderHook {
  parsePayload(text: string): { readonly event: string; readonly sessionId: string } | null;
  factsOf(payload: object, atMs: number): readonly object[];
  checkpointType(event: string): string | null;
  buildEntries(seen: object, checkpoint: string | null): NewEntry[];
}

const OLDER = ["payload", "facts", "entries"].map((name) => `src/hook/${name}.ts`);
/** One call of enqueue looks for room and rings once. */
const LOT = 1000;
/** 0.1.0 has the same. */
const THROTTLE_MS = DEFAULTS.checkpointIntervalSeconds * 1000;

/** What the tree's hook makes of the calls, with as many checkpoints as its throttle lets through. */
async function* entriesOf(tree: string, count: number, nowMs: number, first: number): AsyncGenerator<NewEntry> {
  const modules = OLDER.map((name) => join(tree, name));
  if (!modules.every((path) => existsSync(path))) {
    const { observations } = (await import(join(tree, "bench/load/observations.ts"))) as typeof Observations;
    yield* observations(count, nowMs, { first });
    return;
  }
  const hook = Object.assign({}, ...(await Promise.all(modules.map((path) => import(path))))) as OlderHook;
  const lastMs = new Map<string, number>();
  for (const { text, atMs } of recordedCalls(count, nowMs, { first })) {
    const payload = hook.parsePayload(text)!;
    const { event, sessionId } = payload;
    const type = hook.checkpointType(event);
    const isThrottled = type === "auto" && atMs - (lastMs.get(sessionId) ?? 0) < THROTTLE_MS;
    if (type !== null && !isThrottled) lastMs.set(sessionId, atMs);
    const facts = hook.factsOf(payload, atMs);
    yield* hook.buildEntries({ payload, instanceId: sessionId, atMs, facts }, isThrottled ? null : type);
  }
}

const [tree, root, calls, first] = process.argv.slice(2) as [string, string, string, string];
const queue = await queueOf(tree, root);
let lot: NewEntry[] = [];
let entries = 0;
const send = (): void => {
  if (lot.length > 0) queue.enqueue(...lot);
  entries += lot.length;
  lot = [];
};
for await (const entry of entriesOf(tree, Number(calls), Date.now(), Number(first))) {
  lot.push(entry);
  if (lot.length >= LOT) send();
}
send();
process.stdout.write(String(entries));
