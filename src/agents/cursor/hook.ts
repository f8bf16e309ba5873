import { adapter, bounded } from "../adapter.ts";
import type { AgentHook } from "../agent.ts";
import { type Fields, numberOf } from "../claude-code/payload.ts";
import { eventWord } from "../event-names.ts";
import { firstText, objectIn } from "../facts/tool-call.ts";
import { cursorCall } from "./call.ts";

/** The hook's half of Cursor, its editor and its CLI. The editor's process serves all sessions. */
export const cursorHook: AgentHook = adapter({
  id: "cursor",
  readCall: cursorCall,
  hasProcess: false,
  translate,
  context,
});

/** Newer versions of Cursor have another spelling; each ignores the other's. */
function context(text: string): string {
  const additionalContext = bounded(text);
  return JSON.stringify({ additional_context: additionalContext, additionalContext });
}

/** Cursor's own names; null for an agent in its cloud, which has another machine's files. */
function translate(fields: Fields): Fields | null {
  if (fields["is_background_agent"] === true) return null;
  const isSubagent = eventWord("cursor", fields)?.toLowerCase().startsWith("subagent") === true;
  return {
    ...fields,
    // It is called for a new conversation alone.
    source: fields["source"] ?? "startup",
    prompt: queryIn(firstText(fields, "prompt")),
    tool_response: responseOf(fields["tool_output"] ?? fields["tool_response"]),
    duration_ms: numberOf(fields["duration"]) ?? fields["duration_ms"],
    ...(isSubagent && subagentOf(fields)),
  };
}

/** A tool's result, which is an object in a JSON text, or the text. */
function responseOf(output: unknown): unknown {
  const fields = objectIn(output);
  return Object.keys(fields).length > 0 ? fields : output;
}

/** A prompt without the words that Cursor puts around it. */
const queryIn = (prompt: string | undefined): string | undefined =>
  /<user_query>\s*([^]*?)\s*<\/user_query>/.exec(prompt ?? "")?.[1] ?? prompt;

/** A subagent has an id only at its start, so it is known by its task. */
function subagentOf(fields: Fields): Fields {
  const type = firstText(fields, "subagent_type");
  const task = firstText(fields, "task", "description") ?? firstText(fields, "subagent_id") ?? "";
  return {
    agent_id: `${type ?? "subagent"}:${Bun.hash(task).toString(36)}`,
    agent_type: type,
    agent_status: statusOf(firstText(fields, "status")),
    last_assistant_message: firstText(fields, "summary"),
  };
}

function statusOf(status: string | undefined): string | undefined {
  if (status === "error") return "failed";
  return status === "aborted" ? "stopped" : status;
}
