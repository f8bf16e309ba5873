import type { Memory } from "./look.ts";
import type { Scan } from "./scan.ts";
import { parentOf } from "./watched-tree.ts";

/** Files with several names are looked at each time. With more of them, as in a copy made of links, all are. */
const MAX_LINKED = 1000;

/** What the last look at all files has found. */
export interface KnownPaths {
  /** Whether the base commit, git's index or a snapshot has a path. Such a path counts whatever git ignores. */
  readonly has: (path: string) => boolean;
  /** The directories that hold such paths. One may come several times. */
  readonly directories: () => Iterable<string>;
  /** Such paths below a directory. */
  readonly within: (directory: string) => Iterable<string>;
  /** The same object as long as git's index is the same. */
  readonly version: unknown;
  /** Directories in which git does not look, since it has found repositories there. */
  readonly repositories: ReadonlySet<string>;
  /** Directories that git's index knows as repositories. */
  readonly submodules: ReadonlySet<string>;
  /** The settings that git is given. */
  readonly flags: readonly string[];
}

export function knownPaths({
  base,
  look,
  linked,
  overlay,
}: Pick<Scan, "base" | "look" | "linked"> & Pick<Memory, "overlay">): KnownPaths | null {
  if (linked.size > MAX_LINKED) return null;
  return {
    has: (path) => overlay.has(path) || base.knows(path),
    *directories() {
      yield* base.directories();
      for (const path of overlay.keys()) yield parentOf(path);
    },
    *within(directory) {
      yield* base.within(directory);
      for (const path of overlay.keys()) if (path.startsWith(`${directory}/`)) yield path;
    },
    version: look?.staged ?? null,
    repositories: look?.repositories ?? new Set(),
    submodules: look?.submodules ?? new Set(),
    flags: look?.flags ?? [],
  };
}
