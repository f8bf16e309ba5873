import { HiveError } from "../../base/errors.ts";
import type { SnapshotRow, UndoRow } from "../keep/catalogue-rows.ts";
import { type Aim, aimOf, latestUndo, type Others, othersOf, sessionOf, type Wanted } from "./aim.ts";
import { planOf } from "./plan.ts";
import type { PlannedFiles } from "./planned-files.ts";
import type { ProjectSnapshots } from "../project-snapshots.ts";
import { clearTemporary, type PutBackStep } from "./put-back.ts";
import { putBackFiles } from "./put-back-files.ts";
import { type Change, isSame } from "./state.ts";
import { beginUndo, endUndo, stepsOf } from "./undo-rows.ts";
import { Tracker } from "../tracker.ts";
import type { Worktree } from "../worktree.ts";

export type UndoStep = "looked" | "begun" | PutBackStep | "put back" | "ended";

export interface UndoOptions {
  /** The changes to take back; `redo` takes back the latest undo. */
  readonly scope: Wanted;
  /** Whether a file is put back although its present content is unseen, or was changed later. @default false */
  readonly isForced?: boolean;
  /** Which paths to put back. @default all */
  readonly covers?: (path: string) => boolean;
  readonly nowMs: () => number;
  /** Called after each durable step; unset in production. */
  readonly onStep?: (step: UndoStep) => void;
}

/** The plan of an undo. */
export interface UndoPlan extends Disposable {
  readonly files: PlannedFiles;
  /** The snapshots that it takes back. */
  readonly scope: readonly SnapshotRow[];
  /** The undo that was interrupted, which this one finishes; null for none. */
  readonly unfinished: UndoRow | null;
  /** The undo that this one takes back; null for an undo of an agent's changes. */
  readonly redoOf: UndoRow | null;
  /** Distinguishes this plan from every other. */
  readonly key: string;
}

export interface Undone {
  readonly id: number | null;
  /** The plan that was carried out, which says of each file what became of it. */
  readonly plan: UndoPlan;
  readonly sessionId: string;
}

/** Undoes changes of files, and undoes undos. All its data is in the catalogue. */
export class Undo {
  readonly #snapshots: ProjectSnapshots;
  readonly #worktree: Worktree;
  readonly #options: UndoOptions;
  readonly #tracker: Tracker;

  constructor(snapshots: ProjectSnapshots, worktree: Worktree, options: UndoOptions) {
    this.#snapshots = snapshots;
    this.#worktree = worktree;
    this.#options = options;
    this.#tracker = new Tracker(worktree, snapshots.catalogue, snapshots.objects);
  }

  /** Looks and plans, and changes nothing. @throws HIVE_NOT_FOUND where there is nothing to take back */
  async plan(): Promise<UndoPlan> {
    using _lock = this.#snapshots.lock();
    const unseen = await this.#tracker.peek();
    return this.#planFrom(unseen);
  }

  /**
   * Makes the undo. The present is kept first.
   * @param shown the key of the plan that a person has agreed to
   * @throws HIVE_CANCELLED where files have changed since
   */
  async make(shown?: string): Promise<Undone> {
    using _lock = this.#snapshots.lock();
    const { catalogue } = this.#snapshots;
    const { nowMs, onStep } = this.#options;
    const seenMs = nowMs();
    const sessionId = sessionOf(this.#snapshots.catalogue, this.#aim());
    const common = { sessionId, calls: [], paths: null } as const;
    const present = await this.#tracker.take({ ...common, trigger: "before-undo", nowMs: seenMs });
    onStep?.("looked");
    const plan = this.#planFrom(present.id === null ? [] : catalogue.changes([present.id]));
    if (shown !== undefined && shown !== plan.key) {
      throw new HiveError("HIVE_CANCELLED", "files have changed since the plan was shown, and nothing was put back", {
        hint: "run the command again",
      });
    }
    const { todo, left } = plan.files.counts();
    if (todo === 0 && plan.unfinished === null) return { id: null, plan, sessionId };
    const id = this.#begin(plan, sessionId, seenMs);
    onStep?.("begun");
    const writing = { undo: id, seenMs, ...(onStep === undefined ? {} : { onStep }) };
    const { objects } = this.#snapshots;
    await putBackFiles(plan.files, { ...writing, worktree: this.#worktree, objects });
    onStep?.("put back");
    // @mutant a file that is put back where git ignores it is looked at
    const also = stepsOf(catalogue, id).map(({ path }) => path);
    await this.#tracker.take({ ...common, trigger: "undo", nowMs: nowMs(), also });
    const { failed } = plan.files.counts();
    const isWhole = failed === 0 && (plan.unfinished === null || left === 0) && this.#isRedone(plan);
    const isAny = plan.unfinished !== null || failed < todo;
    endUndo(catalogue, id, this.#isRedoOfUnfinished(plan) ? "taken back" : "done", { isWhole, isAny });
    onStep?.("ended");
    return { id, plan, sessionId };
  }

  /** Whether all files are back that the undo to redo has put back, if it is a redo. */
  #isRedone({ redoOf, unfinished }: UndoPlan): boolean {
    const id = redoOf?.id ?? unfinished?.redoOf ?? null;
    if (id === null) return true;
    const steps = stepsOf(this.#snapshots.catalogue, id);
    return steps.every(({ path, before }) => isSame(this.#tracker.last(path), before));
  }

  /** The undo in the catalogue: a new one, or the one that was interrupted. */
  #begin({ unfinished, scope, files }: UndoPlan, sessionId: string, atMs: number): number {
    const { catalogue } = this.#snapshots;
    if (unfinished !== null) {
      const paths = stepsOf(catalogue, unfinished.id).map(({ path }) => path);
      clearTemporary(this.#worktree.top, unfinished.id, paths);
      return unfinished.id;
    }
    const redoOf = this.#options.scope.kind === "redo" ? latestUndo(catalogue, this.#tracker.id).id : null;
    // @mutant a turn that is not wholly taken back is not passed over by the next undo
    const isWhole = redoOf === null && files.counts().left === 0 && this.#coversAll(scope);
    const ids = isWhole ? scope.map(({ id }) => id) : [];
    return beginUndo(catalogue, { worktree: this.#tracker.id, atMs, sessionId, scope: ids, redoOf }, files);
  }

  /** Whether no file of some snapshots is left out by the paths that were named. */
  #coversAll(scope: readonly SnapshotRow[]): boolean {
    const { covers } = this.#options;
    if (covers === undefined) return true;
    return this.#snapshots.catalogue.eachChange(scope.map(({ id }) => id)).every(({ path }) => covers(path));
  }

  #isRedoOfUnfinished({ unfinished }: UndoPlan): boolean {
    return unfinished !== null && this.#options.scope.kind === "redo" && unfinished.redoOf === null;
  }

  #aim(): Aim {
    return aimOf(this.#snapshots.catalogue, this.#tracker.id, this.#options.scope);
  }

  #planFrom(unseen: readonly Change[]): UndoPlan {
    const aim = this.#aim();
    const { unfinished, scope, wanted } = aim;
    const files = this.#filesOf(unseen, aim);
    const isRedo = unfinished === null && wanted.kind === "redo";
    const redoOf = isRedo ? latestUndo(this.#snapshots.catalogue, this.#tracker.id) : null;
    return { files, scope, unfinished, redoOf, key: keyOfPlan(files), [Symbol.dispose]: () => files.drop() };
  }

  #filesOf(unseen: readonly Change[], aim: Aim): PlannedFiles {
    const { unfinished, scope, wanted } = aim;
    const { catalogue } = this.#snapshots;
    const { isForced = false, covers = () => true } = this.#options;
    const isRedo = wanted.kind === "redo";
    const last = (path: string) => this.#tracker.last(path);
    const common = { db: catalogue.db, top: this.#worktree.top, unseen, last, covers };
    if (unfinished !== null) {
      // A killed undo may have restored any of its files. A file in neither the old nor the new state is an obstacle.
      const isBack = isRedo && unfinished.redoOf === null;
      const steps = stepsOf(catalogue, unfinished.id);
      return planOf({
        ...common,
        unseen: withoutOwn(unseen, stepsOf(catalogue, unfinished.id)),
        changes: isBack ? steps : steps.map(reversed),
        others: NOBODY,
        isForced,
        // @mutant an interrupted undo is brought to its whole end
        covers: () => true,
        // Its steps were written down when it began.
        makesRoom: false,
        last: this.#presentOf(unseen),
      });
    }
    if (isRedo) {
      const { id } = latestUndo(catalogue, this.#tracker.id);
      return planOf({ ...common, changes: stepsOf(catalogue, id), others: NOBODY, isForced });
    }
    const changes = catalogue.composedChanges(scope.map(({ id }) => id));
    return planOf({
      ...common,
      // A forced undo to a moment also takes back changes that are in no snapshot.
      changes: wanted.kind === "to" ? followedBy(changes, unseen) : changes,
      others: othersOf(aim),
      isForced,
    });
  }

  /** The state now, seen by a snapshot or not. */
  #presentOf(unseen: readonly Change[]): (path: string) => Change["after"] {
    const present = new Map(unseen.map(({ path, after }) => [path, after]));
    return (path) => present.get(path) ?? this.#tracker.last(path);
  }
}

const NOBODY: Others = new Map();

const reversed = ({ path, before, after }: Change): Change => ({ path, before: after, after: before });

/** Changes, each path once, and what came after them. */
function* followedBy(changes: Iterable<Change>, then: readonly Change[]): Generator<Change> {
  const rest = new Map(then.map((change) => [change.path, change]));
  for (const change of changes) {
    yield { ...change, after: rest.get(change.path)?.after ?? change.after };
    rest.delete(change.path);
  }
  yield* rest.values();
}

/** Leaves out the changes that a killed undo made itself. */
function withoutOwn(unseen: readonly Change[], steps: Iterable<Change>): readonly Change[] {
  if (unseen.length === 0) return unseen;
  const rest = new Map(unseen.map((change) => [change.path, change]));
  for (const { path, before, after } of steps) {
    const now = rest.get(path)?.after;
    if (now !== undefined && (isSame(now, before) || isSame(now, after))) rest.delete(path);
  }
  return [...rest.values()];
}

function keyOfPlan(files: PlannedFiles): string {
  const hasher = new Bun.CryptoHasher("sha256");
  for (const { path, obstacle, now, wanted } of files.all()) {
    // Of what is there now too: it may have changed since, with a snapshot that has seen it.
    hasher.update(JSON.stringify([path, obstacle, keyOf(now), keyOf(wanted)]));
  }
  return hasher.digest("hex");
}

const keyOf = (state: Change["after"]): unknown =>
  typeof state === "string" ? state : [state.kind, state.mode, state.blob ?? state.hash];
