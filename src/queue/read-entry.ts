import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { errorCode, HiveError } from "../base/errors.ts";
import { isSealed } from "../origin/seal.ts";
import { decodeEntry, type Entry, type EntryName, isOwnSeq } from "./entry.ts";

/** Properties of an entry's file, whatever its content. */
export interface FileIdentity {
  readonly inode: number;
  readonly modifiedAtMs: number;
  readonly bytes: number;
}

/** The way in which an entry is read. */
export interface ReadOptions {
  /** Proves what hive wrote; null for none. */
  readonly key: string | null;
  /** True to refuse an entry without proof before parsing it. @default false */
  readonly isProofNeeded?: boolean;
}

/** An entry and where it comes from. */
export interface FoundEntry {
  readonly kind: "entry";
  readonly entry: Entry;
  readonly id: string;
  readonly file: FileIdentity;
  /** Whether this user's hive wrote it. Without that proof it is untrusted: a cloned repository can carry it. */
  readonly isProved: boolean;
}

export type ReadResult =
  | FoundEntry
  /** The text is no entry: perhaps its writer is not done. */
  | { readonly kind: "unparsable"; readonly error: HiveError; readonly file: FileIdentity; readonly bytes: Uint8Array }
  /** Not a file that hive may read: a link, a directory, another user's, too large. */
  | { readonly kind: "refused"; readonly error: HiveError };

// @mutant an entry that is a link is not followed
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const decoder = new TextDecoder("utf-8", { fatal: true });
/** A buffer for usual entries, since one for each costs a tenth of a drain. Copy all that must outlive the read. */
const scratch = Buffer.allocUnsafe(16_384);
const ownUserId = process.getuid?.();

/** Prefix for the id that an untrusted entry names: it must not use up an id of the user's programs. */
const UNPROVED = "unproved:";

/** Whether an id is one that hive gave to an untrusted entry, and wrote down when the entry failed. */
const isUnproved = (id: string, { seq }: EntryName): boolean =>
  id.startsWith(UNPROVED) || id.startsWith("file:") || (id === seq && isOwnSeq(seq));

/**
 * The entry's identity, under which the store remembers it. A seq that hive made is unique. A foreign writer may reuse
 * one, so its entry is identified by file. Inode, modification time and content survive a rename. Inode and time alone
 * are not enough: the next file may have both within one tick of the clock.
 */
function identityOf(entry: Entry, name: EntryName, file: FileIdentity, bytes: Uint8Array, isProved: boolean): string {
  const { hive_id: id } = entry;
  // @mutant an id that an entry without proof names is not the user's programs'
  if (typeof id === "string" && id !== "") return isProved || isUnproved(id, name) ? id : UNPROVED + id;
  if (isOwnSeq(name.seq)) return name.seq;
  const content = Bun.hash(bytes).toString(16);
  return `file:${file.inode}:${file.modifiedAtMs}:${content}`;
}

function refused(message: string, cause?: unknown): ReadResult {
  return { kind: "refused", error: new HiveError("HIVE_INVALID_ENTRY", message, { cause }) };
}

/**
 * Reads a claimed file without following links and without trusting it. Null when it is gone.
 */
export function readEntry(
  path: string,
  name: EntryName,
  maxEntryBytes: number,
  options: ReadOptions,
): ReadResult | null {
  let fd: number;
  try {
    fd = openSync(path, FLAGS);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") return null;
    if (code === "ELOOP") return refused("a symbolic link", error);
    if (code === "EACCES" || code === "ENXIO" || code === "EPERM") return refused(`unreadable: ${code}`, error);
    throw error;
  }
  try {
    const stat = fstatSync(fd);
    // @mutant an entry that is no regular file is not read
    if (!stat.isFile()) return refused("not a regular file");
    // @mutant another user's entry is not taken
    if (ownUserId !== undefined && stat.uid !== ownUserId) return refused("owned by another user");
    // @mutant an entry above maxEntryBytes is not read
    if (stat.size > maxEntryBytes) {
      const message = `the entry has ${stat.size} bytes, more than maxEntryBytes ${maxEntryBytes}`;
      return { kind: "refused", error: new HiveError("HIVE_ENTRY_TOO_LARGE", message) };
    }
    const buffer = stat.size <= scratch.length ? scratch : Buffer.allocUnsafe(stat.size);
    const length = readSync(fd, buffer, 0, stat.size, 0);
    const file = { inode: stat.ino, modifiedAtMs: stat.mtimeMs, bytes: stat.size };
    const bytes = buffer.subarray(0, length);
    // @mutant an entry's proof is checked
    const isProved = isSealed(bytes, options.key, "entry");
    if (options.isProofNeeded === true && !isProved) return refused("without proof");
    return parse(bytes, name, file, isProved);
  } finally {
    closeSync(fd);
  }
}

function parse(bytes: Uint8Array, name: EntryName, file: FileIdentity, isProved: boolean): ReadResult {
  try {
    const entry = decodeEntry(decoder.decode(bytes), name);
    return { kind: "entry", entry, id: identityOf(entry, name, file, bytes, isProved), file, isProved };
  } catch (error) {
    if (error instanceof HiveError) return { kind: "unparsable", error, file, bytes: Uint8Array.from(bytes) };
    const notText = new HiveError("HIVE_INVALID_ENTRY", "not UTF-8", { cause: error });
    return { kind: "unparsable", error: notText, file, bytes: Uint8Array.from(bytes) };
  }
}
