/**
 * Reads the lines of agents' transcripts. Their format is undocumented, so an unknown line is skipped. Results of tools
 * are left out: they hold whole files.
 */
import { isObject, textOf } from "../base/json.ts";
import { type Fields, listOf, recordOf } from "./claude-code/payload.ts";
import { withoutContext } from "./facts/without-context.ts";

/** One thing that a line says; texts as the agent wrote them. */
export type Said =
  | { readonly kind: "prompt" | "reply"; readonly key: string; readonly atMs: number; readonly text: string }
  | {
      readonly kind: "call";
      readonly key: string;
      readonly atMs: number;
      readonly tool: string;
      readonly target: string;
    }
  | {
      readonly kind: "usage";
      readonly key: string;
      readonly atMs: number;
      readonly model: string;
      readonly tokens: Tokens;
    };

/** Tokens of one answer of the model. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
  /** Read from a cache, and written into it. */
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** Reads the lines of one transcript in order. */
export type TranscriptReader = (line: Fields) => Said[];

const UNKNOWN = "unknown";

/** The agents whose transcripts are lines of JSON that hive knows. */
const READERS: Readonly<Record<string, (model: string) => TranscriptReader>> = {
  "claude-code": () => claudeLine,
  qwen: () => claudeLine,
  codex: codexReader,
  gemini: () => geminiLine,
  copilot: () => copilotLine,
};

/**
 * @param model the session's, until a line names another: reading may go on in the middle of a turn
 * @returns null for an agent without a known transcript
 */
export function transcriptReader(agent: string, model: string | null = null): TranscriptReader | null {
  const read = Object.hasOwn(READERS, agent) ? READERS[agent]!(model ?? UNKNOWN) : null;
  return read === null
    ? null
    : (line) =>
        read(line)
          .map(ofUser)
          .filter((one) => one.kind === "usage" || one.kind === "call" || one.text !== "");
}

/** A prompt without what hooks put before it, and without text of hive's own, which a person may have pasted. */
const ofUser = (one: Said): Said => (one.kind === "prompt" ? { ...one, text: withoutContext(one.text) } : one);

const count = (value: unknown): number => (typeof value === "number" && value > 0 ? value : 0);

/** 0 for a line without a time: its reader bounds it. */
const timeIn = (value: unknown): number => (typeof value === "string" ? Date.parse(value) || 0 : count(value));

const blocks = (content: unknown): readonly Fields[] =>
  typeof content === "string" ? [{ type: "text", text: content }] : listOf(content).map(recordOf);

const textsIn = (content: unknown, type: string): string =>
  blocks(content)
    .flatMap((block) => (block["type"] === type || block["type"] === "text" ? [textOf(block["text"]) ?? ""] : []))
    .join("\n")
    .trim();

/** The input fields that describe a call best. */
const TARGETS = [
  "command",
  "file_path",
  "path",
  "notebook_path",
  "pattern",
  "url",
  "query",
  "description",
  "prompt",
  "input",
];

function targetOf(input: unknown): string {
  const fields = typeof input === "string" ? parsed(input) : input;
  if (!isObject(fields)) return typeof input === "string" ? input : "";
  for (const name of TARGETS) {
    const value = fields[name];
    if (typeof value === "string" && value !== "") return value;
    if (Array.isArray(value)) return value.filter((one) => typeof one === "string").join(" ");
  }
  return "";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Some tools take plain text.
    return text;
  }
}

/** Text that Claude Code puts into a prompt's place. */
const NO_PROMPT =
  /^(?:<(?:command-name|command-message|local-command|task-notification|system-reminder|bash-)|Caveat: |\[Request interrupted)/;

function claudeLine(line: Fields): Said[] {
  if (line["isSidechain"] === true || line["isMeta"] === true) return [];
  const key = textOf(line["uuid"]);
  const atMs = timeIn(line["timestamp"]);
  const message = recordOf(line["message"]);
  if (key === undefined) return [];
  if (line["type"] === "user") {
    const text = textsIn(message["content"], "text");
    return text === "" || NO_PROMPT.test(text) ? [] : [{ kind: "prompt", key, atMs, text }];
  }
  if (line["type"] !== "assistant") return [];
  const said: Said[] = [];
  const text = textsIn(message["content"], "text");
  if (text !== "") said.push({ kind: "reply", key, atMs, text });
  for (const block of blocks(message["content"])) {
    const tool = block["type"] === "tool_use" ? textOf(block["name"]) : undefined;
    if (tool !== undefined)
      said.push({ kind: "call", key: textOf(block["id"]) ?? key, atMs, tool, target: targetOf(block["input"]) });
  }
  const usage = message["usage"];
  const model = textOf(message["model"]);
  // An answer of several parts has several lines, each with the tokens of all.
  if (isObject(usage) && model !== undefined) {
    const tokens = {
      input: count(usage["input_tokens"]),
      output: count(usage["output_tokens"]),
      cacheRead: count(usage["cache_read_input_tokens"]),
      cacheWrite: count(usage["cache_creation_input_tokens"]),
    };
    said.push({ kind: "usage", key: textOf(message["id"]) ?? key, atMs, model, tokens });
  }
  return said;
}

function codexReader(sessionModel: string): TranscriptReader {
  let model = sessionModel;
  return (line) => {
    const payload = recordOf(line["payload"]);
    const atMs = timeIn(line["timestamp"]);
    const type = textOf(payload["type"]) ?? "";
    model = (line["type"] === "turn_context" ? textOf(payload["model"]) : undefined) ?? model;
    const key = `${textOf(payload["call_id"]) ?? textOf(payload["id"]) ?? type}:${atMs}`;
    if (line["type"] === "event_msg") {
      const text = textOf(payload["message"])?.trim() ?? "";
      if (type === "user_message" && text !== "") return [{ kind: "prompt", key, atMs, text }];
      if (type === "agent_message" && text !== "") return [{ kind: "reply", key, atMs, text }];
      const last = recordOf(recordOf(payload["info"])["last_token_usage"]);
      if (type !== "token_count" || last["output_tokens"] === undefined) return [];
      const cacheRead = count(last["cached_input_tokens"]);
      const input = Math.max(0, count(last["input_tokens"]) - cacheRead);
      return [
        {
          kind: "usage",
          key,
          atMs,
          model,
          tokens: { input, output: count(last["output_tokens"]), cacheRead, cacheWrite: 0 },
        },
      ];
    }
    const tool =
      line["type"] === "response_item" && type.endsWith("_call") ? (textOf(payload["name"]) ?? type) : undefined;
    if (tool === undefined) return [];
    const input = payload["arguments"] ?? payload["input"] ?? payload["action"];
    return [{ kind: "call", key, atMs, tool, target: targetOf(input) }];
  };
}

/** A message, or a whole session: older versions wrote one document with all messages. */
const geminiLine = (line: Fields): Said[] => [line, ...listOf(line["messages"]).map(recordOf)].flatMap(geminiMessage);

function geminiMessage(line: Fields): Said[] {
  const key = textOf(line["id"]);
  const atMs = timeIn(line["timestamp"]);
  const type = line["type"];
  if (key === undefined || (type !== "user" && type !== "gemini")) return [];
  const text =
    textsIn(line["content"], "text") ||
    listOf(line["content"])
      .map((part) => textOf(recordOf(part)["text"]) ?? "")
      .join("\n")
      .trim();
  const said: Said[] = text === "" ? [] : [{ kind: type === "user" ? "prompt" : "reply", key, atMs, text }];
  for (const call of listOf(line["toolCalls"]).map(recordOf)) {
    const tool = textOf(call["name"]);
    if (tool !== undefined)
      said.push({ kind: "call", key: textOf(call["id"]) ?? key, atMs, tool, target: targetOf(call["args"]) });
  }
  const usage = line["tokens"];
  if (isObject(usage)) {
    const cacheRead = count(usage["cached"]);
    const tokens = {
      input: Math.max(0, count(usage["input"]) - cacheRead),
      output: count(usage["output"]),
      cacheRead,
      cacheWrite: 0,
    };
    said.push({ kind: "usage", key, atMs, model: textOf(line["model"]) ?? UNKNOWN, tokens });
  }
  return said;
}

function copilotLine(line: Fields): Said[] {
  const data = recordOf(line["data"]);
  const key = textOf(line["id"]);
  const atMs = timeIn(line["timestamp"]);
  if (key === undefined) return [];
  const text = textOf(data["content"])?.trim() ?? "";
  switch (line["type"]) {
    case "user.message":
      return text === "" ? [] : [{ kind: "prompt", key, atMs, text }];
    case "assistant.message":
      return text === "" ? [] : [{ kind: "reply", key, atMs, text }];
    case "tool.execution_start": {
      const tool = textOf(data["toolName"]);
      const id = textOf(data["toolCallId"]) ?? key;
      return tool === undefined ? [] : [{ kind: "call", key: id, atMs, tool, target: targetOf(data["arguments"]) }];
    }
    case "assistant.usage": {
      const cacheRead = count(data["cacheReadTokens"]);
      const tokens = {
        input: count(data["inputTokens"]),
        output: count(data["outputTokens"]),
        cacheRead,
        cacheWrite: count(data["cacheWriteTokens"]),
      };
      return [{ kind: "usage", key, atMs, model: textOf(data["model"]) ?? UNKNOWN, tokens }];
    }
    default:
      return [];
  }
}
