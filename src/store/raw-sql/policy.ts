import type { Database, Statement } from "bun:sqlite";
import { errorMessage } from "../../base/errors.ts";
import { isStoreUnavailable } from "../sqlite/open/unavailable.ts";
import type { RawSqlGrowth } from "./growth.ts";
import { checkPlan, checkProgram, type Instruction, type PlanStep } from "./program.ts";
import { isProvablyBounded, MAX_BOUNDED_TOKENS } from "./bounded.ts";
import { readTables, type Tables } from "./tables.ts";
import { checkText, refuse } from "./text.ts";
import { hasMoreTokens, splitStatements } from "./split.ts";

/** Size of an entry's SQL, in UTF-8. */
const MAX_SQL_BYTES = 64 * 1024;
const MAX_STATEMENTS = 100;

/** Texts remembered as allowed; longer ones are seldom sent twice. */
const MAX_VERDICTS = 256;
const MAX_VERDICT_LENGTH = 2048;

/** The policy's verdict on a text that it allows. */
export interface Verdict {
  /** To be run in this order. */
  readonly statements: readonly string[];
  /** Whether it provably ends soon. Any other may run for hours: it is for a process that can be killed. */
  readonly isBounded: boolean;
}

/**
 * Confines raw SQL to the rows of the store's ordinary tables: anybody can put SQL into a repository's queue.
 *
 * 1. The text is cut into statements as SQLite cuts it. Each must begin with an allowed word and name nothing of
 *    SQLite's or hive's own. This comes before compiling, since some PRAGMAs act while they are compiled.
 * 2. `EXPLAIN` compiles each without running it. Every opcode, function and table of its program, and of the triggers
 *    it fires, must be allowed. No spelling hides those. Virtual tables are refused, `json_each` among them: the
 *    program does not name the one that it opens. Triggers cannot be made by an entry; those of an older database are
 *    checked with the statement that fires them.
 * 3. `EXPLAIN QUERY PLAN` must show no recursion and no more than a few nested scans.
 *
 * Time and memory are not bounded here, since bun:sqlite can neither interrupt nor limit a statement. Four nested scans
 * of a table with 1000 rows are 10^12 steps. A value may grow to SQLite's 10^9 bytes by `||` or `replace`. So the
 * verdict says whether a text ends soon: its statements, all together, go over no rows. The worker gives any other to a
 * process of its own, whose time and memory are limited (src/worker/isolate/apply-in-child.ts). The database's growth
 * is bounded here (src/store/raw-sql/growth.ts).
 *
 * Not bounded: an entry may destroy every row of the ordinary tables. Tables of the `temp` database are refused when a
 * text is first seen; hive makes none.
 */
export class RawSqlPolicy {
  readonly #db: Database;
  readonly #schemaVersion: Statement<{ schema_version: number }, []>;
  #knownVersion = -1;
  #tables: Tables | undefined;
  /** Read the last number of each table that counts its rows. */
  #numbered: Statement<{ last: unknown }, []>[] | undefined;
  #sequence: Statement<{ last: unknown }, []> | undefined;
  /** For the schema of `#knownVersion`. */
  readonly #verdicts = new Map<string, Verdict>();

  constructor(db: Database) {
    this.#db = db;
    this.#schemaVersion = db.prepare("PRAGMA schema_version");
  }

  /**
   * Compiles the statements of a text and runs none. The verdict holds within the transaction in which it is given.
   * @throws HIVE_SQL_REFUSED with the refused part; an error of SQLite's when the store cannot be read
   */
  check(sql: string): Verdict {
    const tables = this.#currentTables();
    const known = this.#verdicts.get(sql);
    if (known !== undefined) return known;
    if (Buffer.byteLength(sql) > MAX_SQL_BYTES) refuse(`SQL of more than ${MAX_SQL_BYTES} bytes`);
    // @mutant raw SQL: the cut into statements
    const statements = splitStatements(sql);
    if (statements.length > MAX_STATEMENTS) refuse(`more than ${MAX_STATEMENTS} statements`);
    // Check all texts before compiling any: some PRAGMAs act while they are compiled.
    for (const statement of statements) checkText(statement, tables);
    const programs = statements.map((statement) => {
      const program = this.#explain<Instruction>(`EXPLAIN ${statement}`);
      checkProgram(program, tables);
      checkPlan(this.#explain<PlanStep>(`EXPLAIN QUERY PLAN ${statement}`));
      return program;
    });
    const verdict = { statements, isBounded: isProvablyBounded(programs, tables) };
    this.#remember(sql, verdict);
    return verdict;
  }

  /**
   * True if a text is surely fast. A long text is not compiled to find out, since compiling it could be slow.
   * @throws as {@link check} does
   */
  isBounded(sql: string): boolean {
    return !hasMoreTokens(sql, MAX_BOUNDED_TOKENS) && this.check(sql).isBounded;
  }

  /**
   * Refuses SQL that uses up the numbers of a table that counts its rows. Later rows would fail as if the disk were
   * full (https://sqlite.org/autoinc.html). To be called after the statements of an entry.
   * @throws HIVE_SQL_REFUSED
   */
  checkNumbers(): void {
    this.#numbered ??= [...new Set(this.#currentTables().byRootPage.values())]
      .filter((table) => table.hasAutoincrement)
      .map((table) => this.#db.prepare(`SELECT max(rowid) AS last FROM "${table.name.replaceAll('"', '""')}"`));
    const sequence = "SELECT max(seq) AS last FROM sqlite_sequence";
    if (this.#numbered.length > 0) this.#sequence ??= this.#db.prepare(sequence);
    for (const last of [...this.#numbered, ...(this.#sequence === undefined ? [] : [this.#sequence])]) {
      if (Number(last.get()?.last ?? 0) > Number.MAX_SAFE_INTEGER)
        refuse("a number that leaves none for the rows after it");
    }
  }

  /** A change of the schema may give a root page to another table. */
  #currentTables(): Tables {
    const version = this.#schemaVersion.get()!.schema_version;
    if (this.#tables === undefined || version !== this.#knownVersion) {
      this.#tables = readTables(this.#db);
      this.#knownVersion = version;
      this.#verdicts.clear();
      this.#numbered = undefined;
    }
    return this.#tables;
  }

  #explain<Row>(sql: string): Row[] {
    try {
      // Not db.query(): it would cache an entry's SQL.
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
export function runRawSql(db: Database, policy: RawSqlPolicy, growth: RawSqlGrowth, sql: string): void {
  const { statements } = policy.check(sql);
  growth.within(() => {
    for (const statement of statements) runOnce(db, statement);
    // @mutant raw SQL leaves a number for the rows after it
    policy.checkNumbers();
  });
}

function runOnce(db: Database, statement: string): void {
  const prepared = db.prepare(statement);
  try {
    prepared.run();
  } finally {
    prepared.finalize();
  }
}
