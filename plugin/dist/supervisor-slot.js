// @bun
import {
  nodeFiles
} from "./base-files-files.js";
import {
  clearPath
} from "./git-ignore-file.js";
import {
  MANIFEST
} from "./platform-installation.js";
import {
  sleep
} from "./supervisor-outage.js";
import {
  endWorker
} from "./supervisor-end-end-worker.js";
import {
  ProcessLock,
  findWorkers,
  findStuck
} from "./supervisor-stuck.js";
import {
  backoffPath
} from "./supervisor-start-backoff.js";
import {
  VERSION,
  isOlder
} from "./base-version.js";
import {
  makeQueue
} from "./queue-make.js";
import {
  errorCode
} from "./base-errors.js";

// src/supervisor/installation-replaced.ts
import { readFileSync } from "fs";
function isReplaced(manifest = MANIFEST) {
  try {
    return JSON.parse(readFileSync(manifest, "utf8")).version !== VERSION;
  } catch {
    return !0;
  }
}

// src/supervisor/slot.ts
var LOOK_MS = 50, ENDING_MS = 1e4, UNHEARD_MS = 1000, OBSERVATION_MS = 3000, slotPath = (paths) => `${paths.workers}/background`;
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
    await Bun.sleep(LOOK_MS * (0.5 + Math.random()));
  }
  return null;
}
function keepLock(paths, lock) {
  if (lock.isInPlace)
    return lock;
  try {
    let next = ProcessLock.take(slotPath(paths), !0);
    return lock.release(), next;
  } catch (error) {
    if (errorCode(error) !== "HIVE_QUEUE_UNAVAILABLE")
      throw error;
    return lock;
  }
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

export { slotPath, takeSlot, endBackoff };
