import { statSync } from "node:fs";
import { errorCode } from "../errors.ts";

/** Whether a path leads to nothing. False where that is not known, as in a directory that this user may not search. */
export function isGone(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch (error) {
    return errorCode(error) === "ENOTDIR";
  }
}
