// @bun
import {
  readBytes
} from "./base-files-files.js";
import {
  isProvedDatabase
} from "./store-sqlite-open-database.js";
import {
  userKey
} from "./origin-key.js";
import {
  findGitTree
} from "./git-git-tree.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/store/sqlite/open/location.ts
import { existsSync, lstatSync as lstatSync2, readdirSync as readdirSync2 } from "fs";

// src/git/git-index.ts
import { lstatSync, readdirSync } from "fs";
import { join, relative } from "path";
var MAX_BYTES = 268435456, LAST_PLAIN_VERSION = 3;
function mayBeTracked(path, directory) {
  let tree = findGitTree(directory);
  if (tree === null)
    return !1;
  let index = join(tree.gitDirectory, "index");
  try {
    let bytes = readBytes(index, MAX_BYTES, !0);
    if (bytes === null)
      return lstatSync(index, { throwIfNoEntry: !1 }) !== void 0;
    let isPlain = bytes.toString("latin1", 0, 4) === "DIRC" && bytes.readUInt32BE(4) <= LAST_PLAIN_VERSION, isSplit = readdirSync(tree.gitDirectory).some((name) => name.startsWith("sharedindex."));
    return !isPlain || isSplit || bytes.includes(relative(tree.worktree, path));
  } catch (error) {
    return errorCode(error) !== "ENOENT";
  }
}

// src/store/sqlite/open/location.ts
var MAX_NAMES = 20, FIRST_NAME = "hive.db";
function locateStore(root, key = userKey(root)) {
  let free = [];
  for (let name of names(key)) {
    let path = `${root}/${name}`;
    if (lstatSync2(path, { throwIfNoEntry: !1 }) !== void 0) {
      if (isProved(path, key))
        return { path, isThere: !0 };
      continue;
    }
    if (free.push(path), name !== FIRST_NAME)
      break;
  }
  let path = free.find((one) => !one.endsWith(`/${FIRST_NAME}`) || !mayBeTracked(one, root));
  if (path !== void 0)
    return { path, isThere: !1 };
  throw new HiveError("HIVE_STORE_UNAVAILABLE", `foreign databases in ${root} use every name that hive has`, {
    hint: "hive adopt shows what is in them; move away what is not yours"
  });
}
function isProved(path, key) {
  try {
    return isProvedDatabase(path, key);
  } catch (cause) {
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `${path} cannot be read: ${errorMessage(cause)}`, {
      cause,
      hint: "check the disk"
    });
  }
}
function* names(key) {
  let tag = new Bun.CryptoHasher("sha256", key).update("hive database name").digest("hex").slice(0, 8);
  yield FIRST_NAME;
  for (let index = 1;index < MAX_NAMES; index += 1)
    yield `hive-${tag}${index === 1 ? "" : `-${index}`}.db`;
}
var ANY_NAME = /^hive(-[0-9a-f]{8}(-\d+)?)?\.db$/;
function otherStores(root, key = userKey(root), used = locateStore(root, key).path) {
  return (existsSync(root) ? readdirSync2(root).filter((name) => ANY_NAME.test(name)) : []).map((name) => `${root}/${name}`).filter((path) => path !== used).map((path) => ({ path, isProved: isProved(path, key) }));
}
var otherStoreNote = ({ path, isProved }) => isProved ? `${path} holds what was saved while another database had the name hive.db: hive adopt joins them` : `${path} was not made by your hive on this machine: nothing of it is read or changed; hive adopt shows what is in it`, storePath = (root) => locateStore(root).path;

export { mayBeTracked, locateStore, otherStores, otherStoreNote, storePath };
