import { Database } from "bun:sqlite";
import { constants, copyFileSync, lstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorMessage, HiveError } from "../../base/errors.ts";

/** An ordinary table of a database that hive did not make. */
export interface ForeignTable {
  readonly name: string;
  readonly columns: readonly ForeignColumn[];
  readonly rows: number;
}

export interface ForeignColumn {
  readonly name: string;
  /** One of SQLite's five affinities, derived from the declared type. */
  readonly type: "INTEGER" | "REAL" | "TEXT" | "BLOB" | "NUMERIC";
  /** Its position in the primary key, from 1; 0 if it is not part of the key. */
  readonly keyPart: number;
}

/** A person must copy a larger database by hand. */
const MAX_BYTES = 8 * 1024 ** 3;
const MAX_TABLES = 500;
const MAX_COLUMNS = 200;

/** The tables that hive writes or reads: under these names it reads only an ordinary table. */
const OWN_NAME = /^(hive_\w*|kysely_\w*|swarms|sessions|session_logs|instance_sessions|agents)$/i;

/**
 * Reads a foreign database from a private copy: nothing beside the original is made or changed. The schema is checked
 * before a table is read. To read ordinary tables runs no code from a schema.
 */
export class ForeignDatabase implements Disposable {
  readonly path: string;
  readonly tables: readonly ForeignTable[];
  /** The parts that are not copied: views, triggers and the like, by kind. */
  readonly leftBehind: ReadonlyMap<string, number>;
  readonly db: Database;
  readonly #copy: string;

  private constructor(path: string, copy: string, db: Database) {
    this.path = path;
    this.#copy = copy;
    this.db = db;
    const leftBehind = new Map<string, number>();
    this.tables = readTables(db, leftBehind);
    this.leftBehind = leftBehind;
  }

  /** @throws HIVE_STORE_UNAVAILABLE if it cannot be adopted, with the reason */
  static open(path: string): ForeignDatabase {
    const copy = mkdtempSync(join(tmpdir(), "hive-adopt-"));
    let db: Database | undefined;
    try {
      copyInto(path, join(copy, "foreign.db"));
      db = new Database(join(copy, "foreign.db"), { readwrite: true, create: false, safeIntegers: true });
      for (const pragma of ["trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "busy_timeout = 0"]) {
        db.run(`PRAGMA ${pragma}`);
      }
      return new ForeignDatabase(path, copy, db);
    } catch (cause) {
      db?.close();
      rmSync(copy, { recursive: true, force: true });
      if (cause instanceof HiveError) throw cause;
      throw refused(path, errorMessage(cause), cause);
    }
  }

  table(name: string): ForeignTable | undefined {
    return this.tables.find((table) => table.name === name);
  }

  [Symbol.dispose](): void {
    this.db.close();
    rmSync(this.#copy, { recursive: true, force: true });
  }
}

const refused = (path: string, why: string, cause?: unknown): HiveError =>
  new HiveError("HIVE_STORE_UNAVAILABLE", `${path} cannot be adopted: ${why}`, {
    cause,
    hint: "nothing was changed; delete the file if it is not yours",
  });

/** Copies the log too: it holds the last rows of a killed process. */
function copyInto(path: string, copy: string): void {
  for (const suffix of ["", "-wal"]) {
    const stat = lstatSync(path + suffix, { throwIfNoEntry: false });
    if (stat === undefined && suffix !== "") continue;
    if (stat?.isFile() !== true) throw refused(path, `${path}${suffix} is no regular file`);
    if (stat.size > MAX_BYTES) throw refused(path, `it has ${stat.size} bytes`);
    copyFileSync(path + suffix, copy + suffix, constants.COPYFILE_FICLONE);
  }
}

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string | null;
}

function readTables(db: Database, leftBehind: Map<string, number>): ForeignTable[] {
  const leave = (kind: string): void => void leftBehind.set(kind, (leftBehind.get(kind) ?? 0) + 1);
  const schema = db.query<SchemaRow, []>("SELECT type, name, tbl_name, sql FROM sqlite_schema").all();
  const tables: ForeignTable[] = [];
  for (const { type, name, sql } of schema) {
    // hive makes its own indexes again.
    if (type === "index" && (sql === null || OWN_NAME.test(name))) continue;
    const isVirtual = /^\s*CREATE\s+VIRTUAL\b/i.test(sql ?? "");
    if (type !== "table" || isVirtual) {
      // @mutant a foreign schema is looked at before its tables are read
      if (type !== "trigger" && OWN_NAME.test(name))
        throw new Error(`its ${name} is a ${isVirtual ? "virtual table" : type}`);
      leave(isVirtual ? "virtual table" : type);
    } else if (!name.startsWith("sqlite_")) {
      const columns = readColumns(db, name);
      if (columns === null && OWN_NAME.test(name)) throw new Error(`its ${name} has generated columns`);
      if (columns === null || tables.length === MAX_TABLES) leave("table with generated columns");
      else tables.push({ name, columns, rows: Number(countRows(db, name)) });
    }
  }
  return tables;
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly pk: bigint;
  readonly hidden: bigint;
}

/** Null if reading a row would compute a column. */
function readColumns(db: Database, table: string): ForeignColumn[] | null {
  const rows = db.query<ColumnRow, [string]>("SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)").all(table);
  if (rows.length > MAX_COLUMNS || rows.some(({ hidden }) => hidden !== 0n)) return null;
  return rows.map(({ name, type, pk }) => ({ name, type: affinityOf(type), keyPart: Number(pk) }));
}

/** The affinity of a declared type: https://sqlite.org/datatype3.html#determination_of_column_affinity */
function affinityOf(type: string): ForeignColumn["type"] {
  if (/INT/i.test(type)) return "INTEGER";
  if (/CHAR|CLOB|TEXT/i.test(type)) return "TEXT";
  if (/BLOB/i.test(type) || type === "") return "BLOB";
  return /REAL|FLOA|DOUB/i.test(type) ? "REAL" : "NUMERIC";
}

const countRows = (db: Database, table: string): bigint =>
  db.query<{ n: bigint }, []>(`SELECT count(*) AS n FROM ${quotedName(table)}`).get()!.n;

/** A name quoted for SQLite. */
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
