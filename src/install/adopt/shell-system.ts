import * as fs from "node:fs";
import { basename, join } from "node:path";
import { errorCode } from "../../base/errors.ts";
import { readRegular } from "../../base/files/files.ts";
import { bunEnvironment } from "../../platform/bun/bun-command.ts";
import { makeDirectory } from "../../queue/make.ts";
import { moveBack } from "../../queue/inbox/put-back.ts";
import { measureDepth } from "../../queue/depth.ts";
import { queuePaths } from "../../queue/layout.ts";
import { backUpStore } from "../../store/sqlite/back-up.ts";
import { MAX_HEARTBEAT_BYTES, readHeartbeat } from "../../supervisor/heartbeat.ts";
import { otherStores } from "../../store/sqlite/open/location.ts";
import { readTextFile } from "../edit/files.ts";
import { hiveCommand } from "../hook/command.ts";
import { type ProjectPaths, type Scope } from "../paths.ts";

// The shell system that hive replaces uses the same directories and the same files.

/** Its claims are in `processing/` itself, while hive has a directory for each worker. */
function entries(directory: string): string[] {
  if (!fs.existsSync(directory)) return [];
  return fs
    .readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => entry.name);
}

/** The scopes whose settings file calls its hook. A file that does not parse calls nothing: the agent skips it. */
export function shellScopes(paths: ProjectPaths, scopes = paths.agent.settings.scopes): Scope[] {
  return scopes.filter((scope) => {
    try {
      return paths.agent.settings.callsShellSystem(readTextFile(paths.settings[scope]).text);
    } catch (error) {
      if (errorCode(error) !== "HIVE_INVALID_OPTION") throw error;
      return false;
    }
  });
}

/** The settings files that call its hook beside hive's, a sentence each. */
export function shellSystemProblems(paths: ProjectPaths, scopes: readonly Scope[]): string[] {
  return shellScopes(paths, scopes).map(
    (scope) => `${paths.settings[scope]} calls the shell system's hook as well, so each call is saved twice`,
  );
}

/** The PID of the shell system's worker, if its own heartbeat names one: it would go on taking hive's entries. */
export function shellWorkerPid({ root }: ProjectPaths): number | null {
  const path = queuePaths(root).heartbeat;
  const text = readRegular(path, MAX_HEARTBEAT_BYTES);
  if (text === null || readHeartbeat(queuePaths(root)) !== null) return null;
  const [, pid] = /"pid"\s*:\s*(\d+)/.exec(text) ?? [];
  const isAlive = pid !== undefined && process.platform === "linux" && fs.existsSync(`/proc/${pid}`);
  return isAlive ? Number(pid) : null;
}

/**
 * Takes over the waiting entries. Copies of them and of the database go to `setup/shell-system-{time}/`. The worker's
 * claims go back to `pending/`.
 * @returns the directory of the copies, and the number of waiting entries
 */
function takeOverQueue(paths: ProjectPaths, nowMs: number): { readonly backup: string; readonly waiting: number } {
  const queue = queuePaths(paths.root);
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, "-");
  const backup = join(paths.root, "setup", `shell-system-${stamp}`);
  makeDirectory(join(paths.root, "setup"));
  makeDirectory(backup);
  let waiting = 0;
  for (const directory of [queue.pending, queue.processing]) {
    for (const name of entries(directory)) {
      fs.mkdirSync(join(backup, basename(directory)), { recursive: true, mode: 0o700 });
      fs.copyFileSync(join(directory, name), join(backup, basename(directory), name));
      waiting += 1;
    }
  }
  backUpStore(paths.root, join(backup, "hive.db"));
  for (const name of entries(queue.processing)) moveBack(queue, join(queue.processing, name), name);
  return { backup, waiting };
}

/** The outcome for the queue of the shell system that hive replaced. */
export interface Takeover {
  /** The directory with copies of the queue and the database. */
  readonly backup: string;
  /** The number of entries that waited. */
  readonly waiting: number;
  readonly isApplied: boolean;
  /** The PID of the shell system's worker, if one still runs. */
  readonly workerPid: number | null;
}

/** The longest wait for a store's lock: the next worker applies the rest. */
const TAKEOVER_MS = 60_000;

/** Takes over the waiting entries, and applies them unless an unproved database must be adopted first. */
export async function takeOver(paths: ProjectPaths): Promise<Takeover> {
  const taken = takeOverQueue(paths, Date.now());
  // The entries are about that database: they wait until it is adopted.
  const isApplied = otherStores(paths.root).length === 0 && (await applyWaiting(paths.root));
  return { ...taken, isApplied, workerPid: shellWorkerPid(paths) };
}

async function applyWaiting(root: string): Promise<boolean> {
  const worker = Bun.spawn([...hiveCommand(), "worker", "--once", "--quiet", "--root", root], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    env: bunEnvironment(),
    timeout: TAKEOVER_MS,
  });
  return (await worker.exited) === 0 && measureDepth(queuePaths(root), Date.now()).pending === 0;
}
