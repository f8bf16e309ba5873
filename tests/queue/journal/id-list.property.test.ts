import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { IdList, wordsOf } from "../../../src/queue/journal/id-list.ts";
import { between, sortIds, WORDS } from "../../../src/queue/journal/id-order.ts";

const seqOf = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
/** Few different ones, so that many are the same, and many are so but for a part. */
const part = fc.constantFrom("00000000", "7fffffff", "ff00ff00");
const seq = fc.tuple(part, part, part, part).map((parts) => seqOf(parts.join("")));
/** A run in order with a few that are late, as in a journal. */
const nearlyInOrder = fc
  .tuple(fc.array(seq, { maxLength: 60 }), fc.array(fc.nat(60), { maxLength: 3 }))
  .map(([seqs, late]) => {
    const inOrder = seqs.toSorted();
    for (const place of late) inOrder.push(...inOrder.splice(place, 1));
    return inOrder;
  });

const bytesOf = (seqs: readonly string[]): Buffer => Buffer.from(seqs.join("").replaceAll("-", ""), "hex");
const listOf = (seqs: readonly string[]): IdList => new IdList(sortIds(wordsOf(bytesOf(seqs))));
const seqsIn = (list: IdList): string[] => Array.from({ length: list.size }, (_, place) => list.seqAt(place));

test("ids in any order, some of them twice, come out in order and once", () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(seq), nearlyInOrder), (seqs) => {
      expect(seqsIn(listOf(seqs))).toEqual([...new Set(seqs)].toSorted());
    }),
    { numRuns: 500 },
  );
});

test("an id is found at its place, however it is asked for and after whichever other, and what is no id nowhere", () => {
  fc.assert(
    fc.property(fc.array(seq), fc.array(seq), (seqs, asked) => {
      const list = listOf(seqs);
      const places = new Map([...new Set(seqs)].toSorted().map((one, place) => [one, place]));
      const expected = asked.map((one) => places.get(one) ?? -1);
      const words = wordsOf(bytesOf(asked));
      expect(asked.map((one) => list.findSeq(one))).toEqual(expected);
      expect(asked.map((_, index) => list.find(words, index * WORDS))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test("what differs from a seq in one character is no id", () => {
  fc.assert(
    fc.property(fc.nat(35), fc.constantFrom("g", "F", "-", "/", ":", "`", "\u0000", "é"), (at, character) => {
      const one = seqOf("70".repeat(16));
      const changed = one.slice(0, at) + character + one.slice(at + 1);
      expect(listOf([one]).findSeq(changed)).toBe(changed === one ? 0 : -1);
    }),
    { numRuns: 500 },
  );
});

test("what is no digit counts as no other one", () => {
  for (const wrong of ["0g00", "000g", "g000", "00g0"]) {
    const all = ["ff00", "00ff", "0ff0", "f000", "fff0", "0000"].map((digits) => seqOf(digits.repeat(8)));
    expect(listOf(all).findSeq(seqOf(wrong.repeat(8)))).toBe(-1);
  }
});

test("100,000 ids from the last to the first, and as many of which each is far off, take no second", () => {
  const seqs = Array.from({ length: 100_000 }, (_, index) => Bun.randomUUIDv7("hex", index));
  const backwards = seqs.toReversed();
  const mixed = seqs.map((_, index) => seqs[(index * 7919) % seqs.length]!);
  const startedMs = performance.now();
  const sizes = [backwards, mixed].map((all) => seqsIn(listOf(all)).findIndex((one, place) => one !== seqs[place]));
  expect(sizes).toEqual([-1, -1]);
  expect(performance.now() - startedMs).toBeLessThan(5000);
});

test("of ids in order those of a time are a part", () => {
  const seqs = [1, 5, 5, 9].map((atMs) => Bun.randomUUIDv7("hex", atMs)).toSorted();
  const words = sortIds(wordsOf(bytesOf(seqs)));
  const parts = [between(words, 0, 10), between(words, 5, 5), between(words, 2, 4), between(words, 9, 20)];
  expect(parts.map((part) => part.length / WORDS)).toEqual([4, 2, 0, 1]);
  const list = new IdList(words);
  expect(seqs.map((_, place) => list.madeAtMs(place))).toEqual([1, 5, 5, 9]);
});
