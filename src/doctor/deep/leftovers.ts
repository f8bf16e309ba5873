import { existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import type { QueuePaths } from "../../queue/layout.ts";
import { isOwnSeq } from "../../queue/entry.ts";
import { clearPath, isLockFile } from "../../base/files/foreign.ts";
import { lockPath, recover, reportPath } from "../../queue/claims/recover.ts";
import { isTemporaryName, sweepTemporaryFiles } from "../../queue/sweep.ts";
import { ProcessLock } from "../../supervisor/lock.ts";
import { DOCTOR_PREFIX } from "./waking.ts";
import { FIX, type HealthCheck, ok, warning } from "../check.ts";
import { count } from "../../base/text/words.ts";

const SHOWN = 5;

export const deadWorkersCheck: HealthCheck = {
  code: "dead-workers",
  groups: ["deep"],
  needs: "queue",
  run: (view) => {
    const { paths } = view;
    const alive = new Set(view.workers().map(({ id }) => id));
    const dead = [...knownWorkers(paths).difference(alive)];
    if (dead.length === 0) return ok("none has left anything");
    const claims = dead.reduce((sum, id) => sum + claimsOf(paths, id), 0);
    return warning(
      `${some(dead)} left files${claims === 0 ? "" : ` and ${count(claims, "claimed entry", "claimed entries")}`}`,
      {
        run: FIX,
        advice: "the next worker does it too",
        fix: () => {
          const recovered = recover(paths, (id) => ProcessLock.take(lockPath(paths, id), false));
          for (const id of dead) removeFiles(paths, id);
          return `put ${count(recovered.length, "entry", "entries")} back, removed the files of ${count(dead.length, "dead worker")}`;
        },
      },
    );
  },
};

/** Every worker that has a lock, a report or claims. */
function knownWorkers(paths: QueuePaths): Set<string> {
  const files = namesIn(paths.workers).map((name) => /^(.+)\.(?:lock-journal|lock|json)$/.exec(name)?.[1]);
  return new Set([...files, ...namesIn(paths.processing)].filter((id) => id !== undefined));
}

const namesIn = (directory: string): string[] => (existsSync(directory) ? readdirSync(directory) : []);

const some = (ids: readonly string[]): string =>
  ids.slice(0, SHOWN).join(", ") + (ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : "");

const claimsOf = ({ processing }: QueuePaths, id: string): number =>
  existsSync(`${processing}/${id}`) ? readdirSync(`${processing}/${id}`).length : 0;

/** Holds the worker's lock, if it has one, so that it cannot come to life meanwhile. */
function removeFiles(paths: QueuePaths, id: string): void {
  const path = lockPath(paths, id);
  const hasLock = isLockFile(path);
  const lock = hasLock ? ProcessLock.take(path, false) : null;
  if (hasLock && lock === null) return;
  try {
    for (const own of [reportPath(paths, id), path]) clearPath(own, () => true);
  } finally {
    lock?.release();
  }
  // SQLite's journal can be left without its lock file.
  clearPath(`${path}-journal`, () => true);
}

const OLD_MS = 3_600_000;

const isDoctors = (name: string): boolean =>
  name.startsWith(DOCTOR_PREFIX) && isOwnSeq(name.slice(DOCTOR_PREFIX.length));

export const temporaryFilesCheck: HealthCheck = {
  code: "temporary-files",
  groups: ["deep"],
  needs: "queue",
  run: ({ paths, nowMs }) => {
    const files = readdirSync(paths.tmp);
    // Other names belong to other programs: hive does not delete their files.
    const old = files.filter((name) => {
      if (!isTemporaryName(name) && !isDoctors(name)) return false;
      const stat = lstatSync(`${paths.tmp}/${name}`, { throwIfNoEntry: false });
      return stat !== undefined && nowMs - stat.mtimeMs >= OLD_MS;
    });
    if (old.length === 0)
      return ok(
        files.length === 0 ? "none" : count(files.length, "file that is being written", "files that are being written"),
      );
    return warning(`${count(old.length, "file")} left by a crash over an hour ago: never accepted, and no loss`, {
      run: FIX,
      advice: "the next worker does it too",
      fix: () => {
        const swept = sweepTemporaryFiles(paths, nowMs);
        const own = old.filter(isDoctors);
        for (const name of own) rmSync(`${paths.tmp}/${name}`, { recursive: true, force: true });
        return `removed ${count(swept + own.length, "file")}`;
      },
    });
  },
};
