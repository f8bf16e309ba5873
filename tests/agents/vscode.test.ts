/** VS Code's agents keep the contract of an agent's hook. Their payloads are made after their documentation. */
import { expect, test } from "bun:test";
import { vscodeHook } from "../../src/agents/vscode/hook.ts";
import { testAgentHook } from "../contract/agent.ts";
import {
  assertIgnoresMore,
  assertKeepsNoSecret,
  assertTakesAnything,
  dataOf,
  factsIn,
  recordedPayloads,
} from "../support/sessions/agent-payloads.ts";

const payloads = recordedPayloads("vscode", /PreToolUse/);
const EVENTS = "SessionStart UserPromptSubmit PostToolUse Stop SubagentStart SubagentStop PreCompact";

testAgentHook({ title: "VS Code", hook: vscodeHook, payloads, events: EVENTS.split(" ") });

const recorded = (name: string): string => payloads.find((one) => one.name === name)!.text;
const call = (tool: string, input: unknown, response: unknown = ""): object => ({
  timestamp: "2026-01-02T03:04:05.678Z",
  cwd: "/home/dev/app",
  sessionId: "s",
  hookEventName: "PostToolUse",
  tool_name: tool,
  tool_input: input,
  tool_response: response,
  tool_use_id: "t",
});

test.each([
  [undefined, { command: "x" }, "no such file"],
  ["failed", { command: "x" }, "no such file\nCommand exited with code 3"],
  ["ok", { command: "x" }, "Command exited with code 0"],
  ["failed", { command: "x" }, { exitCode: 2 }],
  ["background", { command: "x", isBackground: true }, ""],
  ["failed", { command: "x" }, "ERROR: the tool was not run"],
])("a command of VS Code's is %p: %j %j", (outcome, input, response) => {
  expect(dataOf(factsIn(vscodeHook, call("run_in_terminal", input, response)), "command")?.["outcome"]).toBe(outcome);
});

test.each([
  ["created", "create_file", { filePath: "a.ts", content: "secret words" }],
  ["modified", "replace_string_in_file", { filePath: "/home/dev/app/a.ts", newString: "secret words" }],
  ["modified", "multi_replace_string_in_file", { replacements: [{ filePath: "a.ts", newString: "secret words" }] }],
  ["modified", "insert_edit_into_file", { filePath: "a.ts", code: "secret words" }],
  ["modified", "editFiles", { files: ["a.ts"] }],
  ["created", "apply_patch", { input: "*** Begin Patch\n*** Add File: a.ts\n+secret words\n*** End Patch" }],
])("a file of VS Code's is %s by %s, and its text is kept nowhere", (change, tool, input) => {
  const facts = factsIn(vscodeHook, call(tool, input, "done"));
  expect(facts.at(-1)).toMatchObject({ kind: "file", key: "/home/dev/app/a.ts", data: { change, by: tool } });
  expect(JSON.stringify(facts)).not.toContain("secret words");
});

test("todos of VS Code's have its words for their states", () => {
  expect(dataOf(factsIn(vscodeHook, recorded("108-PostToolUse-manage_todo_list")), "todos")).toEqual({
    todos: [
      { content: "Add two", status: "completed" },
      { content: "Test it", status: "in_progress" },
      { content: "Write docs", status: "pending" },
    ],
  });
});

test("any JSON in any field of VS Code's gives what the store takes, or nothing", () => {
  assertTakesAnything(vscodeHook, payloads);
});

test("fields that VS Code may add change no fact", () => assertIgnoresMore(vscodeHook, payloads));

test("no secret in VS Code's payloads is kept", () => assertKeepsNoSecret(vscodeHook, payloads));
