/** Qwen Code keeps the contract of an agent's hook. Its payloads are made after its documentation. */
import { expect, test } from "bun:test";
import { qwenHook } from "../../src/agents/qwen/hook.ts";
import { testAgentHook } from "../contract/agent.ts";
import {
  assertIgnoresMore,
  assertKeepsNoSecret,
  assertTakesAnything,
  dataOf,
  factsIn,
  recordedPayloads,
} from "../support/sessions/agent-payloads.ts";

const payloads = recordedPayloads("qwen");
const EVENTS =
  "SessionStart UserPromptSubmit PostToolUse PostToolUseFailure Stop SubagentStart SubagentStop PreCompact SessionEnd";

testAgentHook({ title: "Qwen", hook: qwenHook, payloads, events: EVENTS.split(" ") });

const recorded = (name: string): string => payloads.find((one) => one.name === name)!.text;

test("Qwen's calls are read as Gemini's, whose tools it has", () => {
  expect(dataOf(factsIn(qwenHook, recorded("105-PostToolUse-run_shell_command")), "command")).toMatchObject({
    outcome: "failed",
    error: "ls: cannot access 'nothing-here': No such file or directory",
  });
  expect(dataOf(factsIn(qwenHook, recorded("103-PostToolUse-write_file")), "file")).toMatchObject({
    change: "created",
  });
  expect(dataOf(factsIn(qwenHook, recorded("108-PostToolUse-todo_write")), "todos")).toMatchObject({
    todos: [{ content: "Add two", status: "completed" }, { content: "Test it" }, { content: "Write docs" }],
  });
});

test("any JSON in any field of Qwen's gives what the store takes, or nothing", () => {
  assertTakesAnything(qwenHook, payloads);
});

test("fields that Qwen may add change no fact", () => assertIgnoresMore(qwenHook, payloads));

test("no secret in Qwen's payloads is kept", () => assertKeepsNoSecret(qwenHook, payloads));
