import { HiveError } from "../../base/errors.ts";
import { readBlobs } from "../objects/blobs.ts";
import type { SnapshotRow, UndoRow } from "../keep/catalogue-rows.ts";
import type { GitWorktree } from "../look/git-look.ts";
import { planOf } from "./plan.ts";
import { type Scope, scopeOf } from "./scope.ts";
import type { PlannedFile } from "./planned-file.ts";
import type { ProjectSnapshots } from "../project-snapshots.ts";
import { clearTemporary, type Failed, putBack, type PutBackOptions, type PutBackStep } from "./put-back.ts";
import { type Change, type FileState, isSame } from "./state.ts";
import { Tracker } from "../tracker.ts";
import type { Worktree } from "../worktree.ts";

export type UndoStep = "looked" | "begun" | PutBackStep | "put back" | "ended";

export interface UndoOptions {
  /** The changes to take back; `redo` takes back the latest undo. */
  readonly scope: Scope | { readonly kind: "redo" };
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

/** What is taken back, before it is known how the files are now. */
interface Aim {
  readonly unfinished: UndoRow | null;
  readonly all: readonly SnapshotRow[];
  readonly scope: readonly SnapshotRow[];
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
    return this.#planFrom(await this.#tracker.peek());
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
    const sessionId = this.#sessionOf(this.#aim());
    const common = { sessionId, calls: [], paths: null } as const;
    const { changes } = await this.#tracker.take({ ...common, trigger: "before-undo", nowMs: seenMs });
    onStep?.("looked");
    releaseMany(changes.length);
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
    const failed = await this.#putBack(id, files, seenMs);
    onStep?.("put back");
    releaseMany(files.length);
    await this.#tracker.take({ ...common, trigger: "undo", nowMs: nowMs() });
    const isWhole = failed.length === 0 && (plan.unfinished === null || left.length === 0);
    catalogue.endUndo(id, this.#isRedoOfUnfinished(plan) ? "taken back" : "done", isWhole);
    onStep?.("ended");
    const names = new Set(failed.map(({ path }) => path));
    return { id, plan, sessionId, files: files.filter(({ path }) => !names.has(path)), left, failed };
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
    const redoOf = this.#options.scope.kind === "redo" ? this.#latest().id : null;
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

  /** @throws HIVE_NOT_FOUND */
  #aim(): Aim {
    const { catalogue } = this.#snapshots;
    const { scope: wanted } = this.#options;
    const unfinished = catalogue.undos(this.#tracker.id).find(({ status }) => status === "running") ?? null;
    const all = catalogue.snapshots(this.#tracker.id);
    if (unfinished !== null || wanted.kind === "redo") return { unfinished, all, scope: [] };
    return { unfinished, all, scope: this.#scopeOf(wanted, all) };
  }

  #planFrom(unseen: readonly Change[]): UndoPlan {
    const { unfinished, all, scope } = this.#aim();
    const files = this.#filesOf(unseen, { unfinished, all, scope });
    const redoOf = unfinished === null && this.#options.scope.kind === "redo" ? this.#latest() : null;
    return { files, scope, unfinished, redoOf, key: keyOfPlan(files) };
  }

  #filesOf(unseen: readonly Change[], { unfinished, all, scope }: Aim): PlannedFile[] {
    const { catalogue } = this.#snapshots;
    const { scope: wanted, isForced = false, covers = () => true } = this.#options;
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
        // Its steps were written down when it began.
        makesRoom: false,
        last: this.#presentOf(unseen),
      });
    }
    if (isRedo) return planOf({ ...common, scope: catalogue.stepsOf(this.#latest().id), others: none, isForced });
    const changes = catalogue.eachChange(scope.map(({ id }) => id));
    return planOf({
      ...common,
      // A forced undo to a moment also takes back changes that are in no snapshot.
      scope: wanted.kind === "to" ? [...changes, ...unseen] : changes,
      others: this.#othersOf(scope, all),
      isForced,
    });
  }

  /** The state now, seen by a snapshot or not. */
  #presentOf(unseen: readonly Change[]): (path: string) => Change["after"] {
    const present = new Map(unseen.map(({ path, after }) => [path, after]));
    return (path) => present.get(path) ?? this.#tracker.last(path);
  }

  #scopeOf(wanted: Scope, all: readonly SnapshotRow[]): SnapshotRow[] {
    if (wanted.kind === "to" && !all.some(({ id }) => id === wanted.snapshot)) {
      throw new HiveError("HIVE_NOT_FOUND", `there is no snapshot ${wanted.snapshot} of this worktree`, {
        hint: "hive changes lists them",
      });
    }
    const changed = this.#snapshots.catalogue.changed(this.#tracker.id);
    const scope = scopeOf(wanted, all, (id) => changed.has(id));
    if (scope.length > 0 || wanted.kind === "to") return scope;
    throw new HiveError("HIVE_NOT_FOUND", "no change of files is known that could be taken back", {
      hint: "hive changes lists what is known",
    });
  }

  /** @throws HIVE_NOT_FOUND */
  #latest(): UndoRow {
    const undos = this.#snapshots.catalogue.undos(this.#tracker.id);
    const found = undos.findLast(({ status, redoOf }) => status === "done" && redoOf === null);
    if (found !== undefined) return found;
    throw new HiveError("HIVE_NOT_FOUND", "there is no undo that could be taken back", {
      hint: "hive changes lists what is known",
    });
  }

  /** Other sessions whose calls changed a path since the scope began. */
  #othersOf(scope: readonly SnapshotRow[], all: readonly SnapshotRow[]): (path: string) => readonly string[] {
    const own = this.#options.scope.kind === "to" ? null : scope.at(-1)?.sessionId;
    const first = scope[0]?.id ?? Number.POSITIVE_INFINITY;
    const sessions = new Map(
      all
        .filter(({ id }) => id >= first)
        .map(({ id, calls }) => [id, calls.map(({ sessionId }) => sessionId).filter((one) => one !== own)] as const)
        .filter(([, others]) => others.length > 0),
    );
    const byPath = new Map<string, Set<string>>();
    for (const { path, snapshot } of this.#snapshots.catalogue.eachChange([...sessions.keys()])) {
      const known = byPath.get(path) ?? new Set();
      for (const session of sessions.get(snapshot)!) known.add(session);
      byPath.set(path, known);
    }
    return (path) => [...(byPath.get(path) ?? [])];
  }

  #sessionOf({ scope, unfinished }: Aim): string {
    if (unfinished !== null) return unfinished.sessionId;
    if (this.#options.scope.kind === "redo") return this.#latest().sessionId;
    return (scope.at(-1) ?? this.#snapshots.catalogue.snapshots(this.#tracker.id).at(-1)!).sessionId;
  }

  /** Deletions first: what is in the way of a file is deleted by the same plan. */
  async #putBack(undo: number, files: readonly PlannedFile[], seenMs: number): Promise<Failed[]> {
    const { onStep } = this.#options;
    const common = { top: this.#worktree.top, undo, seenMs, ...(onStep === undefined ? {} : { onStep }) };
    const deletions = files.filter(({ wanted }) => wanted === "absent").map(stepOf);
    const failed = putBack(deletions, { ...common, bytesOf: () => null });
    const rest = files.filter(({ wanted }) => wanted !== "absent");
    for (let at = 0; at < rest.length; at += LOT_FILES) {
      releaseMany(rest.length);
      failed.push(...(await this.#putBackLot(rest.slice(at, at + LOT_FILES).map(stepOf), common)));
    }
    return failed;
  }

  async #putBackLot(steps: readonly Change[], common: Omit<PutBackOptions, "bytesOf">): Promise<Failed[]> {
    const { objects } = this.#snapshots;
    const fromGit = new Map<string, Change[]>();
    const rest: Change[] = [];
    for (const step of steps) {
      const { after } = step;
      const blob = typeof after !== "string" && after.kept === "git" && after.blob !== null ? after.blob : null;
      if (blob === null || (typeof after !== "string" && after.hash !== null && objects.has(after.hash)))
        rest.push(step);
      else fromGit.set(blob, [...(fromGit.get(blob) ?? []), step]);
    }
    const failed = putBack(rest, { ...common, bytesOf: ({ hash }) => (hash === null ? null : objects.get(hash)) });
    if (this.#worktree.git === null) return failed;
    const worktree: GitWorktree = { ...this.#worktree, git: this.#worktree.git };
    for await (const lot of readBlobs(worktree, [...fromGit.keys()])) {
      const some = [...lot.keys()].flatMap((blob) => fromGit.get(blob) ?? []);
      for (const blob of lot.keys()) fromGit.delete(blob);
      const bytesOf = ({ blob }: FileState): Buffer | null => lot.get(blob ?? "") ?? null;
      failed.push(...putBack(some, { ...common, bytesOf }));
    }
    const missing = [...fromGit.values()].flat();
    return [...failed, ...missing.map(({ path }) => ({ path, why: "git no longer has its bytes" }))];
  }
}

/** Very many objects are garbage by now, and Bun would first let as many more be made. */
function releaseMany(files: number): void {
  if (files > LOT_FILES) Bun.gc(true);
}

/** Files whose steps are at hand at once. */
const LOT_FILES = 5000;

const stepOf = ({ path, now, wanted }: PlannedFile): Change => ({ path, before: now, after: wanted });

const none = (): readonly string[] => [];

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
  for (const { path, obstacle, wanted } of files) hasher.update(JSON.stringify([path, obstacle, keyOf(wanted)]));
  return hasher.digest("hex");
}

const keyOf = (state: Change["after"]): unknown =>
  typeof state === "string" ? state : [state.kind, state.mode, state.hash ?? state.blob];
