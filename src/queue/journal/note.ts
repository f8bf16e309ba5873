import { ID_BYTES } from "./id-list.ts";

/** What a worker found out about the beginning of an hour's journal, so that `hive status` need not find it again. */
export interface JournalNote {
  /** The hour that the journal is of, since 1970. */
  readonly hour: number;
  /** The length of that beginning. */
  readonly bytes: number;
  /** Of those bytes. */
  readonly hash: string;
  /** The number of different ids in them. */
  readonly ids: number;
  /** Those that the ledger did not have, in their order; it had all the others. */
  readonly rest: Uint8Array;
  /** The time up to which the ledger was read for them, in ms since 1970. */
  readonly atMs: number;
}

/** By hour. */
export type JournalNotes = ReadonlyMap<number, JournalNote>;

export const hashOf = (journal: Uint8Array): string => Bun.hash(journal).toString(16);

/** @returns the note of a journal; null if it is of other bytes, as where the journal was made anew */
export function noteOf(notes: JournalNotes, hour: number, journal: Uint8Array): JournalNote | null {
  const note = notes.get(hour);
  if (note === undefined) return null;
  // @mutant a note is of the journal's bytes alone
  return hashOf(journal.subarray(0, note.bytes)) === note.hash ? note : null;
}

/** The number of ids that a note says were applied. */
export const appliedOf = ({ ids, rest }: JournalNote): number => ids - rest.length / ID_BYTES;
