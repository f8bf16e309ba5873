import type { Stats } from "node:fs";
import { isIgnoreFile } from "../look/few.ts";
import { CLOCK_STEP_MS } from "../files.ts";
import type { Change, State } from "../undo/state.ts";

interface Looked {
  /** When the look before began; Infinity if that is not known. */
  readonly lookedAtMs: number;
  /** False for the time of a snapshot, which may have been taken without a look. */
  readonly isExact: boolean;
  readonly isIndexed: (path: string) => boolean;
  readonly stat: (path: string) => Stats | null;
}

/**
 * A file that has come into view was not made since the look before if nothing of it has changed since: an ignore file,
 * a setting or a directory's mode hid it, it lay in a directory that was moved here, or git has begun to track it. hive
 * does not know what it was before, and never deletes it.
 */
export function* withoutDiscovered(
  changes: Iterable<Change>,
  { lookedAtMs, isExact, isIndexed, stat: statOf }: Looked,
): Generator<Change> {
  const isAny = isExact || Iterator.from(changes).some(({ path }) => isIgnoreFile(path));
  let known: ReadonlySet<string> | undefined;
  // A file that vanished had the same content: this one was moved.
  const isMoved = (state: State): boolean => {
    if (typeof state === "string") return false;
    // Made once it is needed: very many files may have vanished where none has come.
    known ??= contentsGone(changes);
    return (state.hash !== null && known.has(state.hash)) || (state.blob !== null && known.has(state.blob));
  };
  const isDiscovered = ({ path, before, after }: Change): boolean => {
    if (before !== "absent" || after === "absent" || !(isAny || isIndexed(path))) return false;
    const stat = statOf(path);
    // @mutant a file that an ignore file hid is not taken for a new one
    const isOld = stat !== null && stat.ctimeMs < lookedAtMs - (isExact ? CLOCK_STEP_MS : 0);
    return isOld && !isMoved(after);
  };
  for (const change of changes) yield isDiscovered(change) ? { ...change, before: "unknown" } : change;
}

function contentsGone(changes: Iterable<Change>): Set<string> {
  const found = new Set<string>();
  for (const { before, after } of changes) {
    if (after !== "absent" || typeof before === "string") continue;
    for (const id of [before.hash, before.blob]) if (id !== null) found.add(id);
  }
  return found;
}
