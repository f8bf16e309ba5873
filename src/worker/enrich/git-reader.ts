import { realpathSync } from "node:fs";
import type { Clock } from "../../base/clock.ts";
import { Exclusion } from "../../base/exclude/exclusion.ts";
import { realPathOf } from "../../base/files/real-path.ts";
import { errorMessage } from "../../base/errors.ts";
import { findGitTree } from "../../git/git-tree.ts";
import type { Fact, Observation } from "../../model/observation.ts";
import { projectDirectory, readConfigFiles } from "../../origin/config-files.ts";
import { homeOf } from "../../origin/own-directory.ts";
import type { Claim } from "../../queue/claims/claim.ts";
import type { StorePort } from "../../store/port.ts";
import { readGitState } from "./git.ts";
import type { Log } from "../../supervisor/log.ts";
import { endRunning } from "../../platform/process/run-within.ts";

/** How long an ending worker waits for git's result, and then for git to exit. */
const FINISH_MS = 500;

/** A checkpoint whose git tree is to be looked at. */
interface Wanted {
  readonly entryId: string;
  /** When the checkpoint was taken. */
  readonly atMs: number;
  readonly cwd: string;
  /** Whether the hook itself read branch and commit from git's files. */
  readonly isPlaceKnown: boolean;
}

/**
 * Adds the changed files of the git tree to a checkpoint, after its commit. Git is too slow for hook and queue. The
 * result carries the time of the look.
 */
export class GitReader {
  readonly #root: string;
  readonly #store: StorePort;
  readonly #log: Log;
  readonly #clock: Clock;
  /** By session, the latest of several checkpoints. Git's present state says nothing of the earlier ones. */
  readonly #wanted = new Map<string, Wanted>();
  #running: Promise<void> | undefined;

  constructor(root: string, store: StorePort, log: Log, clock: Clock) {
    this.#root = root;
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
  }

  /** Notes an applied entry: a checkpoint that names its working directory is to be completed. */
  note({ id, entry: { operation, payload, sql } }: Claim): void {
    // For an entry with raw SQL only the SQL counts: the shell system uses the same operation names.
    if (sql !== undefined) return;
    const { sessionId, atMs, facts, checkpoint } = payload as Observation;
    if (operation !== "update_checkpoint" && (operation !== "observe" || checkpoint === undefined)) return;
    const session = facts.find(({ kind }) => kind === "session");
    const cwd = session?.data["cwd"];
    // A subagent may work in a tree of its own, which is not the session's.
    if (typeof cwd !== "string" || session?.agentId !== undefined) return;
    const isPlaceKnown = facts.some(({ kind }) => kind === "git");
    this.#wanted.set(sessionId, { entryId: id, atMs, cwd, isPlaceKnown });
  }

  /** Runs git for the noted checkpoints once no entry waits, since each result needs the store. */
  start(): void {
    if (this.#wanted.size > 0) this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    for (const [sessionId, wanted] of this.#wanted) {
      this.#wanted.delete(sessionId);
      const fact = await this.#look(wanted);
      try {
        await this.#store.addLate(wanted.entryId, sessionId, fact, this.#clock.nowMs());
      } catch (error) {
        // The checkpoint is valid without it, and the next one tries again.
        this.#log.write("debug", "the state of the git tree was not saved", { error: errorMessage(error) });
      }
    }
    this.#running = undefined;
  }

  /** A field of the checkpoint's own time, beside the hook's reading. */
  async #look({ cwd, atMs, isPlaceKnown }: Wanted): Promise<Fact> {
    const { branch, head, dirty, unknown } = await readGitState(this.#root, cwd);
    const place = isPlaceKnown
      ? {}
      : { ...(branch === undefined ? {} : { branch }), ...(head === undefined ? {} : { head }) };
    const shown =
      dirty === undefined ? { unknown } : { ...dirty, files: withoutExcluded(this.#root, cwd, dirty.files) };
    const seen = { ...shown, atMs: Math.floor(this.#clock.nowMs()) };
    return { kind: "git", key: "", atMs, data: { ...place, dirty: seen } };
  }

  /** Waits up to 500 ms for running and pending looks, then ends them. */
  async finish(): Promise<void> {
    this.start();
    if (this.#running === undefined) return;
    await within(FINISH_MS, this.#running);
    this.#wanted.clear();
    // @mutant a git that still runs ends with the worker
    endRunning();
    // Wait for git to exit, so that nothing of it is left. A process that hangs in the kernel is given up.
    if (this.#running !== undefined) await within(FINISH_MS, this.#running);
  }
}

/** Uses the current settings: a user's new exclusion takes effect at once. */
function withoutExcluded(root: string, cwd: string, files: readonly string[]): readonly string[] {
  const { exclude: globs } = readConfigFiles(root).config;
  if (globs.length === 0) return files;
  // git names them from the top of its tree, which may be a linked worktree.
  const top = findGitTree(realpathSync(cwd))?.worktree ?? cwd;
  const home = homeOf(process.env, root);
  const exclusion = new Exclusion({ globs, projects: [projectDirectory(root), top], home, real: realPathOf });
  // @mutant a dirty file that is excluded is not named
  return files.filter((file) => !exclusion.covers(file, top));
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
