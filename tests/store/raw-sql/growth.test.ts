/** What raw SQL may add to a database: one entry, and all of them together. */
import { expect, test } from "bun:test";
import { statSync } from "node:fs";
import { errorCode, errorMessage } from "../../../src/base/errors.ts";
import type { GrowthLimits } from "../../../src/store/raw-sql/growth.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { tempDir } from "../../support/temp-dir.ts";

const MIB = 1024 ** 2;
const LIMITS: GrowthLimits = { entryBytes: 2 * MIB, totalBytes: 4 * MIB };
/** 64 rows of 16 KiB. */
const ONE_MIB = `INSERT INTO session_logs (session_id, message) VALUES ${Array.from(
  { length: 64 },
  () =>
    "('s', hex(randomblob(1024)) || hex(zeroblob(1024)) || hex(zeroblob(1024)) || hex(zeroblob(1024)) || hex(zeroblob(1024)) || hex(zeroblob(1024)) || hex(zeroblob(1024)) || hex(zeroblob(1024)))",
).join(", ")};`;
const SMALL = "INSERT INTO session_logs (session_id, message) VALUES ('s', 'small')";

async function openStore(limits?: GrowthLimits) {
  const dir = tempDir();
  const { root } = dir;
  const options = limits === undefined ? {} : { rawSqlGrowth: limits };
  const store = await Store.open(dir.path, options);
  let count = 0;
  const entries = (...texts: string[]) => texts.map((sql) => ({ id: `${(count += 1)}`, operation: "raw", sql }));
  return {
    root,
    store,
    apply: (...texts: string[]) => store.applyBatch(entries(...texts), 1),
    /** Why an entry is refused, whether or not the transaction ended with it. */
    reasonOf(text: string): string {
      try {
        const [outcome] = store.applyBatch(entries(text), 1);
        return outcome?.kind === "rejected" && outcome.error.code === "HIVE_SQL_REFUSED" ? outcome.error.message : "";
      } catch (error) {
        return errorCode(error) === "HIVE_SQL_REFUSED" ? errorMessage(error) : "";
      }
    },
    grownPages: () => store.db.query("SELECT grown_pages FROM hive_raw_sql").values().flat()[0],
    bytes: () => statSync(`${dir.path}/hive.db`).size,
    [Symbol.dispose]() {
      store.close();
      dir[Symbol.dispose]();
    },
  };
}

const REFUSED = { kind: "rejected", error: { code: "HIVE_SQL_REFUSED" } };

test("an entry adds so much at most, and the next one goes on", async () => {
  using given = await openStore(LIMITS);
  expect(given.reasonOf(ONE_MIB.repeat(3))).toContain("grow by more than 2097152 bytes");
  expect(given.apply(SMALL)).toEqual([{ kind: "applied" }]);
  expect(given.store.db.query("SELECT count(*) AS n FROM session_logs").get()).toEqual({ n: 1 });
});

test("all entries together add so much at most, however many there are", async () => {
  using given = await openStore(LIMITS);
  const before = given.bytes();
  const reasons = Array.from({ length: 12 }, () => given.reasonOf(ONE_MIB));
  expect(reasons.slice(0, 3)).toEqual(["", "", ""]);
  expect(reasons.slice(5).filter((reason) => !reason.includes("delete rows first"))).toEqual([]);
  given.store.checkpointLog();
  expect(given.bytes() - before).toBeLessThanOrEqual(LIMITS.totalBytes);
});

test("without limits of its own the same entries are applied", async () => {
  using given = await openStore();
  for (let tries = 0; tries < 12; tries += 1) expect(given.apply(ONE_MIB)).toEqual([{ kind: "applied" }]);
});

test("where it is full a small row is refused alone, and its neighbours of the batch are applied", async () => {
  using given = await openStore({ ...LIMITS, totalBytes: 0 });
  const long = `INSERT INTO session_logs (session_id, message) VALUES ('s', '${"x".repeat(30_000)}')`;
  expect(given.apply("SELECT 1", long, "UPDATE sessions SET status = 'x' WHERE id = 'none'")).toMatchObject([
    { kind: "applied" },
    REFUSED,
    { kind: "applied" },
  ]);
  const typed = { sessionId: "t", atMs: 0, level: "info", message: "x".repeat(30_000) };
  const entry = { id: "typed", operation: "insert_log", payload: typed };
  expect(given.store.applyBatch([entry], 1)).toEqual([{ kind: "applied" }]);
});

test("rows can be deleted where it is full, and then there is room again", async () => {
  using given = await openStore(LIMITS);
  for (let tries = 0; tries < 3; tries += 1) given.apply(ONE_MIB);
  expect(given.reasonOf(ONE_MIB.repeat(2))).toContain("delete rows first");
  expect(given.apply("DELETE FROM session_logs WHERE id > 10")).toEqual([{ kind: "applied" }]);
  expect(given.apply(ONE_MIB)).toEqual([{ kind: "applied" }]);
});

test("what somebody else has deleted is not held against raw SQL", async () => {
  using given = await openStore(LIMITS);
  for (let tries = 0; tries < 3; tries += 1) given.apply(ONE_MIB);
  expect(given.grownPages()).toBeGreaterThan(700);
  given.store.db.run("DELETE FROM session_logs");
  given.apply(ONE_MIB);
  expect(given.grownPages()).toBeLessThan(400);
});

test("what hive's own entries add is not counted", async () => {
  using given = await openStore(LIMITS);
  const entries = Array.from({ length: 500 }, (_, id) => ({
    id: `typed ${id}`,
    operation: "insert_log",
    payload: { sessionId: "t", atMs: 0, level: "info", message: "x".repeat(10_000) },
  }));
  given.store.applyBatch(entries, 1);
  expect(given.grownPages()).toBeUndefined();
  expect(given.apply(ONE_MIB)).toEqual([{ kind: "applied" }]);
});

test("a log that one transaction has made large is cut back", async () => {
  using given = await openStore();
  const log = (): number => statSync(`${given.store.db.filename}-wal`).size;
  given.store.db.run(
    `WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 10000)
      INSERT INTO session_logs (session_id, message) SELECT 's', hex(zeroblob(4500)) FROM c`,
  );
  expect(log()).toBeGreaterThan(80 * MIB);
  given.store.checkpointLog();
  given.apply(SMALL);
  given.apply(SMALL);
  expect(log()).toBeLessThanOrEqual(65 * MIB);
});
