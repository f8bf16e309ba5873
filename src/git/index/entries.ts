import { isSkippedAt, orderOf, orderTo, pathAt, pathEnd, STAT_BYTES } from "./layout.ts";

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

const SLASH = 0x2f;

/**
 * The files of an index by path. They stay the bytes that git wrote: an object for each of very many would take several
 * times the memory, and a call's snapshot would wait for them to be made.
 */
export class IndexEntries {
  readonly #bytes: Buffer;
  readonly #starts: Uint32Array;
  readonly #hashBytes: number;
  /** Who asks for a path asks several things of it, and a search in very many takes a while. */
  #last: { readonly path: string; readonly entry: IndexEntry | undefined } | null = null;

  /**
   * @param bytes that have entries as versions 2 and 3 of the index do
   * @param starts where each entry begins, by the order of their paths' bytes
   */
  constructor(bytes: Buffer, starts: Uint32Array, hashBytes: number) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.#hashBytes = hashBytes;
  }

  get size(): number {
    return this.#starts.length;
  }

  get(path: string): IndexEntry | undefined {
    if (this.#last?.path === path) return this.#last.entry;
    const wanted = Buffer.from(path);
    const n = this.#firstFrom(wanted);
    const entry = this.#isPath(n, wanted) ? this.#entry(n) : undefined;
    this.#last = { path, entry };
    return entry;
  }

  has(path: string): boolean {
    return this.get(path) !== undefined;
  }

  *keys(): Generator<string> {
    for (let n = 0; n < this.size; n += 1) yield this.#entry(n).path;
  }

  *values(): Generator<IndexEntry> {
    for (let n = 0; n < this.size; n += 1) yield this.#entry(n);
  }

  /** The directories that hold files, without those that hold directories alone. One may come several times. */
  *directories(): Generator<string> {
    // Of the file before: where its path begins, and the length up to the last slash.
    let before = 0;
    let length = -1;
    for (let n = 0; n < this.size; n += 1) {
      const at = this.#pathAt(n);
      if (length >= 0 && this.#isDirectlyIn(before, length, at)) continue;
      before = at;
      length = this.#lengthOfDirectory(at);
      yield this.#bytes.toString("utf8", at, at + Math.max(0, length - 1));
    }
  }

  /** The paths in a directory and in those in it. */
  *within(directory: string): Generator<string> {
    const prefix = Buffer.from(`${directory}/`);
    for (let n = this.#firstFrom(prefix); n < this.size; n += 1) {
      const { path } = this.#entry(n);
      if (!path.startsWith(`${directory}/`)) return;
      yield path;
    }
  }

  /** The paths of which another index has another entry, its times included, and those that one of both has. */
  *differing(other: IndexEntries): Generator<string> {
    if (other === this) return;
    for (let [a, b] = [0, 0]; a < this.size || b < other.size;) {
      const order =
        a === this.size
          ? 1
          : b === other.size
            ? -1
            : orderOf(this.#bytes, this.#pathAt(a), other.#bytes, other.#pathAt(b));
      if (order !== 0 || !this.#isSame(a, other, b)) yield order > 0 ? other.#entry(b).path : this.#entry(a).path;
      if (order <= 0) a += 1;
      if (order >= 0) b += 1;
    }
  }

  /** Whether two entries of one path are the same: their stat, id and flags. */
  #isSame(n: number, other: IndexEntries, m: number): boolean {
    const a = this.#starts[n]!;
    const b = other.#starts[m]!;
    const length = this.#pathAt(n) - a;
    for (let at = 0; at < length; at += 1) if (this.#bytes[a + at] !== other.#bytes[b + at]) return false;
    return true;
  }

  #isDirectlyIn(before: number, length: number, at: number): boolean {
    const bytes = this.#bytes;
    for (let n = 0; n < length; n += 1) if (bytes[before + n] !== bytes[at + n]) return false;
    for (let end = at + length; bytes[end] !== 0; end += 1) if (bytes[end] === SLASH) return false;
    return true;
  }

  /** The slash included; 0 for a file of the top. */
  #lengthOfDirectory(at: number): number {
    let length = pathEnd(this.#bytes, at) - at;
    while (length > 0 && this.#bytes[at + length - 1] !== SLASH) length -= 1;
    return length;
  }

  /** The number of the first entry that does not come before a path. */
  #firstFrom(path: Buffer): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (orderTo(this.#bytes, this.#pathAt(middle), path) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isPath(n: number, path: Buffer): boolean {
    return n < this.size && orderTo(this.#bytes, this.#pathAt(n), path) === 0;
  }

  #pathAt(n: number): number {
    return pathAt(this.#bytes, this.#starts[n]!, this.#hashBytes);
  }

  #entry(n: number): IndexEntry {
    return new Entry(this.#bytes, this.#starts[n]!, this.#hashBytes);
  }
}

class Entry implements IndexEntry {
  readonly #bytes: Buffer;
  readonly #at: number;
  readonly #hashBytes: number;

  constructor(bytes: Buffer, at: number, hashBytes: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#hashBytes = hashBytes;
  }

  get path(): string {
    const from = pathAt(this.#bytes, this.#at, this.#hashBytes);
    return this.#bytes.toString("utf8", from, pathEnd(this.#bytes, from));
  }

  get mode(): number {
    return this.#bytes.readUInt32BE(this.#at + 24);
  }

  get blob(): string {
    const from = this.#at + STAT_BYTES;
    return this.#bytes.toString("hex", from, from + this.#hashBytes);
  }

  get size(): number {
    return this.#bytes.readUInt32BE(this.#at + 36);
  }

  get mtimeMs(): number {
    return this.#timeMs(this.#at + 8);
  }

  get ctimeMs(): number {
    return this.#timeMs(this.#at);
  }

  get inode(): number {
    return this.#bytes.readUInt32BE(this.#at + 20);
  }

  get isSkipped(): boolean {
    return isSkippedAt(this.#bytes, this.#at, this.#hashBytes);
  }

  #timeMs(from: number): number {
    return this.#bytes.readUInt32BE(from) * 1000 + this.#bytes.readUInt32BE(from + 4) / 1e6;
  }
}
