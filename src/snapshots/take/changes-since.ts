import type { Stats } from "node:fs";
import { withoutDiscovered } from "./discovered.ts";
import type { Excluded } from "../exclusion-of.ts";
import type { Known } from "../keep/catalogue-rows.ts";
import { type Base, stateOf } from "../look/look.ts";
import type { Scan } from "../look/scan.ts";
import { type Change, isSame, type State } from "../undo/state.ts";

/** What is known of the snapshot before. */
export interface Before {
  readonly overlay: ReadonlyMap<string, Known>;
  /** The paths that its look left out; null if that is not known. */
  readonly earlier: Excluded | null;
  /** When its look began; Infinity if that is not known. */
  readonly lookedAtMs: number;
  /** False for the time of a snapshot, which may have been taken without a look. */
  readonly isExact: boolean;
  /** Whether this process has taken it, and no other since: it knows what git left out then. */
  readonly isLookedHere: boolean;
}

/**
 * The changes that a look has found since the snapshot before. They are made anew each time that they are read: very
 * many do not fit into memory beside each other.
 * @param isLeftOut whether the look leaves a path out
 * @param statOf the stat of the file at a path now; null for none
 */
export function changesSince(
  before: Before,
  found: Scan,
  isLeftOut: (path: string) => boolean,
  statOf: (path: string) => Stats | null,
): Iterable<Change> {
  const { lookedAtMs, isExact } = before;
  const { base } = found;
  const changes = { [Symbol.iterator]: () => differing(before, found, isLeftOut) };
  const looked = { lookedAtMs, isExact, isIndexed: (path: string) => base.isIndexed(path), stat: statOf };
  return { [Symbol.iterator]: () => withoutDiscovered(changes, looked) };
}

function* differing(
  before: Before,
  { base, overlay, moved, modes }: Scan,
  isLeftOut: (path: string) => boolean,
): Generator<Change> {
  const { earlier, isLookedHere } = before;
  for (const path of pathsOf(overlay, moved)) {
    // @mutant a path that is no longer looked at is not taken for a deleted or reverted one
    if (isLeftOut(path)) continue;
    const movedFrom = moved.get(path);
    const last = before.overlay.get(path);
    const now = overlay.get(path);
    const after = (now === undefined ? last : now)?.state ?? base.state(path);
    // @mutant a file that git leaves out is not taken for a new one after a commit that no process saw
    const isKnown = movedFrom !== undefined && (isLookedHere || !base.isSkipped(path));
    const was = isKnown ? stateOf(movedFrom, modes) : wasIn(before, base, path, after);
    // @mutant a file that was excluded is not taken for a new one
    const then = last?.state ?? (earlier?.covers(path) === true ? "unknown" : was);
    if (!isSame(then, after)) yield { path, before: then, after };
  }
}

function* pathsOf(overlay: Scan["overlay"], moved: Scan["moved"]): Generator<string> {
  yield* overlay.keys();
  for (const path of moved.keys()) if (!overlay.has(path)) yield path;
}

/** The state at the snapshot before of a path that was like its base, and whose base is the same. */
function wasIn({ isLookedHere }: Before, base: Base, path: string, after: State): State {
  if (!base.isSkipped(path) || after === "absent" || isLookedHere) return base.state(path);
  // @mutant a file that git began to leave out while no process looked is not taken for a new one
  return isSame(after, base.committed(path)) ? after : "unknown";
}
