/** A file as git's index has it. */
export interface IndexEntry {
  readonly path: string;
  /** git's own: 0o100644, 0o100755, 0o120000 for a link. */
  readonly mode: number;
  readonly blob: string;
  /** The file's stat when git last compared it; the size is modulo 2^32. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly inode: number;
  /** Whether a sparse checkout leaves it out of the worktree. */
  readonly isSkipped: boolean;
}

/** The bytes of a path that most have at most. */
const USUAL_PATH_BYTES = 48;
/** Another one in each process, so that no repository can name its files for one slot. */
const SEED = Math.trunc(Math.random() * 2 ** 32);

/** The files of an index by path, in columns: an object for each of very many would take several times the memory. */
export class IndexEntries {
  #size = 0;
  readonly #columns: Columns;
  #paths: Buffer;
  /** Where each path begins; the next one's beginning is its end. */
  readonly #starts: Uint32Array;
  /** A hash table: an entry's number plus one at the first free slot from its path's hash on. */
  readonly #slots: Uint32Array;

  /** @param capacity the most entries */
  constructor(capacity: number, hashBytes: number) {
    this.#columns = {
      hashBytes,
      blobs: Buffer.alloc(capacity * hashBytes),
      modes: new Uint32Array(capacity),
      sizes: new Uint32Array(capacity),
      inodes: new Uint32Array(capacity),
      mtimesMs: new Float64Array(capacity),
      ctimesMs: new Float64Array(capacity),
      skipped: new Uint8Array(capacity),
    };
    this.#paths = Buffer.alloc(capacity * USUAL_PATH_BYTES);
    this.#starts = new Uint32Array(capacity + 1);
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * capacity + 2)));
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Adds an entry. Of several with one path, as in a merge, the first is kept.
   * @param from where the blob's id begins in some bytes
   */
  add(entry: Omit<IndexEntry, "blob">, bytes: Buffer, from: number): void {
    const slot = this.#slotOf(entry.path);
    if (this.#slots[slot] !== 0) return;
    const n = this.#size++;
    this.#slots[slot] = n + 1;
    const columns = this.#columns;
    bytes.copy(columns.blobs, n * columns.hashBytes, from, from + columns.hashBytes);
    columns.modes[n] = entry.mode;
    columns.sizes[n] = entry.size;
    columns.inodes[n] = entry.inode;
    columns.mtimesMs[n] = entry.mtimeMs;
    columns.ctimesMs[n] = entry.ctimeMs;
    columns.skipped[n] = entry.isSkipped ? 1 : 0;
    const start = this.#starts[n]!;
    const end = start + Buffer.byteLength(entry.path);
    if (end > this.#paths.length) this.#paths = Buffer.concat([this.#paths], end * 2);
    this.#paths.write(entry.path, start);
    this.#starts[n + 1] = end;
  }

  get(path: string): IndexEntry | undefined {
    const n = this.#slots[this.#slotOf(path)]! - 1;
    return n < 0 ? undefined : new Entry(this.#columns, n, path);
  }

  has(path: string): boolean {
    return this.#slots[this.#slotOf(path)] !== 0;
  }

  *keys(): Generator<string> {
    for (let n = 0; n < this.#size; n += 1) yield this.#pathAt(n);
  }

  *values(): Generator<IndexEntry> {
    for (let n = 0; n < this.#size; n += 1) yield new Entry(this.#columns, n, this.#pathAt(n));
  }

  /** The slot of a path, or the free one that it would get. */
  #slotOf(path: string): number {
    const mask = this.#slots.length - 1;
    let slot = Bun.hash.xxHash32(path, SEED) & mask;
    while (this.#slots[slot] !== 0 && this.#pathAt(this.#slots[slot]! - 1) !== path) slot = (slot + 1) & mask;
    return slot;
  }

  #pathAt(n: number): string {
    return this.#paths.toString("utf8", this.#starts[n], this.#starts[n + 1]);
  }
}

interface Columns {
  readonly hashBytes: number;
  readonly blobs: Buffer;
  readonly modes: Uint32Array;
  readonly sizes: Uint32Array;
  readonly inodes: Uint32Array;
  readonly mtimesMs: Float64Array;
  readonly ctimesMs: Float64Array;
  readonly skipped: Uint8Array;
}

class Entry implements IndexEntry {
  readonly #columns: Columns;
  readonly #n: number;
  readonly path: string;

  constructor(columns: Columns, n: number, path: string) {
    this.#columns = columns;
    this.#n = n;
    this.path = path;
  }

  get mode(): number {
    return this.#columns.modes[this.#n]!;
  }

  get blob(): string {
    const { blobs, hashBytes } = this.#columns;
    return blobs.toString("hex", this.#n * hashBytes, (this.#n + 1) * hashBytes);
  }

  get size(): number {
    return this.#columns.sizes[this.#n]!;
  }

  get mtimeMs(): number {
    return this.#columns.mtimesMs[this.#n]!;
  }

  get ctimeMs(): number {
    return this.#columns.ctimesMs[this.#n]!;
  }

  get inode(): number {
    return this.#columns.inodes[this.#n]!;
  }

  get isSkipped(): boolean {
    return this.#columns.skipped[this.#n] === 1;
  }
}
