import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type { ConfigOverrides } from "../../src/base/config/validate.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { Queue } from "../../src/queue/queue.ts";
import { WatchSource } from "../../src/wake/watch.ts";
import { readHeartbeat } from "../../src/supervisor/heartbeat.ts";
import type { WorkerOptions } from "../../src/worker/worker.ts";
import { openDatabase } from "../support/database.ts";
import { drained, hive, rows, startWorker } from "../support/hive.ts";
import { checkInvariants } from "../support/invariants.ts";
import { startOwnWorker } from "../support/workers/own-worker.ts";
import { tempDir } from "../support/temp-dir.ts";
import { waitFor } from "../support/wait-for.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const message = (text: string, priority = 5) => ({
  operation: "insert_log",
  payload: { sessionId: "s", atMs: 0, level: "info", message: text },
  priority,
});
const messages = (root: string): string[] =>
  rows<{ message: string }>(root, "SELECT message FROM session_logs ORDER BY id").map((row) => row.message);

/** A worker in this process. */
async function workerIn(root: string, overrides: ConfigOverrides, more: Partial<WorkerOptions> = {}) {
  const worker = await startOwnWorker(root, overrides, more);
  const { paths } = worker.queue;
  await waitFor(() => readHeartbeat(paths)?.worker === worker.id);
  return Object.assign(worker, { [Symbol.asyncDispose]: () => worker.stop() });
}

test("the shell system's own test entry, written in place, is consumed", async () => {
  using dir = tempDir();
  await using worker = await startWorker(dir.root);
  const { pending } = queuePaths(dir.root);
  const entry =
    '{"seq":"test1","priority":5,"operation":"test","sql":"SELECT 1;","metadata":{},"created_at":"2024-01-01T00:00:00Z","retries":0}';
  writeFileSync(`${pending}/5_test1.json`, entry);
  await drained(dir.root);
  expect(checkInvariants(dir.root, { expectDrained: true })).toMatchObject({ applied: 1, failed: 0 });
  expect(worker.stderr).not.toContain("warn");
});

test("a raw SQL entry under a typed operation's name, as the shell system writes it, is applied as SQL", async () => {
  using dir = tempDir();
  await using worker = await startWorker(dir.root);
  const { pending } = queuePaths(dir.root);
  const sql = "INSERT INTO swarms (id, name) VALUES ('w', 'by sql')";
  for (const operation of ["update_checkpoint", "insert_agent"]) {
    writeFileSync(
      `${pending}/3_${operation}.json`,
      JSON.stringify({ operation, sql: sql.replace("'w'", `'${operation}'`) }),
    );
  }
  await drained(dir.root);
  expect(checkInvariants(dir.root, { expectDrained: true })).toMatchObject({ applied: 2, failed: 0 });
  expect(worker.hasEnded).toBe(false);
});

test("a foreign writer's mv wakes the worker through the watcher alone", async () => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root, { backstopIntervalMs: 3_600_000 });
  const { tmp, pending } = worker.queue.paths;
  writeFileSync(`${tmp}/x`, JSON.stringify(message("by mv")));
  renameSync(`${tmp}/x`, `${pending}/5_x.json`);
  await drained(dir.root);
  expect(messages(dir.root)).toEqual(["by mv"]);
  expect(worker.wakes.counts).toMatchObject({ doorbell: 0, poll: 0, backstop: 0 });
});

test("an entry that is written slowly in place is applied when its writer is done", async () => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root, { backstopIntervalMs: 3_600_000 });
  const path = `${worker.queue.paths.pending}/5_slow.json`;
  const text = JSON.stringify(message("slowly"));
  writeFileSync(path, text.slice(0, 20));
  const before = worker.wakes.counts.watch;
  await waitFor(() => worker.wakes.counts.watch > before && existsSync(path));
  writeFileSync(path, text);
  await drained(dir.root);
  expect(messages(dir.root)).toEqual(["slowly"]);
});

test("a batch is applied in the order of priority, then seq", async () => {
  using dir = tempDir();
  const queue = new Queue(dir.root);
  queue.enqueue(message("c", 9), message("a", 1), message("b", 5), message("b2", 5));
  await using worker = await workerIn(dir.root, {}, { isOnce: true });
  await worker.done;
  expect(messages(dir.root)).toEqual(["a", "b", "b2", "c"]);
});

test("an urgent entry that comes during a long drain overtakes the backlog", async () => {
  using dir = tempDir();
  const queue = new Queue(dir.root);
  queue.enqueue(...Array.from({ length: 3000 }, (_, index) => message(`${index}`, 9)));
  let batches = 0;
  await using worker = await workerIn(
    dir.root,
    { batchSize: 10 },
    {
      onStep: (step) => {
        if (step !== "committed") return;
        batches += 1;
        if (batches === 3) queue.enqueue(message("urgent", 1));
      },
    },
  );
  await drained(dir.root);
  await worker.stop();
  const position = messages(dir.root).indexOf("urgent");
  expect(position).toBeGreaterThanOrEqual(30);
  expect(position).toBeLessThan(1500);
});

test("an entry that comes when a worker has just stopped listening is applied before it ends", async () => {
  using dir = tempDir();
  const queue = new Queue(dir.root);
  let came = false;
  const onStopListening = (): void => {
    if (!came) queue.enqueue(message("late"));
    came = true;
  };
  const supervision = { onStopListening, onMaintain: () => false };
  const worker = await workerIn(dir.root, { idleExitSeconds: 0.05 }, { supervision });
  await worker.done;
  expect(came).toBe(true);
  expect(messages(dir.root)).toEqual(["late"]);
  expect(checkInvariants(dir.root, { expectDrained: true })).toMatchObject({ applied: 1, failed: 0 });
});

test("a locked store is waited out, and no attempt is counted", async () => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root, {});
  const { paths } = worker.queue;
  const locker = openDatabase(dir.root);
  locker.run("BEGIN IMMEDIATE");
  worker.queue.enqueue(message("patient"));
  await waitFor(() => readHeartbeat(paths) !== null && readdirSync(`${paths.processing}/${worker.id}`).length === 1);
  await waitFor(() => readFileSync(`${dir.root}/logs/worker.log`, "utf8").includes("the store is unavailable"));
  locker.run("COMMIT");
  locker.close();
  await drained(dir.root);
  expect(messages(dir.root)).toEqual(["patient"]);
  expect(checkInvariants(dir.root)).toMatchObject({ failed: 0, applied: 1 });
});

test("a worker that waits for the store puts its claims back when it is stopped", async () => {
  using dir = tempDir();
  const worker = await workerIn(dir.root, {});
  using locker = openDatabase(dir.root);
  locker.run("BEGIN IMMEDIATE");
  const { entries } = worker.queue.enqueue(message("later"));
  await waitFor(() => readFileSync(`${dir.root}/logs/worker.log`, "utf8").includes("the store is unavailable"));
  await worker.stop();
  const ids = entries.map((entry) => entry.seq);
  expect(checkInvariants(dir.root, { enqueued: ids })).toMatchObject({ pending: 1, processing: 0, applied: 0 });
});

test.each(["SIGTERM", "SIGINT"] as const)("%s ends the worker with exit code 0 and nothing claimed", async (signal) => {
  using dir = tempDir();
  const queue = new Queue(dir.root);
  const { entries } = queue.enqueue(...Array.from({ length: 2000 }, (_, index) => message(`${index}`)));
  await using worker = await startWorker(dir.root, ["--batch-size", "10"]);
  process.kill(worker.pid, signal);
  expect((await worker.outcome()).exitCode).toBe(0);
  const ids = entries.map((entry) => entry.seq);
  expect(checkInvariants(dir.root, { enqueued: ids })).toMatchObject({ processing: 0, failed: 0 });
  expect(readdirSync(queue.paths.workers)).toEqual([]);
  expect(readHeartbeat(queue.paths)?.stopped_at).toEqual(expect.any(String) as string);
});

test("an idle worker ends after its time, and what comes at that moment is not stranded", async () => {
  using dir = tempDir();
  await using worker = await startWorker(dir.root, ["--idle-exit", "0.2"]);
  expect((await worker.outcome()).exitCode).toBe(0);
  expect(new Queue(dir.root).enqueue(message("after")).isHeard).toBe(false);
});

test("a poison entry is a dead letter after three attempts, and the rest of its batch is applied", async () => {
  using dir = tempDir();
  const queue = new Queue(dir.root);
  queue.enqueue(message("before"), { operation: "insert_log", payload: { nonsense: true } }, message("after"));
  await using worker = await workerIn(dir.root, { retryBackoffMs: 1 }, { isOnce: true });
  await worker.done;
  expect(messages(dir.root)).toEqual(["before", "after"]);
  const [name] = queue.deadLetters.names();
  expect(queue.deadLetters.read(name!)).toMatchObject({
    attempts: 3,
    reason: { code: "HIVE_INVALID_ENTRY", message: expect.stringContaining("insert_log") as string },
  });
});

test("the queue's directory is replaced: the watcher is started again at the next look, and entries flow", async () => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root, { backstopIntervalMs: 50 });
  const { pending, tmp } = worker.queue.paths;
  rmSync(pending, { recursive: true });
  mkdirSync(pending, { mode: 0o700 });
  await waitFor(() => worker.wakes.state.restarts > 0);
  expect(worker.wakes.state).toMatchObject({ mode: "event", watch: "proven", fallbackReason: null });
  writeFileSync(`${tmp}/x`, JSON.stringify(message("again")));
  renameSync(`${tmp}/x`, `${pending}/5_x.json`);
  await drained(dir.root);
  expect(messages(dir.root)).toEqual(["again"]);
});

/** A watcher to which nothing is ever reported, as on a network file system. */
class DeafWatch extends WatchSource {
  override start(): void {
    super.start(() => undefined);
  }

  override prove(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

test("a watcher that proves nothing three times is replaced by polling, and status says so", async () => {
  using dir = tempDir();
  const paths = queuePaths(dir.root);
  new Queue(dir.root).prepare();
  const watch = new DeafWatch(paths.pending);
  await using worker = await workerIn(dir.root, { pollIntervalMs: 5, backstopIntervalMs: 3_600_000 }, { watch });
  expect(worker.wakes.state).toMatchObject({
    mode: "poll",
    watch: "failed",
    fallbackReason: "watch: no event arrives",
  });
  writeFileSync(`${paths.pending}/5_x.json`, JSON.stringify(message("polled")));
  await drained(dir.root);
  expect(readFileSync(`${dir.root}/logs/worker.log`, "utf8")).toContain("polling every 5 ms instead of events");
  await using status = hive(["status", "--root", dir.root]);
  const { stdout, exitCode } = await status.outcome();
  expect(stdout).toContain("warning     worker: it polls, not by choice: watch: no event arrives");
  expect(exitCode).toBe(3);
});

test("entries that no event told of are found by the backstop, counted, and the sources prove themselves again", async () => {
  using dir = tempDir();
  const queue = new Queue(dir.root);
  /** Proves itself and reports nothing: the events are lost. */
  class LossyWatch extends WatchSource {
    override start(): void {
      super.start(() => undefined);
    }
  }
  const watch = new LossyWatch(queue.paths.pending);
  await using worker = await workerIn(dir.root, { backstopIntervalMs: 100 }, { watch });
  const path = `${queue.paths.tmp}/x`;
  writeFileSync(path, JSON.stringify(message("missed")));
  const secondsAgo = new Date(Date.now() - 5000);
  const { utimesSync } = await import("node:fs");
  utimesSync(path, secondsAgo, secondsAgo);
  renameSync(path, `${queue.paths.pending}/5_x.json`);
  await drained(dir.root);
  const heartbeat = await waitFor(() => {
    const now = readHeartbeat(queue.paths);
    return now !== null && now.missed_wakes === 1 && now;
  });
  expect(heartbeat).toMatchObject({ missed_wakes: 1, events_processed: 1, mode: "event" });
  expect(worker.wakes.counts.doorbell).toBe(0);
});

test("a deleted doorbell is made again", async () => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root, { backstopIntervalMs: 50 });
  rmSync(worker.queue.paths.doorbell);
  await waitFor(() => existsSync(worker.queue.paths.doorbell) && worker.queue.enqueue(message("ring")).isHeard);
  expect(worker.wakes.state.doorbell).toBe("proven");
});

test("the log has no line per entry", async () => {
  using dir = tempDir();
  new Queue(dir.root).enqueue(...Array.from({ length: 500 }, (_, index) => message(`${index}`)));
  await using worker = hive(["worker", "--once", "--root", dir.root]);
  const { stderr, exitCode } = await worker.outcome();
  expect(
    stderr
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { message: string }).message),
  ).toEqual(["worker started", "worker stopped"]);
  expect(exitCode).toBe(0);
});
