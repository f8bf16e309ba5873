/** A git repository of many small files, and changes in it. */
import { copyFileSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runToEnd } from "../harness/run-program.ts";
import { randomFrom } from "../stats/estimate.ts";

const FILES_IN_DIRECTORY = 50;
/** Bytes of a file: from this to twice as many and more. */
const LEAST_BYTES = 2000;
const MORE_BYTES = 4000;
/** Changed files of one call. */
const CHANGED = 4;

/** Settings without which git would ask who commits, or start work in the background. */
export const GIT_ENV = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "bench",
  GIT_AUTHOR_EMAIL: "bench@example.com",
  GIT_COMMITTER_NAME: "bench",
  GIT_COMMITTER_EMAIL: "bench@example.com",
} as const;

/** Lines of words and numbers: they pack about as well as source text does. */
function text(random: () => number, bytes: number): string {
  let made = "";
  while (made.length < bytes) {
    const number = Math.floor(random() * 1e9);
    made += `export const value_${number.toString(36)} = compute(${number}, "${(number * 7).toString(36)}");\n`;
  }
  return made;
}

/** A repository as small as one can be: what a hook call reads of its project's git is there. */
export function smallRepository(top: string): void {
  const named = Bun.spawnSync(["git", "init", "-q", "-b", "main", top]);
  const committed = Bun.spawnSync(["git", "-C", top, "commit", "-q", "--allow-empty", "-m", "bench"], {
    env: { ...process.env, ...GIT_ENV },
  });
  if (named.exitCode !== 0 || committed.exitCode !== 0) throw new Error("no repository can be made");
}

/** A committed repository of a number of files. */
export class Repository {
  readonly top: string;
  readonly #files: number;
  readonly #random = randomFrom(7);
  #turn = 0;

  private constructor(top: string, files: number) {
    this.top = top;
    this.#files = files;
  }

  static async make(top: string, files: number, signal: AbortSignal): Promise<Repository> {
    const made = new Repository(top, files);
    for (let n = 0; n < files; n += FILES_IN_DIRECTORY) {
      mkdirSync(join(top, made.#pathOf(n), ".."), { recursive: true });
      for (let at = n; at < Math.min(files, n + FILES_IN_DIRECTORY); at += 1) made.#write(made.#pathOf(at));
    }
    const git = (...args: string[]) =>
      runToEnd(["git", "-c", "gc.auto=0", "-c", "core.looseCompression=1", ...args], {
        signal,
        cwd: top,
        env: GIT_ENV,
      });
    await git("init", "-q");
    await git("add", "-A");
    await git("commit", "-qm", "bench");
    // git trusts the times of files that are older than its index alone.
    await Bun.sleep(20);
    await git("update-index", "-q", "--refresh");
    return made;
  }

  #pathOf(n: number): string {
    const directory = Math.floor(n / FILES_IN_DIRECTORY);
    return `src/${directory % 97}/${directory}/file-${n}.ts`;
  }

  #write(path: string): number {
    const bytes = LEAST_BYTES + Math.floor(this.#random() * MORE_BYTES);
    writeFileSync(join(this.top, path), text(this.#random, bytes));
    return statSync(join(this.top, path)).size;
  }

  /** Does what a call does: changes three files and makes one. @returns the bytes of all four */
  change(): number {
    this.#turn += 1;
    const paths = Array.from({ length: CHANGED - 1 }, () => this.#pathOf(Math.floor(this.#random() * this.#files)));
    return [...new Set([...paths, `src/new-${this.#turn}.ts`])].reduce((sum, path) => sum + this.#write(path), 0);
  }
}

/** git in a repository of its own beside the user's, as others take snapshots; and git's own way to save a worktree. */
export function gitIn(top: string, directory: string, signal: AbortSignal) {
  const own = { ...GIT_ENV, GIT_DIR: join(directory, "own.git"), GIT_WORK_TREE: top };
  const run = async (env: Readonly<Record<string, string>>, ...args: string[]): Promise<number> =>
    (await runToEnd(["git", "-c", "gc.auto=0", ...args], { signal, cwd: top, env })).wallMs;
  // The user's index stays as it is, so that each finds the same.
  const stashed = { ...GIT_ENV, GIT_INDEX_FILE: join(directory, "index") };
  return {
    begin: async (): Promise<void> => {
      copyFileSync(join(top, ".git/index"), stashed.GIT_INDEX_FILE);
      await run(own, "init", "-q");
    },
    add: async (): Promise<number> => (await run(own, "add", "-A")) + (await run(own, "write-tree")),
    stash: () => run(stashed, "stash", "create"),
  };
}
