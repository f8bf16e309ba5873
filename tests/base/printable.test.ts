/** All code points there are: what of them reaches a terminal, an agent, and who parses JSON. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { json, oneLine, table } from "../../src/cli/text/render.ts";
import { quoted, quotedPath, word } from "../../src/recall/report/quoted.ts";
import { printable, printableColours, printableJson, printableLines } from "../../src/base/text/printable.ts";

setDefaultTimeout(60_000);

/** Each property by itself, so that a slip in hive's own pattern shows. */
const UNPRINTABLE = [
  /\p{Cc}/u,
  /\p{Cf}/u,
  /\p{Cs}/u,
  /\p{Co}/u,
  /\p{Cn}/u,
  /\p{Zl}/u,
  /\p{Zp}/u,
  /\p{Default_Ignorable_Code_Point}/u,
  // Those that an attack was seen with.
  /[\u0080-\u009f\u007f\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u061c\u00ad\ufeff\u2060]/u,
  /[\u115f\u1160\u3164\uffa0\u180e]|\u034f|[\u180b-\u180d]|[\ufe00-\ufe0f]|[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}]/u,
];
const isPrintable = (text: string): boolean => !UNPRINTABLE.some((pattern) => pattern.test(text));

const LAST = 0x10ffff;
const CODE_POINTS = Array.from({ length: LAST + 1 }, (_, code) => String.fromCodePoint(code));
/** Some code points at a time, with letters between them so that none joins another. */
const CHUNKS = Array.from({ length: Math.ceil(CODE_POINTS.length / 512) }, (_, chunk) =>
  CODE_POINTS.slice(chunk * 512, (chunk + 1) * 512).join("x"),
);

test.each([
  ["printable", printable],
  ["printableLines", (text: string) => printableLines(text).replaceAll(/[\n\t]/g, "")],
  ["printableColours", (text: string) => printableColours(text).replaceAll(/[\n\t]/g, "")],
  ["oneLine", (text: string) => oneLine(text, 10_000)],
  ["table", (text: string) => table(["a"], [[text]]).replaceAll("\n", "")],
  ["quoted", (text: string) => quoted(text, 10_000)],
  ["quotedPath", (text: string) => quotedPath(text, 10_000)],
  ["word", (text: string) => word(text, 10_000)],
  ["json", (text: string) => json({ [text]: [text] }).replaceAll("\n", "")],
])("%s lets none of all code points through that is not printable", (_name, show) => {
  for (const chunk of CHUNKS)
    expect({ chunk: chunk.codePointAt(0), is: isPrintable(show(chunk)) }).toMatchObject({ is: true });
});

test("what is printable stays as it is, and what is not becomes a dot each", () => {
  for (const character of CODE_POINTS) {
    const expected = isPrintable(character) ? character : /[\ufe0e\ufe0f]/.test(character) ? "" : "·";
    if (printable(character) !== expected) expect([character.codePointAt(0), printable(character)]).toEqual([]);
  }
});

test("JSON of any code point is parsed as the same value", () => {
  for (const chunk of CHUNKS) {
    const value = { [chunk]: `\\${chunk}` };
    const plain = JSON.stringify(value);
    if (JSON.stringify(JSON.parse(json(value))) !== plain) expect(json(value)).toBe("");
    if (JSON.stringify(JSON.parse(printableJson(plain))) !== plain) expect(printableJson(plain)).toBe("");
  }
});

test("half of a surrogate pair is a dot, an emoji is whole without its selector", () => {
  expect(printable("a\ud800b\udc00c")).toBe("a·b·c");
  expect(quoted("a\ud800b", 10)).toBe("“a\ufffdb”");
  expect(printable("❤\ufe0f 😀 👍🏽")).toBe("❤ 😀 👍🏽");
});

test("hive's own colours stay where a terminal is, and nobody else's sequences do", () => {
  expect(printableColours("\u001b[31mred\u001b[39m\n")).toBe("\u001b[31mred\u001b[39m\n");
  expect(printableColours("\u001b]0;title\u0007\u001b[6n\u009b2J")).toBe("·]0;title··[6n·2J");
  expect(printableLines("\u001b[31mred\u001b[39m\n")).toBe("·[31mred·[39m\n");
});
