/** Copilot CLI keeps the contract of an agent's hook, and what its calls tell. */
import { describe, expect, test } from "bun:test";
import { copilotHook } from "../../../src/agents/copilot/hook.ts";
import { testAgentHook } from "../../contract/agent.ts";
import {
  assertIgnoresMore,
  assertKeepsNoSecret,
  assertTakesAnything,
  dataOf,
  factsIn,
  recordedPayloads,
} from "../../support/sessions/agent-payloads.ts";

const payloads = recordedPayloads("copilot", /preToolUse/);
const EVENTS =
  "SessionStart UserPromptSubmit PostToolUse PostToolUseFailure Stop SubagentStart SubagentStop PreCompact SessionEnd";

testAgentHook({ title: "Copilot", hook: copilotHook, payloads, events: EVENTS.split(" ") });

const recorded = (name: string): string => payloads.find((one) => one.name === name)!.text;
/** A call in the form that Copilot has for Claude Code's settings. */
const snake = (tool: string, input: object, text: string, type = "success"): object => ({
  hook_event_name: "PostToolUse",
  session_id: "s",
  timestamp: "2026-01-02T03:04:05.678Z",
  cwd: "/home/dev/app",
  tool_name: tool,
  tool_input: input,
  tool_result: { result_type: type, text_result_for_llm: text },
});
const agentIn = (name: string) => dataOf(factsIn(copilotHook, recorded(name)), "agent");
const outcomeOf = (given: object): unknown => dataOf(factsIn(copilotHook, given), "command")?.["outcome"];

describe("a command of Copilot's", () => {
  test("that failed is told in the last line of a result that is called a success", () => {
    expect(dataOf(factsIn(copilotHook, recorded("110-postToolUse-bash")), "command")).toEqual({
      command: "ls nothing-here; exit 3",
      description: "Run a command",
      outcome: "failed",
      error: "ls: cannot access 'nothing-here': No such file or directory",
    });
    expect(dataOf(factsIn(copilotHook, recorded("112-postToolUse-bash")), "command")).toMatchObject({ outcome: "ok" });
  });

  test.each([
    ["failed", "x\n<shellId: 0 completed with exit code 3>"],
    ["failed", "<exited with exit code 1>"],
    ["ok", "<shellId: 0 completed with exit code 1>\n<shellId: 1 completed with exit code 0>"],
    ["background", "<command started in background with shellId: 4>"],
    ["interrupted", "x\n<shellId: 0 was cancelled>"],
    [undefined, "completed with exit code 3"],
    [undefined, ""],
  ])("is %p: %j", (outcome, text) => {
    expect(outcomeOf(snake("Bash", { command: "make" }, text))).toBe(outcome);
  });

  test("in the background ends where the agent asks for it, and not before", () => {
    const started = "<command started in background with shellId: 4>";
    expect(dataOf(factsIn(copilotHook, snake("Bash", { command: "make" }, started)), "command")).toMatchObject({
      taskId: "4",
    });
    const asked = (text: string) => dataOf(factsIn(copilotHook, snake("read_bash", { shellId: "4" }, text)), "agent");
    expect(asked("no rule\n<shellId: 4 completed with exit code 2>")).toEqual({
      status: "failed",
      lastMessage: "no rule",
    });
    expect(asked("<shellId: 4 completed with exit code 0>")).toEqual({ status: "completed" });
    expect(asked("<command with shellId: 4 is still running>")).toBeUndefined();
  });

  test("that the agent polls is no operation", () => {
    const running = snake("read_bash", { shellId: "4" }, "<command with shellId: 4 is still running>");
    expect(dataOf(factsIn(copilotHook, running), "operation")).toBeUndefined();
  });

  test("that was refused has failed", () => {
    expect(outcomeOf(snake("Bash", { command: "make" }, "no", "denied"))).toBe("failed");
  });

  test("is read from arguments that are a text of JSON", () => {
    const toolArgs = JSON.stringify({ command: "make", description: "Build" });
    const given = { ...(JSON.parse(recorded("112-postToolUse-bash")) as object), toolArgs };
    expect(dataOf(factsIn(copilotHook, given), "command")).toMatchObject({ command: "make", description: "Build" });
  });
});

test.each([
  ["created", "create", { path: "/home/dev/app/a.ts", file_text: "secret words" }],
  ["created", "Write", { path: "a.ts", file_text: "secret words" }],
  ["modified", "edit", { path: "/home/dev/app/a.ts", old_str: "secret words", new_str: "x" }],
  ["modified", "Edit", { path: "./a.ts", old_str: "secret words", new_str: "x" }],
  ["modified", "str_replace_editor", { command: "str_replace", path: "a.ts", new_str: "secret words" }],
  ["created", "str_replace_editor", { command: "create", path: "a.ts", file_text: "secret words" }],
  ["modified", "apply_patch", { input: "*** Begin Patch\n*** Update File: a.ts\n+secret words\n*** End Patch" }],
])("a file of Copilot's is %s by %s %j, and its text is kept nowhere", (change, tool, input) => {
  const facts = factsIn(copilotHook, snake(tool, input, "done"));
  expect(facts.at(-1)).toMatchObject({ kind: "file", key: "/home/dev/app/a.ts", data: { change, by: tool } });
  expect(JSON.stringify(facts)).not.toContain("secret words");
});

test("an edit of Copilot's that failed is a failed operation on its file, and changes none", () => {
  expect(factsIn(copilotHook, recorded("114-postToolUseFailure-edit"))).toMatchObject([
    { kind: "operation", data: { tool: "edit", target: "/home/dev/app/math.ts", outcome: "failed" } },
  ]);
});

test("todos of Copilot's are a list of tasks in Markdown", () => {
  const input = { todos: "# Plan\n- [x] Add two\n- [~] Test it\n- [ ] Write docs\n" };
  expect(dataOf(factsIn(copilotHook, snake("update_todo", input, "ok")), "todos")).toEqual({
    todos: [
      { content: "Add two", status: "completed" },
      { content: "Test it", status: "in_progress" },
      { content: "Write docs", status: "pending" },
    ],
  });
});

test("what a subagent of Copilot's does is its session's, and its own", () => {
  const agentId = "00000000-0000-4000-8000-000000000003";
  const names = ["405-userPromptSubmitted", "407-postToolUse-create"];
  for (const name of names) {
    expect(copilotHook.parse(recorded(name))?.sessionId).toBe("00000000-0000-4000-8000-000000000002");
    for (const fact of factsIn(copilotHook, recorded(name))) expect(fact).toMatchObject({ agentId });
  }
});

test("a subagent of Copilot's runs from its start, and has ended when it stops", () => {
  expect(agentIn("404-subagentStart")).toEqual({ type: "general-purpose", status: "running" });
  expect(agentIn("408-agentStop")).toEqual({ type: "general-purpose", status: "completed" });
  expect(agentIn("409-subagentStop")).toMatchObject({ status: "completed", lastMessage: "The part is written." });
});

test("a session that Copilot calls new has started up", () => {
  expect(copilotHook.parse(recorded("101-sessionStart"))?.fields["source"]).toBe("startup");
  expect(copilotHook.parse(recorded("201-sessionStart"))?.fields["source"]).toBe("resume");
});

const transcriptIn = (name: string): unknown => copilotHook.parse(recorded(name))?.fields["transcript_path"];

test("the transcript of a session of Copilot's is known from its first call on, but not by a subagent's id", () => {
  const path = ".copilot/session-state/00000000-0000-4000-8000-000000000001/events.jsonl";
  expect(transcriptIn("101-sessionStart")).toBe(`${process.env["HOME"]}/${path}`);
  expect(transcriptIn("115-agentStop")).toBe(`/home/dev/${path}`);
  expect(transcriptIn("407-postToolUse-create")).toBeUndefined();
});

test("the end of a subagent's turn is no end of the session's, in Copilot's form for Claude Code's settings too", () => {
  const { agentId, parentAgentId, ...own } = JSON.parse(recorded("408-agentStop")) as Record<string, unknown>;
  const stop = { ...own, hook_event_name: "Stop", agent_id: agentId, parent_agent_id: parentAgentId };
  expect(copilotHook.parse(JSON.stringify(stop))?.event).toBe("SubagentStop");
});

test("Copilot is told in the flat field, and VS Code in the nested one", () => {
  const told = copilotHook.context!("x".repeat(50_000));
  const { additionalContext, hookSpecificOutput } = JSON.parse(told) as Record<string, unknown>;
  expect(hookSpecificOutput).toEqual({ hookEventName: "SessionStart", additionalContext });
  expect(told.length).toBeLessThan(20_000);
});

test("any JSON in any field of Copilot's gives what the store takes, or nothing", () => {
  assertTakesAnything(copilotHook, payloads);
});

test("fields that Copilot may add change no fact", () => assertIgnoresMore(copilotHook, payloads));

test("no secret in Copilot's payloads is kept", () => assertKeepsNoSecret(copilotHook, payloads));

test("a subagent's subagent is one of the session whose transcript its event names", () => {
  const [session, first, nested] = ["2", "3", "9"].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
  const start = { ...(JSON.parse(recorded("404-subagentStart")) as object), sessionId: first, parentAgentId: first };
  const payload = copilotHook.parse(JSON.stringify({ ...start, agentId: nested }))!;
  expect(payload.sessionId).toBe(session!);
  expect(dataOf(factsIn(copilotHook, { ...start, agentId: nested }), "agent")).toMatchObject({ status: "running" });
});
