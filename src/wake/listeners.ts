import { readdirSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../base/errors.ts";
import { nodeFiles } from "../base/files/files.ts";

/** The folder of the user's data directory with a doorbell for each open page. */
export const LISTENERS = "listeners";

/** Notifies readers that something was applied: each has a doorbell of its own. */
export function ringListeners(dataDirectory: string): void {
  for (const name of listenersIn(dataDirectory)) nodeFiles.ring(join(dataDirectory, LISTENERS, name));
}

function listenersIn(dataDirectory: string): readonly string[] {
  try {
    return readdirSync(join(dataDirectory, LISTENERS));
  } catch (error) {
    // Nobody has listened yet. A listener that cannot be rung costs no entry.
    if (errorCode(error) === undefined) throw error;
    return [];
  }
}
