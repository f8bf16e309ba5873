// @bun
import {
  nodeFiles,
  readRegular
} from "./base-files-files.js";
import {
  isNoFile,
  isNoLock,
  isLockFile,
  clearPath
} from "./git-ignore-file.js";
import {
  MANIFEST
} from "./platform-installation.js";
import {
  readEntry
} from "./queue-read-entry.js";
import {
  reportPath,
  lockPath
} from "./queue-claims-recover.js";
import {
  systemProgram
} from "./platform-programs.js";
import {
  backoffPath
} from "./supervisor-start-backoff.js";
import {
  VERSION,
  isOlder
} from "./base-version.js";
import {
  isStoreUnavailable,
  lockHolders,
  hasOpen,
  lockKey
} from "./platform-process-kernel-locks.js";
import {
  timeText
} from "./base-clock.js";
import {
  makeQueue
} from "./queue-make.js";
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
function findWorkers(paths) {
  return candidates(paths).filter((id) => isAlive(paths, id)).map((id) => ({ id, pid: Number.parseInt(id, 10), heartbeat: readHeartbeat(paths, id) }));
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

// src/platform/process/identity.ts
import { readFileSync } from "fs";

// src/platform/darwin/process-start.ts
function startByPs(pid) {
  let { stdout } = Bun.spawnSync([systemProgram("ps", process.env), "-o", "lstart=", "-p", String(pid)], {
    env: { LC_ALL: "C", TZ: "UTC0" },
    stderr: "ignore"
  });
  return stdout.toString().trim().replaceAll(/\s+/g, " ") || null;
}

// src/platform/process/identity.ts
function processStart(pid) {
  if (process.platform === "linux")
    return linuxStart(pid);
  return startByPs(pid);
}
function linuxStart(pid) {
  try {
    let stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ESRCH")
      return null;
    throw error;
  }
}

// src/platform/process/lock-holder.ts
import { existsSync as existsSync2, lstatSync as lstatSync3 } from "fs";
var LSOF = "/usr/sbin/lsof", LSOF_MS = 2000;
function holdsLock(path, pid) {
  if (!Number.isSafeInteger(pid) || pid <= 1)
    return !1;
  let file = lstatSync3(path, { bigint: !0, throwIfNoEntry: !1 });
  if (file === void 0 || !file.isFile())
    return !1;
  if (process.platform !== "linux")
    return isOpenedBy(path, pid);
  let holders = lockHolders().get(lockKey(file));
  return holders === void 0 ? hasOpen(file, pid) : holders.has(pid);
}
function isOpenedBy(path, pid) {
  if (!existsSync2(LSOF))
    return !1;
  let { stdout } = Bun.spawnSync([LSOF, "-a", "-p", String(pid), "-Fp", "--", path], {
    stderr: "ignore",
    timeout: LSOF_MS
  });
  return stdout.toString().split(`
`).includes(`p${pid}`);
}

// src/supervisor/end/end-worker.ts
var GRACE_MS = 2000, KILL_MS = 2000, LOOK_MS = 10;
async function endWorker(paths, live, options = {}) {
  let { signal: abort } = options, worker = await introduced(paths, live, abort);
  if (!isAlive(paths, worker.id))
    return "gone";
  if (!signal(paths, worker, "SIGTERM"))
    return isAlive(paths, worker.id) ? "refused" : "gone";
  if (await hasEnded(paths, worker, options.graceMs ?? GRACE_MS, abort))
    return "ended";
  if (options.mayKill === !1 || abort?.aborted === !0)
    return "alive";
  if (!signal(paths, worker, "SIGKILL"))
    return isAlive(paths, worker.id) ? "refused" : "ended";
  return await hasEnded(paths, worker, KILL_MS, abort) ? "killed" : "alive";
}
async function introduced(paths, worker, abort) {
  let endMs = performance.now() + GRACE_MS, { heartbeat } = worker;
  while (heartbeat === null && performance.now() < endMs && isAlive(paths, worker.id)) {
    if (abort?.aborted === !0)
      break;
    await Bun.sleep(LOOK_MS), heartbeat = readHeartbeat(paths, worker.id);
  }
  return { ...worker, heartbeat };
}
async function endWorkers(paths, options = {}) {
  let endings = findWorkers(paths).map(async (worker) => ({
    worker,
    ending: await endWorker(paths, worker, options)
  }));
  return Promise.all(endings);
}
function signal(paths, { id, pid, heartbeat }, name) {
  if (heartbeat === null || heartbeat.pid !== pid || heartbeat.process_start === null)
    return !1;
  if (!isAlive(paths, id) || !holdsLock(lockPath(paths, id), pid))
    return !1;
  if (heartbeat.process_start !== processStart(pid))
    return !1;
  try {
    return process.kill(pid, name), !0;
  } catch (error) {
    if (errorCode(error) === "ESRCH" || errorCode(error) === "EPERM")
      return !1;
    throw error;
  }
}
async function hasEnded(paths, { id }, withinMs, abort) {
  let endMs = performance.now() + withinMs;
  while (isAlive(paths, id)) {
    if (performance.now() > endMs || abort?.aborted === !0)
      return !1;
    await Bun.sleep(LOOK_MS);
  }
  return !0;
}

// src/supervisor/outage.ts
import { setTimeout as setTimeout2 } from "timers/promises";
var FIRST_WAIT_MS = 25, LONGEST_WAIT_MS = 1000, DELETION_MS = 500;

class Outage {
  #options;
  #waitMs = FIRST_WAIT_MS;
  error = null;
  constructor(options) {
    this.#options = options;
  }
  async wait(error, leastMs = 0) {
    let { name, log, signal, onChange } = this.#options, isNews = this.error === null;
    if (this.error = errorMessage(error), isNews)
      log.write("warn", `${name} is unavailable, waiting`, { error: this.error }), onChange?.();
    await sleep(Math.max(leastMs, this.#waitMs), signal), this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
  }
  end() {
    if (this.error === null)
      return;
    let { name, log, onChange } = this.#options;
    this.error = null, this.#waitMs = FIRST_WAIT_MS, log.write("info", `${name} is available again`), onChange?.();
  }
}
function isSystemFault(error) {
  let cause = error instanceof HiveError && error.code === "HIVE_QUEUE_UNAVAILABLE" ? error.cause : error;
  return /^E[A-Z0-9]+$/.test(errorCode(cause) ?? "");
}
async function waitForQueue(outage, queue, error) {
  let isDeleted = errorCode(error) === "ENOENT";
  if (await outage.wait(error, isDeleted ? DELETION_MS : 0), isDeleted)
    makeAgain(queue);
}
function makeAgain(queue) {
  try {
    queue.prepare();
  } catch (error) {
    if (!isSystemFault(error))
      throw error;
  }
}
async function sleep(ms, signal) {
  try {
    await setTimeout2(ms, void 0, { signal });
  } catch (error) {
    if (!signal.aborted)
      throw error;
  }
}

// src/supervisor/installation-replaced.ts
import { readFileSync as readFileSync2 } from "fs";
function isReplaced(manifest = MANIFEST) {
  try {
    return JSON.parse(readFileSync2(manifest, "utf8")).version !== VERSION;
  } catch {
    return !0;
  }
}

// src/supervisor/stuck.ts
import { lstatSync as lstatSync4, readdirSync as readdirSync2 } from "fs";
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
    let parsed = parseEntryName(name), stat = lstatSync4(`${directory}/${name}`, { throwIfNoEntry: !1 });
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

// src/supervisor/slot.ts
var LOOK_MS2 = 50, ENDING_MS = 1e4, UNHEARD_MS = 1000, OBSERVATION_MS = 3000, slotPath = (paths) => `${paths.workers}/background`;
async function takeSlot(options) {
  let { paths } = options;
  makeQueue(paths);
  let lock = await takeLock(options);
  if (lock === null)
    return null;
  return { supervision: { onStopListening: () => endBackoff(paths), onMaintain: () => (endBackoff(paths), lock = lock === null ? null : keepLock(paths, lock), lock === null || isReplaced()) }, release: () => lock?.release() };
}
async function takeLock(options) {
  let { paths, log, signal } = options;
  await replaceStuck(options);
  let startedMs = performance.now();
  while (!signal.aborted) {
    let lock = ProcessLock.take(slotPath(paths), !0);
    if (lock !== null)
      return lock;
    let workers = findWorkers(paths), older = workers.filter(isOlderInBackground);
    for (let worker of older)
      log.write("info", "asking a worker of an older version to end", { worker: worker.id }), await endWorker(paths, worker, { graceMs: ENDING_MS, mayKill: !1, signal });
    if (older.length === 0 && nodeFiles.ring(paths.doorbell))
      break;
    let waitedMs = performance.now() - startedMs;
    if (older.length === 0 && waitedMs > UNHEARD_MS && workers.some(looksByItself))
      break;
    if (waitedMs > ENDING_MS) {
      log.write("warn", "another worker has the slot and does not listen");
      break;
    }
    await Bun.sleep(LOOK_MS2 * (0.5 + Math.random()));
  }
  return null;
}
function keepLock(paths, lock) {
  if (lock.isInPlace)
    return lock;
  return lock.release(), ProcessLock.take(slotPath(paths), !0);
}
function endBackoff(paths) {
  clearPath(backoffPath(paths), () => !0);
}
function isOlderInBackground({ heartbeat }) {
  return heartbeat?.background === !0 && isOlder(heartbeat.version);
}
function looksByItself({ heartbeat }) {
  return heartbeat?.background === !0 && heartbeat.stopped_at === null && heartbeat.doorbell !== "proven";
}
async function replaceStuck({ paths, config, log, signal }) {
  let find = () => findStuck(paths, findWorkers(paths), config.stuckAfterSeconds * 1000, Date.now()), idle = find();
  if (idle.length === 0)
    return;
  if (nodeFiles.ring(paths.doorbell), await sleep(OBSERVATION_MS, signal), signal.aborted)
    return;
  for (let worker of find().filter(({ id }) => idle.some((before) => before.id === id))) {
    let ending = await endWorker(paths, worker, { signal });
    log.write("warn", "a worker was stuck", { worker: worker.id, pid: worker.pid, ending });
  }
}

export { heartbeatOf, writeHeartbeat, MAX_HEARTBEAT_BYTES, readHeartbeat, fileIdentity, arrives, ProcessLock, findWorkers, processStart, endWorker, endWorkers, DELETION_MS, Outage, isSystemFault, waitForQueue, makeAgain, sleep, findStuck, slotPath, takeSlot, endBackoff };
