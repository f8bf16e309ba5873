import { type Excluded, excludedIn } from "./exclusion-of.ts";
import type { Catalogue } from "./keep/catalogue.ts";
import type { Call, Known, LastLook, Source, Trigger, WorktreeRow } from "./keep/catalogue-rows.ts";
import { FileReader } from "./files.ts";
import { type Limits, LIMITS } from "./limits.ts";
import { redact } from "../redact/redact.ts";
import type { GitLook } from "./look/git-look.ts";
import { changesSince } from "./take/changes-since.ts";
import { lackNotes } from "./take/lack-notes.ts";
import { headOf, lookAtFew } from "./look/few.ts";
import { type KnownPaths, knownPaths } from "./look/known-paths.ts";
import type { Base } from "./look/look.ts";
import type { ObjectStore } from "./objects/objects.ts";
import { pinOrphans } from "./keep/pin.ts";
import { type Scan, scan } from "./look/scan.ts";
import type { Change, State } from "./undo/state.ts";
import type { Worktree } from "./worktree.ts";

export interface TakeOptions {
  readonly sessionId: string;
  readonly trigger: Trigger;
  readonly calls: readonly Call[];
  readonly nowMs: number;
  /**
   * The paths that can have changed since the last snapshot. Null if that is not known: then all paths are looked at.
   */
  readonly paths: readonly string[] | null;
  /** Notes for a person, a sentence each. @default none */
  readonly notes?: readonly string[];
  /** Whether only the moment is noted, without a look. @default false */
  readonly isMark?: boolean;
  /** The settings' exclusion. @default read from them */
  readonly exclude?: readonly string[];
  /** Paths that are looked at even where git ignores them, at a look at all files. @default none */
  readonly also?: Iterable<string>;
}

/** A snapshot that was taken. The id is null where nothing had changed, so that none was needed. */
export interface Taken {
  readonly id: number | null;
  /** The first {@link MOST_TOLD} of them: the catalogue has all. */
  readonly changes: readonly Change[];
  readonly source: Source;
  readonly isComplete: boolean;
  readonly notes: readonly string[];
}

/** More changes than these are not in memory together. */
const MOST_TOLD = 1000;

/** Takes the snapshots of one worktree. It remembers the last look, so that the next one reads what has changed since. */
export class Tracker {
  readonly worktree: Worktree;
  readonly #catalogue: Catalogue;
  readonly #objects: ObjectStore;
  readonly #limits: Limits;
  #row: WorktreeRow;
  #overlay: Map<string, Known>;
  #base: Base | null = null;
  #look: GitLook | null = null;
  /** What git knew at the last snapshot of this process; null where another process may have taken one since. */
  #lastTaken: GitLook | null = null;
  #lastLook: LastLook | null;
  /** The paths left out at the last look; null before the first one. */
  #excluded: Excluded | null = null;
  #linked: ReadonlySet<string> = new Set();
  /** Whether the last look at all files was complete. */
  #isWhole = false;
  /** Files that were said to be left out, as their paths hold a secret. */
  readonly #unnamed = new Set<string>();
  readonly #verified = new Map<string, number>();

  constructor(worktree: Worktree, catalogue: Catalogue, objects: ObjectStore, limits: Limits = LIMITS) {
    this.worktree = worktree;
    this.#catalogue = catalogue;
    this.#objects = objects;
    this.#limits = limits;
    this.#row = catalogue.worktree(worktree.top);
    this.#overlay = catalogue.overlay(this.#row.id);
    this.#lastLook = this.#row.lastLook;
    this.#excluded = this.#excludedBefore();
  }

  /** What the last look left out, perhaps another process's. */
  #excludedBefore(): Excluded | null {
    // @mutant a file that was excluded while no process looked is not taken for a new one
    return this.#lastLook === null ? null : excludedIn(this.worktree, this.#lastLook.exclude);
  }

  get id(): number {
    return this.#row.id;
  }

  /** Whether a snapshot was ever taken here. */
  get isKnown(): boolean {
    return this.#row.lastSnapshot !== null;
  }

  /** Whether a snapshot can be taken without a look: nothing but files can have changed since the last look. */
  get canMark(): boolean {
    return this.#base !== null && this.#base.commit === headOf(this.worktree);
  }

  /** For {@link WorktreeWatch}: null before a look at all files, and where that is of no use for the next one. */
  get known(): KnownPaths | null {
    const [base, look, overlay, linked] = [this.#base, this.#look, this.#overlay, this.#linked];
    return base === null || !this.#isWhole ? null : knownPaths({ base, look, overlay, linked });
  }

  /** The state of a path at the last snapshot. Ask only after a look. */
  last(path: string): State {
    // @mutant what is at an excluded path is not known
    if (this.#excluded?.covers(path) === true) return "unknown";
    return this.#overlay.get(path)?.state ?? this.#base?.state(path) ?? "unknown";
  }

  /**
   * The changes since the last snapshot. Nothing is kept.
   * @returns an empty list before the first snapshot
   */
  async peek(): Promise<readonly Change[]> {
    this.#refresh();
    const excluded = this.#excluded;
    const reader = this.#reader(false);
    const found = await this.#scan(reader);
    this.#look = found.look;
    this.#base = found.base;
    return this.isKnown ? [...this.#changesTo(found, excluded, reader)] : [];
  }

  /** Takes a snapshot. Call it while {@link lockSnapshots} holds. */
  async take(options: TakeOptions): Promise<Taken> {
    this.#refresh();
    const reader = this.#reader(true);
    const excluded = this.#excluded;
    const few = options.paths === null ? null : await this.#lookAtFew(options.paths, reader, options);
    const found = few ?? (await this.#scan(reader, options));
    const isFirst = !this.isKnown;
    const all = isFirst ? [] : this.#changesTo(found, excluded, reader);
    const changes = Iterator.from(all).take(MOST_TOLD).toArray();
    const isMark = options.isMark === true;
    const lastLook = isMark ? this.#lastLook : { atMs: options.nowMs, exclude: this.#excluded?.globs ?? [] };
    const unnamed = reader.unnamed.filter((path) => !this.#unnamed.has(path));
    const notes = [...(options.notes ?? []), ...found.notes, ...lackNotes(reader.lacks, unnamed.length)].map((note) =>
      redact(note),
    );
    if (isFirst) {
      const { plain, exec } = found.modes;
      this.#catalogue.setModes(this.#row.id, plain, exec);
      this.#row = { ...this.#row, plainMode: plain, execMode: exec };
    }
    const { source, isComplete } = found;
    const isMarker = !["call", "stop", "idle-stop"].includes(options.trigger);
    const isMoved = this.#row.base !== found.base.commit;
    if (!isFirst && !isMarker && !isMoved && changes.length === 0 && unnamed.length === 0) {
      this.#note(found, lastLook);
      // A process that starts anew needs it: what was hidden at this look is not new.
      this.#catalogue.noteLook(this.#row.id, lastLook);
      return { id: null, changes, source, isComplete, notes };
    }
    const id = this.#catalogue.add({
      worktree: this.#row.id,
      sessionId: options.sessionId,
      atMs: options.nowMs,
      trigger: options.trigger,
      calls: options.calls,
      base: found.base.commit,
      source,
      isComplete,
      notes,
      changes: changes.length < MOST_TOLD ? changes : all,
      grownBytes: reader.grownBytes,
      lastLook,
      overlay: found.overlay,
    });
    this.#note(found, lastLook);
    for (const path of unnamed) this.#unnamed.add(path);
    this.#row = { ...this.#row, base: found.base.commit, lastSnapshot: id, lastLook };
    // @mutant what a rebase orphans is copied
    if (isMoved && !isFirst) await this.pin();
    return { id, changes, source, isComplete, notes };
  }

  #note({ look, base, overlay, isComplete }: Scan, lastLook: LastLook | null): void {
    this.#lastLook = lastLook;
    this.#isWhole = isComplete;
    for (const [path, known] of overlay) {
      if (known === null) this.#overlay.delete(path);
      else this.#overlay.set(path, known);
    }
    this.#look = look;
    this.#lastTaken = look;
    this.#base = base;
  }

  /** Copies what git may delete some day: see {@link pinOrphans}. */
  async pin(): Promise<void> {
    const { git } = this.worktree;
    if (git === null) return;
    const options = { catalogue: this.#catalogue, objects: this.#objects, id: this.#row.id, limits: this.#limits };
    await pinOrphans({ ...options, worktree: { ...this.worktree, git } });
  }

  /** Another process may have taken a snapshot since, as `hive undo` does. */
  #refresh(): void {
    const row = this.#catalogue.worktree(this.worktree.top);
    if (row.lastSnapshot === this.#row.lastSnapshot) return;
    this.#row = row;
    this.#overlay = this.#catalogue.overlay(row.id);
    this.#lastLook = row.lastLook;
    this.#excluded = this.#excludedBefore();
    this.#base = null;
    this.#lastTaken = null;
  }

  #reader(keeps: boolean): FileReader {
    return new FileReader({
      top: this.worktree.top,
      objects: this.#objects,
      limits: this.#limits,
      gitHash: this.worktree.git?.hash ?? null,
      storedBytes: () => this.#catalogue.takenBytes(),
      keeps,
    });
  }

  async #scan(reader: FileReader, { exclude, also }: Pick<TakeOptions, "exclude" | "also"> = {}): Promise<Scan> {
    const excluded = excludedIn(this.worktree, exclude);
    const found = await scan({
      worktree: this.worktree,
      row: this.#row,
      last: this.#look,
      lastTaken: this.#lastTaken,
      memory: { overlay: this.#overlay, verified: this.#verified },
      reader,
      isExcluded: excluded.covers,
      walkedFiles: this.#limits.walkedFiles,
      ...(also === undefined ? {} : { also }),
    });
    this.#excluded = excluded;
    this.#linked = found.linked;
    return found;
  }

  /** Looks at some paths alone; null where that is not enough. */
  async #lookAtFew(
    paths: readonly string[],
    reader: FileReader,
    { isMark = false, exclude }: TakeOptions,
  ): Promise<Scan | null> {
    const base = this.#base;
    const { covers, key } = excludedIn(this.worktree, exclude);
    if (base === null || key !== this.#excluded?.key) return null;
    return await lookAtFew({
      worktree: this.worktree,
      row: this.#row,
      last: { look: this.#look, base, linked: this.#linked, isWhole: this.#isWhole },
      memory: { overlay: this.#overlay, verified: this.#verified },
      reader,
      isExcluded: covers,
      paths: isMark ? null : paths,
    });
  }

  /** @param earlier what the look before left out; null if that is not known */
  #changesTo(found: Scan, earlier: Excluded | null, reader: FileReader): Iterable<Change> {
    const excluded = this.#excluded;
    const before = {
      overlay: this.#overlay,
      earlier,
      lookedAtMs: this.#lastLook === null ? this.#catalogue.atMs(this.#row.lastSnapshot!) : this.#lastLook.atMs,
      // @mutant a file that anything has hidden is not taken for a new one
      isExact: this.#lastLook !== null,
      isLookedHere: this.#lastTaken !== null,
    };
    const isLeftOut = (path: string): boolean => excluded?.covers(path) === true;
    return changesSince(before, found, isLeftOut, (path) => reader.stat(path));
  }
}
