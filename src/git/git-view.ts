import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { errorCode } from "../base/errors.ts";
import { comparingFlags, gitSetting } from "./git-settings.ts";
import { type GitTree, readGitFile } from "./git-tree.ts";
import { homeOf, ownDirectory } from "../origin/own-directory.ts";
import { programPath, safePath } from "../platform/programs.ts";
import { type Ended, runWithin } from "../platform/process/run-within.ts";

/** Limit for git's output, mostly file names. */
const MAX_OUTPUT_BYTES = 4 * 1024 ** 2;
/** The user's own settings that count, except how files compare. */
const USERS = ["config", "--null", "--get-regexp", "^core[.]"];

/**
 * hive's own git directory, through which git reads a tree. It has the tree's index and objects, but not its
 * configuration, hooks and references. Git therefore knows no program that a repository's settings and attributes name.
 */
export class GitView implements Disposable {
  readonly #directory: string;
  readonly #git: string;
  readonly #tree: GitTree;
  readonly #flags: readonly string[];
  readonly #env: Readonly<Record<string, string>>;
  #users: Promise<readonly string[]> | undefined;

  /**
   * @param head the commit that the tree stands at
   * @param config the text of the repository's configuration
   * @param project in which git is not looked for
   * @throws without git, or without space for the directory
   */
  constructor(tree: GitTree, head: string | null, config: string, project: string) {
    const git = programPath("git", process.env, project);
    if (git === null) throw new Error("there is no git on the PATH");
    this.#git = git;
    this.#directory = mkdtempSync(join(tmpdir(), "hive-git-"));
    this.#tree = tree;
    this.#flags = comparingFlags(config);
    this.#env = {
      PATH: safePath(process.env, project),
      LC_ALL: "C",
      // @mutant git is shown a directory of hive's own in the place of .git
      GIT_DIR: this.#directory,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_NO_REPLACE_OBJECTS: "1",
      GIT_NO_LAZY_FETCH: "1",
      GIT_TERMINAL_PROMPT: "0",
      GIT_ALLOW_PROTOCOL: "none",
      // A trace would be written wherever a configuration says.
      GIT_TRACE2: "0",
      GIT_TRACE2_EVENT: "0",
      GIT_TRACE2_PERF: "0",
    };
    try {
      this.#fill(head, gitSetting(config, "extensions.objectformat"));
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  #fill(head: string | null, format: string | undefined): void {
    const { gitDirectory, commonDirectory } = this.#tree;
    const own = (name: string): string => join(this.#directory, name);
    mkdirSync(own("refs"));
    mkdirSync(own("info"));
    writeFileSync(own("HEAD"), `${head ?? "ref: refs/heads/none"}\n`);
    const isSha256 = format?.toLowerCase() === "sha256";
    const extensions = isSha256 ? "[extensions]\n\tobjectFormat = sha256\n" : "";
    writeFileSync(
      own("config"),
      `[core]\n\trepositoryformatversion = ${isSha256 ? 1 : 0}\n\tbare = false\n${extensions}`,
    );
    for (const name of ["info/exclude", "info/attributes"]) {
      const text = readGitFile(join(commonDirectory, name));
      if (text !== undefined) writeFileSync(own(name), text);
    }
    // The rest of an index that is split.
    for (const name of readdirSync(gitDirectory).filter((found) => /^sharedindex\.[0-9a-f]+$/.test(found))) {
      symlinkSync(join(gitDirectory, name), own(name));
    }
  }

  /**
   * Runs git in the tree, with the user's own settings of how files compare.
   * @param maxBytes limit for what it prints. @default 4 MiB
   * @param expected exit codes that are no failure. @default [0]
   */
  async run(
    args: readonly string[],
    deadlineMs: number,
    stdin = "",
    maxBytes: number = MAX_OUTPUT_BYTES,
    expected: readonly number[] = [0],
  ): Promise<Ended> {
    const { worktree, gitDirectory, commonDirectory } = this.#tree;
    return await this.#start(
      [...(await this.flags(deadlineMs)), ...args],
      { deadlineMs, stdin, maxBytes, expected },
      {
        // Uses no settings of the user: a filter among them would run on files that the repository chooses.
        // @mutant git knows no filter of the user's while it looks at a repository
        HOME: this.#directory,
        XDG_CONFIG_HOME: this.#directory,
        GIT_WORK_TREE: worktree,
        GIT_INDEX_FILE: join(gitDirectory, "index"),
        GIT_OBJECT_DIRECTORY: join(commonDirectory, "objects"),
      },
    );
  }

  /**
   * The settings that git gets as flags. The user's decide how files compare and what is ignored; the repository's come
   * after them.
   */
  async flags(deadlineMs: number): Promise<readonly string[]> {
    this.#users ??= this.#usersFlags(deadlineMs);
    return [...(await this.#users), ...this.#flags];
  }

  #start(
    args: readonly string[],
    limits: {
      readonly deadlineMs: number;
      readonly stdin: string;
      readonly maxBytes: number;
      readonly expected: readonly number[];
    },
    env: Readonly<Record<string, string>>,
  ) {
    return runWithin([this.#git, ...args], {
      cwd: this.#tree.worktree,
      env: { ...this.#env, ...env },
      ...limits,
    });
  }

  /** The user's settings for all repositories: ignored files, and how files compare. */
  async #usersFlags(deadlineMs: number): Promise<string[]> {
    // A project's settings for them do not count.
    const state = join(this.#tree.worktree, ".hive-mind");
    const home = homeOf(process.env, state);
    const xdg = dirname(ownDirectory("config", process.env, state) ?? join(home, ".config/hive"));
    const { GIT_CONFIG_NOSYSTEM: _, ...env } = this.#env;
    const { output } = await runWithin([this.#git, ...USERS], {
      cwd: "/",
      env: { ...env, HOME: home, XDG_CONFIG_HOME: xdg },
      stdin: "",
      deadlineMs,
      maxBytes: MAX_OUTPUT_BYTES,
      // 1: there are none.
      expected: [0, 1],
    });
    const settings = new Map(output.split("\0").map((record) => pairOf(record)));
    const ignored = settings.get("core.excludesfile")?.replace(/^~(?=\/)/, home) ?? join(xdg, "git/ignore");
    const config = [...settings].map(([key, value]) => `${key.slice("core.".length)} = ${value}`).join("\n");
    return ["-c", `core.excludesFile=${ignored}`, ...comparingFlags(`[core]\n${config}`)];
  }

  [Symbol.dispose](): void {
    try {
      rmSync(this.#directory, { recursive: true, force: true });
    } catch (error) {
      // The system clears its temporary directory; one that has become read-only is no reason to lose the state.
      if (errorCode(error) === undefined) throw error;
    }
  }
}

/** A record of `git config --null`: the key, and after a line's end its value. */
function pairOf(record: string): readonly [string, string] {
  const end = record.indexOf("\n");
  return end < 0 ? [record, "true"] : [record.slice(0, end), record.slice(end + 1).split("\n")[0]!];
}
