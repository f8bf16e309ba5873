import { lstatSync, readdirSync } from "node:fs";
import * as v from "valibot";
import { errorCode } from "../base/errors.ts";
import { userKeyIfAny } from "../origin/key.ts";
import { arrivalBound } from "../model/merge.ts";
import { claimedFiles } from "../queue/depth.ts";
import { type Entry, isOwnSeq, parseEntryName } from "../queue/entry.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { readEntry } from "../queue/read-entry.ts";
import { PAYLOADS } from "../store/payloads.ts";
import type { WaitingEntries } from "../store/resume-queries.ts";

export interface Waiting {
  readonly bySession: ReadonlyMap<string, WaitingEntries>;
  /** Files that were too many to be read, and whose sessions are not known. */
  readonly unread: number;
}

/** So many of the newest files are read, and so much of them: some ten milliseconds. */
const MAX_FILES = 500;
const MAX_BYTES = 16 * 1024 ** 2;

type Gathered = {
  -readonly [K in keyof WaitingEntries]: WaitingEntries[K] extends readonly (infer T)[] ? T[] : WaitingEntries[K];
};

/** What waits in a queue, or is claimed by a worker and not acked, by session. It changes nothing. */
export function readWaiting(paths: QueuePaths, maxEntryBytes: number): Waiting {
  const key = userKeyIfAny(paths.root);
  // In the direction in which entries move, so that none slips by.
  const waiting = [...list(paths.pending), ...claimedFiles(paths)]
    .map((path) => ({ path, name: parseEntryName(path.slice(path.lastIndexOf("/") + 1)) }))
    .filter(({ name }) => name !== null)
    .toSorted((a, b) => newestOwnFirst(a.name!.seq, b.name!.seq));
  const found: Entry[] = [];
  let files = 0;
  let bytes = 0;
  for (const { path, name } of waiting) {
    if (files === MAX_FILES || bytes >= MAX_BYTES) break;
    files += 1;
    bytes += lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
    // What is not proved may have come with a cloned repository: the store may have it, not the agent.
    const result = readEntry(path, name!, maxEntryBytes, { key, isProofNeeded: true });
    if (result?.kind === "entry") found.push(result.entry);
  }
  const bySession = new Map<string, Gathered>();
  for (const [place, { operation, payload }] of found.toReversed().entries()) add(bySession, operation, payload, place);
  return { bySession, unread: waiting.length - files };
}

/** Only a seq of hive's own tells the time; foreign ones must not crowd them out. */
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
  const bounded = (said: number): number => arrivalBound(said, Date.now(), place);
  gathered.facts.push(...output.facts.map((fact) => ({ ...fact, atMs: bounded(fact.atMs) })));
  const { instanceId } = output;
  const atMs = bounded(output.atMs);
  if ("trigger" in output) gathered.checkpoints.push({ atMs, type: output.type, trigger: output.trigger });
  else gathered.instances.push({ instanceId, pid: output.pid ?? null, lastSeenMs: atMs });
  if ("event" in output && output.checkpoint !== undefined) {
    gathered.checkpoints.push({ atMs, type: output.checkpoint, trigger: output.event });
  }
}

function list(directory: string): string[] {
  return names(directory)
    .filter((name) => name.endsWith(".json") && !name.startsWith("."))
    .map((name) => `${directory}/${name}`);
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}
