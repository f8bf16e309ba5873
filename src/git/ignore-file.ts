import { chmodSync, lstatSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readRegular } from "../base/files/files.ts";
import { clearPath } from "../base/files/foreign.ts";
import { findGitTree } from "./git-tree.ts";
import { IGNORE_ALL, ignoresAll, patternsOf } from "./ignore-rules.ts";

/** hive's own names, for a directory that holds other files too. */
const OWN_NAMES = ["hive.db*", "hive-*.db*", "hook.log*", "exports.jsonl", "queue/", "instances/", "logs/", "setup/"];
/** A longer file is not taken for a list of ignored names. */
const MAX_BYTES = 64 * 1024;

/**
 * Makes git ignore all files of a state directory. A repository may track files there, even its `.gitignore`. A
 * `.gitignore` that lets one of hive's files through is replaced, since no other git file outranks it.
 * @param isNew whether hive has just made the directory
 */
export function keepOutOfGit(root: string, isNew = false): void {
  const path = join(root, ".gitignore");
  const text = readIgnoreFile(path);
  if (isNew || isStateDirectory(root)) {
    if (!ignoresAll(text)) replace(path, IGNORE_ALL);
  } else if (!ignoresOwn(text) && findGitTree(root) !== null) addOwn(path, text ?? "");
}

/** Adds hive's own names to the ignore file of a shared directory, if that is a file. */
function addOwn(path: string, text: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat !== undefined && (!stat.isFile() || stat.size > MAX_BYTES)) return;
  const end = text === "" || text.endsWith("\n") ? "" : "\n";
  const names = OWN_NAMES.map((name) => `/${name}\n`).join("");
  replace(path, `${text}${end}# hive's state\n${names}`, stat?.mode);
}

/** True if a state directory's `.gitignore` keeps hive's files out of git. Setup writes that file. */
export const isKeptOutOfGit = (root: string): boolean => mayStay(readIgnoreFile(join(root, ".gitignore")), root);

/** Whether such a file may stay as it is. */
export const mayStay = (text: string | null, root: string): boolean =>
  isStateDirectory(root) ? ignoresAll(text) : text !== null;

/** Whether a directory is only hive's: `HIVE_ROOT`, or a link of the user's, may lead to a shared one. */
const isStateDirectory = (root: string): boolean =>
  basename(root) === ".hive-mind" && lstatSync(root, { throwIfNoEntry: false })?.isSymbolicLink() !== true;

function ignoresOwn(text: string | null): boolean {
  const patterns = patternsOf(text);
  const from = Math.max(...OWN_NAMES.map((name) => patterns.lastIndexOf(`/${name}`)));
  const isWhole = OWN_NAMES.every((name) => patterns.includes(`/${name}`));
  return ignoresAll(text) || (isWhole && !patterns.slice(from).some((pattern) => pattern.startsWith("!")));
}

/** Null where there is no such file, or something that git would not read. */
function readIgnoreFile(path: string): string | null {
  return readRegular(path, MAX_BYTES);
}

/** Replaces any file at a path, in one step, and follows no link. */
function replace(path: string, text: string, mode = 0o600): void {
  // A name that no repository can know.
  const temporary = `${path}.${Bun.randomUUIDv7()}.tmp`;
  try {
    clearPath(path, (stat) => stat.isDirectory());
    writeFileSync(temporary, text, { mode: mode & 0o777, flag: "wx" });
    // A umask may have taken its user's own part.
    chmodSync(temporary, mode & 0o777);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}
