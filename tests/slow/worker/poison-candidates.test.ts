/** Entries with which a worker died: applied in a process of their own, so that the one that kills is given up. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Queue } from "../../../src/queue/queue.ts";
import { drain, rows } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { Child, type Outcome } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const TOP = resolve(import.meta.dir, "../../..");
const DEADLY = join(TOP, "tests/worker/isolate/deadly-fixture.ts");

/** A copy of hive whose processes, the children's too, die of what they write: a variable would not reach a child. */
function deadlyHive(to: string): string {
  cpSync(join(TOP, "src"), join(to, "src"), { recursive: true });
  cpSync(join(TOP, "package.json"), join(to, "package.json"));
  symlinkSync(join(TOP, "node_modules"), join(to, "node_modules"));
  const main = join(to, "src/cli/main.ts");
  writeFileSync(main, `import ${JSON.stringify(DEADLY)};\n${readFileSync(main, "utf8")}`);
  return main;
}

const log = (message: string) => ({
  operation: "insert_log",
  payload: { sessionId: "s", atMs: 0, level: "info", message },
});

const messages = (root: string): string[] =>
  rows<{ message: string }>(root, "SELECT message FROM session_logs ORDER BY id").map((row) => row.message);

/** A worker that dies of what it meets when it writes what is deadly. */
async function deadlyDrain(main: string, root: string): Promise<Outcome> {
  await using worker = new Child(main, ["worker", "--once", "--root", root], { HIVE_WORKER_START: "never" });
  return await worker.outcome();
}

test("an entry that kills whoever applies it is given up after three attempts, and takes no other with it", async () => {
  using dir = tempDir();
  using copy = tempDir();
  const main = deadlyHive(copy.path);
  const queue = new Queue(dir.root, { worker: "reader" });
  queue.enqueue(log("a"), log("deadly"), log("b"), log("deadly too"), log("c"));
  expect(await deadlyDrain(main, dir.root)).toMatchObject({ signal: "SIGKILL" });
  expect(checkInvariants(dir.root)).toMatchObject({ applied: 0, processing: 5 });
  const { exitCode, stderr } = await deadlyDrain(main, dir.root);
  expect({ exitCode, stderr }).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining("a child died") as string,
  });
  expect(messages(dir.root)).toEqual(["a", "b", "c"]);
  expect(checkInvariants(dir.root, { expectDrained: true })).toMatchObject({ applied: 3, failed: 2 });
  const [letter] = queue.deadLetters.names().map((name) => queue.deadLetters.read(name));
  expect(letter).toMatchObject({
    attempts: 3,
    reason: { code: "HIVE_BUG", message: expect.stringContaining("SIGKILL") as string },
  });
});

test("entries whose worker was killed for another reason are applied together, and none counts an attempt", async () => {
  using dir = tempDir();
  const dead = new Queue(dir.root, { worker: "dead" });
  dead.enqueue(log("a"), log("b"), { operation: "raw", sql: "DELETE FROM sessions WHERE id = 'none'" });
  expect(dead.claim(5)).toHaveLength(3);
  dead.enqueue(log("c"));
  await drain(dir.root);
  expect(messages(dir.root)).toEqual(["a", "b", "c"]);
  const times = rows<{ n: number }>(dir.root, "SELECT count(DISTINCT applied_at_ms) AS n FROM hive_ledger");
  expect(times[0]!.n).toBeLessThanOrEqual(2);
  expect(checkInvariants(dir.root, { expectDrained: true })).toMatchObject({ applied: 4, failed: 0 });
});
