// @bun
import {
  arrivalBound,
  isOdd
} from "./model-merge.js";
import {
  ageOf,
  PAYLOADS
} from "./store-sqlite-apply-payloads.js";
import {
  getDotPath,
  safeParse
} from "./import-main-4.js";
import {
  isStoreUnavailable
} from "./platform-process-kernel-locks.js";
import {
  timeText
} from "./base-clock.js";
import {
  textOf2
} from "./base-json.js";
import {
  HiveError,
  errorMessage
} from "./base-errors.js";

// src/store/raw-sql/allowed.ts
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

// src/store/raw-sql/split.ts
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

// src/store/raw-sql/text.ts
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
var switchedOff = () => new HiveError("HIVE_SQL_REFUSED", "raw SQL is switched off", { hint: 'set rawSql to "dml" in your own config.json' });

// src/store/sqlite/apply/agent-row.ts
function writeAgent({ agent }, row) {
  let { sessionId, agentId, atMs, newestMs, name, type, status } = row;
  agent.run({
    agentId,
    name,
    type,
    role: type,
    status,
    at: timeText(atMs),
    metadata: JSON.stringify({ ...row.metadata, sessionId, type, status, newestMs }),
    newestMs: newestMs ?? Number.MAX_SAFE_INTEGER,
    isTimeless: Number(newestMs === void 0)
  });
}
function agentRowOf(seen, data) {
  let type = textOf2(data.type), name = textOf2(data.description) ?? type;
  if (name === void 0)
    return null;
  let status = data.status === "completed" ? "completed" : "running";
  return { ...seen, name, type: type ?? "agent", status };
}

// src/store/sqlite/apply/operations.ts
var OPERATIONS = {
  observe(context, observation, { id: entryId, isUntrusted = !1 }) {
    let { checkpoint, event } = observation, facts = withoutForgotten(context, observation.facts);
    if (context.sessions.add({
      ...observation,
      facts,
      status: isEnd(facts) ? "ended" : "active",
      checkpoint: checkpoint === void 0 ? void 0 : { type: checkpoint, trigger: event, entryId }
    }), checkpoint !== void 0)
      insertLog(context, logOf(observation));
    if (!context.hasOutbox)
      return;
    let body = JSON.stringify(facts === observation.facts ? observation : { ...observation, facts }), { sessionId } = observation;
    context.statements.outbox.run({ entryId, sessionId, isUntrusted: Number(isUntrusted), body });
  },
  update_checkpoint({ sessions }, { type, trigger, ...payload }, { id: entryId }) {
    let status = isEnd(payload.facts) ? "ended" : "active";
    sessions.add({ ...payload, status, checkpoint: { type, trigger, entryId } });
  },
  update_instance({ sessions }, payload) {
    sessions.add(payload);
  },
  insert_log: insertLog,
  insert_agent: insertAgent
};
function withoutForgotten({ isForgotten }, facts) {
  let isLink = ({ kind, key, data }) => kind === "continues" && isForgotten(key, Number(data.activeMs) || 0);
  if (facts.some(isLink))
    return facts.filter((fact) => !isLink(fact));
  return facts;
}
var isEnd = (facts) => facts.some(({ kind, agentId }) => kind === "end" && agentId === void 0);
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
  writeAgent(statements, payload);
}
function logOf({ sessionId, atMs, event, checkpoint, facts }) {
  let data = facts.find(({ kind }) => kind === "operation")?.data, tool = data === void 0 ? "" : ` ${textOf2(data.tool) ?? ""}`;
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
  let apply = OPERATIONS[operation], checked = checkPayload(operation, entry.payload), ageMs = isOdd(checked.atMs, nowMs) ? ageOf(checked) : void 0, bounded = (atMs) => arrivalBound(atMs, nowMs, place, ageMs), payload = inTime(checked, entry.isUntrusted === !0 ? (atMs) => Math.min(atMs, nowMs) : bounded);
  return { id, sessionId: checked.sessionId, atMs: payload.atMs, apply: (context) => apply(context, payload, entry) };
}
function inTime(payload, bounded) {
  let isChanged = ({ atMs }) => bounded(atMs) !== atMs;
  if (!isChanged(payload) && payload.facts?.some(isChanged) !== !0)
    return payload;
  let facts = payload.facts?.map((fact) => ({ ...fact, atMs: bounded(fact.atMs) }));
  return { ...payload, atMs: bounded(payload.atMs), ...facts === void 0 ? {} : { facts } };
}

// src/store/raw-sql/program.ts
var ROLLBACK = 1, ROOT_PAGE_IN_REGISTER = 16, MAIN_DATABASE = 0, MAX_NESTED_SCANS = 4;
function checkProgram(program, tables) {
  let written = [], opensSequence = !1;
  for (let instruction of program) {
    let [, opcode, p1, p2, , p4] = instruction;
    if (!ALLOWED_OPCODES.has(opcode))
      refuse(`SQL that compiles to the opcode ${opcode}`);
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
    refuse(`more than ${MAX_NESTED_SCANS} nested scans`);
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

// src/store/raw-sql/bounded.ts
var MAX_BOUNDED_TOKENS = 2000, MAX_STATEMENTS = 8, MAX_INSTRUCTIONS = 20000, MAX_CALLS = 16, MAX_READS = 4, SHORT_FUNCTIONS = words(`
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
function isProvablyBounded(programs, tables) {
  if (programs.length > MAX_STATEMENTS)
    return !1;
  let instructions = programs.flat();
  if (instructions.filter(([, opcode]) => CALLING_OPCODES.has(opcode)).length > MAX_CALLS)
    return !1;
  if (!instructions.every(isBounded))
    return !1;
  return programs.reduce((sum, program) => sum + instructionsRun(program, tables), 0) <= MAX_INSTRUCTIONS;
}
function isBounded([address, opcode, , , , operand]) {
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

// src/store/raw-sql/tables.ts
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

// src/store/raw-sql/policy.ts
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
    }), verdict = { statements, isBounded: isProvablyBounded(programs, tables) };
    return this.#remember(sql, verdict), verdict;
  }
  isBounded(sql) {
    return !hasMoreTokens(sql, MAX_BOUNDED_TOKENS) && this.check(sql).isBounded;
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

export { refuse, switchedOff, writeAgent, agentRowOf, OPERATION_NAMES, isOperation, checkPayload, checkEntry, RawSqlPolicy, runRawSql };
