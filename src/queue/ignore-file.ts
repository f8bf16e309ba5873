import { chmodSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { clearPath } from "../base/foreign.ts";
import { findGitTree } from "../git/git-tree.ts";
import { IGNORE_ALL, ignoresAll, patternsOf } from "./ignore-rules.ts";

/** The names of what hive makes, for a directory that holds more than that. */
const OWN_NAMES = ["hive.db*", "hive-*.db*", "hook.log*", "queue/", "instances/", "logs/", "setup/"];
/** A longer one is no list of names. */
const MAX_BYTES = 64 * 1024;

/**
 * Sees to it that git takes none of a state directory's files. A repository may track something in the directory, its
 * `.gitignore` as well: one that lets a file of hive's through is replaced, since no other file of git's counts more.
 * @param isNew whether hive has just made the directory
 */
export function keepOutOfGit(root: string, isNew = false): void {
  const path = join(root, ".gitignore");
  const text = readIgnoreFile(path);
  if (isNew || isStateDirectory(root)) {
    if (!ignoresAll(text)) replace(path, IGNORE_ALL);
  } else if (!ignoresOwn(text) && findGitTree(root) !== null) addOwn(path, text ?? "");
}

/** Adds hive's own names to the file of somebody else's directory, where it is a file. */
function addOwn(path: string, text: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat !== undefined && (!stat.isFile() || stat.size > MAX_BYTES)) return;
  const end = text === "" || text.endsWith("\n") ? "" : "\n";
  const names = OWN_NAMES.map((name) => `/${name}\n`).join("");
  replace(path, `${text}${end}# hive's state\n${names}`, stat?.mode);
}

/** Whether a state directory's `.gitignore` keeps hive's files out of git, as far as setup sees to it. */
export const isKeptOutOfGit = (root: string): boolean => mayStay(readIgnoreFile(join(root, ".gitignore")), root);

/** Whether such a file may stay as it is. */
export const mayStay = (text: string | null, root: string): boolean =>
  isStateDirectory(root) ? ignoresAll(text) : text !== null;

/** Whether a directory is hive's alone: `HIVE_ROOT`, or a link of the user's, may lead to one that holds more. */
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
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && stat.size <= MAX_BYTES ? readFileSync(path, "utf8") : null;
}

/** Puts a file in the place of whatever lies there, in one step, and follows no link. */
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
