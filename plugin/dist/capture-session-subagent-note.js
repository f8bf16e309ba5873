// @bun
import {
  OF_SESSION2,
  noteSession2
} from "./capture-session-session-note.js";
import"./base-config-sources.js";
import {
  notePath
} from "./capture-main.js";
import {
  isSessionId
} from "./agents-claude-code-payload.js";
import {
  textOf2
} from "./base-json.js";

// src/capture/session/subagent-note.ts
async function ofSession(io, env, payload) {
  let agentId = textOf2(payload.fields.agent_id);
  if (agentId === void 0)
    return payload;
  let note = await notePath(io, env, { ...payload, sessionId: agentId });
  if (note === null)
    return payload;
  if (payload.namesSession === !0)
    return noteSession2(note, `${OF_SESSION2}${payload.sessionId}`), payload;
  let text = io.readOwn(note), sessionId = text?.startsWith(OF_SESSION2) === !0 ? text.slice(OF_SESSION2.length) : "";
  return sessionId !== "" && isSessionId(sessionId) ? { ...payload, sessionId } : payload;
}
export {
  ofSession
};
