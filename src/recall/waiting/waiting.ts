import * as v from "valibot";
import { userKeyIfAny } from "../../origin/key.ts";
import { arrivalBound, isOdd } from "../../model/merge.ts";
import { type Entry, isOwnSeq, parseEntryName } from "../../queue/entry.ts";
import { waitingFiles } from "./waiting-files.ts";
import type { QueuePaths } from "../../queue/layout.ts";
import { readEntry } from "../../queue/read-entry.ts";
import { ageOf } from "../../store/sqlite/apply/age.ts";
import { PAYLOADS } from "../../store/sqlite/apply/payloads.ts";
import type { WaitingEntries } from "../../store/sqlite/read/saved-session.ts";

export interface Waiting {
  readonly bySession: ReadonlyMap<string, WaitingEntries>;
  /** Unread files beyond the limit: their sessions are not known. */
  readonly unread: number;
}

/** The most files to read, the newest first, and the most bytes: they take about ten milliseconds. */
const MAX_FILES = 500;
const MAX_BYTES = 16 * 1024 ** 2;

type Gathered = {
  -readonly [K in keyof WaitingEntries]: WaitingEntries[K] extends readonly (infer T)[] ? T[] : WaitingEntries[K];
};

/** The entries in a queue, waiting or claimed and not acked, by session. It changes nothing. */
export function readWaiting(paths: QueuePaths, maxEntryBytes: number, files = waitingFiles(paths)): Waiting {
  const key = userKeyIfAny(paths.root);
  const waiting = files
    .map((path) => ({ path, name: parseEntryName(path.slice(path.lastIndexOf("/") + 1)) }))
    .filter(({ name }) => name !== null)
    .toSorted((a, b) => newestOwnFirst(a.name!.seq, b.name!.seq));
  const found: Entry[] = [];
  let read = 0;
  let bytes = 0;
  for (const { path, name } of waiting) {
    if (read === MAX_FILES || bytes >= MAX_BYTES) break;
    read += 1;
    // An unproved entry may come from a cloned repository: the store may take it, but no agent may read it.
    // @mutant entries that wait without proof are not told
    const result = readEntry(path, name!, maxEntryBytes, { key, isProofNeeded: true });
    if (result?.kind !== "entry") continue;
    bytes += result.file.bytes;
    found.push(result.entry);
  }
  const bySession = new Map<string, Gathered>();
  for (const [place, { operation, payload }] of found.toReversed().entries()) add(bySession, operation, payload, place);
  return { bySession, unread: waiting.length - read };
}

/** Only hive's own seqs contain the time, and foreign ones must not displace them. */
function newestOwnFirst(a: string, b: string): number {
  return Number(isOwnSeq(b)) - Number(isOwnSeq(a)) || (a < b ? 1 : -1);
}

function add(bySession: Map<string, Gathered>, operation: string, payload: unknown, place: number): void {
  if (!Object.hasOwn(PAYLOADS, operation)) return;
  const result = v.safeParse(PAYLOADS[operation as keyof typeof PAYLOADS], payload);
  if (!result.success) return;
  const { output } = result;
  let gathered = bySession.get(output.sessionId);
  if (gathered === undefined) {
    gathered = { entries: 0, facts: [], checkpoints: [], instances: [] };
    bySession.set(output.sessionId, gathered);
  }
  gathered.entries += 1;
  if (!("facts" in output)) return;
  const nowMs = Date.now();
  const ageMs = isOdd(output.atMs, nowMs) ? ageOf(output) : undefined;
  const bounded = (said: number): number => arrivalBound(said, nowMs, place, ageMs);
  gathered.facts.push(...output.facts.map((fact) => ({ ...fact, atMs: bounded(fact.atMs) })));
  const { instanceId } = output;
  const atMs = bounded(output.atMs);
  if ("trigger" in output) gathered.checkpoints.push({ atMs, type: output.type, trigger: output.trigger });
  else gathered.instances.push({ instanceId, pid: output.pid ?? null, lastSeenMs: atMs });
  if ("event" in output && output.checkpoint !== undefined) {
    gathered.checkpoints.push({ atMs, type: output.checkpoint, trigger: output.event });
  }
}
