import * as fs from "node:fs";
import { errorCode, HiveError } from "../../base/errors.ts";
import { isOwnName } from "../entry.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { moveBack } from "../inbox/put-back.ts";
import type { QueuePaths } from "../layout.ts";
import { recover, type TakeLock } from "./recover.ts";

/** The files that one worker holds: `processing/{worker}/`. */
export class Claims {
  readonly #paths: QueuePaths;
  readonly #inbox: Inbox;
  readonly #worker: string | undefined;
  /** Null for a queue that was opened without a worker's name. */
  readonly directory: string | null;
  /** Files that were taken and could not be read, such as without a free file descriptor. */
  readonly #unread = new Set<string>();
  /** Entries that {@link recover} took back from dead workers, by name, until they end. */
  readonly #poisonCandidates = new Set<string>();

  constructor(paths: QueuePaths, inbox: Inbox, worker: string | undefined) {
    this.#paths = paths;
    this.#inbox = inbox;
    this.#worker = worker;
    this.directory = worker === undefined ? null : `${paths.processing}/${worker}`;
  }

  pathOf(name: string): string {
    if (this.directory === null) throw new HiveError("HIVE_BUG", "this queue was opened without a worker's name");
    return `${this.directory}/${name}`;
  }

  /** Renames a pending file to this worker's claims. @returns false when it is gone or cannot be held now */
  hold(name: string): boolean {
    const path = this.pathOf(name);
    // A foreign writer reused a name that is still held: claim it after the first entry has ended.
    // @mutant a claim replaces no other of its name
    if (!isOwnName(name) && fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined) return false;
    try {
      fs.renameSync(`${this.#paths.pending}/${name}`, path);
    } catch (error) {
      if (this.#isLeft(errorCode(error) ?? "")) return false;
      throw error;
    }
    this.#inbox.wasClaimed(name);
    return true;
  }

  /** Whether to skip an entry that cannot be renamed, and try the next one. */
  #isLeft(code: string): boolean {
    // Another worker won it, or its writer took it back.
    // @mutant a claim that another worker won is passed over
    if (code === "ENOENT") return fs.existsSync(this.directory!);
    // An immutable file, another user's directory or a mount: skip it, so that it blocks no other entry.
    return ["EACCES", "EPERM", "EBUSY"].includes(code) && this.#mayMove();
  }

  /** Whether files may be moved from `pending/` to this worker's claims. */
  #mayMove(): boolean {
    try {
      for (const path of [this.#paths.pending, this.directory!]) {
        fs.accessSync(path, fs.constants.W_OK | fs.constants.X_OK);
      }
      return true;
    } catch {
      // The caller's own error is more useful.
      return false;
    }
  }

  /** Reads a held file. One that cannot be read goes back before the next claim. */
  read<T>(name: string, look: () => T): T {
    try {
      return look();
    } catch (error) {
      this.#unread.add(name);
      throw error;
    }
  }

  putUnreadBack(): void {
    for (const name of this.#unread) {
      if (fs.lstatSync(this.pathOf(name), { throwIfNoEntry: false }) !== undefined) this.putBack(name);
      this.#unread.delete(name);
    }
  }

  /**
   * Renames a held file to `pending/`, never over an entry that came there under the same name since.
   * @returns its name there
   */
  putBack(name: string): string {
    const moved = moveBack(this.#paths, this.pathOf(name), name);
    if (this.#poisonCandidates.delete(name)) this.#poisonCandidates.add(moved);
    return moved;
  }

  /** Recovers the claims of dead workers: those entries are poison candidates from now on. @returns how many */
  recover(takeLock: TakeLock, onFault?: (error: unknown) => void): number {
    const names = recover(this.#paths, takeLock, { self: this.#worker, onFault });
    for (const name of names) this.#poisonCandidates.add(name);
    return names.length;
  }

  /** Whether a worker died or was killed while it held the entry. */
  maybePoison(name: string): boolean {
    return this.#poisonCandidates.has(name);
  }

  /** The entry has ended. */
  forget(name: string): void {
    this.#poisonCandidates.delete(name);
  }

  /** Nothing is left to claim: entries that other workers have taken are no longer this one's to track. */
  forgetAll(): void {
    this.#poisonCandidates.clear();
  }
}
