import { SEAM } from "../redact/apply.ts";
import { clip } from "../redact/redact.ts";
import { tellsSecret } from "./objects/secrets.ts";
import type { Call, Trigger } from "./keep/catalogue-rows.ts";
import { isDamage, setAsideDamaged } from "./keep/damaged.ts";
import { LIMITS } from "./limits.ts";
import { ProjectSnapshots } from "./project-snapshots.ts";
import { sweepAll } from "./keep/retention.ts";
import { nameOfChange } from "./undo/state.ts";
import { isOwnIn } from "./exclusion-of.ts";
import { WorktreeWatch } from "./look/worktree-watch.ts";
import { Tracker, type Taken } from "./tracker.ts";
import { KeptPlaces } from "./take/kept-places.ts";
import { snapshotsDirectory, type Worktree } from "./worktree.ts";

/** A moment of a session for which a snapshot was requested. */
export interface Wanted {
  readonly entryId: string;
  readonly sessionId: string;
  readonly cwd: string;
  readonly trigger: Trigger;
  /** The call that may have changed files; null for a prompt or the end of a turn. */
  readonly call: Call | null;
  /** Absolute paths that the hook knows. */
  readonly told: readonly string[];
  readonly atMs: number;
}

/** A changed file that the call's hook did not know. */
export interface FoundFile {
  readonly entryId: string;
  readonly sessionId: string;
  readonly agentId?: string;
  readonly path: string;
  readonly change: "created" | "modified" | "deleted";
  readonly by: string;
  readonly atMs: number;
}

/** A hundred files show what a command did; a session shows no more either. */
const MAX_FOUND = 100;
const MAX_PATH_CHARS = 4096;
const SWEEP_INTERVAL_MS = 3_600_000;
/** Worktrees that are followed at once. */
const MAX_FOLLOWED = 8;

export interface TakerOptions {
  readonly root: string;
  readonly nowMs: () => number;
}

interface Followed {
  readonly tracker: Tracker;
  readonly watch: WorktreeWatch;
}

/** Takes the requested snapshots of a project, for several sessions and worktrees at once. */
export class WantedTaker {
  readonly #options: TakerOptions;
  readonly #places: KeptPlaces;
  #snapshots: ProjectSnapshots | null | undefined;
  #sweptAtMs = Number.NEGATIVE_INFINITY;
  readonly #followed = new Map<string, Followed>();
  /** Notes for the next snapshot. */
  #notes: readonly string[] = [];

  constructor(options: TakerOptions) {
    this.#options = options;
    this.#places = new KeptPlaces(options.root);
  }

  /**
   * Takes one snapshot for all requests of a worktree that came together. The changes of calls that ended at once
   * cannot be distinguished. @returns the changed files that the calls' hooks did not know
   */
  async take(all: readonly Wanted[]): Promise<FoundFile[]> {
    const { snapshots, exclude } = this.#places.settings();
    if (snapshots === "off") return [];
    const byTop = new Map<string, { readonly worktree: Worktree; readonly wanted: Wanted[] }>();
    for (const wanted of all) {
      const worktree = this.#places.worktree(wanted.cwd);
      if ("refused" in worktree) continue;
      const group = byTop.get(worktree.top) ?? { worktree, wanted: [] };
      group.wanted.push(wanted);
      byTop.set(worktree.top, group);
    }
    const found: FoundFile[] = [];
    for (const { worktree, wanted } of byTop.values()) {
      found.push(...(await this.#takeSoundly(worktree, wanted, exclude)));
    }
    return found;
  }

  /** A damaged catalogue is set aside, and a new one is begun: else no snapshot would ever be taken again. */
  async #takeSoundly(worktree: Worktree, wanted: readonly Wanted[], exclude: readonly string[]): Promise<FoundFile[]> {
    try {
      return await this.#takeIn(worktree, wanted, exclude);
    } catch (error) {
      const directory = snapshotsDirectory(this.#options.root);
      if (!isDamage(error) || directory === null) throw error;
      this.close();
      // @mutant a damaged catalogue is set aside, and a new one is begun
      const aside = setAsideDamaged(directory, this.#options.nowMs());
      if (aside === null) throw error;
      this.#notes = [`the list of earlier snapshots was damaged, and they cannot be undone: ${aside.reason}`];
      return await this.#takeIn(worktree, wanted, exclude);
    }
  }

  async #takeIn(worktree: Worktree, wanted: readonly Wanted[], exclude: readonly string[]): Promise<FoundFile[]> {
    this.#snapshots ??= ProjectSnapshots.open(this.#options.root);
    if (this.#snapshots === null) return [];
    using _lock = this.#snapshots.lock();
    const { tracker, watch } = this.#follow(worktree, this.#snapshots);
    const firstCall = wanted.findIndex(({ call }) => call !== null);
    const at = firstCall < 0 ? 0 : firstCall;
    const marks = (some: readonly Wanted[]) => some.filter(({ trigger }) => trigger === "prompt");
    // Requests before the first call have no changes of their own, since no snapshot was taken in between.
    for (const one of marks(wanted.slice(0, at))) await this.#mark(tracker, one);
    const calls = wanted.flatMap(({ call }) => (call === null ? [] : [call]));
    const { sessionId, trigger } = wanted[at]!;
    const told = wanted.flatMap((one) => one.told).flatMap((path) => relativeTo(worktree.top, path));
    // Before the look: changes during it are reported the next time.
    const nowMs = this.#options.nowMs();
    const changed = await watch.take(told, tracker.known);
    // At the end of a turn all files are looked at: a program's mapped memory changes files without an event.
    const paths = wanted.some(({ trigger }) => trigger === "stop" || trigger === "idle-stop") ? null : changed;
    const isRest = calls.length > 0 && trigger !== "call" ? "call" : trigger;
    const notes = [...this.#notes, ...watch.takeDoubt()];
    const taken = await tracker.take({ sessionId, trigger: isRest, calls, nowMs, paths, notes, exclude });
    this.#notes = [];
    watch.settled();
    for (const one of marks(wanted.slice(at + 1))) await this.#mark(tracker, one);
    return foundFiles(worktree, wanted, taken);
  }

  /** A snapshot without a look, that says where a turn begins. */
  async #mark(tracker: Tracker, { sessionId, trigger }: Wanted): Promise<void> {
    if (!tracker.canMark) return;
    await tracker.take({ sessionId, trigger, calls: [], nowMs: this.#options.nowMs(), paths: [], isMark: true });
  }

  #follow(worktree: Worktree, snapshots: ProjectSnapshots): Followed {
    const known = this.#followed.get(worktree.top);
    if (known !== undefined && known.tracker.worktree.git?.config === worktree.git?.config) return known;
    known?.watch[Symbol.dispose]();
    this.#followed.delete(worktree.top);
    for (const [top, { watch }] of this.#followed) {
      // The user has few of what watches a worktree. The oldest goes: it may be of a worktree that is gone.
      if (this.#followed.size < MAX_FOLLOWED) break;
      watch[Symbol.dispose]();
      this.#followed.delete(top);
    }
    const tracker = new Tracker(worktree, snapshots.catalogue, snapshots.objects);
    const followed = { tracker, watch: new WorktreeWatch(worktree, isOwnIn(worktree)) };
    this.#followed.set(worktree.top, followed);
    return followed;
  }

  /** Does what no snapshot has to wait for. Forgets what is old, once an hour, and at once where the store is too large. */
  async sweep(): Promise<void> {
    const nowMs = this.#options.nowMs();
    if (this.#snapshots === null || this.#snapshots === undefined) return;
    this.#snapshots.objects.prepare();
    const isTooLarge = this.#snapshots.catalogue.takenBytes() > LIMITS.storeBytes;
    if (nowMs - this.#sweptAtMs < SWEEP_INTERVAL_MS && !isTooLarge) return;
    this.#sweptAtMs = nowMs;
    await this.#pinAll(this.#snapshots);
    sweepAll(this.#snapshots.directory, { nowMs });
  }

  /** Under the lock: what is copied is named by no row yet, and another process's sweep or forget would delete it. */
  async #pinAll(snapshots: ProjectSnapshots): Promise<void> {
    // @mutant no other process deletes what a sweep copies
    using _lock = snapshots.lock();
    for (const { tracker } of this.#followed.values()) await tracker.pin();
  }

  close(): void {
    for (const { watch } of this.#followed.values()) watch[Symbol.dispose]();
    this.#followed.clear();
    this.#snapshots?.[Symbol.dispose]();
    this.#snapshots = undefined;
  }
}

const relativeTo = (top: string, path: string): string[] =>
  path.startsWith(`${top}/`) ? [path.slice(top.length + 1)] : [];

/** The changed files to report for each call. Its hook knows the files of an edit, but not those of a command. */
function foundFiles({ top }: Worktree, wanted: readonly Wanted[], { changes }: Taken): FoundFile[] {
  const first = wanted.find(({ call }) => call !== null);
  if (first === undefined || first.call === null) return [];
  const { entryId, sessionId, atMs, call } = first;
  const told = new Set(wanted.flatMap((one) => one.told));
  const some = changes.slice(0, MAX_FOUND + told.size);
  // One search for all: hardly a path holds a secret.
  const isPlain = !tellsSecret(some.map(({ path }) => `${top}/${path}`).join(SEAM));
  const shown = (path: string): string =>
    isPlain && path.length <= MAX_PATH_CHARS ? path : clip(path, MAX_PATH_CHARS);
  return some
    .map((change) => ({ path: shown(`${top}/${change.path}`), change: nameOfChange(change) }))
    .filter(({ path }) => !told.has(path))
    .slice(0, MAX_FOUND)
    .map((file) => ({
      ...file,
      entryId,
      sessionId,
      atMs,
      by: call.tool,
      ...(call.agentId === undefined ? {} : { agentId: call.agentId }),
    }));
}
