import { snapshotAt, snapshotsOfSession, type Wanted } from "../../snapshots/keep/of-session.ts";
import type { SnapshotRow } from "../../snapshots/keep/catalogue-rows.ts";
import { ProjectSnapshots } from "../../snapshots/project-snapshots.ts";
import { nameOfChange } from "../../snapshots/undo/state.ts";
import type { UndoPoint } from "../page/data.ts";
import type { KnownProject } from "../projects.ts";

export type Env = Readonly<Record<string, string | undefined>>;

/** A page of a timeline has fewer calls. */
const MOST_POINTS = 1000;
/** Files that are named of a snapshot. */
const MOST_FILES = 50;

/** The snapshots of a session within a time, the latest first; none where none were taken. */
export function undoPointsOf({ root }: KnownProject, wanted: Omit<Wanted, "limit">, env: Env): readonly UndoPoint[] {
  using snapshots = ProjectSnapshots.openIfAny(root, env);
  if (snapshots === null) return [];
  const { catalogue } = snapshots;
  const rows = snapshotsOfSession(catalogue, { ...wanted, limit: MOST_POINTS });
  const changes = Map.groupBy(catalogue.changes(rows.map(({ id }) => id)), ({ snapshot }) => snapshot);
  return rows.map((row) => {
    const all = changes.get(row.id) ?? [];
    return {
      ...pointOf(row),
      files: all.slice(0, MOST_FILES).map((change) => ({ path: change.path, change: nameOfChange(change) })),
      allFiles: all.length,
    };
  });
}

const pointOf = ({ id, atMs, trigger, calls, undoneBy, isComplete, notes }: SnapshotRow) => ({
  snapshot: id,
  atMs,
  trigger,
  calls: calls.map(({ key, tool }) => ({ id: key, tool })),
  isUndone: undoneBy !== null,
  isComplete,
  notes,
});

/**
 * The worktree of a snapshot. @param snapshot null for the latest one of the session @returns null for a snapshot that
 * is not kept
 */
export function worktreeOf(
  { root }: KnownProject,
  sessionId: string,
  snapshot: number | null,
  env: Env,
): string | null {
  using snapshots = ProjectSnapshots.openIfAny(root, env);
  if (snapshots === null) return null;
  const { catalogue } = snapshots;
  const everMs = { fromMs: Number.MIN_SAFE_INTEGER, beforeMs: Number.MAX_SAFE_INTEGER };
  const row =
    snapshot === null
      ? snapshotsOfSession(catalogue, { sessionId, ...everMs, limit: 1 })[0]
      : snapshotAt(catalogue, snapshot);
  return catalogue.worktrees().find(({ id }) => id === row?.worktree)?.top ?? null;
}
