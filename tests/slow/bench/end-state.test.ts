import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { fill } from "../../../bench/load/backlog.ts";
import { emptyFailed, fillFailed } from "../../../bench/load/dead-letters.ts";
import { checkEndState } from "../../../bench/harness/end-state.ts";
import { logEntry } from "../../../bench/harness/rig.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { openDatabase } from "../../support/database.ts";
import { drain } from "../../support/hive.ts";
import { type TempDir, tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const ENTRIES = 5;

/** A backlog that a worker has drained. */
async function drainedBacklog(): Promise<TempDir> {
  const dir = tempDir();
  fill(dir.root, ENTRIES, "logs");
  await drain(dir.root);
  return dir;
}

function execute(root: string, sql: string): void {
  using db = openDatabase(root);
  db.run(sql);
}

function leave(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(`${directory}/5_left.json`, "{}");
}

test("an end at which all entries were applied once, and nothing is left, is right", async () => {
  using dir = await drainedBacklog();
  expect(checkEndState(dir.root, ENTRIES)).toEqual({
    pending: 0,
    processing: 0,
    failed: 0,
    temporary: 0,
    applied: ENTRIES,
    entries: ENTRIES,
    lost: 0,
    duplicates: 0,
  });
});

const EFFECT = "session_id, timestamp, log_level, message";
const WRONG: ReadonlyArray<readonly [kind: string, spoil: (root: string) => void, message: string]> = [
  ["an entry that is still pending", (root) => leave(queuePaths(root).pending), "left in pending 1"],
  ["an entry that nobody counted", (root) => void new Queue(root).enqueue(logEntry("more")), "left in pending 1"],
  ["a claim of any worker", (root) => leave(`${queuePaths(root).processing}/1-a`), "processing 1"],
  ["a dead letter", (root) => leave(queuePaths(root).failed), "failed 1"],
  ["a file in .tmp/", (root) => leave(queuePaths(root).tmp), ".tmp 1"],
  [
    "an effect that is missing",
    (root) => execute(root, "DELETE FROM session_logs WHERE message = '1'"),
    "of 5 entries 1 lost, 0 applied twice, 5 in the ledger",
  ],
  [
    "a ledger row that is missing",
    (root) => execute(root, "DELETE FROM hive_ledger WHERE entry_id = (SELECT min(entry_id) FROM hive_ledger)"),
    "of 5 entries 1 lost, 0 applied twice, 4 in the ledger",
  ],
  [
    "an effect that is there twice",
    (root) =>
      execute(root, `INSERT INTO session_logs (${EFFECT}) SELECT ${EFFECT} FROM session_logs WHERE message = '1'`),
    "of 5 entries 0 lost, 1 applied twice",
  ],
  [
    "an entry that stands for another",
    (root) => execute(root, "UPDATE session_logs SET message = '1' WHERE message = '2'"),
    "of 5 entries 1 lost, 1 applied twice",
  ],
];

test.each(WRONG)("the end is wrong with %s", async (_kind, spoil, message) => {
  using dir = await drainedBacklog();
  spoil(dir.root);
  expect(() => checkEndState(dir.root, ENTRIES)).toThrow(message);
});

test("the end is wrong with more or fewer entries applied than enqueued", async () => {
  using dir = await drainedBacklog();
  expect(() => checkEndState(dir.root, ENTRIES + 1)).toThrow("1 lost");
  expect(() => checkEndState(dir.root, ENTRIES - 1)).toThrow("1 applied twice");
});

test("where the entries are no log rows, the ledger alone is counted", async () => {
  using dir = await drainedBacklog();
  execute(dir.root, "DELETE FROM session_logs");
  expect(checkEndState(dir.root, ENTRIES, { areLogs: false })).toMatchObject({ lost: 0, duplicates: 0 });
  expect(() => checkEndState(dir.root, ENTRIES + 1, { areLogs: false })).toThrow("1 lost");
  expect(() => checkEndState(dir.root, ENTRIES - 1, { areLogs: false })).toThrow("1 applied twice");
});

test("the end is wrong with an invariant broken that every test's end is held against", async () => {
  using dir = await drainedBacklog();
  mkdirSync(`${queuePaths(dir.root).processing}/1-a`, { mode: 0o755 });
  expect(() => checkEndState(dir.root, ENTRIES)).toThrow("processing/1-a has mode 755");
});

test("dead letters that the measurement put there and takes back are no fault, others are", async () => {
  using dir = await drainedBacklog();
  const { failed } = queuePaths(dir.root);
  fillFailed(dir.root, 3);
  expect(readdirSync(failed)).toHaveLength(3);
  leave(failed);
  emptyFailed(dir.root, 3);
  expect(() => checkEndState(dir.root, ENTRIES)).toThrow("failed 1");
});

test("a dead letter of the measurement's own that is gone is an error", () => {
  using dir = tempDir();
  fillFailed(dir.root, 2);
  expect(() => emptyFailed(dir.root, 3)).toThrow("ENOENT");
});
