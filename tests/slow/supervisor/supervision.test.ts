import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { reportPath } from "../../../src/queue/claims/recover.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { takeSlot } from "../../../src/supervisor/slot.ts";
import { endWorker, endWorkers } from "../../../src/supervisor/end/end-worker.ts";
import { findWorkers, isAlive } from "../../../src/supervisor/find.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { Log } from "../../../src/supervisor/log.ts";
import { readStatus } from "../../../src/doctor/status.ts";
import { findStuck } from "../../../src/supervisor/stuck.ts";
import { endProjects, newWorker, project, STARTS } from "../../support/workers/background.ts";
import { cli } from "../../support/cli.ts";
import { openDatabase } from "../../support/database.ts";
import { callHook, drained, hive, payload, rows, startWorker } from "../../support/hive.ts";
import { Child } from "../../support/process.ts";
import { waitFor } from "../../support/wait-for.ts";
import { makeMalformed } from "../../support/hostile/malformed.ts";

setDefaultTimeout(120_000);
afterEach(endProjects);

const MAIN = resolve(import.meta.dir, "../../../src/cli/main.ts");

const message = (text: string) => ({
  operation: "insert_log",
  payload: { sessionId: "s", atMs: 0, level: "info", message: text },
});
const logOf = (root: string): string => readFileSync(`${root}/logs/worker.log`, "utf8");
const started = (root: string): number => logOf(root).split('"worker started"').length - 1;

test("a hook of a new project starts a worker, which gets no terminal and no open file of the hook's", async () => {
  const { root } = project();
  rmSync(root, { recursive: true });
  const { stdout, exitCode } = await callHook(root, payload("29-stop"), STARTS);
  expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 0 });
  const { pid } = await newWorker(root);
  await drained(root);
  expect(rows(root, "SELECT id FROM sessions")).toHaveLength(1);
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const [, , , session, terminal] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  expect({ session, terminal }).toEqual({ session: String(pid), terminal: "0" });
});

test.each([
  ["the setting says never", { workerStart: "never" }, {}],
  ["the environment says never", {}, { HIVE_WORKER_START: "never" }],
])("a hook starts no worker when %s", async (_, config, env) => {
  const { root, paths } = project(config);
  await using child = new Child(MAIN, ["hook"], { HIVE_ROOT: root, ...env });
  await child.write(payload("29-stop"));
  await child.closeStdin();
  await child.outcome();
  expect(await Bun.file(`${paths.workers}/starting`).exists()).toBe(false);
  expect(findWorkers(paths)).toEqual([]);
});

test("a HIVE_ROOT that begins in the working directory is the same for the hook and the worker that it starts", async () => {
  const { root } = project();
  rmSync(root, { recursive: true });
  const env = { ...process.env, ...STARTS, HIVE_ROOT: basename(root) };
  const stdin = new Blob([payload("29-stop")]);
  Bun.spawnSync([process.execPath, MAIN, "hook"], { cwd: dirname(root), stdin: await stdin.bytes(), env });
  await newWorker(root);
  await drained(root);
  expect(rows(root, "SELECT id FROM sessions")).toHaveLength(1);
});

test("of several workers started in the background at once, one stays", async () => {
  const { root, paths } = project();
  const children = Array.from({ length: 6 }, () => hive(["worker", "run", "--background", "--root", root]));
  await newWorker(root);
  await waitFor(() => children.filter((child) => child.hasEnded).length === 5, { timeoutMs: 30_000 });
  expect(findWorkers(paths)).toHaveLength(1);
  expect(started(root)).toBe(1);
  await endWorkers(paths);
  for (const child of children) expect((await child.outcome()).exitCode).toBe(0);
});

test("who waits for a stopped worker stops waiting when told to, and leaves it alive", async () => {
  const { root, paths } = project({ stuckAfterSeconds: 1 });
  hive(["worker", "run", "--background", "--root", root]);
  const stopped = await newWorker(root);
  process.kill(stopped.pid, "SIGSTOP");
  new Queue(root).enqueue(message("waits"));
  const config = { ...DEFAULTS, stuckAfterSeconds: 1 };
  await waitFor(() => findStuck(paths, findWorkers(paths), 1000, Date.now()).length === 1);

  const ending = new AbortController();
  const { signal } = ending;
  const log = new Log({ path: `${root}/logs/own.log`, level: "debug", maxBytes: 1e6, files: 0 });
  const startedMs = performance.now();
  const place = takeSlot({ paths, config, log, signal });
  const asked = endWorker(paths, stopped, { graceMs: 60_000, signal });
  await waitFor(() => performance.now() - startedMs > 100);
  ending.abort();
  expect([await place, await asked]).toEqual([null, "alive"]);
  expect(performance.now() - startedMs).toBeLessThan(2000);
  expect(isAlive(paths, stopped.id)).toBe(true);
});

test("a worker whose slot's directory is just being deleted goes on, and takes the slot again once it is back", async () => {
  const { root, paths } = project();
  const log = new Log({ path: `${root}/own.log`, level: "debug", maxBytes: 1e6, files: 0 });
  const take = () => takeSlot({ paths, config: DEFAULTS, log, signal: AbortSignal.timeout(2000) });
  const slot = (await take())!;
  rmSync(paths.workers, { recursive: true });
  expect(slot.supervision.onMaintain()).toBe(false);
  mkdirSync(paths.workers, { mode: 0o700 });
  expect(slot.supervision.onMaintain()).toBe(false);
  expect(await take()).toBeNull();
  slot.release();
});

test("a worker that waits for a locked store is not stuck", async () => {
  const { root, paths } = project({ stuckAfterSeconds: 1 });
  hive(["worker", "run", "--background", "--root", root]);
  const waiting = await newWorker(root);
  const locker = openDatabase(root);
  locker.run("BEGIN IMMEDIATE");
  new Queue(root).enqueue(message("patient"));
  await waitFor(() => findWorkers(paths)[0]?.heartbeat?.store_error);
  const enqueuedAtMs = Date.now();
  await waitFor(() => Date.now() - enqueuedAtMs > 1500);
  const { outcome } = second(root);
  expect((await outcome).exitCode).toBe(0);
  expect(findWorkers(paths).map(({ id }) => id)).toEqual([waiting.id]);
  const { problems } = await readStatus(root, Date.now(), { ...DEFAULTS, stuckAfterSeconds: 1 });
  expect(problems.join()).toContain("the store cannot be written");
  locker.run("COMMIT");
  locker.close();
  await drained(root);
});

test("a worker that waits for a malformed store says so, and ends when it is asked to", async () => {
  const { root, paths } = project();
  await makeMalformed(root);
  const started = await cli(["worker", "start", "--root", root]);
  expect(started.exitCode).toBe(3);
  expect(started.stderr).toContain("has started, and waits: cannot open the store: database disk image is malformed");
  const [waiting] = findWorkers(paths);
  expect(waiting?.heartbeat).toMatchObject({ background: true, doorbell: "off", stopped_at: null });
  const { problems } = await readStatus(root, Date.now(), DEFAULTS);
  expect(problems.join()).toContain(
    "the store cannot be written: cannot open the store: database disk image is malformed",
  );
  expect((await cli(["worker", "stop", "--root", root])).stdout).toBe(`worker ${waiting!.id} has ended\n`);
  expect(readHeartbeat(paths)?.stopped_at).toEqual(expect.any(String));
  expect(readdirSync(paths.workers).filter((name) => name.startsWith(waiting!.id))).toEqual([]);
});

test("hive worker --once does not wait for a store that is malformed", async () => {
  const { root } = project();
  await makeMalformed(root);
  const { exitCode, stderr } = await cli(["worker", "--once", "--root", root]);
  expect(exitCode).toBe(50);
  expect(stderr).toContain("hive doctor --fix");
});

function second(root: string) {
  const child = hive(["worker", "run", "--background", "--root", root]);
  return { outcome: child.outcome() };
}

test("a process that is not the one that wrote the heartbeat is never signalled", async () => {
  const { root, paths } = project();
  await using child = await startWorker(root);
  const worker = await newWorker(root);
  // It would write its own over this one.
  process.kill(worker.pid, "SIGSTOP");
  const path = reportPath(paths, worker.id);
  writeFileSync(path, JSON.stringify({ ...worker.heartbeat, process_start: "1" }));
  const [pretender] = findWorkers(paths);
  expect(pretender?.heartbeat?.process_start).toBe("1");
  expect(await endWorker(paths, pretender!)).toBe("refused");
  expect(isAlive(paths, worker.id)).toBe(true);
  child.kill();
});

test("a worker that finds another at work leaves the gate to it, which may end at any moment", async () => {
  const { root, paths } = project();
  hive(["worker", "run", "--background", "--root", root]);
  const { id } = await newWorker(root);
  await using late = hive(["worker", "run", "--background", "--root", root]);
  expect((await late.outcome()).exitCode).toBe(0);
  expect(existsSync(`${paths.workers}/starting`)).toBe(false);
  expect(findWorkers(paths).map((worker) => worker.id)).toEqual([id]);
});

test.each([
  ["polls", { mode: "poll" }],
  ["whose doorbell failed", {}],
])("a worker that finds one at work that %s leaves the queue to it, and does not complain", async (_, config) => {
  const { root, paths } = project(config);
  if (!("mode" in config)) mkdirSync(paths.doorbell, { recursive: true });
  await callHook(root, payload("29-stop"), STARTS);
  const { id } = await newWorker(root);
  await drained(root);
  await callHook(root, payload("03-posttooluse-edit"), STARTS);
  await cli(["worker", "start", "--root", root]);
  await drained(root);
  expect(findWorkers(paths).map((worker) => worker.id)).toEqual([id]);
  expect(logOf(root)).not.toContain("another worker has the place");
});

test("status says that a worker does not last", async () => {
  const { root, paths } = project();
  writeFileSync(`${paths.workers}/starting`, `${Date.now() + 20_000} 4\n`);
  const { problems } = await readStatus(root, Date.now(), DEFAULTS);
  expect(problems.join()).toMatch(/worker: it was started 4 times and did not last; none is started for \d+ s/);
});
