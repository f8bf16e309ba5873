// @bun
import {
  queueDirectories
} from "./main-3nv2xbz9.js";
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
      writeFileSync(`${paths.root}/.gitignore`, `*
`, { mode: 384 });
  } catch (cause) {
    throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `cannot make ${paths.queue}: ${errorCode(cause) ?? errorMessage(cause)}`, { cause, hint: "check that the directory can be written, or choose another with HIVE_ROOT" });
  }
}
function makeDirectory(path, mayBeLink) {
  mkdirSync(path, { recursive: !0, mode: 448 });
  let stat = lstatSync(path);
  if (stat.isSymbolicLink() && !mayBeLink)
    throw Error(`${path} is a symbolic link`);
  if ((stat.mode & 63) !== 0 && !stat.isSymbolicLink())
    chmodSync(path, 448);
}

export { makeQueue };
