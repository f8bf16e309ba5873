import { adapter, bounded, nestedContext } from "../adapter.ts";
import type { AgentHook } from "../agent.ts";
import type { Fields } from "../claude-code/payload.ts";
import { firstText } from "../facts/tool-call.ts";
import { copilotCall } from "./call.ts";

/** The hook's half of Copilot CLI: for its own form, and for its form with Claude Code's settings. */
export const copilotHook: AgentHook = adapter({
  id: "copilot",
  readCall: copilotCall,
  translate,
  namesSession,
  context: bothContexts,
});

/**
 * Copilot CLI and VS Code read the same files. The first takes the flat field, the second the nested one, and each
 * ignores the other's.
 */
export function bothContexts(text: string): string {
  const additionalContext = bounded(text);
  return JSON.stringify({ additionalContext, ...nestedContext(additionalContext) });
}

/**
 * A subagent's hooks give its own id as the session's. The transcript, if given, names the session. Otherwise the
 * parent's id does; for a nested subagent that is a subagent's id again: see {@link namesSession}.
 */
// @mutant what a subagent of Copilot's does is its session's
function translate(fields: Fields): Fields {
  const parent = transcriptSession(fields) ?? parentOf(fields);
  const transcript_path = firstText(fields, "transcript_path") ?? transcriptOf(fields);
  const session_id = parent ?? fields["session_id"];
  const named = { ...fields, session_id, transcript_path, source: startSource(fields["source"]) };
  // The form for Claude Code's settings calls the end of a subagent's turn as that of the session's.
  return fields["agent_id"] !== undefined && fields["hook_event_name"] === "Stop"
    ? { ...named, hook_event_name: "SubagentStop" }
    : named;
}

/** Only the start and the end of a subagent name the transcript. If the parent is the session, no lookup is needed. */
function namesSession(fields: Fields): boolean | undefined {
  const session = transcriptSession(fields);
  const parent = parentOf(fields);
  if (parent === undefined || parent === session) return undefined;
  return session !== undefined;
}

const parentOf = (fields: Fields): string | undefined => firstText(fields, "parent_agent_id");

/** The session by the path of its transcript. */
function transcriptSession(fields: Fields): string | undefined {
  const path = firstText(fields, "transcript_path") ?? "";
  return /[\\/]session-state[\\/]([^\\/]+)[\\/]/.exec(path)?.[1];
}

/** Most payloads do not name the transcript. A subagent's id is not that of the session, which has the transcript. */
function transcriptOf(fields: Fields): string | undefined {
  const { COPILOT_HOME, HOME } = process.env;
  const directory = COPILOT_HOME || (HOME && `${HOME}/.copilot`);
  const session = firstText(fields, "session_id");
  const isKnown = directory && session !== undefined && fields["agent_id"] === undefined;
  return isKnown ? `${directory}/session-state/${session}/events.jsonl` : undefined;
}

/** Copilot and VS Code call a start "new" that other agents call "startup". */
export const startSource = (source: unknown): unknown => (source === "new" ? "startup" : source);
