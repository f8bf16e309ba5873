// @bun
import"./main-x84tped8.js";
import"./main-shr5g8eq.js";
import {
  nodeFiles
} from "./main-y346h7xa.js";
import {
  assertCapacity2
} from "./main-z165f3qq.js";
import"./main-gda4m8rn.js";
import {
  enqueue
} from "./main-dtde7yk8.js";
import {
  makeQueue
} from "./main-274qr4my.js";
import {
  printable
} from "./main-vqnpnkzb.js";
import {
  userKey
} from "./main-ps6kh1xt.js";
import {
  errorCode,
  errorMessage
} from "./main-whj5vxrd.js";

// src/capture/fallback.ts
import { lstatSync, renameSync } from "fs";
import { tmpdir, userInfo } from "os";
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
    return await logFailure(paths.root, error), saveWithoutQueue(paths, [entry], config, reason);
  }
}
async function makeKey(root, env) {
  try {
    return userKey(root, env);
  } catch (error) {
    return await logFailure(root, error), null;
  }
}
async function applyDirectly(root, entries, config, cause) {
  try {
    let { Store } = await import("./store-ved46jrr.js");
    using store = await Store.open(root, { ...config, busyTimeoutMs: BUSY_TIMEOUT_MS });
    let outcomes = store.applyBatch(entries.map((entry) => ({ ...entry, id: entry.hive_id ?? entry.seq })), Date.now());
    for (let outcome of outcomes)
      if (outcome.kind === "rejected")
        throw Error(outcome.error.message);
  } catch (error) {
    let message = `neither queue nor store could be written: ${errorMessage(cause)}; ${errorMessage(error)}`;
    throw Error(message, { cause: error });
  }
}
var LOG_MAX_BYTES = 1048576;
async function logFailure(root, error) {
  let line = `${(/* @__PURE__ */ new Date()).toISOString()} ${printable(errorMessage(error).replaceAll(`
`, " "))}
`, fallback = `${tmpdir()}/hive-hook-${userInfo().uid}.log`;
  for (let path of root === void 0 ? [fallback] : [`${root}/hook.log`, fallback])
    try {
      let found = lstatSync(path, { throwIfNoEntry: !1 });
      if (found?.isFile() === !0 && found.size >= LOG_MAX_BYTES)
        renameSync(path, `${path}.1`);
      nodeFiles.append(path, Buffer.from(line));
      return;
    } catch {
      continue;
    }
}
export {
  logFailure,
  makeKey,
  saveBesideOlder,
  saveWithoutQueue
};
