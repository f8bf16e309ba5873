/** What a cloned repository can write of a process: no file of it is a reason for a signal. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { Database } from "bun:sqlite";
import { mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { QueuePaths } from "../../../src/queue/layout.ts";
import { lockPath, reportPath } from "../../../src/queue/claims/recover.ts";
import { endWorkers } from "../../../src/supervisor/end/end-worker.ts";
import { findWorkers } from "../../../src/supervisor/find.ts";
import { processStart } from "../../../src/platform/process/identity.ts";
import { holdsLock } from "../../../src/platform/process/lock-holder.ts";
import { ProcessLock } from "../../../src/supervisor/lock.ts";
import { endProjects, newWorker, project, STARTS } from "../../support/workers/background.ts";
import { cli } from "../../support/cli.ts";
import { callHook, drained, payload, rows } from "../../support/hive.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { reportCases } from "../../support/torture-report.ts";

setDefaultTimeout(120_000);
afterEach(endProjects);

const STUBBORN = join(import.meta.dir, "../../support/processes/stubborn-fixture.ts");
const LONG_AGO = new Date(Date.now() - 600_000);
const ENTRY = JSON.stringify({
  operation: "insert_log",
  payload: { sessionId: "s", atMs: 0, level: "info", message: "waits" },
});

/** All that tells of a worker that is stuck, but for its lock. */
function accuse(paths: QueuePaths, pid: number, more: object = {}): string {
  const id = `${pid}-01234567`;
  const heartbeat = {
    pid,
    worker: id,
    process_start: processStart(pid),
    background: true,
    version: "0.1.0",
    started_at: LONG_AGO.toISOString(),
    last_process_time: LONG_AGO.toISOString(),
    ...more,
  };
  writeFileSync(reportPath(paths, id), JSON.stringify(heartbeat));
  mkdirSync(`${paths.processing}/${id}`);
  const path = `${paths.processing}/${id}/5_x.json`;
  writeFileSync(path, ENTRY);
  utimesSync(path, LONG_AGO, LONG_AGO);
  return id;
}

const sleeper = async (...args: string[]): Promise<Child> => {
  const child = new Child(STUBBORN, args);
  await child.printed("asleep");
  return child;
};

type Plant = (path: string) => void;

const PLANTS: Readonly<Record<string, Plant>> = {
  garbage: (path) => writeFileSync(path, "held"),
  "a database": (path) => {
    using db = new Database(path, { create: true });
    db.run("CREATE TABLE t (a)");
  },
  "an empty file": (path) => writeFileSync(path, ""),
  "a directory": (path) => {
    mkdirSync(path);
    writeFileSync(`${path}/x`, "");
  },
  "a FIFO": (path) => void Bun.spawnSync(["mkfifo", path]),
  "a link to nowhere": (path) => symlinkSync("nowhere", path),
  "a link to itself": (path) => symlinkSync(path.slice(path.lastIndexOf("/") + 1), path),
};

for (const [what, plant] of Object.entries(PLANTS)) {
  test(`${what} in the place of a lock is no reason to end the process that a heartbeat names`, async () => {
    const { root, paths } = project({ stuckAfterSeconds: 1 });
    await using innocent = await sleeper();
    const id = accuse(paths, innocent.pid);
    plant(lockPath(paths, id));
    expect(findWorkers(paths)).toEqual([]);
    await callHook(root, payload("29-stop"), STARTS);
    await newWorker(root);
    await drained(root);
    // What the dead worker had claimed is applied.
    expect(rows(root, "SELECT message FROM session_logs WHERE session_id = 's'")).toEqual([{ message: "waits" }]);
    expect((await cli(["worker", "restart", "--force", "--root", root])).exitCode).toBe(0);
    expect(innocent.hasEnded).toBe(false);
    reportCases("files of a cloned repository in the place of hive's own", 1);
  });
}

/** The control of the others: the same files, and a lock that is held by the process that the heartbeat names. */
test("the process that holds the lock is ended when it is stuck", async () => {
  const { root, paths } = project({ stuckAfterSeconds: 1 });
  const lock = join(paths.workers, "aside.lock");
  await using guilty = await sleeper(lock);
  const id = accuse(paths, guilty.pid);
  // The lock goes with the file.
  renameSync(lock, lockPath(paths, id));
  expect(holdsLock(lockPath(paths, id), guilty.pid)).toBe(true);
  await callHook(root, payload("29-stop"), STARTS);
  expect(await guilty.outcome()).toMatchObject({ signal: "SIGKILL" });
});

test("a lock that is held by another process than the heartbeat's is no reason to signal either", async () => {
  const { root, paths } = project({ stuckAfterSeconds: 1 });
  await using innocent = await sleeper();
  const id = accuse(paths, innocent.pid, { version: "0.0.1" });
  await using holder = await sleeper(lockPath(paths, id));
  expect(findWorkers(paths).map((worker) => worker.id)).toEqual([id]);
  expect([holdsLock(lockPath(paths, id), innocent.pid), holdsLock(lockPath(paths, id), holder.pid)]).toEqual([
    false,
    true,
  ]);
  expect((await endWorkers(paths)).map(({ ending }) => ending)).toEqual(["refused"]);
  const { stderr, exitCode } = await cli(["worker", "stop", "--force", "--root", root]);
  expect([exitCode, stderr]).toEqual([
    3,
    expect.stringContaining("the kernel does not show which process holds its lock"),
  ]);
  expect([innocent.hasEnded, holder.hasEnded]).toEqual([false, false]);
  reportCases("files of a cloned repository in the place of hive's own", 1);
});

test("no lock is held by what is no process: all, a group, init", () => {
  using dir = tempDir();
  const path = `${dir.path}/x.lock`;
  using _ = {
    [Symbol.dispose]: (
      (lock) => () =>
        lock.release()
    )(ProcessLock.take(path, true)!),
  };
  expect(holdsLock(path, process.pid)).toBe(true);
  for (const pid of [-1, 0, 1, 0.5, Number.NaN, 2 ** 40, -process.pid]) expect(holdsLock(path, pid)).toBe(false);
});
