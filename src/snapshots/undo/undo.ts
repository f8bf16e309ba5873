import { HiveError } from "../../base/errors.ts";
import type { SnapshotRow, UndoRow } from "../keep/catalogue-rows.ts";
import { type Aim, aimOf, latestUndo, othersOf, sessionOf, type Wanted } from "./aim.ts";
import { planOf } from "./plan.ts";
import { type PlannedFile, stepOf } from "./planned-file.ts";
import type { ProjectSnapshots } from "../project-snapshots.ts";
import { clearTemporary, type Failed, type PutBackStep } from "./put-back.ts";
import { putBackFiles } from "./put-back-files.ts";
import { releaseMany, releasing } from "./release-many.ts";
import { type Change, isSame } from "./state.ts";
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
export interface UndoPlan {
  readonly files: readonly PlannedFile[];
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
  /** The plan that was carried out. */
  readonly plan: UndoPlan;
  readonly sessionId: string;
  /** The files that were put back. */
  readonly files: readonly PlannedFile[];
  /** Those that stay as they are, by an obstacle or a failure. */
  readonly left: readonly PlannedFile[];
  readonly failed: readonly Failed[];
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
    releaseMany(this.#tracker.changedFiles);
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
    const { changes } = await this.#tracker.take({ ...common, trigger: "before-undo", nowMs: seenMs });
    onStep?.("looked");
    releaseMany(this.#tracker.changedFiles);
    const plan = this.#planFrom(changes);
    releaseMany(plan.files.length);
    if (shown !== undefined && shown !== plan.key) {
      throw new HiveError("HIVE_CANCELLED", "files have changed since the plan was shown, and nothing was put back", {
        hint: "run the command again",
      });
    }
    const files = plan.files.filter(({ obstacle }) => obstacle === null);
    const left = plan.files.filter(({ obstacle }) => obstacle !== null);
    if (files.length === 0 && plan.unfinished === null) return { id: null, plan, sessionId, files, left, failed: [] };
    const id = this.#begin(plan, files, sessionId, seenMs);
    onStep?.("begun");
    const writing = { undo: id, seenMs, ...(onStep === undefined ? {} : { onStep }) };
    const { objects } = this.#snapshots;
    const failed = await putBackFiles(files, { ...writing, worktree: this.#worktree, objects });
    onStep?.("put back");
    releaseMany(files.length);
    // @mutant a file that is put back where git ignores it is looked at
    const also = catalogue.stepsOf(id).map(({ path }) => path);
    await this.#tracker.take({ ...common, trigger: "undo", nowMs: nowMs(), also });
    const isWhole = failed.length === 0 && (plan.unfinished === null || left.length === 0) && this.#isRedone(plan);
    const isAny = plan.unfinished !== null || failed.length < files.length;
    catalogue.endUndo(id, this.#isRedoOfUnfinished(plan) ? "taken back" : "done", isWhole, isAny);
    onStep?.("ended");
    const names = new Set(failed.map(({ path }) => path));
    return { id, plan, sessionId, files: files.filter(({ path }) => !names.has(path)), left, failed };
  }

  /** Whether all files are back that the undo to redo has put back, if it is a redo. */
  #isRedone({ redoOf, unfinished }: UndoPlan): boolean {
    const id = redoOf?.id ?? unfinished?.redoOf ?? null;
    if (id === null) return true;
    const steps = this.#snapshots.catalogue.stepsOf(id);
    return steps.every(({ path, before }) => isSame(this.#tracker.last(path), before));
  }

  /** The undo in the catalogue: a new one, or the one that was interrupted. */
  #begin(plan: UndoPlan, files: readonly PlannedFile[], sessionId: string, atMs: number): number {
    const { catalogue } = this.#snapshots;
    const { unfinished, scope } = plan;
    if (unfinished !== null) {
      clearTemporary(
        this.#worktree.top,
        unfinished.id,
        [...catalogue.stepsOf(unfinished.id)].map(({ path }) => path),
      );
      return unfinished.id;
    }
    const redoOf = this.#options.scope.kind === "redo" ? latestUndo(catalogue, this.#tracker.id).id : null;
    // @mutant a turn that is not wholly taken back is not passed over by the next undo
    const isWhole = redoOf === null && plan.files.every(({ obstacle }) => obstacle === null) && this.#coversAll(scope);
    const ids = isWhole ? scope.map(({ id }) => id) : [];
    return catalogue.beginUndo(
      { worktree: this.#tracker.id, atMs, sessionId, scope: ids, redoOf },
      files.values().map(stepOf),
    );
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
    return { files, scope, unfinished, redoOf, key: keyOfPlan(files) };
  }

  #filesOf(unseen: readonly Change[], aim: Aim): PlannedFile[] {
    const { unfinished, scope, wanted } = aim;
    const { catalogue } = this.#snapshots;
    const { isForced = false, covers = () => true } = this.#options;
    const isRedo = wanted.kind === "redo";
    const last = (path: string) => this.#tracker.last(path);
    const common = { top: this.#worktree.top, unseen, last, covers };
    if (unfinished !== null) {
      // A killed undo may have restored any of its files. A file in neither the old nor the new state is an obstacle.
      const isBack = isRedo && unfinished.redoOf === null;
      const steps = [...catalogue.stepsOf(unfinished.id)].map((step) => (isBack ? step : reversed(step)));
      return planOf({
        ...common,
        unseen: withoutOwn(unseen, steps),
        scope: steps,
        others: none,
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
      return planOf({ ...common, scope: catalogue.stepsOf(id), others: none, isForced });
    }
    const changes = catalogue.eachChange(scope.map(({ id }) => id));
    return planOf({
      ...common,
      // A forced undo to a moment also takes back changes that are in no snapshot.
      scope: wanted.kind === "to" ? [...changes, ...unseen] : changes,
      others: othersOf(catalogue, aim),
      isForced,
    });
  }

  /** The state now, seen by a snapshot or not. */
  #presentOf(unseen: readonly Change[]): (path: string) => Change["after"] {
    const present = new Map(unseen.map(({ path, after }) => [path, after]));
    return (path) => present.get(path) ?? this.#tracker.last(path);
  }
}

const NOBODY: readonly string[] = [];
const none = (): readonly string[] => NOBODY;

const reversed = ({ path, before, after }: Change): Change => ({ path, before: after, after: before });

/** Leaves out the changes that a killed undo made itself. */
function withoutOwn(unseen: readonly Change[], steps: readonly Change[]): Change[] {
  const known = new Map(steps.map((step) => [step.path, step]));
  return unseen.filter(({ path, after }) => {
    const step = known.get(path);
    return step === undefined || !(isSame(after, step.before) || isSame(after, step.after));
  });
}

function keyOfPlan(files: readonly PlannedFile[]): string {
  const hasher = new Bun.CryptoHasher("sha256");
  for (const { path, obstacle, now, wanted } of releasing(files)) {
    // Of what is there now too: it may have changed since, with a snapshot that has seen it.
    hasher.update(JSON.stringify([path, obstacle, keyOf(now), keyOf(wanted)]));
  }
  return hasher.digest("hex");
}

const keyOf = (state: Change["after"]): unknown =>
  typeof state === "string" ? state : [state.kind, state.mode, state.blob ?? state.hash];
