import { isOwnIn } from "../../../src/snapshots/exclusion-of.ts";
import { type WatchLimits, WorktreeWatch } from "../../../src/snapshots/look/worktree-watch.ts";
import type { Taken, TakeOptions } from "../../../src/snapshots/tracker.ts";
import type { Project } from "./snapshots.ts";

/** Takes a project's snapshots by the kernel's events where these are enough. */
export class Watched implements Disposable {
  readonly #project: Project;
  readonly watch: WorktreeWatch;

  constructor(project: Project, limits?: WatchLimits) {
    this.#project = project;
    project.tracker = project.newTracker();
    this.watch = new WorktreeWatch(project.worktree, isOwnIn(project.worktree), limits);
  }

  async take(more: Partial<TakeOptions> = {}, told: readonly string[] = []): Promise<Taken> {
    const { tracker } = this.#project;
    const paths = await this.watch.take(told, tracker.known);
    const taken = await this.#project.take("prompt", { paths, notes: this.watch.takeDoubt(), ...more });
    this.watch.settled();
    return taken;
  }

  [Symbol.dispose](): void {
    this.watch[Symbol.dispose]();
  }
}
