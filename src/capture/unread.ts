/** Payloads that hive cannot read. It is loaded for these alone. */
import type { AgentName } from "../agents/detect.ts";
import { eventNamed, eventWord, isNeedless, UNNAMED } from "../agents/event-names.ts";
import { readFields } from "../agents/claude-code/payload.ts";
import { inSnakeCase, translatedPayload } from "../agents/translate.ts";
import { clip } from "../redact/redact.ts";
import { logFailure, UNREADABLE } from "./hook-log.ts";
import type { HookIo } from "./io.ts";
import { noteSession } from "./session/session-note.ts";
import { LEFT_OUT, ownRoots, sessionNote, stateDirectory } from "./session/state-directory.ts";

type Env = Readonly<Record<string, string | undefined>>;

const MAX_EVENT_CHARS = 64;

/** A payload that was cut off may still name its project. */
const CWD = /"cwd"\s*:\s*("(?:[^"\\]|\\.)*")/;

/** Logs a payload that gives no call. An empty one does not count. */
export async function logUnread(io: HookIo, agent: AgentName, text: string, env: Env): Promise<void> {
  const why = text.trim() === "" ? null : whyUnread(agent, text);
  if (why === null) return await noteLeftOut(io, agent, text, env);
  const [, cwd = "null"] = CWD.exec(text) ?? [];
  const { root } = stateDirectory(env, { fields: { cwd: JSON.parse(cwd) as unknown } }, io, await ownRoots(io, env));
  logFailure(root, why, env);
}

/** Only the start of a session says that it is of an agent in a cloud: its later calls are known by the note. */
async function noteLeftOut(io: HookIo, agent: AgentName, text: string, env: Env): Promise<void> {
  const fields = inSnakeCase(readFields(text) ?? {});
  const payload = fields["is_background_agent"] === true ? translatedPayload(agent, fields, text) : null;
  const note = payload === null ? null : await sessionNote(io, env, payload);
  if (note !== null) noteSession(note, LEFT_OUT);
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
