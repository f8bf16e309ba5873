/** hive's entry in Claude Code's settings: its form, and the one rule that recognizes it. */
import type { HookCommand } from "../agent.ts";
import { isShared, SHARED_HOOK, SHARED_LINE } from "../settings/shared-hook.ts";

/** The agent gives up on the hook after this time; its own default is ten minutes. */
const TIMEOUT_SECONDS = 5;
const TOOLS =
  "Write|Edit|MultiEdit|NotebookEdit|Bash|PowerShell|Agent|Task|TodoWrite|TaskCreate|TaskUpdate|ExitPlanMode|" +
  "TaskStop|KillShell|KillBash|TaskOutput|AgentOutputTool|BashOutput|BashOutputTool";

/** The events that call hive, with their matchers; null if the event has none or every call counts. */
export const EVENTS: ReadonlyMap<string, string | null> = new Map([
  ["PostToolUse", TOOLS],
  // Only a shell's failures say something about the work.
  ["PostToolUseFailure", "Bash|PowerShell"],
  ["SessionStart", null],
  ["UserPromptSubmit", null],
  ["Stop", null],
  ["SubagentStop", null],
  ["PreCompact", null],
  ["SessionEnd", null],
]);

/** A group for an event, with hive's handler alone. */
export function groupFor(event: string, hook: HookCommand): unknown {
  const matcher = EVENTS.get(event);
  const started = isShared(hook) ? { command: SHARED_LINE } : { command: hook.command, args: hook.args };
  const handler = { type: "command", ...started, timeout: TIMEOUT_SECONDS };
  return { ...(matcher ? { matcher } : {}), hooks: [handler] };
}

/** The `hooks` of a settings file, or of a plugin, that starts this command. */
export function hooksFor(command: HookCommand): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...EVENTS.keys()].map((event) => [event, [groupFor(event, command)]]));
}

const HOOK_PROGRAM = /[\\/]hive-hook(\.exe)?$/;
const MAIN_PROGRAM = /[\\/](?:src[\\/]cli[\\/]main\.ts|scripts[\\/]hive)$/;

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** The command of a handler that starts hive's hook, of any installation; null for any other handler. */
export function hiveCommandOf(handler: unknown): HookCommand | null {
  if (!isObject(handler)) return null;
  const { type, command, args } = handler;
  if (type !== "command" || typeof command !== "string") return null;
  if (command === SHARED_LINE && args === undefined) return SHARED_HOOK;
  if (Array.isArray(args) && isShared({ command, args: args.map(String) })) return SHARED_HOOK;
  const words = Array.isArray(args) ? [command, ...args.map(String)] : shellWords(command);
  const [program, ...rest] = words;
  return program !== undefined && isHiveHook(words) ? { command: program, args: rest } : null;
}

function isHiveHook(words: readonly string[]): boolean {
  if (words.length === 1) return HOOK_PROGRAM.test(words[0]!);
  // Only Bun and its flags may stand before the program.
  const isPlain = words.slice(1, -2).every((word) => word.startsWith("-"));
  return isPlain && words.at(-1) === "hook" && MAIN_PROGRAM.test(words.at(-2) ?? "");
}

const shellWords = (command: string): string[] =>
  (command.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));

/**
 * hive's command that settings run on an event, for every call that hive wants; null if there is none.
 * @param settings parsed JSON: the agent does not read a file that does not parse
 */
export function hiveCommandOn(settings: unknown, event: string): HookCommand | null {
  const hooks = isObject(settings) ? settings["hooks"] : undefined;
  const groups = isObject(hooks) ? hooks[event] : undefined;
  if (!Array.isArray(groups)) return null;
  for (const group of groups as unknown[]) {
    if (!isObject(group) || !Array.isArray(group["hooks"]) || !isWide(group["matcher"], event)) continue;
    for (const handler of group["hooks"] as unknown[]) {
      const command = hiveCommandOf(handler);
      if (command !== null) return command;
    }
  }
  return null;
}

/** True if a matcher accepts all calls that hive wants. */
// @mutant the plugin leaves a call only to an entry for all of its calls
const isWide = (matcher: unknown, event: string): boolean =>
  matcher === undefined || matcher === "" || matcher === "*" || matcher === EVENTS.get(event);
