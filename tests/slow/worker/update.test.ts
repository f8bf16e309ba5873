/** A worker of hive 0.1.0 lives while hive is updated: the new hook's entries must not become dead letters of it. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { nodeHookIo } from "../../../src/capture/node-io.ts";
import type { QueuePaths } from "../../../src/queue/layout.ts";
import { VERSION } from "../../../src/base/version.ts";
import { findWorkers } from "../../../src/supervisor/find.ts";
import { ProcessLock } from "../../../src/supervisor/lock.ts";
import { mayStart } from "../../../src/supervisor/start-backoff.ts";
import { endProjects, newWorker, project, STARTS } from "../../support/workers/background.ts";
import { hive010 } from "../../support/versions/hive-0.1.0.ts";
import { callHook, drained, hive, payload, rows } from "../../support/hive.ts";
import { Child } from "../../support/process.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);
afterEach(endProjects);

const SILENT = { stdout: "", stderr: "", exitCode: 0, signal: null };
const KINDS = [
  ["in the background", ["worker", "run", "--background"]],
  ["in the foreground", ["worker"]],
] as const;

const json = (directory: string): string[] =>
  readdirSync(directory, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".json"));

/** The entries that wait, are claimed, and are dead letters. */
function whereAll({ pending, processing, failed }: QueuePaths) {
  return { pending: json(pending).length, processing: json(processing).length, failed: json(failed) };
}

/** A second look makes another file. */
const looked = (paths: QueuePaths): bigint => statSync(`${paths.workers}/looked`, { bigint: true }).mtimeNs;

test.each(KINDS)("a worker of hive 0.1.0 %s has ended before the new hook's entry can be claimed", async (_, args) => {
  const { root, paths } = project();
  using old = hive010();
  const worker = new Child(old.main, [...args, "--root", root]);
  const { heartbeat } = await newWorker(root);
  expect(heartbeat?.version).toBe("0.1.0");
  expect(await callHook(root, payload("03-posttooluse-edit"))).toEqual(SILENT);
  expect((await worker.outcome()).exitCode).toBe(0);
  expect(findWorkers(paths)).toEqual([]);
  expect(whereAll(paths)).toEqual({ pending: 1, processing: 0, failed: [] });
  expect(existsSync(`${root}/hook.log`)).toBe(false);
});

test.each(KINDS)("after a worker of hive 0.1.0 %s, the hook starts one of its own version", async (_, args) => {
  const { root, paths } = project();
  using old = hive010();
  const worker = new Child(old.main, [...args, "--root", root]);
  const { id } = await newWorker(root);
  // Whoever started the old one keeps others from starting one for a while.
  writeFileSync(`${paths.workers}/starting`, `${Date.now() + 60_000} 2\n`);
  await callHook(root, payload("03-posttooluse-edit"), STARTS);
  expect((await worker.outcome()).exitCode).toBe(0);
  const next = await newWorker(root, [id]);
  expect(next.heartbeat?.version).toBe(VERSION);
  expect(findWorkers(paths)).toHaveLength(1);
});

test("after a worker of hive 0.1.0 was ended, the next call does not look again", async () => {
  const { root, paths } = project();
  using old = hive010();
  await using _worker = new Child(old.main, ["worker", "--root", root]);
  await newWorker(root);
  await callHook(root, payload("03-posttooluse-edit"));
  const first = looked(paths);
  await callHook(root, payload("29-stop"));
  expect(looked(paths)).toBe(first);
});

test("several calls at once end a worker of hive 0.1.0, and none of them becomes a dead letter", async () => {
  const { root, paths } = project();
  using old = hive010();
  const worker = new Child(old.main, ["worker", "--root", root]);
  await newWorker(root);
  const calls = Array.from({ length: 6 }, (_, index) => payload("03-posttooluse-edit", { tool_use_id: `t${index}` }));
  expect(await Promise.all(calls.map((stdin) => callHook(root, stdin)))).toEqual(calls.map(() => SILENT));
  expect((await worker.outcome()).exitCode).toBe(0);
  expect(whereAll(paths)).toEqual({ pending: 6, processing: 0, failed: [] });
});

/** A worker that is starting: it has its lock, and nothing else yet. */
function starting({ workers }: QueuePaths) {
  const id = `${process.pid}-0199d1c0-0000-7000-8000-000000000000`;
  const lock = ProcessLock.take(`${workers}/${id}.lock`, true)!;
  const report = (version: string): void =>
    writeFileSync(`${workers}/${id}.json`, JSON.stringify({ pid: process.pid, worker: id, version }));
  return { report, [Symbol.dispose]: () => lock.release() };
}

test("a worker that is starting gets no entry before it has said which version it is", async () => {
  const { root, paths } = project();
  using worker = starting(paths);
  const call = callHook(root, payload("03-posttooluse-edit"));
  await Bun.sleep(400);
  expect(whereAll(paths)).toEqual({ pending: 0, processing: 0, failed: [] });
  worker.report(VERSION);
  expect(await call).toEqual(SILENT);
  expect(whereAll(paths)).toEqual({ pending: 1, processing: 0, failed: [] });
});

test("a worker that this version has just started is not waited for", async () => {
  const { root, paths } = project();
  using _worker = starting(paths);
  expect(mayStart(nodeHookIo, paths, Date.now())).toBe(true);
  expect(await callHook(root, payload("03-posttooluse-edit"))).toEqual(SILENT);
  expect(whereAll(paths)).toEqual({ pending: 1, processing: 0, failed: [] });
  expect(existsSync(`${root}/hive.db`)).toBe(false);
});

test("the heartbeat of a dead worker of hive 0.1.0 is looked into once", async () => {
  const { root, paths } = project();
  using old = hive010();
  await using worker = new Child(old.main, ["worker", "--root", root]);
  await newWorker(root);
  worker.kill();
  await worker.outcome();
  await callHook(root, payload("03-posttooluse-edit"));
  const first = looked(paths);
  await callHook(root, payload("29-stop"));
  expect(looked(paths)).toBe(first);
  expect(whereAll(paths)).toEqual({ pending: 2, processing: 0, failed: [] });
});

test("a worker that cannot be ended keeps nobody waiting for long, and gets no entry that it does not know", async () => {
  const { root, paths } = project();
  // Whose heartbeat names no process that holds its lock: nobody may signal it.
  const id = "1-0199d1c0-0000-7000-8000-000000000000";
  const lock = ProcessLock.take(`${paths.workers}/${id}.lock`, true)!;
  const heartbeat = JSON.stringify({ pid: 1, worker: id, version: "0.1.0", process_start: "1" });
  for (const path of [`${paths.workers}/${id}.json`, paths.heartbeat]) writeFileSync(path, heartbeat);
  const startedMs = performance.now();
  expect(await callHook(root, payload("03-posttooluse-edit"))).toEqual(SILENT);
  expect(performance.now() - startedMs).toBeLessThan(5000);
  // The next calls do not wait again for a while.
  expect(readFileSync(`${paths.workers}/looked`, "utf8")).toMatch(/^stuck \d+$/);
  expect(await callHook(root, payload("29-stop"))).toEqual(SILENT);
  const applied = rows(root, "SELECT seq FROM hive_ledger WHERE operation = 'observe'").length;
  expect(applied + whereAll(paths).pending).toBe(2);
  lock.release();
});

test("a worker of this version that starts beside one of hive 0.1.0 has ended it before its first heartbeat", async () => {
  const { root, paths } = project();
  using old = hive010();
  const worker = new Child(old.main, ["worker", "--root", root]);
  const { id } = await newWorker(root);
  await using _next = hive(["worker", "--root", root]);
  const next = await newWorker(root, [id]);
  expect([next.heartbeat?.version, findWorkers(paths).length]).toEqual([VERSION, 1]);
  expect((await worker.outcome()).exitCode).toBe(0);
  await callHook(root, payload("03-posttooluse-edit"));
  await drained(root);
  expect(whereAll(paths)).toEqual({ pending: 0, processing: 0, failed: [] });
  expect(rows(root, "SELECT 1 FROM hive_ledger WHERE operation = 'observe'")).toHaveLength(0);
});
