import { expect, setDefaultTimeout, test } from "bun:test";
import { fill } from "../../bench/backlog.ts";
import { checkEndState } from "../../bench/end-state.ts";
import { drainBare } from "../../bench/scenarios/floor.ts";
import { drain, rows } from "../support/hive.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

// More than two batches.
const ENTRIES = 300;

const LOGS = "SELECT session_id, timestamp, log_level, message, agent_id, data FROM session_logs ORDER BY id";
const LEDGER = "SELECT operation, entry_id = seq AS isOwn FROM hive_ledger ORDER BY seq";
const SCHEMA = "SELECT type, name, sql FROM sqlite_schema ORDER BY name";

test("the bare loop leaves the rows that a worker leaves, on the same tables, and an empty queue", async () => {
  using byWorker = tempDir();
  using byLoop = tempDir();
  for (const { root } of [byWorker, byLoop]) fill(root, ENTRIES);
  await drain(byWorker.root);
  const ms = await drainBare(byLoop.root, new AbortController().signal);
  expect(ms).toBeGreaterThan(0);
  checkEndState(byLoop.root, ENTRIES);
  for (const sql of [LOGS, LEDGER, SCHEMA]) expect(rows(byLoop.root, sql)).toEqual(rows(byWorker.root, sql));
});
