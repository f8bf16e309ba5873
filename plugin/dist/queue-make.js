// @bun
import {
  keepOutOfGit2
} from "./git-ignore-file.js";
import {
  queueDirectories
} from "./platform-bun-callers-directory.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/queue/make.ts
import { chmodSync, existsSync, lstatSync, mkdirSync, statSync } from "fs";
function makeQueue(paths) {
  try {
    let isNew = !existsSync(paths.root);
    assertOwner(paths.root), makeDirectory(paths.root, !0), keepOutOfGit2(paths.root, isNew);
    for (let path of queueDirectories(paths))
      makeDirectory(path, path === paths.root);
  } catch (cause) {
    throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `cannot make ${paths.queue}: ${cause instanceof LinkError ? cause.message : errorCode(cause) ?? errorMessage(cause)}`, { cause, hint: "check that the directory can be written, or choose another with HIVE_ROOT" });
  }
}
function assertOwner(root) {
  let owner = statSync(root, { throwIfNoEntry: !1 })?.uid;
  if (owner === void 0 || owner === process.geteuid?.())
    return;
  throw Error(`it belongs to another user (${owner}): only that user may use it`);
}

class LinkError extends HiveError {
  constructor(path) {
    super("HIVE_QUEUE_UNAVAILABLE", `${path} is a symbolic link`, { hint: "see where it leads, then remove it" });
  }
}
function isQueueMade(paths) {
  return queueDirectories(paths).every((path) => isDirectory(path, path === paths.root));
}
function isDirectory(path, mayBeLink = !1) {
  return (mayBeLink ? statSync : lstatSync)(path, { throwIfNoEntry: !1 })?.isDirectory() === !0;
}
function assertNoLink(root) {
  let found = lstatSync(root, { throwIfNoEntry: !1 });
  if (found === void 0 || found.isDirectory())
    return;
  if (!found.isSymbolicLink())
    throw new HiveError("HIVE_INVALID_OPTION", `${root} is not a directory: nothing is saved`, { hint: "remove it, or choose another with HIVE_ROOT" });
  throw new HiveError("HIVE_INVALID_OPTION", `${root} is a link, which a repository can carry: hive does not follow it`, {
    hint: `if you made it: HIVE_ROOT=${root}`
  });
}
function makeDirectory(path, mayBeLink = !1) {
  let found = lstatSync(path, { throwIfNoEntry: !1 });
  if (found?.isDirectory() !== !0)
    mkdirSync(path, { recursive: !0, mode: 448 });
  let stat = found ?? lstatSync(path);
  if (stat.isSymbolicLink() && !mayBeLink)
    throw new LinkError(path);
  if ((stat.mode & 511) !== 448 && !stat.isSymbolicLink())
    chmodSync(path, 448);
}

export { makeQueue, isQueueMade, isDirectory, assertNoLink, makeDirectory };
