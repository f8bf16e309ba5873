import { expect, test } from "bun:test";
import { completeEntry, decodeEntry, isOwnSeq, type NewEntry, parseEntryName } from "../../src/queue/entry.ts";

const NAME = { priority: 3, seq: "a" };

function codeOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return [(error as { code?: string }).code, (error as Error).message];
  }
  return "no error";
}

test.each([
  ["1_a.json", { priority: 1, seq: "a" }],
  ["10_a_b.json", { priority: 10, seq: "a_b" }],
  ["5_a.json.json", { priority: 5, seq: "a.json" }],
  ["0_a.json", null],
  ["11_a.json", null],
  ["01_a.json", null],
  ["5_.json", null],
  ["5_a.txt", null],
  ["a.json", null],
])("the name %s parses to %j", (name, parsed) => {
  expect(parseEntryName(name)).toEqual(parsed);
});

test("a producer's entry is completed with a UUIDv7, priority 5, its times and no attempt", () => {
  const entry = completeEntry({ operation: "o", payload: { a: 1 }, metadata: { b: 2 }, id: "key" }, 1000.5);
  expect(isOwnSeq(entry.seq)).toBe(true);
  expect(entry).toEqual({
    seq: entry.seq,
    priority: 5,
    operation: "o",
    payload: { a: 1 },
    metadata: { b: 2, enqueued_at_ms: 1000.5 },
    created_at: "1970-01-01T00:00:01.000Z",
    retries: 0,
    hive_id: "key",
  });
});

const REFUSED: ReadonlyArray<readonly [NewEntry, string]> = [
  [{ operation: "o", payload: 1, priority: 0 }, "priority must be a whole number from 1 to 10, not 0"],
  [{ operation: "o", payload: 1, priority: 11 }, "priority must be a whole number from 1 to 10, not 11"],
  [{ operation: "o", payload: 1, priority: 1.5 }, "priority must be a whole number from 1 to 10, not 1.5"],
  [{ operation: "", payload: 1 }, "operation is empty"],
  [{ operation: "o" }, "an entry has either a payload or sql"],
  [{ operation: "o", payload: 1, sql: "" }, "an entry has either a payload or sql"],
];
test.each(REFUSED)("%j is refused: %s", (entry, message) => {
  expect(codeOf(() => completeEntry(entry, 0))).toEqual(["HIVE_INVALID_ENTRY", message]);
});

test.each([
  ["{", "not JSON"],
  ["[]", "not a JSON object"],
  ["null", "not a JSON object"],
  ["{}", "operation is missing"],
  ['{"operation":1,"payload":1}', "operation is missing"],
  ['{"operation":"o","sql":1}', "sql is not a string"],
  ['{"operation":"o"}', "an entry has either a payload or sql"],
  ['{"operation":"o","sql":"x","payload":1}', "an entry has either a payload or sql"],
])("the text %s does not decode: %s", (text, message) => {
  expect(codeOf(() => decodeEntry(text, NAME))).toEqual(["HIVE_INVALID_ENTRY", message]);
});

function nested(levels: number): string {
  return "[".repeat(levels) + "]".repeat(levels);
}

test("an entry of 500 levels decodes, one of 501 does not", () => {
  const text = (levels: number): string => `{"operation":"o","payload":${nested(levels - 1)}}`;
  expect(JSON.stringify(decodeEntry(text(500), NAME).payload)).toBe(nested(499));
  expect(codeOf(() => decodeEntry(text(501), NAME))).toEqual(["HIVE_INVALID_ENTRY", "nested deeper than 500 levels"]);
});

test("the name decides seq and priority, unknown fields are kept, missing ones filled", () => {
  const text = '{"operation":"o","sql":"SELECT 1","seq":"x","priority":9,"extra":[1],"retries":-1,"metadata":3}';
  expect(decodeEntry(text, NAME)).toEqual({
    operation: "o",
    sql: "SELECT 1",
    seq: "a",
    priority: 3,
    extra: [1],
    retries: 0,
    metadata: {},
    created_at: "",
  } as ReturnType<typeof decodeEntry>);
});

test("attempts beyond all numbers count as none, so that a dead letter can say how many there were", () => {
  expect(decodeEntry('{"operation":"o","sql":"SELECT 1","retries":1e999}', NAME).retries).toBe(0);
});
