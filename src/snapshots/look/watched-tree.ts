import { lstatSync, readdirSync } from "node:fs";
import { errorCode } from "../../base/errors.ts";
import { EVENT, type Inotify } from "../../platform/inotify.ts";

/** The kernel's reports since the last read. */
export interface Told {
  /** Files and links of watched directories. */
  readonly files: Set<string>;
  /** Directories that came, went, were moved or changed their mode: all in them is to be looked at again. */
  readonly directories: Set<string>;
}

export interface TreeOptions {
  readonly top: string;
  readonly inotify: Inotify;
  /** More directories are not watched: each takes one of the user's watches. */
  readonly maxDirectories: number;
  /** More changes at once are found by a look at all files. */
  readonly maxTold: number;
  /** Whether nothing is reported of a path, and of all in it. */
  readonly isLeftOut: (path: string, isDirectory: boolean) => boolean;
  /** Whether a directory holds something that is looked at whatever git ignores. */
  readonly isNeeded: (path: string) => boolean;
  /** Whether git knows a directory as a repository of its own, with or without one in it. */
  readonly isSubmodule: (path: string) => boolean;
  /** Whether git has found a repository in a directory. */
  readonly isRepository: (path: string) => boolean;
  /** Which of some directories are watched, and those in them. */
  readonly wanted: (paths: readonly string[]) => Promise<readonly string[]>;
}

/** The directories cannot be watched: they are too many, or too many for the user. */
export class NotWatchable extends Error {}

interface Watched {
  readonly path: string;
  readonly watch: number;
  readonly children: Set<Watched>;
  /** A repository of its own: it is watched for its end alone. */
  isRepository: boolean;
}

/**
 * Watches the directories of a worktree that git does not ignore. One that looks stale is watched anew,
 * and its files are listed: its former watches may belong to another path by now.
 */
export class WatchedTree implements Disposable {
  readonly #options: TreeOptions;
  readonly #byWatch = new Map<number, Watched>();
  readonly #byPath = new Map<string, Watched>();

  constructor(options: TreeOptions) {
    this.#options = options;
  }

  isWatched(path: string): boolean {
    return this.#byPath.get(path)?.isRepository === false;
  }

  /** @returns null where events were lost, or where a repository came into the tree or went out of it */
  drain(): Told | null {
    const told: Told = { files: new Set(), directories: new Set() };
    let isLost = false;
    this.#options.inotify.drain((watch, mask, name) => {
      // @mutant after lost events all files are looked at
      if ((mask & (EVENT.overflow | EVENT.unmounted)) !== 0) isLost = true;
      if (!isLost && !this.#note(told, { watch, mask, name })) isLost = true;
    });
    return isLost ? null : told;
  }

  /** @returns false for what is not followed: all files are to be looked at */
  #note({ files, directories }: Told, { watch, mask, name }: { watch: number; mask: number; name: string }): boolean {
    const at = this.#byWatch.get(watch);
    // Of a directory that is watched no longer.
    if (at === undefined) return true;
    if (name === "") {
      directories.add(at.path);
      // The tree itself has gone, was moved or has changed its mode.
      return at.path !== "";
    }
    // @mutant after a repository has come or gone all files are looked at
    if (name === ".git") return at.path === "" || (mask & EVENT.cameOrWent) === 0;
    const path = inside(at.path, name);
    const isDirectory = (mask & EVENT.directory) !== 0;
    if (at.isRepository || this.#options.isLeftOut(path, isDirectory)) return true;
    // @mutant a directory that went or was moved is looked at again
    if (isDirectory) directories.add(path);
    else files.add(path);
    return files.size + directories.size <= this.#options.maxTold;
  }

  /**
   * Watches directories anew, with those in them that are wanted.
   * @param paths none of which is inside of another
   * @param isStart whether it does not count what git knows of repositories. @default false
   * @returns their files; null where a repository has come or gone
   * @throws NotWatchable
   */
  async follow(paths: readonly string[], isStart = false): Promise<string[] | null> {
    for (const path of paths) this.#drop(path);
    const files: string[] = [];
    const parents = paths.filter((path) => path === "" || this.#byPath.has(parentOf(path)));
    let level = await this.#wanted(parents.filter((path) => this.#isDirectory(path)));
    while (level.length > 0) {
      const below: string[] = [];
      for (const path of level) {
        const entries = this.#watch(path);
        const isSubmodule = this.#options.isSubmodule(path);
        const hasRepository = path !== "" && entries.some(({ name }) => name === ".git");
        const isKnown = this.#options.isRepository(path);
        // @mutant after another directory came in the place of a repository all files are looked at
        if (hasRepository !== isKnown && !isSubmodule && !isStart) return null;
        if (isSubmodule || (hasRepository && isKnown)) {
          this.#leaveAlone(path);
          continue;
        }
        for (const entry of entries) {
          const found = inside(path, entry.name);
          if (entry.name === ".git" || this.#options.isLeftOut(found, entry.isDirectory())) continue;
          if (entry.isDirectory()) below.push(found);
          else files.push(found);
        }
      }
      level = await this.#wanted(below);
    }
    return files;
  }

  /** Those of some directories that are not watched. */
  *unwatched(paths: Iterable<string>): Generator<string> {
    for (const path of paths) if (!this.#byPath.has(path)) yield path;
  }

  #leaveAlone(path: string): void {
    const one = this.#byPath.get(path);
    if (one !== undefined) one.isRepository = true;
  }

  async #wanted(paths: readonly string[]): Promise<readonly string[]> {
    return paths.length === 0 ? [] : await this.#options.wanted(paths);
  }

  #isDirectory(path: string): boolean {
    try {
      return lstatSync(this.#full(path), { throwIfNoEntry: false })?.isDirectory() === true;
    } catch (error) {
      // A file has come in the place of one above it, or that may not be entered.
      if (errorCode(error) === undefined) throw error;
      return false;
    }
  }

  #full(path: string): string {
    return path === "" ? this.#options.top : `${this.#options.top}/${path}`;
  }

  /** @returns what is in the directory; nothing where it is gone */
  #watch(path: string) {
    const { inotify, maxDirectories, isNeeded } = this.#options;
    if (this.#byPath.size >= maxDirectories) throw new NotWatchable("there are too many directories");
    // Watch before reading: changes in between are then reported, too.
    const watch = inotify.add(this.#full(path));
    if (watch === "full") throw new NotWatchable("the user has no more watches");
    if (watch === null) {
      // One that may not be read: git lists nothing of it either.
      if (isNeeded(path) && this.#isDirectory(path)) throw new NotWatchable(`${path} may not be read`);
      return [];
    }
    // It was moved here, and is found under its former path, which a later event names.
    const former = this.#byWatch.get(watch);
    if (former !== undefined) this.#forget(former);
    const one: Watched = { path, watch, children: new Set(), isRepository: false };
    this.#byWatch.set(watch, one);
    this.#byPath.set(path, one);
    if (path !== "") this.#byPath.get(parentOf(path))?.children.add(one);
    return this.#entries(path);
  }

  #entries(path: string) {
    try {
      return readdirSync(this.#full(path), { withFileTypes: true });
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      // It went away meanwhile: an event reports that.
      return [];
    }
  }

  /** Ends the watches of a directory and of all in it. */
  #drop(path: string): void {
    const one = this.#byPath.get(path);
    if (one === undefined) return;
    if (path !== "") this.#byPath.get(parentOf(path))?.children.delete(one);
    const waiting = [one];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      waiting.push(...at.children);
      if (this.#byWatch.get(at.watch) === at) this.#options.inotify.remove(at.watch);
      this.#forget(at);
    }
  }

  #forget(one: Watched): void {
    if (this.#byWatch.get(one.watch) === one) this.#byWatch.delete(one.watch);
    if (this.#byPath.get(one.path) === one) this.#byPath.delete(one.path);
  }

  [Symbol.dispose](): void {
    this.#options.inotify.close();
  }
}

export const inside = (directory: string, name: string): string => (directory === "" ? name : `${directory}/${name}`);

export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
