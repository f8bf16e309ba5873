/** Rows of one name become the same row in whichever order they come, and however often: exactly what each field was said last. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { boundedBy, mergeRows, type Row } from "../../src/model/merge.ts";

const name = fc.constantFrom("a", "b", "c", "__proto__", "constructor", "toString", "");
const value = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.integer(),
  fc.constant(null),
  fc.array(fc.nat(), { maxLength: 2 }),
);
const said = fc.array(fc.tuple(name, value), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs));
/** Few times, so that some are equal. */
const row: fc.Arbitrary<Row> = fc.record({ atMs: fc.integer({ min: 1, max: 4 }), data: said });
const rows = fc.array(row, { minLength: 1, maxLength: 6 });

const merged = (rule: "fields" | "first", all: readonly Row[]): Row => all.reduce((a, b) => mergeRows(rule, a, b));
const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

/** Without the order of fields, which tells nothing. */
const plain = ({ atMs, data, times = {} }: Row) => ({
  atMs,
  data: new Map(Object.entries(data).toSorted(byName)),
  times: new Map(Object.entries(times).toSorted(byName)),
});

describe.each(["fields", "first"] as const)("rows that merge by the rule %s", (rule) => {
  test("give the same in any order, and said twice", () => {
    fc.assert(
      fc.property(rows, fc.func(fc.nat()), (all, rank) => {
        const shuffled = [...all, ...all].toSorted((a, b) => rank(a) - rank(b));
        expect(plain(merged(rule, shuffled))).toEqual(plain(merged(rule, all)));
      }),
    );
  });

  test("give the same in whichever groups they merge", () => {
    fc.assert(
      fc.property(rows, rows, (one, other) => {
        const apart = mergeRows(rule, merged(rule, one), merged(rule, other));
        expect(plain(apart)).toEqual(plain(merged(rule, [...one, ...other])));
      }),
    );
  });
});

test("a field has the value that was said of it last, though another field was said later", () => {
  const all: Row[] = [
    { atMs: 1, data: { a: 1, b: 1 } },
    { atMs: 3, data: { a: 3 } },
    { atMs: 2, data: { a: 2, b: 2 } },
  ];
  expect(merged("fields", all)).toEqual({ atMs: 3, data: { a: 3, b: 2 }, times: { b: 2 } });
});

test("of an operation the whole row counts that was said first", () => {
  expect(
    merged("first", [
      { atMs: 2, data: { b: 2 } },
      { atMs: 1, data: { a: 1 } },
    ]),
  ).toEqual({ atMs: 1, data: { a: 1 } });
});

test("a row that lies in the future of the clock is older than anything new, and one within two seconds is not", () => {
  const ahead = { atMs: 13_001, data: { a: "ahead" } };
  const now = { atMs: 5, data: { a: "now" } };
  expect(mergeRows("fields", boundedBy(ahead, 11_000), now)).toEqual(now);
  expect(mergeRows("fields", boundedBy(ahead, 11_001), now)).toEqual({ ...ahead });
});
