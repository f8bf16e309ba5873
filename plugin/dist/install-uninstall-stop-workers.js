// @bun
import {
  slotPath
} from "./supervisor-slot.js";
import {
  endWorkers
} from "./supervisor-end-end-worker.js";
import {
  ProcessLock
} from "./supervisor-stuck.js";
import {
  HiveError
} from "./base-errors.js";

// src/install/uninstall/stop-workers.ts
import { chmodSync } from "fs";
var GRACE_MS = 15000;
async function stopWorkers(paths, graceMs = GRACE_MS) {
  let endings = await endWorkers(paths, { graceMs, mayKill: !1 }), withEnding = (wanted) => endings.filter(({ ending }) => ending === wanted).map(({ worker }) => worker), [unknown] = withEnding("refused");
  if (unknown !== void 0)
    throw new HiveError("HIVE_UNHEALTHY", `worker ${unknown.id} lives, but process ${unknown.pid} is another one`, {
      hint: "does it run in a container, or on another machine? end it there"
    });
  let left = withEnding("alive");
  if (left.length === 0)
    return;
  let ids = left.map(({ id }) => id).join(", ");
  throw new HiveError("HIVE_UNHEALTHY", `${ids} did not end within ${graceMs / 1000} s`, {
    hint: "hive worker stop --force kills it and loses nothing; then run this again"
  });
}
var LOCK_MS = 1e4, LOOK_MS = 20;
async function holdQueue(paths) {
  let endMs = performance.now() + LOCK_MS;
  for (;; ) {
    await stopWorkers(paths);
    let lock = ProcessLock.take(slotPath(paths), !0);
    if (lock !== null)
      return chmodSync(slotPath(paths), 384), lock;
    if (performance.now() > endMs)
      throw new HiveError("HIVE_STORE_UNAVAILABLE", "another worker starts again and again", {
        hint: "hive worker stop ends it; then run this again"
      });
    await Bun.sleep(LOOK_MS);
  }
}

export { stopWorkers, holdQueue };
