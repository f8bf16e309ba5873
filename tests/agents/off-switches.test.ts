/** Each switch with which an agent stops calling hive is found, and what it is not is passed over. */
import { expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
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
function found(
  agent: Agent,
  files: Readonly<Record<string, string>>,
  variables: Env = {},
  prepare = (_home: string): void => {},
): string[] {
  using dir = tempDir();
  const home = dir.path;
  const env = { HOME: home, ...variables };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  prepare(home);
  const project = join(home, "app");
  const located = agent.settings.locate({ cwd: project, project, home, env });
  return agent.bans(located, env, join(home, "etc")).map((ban) => ban.found.replaceAll(home, "~"));
}

const DISABLED = '{ "disableAllHooks": true }';
const SWITCHES: ReadonlyArray<readonly [agent: Agent, path: string, text: string, offSwitch: string]> = [
  [codex, ".codex/config.toml", "[features]\nhooks = false\n", '"features.hooks"'],
  [codex, "app/.codex/config.toml", "[features]\nhooks = false\n", '"features.hooks"'],
  [codex, ".codex/config.toml", "[features]\ncodex_hooks = false\n", '"features.codex_hooks"'],
  [
    codex,
    ".codex/config.toml",
    'profile = "w"\n[features]\nhooks = true\n[profiles.w.features]\nhooks = false\n',
    '"features.hooks"',
  ],
  [codex, ".codex/work.config.toml", "[features]\nhooks = false\n", '"features.hooks"'],
  [codex, "etc/config.toml", "[features]\nhooks = false\n", '"features.hooks"'],
  [codex, "etc/requirements.toml", "[features]\nhooks = false\n", '"features.hooks"'],
  [codex, "etc/requirements.toml", "allow_managed_hooks_only = true\n", '"allow_managed_hooks_only"'],
  [gemini, "etc/system-defaults.json", '{ "hooksConfig": { "enabled": false } }', '"hooksConfig.enabled"'],
  [qwen, "etc/system-defaults.json", DISABLED, '"disableAllHooks"'],
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
    ".config/Code/User/profiles/3f/settings.json",
    ".config/Code - Insiders/User/settings.json",
    "Library/Application Support/Code - Insiders/User/settings.json",
    ".config/VSCodium/User/settings.json",
    ".vscode-server/data/Machine/settings.json",
    ".vscode-server-insiders/data/Machine/settings.json",
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

/** The number of bans by a file in a directory that a variable names. */
function within(variable: string, place: string, agent: Agent, path: string, text: string): number {
  using dir = tempDir();
  mkdirSync(dirname(join(dir.path, path)), { recursive: true });
  writeFileSync(join(dir.path, path), text);
  return found(agent, {}, { [variable]: join(dir.path, place) }).length;
}

test("settings in a directory that a variable names are found", () => {
  const off = '{ "chat.useHooks": false }';
  const cases = [
    within("XDG_CONFIG_HOME", "", copilot, "Code/User/settings.json", off),
    within("VSCODE_PORTABLE", "", copilot, "user-data/User/settings.json", off),
    within("CODEX_HOME", "", codex, "config.toml", "[features]\nhooks = false\n"),
    within("GEMINI_CLI_HOME", "", gemini, ".gemini/settings.json", DISABLED),
    within("QWEN_HOME", "", qwen, "settings.json", DISABLED),
    within("GEMINI_CLI_SYSTEM_DEFAULTS_PATH", "a.json", gemini, "a.json", DISABLED),
    within("QWEN_CODE_SYSTEM_SETTINGS_PATH", "a.json", qwen, "a.json", DISABLED),
  ];
  expect(cases).toEqual(cases.map(() => 1));
});

test("a switch of the administrator's that the user's settings outweigh keeps no agent from calling hive", () => {
  const on = { "etc/config.toml": "[features]\nhooks = false\n", ".codex/config.toml": "[features]\nhooks = true\n" };
  expect(found(codex, on)).toEqual([]);
  const files = {
    "etc/system-defaults.json": '{ "hooksConfig": { "enabled": false } }',
    ".gemini/settings.json": '{ "hooksConfig": { "enabled": true } }',
  };
  expect(found(gemini, files)).toEqual([]);
});

test("a list of the administrator's that names hive outlasts the user's switch for all hooks", () => {
  const on = { ".gemini/settings.json": '{ "hooksConfig": { "enabled": true } }' };
  const disabled = '{ "hooksConfig": { "enabled": false, "disabled": ["hive"] } }';
  expect(found(gemini, { ...on, "etc/system-defaults.json": disabled })).toEqual([
    '"hive" of "hooksConfig.disabled" in ~/etc/system-defaults.json keeps Gemini from calling hive',
  ]);
});

test.each([
  [copilot, ".config/Code/User", "profiles"],
  [codex, "", ".codex"],
])("a directory that cannot be listed holds no switch: %#", (agent, place, name) => {
  expect(
    found(agent, {}, {}, (home) => {
      mkdirSync(join(home, place), { recursive: true });
      // A loop of links cannot be listed by anyone, not even by root.
      symlinkSync(name, join(home, place, name));
    }),
  ).toEqual([]);
});

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
