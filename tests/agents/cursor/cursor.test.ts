/** Cursor keeps the contract of an agent's hook. Its payloads are made after its documentation. */
import { expect, test } from "bun:test";
import { cursorHook } from "../../../src/agents/cursor/hook.ts";
import { testAgentHook } from "../../contract/agent.ts";
import {
  assertIgnoresMore,
  assertKeepsNoSecret,
  assertTakesAnything,
  dataOf,
  factsIn,
  recordedPayloads,
} from "../../support/sessions/agent-payloads.ts";

const payloads = recordedPayloads("cursor");
const EVENTS =
  "SessionStart UserPromptSubmit PostToolUse PostToolUseFailure Stop SubagentStart SubagentStop PreCompact SessionEnd";

testAgentHook({ title: "Cursor", hook: cursorHook, payloads, events: EVENTS.split(" ") });

const recorded = (name: string): Readonly<Record<string, unknown>> =>
  JSON.parse(payloads.find((one) => one.name === name)!.text) as Record<string, unknown>;
const call = (tool: string, input: unknown, output?: unknown): object => ({
  ...recorded("106-postToolUse-Shell"),
  hook_event_name: "postToolUse",
  tool_name: tool,
  tool_input: input,
  tool_output: output,
});

test.each([
  ["ok", '{"output":"","exitCode":0}'],
  ["failed", '{"output":"no","exitCode":3}'],
  ["failed", { output: "no", exit_code: 3 }],
  ["failed", '{"success":false}'],
  [undefined, "plain words"],
  [undefined, undefined],
])("a command of Cursor's is %p: %j", (outcome, output) => {
  expect(dataOf(factsIn(cursorHook, call("Shell", { command: "make" }, output)), "command")?.["outcome"]).toBe(outcome);
});

test("a command of Cursor's that failed tells why", () => {
  expect(dataOf(factsIn(cursorHook, recorded("105-postToolUseFailure-Shell")), "command")).toEqual({
    command: "ls nothing-here; exit 3",
    outcome: "failed",
    error: "ls: cannot access 'nothing-here': No such file or directory",
  });
});

test.each([
  ["modified", "Write", { path: "a.ts", content: "secret words" }],
  ["modified", "Write", { file_path: "/home/dev/app/a.ts", contents: "secret words" }],
  ["modified", "StrReplace", { path: "a.ts", new_string: "secret words" }],
  ["deleted", "Delete", { path: "a.ts" }],
  ["created", "ApplyPatch", { input: "*** Begin Patch\n*** Add File: a.ts\n+secret words\n*** End Patch" }],
])("a file of Cursor's is %s by %s, and its text is kept nowhere", (change, tool, input) => {
  const facts = factsIn(cursorHook, call(tool, input, '{"success":true}'));
  expect(facts.at(-1)).toMatchObject({ kind: "file", key: "/home/dev/app/a.ts", data: { change, by: tool } });
  expect(JSON.stringify(facts)).not.toContain("secret words");
});

test("a list of todos that is merged replaces none", () => {
  const todos = [{ id: "1", content: "Add two", status: "completed" }];
  expect(dataOf(factsIn(cursorHook, call("TodoWrite", { todos, merge: true })), "todos")).toBeUndefined();
  expect(dataOf(factsIn(cursorHook, call("TodoWrite", { todos, merge: false })), "todos")).toMatchObject({
    todos: [{}],
  });
});

test("a subagent of Cursor's, which has no id at its end, is the one that started", () => {
  const [started] = factsIn(cursorHook, recorded("401-subagentStart"));
  const [ended] = factsIn(cursorHook, recorded("402-subagentStop"));
  expect(ended!.key).toBe(started!.key);
  expect(ended!.data).toEqual({ type: "generalPurpose", status: "completed", lastMessage: "The part is written." });
  const failed = { ...recorded("402-subagentStop"), status: "error" };
  expect(dataOf(factsIn(cursorHook, failed), "agent")).toMatchObject({ status: "failed" });
});

test("a prompt is kept without the words that Cursor puts around it", () => {
  const prompt = "<timestamp>today</timestamp>\n<user_query>\nAdd two\n</user_query>";
  const given = { ...recorded("102-beforeSubmitPrompt"), prompt };
  expect(dataOf(factsIn(cursorHook, given), "prompt")).toEqual({ text: "Add two" });
});

test("the user's address is kept nowhere, and an agent in Cursor's cloud is not saved", () => {
  for (const { text } of payloads) expect(JSON.stringify(factsIn(cursorHook, text))).not.toContain("example.org");
  const start = { ...recorded("101-sessionStart"), is_background_agent: true };
  expect(cursorHook.parse(JSON.stringify(start))).toBeNull();
});

test("Cursor is told in both spellings of the field that it reads", () => {
  const { additional_context: told, ...rest } = JSON.parse(cursorHook.context!("x".repeat(50_000))) as Record<
    string,
    string
  >;
  expect(rest).toEqual({ additionalContext: told! });
  expect(told!.length).toBeLessThan(10_000);
});

test("any JSON in any field of Cursor's gives what the store takes, or nothing", () => {
  assertTakesAnything(cursorHook, payloads);
});

test("fields that Cursor may add change no fact", () => assertIgnoresMore(cursorHook, payloads));

test("no secret in Cursor's payloads is kept", () => assertKeepsNoSecret(cursorHook, payloads));
