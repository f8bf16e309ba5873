import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { storePath } from "../../../src/store/sqlite/open/location.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { openDatabase } from "../../support/database.ts";
import { drained, hive, startWorker } from "../../support/hive.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { IS_LONG } from "../../support/torture-report.ts";
import { waitFor } from "../../support/wait-for.ts";
import { countCase, expectOnce, logOf, message, messages, newQueue, statusOf, workerIn } from "./setup.ts";
import { makeMalformed } from "../../support/hostile/malformed.ts";

setDefaultTimeout(120_000);

const removeDatabase = (root: string): void => {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${root}/hive.db${suffix}`, { force: true });
};
const openFiles = (root: string): string[] =>
  readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(`${root}/hive.db`);
    } catch {
      // The one that listed the directory.
      return false;
    }
  });

async function applied(worker: Awaited<ReturnType<typeof workerIn>>, text: string): Promise<string> {
  const [entry] = worker.queue.enqueue(message(text)).entries;
  await drained(worker.queue.paths.root);
  return entry!.seq;
}

test("a database that another process holds locked is waited for: said, no attempt counted, all applied once", async () => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root);
  const locker = openDatabase(dir.root);
  locker.run("BEGIN IMMEDIATE");
  const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
  const ids = worker.queue.enqueue(...texts.map((text) => message(text))).entries.map(({ seq }) => seq);
  await waitFor(() => readHeartbeat(worker.queue.paths)?.store_error);
  const endMs = Date.now() + (IS_LONG ? 30_000 : 2000);
  await waitFor(() => Date.now() > endMs, { timeoutMs: 60_000 });
  expect((await statusOf(dir.root)).text).toMatch(/PROBLEM +heartbeat: the store cannot be written: .*locked/);
  locker.run("COMMIT");
  locker.close();
  await drained(dir.root);
  expectOnce(dir.root, texts, ids);
  await waitFor(() => readHeartbeat(worker.queue.paths)?.store_error === null);
  await waitFor(() => readHeartbeat(worker.queue.paths)?.events_processed === 50);
  expect(readHeartbeat(worker.queue.paths)).toMatchObject({ retried: 0, failed: 0 });
});

test("a database that is malformed at the start is never replaced: the worker waits, status says why, entries stay", async () => {
  using dir = tempDir();
  const queue = newQueue(dir.root);
  const bytes = readFileSync(await makeMalformed(dir.root));
  const ids = queue.enqueue(message("kept")).entries.map(({ seq }) => seq);
  await using worker = hive(["worker", "--root", dir.root]);
  await worker.printedError("the store cannot be opened, waiting");
  const { text, exitCode } = await statusOf(dir.root);
  expect(text).toMatch(/PROBLEM +database: the store cannot be read, .*malformed/);
  expect(text).toMatch(/^last 24 h +not known$/m);
  expect(exitCode).toBe(3);
  expect(readFileSync(`${dir.root}/hive.db`).equals(bytes)).toBe(true);
  expect(queue.depth().pending).toBe(1);
  renameSync(`${dir.root}/hive.db`, `${dir.root}/damaged.db`);
  await worker.printedError("worker started");
  await drained(dir.root);
  expectOnce(dir.root, ["kept"], ids);
});

test("a worker that waits for its store ends when the state directory is deleted", async () => {
  using dir = tempDir();
  newQueue(dir.root);
  await makeMalformed(dir.root);
  await using worker = hive(["worker", "--root", dir.root]);
  await worker.printedError("the store cannot be opened, waiting");
  rmSync(dir.root, { recursive: true });
  expect((await worker.outcome()).exitCode).not.toBe(0);
});

test("a database that becomes malformed while a worker runs is never replaced; mended in place, it is used again", async () => {
  using dir = tempDir();
  const fixture = join(import.meta.dir, "damage-fixture.ts");
  await using worker = await workerIn(dir.root);
  const before = await applied(worker, "before");
  const path = `${dir.root}/hive.db`;
  await using damage = new Child(fixture, [path, "damage"]);
  expect((await damage.outcome()).signal).toBe("SIGKILL");
  const [entry] = worker.queue.enqueue(message("kept")).entries;
  await waitFor(() => readHeartbeat(worker.queue.paths)?.store_error);
  expect((await statusOf(dir.root)).text).toMatch(/PROBLEM +heartbeat: the store cannot be written: .*malformed/);
  expect((await Bun.$`tail -c 19 ${path}`.quiet()).text()).toBe("this is no database");
  expect(worker.queue.depth()).toMatchObject({ processing: 1, failed: 0 });
  await using mend = new Child(fixture, [path, "mend"]);
  expect((await mend.outcome()).exitCode).toBe(0);
  await drained(dir.root);
  expectOnce(dir.root, ["before", "kept"], [before, entry!.seq]);
  await waitFor(() => readHeartbeat(worker.queue.paths)?.store_error === null);
});

test("a database that is deleted while a worker runs is made anew, and what comes after lands in the new one", async () => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root);
  await applied(worker, "gone with the file");
  removeDatabase(dir.root);
  const ids = [await applied(worker, "a"), await applied(worker, "b")];
  expect(messages(dir.root)).toEqual(["a", "b"]);
  expectOnce(dir.root, ["a", "b"], ids);
  expect(logOf(dir.root)).toContain("the store was opened again");
});

test("only hive.db is deleted: the log of the old one is not played into the new one", async () => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root);
  await applied(worker, "old");
  rmSync(`${dir.root}/hive.db`);
  const id = await applied(worker, "new");
  expect(messages(dir.root)).toEqual(["new"]);
  expectOnce(dir.root, ["new"], [id]);
});

test("another database is put in its place while a worker runs: it stays as it is, and what comes after is beside it", async () => {
  using dir = tempDir();
  using other = tempDir();
  newQueue(other.root).enqueue(message("theirs"));
  await using once = hive(["worker", "--once", "--root", other.root]);
  expect((await once.outcome()).exitCode).toBe(0);
  await using worker = await workerIn(dir.root);
  await applied(worker, "old");
  using copy = openDatabase(other.root);
  copy.run("PRAGMA wal_checkpoint(TRUNCATE)");
  copy.run("VACUUM INTO ?", [`${dir.root}/new.db`]);
  renameSync(`${dir.root}/new.db`, `${dir.root}/hive.db`);
  await applied(worker, "ours");
  expectOnce(dir.root, ["theirs"]);
  using own = new Database(storePath(dir.root), { readonly: true });
  expect(own.query("SELECT message FROM session_logs").all()).toEqual([{ message: "ours" }]);
  expect((await statusOf(dir.root)).text).toContain("hive.db was not made by your hive");
});

test("hive.db-wal is deleted while a worker runs: what it held is kept, and what comes after is added", async () => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root);
  const ids = [await applied(worker, "before")];
  rmSync(`${dir.root}/hive.db-wal`);
  ids.push(await applied(worker, "after"));
  expectOnce(dir.root, ["after", "before"], ids);
  await worker.stop();
  expectOnce(dir.root, ["after", "before"], ids);
});

test("a directory in the place of hive.db: the worker goes on beside it, and status says so", async () => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root);
  removeDatabase(dir.root);
  mkdirSync(`${dir.root}/hive.db`);
  await applied(worker, "beside");
  expect((await statusOf(dir.root)).text).toContain("hive.db was not made by your hive");
  using own = new Database(storePath(dir.root), { readonly: true });
  expect(own.query("SELECT message FROM session_logs").all()).toEqual([{ message: "beside" }]);
  countCase();
});

test("a database that is replaced between a batch and its commit gets the batch as well", async () => {
  using dir = tempDir();
  let isReplaced = false;
  await using worker = await workerIn(
    dir.root,
    {},
    {
      onStep: (step) => {
        if (step !== "applied" || isReplaced) return;
        isReplaced = true;
        removeDatabase(dir.root);
      },
    },
  );
  const id = await applied(worker, "twice tried");
  expectOnce(dir.root, ["twice tried"], [id]);
});

test("a store that is closed holds none of its files open, and leaves an empty log", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  const store = await Store.open(dir.root);
  store.applyBatch([{ id: "a", operation: "insert_log", payload: message("a").payload }], 0);
  store.sweepLedger(0, () => []);
  expect(statSync(`${dir.root}/hive.db-wal`).size).toBeGreaterThan(0);
  if (process.platform === "linux") expect(openFiles(dir.root).length).toBeGreaterThan(0);
  store.close();
  expect(statSync(`${dir.root}/hive.db-wal`).size).toBe(0);
  if (process.platform === "linux") expect(openFiles(dir.root)).toEqual([]);
  countCase();
});

test("a worker that is started and stopped on a locked database puts everything back", async () => {
  using dir = tempDir();
  await using child = await startWorker(dir.root);
  using locker = openDatabase(dir.root);
  locker.run("BEGIN IMMEDIATE");
  const queue = newQueue(dir.root);
  const ids = queue.enqueue(message("later")).entries.map(({ seq }) => seq);
  await child.printedError("the store is unavailable, waiting");
  process.kill(child.pid, "SIGTERM");
  expect((await child.outcome()).exitCode).toBe(0);
  locker.run("COMMIT");
  expect(queue.depth()).toMatchObject({ pending: 1, processing: 0 });
  expectOnce(dir.root, [], ids);
});
