import { hasControl } from "./ids.ts";
import type { Clip } from "../redact/redact.ts";

/** The events that leave something worth keeping. */
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
export type HookEvent = (typeof EVENTS)[number];

/** Parsed JSON of which nothing is known but that it is an object. */
export type Fields = Readonly<Record<string, unknown>>;

/** What the agent wrote to the hook's standard input. */
export interface HookPayload {
  readonly event: HookEvent;
  /** 1 to 256 characters, none of them a control character. */
  readonly sessionId: string;
  /** The whole object, unchecked. */
  readonly fields: Fields;
  /** As the agent wrote it. */
  readonly text: string;
}

const MAX_SESSION_ID_CHARS = 256;

/** The payload in `text`, or null when it is not a JSON object, has no usable session id or is an event hive does not handle. */
export function parsePayload(text: string): HookPayload | null {
  const fields = recordOf(parseJson(text));
  const event = eventOf(fields["hook_event_name"]);
  const sessionId = textOf(fields["session_id"]);
  if (event === undefined || sessionId === undefined || !isSessionId(sessionId)) return null;
  return { event, sessionId, fields, text };
}

function eventOf(name: unknown): HookEvent | undefined {
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

function isSessionId(value: string): boolean {
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

/** The value if it is a string with something in it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The value if it is a finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The longest string kept of each sort, in UTF-16 units. A word comes from a small set: a status, a tool, a model. */
export const MAX_CHARS = {
  id: 256,
  word: 128,
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

  /** The id, or without one a key that a second delivery of the same payload gets as well. */
  key(id: unknown, { text }: HookPayload): string {
    return this.id(id) ?? `hash:${Bun.hash(text).toString(36)}`;
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
