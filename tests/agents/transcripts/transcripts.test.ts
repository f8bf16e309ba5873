import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { transcriptReader } from "../../../src/agents/transcripts.ts";

const AT = "2026-11-28T05:08:18.933Z";
const AT_MS = Date.parse(AT);
const tokens = { input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 100, cache_creation_input_tokens: 7 };

const read = (agent: string, ...lines: object[]) => {
  const reader = transcriptReader(agent)!;
  return lines.flatMap((line) => reader(line as never));
};

const item = (type: string, payload: object) => ({ timestamp: AT, type, payload });
const event = (type: string, data: object) => ({ id: type, timestamp: AT, type, data });

const HAND_OVER =
  "Go on with the work of an earlier session. Ask me where it is unclear.\n\nhive: records of s.\nIn full: hive resume s --json";
const PROMPTS: Readonly<Record<string, (text: string) => object>> = {
  "claude-code": (text) => ({ type: "user", uuid: "u", message: { content: text } }),
  codex: (text) => item("event_msg", { type: "user_message", message: text }),
  gemini: (text) => ({ id: "1", type: "user", content: text }),
  copilot: (text) => event("user.message", { content: text }),
};

test.each(Object.entries(PROMPTS))("hive's own text is no prompt in a transcript of %s", (agent, line) => {
  expect(read(agent, line(HAND_OVER))).toEqual([]);
  expect(read(agent, line(`${HAND_OVER}\nBegin`))).toMatchObject([{ kind: "prompt", text: "Begin" }]);
  expect(read(agent, line(`<hook_context>${HAND_OVER}</hook_context>\n\nBegin`))).toMatchObject([{ text: "Begin" }]);
});

describe("a line of a transcript", () => {
  test("of Claude Code says prompts, answers, calls and tokens; results, subagents and notes of the program say nothing", () => {
    const user = (content: unknown, more = {}) => ({
      type: "user",
      uuid: "u",
      timestamp: AT,
      message: { role: "user", content },
      ...more,
    });
    const answer = {
      type: "assistant",
      uuid: "a",
      timestamp: AT,
      message: {
        id: "msg_1",
        model: "opus",
        content: [
          { type: "thinking", thinking: "hm" },
          { type: "text", text: "I run the tests." },
          { type: "tool_use", id: "toolu_1", name: "Bash", input: { command: "bun test", description: "Run" } },
        ],
        usage: tokens,
      },
    };
    expect(
      read(
        "claude-code",
        user("Repair the form"),
        user([{ type: "text", text: "and the page" }], { uuid: "u2" }),
        answer,
        user([{ type: "tool_result", tool_use_id: "toolu_1", content: "a secret file" }]),
        user("of a subagent", { isSidechain: true }),
        user("a note", { isMeta: true }),
        user("<command-name>/clear</command-name>"),
        { type: "summary", summary: "x" },
      ),
    ).toEqual([
      { kind: "prompt", key: "u", atMs: AT_MS, text: "Repair the form" },
      { kind: "prompt", key: "u2", atMs: AT_MS, text: "and the page" },
      { kind: "reply", key: "a", atMs: AT_MS, text: "I run the tests." },
      { kind: "call", key: "toolu_1", atMs: AT_MS, tool: "Bash", target: "bun test" },
      {
        kind: "usage",
        key: "msg_1",
        atMs: AT_MS,
        model: "opus",
        tokens: { input: 10, output: 5, cacheRead: 100, cacheWrite: 7 },
      },
    ]);
  });

  test("of Codex says the same, without the context that the program adds", () => {
    const used = { info: { last_token_usage: { input_tokens: 110, cached_input_tokens: 100, output_tokens: 5 } } };
    expect(
      read(
        "codex",
        item("session_meta", { id: "s", cwd: "/p" }),
        item("turn_context", { model: "gpt-5.5" }),
        item("response_item", {
          type: "message",
          role: "user",
          content: [{ type: "input_text", text: "<environment_context>" }],
        }),
        item("event_msg", { type: "user_message", message: "Repair the form" }),
        item("response_item", {
          type: "function_call",
          name: "shell",
          call_id: "c1",
          arguments: '{"command":["bun","test"]}',
        }),
        item("response_item", { type: "function_call_output", call_id: "c1", output: "a secret file" }),
        item("event_msg", { type: "agent_message", message: "Done." }),
        item("event_msg", { type: "token_count", ...used }),
      ),
    ).toMatchObject([
      { kind: "prompt", text: "Repair the form" },
      { kind: "call", tool: "shell", target: "bun test" },
      { kind: "reply", text: "Done." },
      { kind: "usage", model: "gpt-5.5", tokens: { input: 10, output: 5, cacheRead: 100, cacheWrite: 0 } },
    ] as never);
  });

  test("of Gemini says the same", () => {
    const calls = [{ id: "c", name: "run_shell_command", args: { command: "bun test" }, result: "a secret file" }];
    expect(
      read(
        "gemini",
        { id: "1", timestamp: AT, type: "user", content: "Repair the form" },
        {
          id: "2",
          timestamp: AT,
          type: "gemini",
          content: [{ text: "Done." }],
          toolCalls: calls,
          model: "flash",
          tokens: { input: 110, output: 5, cached: 100 },
        },
        { id: "3", timestamp: AT, type: "info", content: "x" },
      ),
    ).toEqual([
      { kind: "prompt", key: "1", atMs: AT_MS, text: "Repair the form" },
      { kind: "reply", key: "2", atMs: AT_MS, text: "Done." },
      { kind: "call", key: "c", atMs: AT_MS, tool: "run_shell_command", target: "bun test" },
      {
        kind: "usage",
        key: "2",
        atMs: AT_MS,
        model: "flash",
        tokens: { input: 10, output: 5, cacheRead: 100, cacheWrite: 0 },
      },
    ]);
  });

  test("of Copilot says the same", () => {
    expect(
      read(
        "copilot",
        event("session.start", { sessionId: "s" }),
        event("user.message", { content: "Repair the form" }),
        event("assistant.message", { content: "Done." }),
        event("tool.execution_start", { toolCallId: "c", toolName: "bash", arguments: { command: "bun test" } }),
        event("tool.execution_complete", { toolCallId: "c", result: { content: "a secret file" } }),
        event("assistant.usage", { model: "gpt", inputTokens: 10, outputTokens: 5 }),
      ).map(({ kind }) => kind),
    ).toEqual(["prompt", "reply", "call", "usage"]);
  });

  test("that is anything else says nothing, and throws nothing", () => {
    const names = fc.constantFrom(
      "type",
      "uuid",
      "id",
      "message",
      "payload",
      "content",
      "timestamp",
      "usage",
      "data",
      "toolCalls",
      "info",
      "model",
      "text",
      "name",
      "input",
      "arguments",
    );
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(
          "user",
          "assistant",
          "gemini",
          "event_msg",
          "user_message",
          "response_item",
          "tool_use",
          "x_call",
          "",
        ),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(names, tie("value")),
      ),
    })).value;
    fc.assert(
      fc.property(
        fc.constantFrom("claude-code", "codex", "gemini", "copilot"),
        fc.dictionary(names, value),
        (agent, line) => {
          for (const said of read(agent, line)) expect(said.kind).toMatch(/^(?:prompt|reply|call|usage)$/);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test("an agent without a known transcript has no reader", () => {
  for (const agent of ["cursor", "unknown", "toString", "__proto__"]) expect(transcriptReader(agent)).toBeNull();
});
