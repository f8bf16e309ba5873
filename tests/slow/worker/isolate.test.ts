/** Raw SQL that does not plainly end soon: it ends within its limit, or is given up, and holds nothing else up. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { applyInChild } from "../../../src/worker/isolate/apply-in-child.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import type { WorkerStep } from "../../../src/worker/worker.ts";
import { openDatabase } from "../../support/database.ts";
import { drain, drained, rows, startWorker } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { startOwnWorker } from "../../support/workers/own-worker.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import { GROWING } from "../../worker/isolate/growing-sql.ts";
import { configure } from "../../support/settings.ts";

setDefaultTimeout(120_000);

const ROWS = 3000;
/** Hours of work: 3000 rows to the power of four. */
const ENDLESS = `INSERT INTO session_logs (session_id, log_level, message)
  SELECT 'endless', 'info', count(*) FROM session_logs a, session_logs b, session_logs c, session_logs d`;

const log = (message: string) => ({
  operation: "insert_log",
  payload: { sessionId: "s", atMs: 0, level: "info", message },
});
const raw = (sql: string) => ({ operation: "raw", sql });
const insert = (message: string, from = "") =>
  raw(`INSERT INTO session_logs (session_id, log_level, message) SELECT 's', 'info', ${message} ${from}`);
const messages = (root: string): string[] =>
  rows<{ message: string }>(root, "SELECT message FROM session_logs WHERE session_id = 's' ORDER BY id").map(
    (row) => row.message,
  );

/** A store with many rows and a short limit. */
async function newStore(settings: object = {}) {
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

/** The processes that a process has started and that still run. */
function childrenOf(pid: number): string[] {
  const { stdout } = Bun.spawnSync(["ps", "-o", "pid=", "--ppid", `${pid}`]);
  return stdout.toString().trim().split(/\s+/).filter(Boolean);
}

test("a statement that would run for hours is given up with its reason, and others keep their order", async () => {
  using store = await newStore({ rawSqlTimeoutMs: 500, maxAttempts: 2 });
  store.queue.enqueue(log("one"), insert("'two'"), raw(ENDLESS), insert("'three'"), log("four"));
  await drain(store.root);
  expect(messages(store.root)).toEqual(["one", "two", "three", "four"]);
  expect(checkInvariants(store.root, { expectDrained: true })).toMatchObject({ applied: 4, failed: 1 });
  const [letter] = store.queue.deadLetters.names().map((name) => store.queue.deadLetters.read(name));
  expect(letter).toMatchObject({
    attempts: 2,
    reason: { code: "HIVE_SQL_REFUSED", message: "refused: SQL that did not end within 500 ms" },
  });
});

/** @returns how the one entry that was given up is said to have failed */
function onlyReason({ deadLetters }: Queue): string {
  const [letter, ...more] = deadLetters.names().map((name) => deadLetters.read(name));
  expect(more).toEqual([]);
  expect(letter!.reason.code).toBe("HIVE_SQL_REFUSED");
  return letter!.reason.message;
}

/** Scans of a table that has rows enough, each by itself short. */
const MANY_SCANS: ReadonlyArray<readonly [string, string]> = [
  ["scalar subqueries", `SELECT ${Array<string>(1500).fill("(SELECT sum(id) FROM session_logs)").join(", ")}`],
  ["a compound select", Array<string>(490).fill("SELECT sum(id) FROM session_logs").join(" UNION ALL ")],
  ["100 statements", "DELETE FROM session_logs WHERE message = 'none'; ".repeat(100)],
];

test.each(MANY_SCANS)("the scans of %s count together, and are given up together", async (_name, sql) => {
  using store = await newStore({ rawSqlTimeoutMs: 300, maxAttempts: 2 });
  using db = openDatabase(store.root);
  for (let doublings = 0; doublings < 6; doublings += 1) {
    db.run(
      "INSERT INTO session_logs (session_id, log_level, message, timestamp) SELECT 'many', 'info', message, '' FROM session_logs",
    );
  }
  store.queue.enqueue(log("before"), raw(sql), log("behind"));
  await drain(store.root);
  expect(onlyReason(store.queue)).toBe("refused: SQL that did not end within 300 ms");
  expect(messages(store.root)).toEqual(["before", "behind"]);
});

/** 1 KiB, doubled so often. */
const nestedHex = (times: number): string => `${"hex(".repeat(times)}zeroblob(1024)${")".repeat(times)}`;

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

test("an entry is refused by itself where SQLite ends the transaction for lack of memory", async () => {
  using store = await newStore({ rawSqlTimeoutMs: 20_000, maxAttempts: 1 });
  store.queue.enqueue(
    log("before"),
    raw(`INSERT INTO session_logs (session_id, log_level, message) VALUES ('s', 'info', ${nestedHex(16)})`),
    log("behind"),
  );
  await drain(store.root);
  expect(onlyReason(store.queue)).toBe("refused: SQL that takes more than 268435456 bytes of memory");
  expect(messages(store.root)).toEqual(["before", "behind"]);
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

test("a worker that gives up one entry after the other shows its progress before the batch is done", async () => {
  using store = await newStore({ rawSqlTimeoutMs: 300, maxAttempts: 1 });
  store.queue.enqueue(...Array.from({ length: 100 }, () => raw(ENDLESS)));
  await using worker = await startWorker(store.root);
  const heartbeat = await waitFor(() => {
    const found = readHeartbeat(store.queue.paths);
    return (found?.last_process_time ?? null) === null ? null : found;
  });
  expect(heartbeat.processing_count).toBeGreaterThan(1);
  process.kill(worker.pid, "SIGTERM");
  expect(await worker.outcome()).toMatchObject({ exitCode: 0 });
});

test("a worker told to stop meanwhile ends in order and puts the entries back, no attempt counted", async () => {
  using store = await newStore({ rawSqlTimeoutMs: 20_000 });
  store.queue.enqueue(log("before"), raw(ENDLESS), log("behind"));
  await using worker = await startWorker(store.root);
  await waitFor(() => messages(store.root).length === 1 && childrenOf(worker.pid).length === 1);
  const [child] = childrenOf(worker.pid);
  process.kill(worker.pid, "SIGTERM");
  const { exitCode, stderr } = await worker.outcome();
  expect({ exitCode, stderr }).toMatchObject({
    exitCode: 0,
    stderr: expect.not.stringContaining("will be retried") as string,
  });
  expect(() => process.kill(Number(child), 0)).toThrow();
  expect(messages(store.root)).toEqual(["before"]);
  expect(checkInvariants(store.root)).toMatchObject({ pending: 2, processing: 0, applied: 1, failed: 0 });
  const [entry] = new Queue(store.root, { worker: "w" }).claim(1);
  expect(entry!.entry).toMatchObject({ sql: ENDLESS, retries: 0 });
});

test("the process of an entry ends by itself when its worker was killed", async () => {
  using store = await newStore({ rawSqlTimeoutMs: 1000 });
  store.queue.enqueue(raw(ENDLESS));
  await using worker = await startWorker(store.root);
  const [child] = await waitFor(() => {
    const found = childrenOf(worker.pid);
    return found.length === 1 ? found : null;
  });
  worker.kill();
  await worker.outcome();
  await waitFor(() => {
    const { stdout } = Bun.spawnSync(["ps", "-o", "stat=", "-p", child!]);
    return stdout.toString().trim() === "" || stdout.toString().startsWith("Z");
  });
});

test("a slow statement that ends is applied once", async () => {
  using store = await newStore();
  store.queue.enqueue(
    insert("count(*)", "FROM session_logs a, session_logs b WHERE a.id < 50 AND b.id < 50"),
    insert("'|' || random()"),
    insert("'last'"),
  );
  await drain(store.root);
  const [count, chance, last, ...more] = messages(store.root);
  expect([count, last, more]).toEqual(["2401", "last", []]);
  expect(chance).toStartWith("|");
  expect(checkInvariants(store.root, { expectDrained: true })).toMatchObject({ applied: 3, failed: 0 });
});

test("what SQLite rejects is rejected with SQLite's reason", async () => {
  using store = await newStore({ maxAttempts: 1 });
  store.queue.enqueue(
    raw(
      "INSERT INTO swarms (id, name) SELECT 'a' || '', 'b' FROM swarms a, swarms b UNION ALL VALUES ('a', 'c'), ('a', 'd')",
    ),
  );
  await drain(store.root);
  const { deadLetters } = store.queue;
  const [letter] = deadLetters.names().map((name) => deadLetters.read(name));
  expect(letter!.reason.code).toStartWith("SQLITE_CONSTRAINT");
});

test("a locked store is waited out, and no attempt is counted", async () => {
  using store = await newStore();
  using locker = openDatabase(store.root);
  await using worker = await startWorker(store.root);
  locker.run("BEGIN IMMEDIATE");
  store.queue.enqueue(insert("'patient' || 1"));
  await waitFor(() => readHeartbeat(store.queue.paths)?.store_error);
  locker.run("COMMIT");
  await drained(store.root);
  expect(messages(store.root)).toEqual(["patient1"]);
  expect(worker.stderr).not.toContain("will be retried");
});

test("an entry of which the ledger knows has no effect", async () => {
  using store = await newStore();
  const twice = { ...insert("'once' || ''"), id: "key" };
  store.queue.enqueue(twice, twice);
  await drain(store.root);
  expect(messages(store.root)).toEqual(["once"]);
});

test("what plainly ends soon is applied in one transaction with its neighbours, in the worker's own process", async () => {
  using store = await newStore();
  store.queue.enqueue(log("a"), raw("SELECT 1;"), insert("'b'"), log("c"));
  let commits = 0;
  const onStep = (step: WorkerStep): unknown => (commits += step === "committed" ? 1 : 0);
  const worker = await startOwnWorker(store.root, { rawSqlTimeoutMs: 10 }, { isOnce: true, onStep });
  await worker.done;
  expect(commits).toBe(1);
  expect(messages(store.root)).toEqual(["a", "b", "c"]);
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

test("a process that is killed after its commit has applied its entry, as the ledger tells", async () => {
  using prepared = await newStore();
  using store = await Store.open(prepared.root);
  const [endless, short] = [ENDLESS, insert("'once'").sql].map((sql) => ({ id: "committed", operation: "raw", sql }));
  // No process starts within a millisecond: it is killed before it says anything.
  const limits = { root: prepared.root, config: DEFAULTS };
  const work = { entries: [endless!], nowMs: 2, limitMs: 1 };
  const apply = () => applyInChild(store, work, limits, new AbortController().signal);
  expect(await apply()).toMatchObject([{ kind: "rejected", error: { code: "HIVE_SQL_REFUSED" } }]);
  store.applyBatch([short!], 1);
  // Where this process was held up, the other one had the time to look for itself.
  const outcomes = await apply();
  expect(["applied", "duplicate"]).toContain(outcomes === "died" ? outcomes : outcomes![0]!.kind);
  expect(messages(prepared.root)).toEqual(["once"]);
});
