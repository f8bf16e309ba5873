import { lstatSync, readdirSync } from "node:fs";
import * as v from "valibot";
import { errorCode } from "../errors.ts";
import { isOwnSeq, parseEntryName } from "../queue/entry.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { readEntry } from "../queue/read-entry.ts";
import { PAYLOADS } from "../store/payloads.ts";
import type { WaitingEntries } from "../store/resume-queries.ts";

export interface Waiting {
  readonly bySession: ReadonlyMap<string, WaitingEntries>;
  /** Files that were too many to be read, and whose sessions are not known. */
  readonly unread: number;
}

/** So many of the newest files are read: some ten milliseconds. */
const MAX_FILES = 500;

type Gathered = {
  -readonly [K in keyof WaitingEntries]: WaitingEntries[K] extends readonly (infer T)[] ? T[] : WaitingEntries[K];
};

/** What waits in a queue, or is claimed by a worker and not acked, by session. It changes nothing. */
export function readWaiting(paths: QueuePaths, maxEntryBytes: number): Waiting {
  // In the direction in which entries move, so that none slips by.
  const files = [...list(paths.pending), ...claims(paths)]
    .map((path) => ({ path, name: parseEntryName(path.slice(path.lastIndexOf("/") + 1)) }))
    .filter(({ name }) => name !== null)
    .toSorted((a, b) => newestOwnFirst(a.name!.seq, b.name!.seq));
  const bySession = new Map<string, Gathered>();
  for (const { path, name } of files.slice(0, MAX_FILES).toReversed()) {
    if (isOpenToOthers(path)) continue;
    const result = readEntry(path, name!, maxEntryBytes);
    if (result?.kind === "entry") add(bySession, result.entry.operation, result.entry.payload);
  }
  return { bySession, unread: Math.max(0, files.length - MAX_FILES) };
}

/** Only a seq of hive's own tells the time; foreign ones must not crowd them out. */
function newestOwnFirst(a: string, b: string): number {
  return Number(isOwnSeq(b)) - Number(isOwnSeq(a)) || (a < b ? 1 : -1);
}

/** hive's own entries are 0600; a repository's, brought by a clone, are not: the store may have them, not the agent. */
function isOpenToOthers(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat === undefined || (stat.mode & 0o077) !== 0;
}

function add(bySession: Map<string, Gathered>, operation: string, payload: unknown): void {
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
  gathered.facts.push(...output.facts);
  const { atMs, instanceId } = output;
  if ("trigger" in output) gathered.checkpoints.push({ atMs, type: output.type, trigger: output.trigger });
  else gathered.instances.push({ instanceId, pid: output.pid ?? null, lastSeenMs: atMs });
}

function claims(paths: QueuePaths): string[] {
  return names(paths.processing).flatMap((worker) => list(`${paths.processing}/${worker}`));
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
