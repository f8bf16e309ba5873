/** Other agents' payloads in Claude Code's words, as far as hive understands them. Their adapters come later. */
import type { AgentName } from "./detect.ts";
import { clip } from "../redact/redact.ts";
import { type Fields, type HookPayload, isSessionId, recordOf } from "./claude-code/payload.ts";
import { textOf } from "../base/json.ts";

const MAX_EVENT_CHARS = 64;

/** Claude Code's events by the names of other agents, in small letters without `_`. */
const EVENTS: ReadonlyMap<string, string> = new Map([
  ["sessionstart", "SessionStart"],
  ["userpromptsubmit", "UserPromptSubmit"],
  ["userpromptsubmitted", "UserPromptSubmit"],
  ["beforesubmitprompt", "UserPromptSubmit"],
  ["beforeagent", "UserPromptSubmit"],
  ["preuserprompt", "UserPromptSubmit"],
  ["posttooluse", "PostToolUse"],
  ["aftertool", "PostToolUse"],
  ["postruncommand", "PostToolUse"],
  ["postwritecode", "PostToolUse"],
  ["postmcptooluse", "PostToolUse"],
  ["posttoolusefailure", "PostToolUseFailure"],
  ["stop", "Stop"],
  ["agentstop", "Stop"],
  ["afteragent", "Stop"],
  ["postcascaderesponse", "Stop"],
  ["subagentstop", "SubagentStop"],
  // Gemini's PreCompress is none: it comes before every call of the model.
  ["precompact", "PreCompact"],
  ["sessionend", "SessionEnd"],
]);

/** Tools that run the command in their input, by the names of all agents. */
const SHELLS: ReadonlySet<string> = new Set([
  "Bash",
  "PowerShell",
  "Shell",
  "bash",
  "powershell",
  "shell",
  "run_shell_command",
  "run_in_terminal",
  "run_terminal_cmd",
  "post_run_command",
]);

/** What Gemini puts before a prompt: what hooks gave it, hive's own text among it. */
const HOOK_CONTEXT = /^\s*<hook_context>[^]*?<\/hook_context>\s*/;

/**
 * Another agent's payload. One whose event hive does not know keeps its own word, so that the call is counted.
 * Where it names no session, its process is one.
 * @returns null for what has no event
 */
export function foreignPayload(agent: AgentName, fields: Fields, text: string): HookPayload | null {
  const word = eventWord(agent, fields);
  if (word === undefined) return null;
  const canonical = canonicalFields(fields);
  const known = EVENTS.get(word.replaceAll("_", "").toLowerCase());
  const isFailed = known === "PostToolUse" && canonical["error"] !== undefined;
  return {
    agent,
    event: isFailed ? "PostToolUseFailure" : (known ?? clip(word, MAX_EVENT_CHARS)),
    sessionId: sessionOf(fields) ?? `${agent}-of-process-${process.ppid}`,
    fields: canonical,
    text,
    isShell: SHELLS.has(textOf(canonical["tool_name"]) ?? ""),
  };
}

/** The first of these that is a text. */
function firstText(fields: Fields, ...names: string[]): string | undefined {
  for (const name of names) {
    const text = textOf(fields[name]);
    if (text !== undefined) return text;
  }
  return undefined;
}

function sessionOf(fields: Fields): string | undefined {
  const id = firstText(fields, "session_id", "sessionId", "conversation_id", "trajectory_id", "sessionID");
  return id !== undefined && isSessionId(id) ? id : undefined;
}

function eventWord(agent: AgentName, fields: Fields): string | undefined {
  const names = ["hook_event_name", "hookEventName", "agent_action_name", "event", "event_name", "eventName"];
  const word = firstText(fields, ...names);
  if (word !== undefined) return word;
  if (agent === "copilot") return copilotsEvent(fields);
  return agent === "unknown" ? undefined : "unnamed";
}

/** Copilot's own form does not name its event: each has fields of its own. */
function copilotsEvent(fields: Fields): string {
  const has = (name: string): boolean => fields[name] !== undefined;
  if (has("toolName")) return has("toolResult") ? "postToolUse" : has("error") ? "postToolUseFailure" : "preToolUse";
  if (has("agentId")) return has("stopReason") ? "subagentStop" : "subagentStart";
  if (has("stopReason")) return "agentStop";
  if (has("trigger")) return "preCompact";
  if (has("source") || has("initialPrompt")) return "sessionStart";
  if (has("reason")) return "sessionEnd";
  return has("prompt") ? "userPromptSubmitted" : "unnamed";
}

/** Only words that hive understands: what else a payload has, such as the user's address, is left. */
function canonicalFields(fields: Fields): Fields {
  const info = recordOf(fields["tool_info"]);
  const roots: unknown[] = Array.isArray(fields["workspace_roots"]) ? fields["workspace_roots"] : [];
  const turn = firstText(fields, "prompt_id", "turn_id", "generation_id", "execution_id");
  return {
    cwd: firstText(fields, "cwd", "working_dir") ?? textOf(info["cwd"]) ?? textOf(roots[0]),
    transcript_path: firstText(fields, "transcript_path", "transcriptPath"),
    model: fields["model"],
    permission_mode: fields["permission_mode"],
    source: fields["source"],
    prompt: (firstText(fields, "prompt") ?? textOf(info["user_prompt"]))?.replace(HOOK_CONTEXT, ""),
    prompt_id: turn,
    last_assistant_message:
      firstText(fields, "last_assistant_message", "prompt_response", "response") ?? textOf(info["response"]),
    trigger: fields["trigger"],
    custom_instructions: firstText(fields, "custom_instructions", "customInstructions"),
    reason: fields["reason"],
    agent_id: fields["agent_id"] ?? fields["agentId"],
    agent_type: fields["agent_type"] ?? fields["agentType"],
    ...toolFields(fields, info),
  };
}

function toolFields(fields: Fields, info: Fields): Fields {
  const input = recordOf(fields["tool_input"] ?? fields["toolArgs"]);
  const response = recordOf(fields["tool_response"]);
  const windsurf = firstText(fields, "agent_action_name");
  return {
    tool_name: firstText(fields, "tool_name", "toolName") ?? windsurf,
    tool_input: {
      ...input,
      command: input["command"] ?? info["command_line"],
      file_path: firstText(input, "file_path", "filePath", "path") ?? info["file_path"],
    },
    tool_response: response,
    tool_use_id: fields["tool_use_id"] ?? fields["toolUseId"],
    duration_ms: fields["duration_ms"],
    error: textOf(fields["error"]) ?? textOf(fields["error_message"]) ?? textOf(recordOf(response["error"])["message"]),
  };
}
