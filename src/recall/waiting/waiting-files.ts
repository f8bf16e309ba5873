import { readdirSync } from "node:fs";
import { errorCode } from "../../base/errors.ts";
import { claimedFiles } from "../../queue/depth.ts";
import type { QueuePaths } from "../../queue/layout.ts";

/** The paths of a queue's entries that wait, or are claimed and not acked. It changes nothing. */
export const waitingFiles = (paths: QueuePaths): string[] =>
  // List in the direction in which entries move, so that none is missed.
  [...list(paths.pending), ...claimedFiles(paths)];

function list(directory: string): string[] {
  return names(directory)
    .filter((name) => name.endsWith(".json") && !name.startsWith("."))
    .map((name) => `${directory}/${name}`);
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}
