import { expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { fill } from "../../bench/backlog.ts";
import { assertEndState } from "../../bench/end-state.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { openDatabase } from "../support/database.ts";
import { drain } from "../support/hive.ts";
import { type TempDir, tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

const ENTRIES = 5;

/** A backlog that a worker has drained. */
async function drainedBacklog(): Promise<TempDir> {
  const dir = tempDir();
  fill(dir.root, ENTRIES);
  await drain(dir.root);
  return dir;
}

function change(root: string, sql: string): void {
  using db = openDatabase(root);
  db.run(sql);
}

test("a drained backlog passes", async () => {
  using dir = await drainedBacklog();
  expect(() => assertEndState(dir.root, ENTRIES)).not.toThrow();
});

test("a drained backlog in which the effect of an entry is missing fails", async () => {
  using dir = await drainedBacklog();
  change(dir.root, "DELETE FROM session_logs WHERE id = 2");
  expect(() => assertEndState(dir.root, ENTRIES)).toThrow("of 5 entries 1 are lost, 0 applied twice, 0 left");
});

test("a drained backlog in which one entry stands for another fails", async () => {
  using dir = await drainedBacklog();
  change(dir.root, "UPDATE session_logs SET message = '1' WHERE message = '2'");
  expect(() => assertEndState(dir.root, ENTRIES)).toThrow("of 5 entries 1 are lost, 1 applied twice, 0 left");
});

test("a drained backlog that the ledger does not know in full fails", async () => {
  using dir = await drainedBacklog();
  change(dir.root, "DELETE FROM hive_ledger WHERE entry_id = (SELECT min(entry_id) FROM hive_ledger)");
  expect(() => assertEndState(dir.root, ENTRIES)).toThrow("4 in the ledger");
});

test.each(["pending", "failed"] as const)("an entry that is left in %s fails", async (state) => {
  using dir = await drainedBacklog();
  writeFileSync(`${queuePaths(dir.root)[state]}/5_left.json`, "{}");
  expect(() => assertEndState(dir.root, ENTRIES)).toThrow("1 left");
});
