// @bun
import {
  KINDS,
  KIND_NAMES,
  CLOCK_SKEW_MS,
  mergeRows,
  boundedBy,
  FIRST_KNOWN_MS
} from "./model-merge.js";
import {
  refuse,
  switchedOff,
  writeAgent,
  agentRowOf,
  checkEntry,
  RawSqlPolicy,
  runRawSql
} from "./store-raw-sql-policy.js";
import {
  makeProvedDatabase,
  sweepProofs,
  OpenFiles
} from "./store-sqlite-open-database.js";
import {
  UNTRUSTED,
  RAW_SQL_ROWS,
  PARTS,
  CHECKPOINT_ROWS_SQL,
  SETTLE_SQL
} from "./store-sqlite-settled.js";
import {
  migrate2
} from "./store-sqlite-open-migrations.js";
import {
  parameter,
  opaque,
  Prepared
} from "./store-sqlite-prepared.js";
import {
  prepareForgotten,
  forgottenIn
} from "./store-sqlite-forgotten.js";
import {
  sql,
  openConnection,
  rollBack
} from "./store-sqlite-open-connection.js";
import {
  storedKey,
  factKey,
  rowIn
} from "./store-sqlite-apply-stored-row.js";
import {
  locateStore,
  otherStores,
  otherStoreNote
} from "./store-sqlite-open-location.js";
import {
  unavailable,
  mayNeedReopening,
  isStoreUnavailable
} from "./platform-process-kernel-locks.js";
import {
  timeText
} from "./base-clock.js";
import {
  userKey
} from "./origin-key.js";
import {
  objectIn2
} from "./base-json.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/store/sqlite/store.ts
import { existsSync } from "fs";

// src/store/raw-sql/growth.ts
import { statfsSync } from "fs";
import { dirname } from "path";
var GROWTH_LIMITS = { entryBytes: 67108864, totalBytes: 536870912 }, MAX_PAGES = 4294967294, SLACK_PAGES = 64;

class RawSqlGrowth {
  #db;
  #limits;
  constructor(db, limits = GROWTH_LIMITS) {
    this.#db = db, this.#limits = limits;
  }
  within(write) {
    let db = this.#db, pageBytes = this.#pragma("page_size"), pages = this.#pragma("page_count"), usedPages = this.#usedPages(), { entryBytes, totalBytes } = this.#limits, grownPages = Math.min(this.#grownPages(), usedPages), leftPages = Math.floor(totalBytes / pageBytes) - grownPages, entryPages = Math.ceil(entryBytes / pageBytes);
    db.run(`PRAGMA max_page_count = ${pages + Math.min(entryPages, Math.max(leftPages, SLACK_PAGES))}`);
    try {
      write();
    } catch (error) {
      if (errorCode(error) !== "SQLITE_FULL" || !this.#hasRoom())
        throw error;
      this.#refuse(leftPages < entryPages, error);
    } finally {
      db.run(`PRAGMA max_page_count = ${MAX_PAGES}`);
    }
    let addedPages = this.#usedPages() - usedPages;
    if (addedPages === 0)
      return;
    if (addedPages > leftPages && addedPages > 0)
      this.#refuse(!0);
    db.query("INSERT OR REPLACE INTO hive_raw_sql (id, grown_pages) VALUES (1, ?)").run(Math.max(0, grownPages + addedPages));
  }
  #refuse(isOfAll, cause) {
    let { entryBytes, totalBytes } = this.#limits;
    if (!isOfAll)
      refuse(`SQL that makes the database grow by more than ${entryBytes} bytes`, cause);
    refuse(`SQL that makes the database grow: raw SQL has ${totalBytes} bytes of it at most, delete rows first`, cause);
  }
  #grownPages() {
    return this.#db.query("SELECT grown_pages FROM hive_raw_sql").get()?.grown_pages ?? 0;
  }
  #usedPages() {
    return this.#pragma("page_count") - this.#pragma("freelist_count");
  }
  #pragma(name) {
    return this.#db.query(`PRAGMA ${name}`).get()[name];
  }
  #hasRoom() {
    let { bavail, bsize } = statfsSync(dirname(this.#db.filename));
    return bavail * bsize > this.#limits.entryBytes;
  }
}

// src/store/sqlite/apply/instance-rows.ts
class InstanceRows {
  #instances = /* @__PURE__ */ new Map;
  count({ instanceId, pid, tty, agent, status, atMs, checkpoint }, operations) {
    let instance = this.#instances.get(instanceId) ?? newInstance(status, atMs);
    this.#instances.set(instanceId, instance), instance.pid = pid ?? instance.pid, instance.tty = tty ?? instance.tty, instance.agent = agent ?? instance.agent, instance.status = status, instance.lastMs = atMs, instance.operations += operations, instance.checkpoints += checkpoint === void 0 ? 0 : 1, instance.observations += 1;
  }
  write(statements, sessionId, nowMs) {
    let boundMs = nowMs + CLOCK_SKEW_MS;
    for (let [instanceId, instance] of this.#instances) {
      let { pid, tty, agent, status, operations, checkpoints, observations, firstMs, lastMs } = instance, row = {
        id: `${instanceId}:${sessionId}`,
        sessionId,
        instanceId,
        pid,
        tty,
        status,
        operations,
        checkpoints,
        firstAt: timeText(firstMs),
        at: timeText(lastMs),
        bound: timeText(boundMs)
      }, rows = statements.instanceRows.all({ sessionId, instanceId }).map((found) => found.row);
      if (rows.length === 0)
        statements.newInstance.run(row);
      else
        statements.instance.run({ ...row, row: Math.min(...rows) });
      let own = { sessionId, instanceId, pid, agent, operations, observations, at: lastMs, bound: boundMs };
      statements.ownInstance.run(own);
    }
  }
}
var newInstance = (status, atMs) => ({
  pid: null,
  tty: null,
  agent: null,
  status,
  firstMs: atMs,
  lastMs: atMs,
  operations: 0,
  checkpoints: 0,
  observations: 0
});

// src/store/sqlite/apply/session-batch.ts
class SessionBatch {
  #reports = /* @__PURE__ */ new Map;
  #parts;
  constructor(parts) {
    this.#parts = parts;
  }
  add(report) {
    let { sessionId } = report, known = this.#reports.get(sessionId);
    if (known === void 0)
      this.#reports.set(sessionId, [report]);
    else
      known.push(report);
  }
  flush() {
    let { state, statements, nowMs } = this.#parts, ended = [...this.#reports].filter(([sessionId, reports]) => this.#write(sessionId, reports.toSorted(inTime)) === "ended").map(([sessionId]) => sessionId);
    state.flush();
    for (let sessionId of ended)
      statements.settle.run(sessionId, nowMs + CLOCK_SKEW_MS);
    this.#reports.clear();
  }
  #write(sessionId, reports) {
    let { statements, checkpoints, documents, nowMs } = this.#parts, due = reports.filter(({ checkpoint }) => checkpoint !== void 0), kept = new Set(due.slice(-checkpoints.history)), operations = due.length === 0 ? 0 : statements.operations.get({ sessionId })?.n ?? 0, document = documents.get(sessionId), instances = new InstanceRows, agents = new AgentsSeen;
    for (let report of reports) {
      let changes = this.#merge(report);
      for (let change of changes)
        noteIn(document, change);
      agents.note(changes, report.atMs);
      let added = changes.filter(({ kind, isNew }) => isNew && kind === "operation").length;
      if (operations += added, instances.count(report, added), !kept.has(report))
        continue;
      if (document === void 0 || document.isStale)
        document = this.#documentOf(sessionId);
      checkpoints.add(draftOf(report), operations, document);
    }
    let status = this.#statusOf(sessionId);
    this.#writeSession(sessionId, reports, status), instances.write(statements, sessionId, nowMs), agents.write(statements, sessionId);
    let last = due.at(-1);
    if (last !== void 0)
      checkpoints.settle(draftOf(last), operations, nowMs + CLOCK_SKEW_MS);
    return status;
  }
  #merge({ sessionId, facts }) {
    return facts.map((fact) => this.#parts.state.merge(sessionId, fact)).filter((change) => change !== null);
  }
  #documentOf(sessionId) {
    let { state, checkpoints, documents } = this.#parts;
    state.flush();
    let document = checkpoints.documentOf(sessionId);
    return documents.set(sessionId, document), document;
  }
  #statusOf(sessionId) {
    let { state } = this.#parts, seenMs = state.row(sessionId, "session", "")?.atMs, endMs = state.row(sessionId, "end", "")?.atMs;
    if (seenMs === void 0 || endMs === void 0)
      return null;
    return endMs >= seenMs ? "ended" : "active";
  }
  #writeSession(sessionId, reports, derived) {
    let { statements, nowMs } = this.#parts, last = reports.at(-1);
    statements.session.run({
      sessionId,
      status: derived ?? last.status,
      isDerived: derived === null ? 0 : 1,
      firstAt: timeText(reports[0].atMs),
      at: timeText(last.atMs),
      bound: timeText(nowMs + CLOCK_SKEW_MS)
    });
  }
}

class AgentsSeen {
  #agents = /* @__PURE__ */ new Map;
  note(changes, atMs) {
    for (let { kind, agentId, name, row } of changes) {
      if (kind !== "agent" || agentId !== "")
        continue;
      this.#agents.set(name, { data: row.data, atMs: this.#agents.get(name)?.atMs ?? atMs, newestMs: row.atMs });
    }
  }
  write(statements, sessionId) {
    for (let [agentId, { data, ...times }] of this.#agents) {
      let row = agentRowOf({ sessionId, agentId, ...times }, data);
      if (row !== null)
        writeAgent(statements, row);
    }
  }
}
var inTime = (a, b) => a.atMs - b.atMs || Number(a.status === "ended") - Number(b.status === "ended");
function noteIn(document, change) {
  let { kind, agentId, name, row } = change;
  document?.note({ kind, agentId, name, atMs: row.atMs, data: change.json() });
}
function draftOf({ sessionId, instanceId, atMs, checkpoint }) {
  return { sessionId, instanceId, atMs, ...checkpoint };
}

// src/store/sqlite/apply/state-rows.ts
var cacheKeyOf = (sessionId, kind, name) => `${kind}\x00${name}\x00${sessionId}`;
function jsonOf(held) {
  return held.json ??= JSON.stringify(held.row.data), held.json;
}

class StateRows {
  #read;
  #write;
  #held = /* @__PURE__ */ new Map;
  #dirty = /* @__PURE__ */ new Set;
  #nowMs;
  constructor(statements, nowMs) {
    this.#read = statements.read, this.#write = statements.write, this.#nowMs = nowMs;
  }
  merge(sessionId, { kind, key, atMs, data, agentId = "" }) {
    return this.mergeRow(sessionId, kind, { agentId, name: storedKey(agentId, key), row: { atMs, data } });
  }
  row(sessionId, kind, name) {
    return this.#held.get(cacheKeyOf(sessionId, kind, name))?.row ?? this.#stored(sessionId, kind, name);
  }
  mergeRow(sessionId, kind, { agentId, name, row: comes }) {
    let cacheKey = cacheKeyOf(sessionId, kind, name), held = this.#held.get(cacheKey), known = held?.row ?? this.#stored(sessionId, kind, name), row = known === null ? comes : mergeRows(KINDS[kind].merge, known, comes);
    if (row === known)
      return null;
    let next = held ?? { sessionId, agentId, kind, name, row, json: null };
    if (next.row = row, next.json = null, held === void 0)
      this.#held.set(cacheKey, next);
    return this.#dirty.add(next), { kind, agentId, name, row, isNew: known === null, json: () => jsonOf(next) };
  }
  flush() {
    for (let held of this.#dirty) {
      let { sessionId, agentId, kind, name: key, row } = held, times = row.times === void 0 ? null : JSON.stringify(row.times);
      this.#write.run({ sessionId, kind, key, agentId, atMs: row.atMs, data: jsonOf(held), times });
    }
    this.#dirty.clear();
  }
  #stored(sessionId, kind, name) {
    let found = this.#read.get(sessionId, kind, name), row = found === null ? null : rowIn(found);
    return row === null ? null : boundedBy(row, this.#nowMs);
  }
}
function prepareState({ db, kysely }) {
  let row = {
    session_id: parameter("sessionId"),
    kind: parameter("kind"),
    key: parameter("key"),
    agent_id: parameter("agentId"),
    at_ms: parameter("atMs"),
    data: parameter("data"),
    times: parameter("times")
  }, { session_id: _, kind: __, key: ___, ...changed } = row;
  return {
    read: db.prepare("SELECT at_ms, data, times FROM hive_state WHERE session_id = ? AND kind = ? AND key = ?"),
    write: new Prepared(db, kysely.insertInto("hive_state").values(row).onConflict((conflict) => conflict.columns(["session_id", "kind", "key"]).doUpdateSet(changed)))
  };
}

// src/store/sqlite/apply/batch.ts
class EntryBatch {
  #parts;
  #context;
  constructor(parts, nowMs) {
    this.#parts = parts, this.#context = newContext(parts, nowMs);
  }
  apply(entry, place) {
    try {
      return entry.sql === void 0 ? applyTyped(this.#context, entry, place) : applySql(this.#parts, this.#context, entry, entry.sql);
    } catch (error) {
      if (isStoreUnavailable(error) || !this.#parts.connection.db.inTransaction)
        throw error;
      return { kind: "rejected", error: { code: errorCode(error) ?? "HIVE_BUG", message: errorMessage(error) } };
    }
  }
  flush() {
    this.#context.sessions.flush();
  }
}
function newContext({ statements, checkpoints, documents, forgotten, hasOutbox }, nowMs) {
  let state = new StateRows(statements.state, nowMs);
  return {
    statements,
    sessions: new SessionBatch({ statements, checkpoints, documents, state, nowMs }),
    hasOutbox,
    isForgotten: forgottenIn(forgotten),
    nowMs
  };
}
function applyTyped(context, entry, place) {
  let checked = checkEntry(entry, context.nowMs, place);
  if (context.isForgotten(checked.sessionId, checked.atMs))
    return leaveOut(context, entry);
  if (!isRemembered(context, entry))
    return { kind: "duplicate" };
  if (checked.apply(context), entry.isUntrusted === !0)
    context.statements.untrusted.run({ sessionId: checked.sessionId });
  return { kind: "applied" };
}
function leaveOut({ statements, nowMs }, { id, seq = id, operation }) {
  return statements.remember.run({ entryId: seq, seq, operation, atMs: nowMs }), { kind: "duplicate" };
}
function applySql(parts, context, entry, sql) {
  return context.sessions.flush(), withinSavepoint(parts, () => {
    if (!isRemembered(context, entry))
      return { kind: "duplicate" };
    if (parts.rawSql.run(sql), entry.isUntrusted === !0)
      context.statements.untrusted.run({ sessionId: RAW_SQL_ROWS });
    return { kind: "applied" };
  });
}
function isRemembered({ statements, nowMs }, { id, seq = id, operation }) {
  let values = { entryId: id, seq, operation, atMs: nowMs };
  if (statements.remember.run(values) > 0)
    return !0;
  if (seq !== id && !id.startsWith("file:"))
    statements.remember.run({ ...values, entryId: seq });
  return !1;
}
function withinSavepoint({ savepoint, connection }, apply) {
  savepoint.begin.run();
  try {
    let outcome = apply();
    return savepoint.release.run(), outcome;
  } catch (error) {
    if (!isStoreUnavailable(error) && connection.db.inTransaction)
      savepoint.rollback.run(), savepoint.release.run();
    throw error;
  }
}

// src/store/raw-sql/runner.ts
var LONG_MS = 50, LATE_MS = 250, LATE_AGAIN_MS = 1e4;

class RawSqlRunner {
  #db;
  #options;
  #policy;
  #growth;
  #lateMs = 0;
  #lateSinceMs = 0;
  constructor(db, options) {
    this.#db = db, this.#options = options, this.#policy = new RawSqlPolicy(db), this.#growth = new RawSqlGrowth(db, options.rawSqlGrowth);
  }
  isBounded(sql) {
    if (this.#options.rawSql === "off")
      return !0;
    try {
      return this.#policy.isBounded(sql) && !this.isSlow;
    } catch (error) {
      if (isStoreUnavailable(error))
        return !1;
      if (errorCode(error) === "HIVE_SQL_REFUSED")
        return !0;
      throw error;
    }
  }
  get isSlow() {
    if (performance.now() - this.#lateSinceMs > LATE_AGAIN_MS)
      this.#lateMs = 0;
    return this.#lateMs > LATE_MS;
  }
  run(sql) {
    if (this.#options.rawSql === "off")
      throw switchedOff();
    let startMs = performance.now();
    try {
      runRawSql(this.#db, this.#policy, this.#growth, sql);
    } catch (error) {
      let { memoryLimitBytes } = this.#options;
      if (errorCode(error)?.startsWith("SQLITE_NOMEM") === !0 && memoryLimitBytes > 0)
        refuse(`SQL that takes more ${memoryText(memoryLimitBytes)}`, error);
      throw error;
    } finally {
      this.#count(startMs);
    }
  }
  #count(startMs) {
    let lateMs = performance.now() - startMs - LONG_MS;
    if (lateMs <= 0)
      return;
    if (!this.isSlow)
      this.#lateSinceMs = startMs;
    this.#lateMs += lateMs;
  }
}
var memoryText = (bytes) => Number.isFinite(bytes) ? `than ${bytes} bytes of memory` : "memory than is available";

// src/store/sqlite/apply/session-document.ts
class SessionDocument {
  #lines = /* @__PURE__ */ new Map;
  #isStale = !1;
  constructor(rows) {
    for (let { kind, key, agent_id: agent, at_ms: atMs, data } of rows) {
      if (typeof data !== "string" || objectIn2(data) === null)
        continue;
      let agentId = typeof agent === "string" ? agent : "", line = lineOf({ kind, agentId, name: String(key), atMs: Number(atMs) || 0, data });
      this.#part(kind, agentId).push(line);
    }
  }
  get isStale() {
    return this.#isStale;
  }
  note(row) {
    let { kind, agentId, name, atMs } = row, { limit, ofSubagents } = KINDS[kind];
    if (agentId !== "" && !ofSubagents)
      return;
    let lines = this.#part(kind, agentId), known = lines.findIndex((line) => line.name === name);
    if (known >= 0 && lines[known].atMs > atMs)
      this.#isStale = !0;
    if (known >= 0)
      lines.splice(known, 1);
    let older = lines.findIndex((line) => newerFirst({ name, atMs }, line) < 0);
    if (lines.splice(older < 0 ? lines.length : older, 0, lineOf(row)), lines.length > limit)
      lines.pop();
  }
  json() {
    let json = "";
    for (let kind of KIND_NAMES) {
      let { field, limit } = KINDS[kind], lines = this.#newest(kind);
      if (lines.length === 0)
        continue;
      json += `,"${field}":${limit === 1 ? lines[0].json : `[${lines.map((line) => line.json).join(",")}]`}`;
    }
    return json;
  }
  get chars() {
    let chars = 0;
    for (let lines of this.#lines.values())
      for (let { json } of lines)
        chars += json.length;
    return chars;
  }
  #newest(kind) {
    let main = this.#lines.get(kind) ?? [], subagents = this.#lines.get(`${kind} of subagents`) ?? [];
    return subagents.length === 0 ? main : [...main, ...subagents].toSorted(newerFirst);
  }
  #part(kind, agentId) {
    let part = agentId === "" ? kind : `${kind} of subagents`, known = this.#lines.get(part);
    if (known !== void 0)
      return known;
    let lines = [];
    return this.#lines.set(part, lines), lines;
  }
}
var newerFirst = (a, b) => b.atMs - a.atMs || (a.name < b.name ? 1 : -1), MAX_DOCUMENTS = 64, MAX_KEPT_CHARS = 262144;

class SessionDocuments {
  #documents = /* @__PURE__ */ new Map;
  get(sessionId) {
    let document = this.#documents.get(sessionId);
    if (document === void 0)
      return;
    return this.set(sessionId, document), this.#documents.get(sessionId);
  }
  set(sessionId, document) {
    if (this.#documents.delete(sessionId), document.isStale || document.chars > MAX_KEPT_CHARS)
      return;
    if (this.#documents.set(sessionId, document), this.#documents.size <= MAX_DOCUMENTS)
      return;
    for (let oldest of this.#documents.keys()) {
      this.#documents.delete(oldest);
      return;
    }
  }
  forget() {
    this.#documents.clear();
  }
}
function lineOf({ kind, agentId, name, atMs, data: stored }) {
  let data = kind === "git" ? withoutLate(stored) : stored, whose = agentId === "" ? "" : `,"agentId":${JSON.stringify(agentId)}`, end = `"key":${JSON.stringify(factKey(agentId, name))},"atMs":${atMs}${whose}}`, fields = data.slice(0, data.lastIndexOf("}"));
  return { name, atMs, json: fields.trimEnd() === "{" ? `{${end}` : `${fields},${end}` };
}
function withoutLate(data) {
  let { dirty: _, ...place } = objectIn2(data) ?? {};
  return JSON.stringify(place);
}

// src/store/sqlite/apply/checkpoint.ts
var MAX_CHARS = 65536;

class Checkpoints {
  #rows;
  #insert;
  #pullBack;
  #trim;
  #header;
  #late;
  history;
  constructor({ db, kysely }, history) {
    this.history = history, this.#rows = db.prepare(CHECKPOINT_ROWS_SQL), this.#insert = new Prepared(db, kysely.insertInto("hive_checkpoints").values({
      session_id: parameter("sessionId"),
      created_at_ms: parameter("atMs"),
      type: parameter("type"),
      trigger: parameter("trigger"),
      data: parameter("data"),
      entry_id: parameter("entryId")
    }));
    let own = kysely.selectFrom("hive_checkpoints").where("session_id", "=", opaque("sessionId")), older = own.select("id").orderBy("created_at_ms", "desc").orderBy("id", "desc").limit(sql.lit(-1)).offset(sql.lit(history));
    this.#trim = new Prepared(db, kysely.deleteFrom("hive_checkpoints").where("id", "in", older));
    let ahead = kysely.updateTable("hive_checkpoints").where("session_id", "=", parameter("sessionId"));
    this.#pullBack = new Prepared(db, ahead.where("created_at_ms", ">", parameter("boundMs")).set({ created_at_ms: parameter("beforeMs") }));
    let later = own.where("created_at_ms", ">", parameter("atMs")).select("id"), ofSession = kysely.updateTable("sessions").where("id", "=", parameter("sessionId"));
    this.#header = new Prepared(db, ofSession.set({ checkpoint_data: parameter("header") }).where((expression) => expression.not(expression.exists(later)))), this.#late = db.prepare("UPDATE hive_checkpoints SET late = json_set(coalesce(late, '{}'), '$.' || ?2, json(?3)) WHERE entry_id = ?1");
  }
  documentOf(sessionId) {
    return new SessionDocument(this.#rows.all(sessionId));
  }
  add(draft, operationCount, document) {
    let { sessionId, atMs, type, trigger, entryId } = draft, text = `${JSON.stringify(headerOf(draft, operationCount)).slice(0, -1)}${document.json()}}`, data = text.length <= MAX_CHARS ? text : JSON.stringify(capSize(JSON.parse(text)));
    this.#insert.run({ sessionId, atMs, type, trigger, data, entryId });
  }
  settle(latest, operationCount, boundMs) {
    let { sessionId, atMs } = latest;
    this.#pullBack.run({ sessionId, boundMs, beforeMs: atMs - 1 }), this.#header.run({ sessionId, atMs, header: JSON.stringify(headerOf(latest, operationCount)) }), this.#trim.run({ sessionId });
  }
  addLate(entryId, kind, data) {
    this.#late.run(entryId, kind, JSON.stringify(data));
  }
}
var headerOf = ({ atMs, instanceId, type, trigger }, operationCount) => ({
  version: 1,
  lastAutoCheckpoint: timeText(atMs),
  savedBy: `instance:${instanceId}`,
  operationCount,
  checkpointType: type,
  trigger
});
function capSize(checkpoint) {
  let fields = { ...checkpoint };
  while (JSON.stringify(fields).length > MAX_CHARS) {
    let largest = PARTS.map(({ field }) => ({ field, chars: JSON.stringify(fields[field] ?? null).length })).reduce((a, b) => b.chars > a.chars ? b : a), value = fields[largest.field], shorter = Array.isArray(value) && value.length > 1 ? value.slice(0, Math.floor(value.length / 2)) : void 0;
    fields = { ...fields, [largest.field]: shorter, truncated: !0 };
  }
  return fields;
}

// src/store/sqlite/statements.ts
var HIVE_SWARM = "hive", there = (table, column) => sql`CASE WHEN ${sql.ref(`${table}.${column}`)} <= ${parameter("bound")} THEN ${sql.ref(`${table}.${column}`)} END`;
function later(table, column, comes, then, otherwise) {
  return sql`CASE WHEN coalesce(${comes} >= ${there(table, column)}, TRUE) THEN ${then} ELSE ${otherwise} END`;
}
var earliest = (table, column, comes) => sql`min(coalesce(${sql.ref(`${table}.${column}`)}, ${comes}), ${comes})`, lastKnown = (table, column, seen, at, comes) => {
  let known = sql.ref(`${table}.${column}`);
  return later(table, seen, at, sql`coalesce(${comes}, ${known})`, sql`coalesce(${known}, ${comes})`);
}, latest = (table, column, comes) => sql`max(coalesce(${there(table, column)}, ${comes}), ${comes})`;
function prepareStatements({ db, kysely }) {
  let seen = {
    pid: lastKnown("instance_sessions", "pid", "last_seen", parameter("at"), parameter("pid")),
    tty: lastKnown("instance_sessions", "tty", "last_seen", parameter("at"), parameter("tty")),
    started_at: earliest("instance_sessions", "started_at", parameter("firstAt")),
    status: later("instance_sessions", "last_seen", parameter("at"), parameter("status"), sql`instance_sessions.status`),
    last_seen: latest("instance_sessions", "last_seen", parameter("at")),
    operation_count: sql`operation_count + ${parameter("operations")}`,
    checkpoint_count: sql`checkpoint_count + ${parameter("checkpoints")}`
  }, agentMetadata = sql`iif(json_valid(agents.metadata), agents.metadata, '{}')`, ofNewest = (column, comes) => sql`CASE WHEN ${agentMetadata} ->> 'newestMs' > ${parameter("newestMs")} THEN ${sql.ref(`agents.${column}`)} ELSE ${comes} END`, insert = (table, values) => kysely.insertInto(table).values(values);
  return {
    state: prepareState({ db, kysely }),
    remember: new Prepared(db, insert("hive_ledger", {
      entry_id: parameter("entryId"),
      seq: parameter("seq"),
      operation: parameter("operation"),
      applied_at_ms: parameter("atMs")
    }).onConflict((conflict) => conflict.doNothing())),
    swarm: new Prepared(db, insert("swarms", {
      id: HIVE_SWARM,
      name: HIVE_SWARM,
      objective: "sessions saved by hive",
      status: "active",
      created_at: parameter("at"),
      updated_at: parameter("at")
    }).onConflict((conflict) => conflict.doNothing())),
    session: new Prepared(db, insert("sessions", {
      id: parameter("sessionId"),
      swarm_id: HIVE_SWARM,
      swarm_name: HIVE_SWARM,
      objective: null,
      status: parameter("status"),
      created_at: parameter("firstAt"),
      updated_at: parameter("at")
    }).onConflict((conflict) => conflict.column("id").doUpdateSet({
      status: sql`CASE WHEN ${parameter("isDerived")} THEN ${parameter("status")}
            ELSE ${later("sessions", "updated_at", parameter("at"), parameter("status"), sql`sessions.status`)} END`,
      created_at: earliest("sessions", "created_at", parameter("firstAt")),
      updated_at: latest("sessions", "updated_at", parameter("at"))
    }))),
    instanceRows: new Prepared(db, kysely.selectFrom("instance_sessions").select(sql`rowid`.as("row")).where("session_id", "=", parameter("sessionId")).where("instance_id", "=", parameter("instanceId"))),
    instance: new Prepared(db, kysely.updateTable("instance_sessions").set(seen).where(sql`rowid = ${parameter("row")}`)),
    newInstance: new Prepared(db, insert("instance_sessions", {
      id: parameter("id"),
      session_id: parameter("sessionId"),
      instance_id: parameter("instanceId"),
      pid: parameter("pid"),
      tty: parameter("tty"),
      started_at: parameter("firstAt"),
      last_seen: parameter("at"),
      checkpoint_count: parameter("checkpoints"),
      operation_count: parameter("operations"),
      status: parameter("status")
    }).onConflict((conflict) => conflict.column("id").doUpdateSet(seen))),
    ownInstance: new Prepared(db, insert("hive_instances", {
      session_id: parameter("sessionId"),
      instance_id: parameter("instanceId"),
      pid: parameter("pid"),
      last_seen_ms: parameter("at"),
      operations: parameter("operations"),
      observations: parameter("observations"),
      agent: parameter("agent")
    }).onConflict((conflict) => conflict.columns(["session_id", "instance_id"]).doUpdateSet({
      pid: lastKnown("hive_instances", "pid", "last_seen_ms", parameter("at"), parameter("pid")),
      last_seen_ms: latest("hive_instances", "last_seen_ms", parameter("at")),
      operations: sql`hive_instances.operations + excluded.operations`,
      observations: sql`hive_instances.observations + excluded.observations`,
      agent: lastKnown("hive_instances", "agent", "last_seen_ms", parameter("at"), parameter("agent"))
    }))),
    settle: db.prepare(SETTLE_SQL),
    operations: new Prepared(db, kysely.selectFrom("hive_instances").select(sql`coalesce(sum(operations), 0)`.as("n")).where("session_id", "=", parameter("sessionId"))),
    untrusted: new Prepared(db, insert("hive_state", {
      session_id: parameter("sessionId"),
      kind: UNTRUSTED,
      key: "",
      agent_id: "",
      at_ms: 0,
      data: "{}"
    }).onConflict((conflict) => conflict.doNothing())),
    outbox: new Prepared(db, insert("hive_outbox", {
      entry_id: parameter("entryId"),
      session_id: parameter("sessionId"),
      is_untrusted: parameter("isUntrusted"),
      body: parameter("body")
    })),
    log: new Prepared(db, insert("session_logs", {
      session_id: parameter("sessionId"),
      timestamp: parameter("at"),
      log_level: parameter("level"),
      message: parameter("message"),
      agent_id: parameter("agentId"),
      data: parameter("data")
    })),
    agent: new Prepared(db, insert("agents", {
      id: parameter("agentId"),
      swarm_id: HIVE_SWARM,
      name: parameter("name"),
      type: parameter("type"),
      role: parameter("role"),
      status: parameter("status"),
      created_at: parameter("at"),
      metadata: parameter("metadata")
    }).onConflict((conflict) => conflict.column("id").doUpdateSet({
      name: ofNewest("name", sql`excluded.name`),
      type: ofNewest("type", sql`excluded.type`),
      role: ofNewest("role", sql`excluded.role`),
      created_at: earliest("agents", "created_at", parameter("at")),
      status: ofNewest("status", sql`CASE WHEN ${parameter("isTimeless")} AND agents.status = 'completed' THEN agents.status ELSE excluded.status END`),
      metadata: ofNewest("metadata", sql`json_patch(${agentMetadata}, excluded.metadata)`)
    })))
  };
}

// src/store/sqlite/open/open.ts
function findOrMake(root, key, durability) {
  for (;; ) {
    let location = locateStore(root, key);
    if (location.isThere)
      return location;
    try {
      makeProvedDatabase(location.path, key, durability);
    } catch (error) {
      throw unavailable(location.path, error);
    }
  }
}
async function openParts(root, options) {
  let key = userKey(root), { path } = findOrMake(root, key, options.durability), others = otherStores(root, key, path).map(otherStoreNote), connection = openConnection(path, { ...options, key }), { db, setAside } = connection;
  try {
    if (await migrate2(connection), options.durability === "power")
      moveLog(db);
    let statements = prepareStatements(connection);
    return sweepProofs(path, key), {
      path,
      connection,
      statements,
      notes: [...others, ...setAside.map(asideNote), ...addSwarm(db, statements)],
      files: new OpenFiles(path),
      checkpoints: new Checkpoints(connection, options.checkpointHistory),
      documents: new SessionDocuments,
      forgotten: prepareForgotten(db, key),
      version: db.prepare("PRAGMA data_version"),
      rawSql: new RawSqlRunner(db, options),
      hasOutbox: options.hasOutbox,
      sourceId: db.query("SELECT id FROM hive_source").get().id,
      savepoint: {
        begin: db.prepare("SAVEPOINT entry"),
        release: db.prepare("RELEASE entry"),
        rollback: db.prepare("ROLLBACK TO entry")
      }
    };
  } catch (error) {
    throw db.close(), isStoreUnavailable(error) ? unavailable(path, error) : error;
  }
}
var asideNote = (path) => `a log that hive did not write was beside the database: it is now ${path}`;
function moveLog(db) {
  db.run("PRAGMA wal_checkpoint(PASSIVE)");
}
function isInPlace({ files }) {
  return files.isDatabaseInPlace && files.isLogInPlace;
}
function saveLog(db) {
  try {
    moveLog(db);
  } catch (error) {
    if (!isStoreUnavailable(error))
      throw error;
  }
}
function addSwarm(db, statements) {
  if (db.query("SELECT 1 FROM swarms WHERE id = ?").get(HIVE_SWARM) !== null)
    return [];
  try {
    return statements.swarm.run({ at: (/* @__PURE__ */ new Date()).toISOString() }), [];
  } catch (error) {
    if (errorCode(error)?.startsWith("SQLITE_CONSTRAINT") !== !0)
      throw error;
    return [`no row for hive in swarms: ${errorMessage(error)}`];
  }
}
function closeParts({ connection: { db }, files }) {
  if (!files.isLogInPlace)
    saveLog(db);
  db.run("PRAGMA journal_size_limit = 0"), db.close(), files.removeOrphanedLog();
}

// src/store/sqlite/prune.ts
var MAX_SESSIONS = 100, MAX_UNDATED = 100, OF_SESSION = {
  outbox: "DELETE FROM hive_outbox WHERE session_id = ?",
  state: "DELETE FROM hive_state WHERE session_id = ?",
  checkpoints: "DELETE FROM hive_checkpoints WHERE session_id = ?",
  ownInstances: "DELETE FROM hive_instances WHERE session_id = ?"
}, OF_HIVES_SESSION = {
  instances: "DELETE FROM instance_sessions WHERE session_id = ?",
  logs: "DELETE FROM session_logs WHERE session_id = ?",
  agents: `DELETE FROM agents WHERE swarm_id = '${HIVE_SWARM}'
    AND json_extract(iif(json_valid(metadata), metadata, '{}'), '$.sessionId') = ?`,
  session: `DELETE FROM sessions WHERE swarm_id = '${HIVE_SWARM}' AND id = ?`
};
function pruneSessions(db, beforeMs) {
  let old = db.query(`SELECT session_id AS id, NOT EXISTS (SELECT 1 FROM sessions WHERE id = session_id AND swarm_id IS NOT ?1) AS isHives
     FROM hive_instances GROUP BY session_id HAVING max(last_seen_ms) < ?2 AND max(last_seen_ms) >= ?3 LIMIT ?4`), undated = db.query(`SELECT session_id AS id, NOT EXISTS (SELECT 1 FROM sessions WHERE id = session_id AND swarm_id IS NOT ?1) AS isHives
     FROM hive_instances GROUP BY session_id HAVING max(last_seen_ms) < ?2
     ORDER BY max(last_seen_ms) DESC LIMIT ?4 OFFSET ?3`), sessions = [
    ...old.all(HIVE_SWARM, beforeMs, FIRST_KNOWN_MS, MAX_SESSIONS),
    ...undated.all(HIVE_SWARM, FIRST_KNOWN_MS, MAX_UNDATED, MAX_SESSIONS)
  ];
  for (let { id, isHives } of sessions) {
    let texts = [...Object.values(OF_SESSION), ...isHives === 1 ? Object.values(OF_HIVES_SESSION) : []];
    db.transaction(() => {
      for (let sql of texts)
        db.query(sql).run(id);
    }).immediate();
  }
  return sessions.length;
}

// src/store/sqlite/store.ts
var DROP_AT_ROWS = 2048;

class Store2 {
  #root;
  #path;
  #options;
  #onStep;
  #parts;
  #needsReopening = !1;
  #version;
  #forwardedSeq = 0;
  #droppedSeq = 0;
  constructor(root, parts, options, onStep) {
    this.#root = root, this.#path = parts.path, this.#parts = parts, this.#options = options, this.#onStep = onStep;
  }
  static async open(root, { onStep, ...given } = {}) {
    let options = {
      busyTimeoutMs: 200,
      durability: "process",
      rawSql: "dml",
      rawSqlGrowth: GROWTH_LIMITS,
      memoryLimitBytes: 0,
      checkpointHistory: 20,
      hasOutbox: !1,
      ...given
    };
    return new Store2(root, await openParts(root, options), options, onStep);
  }
  static exists(root) {
    return locateStore(root).isThere;
  }
  get #open() {
    if (this.#parts !== null)
      return this.#parts;
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `${this.#path} is closed`);
  }
  get isDeleted() {
    return !existsSync(this.#path);
  }
  get db() {
    return this.#open.documents.forget(), this.#open.connection.db;
  }
  get notes() {
    return this.#open.notes;
  }
  async reopenIfLost(mayCreate) {
    if (this.#parts !== null && !this.#needsReopening && isInPlace(this.#parts))
      return !1;
    if (this.close(), !mayCreate && this.isDeleted)
      throw new HiveError("HIVE_STORE_UNAVAILABLE", `${this.#path} was deleted`);
    return this.#parts = await openParts(this.#root, this.#options), this.#path = this.#parts.path, this.#forwardedSeq = 0, this.#droppedSeq = 0, this.#needsReopening = !1, !0;
  }
  applyBatch(entries, nowMs) {
    let parts = this.#open, { db } = parts.connection;
    try {
      db.run("BEGIN IMMEDIATE"), this.#onStep?.("begun"), this.#forgetIfWritten(parts);
      let batch = new EntryBatch(parts, nowMs), outcomes = entries.map((entry, place) => this.#reported(batch.apply(entry, place)));
      if (batch.flush(), this.#dropForwarded(db, DROP_AT_ROWS), this.#onStep?.("applied"), db.run("COMMIT"), this.#onStep?.("committed"), isInPlace(parts))
        return outcomes;
    } catch (error) {
      if (this.#needsReopening = mayNeedReopening(error), parts.documents.forget(), rollBack(db), !isStoreUnavailable(error))
        throw error;
      throw new HiveError("HIVE_STORE_UNAVAILABLE", errorMessage(error), { cause: error });
    }
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `${this.#path} was deleted or replaced`);
  }
  noteForwarded(source, seq) {
    if (this.#parts?.sourceId === source)
      this.#forwardedSeq = Math.max(this.#forwardedSeq, seq);
  }
  renewSource(source) {
    let parts = this.#open;
    if (parts.sourceId !== source)
      return;
    let id = crypto.randomUUID().replaceAll("-", "");
    try {
      parts.connection.db.query("UPDATE hive_source SET id = ?").run(id);
    } catch (error) {
      throw isStoreUnavailable(error) ? unavailable(this.#path, error) : error;
    }
    parts.sourceId = id, this.#forwardedSeq = 0, this.#droppedSeq = 0;
  }
  get hasWaiting() {
    return this.#open.connection.db.query("SELECT 1 FROM hive_outbox LIMIT 1").get() !== null;
  }
  emptyOutbox() {
    if (this.hasWaiting)
      this.#open.connection.db.run("DELETE FROM hive_outbox");
  }
  dropForwarded() {
    this.#dropForwarded(this.#open.connection.db, 1);
  }
  #dropForwarded(db, leastRows) {
    if (this.#forwardedSeq - this.#droppedSeq < leastRows)
      return;
    db.query("DELETE FROM hive_outbox WHERE seq <= ?").run(this.#forwardedSeq), this.#droppedSeq = this.#forwardedSeq;
  }
  #reported(outcome) {
    if (outcome.kind === "applied")
      this.#onStep?.("entry-applied");
    return outcome;
  }
  #forgetIfWritten({ version, documents }) {
    let now = version.get()?.data_version;
    if (now !== this.#version)
      documents.forget();
    this.#version = now;
  }
  isBounded(sql) {
    return this.#parts !== null && this.#parts.rawSql.isBounded(sql);
  }
  get isRawSqlSlow() {
    return this.#parts?.rawSql.isSlow === !0;
  }
  hasApplied(id) {
    return this.db.query("SELECT 1 FROM hive_ledger WHERE entry_id = ?").get(id) !== null;
  }
  addLate(entryId, sessionId, fact, nowMs) {
    let parts = this.#open, state = new StateRows(parts.statements.state, nowMs);
    parts.connection.db.transaction(() => {
      if (forgottenIn(parts.forgotten)(sessionId, fact.atMs))
        return;
      if (state.merge(sessionId, { ...fact, atMs: Math.min(fact.atMs, nowMs) }), state.flush(), parts.documents.forget(), KINDS[fact.kind].limit === 1)
        parts.checkpoints.addLate(entryId, fact.kind, fact.data);
    }).immediate();
  }
  checkpointLog() {
    moveLog(this.db);
  }
  sweepLedger(beforeMs, keptSeqs) {
    let { db } = this;
    if (db.query("SELECT 1 FROM hive_ledger WHERE applied_at_ms < ? LIMIT 1").get(beforeMs) === null)
      return 0;
    let sql = "DELETE FROM hive_ledger WHERE applied_at_ms < ? AND seq NOT IN (SELECT value FROM json_each(?))";
    return db.query(sql).run(beforeMs, JSON.stringify(keptSeqs())).changes;
  }
  pruneSessions(beforeMs) {
    return pruneSessions(this.db, beforeMs);
  }
  close() {
    let parts = this.#parts;
    if (this.#parts = null, parts !== null)
      closeParts(parts);
  }
  [Symbol.dispose]() {
    this.close();
  }
}

export { StateRows, prepareState, Store2 };
