import { isTaken, withoutBlocked } from "./in-the-way.ts";
import type { Obstacle, PlannedFile } from "./planned-file.ts";
import { releaseMany, releasing } from "./release-many.ts";
import { type Change, composed, isRestorable, isSame, type Lack, type State } from "./state.ts";

export interface PlanOptions {
  /** The worktree. */
  readonly top: string;
  /** The changes to undo, in their order. */
  readonly scope: Iterable<Change>;
  /** The changes since the last snapshot. */
  readonly unseen: readonly Change[];
  /** The state of a path at the last snapshot. */
  readonly last: (path: string) => State;
  /** The sessions beside the undone one that changed a path since. */
  readonly others: (path: string) => readonly string[];
  /** Whether a file is put back although its present content is unseen, or was changed later. */
  readonly isForced: boolean;
  /** Whether files in the way are deleted, too. @default isForced */
  readonly makesRoom?: boolean;
  readonly covers: (path: string) => boolean;
}

/** The plan of an undo for each file, by path. Files that are already as wanted are left out. */
export function planOf(options: PlanOptions): PlannedFile[] {
  const { top, scope, unseen, last, others, isForced, makesRoom = isForced, covers } = options;
  const present = new Map(unseen.map(({ path, after }) => [path, after]));
  const nowOf = (path: string): State => {
    const state = present.get(path) ?? last(path);
    return state === "absent" && isTaken(top, path) ? "unknown" : state;
  };
  const files: PlannedFile[] = [];
  const all = composed(scope);
  releaseMany(all.size);
  for (const [path, { before: wanted, after: expected }] of releasing(all)) {
    // Each makes room for its file in the plan: there may be very many.
    all.delete(path);
    if (!covers(path)) continue;
    const now = nowOf(path);
    if (isSame(now, wanted)) continue;
    const obstacle = obstacleTo({ now, wanted, expected, isSeen: !present.has(path), isForced });
    const lack =
      obstacle === "content not kept" ? lackOf(wanted) : obstacle === "present not kept" ? lackOf(now) : undefined;
    files.push({ path, now, wanted, obstacle, others: others(path), ...(lack === undefined ? {} : { lack }) });
  }
  files.sort(byPath);
  // @mutant what is in the way of an undo is in its plan
  return withoutBlocked(files, { top, now: nowOf, others, makesRoom }).toSorted(byPath);
}

const byPath = (a: PlannedFile, b: PlannedFile): number => (a.path < b.path ? -1 : 1);

interface Situation {
  readonly now: State;
  readonly wanted: State;
  readonly expected: State;
  readonly isSeen: boolean;
  readonly isForced: boolean;
}

function obstacleTo({ now, wanted, expected, isSeen, isForced }: Situation): Obstacle | null {
  // @mutant what no snapshot looks at is not overwritten, even by force
  if (now === "unknown") return "not looked at";
  if (wanted === "unknown") return "content unknown";
  if (!isRestorable(wanted)) return "content not kept";
  if (isForced) return null;
  // @mutant what nobody has seen is not overwritten
  if (!isSeen) return "unseen";
  // @mutant what was changed later is not overwritten
  if (!isSame(now, expected)) return "changed later";
  return isRestorable(now) ? null : "present not kept";
}

const lackOf = (state: State): Lack | undefined => (typeof state === "string" ? undefined : state.lack);
