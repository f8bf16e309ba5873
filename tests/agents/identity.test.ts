/** Which calls of an agent are one: tests/slow/agents/two-forms.test.ts plays whole sessions. */
import { expect, test } from "bun:test";
import { translatedPayload } from "../../src/agents/translate.ts";

const identity = (fields: object): string | undefined =>
  translatedPayload("copilot", fields as Record<string, unknown>, JSON.stringify(fields))!.identity;

const CALL = {
  hook_event_name: "PostToolUse",
  session_id: "s",
  timestamp: "2026-01-02T03:04:05.678Z",
  tool_name: "Bash",
  tool_input: { command: "make", cwd: "/a" },
  tool_response: { output: "1 fail" },
};
const OWN_FORM = {
  sessionId: "s",
  timestamp: Date.parse(CALL.timestamp),
  toolName: "bash",
  toolArgs: JSON.stringify(CALL.tool_input),
  toolResult: { text: "1 fail" },
};
const STOP = { hook_event_name: "Stop", session_id: "s", turn_id: "t", last_assistant_message: "Done" };

test("two forms of a call with one time are one, and so are two names of a file's path", () => {
  expect(identity(CALL)).toBeDefined();
  expect(identity(OWN_FORM)).toBe(identity(CALL));
  const edit = { ...CALL, tool_name: "edit", tool_input: { path: "/a.ts", old_str: "a", new_str: "b" } };
  const other = { ...CALL, tool_name: "Edit", tool_input: { file_path: "/a.ts", old_string: "a", new_string: "b" } };
  expect(identity(other)).toBe(identity(edit));
});

test.each([
  ["another time", { timestamp: "2026-01-02T03:04:05.679Z" }],
  ["another input", { tool_input: { command: "make test", cwd: "/a" } }],
  ["another output of a shell", { tool_response: { output: "1 pass" } }],
  ["another outcome", { hook_event_name: "PostToolUseFailure" }],
  ["a subagent's id", { agent_id: "a" }],
  ["a turn", { turn_id: "t" }],
  ["an id", { tool_use_id: "c" }],
])("a call is another one with %s", (_title, fields) => {
  expect(identity({ ...CALL, ...fields })).not.toBe(identity(CALL));
});

test("of a call with an id the time does not count: VS Code and others may take it anew for each hook", () => {
  const call = { ...CALL, tool_use_id: "c" };
  expect(identity({ ...call, timestamp: undefined })).toBe(identity(call));
});

test("two texts that are changed the other way round are another edit", () => {
  const [first, second] = ["ab", "ba"].map(([before, after]) => ({
    ...CALL,
    tool_input: { path: "/a", before, after },
  }));
  expect(identity(second!)).not.toBe(identity(first!));
});

test("a call that has neither id, turn nor time is never taken for another one", () => {
  for (const timestamp of [undefined, null, "", "yesterday"]) expect(identity({ ...CALL, timestamp })).toBeUndefined();
  expect(identity({ ...STOP, turn_id: undefined })).toBeUndefined();
});

test("the end of a turn is one by the turn's id, but another one after a hook that had the agent go on", () => {
  expect(identity({ ...STOP, hook_event_name: "stop" })).toBe(identity(STOP));
  expect(identity({ ...STOP, stop_hook_active: true })).not.toBe(identity(STOP));
  expect(identity({ ...STOP, loop_count: 1 })).not.toBe(identity(STOP));
  expect(identity({ ...STOP, last_assistant_message: "Done too" })).not.toBe(identity(STOP));
});

test("an input that nests too deep has no identity, and stops nothing", () => {
  let deep: unknown = "x";
  for (let level = 0; level < 60_000; level += 1) deep = [deep];
  expect(translatedPayload("copilot", { ...CALL, tool_input: { deep } }, "")?.identity).toBeUndefined();
});
