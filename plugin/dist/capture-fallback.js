// @bun
import"./origin-own-file.js";
import"./origin-own-directory.js";
import {
  nodeFiles
} from "./base-files-files.js";
import {
  assertCapacity2
} from "./queue-producer-capacity.js";
import"./git-ignore-file.js";
import {
  logFailure2
} from "./capture-hook-log.js";
import {
  makeQueue
} from "./queue-make.js";
import {
  enqueue
} from "./queue-producer-enqueue.js";
import {
  userKey
} from "./origin-key.js";
import"./git-git-tree.js";
import {
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/capture/fallback.ts
var BUSY_TIMEOUT_MS = 250;
async function saveWithoutQueue(paths, entries, config, firstError) {
  if (entries.length === 0)
    return nodeFiles.ring(paths.doorbell);
  let committed = 0;
  try {
    if (errorCode(firstError) === "HIVE_QUEUE_FULL")
      throw firstError;
    return makeQueue(paths), assertCapacity2(paths, config), enqueue(paths, nodeFiles, entries, { ...config, onStep: (step) => {
      if (step === "renamed")
        committed += 1;
    } });
  } catch (error) {
    let left = entries.slice(committed);
    if (left.length > 0)
      await applyDirectly(paths.root, left, config, error);
    return nodeFiles.ring(paths.doorbell);
  }
}
async function saveBesideOlder(paths, entry, config) {
  let reason = Error("a worker of an older version of hive does not end");
  try {
    return await applyDirectly(paths.root, [entry], config, reason), nodeFiles.ring(paths.doorbell);
  } catch (error) {
    return logFailure2(paths.root, error), saveWithoutQueue(paths, [entry], config, reason);
  }
}
async function makeKey(root, env) {
  try {
    return userKey(root, env);
  } catch (error) {
    return logFailure2(root, error, env), null;
  }
}
async function applyDirectly(root, entries, config, cause) {
  try {
    let { Store } = await import("./import-store.js");
    using store = await Store.open(root, {
      ...config,
      hasOutbox: config.archive !== "off" || config.fleetUrl !== "",
      busyTimeoutMs: BUSY_TIMEOUT_MS
    });
    let outcomes = store.applyBatch(entries.map((entry) => ({ ...entry, id: entry.hive_id ?? entry.seq })), Date.now());
    for (let outcome of outcomes)
      if (outcome.kind === "rejected")
        throw Error(outcome.error.message);
  } catch (error) {
    let message = `neither queue nor store could be written: ${errorMessage(cause)}; ${errorMessage(error)}`;
    throw Error(message, { cause: error });
  }
}
export {
  makeKey,
  saveBesideOlder,
  saveWithoutQueue
};
