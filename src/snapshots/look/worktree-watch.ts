import { lstatSync, statfsSync } from "node:fs";
import { basename } from "node:path";
import { errorCode } from "../../base/errors.ts";
import { Inotify } from "../../platform/inotify.ts";
import type { Worktree } from "../worktree.ts";
import { IgnoredPaths, outerRules } from "./ignored-paths.ts";
import type { KnownPaths } from "./known-paths.ts";
import { isUnwalked } from "./scan.ts";
import { inside, NotWatchable, parentOf, type Told, WatchedTree } from "./watched-tree.ts";

export interface WatchLimits {
  readonly directories: number;
  /** Of the user's watches, which other programs need as well. */
  readonly share: number;
  readonly told: number;
}

const LIMITS: WatchLimits = { directories: 50_000, share: 0.25, told: 20_000 };

/** File systems on which the kernel does not see the changes of others: NFS, SMB, CIFS, 9p, FUSE, Ceph, AFS. */
const REMOTE: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x65735546, 0x00c36400, 0x5346414f,
]);

const isRemote = (path: string): boolean => REMOTE.has(statfsSync(path).type >>> 0);

/**
 * Finds the files of a worktree that can have changed, by the kernel's events. It begins in doubt, and whatever it
 * doubts is found by a look at all files: nothing that a snapshot says depends on a time, or on an event that may be
 * lost.
 */
export class WorktreeWatch implements Disposable {
  readonly #worktree: Worktree;
  readonly #limits: WatchLimits;
  readonly #isLeftOut: (path: string, isDirectory: boolean) => boolean;
  readonly #ignored: IgnoredPaths | null;
  #tree: WatchedTree | null = null;
  /** Directories that hold what is known, whatever git ignores. */
  #needed: ReadonlySet<string> = new Set();
  #known: KnownPaths | null = null;
  #rules = "";
  #top = "";
  /** Whether a look at all files has to come first. */
  #isBehind = true;
  #isGivenUp = false;
  #doubt: string | null = null;

  /** @param isOwn hive's own state, of which nothing is noted */
  constructor(worktree: Worktree, isOwn: (path: string) => boolean, limits: WatchLimits = LIMITS) {
    const { git } = worktree;
    this.#worktree = worktree;
    this.#limits = limits;
    this.#isLeftOut = (path, isDirectory) => isOwn(path) || (git === null && isDirectory && isUnwalked(basename(path)));
    this.#ignored = git === null ? null : new IgnoredPaths({ ...worktree, git });
  }

  /**
   * The files that can have changed since the last call.
   * @param told paths in the worktree that a hook call named
   * @param known null where no look at all files has seen everything
   * @returns null where that is not known: all files are to be looked at
   */
  async take(told: readonly string[], known: KnownPaths | null): Promise<readonly string[] | null> {
    if (this.#isGivenUp || known === null) return null;
    try {
      const wasBehind = this.#isBehind;
      this.#isBehind = true;
      const paths = await this.#changed(told, known);
      return wasBehind ? null : paths;
    } catch (error) {
      this.#end();
      // Git may answer the next time.
      if (!(error instanceof NotWatchable)) return null;
      this.#isGivenUp = true;
      this.#doubt = `each snapshot looks at all files: ${error.message}`;
      return null;
    }
  }

  /** Why the worktree is not watched, once. */
  takeDoubt(): string[] {
    const doubt = this.#doubt;
    this.#doubt = null;
    return doubt === null ? [] : [doubt];
  }

  /** Call this when the snapshot is taken for which {@link take} was called. */
  settled(): void {
    this.#isBehind = this.#tree === null;
  }

  async #changed(told: readonly string[], known: KnownPaths): Promise<readonly string[] | null> {
    const events = this.#tree?.drain() ?? null;
    // @mutant after a change of what is ignored all files are looked at
    const isStale = events === null || !this.#isSame(known) || [...events.files].some(isRuleFile);
    if (isStale) return await this.#begin(known);
    const inFiles = await this.#follow(this.#tree!, events, known);
    if (inFiles === null) return await this.#begin(known);
    return await this.#select([...events.files, ...events.directories, ...inFiles, ...told], known);
  }

  /** Watches the new directories. @returns what is to be looked at in them, and in those that went */
  async #follow(tree: WatchedTree, { directories }: Told, known: KnownPaths): Promise<string[] | null> {
    if (known.version !== this.#known?.version) {
      this.#note(known);
      // @mutant what git has begun to track in an ignored directory is followed
      for (const path of tree.unwatched(this.#needed)) directories.add(path);
    }
    if (directories.size === 0) return [];
    this.#ignored?.forget();
    const topmost = [...directories].filter((path) => !ancestorsOf(path).some((one) => directories.has(one)));
    const roots = topmost.filter((path) => tree.isWatched(path) || this.#needed.has(path));
    const below = roots.flatMap((path) => [...known.within(path)]);
    const files = await tree.follow(topmost);
    return files === null ? null : [...below, ...files];
  }

  /** Begins anew. @returns null */
  async #begin(known: KnownPaths): Promise<null> {
    this.#end();
    const { top, git } = this.#worktree;
    const inotify = isRemote(top) ? null : Inotify.open();
    if (inotify === null) throw new NotWatchable("the kernel tells of no changes here");
    this.#top = identityOf(top);
    this.#note(known);
    this.#rules = git === null ? "" : outerRules({ ...this.#worktree, git }, known.flags);
    this.#ignored?.forget(known.flags);
    const share = Math.floor((Inotify.limit() ?? Infinity) * this.#limits.share);
    this.#tree = new WatchedTree({
      top,
      inotify,
      maxDirectories: Math.min(this.#limits.directories, share),
      maxTold: this.#limits.told,
      isLeftOut: this.#isLeftOut,
      isNeeded: (path) => this.#needed.has(path),
      isSubmodule: (path) => this.#known!.submodules.has(path),
      isRepository: (path) => this.#known!.repositories.has(path) && !this.#needed.has(path),
      wanted: (paths) => this.#wanted(paths),
    });
    await this.#tree.follow([""], true);
    return null;
  }

  #note(known: KnownPaths): void {
    const needed = new Set<string>();
    for (const directory of known.directories()) {
      for (let at = directory; at !== "" && !needed.has(at); at = parentOf(at)) needed.add(at);
    }
    this.#needed = needed;
    this.#known = known;
  }

  #isSame(known: KnownPaths): boolean {
    const { top, git } = this.#worktree;
    return (
      this.#top === identityOf(top) &&
      repositoriesIn(known) === repositoriesIn(this.#known) &&
      (git === null || this.#rules === outerRules({ ...this.#worktree, git }, known.flags))
    );
  }

  async #wanted(paths: readonly string[]): Promise<readonly string[]> {
    const others = paths.filter((path) => path !== "" && !this.#needed.has(path));
    const visible = new Set(await this.#visible(others));
    return paths.filter((path) => path === "" || this.#needed.has(path) || visible.has(path));
  }

  /** Those of some paths that are known, or that git shows. */
  async #select(paths: readonly string[], known: KnownPaths): Promise<readonly string[]> {
    const all = [...new Set(paths)];
    const others = all.filter(
      (path) => !known.has(path) && this.#tree!.isWatched(parentOf(path)) && isFile(inside(this.#worktree.top, path)),
    );
    const visible = new Set(await this.#visible(others));
    return all.filter((path) => known.has(path) || visible.has(path));
  }

  async #visible(paths: readonly string[]): Promise<readonly string[]> {
    return this.#ignored === null ? paths : await this.#ignored.visible(paths);
  }

  #end(): void {
    this.#tree?.[Symbol.dispose]();
    this.#tree = null;
  }

  [Symbol.dispose](): void {
    this.#end();
  }
}

const isRuleFile = (path: string): boolean => [".gitignore", ".gitattributes"].includes(basename(path));

/** One text for each set of repositories, so that two can be compared. */
const repositoriesIn = (known: KnownPaths | null): string =>
  [...(known?.repositories ?? []), "", ...(known?.submodules ?? [])].join("\0");

const ancestorsOf = (path: string): string[] => {
  const all: string[] = [];
  for (let at = parentOf(path); at !== ""; at = parentOf(at)) all.push(at);
  return all;
};

function identityOf(top: string): string {
  const stat = lstatSync(top, { throwIfNoEntry: false });
  return stat === undefined ? "gone" : `${stat.dev} ${stat.ino}`;
}

function isFile(path: string): boolean {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    return stat?.isFile() === true || stat?.isSymbolicLink() === true;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    // It cannot be looked at.
    return false;
  }
}
