import { linkSync, lstatSync, renameSync, unlinkSync } from "node:fs";
import { errorCode } from "../../base/errors.ts";
import { isOwnName, parseEntryName } from "../entry.ts";
import type { QueuePaths } from "../layout.ts";

const MAX_NAME_BYTES = 200;

/** The name to try at the nth attempt: `5_a.json`, `5_a~1.json`, …; a name too long to be extended is replaced. */
export function numbered(name: string, attempt: number): string {
  if (attempt === 0) return name;
  const stem = name.replace(/\.json$/, "");
  const short = Buffer.byteLength(stem) <= MAX_NAME_BYTES ? stem : shortened(stem);
  return `${short}~${attempt}.json`;
}

/** A name that leaves room for a suffix within the 255 bytes of a file name. */
export function shortened(stem: string): string {
  const priority = parseEntryName(`${stem}.json`)?.priority ?? 5;
  return `${priority}_${Bun.hash(stem).toString(16)}`;
}

/**
 * Moves a claimed file at `from` to `pending/` under its name. An entry that a foreign writer has put there since is
 * not replaced: the claimed one gets a number.
 * @returns the name in `pending/`
 */
export function moveBack(paths: QueuePaths, from: string, name: string): string {
  // @mutant what comes back replaces no foreign entry
  if (isOwnName(name)) {
    renameSync(from, `${paths.pending}/${name}`);
    return name;
  }
  for (let attempt = 0; ; attempt += 1) {
    const candidate = numbered(name, attempt);
    const target = `${paths.pending}/${candidate}`;
    try {
      linkSync(from, target);
    } catch (error) {
      const code = errorCode(error);
      if (code === "EPERM" && lstatSync(target, { throwIfNoEntry: false }) === undefined) {
        // A directory, or a file system without hard links.
        renameSync(from, target);
        return candidate;
      }
      if (code !== "EEXIST" && code !== "EPERM") throw error;
      // It is the same file: an earlier process crashed between link and unlink.
      if (lstatSync(target, { throwIfNoEntry: false })?.ino !== lstatSync(from).ino) continue;
    }
    unlinkSync(from);
    return candidate;
  }
}
