import { expect, test } from "bun:test";
import { list as refactoringList } from "./lists/refactoring.ts";
import { SCENARIOS, UNSEEN } from "./scenarios.ts";
import { has, LIMIT, score } from "./score.ts";
import { fold, statementsOf } from "./statements.ts";
import type { List } from "./types.ts";

const LIST: List = {
  facts: [
    { id: "goal", all: [/cents/, "packages/billing"], together: true, why: "" },
    { id: "limit", all: [/not|n't/, "packages/legacy"], together: true, why: "" },
    { id: "red", all: ["bun test", /sums tax/], together: true, why: "" },
    { id: "count", all: [/\b5\b.{0,12}\b8\b/], why: "" },
  ],
  forbidden: [{ id: "types-red", all: ["tsc --noEmit", /\bfail(s|ed|ing)?\b/], unless: [/pass/], why: "" }],
  noise: [/rsync part-\d+/],
};
const IDLE = ["git status", "ls -la src", "yes"];

const scored = (...lines: string[]) => score(lines.join("\n"), LIST, IDLE);

test("A fact is there in any wording, with any quotes, in any case", () => {
  expect(scored("Goal: Cents in “packages/billing”", "Do NOT touch `packages/legacy`").missed).toEqual([
    "red",
    "count",
  ]);
  expect(scored("packages/legacy: don’t touch").missed).not.toContain("limit");
  expect(scored("Tasks: 5 of 8 done").missed).not.toContain("count");
  expect(scored("Tasks: 5/8").missed).not.toContain("count");
});

test("Words of a fact that stand in two statements are no fact", () => {
  expect(scored("- do not push", "- files: packages/legacy/a.ts").missed).toContain("limit");
});

test("A statement holds its headings and the lines that continue it", () => {
  expect(scored("Fails now:", "- bun test", "    (fail) invoice sums tax").missed).not.toContain("red");
  expect(scored("Fails now:", "- bun test", "- invoice sums tax").missed).toContain("red");
  expect(scored("Fails now:", "- `bunx tsc --noEmit`, a minute ago").wrong).toEqual(["types-red"]);
  expect(scored("# These failed", "- `bunx tsc --noEmit`, a minute ago").wrong).toEqual(["types-red"]);
  expect(scored("Passed:", "- `bunx tsc --noEmit`", "Failed:", "- `bun test`").wrong).toEqual([]);
  const [, , deep] = statementsOf("Commands:\n- failed:\n  - bun test\n    why\nFiles:\n- a.ts");
  expect(deep).toEqual({ line: "- bun test", whole: "Commands: - failed: - bun test why" });
});

test("Facts count in the first 2,000 characters, wrong statements anywhere", () => {
  const far = "x".repeat(LIMIT);
  expect(scored(far, "5 of 8 done", "tsc --noEmit failed")).toMatchObject({ present: 0, wrong: ["types-red"] });
});

test("A wrong statement is none where its words say that it is over", () => {
  expect(scored("- tsc --noEmit failed, then passed").wrong).toEqual([]);
});

test("A line about a command that only looked is noise, unless it tells a fact", () => {
  expect(scored("- `git status`: ok", "- `ls -la src`", "- git status, a minute ago").noise).toHaveLength(3);
  expect(scored("- `git status` after packages/billing went to cents").noise).toEqual([]);
  expect(scored("- the git status is clean", "- rsync part-7").noise).toEqual(["- rsync part-7"]);
});

test("A file that was only looked at is no file that was worked on", () => {
  const list = { facts: [{ id: "file", all: ["src/a.ts"], why: "" }], forbidden: [] };
  expect(score("- ok: “cat src/a.ts”", list, ["cat src/a.ts"])).toMatchObject({
    present: 0,
    noise: ["- ok: 'cat src/a.ts'"],
  });
  expect(score("- changed: “src/a.ts”", list, ["cat src/a.ts"])).toMatchObject({ present: 1, noise: [] });
});

test("A quoted yes is noise, a counted one is not", () => {
  expect(scored("- “yes”").noise).toHaveLength(1);
  expect(scored("- yes").noise).toHaveLength(0);
  expect(scored("- 4 short prompts (“yes”)").noise).toEqual([]);
});

test("A line that comes twice is noise once", () => {
  expect(scored("- packages/billing goes to cents", "- packages/billing goes to cents").noise).toHaveLength(1);
});

test("Nothing given is nothing told, and nothing wrong", () => {
  expect(scored("")).toEqual({
    length: 0,
    needed: 4,
    present: 0,
    missed: ["goal", "limit", "red", "count"],
    wrong: [],
    noise: [],
  });
});

test("A colleague's own words get every fact of a list within its 2,000 characters", () => {
  const story = {
    seed: 1,
    money: "billing",
    legacy: "legacy",
    route: "/v1/invoices",
    branch: "fix/cents",
    isTestRed: true,
    sum: 4711,
  };
  const words = [
    "You take over a refactoring on fix/cents: packages/billing goes from floats to integer cents.",
    "The JSON of /v1/invoices has to stay the same; don't touch packages/legacy; a commit for each step, no push.",
    "Later she asked for half-even rounding in the report.",
    "Five steps of eight are done (5/8). In progress: Convert report.ts. Then: Remove currency.ts helpers, Update the changelog.",
    "`bun test packages/billing` fails: invoice > sums tax per line, expected 4711.",
    "New: src/cents.ts and its test. Changed last: src/invoice.ts.",
    "An edit of report.ts was in flight when the agent was killed.",
  ].join("\n");
  expect(score(words, refactoringList(story))).toMatchObject({ missed: [], wrong: [], noise: [] });
});

test.each([...SCENARIOS, ...UNSEEN].map(({ name, tell }) => [name, tell] as const))(
  "Each word of each fact can be found in the session %s",
  (_, tell) => {
    for (const seed of [1, 2]) {
      const { recording, list } = tell(seed);
      const said = fold(textsOf(recording.steps).join(" ").replaceAll("\n", " "));
      const counted = list.facts.filter(({ id }) => id !== "progress");
      const absent = counted.filter(({ all }) => !all.every((pattern) => has(said, pattern))).map(({ id }) => id);
      expect({ seed, absent }).toEqual({ seed, absent: [] });
    }
  },
);

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
