import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { agentOf } from "../../src/agents/detect.ts";

const FIXTURES = join(import.meta.dir, "../fixtures/agents");
const HOOK_PAYLOADS = join(import.meta.dir, "../fixtures/hook-payloads");
const NAMES: Readonly<Record<string, string>> = { claude: "claude-code" };
const directories = readdirSync(FIXTURES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const recorded = directories.flatMap(({ name }) =>
  readdirSync(join(FIXTURES, name)).map((file) => ({ agent: NAMES[name] ?? name, path: join(name, file) })),
);
/** What each agent sets for its hooks. A value that it sets at some events alone is an object. */
const environments = JSON.parse(readFileSync(join(FIXTURES, "env.json"), "utf8")) as Record<string, object>;

const fieldsOf = (path: string) => JSON.parse(readFileSync(join(FIXTURES, path), "utf8")) as Record<string, unknown>;

function environmentOf(path: string): Record<string, string> {
  const variables = environments[path.slice(0, path.indexOf("/"))] ?? {};
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => typeof value === "string"));
}

describe("agentOf", () => {
  test.each(recorded)("$path is of $agent, with the environment of its hooks", ({ agent, path }) => {
    expect(agentOf(fieldsOf(path), environmentOf(path))).toBe(agent as never);
  });

  test.each(recorded)("$path is of $agent by itself", ({ agent, path }) => {
    expect(agentOf(fieldsOf(path), {})).toBe(agent as never);
  });

  test.each(readdirSync(HOOK_PAYLOADS))("%s is Claude Code's", (name) => {
    const fields = JSON.parse(readFileSync(join(HOOK_PAYLOADS, name), "utf8")) as Record<string, unknown>;
    expect(agentOf(fields, { CLAUDE_PROJECT_DIR: "/a" })).toBe("claude-code");
  });

  test.each([
    ["windsurf", { agent_action_name: "post_write_code", trajectory_id: "t" }, {}],
    ["cursor", { hook_event_name: "postToolUse", conversation_id: "c", cursor_version: "2026.08" }, {}],
    ["cursor", { hook_event_name: "stop", conversation_id: "c", generation_id: "g" }, {}],
    ["grok", { hookEventName: "post_tool_use", sessionId: "s" }, {}],
    ["grok", { hookEventName: "stop", sessionId: "s", timestamp: 1 }, {}],
    ["grok", { hook_event_name: "Stop", session_id: "s" }, { GROK_HOOK_EVENT: "stop" }],
    ["vscode", { hookEventName: "PostToolUse", sessionId: "s", timestamp: "2026-11-28T10:30:00.000Z" }, {}],
    ["copilot", { hook_event_name: "PostToolUse", session_id: "s", tool_result: { result_type: "success" } }, {}],
    ["copilot", { hook_event_name: "SessionStart", session_id: "s", initial_prompt: "do it" }, {}],
    ["copilot", { hook_event_name: "Stop", session_id: "s" }, { COPILOT_CLI: "1" }],
    ["codex", { hook_event_name: "PostToolUse", session_id: "s", turn_id: "t" }, {}],
    ["codex", { hook_event_name: "SessionStart", session_id: "s", transcript_path: null }, {}],
    ["codex", { hook_event_name: "Stop", session_id: "s", transcript_path: "/c/a.jsonl" }, { CODEX_HOME: "/c" }],
    ["gemini", { hook_event_name: "PreCompress", session_id: "s" }, {}],
    ["gemini", { hook_event_name: "SessionStart", session_id: "s" }, { GEMINI_SESSION_ID: "s" }],
    ["qwen", { hook_event_name: "AfterTool", session_id: "s" }, { QWEN_SESSION_ID: "s" }],
    ["qwen", { hook_event_name: "AfterTool", session_id: "s", transcript_path: "/home/d/.qwen/tmp/a" }, {}],
    ["goose", { event: "PostToolUse", session_id: "s", working_dir: "/a" }, {}],
    ["opencode", { agent: "opencode", hook_event_name: "Stop", session_id: "s" }, {}],
    ["claude-code", { hook_event_name: "Stop", session_id: "s" }, { CLAUDE_PROJECT_DIR: "/a" }],
    [
      "claude-code",
      { hook_event_name: "Stop", session_id: "s", transcript_path: "/cfg/projects/-a/s.jsonl" },
      { CLAUDE_CONFIG_DIR: "/cfg", COPILOT_CLI: "1", GEMINI_SESSION_ID: "g" },
    ],
    ["unknown", { hook_event_name: "Stop", session_id: "s", transcript_path: "/home/d/.factory/sessions/s.jsonl" }, {}],
    ["unknown", { hook_event_name: "Stop", session_id: "s", timestamp: "2026-11-28T10:30:00.000Z" }, {}],
    [
      "claude-code",
      { hookEventName: "PostToolUse", sessionId: "s", transcriptPath: "/home/d/.claude/projects/-a/s.jsonl" },
      {},
    ],
    ["claude-code", { hook_event_name: "PostToolUse", session_id: "s", tool_name: "mcp__db__query" }, {}],
    ["claude-code", { hook_event_name: "PostToolUse", session_id: "s", tool_name: "ToolOfNextYear" }, {}],
    ["unknown", { hook_event_name: "PostToolUse", session_id: "s", tool_name: "execute_command" }, {}],
    ["unknown", { hook_event_name: "PostToolUse", session_id: "s", tool_name: "Shell" }, {}],
    ["unknown", { hook_event_name: "PostToolUse", session_id: "s", tool_name: "Edit", tool_input: { path: "/a" } }, {}],
    ["unknown", { hook_event_name: "post-tool-use", session_id: "s" }, {}],
    ["claude-code", { hook_event_name: "Stop", sessionId: "s" }, {}],
    ["unknown", { event: "stop" }, {}],
    ["unknown", { event: "turn_end", session_id: "s", turn_id: "t" }, {}],
    ["codex", { event_name: "PostToolUse", session_id: "s", turn_id: "t", transcript_path: null }, {}],
    ["unknown", { event: "tool.completed", session_id: "s", tool_name: "bash", tool_result: "ok" }, {}],
    ["copilot", { sessionId: "s", timestamp: 1, toolName: "bash" }, {}],
    ["unknown", {}, {}],
  ] as const)("%s: %j %j", (agent, fields, env) => {
    expect(agentOf(fields, env)).toBe(agent);
  });

  test.each("event event_name event_type hook_event hook_name eventName eventType hookEvent hookName".split(" "))(
    "a payload that names its event as %s is not in Copilot's form, which names none",
    (name) => {
      const call = { [name]: "tool.completed", timestamp: 1, tool_name: "bash" };
      expect([agentOf({ ...call, session_id: "s" }, {}), agentOf({ ...call, sessionId: "s" }, {})]).toEqual([
        "unknown",
        "unknown",
      ]);
    },
  );

  test("a session of Claude Code that was started from another agent's shell is its own", () => {
    const others = { COPILOT_CLI: "1", GEMINI_SESSION_ID: "g", GROK_HOOK_EVENT: "e", CODEX_HOME: "/c" };
    expect(agentOf({ hook_event_name: "Stop", session_id: "s" }, { ...others, CLAUDE_CODE_SESSION_ID: "s" })).toBe(
      "claude-code",
    );
    const transcript_path = "/home/d/.claude/projects/-a/s.jsonl";
    expect(agentOf({ hook_event_name: "Stop", session_id: "s", transcript_path }, others)).toBe("claude-code");
  });

  test("an agent that was started from a shell of Claude Code's is not Claude Code", () => {
    const env = { CLAUDECODE: "1", CLAUDE_CODE_SESSION_ID: "outer", CLAUDE_PID: "7" };
    for (const { agent, path } of recorded) {
      if (agent !== "claude-code") expect([path, agentOf(fieldsOf(path), env)]).toEqual([path, agent as never]);
    }
  });
});
