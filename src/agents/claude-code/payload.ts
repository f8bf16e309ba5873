import { LIMIT_WORDS } from "../../base/text/limit-words.ts";
import type { AgentName } from "../detect.ts";
import { textOf } from "../../base/json.ts";
import { callHash } from "./call-hash.ts";
import { hasControl } from "../../base/ids.ts";
import { excerptOf, MAX_EXCERPT_CHARS } from "../../model/failure.ts";
import type { Clip } from "../../redact/redact.ts";

/** Claude Code's events that hive saves. */
export const EVENTS = [
  "PostToolUse",
  "PostToolUseFailure",
  "SessionStart",
  "UserPromptSubmit",
  "Stop",
  "SubagentStop",
  "PreCompact",
  "SessionEnd",
] as const;

/** A parsed JSON object with unchecked fields. */
export type Fields = Readonly<Record<string, unknown>>;

/** A payload on the hook's standard input. */
export interface HookPayload {
  /** The program: see src/agents/detect.ts. */
  readonly agent: AgentName;
  /** By Claude Code's name if hive knows the event, else by the agent's own. */
  readonly event: string;
  /** 1 to 256 characters without a control character. */
  readonly sessionId: string;
  /**
   * Claude Code's whole object, unchecked; for another agent the fields that hive understands, under Claude Code's
   * names.
   */
  readonly fields: Fields;
  /** The agent's original text. */
  readonly text: string;
  /** True if the tool is another agent's shell. @default false */
  readonly isShell?: boolean;
  /**
   * For a call of a subagent, of an agent whose subagents do not always name their session: true if this call names it.
   * Otherwise the session id is that of the session that started the subagent.
   * @default the call needs no such look
   */
  readonly namesSession?: boolean;
  /** What a second delivery of another agent's call has as well, within its session. @default not known */
  readonly identity?: string | undefined;
}

const MAX_SESSION_ID_CHARS = 256;

/** The object in a text; null for other text. */
export function readFields(text: string): Fields | null {
  const value = parseJson(text);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** Claude Code's payload in `text`; null for other text, an unusable session id or an unhandled event. */
export function parsePayload(text: string, fields = readFields(text)): HookPayload | null {
  if (fields === null) return null;
  const event = eventOf(fields["hook_event_name"]);
  const sessionId = textOf(fields["session_id"]);
  if (event === undefined || sessionId === undefined || !isSessionId(sessionId)) return null;
  return { agent: "claude-code", event, sessionId, fields, text };
}

/** False where the fields of a prompt or a call are missing from Claude Code's payload: they may have other names. */
export function hasUsualNames(fields: Fields): boolean {
  const event = fields["hook_event_name"];
  if (event === "UserPromptSubmit") return fields["prompt"] !== undefined;
  if (event !== "PostToolUse" && event !== "PostToolUseFailure") return true;
  const isTold = fields[event === "PostToolUse" ? "tool_response" : "error"] !== undefined;
  return isTold && typeof fields["tool_name"] === "string" && typeof fields["tool_input"] === "object";
}

function eventOf(name: unknown): string | undefined {
  for (const event of EVENTS) if (event === name) return event;
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isSessionId(value: string): boolean {
  return value.length <= MAX_SESSION_ID_CHARS && !hasControl(value);
}

/** The value if it is a JSON object, else an empty one. */
export function recordOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The value if it is an array, else an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The first items of an array, each as {@link recordOf} reads it. */
export function firstOf(value: unknown, maxItems: number): readonly Fields[] {
  return listOf(value).slice(0, maxItems).map(recordOf);
}

/** The value if it is a finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The longest string kept of each sort, in UTF-16 units. Of words and commands the middle is left out. A word comes from a small set: a status, a tool, a model. */
export const MAX_CHARS = {
  id: 256,
  word: 128,
  branch: 255,
  path: 1024,
  prompt: 2000,
  message: 4000,
  turn: 600,
  command: 500,
  /** The part of a failed command's output that is read; {@link excerptOf} keeps some of it. */
  output: 20_000,
  plan: 4000,
  todo: 300,
  description: 300,
  agentMessage: 1000,
} as const;

/** The most items kept of each list. */
export const MAX_ITEMS = { todos: 50, files: 200, background: 20 } as const;

/** Keeps strings of one payload: without secrets if `clip` takes them out, and cut to the limit of their sort. */
export class Keeper {
  readonly #clip: Clip;

  constructor(clip: Clip) {
    this.#clip = clip;
  }

  /** Undefined for another type or an empty text. */
  text(value: unknown, sort: keyof typeof MAX_CHARS): string | undefined {
    const text = textOf(value);
    if (text === undefined) return undefined;
    const maxChars = MAX_CHARS[sort];
    return text.length > maxChars && endsMatter(sort)
      ? clipEnds(this.#clip, text, maxChars, sort === "prompt")
      : this.#clip(text, maxChars);
  }

  /** The error of a failed command: a long one without its middle, except lines that name the failure. */
  error(value: unknown): string | undefined {
    const text = textOf(recordOf(value)["message"] ?? value);
    if (text === undefined) return undefined;
    // A short error is not searched for the lines that name its failure.
    const kept = this.#clip(withoutMiddle(text, 4000, 15_000), MAX_CHARS.output);
    return kept.length <= MAX_EXCERPT_CHARS ? kept : excerptOf(kept);
  }

  /** An id as text: some agents use numbers. */
  id(value: unknown): string | undefined {
    return this.text(typeof value === "number" ? String(value) : value, "id");
  }

  /**
   * The id, or a key that a second delivery of the same payload gets as well. Two different calls without id and time
   * can look the same, so each gets a random key.
   */
  key(id: unknown, { agent, text, identity }: HookPayload): string {
    const given = this.id(id);
    if (given !== undefined) return given;
    if (agent !== "claude-code") return identity === undefined ? `call:${Bun.randomUUIDv7()}` : `hash:${identity}`;
    return `hash:${Bun.hash(text).toString(36)}`;
  }

  /** The key of a tool call: an agent may reuse an id, so a hash of the call is added. */
  operationKey(payload: HookPayload): string {
    const id = this.id(payload.fields["tool_use_id"]);
    // @mutant a tool call's id that is used again is another call
    return id === undefined ? this.key(id, payload) : `${id}:${payload.identity ?? callHash(payload)}`;
  }

  /** The fields named in `sorts`, without missing ones. */
  pick(fields: Fields, sorts: Readonly<Record<string, keyof typeof MAX_CHARS>>): Record<string, unknown> {
    const kept: Record<string, unknown> = {};
    for (const name in sorts) kept[name] = this.text(fields[name], sorts[name] ?? "word");
    return withoutUndefined(kept);
  }
}

/** True for words and commands: what a person forbids often comes last, and so does an agent's open question. */
const endsMatter = (sort: keyof typeof MAX_CHARS): boolean =>
  /^(?:prompt|message|turn|agentMessage|plan|command)$/.test(sort);

/**
 * A text without secrets and, if it is longer than `maxChars`, without its middle.
 * @param isTask true to keep what the middle forbids or demands
 */
export function clipEnds(clip: Clip, text: string, maxChars: number, isTask = false): string {
  if (text.length <= maxChars) return clip(text, maxChars);
  const kept = clip(withoutMiddle(text, 2 * maxChars, 2 * maxChars), 5 * maxChars);
  if (kept.length <= maxChars) return kept;
  const limits = isTask ? limitsIn(kept, maxChars) : [];
  const endsChars = maxChars - limits.join("").length;
  // @mutant of a long prompt the end is kept
  const headChars = Math.floor(endsChars / 2);
  // A line of a log goes as a whole, and so does a token: only what is longer than a hundred characters is cut in two.
  const head = kept.slice(0, headChars).replace(/(?:\n[^\n]{0,100}|\s\S{0,100})$/, "");
  const tail = kept.slice(headChars + SEAM.length - endsChars).replace(/^(?:[^\n]{0,100}\n|\S{0,100}\s)/, "");
  const between = limits.filter((limit) => !`${head}${tail}`.includes(limit.slice(SEAM.length))).join("");
  return `${head}${between}${SEAM}${tail}`.toWellFormed();
}

/** The words that leave no doubt: their sentences come first. */
const STRICT = /\b(?:must|never|only|do(?: no|n\W?)t|without|avoid|except|unless|nicht|keine?|nur|ohne)\b/i;

/** The sentences with such a word between the ends of a text, each after a mark, in at most two fifths of its room. */
function limitsIn(text: string, maxChars: number): string[] {
  const endChars = Math.floor(0.3 * maxChars);
  let leftChars = maxChars - 2 * endChars;
  const sentences = [...new Set(text.slice(endChars, -endChars).split(/(?<=[.!?;])\s+|(?<=。)|\n+/))];
  const kept = new Set<string>();
  for (const words of [STRICT, LIMIT_WORDS]) {
    for (const sentence of sentences) {
      const chars = SEAM.length + sentence.length;
      if (kept.has(sentence) || !words.test(sentence) || chars > leftChars) continue;
      kept.add(sentence);
      leftChars -= chars;
    }
  }
  // @mutant what a long prompt forbids in its middle is kept
  return sentences.filter((sentence) => kept.has(sentence)).map((sentence) => `${SEAM}${sentence}`);
}

const SEAM = "\n…\n";
/** The beginning and the end of a text that is too long for a search for secrets. */
function withoutMiddle(text: string, headChars: number, tailChars: number): string {
  if (text.length <= headChars + tailChars + MARGIN_CHARS) return text;
  const end = text.slice(-tailChars);
  // The remaining lines of a key would not be recognized without its first line, nor half a secret.
  const from = /^(?:[^\n]*\n)(?:[A-Za-z0-9+/=\s]{20,}\n)*|^\S*/.exec(end)?.[0].length ?? 0;
  return `${text.slice(0, headChars)}${SEAM}${end.slice(from)}`;
}

const MARGIN_CHARS = 1000;

/** A copy without undefined fields. */
export function withoutUndefined(fields: Fields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name in fields) if (fields[name] !== undefined) kept[name] = fields[name];
  return kept;
}

/** The directory of a command, unless it is the main agent's and the project's own. */
export function placeOf(
  { fields }: HookPayload,
  to: { keep: Keeper; directory?: string | undefined },
): string | undefined {
  const isPlain = fields["agent_id"] === undefined && (to.directory === undefined || fields["cwd"] === to.directory);
  return isPlain ? undefined : to.keep.text(fields["cwd"], "path");
}
