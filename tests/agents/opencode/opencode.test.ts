/** OpenCode keeps the contract of an agent's hook, and what its calls tell. */
import { expect, test } from "bun:test";
import { opencodeHook } from "../../../src/agents/opencode/hook.ts";
import { testAgentHook } from "../../contract/agent.ts";
import {
  assertIgnoresMore,
  assertKeepsNoSecret,
  assertTakesAnything,
  dataOf,
  factsIn,
  recordedPayloads,
} from "../../support/sessions/agent-payloads.ts";

const payloads = recordedPayloads("opencode");
const EVENTS =
  "SessionStart UserPromptSubmit PostToolUse PostToolUseFailure Stop SubagentStart SubagentStop PreCompact SessionEnd";

testAgentHook({ title: "OpenCode", hook: opencodeHook, payloads, events: EVENTS.split(" ") });

const recorded = (name: string): string => payloads.find((one) => one.name === name)!.text;
const call = (tool: string, input: unknown, more: object = {}): object => ({
  agent: "opencode",
  hook_event_name: "PostToolUse",
  session_id: "ses_1",
  cwd: "/home/dev/app",
  tool_name: tool,
  tool_input: input,
  tool_use_id: "call_1",
  ...more,
});
const failed = (tool: string, error: string): object =>
  call(tool, { command: "make" }, { hook_event_name: "PostToolUseFailure", error });

test.each([
  ["failed", { output: "no", exit: 3 }],
  ["ok", { output: "", exit: 0 }],
  [undefined, { output: "" }],
  [undefined, null],
])("a command of OpenCode's is %p: %j", (outcome, response) => {
  const facts = factsIn(opencodeHook, call("bash", { command: "make" }, { tool_response: response }));
  expect(dataOf(facts, "command")?.["outcome"]).toBe(outcome);
});

test.each([
  ["interrupted", "Tool execution aborted"],
  ["interrupted", "The user rejected permission to use this specific tool call."],
  ["failed", "spawn ENOMEM"],
])("a command of OpenCode's that did not end is %s: %s", (outcome, error) => {
  expect(dataOf(factsIn(opencodeHook, failed("bash", error)), "command")).toMatchObject({ command: "make", outcome });
});

test.each([
  ["created", "write", { filePath: "/home/dev/app/a.ts" }, { exists: false }],
  ["modified", "write", { filePath: "a.ts" }, { exists: true }],
  ["modified", "edit", { filePath: "a.ts" }, {}],
  ["deleted", "apply_patch", { patchText: "*** Begin Patch\n*** Delete File: a.ts\n*** End Patch" }, {}],
])("a file of OpenCode's is %s by %s", (change, tool, input, response) => {
  const facts = factsIn(opencodeHook, call(tool, input, { tool_response: response }));
  expect(facts.at(-1)).toMatchObject({ kind: "file", key: "/home/dev/app/a.ts", data: { change, by: tool } });
});

test("files that a command changed are told by its step, which is no operation", () => {
  expect(factsIn(opencodeHook, recorded("132-PostToolUse-step"))).toMatchObject([
    { kind: "file", key: "/home/dev/app/made.txt", data: { change: "modified" } },
  ]);
  const step = call("step", { files: ["/a", "/b"], deleted: ["/b"] });
  expect(factsIn(opencodeHook, step).map(({ key, data }) => [key, data["change"]])).toEqual([
    ["/a", "modified"],
    ["/b", "deleted"],
  ]);
});

test.each([
  ['"Add two"', "Add two"],
  ['say "no"', 'say "no"'],
  ['"a" and "b"', '"a" and "b"'],
])("the prompt %s is kept as %s", (prompt, text) => {
  const given = { agent: "opencode", hook_event_name: "UserPromptSubmit", session_id: "ses_1", prompt, prompt_id: "m" };
  expect(dataOf(factsIn(opencodeHook, given), "prompt")).toEqual({ text });
});

test("a subagent's work is its own, and its task tells what it found", () => {
  const [written] = factsIn(opencodeHook, recorded("419-PostToolUse-write"));
  const [, agent] = factsIn(opencodeHook, recorded("424-PostToolUse-task"));
  expect(agent).toMatchObject({
    kind: "agent",
    key: written!.agentId!,
    data: { status: "completed", lastMessage: "The part is written." },
  });
});

test("any JSON in any field of OpenCode's gives what the store takes, or nothing", () => {
  assertTakesAnything(opencodeHook, payloads);
});

test("fields that OpenCode may add change no fact", () => assertIgnoresMore(opencodeHook, payloads));

test("no secret in OpenCode's payloads is kept", () => assertKeepsNoSecret(opencodeHook, payloads));
