import { lstatSync, readdirSync, rmSync } from "node:fs";
import { errorCode } from "../base/errors.ts";
import { readRegular } from "../base/files/files.ts";
import { isObject, objectIn, textOf } from "../base/json.ts";
import { holdsName, isNamedIn, MIN_NAME_CHARS } from "../base/files/name-search.ts";
import { keptOf, readLetter } from "./dead-letters/letter.ts";
import { journalDrop } from "./journal/journal.ts";
import type { QueuePaths } from "./layout.ts";

/** The owner of a file in the queue. */
interface Owner {
  readonly sessionId: string | undefined;
  readonly instanceId: string | undefined;
}

/** No entry is larger. A larger file is searched byte by byte. */
const MAX_PARSED_BYTES = 8 * 1024 ** 2;

/** All files of a queue that may hold data of a session: entries in each state, copies of them, drafts. */
function* filesIn({ pending, processing, failed, tmp }: QueuePaths): Generator<string> {
  for (const directory of [tmp, pending, failed]) for (const name of namesIn(directory)) yield `${directory}/${name}`;
  for (const worker of namesIn(processing)) {
    const path = `${processing}/${worker}`;
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) yield path;
    else for (const name of namesIn(path)) yield `${path}/${name}`;
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return [];
    throw error;
  }
}

/** The sessions of all entries in a queue: waiting, claimed and dead. */
export function sessionsInQueue(paths: QueuePaths): Set<string> {
  const ids = new Set<string>();
  for (const path of filesIn(paths)) {
    const { sessionId } = ownerOf(path) ?? {};
    if (sessionId !== undefined) ids.add(sessionId);
  }
  return ids;
}

/** A session's files in a queue, and the instances that they name. */
export interface SessionFiles {
  readonly files: readonly string[];
  readonly instanceIds: readonly string[];
}

export function sessionFiles(paths: QueuePaths, sessionId: string): SessionFiles {
  const files = new Set<string>();
  const instanceIds = new Set<string>();
  for (const path of filesIn(paths)) {
    const owner = ownerOf(path);
    if (!isOf(path, owner, sessionId)) continue;
    files.add(path);
    if (owner?.instanceId !== undefined) instanceIds.add(owner.instanceId);
  }
  // A letter goes with the file that is kept beside it, and the other way round.
  for (const name of namesIn(paths.failed)) {
    const kept = keptBy(`${paths.failed}/${name}`, name);
    const pair = kept === null ? [] : [`${paths.failed}/${name}`, `${paths.failed}/${kept}`];
    if (pair.some((path) => files.has(path))) for (const path of pair) files.add(path);
  }
  return { files: [...files], instanceIds: [...instanceIds] };
}

/** Removes files that {@link sessionFiles} found, and notes their entries as deleted on purpose. */
export function removeSessionFiles(paths: QueuePaths, files: readonly string[]): void {
  for (const path of files) {
    journalDrop(paths, path.slice(path.lastIndexOf("/") + 1));
    rmSync(path, { recursive: true, force: true });
  }
}

/** An entry that names its session belongs to that session alone. Any other file is searched byte by byte. */
function isOf(path: string, owner: Owner | null, sessionId: string): boolean {
  if (owner?.sessionId !== undefined) return owner.sessionId === sessionId;
  return holdsName(path, sessionId) || isInBase64(path, sessionId);
}

/** A dead letter keeps unreadable bytes in this encoding. */
function isInBase64(path: string, sessionId: string): boolean {
  const text = sessionId.length < MIN_NAME_CHARS ? null : textAt(path);
  const letter = text === null ? null : objectIn(text);
  const raw = letter?.["raw_encoding"] === "base64" ? letter["raw"] : undefined;
  return typeof raw === "string" && isNamedIn(Buffer.from(raw, "base64").toString("latin1"), sessionId);
}

/** Null for a file that is not an entry, or names no session. */
function ownerOf(path: string): Owner | null {
  const text = textAt(path);
  const parsed = text === null ? null : objectIn(text);
  if (parsed === null) return null;
  const entry = isObject(parsed["entry"]) ? parsed["entry"] : parsed;
  // For an entry with raw SQL only the SQL counts, and it may concern any session.
  if (entry["sql"] !== undefined) return null;
  const payload = isObject(entry["payload"]) ? entry["payload"] : {};
  const metadata = isObject(entry["metadata"]) ? entry["metadata"] : {};
  return {
    sessionId: textOf(payload["sessionId"]) ?? textOf(metadata["session_id"]),
    instanceId: textOf(payload["instanceId"]),
  };
}

function textAt(path: string): string | null {
  try {
    return readRegular(path, MAX_PARSED_BYTES);
  } catch (error) {
    // It is gone by now, or unreadable.
    if (["ENOENT", "EACCES", "EISDIR"].includes(errorCode(error) ?? "")) return null;
    throw error;
  }
}

function keptBy(path: string, name: string): string | null {
  const text = name.endsWith(".json") ? textAt(path) : null;
  const letter = text === null ? null : readLetter(text, name, null);
  return letter === null ? null : keptOf(letter);
}
