/** What no hook reports: an operation that git has stopped in or ended, and files that a command or a person changed. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { replay, type Step } from "../../support/sessions/replay.ts";
import { APPLY, call, end, failed, passed, prompt, start, wrote } from "../../support/sessions/session-steps.ts";

setDefaultTimeout(300_000);

const GIT = "git -c user.name=a -c user.email=a@b";
const conflict = (command: string): Step[] => [
  {
    sh: `cd @ && echo 1 > f && git add f && ${GIT} commit -qm one && git checkout -qb topic && echo 2 > f && ${GIT} commit -qam two && git checkout -q main && echo 3 > f && ${GIT} commit -qam three && git checkout -q topic`,
  },
  start("a"),
  prompt("a", "bring topic up to date"),
  { sh: `cd @ && ${GIT} ${command.slice(4)}` },
  call("PostToolUseFailure", "a", {
    tool_name: "Bash",
    tool_input: { command },
    tool_use_id: command,
    error: "Exit code 1\nCONFLICT (content): Merge conflict in f",
  }),
  APPLY,
];
const FAILING = "CONFLICT (content): Merge conflict in f”";

test.each([
  ["git rebase main", "A rebase is in progress.", "git rebase --abort"],
  ["git merge main", "A merge is in progress.", "git merge --abort"],
])(
  "%s that stopped at a conflict is told as in progress, and as ended once a person ended it",
  async (command, open, abort) => {
    const { given } = await replay([...conflict(command), start("b"), { sh: `cd @ && ${abort}` }, start("c")]);
    expect(given.get("b")).toContain(open);
    expect(given.get("b")).toContain(`${FAILING}\n`);
    expect(given.get("c")).not.toContain("in progress");
    expect(given.get("c")).toContain(`${FAILING} (git has ended it since)`);
  },
);

test("a check that failed before a command changed a file is told as older than the change", async () => {
  const { given } = await replay([
    { sh: "mkdir -p @/src && echo 1 > @/src/a.ts" },
    start("a"),
    prompt("a", "fix the sum"),
    failed("a", "npm test"),
    { sh: "sleep 0.05; sed -i s/1/2/ @/src/a.ts" },
    passed("a", "sed -i s/1/2/ src/a.ts"),
    start("b"),
  ]);
  expect(given.get("b")).toContain("- “npm test”: “3 fail” (files changed since)");
});

test("a conflict that git remembers in no file is not told as ended", async () => {
  const squash = "git merge --squash main";
  const { given } = await replay([...conflict(squash), start("b")]);
  expect(given.get("b")).toContain(`${FAILING}\n`);
});

test("a session is told whatever lies at the paths of its files now", async () => {
  const long = `@/${"x".repeat(300)}.ts`;
  const { given } = await replay([
    { sh: "mkdir -p @/src/a && echo 1 > @/src/a/x.ts" },
    start("a"),
    prompt("a", "fix the sum"),
    wrote("a", "@/src/a/x.ts"),
    wrote("a", long),
    failed("a", "npm test"),
    passed("a", "rm src/a/x.ts"),
    { sh: "rm -r @/src/a && echo a file > @/src/a" },
    start("b"),
  ]);
  expect(given.get("b")).toContain("“npm test”: “3 fail”");
  expect(given.get("b")).toContain("gone by now: “src/a/x.ts”");
});

test("a check that failed after the last change is told as it was", async () => {
  const { given } = await replay([
    { sh: "mkdir -p @/src && echo 1 > @/src/a.ts" },
    start("a"),
    prompt("a", "fix the sum"),
    wrote("a", "@/src/a.ts"),
    { sh: "sleep 0.05" },
    failed("a", "npm test"),
    start("b"),
  ]);
  expect(given.get("b")).toContain("- “npm test”: “3 fail”\n");
});

const notice = (id: string, status: string, rest: string): string =>
  JSON.stringify({
    type: "user",
    message: {
      role: "user",
      content: `<task-notification>\n<task-id>${id}</task-id>\n<status>${status}</status>\n${rest}\n</task-notification>`,
    },
  });

test("what ended in the background and stands in the transcript alone is told as ended, with what it found", async () => {
  const lines = [
    notice("ag1", "completed", "<result>Two floats in ledger.ts</result>"),
    notice("bg1", "failed", "<summary>npm test exited with 1</summary>"),
  ];
  const path = { transcript_path: "@/t.jsonl" };
  const { given } = await replay([
    { sh: `printf '%s\n' '${lines.join("' '")}' > @/t.jsonl` },
    start("a"),
    prompt("a", "find the floats"),
    call("PostToolUse", "a", {
      ...path,
      tool_name: "Agent",
      tool_input: { description: "look for floats", subagent_type: "Explore" },
      tool_use_id: "1",
      tool_response: { status: "async_launched", agentId: "ag1" },
    }),
    call("PostToolUse", "a", {
      ...path,
      tool_name: "Bash",
      tool_input: { command: "npm test", run_in_background: true },
      tool_use_id: "2",
      tool_response: { stdout: "", backgroundTaskId: "bg1" },
    }),
    start("b"),
  ]);
  expect(given.get("b")).toContain("- Explore “look for floats”: “Two floats in ledger.ts”");
  expect(given.get("b")).toContain("Failing now:\n- “npm test”: “npm test exited with 1”");
  expect(given.get("b")).not.toContain("Running");
});

test("a session that ended in mid-turn is listed among the open ones, by its task and not by a greeting", async () => {
  const { printed } = await replay([
    start("a"),
    prompt("a", "hi"),
    prompt("a", "move the ledger to cents"),
    failed("a", "npm test"),
    end("a", "other"),
    APPLY,
    { cli: ["sessions", "--open"] },
  ]);
  expect(printed.at(-1)).toMatch(/move the ledger to cents .* mid-turn/);
});

const said = (id: string, name: string): object => ({
  type: "assistant",
  message: { role: "assistant", content: [{ type: "tool_use", id, name, input: { title: "x" } }] },
});
const result = (id: string, content: string, more: object = {}, entry: object = {}): object => ({
  type: "user",
  timestamp: new Date().toISOString(),
  message: { role: "user", content: [{ type: "tool_result", tool_use_id: id, content, ...more }] },
  ...entry,
});

test("a server's tool that failed and an answer to the agent's question are told from the transcript", async () => {
  const isError = { is_error: true };
  const lines = [
    said("1", "mcp__tracker__create_issue"),
    result("1", "Error: 403 the token has expired", isError),
    said("2", "mcp__docs__search"),
    result("2", "Error: timeout", isError),
    said("3", "mcp__docs__search"),
    result("3", "found"),
    said("4", "AskUserQuestion"),
    result("4", "", {}, { toolUseResult: { answers: { "Which store?": "SQLite, not Postgres" } } }),
  ];
  const { given } = await replay([
    { sh: `cat > @/t.jsonl <<'E'\n${lines.map((one) => JSON.stringify(one)).join("\n")}\nE` },
    start("a"),
    call("UserPromptSubmit", "a", { prompt: "store the ledger", prompt_id: "p", transcript_path: "@/t.jsonl" }),
    passed("a", "make build"),
    start("b"),
  ]);
  expect(given.get("b")).toContain(
    "Failing now:\n- “mcp__tracker__create_issue”: “Error: 403 the token has expired”\n",
  );
  expect(given.get("b")).not.toContain("mcp__docs__search");
  expect(given.get("b")).toContain("Later prompts:\n- “Which store? → SQLite, not Postgres”\n");
});

test("a change that git stash took away is told as in the stash, and after git stash pop as a change", async () => {
  const edited: Step[] = [
    { sh: `cd @ && echo 1 > f && git add f && ${GIT} commit -qm one && echo 2 > f` },
    start("a"),
    prompt("a", "raise f"),
    call("PostToolUse", "a", {
      tool_name: "Edit",
      tool_input: { file_path: "@/f" },
      tool_use_id: "1",
      tool_response: { filePath: "@/f" },
    }),
    { sh: `cd @ && ${GIT} stash -q` },
    passed("a", "git stash"),
    call("PreCompact", "a", { trigger: "manual" }),
    APPLY,
  ];
  const { given } = await replay([
    ...edited,
    start("b"),
    { sh: `cd @ && ${GIT} stash pop -q` },
    passed("a", "git stash pop"),
    call("PreCompact", "a", { trigger: "manual" }),
    APPLY,
    start("c"),
  ]);
  expect(given.get("b")).toContain("- in the git stash: “f”");
  expect(given.get("c")).toContain("- changed “f”");
});

test("what has become of files by a command is told however many commands came since", async () => {
  const many = Array.from({ length: 25 }, (_, n) => passed("a", `npm test suite-${n}`));
  const { given } = await replay([
    { sh: `cd @ && echo 1 > f && git add f && ${GIT} commit -qm one && echo 2 > f` },
    start("a"),
    prompt("a", "raise f"),
    ...["f", "draft.md"].map((name) =>
      call("PostToolUse", "a", {
        tool_name: "Edit",
        tool_input: { file_path: `@/${name}` },
        tool_use_id: name,
        tool_response: { filePath: `@/${name}` },
      }),
    ),
    { sh: `cd @ && ${GIT} stash -q` },
    passed("a", "git stash"),
    passed("a", "rm draft.md"),
    ...many,
    call("PreCompact", "a", { trigger: "manual" }),
    APPLY,
    start("b"),
  ]);
  expect(given.get("b")).toContain("- in the git stash: “f”");
  expect(given.get("b")).toContain("- gone by now: “draft.md”");
});
