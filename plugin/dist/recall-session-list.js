// @bun
import {
  DEFAULTS
} from "./base-config-sources.js";
import {
  isUnfinished2,
  Resumes
} from "./recall-resume.js";
import {
  readWaiting2
} from "./recall-waiting-waiting.js";
import {
  RAW_SQL_ROWS,
  PARTS
} from "./store-sqlite-settled.js";
import {
  openSaved
} from "./store-sqlite-read-reader.js";
import {
  queuePaths
} from "./platform-bun-callers-directory.js";
import {
  sql,
  kyselyOf
} from "./store-sqlite-open-connection.js";
import {
  timeText
} from "./base-clock.js";
import {
  printable
} from "./base-text-printable.js";
import {
  objectIn2,
  isObject2,
  textOf2
} from "./base-json.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/store/sqlite/read/queries.ts
var READER_BUSY_TIMEOUT_MS = 2000, LOG_LINES = 20, MAX_NAMED = 10;

class StoreReader {
  #db;
  #kysely;
  constructor(db) {
    this.#db = db, this.#kysely = kyselyOf(db);
  }
  static async open(root) {
    let db = await openSaved(root, READER_BUSY_TIMEOUT_MS);
    return db === null ? null : new StoreReader(db);
  }
  async sessions(limit, offset = 0) {
    return (await this.#sessionQuery().orderBy("sessions.updated_at", "desc").orderBy("sessions.id").limit(limit).offset(offset).execute()).map(toSummary);
  }
  async sessionIds() {
    return (await this.#kysely.selectFrom("sessions").select("id").execute()).map(({ id }) => asText(id) ?? "");
  }
  async summary(id) {
    let row = await this.#sessionQuery().where("sessions.id", "=", id).executeTakeFirst();
    return row === void 0 ? null : toSummary(row);
  }
  async session(idOrPrefix) {
    let kysely = this.#kysely, matches = await this.#sessionQuery().where(sql`substr(sessions.id, 1, length(${idOrPrefix})) = ${idOrPrefix}`).execute(), row = matches.find((match) => match.id === idOrPrefix) ?? matches[0];
    if (row === void 0)
      throw new HiveError("HIVE_NOT_FOUND", `no session ${JSON.stringify(idOrPrefix)}`, {
        hint: "list them with: hive sessions"
      });
    if (row.id !== idOrPrefix && matches.length > 1) {
      let ids = matches.map(({ id }) => printable(id)), named = [...ids.slice(0, MAX_NAMED), ...ids.length > MAX_NAMED ? ["\u2026"] : []].join(", ");
      throw new HiveError("HIVE_INVALID_OPTION", `${ids.length} sessions begin with ${JSON.stringify(idOrPrefix)}: ${named}`, { hint: "give more of the id" });
    }
    let agents = await kysely.selectFrom("agents").select(["id", "name", "type", "status"]).where(sql`json_extract(iif(json_valid(metadata), metadata, '{}'), '$.sessionId') = ${row.id}`).execute(), log = await kysely.selectFrom("session_logs").select(["timestamp", "log_level as level", "message"]).where("session_id", "=", row.id).orderBy("timestamp", "desc").limit(LOG_LINES).execute(), [latest] = await this.#history(row.id, 1);
    return {
      ...toSummary(row),
      checkpoint: latest?.isOlder === !1 ? latest.checkpoint : documentIn(row.checkpoint_data) ?? latest?.checkpoint ?? null,
      agents: agents.map(({ id, name, type, status }) => ({
        id: asText(id) ?? "",
        name: asText(name) ?? "",
        type: asText(type) ?? "",
        status: asText(status)
      })),
      log: log.map(({ timestamp, level, message }) => ({
        timestamp: asText(timestamp),
        level: asText(level),
        message: asText(message)
      }))
    };
  }
  async history(sessionId) {
    return (await this.#history(sessionId)).map(({ id, createdAt, type, trigger, checkpoint }) => ({ id, createdAt, type, trigger, checkpoint }));
  }
  async#history(sessionId, limit = Number.MAX_SAFE_INTEGER) {
    return (await this.#kysely.selectFrom("hive_checkpoints").select(["id", "created_at_ms", "type", "trigger", "data", "late", "entry_id"]).where("session_id", "=", sessionId).orderBy("created_at_ms", "desc").orderBy("id", "desc").limit(limit).execute()).map(({ id, created_at_ms, type, trigger, data, late, entry_id }) => ({
      id,
      createdAt: timeText(created_at_ms),
      type: asText(type) ?? "",
      trigger: asText(trigger) ?? "",
      checkpoint: entry_id === null ? withoutGit(documentIn(data)) : withLate(documentIn(data), late),
      isOlder: entry_id === null
    }));
  }
  close() {
    this.#db.close();
  }
  [Symbol.dispose]() {
    this.close();
  }
  #sessionQuery() {
    return this.#kysely.selectFrom("sessions").leftJoin("instance_sessions as i", "i.session_id", "sessions.id").select([
      "sessions.id",
      "sessions.swarm_name",
      "sessions.objective",
      "sessions.status",
      "sessions.created_at",
      "sessions.updated_at",
      "sessions.checkpoint_data",
      sql`total(i.operation_count)`.as("operations"),
      sql`total(i.checkpoint_count)`.as("checkpoints"),
      sql`count(i.id)`.as("instances"),
      sql`(SELECT agent FROM hive_instances WHERE session_id = sessions.id AND agent IS NOT NULL
          ORDER BY last_seen_ms DESC LIMIT 1)`.as("agent")
    ]).groupBy("sessions.id");
  }
}
function toSummary(row) {
  let checkpoint = documentIn(row.checkpoint_data);
  return {
    id: asText(row.id) ?? "",
    swarmName: asText(row.swarm_name),
    objective: asText(row.objective),
    status: asText(row.status),
    createdAt: asText(row.created_at),
    updatedAt: asText(row.updated_at),
    operations: row.operations,
    checkpoints: row.checkpoints,
    instances: row.instances,
    lastCheckpointAt: asText(checkpoint?.lastAutoCheckpoint),
    lastCheckpointType: asText(checkpoint?.checkpointType),
    agent: asText(row.agent)
  };
}
function asText(value) {
  if (value instanceof Uint8Array)
    return Buffer.from(value).toString("utf8");
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}
function documentIn(text) {
  return typeof text === "string" ? objectIn2(text) : null;
}
function withoutGit(checkpoint) {
  if (checkpoint === null)
    return null;
  let { git: _, ...rest } = checkpoint;
  return rest;
}
function withLate(checkpoint, late) {
  let found = typeof late === "string" ? objectIn2(late) : null;
  if (checkpoint === null || found === null)
    return checkpoint;
  let parts = { ...checkpoint };
  for (let { kind, field } of PARTS) {
    let data = found[kind], part = parts[field];
    if (isObject2(data))
      parts[field] = { ...isObject2(part) ? part : {}, ...data };
  }
  return parts;
}

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
  let stored = new Set(reader === null ? [] : await reader.sessionIds()), onlyWaiting = waitingIds(root).filter((id) => !stored.has(id)), ours = wanted.places === void 0 ? null : new Set(idsOfProject(resumes, wanted.places)), sessions = [];
  for await (let summary of latestFirst(reader, onlyWaiting)) {
    if (sessions.length === wanted.limit)
      break;
    if (ours?.has(summary.id) === !1)
      continue;
    let report = reportOf(resumes, summary.id), session = listed(resumes, summary, report);
    if (isWanted(session, report, wanted))
      sessions.push(session);
  }
  let isRawSqlUntrusted = resumes.isUntrusted(RAW_SQL_ROWS);
  return { sessions: sessions.toSorted(byLastSeen), ids: [...onlyWaiting, ...stored], isRawSqlUntrusted };
}
var idsOfProject = (resumes, places) => resumes.heads([...resumes.recent(0)]).filter((head) => places.isOfProject(head)).map(({ id }) => id);
function listed(resumes, summary, report) {
  let agent = summary.agent ?? textOf2(report?.state.session?.agent) ?? null;
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
  let isObjectiveUntrusted = resumes.isUntrusted(RAW_SQL_ROWS) && (report === null || objective !== null), isUntrusted = resumes.isUntrusted(id) || isObjectiveUntrusted, none = { ending: null, title: objective, branch: null, isTurnFinished: null, isLeft: !1, lastSeenAt: null };
  if (report === null)
    return { ...none, isUntrusted, tasks: { open: 0, all: 0 }, waitingEntries: 0 };
  let { state, isTurnFinished, waitingEntries, lastSeenAt } = report, prompt = report.prompts.task?.text, ending = resumes.status(id);
  return {
    ending,
    isUntrusted,
    title: report.objective ?? (typeof prompt === "string" ? prompt : objective),
    branch: typeof state.git?.branch === "string" ? state.git.branch : null,
    isTurnFinished,
    isLeft: ending === "ended" && isUnfinished2(resumes.outline(id)),
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
  let { search, branch, sinceMs, open, isTrusted } = wanted;
  if (isTrusted === !0 && session.isUntrusted)
    return !1;
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
function stateOf({ ending, status, isTurnFinished, isLeft }) {
  if (ending === null)
    return status ?? "?";
  if (ending === "open")
    return "running";
  if (isLeft)
    return "mid-turn";
  if (ending === "ended")
    return "ended";
  return isTurnFinished === !0 ? "stopped" : "mid-turn";
}

export { StoreReader, notApplied, listSessions, idsOfProject, listed, latestFirst, waitingIds, byLastSeen, openResumes, tell, reportOf, lastSeen, stateOf };
