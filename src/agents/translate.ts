/**
 * Translates other agents' payloads to Claude Code's names. It is shared by the adapters, and suffices for other
 * agents.
 */
import type { AgentHook } from "./agent.ts";
import type { AgentName } from "./detect.ts";
import { clip } from "../redact/redact.ts";
import { eventNamed, eventWord, isNeedless, PROMPTS } from "./event-names.ts";
import { type Fields, type HookPayload, isSessionId, listOf, readFields, recordOf } from "./claude-code/payload.ts";
import { firstText, objectIn, textIn } from "./facts/tool-call.ts";
import { plainFacts } from "./facts/plain-call.ts";
import { effectOf } from "./facts/tool-names.ts";
import { identityOf } from "./facts/identity.ts";
import { textOf } from "../base/json.ts";
import { withoutContext } from "./facts/without-context.ts";

const MAX_EVENT_CHARS = 64;

const OF_PROCESS = "-of-process-";

/** True for the id of a session that names none. */
export const isOfProcess = (sessionId: string): boolean => sessionId.includes(OF_PROCESS);

/**
 * Another agent's payload. An unknown event keeps its own name, so that the call is counted. Without a session id the
 * process counts as the session.
 * @returns null without an event
 */
export function translatedPayload(agent: AgentName, fields: Fields, text: string): HookPayload | null {
  const named = withCall(withInner(inSnakeCase(fields)));
  const word = eventWord(agent, named);
  if (word === undefined) return null;
  const canonical = canonicalFields(named);
  const known = eventNamed(word) ?? (isNeedless(word) ? undefined : eventByShape(named));
  const isFailed = known === "PostToolUse" && canonical["error"] !== undefined;
  const payload = {
    agent,
    event: isFailed ? "PostToolUseFailure" : (known ?? clip(word, MAX_EVENT_CHARS)),
    sessionId: sessionOf(named) ?? `${agent}${OF_PROCESS}${process.ppid}`,
    fields: canonical,
    text,
    isShell: effectOf(canonical["tool_name"]) === "runs",
  };
  return { ...payload, identity: identityOf(payload, named["timestamp"]) };
}

/** The hook's half of an agent without an adapter: its calls are saved, and no context is restored to it. */
export function translatingHook(agent: AgentName): AgentHook {
  return {
    id: agent,
    parse: (text, fields = readFields(text)) => (fields === null ? null : translatedPayload(agent, fields, text)),
    facts: plainFacts,
    pid: () => undefined,
    hasProcess: false,
    isAttended: () => undefined,
    context: null,
  };
}

/** A tool with a result has ended, by whichever name its event goes. */
const eventByShape = (fields: Fields): string | undefined =>
  fields["tool_name"] !== undefined && (fields["tool_response"] ?? fields["error"] ?? undefined) !== undefined
    ? "PostToolUse"
    : undefined;

/** The names of an object that holds what other agents have at the top; an event's own name is one as well. */
const INNER = ["payload", "data", "params", "properties", "event"];

/** The fields with those of an inner object. */
function withInner(fields: Fields): Fields {
  const word = firstText(fields, "hook_event_name", "event", "event_name", "hook_name") ?? "";
  const own = Object.keys(inSnakeCase({ [word]: 0 })).at(-1)!;
  const inner = [...INNER, own].map((name) => recordOf(fields[name])).find((object) => Object.keys(object).length > 0);
  return inner === undefined ? fields : { ...inSnakeCase(inner), ...fields };
}

const SESSIONS = "session_id conversation_id trajectory_id thread_id chat_id task_id session conversation".split(" ");

function sessionOf(fields: Fields): string | undefined {
  for (const name of SESSIONS) {
    const given = recordOf(fields[name])["id"] ?? fields[name];
    const id = typeof given === "number" ? String(given) : textOf(given);
    if (id !== undefined && isSessionId(id)) return id;
  }
  return undefined;
}

/** The fields under names with underscores as well: agents, and their versions, write a name in several ways. */
export function inSnakeCase(fields: Fields): Fields {
  const named: Record<string, unknown> = { ...fields };
  for (const name in fields) {
    const snake = name
      .replaceAll(/(?<=[a-z\d])[A-Z]+/g, (letters) => `_${letters}`)
      .replaceAll("-", "_")
      .toLowerCase();
    named[snake] ??= fields[name];
  }
  return named;
}

/** Takes only fields that hive understands: the rest of a payload, such as the user's address, is left out. */
function canonicalFields(fields: Fields): Fields {
  const info = recordOf(fields["tool_info"]);
  const prompt = promptIn(first(fields, PROMPTS) ?? info["user_prompt"]);
  const message = firstText(fields, "last_assistant_message", "prompt_response", "response");
  return {
    cwd: cwdOf(fields, info),
    transcript_path: firstText(fields, "transcript_path"),
    model: textOf(fields["model"]) ?? firstText(recordOf(fields["model"]), "id", "name"),
    permission_mode: fields["permission_mode"],
    source: fields["source"],
    prompt: prompt === undefined ? undefined : withoutContext(prompt),
    prompt_id: firstText(fields, "prompt_id", "turn_id", "generation_id", "execution_id"),
    last_assistant_message: message ?? textOf(info["response"]),
    trigger: fields["trigger"],
    custom_instructions: firstText(fields, "custom_instructions"),
    reason: fields["reason"],
    agent_id: fields["agent_id"],
    agent_type: fields["agent_type"],
    agent_status: fields["agent_status"],
    is_again: fields["stop_hook_active"] === true || Number(fields["loop_count"]) > 0,
    ...toolFields(fields, info),
  };
}

const DIRECTORIES = `cwd working_dir working_directory current_directory current_working_directory workdir directory
  project_dir project_directory project_path project_root workspace_root workspace_path workspace_dir
  workspace_folder`.split(/\s+/);
const FOLDERS = ["workspace_roots", "workspace_folders", "workspaces", "roots"];

/** The working directory, else the first of the open folders: each a path, a `file:` address, or an object with one. */
function cwdOf(fields: Fields, info: Fields): string | undefined {
  const [root] = listOf(first(fields, FOLDERS));
  const folder = textOf(root) ?? firstText(recordOf(root), "path", "uri");
  return (firstText(fields, ...DIRECTORIES) ?? textOf(info["cwd"]) ?? folder)?.replace(/^file:\/\/(?=\/)/, "");
}

/** A prompt as a text, an object with one, or the parts of a message. */
function promptIn(prompt: unknown): string | undefined {
  return textOf(prompt) ?? firstText(recordOf(prompt), "text", "content") ?? textOf(textIn(prompt));
}

/** A tool's input. Some agents give it as a JSON text, and a patch as plain text. */
function inputOf(given: unknown): Fields {
  const fields = objectIn(given);
  return typeof given === "string" && Object.keys(fields).length === 0 ? { input: given } : fields;
}

/** The names of a tool's input, result and id in agents' payloads. */
const INPUTS = ["tool_input", "tool_args", "tool_arguments", "arguments", "args", "input", "parameters"];
const RESPONSES = ["tool_response", "tool_result", "tool_output", "result", "response", "output"];
const IDS = ["tool_use_id", "tool_call_id", "call_id"];

/** The fields with a tool's call under Claude Code's names. Some agents give the call as an object of its own. */
function withCall(fields: Fields): Fields {
  const object = recordOf(first(fields, ["tool_call", "tool", "call"]));
  const call = inSnakeCase(object);
  const name = firstText(fields, "tool_name") ?? firstText(call, "tool_name", "name") ?? textOf(fields["tool"]);
  // The same words mean other things in a payload of no tool.
  if (name === undefined) return fields;
  return {
    ...fields,
    tool_name: name,
    tool_input: first(fields, INPUTS) ?? first(call, INPUTS),
    tool_response: first(fields, RESPONSES) ?? first(call, RESPONSES),
    tool_use_id: first(fields, IDS) ?? first(call, [...IDS, "id"]),
    error: fields["error"] ?? call["error"],
  };
}

function toolFields(fields: Fields, info: Fields): Fields {
  const input = inputOf(fields["tool_input"]);
  const response = fields["tool_response"];
  return {
    tool_name: firstText(fields, "tool_name", "agent_action_name"),
    tool_input: {
      ...input,
      command: input["command"] ?? info["command_line"],
      file_path: firstText(input, "file_path", "filePath", "path") ?? info["file_path"],
    },
    tool_response: response,
    tool_use_id: fields["tool_use_id"],
    duration_ms: fields["duration_ms"],
    error: errorIn(fields["error"]) ?? textOf(fields["error_message"]) ?? errorIn(recordOf(response)["error"]),
  };
}

/** The first of these fields that is present. */
function first(fields: Fields, names: readonly string[]): unknown {
  for (const name of names) if (fields[name] !== undefined && fields[name] !== null) return fields[name];
  return undefined;
}

const errorIn = (error: unknown): string | undefined => textOf(error) ?? textOf(recordOf(error)["message"]);
