import { lstatSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Config } from "../../base/config/config.ts";
import { errorCode } from "../../base/errors.ts";
import { readConfigFiles, userConfigPath } from "../../origin/config-files.ts";
import { CLOCK_STEP_MS, sigOf } from "../files.ts";
import { findWorktree, type FoundWorktree, type Worktree } from "../worktree.ts";

/** Working directories whose worktrees are kept: each has its own copy of git's settings. */
const MAX_KEPT = 100;

/** Stays the same as long as nothing has changed; null where something may change again without a trace. */
type Mark = string | null;

interface Kept<T> {
  readonly value: T;
  readonly mark: Mark;
}

/**
 * The settings and worktrees of a project, as they were found last. To find them takes a hundred system calls, and a
 * snapshot after a call needs both. Each is found anew where a file or directory that decides has changed.
 */
export class KeptPlaces {
  readonly #root: string;
  #settings: Kept<Config> | null = null;
  readonly #worktrees = new Map<string, Kept<Worktree>>();

  /** @param root the state directory of the project */
  constructor(root: string) {
    this.#root = root;
  }

  /** They are read anew where their files have changed. */
  settings(): Config {
    return this.#keptSettings().value;
  }

  #keptSettings(): Kept<Config> {
    const mark = this.#settingsMark();
    if (mark !== null && mark === this.#settings?.mark) return this.#settings;
    const { config, warnings } = readConfigFiles(this.#root);
    // A file that could not be read may be readable the next time, and be the same.
    this.#settings = { value: config, mark: warnings.length === 0 ? mark : null };
    return this.#settings;
  }

  #settingsMark(): Mark {
    // Another one once it lies in a repository: see {@link userConfigPath}.
    const own = userConfigPath(process.env, this.#root);
    return markOf(
      own,
      own === null ? null : settledSig(own, statSync),
      settledSig(`${this.#root}/config.json`, lstatSync),
    );
  }

  /** See {@link findWorktree}. The settings that count are those of the last {@link settings}. */
  worktree(cwd: string): FoundWorktree {
    const known = this.#worktrees.get(cwd);
    if (known !== undefined && known.mark === this.#worktreeMark(cwd, known.value)) return known.value;
    this.#worktrees.delete(cwd);
    const found = findWorktree(this.#root, cwd);
    const mark = "refused" in found ? null : this.#worktreeMark(cwd, found);
    if (mark === null) return found;
    // Once more, since a change after the first look would be taken for what was seen.
    const again = findWorktree(this.#root, cwd);
    if (this.#worktrees.size === MAX_KEPT) this.#worktrees.clear();
    if (!("refused" in again)) this.#worktrees.set(cwd, { value: again, mark });
    return again;
  }

  /** Null for a worktree that more decides on: one without git, and one whose `.git` is a file or a link. */
  #worktreeMark(cwd: string, { top, git }: Worktree): Mark {
    if (git === null || git.tree.gitDirectory !== `${top}/.git` || git.tree.commonDirectory !== `${top}/.git`)
      return null;
    try {
      const real = realpathSync(cwd);
      const directories = [real];
      for (let at = real; at !== top && at !== "/"; at = dirname(at)) directories.push(dirname(at));
      const own = lstatSync(top);
      return markOf(
        real,
        (this.#settings ?? this.#keptSettings()).mark,
        `${own.dev}:${own.ino}:${own.uid}`,
        // Whatever git renames in it changes its time.
        ...directories.map((directory) => settledSig(`${directory}/.git`, lstatSync)),
        settledSig(`${top}/.git/config`, lstatSync),
        settledSig(`${top}/.git/HEAD`, lstatSync),
      );
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return null;
    }
  }
}

const markOf = (...parts: readonly Mark[]): Mark => (parts.includes(null) ? null : parts.join("\n"));

type Look = (path: string, options: { throwIfNoEntry: false }) => Stats | undefined;

/** The signature of a file that has not changed for a while, so that a later change gives another one. */
function settledSig(path: string, look: Look): Mark {
  try {
    const stat = look(path, { throwIfNoEntry: false });
    if (stat === undefined) return "none";
    // What a link leads to may change without it.
    const isOpen = stat.isSymbolicLink() || Date.now() - Math.max(stat.mtimeMs, stat.ctimeMs) < CLOCK_STEP_MS;
    return isOpen ? null : sigOf(stat);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}
