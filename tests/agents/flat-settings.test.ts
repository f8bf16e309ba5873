/** hive's entries where an event has handlers, not groups of them: in the files of Copilot and of Cursor. */
import { describe, expect, test } from "bun:test";
import { copilot } from "../../src/agents/copilot/agent.ts";
import { copilotHook } from "../../src/agents/copilot/hook.ts";
import { cursor } from "../../src/agents/cursor/agent.ts";
import { cursorHook } from "../../src/agents/cursor/hook.ts";
import { SHARED_HOOK } from "../../src/agents/settings/shared-hook.ts";
import { testAgent } from "../contract/agent.ts";
import { recordedPayloads } from "../support/sessions/agent-payloads.ts";

const HOOK = { command: "/opt/my hive/dist/hive-hook", args: [] };
const EVENTS =
  "SessionStart UserPromptSubmit PostToolUse PostToolUseFailure Stop SubagentStart SubagentStop PreCompact SessionEnd";

const FOREIGN = `{
  "version": 1,
  // mine
  "hooks": {
    "sessionEnd": [{ "command": "notify-send done", "type": "command" }],
    "beforeReadFile": []
  }
}
`;

const accepted: Readonly<Record<string, string | null>> = {
  "no file": null,
  "an empty file": "",
  "a version alone": '{ "version": 1 }',
  "no version": '{"hooks":{}}\n',
  "foreign hooks": FOREIGN,
  "foreign hooks, CRLF": FOREIGN.replaceAll("\n", "\r\n"),
  "foreign hooks, tabs": FOREIGN.replaceAll("  ", "\t"),
  "an entry of another installation":
    '{"version":1,"hooks":{"stop":[{"command":"/old/dist/hive-hook"}],"agentStop":[{"type":"command","command":"/old/dist/hive-hook"}]}}',
  "an entry of ours twice":
    '{"version":1,"hooks":{"sessionEnd":[{"type":"command","command":"/a/hive-hook"},{"type":"command","command":"/a/hive-hook"}]}}',
};
const refused = {
  "no JSON": "version = 1\n",
  "a bracket that is missing": '{ "hooks": {',
  "an array": "[]",
  "hooks: []": '{ "hooks": [] }',
  "an event that is an object": '{ "hooks": { "sessionEnd": {} } }',
  "a handler that is a text": '{ "hooks": { "sessionEnd": ["notify-send done"] } }',
};

testAgent({
  agent: copilot,
  hook: copilotHook,
  payloads: recordedPayloads("copilot", /preToolUse/),
  payloadEvents: EVENTS.split(" "),
  settings: accepted,
  refused,
});
testAgent({
  agent: cursor,
  hook: cursorHook,
  payloads: recordedPayloads("cursor"),
  payloadEvents: EVENTS.split(" "),
  settings: accepted,
  refused,
});

describe.each([
  ["Copilot", copilot],
  ["Cursor", cursor],
])("%s", (_title, { settings: { install, remove, inspect, events } }) => {
  const file = JSON.parse(install(null, HOOK)) as { version: number; hooks: Record<string, [{ command: string }]> };

  test("is called on each event once, by a line of a shell's, and the file names its version", () => {
    expect(file.version).toBe(1);
    expect(Object.keys(file.hooks)).toEqual([...events]);
    for (const [handler] of Object.values(file.hooks)) expect(handler.command).toBe("'/opt/my hive/dist/hive-hook'");
  });

  test("is called on nothing that its answer could forbid", () => {
    expect(events.filter((event) => /^(?:pre|before)(?!SubmitPrompt|Compact)/.test(event))).toEqual([]);
  });

  test("no matcher is empty: Copilot would refuse the file", () => {
    expect(install(null, HOOK)).not.toContain('"matcher": ""');
  });

  test.each(["foreign hooks", "foreign hooks, CRLF", "foreign hooks, tabs", "a version alone"])(
    "comes back byte for byte without a receipt: %s",
    (name) => {
      expect(remove(install(accepted[name]!, HOOK), accepted[name]!)).toBe(accepted[name]!);
    },
  );

  test("a file without hive is left alone", () => {
    expect(remove('{ "version": 1 }', null)).toBe('{ "version": 1 }');
  });

  test("names no path of one machine where it is shared", () => {
    expect(inspect(install(null, SHARED_HOOK)).command).toEqual(SHARED_HOOK);
  });
});

test("entries in Copilot's other spelling, of which VS Code knows only some, make way for those that both know", () => {
  const { install, events } = copilot.settings;
  const own = [{ type: "command", command: "/old/dist/hive-hook" }];
  const before = JSON.stringify({ version: 1, hooks: { sessionStart: own, agentStop: own, preCompact: own } });
  const after = JSON.parse(install(before, HOOK)) as { readonly hooks: Record<string, unknown> };
  expect(Object.keys(after.hooks)).toEqual([...events]);
  const known = "SessionStart UserPromptSubmit PostToolUse PreCompact SubagentStart SubagentStop Stop";
  expect(events).toEqual(expect.arrayContaining(known.split(" ")));
});
