import { existsSync, renameSync } from "node:fs";
import { HiveError } from "../base/errors.ts";
import { shellWord } from "../platform/own-command.ts";
import { sweepJournals } from "../queue/captured.ts";
import type { QueuePaths } from "../queue/layout.ts";
import type { StoreHealth } from "../store/health.ts";
import { storePath, otherStoreNote, otherStores } from "../store/location.ts";
import { findWorkers } from "../supervisor/find.ts";
import { type Check, type Diagnosis, FIX, ok, problem, warning } from "./finding.ts";
import { size } from "../base/words.ts";

/** Four times the size at which SQLite moves its log to the database by itself: something keeps it from doing so. */
const LARGE_LOG_BYTES = 256 * 1024 ** 2;

export const databaseCheck: Check = {
  name: "database",
  needsQueue: true,
  run: ({ paths, nowMs, storeHealth }) => {
    const [other] = otherStores(paths.root);
    const found = judge(paths, nowMs, storeHealth());
    if (other === undefined || found.level === "problem") return found;
    return warning(`${found.found}; ${otherStoreNote(other)}`, {
      run: "hive adopt",
      remedy: "or delete it, if it is not yours",
    });
  },
};

function judge(paths: QueuePaths, nowMs: number, health: StoreHealth): Diagnosis {
  const path = storePath(paths.root);
  if (health.kind === "missing") return ok("none yet: a worker makes it");
  if (health.kind === "malformed") return malformed(paths, path, health.reason, nowMs);
  if (health.kind === "sound") return judgeSound(path, health);
  return warning(`${path} could not be looked at: ${health.reason}`, {
    run: "hive doctor",
    remedy: "when it is free again",
  });
}

function judgeSound(path: string, health: Extract<StoreHealth, { kind: "sound" }>): Diagnosis {
  const { schema, sqliteVersion, bytes, logBytes } = health;
  const found = `sound, ${size(bytes)}, log ${size(logBytes)}, SQLite ${sqliteVersion}`;
  if (schema === "newer") {
    return problem(`${found}; a newer hive has written it: no worker of this one starts`, { remedy: "update hive" });
  }
  if (logBytes > LARGE_LOG_BYTES) {
    return warning(`${found}: the log is not moved to the database`, {
      run: `fuser ${shellWord(path)}`,
      remedy: "that names what keeps it open for reading: end it",
    });
  }
  if (schema === "current") return ok(`${found}, tables of this hive`);
  return ok(`${found}, tables ${schema === "new" ? "not made" : "of an older hive"}: the next worker sees to it`);
}

function malformed(paths: QueuePaths, path: string, reason: string, nowMs: number): Diagnosis {
  const found = `${path} is malformed: ${reason}`;
  if (findWorkers(paths).length > 0) {
    return problem(`${found}; a worker has it open, so it is left as it is`, {
      run: `hive worker stop --force && ${FIX}`,
    });
  }
  return problem(`${found}; what is queued is safe in ${paths.pending}`, {
    run: FIX,
    remedy: "that sets it aside under another name; it is never replaced unasked",
    mend: () => setAside(paths, path, nowMs),
  });
}

/**
 * Renames a malformed database, so that the next worker makes a new one and a person can recover the old.
 * @throws HIVE_STORE_UNAVAILABLE when a worker has it open
 */
function setAside(paths: QueuePaths, path: string, nowMs: number): string {
  if (findWorkers(paths).length > 0) {
    throw new HiveError("HIVE_STORE_UNAVAILABLE", "a worker has begun and has the database open: nothing was changed");
  }
  const aside = `${path}.malformed-${new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  // Its log first: a new database beside an old log would take over what is in it, or delete it.
  for (const suffix of ["-wal", "-shm", ""]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  // Only its ledger could tell what was applied from what is lost: the account begins anew.
  sweepJournals(paths, Number.POSITIVE_INFINITY);
  return `set aside as ${aside}; to save what can be saved: sqlite3 ${shellWord(aside)} .recover | sqlite3 recovered.db`;
}
