import { SqliteQueue, type buildDBClient } from "liteque";
import type { LogRow } from "../../effect.ts";

export const databasePath = (directory: string): string => `${directory}/liteque.db`;

export function queueOf(db: ReturnType<typeof buildDBClient>): SqliteQueue<LogRow> {
  return new SqliteQueue<LogRow>("logs", db, { defaultJobArgs: { numRetries: 2 }, keepFailedJobs: true });
}
