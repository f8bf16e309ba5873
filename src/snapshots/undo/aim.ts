import { HiveError } from "../../base/errors.ts";
import type { Catalogue } from "../keep/catalogue.ts";
import type { SnapshotRow, UndoRow } from "../keep/catalogue-rows.ts";
import { type Scope, scopeOf } from "./scope.ts";
import { undosOf } from "./undo-rows.ts";

/** The changes to take back; `redo` takes back the latest undo. */
export type Wanted = Scope | { readonly kind: "redo" };

/** What is taken back, before it is known how the files are now. */
export interface Aim {
  readonly wanted: Wanted;
  /** The worktree's row. */
  readonly worktree: number;
  /** The undo that was interrupted; null for none. */
  readonly unfinished: UndoRow | null;
  readonly all: readonly SnapshotRow[];
  readonly scope: readonly SnapshotRow[];
}

/** @throws HIVE_NOT_FOUND where there is nothing to take back */
export function aimOf(catalogue: Catalogue, worktree: number, wanted: Wanted): Aim {
  const unfinished = undosOf(catalogue, worktree).find(({ status }) => status === "running") ?? null;
  const all = catalogue.snapshots(worktree);
  const isKnown = unfinished !== null || wanted.kind === "redo";
  const scope = isKnown ? [] : snapshotsIn(catalogue, worktree, wanted, all);
  return { wanted, worktree, unfinished, all, scope };
}

function snapshotsIn(
  catalogue: Catalogue,
  worktree: number,
  wanted: Scope,
  all: readonly SnapshotRow[],
): SnapshotRow[] {
  if (wanted.kind === "to" && !all.some(({ id }) => id === wanted.snapshot)) {
    throw new HiveError("HIVE_NOT_FOUND", `there is no snapshot ${wanted.snapshot} of this worktree`, {
      hint: "hive changes lists them",
    });
  }
  const changed = catalogue.changed(worktree);
  const scope = scopeOf(wanted, all, (id) => changed.has(id));
  if (scope.length > 0 || wanted.kind === "to") return scope;
  throw new HiveError("HIVE_NOT_FOUND", "no change of files is known that could be taken back", {
    hint: "hive changes lists what is known",
  });
}

/** The undo that a redo takes back. @throws HIVE_NOT_FOUND */
export function latestUndo(catalogue: Catalogue, worktree: number): UndoRow {
  const undos = undosOf(catalogue, worktree);
  const found = undos.findLast(({ status, redoOf }) => status === "done" && redoOf === null);
  if (found !== undefined) return found;
  throw new HiveError("HIVE_NOT_FOUND", "there is no undo that could be taken back", {
    hint: "hive changes lists what is known",
  });
}

/** The session that an undo is of. */
export function sessionOf(catalogue: Catalogue, { wanted, worktree, unfinished, all, scope }: Aim): string {
  if (unfinished !== null) return unfinished.sessionId;
  if (wanted.kind === "redo") return latestUndo(catalogue, worktree).sessionId;
  return (scope.at(-1) ?? all.at(-1)!).sessionId;
}

/** Snapshots, each with sessions whose calls it is of. */
export type Others = ReadonlyMap<number, readonly string[]>;

/** The snapshots since the scope began that are of other sessions' calls. */
export function othersOf({ wanted, all, scope }: Aim): Others {
  const own = wanted.kind === "to" ? null : scope.at(-1)?.sessionId;
  const first = scope[0]?.id ?? Number.POSITIVE_INFINITY;
  return new Map(
    all
      .filter(({ id }) => id >= first)
      .map(({ id, calls }) => [id, calls.map(({ sessionId }) => sessionId).filter((one) => one !== own)] as const)
      .filter(([, others]) => others.length > 0),
  );
}
