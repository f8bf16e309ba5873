import { accessSync, constants, statfsSync } from "node:fs";
import { errorCode } from "../base/errors.ts";
import { type QueuePaths, queueDirectories } from "../queue/layout.ts";

/** Why nothing can be saved now, as far as that can be seen without writing: a sentence each. */
export function findWriteProblems(paths: QueuePaths): string[] {
  const problems = queueDirectories(paths).flatMap((path) => {
    try {
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
      return [];
    } catch (error) {
      return [`${path} cannot be written: ${errorCode(error) ?? "unknown"}`];
    }
  });
  // The first one's reason is the others'.
  return [...problems.slice(0, 1), ...(isFull(paths.queue) ? ["the file system of the queue is full"] : [])];
}

function isFull(path: string): boolean {
  const { bavail, ffree, files } = statfsSync(path);
  // A file system without a fixed number of inodes says 0 of 0.
  return bavail === 0 || (ffree === 0 && files > 0);
}
