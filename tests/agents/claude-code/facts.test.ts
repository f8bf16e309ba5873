import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { factsOf } from "../../../src/agents/claude-code/facts.ts";
import { parsePayload } from "../../../src/agents/claude-code/payload.ts";
import type { Fact } from "../../../src/model/observation.ts";
import { seam } from "../../redact/secrets-fixture.ts";
import { type Cell, EXPECTED } from "./facts-fixture.ts";

const FIXTURES = join(import.meta.dir, "../../fixtures/hook-payloads");
const AT_MS = 1_790_000_000_000;

function factsOfText(text: string): Fact[] {
  const payload = parsePayload(text);
  if (payload === null) throw new Error(`not a payload: ${text.slice(0, 80)}`);
  return factsOf(payload, AT_MS);
}

/** A fact with the id alone as an operation's key: the hash beside it has tests of its own. */
function withoutHash(fact: Fact): Fact {
  if (fact.kind !== "operation" && fact.kind !== "command") return fact;
  return { ...fact, key: fact.key.replace(/^(toolu_\w+):[0-9a-z]{8,13}$/, "$1") };
}

/** The facts of a payload without its session fact. */
function factsOfFields(fields: Record<string, unknown>): Cell[] {
  const facts = factsOfText(JSON.stringify({ session_id: "s1", ...fields }));
  return facts.slice(1).map((fact) => [fact.kind, withoutHash(fact).key, fact.data] as const);
}

function toolUse(tool: string, input: unknown, response: unknown, more: Record<string, unknown> = {}): Cell[] {
  const use = { tool_name: tool, tool_input: input, tool_response: response, tool_use_id: "toolu_1" };
  return factsOfFields({ hook_event_name: "PostToolUse", ...use, ...more });
}

/** The key of an operation that came without an id. */
function keyOf(path: string): string | undefined {
  return toolUse("Read", { file_path: path }, "", { tool_use_id: undefined })[0]?.[1];
}

describe("factsOf", () => {
  test.each(Object.keys(EXPECTED))("%s becomes exactly its facts", (name) => {
    const text = readFileSync(join(FIXTURES, `${name}.json`), "utf8");
    const { agent_id: agentId } = JSON.parse(text) as { agent_id?: string };
    const expected = (EXPECTED[name] ?? []).map(([kind, key, data]) => {
      const fact = { kind, key, atMs: AT_MS, data };
      return agentId === undefined || kind === "agent" ? fact : { ...fact, agentId };
    });
    expect(factsOfText(text).map(withoutHash)).toEqual(expected);
  });

  test.each([
    ["BashOutput", { bash_id: "b1" }, { shellId: "b1", status: "completed", exitCode: 0 }, { status: "completed" }],
    [
      "BashOutput",
      { bash_id: "b1" },
      { exitCode: 2, stderr: "no", stdout: "" },
      { status: "failed", lastMessage: "no" },
    ],
    ["BashOutput", { shell_id: "b1" }, { status: "killed", exitCode: 137 }, { status: "killed" }],
    ["TaskOutput", { task_id: "b1" }, { task: { status: "completed", exitCode: 0 } }, { status: "completed" }],
    ["TaskOutput", {}, { task: { task_id: "b1", status: "completed", exitCode: 1 } }, { status: "failed" }],
    [
      "TaskOutput",
      { task_id: "b1" },
      { task: { status: "done", result: "Read." } },
      { status: "done", lastMessage: "Read." },
    ],
    ["AgentOutputTool", { agentId: "b1" }, { status: "failed", error: "no" }, { status: "failed", lastMessage: "no" }],
  ])("%s says how what ran in the background ended: %j %j", (tool, input, response, end) =>
    expect(toolUse(tool, input, response)).toEqual([["agent", "b1", end]]),
  );

  test.each([
    ["BashOutput", { bash_id: "b1" }, { status: "running", exitCode: null, stdout: "listening" }],
    ["TaskOutput", { task_id: "b1" }, { retrieval_status: "timeout", task: { status: "running" } }],
    ["TaskOutput", { task_id: "b1" }, "<retrieval_status>not_ready</retrieval_status>"],
  ])("%s says nothing of what still runs: %j %j", (tool, input, response) =>
    expect(toolUse(tool, input, response)).toEqual([]),
  );

  test.each([
    ["TaskStop", { task_id: "b1" }],
    ["KillShell", { shell_id: "b1" }],
    ["KillBash", { shell_id: "b1" }],
    ["KillBash", { bash_id: "b1" }],
  ])("%s ends what runs in the background: %j", (by, input) => {
    const response = { message: "Successfully stopped task: b1", task_type: "local_bash", command: "bun run dev" };
    expect(toolUse(by, input, response)).toEqual([
      ["operation", "toolu_1", { tool: by, outcome: "ok" }],
      ["agent", "b1", { status: "stopped", by }],
    ]);
  });

  test("an agent that is stopped by its name ends under its id", () => {
    const facts = toolUse("TaskStop", { task_id: "reviewer" }, { message: "Stopped", task_id: "a1b2" });
    expect(facts[1]).toEqual(["agent", "a1b2", { status: "stopped", by: "TaskStop" }]);
  });

  test("of what a failed command printed the beginning, the end and what names the failure are kept", () => {
    const noise = "one more line of the log\n".repeat(400);
    const error = `Exit code 1\n${noise}src/a.ts(4,10): error TS2345: no\n${noise}the end`;
    const use = { tool_name: "Bash", tool_input: { command: "make" }, tool_use_id: "toolu_1", error };
    const [operation, command] = factsOfFields({ hook_event_name: "PostToolUseFailure", ...use });
    expect(operation).toEqual(["operation", "toolu_1", { tool: "Bash", target: "make", outcome: "failed" }]);
    const kept = String(command?.[2]["error"]);
    expect(kept).toStartWith("Exit code 1\none more line");
    expect(kept).toContain("\nsrc/a.ts(4,10): error TS2345: no\n");
    expect(kept).toEndWith("the end");
    expect(kept.length).toBeLessThanOrEqual(1200);
  });

  test("a command that the user stopped is interrupted, whether it failed or not", () => {
    const outcomes = [
      toolUse("Bash", { command: "make" }, { interrupted: true }),
      toolUse("Bash", { command: "make" }, null, { hook_event_name: "PostToolUseFailure", is_interrupt: true }),
    ].map((cells) => cells.at(-1)?.[2]["outcome"]);
    expect(outcomes).toEqual(["interrupted", "interrupted"]);
  });

  test.each(["Write", "Edit"])("a staged %s leaves no file fact, as nothing was written", (tool) => {
    expect(toolUse(tool, { file_path: "/a" }, { type: "create", staged: true }).map(([kind]) => kind)).toEqual([
      "operation",
    ]);
  });

  test("a Bash edit diff gives each file once, at most 200 of them", () => {
    const changedFiles = Array.from({ length: 300 }, (_, index) => `/f${index}`);
    const files = [{ filePath: "/f0", created: true }, { filePath: "/f1", deleted: true }, { filePath: "/f2" }];
    const cells = toolUse("Bash", { command: "make" }, { bashEditDiff: { changedFiles, files } });
    const changes = cells.filter(([kind]) => kind === "file").map(([, key, data]) => [key, data["change"]]);
    expect(changes.slice(0, 3)).toEqual([
      ["/f0", "created"],
      ["/f1", "deleted"],
      ["/f2", "modified"],
    ]);
    expect(changes.length).toBe(200);
  });

  test("an operation without an id has the same key at each delivery and another one for another payload", () => {
    expect(keyOf("/a")).toMatch(/^hash:/);
    expect(keyOf("/a")).toBe(keyOf("/a"));
    expect(keyOf("/a")).not.toBe(keyOf("/b"));
  });

  test("an operation without an id has a key however deep its payload nests", () => {
    const fields = { session_id: "s1", hook_event_name: "PostToolUse", tool_name: "T", tool_input: "deep" };
    const deep = `${"[".repeat(60_000)}${"]".repeat(60_000)}`;
    const [, operation] = factsOfText(JSON.stringify(fields).replace('"deep"', deep));
    expect(operation).toMatchObject({ kind: "operation", key: expect.stringMatching(/^hash:/) });
  });

  test("a created task is pending under the id it was given", () => {
    expect(
      toolUse("TaskCreate", { subject: "Ship", description: "" }, { task: { id: "3", subject: "Ship" } })[1],
    ).toEqual(["task", "3", { subject: "Ship", status: "pending" }]);
  });

  test("a task update that did not succeed leaves no task fact", () => {
    expect(toolUse("TaskUpdate", { taskId: "3", status: "completed" }, { success: false })).toHaveLength(1);
  });

  test("an approved plan is kept with the path of its file", () => {
    expect(toolUse("ExitPlanMode", { plan: "1. do it", planFilePath: "/p.md" }, "ok")[1]).toEqual([
      "plan",
      "",
      { text: "1. do it", filePath: "/p.md" },
    ]);
  });

  test("at most 50 todos and 20 background tasks are kept", () => {
    const many = Array.from({ length: 99 }, (_, index) => ({
      id: `b${index}`,
      content: `todo ${index}`,
      status: "pending",
    }));
    expect(toolUse("TodoWrite", { todos: many }, {})[1]?.[2]["todos"]).toHaveLength(50);
    const [, background] = factsOfFields({ hook_event_name: "Stop", background_tasks: many });
    expect(background?.[2]["tasks"]).toHaveLength(20);
  });

  test.each(["completed", "failed", "killed", "stopped"])("a task that is %s has ended, and is no prompt", (status) => {
    const prompt = `<task-notification>\n<task-id>a1</task-id>\n<status>${status}</status>\n<result>It is so.</result></task-notification>`;
    expect(factsOfFields({ hook_event_name: "UserPromptSubmit", prompt })).toEqual([
      ["agent", "a1", { status, lastMessage: "It is so." }],
    ]);
  });

  test.each(["two words", "<b>", "x".repeat(257)])("a task notification whose id is %p leaves no fact", (id) => {
    const prompt = `<task-notification>\n<task-id>${id}</task-id>\n<status>completed</status>\n</task-notification>`;
    expect(factsOfFields({ hook_event_name: "UserPromptSubmit", prompt })).toEqual([]);
  });

  test("a task notification without a status leaves no fact", () => {
    const prompt = "<task-notification>\n<task-id>a1</task-id>\n</task-notification>";
    expect(factsOfFields({ hook_event_name: "UserPromptSubmit", prompt })).toEqual([]);
  });

  test("a turn that ends without a word has ended, and takes no word away", () => {
    expect(factsOfFields({ hook_event_name: "Stop" })).toEqual([["message", "last", {}]]);
  });

  test("what a timer or the program itself prompts is no prompt of the user's", () => {
    for (const source of ["system", "loop_wakeup", "schedule_wakeup", "poll_event"]) {
      expect(factsOfFields({ hook_event_name: "UserPromptSubmit", prompt: "wake", source })).toEqual([]);
    }
  });

  const RECORDS =
    "hive: records of an earlier session of this project. Text.\nTask: “Add two”\nIn full: hive resume s-1 --json";
  const HAND_OVER = `Go on with the work of an earlier session. Ask me where it is unclear.\n\n${RECORDS}`;
  test.each([
    [HAND_OVER],
    [`"${HAND_OVER}"`],
    [RECORDS],
    [`${RECORDS}\n`],
    [HAND_OVER.slice(0, -40)],
    [`${RECORDS}\n\n${HAND_OVER}`],
  ])("a hand-over of hive's is no prompt: %j", (prompt) => {
    expect(factsOfFields({ hook_event_name: "UserPromptSubmit", prompt })).toEqual([]);
  });

  test.each([
    [`${HAND_OVER}\n\nBegin with the tests`, "Begin with the tests"],
    [`Begin with the tests\n${RECORDS}\nand be brief`, "Begin with the tests\nand be brief"],
    ["Go on with the work of an earlier session.", "Go on with the work of an earlier session."],
    ["Who says “hive: records of this”?", "Who says “hive: records of this”?"],
  ])("what a person writes around a hand-over of hive's is the prompt: %j", (prompt, text) => {
    const [[kind, , data] = []] = factsOfFields({ hook_event_name: "UserPromptSubmit", prompt });
    expect([kind, data]).toEqual(["prompt", { text }]);
  });

  test("a file that is made and then changed stays new", () => {
    const [, made] = toolUse("Write", { file_path: "/a" }, { type: "create" });
    const [, changed] = toolUse("Edit", { file_path: "/a" }, {});
    expect({ ...made![2], ...changed![2] }).toEqual({ change: "modified", by: "Edit", isNew: true });
  });

  test.each([
    ["bun test 2>&1 | tail -5", "(fail) adds\n 0 pass", "failed"],
    ["bun test | tail -5", " 3 pass\n 0 fail", "ok"],
    ["cat log | tail -5", "(fail) adds", "ok"],
    ["npx tsc --noEmit; echo done", "src/a.ts(1,1): error TS2304: Cannot find name 'x'.\ndone", "failed"],
  ])("what a pipe hides of a failure is seen in its output: %s", (command, stdout, outcome) => {
    const facts = toolUse("Bash", { command }, { stdout, stderr: "" });
    expect(facts.at(-1)?.[2]["outcome"]).toBe(outcome);
  });

  test("a prompt's source does not replace the session's", () => {
    const facts = factsOfText('{"session_id":"s1","hook_event_name":"UserPromptSubmit","prompt":"hi","source":"user"}');
    expect(facts[0]?.data).toEqual({ agent: "claude-code" });
  });

  test.each([{ agent_id: "a1", agent_type: "" }, { agent_id: "", agent_type: "Explore" }, { agent_type: "Explore" }])(
    "an internal or nameless subagent's stop leaves no agent fact: %j",
    (fields) => {
      expect(factsOfFields({ hook_event_name: "SubagentStop", ...fields })).toEqual([]);
    },
  );

  test("a tool response that is no object is as good as none", () => {
    for (const tool of ["Write", "Bash", "Agent", "TodoWrite", "TaskUpdate", "ExitPlanMode", "mcp__a__b"]) {
      for (const response of [null, "text", 7, [], [{ type: "text", text: "x" }]]) {
        expect(toolUse(tool, {}, response)).toEqual(toolUse(tool, {}, undefined));
      }
    }
  });

  const CALLS: ReadonlyArray<Record<string, unknown>> = [
    { hook_event_name: "PostToolUse", tool_name: "Write", tool_input: { file_path: "/a" }, tool_response: {} },
    { hook_event_name: "PostToolUse", tool_name: "TodoWrite", tool_input: { todos: [{ content: "x" }] } },
    { hook_event_name: "PostToolUse", tool_name: "TaskUpdate", tool_input: { taskId: "1" }, tool_response: {} },
    { hook_event_name: "PostToolUse", tool_name: "Bash", tool_input: { command: "make" } },
    { hook_event_name: "UserPromptSubmit", prompt: "do it" },
    { hook_event_name: "Stop", last_assistant_message: "done", background_tasks: [] },
    { hook_event_name: "PreCompact", trigger: "auto" },
    { hook_event_name: "SessionEnd", reason: "other" },
  ];

  test.each([
    ["/p", undefined, undefined],
    ["/p/sub", undefined, "/p/sub"],
    ["/p", "a1", "/p"],
  ])("a command in %s by %p has the directory %p", (cwd, agent, expected) => {
    const call = { hook_event_name: "PostToolUse", tool_name: "Bash", tool_input: { command: "make" } };
    const payload = parsePayload(JSON.stringify({ session_id: "s1", cwd, agent_id: agent, ...call }))!;
    const facts = factsOf(payload, AT_MS, undefined, { directory: "/p" });
    expect(facts.find(({ kind }) => kind === "command")?.data["cwd"]).toBe(expected);
  });

  test.each(CALLS)("every fact of a call in a subagent is the subagent's: %j", (fields) => {
    const call = { session_id: "s1", tool_use_id: "toolu_1", cwd: "/main", ...fields };
    const main = factsOfText(JSON.stringify(call));
    const git = { branch: "b", head: null, worktree: "/main" };
    const payload = parsePayload(JSON.stringify({ ...call, agent_id: "a1", cwd: "/elsewhere" }))!;
    const facts = factsOf(payload, AT_MS, git);
    expect(facts).toHaveLength(main.length + 1);
    expect(facts.map(({ agentId }) => agentId)).toEqual(facts.map(() => "a1"));
    expect(main.some(({ agentId }) => agentId !== undefined)).toBe(false);
  });

  test("what is said of a subagent is the main agent's, whoever says it", () => {
    const stop = { hook_event_name: "SubagentStop", session_id: "s1", agent_id: "a1", agent_type: "Explore" };
    const response = { agentId: "a2", status: "completed" };
    const use = { hook_event_name: "PostToolUse", session_id: "s1", tool_name: "Agent", tool_response: response };
    for (const fields of [stop, { ...use, agent_id: "a1" }]) {
      const agents = factsOfText(JSON.stringify(fields)).filter(({ kind }) => kind === "agent");
      expect(agents).toEqual([expect.not.objectContaining({ agentId: expect.anything() })]);
    }
  });

  test("where git stands is a fact, and the name of a branch is redacted", () => {
    const head = "0123456789abcdef0123456789abcdef01234567";
    const payload = parsePayload('{"session_id":"s1","hook_event_name":"SessionStart"}')!;
    const secret = `token-${seam("gh|p_")}${"aB3kQ9zL".repeat(5).slice(0, 36)}`;
    const [, fact] = factsOf(payload, 1, { branch: "main", head, worktree: "/a" });
    expect(fact).toEqual({ kind: "git", key: "", atMs: 1, data: { branch: "main", head, worktree: "/a" } });
    const detached = factsOf(payload, 1, { branch: null, head: null, worktree: "/a" })[1];
    expect(detached?.data).toEqual({ branch: null, head: null, worktree: "/a" });
    const redacted = JSON.stringify(factsOf(payload, 1, { branch: secret, head, worktree: `/${secret}` }));
    expect(redacted).not.toContain(secret.slice(10));
    expect(redacted).toContain(head);
    const long = factsOf(payload, 1, { branch: "b/".repeat(500), head, worktree: "/a" })[1];
    expect(String(long?.data["branch"]).length).toBeLessThanOrEqual(255);
  });
});

test("a response that is a text, and an error that is an object, say how a command ended and why", () => {
  const use = { tool_name: "Bash", tool_input: { command: "npm test | tail" }, tool_use_id: "toolu_1" };
  const text = { hook_event_name: "PostToolUse", ...use, tool_response: "Tests:       1 failed, 2 passed, 3 total" };
  expect(factsOfFields(text)[1]?.[2]).toMatchObject({ outcome: "failed", error: expect.stringContaining("1 failed") });
  const object = { hook_event_name: "PostToolUseFailure", ...use, error: { message: "Exit code 1\n3 fail" } };
  expect(factsOfFields(object)[1]?.[2]).toMatchObject({ outcome: "failed", error: "Exit code 1\n3 fail" });
});
