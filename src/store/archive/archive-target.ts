import type { Database } from "bun:sqlite";
import { OpenFiles } from "../sqlite/open/database.ts";
import { rollBack } from "../sqlite/open/connection.ts";
import { type Cursor, observationOf, type OutboxRow, type Source, type Target } from "../target.ts";
import { mayNeedReopening } from "../sqlite/open/unavailable.ts";
import { isAnyForgotten, isForgotten } from "./erase.ts";
import { asAway, openArchive } from "./open.ts";
import { ArchiveRows } from "./rows.ts";

export type ArchiveStep = "begun" | "row-written" | "written" | "committed";

export interface ArchiveTargetOptions {
  readonly path: string;
  /** The user's, for the marks of forgotten sessions. */
  readonly key: string;
  /** Called after each step; unset in production. */
  readonly onStep?: ((step: ArchiveStep) => void) | undefined;
}

interface Open {
  readonly db: Database;
  readonly files: OpenFiles;
  readonly rows: ArchiveRows;
}

/** The archive of this user, as a target: {@link Target}. It waits for no lock. */
export class ArchiveTarget implements Target {
  readonly name = "archive";
  readonly #options: ArchiveTargetOptions;
  #open: Open | null = null;

  constructor(options: ArchiveTargetOptions) {
    this.#options = options;
  }

  cursor(source: Source): Cursor {
    return this.#within(({ rows }) => ({ seq: rows.cursor(source.id) }));
  }

  put(source: Source, batch: readonly OutboxRow[], nowMs: number): void {
    const { onStep, key } = this.#options;
    this.#write(({ db, rows }) => {
      const project = rows.project(source.machine, source.project);
      // An earlier worker that ended late may have sent the same rows.
      const fromSeq = rows.cursor(source.id);
      const isAny = isAnyForgotten(db);
      const changed = new Set<number>();
      for (const row of batch) {
        if (row.seq <= fromSeq) continue;
        const observation = observationOf(row);
        const { sessionId, atMs } = observation;
        // @mutant a row of before does not bring a forgotten session back into the archive
        if (isAny && isForgotten(db, sessionId, atMs, key)) continue;
        changed.add(rows.observe(project, observation, row.isUntrusted));
        onStep?.("row-written");
      }
      for (const session of changed) rows.describe(session);
      // @mutant the archive's cursor moves with its rows
      rows.moveCursor(source.id, project, batch.at(-1)!.seq, nowMs);
      onStep?.("written");
    });
    onStep?.("committed");
  }

  refuse(source: Source, row: OutboxRow, reason: string, nowMs: number): void {
    this.#write(({ rows }) => {
      rows.refuse(source.id, row, reason, nowMs);
      rows.moveCursor(source.id, rows.project(source.machine, source.project), row.seq, nowMs);
    });
  }

  /** Works with its connection. @throws HIVE_STORE_UNAVAILABLE */
  with<T>(work: (db: Database) => T): T {
    return this.#within(({ db }) => work(db));
  }

  close(): void {
    this.#open?.db.close();
    this.#open = null;
  }

  #write(write: (open: Open) => void): void {
    this.#within((open) => {
      // @mutant rows and cursor of the archive are one transaction
      open.db.run("BEGIN IMMEDIATE");
      this.#options.onStep?.("begun");
      write(open);
      open.db.run("COMMIT");
    });
  }

  #within<T>(work: (open: Open) => T): T {
    const open = this.#opened();
    try {
      return work(open);
    } catch (error) {
      rollBack(open.db);
      // A fault of the file may be the connection's. A lock is not: opening anew costs what eight workers have to share.
      // @mutant a target that is locked keeps its connection
      if (mayNeedReopening(error)) this.close();
      throw asAway(error);
    }
  }

  #opened(): Open {
    if (this.#open?.files.isDatabaseInPlace === false) this.close();
    if (this.#open !== null) return this.#open;
    const db = openArchive(this.#options.path, 0);
    // A first read opens the log, whose identity is noted then.
    isAnyForgotten(db);
    this.#open = { db, files: new OpenFiles(this.#options.path), rows: new ArchiveRows(db) };
    return this.#open;
  }
}
