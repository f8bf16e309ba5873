import { statSync } from "node:fs";
import { join } from "node:path";
import { sigOf } from "../files.ts";
import { type GitWorktree, MAX_GIT_BYTES, openView } from "./git-look.ts";

const TIMEOUT_MS = 60_000;
const MAX_REMEMBERED = 100_000;

/** Which paths git ignores. It is asked once for each path, as long as nothing changes the answer. */
export class IgnoredPaths {
  readonly #worktree: GitWorktree;
  readonly #known = new Map<string, boolean>();

  constructor(worktree: GitWorktree) {
    this.#worktree = worktree;
  }

  /** Those of some paths that are not ignored. None may lie beyond a link. */
  async visible(paths: readonly string[]): Promise<readonly string[]> {
    const asked = paths.filter((path) => !this.#known.has(path));
    if (asked.length > 0) {
      if (this.#known.size + asked.length > MAX_REMEMBERED) this.forget();
      const ignored = await this.#ignoredAmong(asked);
      for (const path of asked) this.#known.set(path, ignored.has(path));
    }
    return paths.filter((path) => this.#known.get(path) !== true);
  }

  forget(): void {
    this.#known.clear();
  }

  async #ignoredAmong(paths: readonly string[]): Promise<Set<string>> {
    using view = openView(this.#worktree);
    // Without the index git reads no more than ignore files.
    const args = ["check-ignore", "--no-index", "-z", "--stdin"];
    // A name may begin like one of git's patterns for paths.
    const stdin = paths.map((path) => `./${path}\0`).join("");
    const { output } = await view.run(args, performance.now() + TIMEOUT_MS, stdin, MAX_GIT_BYTES, [0, 1]);
    return new Set(output.split("\0").map((path) => path.slice("./".length)));
  }
}

/**
 * Tells one state of the ignore rules outside of the tree from each other.
 * @param flags see GitView
 */
export function outerRules({ git: { tree } }: GitWorktree, flags: readonly string[]): string {
  const users = flags.find((flag) => flag.startsWith("core.excludesFile="))?.slice("core.excludesFile=".length);
  const files = [join(tree.commonDirectory, "info/exclude"), join(tree.commonDirectory, "info/attributes"), users];
  return [...flags, ...files.map((path) => (path === undefined ? "" : versionOf(path)))].join("\n");
}

function versionOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "none" : sigOf(stat);
}
