import { lstatSync, type Stats } from "node:fs";
import { errorCode } from "../errors.ts";

/**
 * What lies at a path that an agent, a command or a server named; undefined where nothing can. Bun throws for a file on
 * the way, a name that is too long and a directory that may not be searched, whatever `throwIfNoEntry` says.
 */
export function lstatIfAny(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
