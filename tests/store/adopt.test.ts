import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { StoreReader } from "../../src/store/queries.ts";
import { Store, storePath } from "../../src/store/store.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

const sighting = (sessionId: string, atMs: number, operations: readonly string[] = []) => ({
  sessionId,
  instanceId: "i",
  atMs,
  facts: operations.map((key) => ({ kind: "operation", key, atMs, data: { tool: "Bash" } })),
});
const checkpoint = (id: string, sessionId: string, atMs: number, operations: readonly string[] = []) => ({
  id,
  operation: "update_checkpoint",
  payload: { ...sighting(sessionId, atMs, operations), type: "auto", trigger: "PostToolUse" },
});

const LEGACY = {
  "the session manager's": `
    CREATE TABLE swarms (id TEXT PRIMARY KEY, name TEXT NOT NULL, objective TEXT, status TEXT DEFAULT 'active',
      queen_type TEXT, created_at DATETIME DEFAULT CURRENT_TIMESTAMP, updated_at DATETIME);
    CREATE TABLE agents (id TEXT PRIMARY KEY, swarm_id TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
      role TEXT NOT NULL, status TEXT DEFAULT 'idle', capabilities TEXT, created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
      FOREIGN KEY (swarm_id) REFERENCES swarms(id));
    CREATE TABLE sessions (id TEXT PRIMARY KEY, swarm_id TEXT NOT NULL, swarm_name TEXT NOT NULL, objective TEXT,
      status TEXT DEFAULT 'active', created_at DATETIME DEFAULT CURRENT_TIMESTAMP, updated_at DATETIME, checkpoint_data TEXT,
      FOREIGN KEY (swarm_id) REFERENCES swarms(id));
    CREATE TABLE session_logs (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL,
      timestamp DATETIME DEFAULT CURRENT_TIMESTAMP, log_level TEXT DEFAULT 'info', message TEXT);
    INSERT INTO swarms (id, name) VALUES ('w', 'old'); INSERT INTO agents (id, swarm_id, name, type, role) VALUES ('a', 'w', 'n', 't', 'r');
    INSERT INTO sessions (id, swarm_id, swarm_name, checkpoint_data) VALUES ('old', 'w', 'old', 'not json');`,
  "the strict schema's": `
    CREATE TABLE swarms (id TEXT PRIMARY KEY, name TEXT NOT NULL,
      topology TEXT NOT NULL CHECK (topology IN ('mesh', 'star')), config TEXT NOT NULL,
      status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused')));
    CREATE TABLE agents (id TEXT PRIMARY KEY, swarm_id TEXT NOT NULL, name TEXT NOT NULL,
      type TEXT NOT NULL CHECK (type IN ('coder', 'specialist')), capabilities TEXT NOT NULL,
      status TEXT NOT NULL DEFAULT 'idle' CHECK (status IN ('idle', 'busy', 'active')), message_count INTEGER NOT NULL);
    CREATE TABLE sessions (id TEXT PRIMARY KEY, swarm_id TEXT NOT NULL, owner TEXT NOT NULL, started DATETIME NOT NULL);
    CREATE TABLE session_logs (id TEXT PRIMARY KEY NOT NULL, session_id TEXT NOT NULL, message TEXT);
    INSERT INTO swarms (id, name, topology, config) VALUES ('w', 'old', 'mesh', '{}');
    INSERT INTO agents (id, swarm_id, name, type, capabilities, message_count) VALUES ('a', 'w', 'n', 'coder', '[]', 0);
    INSERT INTO sessions VALUES ('old', 'w', 'o', 'then');`,
  "a nowhere-null": `
    CREATE TABLE swarms (id TEXT PRIMARY KEY, name TEXT NOT NULL, objective TEXT NOT NULL);
    CREATE TABLE agents (id TEXT PRIMARY KEY, swarm_id TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL);
    CREATE TABLE sessions (id TEXT PRIMARY KEY, swarm_id TEXT NOT NULL, objective TEXT NOT NULL,
      checkpoint_data TEXT NOT NULL, metadata TEXT NOT NULL, child_pids TEXT NOT NULL);
    CREATE TABLE session_logs (id INTEGER PRIMARY KEY, session_id TEXT NOT NULL, agent_id TEXT NOT NULL, data TEXT NOT NULL);
    CREATE TABLE instance_sessions (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, pid INTEGER NOT NULL, tty TEXT NOT NULL);
    INSERT INTO swarms VALUES ('w', 'old', 'o'); INSERT INTO agents VALUES ('a', 'w', 'n', 'r');
    INSERT INTO sessions VALUES ('old', 'w', 'o', '{}', '{}', '[]');`,
};

test.each(Object.entries(LEGACY))(
  "an existing database of %s shape is adopted without losing a row",
  async (_name, sql) => {
    using dir = tempDir();
    mkdirSync(dir.root);
    using before = new Database(storePath(dir.root), { create: true });
    before.run(sql);
    const tables = ["swarms", "agents", "sessions", "session_logs"];
    const rowsOf = (db: Database) =>
      tables.map((table) => db.query(`SELECT * FROM ${table} WHERE id IN ('w', 'a', 'old')`).all());
    const old = rowsOf(before);
    before.close();

    using store = await Store.open(dir.root);
    const outcomes = store.applyBatch(
      [
        checkpoint("c", "s", 1, ["t"]),
        { id: "l", operation: "insert_log", payload: { sessionId: "s", atMs: 1, level: "info", message: "m" } },
        {
          id: "g",
          operation: "insert_agent",
          payload: { sessionId: "s", agentId: "g", atMs: 1, name: "look", type: "Explore", status: "running" },
        },
      ],
      2,
    );
    expect(outcomes).toEqual([{ kind: "applied" }, { kind: "applied" }, { kind: "applied" }]);
    rowsOf(store.db).forEach((now, index) => expect(now).toMatchObject(old[index]!));
    expect(store.db.query("SELECT status FROM sessions WHERE id = 's'").all()).toEqual([{ status: "active" }]);
    expect(store.db.query("SELECT name FROM agents WHERE id = 'g'").all()).toEqual([{ name: "look" }]);
    using reader = await StoreReader.open(storePath(dir.root));
    expect((await reader.sessions(10)).map((session) => session.id).toSorted()).toEqual(["old", "s"]);
  },
);

/** The shell system's table of instances, as two of its versions make it. */
const INSTANCES = {
  "with one row for an instance": `id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL, instance_id TEXT NOT NULL,
    pid INTEGER, tty TEXT, started_at DATETIME DEFAULT CURRENT_TIMESTAMP, last_seen DATETIME DEFAULT CURRENT_TIMESTAMP,
    checkpoint_count INTEGER DEFAULT 0, operation_count INTEGER DEFAULT 0, status TEXT DEFAULT 'active',
    FOREIGN KEY (session_id) REFERENCES sessions(id), UNIQUE (instance_id)`,
  "without a rule": `id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, instance_id TEXT, status TEXT,
    checkpoint_count INTEGER DEFAULT 0, operation_count INTEGER DEFAULT 0, pid INTEGER, created_at DATETIME,
    last_seen DATETIME`,
};

async function adoptShellSystem(root: string, instances: string): Promise<Store> {
  mkdirSync(root);
  using before = new Database(storePath(root), { create: true });
  before.run(`
    CREATE TABLE sessions (id TEXT PRIMARY KEY, swarm_id TEXT, swarm_name TEXT, objective TEXT, status TEXT,
      checkpoint_data TEXT, metadata TEXT, created_at DATETIME, updated_at DATETIME);
    CREATE TABLE session_logs (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, log_level TEXT, message TEXT,
      data TEXT, created_at DATETIME DEFAULT CURRENT_TIMESTAMP);
    CREATE TABLE instance_sessions (${instances});
    INSERT INTO sessions (id, objective, status) VALUES ('s', 'theirs', 'paused'), ('old', 'theirs', 'active');
    INSERT INTO instance_sessions (session_id, instance_id, pid, operation_count) VALUES ('old', 'theirs', 7, 3);`);
  return await Store.open(root);
}

test.each(Object.entries(INSTANCES))(
  "the shell system's database, %s, is adopted, and counts what hive saw",
  async (_name, instances) => {
    using dir = tempDir();
    using store = await adoptShellSystem(dir.root, instances);
    const entries = [checkpoint("c", "s", 1, ["t"]), checkpoint("d", "s", 2, ["u"]), checkpoint("e", "s", 3, ["u"])];
    expect(store.applyBatch(entries, 4).map(({ kind }) => kind)).toEqual(["applied", "applied", "applied"]);
    const rows = store.db.query(
      "SELECT instance_id, pid, checkpoint_count AS c, operation_count AS o FROM instance_sessions",
    );
    expect(rows.all()).toEqual([
      { instance_id: "theirs", pid: 7, c: 0, o: 3 },
      { instance_id: "i", pid: null, c: 3, o: 2 },
    ]);
    const session = store.db.query("SELECT objective, status, updated_at AS at FROM sessions WHERE id = 's'").get();
    expect(session).toEqual({ objective: "theirs", status: "active", at: "1970-01-01T00:00:00.003Z" });
    store.db.run("INSERT INTO instance_sessions (session_id, instance_id) VALUES ('old', 'another')");
  },
);

test("where an instance has one row, it goes to the session that is seen, which counts from its first operation", async () => {
  using dir = tempDir();
  using store = await adoptShellSystem(dir.root, INSTANCES["with one row for an instance"]);
  store.applyBatch([checkpoint("c", "s", 1, ["t", "u"]), checkpoint("d", "next", 2, ["v"])], 3);
  const row = store.db.query(
    "SELECT session_id AS s, operation_count AS o FROM instance_sessions WHERE instance_id = 'i'",
  );
  expect(row.all()).toEqual([{ s: "next", o: 1 }]);
});

test("a database that is locked before it is adopted is given up after a second, and adopted later", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using theirs = new Database(storePath(dir.root), { create: true });
  theirs.run("PRAGMA journal_mode = WAL");
  theirs.run("CREATE TABLE sessions (id TEXT PRIMARY KEY)");
  theirs.run("BEGIN IMMEDIATE");
  const startedMs = performance.now();
  const opening = Store.open(dir.root, { busyTimeoutMs: 50 });
  expect(opening).rejects.toMatchObject({ code: "HIVE_STORE_UNAVAILABLE" });
  await opening.catch(() => undefined);
  expect(performance.now() - startedMs).toBeLessThan(4000);
  theirs.run("ROLLBACK");
  using store = await Store.open(dir.root);
  expect(store.applyBatch([checkpoint("c", "s", 1)], 2)).toEqual([{ kind: "applied" }]);
});
