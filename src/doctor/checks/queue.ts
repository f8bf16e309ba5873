import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  readdirSync,
  type Stats,
  type StatsFs,
  statfsSync,
} from "node:fs";
import { errorCode } from "../../base/errors.ts";
import { size } from "../../base/text/words.ts";
import { isNoLock } from "../../base/files/foreign.ts";
import { maxLetterBytes } from "../../queue/dead-letters/letter.ts";
import { isUnfindable } from "../../queue/depth.ts";
import { MAX_JOURNAL_BYTES } from "../../queue/journal/journal.ts";
import { type QueuePaths, queueDirectories } from "../../queue/layout.ts";
import { isDirectory, makeQueue } from "../../queue/make.ts";
import { MAX_HEARTBEAT_BYTES } from "../../supervisor/heartbeat.ts";
import { backoffPath, MAX_BACKOFF_BYTES } from "../../supervisor/start-backoff.ts";
import { type CheckResult, FIX, type HealthCheck, ok, problem, together, warning } from "../check.ts";

export const queueCheck: HealthCheck = {
  code: "queue",
  groups: ["fast"],
  needs: "nothing",
  run: ({ paths }) => {
    if (!existsSync(paths.root)) return ok(`${paths.root} is not there yet: the first call of the hook makes it`);
    const directories = queueDirectories(paths).filter((path) => path !== paths.root);
    const there = directories.filter((path) => statIfAny(path) !== undefined);
    const wrong = there.filter((path) => !isDirectory(path, false));
    if (wrong.length > 0) {
      return problem(`not a directory: ${wrong.join(", ")}; hooks save to the database meanwhile`, {
        advice: "find out where it comes from, then move it away",
      });
    }
    if (there.length === 0) return ok(`${paths.root} holds no queue yet: the first call makes it`);
    if (there.length === directories.length) return together(writeFaults(paths), paths.root);
    const missing = directories.filter((path) => !there.includes(path)).join(", ");
    return warning(`missing: ${missing}`, {
      run: FIX,
      advice: "this makes the missing directories, as does the next call of the hook",
      fix: () => {
        makeQueue(paths);
        return `made ${missing}`;
      },
    });
  },
};

/** A path below a file does not exist. */
export function statIfAny(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (errorCode(error) !== "ENOTDIR") throw error;
    return undefined;
  }
}

/** The obstacles to saving that can be found without a write. */
function writeFaults(paths: QueuePaths): CheckResult[] {
  const shut = queueDirectories(paths).flatMap((path) => {
    try {
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
      return [];
    } catch (error) {
      return [`${path} cannot be written: ${errorCode(error) ?? "unknown"}`];
    }
  });
  // The other directories have the same reason.
  const faults = shut
    .slice(0, 1)
    .map((found) => problem(found, { advice: "hive doctor says more of permissions and disk" }));
  return faults;
}

const SCARCE_BYTES = 1024 ** 3;
const FULL_BYTES = 64 * 1024 ** 2;
const SCARCE_FILES = 10_000;

export const diskCheck: HealthCheck = {
  code: "disk",
  groups: ["fast"],
  needs: "queue",
  run: ({ paths }) => judgeSpace(statfsSync(paths.root)),
};

export function judgeSpace(stats: Pick<StatsFs, "bavail" | "bsize" | "files" | "ffree">): CheckResult {
  const bytes = stats.bavail * stats.bsize;
  // Some file systems have no fixed number of files, and report 0.
  const hasLimit = stats.files > 0;
  const files = hasLimit ? `, ${stats.ffree} more files` : "";
  const room = `room for ${size(bytes)}${files}`;
  const isFull = stats.bavail === 0 || (hasLimit && stats.ffree === 0);
  const found = isFull ? `the file system of the queue is full: ${room}` : room;
  const advice = "make room on the disk";
  if (isFull || bytes < FULL_BYTES) return problem(found, { advice });
  if (bytes < SCARCE_BYTES || (hasLimit && stats.ffree < SCARCE_FILES)) return warning(found, { advice });
  return ok(found);
}

const MAX_REUSE_BYTES = 64;
/** The most names of a directory that are checked: a cloned repository may bring any number. */
const MAX_NAMES = 2000;
const SHOWN = 3;

/**
 * Paths of hive's own files with something else there: not a regular file, too large, or with a name that Bun cannot
 * open.
 */
export const oddFilesCheck: HealthCheck = {
  code: "odd-files",
  groups: ["fast"],
  needs: "queue",
  run: ({ root, paths, config }) => {
    const odd = oddFiles(paths, config.maxEntryBytes);
    if (odd.length === 0) return ok("every file is as hive made it");
    const shown = odd.slice(0, SHOWN).map((path) => path.slice(root.length + 1));
    const rest = odd.length > SHOWN ? ` and ${odd.length - SHOWN} more` : "";
    return problem(`not made by hive, and not read: ${shown.join(", ")}${rest} in ${root}`, {
      advice: "find out where they come from, then move them away",
    });
  },
};

function oddFiles(paths: QueuePaths, maxEntryBytes: number): string[] {
  const { root, queue, pending, heartbeat, workers, journals, instances, failed } = paths;
  return [
    ...tooLarge([heartbeat], MAX_HEARTBEAT_BYTES),
    ...tooLarge([`${queue}/.room`], MAX_REUSE_BYTES),
    ...tooLarge([backoffPath(paths)], MAX_BACKOFF_BYTES),
    ...tooLarge([`${root}/hook.log`, `${root}/logs/worker.log`], Number.POSITIVE_INFINITY),
    ...[`${workers}/background`, ...named(workers, ".lock")].filter(isNoLockAt),
    ...tooLarge(named(workers, ".json"), MAX_HEARTBEAT_BYTES),
    ...tooLarge([...named(journals, ".ids"), ...named(journals, ".dropped")], MAX_JOURNAL_BYTES),
    ...tooLarge(named(instances, ".json"), MAX_HEARTBEAT_BYTES),
    ...tooLarge(named(failed, ".json"), maxLetterBytes(maxEntryBytes)),
    ...readdirSync(pending)
      .filter(isUnfindable)
      .slice(0, MAX_NAMES)
      .map((name) => `${pending}/${name}`),
  ];
}

function named(directory: string, ending: string): string[] {
  const names = readdirSync(directory).filter((name) => name.endsWith(ending) && !name.startsWith("."));
  return names.slice(0, MAX_NAMES).map((name) => `${directory}/${name}`);
}

function tooLarge(files: readonly string[], maxBytes: number): string[] {
  return files.filter((path) => {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    return stat !== undefined && (!stat.isFile() || stat.size > maxBytes);
  });
}

function isNoLockAt(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat !== undefined && isNoLock(stat);
}
