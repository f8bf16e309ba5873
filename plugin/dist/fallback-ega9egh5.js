// @bun
import"./main-d57ev5jn.js";
import"./main-adgqg0nk.js";
import {
  nodeFiles
} from "./main-kejjfjra.js";
import {
  assertCapacity2
} from "./main-25adqbar.js";
import"./main-7k25beht.js";
import {
  enqueue
} from "./main-29j5c131.js";
import {
  makeQueue
} from "./main-0mwtxxx1.js";
import {
  printable
} from "./main-31tzq1ry.js";
import {
  userKey
} from "./main-4rbff29k.js";
import {
  errorCode,
  errorMessage
} from "./main-gaa197ay.js";

// src/hook/fallback.ts
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
async function makeKey(root, env) {
  try {
    return userKey(root, env);
  } catch (error) {
    return await logFailure(root, error), null;
  }
}
async function applyDirectly(root, entries, config, cause) {
  try {
    let { Store } = await import("./store-9g0z5p8c.js");
    using store = await Store.open(root, { ...config, busyTimeoutMs: BUSY_TIMEOUT_MS });
    store.applyBatch(entries.map((entry) => ({ ...entry, id: entry.hive_id ?? entry.seq })), Date.now());
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
  saveWithoutQueue
};
