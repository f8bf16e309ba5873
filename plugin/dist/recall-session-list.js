// @bun
import {
  DEFAULTS
} from "./base-config-sources.js";
import {
  readWaiting2
} from "./recall-waiting-waiting.js";
import {
  Resumes
} from "./recall-resume.js";
import {
  RAW_SQL_ROWS
} from "./store-sqlite-settled.js";
import {
  StoreReader
} from "./store-sqlite-read-queries.js";
import {
  queuePaths
} from "./platform-callers-directory.js";
import {
  isObject2,
  textOf
} from "./base-json.js";
import {
  errorCode
} from "./base-errors.js";

// src/recall/session-list.ts
var BUSY_TIMEOUT_MS = 2000, notApplied = (id) => ({
  id,
  swarmName: null,
  objective: null,
  status: null,
  createdAt: null,
  updatedAt: null,
  operations: 0,
  checkpoints: 0,
  instances: 0,
  lastCheckpointAt: null,
  lastCheckpointType: null,
  agent: null
});
async function listSessions(root, wanted, nowMs) {
  using resumes = await openResumes(root, nowMs);
  using reader = await StoreReader.open(root);
  let stored = new Set(reader === null ? [] : await reader.sessionIds()), onlyWaiting = waitingIds(root).filter((id) => !stored.has(id)), sessions = [];
  for await (let summary of latestFirst(reader, onlyWaiting)) {
    if (sessions.length === wanted.limit)
      break;
    let report = reportOf(resumes, summary.id), session = listed(resumes, summary, report);
    if (isWanted(session, report, wanted))
      sessions.push(session);
  }
  let isRawSqlUntrusted = resumes.isUntrusted(RAW_SQL_ROWS);
  return { sessions: sessions.toSorted(byLastSeen), ids: [...onlyWaiting, ...stored], isRawSqlUntrusted };
}
function listed(resumes, summary, report) {
  let agent = summary.agent ?? textOf(report?.state.session?.agent) ?? null;
  return { ...summary, agent, ...tell(resumes, summary, report) };
}
var LOT = 50;
async function* latestFirst(reader, onlyWaiting, skip = 0) {
  for (let id of onlyWaiting.slice(skip))
    yield notApplied(id);
  if (reader === null)
    return;
  for (let offset = Math.max(0, skip - onlyWaiting.length);; offset += LOT) {
    let lot = await reader.sessions(LOT, offset);
    if (yield* lot, lot.length < LOT)
      return;
  }
}
var waitingIds = (root) => [
  ...readWaiting2(queuePaths(root), DEFAULTS.maxEntryBytes).bySession.keys()
], timeOf = (session) => Date.parse(lastSeen(session) ?? "") || 0, byLastSeen = (a, b) => timeOf(b) - timeOf(a), openResumes = (root, nowMs) => Resumes.open(root, { nowMs, busyTimeoutMs: BUSY_TIMEOUT_MS });
function tell(resumes, { id, objective }, report) {
  let isObjectiveUntrusted = resumes.isUntrusted(RAW_SQL_ROWS) && (report === null || objective !== null), isUntrusted = resumes.isUntrusted(id) || isObjectiveUntrusted, none = { ending: null, title: objective, branch: null, isTurnFinished: null, lastSeenAt: null };
  if (report === null)
    return { ...none, isUntrusted, tasks: { open: 0, all: 0 }, waitingEntries: 0 };
  let { state, isTurnFinished, waitingEntries, lastSeenAt } = report, prompt = state.prompts?.at(-1)?.text;
  return {
    ending: resumes.status(id),
    isUntrusted,
    title: report.objective ?? (typeof prompt === "string" ? prompt : objective),
    branch: typeof state.git?.branch === "string" ? state.git.branch : null,
    isTurnFinished,
    tasks: tasksOf(state),
    waitingEntries,
    lastSeenAt
  };
}
function reportOf(resumes, id) {
  try {
    return resumes.report(id);
  } catch (error) {
    if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE")
      throw error;
    return null;
  }
}
var DONE = ["completed", "cancelled", "canceled", "deleted"];
function tasksOf({ todos, tasks }) {
  let all = [...Array.isArray(todos?.todos) ? todos.todos : [], ...tasks ?? []].filter(isObject2);
  return { open: all.filter(({ status }) => !DONE.includes(status)).length, all: all.length };
}
function isWanted(session, report, wanted) {
  let { search, branch, sinceMs, open } = wanted;
  if (branch !== void 0 && session.branch !== branch)
    return !1;
  if (sinceMs !== void 0 && !(Date.parse(lastSeen(session) ?? "") >= sinceMs))
    return !1;
  if (open === !0 && !isOpen(session))
    return !1;
  if (search === void 0)
    return !0;
  let prompts = report?.state.prompts?.map((one) => one.text) ?? [], texts = [session.id, session.title, session.objective, report?.cwd, ...prompts], sought = search.toLowerCase();
  return texts.some((text) => typeof text === "string" && text.toLowerCase().includes(sought));
}
var isOpen = (session) => session.tasks.open > 0 || ["running", "mid-turn"].includes(stateOf(session)), lastSeen = ({ lastSeenAt, updatedAt }) => lastSeenAt ?? updatedAt;
function stateOf({ ending, status, isTurnFinished }) {
  if (ending === null)
    return status ?? "?";
  if (ending === "open")
    return "running";
  if (ending === "ended")
    return "ended";
  return isTurnFinished === !0 ? "stopped" : "mid-turn";
}

export { notApplied, listSessions, listed, latestFirst, waitingIds, byLastSeen, openResumes, tell, reportOf, lastSeen, stateOf };
