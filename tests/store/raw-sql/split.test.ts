import { expect, test } from "bun:test";
import { firstKeyword, nameOf, splitStatements, tokenize } from "../../../src/store/raw-sql/split.ts";

const SPLITS: readonly (readonly [string, readonly string[]])[] = [
  ["", []],
  [" ;\n; -- c\n ; /* d */", []],
  ["SELECT 1", ["SELECT 1"]],
  ["SELECT 1;", ["SELECT 1"]],
  ["a;b ; c", ["a", "b", "c"]],
  ["/* x */ a -- y\n;-- z\nb", ["a", "b"]],
  ["a ';' b", ["a ';' b"]],
  ["a 'it''s;' b;c", ["a 'it''s;' b", "c"]],
  ["a '\\';b", ["a '\\'", "b"]],
  ['a ";" "x"";" ;b', ['a ";" "x"";"', "b"]],
  ["a [;'] ; b", ["a [;']", "b"]],
  ["a `;``;` ; b", ["a `;``;`", "b"]],
  ["a --;'\n;b", ["a", "b"]],
  ["a --;\rb\nc", ["a --;\rb\nc"]],
  ["a /* ; ' */ b;c", ["a /* ; ' */ b", "c"]],
  ["a /* /* */ ; b", ["a", "b"]],
  ["a - - ; b", ["a - -", "b"]],
  ["a $x(;) ; b", ["a $x(;)", "b"]],
  ["a $x ; b", ["a $x", "b"]],
  ["x'00';X'ff'", ["x'00'", "X'ff'"]],
  ["1e5;.5;0x1F;1_0", ["1e5", ".5", "0x1F", "1_0"]],
  ["é;ü", ["é", "ü"]],
];

for (const [sql, statements] of SPLITS) {
  test(`${JSON.stringify(sql)} is ${statements.length} statements`, () => {
    expect(splitStatements(sql)).toEqual([...statements]);
  });
}

const REFUSED: readonly (readonly [string, string])[] = [
  ["a 'b", "no ' closes the ' at 2"],
  ["a 'b''", "no ' closes the ' at 2"],
  ['a "b', 'no " closes the " at 2'],
  ["a [b", "no ] closes the [ at 2"],
  ["a [x]];b", 'the character "]"'],
  ["a `b", "no ` closes the ` at 2"],
  ["a /* b", "no */ closes the comment at 2"],
  ["a /*/", "no */ closes the comment at 2"],
  ["a\0", "a NUL character"],
  ["'\0'", "a NUL character"],
  ["'\ud800'", "half a surrogate pair"],
  ["\ufeffa", "a byte order mark"],
  ["a \\", 'the character "\\\\"'],
  ["a \v b", 'the character "\\u000b"'],
];

test.each(REFUSED)("%p is refused", (sql, reason) => {
  expect(() => splitStatements(sql)).toThrow(
    expect.objectContaining({ code: "HIVE_SQL_REFUSED", message: `refused: ${reason}` }) as Error,
  );
});

test("tokens have the kinds that SQLite gives them", () => {
  const kinds = tokenize("a \"b\" [c] `d` 'e' x'00' 1.5e-3 ?1 :f @g $h::i #1 <>").map(({ kind }) => kind);
  expect(kinds).toEqual([
    "word",
    ...Array<"quoted">(3).fill("quoted"),
    "string",
    "blob",
    "number",
    ...Array<"parameter">(5).fill("parameter"),
    "symbol",
    "symbol",
  ]);
});

test("the first keyword is in capitals, and found behind spaces and comments", () => {
  const statements = ["select 1", " \t-- a\n/* b */ Pragma x", "(SELECT 1)", "'SELECT'", "", "-- SELECT"];
  expect(statements.map(firstKeyword)).toEqual(["SELECT", "PRAGMA", "", "", "", ""]);
});

test("the name of a token is without its quotes", () => {
  const names = tokenize("a \"b\"\"c\" [d\"\"e] `f``g` 'h''i' 1 x'00' ?").map(nameOf);
  expect(names).toEqual(["a", 'b"c', 'd""e', "f`g", "h'i", undefined, undefined, undefined]);
});
