/** Each switch with which an agent stops calling hive is found, and what it is not is passed over. */
import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Agent, Env } from "../../src/agents/agent.ts";
import { codex } from "../../src/agents/codex/agent.ts";
import { copilot } from "../../src/agents/copilot/agent.ts";
import { cursor } from "../../src/agents/cursor/agent.ts";
import { gemini } from "../../src/agents/gemini/agent.ts";
import { opencode } from "../../src/agents/opencode/agent.ts";
import { qwen } from "../../src/agents/qwen/agent.ts";
import { tempDir } from "../support/temp-dir.ts";

const AGENTS = [codex, copilot, cursor, gemini, opencode, qwen];

/** What keeps an agent from calling hive, with these files in a home directory. */
function found(agent: Agent, files: Readonly<Record<string, string>>, variables: Env = {}): string[] {
  using dir = tempDir();
  const home = dir.path;
  const env = { HOME: home, ...variables };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  const project = join(home, "app");
  const located = agent.settings.locate({ cwd: project, project, home, env });
  return agent.bans(located, env, join(home, "etc")).map((ban) => ban.found.replaceAll(home, "~"));
}

const DISABLED = '{ "disableAllHooks": true }';
const SWITCHES: ReadonlyArray<readonly [agent: Agent, path: string, text: string, offSwitch: string]> = [
  [codex, ".codex/config.toml", "[features]\nhooks = false\n", '"features.hooks"'],
  [codex, "app/.codex/config.toml", "[features]\nhooks = false\n", '"features.hooks"'],
  [codex, ".codex/config.toml", "[features]\ncodex_hooks = false\n", '"features.codex_hooks"'],
  ...[".gemini", "app/.gemini", "etc"].flatMap((place) => {
    const path = `${place}/settings.json`;
    return [
      [gemini, path, '{ "hooksConfig": { "enabled": false } } // mine', '"hooksConfig.enabled"'] as const,
      [gemini, path, '{ "hooksConfig": { "disabled": ["a", "hive"] } }', '"hive" of "hooksConfig.disabled"'] as const,
    ];
  }),
  [
    gemini,
    ".gemini/settings.json",
    '{ "hooksConfig": { "disabled": ["/opt/hive/dist/hive-hook"] } }',
    '"hive" of "hooksConfig.disabled"',
  ],
  ...[".qwen", "app/.qwen", "etc"].flatMap((place) => {
    const path = `${place}/settings.json`;
    return [
      [qwen, path, DISABLED, '"disableAllHooks"'] as const,
      [qwen, path, '{ "hooksConfig": { "disabled": ["hive"] } }', '"hive" of "hooksConfig.disabled"'] as const,
    ];
  }),
  ...[
    ".copilot/hooks/hive.json",
    "app/.github/hooks/hive.json",
    "app/.github/copilot/settings.json",
    "app/.github/copilot/settings.local.json",
    "app/.claude/settings.json",
    "app/.claude/settings.local.json",
    ".copilot/settings.json",
  ].map((path) => [copilot, path, DISABLED, '"disableAllHooks"'] as const),
  ...[
    ".config/Code/User/settings.json",
    "Library/Application Support/Code/User/settings.json",
    ".vscode-server/data/Machine/settings.json",
    "app/.vscode/settings.json",
  ].map((path) => [copilot, path, '{ // mine\n "chat.useHooks": false }', '"chat.useHooks"'] as const),
  [
    copilot,
    ".config/Code/User/settings.json",
    '{ "chat.hookFilesLocations": { "~/.copilot/hooks": false } }',
    '"~/.copilot/hooks" of "chat.hookFilesLocations"',
  ],
];

test.each(SWITCHES.map(([agent, ...rest]) => [agent.title, ...rest, agent] as const))(
  "%s: a switch in %s that keeps it from calling hive is found: %j",
  (_title, path, text, offSwitch, agent) => {
    const expected = expect.stringMatching(new RegExp(` in ~/${RegExp.escape(path)} keeps .+ from calling hive$`));
    expect(found(agent, { [path]: text })).toEqual([expected]);
    expect(found(agent, { [path]: text })[0]).toStartWith(`${offSwitch} in `);
  },
);

test("variables that keep an agent from calling hive are found", () => {
  expect(found(opencode, {}, { OPENCODE_PURE: "1" })).toEqual([expect.stringContaining("OPENCODE_PURE")]);
  expect(found(opencode, {}, { OPENCODE_PURE: "0" })).toEqual([]);
});

test.each([
  [gemini, ".gemini/settings.json", '{ "hooksConfig": { "enabled": true, "disabled": ["other", 7, null] } }'],
  [codex, ".codex/config.toml", "[features]\nhooks = true\ncodex_hooks = false\n"],
  [codex, ".codex/config.toml", "[features\n"],
  [qwen, ".qwen/settings.json", '{ "disableAllHooks": false }'],
  [copilot, ".copilot/hooks/other.json", DISABLED],
  [copilot, ".config/Code/User/settings.json", '{ "chat.hookFilesLocations": { "elsewhere": false } }'],
  [copilot, "app/.github/copilot/settings.json", "{"],
] as const)("what keeps no agent from calling hive is no switch: %#", (agent, path, text) => {
  expect(found(agent, { [path]: text })).toEqual([]);
});

test.each(AGENTS.map((agent) => [agent.title, agent] as const))("%s without a switch calls hive", (_title, agent) => {
  expect(found(agent, {})).toEqual([]);
});
