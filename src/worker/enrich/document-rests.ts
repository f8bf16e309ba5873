/** A document is read whole, so it rests so many times as long as its reading took: half a percent of a core. */
const REST = 200;
/** What takes less is read at once. */
const SHORT_MS = 5;

/** When the documents that agents write anew at each message are read next. */
export class DocumentRests {
  readonly #dueMs = new Map<string, number>();
  readonly #clockMs: () => number;

  constructor(clockMs: () => number = () => performance.now()) {
    this.#clockMs = clockMs;
  }

  /**
   * Reads a document unless it rests.
   * @param read whether there is more
   * @returns in how long it is to be read again; null if that waits for a hook
   */
  read(path: string, read: () => boolean): number | null {
    const startMs = this.#clockMs();
    const leftMs = (this.#dueMs.get(path) ?? startMs) - startMs;
    // @mutant a long document is not read at each message
    if (leftMs > 0) return leftMs;
    this.#dueMs.delete(path);
    const isMore = read();
    const endMs = this.#clockMs();
    if (endMs - startMs > SHORT_MS) this.#dueMs.set(path, endMs + (endMs - startMs) * REST);
    return isMore ? 0 : null;
  }
}
