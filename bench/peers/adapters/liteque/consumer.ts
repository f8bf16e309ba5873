import { Database } from "bun:sqlite";
import { drizzle } from "drizzle-orm/bun-sqlite";
import { type buildDBClient, Runner } from "liteque";
import { POLL_INTERVAL_MS } from "../../adapter.ts";
import { openHandler } from "../../effect.ts";
import { databasePath, queueOf } from "./queue.ts";

const README_TIMEOUT_SECONDS = 60;

/**
 * Its own client cannot dequeue here: better-sqlite3 refuses the async transaction since 11.10.0, and only 13 loads in
 * Bun. drizzle's driver for bun:sqlite behaves as better-sqlite3 did before. Pragmas are those of `buildDBClient`, and
 * the busy timeout that better-sqlite3 has by default.
 */
function openClient(directory: string): ReturnType<typeof buildDBClient> {
  const sqlite = new Database(databasePath(directory));
  sqlite.run("PRAGMA busy_timeout = 5000");
  sqlite.run("PRAGMA journal_mode = WAL");
  sqlite.run("PRAGMA synchronous = NORMAL");
  sqlite.run("PRAGMA cache_size = -65536");
  sqlite.run("PRAGMA foreign_keys = ON");
  sqlite.run("PRAGMA temp_store = MEMORY");
  const client: unknown = drizzle(sqlite);
  return client as ReturnType<typeof buildDBClient>;
}

export async function consume(directory: string, leaseMs: number | null, onReady: () => void): Promise<void> {
  const apply = openHandler(directory);
  const runner = new Runner(
    queueOf(openClient(directory)),
    { run: ({ data }) => Promise.resolve(apply([data])) },
    {
      concurrency: 1,
      pollIntervalMs: POLL_INTERVAL_MS,
      timeoutSecs: leaseMs === null ? README_TIMEOUT_SECONDS : leaseMs / 1000,
    },
  );
  onReady();
  await runner.run();
}
