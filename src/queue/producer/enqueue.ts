import { HiveError } from "../../base/errors.ts";
import { seal } from "../../origin/seal.ts";
import { type Entry, entryName } from "../entry.ts";
import type { Files } from "../../base/files/files.ts";
import type { QueuePaths } from "../layout.ts";

/** The durable steps of {@link enqueue}, in order; crash tests kill the process at each. */
export type EnqueueStep = "tmp-written" | "tmp-synced" | "renamed" | "pending-synced" | "journaled" | "rung";

export interface EnqueueOptions {
  /** `power` flushes file and directory before enqueue returns. */
  readonly durability: "process" | "power";
  readonly maxEntryBytes: number;
  /** Proves that this user's hive wrote the entries; null if there is no key, and so no proof. */
  readonly key: string | null;
  /** Called after each step; unset in production. */
  readonly onStep?: ((step: EnqueueStep) => void) | undefined;
}

const HOUR_MS = 3_600_000;

/** The journal of the hour in which an entry was enqueued. */
export function journalName(atMs: number): string {
  return `${(atMs - (atMs % HOUR_MS)) / HOUR_MS}.ids`;
}

/**
 * Makes entries durable and visible, each on its own: a crash between two leaves the first.
 *
 * 1. Write the entry to `.tmp/`; with `power`, flush the file.
 * 2. Rename it into `pending/`. COMMIT: from here nothing is lost. With `power`, flush the directory.
 * 3. Append its id to the enqueue journal, so that `hive status` can name one that vanishes.
 *    After the commit: an id in the journal is an entry that was there.
 * 4. Ring the doorbell: a hint, worth latency only.
 *
 * @returns whether a worker listens at the doorbell
 * @throws HIVE_ENTRY_TOO_LARGE before anything is written; otherwise the errors of `files`
 */
export function enqueue(paths: QueuePaths, files: Files, entries: readonly Entry[], options: EnqueueOptions): boolean {
  const { durability, onStep } = options;
  const texts: string[] = [];
  for (const entry of entries) texts.push(encode(entry, options));
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index]!;
    const name = entryName(entry.priority, entry.seq);
    // Not the entry's own name: a second attempt must not meet the file of the first.
    // @mutant an entry is written to .tmp/, not in place
    const temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
    files.create(temporary, texts[index]!);
    onStep?.("tmp-written");
    orRemove(files, temporary, () => {
      if (durability === "power") {
        // @mutant an entry's file is flushed before its rename
        files.sync(temporary);
        onStep?.("tmp-synced");
      }
      files.rename(temporary, `${paths.pending}/${name}`);
    });
    onStep?.("renamed");
  }
  if (durability === "power") {
    // @mutant pending/ is flushed after the rename
    files.sync(paths.pending);
    onStep?.("pending-synced");
  }
  if (entries.length > 0) note(paths, files, entries);
  onStep?.("journaled");
  const isHeard = files.ring(paths.doorbell);
  onStep?.("rung");
  return isHeard;
}

/** Renames a temporary file to its final path. If that fails, deletes it at once: a failing disk is often full, too. */
export function orRemove(files: Pick<Files, "unlink">, temporary: string, putInPlace: () => void): void {
  try {
    putInPlace();
  } catch (error) {
    tryToRemove(files, temporary);
    throw error;
  }
}

function tryToRemove(files: Pick<Files, "unlink">, path: string): void {
  try {
    files.unlink(path);
  } catch {
    // The sweep does it in an hour; report the earlier failure, which is more useful.
    return;
  }
}

function note(paths: QueuePaths, files: Files, entries: readonly Entry[]): void {
  try {
    files.append(`${paths.journals}/${journalName(Date.now())}`, idBytes(entries));
  } catch {
    // The entries are committed: a caller that saw this fail would add them again. They count as a foreign writer's.
    return;
  }
}

function encode(entry: Entry, { maxEntryBytes, key }: EnqueueOptions): string {
  const text = key === null ? stringify(entry) : seal(stringify(entry), key, "entry");
  // A UTF-16 unit takes at most three bytes of UTF-8, so most entries need no count.
  if (text.length * 3 > maxEntryBytes) assertSize(text, maxEntryBytes);
  return text;
}

function assertSize(text: string, maxEntryBytes: number): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxEntryBytes) return;
  throw new HiveError("HIVE_ENTRY_TOO_LARGE", `the entry has ${bytes} bytes, more than maxEntryBytes ${maxEntryBytes}`);
}

function stringify(entry: Entry): string {
  const kind = typeof entry.payload;
  const isLeftOut = entry.sql === undefined && (kind === "function" || kind === "symbol");
  try {
    if (!isLeftOut) return JSON.stringify(entry);
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_ENTRY", "the payload cannot be written as JSON", { cause });
  }
  throw new HiveError("HIVE_INVALID_ENTRY", "the payload cannot be written as JSON");
}

/** Sixteen bytes an id: the UUID without its dashes. */
function idBytes(entries: readonly Entry[]): Uint8Array {
  let hex = "";
  for (const { seq } of entries) {
    hex += seq.slice(0, 8) + seq.slice(9, 13) + seq.slice(14, 18) + seq.slice(19, 23) + seq.slice(24);
  }
  return Uint8Array.fromHex(hex);
}
