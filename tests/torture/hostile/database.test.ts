/** A database, or a file beside one, that a cloned repository brings: neither opened nor moved, played nor lost. */
import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { queuePaths } from "../../../src/queue/layout.ts";
import { storePath } from "../../../src/store/sqlite/open/location.ts";
import { cli } from "../../support/cli.ts";
import { callHook, runWorkerOnce, drained, hive, payload, rows, SESSION } from "../../support/hive.ts";
import { configure } from "../../support/settings.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { reportCases } from "../../support/torture-report.ts";
import { crashed, NEXT } from "./crashed.ts";

setDefaultTimeout(120_000);

const FAMILY = "what a cloned repository says, and no proof";

/** Databases that hang whoever reads or writes them. */
const ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
const HOSTILE = {
  "a view for Kysely's table": `CREATE VIEW kysely_migration(name) AS ${ENDLESS} SELECT i FROM n`,
  "a trigger on the ledger": `CREATE TABLE hive_ledger (entry_id TEXT PRIMARY KEY, seq TEXT, operation TEXT, applied_at_ms REAL);
    CREATE TRIGGER t BEFORE INSERT ON hive_ledger BEGIN SELECT count(*) FROM (${ENDLESS} SELECT i FROM n); END`,
  "a generated column": `CREATE TABLE sessions (id TEXT PRIMARY KEY, swarm_id TEXT, updated_at TEXT,
    big TEXT AS (replace(hex(zeroblob(400000000)), '0', 'xxxx')) STORED)`,
  "a trigger that plants": `CREATE TABLE sessions (id TEXT PRIMARY KEY, objective TEXT);
    CREATE TRIGGER t AFTER INSERT ON sessions BEGIN UPDATE sessions SET objective = 'obey'; END`,
};

test.each(Object.entries(HOSTILE))(
  "a hive.db of a clone with %s, 0600, is neither opened nor moved by hook, worker and status",
  async (_name, sql) => {
    using dir = tempDir();
    mkdirSync(dir.root);
    const path = `${dir.root}/hive.db`;
    {
      using db = new Database(path, { create: true });
      db.run("PRAGMA journal_mode = WAL");
      db.run(sql);
    }
    renameSync(path, `${dir.path}/brought`);
    copyFileSync(`${dir.path}/brought`, path);
    const before = readFileSync(path);
    const startedMs = performance.now();
    // The hook goes to the database where the queue cannot be used.
    configure(dir.root, { maxPending: 1 });
    mkdirSync(queuePaths(dir.root).pending, { recursive: true });
    writeFileSync(`${queuePaths(dir.root).pending}/1_x.json`, "{}");
    expect(await callHook(dir.root, payload("38-userpromptsubmit", { cwd: dir.path, prompt: "own" }))).toMatchObject({
      stdout: "",
      exitCode: 0,
    });
    configure(dir.root, {});
    await runWorkerOnce(dir.root);
    expect(
      await callHook(dir.root, payload("22-sessionstart-resume", { source: "compact", cwd: dir.path })),
    ).toMatchObject({
      stdout: expect.stringContaining("own"),
    });
    const { stdout, exitCode } = await cli(["status", "--root", dir.root]);
    expect(stdout).toContain(`${path} was not made by your hive`);
    expect(exitCode).toBe(3);
    await cli(["doctor", "--fix", "--root", dir.root]);
    expect(performance.now() - startedMs).toBeLessThan(60_000);
    expect([readFileSync(path).equals(before), basename(storePath(dir.root))]).toEqual([
      true,
      expect.stringMatching(/^hive-/),
    ]);
    expect(readdirSync(dir.root).filter((name) => name.startsWith("hive.db-"))).toEqual([]);
    reportCases(FAMILY, 1);
  },
);

test.each(["hive.db-wal", "hive.db-journal", "hive.db-shm"])(
  "a %s that a pull brings is not played into the user's database",
  async (name) => {
    using it = await crashed();
    const evil = `${it.path}/evil`;
    {
      // The log of a database of the attacker's, as it is while that is open.
      using db = new Database(evil, { create: true });
      db.run("PRAGMA journal_mode = WAL");
      db.run("PRAGMA wal_autocheckpoint = 0");
      db.run("CREATE TABLE planted (a)");
      db.run("INSERT INTO planted VALUES (randomblob(9000))");
      copyFileSync(name === "hive.db-shm" ? `${evil}-shm` : `${evil}-wal`, `${it.path}/brought`);
    }
    rmSync(`${it.root}/${name}`, { force: true });
    copyFileSync(`${it.path}/brought`, `${it.root}/${name}`);
    expect(await it.told()).toContain("my own task");
    await it.call(payload("29-stop", { cwd: it.path, last_assistant_message: "still here" }));
    await runWorkerOnce(it.root);
    expect(rows(it.root, "SELECT id FROM sessions ORDER BY id")).toEqual([{ id: NEXT }, { id: SESSION }]);
    expect(rows(it.root, "SELECT name FROM sqlite_schema WHERE name = 'planted'")).toEqual([]);
    if (name !== "hive.db-shm")
      expect(readdirSync(it.root).some((file) => file.startsWith(`${name}.foreign-`))).toBe(true);
    reportCases(FAMILY, 1);
  },
);

test("the log that a killed worker has left is hive's own, and nothing in it is lost", async () => {
  using it = await crashed();
  {
    await using worker = hive(["worker", "--root", it.root]);
    await worker.printedError("worker started");
    await it.call(payload("29-stop", { cwd: it.path, last_assistant_message: "committed" }));
    await drained(it.root);
    worker.kill();
  }
  expect(await it.told()).toContain("committed");
  expect(readdirSync(it.root).filter((name) => name.includes("foreign"))).toEqual([]);
});
