import { Database } from "bun:sqlite";
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Io } from "../../src/cli/io.ts";
import { run } from "../../src/cli/program.ts";
import { DEFAULTS } from "../../src/config.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { makeQueue } from "../../src/queue/make.ts";
import { Queue } from "../../src/queue/queue.ts";
import { endWorker, endWorkers } from "../../src/worker/end-worker.ts";
import { findWorkers, isAlive, type LiveWorker } from "../../src/worker/find.ts";
import { reportPath } from "../../src/queue/maintenance.ts";
import { readStatus } from "../../src/worker/status.ts";
import { callHook, drained, hive, payload, rows, SESSION, startWorker } from "../support/hive.ts";
import { checkInvariants } from "../support/invariants.ts";
import { Child } from "../support/process.ts";
import { tempDir } from "../support/temp-dir.ts";
import { waitFor } from "../support/wait-for.ts";

setDefaultTimeout(120_000);

const TOP = resolve(import.meta.dir, "../..");
const MAIN = join(TOP, "src/cli/main.ts");
const STARTS = { HIVE_WORKER_START: "hook" };
const roots = new Set<string>();

/** A fresh state directory; its workers in the background are ended with the test. */
function project(config: Record<string, unknown> = {}) {
  const dir = tempDir();
  const paths = queuePaths(dir.root);
  makeQueue(paths);
  writeFileSync(`${dir.root}/config.json`, JSON.stringify(config));
  roots.add(dir.root);
  return { root: dir.root, paths };
}

afterEach(async () => {
  for (const root of roots) {
    const paths = queuePaths(root);
    if (existsSync(paths.workers)) await endWorkers(paths, { graceMs: 500 });
    rmSync(resolve(root, ".."), { recursive: true, force: true });
  }
  roots.clear();
});

const message = (text: string) => ({
  operation: "insert_log",
  payload: { sessionId: "s", atMs: 0, level: "info", message: text },
});
const logOf = (root: string): string => readFileSync(`${root}/logs/worker.log`, "utf8");
const started = (root: string): number => logOf(root).split('"worker started"').length - 1;

/** The worker that has written a heartbeat and is not one of those known. */
async function newWorker(root: string, known: readonly string[] = []): Promise<LiveWorker> {
  const find = () =>
    findWorkers(queuePaths(root)).find(({ id, heartbeat }) => heartbeat !== null && !known.includes(id));
  await waitFor(() => find() !== undefined, { timeoutMs: 30_000 });
  return find()!;
}

async function cli(args: readonly string[]) {
  let stdout = "";
  let stderr = "";
  const io: Io = {
    env: {},
    cwd: "/",
    isTTY: false,
    out: (text) => (stdout += text),
    err: (text) => (stderr += text),
    readStdin: () => Promise.resolve(""),
  };
  const exitCode = await run(args, io);
  return { stdout, stderr, exitCode };
}

test("200 hooks at once with no worker start one, and all 200 are applied", async () => {
  const { root } = project({ checkpointIntervalSeconds: 0 });
  const calls = Array.from({ length: 200 }, (_, index) => {
    const stdin = `${root}/payload-${index}`;
    writeFileSync(stdin, payload("03-posttooluse-edit", { tool_use_id: `call-${index}` }));
    const env = { ...process.env, ...STARTS, HIVE_ROOT: root };
    return Bun.spawn([process.execPath, MAIN, "hook"], { stdin: Bun.file(stdin), env, stdout: "pipe", stderr: "pipe" });
  });
  const outputs = await Promise.all(calls.flatMap((call) => [call.stdout.text(), call.stderr.text()]));
  expect(outputs.join("")).toBe("");
  expect(new Set(await Promise.all(calls.map((call) => call.exited)))).toEqual(new Set([0]));
  await newWorker(root);
  await drained(root);
  expect(started(root)).toBe(1);
  const [counted] = rows<{ n: number }>(root, "SELECT sum(operation_count) AS n FROM instance_sessions");
  expect(counted?.n).toBe(200);
  expect(checkInvariants(root, { expectDrained: true }).failed).toBe(0);
});

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

test("a stopped worker is killed and replaced, and nothing is lost or doubled", async () => {
  const { root, paths } = project({ stuckAfterSeconds: 1 });
  hive(["worker", "run", "--background", "--root", root]);
  const stopped = await newWorker(root);
  process.kill(stopped.pid, "SIGSTOP");
  const queue = new Queue(root);
  const { entries, isHeard } = queue.enqueue(...Array.from({ length: 20 }, (_, index) => message(`${index}`)));
  expect(isHeard).toBe(true);
  await waitFor(async () =>
    (await readStatus(root, Date.now(), { ...DEFAULTS, stuckAfterSeconds: 1 })).problems.some((problem) =>
      problem.includes("takes no entry"),
    ),
  );
  hive(["worker", "run", "--background", "--root", root]);
  const replacement = await newWorker(root, [stopped.id]);
  await drained(root);
  expect(isAlive(paths, stopped.id)).toBe(false);
  expect(logOf(root)).toContain('"ending":"killed"');
  await endWorker(paths, replacement);
  const ids = entries.map(({ seq }) => seq);
  expect(checkInvariants(root, { enqueued: ids, expectDrained: true }).applied).toBe(20);
});

test("the hook calls for help when the worker that hears it takes nothing", async () => {
  const { root } = project({ stuckAfterSeconds: 1, checkpointIntervalSeconds: 0 });
  hive(["worker", "run", "--background", "--root", root]);
  const stopped = await newWorker(root);
  await callHook(root, payload("29-stop"), STARTS);
  await drained(root);
  process.kill(stopped.pid, "SIGSTOP");
  await waitFor(
    async () => {
      // An agent's turns are apart.
      await Bun.sleep(300);
      await callHook(root, payload("29-stop"), STARTS);
      return findWorkers(queuePaths(root)).some(({ id }) => id !== stopped.id);
    },
    { timeoutMs: 60_000 },
  );
  await drained(root);
  expect(isAlive(queuePaths(root), stopped.id)).toBe(false);
});

test("a worker that waits for a locked store is not stuck", async () => {
  const { root, paths } = project({ stuckAfterSeconds: 1 });
  hive(["worker", "run", "--background", "--root", root]);
  const waiting = await newWorker(root);
  const locker = new Database(`${root}/hive.db`);
  locker.run("BEGIN IMMEDIATE");
  new Queue(root).enqueue(message("patient"));
  await waitFor(() => findWorkers(paths)[0]?.heartbeat?.store_error !== null);
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

function second(root: string) {
  const child = hive(["worker", "run", "--background", "--root", root]);
  return { outcome: child.outcome() };
}

test("a process that is not the one that wrote the heartbeat is never signalled", async () => {
  const { root, paths } = project();
  await using child = await startWorker(root);
  const [worker] = findWorkers(paths);
  // It would write its own over this one.
  process.kill(worker!.pid, "SIGSTOP");
  const path = reportPath(paths, worker!.id);
  writeFileSync(path, JSON.stringify({ ...worker!.heartbeat, process_start: "1" }));
  const [pretender] = findWorkers(paths);
  expect(await endWorker(paths, pretender!)).toBe("refused");
  expect(isAlive(paths, worker!.id)).toBe(true);
  child.kill();
});

/** hive as of another version, in a directory of its own. */
function otherVersion(version: string): { main: string; manifest: string; setVersion: (text: string) => void } {
  const top = join(tempDir().path, "hive");
  mkdirSync(top);
  cpSync(join(TOP, "src"), join(top, "src"), { recursive: true });
  symlinkSync(join(TOP, "node_modules"), join(top, "node_modules"));
  const manifest = join(top, "package.json");
  const setVersion = (text: string): void => {
    const fields = JSON.parse(readFileSync(join(TOP, "package.json"), "utf8")) as Record<string, unknown>;
    writeFileSync(manifest, JSON.stringify({ ...fields, version: text }));
  };
  setVersion(version);
  roots.add(join(top, ".hive-mind"));
  return { main: join(top, "src/cli/main.ts"), manifest, setVersion };
}

test("a worker of an older version finishes and gives way to a newer one, never the other way round", async () => {
  const { root, paths } = project();
  const older = otherVersion("0.0.1");
  const args = ["worker", "run", "--background", "--root", root];
  const old = new Child(older.main, args);
  const first = await newWorker(root);
  expect(first.heartbeat?.version).toBe("0.0.1");
  new Queue(root).enqueue(message("before"));
  hive(args);
  const next = await newWorker(root, [first.id]);
  expect((await old.outcome()).exitCode).toBe(0);
  await using oldAgain = new Child(older.main, args);
  expect((await oldAgain.outcome()).exitCode).toBe(0);
  expect(findWorkers(paths).map(({ id }) => id)).toEqual([next.id]);
  await drained(root);
  expect(checkInvariants(root, { expectDrained: true }).applied).toBe(1);
});

test("a worker whose installation was updated ends, and the next hook starts the new one", async () => {
  const { root, paths } = project({ backstopIntervalMs: 50 });
  const installed = otherVersion("0.0.1");
  const child = new Child(installed.main, ["worker", "run", "--background", "--root", root]);
  await newWorker(root);
  installed.setVersion("0.0.2");
  expect((await child.outcome()).exitCode).toBe(0);
  expect(findWorkers(paths)).toEqual([]);
  expect(await Bun.file(`${paths.workers}/starting`).exists()).toBe(false);
});

/** `HIVE_IDLE_EXITS=1000` tries it at length. */
const rounds = Number(process.env["HIVE_IDLE_EXITS"] ?? 25);

test(
  "an entry that comes while a worker ends for idleness is applied, by it or by the one that its hook starts",
  async () => {
    const { root } = project({ idleExitSeconds: 0.05, checkpointIntervalSeconds: 0 });
    const queue = new Queue(root);
    const ids: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // A producer does as the hook does: it enqueues, rings, and starts a worker when nobody listens.
      await callHook(root, payload("03-posttooluse-edit", { tool_use_id: `idle-${round}` }), STARTS);
      ids.push(`update_checkpoint:${SESSION}:idle-${round}`);
      await waitFor(() => queue.depth().pending === 0, { timeoutMs: 30_000 });
      await Bun.sleep(Math.random() * 150);
    }
    await drained(root);
    expect(checkInvariants(root, { enqueued: ids, expectDrained: true }).failed).toBe(0);
  },
  60_000 + rounds * 5000,
);

test("hive worker start, stop, restart and logs do as they say", async () => {
  const { root, paths } = project();
  expect((await cli(["worker", "stop", "--root", root])).stdout).toBe("no worker runs\n");
  expect((await cli(["worker", "start", "--root", root])).stdout).toMatch(/^worker \S+ started\n$/);
  const [first] = findWorkers(paths);
  expect((await cli(["worker", "start", "--root", root])).stdout).toContain("is at work already");
  expect((await cli(["worker", "restart", "--root", root])).stdout).toMatch(/has ended\nworker \S+ started\n$/);
  const [next] = findWorkers(paths);
  expect(next?.id).not.toBe(first?.id);
  expect((await cli(["worker", "stop", "--root", root])).stdout).toBe(`worker ${next?.id} has ended\n`);
  const { stdout } = await cli(["worker", "logs", "--lines", "1", "--root", root]);
  expect(stdout).toMatch(/^\S+ {2}info {3}worker stopped {2}worker=/);
});

test("a worker that does not end is killed only when asked to", async () => {
  const { root } = project();
  await cli(["worker", "start", "--root", root]);
  const worker = await newWorker(root);
  process.kill(worker.pid, "SIGSTOP");
  const refused = await cli(["worker", "stop", "--root", root]);
  expect(refused.exitCode).toBe(3);
  expect(refused.stderr).toContain("--force");
  expect((await cli(["worker", "stop", "--force", "--root", root])).stdout).toBe(`worker ${worker.id} was killed\n`);
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

test("status says that a worker does not last", async () => {
  const { root, paths } = project();
  writeFileSync(`${paths.workers}/starting`, `${Date.now() + 20_000} 4\n`);
  const { problems } = await readStatus(root, Date.now(), DEFAULTS);
  expect(problems.join()).toMatch(/a worker was started 4 times and did not last; none is started for \d+ s/);
});

test("the hook of a newer version has the worker of an older one replaced", async () => {
  const { root } = project({ checkpointIntervalSeconds: 0 });
  const older = otherVersion("0.0.1");
  const old = new Child(older.main, ["worker", "run", "--background", "--root", root]);
  const { id } = await newWorker(root);
  await callHook(root, payload("29-stop"), STARTS);
  const next = await newWorker(root, [id]);
  expect((await old.outcome()).exitCode).toBe(0);
  expect(next.heartbeat?.version).not.toBe("0.0.1");
  await drained(root);
});
