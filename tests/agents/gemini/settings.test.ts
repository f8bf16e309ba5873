/** hive's entries in Gemini CLI's `settings.json`. */
import { expect, test } from "bun:test";
import { gemini } from "../../../src/agents/gemini/agent.ts";
import { geminiHook } from "../../../src/agents/gemini/hook.ts";
import { testAgent } from "../../contract/agent.ts";
import { ACCEPTED, REFUSED } from "../../install/fixtures.ts";
import { recordedPayloads } from "../../support/sessions/agent-payloads.ts";

const { install, remove, inspect } = gemini.settings;
const HOOK = { command: "/opt/my hive/dist/hive-hook", args: [] };

/** Those that hold nothing of hive's and no switch of Claude Code's, which are the same for both. */
const accepted = Object.fromEntries(
  Object.entries(ACCEPTED).filter(([, text]) => text === null || !text.includes("disableAllHooks")),
);
/** What is wrong with an event of Claude Code's is nothing to Gemini. */
const refused = Object.fromEntries(
  Object.entries(REFUSED).filter(([, text]) => !/"(?:Stop|PreToolUse|PermissionRequest|PostToolUse)"/.test(text)),
);

testAgent({
  agent: gemini,
  hook: geminiHook,
  payloads: recordedPayloads("gemini", /BeforeTool|PreCompress/),
  payloadEvents: ["SessionStart", "UserPromptSubmit", "PostToolUse", "PostToolUseFailure", "Stop", "SessionEnd"],
  settings: accepted,
  refused: { ...refused, "an event that is an object": '{ "hooks": { "AfterTool": {} } }' },
});

type Hooks = Readonly<Record<string, readonly [{ readonly matcher?: string; readonly hooks: readonly object[] }]>>;
const { hooks } = JSON.parse(install(null, HOOK)) as { readonly hooks: Hooks };

test("Gemini is told hive's name, and a time in milliseconds", () => {
  for (const [group] of Object.values(hooks))
    expect(group.hooks).toEqual([
      { name: "hive", type: "command", command: "'/opt/my hive/dist/hive-hook'", timeout: 5000 },
    ]);
});

test("Gemini calls hive for no call of its model, and for no tool that only reads", () => {
  expect(Object.keys(hooks)).not.toContain("BeforeModel");
  expect(hooks["PreCompress"]![0].matcher).toBe("manual");
  const matcher = new RegExp(hooks["AfterTool"]![0].matcher!);
  const tools = ["write_file", "replace", "run_shell_command", "read_file", "read_many_files", "mcp_replace_all"];
  expect(tools.filter((tool) => matcher.test(tool))).toEqual(["write_file", "replace", "run_shell_command"]);
});

test("hooks that are switched off are told", () => {
  const text = '{ "hooksConfig": { "enabled": false } }';
  expect(inspect(install(text, HOOK)).offSwitch).toBe('"hooksConfig.enabled"');
});

test("comments and other settings of Gemini's stay", () => {
  const text = '{\n  // mine\n  "ui": { "theme": "x" }, // dark\n  "hooks": {}\n}\n';
  const installed = install(text, HOOK);
  expect(installed).toContain('// mine\n  "ui": { "theme": "x" }, // dark\n');
  expect(remove(installed, text)).toBe(text);
});
