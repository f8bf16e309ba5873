import type { Database } from "bun:sqlite";
import type { Others } from "./aim.ts";
import { blockOrClear, isTaken } from "./in-the-way.ts";
import type { Obstacle } from "./planned-file.ts";
import { PlannedFiles } from "./planned-files.ts";
import { type Change, isRestorable, isSame, type Lack, type State } from "./state.ts";

export interface PlanOptions {
  /** The catalogue's connection, which has the plan. */
  readonly db: Database;
  /** The worktree. */
  readonly top: string;
  /** What is to be undone: one change for each path, in any order. */
  readonly changes: Iterable<Change>;
  /** The changes since the last snapshot. */
  readonly unseen: readonly Change[];
  /** The state of a path at the last snapshot. */
  readonly last: (path: string) => State;
  /** Snapshots since, with the sessions beside the undone one whose calls they are of. */
  readonly others: Others;
  /** Whether a file is put back although its present content is unseen, or was changed later. */
  readonly isForced: boolean;
  /** Whether files in the way are deleted, too. @default isForced */
  readonly makesRoom?: boolean;
  readonly covers: (path: string) => boolean;
}

/** The plan of an undo for each file. Files that are already as wanted are left out. */
export function planOf(options: PlanOptions): PlannedFiles {
  const { db, top, changes, unseen, last, others, isForced, makesRoom = isForced, covers } = options;
  const present = new Map(unseen.map(({ path, after }) => [path, after]));
  const nowOf = (path: string): State => {
    const state = present.get(path) ?? last(path);
    return state === "absent" && isTaken(top, path) ? "unknown" : state;
  };
  return db.transaction(() => {
    const files = new PlannedFiles(db);
    for (const { path, before: wanted, after: expected } of changes) {
      if (isSame(wanted, expected) || !covers(path)) continue;
      const now = nowOf(path);
      if (isSame(now, wanted)) continue;
      const obstacle = obstacleTo({ now, wanted, expected, isSeen: !present.has(path), isForced });
      const lack =
        obstacle === "content not kept" ? lackOf(wanted) : obstacle === "present not kept" ? lackOf(now) : undefined;
      files.add({ path, now, wanted, obstacle, ...(lack === undefined ? {} : { lack }) });
    }
    // @mutant what is in the way of an undo is in its plan
    blockOrClear(files, { top, now: nowOf, makesRoom });
    for (const [snapshot, sessions] of others) for (const session of sessions) files.share(snapshot, session);
    return files;
  })();
}

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
