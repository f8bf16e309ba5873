import type { Database, Statement } from "bun:sqlite";
import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode, errorMessage } from "../errors.ts";
import { isStoreUnavailable } from "./connection.ts";
import { checkPlan, checkProgram, type Instruction, type PlanStep } from "./raw-sql-program.ts";
import { isPlainlyShort } from "./raw-sql-short.ts";
import { readTables, type Tables } from "./raw-sql-tables.ts";
import { checkText, refuse } from "./raw-sql-text.ts";
import { splitStatements } from "./sql-split.ts";

/** Size of an entry's SQL, in UTF-8. */
const MAX_SQL_BYTES = 64 * 1024;
const MAX_STATEMENTS = 100;
/** Bytes by which one entry may make the database larger. */
const MAX_GROWTH_BYTES = 64 * 1024 ** 2;
/** SQLite's own limit, in pages. */
const MAX_PAGES = 4_294_967_294;

/** Texts remembered as allowed; longer ones are seldom sent twice. */
const MAX_VERDICTS = 256;
const MAX_VERDICT_LENGTH = 2048;

/** What the policy says of a text that it allows. */
export interface Verdict {
  /** To be run in this order. */
  readonly statements: readonly string[];
  /** Whether it plainly ends soon. Any other may run for hours: it is for a process that can be killed. */
  readonly isShort: boolean;
}

/**
 * Confines raw SQL, which anybody can put into the queue of a repository, to the rows of the store's ordinary tables.
 *
 * 1. The text is cut into statements as SQLite cuts it; each must begin with a word of an allow-list and name nothing of
 *    SQLite's or hive's own. This comes before compiling, since some PRAGMAs act while they are compiled.
 * 2. `EXPLAIN` compiles each without running it: every opcode, function and table of its program, and of the triggers it
 *    fires, must be allowed. No spelling hides those. Virtual tables are refused, `json_each` among them: the program
 *    does not tell which one it opens. Triggers cannot be made by an entry; those of an older database are checked with
 *    the statement that fires them.
 * 3. `EXPLAIN QUERY PLAN` must show no recursion and no more than a few scans within each other.
 *
 * Time is not bounded here, since bun:sqlite can neither interrupt nor limit a statement: four nested scans of a table
 * with 1000 rows are 10^12 steps. So the verdict says of each text whether it plainly ends soon, and the worker gives
 * any other to a process of its own, which it kills after `rawSqlTimeoutMs` (src/worker/apply-apart.ts). That bounds
 * memory as well, to what fits into the time: a value may grow to SQLite's 10^9 bytes by `||`, `replace` or
 * `group_concat`, and a sort may fill the directory of temporary files, which is empty again when the process ends.
 * What plainly ends soon goes over each table of the database a hundred times at most.
 *
 * Not bounded: what an entry may destroy is every row of the ordinary tables. Tables of the `temp` database are refused
 * when a text is first seen; hive makes none.
 */
export class RawSqlPolicy {
  readonly #db: Database;
  readonly #schemaVersion: Statement<{ schema_version: number }, []>;
  #knownVersion = -1;
  #tables: Tables | undefined;
  /** For the schema of `#knownVersion`. */
  readonly #verdicts = new Map<string, Verdict>();

  constructor(db: Database) {
    this.#db = db;
    this.#schemaVersion = db.prepare("PRAGMA schema_version");
  }

  /**
   * Compiles the statements of a text and runs none. The verdict holds within the transaction in which it is given.
   * @throws HIVE_SQL_REFUSED, with what was refused; an error of SQLite's when the store cannot be read
   */
  check(sql: string): Verdict {
    const tables = this.#currentTables();
    const known = this.#verdicts.get(sql);
    if (known !== undefined) return known;
    if (Buffer.byteLength(sql) > MAX_SQL_BYTES) refuse(`SQL of more than ${MAX_SQL_BYTES} bytes`);
    const statements = splitStatements(sql);
    if (statements.length > MAX_STATEMENTS) refuse(`more than ${MAX_STATEMENTS} statements`);
    // All texts before the first program: nothing is compiled of an entry that carries a PRAGMA.
    for (const statement of statements) checkText(statement, tables);
    let isShort = true;
    for (const statement of statements) {
      const program = this.#explain<Instruction>(`EXPLAIN ${statement}`);
      checkProgram(program, tables);
      const plan = this.#explain<PlanStep>(`EXPLAIN QUERY PLAN ${statement}`);
      checkPlan(plan);
      isShort &&= isPlainlyShort(program, plan);
    }
    const verdict = { statements, isShort };
    this.#remember(sql, verdict);
    return verdict;
  }

  /** Root pages change hands when the schema changes. */
  #currentTables(): Tables {
    const version = this.#schemaVersion.get()!.schema_version;
    if (this.#tables === undefined || version !== this.#knownVersion) {
      this.#tables = readTables(this.#db);
      this.#knownVersion = version;
      this.#verdicts.clear();
    }
    return this.#tables;
  }

  #explain<Row>(sql: string): Row[] {
    try {
      // Not db.query(): it would keep what an entry sends.
      const statement = this.#db.prepare(sql);
      try {
        return statement.values() as Row[];
      } finally {
        statement.finalize();
      }
    } catch (error) {
      if (isStoreUnavailable(error)) throw error;
      return refuse(`SQL that does not compile: ${errorMessage(error)}`, error);
    }
  }

  #remember(sql: string, verdict: Verdict): void {
    if (sql.length > MAX_VERDICT_LENGTH) return;
    if (this.#verdicts.size >= MAX_VERDICTS) this.#verdicts.clear();
    this.#verdicts.set(sql, verdict);
  }
}

/**
 * Runs an entry's SQL, if the policy allows all of it. Its statements apply all or none when the caller holds a savepoint
 * and rolls back to it on an error.
 * @throws HIVE_SQL_REFUSED, also for an entry that would make the database grow beyond reason; SQLite's own errors
 */
export function runRawSql(db: Database, policy: RawSqlPolicy, sql: string): void {
  const { statements } = policy.check(sql);
  const { page_size: pageBytes } = db.query<{ page_size: number }, []>("PRAGMA page_size").get()!;
  const { page_count: pages } = db.query<{ page_count: number }, []>("PRAGMA page_count").get()!;
  db.run(`PRAGMA max_page_count = ${pages + Math.ceil(MAX_GROWTH_BYTES / pageBytes)}`);
  try {
    for (const statement of statements) runOnce(db, statement);
  } catch (error) {
    if (errorCode(error) === "SQLITE_FULL" && hasRoom(db)) {
      refuse(`SQL that makes the database grow by more than ${MAX_GROWTH_BYTES} bytes`, error);
    }
    throw error;
  } finally {
    db.run(`PRAGMA max_page_count = ${MAX_PAGES}`);
  }
}

function runOnce(db: Database, statement: string): void {
  const prepared = db.prepare(statement);
  try {
    prepared.run();
  } finally {
    prepared.finalize();
  }
}

/** Whether the disk could have taken the growth, so that a full database is the entry's fault and not the store's. */
function hasRoom(db: Database): boolean {
  const { bavail, bsize } = statfsSync(dirname(db.filename));
  return bavail * bsize > MAX_GROWTH_BYTES;
}
