import { existsSync, renameSync } from "node:fs";
import { HiveError } from "../../base/errors.ts";
import { shellWord } from "../../platform/own-command.ts";
import { sweepJournals } from "../../queue/journal/journal.ts";
import type { QueuePaths } from "../../queue/layout.ts";
import type { StoreHealth } from "../../store/sqlite/health.ts";
import { storePath } from "../../store/sqlite/open/location.ts";
import { findWorkers } from "../../supervisor/find.ts";
import { type CheckResult, type HealthCheck, FIX, ok, problem, warning } from "../check.ts";
import { size } from "../../base/text/words.ts";

/** SQLite empties its log at a quarter of this size, so something prevents that in a larger log. */
const LARGE_LOG_BYTES = 256 * 1024 ** 2;

/** Checks whether the database is sound. This reads all of it. */
export const integrityCheck: HealthCheck = {
  code: "integrity",
  groups: ["deep"],
  needs: "queue",
  run: async (view) => {
    const { paths, nowMs } = view;
    const health = await view.integrity();
    if (health.kind === "missing") return ok("none yet: a worker makes it");
    const path = storePath(view.root);
    if (health.kind === "malformed") return malformed(paths, path, health.reason, nowMs);
    if (health.kind === "sound") return judgeSound(path, health);
    return warning(`${path} could not be looked at: ${health.reason}`, {
      run: "hive doctor",
      advice: "when it is free again",
    });
  },
};

function judgeSound(path: string, health: Extract<StoreHealth, { kind: "sound" }>): CheckResult {
  const { schema, sqliteVersion, bytes, logBytes } = health;
  const found = `sound, ${size(bytes)}, log ${size(logBytes)}, SQLite ${sqliteVersion}`;
  if (schema === "newer") {
    return problem(`${found}; a newer hive has written it: no worker of this one starts`, { advice: "update hive" });
  }
  if (logBytes > LARGE_LOG_BYTES) {
    return warning(`${found}: the log is not moved to the database`, {
      run: `fuser ${shellWord(path)}`,
      advice: "this lists the processes that read it: end them",
    });
  }
  if (schema === "current") return ok(`${found}, tables of this hive`);
  return ok(`${found}, tables ${schema === "new" ? "not made" : "of an older hive"}: the next worker migrates them`);
}

function malformed(paths: QueuePaths, path: string, reason: string, nowMs: number): CheckResult {
  const found = `${path} is malformed: ${reason}`;
  if (findWorkers(paths).length > 0) {
    return problem(`${found}; a worker has it open, so it is left as it is`, {
      run: `hive worker stop --force && ${FIX}`,
    });
  }
  return problem(`${found}; the queued entries are safe in ${paths.pending}`, {
    run: FIX,
    advice: "this renames it; hive never replaces it unasked",
    fix: () => setAside(paths, path, nowMs),
  });
}

/**
 * Renames a malformed database: the next worker makes a new one, and a person can recover the old one.
 * @throws HIVE_STORE_UNAVAILABLE if a worker has it open
 */
function setAside(paths: QueuePaths, path: string, nowMs: number): string {
  if (findWorkers(paths).length > 0) {
    throw new HiveError("HIVE_STORE_UNAVAILABLE", "a worker has begun and has the database open: nothing was changed");
  }
  const aside = `${path}.malformed-${new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  // Move the log first: SQLite would apply an old log to a new database, or delete it.
  for (const suffix of ["-wal", "-shm", ""]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  // Only the lost ledger knew the applied entries, so the accounting starts again.
  sweepJournals(paths, Number.POSITIVE_INFINITY);
  return `set aside as ${aside}; to save what can be saved: sqlite3 ${shellWord(aside)} .recover | sqlite3 recovered.db`;
}
