// @bun
import {
  nodeFiles
} from "./base-files-files.js";
import {
  clearPath
} from "./git-ignore-file.js";
import"./origin-own-directory.js";
import"./platform-installation.js";
import"./queue-read-entry.js";
import"./origin-own-file.js";
import {
  nodeHookIo2
} from "./capture-node-io.js";
import {
  endBackoff
} from "./supervisor-slot.js";
import {
  endWorker
} from "./supervisor-end-end-worker.js";
import {
  findWorkers
} from "./supervisor-stuck.js";
import"./queue-claims-recover.js";
import"./platform-programs.js";
import {
  STUCK_MS,
  lookedPath,
  stuckText,
  isKnownStuck,
  lookedText
} from "./capture-main.js";
import {
  backoffPath,
  startedBy2
} from "./supervisor-start-backoff.js";
import {
  VERSION,
  isOlder
} from "./base-version.js";
import"./queue-make.js";
import {
  orRemove
} from "./queue-producer-enqueue.js";
import"./git-git-tree.js";

// src/capture/workers/older-workers.ts
var PATIENCE_MS = 1000, LOOK_MS = 10;
async function endOlderWorkers(paths) {
  if (isKnownStuck(nodeHookIo2.read(lookedPath(paths)), Date.now()))
    return !1;
  let isEnded = await tryToEnd(paths);
  if (!isEnded)
    noteLook(paths, stuckText(Date.now() + STUCK_MS));
  return isEnded;
}
async function tryToEnd(paths) {
  let endMs = performance.now() + PATIENCE_MS, signal = AbortSignal.timeout(PATIENCE_MS), isOurs = startedBy2(nodeHookIo2.read(backoffPath(paths))) === VERSION, heartbeat;
  for (;; ) {
    heartbeat = nodeHookIo2.read(paths.heartbeat);
    let workers = findWorkers(paths), older = workers.filter(isOld);
    if (older.length === 0 && (isOurs || workers.every((worker) => worker.heartbeat !== null)))
      break;
    let leftMs = endMs - performance.now();
    if (leftMs <= 0)
      return !1;
    let options = { graceMs: leftMs, mayKill: !1, signal };
    if ((await Promise.all(older.map((worker) => endWorker(paths, worker, options)))).includes("refused"))
      return !1;
    if (older.length > 0)
      endBackoff(paths);
    else
      await Bun.sleep(LOOK_MS);
  }
  return noteLook(paths, lookedText(heartbeat)), !0;
}
var isOld = ({ heartbeat }) => heartbeat !== null && isOlder(heartbeat.version);
function noteLook(paths, text) {
  let temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  try {
    nodeFiles.create(temporary, text), orRemove(nodeFiles, temporary, () => {
      clearPath(lookedPath(paths)), nodeFiles.rename(temporary, lookedPath(paths));
    });
  } catch {
    return;
  }
}
export {
  endOlderWorkers
};
