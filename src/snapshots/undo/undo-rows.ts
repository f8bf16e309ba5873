/** The undos in the catalogue, with their steps: a killed one is finished or taken back by them. */
import type { Catalogue } from "../keep/catalogue.ts";
import { stateIn, type UndoRow, undoOf } from "../keep/catalogue-rows.ts";
import type { PlannedFiles } from "./planned-files.ts";
import type { Change } from "./state.ts";

/** Writes an undo with the steps of its plan before the first of them is made. @returns its id */
export function beginUndo(
  { db }: Catalogue,
  { worktree, atMs, sessionId, scope, redoOf }: Omit<UndoRow, "id" | "status">,
  files: PlannedFiles,
): number {
  return db
    .transaction(() => {
      const begun = db
        .query("INSERT INTO undos (worktree, at_ms, session, status, scope, redo_of) VALUES (?, ?, ?, 'running', ?, ?)")
        .run(worktree, Math.round(atMs), sessionId, JSON.stringify(scope), redoOf);
      const id = Number(begun.lastInsertRowid);
      files.writeSteps(id);
      return id;
    })
    .immediate();
}

/** What an undo does, from the present to what is wanted, in its order. */
export function* stepsOf({ db }: Catalogue, undo: number): Generator<Change> {
  const rows = db.query<{ path: string; before: string; after: string }, [number]>(
    "SELECT path, before, after FROM undo_steps WHERE undo = ? ORDER BY n",
  );
  for (const { path, before, after } of rows.iterate(undo)) {
    yield { path, before: stateIn(before), after: stateIn(after) };
  }
}

export const undosOf = ({ db }: Catalogue, worktree: number): UndoRow[] =>
  db
    .query<Record<string, never>, [number]>("SELECT * FROM undos WHERE worktree = ? ORDER BY id")
    .all(worktree)
    .map(undoOf);

/**
 * Marks the snapshots whose changes an undo took back, or gives them back.
 * @param isWhole false where a file could not be put back: the next undo is of the same snapshots
 * @param isAny false where no file was put back
 */
export function endUndo(
  { db }: Catalogue,
  id: number,
  status: "done" | "taken back",
  { isWhole, isAny }: { readonly isWhole: boolean; readonly isAny: boolean },
): void {
  db.transaction(() => {
    db.query("UPDATE undos SET status = ? WHERE id = ?").run(status, id);
    const mark = db.query(
      `UPDATE snapshots SET undone_by = ?1 WHERE id IN
       (SELECT value FROM json_each((SELECT scope FROM undos WHERE id = ?2)))
       AND (undone_by IS NULL OR undone_by = ?2)`,
    );
    mark.run(status === "done" && isWhole ? id : null, id);
    const redoOf = db
      .query<{ redo_of: number | null }, [number]>("SELECT redo_of FROM undos WHERE id = ?")
      .get(id)?.redo_of;
    if (status !== "done" || !isAny || redoOf === null || redoOf === undefined) return;
    // The next undo is of what the redo has brought back.
    mark.run(null, redoOf);
    // @mutant a redo of which a file stayed is of the same undo the next time
    if (isWhole) db.query("UPDATE undos SET status = 'taken back' WHERE id = ?").run(redoOf);
  }).immediate();
}
