import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../../src/base/clock.ts";
import type { Trigger } from "../../../src/snapshots/keep/catalogue-rows.ts";
import { ProjectSnapshots } from "../../../src/snapshots/project-snapshots.ts";
import { Tracker } from "../../../src/snapshots/tracker.ts";
import { Undo, type Undone, type UndoOptions } from "../../../src/snapshots/undo/undo.ts";
import { findWorktree, type Worktree } from "../../../src/snapshots/worktree.ts";
import { type TempDir, tempDir } from "../temp-dir.ts";
import { git } from "../git.ts";

/** A project whose snapshots a test takes itself. */
export class Project implements Disposable {
  readonly #directory: TempDir;
  readonly top: string;
  readonly root: string;
  worktree: Worktree;
  readonly snapshots: ProjectSnapshots;
  tracker: Tracker;

  constructor(isGit = true) {
    this.#directory = tempDir();
    this.top = this.#directory.path;
    this.root = this.#directory.root;
    if (isGit) {
      git(this.top, "init", "-q");
      git(this.top, "commit", "-qm", "none", "--allow-empty");
    }
    mkdirSync(this.root);
    this.worktree = this.#found();
    this.snapshots = ProjectSnapshots.open(this.root)!;
    this.tracker = this.newTracker();
  }

  path(name: string): string {
    return join(this.top, name);
  }

  #found(): Worktree {
    const found = findWorktree(this.root, this.top);
    if ("refused" in found) throw new Error(found.refused);
    return found;
  }

  /** As a process has it that starts now. */
  newTracker(): Tracker {
    this.worktree = this.#found();
    return new Tracker(this.worktree, this.snapshots.catalogue, this.snapshots.objects);
  }

  take(trigger: Trigger = "call", more: Partial<Parameters<Tracker["take"]>[0]> = {}) {
    const sessionId = more.sessionId ?? "s1";
    const calls = trigger === "call" ? [{ key: "toolu_1:x", tool: "Bash", sessionId }] : [];
    return this.tracker.take({ sessionId, trigger, calls, nowMs: systemClock.nowMs(), paths: null, ...more });
  }

  work(scope: UndoOptions["scope"], more: Partial<UndoOptions> = {}): Undo {
    return new Undo(this.snapshots, this.worktree, { scope, nowMs: () => systemClock.nowMs(), ...more });
  }

  /** The same with lists of files. */
  undo(scope: UndoOptions["scope"], more: Partial<UndoOptions> = {}) {
    const undo = this.work(scope, more);
    return {
      plan: async () => {
        const plan = await undo.plan();
        return { ...plan, files: [...plan.files.all()] };
      },
      make: async (shown?: string) => listed(await undo.make(shown)),
    };
  }

  [Symbol.dispose](): void {
    this.snapshots[Symbol.dispose]();
    this.#directory[Symbol.dispose]();
  }
}

/** An undo with the lists of its files. */
export function listed(undone: Undone) {
  const { files } = undone.plan;
  return { ...undone, files: [...files.done()], left: [...files.left()], failed: [...files.failed()] };
}

/** Every file and link below a directory with its mode and bytes. */
export function manifest(
  directory: string,
  without: readonly string[] = [".git", ".hive-mind"],
): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (path: string): void => {
    for (const name of readdirSync(join(directory, path)).toSorted()) {
      const inside = path === "" ? name : `${path}/${name}`;
      if (without.includes(inside)) continue;
      const full = join(directory, inside);
      const stat = lstatSync(full);
      if (stat.isDirectory()) visit(inside);
      else if (stat.isSymbolicLink()) found[inside] = `-> ${readlinkSync(full)}`;
      else found[inside] = `${(stat.mode & 0o7777).toString(8)} ${Bun.hash(readFileSync(full))} ${stat.size}`;
    }
  };
  if (existsSync(directory)) visit("");
  return found;
}

/** Every byte of every file below a directory, objects unpacked, for a search. */
export function allBytes(directory: string): string {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
  const files = names.map((name) => join(directory, name)).filter((path) => lstatSync(path).isFile());
  const texts = files.map((path) => {
    const bytes = readFileSync(path);
    return (path.includes("/objects/") ? Bun.zstdDecompressSync(bytes) : bytes).toString("latin1");
  });
  return texts.join("\n");
}
