import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { adopt, findCandidates } from "../../../src/install/adopt/adoption.ts";
import { ForeignDatabase } from "../../../src/install/adopt/foreign-database.ts";
import { storePath } from "../../../src/store/sqlite/open/location.ts";
import { StoreReader } from "../../../src/store/sqlite/read/queries.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const NOW_MS = 1_800_000_000_000;

const checkpoint = (id: string, sessionId: string, atMs: number, operations: readonly string[] = []) => ({
  id,
  operation: "update_checkpoint",
  payload: {
    sessionId,
    instanceId: "i",
    atMs,
    type: "auto",
    trigger: "PostToolUse",
    facts: operations.map((key) => ({ kind: "operation", key, atMs, data: { tool: "Bash" } })),
  },
});

/** A state directory with somebody else's database in it. @returns its path */
function foreign(root: string, sql: string): string {
  mkdirSync(root, { recursive: true });
  const path = `${root}/hive.db`;
  using db = new Database(path, { create: true });
  db.run(sql);
  return path;
}

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

const TABLES = ["swarms", "agents", "sessions", "session_logs"];
const oldRows = (db: Database) =>
  TABLES.map((table) => db.query(`SELECT * FROM ${table} WHERE id IN ('w', 'a', 'old')`).all());

test.each(Object.entries(LEGACY))(
  "a database of %s shape is left as it is, byte for byte, until it is adopted without losing a row",
  async (_name, sql) => {
    using dir = tempDir();
    const path = foreign(dir.root, sql);
    const bytes = readFileSync(path);
    const old = (() => {
      using db = new Database(path, { readonly: true });
      return oldRows(db);
    })();
    {
      using store = await Store.open(dir.root);
      expect(store.applyBatch([checkpoint("c", "s", 1, ["t"])], 2)).toEqual([{ kind: "applied" }]);
      expect(store.notes).toEqual([expect.stringContaining(`${path} was not made by your hive`)]);
    }
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(storePath(dir.root)).not.toBe(path);

    const { path: adopted, kept } = await adopt(
      dir.root,
      { databases: findCandidates(dir.root).map((candidate) => candidate.path), sessions: [], entries: [] },
      NOW_MS,
    );
    expect(adopted).toBe(path);
    expect(readFileSync(kept[0]!).equals(bytes)).toBe(true);
    using store = await Store.open(dir.root);
    expect([storePath(dir.root), store.notes]).toEqual([path, []]);
    oldRows(store.db).forEach((now, index) => expect(now).toMatchObject(old[index]!));
    using reader = (await StoreReader.open(dir.root))!;
    expect((await reader.sessions(10)).map((session) => session.id).toSorted()).toEqual(["old", "s"]);
    expect(store.applyBatch([checkpoint("d", "old", 3, ["u"])], 4)).toEqual([{ kind: "applied" }]);
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

test.each(Object.entries(INSTANCES))(
  "the shell system's database, %s, is adopted, and counts what hive sees after it",
  async (_name, instances) => {
    using dir = tempDir();
    const path = foreign(
      dir.root,
      `CREATE TABLE sessions (id TEXT PRIMARY KEY, swarm_id TEXT, swarm_name TEXT, objective TEXT, status TEXT,
        checkpoint_data TEXT, metadata TEXT, created_at DATETIME, updated_at DATETIME);
      CREATE TABLE session_logs (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, log_level TEXT, message TEXT,
        data TEXT, created_at DATETIME DEFAULT CURRENT_TIMESTAMP);
      CREATE TABLE instance_sessions (${instances});
      CREATE TABLE memory (namespace TEXT, key TEXT, value BLOB, PRIMARY KEY (namespace, key));
      INSERT INTO memory VALUES ('a', 'b', x'00ff');
      INSERT INTO sessions (id, objective, status) VALUES ('s', 'theirs', 'paused'), ('old', 'theirs', 'active');
      INSERT INTO instance_sessions (session_id, instance_id, pid, operation_count) VALUES ('old', 'theirs', 7, 3);`,
    );
    await adopt(dir.root, { databases: [path], sessions: [], entries: [] }, NOW_MS);
    using store = await Store.open(dir.root);
    const entries = [checkpoint("c", "s", 1, ["t"]), checkpoint("d", "s", 2, ["u"]), checkpoint("e", "s", 3, ["u"])];
    expect(store.applyBatch(entries, 4).map(({ kind }) => kind)).toEqual(["applied", "applied", "applied"]);
    const rows = store.db.query(
      "SELECT id, instance_id, pid, checkpoint_count AS c, operation_count AS o FROM instance_sessions",
    );
    expect(rows.all()).toEqual([
      { id: "theirs:old", instance_id: "theirs", pid: 7, c: 0, o: 3 },
      { id: "i:s", instance_id: "i", pid: null, c: 3, o: 2 },
    ]);
    expect(store.db.query("SELECT objective FROM sessions WHERE id = 's'").get()).toEqual({ objective: "theirs" });
    expect(store.db.query("SELECT hex(value) AS v FROM memory WHERE namespace = 'a'").get()).toEqual({ v: "00FF" });
  },
);

const ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";

/** What a schema can hold that runs when it is read, or when hive writes. */
const HOSTILE = {
  "a view under a name of hive's": `CREATE VIEW sessions(id) AS ${ENDLESS}`,
  "a view under a name of Kysely's": `CREATE VIEW kysely_migration(name) AS ${ENDLESS}`,
  "a virtual table under a name of hive's": "CREATE VIRTUAL TABLE hive_state USING fts5(session_id)",
  "a generated column": "CREATE TABLE sessions (id TEXT, x TEXT AS (replace(hex(zeroblob(500000000)), '0', 'xx')))",
};

test.each(Object.entries(HOSTILE))("%s is refused before a table is read", (_name, sql) => {
  using dir = tempDir();
  const path = foreign(dir.root, sql);
  expect(() => ForeignDatabase.open(path)).toThrow(expect.objectContaining({ code: "HIVE_STORE_UNAVAILABLE" }));
  expect(findCandidates(dir.root)).toMatchObject([{ path, tables: null, refused: expect.stringContaining("adopted") }]);
});

test("triggers, checks, indexes and views beside hive's names are left behind, and named", async () => {
  using dir = tempDir();
  const path = foreign(
    dir.root,
    `CREATE TABLE sessions (id TEXT PRIMARY KEY CHECK (length(id) > 0), objective TEXT);
     CREATE TABLE agents (id TEXT PRIMARY KEY);
     CREATE INDEX by_length ON sessions (length(objective));
     CREATE VIEW spare AS SELECT 1;
     INSERT INTO sessions VALUES ('s', 'o');
     CREATE TRIGGER t AFTER INSERT ON sessions BEGIN UPDATE sessions SET objective = 'planted'; END;`,
  );
  const [candidate] = findCandidates(dir.root);
  expect([...candidate!.leftBehind]).toEqual([
    ["index", 1],
    ["view", 1],
    ["trigger", 1],
  ]);
  await adopt(dir.root, { databases: [path], sessions: [], entries: [] }, NOW_MS);
  using store = await Store.open(dir.root);
  const schema = store.db.query<{ type: string; sql: string | null }, []>("SELECT type, sql FROM sqlite_schema").all();
  expect(schema.filter(({ type }) => type === "trigger" || type === "view")).toEqual([]);
  expect(schema.filter(({ sql }) => /CHECK|length\(/.test(sql ?? ""))).toEqual([]);
  store.applyBatch([checkpoint("c", "n", 1)], 2);
  expect(store.db.query("SELECT objective FROM sessions WHERE id = 's'").get()).toEqual({ objective: "o" });
});

test("what cannot be adopted says why, and nothing is changed", async () => {
  using dir = tempDir();
  mkdirSync(`${dir.root}/hive.db`, { recursive: true });
  expect(findCandidates(dir.root)).toMatchObject([{ refused: expect.stringContaining("no regular file") }]);
  using store = await Store.open(dir.root);
  expect(store.applyBatch([checkpoint("c", "s", 1)], 2)).toEqual([{ kind: "applied" }]);
  expect(readdirSync(`${dir.root}/hive.db`)).toEqual([]);
});
