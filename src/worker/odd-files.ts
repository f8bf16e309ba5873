import { lstatSync, readdirSync } from "node:fs";
import { MAX_JOURNAL_BYTES } from "../queue/captured.ts";
import { maxLetterBytes } from "../queue/dead-letters.ts";
import { isNoLock } from "../base/foreign.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { MAX_HEARTBEAT_BYTES } from "../supervisor/heartbeat.ts";
import { gatePath, MAX_GATE_BYTES } from "../supervisor/start-gate.ts";

const MAX_PERMIT_BYTES = 64;
/** So many names of a directory are looked at: a cloned repository may bring any number. */
const MAX_NAMES = 2000;
const SHOWN = 3;

/**
 * What stands in the places of hive's own files and cannot be theirs: no file, or one that is too large to be read.
 * @returns a sentence; none where all is as hive made it
 */
export function findOddFiles(paths: QueuePaths, maxEntryBytes: number): string[] {
  const { root, queue, heartbeat, workers, captured, instances, failed } = paths;
  const odd = [
    ...tooLarge([heartbeat], MAX_HEARTBEAT_BYTES),
    ...tooLarge([`${queue}/.room`], MAX_PERMIT_BYTES),
    ...tooLarge([gatePath(paths)], MAX_GATE_BYTES),
    ...tooLarge([`${root}/hook.log`, `${root}/logs/worker.log`], Number.POSITIVE_INFINITY),
    ...[`${workers}/background`, ...named(workers, ".lock")].filter(isNoLockAt),
    ...tooLarge(named(workers, ".json"), MAX_HEARTBEAT_BYTES),
    ...tooLarge([...named(captured, ".ids"), ...named(captured, ".dropped")], MAX_JOURNAL_BYTES),
    ...tooLarge(named(instances, ".json"), MAX_HEARTBEAT_BYTES),
    ...tooLarge(named(failed, ".json"), maxLetterBytes(maxEntryBytes)),
  ];
  if (odd.length === 0) return [];
  const shown = odd.slice(0, SHOWN).map((path) => path.slice(root.length + 1));
  const rest = odd.length > SHOWN ? ` and ${odd.length - SHOWN} more` : "";
  return [`not made by hive, and not read: ${shown.join(", ")}${rest} in ${root}`];
}

function named(directory: string, ending: string): string[] {
  const names = readdirSync(directory).filter((name) => name.endsWith(ending) && !name.startsWith("."));
  return names.slice(0, MAX_NAMES).map((name) => `${directory}/${name}`);
}

function tooLarge(files: readonly string[], maxBytes: number): string[] {
  return files.filter((path) => {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    return stat !== undefined && (!stat.isFile() || stat.size > maxBytes);
  });
}

function isNoLockAt(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat !== undefined && isNoLock(stat);
}
