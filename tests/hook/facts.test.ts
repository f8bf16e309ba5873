import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { factsOf } from "../../src/hook/facts.ts";
import { parsePayload } from "../../src/hook/payload.ts";
import type { Fact } from "../../src/store/payloads.ts";
import { type Cell, EXPECTED } from "./facts-fixture.ts";

const FIXTURES = join(import.meta.dir, "../fixtures/hook-payloads");
const AT_MS = 1_790_000_000_000;

function factsOfText(text: string): Fact[] {
  const payload = parsePayload(text);
  if (payload === null) throw new Error(`not a payload: ${text.slice(0, 80)}`);
  return factsOf(payload, AT_MS);
}

/** The facts of a payload without its session fact. */
function factsOfFields(fields: Record<string, unknown>): Cell[] {
  const facts = factsOfText(JSON.stringify({ session_id: "s1", ...fields }));
  return facts.slice(1).map(({ kind, key, data }) => [kind, key, data] as const);
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
    const facts = factsOfText(readFileSync(join(FIXTURES, `${name}.json`), "utf8"));
    expect(facts).toEqual((EXPECTED[name] ?? []).map(([kind, key, data]) => ({ kind, key, atMs: AT_MS, data })));
  });

  test("a failed Bash command becomes a failed operation with its first error lines", () => {
    const error = `Exit code 1\n${"one more line of the log\n".repeat(100)}`;
    const use = { tool_name: "Bash", tool_input: { command: "make" }, tool_use_id: "toolu_1", error };
    expect(factsOfFields({ hook_event_name: "PostToolUseFailure", ...use })).toEqual([
      ["operation", "toolu_1", { tool: "Bash", target: "make", outcome: "failed" }],
      ["command", "toolu_1", { command: "make", outcome: "failed", error: `${error.slice(0, 599)}…` }],
    ]);
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

  test("an operation inside a subagent names its agent", () => {
    expect(toolUse("Read", { file_path: "/a" }, "text", { agent_id: "a1" })).toEqual([
      ["operation", "toolu_1", { tool: "Read", target: "/a", outcome: "ok", agentId: "a1" }],
    ]);
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
    const [background] = factsOfFields({ hook_event_name: "Stop", background_tasks: many });
    expect(background?.[2]["tasks"]).toHaveLength(20);
  });

  test("a task notification that is not about a completed task leaves no fact", () => {
    const prompt = "<task-notification>\n<task-id>a1</task-id>\n<status>failed</status>\n</task-notification>";
    expect(factsOfFields({ hook_event_name: "UserPromptSubmit", prompt })).toEqual([]);
  });

  test("a prompt's source does not replace the session's", () => {
    const facts = factsOfText('{"session_id":"s1","hook_event_name":"UserPromptSubmit","prompt":"hi","source":"user"}');
    expect(facts[0]?.data).toEqual({});
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
});
