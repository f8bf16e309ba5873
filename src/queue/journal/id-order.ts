/** The numbers of 32 bits that make an id. */
export const WORDS = 4;

/** Journals are nearly in order: eight processes that write one at once put an id a few places off. */
const MOST_MOVES = 16;

/** Less than 0 where the first id comes before the second, 0 where they are the same, else more. */
export function compareIds(a: Uint32Array, atA: number, b: Uint32Array, atB: number): number {
  let index = 0;
  while (index < WORDS - 1 && a[atA + index] === b[atB + index]) index += 1;
  return a[atA + index]! - b[atB + index]!;
}

/**
 * Puts ids in their order, each once. An id that is a few places off is moved there. One that is further off begins
 * another rising run, as after a clock was set back. The runs are merged in pairs, in n log n steps at most.
 * @param words four numbers an id; what is returned may be a part of it
 */
export function sortIds(words: Uint32Array): Uint32Array {
  const starts = [0];
  let hasTwins = false;
  for (let at = WORDS; at < words.length; at += WORDS) {
    const left = words[at - WORDS]!;
    const right = words[at]!;
    // Nearly all of them, and no call for each of 630,000.
    if (left < right || (left === right && words[at - WORDS + 1]! < words[at + 1]!)) continue;
    const order = compareIds(words, at - WORDS, words, at);
    if (order < 0) continue;
    // A moved one may come to be next to its twin.
    hasTwins = true;
    if (order > 0 && !moveBack(words, at, starts.at(-1)!)) starts.push(at);
  }
  mergeRuns(words, starts);
  return hasTwins ? withoutTwins(words) : words;
}

/** Moves an id to its place in the run before it. @returns false where that is too far off */
function moveBack(words: Uint32Array, at: number, start: number): boolean {
  const least = Math.max(start, at - MOST_MOVES * WORDS);
  let to = at - WORDS;
  while (to > least && compareIds(words, to - WORDS, words, at) > 0) to -= WORDS;
  if (to === least && to > start) return false;
  // Not by a slice: one in ten of 630,000 may be late.
  const first = words[at]!;
  const second = words[at + 1]!;
  const third = words[at + 2]!;
  const fourth = words[at + 3]!;
  for (let moved = at - 1; moved >= to; moved -= 1) words[moved + WORDS] = words[moved]!;
  words[to] = first;
  words[to + 1] = second;
  words[to + 2] = third;
  words[to + 3] = fourth;
  return true;
}

function mergeRuns(words: Uint32Array, runs: readonly number[]): void {
  for (let starts = runs; starts.length > 1; starts = starts.filter((_, index) => index % 2 === 0)) {
    for (let index = 1; index < starts.length; index += 2) {
      merge(words, starts[index - 1]!, starts[index]!, starts[index + 1] ?? words.length);
    }
  }
}

/** Merges two runs, each of which ends where the next one begins. What is before all of the second stays where it is. */
function merge(words: Uint32Array, left: number, right: number, end: number): void {
  const start = firstNot(left, right, (at) => compareIds(words, at, words, right) < 0);
  const before = words.slice(start, right);
  let first = 0;
  let second = right;
  for (let to = start; first < before.length; to += WORDS) {
    const isFirst = second >= end || compareIds(before, first, words, second) <= 0;
    const from = isFirst ? before : words;
    const at = isFirst ? first : second;
    for (let index = 0; index < WORDS; index += 1) words[to + index] = from[at + index]!;
    if (isFirst) first += WORDS;
    else second += WORDS;
  }
}

function withoutTwins(words: Uint32Array): Uint32Array {
  let end = Math.min(WORDS, words.length);
  for (let at = WORDS; at < words.length; at += WORDS) {
    // Ids differ in their last number, where they differ at all: no call for each.
    if (words[end - 1] === words[at + WORDS - 1] && compareIds(words, end - WORDS, words, at) === 0) continue;
    if (end !== at) words.copyWithin(end, at, at + WORDS);
    end += WORDS;
  }
  return words.subarray(0, end);
}

/** The part of sorted ids that was made in a period: a UUIDv7 begins with its time. */
export function between(words: Uint32Array, fromMs: number, toMs: number): Uint32Array {
  return words.subarray(firstNotBefore(words, fromMs), firstNotBefore(words, toMs + 1));
}

/** The number of ids, in whatever order, that were made since a time. */
export function countSince(words: Uint32Array, sinceMs: number): number {
  let count = 0;
  for (let at = 0; at < words.length; at += WORDS) if (madeAtMs(words, at) >= sinceMs) count += 1;
  return count;
}

/** When an id was made, in ms since 1970. */
export function madeAtMs(words: Uint32Array, at: number): number {
  return words[at]! * 2 ** 16 + (words[at + 1]! >>> 16);
}

const firstNotBefore = (words: Uint32Array, atMs: number): number =>
  firstNot(0, words.length, (at) => madeAtMs(words, at) < atMs);

/** The first id of a part for which something is not so, where it is so for those before it alone. */
function firstNot(start: number, end: number, isSo: (at: number) => boolean): number {
  let low = start / WORDS;
  let high = end / WORDS;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isSo(middle * WORDS)) low = middle + 1;
    else high = middle;
  }
  return low * WORDS;
}
