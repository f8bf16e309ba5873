/** The two trees that are compared: a revision, and the working tree, as copies beside each other. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { HiveError } from "../../../src/base/errors.ts";
import { TOP } from "../../harness/rig.ts";
import { copyTree } from "./copy-tree.ts";

/** The names have the same length, since the length of a path affects a program's start. */
export const SIDES = ["base", "head"] as const;
export type Side = (typeof SIDES)[number];

export interface Tree {
  readonly side: Side;
  /** The top of the copy. */
  readonly path: string;
}

export interface Trees extends Disposable {
  readonly base: Tree;
  readonly head: Tree;
  /** The full name of the revision; null for the working tree itself. */
  readonly commit: string | null;
}

export interface TreesOptions {
  /** The directory in which both are made: programs are run from there, so not one that forbids it. */
  readonly parent: string;
  readonly signal: AbortSignal;
  /** Changes one of the copies before anything is built, to test the gate. @default nothing */
  readonly change?: { readonly side: Side; readonly apply: (tree: string) => void };
}

/**
 * Makes both trees, with the packages that each one's lockfile names, and compiles the hook of each.
 * @param revision as git names one: `origin/main`, `HEAD~1`, a hash; null makes the base of the working tree as well
 * @throws HIVE_INVALID_OPTION when there is no such revision, HIVE_BENCH_FAILED when a tree cannot be made
 */
export async function makeTrees(revision: string | null, { parent, signal, change }: TreesOptions): Promise<Trees> {
  const commit = revision === null ? null : commitOf(revision);
  const directory = mkdtempSync(join(parent, `hive-gate-${process.pid}-`));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  const onExit = (): void => remove();
  process.on("exit", onExit);
  try {
    const [base, head] = SIDES.map((side): Tree => ({ side, path: join(directory, side) })) as [Tree, Tree];
    for (const { path } of [base, head]) mkdirSync(path);
    if (commit === null) copyTree(TOP, base.path);
    else
      await run(
        ["sh", "-c", 'git -c "safe.directory=*" archive "$1" | tar -x -C "$2"', "sh", commit, base.path],
        TOP,
        signal,
      );
    copyTree(TOP, head.path);
    change?.apply({ base, head }[change.side].path);
    for (const { side, path } of [base, head]) {
      await addPackages(path, signal);
      const built = run([process.execPath, "scripts/build-hook.ts"], path, signal);
      // A revision may know no such script: the figures of its hook are left out.
      await (side === "head" ? built : built.catch(() => signal.throwIfAborted()));
    }
    const dispose = (): void => {
      process.off("exit", onExit);
      remove();
    };
    return { base, head, commit, [Symbol.dispose]: dispose };
  } catch (error) {
    process.off("exit", onExit);
    remove();
    throw error;
  }
}

function commitOf(revision: string): string {
  const name = [
    "git",
    "-c",
    "safe.directory=*",
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${revision}^{commit}`,
  ];
  const { stdout, exitCode } = Bun.spawnSync(name, { cwd: TOP });
  if (exitCode === 0) return stdout.toString().trim();
  throw new HiveError("HIVE_INVALID_OPTION", `--against: git knows no revision ${JSON.stringify(revision)}`, {
    hint: "in a shallow clone: git fetch --depth=1 origin main, then --against FETCH_HEAD",
  });
}

const lockOf = (top: string): string => readFileSync(join(top, "bun.lock"), "utf8");

/** The packages of this checkout where the lockfiles are equal; else those that the tree's own names. */
async function addPackages(path: string, signal: AbortSignal): Promise<void> {
  if (lockOf(path) === lockOf(TOP)) symlinkSync(join(TOP, "node_modules"), join(path, "node_modules"));
  else await run([process.execPath, "install", "--frozen-lockfile", "--ignore-scripts"], path, signal);
}

async function run(command: readonly string[], cwd: string, signal: AbortSignal): Promise<void> {
  const child = Bun.spawn([...command], { cwd, stdout: "ignore", stderr: "pipe", signal });
  const said = await new Response(child.stderr).text();
  signal.throwIfAborted();
  if ((await child.exited) === 0) return;
  throw new HiveError("HIVE_BENCH_FAILED", `${command.join(" ")} failed in ${cwd}: ${said.trim().split("\n").at(-1)}`);
}
