/** A crash, and clean sessions after it: what the crashed one had begun is told until a session goes on with it. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { replay, type Step } from "../../support/sessions/replay.ts";
import { APPLY, call, end, passed, prompt, start, stop, worked, wrote } from "../../support/sessions/session-steps.ts";

// A replay starts many processes, one after the other.
setDefaultTimeout(300_000);

const todos = (session: string, list: Readonly<Record<string, string>>): Step => {
  const items = Object.entries(list).map(([content, status]) => ({ content, status }));
  const use = { tool_name: "TodoWrite", tool_input: { todos: items }, tool_use_id: `todos-${session}` };
  return call("PostToolUse", session, { ...use, tool_response: {} });
};
const crashed: readonly Step[] = [
  ...worked("a", "move the ledger to cents; do not touch the API", { live: 1 }),
  todos("a", { "change the schema": "completed", "convert the rows": "in_progress", "drop the old column": "pending" }),
  { kill: 1 },
];
const clean = (session: string, task: string, message: string, ...steps: readonly Step[]): Step[] => [
  start(session),
  prompt(session, task),
  ...steps,
  stop(session, message),
  end(session, "prompt_input_exit"),
];
const LEFT = [
  "Task: “move the ledger to cents; do not touch the API”",
  "1 of 3 done",
  "“convert the rows”",
  "“drop the old column”",
  "Failing now:\n- “make a”",
  "a (not seen to finish): told here as one.",
];

test("a crash is told in full after one clean session with a task of its own, and after two", async () => {
  const { given } = await replay([
    ...crashed,
    ...clean("b", "which port does the server use", "It uses port 8080."),
    APPLY,
    ...clean("c", "fix the typo in the README", "The typo is fixed.", todos("c", { "fix the typo": "completed" })),
    start("d"),
  ]);
  for (const part of LEFT) for (const receiver of ["c", "d"]) expect(given.get(receiver)).toContain(part);
  expect(given.get("c")).toContain("Session b, ");
  expect(given.get("c")).toContain("It ended (prompt_input_exit).");
  expect(given.get("c")).toContain("Last message of the agent: “It uses port 8080.”");
  expect(given.get("d")).toContain("Last message of the agent: “The typo is fixed.”");
});

test("the files of a crash that was finished are not told after the next crash", async () => {
  const { given } = await replay([
    ...worked("a", "move the ledger to cents", { live: 1 }),
    wrote("a", "@/finished.ts"),
    { kill: 1 },
    ...clean("b", "continue", "All is moved.", passed("b", "make a")),
    APPLY,
    ...worked("c", "continue", { live: 2 }),
    wrote("c", "@/open.ts"),
    { kill: 2 },
    start("d"),
  ]);
  expect(given.get("d")).toContain("Task: “move the ledger to cents”");
  expect(given.get("d")).toContain("- new “open.ts”\n");
  expect(given.get("d")).not.toContain("finished.ts");
});

test("a headless run between changes nothing, and a second crash is told with the first", async () => {
  const env = { CLAUDE_CODE_ENTRYPOINT: "sdk-cli", CLAUDE_CODE_SESSION_ATTENDED: "0" };
  const { given } = await replay([
    ...crashed,
    prompt("p", "write a commit message", { env }),
    stop("p", "feat: cents", { env }),
    end("p", "other", { env }),
    ...clean("b", "which port does the server use", "It uses port 8080."),
    APPLY,
    ...worked("c", "make the port a setting", { live: 2 }),
    { kill: 2 },
    start("d"),
  ]);
  for (const part of LEFT.slice(0, 4)) expect(given.get("d")).toContain(part);
  expect(given.get("d")).toContain("“make the port a setting”");
  expect(given.get("d")).toContain("“make c”");
  expect(given.get("d")).not.toContain("commit message");
});

test("what a session went on with and ended is told no more once a new task has ended", async () => {
  const { given } = await replay([
    ...crashed,
    start("b"),
    prompt("b", "continue"),
    passed("b", "make a"),
    stop("b", "The ledger is in cents."),
    end("b", "prompt_input_exit"),
    ...clean("c", "fix the footer", "The footer is fixed."),
    APPLY,
    start("d"),
  ]);
  // Its check has passed in the session that went on.
  expect(given.get("c")).not.toContain("Failing now");
  expect(given.get("c")).not.toContain("not seen to finish");
  expect(given.get("c")!.length).toBeLessThanOrEqual(500);
  expect(given.get("c")).toContain("The ledger is in cents.");
  expect(given.get("d")).toContain("Task: “fix the footer”");
  expect(given.get("d")).not.toContain("ledger");
});

test("a session that only spoke has gone on with nothing: the crash before it is told in full", async () => {
  const { given } = await replay([
    ...crashed,
    start("b"),
    prompt("b", "hello"),
    stop("b", "Shall I go on with the ledger?"),
    end("b", "prompt_input_exit"),
    APPLY,
    ...clean("c", "fix the footer", "The footer is fixed."),
    start("d"),
  ]);
  for (const part of LEFT.slice(0, 5)) for (const receiver of ["c", "d"]) expect(given.get(receiver)).toContain(part);
});
