import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConfigOverrides } from "../../../src/base/config/validate.ts";
import { errorCode } from "../../../src/base/errors.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import type { WorkerOptions } from "../../../src/worker/worker.ts";
import { hive, rows } from "../../support/hive.ts";
import { installUsersHooks } from "../../support/hook/hooks.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { startOwnWorker } from "../../support/workers/own-worker.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { reportCases } from "../../support/torture-report.ts";
import { waitFor } from "../../support/wait-for.ts";

export const message = (text: string, priority = 5) => ({
  operation: "insert_log",
  payload: { sessionId: "s", atMs: 0, level: "info", message: text },
  priority,
});

export const messages = (root: string): string[] =>
  rows<{ message: string }>(root, "SELECT message FROM session_logs ORDER BY message").map((row) => row.message);

export const logOf = (root: string): string => {
  const path = `${root}/logs/worker.log`;
  return existsSync(path) ? readFileSync(path, "utf8") : "";
};

/**
 * Checks that each of so many texts was applied once, and that the invariants hold; counts as a case of the suite.
 * @param ids of the entries that must be somewhere
 */
export function expectOnce(root: string, texts: readonly string[], ids: readonly string[] = []): void {
  const times = new Map<string, number>();
  for (const text of messages(root)) times.set(text, (times.get(text) ?? 0) + 1);
  const lost = texts.filter((text) => !times.has(text));
  const doubled = [...times].filter(([, n]) => n > 1).map(([text]) => text);
  if (lost.length + doubled.length > 0) throw new Error(`lost ${lost.join()}; applied twice ${doubled.join()}`);
  checkInvariants(root, { enqueued: ids });
  countCase();
}

/** Counts a case, after its checks. */
export function countCase(): void {
  reportCases("faults of disks, memory, databases, wakes, clocks and users", 1);
}

/** A worker in this process, which has written its first heartbeat. */
export async function workerIn(root: string, overrides: ConfigOverrides = {}, more: Partial<WorkerOptions> = {}) {
  const worker = await startOwnWorker(root, overrides, more);
  await waitFor(() => readHeartbeat(worker.queue.paths)?.worker === worker.id);
  return Object.assign(worker, { [Symbol.asyncDispose]: () => worker.stop().catch(() => undefined) });
}

/** What `hive status` prints where agents call hive, and its exit code. */
export async function statusOf(root: string): Promise<{ text: string; exitCode: number | null }> {
  using claude = tempDir();
  await using child = hive(["status", "--root", root], installUsersHooks(claude.path));
  const { stdout, stderr, exitCode } = await child.outcome();
  return { text: stdout + stderr, exitCode };
}

function run(...command: string[]): boolean {
  return Bun.spawnSync(command, { stdout: "ignore", stderr: "ignore" }).success;
}

/** Whether a program is installed. */
export const has = (program: string): boolean => Bun.which(program) !== null;

/** Whether a tmpfs can be mounted here: root, and no container that forbids it. */
export const CAN_MOUNT = ((): boolean => {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const path = mkdtempSync(join(tmpdir(), "hive-test-mount-"));
  const isMounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", path);
  if (isMounted) run("umount", path);
  rmSync(path, { recursive: true });
  return isMounted;
})();

/** A small file system of its own, with a project's state directory in it. */
export function smallDisk({ bytes = 4 * 1024 ** 2, files = 10_000 } = {}) {
  const path = mkdtempSync(join(tmpdir(), "hive-test-disk-"));
  const options = `size=${bytes},nr_inodes=${files},mode=755`;
  if (!run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path)) throw new Error("cannot mount");
  return {
    path,
    root: `${path}/.hive-mind`,
    /** Takes all the room that is left. */
    fill(): void {
      for (let size = 65_536, index = 0; size >= 1; index += 1) {
        try {
          writeFileSync(`${path}/ballast-${index}`, new Uint8Array(size));
        } catch (error) {
          if (errorCode(error) !== "ENOSPC") throw error;
          size = Math.floor(size / 2);
        }
      }
    },
    /** Takes all the files that there may be, and next to no room. */
    fillWithFiles(): void {
      try {
        for (let index = 0; ; index += 1) writeFileSync(`${path}/ballast-${index}`, "");
      } catch (error) {
        if (errorCode(error) !== "ENOSPC") throw error;
      }
    },
    free(): void {
      for (const name of readdirSync(path)) if (name.startsWith("ballast-")) rmSync(`${path}/${name}`);
    },
    /**
     * Makes the state directory read-only for every file opened from now on. Not the whole file system, which the
     * kernel refuses while a file in it is open for writing.
     */
    makeReadOnly(): void {
      const root = `${path}/.hive-mind`;
      const isDone = run("mount", "--bind", root, root) && run("mount", "-o", "remount,bind,ro", root);
      if (!isDone) throw new Error("cannot make it read-only");
    },
    makeWritable(): void {
      if (!run("umount", `${path}/.hive-mind`)) throw new Error("cannot make it writable");
    },
    /** Has parts of the state directory on another disk, which has room. */
    keepElsewhere(elsewhere: string, names: readonly string[]): void {
      for (const name of names) {
        for (const directory of [`${elsewhere}/${name}`, `${path}/.hive-mind/${name}`]) {
          mkdirSync(directory, { recursive: true, mode: 0o700 });
        }
        if (!run("mount", "--bind", `${elsewhere}/${name}`, `${path}/.hive-mind/${name}`))
          throw new Error("cannot mount");
      }
    },
    [Symbol.dispose](): void {
      run("umount", "-R", "-l", path);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** A queue that is there before its worker. */
export function newQueue(root: string): Queue {
  makeQueue(queuePaths(root));
  return new Queue(root);
}
