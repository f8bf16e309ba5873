import { statSync } from "node:fs";
import { join } from "node:path";
import { sigOf } from "../files.ts";
import { IgnoreRules } from "./ignore-rules.ts";
import { type GitWorktree, MAX_GIT_BYTES, openView } from "./git-look.ts";

const TIMEOUT_MS = 60_000;
const MAX_REMEMBERED = 100_000;

/**
 * Which paths git ignores. Most are judged by the ignore files alone. git is asked once for each other path, as long as
 * nothing changes the answer.
 */
export class IgnoredPaths {
  readonly #worktree: GitWorktree;
  readonly #known = new Map<string, boolean>();
  #rules: IgnoreRules | null = null;
  #flags: readonly string[] = [];

  constructor(worktree: GitWorktree) {
    this.#worktree = worktree;
  }

  /** Those of some paths that are not ignored. None may lie beyond a link. */
  async visible(paths: readonly string[]): Promise<readonly string[]> {
    const answers = paths.map((path) => this.#rules?.isIgnored(path) ?? this.#known.get(path));
    const asked = paths.filter((_, n) => answers[n] === undefined);
    if (asked.length === 0) return paths.filter((_, n) => answers[n] === false);
    if (this.#known.size + asked.length > MAX_REMEMBERED) this.#known.clear();
    const ignored = await this.#ignoredAmong(asked);
    for (const path of asked) this.#known.set(path, ignored.has(path));
    return paths.filter((path, n) => !(answers[n] ?? ignored.has(path)));
  }

  /** @param flags see GitView; those of before where there are none */
  forget(flags: readonly string[] = this.#flags): void {
    this.#known.clear();
    this.#flags = flags;
    const outer = [join(this.#worktree.git.tree.commonDirectory, "info/exclude"), usersFileIn(flags)];
    // Without the user's file nothing was asked yet. git compares names without their case where it says so.
    const isUsable = outer.every((path) => path?.startsWith("/")) && !flags.includes("core.ignorecase=true");
    this.#rules = isUsable ? new IgnoreRules(this.#worktree.top, outer as string[]) : null;
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
 * Distinguishes the states of the ignore rules outside of the tree.
 * @param flags see GitView
 */
export function outerRules({ git: { tree } }: GitWorktree, flags: readonly string[]): string {
  const own = ["info/exclude", "info/attributes"].map((name) => join(tree.commonDirectory, name));
  const files = [...own, usersFileIn(flags)];
  return [...flags, ...files.map((path) => (path === undefined ? "" : versionOf(path)))].join("\n");
}

/** The user's own ignore file. */
const usersFileIn = (flags: readonly string[]): string | undefined =>
  flags.find((flag) => flag.startsWith("core.excludesFile="))?.slice("core.excludesFile=".length);

function versionOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "none" : sigOf(stat);
}
