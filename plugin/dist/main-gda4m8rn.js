// @bun
import {
  IGNORE_ALL,
  ignoresAll,
  patternsOf
} from "./main-dtde7yk8.js";
import {
  clearPath
} from "./main-r7q9wpxj.js";
import {
  findGitTree
} from "./main-g0kct9xe.js";

// src/queue/ignore-file.ts
import { chmodSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from "fs";
import { basename, join } from "path";
var OWN_NAMES = ["hive.db*", "hive-*.db*", "hook.log*", "queue/", "instances/", "logs/", "setup/"], MAX_BYTES = 65536;
function keepOutOfGit2(root, isNew = !1) {
  let path = join(root, ".gitignore"), text = readIgnoreFile(path);
  if (isNew || isStateDirectory(root)) {
    if (!ignoresAll(text))
      replace(path, IGNORE_ALL);
  } else if (!ignoresOwn(text) && findGitTree(root) !== null)
    addOwn(path, text ?? "");
}
function addOwn(path, text) {
  let stat = lstatSync(path, { throwIfNoEntry: !1 });
  if (stat !== void 0 && (!stat.isFile() || stat.size > MAX_BYTES))
    return;
  let end = text === "" || text.endsWith(`
`) ? "" : `
`, names = OWN_NAMES.map((name) => `/${name}
`).join("");
  replace(path, `${text}${end}# hive's state
${names}`, stat?.mode);
}
var isKeptOutOfGit2 = (root) => mayStay2(readIgnoreFile(join(root, ".gitignore")), root), mayStay2 = (text, root) => isStateDirectory(root) ? ignoresAll(text) : text !== null, isStateDirectory = (root) => basename(root) === ".hive-mind" && lstatSync(root, { throwIfNoEntry: !1 })?.isSymbolicLink() !== !0;
function ignoresOwn(text) {
  let patterns = patternsOf(text), from = Math.max(...OWN_NAMES.map((name) => patterns.lastIndexOf(`/${name}`))), isWhole = OWN_NAMES.every((name) => patterns.includes(`/${name}`));
  return ignoresAll(text) || isWhole && !patterns.slice(from).some((pattern) => pattern.startsWith("!"));
}
function readIgnoreFile(path) {
  let stat = lstatSync(path, { throwIfNoEntry: !1 });
  return stat?.isFile() === !0 && stat.size <= MAX_BYTES ? readFileSync(path, "utf8") : null;
}
function replace(path, text, mode = 384) {
  let temporary = `${path}.${Bun.randomUUIDv7()}.tmp`;
  try {
    clearPath(path, (stat) => stat.isDirectory()), writeFileSync(temporary, text, { mode: mode & 511, flag: "wx" }), chmodSync(temporary, mode & 511), renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: !0 });
  }
}

export { keepOutOfGit2, isKeptOutOfGit2, mayStay2 };
