import { chmodSync, existsSync, lstatSync, mkdirSync, statSync } from "node:fs";
import { errorCode, errorMessage, HiveError } from "../base/errors.ts";
import { keepOutOfGit } from "../git/ignore-file.ts";
import { type QueuePaths, queueDirectories } from "./layout.ts";

/**
 * Makes the missing parts of a queue, for its user alone, and keeps the state directory out of git.
 * @throws HIVE_QUEUE_UNAVAILABLE
 */
export function makeQueue(paths: QueuePaths): void {
  try {
    const isNew = !existsSync(paths.root);
    assertOwner(paths.root);
    makeDirectory(paths.root, true);
    // Make this first: if a later step fails, the entries may be written elsewhere below.
    // @mutant a state directory that was there already is kept out of git
    keepOutOfGit(paths.root, isNew);
    for (const path of queueDirectories(paths)) makeDirectory(path, path === paths.root);
  } catch (cause) {
    throw new HiveError(
      "HIVE_QUEUE_UNAVAILABLE",
      `cannot make ${paths.queue}: ${cause instanceof LinkError ? cause.message : (errorCode(cause) ?? errorMessage(cause))}`,
      { cause, hint: "check that the directory can be written, or choose another with HIVE_ROOT" },
    );
  }
}

/** Two users' keys prove nothing to each other, and neither could read what the other saves. */
function assertOwner(root: string): void {
  const owner = statSync(root, { throwIfNoEntry: false })?.uid;
  if (owner === undefined || owner === process.geteuid?.()) return;
  throw new Error(`it belongs to another user (${owner}): only that user may use it`);
}

/** A link stands where hive's directory should be. */
class LinkError extends HiveError {
  constructor(path: string) {
    super("HIVE_QUEUE_UNAVAILABLE", `${path} is a symbolic link`, { hint: "see where it leads, then remove it" });
  }
}

/**
 * Whether each path of a queue exists and is a directory. The state directory alone may be a link, which its user
 * named.
 */
export function isQueueMade(paths: QueuePaths): boolean {
  return queueDirectories(paths).every((path) => isDirectory(path, path === paths.root));
}

/** Whether a directory is at a path, not by a link unless it may be one. */
export function isDirectory(path: string, mayBeLink = false): boolean {
  const look = mayBeLink ? statSync : lstatSync;
  return look(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Refuses a state directory that was found, not named, and is a link or a file. A repository can carry such a link, and
 * saved data would go to its target.
 * @throws HIVE_INVALID_OPTION
 */
export function assertNoLink(root: string): void {
  const found = lstatSync(root, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return;
  if (!found.isSymbolicLink()) {
    const hint = "remove it, or choose another with HIVE_ROOT";
    throw new HiveError("HIVE_INVALID_OPTION", `${root} is not a directory: nothing is saved`, { hint });
  }
  throw new HiveError(
    "HIVE_INVALID_OPTION",
    `${root} is a link, which a repository can carry: hive does not follow it`,
    {
      hint: `if you made it: HIVE_ROOT=${root}`,
    },
  );
}

/** Makes a directory for its user alone. @throws if a link is in its place */
export function makeDirectory(path: string, mayBeLink = false): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  // The directory nearly always exists: a worker checks each one at each backstop.
  if (found?.isDirectory() !== true) mkdirSync(path, { recursive: true, mode: 0o700 });
  const stat = found ?? lstatSync(path);
  // A cloned repository can carry one, and a sweep would remove files wherever it leads.
  // @mutant a link in the place of a queue directory is refused
  if (stat.isSymbolicLink() && !mayBeLink) throw new LinkError(path);
  // Another program, such as the shell system, made it readable by all; or a umask shuts its own user out.
  if ((stat.mode & 0o777) !== 0o700 && !stat.isSymbolicLink()) chmodSync(path, 0o700);
}
