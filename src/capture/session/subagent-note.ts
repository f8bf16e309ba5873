/** Notes of the sessions that subagents belong to, for agents whose subagents do not name it at each call. */
import { type HookPayload, isSessionId } from "../../agents/claude-code/payload.ts";
import { textOf } from "../../base/json.ts";
import type { HookIo } from "../io.ts";
import { noteSession, OF_SESSION } from "./session-note.ts";
import { notePath } from "./state-directory.ts";

/**
 * The payload with the session that its subagent belongs to. A call that names it notes it for those that do not. A
 * subagent whose start hive did not see has no note, and keeps the id that it was given.
 */
export async function ofSession(
  io: HookIo,
  env: Readonly<Record<string, string | undefined>>,
  payload: HookPayload,
): Promise<HookPayload> {
  const agentId = textOf(payload.fields["agent_id"]);
  if (agentId === undefined) return payload;
  const note = await notePath(io, env, { ...payload, sessionId: agentId });
  if (note === null) return payload;
  if (payload.namesSession === true) {
    noteSession(note, `${OF_SESSION}${payload.sessionId}`);
    return payload;
  }
  const text = io.readOwn(note);
  const sessionId = text?.startsWith(OF_SESSION) === true ? text.slice(OF_SESSION.length) : "";
  // @mutant what a subagent's subagent of Copilot's does is its session's
  return sessionId !== "" && isSessionId(sessionId) ? { ...payload, sessionId } : payload;
}
