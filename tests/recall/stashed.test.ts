/** Which changes the last `git stash` took away. */
import { expect, test } from "bun:test";
import { stashedIn } from "../../src/recall/made-files.ts";

const FILE = { key: "/p/a.txt", atMs: 1 };

test.each([
  ["git stash", true],
  ["git stash push -m wip", true],
  ["git stash -- a.txt", true],
  ["git stash push -q -- b.txt", false],
  ["git stash list", false],
  ["git stash pop", false],
  ["git stash && npm test; git stash pop", false],
  ["git stash pop; git stash", true],
])("%p leaves a file in the stash: %p", (command, isStashed) => {
  expect(stashedIn([{ key: "c", atMs: 2, command, outcome: "ok" }])(FILE)).toBe(isStashed);
});
