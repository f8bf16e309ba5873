/** Builds the hook's half of an agent other than Claude Code from the parts that differ. */
import type { AgentHook } from "./agent.ts";
import { type Fields, readFields } from "./claude-code/payload.ts";
import type { AgentName } from "./detect.ts";
import { translatedPayload, inSnakeCase } from "./translate.ts";
import { neutralFacts, type ReadCall } from "./facts/neutral-facts.ts";

interface Own {
  readonly id: AgentName;
  readonly readCall: ReadCall;
  readonly context: (text: string) => string;
  /** True if each session has a process that starts its hooks. @default true */
  readonly hasProcess?: boolean;
  /**
   * Renames fields whose meaning differs from their name; null to ignore the payload. It is given each name with
   * underscores, as `namesSession` below.
   */
  readonly translate?: (fields: Fields) => Fields | null;
  /** See {@link HookPayload.namesSession}. It gets the untranslated fields. @default undefined */
  readonly namesSession?: (fields: Fields) => boolean | undefined;
}

/** The events that hive saves. {@link translatedPayload} reads each agent's names for them. */
const HANDLED: ReadonlySet<string> = new Set([
  "SessionStart",
  "UserPromptSubmit",
  "PostToolUse",
  "PostToolUseFailure",
  "Stop",
  "SubagentStart",
  "SubagentStop",
  "PreCompact",
  "SessionEnd",
]);

export function adapter(own: Own): AgentHook {
  const { id, readCall, context, hasProcess = true, translate = (same) => same, namesSession } = own;
  return {
    id,
    parse(text, fields = readFields(text)) {
      const named = fields === null ? null : inSnakeCase(fields);
      const translated = named === null ? null : translate(named);
      const payload = translated === null ? null : translatedPayload(id, translated, text);
      if (payload === null || !HANDLED.has(payload.event)) return null;
      const isNamed = namesSession?.(named!);
      return isNamed === undefined ? payload : { ...payload, namesSession: isNamed };
    },
    facts: (payload, atMs, git, caller) => neutralFacts(readCall, payload, atMs, git, caller),
    pid: () => undefined,
    hasProcess,
    isAttended: () => undefined,
    context,
  };
}

/** Texts at a start are shorter: this limit keeps an agent from cutting out the middle, or refusing the text. */
const MAX_TOLD_CHARS = 8000;

/** A text, cut to this many UTF-16 units. */
export function bounded(text: string, maxChars = MAX_TOLD_CHARS): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars - 1).toWellFormed()}…`;
}

/** The form that most agents read at the start of a session: Claude Code's. */
export function nestedContext(text: string): { readonly hookSpecificOutput: Fields } {
  return { hookSpecificOutput: { hookEventName: "SessionStart", additionalContext: text } };
}
