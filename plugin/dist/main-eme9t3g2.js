// @bun
import {
  queueDirectories
} from "./main-393kdtjt.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./main-k3peqx11.js";

// src/queue/make.ts
import { chmodSync, existsSync, lstatSync, mkdirSync, writeFileSync } from "fs";
function makeQueue(paths) {
  try {
    let isNew = !existsSync(paths.root);
    for (let path of queueDirectories(paths))
      makeDirectory(path, path === paths.root);
    if (isNew)
      keepOutOfGit(paths.root);
  } catch (cause) {
    throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `cannot make ${paths.queue}: ${errorCode(cause) ?? errorMessage(cause)}`, { cause, hint: "check that the directory can be written, or choose another with HIVE_ROOT" });
  }
}
function keepOutOfGit(root) {
  writeFileSync(`${root}/.gitignore`, `*
`, { mode: 384 }), chmodSync(`${root}/.gitignore`, 384);
}
function makeDirectory(path, mayBeLink = !1) {
  let found = lstatSync(path, { throwIfNoEntry: !1 }), isNew = found?.isDirectory() !== !0 && mkdirSync(path, { recursive: !0, mode: 448 }) !== void 0, stat = found ?? lstatSync(path);
  if (stat.isSymbolicLink() && !mayBeLink)
    throw Error(`${path} is a symbolic link`);
  if ((isNew ? (stat.mode & 511) !== 448 : (stat.mode & 63) !== 0) && !stat.isSymbolicLink())
    chmodSync(path, 448);
}

export { makeQueue, makeDirectory };
