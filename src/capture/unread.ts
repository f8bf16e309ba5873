/** Payloads that hive cannot read. It is loaded for these alone. */
import type { AgentName } from "../agents/detect.ts";
import { eventNamed, eventWord, isNeedless, UNNAMED } from "../agents/event-names.ts";
import { readFields } from "../agents/claude-code/payload.ts";
import { inSnakeCase } from "../agents/translate.ts";
import { clip } from "../redact/redact.ts";
import { logFailure, UNREADABLE } from "./hook-log.ts";
import type { HookIo } from "./io.ts";
import { ownRoots, stateDirectory } from "./session/state-directory.ts";

type Env = Readonly<Record<string, string | undefined>>;

const MAX_EVENT_CHARS = 64;

/** A payload that was cut off may still name its project. */
const CWD = /"cwd"\s*:\s*("(?:[^"\\]|\\.)*")/;

/** Logs a payload that gives no call. An empty one does not count. */
export async function logUnread(io: HookIo, agent: AgentName, text: string, env: Env): Promise<void> {
  const why = text.trim() === "" ? null : whyUnread(agent, text);
  if (why === null) return;
  const [, cwd = "null"] = CWD.exec(text) ?? [];
  const { root } = stateDirectory(env, { fields: { cwd: JSON.parse(cwd) as unknown } }, io, await ownRoots(io, env));
  logFailure(root, why, env);
}

/** @returns null for an event that hive has no use for */
function whyUnread(agent: AgentName, text: string): Error | null {
  const fields = readFields(text);
  const why = fields === null ? "that are no whole JSON object" : whyOf(agent, inSnakeCase(fields));
  return why === null ? null : new Error(`${UNREADABLE}: ${Buffer.byteLength(text)} bytes ${why}`);
}

function whyOf(agent: AgentName, fields: Readonly<Record<string, unknown>>): string | null {
  const word = eventWord(agent, fields) ?? UNNAMED;
  if (word === UNNAMED) return `of ${agent} that name no event`;
  if (isNeedless(word)) return null;
  // An adapter leaves out some calls of events that hive handles, such as those of an agent in a cloud.
  if (eventNamed(word) !== undefined) return agent === "claude-code" ? `of ${agent} that name no session` : null;
  return `of ${agent} with an event that hive does not know: ${clip(word, MAX_EVENT_CHARS)}`;
}
