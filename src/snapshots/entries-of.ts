import { type Dirent, readdirSync } from "node:fs";
import { errorCode } from "../base/errors.ts";

/** The entries of a directory; none if it has just been deleted, or may not be read. */
export function entriesOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return [];
  }
}
