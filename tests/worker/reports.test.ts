import { expect, setDefaultTimeout, spyOn, test } from "bun:test";
import type { Queue } from "../../src/queue/queue.ts";
import { readHeartbeat } from "../../src/supervisor/heartbeat.ts";
import type { Worker } from "../../src/worker/worker.ts";
import { tempDir } from "../support/temp-dir.ts";
import { waitFor } from "../support/wait-for.ts";
import { startOwnWorker } from "../support/workers/own-worker.ts";

// A machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

/** Entries that make a log worth moving. */
const LOG = 100;

const send = (queue: Queue, count = 1): void => {
  const message = { operation: "insert_log", payload: { sessionId: "s", atMs: 0, level: "info", message: "m" } };
  queue.enqueue(...Array.from({ length: count }, () => message));
};

/** What a worker has reported and moved until now. */
const reportsOf = ({ queue, store }: Worker) => {
  const moves = spyOn(store, "checkpointLog");
  return () => ({ reported: readHeartbeat(queue.paths)?.events_processed, moves: moves.mock.calls.length });
};

test("a worker listens again before it reports a call and moves the log", async () => {
  using dir = tempDir();
  const worker = await startOwnWorker(dir.root);
  const { queue, wakes } = worker;
  await waitFor(() => readHeartbeat(queue.paths)?.worker === worker.id);
  const reports = reportsOf(worker);
  const next = wakes.next.bind(wakes);
  const seen: unknown[] = [];
  wakes.next = (dueInMs) => {
    seen.push(reports());
    return next(dueInMs);
  };
  // The next heartbeat is long due.
  const now = performance.now.bind(performance);
  using later = spyOn(performance, "now").mockImplementation(() => now() + 10_000);
  send(queue, LOG);
  await waitFor(() => reports().reported === LOG && reports().moves === 1);
  expect(seen[0]).toEqual({ reported: 0, moves: 0 });
  expect(later).toHaveBeenCalled();
  await worker.stop();
});

test("a short log is not moved in a quiet moment: the commit of the next call would have to flush it", async () => {
  using dir = tempDir();
  const worker = await startOwnWorker(dir.root);
  const reports = reportsOf(worker);
  for (let calls = 1; calls <= 2; calls += 1) {
    send(worker.queue);
    await waitFor(() => reports().reported === calls);
  }
  expect(reports().moves).toBe(0);
  await worker.stop();
  expect(reports().moves).toBe(1);
});

test("a log that has grown is moved though calls keep coming", async () => {
  using dir = tempDir();
  const worker = await startOwnWorker(dir.root);
  const reports = reportsOf(worker);
  send(worker.queue, 1000);
  await waitFor(() => {
    send(worker.queue);
    return reports().moves > 0;
  });
  await worker.stop();
});
