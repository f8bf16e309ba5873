import type { SnapshotRow } from "../keep/catalogue-rows.ts";

/** The snapshots that an undo takes back. */
export type Scope =
  | { readonly kind: "call"; readonly call: string }
  | { readonly kind: "turn"; readonly sessionId: string }
  | { readonly kind: "session"; readonly sessionId: string }
  /** All after a snapshot, of any author. */
  | { readonly kind: "to"; readonly snapshot: number };

/** True for changes that an agent made: found after a call, or at the end of a turn that made calls. */
export const isAgents = ({ trigger }: SnapshotRow): boolean => trigger === "call" || trigger === "stop";

/** True for changes of an agent's that no undo has taken back. */
const isOwn = (row: SnapshotRow): boolean => isAgents(row) && row.undoneBy === null;

/** The session that changed files last, of those whose changes stand; undefined without one. */
export const latestSession = (
  snapshots: readonly SnapshotRow[],
  hasChanges: (id: number) => boolean,
): string | undefined => snapshots.findLast((row) => isOwn(row) && hasChanges(row.id))?.sessionId;

/**
 * The snapshots of a scope, from the oldest on.
 * @param snapshots those of the worktree, from the oldest on
 * @param hasChanges whether a snapshot found any
 */
export function scopeOf(
  scope: Scope,
  snapshots: readonly SnapshotRow[],
  hasChanges: (id: number) => boolean,
): SnapshotRow[] {
  if (scope.kind === "to") return snapshots.filter(({ id }) => id > scope.snapshot);
  if (scope.kind === "call") {
    return snapshots.filter((row) => isOwn(row) && row.calls.some(({ key }) => isCall(key, scope.call)));
  }
  const own = snapshots.filter(({ sessionId }) => sessionId === scope.sessionId);
  if (scope.kind === "session") return own.filter(isOwn);
  return turnsOf(own).findLast((turn) => turn.some(({ id }) => hasChanges(id))) ?? [];
}

/**
 * The snapshot before the latest changes at the end of a turn without calls, if those came after all of the agents';
 * undefined without any.
 */
export function beforeIdleChanges(
  snapshots: readonly SnapshotRow[],
  hasChanges: (id: number) => boolean,
): SnapshotRow | undefined {
  const at = snapshots.findLastIndex((row) => hasChanges(row.id) && (row.trigger === "idle-stop" || isOwn(row)));
  return snapshots[at]?.trigger === "idle-stop" ? snapshots[at - 1] : undefined;
}

/** The turns of a session: each begins with a prompt. */
function turnsOf(snapshots: readonly SnapshotRow[]): SnapshotRow[][] {
  const turns: SnapshotRow[][] = [[]];
  for (const row of snapshots) {
    if (row.trigger === "prompt") turns.push([]);
    else if (isOwn(row)) turns.at(-1)!.push(row);
  }
  return turns.filter(({ length }) => length > 0);
}

/** Whether a call's key is the one that was named, or begins so. */
export const isCall = (key: string, named: string): boolean => named !== "" && key.startsWith(named);
