// @bun
import {
  Resumes
} from "./recall-resume.js";
import {
  Archive,
  askingOf2
} from "./cli-text-archive-lists.js";
import {
  asStore
} from "./recall-archive-as-store.js";
import {
  ambiguous
} from "./cli-choose-session.js";

// src/cli/text/archived-session.ts
var MOST_SESSIONS = 100;
async function openArchived(env, scope, root, prefix, nowMs) {
  using archive = Archive.open(env, scope, root);
  let sessions = archive?.withId(prefix, MOST_SESSIONS) ?? [], named = sessions.filter(({ sessionId }) => sessionId === prefix), [session, ...more] = named.length > 0 ? named : sessions;
  if (archive === null || session === void 0)
    return null;
  if (named.length === 0 && more.length > 0)
    throw ambiguous(sessions.map(({ sessionId }) => sessionId), prefix, "archived ");
  return { session, resumes: await Resumes.of(await asStore(archive, session), root, { nowMs }) };
}
async function reportOfArchived(io, root, prefix, nowMs) {
  let archived = await openArchived(io.env, askingOf2(io, root).scope, root, prefix, nowMs);
  if (archived === null)
    return null;
  using resumes = archived.resumes;
  return resumes.report(archived.session.sessionId);
}

export { openArchived, reportOfArchived };
