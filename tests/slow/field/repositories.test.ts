/** Repositories side by side share no state, and a monorepo's packages share one. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { replay, type Step } from "../../support/sessions/replay.ts";
import { APPLY, call, failed, prompt, start } from "../../support/sessions/session-steps.ts";

// A replay starts many processes, one after the other.
setDefaultTimeout(300_000);

const inside = (path: string): Partial<Step> => ({ env: { CLAUDE_PROJECT_DIR: `@/${path}` } });
const startIn = (session: string, path: string): Step =>
  call("SessionStart", session, { source: "startup", cwd: `@/${path}` }, inside(path));
const crashIn = (session: string, path: string, task: string): Step[] => [
  startIn(session, path),
  prompt(session, task, inside(path)),
  failed(session, `make ${session}`, inside(path)),
];
const resumeIn = (path: string): Step => ({ sh: `cd ${path} && bun "$HIVE/src/cli/main.ts" resume` });

test("of two repositories below a directory with a state, each has its own, and reads its older one there", async () => {
  const { given, printed } = await replay([
    { sh: "rm -rf .git; mkdir -p .hive-mind one two && git init -q one" },
    // From before the second was a repository.
    ...crashIn("old", "two", "the older task of two"),
    APPLY,
    { sh: "git init -q two" },
    ...crashIn("a", "one", "the task of one"),
    startIn("b", "two"),
    startIn("c", "one"),
    { sh: "ls -d one/.hive-mind two/.hive-mind" },
    resumeIn("one"),
  ]);
  expect(given.get("b")).toContain("the older task of two");
  expect(given.get("b")).not.toContain("the task of one");
  expect(given.get("c")).toContain("the task of one");
  expect(printed[2]).toBe("one/.hive-mind\ntwo/.hive-mind\n");
  expect(printed[3]).toContain("the task of one");
});

test("hive resume takes the session of the same package first, and at the top the latest", async () => {
  const { printed } = await replay([
    { sh: "mkdir -p packages/a/src packages/b" },
    ...crashIn("a", "packages/a", "the task of a"),
    ...crashIn("b", "packages/b", "the task of b"),
    ...["packages/a", "packages/a/src", "packages/b", "."].map(resumeIn),
  ]);
  const sessions = printed.slice(1).map((text) => /^Session (\w),/m.exec(text)?.[1]);
  expect(sessions).toEqual(["a", "a", "b", "b"]);
});

test("hive resume takes the session of the same worktree before a later one of another", async () => {
  const { printed } = await replay([
    { sh: "git worktree add -q -b side side" },
    ...crashIn("w", "side", "the task of the side"),
    ...crashIn("m", ".", "the main task"),
    resumeIn("side"),
    resumeIn("."),
  ]);
  expect(printed[1]).toContain("the task of the side");
  expect(printed[2]).toContain("the main task");
});

test("a check and a file of a package are told with its directory, and the agent continues where it began", async () => {
  const cwd = "@/packages/a";
  const edit = {
    tool_name: "Edit",
    tool_input: { file_path: "@/packages/a/src/x.ts" },
    tool_use_id: "e",
    tool_response: {},
  };
  const check = {
    tool_name: "Bash",
    tool_input: { command: "npm test" },
    tool_use_id: "t",
    error: "Exit code 1\n1 failed",
  };
  const { given, printed } = await replay([
    { sh: "mkdir -p packages/a packages/b" },
    start("a", { live: 1 }),
    prompt("a", "mend the packages", { live: 1 }),
    call("PostToolUse", "a", { ...edit, cwd }, { live: 1 }),
    call("PostToolUseFailure", "a", { ...check, cwd }, { live: 1 }),
    { kill: 1 },
    resumeIn("packages/b"),
    resumeIn("."),
    start("u"),
  ]);
  expect(given.get("u")).toContain("- “npm test” in “packages/a”: “1 failed”");
  expect(given.get("u")).toContain("changed “packages/a/src/x.ts”");
  expect(printed[1]).toMatch(/^To continue it in its agent: cd \/\S+\/project && claude --resume a$/m);
  expect(printed[2]).toContain("To continue it in its agent: claude --resume a\n");
});
