import { existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import type { QueuePaths } from "../queue/layout.ts";
import { lockPath, recover, reportPath, sweepTemporaryFiles, unlinkIfThere } from "../queue/maintenance.ts";
import { ProcessLock } from "../worker/lock.ts";
import { DOCTOR_PREFIX } from "./events.ts";
import { type Check, FIX, ok, warning } from "./finding.ts";
import { count } from "../words.ts";

export const deadWorkersCheck: Check = {
  name: "dead workers",
  needsQueue: true,
  run: ({ paths, workers }) => {
    const dead = workers.filter(({ isAlive }) => !isAlive).map(({ id }) => id);
    if (dead.length === 0) return ok("none has left anything");
    const claims = dead.reduce((sum, id) => sum + claimsOf(paths, id), 0);
    return warning(
      `${dead.join(", ")} left files${claims === 0 ? "" : ` and ${count(claims, "claimed entry", "claimed entries")}`}`,
      {
        run: FIX,
        remedy: "the next worker does it too",
        mend: () => {
          const recovered = recover(paths, (id) => ProcessLock.take(lockPath(paths, id), false));
          for (const id of dead) removeFiles(paths, id);
          return `put ${count(recovered.length, "entry", "entries")} back, removed the files of ${count(dead.length, "dead worker")}`;
        },
      },
    );
  },
};

const claimsOf = ({ processing }: QueuePaths, id: string): number =>
  existsSync(`${processing}/${id}`) ? readdirSync(`${processing}/${id}`).length : 0;

/** With the lock held where there is one: it cannot come to life meanwhile. */
function removeFiles(paths: QueuePaths, id: string): void {
  const hasLock = existsSync(lockPath(paths, id));
  const lock = hasLock ? ProcessLock.take(lockPath(paths, id), false) : null;
  if (hasLock && lock === null) return;
  try {
    unlinkIfThere(reportPath(paths, id));
    unlinkIfThere(lockPath(paths, id));
  } finally {
    lock?.release();
  }
  // SQLite's own, where the lock was removed without it.
  unlinkIfThere(`${lockPath(paths, id)}-journal`);
}

const OLD_MS = 3_600_000;

export const temporaryFilesCheck: Check = {
  name: "temporary files",
  needsQueue: true,
  run: ({ paths, nowMs }) => {
    const files = readdirSync(paths.tmp);
    const old = files.filter((name) => {
      const stat = lstatSync(`${paths.tmp}/${name}`, { throwIfNoEntry: false });
      return stat !== undefined && nowMs - stat.mtimeMs >= OLD_MS;
    });
    if (old.length === 0)
      return ok(
        files.length === 0 ? "none" : count(files.length, "file that is being written", "files that are being written"),
      );
    return warning(`${count(old.length, "file")} left by a crash over an hour ago: never accepted, and no loss`, {
      run: FIX,
      remedy: "the next worker does it too",
      mend: () => {
        const swept = sweepTemporaryFiles(paths, nowMs);
        const own = old.filter((name) => name.startsWith(DOCTOR_PREFIX));
        for (const name of own) rmSync(`${paths.tmp}/${name}`, { recursive: true, force: true });
        return `removed ${count(swept + own.length, "file")}`;
      },
    });
  },
};
