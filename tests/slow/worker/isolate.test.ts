/** Raw SQL that does not plainly end soon: it ends within its limit, or is given up, and holds nothing else up. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { applyInChild } from "../../../src/worker/isolate/apply-in-child.ts";
import type { WorkerStep } from "../../../src/worker/worker.ts";
import { openDatabase } from "../../support/database.ts";
import { drain, drained, startWorker } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { startOwnWorker } from "../../support/workers/own-worker.ts";
import { waitFor } from "../../support/wait-for.ts";
import {
  ENDLESS,
  insert,
  log,
  messages,
  nestedHex,
  newStore,
  onlyReason,
  raw,
} from "../../worker/isolate/raw-sql-store.ts";

setDefaultTimeout(120_000);

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
