// @bun
import {
  readRegular
} from "./base-files-files.js";
import {
  getNodeValue
} from "./import-main-3.js";
import {
  parseDocument,
  itemsOf,
  valueOf,
  isBare,
  append,
  replace,
  removeAt
} from "./base-config-jsonc.js";
import {
  systemHome2
} from "./origin-own-directory.js";
import {
  nodeHookIo2
} from "./capture-node-io.js";
import {
  stateRootOf
} from "./cli-root.js";
import {
  SHARED_LINE,
  isShared,
  EVENTS,
  groupFor,
  hiveCommandOf,
  findHookBans,
  policyOnPlugin,
  pluginsIn,
  PLUGIN,
  readSettings
} from "./agents-claude-code-entry.js";
import {
  offSwitches,
  banIn,
  settingsIn,
  namesIn,
  allDisabled
} from "./agents-settings-off-switches.js";
import {
  programPath
} from "./platform-programs.js";
import {
  recordOf,
  listOf
} from "./agents-claude-code-payload.js";
import {
  objectIn2,
  isObject2
} from "./base-json.js";
import {
  HiveError,
  errorMessage
} from "./base-errors.js";

// src/agents/claude-code/agent.ts
import { join as join3 } from "path";

// src/agents/agent.ts
var SCOPES = ["project", "local", "user"];

// src/agents/claude-code/files.ts
import { join, resolve } from "path";
function locate({ cwd, project, home, env }) {
  let directory = resolve(cwd, env.CLAUDE_CONFIG_DIR || join(home, ".claude"));
  return {
    directory,
    settings: {
      project: join(project, ".claude", "settings.json"),
      local: join(project, ".claude", "settings.local.json"),
      user: join(directory, "settings.json")
    }
  };
}

// src/agents/claude-code/plugin.ts
import { join as join2 } from "path";
function findPlugin({ directory, settings }, policies) {
  let path = join2(directory, "plugins/installed_plugins.json"), read = readSettings(path), plugins = isObject2(read) && isObject2(read.plugins) ? read.plugins : {};
  for (let [id, installations] of Object.entries(plugins)) {
    if (!id.startsWith(PLUGIN) || !Array.isArray(installations))
      continue;
    if (!(policyOnPlugin({ claude: directory, settings: [], policies }, id) ?? isEnabled(settings, id)))
      continue;
    let top = installations[0]?.installPath;
    if (typeof top === "string")
      return { path, command: { command: join2(top, "bin/hive-hook"), args: [] } };
  }
  return null;
}
function isEnabled(settings, id) {
  for (let scope of ["local", "project", "user"]) {
    let enabled = pluginsIn(readSettings(settings[scope]))[id];
    if (enabled !== void 0)
      return enabled === !0;
  }
  return !1;
}

// src/agents/settings/hook-settings.ts
function hookSettings(form) {
  return {
    events: form.events,
    install: (text, command) => install(form, text, command),
    remove: (text, original) => remove(form, text, original),
    inspect: (text) => inspect(form, text),
    callsShellSystem: (text) => callsShellSystem(form, text)
  };
}
var BOM = "\uFEFF";
function isShellSystemHandler(handler) {
  if (typeof handler !== "object" || handler === null)
    return !1;
  let { command, args } = handler;
  return [command, ...Array.isArray(args) ? args : []].filter((word) => typeof word === "string").some((word) => /(?:^|[\\/"'\s])auto-checkpoint\.sh(?:$|["'\s])/.test(word));
}
var hives = ({ commandOf }) => (handler) => commandOf(handler) !== null, replaced = (form) => (handler) => hives(form)(handler) || isShellSystemHandler(handler);
function findEntries({ isFlat }, { root }, isWanted) {
  return itemsOf(valueOf(root, "hooks")).flatMap((property) => {
    let [name, groups] = property.children;
    if (groups.type !== "array")
      return [];
    return itemsOf(groups).flatMap((node, group) => handlersIn(isFlat, node).flatMap((child, handler) => {
      if (!isWanted(getNodeValue(child)))
        return [];
      let isAlone = handlersIn(isFlat, node).length === 1;
      return [{ event: String(name.value), groups, group, handler, isAlone }];
    }));
  });
}
function handlersIn(isFlat, group) {
  if (isFlat === !0)
    return [group];
  return group.type === "object" ? itemsOf(valueOf(group, "hooks")) : [];
}
var wrongShape = ({ title, advice }, what) => new HiveError("HIVE_INVALID_OPTION", `${what}: its hooks have another shape than ${title}'s`, {
  hint: `correct the file first (${advice})`
});
function assertStrict({ title }, text) {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new HiveError("HIVE_INVALID_OPTION", `${title} does not read it: ${errorMessage(error)}`, {
      hint: "correct the file first: hive does not write over what the agent cannot read",
      cause: error
    });
  }
}
function parseSettings(form, text) {
  let document = parseDocument(text);
  if (form.isStrict)
    assertStrict(form, text);
  let { root } = document;
  if (root.type !== "object")
    throw wrongShape(form, "it is not an object");
  let hooks = valueOf(root, "hooks");
  if (hooks === void 0)
    return document;
  if (hooks.type !== "object")
    throw wrongShape(form, '"hooks" is not an object');
  for (let event of [...form.events, ...form.fragileEvents]) {
    let groups = valueOf(hooks, event);
    if (groups === void 0)
      continue;
    if (groups.type !== "array")
      throw wrongShape(form, `hooks.${event} is not an array`);
    for (let [index, group] of itemsOf(groups).entries()) {
      if (form.isFlat === !0) {
        if (group.type !== "object")
          throw wrongShape(form, `hooks.${event}[${index}] is not an object`);
        continue;
      }
      if ((group.type === "object" ? valueOf(group, "hooks") : void 0)?.type !== "array")
        throw wrongShape(form, `hooks.${event}[${index}] has no array "hooks"`);
    }
  }
  return document;
}
function change(form, text, step) {
  let mark = text.startsWith(BOM) && !form.isStrict ? BOM : "", current = text.slice(mark.length);
  for (;; ) {
    let next = step(parseSettings(form, current));
    if (next === null)
      return mark + current;
    current = next;
  }
}
var isBlank = (text) => text.replace(BOM, "").trim() === "";
function install(form, text, command) {
  let [anyEvent = ""] = form.events, group = form.groupFor(anyEvent, command);
  if (form.commandOf(form.isFlat === !0 ? group : group.hooks[0]) === null)
    throw new HiveError("HIVE_BUG", `${command.command} is not a hive command, so hive would not find it again`);
  if (text === null || isBlank(text))
    return `${text?.startsWith(BOM) === !0 && !form.isStrict ? BOM : ""}${install(form, "{}", command)}
`;
  return change(form, text, (document) => tidy(form, document, command) ?? addMissing(form, document, command));
}
function tidy(form, document, command) {
  let seen = /* @__PURE__ */ new Set;
  for (let found of findEntries(form, document, replaced(form))) {
    let { event, groups, group, isAlone } = found;
    if (!form.events.includes(event) || seen.has(event) || !isAlone)
      return takeOut(document, found, null);
    seen.add(event);
    let node = itemsOf(groups)[group], wanted = form.groupFor(event, command);
    if (!Bun.deepEquals(getNodeValue(node), wanted))
      return replace(document, node, wanted);
  }
  return null;
}
function addMissing(form, document, command) {
  let { root } = document;
  if (form.version !== void 0 && valueOf(root, "version") === void 0)
    return append(document, root, "version", form.version);
  let hooks = valueOf(root, "hooks");
  if (hooks === void 0) {
    let all = Object.fromEntries(form.events.map((event) => [event, [form.groupFor(event, command)]]));
    return append(document, root, "hooks", all);
  }
  let present = new Set(findEntries(form, document, hives(form)).map(({ event }) => event)), event = form.events.find((name) => !present.has(name));
  if (event === void 0)
    return null;
  let groups = valueOf(hooks, event);
  if (groups === void 0)
    return append(document, hooks, event, [form.groupFor(event, command)]);
  return append(document, groups, null, form.groupFor(event, command));
}
function remove(form, text, original) {
  if (isBlank(text))
    return text;
  let kept = original === null || isBlank(original) ? null : parseSettings(form, remove(form, original, null).replace(BOM, "")), isHives = !1;
  return change(form, text, (document) => {
    let [found] = findEntries(form, document, hives(form));
    if (found === void 0)
      return isHives && isVersionLeft(form, document) ? removeAt(document, document.root, 0) : null;
    return isHives = kept === null, takeOut(document, found, kept);
  });
}
function isVersionLeft({ version }, { root }) {
  let [property] = itemsOf(root);
  return version !== void 0 && itemsOf(root).length === 1 && property?.children?.[0]?.value === "version";
}
function takeOut(document, found, kept) {
  let { event, groups, group, handler, isAlone } = found;
  if (!isAlone)
    return removeAt(document, valueOf(itemsOf(groups)[group], "hooks"), handler);
  let keptHooks = kept === null ? void 0 : valueOf(kept.root, "hooks"), hooks = valueOf(document.root, "hooks");
  if (keptHooks !== void 0 && valueOf(keptHooks, event) !== void 0 || !isLeftBare(document, groups, group))
    return removeAt(document, groups, group);
  let index = itemsOf(hooks).findIndex((property) => property.children[1] === groups);
  if (keptHooks !== void 0 || !isLeftBare(document, hooks, index))
    return removeAt(document, hooks, index);
  let { root } = document;
  return removeAt(document, root, itemsOf(root).findIndex((property) => property.children[1] === hooks));
}
function isLeftBare(document, container, index) {
  if (itemsOf(container).length > 1)
    return !1;
  let after = parseDocument(removeAt(document, container, index)), node = findAt(after.root, container.offset);
  return node !== void 0 && isBare(after, node);
}
function findAt(node, offset) {
  if (node.offset === offset && node.type !== "property")
    return node;
  for (let child of node.children ?? [])
    if (child.offset <= offset && offset < child.offset + child.length)
      return findAt(child, offset);
  return;
}
function callsShellSystem(form, text) {
  if (text === null || isBlank(text))
    return !1;
  return findEntries(form, parseSettings(form, text.replace(BOM, "")), isShellSystemHandler).length > 0;
}
function inspect(form, text) {
  if (text === null || isBlank(text))
    return { command: null, problems: [], offSwitch: null };
  let document = parseSettings(form, form.isStrict ? text : text.replace(BOM, "")), offSwitch = form.offSwitchIn(getNodeValue(document.root)), entries = findEntries(form, document, hives(form)), [first] = entries;
  if (first === void 0)
    return { command: null, problems: [], offSwitch };
  let handlers = handlersIn(form.isFlat, itemsOf(first.groups)[first.group]), command = form.commandOf(getNodeValue(handlers[first.handler])), events = new Set(entries.map(({ event }) => event)), missing = form.events.filter((event) => !events.has(event));
  if (missing.length > 0)
    return { command, problems: [`hive is not called on ${missing.join(", ")}`], offSwitch };
  let isTidy = tidy(form, document, command) === null;
  return { command, problems: isTidy ? [] : ["some of hive's entries are not as setup writes them"], offSwitch };
}

// src/agents/claude-code/settings.ts
var FORM = {
  title: "Claude Code",
  advice: "claude doctor names the fault",
  events: [...EVENTS.keys()],
  fragileEvents: ["PreToolUse", "PermissionRequest"],
  groupFor,
  commandOf: hiveCommandOf,
  offSwitchIn: ({ disableAllHooks }) => disableAllHooks === !0 ? '"disableAllHooks"' : null,
  isStrict: !1
}, { events, install: install2, remove: remove2, inspect: inspect2, callsShellSystem: callsShellSystem2 } = hookSettings(FORM);

// src/agents/claude-code/agent.ts
var claudeCode = {
  name: "claude-code",
  title: "Claude Code",
  settings: {
    scopes: SCOPES,
    events,
    locate,
    install: install2,
    remove: remove2,
    inspect: inspect2,
    callsShellSystem: callsShellSystem2,
    afterInstall: null,
    afterRemoval: () => null
  },
  plugin: findPlugin,
  bans: ({ directory, settings: { local, project, user } }, env, policies) => findHookBans({ claude: directory, settings: [local, project, user], policies }, env),
  programs: ["claude"],
  start: (prompt) => ["claude", prompt],
  sample: (directory, sessionId) => JSON.stringify({
    session_id: sessionId,
    transcript_path: join3(directory, "transcript.jsonl"),
    cwd: directory,
    hook_event_name: "PostToolUse",
    tool_name: "Write",
    tool_input: { file_path: join3(directory, "probe.txt"), content: `probe
` },
    tool_response: { type: "create", filePath: join3(directory, "probe.txt") }
  })
};

// src/agents/codex/agent.ts
import { dirname, join as join5 } from "path";

// src/agents/codex/settings.ts
import { join as join4, resolve as resolve2 } from "path";

// src/agents/settings/shell-line.ts
function shellLine(hook) {
  return isShared(hook) ? SHARED_LINE : [hook.command, ...hook.args].map(quoted).join(" ");
}
function quoted(word) {
  if (/^[\w@%+=:,./-]+$/.test(word))
    return word;
  if (!word.includes("'"))
    return `'${word}'`;
  if (!/["$`\\!]/.test(word))
    return `"${word}"`;
  throw new HiveError("HIVE_INVALID_OPTION", `${word} cannot be written into a shell's command`, {
    hint: "put hive into a directory without quotes in its name"
  });
}

// src/agents/codex/settings.ts
var TIMEOUT_SECONDS = 5, END_TIMEOUT_SECONDS = 3, EVENTS2 = /* @__PURE__ */ new Map([
  ["SessionStart", null],
  ["UserPromptSubmit", null],
  ["PostToolUse", "Bash|apply_patch|update_plan|spawn_agent|wait|wait_agent"],
  ["Stop", null],
  ["SubagentStart", null],
  ["SubagentStop", null],
  ["PreCompact", null],
  ["SessionEnd", null]
]);
function groupFor2(event, hook) {
  let matcher = EVENTS2.get(event), command = shellLine(hook);
  return { ...matcher ? { matcher } : {}, hooks: [{ type: "command", command, timeout: event === "SessionEnd" ? END_TIMEOUT_SECONDS : TIMEOUT_SECONDS }] };
}
function locate2({ cwd, project, home, env }) {
  let directory = resolve2(cwd, env.CODEX_HOME || join4(home, ".codex")), ofProject = join4(project, ".codex", "hooks.json");
  return {
    directory,
    settings: { project: ofProject, local: ofProject, user: join4(directory, "hooks.json") }
  };
}
var codexSettings = {
  ...hookSettings({
    title: "Codex",
    advice: "codex names the fault when it starts",
    events: [...EVENTS2.keys()],
    fragileEvents: ["PreToolUse", "PermissionRequest", "PostCompact", "Interrupt"],
    groupFor: groupFor2,
    commandOf: hiveCommandOf,
    offSwitchIn: () => null,
    isStrict: !0
  }),
  scopes: ["user", "project"],
  locate: locate2,
  afterInstall: "Codex calls no hook that was not trusted: open codex, type /hooks, and trust hive's",
  afterRemoval: (text) => hasGroupsAfter(text) ? "hooks of yours stand after hive's and move up: Codex asks for their trust again (/hooks)" : null
};
function hasGroupsAfter(text) {
  let hooks = recordOf(objectIn2(text)?.hooks);
  return Object.values(hooks).some((groups) => {
    let isOfHive = listOf(groups).map((group) => listOf(recordOf(group).hooks).some((handler) => hiveCommandOf(handler) !== null));
    return isOfHive.includes(!0) && isOfHive.lastIndexOf(!1) > isOfHive.indexOf(!0);
  });
}

// src/agents/codex/trust.ts
var DEADLINE_MS = 1e4, ADVICE = "open codex, type /hooks, and trust hive's";
async function askTrust({ cwd, env, hooks: installed }) {
  let program = programPath("codex", env, cwd);
  if (program === null)
    return { isGiven: null, found: "codex is not on the PATH, so it was not asked for its trust" };
  let hooks = await listHooks(program, cwd, env);
  if (hooks === null)
    return { isGiven: null, found: "codex did not say which hooks it trusts" };
  let own = hooks.filter(({ command }) => hiveCommandOf({ type: "command", command }) !== null);
  if (own.length === 0)
    return {
      isGiven: !1,
      found: "Codex finds none of hive's hooks",
      advice: "trust the project in codex, or choose --scope user"
    };
  let refused = own.filter(({ trustStatus }) => trustStatus !== "trusted" && trustStatus !== "managed"), off = own.filter(({ enabled }) => enabled === !1);
  if (refused.length > 0)
    return { isGiven: !1, found: `Codex trusts ${own.length - refused.length} of hive's ${own.length} hooks, and calls no other`, advice: ADVICE };
  if (off.length > 0)
    return { isGiven: !1, found: `${off.length} of hive's hooks are switched off in Codex`, advice: ADVICE };
  if (own.length < installed)
    return { isGiven: null, found: `Codex trusts ${own.length} of hive's hooks, and knows none of the other ${installed - own.length}`, advice: "update codex, and trust the project in it" };
  return { isGiven: !0, found: `Codex trusts all of hive's ${own.length} hooks` };
}
async function listHooks(program, cwd, env) {
  let signal = AbortSignal.timeout(DEADLINE_MS), child = Bun.spawn([program, "app-server"], {
    cwd,
    env: { ...env },
    stdin: "pipe",
    stdout: "pipe",
    stderr: "ignore",
    signal,
    killSignal: "SIGKILL"
  });
  try {
    let asked = [
      { id: 1, method: "initialize", params: { clientInfo: { name: "hive", version: "1" } } },
      { method: "initialized" },
      { id: 2, method: "hooks/list", params: { cwds: [cwd] } }
    ];
    await child.stdin.write(asked.map((message) => `${JSON.stringify(message)}
`).join("")), await child.stdin.flush();
    let text = "";
    for await (let part of child.stdout) {
      text += (/* @__PURE__ */ new TextDecoder()).decode(part);
      let answer = text.split(`
`).slice(0, -1).map(objectIn2).find((message) => message?.id === 2);
      if (answer === void 0)
        continue;
      let places = listOf(recordOf(answer?.result).data).map(recordOf);
      return answer?.error === void 0 ? places.flatMap(({ hooks }) => listOf(hooks).map(recordOf)) : null;
    }
    return null;
  } catch (error) {
    if (signal.aborted || child.exitCode !== null)
      return null;
    throw error;
  } finally {
    child.kill("SIGKILL"), await child.exited;
  }
}

// src/agents/codex/agent.ts
var codex = {
  name: "codex",
  title: "Codex",
  settings: codexSettings,
  plugin: () => null,
  bans: findBans,
  askTrust,
  programs: ["codex"],
  start: (prompt) => ["codex", prompt],
  sample: (directory, sessionId) => JSON.stringify({
    session_id: sessionId,
    turn_id: "probe",
    transcript_path: null,
    cwd: directory,
    hook_event_name: "PostToolUse",
    tool_name: "apply_patch",
    tool_input: { command: `*** Begin Patch
*** Add File: probe.txt
+probe
*** End Patch
` },
    tool_response: `Success. Updated the following files:
A probe.txt
`,
    tool_use_id: "probe"
  })
}, MAX_CONFIG_BYTES = 4194304;
function findBans({ directory, settings }, _env, policies = "/etc/codex") {
  let [own, ofSystem, required] = [
    join5(directory, "config.toml"),
    join5(policies, "config.toml"),
    join5(policies, "requirements.toml")
  ], paths = /* @__PURE__ */ new Set([own, join5(dirname(settings.project), "config.toml")]), isDecided = flagsIn(readToml(own)).hooks !== void 0;
  return [
    ...bansIn(required, "Codex", OF_ADMINISTRATOR),
    ...readToml(required).allow_managed_hooks_only === !0 ? [banIn("Codex", required, '"allow_managed_hooks_only"', OF_ADMINISTRATOR)] : [],
    ...isDecided ? [] : bansIn(ofSystem, "Codex", OF_ADMINISTRATOR),
    ...[...paths].flatMap((path) => bansIn(path, "Codex")),
    ...profilesIn(directory).flatMap((name) => bansIn(join5(directory, `${name}${PROFILE}`), `Codex with --profile ${name}`).map((ban) => ({
      ...ban,
      isHarmless: !0
    })))
  ];
}
var OF_ADMINISTRATOR = "ask your administrator to allow hive's hook", PROFILE = ".config.toml", profilesIn = (directory) => namesIn(directory).filter((name) => name.endsWith(PROFILE)).map((name) => name.slice(0, -PROFILE.length));
function bansIn(path, title, advice) {
  let { hooks, codex_hooks: formerly } = flagsIn(readToml(path));
  if (hooks === void 0 && formerly === !1)
    return [banIn(title, path, '"features.codex_hooks"', advice)];
  return hooks === !1 ? [banIn(title, path, '"features.hooks"', advice)] : [];
}
function flagsIn(toml) {
  let profile = recordOf(recordOf(toml.profiles)[String(toml.profile)]);
  return { ...recordOf(toml.features), ...recordOf(profile.features) };
}
function readToml(path) {
  try {
    return recordOf(Bun.TOML.parse(readRegular(path, MAX_CONFIG_BYTES, !0) ?? ""));
  } catch {
    return {};
  }
}

// src/agents/copilot/agent.ts
import { join as join8 } from "path";

// src/agents/copilot/bans.ts
import { dirname as dirname2, join as join7, resolve as resolve4 } from "path";

// src/agents/copilot/settings.ts
import { join as join6, resolve as resolve3 } from "path";
var TIMEOUT_SECONDS2 = 5, TOOLS = "bash|powershell|create|edit|str_replace_editor|str_replace|insert|apply_patch|update_todo|task", EVENTS3 = /* @__PURE__ */ new Map([
  ["SessionStart", null],
  ["UserPromptSubmit", null],
  ["PostToolUse", TOOLS],
  ["PostToolUseFailure", TOOLS],
  ["Stop", null],
  ["SubagentStart", null],
  ["SubagentStop", null],
  ["PreCompact", null],
  ["SessionEnd", null]
]), OTHER_EVENTS = [
  "sessionStart",
  "userPromptSubmitted",
  "postToolUse",
  "postToolUseFailure",
  "agentStop",
  "subagentStart",
  "subagentStop",
  "preCompact",
  "sessionEnd"
];
function handlerFor(event, hook) {
  let matcher = EVENTS3.get(event), handler = { type: "command", command: shellLine(hook), timeoutSec: TIMEOUT_SECONDS2 };
  return { ...matcher ? { matcher } : {}, ...handler };
}
function vsCodesDirectories(home, env) {
  let { XDG_CONFIG_HOME, VSCODE_PORTABLE } = env, configs = [XDG_CONFIG_HOME || join6(home, ".config"), join6(home, "Library/Application Support")], editions = ["Code", "Code - Insiders", "VSCodium"], servers = [".vscode-server", ".vscode-server-insiders", ".vscodium-server"];
  return [
    ...VSCODE_PORTABLE ? [join6(VSCODE_PORTABLE, "user-data")] : [],
    ...configs.flatMap((config) => editions.map((edition) => join6(config, edition))),
    ...servers.map((name) => join6(home, name))
  ];
}
function locate3({ cwd, project, home, env }) {
  let directory = resolve3(cwd, env.COPILOT_HOME || join6(home, ".copilot")), ofProject = join6(project, ".github/hooks/hive.json");
  return {
    directory,
    signs: [join6(home, ".vscode"), join6(home, ".vscode-insiders"), ...vsCodesDirectories(home, env)],
    settings: { project: ofProject, local: ofProject, user: join6(directory, "hooks/hive.json") }
  };
}
var copilotSettings = {
  ...hookSettings({
    title: "Copilot",
    advice: "the file is for hive alone: move other hooks to a file beside it",
    events: [...EVENTS3.keys()],
    fragileEvents: OTHER_EVENTS,
    groupFor: handlerFor,
    commandOf: hiveCommandOf,
    offSwitchIn: allDisabled,
    isStrict: !1,
    isFlat: !0,
    version: 1
  }),
  locate: locate3,
  scopes: ["user", "project"],
  afterInstall: "a session of Copilot's that runs goes on without hive: it reads its hooks at its start",
  afterRemoval: () => null
};

// src/agents/copilot/bans.ts
var OF_PROJECT = [
  ".github/copilot/settings.json",
  ".github/copilot/settings.local.json",
  ".claude/settings.json",
  ".claude/settings.local.json"
], OWN_PLACE = "~/.copilot/hooks";
function findBans2(files, env) {
  let { directory, settings } = files, project = resolve4(dirname2(settings.project), "../.."), home = env.HOME || dirname2(directory), inProject = OF_PROJECT.map((name) => join7(project, name)), ofVsCode = [...vsCodesFiles(home, env), join7(project, ".vscode/settings.json")];
  return [
    ...offSwitches("Copilot", copilotSettings, files),
    ...inProject.flatMap((path) => look("Copilot", path, allDisabled)),
    ...look("a Copilot that heeds it", join7(directory, "settings.json"), allDisabled).map((ban) => ({
      ...ban,
      isHarmless: !0
    })),
    ...ofVsCode.flatMap((path) => look("VS Code", path, vsCodesSwitch))
  ];
}
function vsCodesFiles(home, env) {
  return vsCodesDirectories(home, env).flatMap((directory) => ["data/Machine", "User", ...namesIn(join7(directory, "User/profiles")).map((id) => `User/profiles/${id}`)].map((place) => join7(directory, place, "settings.json")));
}
function look(title, path, offSwitchIn) {
  let offSwitch = offSwitchIn(settingsIn(path));
  return offSwitch === null ? [] : [banIn(title, path, offSwitch)];
}
function vsCodesSwitch(settings) {
  if (settings["chat.useHooks"] === !1)
    return '"chat.useHooks"';
  return recordOf(settings["chat.hookFilesLocations"])[OWN_PLACE] === !1 ? `"${OWN_PLACE}" of "chat.hookFilesLocations"` : null;
}

// src/agents/copilot/agent.ts
var copilot = {
  name: "copilot",
  alsoNamed: "vscode",
  title: "Copilot and VS Code",
  settings: copilotSettings,
  plugin: () => null,
  bans: findBans2,
  programs: ["copilot", "code", "code-insiders", "codium"],
  start: (prompt) => ["copilot", "-i", prompt],
  sample: (directory, sessionId) => JSON.stringify({
    sessionId,
    timestamp: Date.now(),
    cwd: directory,
    toolName: "create",
    toolArgs: { path: join8(directory, "probe.txt") },
    toolResult: { resultType: "success", textResultForLlm: "" }
  })
};

// src/agents/cursor/agent.ts
import { join as join10 } from "path";

// src/agents/cursor/rules.ts
var cursorRules = {
  path: ".cursor/rules/hive.mdc",
  withRecords: (text) => `---
description: hive's records of an earlier session
alwaysApply: true
---
${text}
`,
  isOwn: (text) => text.startsWith(`---
description: hive's records of an earlier session
alwaysApply: true
---
`)
};

// src/agents/cursor/settings.ts
import { join as join9 } from "path";
var TIMEOUT_SECONDS3 = 5, TOOLS2 = "Shell|Write|StrReplace|MultiStrReplace|Edit|EditNotebook|Delete|ApplyPatch|TodoWrite", EVENTS4 = /* @__PURE__ */ new Map([
  ["sessionStart", null],
  ["beforeSubmitPrompt", null],
  ["postToolUse", TOOLS2],
  ["postToolUseFailure", TOOLS2],
  ["stop", null],
  ["subagentStart", null],
  ["subagentStop", null],
  ["preCompact", null],
  ["sessionEnd", null]
]);
function handlerFor2(event, hook) {
  let matcher = EVENTS4.get(event);
  return { ...matcher ? { matcher } : {}, command: shellLine(hook), timeout: TIMEOUT_SECONDS3 };
}
function locate4({ project, home }) {
  let directory = join9(home, ".cursor"), ofProject = join9(project, ".cursor/hooks.json");
  return { directory, settings: { project: ofProject, local: ofProject, user: join9(directory, "hooks.json") } };
}
var cursorSettings = {
  ...hookSettings({
    title: "Cursor",
    advice: "Cursor names the fault in its settings, under Hooks",
    events: [...EVENTS4.keys()],
    fragileEvents: [],
    groupFor: handlerFor2,
    commandOf: (handler) => hiveCommandOf({ type: "command", ...recordOf(handler) }),
    offSwitchIn: () => null,
    isStrict: !1,
    isFlat: !0,
    version: 1
  }),
  locate: locate4,
  scopes: ["user", "project"],
  afterInstall: null,
  afterRemoval: () => null
};

// src/agents/cursor/agent.ts
var cursor = {
  name: "cursor",
  title: "Cursor",
  settings: cursorSettings,
  plugin: () => null,
  bans: () => [],
  rules: cursorRules,
  programs: ["cursor-agent", "cursor"],
  start: (prompt) => ["cursor-agent", prompt],
  sample: (directory, sessionId) => JSON.stringify({
    conversation_id: sessionId,
    generation_id: "probe",
    cursor_version: "0",
    workspace_roots: [directory],
    hook_event_name: "postToolUse",
    tool_name: "Write",
    tool_input: { file_path: join10(directory, "probe.txt") },
    tool_output: '{"success":true}',
    tool_use_id: "probe"
  })
};

// src/agents/gemini/agent.ts
import { join as join12 } from "path";

// src/agents/gemini/named-settings.ts
import { join as join11 } from "path";
var TIMEOUT_MS = 5000, NAME = "hive";
function offSwitchIn(settings) {
  return recordOf(settings.hooksConfig).enabled === !1 ? ENABLED : namedSwitchIn(settings);
}
var ENABLED = '"hooksConfig.enabled"';
function namedSwitchIn(settings) {
  return listOf(recordOf(settings.hooksConfig).disabled).some((name) => name === NAME || hiveCommandOf({ type: "command", command: name }) !== null) ? `"${NAME}" of "hooksConfig.disabled"` : allDisabled(settings);
}
function namedBans(title, own, files, system) {
  let isOn = Object.values(files.settings).some((path) => recordOf(settingsIn(path).hooksConfig).enabled === !0);
  return [
    ...[
      { path: system.settings, offSwitch: offSwitchIn(settingsIn(system.settings)) },
      { path: system.defaults, offSwitch: (isOn ? namedSwitchIn : offSwitchIn)(settingsIn(system.defaults)) }
    ].flatMap(({ path, offSwitch }) => offSwitch === null ? [] : [banIn(title, path, offSwitch, "ask your administrator to allow hive's hook")]),
    ...offSwitches(title, own, files)
  ];
}
function systemFiles(env, prefix, directory) {
  return {
    settings: env[`${prefix}_SYSTEM_SETTINGS_PATH`] || join11(directory, "settings.json"),
    defaults: env[`${prefix}_SYSTEM_DEFAULTS_PATH`] || join11(directory, "system-defaults.json")
  };
}
function namedSettings({ title, directory, ofUser, events }) {
  let groupFor = (event, hook) => {
    let matcher = events.get(event), handler = { name: NAME, type: "command", command: shellLine(hook), timeout: TIMEOUT_MS };
    return { ...matcher ? { matcher } : {}, hooks: [handler] };
  };
  return {
    ...hookSettings({
      title,
      advice: `${title.toLowerCase()} names the fault when it starts`,
      events: [...events.keys()],
      fragileEvents: [],
      groupFor,
      commandOf: hiveCommandOf,
      offSwitchIn,
      isStrict: !1
    }),
    locate(where) {
      let ofProject = join11(where.project, directory, "settings.json"), own = ofUser(where);
      return { directory: own, settings: { project: ofProject, local: ofProject, user: join11(own, "settings.json") } };
    },
    scopes: ["user", "project"],
    afterInstall: `a ${title} that runs goes on without hive: it reads its settings at its start`,
    afterRemoval: () => null
  };
}

// src/agents/gemini/settings.ts
import { resolve as resolve5 } from "path";
var geminiSettings = namedSettings({
  title: "Gemini",
  directory: ".gemini",
  ofUser: ({ cwd, home, env }) => resolve5(cwd, env.GEMINI_CLI_HOME || home, ".gemini"),
  events: /* @__PURE__ */ new Map([
    ["SessionStart", null],
    ["BeforeAgent", null],
    ["AfterTool", "^(?:write_file|replace|run_shell_command|write_todos|invoke_agent)$"],
    ["AfterAgent", null],
    ["PreCompress", "manual"],
    ["SessionEnd", null]
  ])
});

// src/agents/gemini/agent.ts
var POLICIES = process.platform === "darwin" ? "/Library/Application Support/GeminiCli" : "/etc/gemini-cli", gemini = {
  name: "gemini",
  title: "Gemini",
  settings: geminiSettings,
  plugin: () => null,
  bans: (files, env, policies = POLICIES) => namedBans("Gemini", geminiSettings, files, systemFiles(env, "GEMINI_CLI", policies)),
  programs: ["gemini"],
  start: (prompt) => ["gemini", "-i", prompt],
  sample: (directory, sessionId) => JSON.stringify({
    session_id: sessionId,
    transcript_path: join12(directory, ".gemini/transcript.json"),
    cwd: directory,
    hook_event_name: "AfterTool",
    tool_name: "write_file",
    tool_input: { file_path: join12(directory, "probe.txt"), content: `probe
` },
    tool_response: { llmContent: "", returnDisplay: { filePath: join12(directory, "probe.txt"), isNewFile: !0 } }
  })
};

// src/agents/opencode/agent.ts
import { join as join14 } from "path";

// src/agents/opencode/settings.ts
import { join as join13, resolve as resolve6 } from "path";

// src/agents/opencode/plugin.ts
var plugin_default = `/**
 * hive's plugin for OpenCode. \`hive setup\` writes this file and replaces it. OpenCode gives it each call of a tool; it
 * starts hive's hook with what hive saves, and waits for nothing. Contents of files do not leave OpenCode's process.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";

/** The hook's program and its arguments. */
const HOOK: readonly string[] = ["hive-hook"];

type Fields = Readonly<Record<string, unknown>>;
/** Starts the hook with a payload. A hook that is to answer calls \`onAnswer\` with its output. */
type Call = (payload: Fields, onAnswer?: (output: string) => void) => void;

interface Started {
  readonly directory: string;
  /** Only tests give these. */
  readonly call?: Call;
  readonly isFile?: (path: string) => boolean;
}
interface Named {
  readonly sessionID: string;
}
interface ToolCall extends Named {
  readonly tool: string;
  readonly callID: string;
  readonly args: Fields;
}
interface Result {
  readonly output?: unknown;
  readonly metadata?: Fields;
}
interface Message {
  readonly message: { readonly id: string; readonly model?: { readonly modelID?: string } };
  readonly parts: readonly Fields[];
}
interface Part extends Fields {
  readonly id: string;
  readonly type: string;
  readonly sessionID: string;
  readonly messageID: string;
}

const TOOLS = new Set(["bash", "write", "edit", "multiedit", "patch", "apply_patch", "todowrite", "task"]);
/** Fields that hold what is written into files. */
const CONTENTS = new Set(["content", "oldString", "newString", "edits"]);
const MAX_OUTPUT_CHARS = 40_000;

const recordOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const nothing = (): void => undefined;

const callHook: Call = (payload, onAnswer) => {
  const [program = "", ...args] = HOOK;
  const child = spawn(program, args, {
    detached: true,
    stdio: ["pipe", onAnswer === undefined ? "ignore" : "pipe", "ignore"],
  });
  // Where hive is gone, OpenCode goes on without it.
  child.on("error", nothing);
  child.stdin?.on("error", nothing);
  child.stdin?.end(JSON.stringify(payload));
  if (onAnswer !== undefined) {
    let output = "";
    child.stdout?.on("data", (part) => (output += String(part)));
    child.stdout?.on("end", () => onAnswer(output));
  }
  child.unref();
};

/** What hive gives a session at its start; empty for nothing. */
function contextIn(output: string): string {
  try {
    const text = recordOf(JSON.parse(output))["additionalContext"];
    return typeof text === "string" ? text : "";
  } catch {
    // The hook printed no JSON: there is no context to add.
    return "";
  }
}

/** A tool's input without contents of files. */
const without = (args: unknown): Fields =>
  Object.fromEntries(Object.entries(recordOf(args)).filter(([name]) => !CONTENTS.has(name)));

function responseOf(tool: string, { output, metadata }: Result): Fields {
  const { exit, exists, sessionId } = recordOf(metadata);
  const isTold = tool === "bash" || tool === "task";
  return { output: isTold ? String(output).slice(-MAX_OUTPUT_CHARS) : undefined, exit, exists, sessionId };
}

export const Hive = async ({ directory, call = callHook, isFile = existsSync }: Started): Promise<object> => {
  /** The session that started each subagent's. */
  const parents = new Map<string, string>();
  const started = new Set<string>();
  /** What each session was given. It is the same at each request, for the model's cache. */
  const given = new Map<string, string>();
  const ofUser = new Set<string>();
  const lastText = new Map<string, string>();
  /** Files that tools named since the last step, by session. */
  const toldFiles = new Map<string, Set<string>>();

  /** A session, then the session that started it, and so on. */
  function lineOf(sessionID: string): string[] {
    const line = [sessionID];
    for (let at = parents.get(sessionID); at !== undefined; at = parents.get(at)) line.push(at);
    return line;
  }

  function send(event: string, sessionID: string, fields: Fields, onAnswer?: (output: string) => void): void {
    const root = lineOf(sessionID).at(-1)!;
    const subagent = root === sessionID ? {} : { agent_id: sessionID };
    const names = { agent: "opencode", hook_event_name: event, session_id: root, ...subagent, cwd: directory };
    call({ ...names, ...fields }, onAnswer);
  }

  function start(sessionID: string, source: string): void {
    started.add(sessionID);
    send("SessionStart", sessionID, { source }, (output) => {
      const text = contextIn(output);
      if (text !== "") given.set(sessionID, text);
    });
  }

  function created(info: Fields): void {
    const { id, parentID, agent } = info;
    if (typeof id !== "string") return;
    if (typeof parentID !== "string") return start(id, "startup");
    parents.set(id, parentID);
    send("SubagentStart", id, { agent_type: agent });
  }

  function idle(sessionID: string): void {
    const isSubagent = parents.has(sessionID);
    const message = { last_assistant_message: lastText.get(sessionID) };
    send(isSubagent ? "SubagentStop" : "Stop", sessionID, message);
  }

  function partChanged(part: Part): void {
    const { type, sessionID, messageID, id } = part;
    const state = recordOf(part["state"]);
    const { text } = part;
    if (type === "text" && typeof text === "string" && text !== "" && !ofUser.has(messageID)) {
      lastText.set(sessionID, text);
    }
    if (type === "tool" && state["status"] === "error" && TOOLS.has(String(part["tool"]))) {
      const { tool, callID } = part;
      const input = without(state["input"]);
      const failed = { tool_name: tool, tool_input: input, error: state["error"], tool_use_id: callID };
      send("PostToolUseFailure", sessionID, failed);
    } else if (type === "patch") {
      const told = toldFiles.get(sessionID);
      toldFiles.delete(sessionID);
      const changed = listOf(part["files"]).map(String);
      const files = changed.filter((path) => told?.has(path) !== true);
      if (files.length === 0) return;
      const deleted = files.filter((path) => !isFile(path));
      send("PostToolUse", sessionID, { tool_name: "step", tool_input: { files, deleted }, tool_use_id: id });
    }
  }

  return {
    "chat.message": async ({ sessionID }: Named, { message, parts }: Message) => {
      if (!started.has(sessionID) && !parents.has(sessionID)) start(sessionID, "resume");
      ofUser.add(message.id);
      const texts = parts.filter((part) => part["type"] === "text" && part["synthetic"] !== true);
      const prompt = texts.map((part) => String(part["text"])).join("\\n");
      send("UserPromptSubmit", sessionID, { prompt, prompt_id: message.id, model: message.model?.modelID });
    },
    "tool.execute.after": async ({ tool, sessionID, callID, args }: ToolCall, result: Result) => {
      if (!TOOLS.has(tool)) return;
      const path = args["filePath"];
      if (typeof path === "string") {
        for (const one of lineOf(sessionID)) toldFiles.set(one, (toldFiles.get(one) ?? new Set()).add(path));
      }
      const called = { tool_name: tool, tool_input: without(args), tool_use_id: callID };
      send("PostToolUse", sessionID, { ...called, tool_response: responseOf(tool, result) });
    },
    event: async ({ event }: { readonly event: { readonly type: string; readonly properties: Fields } }) => {
      const { type, properties } = event;
      const sessionID = String(properties["sessionID"]);
      if (type === "session.created") created(recordOf(properties["info"]));
      else if (type === "session.idle") idle(sessionID);
      else if (type === "session.compacted") start(sessionID, "compact");
      else if (type === "message.part.updated") partChanged(properties["part"] as Part);
    },
    "experimental.chat.system.transform": async ({ sessionID }: Named, out: { readonly system: string[] }) => {
      const text = given.get(sessionID);
      if (text !== undefined) out.system.push(text);
    },
    "experimental.session.compacting": async ({ sessionID }: Named) => send("PreCompact", sessionID, {}),
    dispose: async () => {
      for (const sessionID of started) send("SessionEnd", sessionID, { reason: "other" });
    },
  };
};
`;

// src/agents/opencode/settings.ts
var SOURCE = plugin_default, HOOK_LINE = /^const HOOK: readonly string\[\] = (\[.*\]);$/m, BEGIN = `/**
 * hive's plugin for OpenCode.`;
function install3(text, { command, args }) {
  if (text !== null && text.trim() !== "" && !text.startsWith(BEGIN))
    throw new HiveError("HIVE_INVALID_OPTION", "it is not the plugin that hive writes", {
      hint: "move the file out of the way, or choose another --scope"
    });
  return SOURCE.replace(HOOK_LINE, () => `const HOOK: readonly string[] = ${JSON.stringify([command, ...args])};`);
}
function inspect3(text) {
  let command = text?.startsWith(BEGIN) === !0 ? commandIn(text) : null, problems = command === null || text === install3(null, command) ? [] : ["it is not as setup writes it"];
  return { command, problems, offSwitch: null };
}
function commandIn(text) {
  let [, words] = HOOK_LINE.exec(text) ?? [];
  if (words === void 0)
    return null;
  try {
    let [command, ...args] = JSON.parse(words);
    return hiveCommandOf({ type: "command", command, args });
  } catch {
    return null;
  }
}
function locate5({ cwd, project, home, env }) {
  let directory = join13(resolve6(cwd, env.XDG_CONFIG_HOME || join13(home, ".config")), "opencode"), ofProject = join13(project, ".opencode/plugins/hive.ts");
  return { directory, settings: { project: ofProject, local: ofProject, user: join13(directory, "plugins/hive.ts") } };
}
var opencodeSettings = {
  events: ["plugin"],
  scopes: ["user", "project"],
  locate: locate5,
  install: install3,
  remove: (text) => text.startsWith(BEGIN) ? null : text,
  inspect: inspect3,
  callsShellSystem: () => !1,
  afterInstall: "an OpenCode that runs goes on without hive: it loads its plugins at its start",
  afterRemoval: () => null
};

// src/agents/opencode/agent.ts
var opencode = {
  name: "opencode",
  title: "OpenCode",
  settings: opencodeSettings,
  plugin: () => null,
  bans: (_files, env) => isOn(env.OPENCODE_PURE) ? [PURE] : [],
  programs: ["opencode"],
  start: (prompt) => ["opencode", "--prompt", prompt],
  sample: (directory, sessionId) => JSON.stringify({
    agent: "opencode",
    hook_event_name: "PostToolUse",
    session_id: sessionId,
    cwd: directory,
    tool_name: "write",
    tool_input: { filePath: join14(directory, "probe.txt") },
    tool_response: { exists: !1 },
    tool_use_id: "probe"
  })
}, isOn = (value) => value?.toLowerCase() === "true" || value === "1", PURE = {
  found: "OPENCODE_PURE in the environment keeps OpenCode from loading plugins, hive's among them",
  advice: "take OPENCODE_PURE out of the environment",
  sparesPlugins: !1
};

// src/agents/qwen/agent.ts
import { join as join16 } from "path";

// src/agents/qwen/settings.ts
import { join as join15, resolve as resolve7 } from "path";
var TOOLS3 = "^(?:write_file|edit|replace|notebook_edit|run_shell_command|todo_write|task|agent)$", qwenSettings = namedSettings({
  title: "Qwen",
  directory: ".qwen",
  ofUser: ({ cwd, home, env }) => resolve7(cwd, env.QWEN_HOME || join15(home, ".qwen")),
  events: /* @__PURE__ */ new Map([
    ["SessionStart", null],
    ["UserPromptSubmit", null],
    ["PostToolUse", TOOLS3],
    ["PostToolUseFailure", TOOLS3],
    ["Stop", null],
    ["SubagentStart", null],
    ["SubagentStop", null],
    ["PreCompact", null],
    ["SessionEnd", null]
  ])
});

// src/agents/qwen/agent.ts
var POLICIES2 = process.platform === "darwin" ? "/Library/Application Support/QwenCode" : "/etc/qwen-code", qwen = {
  name: "qwen",
  title: "Qwen",
  settings: qwenSettings,
  plugin: () => null,
  bans: (files, env, policies = POLICIES2) => namedBans("Qwen", qwenSettings, files, systemFiles(env, "QWEN_CODE", policies)),
  programs: ["qwen"],
  start: (prompt) => ["qwen", "-i", prompt],
  sample: (directory, sessionId) => JSON.stringify({
    session_id: sessionId,
    transcript_path: join16(directory, ".qwen/transcript.json"),
    cwd: directory,
    hook_event_name: "PostToolUse",
    tool_name: "write_file",
    tool_input: { file_path: join16(directory, "probe.txt") },
    tool_response: { llmContent: "", returnDisplay: "" },
    tool_use_id: "probe"
  })
};

// src/agents/agents.ts
var AGENTS = [claudeCode, codex, gemini, qwen, copilot, cursor, opencode], FIRST_AGENT = claudeCode, AGENT_NAMES = AGENTS.flatMap(({ name, alsoNamed }) => [name, alsoNamed ?? []].flat()), agentNamed = (name) => AGENTS.find((agent) => agent.name === name || agent.alsoNamed === name);

// src/install/paths.ts
import { existsSync } from "fs";
import { dirname as dirname3, join as join17, resolve as resolve8 } from "path";
var NO_HOME = "/nonexistent";
function findProjectPaths(cwd, env, agent = FIRST_AGENT) {
  let repository = nearestGit(cwd), project = repository ?? cwd, home = resolve8(cwd, env.HOME || systemHome2() || NO_HOME), { directory, settings, signs = [] } = agent.settings.locate({ cwd, project, home, env }), root = stateRootOf(cwd, env), receipts = join17(root, "setup");
  return {
    project,
    isGit: repository !== null,
    isHome: project === home || project === nodeHookIo2.real(home),
    root,
    agent,
    agentDirectory: directory,
    hasAgent: [directory, ...signs].some((path) => existsSync(path)),
    env,
    settings,
    receipts: { project: receipts, local: receipts, user: join17(directory, ".hive-mind", "setup") }
  };
}
function pathsOfFound(cwd, env) {
  let [first, ...others] = AGENTS.map((agent) => findProjectPaths(cwd, env, agent)).filter(({ hasAgent }) => hasAgent);
  return first === void 0 ? [findProjectPaths(cwd, env)] : [first, ...others];
}
function nearestGit(from) {
  for (let directory = from;; directory = dirname3(directory)) {
    if (existsSync(join17(directory, ".git")))
      return directory;
    if (directory === dirname3(directory))
      return null;
  }
}

export { SCOPES, AGENTS, FIRST_AGENT, AGENT_NAMES, agentNamed, findProjectPaths, pathsOfFound };
