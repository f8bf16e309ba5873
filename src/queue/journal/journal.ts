import { closeSync, lstatSync, readdirSync, readSync } from "node:fs";
import { journalName } from "../producer/enqueue.ts";
import { isOwnSeq, ownSeqAtMs, parseEntryName } from "../entry.ts";
import { nodeFiles, openRegular } from "../../base/files/files.ts";
import { ID_BYTES, IdList, wordsOf } from "./id-list.ts";
import { between, countSince, sortIds, WORDS } from "./id-order.ts";
import { appliedOf, type JournalNote, type JournalNotes, noteOf } from "./note.ts";
import type { QueuePaths } from "../layout.ts";
import { unlinkIfThere } from "../claims/recover.ts";

export const HOUR_MS = 3_600_000;
const ENQUEUED = /^\d+\.ids$/;
const DROPPED = /^\d+\.dropped$/;

/** A million entries in an hour; more than the limits of a queue let in. */
export const MAX_JOURNAL_BYTES = 16 * 1024 ** 2;
/** A million entries a day; a clone could fill any number of journals. */
const MAX_TOTAL_BYTES = 16 * 1024 ** 2;
const MAX_JOURNALS = 1000;
/** The longest time between making an entry's id and noting it. */
const LONGEST_ENQUEUE_MS = 60_000;

/** The ids that were enqueued, and which of them were deleted on purpose since. */
export interface Journaled {
  readonly ids: IdList;
  /** By index: 1 for an id that was deleted on purpose. */
  readonly isDropped: Uint8Array;
  /** The number of further ids: a note says that they were applied. */
  readonly noted: number;
  /** No earlier ledger row can be of `ids`, but for batches that were in progress, and for clocks that were set back. */
  readonly ledgerSinceMs: number;
}

/** A journal of an hour since 1970. */
export interface Journal {
  readonly hour: number;
  readonly path: string;
  /** Of whole ids. */
  readonly bytes: number;
}

/**
 * The ids of the entries enqueued through hive since a time, from the hourly journals. The journal is written after the
 * commit, so each of these was in `pending/` once. An id that was not dropped and is nowhere now is lost.
 * @param notes of journals: ids that were applied are counted, and not listed
 */
export function readJournaled(paths: QueuePaths, sinceMs: number, notes: JournalNotes = new Map()): Journaled {
  const found = findJournals(paths, ENQUEUED, sinceMs);
  const dropped = findJournals(paths, DROPPED, sinceMs);
  const { noted, rests, unnoted, ledgerSinceMs } = takeNoted(found, { dropped, notes, sinceMs });
  // hive writes no journal of a future hour: it came from elsewhere.
  const ids = new IdList(between(sortIds(idsIn(unnoted, rests)), sinceMs, Date.now() + HOUR_MS));
  const isDropped = new Uint8Array(ids.size);
  const words = idsIn(dropped);
  for (let at = 0; at < words.length; at += WORDS) {
    const place = ids.find(words, at);
    if (place >= 0) isDropped[place] = 1;
  }
  return { ids, isDropped, noted, ledgerSinceMs };
}

interface Known {
  readonly dropped: readonly Journal[];
  readonly notes: JournalNotes;
  readonly sinceMs: number;
}

/** Counts what notes say, and finds the journals that have none. */
function takeNoted(found: readonly Journal[], { dropped, notes, sinceMs }: Known) {
  const droppedHours = hoursOf(dropped);
  const lastHour = hourOf(journalName(Date.now()));
  // One for all of them: fresh memory takes longer than the read.
  const buffer = Buffer.alloc(Math.max(0, ...found.map(({ bytes }) => bytes)));
  const rests: Uint8Array[] = [];
  let noted = 0;
  let ledgerSinceMs = Number.POSITIVE_INFINITY;
  const unnoted = found.filter((journal) => {
    const { hour } = journal;
    // @mutant no note counts where an id was dropped since
    const mayCount = notes.has(hour) && !droppedHours.has(hour) && hour <= lastHour;
    const bytes = mayCount ? readJournal(journal, buffer) : buffer;
    const note = mayCount ? noteOf(notes, hour, bytes) : null;
    if (note === null || note.rest.length > 0 || bytes.length > note.bytes)
      ledgerSinceMs = Math.min(ledgerSinceMs, note === null ? hour * HOUR_MS : note.atMs);
    if (note === null) return true;
    noted += appliedSince(sinceMs, note, bytes.subarray(0, note.bytes));
    rests.push(note.rest, Buffer.from(bytes.subarray(note.bytes)));
    return false;
  });
  return { noted, rests, unnoted, ledgerSinceMs };
}

/** The number of ids made since a time that a note says were applied. */
function appliedSince(sinceMs: number, note: JournalNote, journal: Uint8Array): number {
  // An id is made a moment before it is journaled.
  if (note.hour * HOUR_MS - LONGEST_ENQUEUE_MS >= sinceMs) return appliedOf(note);
  const hasTwins = note.ids * ID_BYTES !== journal.length;
  const made = (ids: Uint8Array): number => {
    const words = wordsOf(Buffer.from(ids));
    return countSince(hasTwins ? sortIds(words) : words, sinceMs);
  };
  return made(journal) - made(note.rest);
}

/** The ids in journals, and further ones. */
function idsIn(found: readonly Journal[], further: readonly Uint8Array[] = []): Uint32Array {
  const all = Buffer.alloc([...found.map(({ bytes }) => bytes), ...further.map(({ length }) => length)].reduce(sum, 0));
  let end = 0;
  for (const journal of found) end += readJournal(journal, all.subarray(end)).length;
  for (const ids of further) {
    all.set(ids, end);
    end += ids.length;
  }
  return wordsOf(all.subarray(0, end));
}

const sum = (a: number, b: number): number => a + b;

const hoursOf = (found: readonly Journal[]): Set<number> => new Set(found.map(({ hour }) => hour));

/** The journals that notes may be of: a part of the hour at least is after a time, and no id of the hour was dropped. */
export function notableJournals(paths: QueuePaths, sinceMs: number): Journal[] {
  const droppedHours = hoursOf(findJournals(paths, DROPPED, sinceMs));
  const lastHour = hourOf(journalName(Date.now()));
  return findJournals(paths, ENQUEUED, sinceMs).filter(({ hour }) => hour <= lastHour && !droppedHours.has(hour));
}

/** The seqs enqueued since a time, without dropped ones. Only for short journals: it holds them as strings. */
export function journaledIds(paths: QueuePaths, sinceMs: number): string[] {
  const { ids, isDropped } = readJournaled(paths, sinceMs);
  return Array.from(isDropped.keys())
    .filter((place) => isDropped[place] === 0)
    .map((place) => ids.seqAt(place));
}

/**
 * Notes that a dead letter's entry is about to be deleted on purpose, so that it is not reported missing. The journal
 * is that of the hour in which the entry was enqueued, so both are swept together.
 */
export function journalDrop(paths: QueuePaths, name: string): void {
  const seq = seqOf(name);
  if (seq === null) return;
  const journal = journalName(ownSeqAtMs(seq)).replace(/ids$/, "dropped");
  try {
    nodeFiles.append(`${paths.journals}/${journal}`, Uint8Array.fromHex(seq.replaceAll("-", "")));
  } catch {
    // Without the note the entry is reported missing for a day. That is no reason to fail, least of all on a full disk.
    return;
  }
}

/** The hive seq in a file name, also in a numbered one such as `5_a~1.json`; null for a foreign name. */
export function seqOf(name: string): string | null {
  const seq = parseEntryName(name)?.seq.replace(/~\d+$/, "");
  return seq !== undefined && isOwnSeq(seq) ? seq : null;
}

/** The journals of a period, except those over the size limit. */
function findJournals(paths: QueuePaths, kind: RegExp, sinceMs: number): Journal[] {
  const firstHour = hourOf(journalName(sinceMs));
  const names = journals(paths, kind).filter((name) => hourOf(name) >= firstHour);
  const found: Journal[] = [];
  let leftBytes = MAX_TOTAL_BYTES;
  for (const name of names.slice(0, MAX_JOURNALS)) {
    const path = `${paths.journals}/${name}`;
    const size = lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
    // Whole ids; ids appended from now on are left out.
    const bytes = size - (size % ID_BYTES);
    // @mutant a journal that is larger than it may be is not read
    if (bytes > Math.min(leftBytes, MAX_JOURNAL_BYTES)) continue;
    leftBytes -= bytes;
    found.push({ hour: hourOf(name), path, bytes });
  }
  return found;
}

/**
 * @param into has room for it
 * @returns the part of `into` with its whole ids; empty if it cannot be read
 */
export function readJournal({ path, bytes }: Journal, into: Buffer = Buffer.alloc(bytes)): Buffer {
  const file = openRegular(path);
  if (file === null) return into.subarray(0, 0);
  try {
    const length = readSync(file.fd, into, 0, bytes, 0);
    return into.subarray(0, length - (length % ID_BYTES));
  } finally {
    closeSync(file.fd);
  }
}

/** Removes the journals of hours that ended before a time. */
export function sweepJournals(paths: QueuePaths, beforeMs: number): number {
  let swept = 0;
  for (const name of [...journals(paths, ENQUEUED), ...journals(paths, DROPPED)]) {
    if ((hourOf(name) + 1) * HOUR_MS > beforeMs) continue;
    unlinkIfThere(`${paths.journals}/${name}`);
    swept += 1;
  }
  return swept;
}

/** By hour. A directory or link under such a name is skipped: links are not followed. */
function journals(paths: QueuePaths, kind: RegExp): string[] {
  return readdirSync(paths.journals, { withFileTypes: true })
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => entry.name)
    .toSorted((a, b) => hourOf(a) - hourOf(b));
}

function hourOf(name: string): number {
  return Number.parseInt(name, 10);
}
