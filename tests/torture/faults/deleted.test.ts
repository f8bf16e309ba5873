import { Database } from "bun:sqlite";
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { queueDirectories, queuePaths } from "../../../src/queue/layout.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { findWorkers } from "../../../src/supervisor/find.ts";
import { endProjects, newWorker, project } from "../../support/workers/background.ts";
import { drained, hive, startWorker } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { IS_LONG } from "../../support/torture-report.ts";
import { waitFor } from "../../support/wait-for.ts";
import { countCase, expectOnce, logOf, message, workerIn } from "./setup.ts";

setDefaultTimeout(120_000);
afterEach(endProjects);

const DIRECTORIES = ["pending", "processing", "failed", "tmp", "workers", "journals", "instances", "queue"] as const;

test.each(DIRECTORIES)(
  "%s is deleted while a worker runs: it is made again, and what comes after is applied",
  async (which) => {
    using dir = tempDir();
    await using worker = await workerIn(dir.root, { backstopIntervalMs: 50 });
    const { paths } = worker.queue;
    worker.queue.enqueue(message("before"));
    await drained(dir.root);
    rmSync(paths[which], { recursive: true });
    await waitFor(() => queueDirectories(paths).every((path) => existsSync(path)));
    await waitFor(() => worker.wakes.state.watch === "proven" && worker.queue.enqueue(message("ring")).isHeard);
    await waitFor(() => findWorkers(paths).some(({ id }) => id === worker.id));
    const ids = worker.queue.enqueue(message("after")).entries.map(({ seq }) => seq);
    await drained(dir.root);
    const backstops = worker.wakes.counts.backstop;
    await waitFor(() => worker.wakes.counts.backstop > backstops);
    expect(worker.wakes.state).toMatchObject({ mode: "event", watch: "proven", doorbell: "proven" });
    expectOnce(dir.root, ["after", "before"], ids);
  },
);

test("the directory of claims is deleted under a batch: what was not applied is, and nothing twice", async () => {
  using dir = tempDir();
  let isDeleted = false;
  await using worker = await workerIn(
    dir.root,
    { retryBackoffMs: 1, maxAttempts: 2 },
    {
      onStep: (step) => {
        if (step !== "committed" || isDeleted) return;
        isDeleted = true;
        rmSync(queuePaths(dir.root).processing, { recursive: true });
      },
    },
  );
  worker.queue.enqueue(message("good"), { operation: "insert_log", payload: { nonsense: true } });
  await waitFor(() => worker.queue.deadLetters.names().length === 1);
  await drained(dir.root);
  expect(worker.queue.deadLetters.read(worker.queue.deadLetters.names()[0]!)).toMatchObject({ attempts: 2 });
  expectOnce(dir.root, ["good"]);
});

test("the whole state directory is deleted: the worker makes a new one and goes on, with the log, the lock and its place", async () => {
  const { root, paths } = project({ backstopIntervalMs: 50 });
  await using child = hive(["worker", "run", "--background", "--root", root]);
  const { id } = await newWorker(root);
  new Queue(root).enqueue(message("gone with it"));
  await drained(root);
  rmSync(root, { recursive: true });
  await waitFor(() => queueDirectories(paths).every((path) => existsSync(path)));
  await waitFor(() => findWorkers(paths).some((worker) => worker.id === id));
  await waitFor(() => existsSync(`${paths.workers}/background`));
  const ids = new Queue(root).enqueue(message("after")).entries.map(({ seq }) => seq);
  await drained(root);
  expectOnce(root, ["after"], ids);
  await waitFor(() => logOf(root).includes("the store was opened again"));
  await using second = hive(["worker", "run", "--background", "--root", root]);
  expect((await second.outcome()).exitCode).toBe(0);
  expect(findWorkers(paths).map((worker) => worker.id)).toEqual([id]);
  expect(child.hasEnded).toBe(false);
});

test("a project is deleted with rm while a worker is at work: the worker ends, and nothing is made again", async () => {
  for (let round = 0; round < (IS_LONG ? 20 : 3); round += 1) {
    using dir = tempDir();
    const path = `${dir.path}/project`;
    const root = `${path}/.hive-mind`;
    const queue = new Queue(root);
    await using worker = await startWorker(root, ["--batch-size", "4"]);
    queue.enqueue(...Array.from({ length: 500 }, (_, index) => message(`${index}`)));
    // A file that the worker moves or writes at that very moment makes rm give up: whoever deletes tries again.
    await waitFor(async () => (await Bun.spawn(["rm", "-rf", path], { stderr: "ignore" }).exited) === 0);
    const outcome = await worker.outcome();
    expect(outcome).toMatchObject({ exitCode: 30, signal: null });
    expect(outcome.stderr).toContain("is gone");
    expect(existsSync(path)).toBe(false);
    countCase();
  }
});

test("a project is deleted while its worker waits for the store: the worker ends", async () => {
  using dir = tempDir();
  const root = `${dir.path}/project/.hive-mind`;
  const queue = new Queue(root);
  await using worker = await startWorker(root);
  using busy = new Database(`${root}/hive.db`);
  busy.run("BEGIN IMMEDIATE");
  queue.enqueue(message("never"));
  await worker.printedError("the store is unavailable, waiting");
  rmSync(dirname(root), { recursive: true });
  expect(await worker.outcome()).toMatchObject({ exitCode: 30 });
  expect(existsSync(dirname(root))).toBe(false);
  countCase();
});
