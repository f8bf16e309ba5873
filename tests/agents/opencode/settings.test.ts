/** hive's plugin as a file in OpenCode's directory for plugins. */
import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { opencode } from "../../../src/agents/opencode/agent.ts";
import { opencodeHook } from "../../../src/agents/opencode/hook.ts";
import { testAgent } from "../../contract/agent.ts";
import { recordedPayloads } from "../../support/sessions/agent-payloads.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";

const { install, remove, inspect, locate } = opencode.settings;
const HOOK = { command: "/opt/hive/dist/hive-hook", args: [] };
const EVENTS =
  "SessionStart UserPromptSubmit PostToolUse PostToolUseFailure Stop SubagentStart SubagentStop PreCompact SessionEnd";

testAgent({
  agent: opencode,
  hook: opencodeHook,
  payloads: recordedPayloads("opencode"),
  payloadEvents: EVENTS.split(" "),
  settings: { "no file": null, "an empty file": "", "of another installation": install(null, HOOK) },
  refused: { "another's plugin": "export const Mine = async () => ({});\n" },
});

test("a removal deletes hive's plugin, and no other", () => {
  expect(remove(install(null, HOOK), null)).toBeNull();
  const other = "export const Mine = async () => ({});\n";
  expect(remove(other, null)).toBe(other);
  expect(inspect(other)).toEqual({ command: null, problems: [], offSwitch: null });
});

test("a plugin that somebody changed is told of", () => {
  expect(inspect(`${install(null, HOOK)}// mine\n`).problems).toEqual(["it is not as setup writes it"]);
});

test("a plugin that starts another program than hive's hook is not hive's", () => {
  const text = install(null, HOOK).replace('["/opt/hive/dist/hive-hook"]', '["/bin/rm","-rf","/"]');
  expect(inspect(text).command).toBeNull();
});

test("XDG_CONFIG_HOME moves the user's file", () => {
  const where = { cwd: "/work", project: "/work", home: "/home/d", env: { XDG_CONFIG_HOME: "/cfg" } };
  expect(locate(where).settings.user).toBe("/cfg/opencode/plugins/hive.ts");
});

interface Plugin {
  readonly Hive: (started: object) => Promise<Readonly<Record<string, (...given: unknown[]) => Promise<void>>>>;
}

test("the file starts the hook with a payload, and takes its answer", async () => {
  using dir = tempDir();
  const hook = join(dir.path, "dist/hive-hook");
  mkdirSync(join(dir.path, "dist"));
  const got = join(dir.path, "got");
  const script = `#!/bin/sh\ncat > "${got}.$$" && mv "${got}.$$" "${got}"\nprintf '{"additionalContext":"records"}'\n`;
  writeFileSync(hook, script, { mode: 0o755 });
  const path = join(dir.path, "hive.ts");
  writeFileSync(path, install(null, { command: hook, args: [] }));
  const exported = (await import(path)) as Plugin;
  expect(Object.keys(exported)).toEqual(["Hive"]);
  const hooks = await exported.Hive({ directory: "/home/dev/app" });
  const event = { type: "session.created", properties: { info: { id: "ses_1" } } };
  await hooks["event"]!({ event });
  const out = { system: [] as string[] };
  await waitFor(async () => {
    out.system.length = 0;
    await hooks["experimental.chat.system.transform"]!({ sessionID: "ses_1" }, out);
    return out.system.length > 0;
  });
  expect(out.system).toEqual(["records"]);
  expect(JSON.parse(readFileSync(got, "utf8"))).toEqual({
    agent: "opencode",
    hook_event_name: "SessionStart",
    session_id: "ses_1",
    cwd: "/home/dev/app",
    source: "startup",
  });
});
