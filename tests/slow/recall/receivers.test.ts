/** Who is given what: siblings of the failures from the field. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { replay, type Step } from "../../support/sessions/replay.ts";
import {
  APPLY,
  call,
  start,
  prompt,
  failed,
  stop,
  end,
  passed,
  worked,
  type Fields,
} from "../../support/sessions/session-steps.ts";

// A replay starts up to a hundred processes, one after the other.
setDefaultTimeout(300_000);

const UNATTENDED = { CLAUDE_CODE_ENTRYPOINT: "sdk-cli", CLAUDE_CODE_SESSION_ATTENDED: "0" };
const givenAfter = async (...steps: readonly Step[]): Promise<string> =>
  (await replay([...steps, start("u")])).given.get("u")!;

test("two that crashed together go to two that start", async () => {
  const { given } = await replay([
    ...worked("a", "the first task", { live: 1 }),
    ...worked("b", "the second task", { live: 2 }),
    { kill: 1 },
    { kill: 2 },
    APPLY,
    start("c", { live: 3 }),
    start("d", { live: 4 }),
  ]);
  expect(given.get("c")).toContain("the second task");
  expect(given.get("d")).toContain("the first task");
});

const inPackage = (name: string): Partial<Step> => ({ env: { CLAUDE_PROJECT_DIR: `@/packages/${name}` } });
const at = (name: string, steps: readonly Step[]): Step[] =>
  steps.map((step) => ({ ...step, p: { ...step.p, cwd: `@/packages/${name}` } }));

test("in a monorepo a session is given its own package's crash first, and without one another package's", async () => {
  const { given } = await replay([
    { sh: "mkdir -p @/packages/a @/packages/b @/packages/c" },
    ...at("a", worked("a", "the ledger's task", { ...inPackage("a"), live: 1 })),
    ...at("b", worked("b", "the page's task", { ...inPackage("b"), live: 2 })),
    { kill: 1 },
    { kill: 2 },
    APPLY,
    ...at("a", [start("d", { ...inPackage("a"), live: 4 })]),
    ...at("c", [start("c", { ...inPackage("c"), live: 3 })]),
  ]);
  expect(given.get("c")).toContain("“the page's task”");
  expect(given.get("d")).toContain("“the ledger's task”");
});

test("one that crashed goes to both that start, while neither has worked", async () => {
  const { given } = await replay([
    ...worked("a", "the only task", { live: 1 }),
    { kill: 1 },
    start("b", { live: 2 }),
    start("c", { live: 3 }),
    prompt("c", "go on with the task", { live: 3 }),
    start("d", { live: 4 }),
  ]);
  expect(given.get("b")).toContain("the only task");
  expect(given.get("c")).toContain("the only task");
  expect(given.get("d")).toBe("");
});

test("a check that failed and passed under one id of a proxy, in one turn, fails no more", async () => {
  const check = { tool_name: "Bash", tool_input: { command: "bun test" }, tool_use_id: "call_0", prompt_id: "p" };
  const text = await givenAfter(
    prompt("a", "fix the test"),
    call("PostToolUseFailure", "a", { ...check, error: "Exit code 1\n(fail) adds" }),
    call("PostToolUse", "a", { ...check, tool_response: { stdout: "1 pass" } }),
    call("PostToolUse", "a", { ...check, tool_response: { stdout: "1 pass" } }),
    APPLY,
  );
  expect(text).not.toContain("Failing now");
  expect(text).toContain("Commands that passed, newest first:\n- “bun test”");
});

test("a chain of three crashes is told as one", async () => {
  const { given } = await replay([
    ...worked("a", "move the ledger to cents", { live: 1 }),
    { kill: 1 },
    ...worked("b", "continue", { live: 2 }),
    { kill: 2 },
    APPLY,
    ...worked("c", "go on", { live: 3 }),
    { kill: 3 },
    start("d", { live: 4 }),
  ]);
  const text = given.get("d")!;
  for (const part of [
    "Session c,",
    "went on from sessions b, a",
    "“move the ledger to cents”",
    "“make a”",
    "“make b”",
    "“make c”",
  ]) {
    expect(text).toContain(part);
  }
});

test.each([UNATTENDED, { CLAUDE_CODE_ENTRYPOINT: "sdk-py" }, { CLAUDE_CODE_SESSION_ATTENDED: "0" }])(
  "a headless run is given nothing, and takes nothing by its work: %j",
  async (env) => {
    const { given } = await replay([
      ...worked("a", "the task", { live: 1 }),
      { kill: 1 },
      start("p", { live: 2, env }),
      prompt("p", "write a commit message", { live: 2, env }),
      failed("p", "git commit", { live: 2, env }),
      stop("p", "done", { live: 2, env }),
      { kill: 2 },
      start("u", { live: 3 }),
    ]);
    expect(given.get("p")).toBe("");
    expect(given.get("u")).toContain("“the task”");
  },
);

test("sixty ended runs hide no session that crashed before them", async () => {
  const runs = Array.from({ length: 60 }, (_, index) => [
    prompt(`r${index}`, "cron"),
    end(`r${index}`, "other"),
  ]).flat();
  const { given } = await replay([
    ...worked("a", "the task"),
    ...runs.slice(0, 60),
    APPLY,
    ...runs.slice(60),
    start("u"),
  ]);
  expect(given.get("u")).toContain("Session a,");
});

test("what comes late to an ended session does not open it again; a prompt does", async () => {
  const ended = [...worked("a", "the task"), stop("a", "All is done."), end("a", "prompt_input_exit")];
  const late = call("SubagentStop", "a", { agent_id: "x", agent_type: "Explore", last_assistant_message: "late" });
  const tool = { tool_name: "Bash", tool_input: { command: "ls" }, tool_use_id: "late", tool_response: {} };
  const first = await replay([
    ...ended,
    late,
    call("PostToolUse", "a", tool, {}),
    stop("a", "All is done."),
    start("u"),
  ]);
  expect(first.given.get("u")).toContain("which ended");
  const second = await replay([...ended, prompt("a", "one thing more"), start("u")]);
  expect(second.given.get("u")).toContain("No SessionEnd was seen");
});

test("a session that was cleared is told to nobody, and one that lives neither", async () => {
  const { given } = await replay([
    ...worked("a", "cleared away"),
    end("a", "clear"),
    ...worked("b", "lives on", { live: 1 }),
    start("u", { live: 2 }),
  ]);
  expect(given.get("u")).toBe("");
});

test("an agent without CLAUDE_PID is known as the parent of its hook", async () => {
  // The shell stays for what comes after the hook, and is passed over: this process is the agent of both.
  const { given } = await replay([...worked("a", "the task"), start("u")]);
  expect(given.get("u")).toContain("it crashed or was killed");
});

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

test.each([
  ["was a day ahead", DAY_MS],
  ["was three hours behind", -3 * 60 * MINUTE_MS],
  ["was never set", -Date.now() + 5 * MINUTE_MS],
])("a session whose clock %s is given, and hides no later one", async (_name, offsetMs) => {
  const { given } = await replay([
    prompt("a", "at a wrong time", { at: offsetMs }),
    failed("a", "make", { at: offsetMs + 1000 }),
    start("u", { at: 1000 }),
    prompt("b", "at the right time", { at: 2000 }),
    failed("b", "make", { at: 3000 }),
    start("v", { at: 4000 }),
  ]);
  expect(given.get("u")).toContain("“at a wrong time”");
  expect(given.get("v")).toContain("“at the right time”");
});

const line = (type: string, content: readonly Fields[]): string =>
  JSON.stringify({ type, message: { role: type, content } });
const transcript = (...lines: readonly string[]): Step => ({ sh: `printf '%s\\n' '${lines.join("' '")}' > @/t.jsonl` });
const bash = (id: string, command: string): Fields => ({ type: "tool_use", id, name: "Bash", input: { command } });

test("the call that was in flight is read from the transcript, and what the user stopped", async () => {
  const path = { transcript_path: "@/t.jsonl" };
  const { given } = await replay([
    transcript(
      line("user", [{ type: "text", text: "migrate" }]),
      line("assistant", [{ type: "text", text: "I begin with the schema." }, bash("1", "make schema")]),
      line("user", [{ type: "tool_result", tool_use_id: "1", content: "ok" }]),
      line("assistant", [bash("2", "sleep 60")]),
      line("user", [
        {
          type: "tool_result",
          tool_use_id: "2",
          is_error: true,
          content: "[Request interrupted by user for tool use]",
        },
      ]),
      line("assistant", [{ type: "text", text: "Now the data." }, bash("3", "touch migration-began; make migrate")]),
      `{"type":"assistant","message":{"content":[{"type":"tool_u`,
    ),
    prompt("a", "migrate the ledger", {}),
    call("PostToolUse", "a", {
      ...path,
      tool_name: "Bash",
      tool_input: { command: "make schema" },
      tool_use_id: "1",
      tool_response: {},
    }),
    { sh: "touch migration-began" },
    start("u"),
  ]);
  const text = given.get("u")!;
  expect(text).toContain("In flight when it stopped, maybe done in part:");
  expect(text).toContain("- Bash “touch migration-began; make migrate”");
  expect(text).toContain("It last said: “Now the data.”");
  // The agent has gone on since.
  expect(text).not.toContain("sleep 60");
  expect(text).toContain("new “migration-began” by Bash");
  expect(text).not.toContain("Bash “make schema”");
});

test("a command that the user stopped at last is told as interrupted", async () => {
  const { given } = await replay([
    transcript(
      line("assistant", [{ type: "text", text: "I begin." }, bash("2", "sleep 60")]),
      line("user", [
        {
          type: "tool_result",
          tool_use_id: "2",
          is_error: true,
          content: "[Request interrupted by user for tool use]",
        },
      ]),
    ),
    call("UserPromptSubmit", "a", { prompt: "migrate", prompt_id: "1", transcript_path: "@/t.jsonl" }),
    start("u"),
  ]);
  expect(given.get("u")).toContain("- interrupted by the user: Bash “sleep 60”");
});

test("a file that a command made is told, one that was there before is not", async () => {
  const made = {
    tool_name: "Bash",
    tool_input: { command: "echo made > made.txt; cat old.txt" },
    tool_use_id: "1",
    tool_response: {},
  };
  const { given } = await replay([
    { sh: "echo old > old.txt; touch -d '2 days ago' old.txt; echo made > made.txt" },
    prompt("a", "make it"),
    call("PostToolUse", "a", made),
    start("u"),
  ]);
  expect(given.get("u")).toContain("new “made.txt” by Bash");
  expect(given.get("u")).not.toContain("“old.txt”");
});

test("a test that passes now is no failure, however its run was spelled, and one elsewhere is another one", async () => {
  const { given } = await replay([
    prompt("a", "fix the tests"),
    failed("a", "bun test src/a.test.ts"),
    failed("a", "bun test 2>&1 | tail -20"),
    failed("a", "cd packages/b && bun test"),
    failed("a", "npm run migrate"),
    passed("a", "bun test"),
    start("u"),
  ]);
  const text = given.get("u")!;
  const failures = text.slice(text.indexOf("Failing now:"), text.indexOf("Commands that passed"));
  expect(failures).toContain("“cd packages/b && bun test”");
  expect(failures).toContain("“npm run migrate”");
  expect(failures).not.toContain("a.test.ts");
  expect(failures).not.toContain("tail");
});

test("a dev server runs until it is told to have ended, and the agent's own list is the truth", async () => {
  const server = {
    tool_name: "Bash",
    tool_input: { command: "bun run dev", run_in_background: true },
    tool_use_id: "1",
  };
  const response = { tool_response: { stdout: "", stderr: "", interrupted: false, backgroundTaskId: "b1" } };
  const launched = [prompt("a", "show it"), call("PostToolUse", "a", { ...server, ...response })];
  const listed = call("Stop", "a", {
    background_tasks: [{ id: "b1", type: "shell", status: "running", command: "bun run dev" }],
  });
  const told =
    "<task-notification>\n<task-id>b1</task-id>\n<status>failed</status>\n<summary>exit code 1</summary>\n</task-notification>";
  const shows = async (...more: readonly Step[]) => (await replay([...launched, ...more, start("u")])).given.get("u")!;
  expect(await shows()).toContain("Running when it stopped:\n- shell “bun run dev”");
  expect((await shows(listed)).split("bun run dev")).toHaveLength(2);
  expect(await shows(stop("a", "It stands."))).not.toContain("Running");
  const ended = await shows(listed, call("UserPromptSubmit", "a", { prompt: told, prompt_id: "n" }));
  expect(ended).toContain("Failing now:\n- “bun run dev”: “exit code 1”");
  expect(ended).not.toContain("Running");
});

test("what a subagent found is told until the agent has reported it and the user has spoken since", async () => {
  const found = { agent_id: "x", agent_type: "Explore", last_assistant_message: "Nothing calls the old route." };
  const steps = [prompt("a", "look for the callers of the old route"), call("SubagentStop", "a", found)];
  const reported = [...steps, stop("a", "No callers are left.")];
  expect(await givenAfter(...steps)).toContain("“Nothing calls the old route.”");
  expect(await givenAfter(...reported)).toContain("“Nothing calls the old route.”");
  expect(await givenAfter(...reported, prompt("a", "the cron job does"))).not.toContain(
    "“Nothing calls the old route.”",
  );
});
