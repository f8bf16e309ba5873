// @bun
import {
  eventNamed,
  isNeedless,
  UNNAMED,
  eventWord,
  translatedPayload2,
  inSnakeCase2
} from "./agents-translate.js";
import {
  clip
} from "./redact-redact.js";
import"./base-files-files.js";
import"./origin-own-directory.js";
import {
  UNREADABLE2,
  logFailure2
} from "./capture-hook-log.js";
import {
  noteSession2
} from "./capture-session-session-note.js";
import"./base-config-sources.js";
import {
  stateDirectory,
  ownRoots,
  sessionNote,
  LEFT_OUT
} from "./capture-main.js";
import {
  readFields
} from "./agents-claude-code-payload.js";

// src/capture/unread.ts
var MAX_EVENT_CHARS = 64, CWD = /"cwd"\s*:\s*("(?:[^"\\]|\\.)*")/;
async function logUnread(io, agent, text, env) {
  let why = text.trim() === "" ? null : whyUnread(agent, text);
  if (why === null)
    return await noteLeftOut(io, agent, text, env);
  let [, cwd = "null"] = CWD.exec(text) ?? [], { root } = stateDirectory(env, { fields: { cwd: JSON.parse(cwd) } }, io, await ownRoots(io, env));
  logFailure2(root, why, env);
}
async function noteLeftOut(io, agent, text, env) {
  let fields = inSnakeCase2(readFields(text) ?? {}), payload = fields.is_background_agent === !0 ? translatedPayload2(agent, fields, text) : null, note = payload === null ? null : await sessionNote(io, env, payload);
  if (note !== null)
    noteSession2(note, LEFT_OUT);
}
function whyUnread(agent, text) {
  let fields = readFields(text), why = fields === null ? "that are no whole JSON object" : whyOf(agent, inSnakeCase2(fields));
  return why === null ? null : Error(`${UNREADABLE2}: ${Buffer.byteLength(text)} bytes ${why}`);
}
function whyOf(agent, fields) {
  let word = eventWord(agent, fields) ?? UNNAMED;
  if (word === UNNAMED)
    return `of ${agent} that name no event`;
  if (isNeedless(word))
    return null;
  if (eventNamed(word) !== void 0)
    return agent === "claude-code" ? `of ${agent} that name no session` : null;
  return `of ${agent} with an event that hive does not know: ${clip(word, MAX_EVENT_CHARS)}`;
}
export {
  logUnread
};
