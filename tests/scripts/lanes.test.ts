import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { countsOf, errorsIn, failuresOf, slowestFiles, unlistedSkips } from "../../scripts/lanes/report.ts";

const TOP = resolve(import.meta.dir, "../..");
const read = (path: string): string => readFileSync(join(TOP, path), "utf8");
const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bun test" tests="5" assertions="9" failures="1" skipped="2" time="0.06">
  <testsuite name="tests/a.test.ts" file="tests/a.test.ts" tests="5" failures="1" skipped="2">
    <testcase name="a &lt;b&gt; &apos;c&apos; &amp;lt;" classname="" time="0" file="tests/a.test.ts" line="1" assertions="0">
      <skipped />
    </testcase>
    <testcase name="passes" classname="" time="0" file="tests/a.test.ts" line="1" assertions="0" />
    <testcase name="later" classname="" time="0" file="tests/b.test.ts" line="1" assertions="0">
      <skipped message="TODO" />
    </testcase>
  </testsuite>
</testsuites>
`;

test("a report's tests are counted without those that were skipped", () => {
  expect(countsOf(REPORT)).toEqual({ passed: 2, failed: 1 });
});

test("a run that left no report counts nothing", () => {
  expect(countsOf("")).toEqual({ passed: 0, failed: 0 });
});

const FAILED = `<testcase name="a &lt;b&gt;" time="0" file="tests/a.test.ts" line="2">
      <failure type="AssertionError" message="no">AssertionError: no&#10;      at tests/a.test.ts:2:87&#10;</failure></testcase>
    <testcase name="passes" time="0" file="tests/a.test.ts" line="3" />
    <testcase name="(unnamed)" time="0" file="tests/c.test.ts">
      <failure type="TimeoutError" message="test timed &quot;out&quot;" /></testcase>`;

test("the tests that failed are known by file, title, error and text", () => {
  expect(failuresOf(FAILED)).toEqual([
    {
      file: "tests/a.test.ts",
      title: "a <b>",
      type: "AssertionError",
      text: "AssertionError: no\n      at tests/a.test.ts:2:87",
    },
    { file: "tests/c.test.ts", title: "(unnamed)", type: "TimeoutError", text: 'test timed "out"' },
  ]);
});

const suite = (file: string, seconds: number) =>
  `<testsuite name="${file}" file="${file}" tests="1" assertions="0" failures="0" skipped="0" time="${seconds}">`;

test("the slowest files come first, a file with its describe blocks once", () => {
  const xml = [suite("a", 1.5), suite("b", 20), suite("b", 3), suite("c", 0.1)].join("\n");
  expect(slowestFiles(xml, 2)).toEqual([
    { file: "b", seconds: 20 },
    { file: "a", seconds: 1.5 },
  ]);
});

test("errors outside of tests are counted", () => {
  expect(errorsIn(" 1 pass\n 3 fail\n 1 error\nRan 4 tests")).toBe(1);
  expect(errorsIn(" 1 pass\n 3 fail\n")).toBe(0);
});

test.each([
  ["[]", ["tests/a.test.ts: a <b> 'c' &lt;", "tests/b.test.ts: later"]],
  ['[{ "file": "tests/a.test.ts", "reason": "r" }]', ["tests/b.test.ts: later"]],
  [
    '[{ "file": "tests/a.test.ts", "title": "other", "reason": "r" }]',
    ["tests/a.test.ts: a <b> 'c' &lt;", "tests/b.test.ts: later"],
  ],
  ['[{ "file": "tests/a.test.ts", "title": "<b>", "reason": "r" }, { "file": "tests/b.test.ts", "reason": "r" }]', []],
])("of skipped tests those are told that the list does not name: %s", (list, told) => {
  expect(unlistedSkips(REPORT, list)).toEqual(told);
});

test("each file in the list of skips is there, and has a reason", () => {
  const list = JSON.parse(readFileSync(join(TOP, "tests/skips.json"), "utf8")) as { file: string; reason: string }[];
  expect(list.filter(({ file, reason }) => !existsSync(join(TOP, file)) || reason.length < 10)).toEqual([]);
});

test("the four lanes have one name each, in package.json, CONTRIBUTING and CI", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  expect(scripts["check"]).toBe("bun scripts/lanes.ts --check");
  const named = [...read("CONTRIBUTING.md").matchAll(/^\| `(bun run check|scripts\/test[^`]*)`/gm)].map(
    ([, lane]) => lane,
  );
  expect(named).toEqual(["bun run check", "scripts/test", "scripts/test --all", "scripts/test --nightly"]);
  expect(read(".ci/run")).toContain('exec scripts/test "${1:---all}"');
});

test("an unknown lane is refused with exit code 20", () => {
  const { exitCode, stderr } = Bun.spawnSync([process.execPath, join(TOP, "scripts/lanes.ts"), "--fast"]);
  expect({ exitCode, says: stderr.toString() }).toEqual({ exitCode: 20, says: expect.stringContaining("--nightly") });
});
