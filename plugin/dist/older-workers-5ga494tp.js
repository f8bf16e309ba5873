// @bun
import {
  nodeFiles
} from "./main-y346h7xa.js";
import {
  findWorkers,
  endWorker,
  openGate
} from "./main-ntmpfep0.js";
import"./main-jrcycwwy.js";
import"./main-shr5g8eq.js";
import"./main-z6ndsc1t.js";
import"./main-x84tped8.js";
import {
  nodeHookIo2
} from "./main-409837wk.js";
import {
  orRemove,
  VERSION,
  isOlder,
  gatePath,
  startedBy,
  STUCK_MS,
  lookedPath,
  stuckText,
  isKnownStuck,
  lookedText
} from "./main-dtde7yk8.js";
import {
  clearPath
} from "./main-r7q9wpxj.js";

// src/capture/older-workers.ts
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
  let endMs = performance.now() + PATIENCE_MS, signal = AbortSignal.timeout(PATIENCE_MS), isOurs = startedBy(nodeHookIo2.read(gatePath(paths))) === VERSION, heartbeat;
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
      openGate(paths);
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
