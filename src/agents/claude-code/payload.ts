import type { AgentName } from "../detect.ts";
import { textOf } from "../../base/json.ts";
import { callHash } from "./call-hash.ts";
import { hasControl } from "../../base/ids.ts";
import type { Clip } from "../../redact/redact.ts";

/** Claude Code's events that leave something worth keeping. */
const EVENTS = [
  "PostToolUse",
  "PostToolUseFailure",
  "SessionStart",
  "UserPromptSubmit",
  "Stop",
  "SubagentStop",
  "PreCompact",
  "SessionEnd",
] as const;

/** Parsed JSON of which nothing is known but that it is an object. */
export type Fields = Readonly<Record<string, unknown>>;

/** What an agent wrote to the hook's standard input. */
export interface HookPayload {
  /** The program: see src/agents/detect.ts. */
  readonly agent: AgentName;
  /** In Claude Code's words where hive knows the event, else in the agent's own. */
  readonly event: string;
  /** 1 to 256 characters, none of them a control character. */
  readonly sessionId: string;
  /** Claude Code's whole object, unchecked; of another agent what hive understands, under Claude Code's names. */
  readonly fields: Fields;
  /** As the agent wrote it. */
  readonly text: string;
  /** Whether the tool is another agent's shell. @default false */
  readonly isShell?: boolean;
}

const MAX_SESSION_ID_CHARS = 256;

/** The object in a text; null where it is none. */
export function readFields(text: string): Fields | null {
  const value = parseJson(text);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** Claude Code's payload in `text`, or null when it is no object, has no usable session id or is an event hive does not handle. */
export function parsePayload(text: string, fields = readFields(text)): HookPayload | null {
  if (fields === null) return null;
  const event = eventOf(fields["hook_event_name"]);
  const sessionId = textOf(fields["session_id"]);
  if (event === undefined || sessionId === undefined || !isSessionId(sessionId)) return null;
  return { agent: "claude-code", event, sessionId, fields, text };
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

/** The longest string kept of each sort, in UTF-16 units. A word comes from a small set: a status, a tool, a model. */
export const MAX_CHARS = {
  id: 256,
  word: 128,
  branch: 255,
  path: 1024,
  prompt: 2000,
  message: 4000,
  command: 500,
  error: 600,
  plan: 4000,
  todo: 300,
  description: 300,
  agentMessage: 1000,
} as const;

/** The most items kept of each list. */
export const MAX_ITEMS = { todos: 50, files: 200, background: 20 } as const;

/** Keeps strings of one payload: without their secrets where `clip` takes them out, cut to what is kept of their sort. */
export class Keeper {
  readonly #clip: Clip;

  constructor(clip: Clip) {
    this.#clip = clip;
  }

  /** Undefined when the value is no text or empty. */
  text(value: unknown, sort: keyof typeof MAX_CHARS): string | undefined {
    const text = textOf(value);
    return text === undefined ? undefined : this.#clip(text, MAX_CHARS[sort]);
  }

  /** An id as text: agents count some things in numbers. */
  id(value: unknown): string | undefined {
    return this.text(typeof value === "number" ? String(value) : value, "id");
  }

  /**
   * The id, or without one a key that a second delivery of the same payload gets as well. Of an agent that gives its calls
   * neither id nor time two calls can be the same, so each has a key of its own.
   */
  key(id: unknown, { agent, text }: HookPayload): string {
    const given = this.id(id);
    if (given !== undefined) return given;
    const isTold = agent === "claude-code" || text.includes('"timestamp"');
    return isTold ? `hash:${Bun.hash(text).toString(36)}` : `call:${Bun.randomUUIDv7()}`;
  }

  /** The same for a tool call: an agent may use an id again, so a hash of what was called goes with it. */
  operationKey(payload: HookPayload): string {
    const id = this.id(payload.fields["tool_use_id"]);
    return id === undefined ? this.key(id, payload) : `${id}:${callHash(payload)}`;
  }

  /** The fields named in `sorts`; the missing ones are left out. */
  pick(fields: Fields, sorts: Readonly<Record<string, keyof typeof MAX_CHARS>>): Record<string, unknown> {
    const kept: Record<string, unknown> = {};
    for (const name in sorts) kept[name] = this.text(fields[name], sorts[name] ?? "word");
    return withoutUndefined(kept);
  }
}

/** A copy without the fields that are undefined. */
export function withoutUndefined(fields: Fields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name in fields) if (fields[name] !== undefined) kept[name] = fields[name];
  return kept;
}
