import { join } from "node:path";
import { Catalogue } from "./keep/catalogue.ts";
import { SnapshotsLock } from "./keep/lock.ts";
import { ObjectStore, type ObjectStep } from "./objects/objects.ts";
import { snapshotsDirectory } from "./worktree.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The catalogue and the objects of a project. */
export class ProjectSnapshots implements Disposable {
  readonly directory: string;
  readonly catalogue: Catalogue;
  readonly objects: ObjectStore;
  readonly #lock: SnapshotsLock;

  private constructor(directory: string, catalogue: Catalogue, onStep?: (step: ObjectStep) => void) {
    this.directory = directory;
    this.catalogue = catalogue;
    this.#lock = new SnapshotsLock(directory);
    this.objects = new ObjectStore(join(directory, "objects"), onStep);
  }

  /** @returns null where the user has no data directory */
  static open(root: string, env?: Env, onStep?: (step: ObjectStep) => void): ProjectSnapshots | null {
    const directory = snapshotsDirectory(root, env);
    return directory === null ? null : new ProjectSnapshots(directory, Catalogue.open(directory), onStep);
  }

  /** @returns null where no snapshot was ever taken */
  static openIfAny(root: string, env?: Env): ProjectSnapshots | null {
    const directory = snapshotsDirectory(root, env);
    const catalogue = directory === null ? null : Catalogue.openIfAny(directory);
    return catalogue === null ? null : new ProjectSnapshots(directory!, catalogue);
  }

  lock(): Disposable {
    return this.#lock.hold();
  }

  [Symbol.dispose](): void {
    this.#lock[Symbol.dispose]();
    this.catalogue.close();
  }
}
