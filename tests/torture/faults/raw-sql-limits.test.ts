/** Raw SQL that takes memory, multiplies or holds a worker up: it ends within its limits, or is given up. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import type { WorkerStep } from "../../../src/worker/worker.ts";
import { openDatabase } from "../../support/database.ts";
import { drain, rows } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { startOwnWorker } from "../../support/workers/own-worker.ts";
import { Child } from "../../support/process.ts";
import { GROWING } from "../../worker/isolate/growing-sql.ts";
import { log, messages, nestedHex, newStore, onlyReason, raw } from "../../worker/isolate/raw-sql-store.ts";

setDefaultTimeout(120_000);

test.each([
  ["a value that grows", `SELECT length(${nestedHex(19)})`],
  [
    "rows to be sorted",
    "SELECT DISTINCT a.message || hex(zeroblob(1024)) || b.message FROM session_logs a, session_logs b",
  ],
  [
    "a list that grows",
    "SELECT length(group_concat(a.message || hex(zeroblob(1024)))) FROM session_logs a, session_logs b",
  ],
])("the memory of %s is bounded, and what comes after it is applied", async (_name, sql) => {
  using store = await newStore({ rawSqlTimeoutMs: 20_000, maxAttempts: 2 });
  store.queue.enqueue(log("before"), raw(sql), log("behind"));
  await drain(store.root);
  expect(onlyReason(store.queue)).toBe("refused: SQL that takes more than 268435456 bytes of memory");
  expect(messages(store.root)).toEqual(["before", "behind"]);
  // Without the limit there is memory enough for it.
  using db = openDatabase(store.root);
  if (sql.includes(nestedHex(19))) expect(db.query(sql).values()).toEqual([[1024 * 2 ** 19]]);
});

test("a worker whom the rows of short entries hold up gives the rest of the batch to another process", async () => {
  using store = await newStore({ rawSqlTimeoutMs: 20_000 });
  using db = openDatabase(store.root);
  db.run("INSERT INTO sessions (id, objective) VALUES ('large', hex(zeroblob(30000000)))");
  const update = raw("UPDATE sessions SET metadata = coalesce(metadata, 0) + 1 WHERE id = 'large'");
  store.queue.enqueue(...Array.from({ length: 18 }, () => update));
  let commits = 0;
  const onStep = (step: WorkerStep): unknown => (commits += step === "committed" ? 1 : 0);
  const worker = await startOwnWorker(store.root, { rawSqlTimeoutMs: 20_000 }, { isOnce: true, onStep });
  await worker.done;
  expect(commits).toBe(1);
  expect(rows(store.root, "SELECT metadata AS n FROM sessions")).toEqual([{ n: "18" }]);
  expect(checkInvariants(store.root, { expectDrained: true })).toMatchObject({ applied: 18, failed: 0 });
});

test("statements that grow or multiply end within the limit or are given up, and leave nothing running", async () => {
  using store = await newStore({ rawSqlTimeoutMs: 1000, maxAttempts: 1 });
  for (const sql of GROWING) store.queue.enqueue(raw(sql));
  store.queue.enqueue(log("still here"));
  await using worker = new Child(`${import.meta.dir}/../../../src/cli/main.ts`, [
    "worker",
    "--once",
    "--root",
    store.root,
  ]);
  expect(await worker.outcome()).toMatchObject({ exitCode: 0 });
  const { applied, failed } = checkInvariants(store.root, { expectDrained: true });
  expect(applied + failed).toBe(GROWING.length + 1);
  const { deadLetters } = store.queue;
  const codes = new Set(deadLetters.names().map((name) => deadLetters.read(name).reason.code));
  expect([...codes].filter((code) => !/^(HIVE_SQL_REFUSED|SQLITE_\w+)$/.test(code))).toEqual([]);
  expect(messages(store.root)).toContain("still here");
  expect(readdirSync(store.queue.paths.processing)).toEqual([]);
});
