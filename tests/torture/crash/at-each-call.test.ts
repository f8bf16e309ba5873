/**
 * A process killed with SIGKILL at its nth system call that changes a file, whatever the call, under strace. In the
 * short form some of them, in the long form each.
 */
import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Database } from "bun:sqlite";
import { queuePaths } from "../../../src/queue/layout.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { inspect } from "../../../src/agents/claude-code/settings.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { runWorkerOnce, payload, rows } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import { entry } from "../../worker/forward/forward-project.ts";
import { IS_LONG, reportCases } from "../../support/torture-report.ts";
import { configure } from "../../support/settings.ts";

setDefaultTimeout(IS_LONG ? 10_800_000 : 120_000);

const MAIN = resolve(import.meta.dir, "../../../src/cli/main.ts");
const CALLS =
  "rename,renameat,renameat2,unlink,unlinkat,link,linkat,mkdir,mkdirat,rmdir,pwrite64,fsync,fdatasync,ftruncate,fchmod,chmod,write";
const SHORT_SAMPLES = 7;

interface Run {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** A system call of a program: the nth of its kind. */
interface Call {
  readonly name: string;
  readonly nth: number;
}

/** Runs a command line of hive under strace, to its end or to the call at which it is killed. */
function runTraced(
  { args, cwd, env = {}, stdin = "" }: Run,
  killedAt: Call | null,
): { isKilled: boolean; calls: Call[] } {
  const log = join(cwd, "strace.txt");
  const inject = killedAt === null ? [] : ["-e", `inject=${killedAt.name}:signal=SIGKILL:when=${killedAt.nth}`];
  const command = ["strace", "-f", "-qq", "-o", log, "-e", `trace=${CALLS}`, ...inject];
  const { signalCode, exitCode } = Bun.spawnSync([...command, process.execPath, MAIN, ...args], {
    cwd,
    stdin: Buffer.from(stdin),
    stdout: "ignore",
    stderr: "ignore",
    env: { ...process.env, HIVE_WORKER_START: "never", ...env },
  });
  return { isKilled: signalCode === "SIGKILL" || exitCode === 137, calls: callsIn(readFileSync(log, "utf8")) };
}

/** strace counts the calls of each thread and kind apart. */
function callsIn(log: string): Call[] {
  const counted = new Map<string, number>();
  return log.split("\n").flatMap((line) => {
    const [, thread, name] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    if (name === undefined) return [];
    const nth = (counted.get(`${thread} ${name}`) ?? 0) + 1;
    counted.set(`${thread} ${name}`, nth);
    return [{ name, nth }];
  });
}

/** All of the calls, or some of them with the first and the last. */
function samples(calls: readonly Call[]): readonly Call[] {
  if (IS_LONG || calls.length <= SHORT_SAMPLES) return calls;
  const step = (calls.length - 1) / (SHORT_SAMPLES - 1);
  return Array.from({ length: SHORT_SAMPLES }, (_, index) => calls[Math.floor(index * step)]!);
}

const counts: Record<string, number> = {};

/** Kills a command at each sampled call, every time in a world of its own, and checks what is left. */
async function killAtEach<World extends { readonly path: string }>(
  name: string,
  make: (path: string) => World | Promise<World>,
  run: (world: World) => Run,
  check: (world: World, isKilled: boolean) => Promise<void>,
): Promise<void> {
  using first = tempDir();
  const { calls } = runTraced(run(await make(first.path)), null);
  let killed = 0;
  for (const call of samples(calls)) {
    using dir = tempDir();
    const world = await make(dir.path);
    const { isKilled } = runTraced(run(world), call);
    killed += Number(isKilled);
    try {
      await check(world, isKilled);
    } catch (error) {
      throw new Error(`killed at ${call.name} ${call.nth}, of ${calls.length} calls`, { cause: error });
    }
  }
  counts[name] = killed;
  // Threads share the calls out differently each time, so the last samples may find none to be killed at.
  expect(killed).toBeGreaterThan(SHORT_SAMPLES / 2);
}

const message = (text: string) => ({
  operation: "insert_log",
  payload: { sessionId: "s", atMs: 0, level: "info", message: text },
});
const HOUR_S = 3600;
const LEFT_BY_A_CRASH = Bun.randomUUIDv7();

/** A queue with all that a worker does something about. */
function busyQueue(path: string) {
  const root = join(path, ".hive-mind");
  const queue = new Queue(root, { worker: "dead" });
  const { paths } = queue;
  const claimed = queue.enqueue(message("claimed by a dead worker")).entries;
  queue.wake();
  queue.claim(1);
  const pending = queue.enqueue(message("a"), message("b"), {
    operation: "nonsense",
    payload: {},
    priority: 9,
  }).entries;
  configure(root, { maxAttempts: 1, batchSize: 2 });
  const nowS = Date.now() / 1000;
  writeFileSync(`${paths.tmp}/${LEFT_BY_A_CRASH}`, "x");
  utimesSync(`${paths.tmp}/${LEFT_BY_A_CRASH}`, nowS, nowS - 2 * HOUR_S);
  const reason = { code: "HIVE_INVALID_ENTRY", message: "x" };
  const old = { entry_id: "old", reason, attempts: 1, failed_at: "", entry: null };
  writeFileSync(`${paths.failed}/5_old.json`, JSON.stringify(old));
  utimesSync(`${paths.failed}/5_old.json`, nowS, nowS - 40 * 24 * HOUR_S);
  return { path, root, ids: [...claimed, ...pending].map(({ seq }) => seq) };
}

const PROMPTS = Array.from({ length: 40 }, (_, n) => `prompt ${String(n).padStart(2, "0")}`);

/** A project of which nothing is in the archive yet, and the archive is not there. */
async function unsent(path: string) {
  const root = join(path, "project/.hive-mind");
  // Beside the project: hive believes no data directory in it.
  const data = join(path, "data");
  process.env["XDG_DATA_HOME"] = data;
  mkdirSync(root, { recursive: true, mode: 0o700 });
  using store = await Store.open(root, { hasOutbox: true });
  store.applyBatch(
    PROMPTS.map((key, n) => entry(key, Date.now() + n)),
    Date.now(),
  );
  return { path, root, archive: join(data, "hive/archive.db") };
}

const env = (path: string) => ({ HOME: join(path, "home"), HIVE_ROOT: "" });
const settings = (path: string): string => readFileSync(join(path, "project/.claude/settings.local.json"), "utf8");

const hasStrace = process.platform === "linux" && Bun.which("strace") !== null;

describe.if(hasStrace)("killed at any call that changes a file", () => {
  afterAll(() => {
    const cases = Object.values(counts).reduce((sum, n) => sum + n, 0);
    reportCases("SIGKILL at a system call (hook, worker, forwarder, setup, requeue)", cases);
  });

  test("the hook leaves each entry whole or none, and a second delivery completes it", async () => {
    await killAtEach(
      "hook",
      (path) => ({ path, root: join(path, ".hive-mind") }),
      ({ path, root }) => ({
        args: ["hook"],
        cwd: path,
        env: { HIVE_ROOT: root },
        stdin: payload("03-posttooluse-edit"),
      }),
      async ({ root, path }) => {
        runTraced({ args: ["hook"], cwd: path, env: { HIVE_ROOT: root }, stdin: payload("03-posttooluse-edit") }, null);
        await runWorkerOnce(root);
        const { failed } = checkInvariants(root);
        const [counted] = rows<{ n: number }>(root, "SELECT sum(operation_count) AS n FROM instance_sessions");
        expect({ failed, operations: counted?.n }).toEqual({ failed: 0, operations: 1 });
      },
    );
  });

  test("the worker loses nothing and applies nothing twice: claim, migrate, apply, ack, bury, recover, sweep", async () => {
    await killAtEach(
      "worker",
      busyQueue,
      ({ path, root }) => ({ args: ["worker", "--once", "--quiet", "--root", root], cwd: path }),
      async ({ root, ids }) => {
        await runWorkerOnce(root);
        const { failed, applied, pending, processing } = checkInvariants(root, { enqueued: ids });
        expect({ failed, applied, pending, processing }).toEqual({ failed: 1, applied: 3, pending: 0, processing: 0 });
        const found = rows<{ message: string }>(root, "SELECT message FROM session_logs ORDER BY message");
        expect(found.map((row) => row.message)).toEqual(["a", "b", "claimed by a dead worker"]);
        expect(existsSync(`${queuePaths(root).tmp}/${LEFT_BY_A_CRASH}`)).toBe(false);
      },
    );
  });

  test("the forwarder brings each row into the archive once: make it, put, move the cursor", async () => {
    const data = process.env["XDG_DATA_HOME"]!;
    try {
      await killAtEach(
        "forwarder",
        unsent,
        ({ path, root }) => ({ args: ["resident", "forward", root], cwd: path, stdin: '{"id":1,"message":{}}\n' }),
        async ({ root, archive }) => {
          // A worker that ends gives its forwarder some time alone.
          await waitFor(async () => {
            await runWorkerOnce(root);
            return rows(root, "SELECT seq FROM hive_outbox").length === 0;
          });
          using db = new Database(archive, { readonly: true });
          const kept = db.query<{ key: string }, []>("SELECT key FROM facts WHERE kind = 'prompt' ORDER BY key").all();
          expect(kept.map(({ key }) => key)).toEqual(PROMPTS);
          expect(db.query("SELECT * FROM refused").all()).toEqual([]);
        },
      );
    } finally {
      process.env["XDG_DATA_HOME"] = data;
    }
  });

  const SETTINGS =
    '{\n  // mine\n  "hooks": { "Stop": [{ "hooks": [{ "type": "command", "command": "bell" }] }] }\n}\n';

  test("setup leaves the settings as they were or complete, and a second one goes on from there", async () => {
    await killAtEach(
      "setup",
      (path) => {
        for (const name of ["project/.git", "project/.claude", "home/.claude"]) {
          mkdirSync(join(path, name), { recursive: true });
        }
        writeFileSync(join(path, "project/.claude/settings.local.json"), SETTINGS);
        return { path };
      },
      ({ path }) => ({ args: ["setup", "--yes", "--json"], cwd: join(path, "project"), env: env(path) }),
      async ({ path }) => {
        const text = settings(path);
        if (text !== SETTINGS) expect(inspect(text).problems).toEqual([]);
        const call = (args: readonly string[]): number =>
          Bun.spawnSync([process.execPath, MAIN, ...args], {
            cwd: join(path, "project"),
            env: { ...process.env, ...env(path) },
          }).exitCode;
        expect(call(["setup", "--yes"])).toBe(0);
        expect(call(["setup", "--check"])).toBe(0);
        expect(call(["setup", "--remove", "--yes"])).toBe(0);
        expect(settings(path)).toBe(SETTINGS);
      },
    );
  });

  test("putting dead letters back leaves each in the queue or in failed/, and a second try completes it", async () => {
    await killAtEach(
      "retry",
      (path) => {
        const root = join(path, ".hive-mind");
        const queue = new Queue(root, { worker: "w", maxAttempts: 1 });
        const { entries } = queue.enqueue(message("x"), message("y"));
        queue.wake();
        for (const claim of queue.claim(2)) queue.nack(claim, { code: "TEST", message: "test" });
        return { path, root, ids: entries.map(({ seq }) => seq) };
      },
      ({ path, root }) => ({ args: ["failed", "retry", "--all", "--root", root], cwd: path }),
      async ({ root, ids }) => {
        checkInvariants(root, { enqueued: ids, mayBePutBack: true });
        Bun.spawnSync([process.execPath, MAIN, "failed", "retry", "--all", "--root", root], { env: process.env });
        await runWorkerOnce(root);
        expect(checkInvariants(root, { enqueued: ids }).failed).toBe(0);
        // Not by the ledger: an entry that was put back twice has two rows there.
        expect(rows(root, "SELECT message FROM session_logs ORDER BY message")).toEqual([
          { message: "x" },
          { message: "y" },
        ]);
        expect(readdirSync(queuePaths(root).failed)).toEqual([]);
      },
    );
  });
});
