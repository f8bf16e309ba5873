/** Payloads as a next version of each agent might write them: made by hand, with what hive is to store of them. */
import { expect, test } from "bun:test";
import { agentOf } from "../../src/agents/detect.ts";
import { loadHook } from "../../src/agents/load-hook.ts";

const CODEX = { session_id: "s", turn_id: "t", transcript_path: null, cwd: "/app", hook_event_name: "PostToolUse" };
const GEMINI = { session_id: 42, transcript_path: "/home/d/.gemini/tmp/x.json", hook_event_name: "AfterTool" };
const COPILOT = { sessionId: "s", timestamp: 1, cwd: "/app" };
const PATCH = "*** Begin Patch\n*** Update File: a.txt\n@@\n-h\n+secret\n*** End Patch";
const failed = (command: string) => ["command", expect.any(String), { command, outcome: "failed", error: "x" }];
const file = (path: string, change: string) => ["file", path, expect.objectContaining({ change })];

const CASES: Readonly<Record<string, readonly [agent: string, payload: Record<string, unknown>, facts: unknown[]]>> = {
  "Codex: camel case, a shell of another name, an exit code that is a text": [
    "codex",
    {
      sessionId: "s",
      turnId: "t",
      transcriptPath: "/home/d/.codex/sessions/r.jsonl",
      cwd: "/app",
      hookEventName: "PostToolUse",
      toolName: "exec_command",
      toolInput: { cmd: ["bash", "-lc", "bun test"] },
      toolResponse: { output: "x", exit_code: "1" },
    },
    [failed("bun test")],
  ],
  "Codex: a patch as an object": [
    "codex",
    {
      ...CODEX,
      tool_name: "apply_patch",
      tool_input: {
        changes: {
          "a.ts": { type: "update", unified_diff: "secret" },
          "/app/b.ts": { add: { content: "secret" } },
          "c.ts": { type: "delete" },
        },
      },
      tool_response: { success: true },
    },
    [file("/app/a.ts", "modified"), file("/app/b.ts", "created"), file("/app/c.ts", "deleted")],
  ],
  "Codex: a patch as the whole input": [
    "codex",
    { ...CODEX, tool_name: "apply_patch", tool_input: PATCH, tool_response: "ok" },
    [file("/app/a.txt", "modified")],
  ],
  "Gemini: a session that is a number, a tool by its title, a result in parts": [
    "gemini",
    {
      ...GEMINI,
      tool_name: "WriteFile",
      tool_input: { absolute_path: "/app/a.ts", content: "secret" },
      tool_response: { llmContent: [{ text: "Successfully created and wrote it" }], returnDisplay: null },
    },
    [file("/app/a.ts", "created")],
  ],
  "Gemini: an exit code in a field, no directory": [
    "gemini",
    {
      ...GEMINI,
      cwd: null,
      tool_name: "run_shell_command",
      tool_input: { command: "make" },
      tool_response: { output: "x", exitCode: "3" },
    },
    [failed("make")],
  ],
  "Gemini: a prompt in parts, after what hooks gave": [
    "gemini",
    { ...GEMINI, hook_event_name: "BeforeAgent", prompt: [{ text: "<hook_context>x</hook_context>" }, { text: "Do" }] },
    [["prompt", expect.any(String), { text: "Do" }]],
  ],
  "Copilot: a call as an object, with arguments as a text": [
    "copilot",
    {
      ...COPILOT,
      toolCall: {
        name: "str_replace_based_edit_tool",
        arguments: '{"command":"create","path":"a.ts","file_text":"secret"}',
        result: { resultType: "success", textResultForLlm: "done" },
      },
    },
    [file("/app/a.ts", "created")],
  ],
  "Copilot: an exit code in a field": [
    "copilot",
    {
      ...COPILOT,
      toolName: "shell",
      toolArgs: { command: "make" },
      toolResult: { resultType: "success", textResultForLlm: "x", exitCode: 2 },
    },
    [failed("make")],
  ],
  "VS Code: Claude Code's spelling, folders as addresses, a relative path": [
    "vscode",
    {
      session_id: "s",
      hook_event_name: "PostToolUse",
      transcript_path: "/home/d/.config/Code/User/workspaceStorage/1/chat.json",
      workspaceFolders: [{ uri: "file:///app" }],
      tool_name: "createFile",
      tool_input: { filePath: "src/a.ts", content: "secret" },
      tool_response: [{ type: "text", value: "created" }],
    },
    [file("/app/src/a.ts", "created")],
  ],
  "Cursor: camel case, an editing tool of another name, a result that is an object": [
    "cursor",
    {
      session_id: "s",
      cursorVersion: "2027.1",
      hookEventName: "postToolUse",
      workspaceRoots: ["/app"],
      toolName: "edit_file_v2",
      toolInput: { targetFile: "a.ts", codeEdit: "secret" },
      toolOutput: { success: true },
    },
    [file("/app/a.ts", "modified")],
  ],
  "Qwen: a shell by its title": [
    "qwen",
    {
      session_id: "s",
      hook_event_name: "PostToolUse",
      transcript_path: "/home/d/.qwen/projects/x/chats/s.jsonl",
      cwd: "/app",
      tool_name: "Shell",
      tool_input: { command: "make" },
      tool_response: { llmContent: "Command: make\nOutput: x\nExit Code: 2" },
    },
    [failed("make")],
  ],
  "VS Code: a tool by its name in the extension": [
    "vscode",
    {
      sessionId: "s",
      hookEventName: "PostToolUse",
      cwd: "/app",
      tool_name: "copilot_runInTerminal",
      tool_input: { command: "make" },
      tool_response: "x\nCommand exited with code 2",
    },
    [["command", expect.any(String), expect.objectContaining({ command: "make", outcome: "failed" })]],
  ],
  "Codex: an event of another name, of a tool that has ended": [
    "codex",
    { ...CODEX, hook_event_name: "ToolFinished", tool_name: "shell", tool_input: { command: "ls" }, tool_response: "" },
    [["command", expect.any(String), { command: "ls" }]],
  ],
  "Claude Code: camel case": [
    "claude-code",
    {
      sessionId: "s",
      transcriptPath: "/home/d/.claude/projects/-app/s.jsonl",
      cwd: "/app",
      hookEventName: "PostToolUse",
      toolName: "Write",
      toolInput: { file_path: "/app/a.ts", content: "secret" },
      toolResponse: { type: "create" },
    },
    [file("/app/a.ts", "created")],
  ],
  "an unknown agent in Claude Code's form, with a shell of another name": [
    "unknown",
    {
      session_id: "s",
      cwd: "/app",
      hook_event_name: "PostToolUse",
      tool_name: "execute_command",
      tool_input: { command: "make" },
      tool_response: { output: "x", exit_code: 2 },
    },
    [failed("make")],
  ],
  "an unknown agent in Claude Code's form, with an edit of another form": [
    "unknown",
    {
      session_id: "s",
      cwd: "/app",
      hook_event_name: "PostToolUse",
      tool_name: "Edit",
      tool_input: { path: "a.ts", old_str: "secret", new_str: "secret" },
      tool_response: "ok",
    },
    [file("/app/a.ts", "modified")],
  ],
  "an unknown agent, with its session, place and call in objects": [
    "unknown",
    {
      hookName: "PostToolUse",
      session: { id: "s" },
      workspaceRoots: [{ path: "/app" }],
      postToolUse: { toolName: "write_to_file", parameters: { path: "a.ts", content: "secret" }, result: "ok" },
    },
    [file("/app/a.ts", "modified")],
  ],
  "an unknown agent's prompt": [
    "unknown",
    { "event-name": "prompt-submit", "chat-id": "s", "project-dir": "/app", "user-message": "Do it" },
    [["prompt", expect.any(String), { text: "Do it" }]],
  ],
  "OpenCode: its own names": [
    "opencode",
    {
      agent: "opencode",
      hook_event_name: "PostToolUse",
      sessionID: "s",
      directory: "/app",
      tool: "write",
      args: { filePath: "a.ts" },
      tool_response: { exists: false },
    },
    [file("/app/a.ts", "created")],
  ],
};

test.each(Object.entries(CASES))("%s", async (_name, [agent, payload, facts]) => {
  const found = agentOf(payload, {});
  expect(found).toBe(agent as never);
  const hook = await loadHook(found);
  const read = hook.parse(JSON.stringify(payload))!;
  expect(read.sessionId).toBe(payload["session_id"] === 42 ? "42" : "s");
  const told = hook.facts(read, 1).filter(({ kind }) => kind !== "session" && kind !== "operation");
  expect(told.map(({ kind, key, data }) => [kind, key, data])).toEqual(facts as never);
  expect(JSON.stringify(told)).not.toContain("secret");
});

test("a tool that only reads changes no file, whatever its name begins with", async () => {
  const hook = await loadHook("copilot");
  for (const tool of ["view", "mcp_replace_all", "read_file", "create_issue", "edits", "delete_branch"]) {
    const payload = { ...COPILOT, toolName: tool, toolArgs: { path: "a.ts" }, toolResult: { resultType: "success" } };
    const facts = hook.facts(hook.parse(JSON.stringify(payload))!, 1);
    expect([tool, facts.filter(({ kind }) => kind === "file")]).toEqual([tool, []]);
  }
});

const BASH = { tool_name: "Bash", tool_input: { command: "make" } };
const ENDED = { hook_event_name: "PostToolUse", session_id: "s", ...BASH };

test.each([
  ["unknown", { ...ENDED, tool_name: "execute_command" }],
  ["codex", { ...CODEX, ...BASH }],
  ["cursor", { ...ENDED, cursor_version: "3" }],
] as const)("what a failed command of %s printed is that of both streams", async (agent, call) => {
  const payload = { ...call, tool_response: { stdout: "cc a.c", stderr: "no rule to make it", exit_code: 2 } };
  const hook = await loadHook(agent);
  const facts = hook.facts(hook.parse(JSON.stringify(payload))!, 1);
  const error = facts.find(({ kind }) => kind === "command")?.data["error"];
  expect(error).toBe("cc a.c\nno rule to make it");
});
