import * as fs from "node:fs";
import { errorCode } from "../../base/errors.ts";
import { BELL, type Files, nodeFiles, openBell, openJournal } from "../../base/files/files.ts";

/** A descriptor is reused for this long. Then the path is checked again, so that a replaced file is noticed. */
const KEPT_MS = 100;

/** A file that stays open between calls. */
class KeptFile {
  readonly #open: (path: string) => number | null;
  #path = "";
  #fd: number | null = null;
  #closeAtMs = 0;

  constructor(open: (path: string) => number | null) {
    this.#open = open;
  }

  /** @returns null where `open` says so */
  at(path: string): number | null {
    if (this.#fd !== null && this.#path === path && performance.now() < this.#closeAtMs) return this.#fd;
    this.close();
    this.#fd = this.#open(path);
    if (this.#fd === null) return null;
    this.#path = path;
    this.#closeAtMs = performance.now() + KEPT_MS;
    // The timer keeps no process alive, and an unused queue keeps no descriptor open.
    const fd = this.#fd;
    setTimeout(() => {
      if (this.#fd === fd && performance.now() >= this.#closeAtMs) this.close();
    }, KEPT_MS + 1).unref();
    return fd;
  }

  close(): void {
    const fd = this.#fd;
    this.#fd = null;
    if (fd !== null) fs.closeSync(fd);
  }
}

/**
 * {@link nodeFiles} for a process that enqueues again and again: journal and doorbell stay open for a while. Opening
 * and closing both costs a third of an enqueue, and more if eight processes do it in one directory.
 *
 * The ring stays the test of whether a worker listens: a FIFO without a reader refuses the byte (EPIPE).
 */
export function keptFiles(): Files {
  const journal = new KeptFile(openJournal);
  const bell = new KeptFile(openBell);
  return {
    ...nodeFiles,
    append(path, bytes) {
      const fd = journal.at(path)!;
      try {
        fs.writeSync(fd, bytes);
      } catch (error) {
        journal.close();
        throw error;
      }
    },
    ring(path) {
      try {
        const fd = bell.at(path);
        if (fd === null) return false;
        fs.writeSync(fd, BELL);
        return true;
      } catch (error) {
        // A full FIFO has unread bytes: the doorbell was rung already.
        if (errorCode(error) === "EAGAIN") return true;
        bell.close();
        // The worker that read it is gone; another may listen at the same path.
        // @mutant a kept doorbell that nobody reads any more is told of
        return nodeFiles.ring(path);
      }
    },
  };
}
