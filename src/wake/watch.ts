import { existsSync, type FSWatcher, rmSync, statSync, watch, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { arrives, fileIdentity, type ProvableSource } from "./source.ts";

/** The prefix of a probe file's name. Dot files are not entries. */
const PROBE = ".probe-";

/**
 * Wakes when a file comes into a directory or changes there. Measured on Bun 1.4.5: 1.3 ms from the rename to the call.
 * A directory that is removed and made again is watched no more, and no error says so: see {@link WatchSource.isSound}.
 */
export class WatchSource implements ProvableSource {
  readonly cause = "watch";
  readonly #directory: string;
  #watcher: FSWatcher | undefined;
  #identity: string | undefined;
  #onProbe: (() => void) | undefined;
  #isBroken = false;
  /** Calls of the watcher, whether they woke or not. */
  events = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** @throws the errors of `fs.watch`: ENOSPC at the limit of watches, EMFILE at the limit of instances */
  start(onWake: () => void): void {
    this.stop();
    this.#isBroken = false;
    const watcher = watch(this.#directory, { persistent: true }, (_event, filename) => {
      this.events += 1;
      if (this.#watcher === watcher && this.#isArrival(filename)) onWake();
    });
    watcher.on("error", () => {
      this.#isBroken = true;
      onWake();
    });
    this.#watcher = watcher;
    this.#identity = this.#identityNow();
  }

  /** The worker's own claims leave the directory, and are events too. */
  #isArrival(filename: string | Buffer | null): boolean {
    // No name: the kernel's event queue overflowed, so anything may have come.
    if (filename === null) return true;
    const name = String(filename);
    if (name.startsWith(PROBE)) {
      this.#onProbe?.();
      return false;
    }
    if (existsSync(`${this.#directory}/${name}`)) return true;
    // The directory's own name: it was removed or moved, and the watch with it.
    this.#isBroken ||= name === basename(this.#directory);
    return this.#isBroken;
  }

  async prove(timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const path = `${this.#directory}/${PROBE}${Bun.randomUUIDv7()}`;
    const seen = new Promise<void>((resolve) => {
      this.#onProbe = resolve;
    });
    try {
      writeFileSync(path, "", { mode: 0o600 });
      return await arrives(seen, timeoutMs, signal);
    } finally {
      this.#onProbe = undefined;
      rmSync(path, { force: true });
    }
  }

  stop(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #identityNow(): string | undefined {
    return fileIdentity(statSync(this.#directory, { throwIfNoEntry: false }));
  }

  isSound(): boolean {
    return this.#watcher !== undefined && !this.#isBroken && this.#identityNow() === this.#identity;
  }
}
