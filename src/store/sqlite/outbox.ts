import type { Database, Statement } from "bun:sqlite";
import { userKey } from "../../origin/key.ts";
import type { Cursor, OutboxRow } from "../target.ts";
import { OpenFiles, openForReading } from "./open/database.ts";
import { locateStore } from "./open/location.ts";
import { isStoreUnavailable, unavailable } from "./open/unavailable.ts";

interface StoredRow {
  readonly seq: number;
  readonly entry_id: string;
  readonly is_untrusted: number;
  readonly body: string;
}

interface Open {
  readonly db: Database;
  readonly files: OpenFiles;
  readonly sourceId: string;
  readonly after: Statement<StoredRow, [number, number]>;
}

/** The rows of one read: a target that was away for long gets them in several batches. */
const MAX_ROWS = 128;
const MAX_CHARS = 1024 ** 2;

const BEHIND = `SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'hive_outbox'), 0) < ?1 OR EXISTS (
  SELECT 1 FROM hive_outbox WHERE seq <= ?1 AND is_untrusted = 0 AND iif(json_valid(body), body, '{}') ->> 'atMs' > ?2
) AS "is"`;

/** Reads a project's outbox from another process. It writes nothing, and waits for no lock. */
export class OutboxReader {
  readonly #root: string;
  #open: Open | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Opens the database, or the one that has replaced it.
   * @returns the id of its outbox; null if there is none yet
   * @throws HIVE_STORE_UNAVAILABLE
   */
  sourceId(): string | null {
    if (this.#open !== null && !this.#open.files.isDatabaseInPlace) this.close();
    this.#open ??= this.#opened();
    return this.#open?.sourceId ?? null;
  }

  /** The next rows: 128 at most, and about 1 MiB. @throws HIVE_STORE_UNAVAILABLE */
  after(seq: number): OutboxRow[] {
    return this.#reading(({ after }) => {
      const rows: OutboxRow[] = [];
      let chars = 0;
      // Not row by row: an unfinished statement keeps its snapshot of the log, which then cannot restart.
      for (const row of after.all(seq, MAX_ROWS)) {
        chars += row.body.length;
        if (rows.length > 0 && chars > MAX_CHARS) break;
        rows.push({ seq: row.seq, entryId: row.entry_id, isUntrusted: row.is_untrusted === 1, body: row.body });
      }
      return rows;
    });
  }

  /**
   * Whether a target has seqs that this database has yet to give out, or has given out since: it was put back from a
   * backup or a snapshot. Untrusted rows may have any time, and show nothing.
   * @throws HIVE_STORE_UNAVAILABLE
   */
  isBehind({ seq, atMs = Number.MAX_SAFE_INTEGER }: Cursor): boolean {
    return this.#reading(({ db }) => db.query<{ is: number }, [number, number]>(BEHIND).get(seq, atMs)!.is === 1);
  }

  /** Whether there are more rows. @throws HIVE_STORE_UNAVAILABLE */
  hasAfter(seq: number): boolean {
    return this.#reading(({ after }) => after.get(seq, 1) !== null);
  }

  close(): void {
    // The file stays open until the last statement is finalized.
    this.#open?.after.finalize();
    this.#open?.db.close();
    this.#open = null;
  }

  #opened(): Open | null {
    const key = userKey(this.#root);
    const { path, isThere } = locateStore(this.#root, key);
    if (!isThere) return null;
    let db: Database | undefined;
    try {
      db = openForReading(path, key, 0);
      // A worker that is starting has not made its tables yet.
      if (db.query("SELECT 1 FROM sqlite_schema WHERE name = 'hive_source'").get() === null) return closed(db);
      const { id } = db.query<{ id: string }, []>("SELECT id FROM hive_source").get()!;
      const after = db.prepare<StoredRow, [number, number]>(
        "SELECT seq, entry_id, is_untrusted, body FROM hive_outbox WHERE seq > ? ORDER BY seq LIMIT ?",
      );
      return { db, sourceId: id, after, files: new OpenFiles(path) };
    } catch (error) {
      db?.close();
      throw isStoreUnavailable(error) ? unavailable(path, error) : error;
    }
  }

  #reading<T>(read: (open: Open) => T): T {
    try {
      return read(this.#open!);
    } catch (error) {
      this.close();
      throw isStoreUnavailable(error) ? unavailable(this.#root, error) : error;
    }
  }
}

function closed(db: Database): null {
  db.close();
  return null;
}

/** The rows that wait for a target, or that all targets have and that are not deleted yet. */
export interface Waiting {
  /** Their number, or a few more: a pruned or forgotten one is counted too, since a count would read them all. */
  readonly rows: number;
  /** The time of the first one's observation, in ms since 1970; null where there is none. */
  readonly oldestMs: number | null;
}

/** @param db a database with this version's tables */
export function waitingIn(db: Database): Waiting {
  const sql = `SELECT coalesce((SELECT max(seq) FROM hive_outbox) - (SELECT min(seq) FROM hive_outbox) + 1, 0) AS rows,
    (SELECT json_extract(body, '$.atMs') FROM hive_outbox ORDER BY seq LIMIT 1) AS oldestMs`;
  return db.query<Waiting, []>(sql).get()!;
}
