/** Gemini CLI keeps the contract of an agent's hook, and what its calls tell. */
import { describe, expect, test } from "bun:test";
import { geminiHook } from "../../../src/agents/gemini/hook.ts";
import { testAgentHook } from "../../contract/agent.ts";
import {
  assertIgnoresMore,
  assertKeepsNoSecret,
  assertTakesAnything,
  dataOf,
  factsIn,
  recordedPayloads,
} from "../../support/sessions/agent-payloads.ts";

const payloads = recordedPayloads("gemini", /BeforeTool|PreCompress/);
const EVENTS = "SessionStart UserPromptSubmit PostToolUse PostToolUseFailure Stop PreCompact SessionEnd";

testAgentHook({ title: "Gemini", hook: geminiHook, payloads, events: EVENTS.split(" ") });

const recorded = (name: string): string => payloads.find((one) => one.name === name)!.text;
const shell = (llmContent: unknown, returnDisplay: unknown = ""): object => ({
  session_id: "s",
  cwd: "/home/dev/app",
  hook_event_name: "AfterTool",
  timestamp: "2026-01-02T03:04:05.678Z",
  tool_name: "run_shell_command",
  tool_input: { command: "make" },
  tool_response: { llmContent, returnDisplay },
});

/** A result in the words of an older version. */
const old = (code: number | string, signal = "(none)"): string =>
  `Command: make\nDirectory: (root)\nOutput: x\nError: (none)\nExit Code: ${code}\nSignal: ${signal}\nBackground PIDs: (none)\nProcess Group PGID: 1`;

describe("a command of Gemini's", () => {
  test("that failed is told in the text of its result, with what it printed", () => {
    expect(dataOf(factsIn(geminiHook, recorded("114-AfterTool-run_shell_command")), "command")).toEqual({
      command: "ls nothing-here; exit 3",
      description: "Run a command",
      outcome: "failed",
      error: "ls: cannot access 'nothing-here': No such file or directory",
    });
  });

  test("that went well has no exit code", () => {
    const facts = factsIn(geminiHook, recorded("117-AfterTool-run_shell_command"));
    expect(dataOf(facts, "command")).toMatchObject({ outcome: "ok" });
    expect(dataOf(facts, "operation")).toMatchObject({ outcome: "ok" });
  });

  test.each([
    ["ok", old(0)],
    ["failed", old(2)],
    ["failed", old("(none)", "9")],
    ["failed", "Output: (empty)\nError: spawn make ENOENT\nProcess Group PGID: 1"],
    ["ok", "Output: Exit Code: 7\nand more\nProcess Group PGID: 1"],
    ["failed", [{ text: "Output: x\nExit Code: 3\nProcess Group PGID: 1" }]],
    ["interrupted", "Command was cancelled by user before it could complete."],
    ["interrupted", "Command was automatically cancelled because it exceeded the timeout of 5.0 minutes."],
    ["background", "Command moved to background (PID: 4242). Output hidden."],
    [undefined, "something else"],
    [undefined, null],
  ])("is %p: %j", (outcome, text) => {
    expect(dataOf(factsIn(geminiHook, shell(text)), "command")?.["outcome"]).toBe(outcome);
  });

  test("that failed is told by what Gemini shows, where the text does not", () => {
    expect(dataOf(factsIn(geminiHook, shell("", "Command exited with code: 3")), "command")).toMatchObject({
      outcome: "failed",
    });
  });
});

test("a file that Gemini writes is new or not, as Gemini tells", () => {
  const created = factsIn(geminiHook, recorded("105-AfterTool-write_file"));
  expect(created.at(-1)).toMatchObject({
    kind: "file",
    key: "/home/dev/app/notes.md",
    data: { change: "created", by: "write_file", isNew: true },
  });
  expect(dataOf(factsIn(geminiHook, recorded("111-AfterTool-replace")), "file")).toEqual({
    change: "modified",
    by: "replace",
  });
});

test("an edit of Gemini's that failed is a failed operation on its file, and changes none", () => {
  const facts = factsIn(geminiHook, recorded("120-AfterTool-replace"));
  expect(facts).toMatchObject([
    { kind: "operation", data: { tool: "replace", target: "/home/dev/app/math.ts", outcome: "failed" } },
  ]);
});

test("whole contents of files, of which Gemini's results are full, are kept nowhere", () => {
  for (const { text } of payloads)
    expect(JSON.stringify(factsIn(geminiHook, text))).not.toMatch(/export const|# Notes|not there/);
});

test("todos of Gemini's are those that it wrote", () => {
  expect(dataOf(factsIn(geminiHook, recorded("123-AfterTool-write_todos")), "todos")).toEqual({
    todos: [
      { content: "Add two", status: "completed" },
      { content: "Test it", status: "in_progress" },
      { content: "Write docs", status: "pending" },
    ],
  });
});

test("a compaction that a person asks for takes a checkpoint, and none is before each call of the model", () => {
  const given = JSON.parse(recorded("103-PreCompress")) as object;
  expect(geminiHook.parse(JSON.stringify(given))).toBeNull();
  expect(geminiHook.parse(JSON.stringify({ ...given, trigger: "manual" }))?.event).toBe("PreCompact");
});

test("text that hive gave is taken out of each prompt of Gemini's", () => {
  expect(dataOf(factsIn(geminiHook, recorded("102-BeforeAgent")), "prompt")).toEqual({ text: "Add two to math.ts" });
  const given = JSON.parse(recorded("102-BeforeAgent")) as { prompt: string };
  const twice = { ...given, prompt: `<hook_context>one\n</hook_context>\n${given.prompt}` };
  expect(dataOf(factsIn(geminiHook, twice), "prompt")).toEqual({ text: "Add two to math.ts" });
  const cut = { ...given, prompt: "<hook_context>that does not end" };
  expect(factsIn(geminiHook, cut)).toEqual([]);
});

test("a subagent of Gemini's is known by its call, with how it ended", () => {
  const facts = factsIn(geminiHook, recorded("409-AfterTool-invoke_agent"));
  expect(dataOf(facts, "agent")).toMatchObject({
    type: "generalist",
    description: "Write part.txt, nothing else.",
    status: "failed",
  });
});

test("any JSON in any field of Gemini's gives what the store takes, or nothing", () => {
  assertTakesAnything(geminiHook, payloads);
});

test("fields that Gemini may add change no fact", () => assertIgnoresMore(geminiHook, payloads));

test("no secret in Gemini's payloads is kept", () => assertKeepsNoSecret(geminiHook, payloads));
