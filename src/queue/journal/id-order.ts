/** The numbers of 32 bits that make an id. */
export const WORDS = 4;

/** Journals are nearly in order: eight processes that write one at once put an id a few places off. */
const MOVES_AN_ID = 16;

/** Less than 0 where the first id comes before the second, 0 where they are the same, else more. */
export function compareIds(a: Uint32Array, atA: number, b: Uint32Array, atB: number): number {
  let index = 0;
  while (index < WORDS - 1 && a[atA + index] === b[atB + index]) index += 1;
  return a[atA + index]! - b[atB + index]!;
}

/**
 * Puts ids in their order, each once.
 * @param words four numbers an id; what is returned may be a part of it
 */
export function sortIds(words: Uint32Array): Uint32Array {
  let movesLeft = (words.length / WORDS) * MOVES_AN_ID;
  let hasTwins = false;
  for (let at = WORDS; at < words.length; at += WORDS) {
    const left = words[at - WORDS]!;
    const right = words[at]!;
    // Nearly all of them, and no call for each of 630,000.
    if (left < right || (left === right && words[at - WORDS + 1]! < words[at + 1]!)) continue;
    const order = compareIds(words, at - WORDS, words, at);
    if (order === 0) hasTwins = true;
    if (order <= 0) continue;
    movesLeft -= insert(words, at);
    if (movesLeft < 0) return withoutTwins(sorted(words));
    // It may now be next to an equal id.
    hasTwins = true;
  }
  return hasTwins ? withoutTwins(words) : words;
}

/** Inserts an id among the sorted ones before it. @returns how many it passed */
function insert(words: Uint32Array, at: number): number {
  const id = words.slice(at, at + WORDS);
  let to = at - WORDS;
  while (to > 0 && compareIds(words, to - WORDS, id, 0) > 0) to -= WORDS;
  words.copyWithin(to + WORDS, to, at);
  words.set(id, to);
  return (at - to) / WORDS;
}

/** Sorts any order, as after a clock was set back: rising runs are merged in pairs, in n log n steps at most. */
function sorted(words: Uint32Array): Uint32Array {
  let from = words;
  let to: Uint32Array = new Uint32Array(words.length);
  for (let starts = runs(words); starts.length > 1; starts = starts.filter((_, index) => index % 2 === 0)) {
    for (let index = 0; index < starts.length; index += 2) {
      merge(from, to, starts[index]!, starts[index + 1] ?? words.length, starts[index + 2] ?? words.length);
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Where each rising run begins. */
function runs(words: Uint32Array): number[] {
  const starts = [0];
  for (let at = WORDS; at < words.length; at += WORDS) {
    if (compareIds(words, at - WORDS, words, at) > 0) starts.push(at);
  }
  return starts;
}

/** Merges two runs, each of which ends where the next one begins, into the same place of another array. */
function merge(from: Uint32Array, to: Uint32Array, left: number, right: number, end: number): void {
  let first = left;
  let second = right;
  for (let at = left; at < end; at += WORDS) {
    const isFirst = first < right && (second >= end || compareIds(from, first, from, second) <= 0);
    const source = isFirst ? first : second;
    for (let index = 0; index < WORDS; index += 1) to[at + index] = from[source + index]!;
    if (isFirst) first += WORDS;
    else second += WORDS;
  }
}

function withoutTwins(words: Uint32Array): Uint32Array {
  let end = Math.min(WORDS, words.length);
  for (let at = WORDS; at < words.length; at += WORDS) {
    if (compareIds(words, end - WORDS, words, at) === 0) continue;
    if (end !== at) words.copyWithin(end, at, at + WORDS);
    end += WORDS;
  }
  return words.subarray(0, end);
}

/** The part of sorted ids that was made in a period: a UUIDv7 begins with its time. */
export function between(words: Uint32Array, fromMs: number, toMs: number): Uint32Array {
  return words.subarray(firstNotBefore(words, fromMs), firstNotBefore(words, toMs + 1));
}

/** When an id was made, in ms since 1970. */
export function madeAtMs(words: Uint32Array, at: number): number {
  return words[at]! * 2 ** 16 + (words[at + 1]! >>> 16);
}

function firstNotBefore(words: Uint32Array, atMs: number): number {
  let low = 0;
  let high = words.length / WORDS;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (madeAtMs(words, middle * WORDS) < atMs) low = middle + 1;
    else high = middle;
  }
  return low * WORDS;
}
