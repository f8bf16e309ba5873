/** A store to try raw SQL on that does not plainly end soon. */
import { expect } from "bun:test";
import { Queue } from "../../../src/queue/queue.ts";
import { openDatabase } from "../../support/database.ts";
import { drain, rows } from "../../support/hive.ts";
import { configure } from "../../support/settings.ts";
import { tempDir } from "../../support/temp-dir.ts";

const ROWS = 3000;
/** Hours of work: 3000 rows to the power of four. */
export const ENDLESS = `INSERT INTO session_logs (session_id, log_level, message)
  SELECT 'endless', 'info', count(*) FROM session_logs a, session_logs b, session_logs c, session_logs d`;

export const log = (message: string) => ({
  operation: "insert_log",
  payload: { sessionId: "s", atMs: 0, level: "info", message },
});
export const raw = (sql: string) => ({ operation: "raw", sql });
export const insert = (message: string, from = "") =>
  raw(`INSERT INTO session_logs (session_id, log_level, message) SELECT 's', 'info', ${message} ${from}`);
export const messages = (root: string): string[] =>
  rows<{ message: string }>(root, "SELECT message FROM session_logs WHERE session_id = 's' ORDER BY id").map(
    (row) => row.message,
  );

/** A store with many rows and a short limit. */
export async function newStore(settings: object = {}) {
  const dir = tempDir();
  const queue = new Queue(dir.root);
  await drain(dir.root);
  const config = { rawSqlTimeoutMs: 10_000, retryBackoffMs: 1, ...settings };
  configure(dir.root, config);
  using db = openDatabase(dir.root);
  db.query(
    `WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT ${ROWS})
      INSERT INTO session_logs (session_id, log_level, message, timestamp) SELECT 'many', 'info', x, '' FROM c`,
  ).run();
  return { root: dir.root, queue, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

/** @returns how the one entry that was given up is said to have failed */
export function onlyReason({ deadLetters }: Queue): string {
  const [letter, ...more] = deadLetters.names().map((name) => deadLetters.read(name));
  expect(more).toEqual([]);
  expect(letter!.reason.code).toBe("HIVE_SQL_REFUSED");
  return letter!.reason.message;
}

/** 1 KiB, doubled so often. */
export const nestedHex = (times: number): string => `${"hex(".repeat(times)}zeroblob(1024)${")".repeat(times)}`;
