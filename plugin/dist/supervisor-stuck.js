// @bun
import {
  readRegular
} from "./base-files-files.js";
import {
  readEntry
} from "./queue-read-entry.js";
import {
  reportPath,
  lockPath
} from "./queue-claims-recover.js";
import {
  VERSION
} from "./base-version.js";
import {
  isStoreUnavailable,
  lockHolders,
  lockKey
} from "./platform-process-kernel-locks.js";
import {
  timeText
} from "./base-clock.js";
import {
  isNoFile,
  isNoLock,
  isLockFile,
  clearPath
} from "./git-ignore-file.js";
import {
  printableJson
} from "./base-text-printable.js";
import {
  parseEntryName
} from "./queue-entry.js";
import {
  objectIn2,
  isObject2
} from "./base-json.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/supervisor/find.ts
import { lstatSync as lstatSync2, readdirSync } from "fs";

// src/supervisor/heartbeat.ts
import { renameSync, writeFileSync } from "fs";
function heartbeatOf({ worker, processStart, isBackground, startedAtMs }, nowMs, said) {
  return heartbeatFrom({
    ...said,
    timestamp: timeText(nowMs),
    pid: process.pid,
    worker,
    start_token: worker.slice(worker.indexOf("-") + 1),
    process_start: processStart,
    background: isBackground,
    version: VERSION,
    started_at: timeText(startedAtMs)
  });
}
function writeHeartbeat(paths, heartbeat) {
  let text = `${printableJson(JSON.stringify(heartbeat))}
`;
  for (let path of [reportPath(paths, heartbeat.worker), paths.heartbeat]) {
    let temporary = `${paths.tmp}/heartbeat-${heartbeat.worker}`;
    writeFileSync(temporary, text, { mode: 384 }), clearPath(path), renameSync(temporary, path);
  }
}
var MAX_HEARTBEAT_BYTES = 65536, word = (value) => typeof value === "string" ? value : "", count = (value) => typeof value === "number" ? value : 0, wordOrNone = (value) => typeof value === "string" ? value : null, source = (value) => value === "proven" || value === "failed" ? value : "off", latency = ({ n, p50Ms, p99Ms, maxMs }) => ({
  n: count(n),
  p50Ms: count(p50Ms),
  p99Ms: count(p99Ms),
  maxMs: count(maxMs)
});
function heardOf(value) {
  return (Array.isArray(value) ? value.filter(isObject2) : []).map(({ name, error, refused }) => ({
    name: word(name),
    error: wordOrNone(error),
    refused: count(refused)
  }));
}
function numbers(value) {
  let entries = isObject2(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry) => typeof entry[1] === "number"));
}
var FIELDS = {
  timestamp: word,
  pid: count,
  mode: (value) => value === "poll" ? "poll" : "event",
  iteration: count,
  events_processed: count,
  last_process_time: wordOrNone,
  idle_seconds: count,
  queue_size: count,
  processing_count: count,
  worker: word,
  start_token: word,
  process_start: wordOrNone,
  background: (value) => value === !0,
  version: word,
  started_at: word,
  fallback_reason: wordOrNone,
  watch: source,
  doorbell: source,
  watcher_restarts: count,
  duplicates: count,
  failed: count,
  retried: count,
  recovered: count,
  wakes: numbers,
  rings: count,
  watch_events: count,
  missed_wakes: count,
  store_error: wordOrNone,
  queue_error: wordOrNone,
  targets: heardOf,
  latency: (value) => isObject2(value) ? latency(value) : null,
  throughput_per_second: (value) => typeof value === "number" ? value : null,
  stopped_at: wordOrNone
};
function readHeartbeat(paths, worker) {
  let path = worker === void 0 ? paths.heartbeat : reportPath(paths, worker), text = readRegular(path, MAX_HEARTBEAT_BYTES), fields = text === null ? null : objectIn2(text);
  if (typeof fields?.pid !== "number" || typeof fields.worker !== "string")
    return null;
  return heartbeatFrom(fields);
}
function heartbeatFrom(fields) {
  let read = Object.entries(FIELDS).map(([name, of]) => [name, of(fields[name])]);
  return Object.fromEntries(read);
}

// src/supervisor/lock.ts
import { Database } from "bun:sqlite";
import { existsSync, lstatSync, statSync } from "fs";

// src/wake/source.ts
function fileIdentity(stat) {
  return stat === void 0 ? void 0 : `${stat.ino}:${stat.birthtimeMs}`;
}
async function arrives(event, timeoutMs, signal) {
  let { promise: ended, resolve } = Promise.withResolvers(), end = () => resolve(!1), timer = setTimeout(end, signal?.aborted === !0 ? 0 : timeoutMs);
  signal?.addEventListener("abort", end, { once: !0 });
  try {
    return await Promise.race([event.then(() => !0), ended]);
  } finally {
    clearTimeout(timer), signal?.removeEventListener("abort", end);
  }
}

// src/supervisor/lock.ts
var BUSY_TIMEOUT_MS = 5, SIDECARS = ["-journal", "-wal", "-shm"];

class ProcessLock {
  #db;
  #path;
  #identity;
  constructor(db, path) {
    this.#db = db, this.#path = path, this.#identity = fileIdentity(statSync(path, { throwIfNoEntry: !1 }));
  }
  get isInPlace() {
    return fileIdentity(lstatSync(this.#path, { throwIfNoEntry: !1 })) === this.#identity;
  }
  static take(path, create) {
    let db;
    try {
      if (create)
        clearPath(path, isNoLock);
      let found = lstatSync(path, { throwIfNoEntry: !1 });
      if (found === void 0 ? !create : isNoLock(found))
        return null;
      for (let suffix of SIDECARS)
        clearPath(path + suffix, isNoFile);
      if (db = new Database(path, { readwrite: !0, create }), db.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`), db.run("PRAGMA journal_mode = MEMORY"), db.run("BEGIN EXCLUSIVE"), existsSync(path))
        return new ProcessLock(db, path);
      return db.close(), null;
    } catch (error) {
      if (db?.close(), (errorCode(error) ?? "").startsWith("SQLITE_BUSY") || isStoreUnavailable(error) && !create)
        return null;
      throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `cannot lock ${path}: ${errorMessage(error)}`, {
        cause: error,
        hint: "check that the directory can be written, and that the disk is not full"
      });
    }
  }
  release() {
    this.#db.close();
  }
}

// src/supervisor/find.ts
var MAX_LOCKS = 256, LOCK = /^(\d+-.+)\.lock$/;
function isAlive(paths, worker) {
  let path = lockPath(paths, worker);
  if (!isLockFile(path))
    return !1;
  let lock = ProcessLock.take(path, !1);
  return lock?.release(), lock === null && isLockFile(path);
}
function findWorkers(paths, self) {
  return candidates(paths).filter((id) => id !== self && isAlive(paths, id)).map((id) => ({ id, pid: Number.parseInt(id, 10), heartbeat: readHeartbeat(paths, id) }));
}
function candidates(paths) {
  let ids = names(paths.workers).flatMap((name) => LOCK.exec(name)?.[1] ?? []);
  if (ids.length <= MAX_LOCKS)
    return ids;
  let held = lockHolders(), isHeld = (id) => {
    let stat = lstatSync2(lockPath(paths, id), { bigint: !0, throwIfNoEntry: !1 });
    return stat !== void 0 && held.has(lockKey(stat));
  }, known = ids.filter(isHeld), rest = new Set(ids).difference(new Set(known));
  return [...known, ...rest].slice(0, MAX_LOCKS);
}
function names(directory) {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (errorCode(error) === "ENOENT")
      return [];
    throw error;
  }
}

// src/supervisor/stuck.ts
import { lstatSync as lstatSync3, readdirSync as readdirSync2 } from "fs";
var MAX_READ = 100, MAX_ENTRY_BYTES = 4194304;
function findStuck(paths, workers, stuckAfterMs, nowMs) {
  let idle = workers.filter(({ heartbeat }) => {
    if (heartbeat === null || heartbeat.store_error !== null || heartbeat.queue_error !== null)
      return !1;
    return Math.abs(nowMs - Date.parse(heartbeat.last_process_time ?? heartbeat.started_at)) > stuckAfterMs;
  }), isQueueServed = idle.length < workers.length;
  return idle.filter(({ id }) => isAnyWaiting(`${paths.processing}/${id}`, stuckAfterMs, nowMs) || !isQueueServed && isAnyWaiting(paths.pending, stuckAfterMs, nowMs));
}
function isAnyWaiting(directory, forMs, nowMs) {
  let read = 0;
  for (let name of names2(directory)) {
    let parsed = parseEntryName(name), stat = lstatSync3(`${directory}/${name}`, { throwIfNoEntry: !1 });
    if (parsed === null || stat === void 0 || nowMs - stat.mtimeMs <= forMs)
      continue;
    let result = readEntry(`${directory}/${name}`, parsed, MAX_ENTRY_BYTES, { key: null }), dueMs = result?.kind === "entry" ? result.entry.not_before_ms ?? 0 : 0;
    if (result !== null && nowMs - dueMs > forMs)
      return !0;
    if (read += 1, read === MAX_READ)
      return !1;
  }
  return !1;
}
function names2(directory) {
  try {
    return readdirSync2(directory).toSorted();
  } catch {
    return [];
  }
}

export { heartbeatOf, writeHeartbeat, MAX_HEARTBEAT_BYTES, readHeartbeat, fileIdentity, arrives, ProcessLock, isAlive, findWorkers, findStuck };
