import type { Database } from "bun:sqlite";
import { bytesOfWords, ID_BYTES, IdList, wordsOf } from "../queue/journal/id-list.ts";
import { sortIds, WORDS } from "../queue/journal/id-order.ts";
import { HOUR_MS, type Journal, notableJournals, readJournal } from "../queue/journal/journal.ts";
import { hashOf, type JournalNote, type JournalNotes, noteOf } from "../queue/journal/note.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { readNotes, writeNotes } from "../store/sqlite/ledger/journal-notes.ts";
import { appliedIds, LONGEST_BATCH_MS, LOT_WORDS } from "../store/sqlite/ledger/applied-ids.ts";

/** A note is worth this many ids that no note is of. */
const WORTH_IDS = 4096;
/** A journal of which more is left gets no note: a clone may bring one full of ids that nobody applied. */
const MOST_REST_BYTES = 4096 * ID_BYTES;

/** A journal, and those of its ids that are looked for. */
interface Part extends Pick<JournalNote, "hour" | "bytes" | "hash" | "ids"> {
  readonly words: Uint32Array;
  /** Where the ledger has been read up to; the beginning of the hour where it was not. */
  readonly sinceMs: number;
}

/**
 * Notes which ids in the journals were applied: a fact that stays, since an entry is applied once. So `hive status` reads
 * the ledger since the last notes alone, and a batch pays nothing for it.
 * @param sinceMs the earliest time that an account asks for
 * @param worthIds the number of new ids that a look is worth
 */
export function noteApplied(
  paths: QueuePaths,
  db: Database,
  nowMs: number,
  sinceMs: number,
  worthIds: number = WORTH_IDS,
): void {
  const journals = notableJournals(paths, sinceMs);
  const isWorthIt = (notes: JournalNotes): boolean => newBytes(journals, notes) >= worthIds * ID_BYTES;
  if (!isWorthIt(new Map())) return;
  const before = readNotes(db);
  if (!isWorthIt(before)) return;
  const parts = journals.map((journal) => partOf(journal, before));
  const notes = restsOf(parts, db).map((rest, index): JournalNote => {
    const { words: _, sinceMs: __, ...part } = parts[index]!;
    return { ...part, rest, atMs: nowMs };
  });
  writeNotes(
    db,
    notes.filter(({ rest }) => rest.length <= MOST_REST_BYTES),
  );
}

/** The bytes of journals that no note is of. */
const newBytes = (journals: readonly Journal[], notes: JournalNotes): number =>
  journals.reduce((sum, { hour, bytes }) => sum + Math.max(0, bytes - (notes.get(hour)?.bytes ?? 0)), 0);

function partOf(journal: Journal, notes: JournalNotes): Part {
  const { hour } = journal;
  const all = readJournal(journal);
  const found = { hour, bytes: all.length, hash: hashOf(all) };
  const note = noteOf(notes, hour, all);
  if (note === null) {
    const words = sortIds(wordsOf(all));
    return { ...found, ids: words.length / WORDS, words, sinceMs: hour * HOUR_MS };
  }
  const tail = all.subarray(note.bytes);
  const words = sortIds(wordsOf(Buffer.concat([note.rest, tail])));
  const ids = note.ids + (words.length - note.rest.length / Uint32Array.BYTES_PER_ELEMENT) / WORDS;
  return { ...found, ids, words, sinceMs: words.length === 0 ? Number.POSITIVE_INFINITY : note.atMs };
}

/** Those ids of each part that the ledger does not have. */
function restsOf(parts: readonly Part[], db: Database): Uint8Array[] {
  const all = new Uint32Array(parts.reduce((sum, { words }) => sum + words.length, 0));
  let end = 0;
  for (const { words } of parts) {
    all.set(words, end);
    end += words.length;
  }
  const list = new IdList(sortIds(all));
  const isApplied = new Uint8Array(list.size);
  const sinceMs = Math.min(...parts.map((part) => part.sinceMs)) - LONGEST_BATCH_MS;
  for (const lot of list.size === 0 ? [] : appliedIds(db, sinceMs)) {
    const words = wordsOf(Buffer.from(lot.buffer));
    for (let at = 0; at < words.length; at += LOT_WORDS) {
      const place = list.find(words, at);
      if (place >= 0) isApplied[place] = 1;
    }
  }
  return parts.map(({ words }) => {
    const rest = words.slice();
    let kept = 0;
    for (let at = 0; at < words.length; at += WORDS) {
      // @mutant a note keeps what was not applied
      if (isApplied[list.find(words, at)] === 1) continue;
      rest.copyWithin(kept, at, at + WORDS);
      kept += WORDS;
    }
    return bytesOfWords(rest.subarray(0, kept));
  });
}
