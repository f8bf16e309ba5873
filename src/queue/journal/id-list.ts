import { isOwnSeq } from "../entry.ts";
import { compareIds, madeAtMs, WORDS } from "./id-order.ts";

/** The bytes of an id: a UUID without its dashes. */
export const ID_BYTES = 16;

/** Whole ids as four numbers each. The bytes are taken over. */
export function wordsOf(bytes: Buffer): Uint32Array {
  // A UUID is big-endian; the processors that hive runs on are little-endian.
  bytes.swap32();
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / Uint32Array.BYTES_PER_ELEMENT);
}

/** The bytes of ids, as in a journal. */
export const bytesOfWords = (words: Uint32Array): Buffer => Buffer.from(words.slice().buffer).swap32();

/**
 * Sorted, unique ids, each with an index from 0. A day's 630,000 take 10 MB here, and 200 MB as strings in a Set.
 * Binary search, so a cloned repository cannot bring ids that are slow to find. The next id is tried first, since the
 * ledger names ids in nearly the same order.
 */
export class IdList {
  readonly #words: Uint32Array;
  /** The index at which the next search starts. */
  #next = 0;

  /** @param words ids in their order, each once, four numbers each */
  constructor(words: Uint32Array) {
    this.#words = words;
  }

  get size(): number {
    return this.#words.length / WORDS;
  }

  /** @returns the place of the id whose numbers begin at `at`; -1 for none */
  find(sought: Uint32Array, at: number): number {
    const words = this.#words;
    const next = this.#next * WORDS;
    // Nearly all of them, and no call for each. Past the end the array gives undefined, which equals no number.
    if (
      words[next + 3] === sought[at + 3] &&
      words[next + 2] === sought[at + 2] &&
      words[next + 1] === sought[at + 1] &&
      words[next] === sought[at]
    ) {
      this.#next += 1;
      return this.#next - 1;
    }
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareIds(words, middle * WORDS, sought, at) < 0) low = middle + 1;
      else high = middle;
    }
    if (low === this.size || compareIds(words, low * WORDS, sought, at) !== 0) return -1;
    this.#next = low + 1;
    return low;
  }

  /** Finds a seq as {@link IdList.find} finds an id. */
  findSeq(seq: string): number {
    return isOwnSeq(seq) ? this.find(wordsOf(Buffer.from(Uint8Array.fromHex(seq.replaceAll("-", "")).buffer)), 0) : -1;
  }

  /** When the id at a place was made, in ms since 1970. */
  madeAtMs(place: number): number {
    return madeAtMs(this.#words, place * WORDS);
  }

  /** The id at a place as a seq. */
  seqAt(place: number): string {
    let hex = "";
    for (const word of this.#words.subarray(place * WORDS, (place + 1) * WORDS))
      hex += word.toString(16).padStart(8, "0");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
}
