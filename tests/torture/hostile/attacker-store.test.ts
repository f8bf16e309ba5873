/** What a fresh pair of eyes found of the store: see attacker.test.ts. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { lstatSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { Queue } from "../../../src/queue/queue.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { cli } from "../../support/cli.ts";
import { runWorkerOnce, payload, rows, SESSION } from "../../support/hive.ts";
import { reportCases } from "../../support/torture-report.ts";
import { crashed } from "./crashed.ts";

setDefaultTimeout(120_000);

const FAMILY = "what a fresh attacker found";

test("raw SQL leaves a number for the rows that come after it", async () => {
  using it = await crashed();
  const last = "9223372036854775807";
  const attacks = [
    `INSERT INTO session_logs (id, message) VALUES (${last}, 1)`,
    `UPDATE session_logs SET id = ${last} WHERE id = (SELECT max(id) FROM session_logs)`,
    `INSERT INTO session_logs (id, message) VALUES (${last}, 1); DELETE FROM session_logs`,
  ];
  it.put("4_log.json", { operation: "n", sql: "INSERT INTO session_logs (message) VALUES ('first')" });
  for (const [index, sql] of attacks.entries()) it.put(`5_${index}.json`, { operation: "n", sql });
  it.put("6_log.json", { operation: "n", sql: "INSERT INTO session_logs (message) VALUES ('last')" });
  await it.call(payload("29-stop", { cwd: it.path, last_assistant_message: "mine" }));
  await runWorkerOnce(it.root);
  const letters = new Queue(it.root).deadLetters;
  expect(letters.names().map((name) => letters.read(name).reason.code)).toEqual(attacks.map(() => "HIVE_SQL_REFUSED"));
  expect(rows(it.root, "SELECT message FROM session_logs WHERE message IN ('first', 'last')")).toHaveLength(2);
  expect(await it.told()).toContain("mine");
  reportCases(FAMILY, attacks.length);
});

test("no text that raw SQL writes makes an entry of the user's own fail", async () => {
  using it = await crashed();
  const agent = (toolUseId: string, status: string): string =>
    JSON.stringify({
      hook_event_name: "PostToolUse",
      session_id: SESSION,
      cwd: it.path,
      tool_name: "Agent",
      tool_use_id: toolUseId,
      tool_input: { description: "explore", subagent_type: "x" },
      tool_response: { agentId: "ag1", status, agentType: "x" },
    });
  await it.call(agent("t1", "async_launched"));
  await runWorkerOnce(it.root);
  for (const [index, sql] of [
    "UPDATE agents SET metadata = '1{'",
    "UPDATE sessions SET checkpoint_data = '1{', updated_at = x'00', created_at = 1",
    "UPDATE instance_sessions SET operation_count = 'x', checkpoint_count = x'ff', last_seen = 1e999, started_at = x'00'",
    "UPDATE session_logs SET timestamp = x'00', data = '1{'",
  ].entries())
    it.put(`1_${index}.json`, { operation: "n", sql });
  await runWorkerOnce(it.root);
  Bun.spawnSync(["git", "init", "-q", it.path], { env: process.env });
  await it.call(agent("t2", "completed"));
  await it.call(payload("29-stop", { cwd: it.path }));
  await runWorkerOnce(it.root);
  expect(new Queue(it.root).deadLetters.names()).toEqual([]);
  expect((await cli(["show", SESSION, "--root", it.root])).exitCode).toBe(0);
  reportCases(FAMILY, 4);
});

test("no log is set aside under a program that has the database open", async () => {
  using it = await crashed();
  const database = `${it.root}/hive.db`;
  const script = `
    import { Database } from "bun:sqlite";
    const db = new Database(${JSON.stringify(database)});
    db.run("UPDATE sessions SET objective = 'by hand'");
    process.stdout.write("wrote");
    for await (const _ of Bun.stdin.stream()) continue;
    db.run("UPDATE sessions SET objective = 'by hand, later'");
    db.close();`;
  // As SQLite's own shell leaves it: no log, and the next one is not hive's.
  for (const name of readdirSync(it.root).filter((one) => one.includes("-wal"))) rmSync(`${it.root}/${name}`);
  const program = Bun.spawn([process.execPath, "-e", script], { stdin: "pipe", stdout: "pipe" });
  const reader = program.stdout.getReader();
  await reader.read();
  {
    // Both go on with the one log.
    using store = await Store.open(it.root);
    store.db.run("UPDATE sessions SET status = 'by hive'");
  }
  expect(readdirSync(it.root).filter((name) => name.includes(".foreign-"))).toEqual([]);
  void program.stdin.end();
  await program.exited;
  using store = await Store.open(it.root);
  expect(store.db.query("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  expect(store.db.query("SELECT DISTINCT objective, status FROM sessions").all()).toEqual([
    { objective: "by hand, later", status: "by hive" },
  ]);
  reportCases(FAMILY, 1);
});

test("the locks on a database that is open stay with its process", async () => {
  using it = await crashed();
  using store = await Store.open(it.root);
  store.applyBatch([], Date.now());
  const { ino } = lstatSync(`${it.root}/hive.db`);
  const held = (): boolean => new RegExp(` ${process.pid} \\S+:${ino} `).test(readFileSync("/proc/locks", "utf8"));
  expect(held()).toBe(true);
  reportCases(FAMILY, 1);
});
