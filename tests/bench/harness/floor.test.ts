import { expect, setDefaultTimeout, test } from "bun:test";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { fill, type Mix } from "../../../bench/load/backlog.ts";
import { checkEndState } from "../../../bench/harness/end-state.ts";
import { drainBare } from "../../../bench/load/programs/floor.ts";
import { drain, rows } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

// More than five batches, and more checkpoints of a session than are kept.
const ENTRIES = 5 * DEFAULTS.batchSize + 500;

const LOGS = "SELECT session_id, timestamp, log_level, message, agent_id, data FROM session_logs ORDER BY id";
const LEDGER = "SELECT operation, entry_id = seq AS isOwn FROM hive_ledger ORDER BY seq";
const SCHEMA = "SELECT type, name, sql FROM sqlite_schema ORDER BY name";

// What the worker finds out about git after its commit is no part of the drain.
const STATE = "SELECT session_id, kind, key FROM hive_state WHERE kind <> 'git' ORDER BY session_id, kind, key";
const CHECKPOINTS = "SELECT session_id, type, trigger FROM hive_checkpoints ORDER BY session_id, created_at_ms";

test.each<[Mix, readonly string[]]>([
  ["logs", [LOGS, LEDGER, SCHEMA]],
  ["observations", [STATE, CHECKPOINTS, SCHEMA]],
])("the bare loop leaves the rows of %s that a worker leaves, on the same tables", async (mix, queries) => {
  using byWorker = tempDir();
  using byLoop = tempDir();
  for (const { root } of [byWorker, byLoop]) fill(root, ENTRIES, mix);
  await drain(byWorker.root);
  const ms = await drainBare(byLoop.root, mix, new AbortController().signal);
  expect(ms).toBeGreaterThan(0);
  checkEndState(byLoop.root, ENTRIES, { areLogs: mix === "logs" });
  for (const sql of queries) expect(rows(byLoop.root, sql)).toEqual(rows(byWorker.root, sql));
});
