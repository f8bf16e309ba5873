import { realpathSync } from "node:fs";

/** A path with its links followed; as it is written where it cannot be resolved, as where it is gone. */
export function realPathOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Who reads it finds out why.
    return path;
  }
}

/**
 * A path with its links followed. For a missing path its directory is resolved; if that is missing too, the path stays
 * as it is.
 */
export function realPathOf(path: string): string {
  for (let at = path, rest = ""; at !== "" && at !== "/"; at = at.slice(0, at.lastIndexOf("/"))) {
    try {
      return realpathSync(at) + rest;
    } catch {
      // Missing, or hidden from this user.
      rest = at.slice(at.lastIndexOf("/")) + rest;
    }
  }
  return path;
}
