/** hive judges by ignore files as git does, or leaves it to git. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { IgnoreRules } from "../../../src/snapshots/look/ignore-rules.ts";
import { Project } from "../../support/snapshots/snapshots.ts";

const FILES = [
  "a",
  "b.log",
  "dir/a",
  "dir/a.b",
  "dir/b.log",
  "dir/sub/a",
  "dir/sub/x.log",
  "sub/dir/a",
  "ab/é",
  "ab/ a",
];
const DIRECTORIES = ["dir", "dir/sub", "sub", "sub/dir", "ab"];
const ASKED = [...FILES, ...DIRECTORIES, "gone", "dir/gone.log", "dir/.gitignore"];
const IGNORES = [".gitignore", "dir/.gitignore", "dir/sub/.gitignore", ".git/info/exclude", "users-ignore"];

const piece = fc.constantFrom("a", "b", ".log", "dir", "sub", "*", "**", "/", ".", "é", "+", "(", "$");
const rare = fc.constantFrom("?", "[ab]", "\\", " ", "\t", "!", "#", "***", "{a,b}");
const pattern = fc
  .array(fc.oneof({ weight: 8, arbitrary: piece }, { weight: 1, arbitrary: rare }), { minLength: 1, maxLength: 4 })
  .map((pieces) => pieces.join(""));
const usual = fc.constantFrom(
  "*.log",
  "dir/",
  "/dir",
  "dir/*",
  "sub/**",
  "**/sub",
  "dir/**/a",
  "*",
  "!a",
  "!*/",
  "!dir/",
  "#a",
);
const line = fc.oneof(
  pattern,
  usual,
  pattern.map((one) => `!${one}`),
  pattern.map((one) => `${one}/`),
);
const text = fc
  .tuple(fc.array(line, { maxLength: 4 }), fc.constantFrom("\n", "\r\n"), fc.constantFrom("", "\uFEFF", "  "))
  .map(([lines, end, first]) => first + lines.map((one) => one + end).join(""));

/** Those of the paths that git ignores. */
function ignoredByGit(top: string): Set<string> {
  const args = ["-c", `core.excludesFile=${top}/users-ignore`, "check-ignore", "--no-index", "-z", "--stdin"];
  const stdin = Buffer.from(ASKED.map((path) => `${path}\0`).join(""));
  const { stdout } = Bun.spawnSync(["git", ...args], { cwd: top, env: process.env, stdin });
  return new Set(stdout.toString().split("\0"));
}

test("what hive judges by the ignore files git judges the same, whatever they say", () => {
  using project = new Project();
  for (const file of FILES) {
    mkdirSync(dirname(project.path(file)), { recursive: true });
    writeFileSync(project.path(file), "");
  }
  let judged = 0;
  let asked = 0;
  fc.assert(
    fc.property(fc.tuple(...IGNORES.map(() => text)), (texts) => {
      for (const [n, name] of IGNORES.entries()) writeFileSync(project.path(name), texts[n]!);
      const rules = new IgnoreRules(project.top, [project.path(".git/info/exclude"), project.path("users-ignore")]);
      const ignored = ignoredByGit(project.top);
      for (const path of ASKED) {
        const isIgnored = rules.isIgnored(path);
        asked += 1;
        if (isIgnored === null) continue;
        judged += 1;
        expect([path, isIgnored]).toEqual([path, ignored.has(path)]);
      }
    }),
    { numRuns: 300 },
  );
  // Else the test would show nothing.
  expect(judged).toBeGreaterThan(asked / 4);
}, 120_000);
