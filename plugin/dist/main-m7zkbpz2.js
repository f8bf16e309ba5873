// @bun
import {
  parameter,
  Prepared,
  KINDS,
  KIND_NAMES,
  CLOCK_SKEW_MS,
  arrivalBound,
  factKey,
  StateRows,
  prepareState,
  PARTS,
  CHECKPOINT_ROWS_SQL,
  locateStore,
  otherStores,
  otherStoreNote,
  PAYLOADS,
  UNTRUSTED,
  RAW_SQL_ROWS
} from "./main-407xtknd.js";
import {
  getDotPath,
  safeParse,
  sql,
  makeProvedDatabase,
  sweepProofs,
  OpenFiles,
  openConnection,
  rollBack,
  unavailable,
  isConnectionSuspect,
  isStoreUnavailable
} from "./main-jrcycwwy.js";
import {
  migrate2
} from "./main-kf774zmh.js";
import {
  userKey
} from "./main-ps6kh1xt.js";
import {
  timeText,
  HiveError,
  errorCode,
  errorMessage,
  objectIn,
  textOf
} from "./main-whj5vxrd.js";

// src/store/store.ts
import { existsSync } from "fs";

// src/store/session-document.ts
class SessionDocument {
  #lines = /* @__PURE__ */ new Map;
  #isStale = !1;
  constructor(rows) {
    for (let { kind, key, agent_id: agent, at_ms: atMs, data } of rows) {
      if (typeof data !== "string" || objectIn(data) === null)
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
  let { dirty: _, ...place } = objectIn(data) ?? {};
  return JSON.stringify(place);
}

// src/store/checkpoint.ts
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
    let own = kysely.selectFrom("hive_checkpoints").where("session_id", "=", parameter("sessionId")), older = own.select("id").orderBy("created_at_ms", "desc").orderBy("id", "desc").limit(Number.MAX_SAFE_INTEGER).offset(history);
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

// src/store/operations.ts
var OPERATIONS = {
  observe(context, observation, entryId) {
    let { checkpoint, event, facts } = observation;
    if (context.sessions.add({
      ...observation,
      status: isEnd(facts) ? "ended" : "active",
      checkpoint: checkpoint === void 0 ? void 0 : { type: checkpoint, trigger: event, entryId }
    }), checkpoint !== void 0)
      insertLog(context, logOf(observation));
  },
  update_checkpoint({ sessions }, { type, trigger, ...payload }, entryId) {
    let status = isEnd(payload.facts) ? "ended" : "active";
    sessions.add({ ...payload, status, checkpoint: { type, trigger, entryId } });
  },
  update_instance({ sessions }, payload) {
    sessions.add(payload);
  },
  insert_log: insertLog,
  insert_agent: insertAgent
}, isEnd = (facts) => facts.some(({ kind, agentId }) => kind === "end" && agentId === void 0);
function insertLog({ statements }, payload) {
  let { sessionId, level, message } = payload;
  statements.log.run({
    sessionId,
    at: timeText(payload.atMs),
    level,
    message,
    agentId: payload.agentId ?? null,
    data: payload.data === void 0 ? null : JSON.stringify(payload.data)
  });
}
function insertAgent({ statements }, payload) {
  let { sessionId, agentId, name, type, status } = payload, metadata = JSON.stringify({ ...payload.metadata, sessionId, type, status });
  statements.agent.run({
    agentId,
    name,
    type,
    role: type,
    status,
    at: timeText(payload.atMs),
    metadata,
    isTimeless: 1
  });
}
function logOf({ sessionId, atMs, event, checkpoint, facts }) {
  let data = facts.find(({ kind }) => kind === "operation")?.data, tool = data === void 0 ? "" : ` ${textOf(data.tool) ?? ""}`;
  return {
    sessionId,
    atMs,
    level: data?.outcome === "failed" ? "warn" : "info",
    message: `${checkpoint} checkpoint after ${event}${tool}`,
    ...data === void 0 ? {} : { data: { ...data } }
  };
}
var OPERATION_NAMES = Object.keys(PAYLOADS);
function isOperation(name) {
  return Object.hasOwn(PAYLOADS, name);
}
function checkPayload(name, payload) {
  let result = safeParse(PAYLOADS[name], payload);
  if (result.success)
    return result.output;
  let issue = result.issues[0], path = getDotPath(issue), where = path === null ? "" : ` at ${path}`;
  throw new HiveError("HIVE_INVALID_ENTRY", `payload of ${name}${where}: ${issue.message}`);
}
function checkEntry(entry, nowMs, place) {
  let { id, operation } = entry;
  if (!isOperation(operation))
    throw new HiveError("HIVE_INVALID_ENTRY", `unknown operation ${JSON.stringify(operation)}`, {
      hint: `known: ${OPERATION_NAMES.join(", ")}, or any name with sql`
    });
  let apply = OPERATIONS[operation], checked = checkPayload(operation, entry.payload), bounded = (atMs) => arrivalBound(atMs, nowMs, place), payload = inTime(checked, entry.isUntrusted === !0 ? (atMs) => Math.min(atMs, nowMs) : bounded);
  return { id, sessionId: checked.sessionId, apply: (context) => apply(context, payload, id) };
}
function inTime(payload, bounded) {
  let isChanged = ({ atMs }) => bounded(atMs) !== atMs;
  if (!isChanged(payload) && payload.facts?.some(isChanged) !== !0)
    return payload;
  let facts = payload.facts?.map((fact) => ({ ...fact, atMs: bounded(fact.atMs) }));
  return { ...payload, atMs: bounded(payload.atMs), ...facts === void 0 ? {} : { facts } };
}

// src/store/raw-sql/raw-sql-growth.ts
import { statfsSync } from "fs";
import { dirname } from "path";

// src/store/raw-sql/raw-sql-allowed.ts
var words = (text) => new Set(text.trim().split(/\s+/)), ALLOWED_KEYWORDS = words("SELECT INSERT REPLACE UPDATE DELETE WITH VALUES"), ALLOWED_OPCODES = words(`
  Init Goto Gosub Return BeginSubrtn InitCoroutine EndCoroutine Yield Jump Once Noop Explain Trace Abortable ReleaseReg
  CursorHint Halt HaltIfNull Transaction Program Param ResetCount
  If IfNot IfPos IfNotZero IfNullRow IfNoHope IfSizeBetween IfEmpty IsNull NotNull IsTrue IsType Not
  And Or ElseEq Eq Ne Lt Le Gt Ge Compare Permutation ZeroOrNull DecrJumpZero MustBeInt
  OpenRead OpenWrite ReopenIdx OpenDup OpenEphemeral OpenAutoindex OpenPseudo Close Clear ColumnsUsed
  Rewind Last Next Prev SeekLT SeekLE SeekGE SeekGT SeekRowid SeekScan SeekHit SeekEnd NotExists Found NotFound NoConflict
  IdxLT IdxLE IdxGT IdxGE IdxRowid IdxInsert IdxDelete DeferredSeek FinishSeek NullRow Sequence SequenceTest Count
  SorterOpen SorterInsert SorterSort SorterData SorterNext SorterCompare Sort ResetSorter
  RowSetAdd RowSetRead RowSetTest Filter FilterAdd
  Column Rowid RowData RowCell NewRowid MakeRecord Insert Delete ResultRow TypeCheck Affinity RealAffinity Cast
  Null SoftNull Integer Int64 Real String String8 Blob Move Copy SCopy IntCopy AddImm MemMax OffsetLimit CollSeq
  Add Subtract Multiply Divide Remainder Concat BitAnd BitOr BitNot ShiftLeft ShiftRight
  Function PureFunc AggStep AggStep1 AggInverse AggValue AggFinal GetSubtype SetSubtype ClrSubtype
  FkCheck FkCounter FkIfZero
`), CALLING_OPCODES = words("Function PureFunc AggStep AggStep1 AggInverse AggValue AggFinal");
var SIZED_FUNCTIONS = words("randomblob zeroblob format printf"), ALLOWED_FUNCTIONS = /* @__PURE__ */ new Set([
  ...words(`
  -> ->> abs char coalesce concat concat_ws glob hex if ifnull iif instr length like likelihood likely lower ltrim
  max min nullif octet_length quote random replace round rtrim sign substr substring subtype trim typeof unhex
  unicode unistr unistr_quote unlikely upper changes total_changes last_insert_rowid
`),
  ...words(`
  acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
  radians sin sinh sqrt tan tanh trunc
`),
  ...words("current_date current_time current_timestamp date datetime julianday strftime time timediff unixepoch"),
  ...words(`
  json json_array json_array_insert json_array_length json_error_position json_extract json_group_array
  json_group_object json_insert json_object json_patch json_pretty json_quote json_remove json_replace json_set
  json_type json_valid
  jsonb jsonb_array jsonb_array_insert jsonb_extract jsonb_group_array jsonb_group_object jsonb_insert jsonb_object
  jsonb_patch jsonb_remove jsonb_replace jsonb_set
`),
  ...words(`
  avg count group_concat max median min percentile percentile_cont percentile_disc string_agg sum total
  cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
`),
  ...SIZED_FUNCTIONS
]);

// src/store/raw-sql/sql-split.ts
var SPACE = /[ \t\n\f\r]+/y, WORD = /[A-Za-z_\x80-\uffff][\w$\x80-\uffff]*/y, NUMBER = /(?:0[xX][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?)[\w$\x80-\uffff]*/y, BLOB = /[xX]'[^']*'/y, PARAMETER = /\?\d*|[$@:#](?:[\w$\x80-\uffff]|::)+(?:\([^\s)]*\))?/y, SYMBOL = /[-(),;+*/%&|<>=!~.]/y, PATTERNS = [
  ["blob", BLOB],
  ["word", WORD],
  ["number", NUMBER],
  ["parameter", PARAMETER],
  ["symbol", SYMBOL]
], CLOSING = { "'": "'", '"': '"', "`": "`", "[": "]" }, BYTE_ORDER_MARK = "\uFEFF";
function refused(reason) {
  return new HiveError("HIVE_SQL_REFUSED", `refused: ${reason}`);
}
function tokenize(sql) {
  return [...tokensOf(sql)];
}
function hasMoreTokens(sql, count) {
  let left = count;
  for (let _ of tokensOf(sql))
    if (left -= 1, left < 0)
      return !0;
  return !1;
}
function* tokensOf(sql) {
  assertText(sql);
  for (let at = skipTrivia(sql, 0);at < sql.length; ) {
    let token = tokenAt(sql, at);
    yield token, at = skipTrivia(sql, at + token.text.length);
  }
}
function assertText(sql) {
  if (sql.includes("\x00"))
    throw refused("a NUL character");
  if (!sql.isWellFormed())
    throw refused("half a surrogate pair");
}
function tokenAt(sql, start) {
  let first = sql[start];
  if (first in CLOSING)
    return { kind: first === "'" ? "string" : "quoted", text: sql.slice(start, endOfQuoted(sql, start)), start };
  if (first === BYTE_ORDER_MARK)
    throw refused("a byte order mark");
  for (let [kind, pattern] of PATTERNS) {
    let text = match(pattern, sql, start);
    if (text !== "")
      return { kind, text, start };
  }
  throw refused(`the character ${JSON.stringify(first)}`);
}
function endOfQuoted(sql, start) {
  let opening = sql[start], closing = CLOSING[opening];
  for (let at = start + 1;; at += 2) {
    if (at = sql.indexOf(closing, at), at === -1)
      throw refused(`no ${closing} closes the ${opening} at ${start}`);
    if (opening === "[" || sql[at + 1] !== closing)
      return at + 1;
  }
}
function skipTrivia(sql, start) {
  for (let at = start;; )
    if (sql.startsWith("--", at)) {
      let end = sql.indexOf(`
`, at);
      at = end === -1 ? sql.length : end;
    } else if (sql.startsWith("/*", at)) {
      let end = sql.indexOf("*/", at + 2);
      if (end === -1)
        throw refused(`no */ closes the comment at ${at}`);
      at = end + 2;
    } else {
      let space = match(SPACE, sql, at).length;
      if (space === 0)
        return at;
      at += space;
    }
}
function match(sticky, sql, at) {
  return sticky.lastIndex = at, sticky.exec(sql)?.[0] ?? "";
}
function splitStatements(sql) {
  let statements = [], first, last, finish = () => {
    if (first !== void 0 && last !== void 0)
      statements.push(sql.slice(first.start, last.start + last.text.length));
    first = void 0;
  };
  for (let token of tokenize(sql)) {
    if (token.kind === "symbol" && token.text === ";") {
      finish();
      continue;
    }
    first ??= token, last = token;
  }
  return finish(), statements;
}
function firstKeyword(statement) {
  return match(WORD, statement, skipTrivia(statement, 0)).toUpperCase();
}
function nameOf(token) {
  let { kind, text } = token;
  if (kind === "word")
    return text;
  if (kind !== "quoted" && kind !== "string")
    return;
  let inner = text.slice(1, -1), quote = text[0];
  return quote === "[" ? inner : inner.replaceAll(quote + quote, quote);
}

// src/store/raw-sql/raw-sql-text.ts
var MAX_BLOB_BYTES = 1024, WIDE_FORMAT = /\*|\d{4}/, LONGEST_REASON = 200;
function refuse(reason, cause) {
  let line = reason.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ").slice(0, LONGEST_REASON);
  throw new HiveError("HIVE_SQL_REFUSED", `refused: ${line}`, {
    hint: "raw SQL may only read and write rows of the store's ordinary tables",
    ...cause === void 0 ? {} : { cause }
  });
}
function checkText(statement, tables) {
  let keyword = firstKeyword(statement);
  if (!ALLOWED_KEYWORDS.has(keyword))
    refuse(`a statement that begins with ${keyword || statement.slice(0, 1)}`);
  let tokens = tokenize(statement);
  tokens.forEach((token, index) => {
    if (token.kind === "parameter")
      refuse(`the bind parameter ${token.text}, which has no value`);
    let name = nameOf(token)?.toLowerCase();
    if (name === void 0)
      return;
    if (checkName(token, name, tables), token.kind !== "string" && SIZED_FUNCTIONS.has(name))
      checkSize(name, tokens.slice(index + 1, index + 4));
  });
}
function checkName(token, name, tables) {
  if (name === "sqlite_sequence")
    refuse("the name sqlite_sequence");
  if (token.kind === "string")
    return;
  if (name.startsWith("sqlite_"))
    refuse(`the name ${name}`);
  if (tables.protectedNames.has(name))
    refuse(`the name ${name}`);
}
function checkSize(name, [opening, argument, closing]) {
  if (opening?.text === "(" && argument !== void 0) {
    if (name === "printf" || name === "format") {
      let isWhole = closing?.text === ")" || closing?.text === ",";
      if (argument.kind === "string" && isWhole && !WIDE_FORMAT.test(argument.text))
        return;
    } else if (argument.kind === "number" && closing?.text === ")") {
      if (Number(argument.text) <= MAX_BLOB_BYTES)
        return;
    }
  }
  refuse(`${name} without a literal that bounds its result`);
}

// src/store/raw-sql/raw-sql-growth.ts
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

// src/store/raw-sql/raw-sql-program.ts
var ROLLBACK = 1, ROOT_PAGE_IN_REGISTER = 16, MAIN_DATABASE = 0, MAX_NESTED_SCANS = 4;
function checkProgram(program, tables) {
  let written = [], opensSequence = !1;
  for (let instruction of program) {
    let [, opcode, p1, p2, , p4] = instruction;
    if (!ALLOWED_OPCODES.has(opcode))
      refuse(`what it compiles to, the opcode ${opcode}`);
    if (CALLING_OPCODES.has(opcode))
      checkFunction(p4);
    if (opcode === "Transaction" && p1 !== MAIN_DATABASE)
      refuse("a table outside the main database");
    if (opcode.startsWith("Halt") && p1 !== 0 && p2 === ROLLBACK)
      refuse("a conflict that rolls the transaction back");
    let table = openedTable(instruction, tables);
    if (table === void 0)
      continue;
    if (table.access === "sequence")
      opensSequence = !0;
    else if (opcode === "OpenWrite")
      written.push(table);
  }
  if (opensSequence && (tables.isSequenceNamed || !written.some((table) => table.hasAutoincrement)))
    refuse("the table sqlite_sequence");
}
function checkFunction(operand) {
  let name = operand?.replace(/\(-?\d+\)$/, "").toLowerCase() ?? "";
  if (!ALLOWED_FUNCTIONS.has(name))
    refuse(`the function ${name}`);
}
function openedTable(instruction, tables) {
  let [, opcode, p1, p2, p3, , p5] = instruction;
  switch (opcode) {
    case "OpenRead":
    case "OpenWrite":
    case "ReopenIdx":
      if ((p5 & ROOT_PAGE_IN_REGISTER) !== 0)
        refuse("a table that it makes itself");
      return tableAt(p2, p3, tables);
    case "Clear":
      return tableAt(p1, p2, tables);
    default:
      return;
  }
}
function tableAt(rootPage, database, tables) {
  if (database !== MAIN_DATABASE)
    refuse("a table outside the main database");
  let table = tables.byRootPage.get(rootPage);
  if (table === void 0)
    return refuse("a table that the schema does not name");
  if (table.access === "refused")
    refuse(`the table ${table.name}`);
  return table;
}
var ASIDE = /^(?:SCALAR|LIST|LEFT-MOST) SUBQUERY|^(?:COMPOUND QUERY|UNION|INTERSECT|EXCEPT|MERGE|LEFT$|RIGHT$|INDEX \d)/;
function checkPlan(plan) {
  if (plan.some(([, , , detail]) => detail === "RECURSIVE STEP"))
    refuse("a recursive query");
  if (nestedScans(plan) > MAX_NESTED_SCANS)
    refuse(`more than ${MAX_NESTED_SCANS} scans within each other`);
}
function nestedScans(plan) {
  let children = Map.groupBy(plan, ([, parent]) => parent), nestedIn = (parent) => {
    let nested = 0, aside = 0;
    for (let [id, , , detail] of children.get(parent) ?? []) {
      let within = Math.max(0, nestedIn(id) - (detail.startsWith("CO-ROUTINE ") ? 1 : 0));
      if (ASIDE.test(detail))
        aside = Math.max(aside, within);
      else
        nested += within + (isScan(detail) ? 1 : 0);
    }
    return Math.max(nested, aside);
  };
  return nestedIn(0);
}
function isScan(detail) {
  if (detail === "SCAN CONSTANT ROW")
    return !1;
  return detail.startsWith("SCAN ") || detail.startsWith("SEARCH ") && !detail.includes("=?");
}

// src/store/raw-sql/raw-sql-short.ts
var MAX_SHORT_TOKENS = 2000, MAX_STATEMENTS = 8, MAX_INSTRUCTIONS = 20000, MAX_CALLS = 16, MAX_READS = 4, SHORT_FUNCTIONS = words(`
  abs coalesce ifnull iif length likelihood likely lower ltrim(1) max min nullif octet_length round rtrim(1) sign
  substr substring trim(1) typeof unicode unlikely upper random changes total_changes last_insert_rowid
  acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
  radians sin sinh sqrt tan tanh trunc
  current_date current_time current_timestamp date datetime julianday time timediff unixepoch
`), STRAIGHT_OPCODES = words(`
  Halt HaltIfNull Transaction Noop Explain Trace ReleaseReg CursorHint ResetCount
  OpenRead OpenWrite ReopenIdx Close ColumnsUsed DeferredSeek FinishSeek NullRow SeekHit
  Column Rowid IdxRowid NewRowid MakeRecord Insert Delete IdxInsert IdxDelete ResultRow
  Integer Int64 Real String String8 Blob Null SoftNull Move Copy SCopy IntCopy AddImm MemMax
  TypeCheck Affinity RealAffinity Cast CollSeq IsTrue And Or Not ZeroOrNull
  Add Subtract Multiply Divide Remainder BitAnd BitOr BitNot ShiftLeft ShiftRight
  Function PureFunc
`), JUMPING_OPCODES = words(`
  Goto Once If IfNot IfPos IfNotZero DecrJumpZero IsNull NotNull IsType IfNullRow MustBeInt
  Eq Ne Lt Le Gt Ge ElseEq
  Rewind Last Next SeekLT SeekLE SeekGE SeekGT SeekRowid NotExists Found NotFound NoConflict IfNoHope
  IdxLT IdxLE IdxGT IdxGE
`), STAYING_OPCODES = words("MustBeInt SeekRowid NotExists Last"), COROUTINE_OPCODES = words("InitCoroutine EndCoroutine Yield"), ROW_OPCODES = words("OpenRead OpenWrite ReopenIdx Column Delete");
function isPlainlyShort(programs, tables) {
  if (programs.length > MAX_STATEMENTS)
    return !1;
  let instructions = programs.flat();
  if (instructions.filter(([, opcode]) => CALLING_OPCODES.has(opcode)).length > MAX_CALLS)
    return !1;
  if (!instructions.every(isShort))
    return !1;
  return programs.reduce((sum, program) => sum + instructionsRun(program, tables), 0) <= MAX_INSTRUCTIONS;
}
function isShort([address, opcode, , , , operand]) {
  if (opcode === "Init")
    return address === 0;
  if (CALLING_OPCODES.has(opcode)) {
    let call = operand?.toLowerCase() ?? "";
    if (!SHORT_FUNCTIONS.has(call) && !SHORT_FUNCTIONS.has(call.replace(/\(-?\d+\)$/, "")))
      return !1;
  }
  return STRAIGHT_OPCODES.has(opcode) || JUMPING_OPCODES.has(opcode) || COROUTINE_OPCODES.has(opcode);
}
function instructionsRun(program, tables) {
  let ending = program[0]?.[3] ?? 0;
  if (program[ending - 1]?.[1] !== "Halt" || readsOften(program))
    return 1 / 0;
  let list = rowList(program, ending);
  if (list === void 0)
    return 1 / 0;
  for (let [address, opcode, p1, p2] of program.slice(1)) {
    if (address < ending && p2 >= ending && JUMPING_OPCODES.has(opcode))
      return 1 / 0;
    if (!JUMPING_OPCODES.has(opcode) || p2 > address || p2 === 0 && STAYING_OPCODES.has(opcode))
      continue;
    let isLast = address === program.length - 1 && p2 === 1, isSequence = opcode === "Next" && address > ending && opensSequence(program, address, p1, tables);
    if (!isLast && !isSequence && !(opcode === "Goto" && p2 === list?.start))
      return 1 / 0;
  }
  return program.length + (list === null ? 0 : list.rows * (ending - list.start));
}
function rowList(program, ending) {
  let coroutines = program.filter(([, opcode]) => COROUTINE_OPCODES.has(opcode)), [opening, ...others] = coroutines;
  if (opening === void 0)
    return null;
  let [address, opcode, register] = opening, end = others.find((one) => one[1] === "EndCoroutine");
  if (opcode !== "InitCoroutine" || end === void 0 || others.some((one) => one[2] !== register))
    return;
  let after = others.filter((one) => one[0] > end[0]), [taking] = after;
  if (after.length !== 1 || taking[1] !== "Yield" || taking[3] <= taking[0])
    return;
  let within = others.length - after.length - 1, isList = others.slice(0, within).every((one) => one[1] === "Yield" && one[3] === 0), isPlain = (one) => !ROW_OPCODES.has(one[1]) || one[0] > end[0] && one[0] < taking[0] || one[0] >= taking[3], ofRows = program.slice(address, ending);
  return isList && ofRows.every(isPlain) ? { start: taking[0], rows: within } : void 0;
}
function readsOften(program) {
  let columns = program.filter(([, opcode]) => opcode === "Column");
  return [...Map.groupBy(columns, ([, , cursor, column]) => `${cursor}.${column}`).values()].some((same) => same.length > MAX_READS);
}
function opensSequence(program, before, cursor, tables) {
  let opening = program.findLast(([address, opcode, p1]) => address < before && p1 === cursor && /^Open|^ReopenIdx$/.test(opcode));
  return opening !== void 0 && tables.byRootPage.get(opening[3])?.access === "sequence";
}

// src/store/raw-sql/raw-sql-tables.ts
var OWN_PREFIXES = ["hive_", "kysely_"];
function readTables(db) {
  let rows = db.query("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema").all(), virtual = rows.filter((row) => row.type === "table" && row.rootpage === 0).map((row) => lower(row.name)), tables = new Map(rows.filter((row) => row.type === "table").map((row) => [lower(row.name), toTable(row, virtual)])), byRootPage = /* @__PURE__ */ new Map([
    [1, { name: "sqlite_schema", access: "refused", hasAutoincrement: !1 }]
  ]), protectedNames = /* @__PURE__ */ new Set;
  for (let row of rows) {
    let table = tables.get(lower(row.tbl_name));
    if (row.rootpage > 0 && table !== void 0)
      byRootPage.set(row.rootpage, table);
    if (row.type === "table" && isOwn(lower(row.name)))
      protectedNames.add(lower(row.name));
  }
  let isSequenceNamed = rows.some((row) => (row.type === "view" || row.type === "trigger") && /sqlite_sequence/i.test(row.sql ?? ""));
  return { byRootPage, protectedNames, isSequenceNamed };
}
function toTable(row, virtual) {
  let name = lower(row.name), isShadow = virtual.some((it) => name === it || name.startsWith(`${it}_`)), isRefused = name.startsWith("sqlite_") || isOwn(name) || isShadow;
  return {
    name: row.name,
    access: name === "sqlite_sequence" ? "sequence" : isRefused ? "refused" : "ordinary",
    hasAutoincrement: /\bautoincrement\b/i.test(row.sql ?? "")
  };
}
function isOwn(name) {
  return OWN_PREFIXES.some((prefix) => name.startsWith(prefix));
}
function lower(name) {
  return name.toLowerCase();
}

// src/store/raw-sql/raw-sql.ts
var MAX_SQL_BYTES = 65536, MAX_STATEMENTS2 = 100, MAX_VERDICTS = 256, MAX_VERDICT_LENGTH = 2048;

class RawSqlPolicy {
  #db;
  #schemaVersion;
  #knownVersion = -1;
  #tables;
  #numbered;
  #sequence;
  #verdicts = /* @__PURE__ */ new Map;
  constructor(db) {
    this.#db = db, this.#schemaVersion = db.prepare("PRAGMA schema_version");
  }
  check(sql) {
    let tables = this.#currentTables(), known = this.#verdicts.get(sql);
    if (known !== void 0)
      return known;
    if (Buffer.byteLength(sql) > MAX_SQL_BYTES)
      refuse(`SQL of more than ${MAX_SQL_BYTES} bytes`);
    let statements = splitStatements(sql);
    if (statements.length > MAX_STATEMENTS2)
      refuse(`more than ${MAX_STATEMENTS2} statements`);
    for (let statement of statements)
      checkText(statement, tables);
    let programs = statements.map((statement) => {
      let program = this.#explain(`EXPLAIN ${statement}`);
      return checkProgram(program, tables), checkPlan(this.#explain(`EXPLAIN QUERY PLAN ${statement}`)), program;
    }), verdict = { statements, isShort: isPlainlyShort(programs, tables) };
    return this.#remember(sql, verdict), verdict;
  }
  isShort(sql) {
    return !hasMoreTokens(sql, MAX_SHORT_TOKENS) && this.check(sql).isShort;
  }
  checkNumbers() {
    this.#numbered ??= [...new Set(this.#currentTables().byRootPage.values())].filter((table) => table.hasAutoincrement).map((table) => this.#db.prepare(`SELECT max(rowid) AS last FROM "${table.name.replaceAll('"', '""')}"`));
    let sequence = "SELECT max(seq) AS last FROM sqlite_sequence";
    if (this.#numbered.length > 0)
      this.#sequence ??= this.#db.prepare(sequence);
    for (let last of [...this.#numbered, ...this.#sequence === void 0 ? [] : [this.#sequence]])
      if (Number(last.get()?.last ?? 0) > Number.MAX_SAFE_INTEGER)
        refuse("a number that leaves none for the rows after it");
  }
  #currentTables() {
    let version = this.#schemaVersion.get().schema_version;
    if (this.#tables === void 0 || version !== this.#knownVersion)
      this.#tables = readTables(this.#db), this.#knownVersion = version, this.#verdicts.clear(), this.#numbered = void 0;
    return this.#tables;
  }
  #explain(sql) {
    try {
      let statement = this.#db.prepare(sql);
      try {
        return statement.values();
      } finally {
        statement.finalize();
      }
    } catch (error) {
      if (isStoreUnavailable(error))
        throw error;
      return refuse(`SQL that does not compile: ${errorMessage(error)}`, error);
    }
  }
  #remember(sql, verdict) {
    if (sql.length > MAX_VERDICT_LENGTH)
      return;
    if (this.#verdicts.size >= MAX_VERDICTS)
      this.#verdicts.clear();
    this.#verdicts.set(sql, verdict);
  }
}
function runRawSql(db, policy, growth, sql) {
  let { statements } = policy.check(sql);
  growth.within(() => {
    for (let statement of statements)
      runOnce(db, statement);
    policy.checkNumbers();
  });
}
function runOnce(db, statement) {
  let prepared = db.prepare(statement);
  try {
    prepared.run();
  } finally {
    prepared.finalize();
  }
}

// src/store/raw-sql/raw-sql-runner.ts
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
  isShort(sql) {
    if (this.#options.rawSql === "off")
      return !0;
    try {
      return this.#policy.isShort(sql) && !this.isSlow;
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
      throw new HiveError("HIVE_SQL_REFUSED", "raw SQL is switched off", {
        hint: 'set rawSql to "dml" in config.json'
      });
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
var memoryText = (bytes) => Number.isFinite(bytes) ? `than ${bytes} bytes of memory` : "memory than there is";

// src/store/session-batch.ts
class SessionBatch {
  #sightings = /* @__PURE__ */ new Map;
  #parts;
  constructor(parts) {
    this.#parts = parts;
  }
  add(sighting) {
    let { sessionId } = sighting, known = this.#sightings.get(sessionId);
    if (known === void 0)
      this.#sightings.set(sessionId, [sighting]);
    else
      known.push(sighting);
  }
  flush() {
    for (let [sessionId, sightings] of this.#sightings)
      this.#write(sessionId, sightings.toSorted(inTime2));
    this.#parts.state.flush(), this.#sightings.clear();
  }
  #write(sessionId, sightings) {
    let { statements, checkpoints, documents } = this.#parts, drafts = sightings.filter((sighting) => sighting.checkpoint !== void 0), kept = new Set(drafts.slice(-checkpoints.history)), operations = drafts.length === 0 ? 0 : statements.operations.get({ sessionId })?.n ?? 0, instances = /* @__PURE__ */ new Map, document = documents.get(sessionId), agents = /* @__PURE__ */ new Map;
    for (let sighting of sightings) {
      let changes = this.#merge(sighting);
      for (let change of changes) {
        let { kind, agentId, name, row } = change;
        if (document?.note({ kind, agentId, name, atMs: row.atMs, data: change.json() }), kind !== "agent" || agentId !== "")
          continue;
        agents.set(name, { data: row.data, firstMs: agents.get(name)?.firstMs ?? sighting.atMs });
      }
      let added = changes.filter(({ kind, isNew }) => isNew && kind === "operation").length;
      if (operations += added, count(instances, sighting, added), !kept.has(sighting))
        continue;
      if (document === void 0 || document.isStale)
        document = this.#documentOf(sessionId);
      checkpoints.add(draftOf(sighting), operations, document);
    }
    this.#writeRows(sessionId, sightings, instances);
    for (let [agentId, { data, firstMs }] of agents)
      this.#writeAgent(sessionId, agentId, data, firstMs);
    let last = drafts.at(-1);
    if (last !== void 0)
      checkpoints.settle(draftOf(last), operations, this.#parts.nowMs + CLOCK_SKEW_MS);
  }
  #merge({ sessionId, facts }) {
    let changes = [];
    for (let fact of facts) {
      let change = this.#parts.state.merge(sessionId, fact);
      if (change !== null)
        changes.push(change);
    }
    return changes;
  }
  #documentOf(sessionId) {
    let { state, checkpoints, documents } = this.#parts;
    state.flush();
    let document = checkpoints.documentOf(sessionId);
    return documents.set(sessionId, document), document;
  }
  #writeAgent(sessionId, agentId, data, atMs) {
    let type = textOf(data.type), name = textOf(data.description) ?? type;
    if (name === void 0)
      return;
    let role = type ?? "agent", status = data.status === "completed" ? "completed" : "running", metadata = JSON.stringify({ sessionId, type: role, status });
    this.#parts.statements.agent.run({
      agentId,
      name,
      type: role,
      role,
      status,
      at: timeText(atMs),
      metadata,
      isTimeless: 0
    });
  }
  #statusOf(sessionId) {
    let { state } = this.#parts, seenMs = state.row(sessionId, "session", "")?.atMs, endMs = state.row(sessionId, "end", "")?.atMs;
    if (seenMs === void 0 || endMs === void 0)
      return null;
    return endMs >= seenMs ? "ended" : "active";
  }
  #writeRows(sessionId, sightings, instances) {
    let { statements, nowMs } = this.#parts, boundMs = nowMs + CLOCK_SKEW_MS, bound = timeText(boundMs), last = sightings.at(-1), firstAt = timeText(sightings[0].atMs), derived = this.#statusOf(sessionId), status = derived ?? last.status, isDerived = derived === null ? 0 : 1;
    statements.session.run({ sessionId, status, isDerived, firstAt, at: timeText(last.atMs), bound });
    for (let [instanceId, instance] of instances) {
      let { pid, tty, agent, status: lastStatus, operations, observations, lastMs } = instance, row = {
        id: `${instanceId}:${sessionId}`,
        sessionId,
        instanceId,
        pid,
        tty,
        status: lastStatus,
        operations,
        checkpoints: instance.checkpoints,
        firstAt: timeText(instance.firstMs),
        at: timeText(lastMs),
        bound
      };
      if (statements.instance.run(row) === 0)
        statements.newInstance.run(row);
      statements.ownInstance.run({
        sessionId,
        instanceId,
        pid,
        agent,
        operations,
        observations,
        at: lastMs,
        bound: boundMs
      });
    }
  }
}
var inTime2 = (a, b) => a.atMs - b.atMs || Number(a.status === "ended") - Number(b.status === "ended");
function draftOf({ sessionId, instanceId, atMs, checkpoint }) {
  return { sessionId, instanceId, atMs, ...checkpoint };
}
function count(instances, sighting, operations) {
  let { instanceId, pid, tty, agent, status, atMs, checkpoint } = sighting, known = instances.get(instanceId), instance = known ?? {
    pid: null,
    tty: null,
    agent: null,
    status,
    firstMs: atMs,
    lastMs: atMs,
    operations: 0,
    checkpoints: 0,
    observations: 0
  };
  if (known === void 0)
    instances.set(instanceId, instance);
  instance.pid = pid ?? instance.pid, instance.tty = tty ?? instance.tty, instance.agent = agent ?? instance.agent, instance.status = status, instance.lastMs = atMs, instance.operations += operations, instance.checkpoints += checkpoint === void 0 ? 0 : 1, instance.observations += 1;
}

// src/store/statements.ts
var HIVE_SWARM = "hive", there = (table, column) => sql`CASE WHEN ${sql.ref(`${table}.${column}`)} <= ${parameter("bound")} THEN ${sql.ref(`${table}.${column}`)} END`;
function later(table, column, comes, then, otherwise) {
  return sql`CASE WHEN coalesce(${comes} >= ${there(table, column)}, TRUE) THEN ${then} ELSE ${otherwise} END`;
}
var earliest = (table, column, comes) => sql`min(coalesce(${sql.ref(`${table}.${column}`)}, ${comes}), ${comes})`, lastKnown = (table, column, seen, at, comes) => {
  let known = sql.ref(`${table}.${column}`);
  return later(table, seen, at, sql`coalesce(${comes}, ${known})`, sql`coalesce(${known}, ${comes})`);
}, latest = (table, column, comes) => sql`max(coalesce(${there(table, column)}, ${comes}), ${comes})`;
function prepareStatements({ db, kysely }) {
  let sighting = {
    pid: lastKnown("instance_sessions", "pid", "last_seen", parameter("at"), parameter("pid")),
    tty: lastKnown("instance_sessions", "tty", "last_seen", parameter("at"), parameter("tty")),
    started_at: earliest("instance_sessions", "started_at", parameter("firstAt")),
    status: later("instance_sessions", "last_seen", parameter("at"), parameter("status"), sql`instance_sessions.status`),
    last_seen: latest("instance_sessions", "last_seen", parameter("at")),
    operation_count: sql`operation_count + ${parameter("operations")}`,
    checkpoint_count: sql`checkpoint_count + ${parameter("checkpoints")}`
  }, insert = (table, values) => kysely.insertInto(table).values(values);
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
    instance: new Prepared(db, kysely.updateTable("instance_sessions").set(sighting).where(sql`rowid = (SELECT min(+rowid) FROM instance_sessions WHERE session_id = ${parameter("sessionId")} AND instance_id = ${parameter("instanceId")})`)),
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
    }).onConflict((conflict) => conflict.column("id").doUpdateSet(sighting))),
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
    operations: new Prepared(db, kysely.selectFrom("hive_instances").select(sql`coalesce(sum(operations), 0)`.as("n")).where("session_id", "=", parameter("sessionId"))),
    untrusted: new Prepared(db, insert("hive_state", {
      session_id: parameter("sessionId"),
      kind: UNTRUSTED,
      key: "",
      agent_id: "",
      at_ms: 0,
      data: "{}"
    }).onConflict((conflict) => conflict.doNothing())),
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
      name: sql`excluded.name`,
      type: sql`excluded.type`,
      role: sql`excluded.role`,
      created_at: earliest("agents", "created_at", parameter("at")),
      status: sql`CASE WHEN ${parameter("isTimeless")} AND agents.status = 'completed' THEN agents.status ELSE excluded.status END`,
      metadata: sql`json_patch(iif(json_valid(agents.metadata), agents.metadata, '{}'), excluded.metadata)`
    })))
  };
}

// src/store/store.ts
class Store2 {
  #root;
  #path;
  #options;
  #onStep;
  #parts;
  #isSuspect = !1;
  #version;
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
    if (this.#parts !== null && !this.#isSuspect && isInPlace(this.#parts))
      return !1;
    if (this.close(), !mayCreate && this.isDeleted)
      throw new HiveError("HIVE_STORE_UNAVAILABLE", `${this.#path} was deleted`);
    return this.#parts = await openParts(this.#root, this.#options), this.#path = this.#parts.path, this.#isSuspect = !1, !0;
  }
  applyBatch(entries, nowMs) {
    let parts = this.#open, { db } = parts.connection;
    try {
      db.run("BEGIN IMMEDIATE"), this.#onStep?.("begun"), this.#forgetIfWritten(parts);
      let context = newContext(parts, nowMs), outcomes = entries.map((entry, place) => this.#applyEntry(parts, context, entry, place));
      if (context.sessions.flush(), this.#onStep?.("applied"), db.run("COMMIT"), this.#onStep?.("committed"), isInPlace(parts))
        return outcomes;
    } catch (error) {
      if (this.#isSuspect = isConnectionSuspect(error), parts.documents.forget(), rollBack(db), !isStoreUnavailable(error))
        throw error;
      throw new HiveError("HIVE_STORE_UNAVAILABLE", errorMessage(error), { cause: error });
    }
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `${this.#path} was deleted or replaced`);
  }
  #forgetIfWritten({ version, documents }) {
    let now = version.get()?.data_version;
    if (now !== this.#version)
      documents.forget();
    this.#version = now;
  }
  #applyEntry(parts, context, entry, place) {
    try {
      let outcome = entry.sql === void 0 ? applyTyped(context, entry, place) : applySql(parts, context, entry, entry.sql);
      if (outcome.kind === "applied")
        this.#onStep?.("entry-applied");
      return outcome;
    } catch (error) {
      if (isStoreUnavailable(error) || !parts.connection.db.inTransaction)
        throw error;
      return { kind: "rejected", error: { code: errorCode(error) ?? "HIVE_BUG", message: errorMessage(error) } };
    }
  }
  isShort(sql) {
    return this.#parts !== null && this.#parts.rawSql.isShort(sql);
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
      state.merge(sessionId, { ...fact, atMs: Math.min(fact.atMs, nowMs) }), state.flush(), parts.documents.forget(), parts.checkpoints.addLate(entryId, fact.kind, fact.data);
    }).immediate();
  }
  checkpointLog() {
    moveLog(this.db);
  }
  sweepLedger(beforeMs, keptSeqs) {
    return this.db.query("DELETE FROM hive_ledger WHERE applied_at_ms < ? AND seq NOT IN (SELECT value FROM json_each(?))").run(beforeMs, JSON.stringify(keptSeqs)).changes;
  }
  close() {
    let parts = this.#parts;
    if (this.#parts = null, parts === null)
      return;
    if (!parts.files.isLogInPlace)
      saveLog(parts.connection.db);
    parts.connection.db.run("PRAGMA journal_size_limit = 0"), parts.connection.db.close(), parts.files.removeOrphanedLog();
  }
  [Symbol.dispose]() {
    this.close();
  }
}
function newContext({ statements, checkpoints, documents }, nowMs) {
  let state = new StateRows(statements.state, nowMs);
  return { statements, sessions: new SessionBatch({ statements, checkpoints, documents, state, nowMs }), nowMs };
}
function applyTyped(context, entry, place) {
  let checked = checkEntry(entry, context.nowMs, place);
  if (!isRemembered(context, entry))
    return { kind: "duplicate" };
  if (checked.apply(context), entry.isUntrusted === !0)
    context.statements.untrusted.run({ sessionId: checked.sessionId });
  return { kind: "applied" };
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
      version: db.prepare("PRAGMA data_version"),
      rawSql: new RawSqlRunner(db, options),
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
var asideNote = (path) => `a log that hive did not write lay beside the database: it is ${path} now`;
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

export { OPERATION_NAMES, isOperation, checkPayload, HIVE_SWARM, Store2 };
