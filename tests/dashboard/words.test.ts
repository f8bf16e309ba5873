/** What the page says in few words. */
import { expect, test } from "bun:test";
import { brief } from "../../src/dashboard/page/words.ts";

test("a title beside a match is brief, and well-formed where it is cut", () => {
  expect(brief("Repair the login form")).toBe("Repair the login form");
  const long = brief("word ".repeat(50));
  expect([long.length, long.endsWith("word…")]).toEqual([60, true]);
  expect(brief(`${"a".repeat(58)}\u{1f600}${"b".repeat(58)}`).isWellFormed()).toBe(true);
});
