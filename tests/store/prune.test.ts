import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { pruneSessions } from "../../src/store/sqlite/prune.ts";
import { Store } from "../../src/store/sqlite/store.ts";
import { drain, rows } from "../support/hive.ts";
import { checkInvariants } from "../support/invariants.ts";
import { tempDir } from "../support/temp-dir.ts";
import { configure } from "../support/settings.ts";

setDefaultTimeout(120_000);

const TABLES = ["sessions", "instance_sessions", "session_logs", "agents", "hive_state", "hive_checkpoints"] as const;
const DAY_MS = 86_400_000;
/** Some days after a time that a clock may show. */
const at = (days: number): number => Date.UTC(2026, 0) + days * DAY_MS;

/** What a session leaves when it is seen at a time. */
function entriesOf(sessionId: string, atMs: number) {
  const facts = [{ kind: "prompt", key: "p", atMs, data: { text: "hello" } }];
  const sighting = { sessionId, instanceId: "i", atMs, facts };
  const log = { sessionId, atMs, level: "info", message: "m" };
  const agent = { sessionId, agentId: `agent-of-${sessionId}`, atMs, name: "n", type: "t", status: "running" };
  return [
    { operation: "update_checkpoint", payload: { ...sighting, type: "auto", trigger: "Stop" } },
    { operation: "update_instance", payload: { ...sighting, status: "active" } },
    { operation: "insert_log", payload: log },
    { operation: "insert_agent", payload: agent },
  ].map((entry) => ({ ...entry, id: `${entry.operation}-${sessionId}-${atMs}` }));
}

const counts = (store: Store): Record<string, number> =>
  Object.fromEntries(
    TABLES.map((name) => [name, store.db.query<{ n: number }, []>(`SELECT count(*) AS n FROM ${name}`).get()!.n]),
  );

const each = (n: number): Record<string, number> => Object.fromEntries(TABLES.map((name) => [name, n]));

test("a session without activity since a time leaves no row, a later one keeps all of its rows", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root);
  store.applyBatch([...entriesOf("old", at(10)), ...entriesOf("new", at(20))], at(40));
  expect(counts(store)).toEqual(each(2));
  expect(pruneSessions(store.db, at(15))).toBe(1);
  expect(counts(store)).toEqual(each(1));
  expect(store.db.query("SELECT id FROM sessions").all()).toEqual([{ id: "new" }]);
  expect(pruneSessions(store.db, at(15))).toBe(0);
});

test("an old session that was seen again is kept", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root);
  store.applyBatch([...entriesOf("s", at(10)), ...entriesOf("s", at(20))], at(40));
  expect(pruneSessions(store.db, at(15))).toBe(0);
});

test("of claude-flow's sessions, swarms and agents no row goes; what hive noted of them does", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root);
  store.db.run("INSERT INTO swarms (id, name) VALUES ('theirs', 'theirs')");
  store.db.run(
    "INSERT INTO sessions (id, swarm_id, swarm_name, updated_at) VALUES ('flow', 'theirs', 'x', '1969-01-01'), ('unseen', 'theirs', 'x', '1969-01-01'), ('none', NULL, 'x', NULL)",
  );
  store.db.run(
    `INSERT INTO agents (id, swarm_id, name, type, metadata) VALUES ('a', 'theirs', 'n', 't', '{"sessionId": "flow"}')`,
  );
  store.db.run("INSERT INTO session_logs (session_id, message) VALUES ('flow', 'theirs')");
  store.applyBatch(entriesOf("flow", at(10)), at(40));
  expect(pruneSessions(store.db, at(5))).toBe(0);
  expect(pruneSessions(store.db, at(15))).toBe(1);
  expect(counts(store)).toEqual({
    sessions: 3,
    instance_sessions: 1,
    session_logs: 2,
    agents: 2,
    hive_state: 0,
    hive_checkpoints: 0,
  });
  expect(store.db.query("SELECT id FROM swarms ORDER BY id").all()).toEqual([{ id: "hive" }, { id: "theirs" }]);
});

test.each([
  ["90 days by default", {}, ["recent"]],
  ["as configured", { sessionRetentionDays: 200 }, ["old", "recent"]],
  ["never with 0", { sessionRetentionDays: 0 }, ["ancient", "old", "recent"]],
])("a worker deletes old sessions: %s", async (_name, config, left) => {
  using dir = tempDir();
  mkdirSync(`${dir.root}/instances`, { recursive: true });
  const nowMs = Date.now();
  {
    using store = await Store.open(dir.root);
    const days = { ancient: 300, old: 100, recent: 80 };
    for (const [id, ago] of Object.entries(days)) {
      store.applyBatch(entriesOf(id, nowMs - ago * DAY_MS), nowMs);
      // As the hook notes it.
      const note = `${dir.root}/instances/${id}.json`;
      writeFileSync(note, String(nowMs - ago * DAY_MS));
      utimesSync(note, (nowMs - ago * DAY_MS) / 1000, (nowMs - ago * DAY_MS) / 1000);
    }
  }
  configure(dir.root, config);
  await drain(dir.root);
  expect(rows<{ id: string }>(dir.root, "SELECT id FROM sessions ORDER BY id").map((row) => row.id)).toEqual(left);
  expect(readdirSync(`${dir.root}/instances`).toSorted()).toEqual(left.map((id) => `${id}.json`));
  checkInvariants(dir.root, { expectDrained: true });
});

test("a session that a clock dated to 1970 is not old: the hundred newest of these stay", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root);
  const ids = Array.from({ length: 103 }, (_, index) => `s${String(index).padStart(3, "0")}`);
  store.applyBatch(
    ids.flatMap((id, index) => entriesOf(id, index * 60_000)),
    at(40),
  );
  expect(pruneSessions(store.db, at(30))).toBe(3);
  expect(pruneSessions(store.db, at(30))).toBe(0);
  const left = store.db.query<{ id: string }, []>("SELECT id FROM sessions ORDER BY id").all();
  expect(left.map(({ id }) => id)).toEqual(ids.slice(3));
});
