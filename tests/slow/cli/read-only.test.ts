/** Readers change nothing: no byte of the database, whoever reads it, and whichever hive or program made it. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Database } from "bun:sqlite";
import { cli } from "../../support/cli.ts";
import { openDatabase } from "../../support/database.ts";
import { callHook, drain, payload, SESSION } from "../../support/hive.ts";
import { installHooks } from "../../support/hook/hooks.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const COMMANDS = [
  ["sessions"],
  ["show", SESSION],
  ["show", SESSION, "--history"],
  ["resume", SESSION],
  ["status"],
  ["doctor"],
];

/** Takes from a database what this version's migration added. */
function makeOlder(root: string): void {
  using db = openDatabase(root);
  for (const index of ["state_of_main", "state_of_agents", "checkpoints_by_time", "checkpoints_by_entry"]) {
    db.run(`DROP INDEX hive_${index}`);
  }
  const columns = [
    "state agent_id",
    "state times",
    "checkpoints entry_id",
    "checkpoints late",
    "instances observations",
    "instances agent",
  ];
  for (const column of columns) {
    const [table, name] = column.split(" ");
    db.run(`ALTER TABLE hive_${table} DROP COLUMN ${name}`);
  }
  db.run("CREATE INDEX hive_state_by_time ON hive_state (session_id, kind, at_ms)");
  db.run("DROP TABLE hive_additions");
}

/** Of an empty log nothing is told, nor of none. */
const bytesOf = (root: string): string[] =>
  ["hive.db", "hive.db-wal"].map((name) =>
    existsSync(`${root}/${name}`) ? Bun.hash(readFileSync(`${root}/${name}`)).toString(36) : Bun.hash("").toString(36),
  );

test.each([
  ["this version's tables", () => {}],
  ["an older hive's tables", makeOlder],
])("every reader tells a session from a database with %s, and changes no byte of it", async (_, change) => {
  using dir = tempDir();
  installHooks(dir.root);
  await callHook("", payload("38-userpromptsubmit"), { CLAUDE_PROJECT_DIR: dir.path });
  await callHook("", payload("29-stop"), { CLAUDE_PROJECT_DIR: dir.path });
  await drain(dir.root);
  change(dir.root);
  const before = bytesOf(dir.root);
  for (const args of COMMANDS) {
    const { stdout, stderr } = await cli([...args, "--root", dir.root]);
    // The doctor finds that no worker runs, and no hook is installed.
    if (args[0] !== "doctor") expect({ args, stderr }).toEqual({ args, stderr: "" });
    if (args.includes(SESSION) || args[0] === "sessions") expect(stdout).toMatch(/5f0c2b1e|stop/);
    expect([args, ...bytesOf(dir.root)]).toEqual([args, ...before]);
  }
});

test("every reader leaves a database of claude-flow's as it is", async () => {
  using dir = tempDir();
  mkdirSync(dir.root, { mode: 0o700 });
  const path = `${dir.root}/hive.db`;
  {
    using db = new Database(path, { create: true });
    db.run("CREATE TABLE sessions (id TEXT PRIMARY KEY, swarm_id TEXT, objective TEXT)");
    db.run("INSERT INTO sessions VALUES ('old', 'w', 'ship it')");
  }
  await callHook("", payload("29-stop"), { CLAUDE_PROJECT_DIR: dir.path });
  writeFileSync(`${dir.root}/queue/pending/5_a.json`, '{"operation":"x","sql":"SELECT 1"}', { mode: 0o600 });
  const before = readFileSync(path);
  for (const args of COMMANDS) {
    await cli([...args, "--root", dir.root]);
    expect([args, readFileSync(path).equals(before)]).toEqual([args, true]);
  }
});
