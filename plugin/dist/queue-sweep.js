// @bun
import {
  readRegular
} from "./base-files-files.js";
import {
  reportPath,
  lockPath,
  unlinkIfThere
} from "./queue-claims-recover.js";
import {
  isLockFile,
  clearPath
} from "./git-ignore-file.js";
import {
  isOwnSeq
} from "./queue-entry.js";
import {
  errorMessage
} from "./base-errors.js";

// src/queue/sweep.ts
import { lstatSync, readdirSync } from "fs";
var TEMPORARY_FILE_MS = 3600000, DEAD_WORKER_MS = 3600000, MAX_SWEPT = 1000, HEARTBEAT_DRAFT = /^heartbeat-\d+-[0-9a-f]{8}$/, NOTE = /^[A-Za-z0-9_-]{1,128}\.json$/, MARK = /^restored-(own|next)-[0-9a-z]+-[\d.]+$/, WORKER_FILE = /^(\d+-[0-9a-f]{8})\.(lock|lock-journal|json)$/, JOURNAL = /^\d+\.(ids|dropped)$/, MAX_NOTE_BYTES = 32;
function isTemporaryName(name) {
  return isOwnSeq(name) || HEARTBEAT_DRAFT.test(name);
}
function sweepTemporaryFiles({ tmp }, nowMs) {
  return removeOlder(tmp, nowMs - TEMPORARY_FILE_MS, isTemporaryName);
}
function sweepInstances({ instances }, beforeMs) {
  return removeOlder(instances, beforeMs, (name, bytes) => {
    let isMark = MARK.test(name);
    if (isMark && bytes === 0)
      return !0;
    return (isMark || NOTE.test(name)) && bytes <= MAX_NOTE_BYTES && /^\d+$/.test(readRegular(`${instances}/${name}`, MAX_NOTE_BYTES) ?? "");
  });
}
function removeOlder(directory, beforeMs, isOwn) {
  let swept = 0;
  for (let name of readdirSync(directory)) {
    if (swept === MAX_SWEPT)
      break;
    let path = `${directory}/${name}`, stat = lstatSync(path, { throwIfNoEntry: !1 });
    if (stat?.isFile() !== !0 || stat.mtimeMs > beforeMs || !isOwn(name, stat.size))
      continue;
    unlinkIfThere(path), swept += 1;
  }
  return swept;
}
function sweepWorkers(paths, takeLock, nowMs, self) {
  let swept = /* @__PURE__ */ new Set;
  for (let name of readdirSync(paths.workers)) {
    let id = WORKER_FILE.exec(name)?.[1];
    if (id === void 0 || id === self || swept.has(id))
      continue;
    let stat = lstatSync(`${paths.workers}/${name}`, { throwIfNoEntry: !1 });
    if (stat === void 0 || nowMs - stat.mtimeMs < DEAD_WORKER_MS)
      continue;
    if (!isSwept(paths, takeLock, id))
      continue;
    if (swept.add(id), swept.size === MAX_SWEPT)
      break;
  }
  return swept.size;
}
function isSwept(paths, takeLock, id) {
  let path = lockPath(paths, id), isLock = isLockFile(path), lock = isLock ? takeLock(id) : null;
  if (isLock && lock === null)
    return !1;
  try {
    for (let own of [reportPath(paths, id), path, `${path}-journal`])
      clearPath(own, () => !0);
  } finally {
    lock?.release();
  }
  return !0;
}
function clearForeign(paths) {
  let { root, queue, heartbeat, instances, journals, workers } = paths;
  return [
    ...[heartbeat, `${queue}/.room`, `${root}/hook.log`, `${root}/hook.log.1`],
    ...noFiles(instances, (name) => NOTE.test(name) || MARK.test(name)),
    ...noFiles(journals, (name) => JOURNAL.test(name)),
    ...noFiles(workers, (name) => WORKER_FILE.test(name))
  ].slice(0, MAX_SWEPT).map(tryToClear).filter((sentence) => sentence !== null);
}
function tryToClear(path) {
  try {
    return clearPath(path);
  } catch (error) {
    return `${path} cannot be cleared: ${errorMessage(error)}`;
  }
}
function noFiles(directory, isOwn) {
  return readdirSync(directory, { withFileTypes: !0 }).filter((entry) => !entry.isFile() && isOwn(entry.name)).map((entry) => `${directory}/${entry.name}`);
}

export { MAX_NOTE_BYTES, isTemporaryName, sweepTemporaryFiles, sweepInstances, sweepWorkers, clearForeign };
