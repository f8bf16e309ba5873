import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { HiveError } from "../../../src/base/errors.ts";
import { applyChange, readTextFile } from "../../../src/install/edit/files.ts";
import type { QueuePaths } from "../../../src/queue/layout.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { logElsewhere } from "../../support/hook/hook-log.ts";
import { callHook, checkpointOf, runWorkerOnce, drained, payload } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import {
  CAN_MOUNT,
  countCase,
  expectOnce,
  logOf,
  message,
  messages,
  newQueue,
  smallDisk,
  statusOf,
  workerIn,
} from "./setup.ts";

setDefaultTimeout(120_000);

// Needs root and the right to mount: without them there is no small file system to fill.
const onSmallDisk = test.if(CAN_MOUNT);

const LARGE = "x".repeat(8000);
const names = (n: number): string[] => Array.from({ length: n }, (_, index) => `${1000 + index}`);

/** Writes entries into `.tmp/` now; what it gives commits them, which takes no room on the disk. */
function prepared(paths: QueuePaths, entries: readonly object[]): () => void {
  const seqs = entries.map(() => Bun.randomUUIDv7());
  entries.forEach((entry, index) =>
    writeFileSync(`${paths.tmp}/${seqs[index]!}`, JSON.stringify(entry), { mode: 0o600 }),
  );
  return () => {
    for (const seq of seqs) renameSync(`${paths.tmp}/${seq}`, `${paths.pending}/5_${seq}.json`);
  };
}

onSmallDisk(
  "a full disk: the hook prints nothing, ends with 0, says why elsewhere and leaves no half file",
  async () => {
    using disk = smallDisk();
    using elsewhere = tempDir();
    const { paths } = newQueue(disk.root);
    disk.fill();
    const env = { TMPDIR: elsewhere.path, HIVE_WORKER_START: "hook" };
    const call = await callHook(disk.root, payload("29-stop"), env);
    expect(call).toMatchObject({ stdout: "", stderr: "", exitCode: 0 });
    expect(logElsewhere(disk.root, env)).toContain("neither queue nor store could be written");
    expect([readdirSync(paths.tmp), readdirSync(paths.pending)]).toEqual([[], []]);
    expect((await statusOf(disk.root)).text).toContain("the file system of the queue is full");
    disk.free();
    expect(await callHook(disk.root, payload("29-stop"), { TMPDIR: elsewhere.path })).toMatchObject({ exitCode: 0 });
    await runWorkerOnce(disk.root);
    expect(checkpointOf(disk.root)).toMatchObject({ checkpointType: "stop" });
    expectOnce(disk.root, []);
  },
);

onSmallDisk(
  "a full disk: a worker that cannot commit, beat or log waits, and applies all once when there is room",
  async () => {
    using disk = smallDisk();
    await using worker = await workerIn(disk.root, { batchSize: 16 });
    const { paths } = worker.queue;
    const commit = prepared(
      paths,
      names(60).map((name) => message(`${name}${LARGE}`)),
    );
    disk.fill();
    commit();
    await waitFor(() => readdirSync(`${paths.processing}/${worker.id}`).length > 0 && worker.wakes.counts.watch > 0);
    const { text, exitCode } = await statusOf(disk.root);
    expect({ isSaid: text.includes("the file system of the queue is full"), exitCode }).toEqual({
      isSaid: true,
      exitCode: 3,
    });
    expect(messages(disk.root).length).toBeLessThan(60);
    disk.free();
    await drained(disk.root);
    await waitFor(() => readHeartbeat(paths)?.events_processed === 60);
    expect(readHeartbeat(paths)).toMatchObject({ store_error: null, queue_error: null, failed: 0, retried: 0 });
    await waitFor(() => logOf(disk.root).includes("the store is available again"));
    expectOnce(
      disk.root,
      names(60).map((name) => `${name}${LARGE}`),
    );
  },
);

onSmallDisk("a full disk: a log that cannot be written says afterwards how many lines are missing", async () => {
  using disk = smallDisk();
  await using worker = await workerIn(disk.root, { batchSize: 16 });
  const commit = prepared(
    worker.queue.paths,
    names(60).map((name) => message(`${name}${LARGE}`)),
  );
  // A file that ends at the end of a page: the next line needs a new one.
  const size = logOf(disk.root).length;
  writeFileSync(`${disk.root}/logs/worker.log`, " ".repeat(4096 - (size % 4096)), { flag: "a" });
  disk.fill();
  commit();
  await waitFor(() => readdirSync(`${worker.queue.paths.processing}/${worker.id}`).length > 0);
  await waitFor(() => worker.wakes.counts.watch > 0);
  disk.free();
  await waitFor(() => logOf(disk.root).includes("lines of this log are missing"));
  await drained(disk.root);
  expect(logOf(disk.root)).toContain("ENOSPC");
  expectOnce(
    disk.root,
    names(60).map((name) => `${name}${LARGE}`),
  );
});

onSmallDisk.each([
  ["a dead letter", 1, "failed"],
  ["a retry's file", 3, "retried"],
] as const)(
  "a full disk: %s that cannot be written is waited for, and its entry stays",
  async (_, maxAttempts, count) => {
    using disk = smallDisk();
    await using worker = await workerIn(disk.root, { maxAttempts, retryBackoffMs: 10 });
    const { paths, deadLetters } = worker.queue;
    // The database's log is used again from its beginning, so that the commit itself finds room.
    const warm = names(40).map((name) => `${name}${LARGE}`);
    worker.queue.enqueue(...warm.map((text) => message(text)));
    await waitFor(() => readHeartbeat(paths)?.events_processed === 40);
    const commit = prepared(paths, [{ operation: "insert_log", payload: { nonsense: true } }]);
    disk.fill();
    commit();
    await waitFor(() => readdirSync(`${paths.processing}/${worker.id}`).length === 1);
    expect((await statusOf(disk.root)).text).toContain("the file system of the queue is full");
    expect([deadLetters.names(), readdirSync(paths.tmp).filter((name) => !name.startsWith("heartbeat"))]).toEqual([
      [],
      [],
    ]);
    disk.free();
    await waitFor(() => deadLetters.names().length === 1);
    await waitFor(() => (readHeartbeat(paths)?.[count] ?? 0) > 0);
    expect(deadLetters.read(deadLetters.names()[0]!)).toMatchObject({ attempts: maxAttempts });
    await waitFor(() => logOf(disk.root).includes("the queue is available again"));
    await drained(disk.root);
    expectOnce(disk.root, warm);
  },
);

onSmallDisk(
  "only the database's disk is full: hooks save, heartbeat and status say why, and all is applied once",
  async () => {
    using disk = smallDisk();
    using dir = tempDir();
    disk.keepElsewhere(dir.path, ["queue", "logs", "instances"]);
    const queue = newQueue(disk.root);
    await using worker = await workerIn(disk.root);
    disk.fill();
    const ids = queue.enqueue(...names(60).map((name) => message(`${name}${LARGE}`))).entries.map(({ seq }) => seq);
    await waitFor(() => readHeartbeat(queue.paths)?.store_error);
    expect(readHeartbeat(queue.paths)?.store_error).toContain("full");
    expect(await callHook(disk.root, payload("29-stop"))).toMatchObject({ stdout: "", exitCode: 0 });
    const { text, exitCode } = await statusOf(disk.root);
    expect(text).toMatch(/PROBLEM +heartbeat: the store cannot be written: .*full/);
    expect(exitCode).toBe(3);
    disk.free();
    await drained(disk.root);
    expect(worker.store.notes).toEqual([]);
    expectOnce(
      disk.root,
      names(60).map((name) => `${name}${LARGE}`),
      ids,
    );
  },
);

onSmallDisk("the database's disk is full when a worker starts: it waits for room, and says so", async () => {
  using disk = smallDisk();
  using dir = tempDir();
  disk.keepElsewhere(dir.path, ["queue", "logs"]);
  const queue = newQueue(disk.root);
  const ids = queue.enqueue(message("early")).entries.map(({ seq }) => seq);
  disk.fill();
  const starting = workerIn(disk.root);
  await waitFor(() => logOf(disk.root).includes("the store cannot be opened, waiting"));
  disk.free();
  await using _ = await starting;
  await drained(disk.root);
  expectOnce(disk.root, ["early"], ids);
  countCase();
});

onSmallDisk(
  "no file is left on the disk though it has room: what was committed is applied, the hook saves to SQLite, and status says so",
  async () => {
    using disk = smallDisk({ files: 200 });
    using elsewhere = tempDir();
    await using worker = await workerIn(disk.root);
    const { paths } = worker.queue;
    const commit = prepared(
      paths,
      names(20).map((name) => message(name)),
    );
    disk.fillWithFiles();
    commit();
    await waitFor(() => messages(disk.root).length === 20);
    // Each ack gave a file back, and the next heartbeat is not due before something happens.
    await waitFor(() => readHeartbeat(paths)?.events_processed === 20);
    disk.fillWithFiles();
    const env = { TMPDIR: elsewhere.path };
    expect(await callHook(disk.root, payload("29-stop"), env)).toMatchObject({ stdout: "", stderr: "", exitCode: 0 });
    expect([readdirSync(paths.pending), readdirSync(paths.tmp)]).toEqual([[], []]);
    expect(checkpointOf(disk.root)).toMatchObject({ checkpointType: "stop" });
    expect((await statusOf(disk.root)).text).toContain("the file system of the queue is full");
    disk.free();
    worker.queue.enqueue(message("after"));
    await waitFor(() => readHeartbeat(paths)?.events_processed === 21);
    expect(readHeartbeat(paths)).toMatchObject({ store_error: null, queue_error: null, failed: 0, retried: 0 });
    expectOnce(disk.root, [...names(20), "after"]);
  },
);

onSmallDisk("a change of settings on a full or read-only disk is refused with what helps, and changes nothing", () => {
  using disk = smallDisk();
  mkdirSync(disk.root);
  const path = `${disk.root}/config.json`;
  writeFileSync(path, "{}");
  const file = readTextFile(path);
  const hint = (): unknown => {
    try {
      applyChange({ file, after: "x".repeat(8000) });
      return "none";
    } catch (error) {
      return error instanceof HiveError ? error.hint : error;
    }
  };
  disk.fill();
  expect(hint()).toBe("free some space on its file system");
  disk.free();
  disk.makeReadOnly();
  expect(hint()).toBe("its file system is mounted read-only");
  expect([readFileSync(path, "utf8"), readdirSync(disk.root)]).toEqual(["{}", ["config.json"]]);
});
