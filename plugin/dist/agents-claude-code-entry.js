// @bun
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

export { SHARED_LINE, SHARED_HOOK, isShared, EVENTS, groupFor, hiveCommandOf, hiveCommandOn };
