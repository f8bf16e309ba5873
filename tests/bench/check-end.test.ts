import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { checkEnd, logEntry } from "../../bench/rig.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { Queue } from "../../src/queue/queue.ts";
import { openDatabase } from "../support/database.ts";
import { drain } from "../support/hive.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

const ENTRIES = 3;

/** A queue whose entries have been applied, and then something is wrong with it. */
async function ended(spoil: (root: string) => void, check: (root: string) => void): Promise<void> {
  using dir = tempDir();
  const queue = new Queue(dir.root);
  for (let index = 0; index < ENTRIES; index += 1) queue.enqueue(logEntry(`${index}`));
  await drain(dir.root);
  spoil(dir.root);
  check(dir.root);
}

function execute(root: string, sql: string): void {
  using db = openDatabase(root);
  db.run(sql);
}

function fileIn(directory: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}/5_left.json`, "{}");
}

test("an end at which all entries were applied once is right", async () => {
  await ended(
    () => undefined,
    (root) => expect(checkEnd(root, ENTRIES)).toEqual({ pending: 0, processing: 0, failed: 0, lost: 0, duplicates: 0 }),
  );
});

test("dead letters that the measurement put there are no fault, others are", async () => {
  await ended(
    (root) => fileIn(queuePaths(root).failed),
    (root) => {
      expect(checkEnd(root, ENTRIES, 1)).toMatchObject({ failed: 1 });
      expect(() => checkEnd(root, ENTRIES, 2)).toThrow("failed 1 of 2");
    },
  );
});

const WRONG: ReadonlyArray<readonly [kind: string, spoil: (root: string) => void, message: string]> = [
  ["an entry that is still pending", (root) => fileIn(queuePaths(root).pending), "left in pending 1"],
  ["a claim of any worker", (root) => fileIn(`${queuePaths(root).processing}/1-a`), "processing 1"],
  ["a dead letter", (root) => fileIn(queuePaths(root).failed), "failed 1 of 0"],
  ["an effect that is missing", (root) => execute(root, "DELETE FROM session_logs WHERE message = '1'"), "1 lost"],
  [
    "a ledger row that is missing",
    (root) => execute(root, "DELETE FROM hive_ledger WHERE entry_id = (SELECT min(entry_id) FROM hive_ledger)"),
    "1 lost",
  ],
  [
    "an effect that is there twice",
    (root) =>
      execute(
        root,
        "INSERT INTO session_logs (session_id, timestamp, log_level, message) SELECT session_id, timestamp, log_level, message FROM session_logs WHERE message = '1'",
      ),
    "1 applied twice",
  ],
  ["an entry that nobody enqueued", (root) => void new Queue(root).enqueue(logEntry("more")), "left in pending 1"],
];

test.each(WRONG)("the end is wrong with %s", async (_kind, spoil, message) => {
  await ended(spoil, (root) => expect(() => checkEnd(root, ENTRIES)).toThrow(message));
});

test("the end is wrong with more or fewer entries applied than enqueued", async () => {
  await ended(
    () => undefined,
    (root) => {
      expect(() => checkEnd(root, ENTRIES + 1)).toThrow("1 lost");
      expect(() => checkEnd(root, ENTRIES - 1)).toThrow("1 applied twice");
    },
  );
});
