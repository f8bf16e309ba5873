import { linkSync, renameSync } from "node:fs";
import type { Durability } from "../../base/config/config.ts";
import { errorCode } from "../../base/errors.ts";
import { nodeFiles } from "../../base/files/files.ts";
import type { QueuePaths } from "../layout.ts";
import { unlinkIfThere } from "../claims/recover.ts";

/**
 * Atomically creates a file under the first free name from `nameOf`. It replaces an existing file that `isSame` accepts.
 * @returns the name
 */
export function createUnique(
  paths: QueuePaths,
  directory: string,
  text: string,
  durability: Durability,
  nameOf: (attempt: number) => string,
  isSame: (existing: string) => boolean,
): string {
  const temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  nodeFiles.create(temporary, text);
  try {
    // @mutant a dead letter is flushed before its link
    if (durability === "power") nodeFiles.sync(temporary);
    for (let attempt = 0; ; attempt += 1) {
      const name = nameOf(attempt);
      try {
        // A link fails where a rename would replace another's file.
        linkSync(temporary, `${directory}/${name}`);
      } catch (error) {
        if (errorCode(error) !== "EEXIST") throw error;
        // @mutant a dead letter replaces no other
        if (!isSame(`${directory}/${name}`)) continue;
        renameSync(temporary, `${directory}/${name}`);
      }
      // @mutant failed/ is flushed before the claim goes
      if (durability === "power") nodeFiles.sync(directory);
      return name;
    }
  } finally {
    unlinkIfThere(temporary);
  }
}
