import type { Database, SQLQueryBindings, Statement } from "bun:sqlite";
import { stateIn, textOf } from "../keep/catalogue-rows.ts";
import type { Obstacle, PlannedFile } from "./planned-file.ts";
import type { Failed } from "./put-back.ts";
import type { Lack } from "./state.ts";

/** Files whose plan is at hand at once, and those that are put back together: git is started for each lot of these. */
const READ_FILES = 200;
const LOT_FILES = 1000;
/** A plan may live beside the next one of its connection. */
let plans = 0;

interface Row {
  readonly path: string;
  readonly now: string;
  readonly wanted: string;
  readonly obstacle: Obstacle | null;
  readonly lack: Lack | null;
  readonly blocker: string | null;
  readonly others: string;
}

/** How many files of a plan are to be put back, stay for an obstacle, or were to be put back and have failed. */
export interface Counts {
  readonly todo: number;
  readonly left: number;
  readonly failed: number;
}

/** The files of a plan by path, in SQLite's temporary file: very many would not fit into memory beside each other. */
export class PlannedFiles {
  readonly #db: Database;
  readonly #table: string;
  readonly #put: Statement<unknown, SQLQueryBindings[]>;
  readonly #find: Statement<{ deletes: number; stands: number }, [string]>;

  constructor(db: Database) {
    this.#db = db;
    plans += 1;
    this.#table = `temp.planned_${plans}`;
    db.run(
      `CREATE TABLE ${this.#table} (
         path TEXT PRIMARY KEY, now TEXT NOT NULL, wanted TEXT NOT NULL, obstacle TEXT, lack TEXT, blocker TEXT,
         others TEXT NOT NULL DEFAULT '[]', why TEXT
       ) WITHOUT ROWID`,
    );
    this.#put = db.prepare(`INSERT INTO ${this.#table} (path, now, wanted, obstacle, lack) VALUES (?, ?, ?, ?, ?)`);
    this.#find = db.prepare(
      `SELECT obstacle IS NULL AS stands, obstacle IS NULL AND wanted = 'absent' AS deletes FROM ${this.#table}
       WHERE path = ?`,
    );
  }

  add({ path, now, wanted, obstacle, lack }: Omit<PlannedFile, "others" | "by">): void {
    this.#put.run(path, textOf(now), textOf(wanted), obstacle, lack ?? null);
  }

  /** What the plan has for a path; undefined without. */
  at(path: string): { readonly stands: boolean; readonly deletes: boolean } | undefined {
    const row = this.#find.get(path);
    return row === null ? undefined : { stands: row.stands === 1, deletes: row.deletes === 1 };
  }

  /** Leaves a file as it is, as something is in its way. */
  block(path: string, blocker: string): void {
    const sql = `UPDATE ${this.#table} SET obstacle = 'in the way', blocker = ? WHERE path = ?`;
    this.#db.query(sql).run(blocker, path);
  }

  /** Notes the files that could not be put back. */
  fail(failed: readonly Failed[]): void {
    const note = this.#db.query(`UPDATE ${this.#table} SET why = ? WHERE path = ?`);
    for (const { path, why } of failed) note.run(why, path);
  }

  /** Notes that a session has changed the files of a snapshot, too. */
  share(snapshot: number, sessionId: string): void {
    const sql = `UPDATE ${this.#table} SET others = json_insert(others, '$[#]', ?1)
      WHERE path IN (SELECT path FROM changes WHERE snapshot = ?2)
      AND NOT EXISTS (SELECT 1 FROM json_each(others) WHERE value = ?1)`;
    this.#db.query(sql).run(sessionId, snapshot);
  }

  counts(): Counts {
    const sql = `SELECT count(*) FILTER (WHERE obstacle IS NULL) AS todo, count(obstacle) AS "left",
      count(why) AS failed FROM ${this.#table}`;
    return this.#db.query<Counts, []>(sql).get()!;
  }

  all(): Generator<PlannedFile> {
    return this.#each("true");
  }

  /** Those that stay as they are for an obstacle. */
  left(): Generator<PlannedFile> {
    return this.#each("obstacle IS NOT NULL");
  }

  /** Those without an obstacle. */
  todo(): Generator<PlannedFile> {
    return this.#each("obstacle IS NULL");
  }

  /** Those that were put back. */
  done(): Generator<PlannedFile> {
    return this.#each("obstacle IS NULL AND why IS NULL");
  }

  /** Those that could not be put back. */
  *failed(): Generator<Failed> {
    yield* this.#db.query<Failed, []>(`SELECT path, why FROM ${this.#table} WHERE why IS NOT NULL`).iterate();
  }

  /** Those to delete, the deepest path first. */
  deletions(): Generator<readonly PlannedFile[]> {
    return this.#lots("obstacle IS NULL AND wanted = 'absent'", "DESC", LOT_FILES);
  }

  writings(): Generator<readonly PlannedFile[]> {
    return this.#lots("obstacle IS NULL AND wanted <> 'absent'", "ASC", LOT_FILES);
  }

  /** Writes the steps of all without an obstacle into the journal of undos. */
  writeSteps(undo: number): void {
    this.#db
      .query(
        `INSERT INTO undo_steps (undo, n, path, before, after)
         SELECT ?, row_number() OVER (ORDER BY path) - 1, path, now, wanted FROM ${this.#table} WHERE obstacle IS NULL`,
      )
      .run(undo);
  }

  drop(): void {
    this.#db.run(`DROP TABLE ${this.#table}`);
  }

  *#each(where: string): Generator<PlannedFile> {
    for (const lot of this.#lots(where, "ASC", READ_FILES)) yield* lot;
  }

  /** Lots are read as a whole, so that a file's row may be changed meanwhile. */
  *#lots(where: string, order: "ASC" | "DESC", files: number): Generator<readonly PlannedFile[]> {
    const beyond = order === "ASC" ? ">" : "<";
    const lot = this.#db.query<Row, [SQLQueryBindings]>(
      `SELECT path, now, wanted, obstacle, lack, blocker, others FROM ${this.#table}
       WHERE path ${beyond} ? AND ${where} ORDER BY path ${order} LIMIT ${files}`,
    );
    // Bytes are beyond each text.
    let from: SQLQueryBindings = order === "ASC" ? "" : new Uint8Array(1);
    for (;;) {
      const rows = lot.all(from);
      if (rows.length > 0) yield rows.map(fileIn);
      if (rows.length < files) return;
      from = rows.at(-1)!.path;
    }
  }
}

const fileIn = ({ path, now, wanted, obstacle, lack, blocker, others }: Row): PlannedFile => ({
  path,
  now: stateIn(now),
  wanted: stateIn(wanted),
  obstacle,
  ...(lack === null ? {} : { lack }),
  ...(blocker === null ? {} : { by: blocker }),
  others: others === "[]" ? NOBODY : (JSON.parse(others) as string[]),
});

/** One for all: a list for each of very many files takes much memory. */
const NOBODY: readonly string[] = [];
