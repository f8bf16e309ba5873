/** The effect that every system must have: one row of `session_logs` for each entry. */
import { Database } from "bun:sqlite";

/** The entry, the same for every system. */
export interface LogRow {
  readonly sessionId: string;
  readonly level: string;
  /** Unique within a run of a measure: shows lost entries and those applied twice. */
  readonly message: string;
}

export function logRow(message: string): LogRow {
  return { sessionId: "bench", level: "info", message };
}

export const effectPath = (directory: string): string => `${directory}/effect.db`;

/**
 * Opens the table of effects for a system without its own store. Columns, index and pragmas are those of hive's table.
 */
export function openEffects(directory: string): Database {
  const db = new Database(effectPath(directory), { create: true });
  db.run("PRAGMA busy_timeout = 5000");
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = NORMAL");
  return db;
}

export function createEffects(directory: string): void {
  using db = openEffects(directory);
  db.run(`CREATE TABLE IF NOT EXISTS session_logs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, timestamp TEXT, log_level TEXT, message TEXT, agent_id TEXT, data TEXT
  )`);
  db.run("CREATE INDEX IF NOT EXISTS session_logs_by_session ON session_logs (session_id)");
}

/** A handler's way to apply entries: each call is one transaction. */
export function openHandler(directory: string): (rows: readonly LogRow[]) => void {
  const db = openEffects(directory);
  const insert = db.prepare<void, [string, string, string, string]>(
    "INSERT INTO session_logs (session_id, timestamp, log_level, message) VALUES (?, ?, ?, ?)",
  );
  const one = ({ sessionId, level, message }: LogRow): void =>
    void insert.run(sessionId, new Date().toISOString(), level, message);
  const all = db.transaction((rows: readonly LogRow[]) => rows.forEach(one));
  return (rows) => (rows.length === 1 ? one(rows[0]!) : all.immediate(rows));
}

/** The effects, next to the accepted entries. */
export interface Tally {
  readonly rows: number;
  readonly distinct: number;
}

/** A second connection that sees what is committed, and no more. */
export class Watcher {
  readonly #db: Database;

  constructor(path: string) {
    this.#db = new Database(path, { readonly: true });
    this.#db.run("PRAGMA busy_timeout = 5000");
  }

  /** Rows that ever were, without counting them. */
  last(): number {
    return this.#db.query<{ n: number | null }, []>("SELECT max(id) AS n FROM session_logs").get()?.n ?? 0;
  }

  tally(): Tally {
    return this.#db
      .query<Tally, []>("SELECT count(*) AS rows, count(DISTINCT message) AS 'distinct' FROM session_logs")
      .get()!;
  }

  /** The number of times that each entry was applied. */
  applied(): Map<string, number> {
    const query = this.#db.query<{ message: string; n: number }, []>(
      "SELECT message, count(*) AS n FROM session_logs GROUP BY message",
    );
    return new Map(query.all().map(({ message, n }) => [message, n]));
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
