import { expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { capSize, type Checkpoint } from "../../src/store/sqlite/apply/checkpoint.ts";
import type { Fact } from "../../src/model/observation.ts";
import { StoreReader } from "../../src/store/sqlite/read/queries.ts";
import { storePath } from "../../src/store/sqlite/open/location.ts";
import { Store } from "../../src/store/sqlite/store.ts";
import { openDatabase } from "../support/database.ts";
import { Child } from "../support/process.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

const fact = (kind: Fact["kind"], key: string, atMs: number, data: Record<string, unknown>): Fact => ({
  kind,
  key,
  atMs,
  data,
});
const sighting = (atMs: number, facts: Fact[]) => ({ sessionId: "s", instanceId: "i", atMs, status: "active", facts });
const update = (id: string, atMs: number, facts: Fact[]) => ({
  id,
  operation: "update_instance",
  payload: sighting(atMs, facts),
});
const checkpoint = (id: string, atMs: number, facts: Fact[] = []) => {
  const { status: _, ...payload } = sighting(atMs, facts);
  return { id, operation: "update_checkpoint", payload: { ...payload, type: "auto", trigger: "PostToolUse" } };
};

const log = (id: string, message: string) => ({
  id,
  operation: "insert_log",
  payload: { sessionId: "s", atMs: 0, level: "info", message },
});

async function openStore(root: string): Promise<Store> {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  return await Store.open(root);
}

function latest(store: Store): Checkpoint {
  const sql = "SELECT data FROM hive_checkpoints ORDER BY created_at_ms DESC LIMIT 1";
  const row = store.db.query<{ data: string }, []>(sql).get();
  return JSON.parse(row!.data) as Checkpoint;
}

test("an entry applied a second time is a duplicate and has no effect", async () => {
  using dir = tempDir();
  using store = await openStore(dir.root);
  const entry = log("e", "m");
  expect(store.applyBatch([entry, entry], 1)).toEqual([{ kind: "applied" }, { kind: "duplicate" }]);
  expect(store.applyBatch([entry], 2)).toEqual([{ kind: "duplicate" }]);
  expect(store.db.query("SELECT count(*) AS n FROM session_logs").get()).toEqual({ n: 1 });
});

test("a foreign file that comes twice leaves its own name free for another entry's id", async () => {
  using dir = tempDir();
  using store = await openStore(dir.root);
  const file = { ...log("file:1:2:3", "m"), seq: "a" };
  expect(store.applyBatch([file, file], 1)).toEqual([{ kind: "applied" }, { kind: "duplicate" }]);
  expect(store.applyBatch([log("a", "n")], 2)).toEqual([{ kind: "applied" }]);
});

test("a rejected entry takes nothing with it and is not remembered", async () => {
  using dir = tempDir();
  using store = await openStore(dir.root);
  const good = {
    id: "a",
    operation: "sql",
    sql: "INSERT INTO sessions (id, swarm_id, swarm_name) VALUES ('x', 'h', 'h')",
  };
  const half = {
    id: "b",
    operation: "sql",
    sql: "DELETE FROM sessions; INSERT INTO sessions (id) VALUES ('x'), ('x')",
  };
  const [first, second] = store.applyBatch([good, half], 1);
  expect(first).toEqual({ kind: "applied" });
  expect(second).toMatchObject({
    kind: "rejected",
    error: { code: expect.stringMatching(/^SQLITE_CONSTRAINT/) as string },
  });
  expect(store.db.query("SELECT id FROM sessions").all()).toEqual([{ id: "x" }]);
  expect(store.db.query("SELECT entry_id FROM hive_ledger").all()).toEqual([{ entry_id: "a" }]);
});

test("a batch that the store has no room for is refused whole, and no entry's fault", async () => {
  using dir = tempDir();
  using store = await openStore(dir.root);
  const { page_count: pages } = store.db.query<{ page_count: number }, []>("PRAGMA page_count").get()!;
  store.db.run(`PRAGMA max_page_count = ${pages}`);
  const batch = [log("small", "m"), log("large", "m".repeat(100_000))];
  expect(() => store.applyBatch(batch, 1)).toThrow(expect.objectContaining({ code: "HIVE_STORE_UNAVAILABLE" }));
  store.db.run("PRAGMA max_page_count = 100000");
  expect(store.applyBatch(batch, 2)).toEqual([{ kind: "applied" }, { kind: "applied" }]);
});

test.each([
  ["process", 1],
  ["power", 2],
] as const)("with %s durability SQLite flushes at level %d", async (durability, level) => {
  using dir = tempDir();
  mkdirSync(dir.root, { mode: 0o700 });
  using store = await Store.open(dir.root, { durability });
  expect(store.db.query("PRAGMA synchronous").get()).toEqual({ synchronous: level });
});

test("a batch that is cut off before its commit leaves nothing, and is applied whole the next time", async () => {
  using dir = tempDir();
  mkdirSync(dir.root, { recursive: true, mode: 0o700 });
  let isCutOff = true;
  const onStep = (step: string): void => {
    if (step === "applied" && isCutOff) throw new Error("cut off");
  };
  using store = await Store.open(dir.root, { onStep });
  using reader = openDatabase(dir.root, { readonly: true });
  const counts = () =>
    ["hive_ledger", "sessions", "hive_checkpoints"].map((table) =>
      reader.query<{ n: number }, []>(`SELECT count(*) AS n FROM ${table}`).get(),
    );
  const batch = [update("u", 1, []), checkpoint("c", 2)];
  expect(() => store.applyBatch(batch, 1)).toThrow("cut off");
  expect(counts()).toEqual([{ n: 0 }, { n: 0 }, { n: 0 }]);
  isCutOff = false;
  expect(store.applyBatch(batch, 1)).toEqual([{ kind: "applied" }, { kind: "applied" }]);
  expect(counts()).toEqual([{ n: 2 }, { n: 1 }, { n: 1 }]);
});

test("raw SQL is refused when it is switched off", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root, { rawSql: "off" });
  expect(store.applyBatch([{ id: "a", operation: "sql", sql: "SELECT 1" }], 1)).toMatchObject([
    { kind: "rejected", error: { code: "HIVE_SQL_REFUSED" } },
  ]);
});

test("a checkpoint holds the facts of its whole batch, also of those applied after it", async () => {
  using dir = tempDir();
  using store = await openStore(dir.root);
  store.applyBatch(
    [checkpoint("c", 2), update("u", 1, [fact("operation", "t1", 1, { tool: "Edit", outcome: "ok" })])],
    3,
  );
  expect(latest(store)).toMatchObject({ operationCount: 1, operations: [{ key: "t1", tool: "Edit" }] });
});

test("facts give the same checkpoint in any order, split and repeated in any way", async () => {
  const facts: Fact[] = [
    fact("operation", "t1", 1, { tool: "Write", outcome: "ok" }),
    fact("operation", "t2", 2, { tool: "Bash", outcome: "failed" }),
    fact("file", "/a", 1, { change: "created", by: "Write" }),
    fact("file", "/a", 4, { change: "modified", by: "Edit" }),
    fact("agent", "g", 2, { description: "look", status: "running" }),
    fact("agent", "g", 5, { status: "completed", lastMessage: "found" }),
    fact("todos", "", 3, { todos: [{ content: "x", status: "pending" }] }),
    fact("todos", "", 6, { todos: [{ content: "x", status: "completed" }] }),
    fact("message", "last", 6, { text: "done" }),
  ];
  const orders = fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 });
  let first: Checkpoint | undefined;
  await fc.assert(
    fc.asyncProperty(orders, fc.integer({ min: 1, max: 4 }), async (order, size) => {
      using dir = tempDir();
      using store = await openStore(dir.root);
      const entries = [];
      for (let index = 0; index < order.length; index += size) {
        entries.push(update(`u${index}`, 6, order.slice(index, index + size)));
      }
      store.applyBatch(entries, 7);
      store.applyBatch([checkpoint("c", 8)], 9);
      first ??= latest(store);
      expect(latest(store)).toEqual(first);
    }),
    { numRuns: 15, seed: 20_261_123 },
  );
  expect(first).toMatchObject({
    operationCount: 2,
    files: [{ key: "/a", change: "modified", by: "Edit" }],
    subagents: [{ description: "look", status: "completed", lastMessage: "found" }],
    todos: { todos: [{ content: "x", status: "completed" }] },
  });
});

test("only the latest checkpoints of a session are kept", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root, { checkpointHistory: 3 });
  for (let atMs = 1; atMs <= 5; atMs += 1) store.applyBatch([checkpoint(`c${atMs}`, atMs)], atMs);
  expect(store.db.query("SELECT created_at_ms AS at FROM hive_checkpoints ORDER BY id").all()).toEqual([
    { at: 3 },
    { at: 4 },
    { at: 5 },
  ]);
});

test("a checkpoint that comes late is one of the history, and does not take the place of a later one", async () => {
  using dir = tempDir();
  using store = await openStore(dir.root);
  const early = checkpoint("early", 1000, [fact("prompt", "p", 1000, { text: "first" })]);
  const later = checkpoint("later", 2000);
  store.applyBatch([{ ...later, payload: { ...later.payload, type: "stop", trigger: "Stop" } }], 2000);
  store.applyBatch([early], 3000);
  const header = {
    version: 1,
    lastAutoCheckpoint: "1970-01-01T00:00:02.000Z",
    savedBy: "instance:i",
    operationCount: 0,
    checkpointType: "stop",
    trigger: "Stop",
  };
  const row = store.db.query<{ data: string }, []>("SELECT checkpoint_data AS data FROM sessions").get();
  expect(JSON.parse(row!.data)).toEqual(header);
  expect(latest(store)).toEqual(header as Checkpoint);
  using reader = (await StoreReader.open(dir.root))!;
  expect(
    (await reader.history("s")).map(({ trigger, checkpoint: one }) => [trigger, one?.prompts?.[0]?.["text"]]),
  ).toEqual([
    ["Stop", undefined],
    ["PostToolUse", "first"],
  ]);
});

const cell = (key: number) => ({ key: String(key), atMs: key, text: "x".repeat(2000) });

test("a checkpoint too large leaves out the oldest of its longest lists and says so", () => {
  const large: Checkpoint = {
    version: 1,
    lastAutoCheckpoint: "",
    savedBy: "instance:i",
    operationCount: 9,
    checkpointType: "auto",
    trigger: "Stop",
    prompts: [cell(9), cell(8)],
    commands: Array.from({ length: 64 }, (_, index) => cell(64 - index)),
  };
  const capped = capSize(large);
  expect(JSON.stringify(capped).length).toBeLessThanOrEqual(65_536);
  expect(capped).toMatchObject({ operationCount: 9, truncated: true, prompts: [cell(9), cell(8)] });
  expect(capped.commands?.[0]).toEqual(cell(64));
});

test("a database of a newer hive is refused and not changed", async () => {
  using dir = tempDir();
  (await openStore(dir.root)).close();
  using db = openDatabase(dir.root);
  db.run("INSERT INTO kysely_migration VALUES ('9999_from_the_future', '2030-01-01')");
  expect(Store.open(dir.root)).rejects.toMatchObject({ code: "HIVE_MIGRATION" });
});

test("a file that is no database is left as it is, and hive writes beside it", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  const path = `${dir.root}/hive.db`;
  const text = "this is no database, and it is long enough to be looked at".repeat(100);
  writeFileSync(path, text);
  using store = await Store.open(dir.root);
  expect(store.notes).toEqual([expect.stringContaining(path)]);
  expect([await Bun.file(path).text(), storePath(dir.root) === path]).toEqual([text, false]);
});

test("several processes that open a new store at once all find it migrated", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  const children = Array.from({ length: 4 }, () => new Child(join(import.meta.dir, "open-fixture.ts"), [dir.root]));
  const outcomes = await Promise.all(children.map((child) => child.outcome()));
  expect(outcomes.map(({ stdout, stderr }) => stdout + stderr)).toEqual(["opened", "opened", "opened", "opened"]);
});

test.each([17, "old", null])(
  "a row of an instance and a session that an older system made is updated, not doubled: its id is %p",
  async (id) => {
    using dir = tempDir();
    using store = await openStore(dir.root);
    store.db.run(
      "INSERT INTO instance_sessions (id, session_id, instance_id, operation_count, checkpoint_count) VALUES (?, 's', 'i', 5, 1)",
      [id],
    );
    store.applyBatch([update("u", 1, [fact("operation", "t1", 1, { tool: "Edit" })]), checkpoint("c", 2)], 3);
    store.applyBatch([update("v", 4, [fact("operation", "t2", 4, { tool: "Edit" })])], 5);
    expect(
      store.db
        .query(
          "SELECT id, operation_count AS operations, checkpoint_count AS checkpoints, last_seen FROM instance_sessions",
        )
        .all(),
    ).toEqual([
      { id: id === null ? null : String(id), operations: 7, checkpoints: 2, last_seen: "1970-01-01T00:00:00.004Z" },
    ]);
  },
);
