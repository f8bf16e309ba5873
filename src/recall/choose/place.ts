import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { lstatIfAny } from "../../base/files/lstat-if-any.ts";
import { type GitTree, treeAt } from "../../git/git-tree.ts";

/** The worktree and directory that a session belongs to. */
export interface Place {
  readonly worktree: string | null;
  readonly directory: string | null;
}

/** Compares the places of sessions with one, by real paths. Each path is resolved once. */
export class Places {
  readonly #own: Place;
  readonly #project: string;
  #repository: string | null | undefined;
  readonly #real = new Map<string, string>();
  readonly #common = new Map<string, string | null>();

  /**
   * @param directory the project's directory of the asking session
   * @param project the directory that holds the state directory
   */
  constructor(directory: string, project: string) {
    this.#own = { directory: this.#realOf(directory), worktree: treeAt(directory)?.worktree ?? null };
    this.#project = this.#realOf(project);
  }

  /** True if a session belongs here: to the same git tree, or without a tree to the same project. */
  isHere({ worktree, directory }: Place): boolean {
    if (worktree !== null && this.#own.worktree !== null) return this.#realOf(worktree) === this.#own.worktree;
    if (directory === null || this.#own.directory === null) return false;
    const real = this.#realOf(directory);
    if (real === this.#own.directory) return true;
    // One of the two has a git tree: a session from before `git init` belongs to the new tree.
    if (!this.#isInProject(real) || !this.#isInProject(this.#own.directory)) return false;
    return this.#own.worktree === null || isInside(real, this.#own.worktree);
  }

  /** How far a session is from here: 0 in this package or, at the top of the tree, in any; 1 in this tree; 2 elsewhere. */
  distanceOf(place: Place): number {
    if (!this.isHere(place)) return 2;
    const { directory: own, worktree } = this.#own;
    const directory = place.directory === null ? null : this.#realOf(place.directory);
    if (own === null || own === worktree || directory === null) return 0;
    return directory !== worktree && isInside(own, directory) ? 0 : 1;
  }

  /** True if a session is of this project: it is here, in the directory that holds the state, or in a worktree of the repository. */
  isOfProject(place: Place): boolean {
    const directory = place.worktree ?? place.directory;
    if (this.isHere(place)) return true;
    return directory !== null && (this.#isInProject(this.#realOf(directory)) || this.#isOfRepository(directory));
  }

  #isOfRepository(directory: string): boolean {
    if (this.#own.worktree === null) return false;
    this.#repository ??= this.#commonOf(this.#own.worktree);
    return this.#repository !== null && this.#commonOf(directory) === this.#repository;
  }

  /** The directory that all worktrees of a repository share; null without git. */
  #commonOf(directory: string): string | null {
    let common = this.#common.get(directory);
    if (common === undefined) {
      const tree = treeAt(directory);
      common = tree === null ? null : commonIn(tree);
      this.#common.set(directory, common);
    }
    return common;
  }

  /** True if the state of a directory has sessions of this tree's neighbours too, since it lies above. */
  isShared(directory: string): boolean {
    return this.#own.worktree !== null && !isInside(this.#realOf(directory), this.#own.worktree);
  }

  #isInProject(real: string): boolean {
    return isInside(real, this.#project);
  }

  #realOf(path: string): string {
    const known = this.#real.get(path);
    if (known !== undefined) return known;
    const real = realOf(path);
    this.#real.set(path, real);
    return real;
  }
}

/** Any directory may come with a `.git` that names a repository: of a worktree the repository's `worktrees/` has a part. */
function commonIn({ worktree, gitDirectory, commonDirectory }: GitTree): string {
  const isLinked = dirname(gitDirectory) === join(commonDirectory, "worktrees");
  return isLinked && lstatIfAny(join(worktree, ".git"))?.isFile() === true ? commonDirectory : gitDirectory;
}

const isInside = (path: string, directory: string): boolean => path === directory || path.startsWith(`${directory}/`);

/**
 * A path without links and without a slash at its end. For a missing path the nearest existing directory above is
 * resolved.
 */
function realOf(path: string): string {
  const plain = path.replace(/(?<=.)\/+$/, "");
  try {
    return realpathSync(plain);
  } catch {
    const end = plain.lastIndexOf("/");
    if (end <= 0) return plain;
    const above = realOf(plain.slice(0, end));
    return `${above === "/" ? "" : above}${plain.slice(end)}`;
  }
}
