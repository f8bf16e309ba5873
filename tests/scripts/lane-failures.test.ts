import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { endOfLane, filesToRunAgain } from "../../scripts/lanes/failures.ts";
import type { Failure } from "../../scripts/lanes/report.ts";
import { tempDir } from "../support/temp-dir.ts";

const failure = (file: string, text = "AssertionError: no", type = "AssertionError"): Failure => ({
  file,
  title: "t",
  type,
  text,
});
const failures = (...files: string[]) => files.map((file) => failure(file));

test("files that failed are run again, but not four, and not beside a file that does not load", () => {
  expect(filesToRunAgain(failures("a", "b", "a", "c"), 0)).toEqual(["a", "b", "c"]);
  expect(filesToRunAgain(failures("a", "b", "c", "d"), 0)).toEqual([]);
  expect(filesToRunAgain(failures("a"), 1)).toEqual([]);
});

const BROKEN = "InvariantError: 1 invariants broken in /x\n7 is lost";

test.each([
  ["an invariant", failure("tests/slow/worker/a.test.ts", BROKEN, "InvariantError")],
  ["an invariant that is a cause", failure("tests/fuzz/a.test.ts", `Error: property failed\n\n${BROKEN}`, "Error")],
  ["an assertion where losses are looked for", failure("tests/torture/crash/a.test.ts")],
  ["any error there", failure("tests/torture/soak/a.test.ts", "Error: gone", "Error")],
])("nothing is run again after %s", (_, final) => {
  expect(filesToRunAgain([final, failure("tests/torture/dashboard/b.test.ts")], 0)).toEqual([]);
});

test.each([
  failure("tests/torture/dashboard/a.test.ts"),
  failure("tests/torture/crash/a.test.ts", "test timed out", "TimeoutError"),
  failure("tests/torture/crash/a.test.ts", "Error: after 20000 ms this is not so: () => isUp()", "Error"),
])("a file is run again where the machine may be to blame: $type in $file", (one) => {
  expect(filesToRunAgain([one], 0)).toEqual([one.file]);
});

const COMPARISON = [
  "AssertionError: expect(received).toEqual(expected)",
  "",
  "  {",
  ...Array.from({ length: 30 }, (_, index) => `    "same${index}": 1,`),
  '-   "a": 2,',
  '+   "a": 1,',
  "  }",
  "",
  "- Expected  - 1",
  "+ Received  + 1",
  "",
  ...Array.from({ length: 30 }, (_, index) => `      at tests/a.test.ts:${index}:1`),
].join("\n");

test("the last lines of a lane name what failed and say what was expected", () => {
  const end = endOfLane([{ title: "FAILED: a: t", text: COMPARISON }]);
  expect(end.slice(-6)).toEqual([
    "FAILED: a: t",
    "    AssertionError: expect(received).toEqual(expected)",
    '    -   "a": 2,',
    '    +   "a": 1,',
    "    - Expected  - 1",
    "    + Received  + 1",
  ]);
  expect(end.slice(0, 4)).toEqual(["", "-- FAILED: a: t", ...COMPARISON.split("\n").slice(0, 2)]);
  expect(end).toHaveLength(2 + 40 + 1 + 6);
});

test("the last lines are twelve, however much failed and said", () => {
  for (const count of [1, 2, 3, 7, 12, 13, 100]) {
    const end = endOfLane(Array.from({ length: count }, (_, n) => ({ title: `FAILED: ${n}`, text: COMPARISON })));
    const last = end.slice(end.findLastIndex((line) => line === "") + 1);
    expect({ count, fits: last.length <= 12, first: last[0] }).toEqual({ count, fits: true, first: "FAILED: 0" });
  }
});

test("six problems are told at length, and of a program's output the end", () => {
  const lint = {
    title: "FAILED: lint",
    text: Array.from({ length: 20 }, (_, n) => `line ${n}`).join("\n"),
    isOutput: true,
  };
  const rest = Array.from({ length: 9 }, (_, n) => ({ title: `FLAKY ${n}`, text: "x", isHarmless: true }));
  const end = endOfLane([...rest, lint]);
  expect(end.filter((line) => line.startsWith("-- "))).toEqual([
    "-- FAILED: lint",
    ...[0, 1, 2, 3, 4].map((n) => `-- FLAKY ${n}`),
  ]);
  expect(endOfLane([lint]).at(-12)).toBe("FAILED: lint");
  expect(endOfLane([lint]).at(-1)).toBe("    line 19");
  expect(endOfLane([])).toEqual([""]);
});

const SUITE = resolve(import.meta.dir, "../../scripts/lanes/suite.ts");

/** Runs a suite of one test file each, by its body. @returns the counts, the titles of its problems, and what was shown */
function run(bodies: Readonly<Record<string, string>>) {
  using dir = tempDir();
  mkdirSync(join(dir.path, "tests"));
  for (const [name, body] of Object.entries(bodies)) {
    const file = join(dir.path, `tests/${name}.test.ts`);
    writeFileSync(
      file,
      `import { expect, test } from "bun:test";\nimport { existsSync, writeFileSync } from "node:fs";\n${body}`,
    );
  }
  const program = `import { runSuite } from ${JSON.stringify(SUITE)};
    const { passed, failed, problems } = await runSuite(process.cwd(), { command: ["./tests"] });
    console.log(JSON.stringify({ passed, failed, titles: problems.map((one) => one.title), texts: problems.map((one) => one.text) }));`;
  const { stdout } = Bun.spawnSync([process.execPath, "-e", program], {
    cwd: dir.path,
    env: { ...process.env, CI: "" },
  });
  return JSON.parse(stdout.toString().trim().split("\n").at(-1)!) as Record<string, unknown>;
}

const SECOND_TIME = `test("late", () => {
  const isFirst = !existsSync("seen");
  writeFileSync("seen", "");
  expect(isFirst ? "first" : "second").toBe("second");
});`;
const LOST = `test("lost", () => {
  const error = new Error("7 is lost");
  error.name = "InvariantError";
  throw error;
});`;

test("a test that passes alone fails nothing, and its first failure is told", () => {
  expect(run({ a: SECOND_TIME, b: 'test("passes", () => {});' })).toEqual({
    passed: 2,
    failed: 0,
    titles: ["FLAKY, failed and then passed alone: tests/a.test.ts: late"],
    texts: [expect.stringContaining('Received: "first"')],
  });
});

test("a test that fails twice has failed", () => {
  expect(run({ a: 'test("wrong", () => expect(1).toBe(2));' })).toMatchObject({
    passed: 0,
    failed: 1,
    titles: ["FAILED: tests/a.test.ts: wrong"],
  });
});

test("a broken invariant is never run again, and neither is what failed beside it", () => {
  const result = run({ a: SECOND_TIME, b: LOST });
  expect(result).toMatchObject({ passed: 0, failed: 2 });
  expect((result["titles"] as string[]).toSorted()).toEqual([
    "FAILED: tests/a.test.ts: late",
    "FAILED: tests/b.test.ts: lost",
  ]);
});

test("a file that does not load has failed, with what Bun says of it", () => {
  expect(run({ a: 'import "./missing.ts";' })).toMatchObject({
    failed: 1,
    titles: ["FAILED outside of a test"],
    texts: [expect.stringContaining("missing.ts")],
  });
});
