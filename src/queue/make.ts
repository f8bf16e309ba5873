import { chmodSync, existsSync, lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { errorCode, errorMessage, HiveError } from "../errors.ts";
import { type QueuePaths, queueDirectories } from "./layout.ts";

/**
 * Makes what is missing of a queue, for its user alone. A new state directory keeps itself out of git.
 * @throws HIVE_QUEUE_UNAVAILABLE
 */
export function makeQueue(paths: QueuePaths): void {
  try {
    const isNew = !existsSync(paths.root);
    for (const path of queueDirectories(paths)) makeDirectory(path, path === paths.root);
    if (isNew) keepOutOfGit(paths.root);
  } catch (cause) {
    throw new HiveError(
      "HIVE_QUEUE_UNAVAILABLE",
      `cannot make ${paths.queue}: ${errorCode(cause) ?? errorMessage(cause)}`,
      { cause, hint: "check that the directory can be written, or choose another with HIVE_ROOT" },
    );
  }
}

function keepOutOfGit(root: string): void {
  writeFileSync(`${root}/.gitignore`, "*\n", { mode: 0o600 });
  chmodSync(`${root}/.gitignore`, 0o600);
}

/** Makes a directory for its user alone. @throws where a link lies in its place */
export function makeDirectory(path: string, mayBeLink = false): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  // It is nearly always there: a worker looks after each directory at each backstop.
  const isNew = found?.isDirectory() !== true && mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined;
  const stat = found ?? lstatSync(path);
  // A cloned repository can carry one, and a sweep would remove files wherever it leads.
  if (stat.isSymbolicLink() && !mayBeLink) throw new Error(`${path} is a symbolic link`);
  // Made by another program, such as the shell system, for everybody to read; or under a umask that shuts its user out.
  const isWrong = isNew ? (stat.mode & 0o777) !== 0o700 : (stat.mode & 0o077) !== 0;
  if (isWrong && !stat.isSymbolicLink()) chmodSync(path, 0o700);
}
