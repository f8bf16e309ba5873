import { compareIds, madeAtMs, WORDS } from "./id-order.ts";

/** The bytes of an id: a UUID without its dashes. */
export const ID_BYTES = 16;
/** The characters of an id as a seq spells it. */
export const ID_CHARS = 36;

const DASH = 0x2d;
/** A character that is not a digit of a seq. */
const NO_DIGIT = 0xff;
const DIGITS = new Uint8Array(256).fill(NO_DIGIT);
for (let value = 0; value < 16; value += 1) DIGITS[value.toString(16).charCodeAt(0)] = value;

const encoder = new TextEncoder();

/** Whole ids as four numbers each. The bytes are taken over. */
export function wordsOf(bytes: Buffer): Uint32Array {
  // A UUID is big-endian; the processors that hive runs on are little-endian.
  bytes.swap32();
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / Uint32Array.BYTES_PER_ELEMENT);
}

/**
 * Sorted, unique ids, each with an index from 0. A day's 630,000 take 10 MB here, and 200 MB as strings in a Set.
 * Binary search, so a cloned repository cannot bring ids that are slow to find. The next id is tried first, since the
 * ledger names ids in nearly the same order.
 */
export class IdList {
  readonly #words: Uint32Array;
  readonly #sought = new Uint32Array(WORDS);
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
  find(words: Uint32Array, at: number): number {
    return this.#search(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!);
  }

  /** @returns the index of the id written in ASCII from `at` on; -1 if it is missing or not an id */
  findSpelled(text: Uint8Array, at: number): number {
    if (text[at + 8] !== DASH || text[at + 13] !== DASH || text[at + 18] !== DASH || text[at + 23] !== DASH) return -1;
    const first = word(text, at, at + 4);
    const second = word(text, at + 9, at + 14);
    const third = word(text, at + 19, at + 24);
    const fourth = word(text, at + 28, at + 32);
    if (first < 0 || second < 0 || third < 0 || fourth < 0) return -1;
    return this.#search(first, second, third, fourth);
  }

  /** Finds a seq as {@link IdList.find} finds an id. */
  findSeq(seq: string): number {
    return seq.length === ID_CHARS ? this.findSpelled(encoder.encode(seq), 0) : -1;
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

  #search(first: number, second: number, third: number, fourth: number): number {
    const words = this.#words;
    const at = this.#next * WORDS;
    // Past the end the array gives undefined, which equals no number.
    if (words[at + 3] === fourth && words[at + 2] === third && words[at + 1] === second && words[at] === first) {
      this.#next += 1;
      return this.#next - 1;
    }
    const sought = this.#sought;
    sought[0] = first;
    sought[1] = second;
    sought[2] = third;
    sought[3] = fourth;
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareIds(words, middle * WORDS, sought, 0) < 0) low = middle + 1;
      else high = middle;
    }
    if (low === this.size || compareIds(words, low * WORDS, sought, 0) !== 0) return -1;
    this.#next = low + 1;
    return low;
  }
}

/** Four digits, twice, as a number; negative if one of them is not a digit. */
function word(text: Uint8Array, high: number, low: number): number {
  const upper = half(text, high);
  const lower = half(text, low);
  return upper < 0 || lower < 0 ? -1 : upper * 2 ** 16 + lower;
}

function half(text: Uint8Array, at: number): number {
  const a = DIGITS[text[at]!]!;
  const b = DIGITS[text[at + 1]!]!;
  const c = DIGITS[text[at + 2]!]!;
  const d = DIGITS[text[at + 3]!]!;
  return (a | b | c | d) > 0xf ? -1 : (a << 12) | (b << 8) | (c << 4) | d;
}
