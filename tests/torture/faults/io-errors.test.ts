/** A disk that answers with EIO: injected with strace into the calls of processes as they run everywhere. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { QueuePaths } from "../../../src/queue/layout.ts";
import { findWorkers } from "../../../src/supervisor/find.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { runWorkerOnce, drained, startWorker } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import { CAN_ATTACH, failIn, type FailingCalls, straceOptions } from "./failing-calls.ts";
import { expectOnce, has, logOf, message, newQueue, statusOf } from "./setup.ts";
import { configure } from "../../support/settings.ts";

setDefaultTimeout(120_000);

const MAIN = resolve(import.meta.dir, "../../../src/cli/main.ts");
const TEXTS = ["0", "1", "2", "3", "4"];
const RENAMES = "rename,renameat,renameat2";

/** A running worker, and entries that are about to come. */
async function world(root: string, ...args: string[]) {
  const worker = await startWorker(root, args);
  const { paths } = newQueue(root);
  await waitFor(() => findWorkers(paths)[0]?.heartbeat);
  const { id } = findWorkers(paths)[0]!;
  const claims = `${paths.processing}/${id}`;
  const seqs = TEXTS.map(() => Bun.randomUUIDv7());
  const names = seqs.map((seq) => `5_${seq}.json`);
  return {
    worker,
    id,
    paths,
    claims,
    seqs,
    pending: names.map((name) => `${paths.pending}/${name}`),
    claimed: names.map((name) => `${claims}/${name}`),
    /** Commits them, by nobody whose calls fail. */
    commit(): void {
      for (const [index, seq] of seqs.entries()) {
        writeFileSync(`${paths.tmp}/${seq}`, JSON.stringify(message(TEXTS[index]!)), { mode: 0o600 });
        renameSync(`${paths.tmp}/${seq}`, `${paths.pending}/${names[index]}`);
      }
    },
  };
}

type World = Awaited<ReturnType<typeof world>>;

const timesIn = (text: string, part: string): number => text.split(part).length - 1;

/** Waits until the heartbeat names a fault, and checks that status does, too. */
async function expectSaid(paths: QueuePaths, what: "queue_error" | "store_error", problem: RegExp): Promise<void> {
  await waitFor(() => readHeartbeat(paths)?.[what]);
  const { text, exitCode } = await statusOf(paths.root);
  expect(text).toMatch(problem);
  expect(exitCode).toBe(3);
}

/** Waits until all is over: applied once, each at its first attempt, and nothing said to be wrong any more. */
async function expectHealed({ worker, paths, seqs }: World, who: "queue" | "store"): Promise<void> {
  await drained(paths.root);
  await waitFor(() => readHeartbeat(paths)?.last_process_time);
  await waitFor(() => readHeartbeat(paths)?.queue_error === null && readHeartbeat(paths)?.store_error === null);
  expect(readHeartbeat(paths)).toMatchObject({ retried: 0, failed: 0 });
  await worker.printedError(`the ${who} is available again`);
  expect(timesIn(worker.stderr, `the ${who} is unavailable, waiting`)).toBe(1);
  expect(worker.hasEnded).toBe(false);
  expect(await statusOf(paths.root)).toMatchObject({ exitCode: 0 });
  expectOnce(paths.root, TEXTS, seqs);
}

const QUEUE_FAULTS: ReadonlyArray<
  readonly [error: FailingCalls["error"], what: string, calls: string, paths: (it: World) => readonly string[]]
> = [
  ["EIO", "list pending/", "getdents64", ({ paths }) => [paths.pending]],
  ["EIO", "claim an entry", RENAMES, ({ pending }) => pending],
  // A directory, too, may need a block more.
  ["ENOSPC", "claim an entry", RENAMES, ({ pending }) => pending],
  ["EIO", "open an entry", "openat", ({ claimed }) => claimed],
  ["EIO", "read an entry", "read,pread64", ({ claimed }) => claimed],
  ["EIO", "remove an applied entry", "unlink,unlinkat", ({ claimed }) => claimed],
];

describe.if(CAN_ATTACH)("in a running worker", () => {
  test.concurrent.each(QUEUE_FAULTS)(
    "%s when it is to %s: it waits, log, heartbeat and status say so once, and each is applied once afterwards",
    async (error, _, calls, pathsOf) => {
      using dir = tempDir();
      const it = await world(dir.root);
      await using _worker = it.worker;
      await using fault = await failIn(it.worker.pid, { calls, error, paths: pathsOf(it) });
      it.commit();
      await expectSaid(
        it.paths,
        "queue_error",
        new RegExp(`PROBLEM +heartbeat: the queue cannot be read or written: ${error}`),
      );
      expect(fault.count()).toBeGreaterThan(1);
      expect(readdirSync(it.paths.failed)).toEqual([]);
      await fault.end();
      await expectHealed(it, "queue");
    },
  );

  test.concurrent.each([
    ["writes its commit", "pwrite64", "process"],
    ["flushes its commit, with power durability", "fsync,fdatasync", "power"],
  ] as const)(
    "EIO when it %s: no entry is acked, log, heartbeat and status say so once, and each is applied once afterwards",
    async (_, calls, durability) => {
      using dir = tempDir();
      const it = await world(dir.root, "--durability", durability);
      await using _worker = it.worker;
      await using fault = await failIn(it.worker.pid, { calls, error: "EIO", paths: [`${dir.root}/hive.db-wal`] });
      it.commit();
      await expectSaid(it.paths, "store_error", /PROBLEM +heartbeat: the store cannot be written: .*disk I\/O error/);
      await waitFor(() => fault.count() > 3);
      expect(readdirSync(it.claims).length + readdirSync(it.paths.pending).length).toBe(TEXTS.length);
      await fault.end();
      await expectHealed(it, "store");
      expect(timesIn(it.worker.stderr, "the store was opened again")).toBe(1);
    },
  );

  test.concurrent(
    "EIO when it writes its heartbeat: its work goes on, the log says so, and the next heartbeat is written",
    async () => {
      using dir = tempDir();
      const it = await world(dir.root);
      await using _worker = it.worker;
      const paths = [`${it.paths.tmp}/heartbeat-${it.id}`];
      await using fault = await failIn(it.worker.pid, { calls: "write,pwrite64", error: "EIO", paths });
      it.commit();
      await drained(dir.root);
      await it.worker.printedError("no heartbeat written");
      await fault.end();
      newQueue(dir.root).enqueue(message("after"));
      await drained(dir.root);
      await waitFor(() => readHeartbeat(it.paths)?.events_processed === TEXTS.length + 1);
      expect(await statusOf(dir.root)).toMatchObject({ exitCode: 0 });
      expectOnce(dir.root, [...TEXTS, "after"], it.seqs);
    },
  );

  test.concurrent(
    "EIO when it writes its log: its work goes on, and the log says afterwards how many lines are missing, and why",
    async () => {
      using dir = tempDir();
      mkdirSync(dir.root);
      configure(dir.root, { maxAttempts: 1 });
      const it = await world(dir.root);
      await using _worker = it.worker;
      const paths = [`${dir.root}/logs/worker.log`];
      await using fault = await failIn(it.worker.pid, { calls: "write,pwrite64", error: "EIO", paths });
      const queue = newQueue(dir.root);
      const refused = { operation: "insert_log", payload: { nonsense: true } };
      queue.enqueue(refused, refused);
      await waitFor(() => queue.deadLetters.names().length === 2);
      it.commit();
      await drained(dir.root);
      await fault.end();
      queue.enqueue(refused);
      await waitFor(() => logOf(dir.root).includes('"lines of this log are missing","lines":2,"error":"EIO'));
      expect(queue.deadLetters.names()).toHaveLength(3);
      expectOnce(dir.root, TEXTS, it.seqs);
    },
  );
});

test.if(has("strace"))(
  "EIO at the first reads of the store by a worker that starts: it waits, says so, and opens it",
  async () => {
    using dir = tempDir();
    const queue = newQueue(dir.root);
    await runWorkerOnce(dir.root);
    const ids = queue.enqueue(message("0")).entries.map(({ seq }) => seq);
    const failing = { calls: "pread64", error: "EIO", paths: [`${dir.root}/hive.db`], when: "1..3" } as const;
    const command = [
      "strace",
      "-o",
      "/dev/null",
      ...straceOptions(failing),
      process.execPath,
      MAIN,
      "worker",
      "--once",
    ];
    const worker = Bun.spawn([...command, "--root", dir.root], {
      stdin: "ignore",
      stdout: "ignore",
      stderr: "pipe",
      env: process.env,
    });
    const [stderr, exitCode] = await Promise.all([worker.stderr.text(), worker.exited]);
    expect(stderr).toMatch(/"the store cannot be opened, waiting","error":"[^"]*(?:disk I\/O error|EIO)/);
    expect(exitCode).toBe(0);
    expectOnce(dir.root, ["0"], ids);
  },
);
