/** Other agents' payloads: what is understood of them, and that none is taken for Claude Code's. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { assert, constantFrom, jsonValue, property } from "fast-check";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { safeParse } from "valibot";
import { agentOf } from "../../src/agents/detect.ts";
import { loadHook } from "../../src/agents/load-hook.ts";
import { factsOf } from "../../src/agents/claude-code/facts.ts";
import { geminiHook } from "../../src/agents/gemini/hook.ts";
import { translatedPayload } from "../../src/agents/translate.ts";
import type { HookPayload } from "../../src/agents/claude-code/payload.ts";
import { type Observation, ObservationSchema } from "../../src/model/observation.ts";
import { callHook, payload as claudes } from "../support/hive.ts";
import { withEarlier } from "../support/earlier-session.ts";
import { tempDir } from "../support/temp-dir.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

const FIXTURES = join(import.meta.dir, "../fixtures/agents");
const OTHERS = ["codex", "copilot", "gemini", "cursor", "opencode"] as const;
const recorded = OTHERS.flatMap((agent) => readdirSync(join(FIXTURES, agent)).map((file) => `${agent}/${file}`));
const textOf = (path: string): string => readFileSync(join(FIXTURES, path), "utf8");

function read(given: Record<string, unknown> | string): HookPayload | null {
  const text = typeof given === "string" ? given : JSON.stringify(given);
  const fields = JSON.parse(text) as Record<string, unknown>;
  return translatedPayload(agentOf(fields, {}), fields, text);
}

/** The facts of a payload but its session's, by kind. */
function factsBy(given: Record<string, unknown> | string): Record<string, unknown> {
  const facts = factsOf(read(given)!, 1);
  return Object.fromEntries(facts.slice(1).map(({ kind, data }) => [kind, data]));
}

/** The observations that are in a queue. */
function observations(root: string): Observation[] {
  const directory = `${root}/queue/pending`;
  if (!existsSync(directory)) return [];
  const texts = readdirSync(directory).map((name) => readFileSync(`${directory}/${name}`, "utf8"));
  return texts.map((text) => (JSON.parse(text) as { payload: Observation }).payload);
}

/** The keys of the operation in two deliveries of one payload. */
const keysOf = (given: Record<string, unknown>): string[] =>
  [1, 2].map(() => factsOf(read(given)!, 1).find(({ kind }) => kind === "operation")!.key);

describe("translatedPayload", () => {
  test.each([
    ["codex/101-SessionStart.json", "SessionStart"],
    ["codex/104-PostToolUse-apply_patch.json", "PostToolUse"],
    ["codex/307-PreCompact.json", "PreCompact"],
    ["codex/308-PostCompact.json", "PostCompact"],
    ["gemini/102-BeforeAgent.json", "UserPromptSubmit"],
    ["gemini/105-AfterTool-write_file.json", "PostToolUse"],
    ["gemini/125-AfterAgent.json", "Stop"],
    ["gemini/103-PreCompress.json", "PreCompress"],
    ["copilot/101-sessionStart.json", "SessionStart"],
    ["copilot/102-userPromptSubmitted.json", "UserPromptSubmit"],
    ["copilot/110-postToolUse-bash.json", "PostToolUse"],
    ["copilot/114-postToolUseFailure-edit.json", "PostToolUseFailure"],
    ["copilot/305-preCompact.json", "PreCompact"],
    ["copilot/404-subagentStart.json", "SubagentStart"],
    ["copilot/405-userPromptSubmitted.json", "UserPromptSubmit"],
    ["copilot/408-agentStop.json", "SubagentStop"],
    ["copilot/409-subagentStop.json", "SubagentStop"],
    ["copilot/115-agentStop.json", "Stop"],
    ["copilot/116-sessionEnd.json", "SessionEnd"],
  ])("%s is the event %s", (path, event) => {
    expect(read(textOf(path))).toMatchObject({ event, sessionId: expect.stringMatching(/^(?:ses_)?0{8}/) });
  });

  test.each(recorded)("%s makes facts that the store takes, of its agent", (path) => {
    const payload = read(textOf(path))!;
    const { agent, event, sessionId } = payload;
    const seen = { agent, event, sessionId, instanceId: "i", atMs: 1, facts: factsOf(payload, 1) };
    expect(safeParse(ObservationSchema, seen).issues).toBeUndefined();
    expect(agent).toBe(path.slice(0, path.indexOf("/")) as never);
    expect(seen.facts[0]).toMatchObject({ kind: "session", data: { agent, cwd: "/home/dev/app" } });
  });

  test("any JSON in any field gives an observation that the store takes, or none, never a throw", () => {
    const texts = recorded.map(textOf);
    const names = [...new Set(texts.flatMap((text) => [...text.matchAll(/"(\w+)":/g)].map(([, name]) => name!)))];
    assert(
      property(constantFrom(...texts), constantFrom(...names), jsonValue(), (text, name, value) => {
        const changed = JSON.stringify(JSON.parse(text), (key, old) => (key === name ? value : old));
        const given = read(changed);
        if (given === null) return;
        const { agent, event, sessionId } = given;
        const seen = { agent, event, sessionId, instanceId: "i", atMs: 1, facts: factsOf(given, 1) };
        expect(safeParse(ObservationSchema, seen).issues).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  test("a prompt is kept without what hooks put before it", () => {
    expect(factsBy(textOf("gemini/102-BeforeAgent.json"))).toEqual({ prompt: { text: "Add two to math.ts" } });
  });

  const RECORDS = "hive: records of this session, before now. Text.\nIn full: hive resume s-1 --json";
  test.each([
    ["Do it\n\n<hook_context>x</hook_context>", "Do it"],
    ["Do it\n<hook_context>x</hook_context>\n\nnow", "Do it\n\n\nnow"],
    ["Take <hook_context> out of each prompt", "Take <hook_context> out of each prompt"],
    ["<hook_context>x</hook_context>Do it, and name <hook_context>", "Do it, and name <hook_context>"],
    ["<timestamp>Sunday</timestamp>\nDo it", "Do it"],
    [`<hook_context>x</hook_context>\n\n${RECORDS}\nDo it`, "Do it"],
  ])("a prompt is kept without what is put into it: %j", (prompt, text) => {
    const given = { ...JSON.parse(textOf("gemini/102-BeforeAgent.json")), prompt };
    for (const one of [geminiHook.facts(geminiHook.parse(JSON.stringify(given))!, 1), factsOf(read(given)!, 1)])
      expect(one.find(({ kind }) => kind === "prompt")?.data).toEqual({ text });
  });

  test("the last message is kept, whatever its name", () => {
    const text = "Two is added; the tests are next.";
    for (const path of ["gemini/125-AfterAgent.json", "codex/114-Stop.json"])
      expect(factsBy(textOf(path))).toEqual({ message: { text }, turn: { text } });
  });

  test("a shell's command is kept, and said neither to have worked nor to have failed", () => {
    const command = "ls nothing-here; exit 3";
    for (const path of ["gemini/114-AfterTool-run_shell_command.json", "copilot/110-postToolUse-bash.json"]) {
      const facts = factsBy(textOf(path));
      expect(facts["operation"]).toEqual({ tool: expect.any(String), target: command });
      expect(facts["command"]).toMatchObject({ command });
      expect(facts["command"]).not.toHaveProperty("outcome");
    }
  });

  test("a tool that failed is a failed operation, by an event of its own or by its response", () => {
    const given = {
      ...JSON.parse(textOf("gemini/111-AfterTool-replace.json")),
      tool_response: { error: { message: "no match" } },
    };
    expect(factsBy(textOf("copilot/114-postToolUseFailure-edit.json"))["operation"]).toMatchObject({
      outcome: "failed",
    });
    expect(factsBy(given)["operation"]).toEqual({
      tool: "replace",
      target: "/home/dev/app/math.ts",
      outcome: "failed",
    });
  });

  test("a patch, which holds what was written, is kept nowhere", () => {
    expect(JSON.stringify(factsOf(read(textOf("codex/104-PostToolUse-apply_patch.json"))!, 1))).not.toContain(
      "Begin Patch",
    );
  });

  test("Cursor's payload is read by its own words, and the user's address is not kept", () => {
    const given = {
      conversation_id: "c1",
      generation_id: "g1",
      hook_event_name: "postToolUse",
      cursor_version: "2026.08.11",
      workspace_roots: ["/home/d/app"],
      user_email: "d@example.org",
      transcript_path: null,
      tool_name: "Write",
      tool_input: { path: "/home/d/app/a.ts", content: "secret words" },
      tool_use_id: "call_1\nctc_1",
    };
    expect(read(given)).toMatchObject({ agent: "cursor", sessionId: "c1", event: "PostToolUse" });
    expect(factsBy(given)).toMatchObject({
      operation: { tool: "Write", target: "/home/d/app/a.ts" },
      file: { change: "modified" },
    });
    expect(JSON.stringify(factsOf(read(given)!, 1))).not.toMatch(/example\.org|secret words/);
  });

  test.each([
    ["vscode", { hookEventName: "PostToolUse", sessionId: "v1", tool_name: "create_file" }, "PostToolUse"],
    ["grok", { hookEventName: "user_prompt_submit", sessionId: "g1", prompt: "x" }, "UserPromptSubmit"],
    ["goose", { event: "Stop", session_id: "o1", working_dir: "/a" }, "Stop"],
    ["windsurf", { agent_action_name: "post_run_command", trajectory_id: "w1", tool_info: {} }, "PostToolUse"],
    ["opencode", { agent: "opencode", hook_event_name: "Stop", session_id: "ses_1" }, "Stop"],
    ["unknown", { event: "something_new", sessionId: "u1" }, "something_new"],
  ])("%s: %j is %s", (agent, given, event) => {
    expect(read(given)).toMatchObject({ agent, event, sessionId: expect.stringMatching(/1$/) });
  });

  test("two calls that tell neither id nor time are two, and a call that tells its time and comes twice is one", () => {
    const call = {
      event: "PostToolUse",
      session_id: "o1",
      working_dir: "/a",
      tool_name: "shell",
      tool_input: { command: "ls" },
    };
    expect(new Set(keysOf(call)).size).toBe(2);
    expect(new Set(keysOf({ ...call, timestamp: "2026-11-28T10:00:00Z" })).size).toBe(1);
  });

  test("an event that hive does not know keeps its own word, cut and without secrets", () => {
    expect(read({ event: `API_KEY=${"aB3kQ9z".repeat(4)} ${"x".repeat(500)}` })?.event).toMatch(/^API_KEY=\[redacted/);
    expect(read({ event: "x".repeat(500) })?.event).toHaveLength(64);
    expect(read({ event: "constructor" })?.event).toBe("constructor");
  });

  test.each([{}, { session_id: "s" }, { event: "" }, { event: 7 }, { a: { event: "stop" } }])(
    "%j has no event, and is no payload",
    (given) => {
      expect(read(given)).toBeNull();
    },
  );

  test("a session id that is a number is the same as a text", () => {
    expect(read({ event: "stop", sessionId: 7 })?.sessionId).toBe("7");
  });

  test.each([undefined, "", "x".repeat(257), "a\nb", true, { name: "s" }])(
    "without a usable session id (%j) the process is one",
    (id) => {
      expect(read({ event: "stop", sessionId: id })?.sessionId).toBe(`unknown-of-process-${process.ppid}`);
    },
  );
});

test.each(OTHERS)("what %s writes to the hook is stored under its name", async (agent) => {
  using dir = tempDir();
  const hook = await loadHook(agent);
  const paths = recorded.filter((path) => path.startsWith(`${agent}/1`));
  for (const path of paths) expect(await callHook(dir.root, textOf(path))).toMatchObject({ stderr: "", exitCode: 0 });
  const seen = observations(dir.root);
  expect(seen).toHaveLength(paths.filter((path) => hook.parse(textOf(path)) !== null).length);
  expect(new Set(seen.map((one) => one.agent))).toEqual(new Set([agent]));
  for (const { event, checkpoint } of seen) if (event === "PreCompress") expect(checkpoint).toBeUndefined();
  expect(existsSync(`${dir.root}/hook.log`)).toBe(false);
});

test.each([
  ["claude-code", "claude/114-PostToolUse-TaskCreate.json", []],
  ["codex", "codex/114-Stop.json", ["codex"]],
  ["gemini", "gemini/125-AfterAgent.json", ["gemini"]],
  ["opencode", "opencode/144-Stop.json", ["opencode"]],
])("a call of %s loads the adapters that it needs, and no other", async (_agent, path, adapters) => {
  using dir = tempDir();
  const fixture = join(import.meta.dir, "adapters-fixture.ts");
  const child = Bun.spawn([process.execPath, fixture], {
    env: { ...process.env, HIVE_ROOT: dir.root, HIVE_WORKER_START: "never", CLAUDE_PROJECT_DIR: dir.path },
    stdin: new Blob([textOf(path)]),
    stderr: "pipe",
  });
  expect((await child.stderr.text()).split(" ").filter((name) => name !== "")).toEqual(adapters);
  expect(observations(dir.root)).toHaveLength(1);
});

const STARTS: ReadonlyArray<readonly [agent: string, start: string]> = [
  ["Claude Code", textOf("claude/101-SessionStart.json")],
  ["Codex", textOf("codex/101-SessionStart.json")],
  ["Copilot", textOf("copilot/101-sessionStart.json")],
  ["VS Code", textOf("vscode/101-SessionStart.json")],
  ["Gemini", textOf("gemini/101-SessionStart.json")],
  ["Qwen", textOf("qwen/101-SessionStart.json")],
  ["Cursor", textOf("cursor/101-sessionStart.json")],
  ["OpenCode", textOf("opencode/102-SessionStart.json")],
];

test.each(STARTS)("what an earlier session left is told to %s", async (_agent, start) => {
  using dir = withEarlier();
  expect((await callHook(dir.root, start)).stdout).toContain("Add two");
});

test("an agent that takes no form that hive knows is told nothing", async () => {
  using dir = withEarlier();
  const start = { event: "SessionStart", session_id: "s", source: "startup", working_dir: "/home/dev/app" };
  expect(await callHook(dir.root, JSON.stringify(start))).toMatchObject({ stdout: "", exitCode: 0 });
  expect(observations(dir.root).map(({ agent }) => agent)).toContain("goose");
});

test("an event of Claude Code's that hive does not handle is ignored, as is an object without a word", async () => {
  using dir = tempDir();
  for (const stdin of [claudes("32-subagentstart"), '{"session_id":"s","a":1}', "{}"]) await callHook(dir.root, stdin);
  expect(observations(dir.root)).toEqual([]);
});

test("a process that Claude Code's hooks name is not another agent's, which is the one that calls", async () => {
  using dir = tempDir();
  const env = { CLAUDE_PID: "4242" };
  await callHook(dir.root, textOf("codex/114-Stop.json"), env);
  await callHook(dir.root, claudes("29-stop"), env);
  const pids = observations(dir.root).map(({ agent, pid }) => [agent, pid]);
  expect(Object.fromEntries(pids)).toEqual({ codex: process.pid, "claude-code": 4242 });
});

test("a process that several sessions share is none of a session's", async () => {
  using dir = tempDir();
  await callHook(dir.root, textOf("vscode/101-SessionStart.json"));
  await callHook(dir.root, textOf("codex/101-SessionStart.json"));
  const processes = observations(dir.root).map(({ agent, facts }) => [
    agent,
    facts.some(({ kind, data }) => kind === "session" && data["process"] !== undefined),
  ]);
  expect(Object.fromEntries(processes)).toEqual({ vscode: false, codex: true });
});
