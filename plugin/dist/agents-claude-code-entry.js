// @bun
import {
  readRegular
} from "./base-files-files.js";
import {
  namesIn
} from "./agents-settings-off-switches.js";
import {
  objectIn2,
  isObject2
} from "./base-json.js";

// src/agents/claude-code/hook-bans.ts
import { join } from "path";
var POLICIES = {
  darwin: "/Library/Application Support/ClaudeCode",
  win32: "C:\\Program Files\\ClaudeCode"
}, policyDirectory = () => POLICIES[process.platform] ?? "/etc/claude-code";
function policyFiles({ claude, policies = policyDirectory() }) {
  let dropped = join(policies, "managed-settings.d"), names = namesIn(dropped).filter((name) => name.endsWith(".json") && !name.startsWith("."));
  return [
    join(claude, "remote-settings.json"),
    join(policies, "managed-settings.json"),
    ...names.toSorted().map((name) => join(dropped, name))
  ];
}
function findHookBans(levels, env) {
  let bans = bansOfPolicies(levels);
  for (let path of levels.settings) {
    let read = readSettings(path);
    if (read === null || read === "unreadable")
      continue;
    bans.push(...bansOfVariables(path, variablesOf(read)));
  }
  let off = firstOf(levels.settings, "disableAllHooks");
  if (off?.value === !0) {
    let found = `"disableAllHooks" in ${off.path} switches all hooks off`;
    bans.push({ found, advice: `take "disableAllHooks" out of ${off.path}`, sparesPlugins: !1 });
  }
  return [...bans, ...bansOfVariables("the environment", env)];
}
var forbidsSettings = (levels) => bansOfPolicies(levels).length > 0;
function policyOnPlugin(levels, id) {
  let [server = "", ...machine] = policyFiles(levels);
  return [server, ...machine.toReversed()].map((path) => pluginsIn(readSettings(path))[id]).find((value) => typeof value === "boolean");
}
function pluginsIn(read) {
  let plugins = read === null || read === "unreadable" ? void 0 : read.enabledPlugins;
  return isObject2(plugins) ? plugins : {};
}
function bansOfPolicies(levels) {
  let read = policyFiles(levels).map((path) => ({ path, policy: readSettings(path) })), isForced = read.some(({ policy }) => Object.entries(pluginsIn(policy)).some(([id, value]) => id.startsWith(PLUGIN) && value === !0));
  return read.flatMap(({ path, policy }) => {
    if (policy === null)
      return [];
    if (policy === "unreadable")
      return [{ found: `${path} cannot be read: it may forbid hooks`, advice: ASK, sparesPlugins: !1 }];
    return [...bansOfPolicy(path, policy, isForced), ...bansOfVariables(path, variablesOf(policy))];
  });
}
var PLUGIN = "hive@", ASK = "ask your administrator to allow hive's hook";
function bansOfPolicy(path, policy, isForced) {
  let bans = [], add = (found, sparesPlugins = !1) => void bans.push({ found, advice: ASK, sparesPlugins });
  if (policy.disableAllHooks === !0)
    add(`the policy ${path} switches all hooks off ("disableAllHooks")`);
  if (policy.allowManagedHooksOnly === !0)
    add(`the policy ${path} allows an administrator's hooks alone ("allowManagedHooksOnly")`, isForced);
  let only = policy.strictPluginOnlyCustomization;
  if (only === !0 || Array.isArray(only) && only.includes("hooks"))
    add(`the policy ${path} allows hooks of plugins alone ("strictPluginOnlyCustomization")`, !0);
  return bans;
}
var VARIABLES = ["CLAUDE_CODE_SIMPLE", "CLAUDE_CODE_SAFE_MODE"];
function bansOfVariables(where, variables) {
  return VARIABLES.filter((name) => isOn(variables[name])).map((name) => ({
    found: `${where} sets ${name}: Claude Code runs no hooks`,
    advice: `take ${name} out of ${where}`,
    sparesPlugins: !1
  }));
}
var isOn = (value) => !["", "0", "false", "no", "off", "undefined"].includes(String(value).toLowerCase()), variablesOf = ({ env }) => typeof env === "object" && env !== null ? env : {};
function firstOf(paths, name) {
  for (let path of paths) {
    let read = readSettings(path);
    if (read !== null && read !== "unreadable" && read[name] !== void 0)
      return { path, value: read[name] };
  }
  return null;
}
var MAX_SETTINGS_BYTES = 16777216;
function readSettings(path) {
  let text;
  try {
    text = readRegular(path, MAX_SETTINGS_BYTES, !0);
  } catch {
    return "unreadable";
  }
  if (text === null || text.trim() === "")
    return null;
  return objectIn2(text.replace("\uFEFF", "")) ?? "unreadable";
}

// src/agents/settings/shared-hook.ts
var SHARED_LINE = 'h=${XDG_DATA_HOME:-$HOME/.local/share}/hive/hive-hook; [ -r "$h" ] && . "$h"; exit 0', SHARED_HOOK = { command: "/bin/sh", args: ["-c", 'h=${XDG_DATA_HOME:-$HOME/.local/share}/hive/hive-hook; [ -r "$h" ] && . "$h"; exit 0'] }, isShared = ({ command, args }) => command === SHARED_HOOK.command && args[0] === "-c" && args[1] === 'h=${XDG_DATA_HOME:-$HOME/.local/share}/hive/hive-hook; [ -r "$h" ] && . "$h"; exit 0';

// src/agents/claude-code/entry.ts
var TIMEOUT_SECONDS = 5, TOOLS = "Write|Edit|MultiEdit|NotebookEdit|Bash|PowerShell|Agent|Task|TodoWrite|TaskCreate|TaskUpdate|ExitPlanMode|TaskStop|KillShell|KillBash|TaskOutput|AgentOutputTool|BashOutput|BashOutputTool", EVENTS = /* @__PURE__ */ new Map([
  ["PostToolUse", TOOLS],
  ["PostToolUseFailure", "Bash|PowerShell"],
  ["SessionStart", null],
  ["UserPromptSubmit", null],
  ["Stop", null],
  ["SubagentStop", null],
  ["PreCompact", null],
  ["SessionEnd", null]
]);
function groupFor(event, hook) {
  let matcher = EVENTS.get(event), handler = { type: "command", ...isShared(hook) ? { command: SHARED_LINE } : { command: hook.command, args: hook.args }, timeout: TIMEOUT_SECONDS };
  return { ...matcher ? { matcher } : {}, hooks: [handler] };
}
var HOOK_PROGRAM = /[\\/]hive-hook(\.exe)?$/, MAIN_PROGRAM = /[\\/](?:src[\\/]cli[\\/]main\.ts|scripts[\\/]hive)$/, isObject = (value) => typeof value === "object" && value !== null;
function hiveCommandOf(handler) {
  if (!isObject(handler))
    return null;
  let { type, command, args } = handler;
  if (type !== "command" || typeof command !== "string")
    return null;
  if (command === SHARED_LINE && args === void 0)
    return SHARED_HOOK;
  if (Array.isArray(args) && isShared({ command, args: args.map(String) }))
    return SHARED_HOOK;
  let words = Array.isArray(args) ? [command, ...args.map(String)] : shellWords(command), [program, ...rest] = words;
  return program !== void 0 && isHiveHook(words) ? { command: program, args: rest } : null;
}
function isHiveHook(words) {
  if (words.length === 1)
    return HOOK_PROGRAM.test(words[0]);
  return words.slice(1, -2).every((word) => word.startsWith("-")) && words.at(-1) === "hook" && MAIN_PROGRAM.test(words.at(-2) ?? "");
}
var shellWords = (command) => (command.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
function hiveCommandOn(settings, event) {
  let hooks = isObject(settings) ? settings.hooks : void 0, groups = isObject(hooks) ? hooks[event] : void 0;
  if (!Array.isArray(groups))
    return null;
  for (let group of groups) {
    if (!isObject(group) || !Array.isArray(group.hooks) || !isWide(group.matcher, event))
      continue;
    for (let handler of group.hooks) {
      let command = hiveCommandOf(handler);
      if (command !== null)
        return command;
    }
  }
  return null;
}
var isWide = (matcher, event) => matcher === void 0 || matcher === "" || matcher === "*" || matcher === EVENTS.get(event);

export { SHARED_LINE, SHARED_HOOK, isShared, EVENTS, groupFor, hiveCommandOf, hiveCommandOn, findHookBans, forbidsSettings, policyOnPlugin, pluginsIn, PLUGIN, readSettings };
