// @bun
import {
  isLockFile,
  clearPath
} from "./git-ignore-file.js";
import {
  parseEntryName,
  isOwnName
} from "./queue-entry.js";
import {
  errorCode
} from "./base-errors.js";

// src/queue/claims/recover.ts
import { readdirSync, rmdirSync, unlinkSync as unlinkSync2 } from "fs";

// src/queue/inbox/put-back.ts
import { linkSync, lstatSync, renameSync, unlinkSync } from "fs";
var MAX_NAME_BYTES = 200;
function numbered(name, attempt) {
  if (attempt === 0)
    return name;
  let stem = name.replace(/\.json$/, "");
  return `${Buffer.byteLength(stem) <= MAX_NAME_BYTES ? stem : shortened(stem)}~${attempt}.json`;
}
function shortened(stem) {
  return `${parseEntryName(`${stem}.json`)?.priority ?? 5}_${Bun.hash(stem).toString(16)}`;
}
function moveBack(paths, from, name) {
  if (isOwnName(name))
    return renameSync(from, `${paths.pending}/${name}`), name;
  for (let attempt = 0;; attempt += 1) {
    let candidate = numbered(name, attempt), target = `${paths.pending}/${candidate}`;
    try {
      linkSync(from, target);
    } catch (error) {
      let code = errorCode(error);
      if (code === "EPERM" && lstatSync(target, { throwIfNoEntry: !1 }) === void 0)
        return renameSync(from, target), candidate;
      if (code !== "EEXIST" && code !== "EPERM")
        throw error;
      if (lstatSync(target, { throwIfNoEntry: !1 })?.ino !== lstatSync(from).ino)
        continue;
    }
    return unlinkSync(from), candidate;
  }
}

// src/queue/claims/recover.ts
var WORKER = /^\d+-[0-9a-f]{8}$/, MAX_WORKERS = 1000;
function reportPath(paths, worker) {
  return `${paths.workers}/${worker}.json`;
}
function lockPath(paths, worker) {
  return `${paths.workers}/${worker}.lock`;
}
function recover(paths, takeLock, {
  self,
  onFault
} = {}) {
  let recovered = [], inTurn = readdirSync(paths.processing, { withFileTypes: !0 }).filter((entry) => entry.isDirectory()).toSorted((a, b) => Number(WORKER.test(b.name)) - Number(WORKER.test(a.name)));
  for (let entry of inTurn.slice(0, MAX_WORKERS)) {
    if (entry.name === self)
      continue;
    let worker = entry.name, hasLock = isLockFile(lockPath(paths, worker)), lock = hasLock ? takeLock(worker) : null;
    if (hasLock && lock === null)
      continue;
    try {
      recoverClaims(paths, worker, recovered);
    } catch (error) {
      if (onFault === void 0)
        throw error;
      onFault(error);
    } finally {
      lock?.release();
    }
  }
  return recovered;
}
function recoverClaims(paths, worker, recovered) {
  let directory = `${paths.processing}/${worker}`;
  try {
    for (let name of readdirSync(directory))
      recovered.push(moveBack(paths, `${directory}/${name}`, name));
    rmdirSync(directory);
    for (let path of [reportPath(paths, worker), lockPath(paths, worker)])
      clearPath(path, () => !0);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" && errorCode(error) !== "ENOTEMPTY")
      throw error;
  }
}
function retireWorker(paths, worker) {
  recoverClaims(paths, worker, []);
}
function unlinkIfThere(path) {
  try {
    unlinkSync2(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT")
      throw error;
  }
}

export { numbered, shortened, moveBack, reportPath, lockPath, recover, retireWorker, unlinkIfThere };
