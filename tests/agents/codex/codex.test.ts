/** Codex CLI keeps the contract of an agent's hook, and what its calls tell. */
import { describe, expect, test } from "bun:test";
import { codexHook } from "../../../src/agents/codex/hook.ts";
import { testAgentHook } from "../../contract/agent.ts";
import {
  assertIgnoresMore,
  assertKeepsNoSecret,
  assertTakesAnything,
  dataOf,
  factsIn,
  recordedPayloads,
} from "../../support/sessions/agent-payloads.ts";

const payloads = recordedPayloads("codex", /PreToolUse|PostCompact/);
const EVENTS = "SessionStart UserPromptSubmit PostToolUse Stop SubagentStart SubagentStop PreCompact SessionEnd";

testAgentHook({ title: "Codex", hook: codexHook, payloads, events: EVENTS.split(" ") });

const recorded = (name: string): string => payloads.find((one) => one.name === name)!.text;
const call = (tool: string, input: unknown, response: unknown = "", more: object = {}): object => ({
  session_id: "s",
  turn_id: "t",
  cwd: "/home/dev/app",
  hook_event_name: "PostToolUse",
  tool_name: tool,
  tool_input: input,
  tool_response: response,
  tool_use_id: "call_1",
  ...more,
});
const outcomeOf = (given: object): unknown => dataOf(factsIn(codexHook, given), "command")?.["outcome"];
const filesOf = (given: object): unknown =>
  factsIn(codexHook, given)
    .filter(({ kind }) => kind === "file")
    .map(({ key, data }) => [key, data["change"]]);

const PATCH = [
  "*** Begin Patch",
  "*** Add File: new/a.ts",
  "+*** Delete File: not-this.ts",
  "*** Update File: ./b.ts",
  "@@",
  "-old words",
  "+new words",
  "*** Delete File: c.ts",
  "*** Update File: d.ts",
  "*** Move to: ../e.ts",
  "*** End Patch",
].join("\n");
const PATCHED = [
  ["/home/dev/app/new/a.ts", "created"],
  ["/home/dev/app/b.ts", "modified"],
  ["/home/dev/app/c.ts", "deleted"],
  ["/home/dev/app/d.ts", "deleted"],
  ["/home/dev/e.ts", "created"],
];

describe("a patch of Codex's", () => {
  test.each([{ command: PATCH }, { input: PATCH }, { patch: PATCH }, { command: ["apply_patch", PATCH] }, PATCH])(
    "names the files that it changed: %j",
    (input) => {
      expect(filesOf(call("apply_patch", input))).toEqual(PATCHED);
    },
  );

  test("is kept nowhere, since it holds what was written", () => {
    for (const { text } of payloads) expect(JSON.stringify(factsIn(codexHook, text))).not.toContain("*** ");
    expect(JSON.stringify(factsIn(codexHook, call("apply_patch", { command: PATCH })))).not.toContain("words");
  });

  test("that failed changed no file, and is a failed operation", () => {
    const given = call("apply_patch", { command: PATCH }, "Exit code: 1\nWall time: 0 seconds\nOutput:\nno\n");
    expect(filesOf(given)).toEqual([]);
    expect(dataOf(factsIn(codexHook, given), "operation")).toMatchObject({ outcome: "failed" });
  });

  test("in a command counts where it is told that it went well", () => {
    const command = `apply_patch <<'EOF'\n${PATCH}\nEOF`;
    const done = call("Bash", { command }, "Success. Updated the following files:\nA new/a.ts\n");
    expect(filesOf(done)).toEqual(PATCHED);
    expect(JSON.stringify(factsIn(codexHook, done))).not.toContain("words");
    expect(filesOf(call("Bash", { command }, ""))).toEqual([]);
  });
});

describe("a command of Codex's", () => {
  test("has no outcome, since none is told", () => {
    const facts = factsIn(codexHook, recorded("110-PostToolUse-Bash"));
    expect(dataOf(facts, "command")).toEqual({ command: "ls nothing-here; exit 3" });
    expect(dataOf(facts, "operation")).toEqual({ tool: "Bash", target: "ls nothing-here; exit 3" });
  });

  test("that checks the work has failed where its output names a failure", () => {
    const output = "(fail) adds two [0.05ms]\n 1 fail\n";
    const facts = factsIn(codexHook, call("Bash", { command: "bun test" }, output));
    expect(dataOf(facts, "command")).toEqual({
      command: "bun test",
      outcome: "failed",
      error: output.trimEnd() + "\n",
    });
    expect(outcomeOf(call("Bash", { command: "cat log" }, output))).toBeUndefined();
  });

  test.each([
    ["failed", "Exit code: 3\nWall time: 0 seconds\nOutput:\nx"],
    ["ok", "Exit code: 0\nWall time: 0 seconds\nOutput:\n"],
    ["failed", "Chunk ID: a1\nWall time: 0.1 seconds\nProcess exited with code 1\nOutput:\nx"],
    ["background", "Chunk ID: a1\nWall time: 9.9 seconds\nProcess running with session ID 7\nOutput:\nx"],
    ["failed", { output: "x", metadata: { exit_code: 2 } }],
    ["ok", { exit_code: 0 }],
    [undefined, "Exit code: 3"],
    [undefined, { metadata: { exit_code: "x" } }],
    [undefined, null],
  ])("is %p in the words of other versions: %j", (outcome, response) => {
    expect(outcomeOf(call("Bash", { command: "x" }, response))).toBe(outcome);
  });

  test.each([
    ["shell", { command: ["bash", "-lc", "ls -l"] }],
    ["exec_command", { cmd: "ls -l" }],
    ["shell_command", { command: "ls -l" }],
    ["local_shell", { command: ["ls", "-l"] }],
  ])("is read from %s %j", (tool, input) => {
    expect(dataOf(factsIn(codexHook, call(tool, input)), "command")).toMatchObject({ command: "ls -l" });
  });
});

test("a plan of Codex's is its todos", () => {
  const plan = [
    { step: "Add two", status: "completed" },
    { step: "Test it", status: "in_progress" },
  ];
  const facts = factsIn(codexHook, call("update_plan", { plan }, "Plan updated"));
  expect(dataOf(facts, "todos")).toEqual({
    todos: [
      { content: "Add two", status: "completed" },
      { content: "Test it", status: "in_progress" },
    ],
  });
});

test("a subagent of Codex's runs once it is started, and its prompt is its own", () => {
  const id = "00000000-0000-7000-8000-000000000007";
  const [, started] = factsIn(codexHook, recorded("404-PostToolUse-spawn_agent"));
  const description = "Write part.txt, nothing else.";
  expect(started).toMatchObject({ kind: "agent", key: id, data: { status: "running", description } });
  expect(factsIn(codexHook, recorded("407-UserPromptSubmit"))).toMatchObject([{ kind: "prompt", agentId: id }]);
});

test("a subagent of Codex's that was waited for has ended in its own way", () => {
  const status = { a: { completed: "Written." }, b: { errored: "No." }, c: "running" };
  const facts = factsIn(codexHook, call("wait_agent", { ids: ["a"] }, JSON.stringify({ status, timed_out: false })));
  expect(facts.filter(({ kind }) => kind === "agent").map(({ key, data }) => [key, data])).toEqual([
    ["a", { status: "completed", lastMessage: "Written." }],
    ["b", { status: "failed", lastMessage: "No." }],
    ["c", { status: "running" }],
  ]);
});

test("two prompts of one turn are two", () => {
  const keys = ["one", "two"].map((prompt) => {
    const given = { session_id: "s", turn_id: "t", hook_event_name: "UserPromptSubmit", prompt };
    return factsIn(codexHook, given)[0]!.key;
  });
  expect(new Set(keys).size).toBe(2);
});

test("Codex is told no more than it shows whole, in no field that it does not know", () => {
  const told = JSON.parse(codexHook.context!("x".repeat(50_000))) as { hookSpecificOutput: object };
  expect(Object.keys(told)).toEqual(["hookSpecificOutput"]);
  expect(JSON.stringify(told).length).toBeLessThan(2500);
});

test("any JSON in any field of Codex's gives what the store takes, or nothing", () => {
  assertTakesAnything(codexHook, payloads);
});

test("fields that Codex may add change no fact", () => assertIgnoresMore(codexHook, payloads));

test("no secret in Codex's payloads is kept", () => assertKeepsNoSecret(codexHook, payloads));
