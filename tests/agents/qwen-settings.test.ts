/** hive's entries in Qwen Code's `settings.json`. */
import { expect, test } from "bun:test";
import { qwen } from "../../src/agents/qwen/agent.ts";
import { qwenHook } from "../../src/agents/qwen/hook.ts";
import { testAgent } from "../contract/agent.ts";
import { ACCEPTED, REFUSED } from "../install/fixtures.ts";
import { recordedPayloads } from "../support/sessions/agent-payloads.ts";

const { install, inspect, events } = qwen.settings;
const HOOK = { command: "/opt/hive/dist/hive-hook", args: [] };

testAgent({
  agent: qwen,
  hook: qwenHook,
  payloads: recordedPayloads("qwen"),
  settings: ACCEPTED,
  // What is wrong with a list that forbids a call is nothing to hive.
  refused: Object.fromEntries(Object.entries(REFUSED).filter(([, text]) => !text.includes('"PreToolUse"'))),
});

test("Qwen counts in milliseconds, as Gemini does", () => {
  const { hooks } = JSON.parse(install(null, HOOK)) as { hooks: Record<string, [{ hooks: [{ timeout: number }] }]> };
  expect(Object.keys(hooks)).toEqual([...events]);
  for (const [group] of Object.values(hooks)) expect(group.hooks[0].timeout).toBe(5000);
});

test("hooks of Qwen's that are switched off are told", () => {
  expect(inspect(install('{ "disableAllHooks": true }', HOOK)).offSwitch).toBe('"disableAllHooks"');
});
