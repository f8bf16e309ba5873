// @bun
import {
  SnapshotsLock,
  ObjectStore,
  Catalogue
} from "./snapshots-keep-catalogue.js";
import {
  snapshotsDirectory
} from "./snapshots-worktree.js";

// src/snapshots/project-snapshots.ts
import { join } from "path";
class ProjectSnapshots {
  directory;
  catalogue;
  objects;
  #lock;
  constructor(directory, catalogue, onStep) {
    this.directory = directory, this.catalogue = catalogue, this.#lock = new SnapshotsLock(directory), this.objects = new ObjectStore(join(directory, "objects"), onStep);
  }
  static open(root, env, onStep) {
    let directory = snapshotsDirectory(root, env);
    return directory === null ? null : new ProjectSnapshots(directory, Catalogue.open(directory), onStep);
  }
  static openIfAny(root, env) {
    let directory = snapshotsDirectory(root, env), catalogue = directory === null ? null : Catalogue.openIfAny(directory);
    return catalogue === null ? null : new ProjectSnapshots(directory, catalogue);
  }
  lock() {
    return this.#lock.hold();
  }
  [Symbol.dispose]() {
    this.#lock[Symbol.dispose](), this.catalogue.close();
  }
}

export { ProjectSnapshots };
