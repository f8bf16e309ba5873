/** Of a long text that a person or an agent wrote, both ends are kept: limits and open questions stand at its end. */
import { describe, expect, test } from "bun:test";
import type { AgentHook } from "../../../src/agents/agent.ts";
import { loadHook } from "../../../src/agents/load-hook.ts";
import { MAX_CHARS } from "../../../src/agents/claude-code/payload.ts";
import { claudeCodeHook } from "../../../src/agents/claude-code/hook.ts";
import type { Fact } from "../../../src/model/observation.ts";
import { quotedTask } from "../../../src/recall/report/quoted.ts";

const LOG = Array.from(
  { length: 900 },
  (_, n) => `GET /api/items/${n} took ${(n * 7) % 90} ms, cache ${"xyz"[n % 3]}`,
).join("\n");
const HEAD = "Make the import faster.";
const TAIL = "Do not touch src/legacy.";
const LONG = `${HEAD}\n${LOG}\n${TAIL}`;

function factOf(kind: string, payload: object, hook: AgentHook = claudeCodeHook): Fact {
  const text = JSON.stringify({ session_id: "s", cwd: "/p", ...payload });
  return hook.facts(hook.parse(text)!, 1).find((fact) => fact.kind === kind)!;
}

const bash = { tool_name: "Bash", tool_response: {}, tool_use_id: "t" };
const CASES: Record<string, readonly [kind: string, field: string, max: keyof typeof MAX_CHARS, payload: object]> = {
  "a prompt": ["prompt", "text", "prompt", { hook_event_name: "UserPromptSubmit", prompt: LONG }],
  "a last message": ["message", "text", "message", { hook_event_name: "Stop", last_assistant_message: LONG }],
  "the end of a turn": [
    "turn",
    "text",
    "turn",
    { hook_event_name: "Stop", last_assistant_message: LONG, prompt_id: "p" },
  ],
  "a subagent's result": [
    "agent",
    "lastMessage",
    "agentMessage",
    {
      hook_event_name: "SubagentStop",
      agent_id: "a",
      agent_type: "Explore",
      last_assistant_message: LONG,
    },
  ],
  "a command": [
    "command",
    "command",
    "command",
    { hook_event_name: "PostToolUse", ...bash, tool_input: { command: LONG } },
  ],
  "a compaction's instructions": [
    "compact",
    "instructions",
    "prompt",
    { hook_event_name: "PreCompact", custom_instructions: LONG },
  ],
};

test.each(Object.entries(CASES))(
  "of %s that is too long the beginning and the end are kept",
  (_, [kind, field, max, payload]) => {
    const kept = String(factOf(kind, payload).data[field]);
    expect(kept.length).toBeLessThanOrEqual(MAX_CHARS[max]);
    expect(kept.length).toBeGreaterThan(MAX_CHARS[max] - 250);
    expect(kept.startsWith(HEAD)).toBe(true);
    expect(kept.endsWith(TAIL)).toBe(true);
    expect(kept).toContain("\n…\n");
  },
);

test.each(["codex", "gemini", "copilot", "cursor", "opencode", "qwen"] as const)(
  "%s' long prompts keep their end",
  async (agent) => {
    const hook = await loadHook(agent);
    const named = { hook_event_name: "UserPromptSubmit", prompt: LONG };
    const before = {
      ...named,
      hook_event_name:
        agent === "gemini" ? "BeforeAgent" : agent === "cursor" ? "beforeSubmitPrompt" : "UserPromptSubmit",
    };
    const own = agent === "copilot" ? { sessionId: "s", timestamp: 1, ...named } : { conversation_id: "s", ...before };
    const { data } = factOf("prompt", own, hook);
    expect(String(data["text"]).endsWith(TAIL)).toBe(true);
  },
);

describe("secrets", () => {
  const key = `sk-ant-api03-${"Zx9".repeat(28)}AA`;

  test.each([
    ["at the end", `${LONG} The key is ${key}`],
    ["in the middle", `${HEAD}\n${LOG.slice(0, 9000)}\n${key}\n${LOG}\n${TAIL}`],
    ["at the beginning", `${key} ${LONG}`],
  ])("a key %s of a long prompt is not kept", (_, prompt) => {
    const { data } = factOf("prompt", { hook_event_name: "UserPromptSubmit", prompt });
    expect(String(data["text"])).not.toContain("Zx9Zx9");
  });

  test("half of a key, wherever the reading begins or ends, is not kept", () => {
    const filler = "lorem ipsum dolor ";
    for (let shift = 0; shift < 120; shift += 7) {
      const around = filler.repeat(300).slice(0, 3950 + shift);
      for (const prompt of [`${around} ${key} ${filler.repeat(600)}`, `${filler.repeat(600)} ${key} ${around}`]) {
        const { data } = factOf("prompt", { hook_event_name: "UserPromptSubmit", prompt });
        expect(String(data["text"])).not.toContain("Zx9Zx9");
      }
    }
  });
});

test("of a log in the middle no line is cut in two, and one mark stands in its place", () => {
  const { data } = factOf("prompt", { hook_event_name: "UserPromptSubmit", prompt: LONG });
  const lines = String(data["text"]).split("\n");
  expect(lines.filter((line) => !LONG.split("\n").includes(line))).toEqual(["…"]);
  expect(quotedTask(data["text"], 1100).split("…")).toHaveLength(2);
});

const PROSE = Array.from({ length: 40 }, (_, n) => `Step ${n} moves the module of that number to its package.`);

test.each([
  "You must not change the public API of src/billing.",
  "Never push to main!",
  "Only files below lib may change;",
  "Don’t rename the tables.",
  "Do it without a new dependency.",
  "Keep the REST endpoints working.",
  "No new dependencies.",
  "Leave packages/legacy alone.",
  "Ne touche jamais à packages/legacy.",
  "Modifica solo los ficheros de src.",
  "Не трогай каталог packages/legacy.",
  "packages/legacy は変更しないでください。",
  "不要修改 packages/legacy。",
])("what a long prompt forbids in its middle is kept: %p", (limit) => {
  const prompt = [HEAD, ...PROSE, limit, ...PROSE, TAIL].join(" ");
  const kept = String(factOf("prompt", { hook_event_name: "UserPromptSubmit", prompt }).data["text"]);
  expect(kept.length).toBeLessThanOrEqual(MAX_CHARS.prompt);
  expect(kept.split(limit)).toHaveLength(2);
  expect([kept.startsWith(HEAD), kept.endsWith(TAIL)]).toEqual([true, true]);
  expect(quotedTask(kept, 750)).toContain(limit);
});

test("limits in the middle of a long prompt leave three fifths of its room to the ends", () => {
  const limits = Array.from({ length: 60 }, (_, n) => `Never touch the file with the number ${n}.`);
  const prompt = [HEAD, ...PROSE, ...limits, ...PROSE, TAIL].join("\n");
  const kept = String(factOf("prompt", { hook_event_name: "UserPromptSubmit", prompt }).data["text"]);
  expect(kept.length).toBeLessThanOrEqual(MAX_CHARS.prompt);
  expect(kept.split("Never touch").length - 1).toBeWithin(14, 19);
  expect(kept).toContain("Step 8 ");
  expect(kept).toContain("Step 32 ");
});

test("no character is cut in two", () => {
  for (let shift = 0; shift < 4; shift += 1) {
    const { data } = factOf("prompt", {
      hook_event_name: "UserPromptSubmit",
      prompt: `${"a".repeat(shift)}${"😀".repeat(4000)}`,
    });
    expect(String(data["text"]).isWellFormed()).toBe(true);
  }
});

test("a task tells what it forbids in its last line, however long and without a full stop", () => {
  const lines = Array.from({ length: 60 }, (_, n) => `- move module number ${n} into its own package`).join("\n");
  const told = quotedTask(`Split the monolith\n${lines}\n- do not touch src/legacy`, 800);
  expect(told.length).toBeLessThanOrEqual(802);
  expect(told).toStartWith("“Split the monolith");
  expect(told).toContain("do not touch src/legacy”");
  const flat = quotedTask(`${"split the monolith into packages and ".repeat(60)}leave src/legacy alone`, 800);
  expect(flat).toContain("leave src/legacy alone”");
});
