import type { Database } from "bun:sqlite";

/** What a worker noted about the journal of an hour; the journals' room says what each field means. */
export interface NoteRow {
  readonly hour: number;
  readonly bytes: number;
  readonly hash: string;
  readonly ids: number;
  readonly rest: Uint8Array;
  readonly atMs: number;
}

/** @returns the notes by hour; none in a database that no worker of this version has opened yet */
export function readNotes(db: Database): Map<number, NoteRow> {
  if (db.query("SELECT 1 FROM sqlite_schema WHERE name = 'hive_journals'").get() === null) return new Map();
  const rows = db.query<NoteRow, []>("SELECT hour, bytes, hash, ids, rest, at_ms AS atMs FROM hive_journals").all();
  return new Map(rows.map((row) => [row.hour, row]));
}

/** Replaces all notes. */
export function writeNotes(db: Database, notes: readonly NoteRow[]): void {
  const replace = db.transaction(() => {
    db.run("DELETE FROM hive_journals");
    const insert = db.query(
      "INSERT INTO hive_journals (hour, bytes, hash, ids, rest, at_ms) VALUES (?, ?, ?, ?, ?, ?)",
    );
    for (const { hour, bytes, hash, ids, rest, atMs } of notes) insert.run(hour, bytes, hash, ids, rest, atMs);
  });
  replace.immediate();
}
