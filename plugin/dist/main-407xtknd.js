// @bun
import {
  maxLength,
  maxValue,
  minLength,
  minValue,
  array,
  lazy,
  literal,
  looseObject,
  nullish,
  number,
  object,
  optional,
  picklist,
  record,
  string,
  unknown,
  pipe,
  isProvedDatabase
} from "./main-jrcycwwy.js";
import {
  userKey
} from "./main-ps6kh1xt.js";
import {
  findGitTree
} from "./main-g0kct9xe.js";
import {
  LAST_MS,
  HiveError,
  errorCode,
  errorMessage,
  objectIn
} from "./main-whj5vxrd.js";

// src/store/prepared.ts
class Parameter {
  name;
  constructor(name) {
    this.name = name;
  }
}
function parameter(name) {
  return new Parameter(name);
}

class Prepared {
  #statement;
  #bindings;
  constructor(db, query) {
    let compiled = query.compile();
    this.#statement = db.prepare(compiled.sql), this.#bindings = compiled.parameters;
  }
  run(values) {
    return this.#statement.run(...this.#bind(values)).changes;
  }
  all(values) {
    return this.#statement.all(...this.#bind(values));
  }
  get(values) {
    return this.#statement.get(...this.#bind(values));
  }
  #bind(values) {
    let bound = [];
    for (let value of this.#bindings)
      bound.push(value instanceof Parameter ? values[value.name] ?? null : value);
    return bound;
  }
}

// src/model/kinds.ts
var text = nullish(string()), number2 = nullish(number()), list = nullish(array(unknown())), one = { merge: "fields", limit: 1, ofSubagents: !1 }, many = { merge: "fields", ofSubagents: !1 }, KINDS = {
  session: {
    ...one,
    field: "session",
    title: "session",
    isWork: !1,
    schema: looseObject({
      agent: text,
      cwd: text,
      transcriptPath: text,
      model: text,
      permissionMode: text,
      source: text,
      title: text
    })
  },
  git: {
    ...one,
    field: "git",
    title: "git",
    isWork: !1,
    schema: looseObject({
      branch: text,
      head: text,
      worktree: text,
      dirty: optional(unknown())
    })
  },
  prompt: {
    ...many,
    field: "prompts",
    title: "prompts",
    isWork: !0,
    limit: 5,
    schema: looseObject({ text })
  },
  message: {
    ...one,
    field: "lastAssistantMessage",
    title: "last message",
    isWork: !0,
    schema: looseObject({ text })
  },
  todos: { ...one, field: "todos", title: "todos", isWork: !0, schema: looseObject({ todos: list }) },
  task: {
    ...many,
    field: "tasks",
    title: "tasks",
    isWork: !0,
    limit: 50,
    schema: looseObject({ subject: text, status: text })
  },
  plan: {
    ...one,
    field: "plan",
    title: "plan",
    isWork: !0,
    schema: looseObject({ text, filePath: text })
  },
  file: {
    ...many,
    field: "files",
    title: "files",
    isWork: !0,
    ofSubagents: !0,
    limit: 100,
    schema: looseObject({ change: text, by: text })
  },
  command: {
    ...many,
    field: "commands",
    title: "commands",
    isWork: !0,
    ofSubagents: !0,
    limit: 20,
    schema: looseObject({ command: text, description: text, outcome: text, error: text })
  },
  agent: {
    ...many,
    field: "subagents",
    title: "subagents",
    isWork: !0,
    limit: 20,
    schema: looseObject({ type: text, description: text, status: text, lastMessage: text })
  },
  background: {
    ...one,
    field: "background",
    title: "background",
    isWork: !0,
    schema: looseObject({ tasks: list, crons: list })
  },
  compact: {
    ...one,
    field: "compact",
    title: "compaction",
    isWork: !0,
    schema: looseObject({ trigger: text, instructions: text, summary: text })
  },
  end: { ...one, field: "end", title: "end", isWork: !1, schema: looseObject({ reason: text }) },
  operation: {
    merge: "first",
    field: "operations",
    title: "operations",
    isWork: !0,
    ofSubagents: !0,
    limit: 30,
    schema: looseObject({ tool: text, target: text, outcome: text, durationMs: number2 })
  }
}, KIND_NAMES = Object.keys(KINDS);

// src/model/merge.ts
var CLOCK_SKEW_MS = 2000;
function mergeRows(rule, a, b) {
  if (rule === "first")
    return isBefore(a, b) ? a : b;
  if (b.atMs > a.atMs && b.times === void 0 && Object.keys(a.data).every((name) => Object.hasOwn(b.data, name)))
    return b;
  let data = /* @__PURE__ */ new Map, times = /* @__PURE__ */ new Map;
  for (let row of [a, b])
    for (let [name, value] of Object.entries(row.data)) {
      let atMs = saidAtMs(row, name), knownMs = times.get(name);
      if (knownMs !== void 0 && (atMs < knownMs || atMs === knownMs && !isGreater(value, data.get(name))))
        continue;
      data.set(name, value), times.set(name, atMs);
    }
  let atMs = Math.max(a.atMs, b.atMs), older = [...times].filter(([, saidMs]) => saidMs < atMs), merged = { atMs, data: Object.fromEntries(data) };
  return older.length === 0 ? merged : { ...merged, times: Object.fromEntries(older) };
}
var arrivalBound = (atMs, nowMs, place) => atMs > nowMs + 2000 ? nowMs + place / 1000 : atMs;
function boundedBy(row, nowMs) {
  return row.atMs <= nowMs + 2000 ? row : { atMs: 0, data: row.data };
}
var saidAtMs = ({ atMs, times }, name) => times !== void 0 && Object.hasOwn(times, name) ? times[name] : atMs, isGreater = (a, b) => (JSON.stringify(a) ?? "") > (JSON.stringify(b) ?? "");
function isBefore(a, b) {
  return a.atMs < b.atMs || a.atMs === b.atMs && !isGreater(a.data, b.data);
}

// src/store/state-rows.ts
var cacheKeyOf = (sessionId, kind, name) => `${kind}\x00${name}\x00${sessionId}`;
function jsonOf(held) {
  return held.json ??= JSON.stringify(held.row.data), held.json;
}
var MARK = "\x1F";
function storedKey(agentId, key) {
  if (agentId !== "")
    return `${MARK}${JSON.stringify(agentId)}${MARK}${key}`;
  return key.startsWith(MARK) ? MARK + MARK + key : key;
}
function factKey(agentId, stored) {
  if (agentId !== "")
    return stored.slice(JSON.stringify(agentId).length + 2);
  return stored.startsWith(MARK) ? stored.slice(2) : stored;
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
function rowIn({ at_ms: atMs, data, times }) {
  let fields = typeof data === "string" ? objectIn(data) : null;
  if (fields === null)
    return null;
  let said = typeof times === "string" ? objectIn(times) : null;
  return { atMs: Number(atMs) || 0, data: fields, ...said === null ? {} : { times: said } };
}

// src/store/session-state.ts
var PARTS = KIND_NAMES.map((kind) => ({ kind, field: KINDS[kind].field })), COLUMNS = "kind, key, agent_id, at_ms, data, times", newest = (kind, agents, limit) => `SELECT ${COLUMNS} FROM hive_state WHERE session_id = ?1 AND kind = ${kind} AND agent_id ${agents} ORDER BY at_ms DESC, key DESC LIMIT ${limit}`, ROWS_OF_MAIN_SQL = newest("?2", "= ''", "?3"), ROWS_OF_AGENTS_SQL = newest("?2", "<> ''", "?3"), ONE_ROW_SQL = `SELECT ${COLUMNS} FROM hive_state WHERE session_id = ?1 AND kind = ?2 AND key = ?3`, operations = (agents) => `(SELECT count(*) FROM hive_state WHERE session_id = ?1 AND kind = 'operation' AND agent_id ${agents} AND at_ms > ?2)`, OPERATIONS_SQL = `SELECT ${operations("= ''")} + ${operations("<> ''")} AS n`, CHECKPOINT_ROWS_SQL = KIND_NAMES.flatMap((kind) => {
  let { limit, ofSubagents } = KINDS[kind];
  return [
    newest(`'${kind}'`, "= ''", String(limit)),
    ...ofSubagents ? [newest(`'${kind}'`, "<> ''", String(limit))] : []
  ];
}).map((select) => `SELECT * FROM (${select})`).join(" UNION ALL ");
function namedRow({ key, agent_id: agent }, row) {
  let name = String(key), agentId = typeof agent === "string" ? agent : "";
  return { name, agentId, key: factKey(agentId, name), row };
}
var cellOf = ({ agentId, key, row }) => ({
  ...row.data,
  key,
  atMs: row.atMs,
  ...agentId === "" ? {} : { agentId }
});

// src/store/location.ts
import { existsSync, lstatSync, readdirSync as readdirSync2 } from "fs";

// src/git/git-index.ts
import { readdirSync, readFileSync, statSync } from "fs";
import { join, relative } from "path";
var MAX_BYTES = 268435456, LAST_PLAIN_VERSION = 3;
function mayBeTracked(path, directory) {
  let tree = findGitTree(directory);
  if (tree === null)
    return !1;
  let index = join(tree.gitDirectory, "index");
  try {
    if (statSync(index).size > MAX_BYTES)
      return !0;
    let bytes = readFileSync(index), isPlain = bytes.toString("latin1", 0, 4) === "DIRC" && bytes.readUInt32BE(4) <= LAST_PLAIN_VERSION, isSplit = readdirSync(tree.gitDirectory).some((name) => name.startsWith("sharedindex."));
    return !isPlain || isSplit || bytes.includes(relative(tree.worktree, path));
  } catch (error) {
    return errorCode(error) !== "ENOENT";
  }
}

// src/store/location.ts
var MAX_NAMES = 20, FIRST_NAME = "hive.db";
function locateStore(root, key = userKey(root)) {
  let free = [];
  for (let name of names(key)) {
    let path = `${root}/${name}`;
    if (lstatSync(path, { throwIfNoEntry: !1 }) !== void 0) {
      if (isProved(path, key))
        return { path, isThere: !0 };
      continue;
    }
    if (free.push(path), name !== FIRST_NAME)
      break;
  }
  let path = free.find((one) => !one.endsWith(`/${FIRST_NAME}`) || !mayBeTracked(one, root));
  if (path !== void 0)
    return { path, isThere: !1 };
  throw new HiveError("HIVE_STORE_UNAVAILABLE", `${root} holds a database of others under every name that hive has`, {
    hint: "hive adopt shows what is in them; move away what is not yours"
  });
}
function isProved(path, key) {
  try {
    return isProvedDatabase(path, key);
  } catch (cause) {
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `${path} cannot be read: ${errorMessage(cause)}`, {
      cause,
      hint: "check the disk"
    });
  }
}
function* names(key) {
  let tag = new Bun.CryptoHasher("sha256", key).update("hive database name").digest("hex").slice(0, 8);
  yield FIRST_NAME;
  for (let index = 1;index < MAX_NAMES; index += 1)
    yield `hive-${tag}${index === 1 ? "" : `-${index}`}.db`;
}
var ANY_NAME = /^hive(-[0-9a-f]{8}(-\d+)?)?\.db$/;
function otherStores(root, key = userKey(root), used = locateStore(root, key).path) {
  return (existsSync(root) ? readdirSync2(root).filter((name) => ANY_NAME.test(name)) : []).map((name) => `${root}/${name}`).filter((path) => path !== used).map((path) => ({ path, isProved: isProved(path, key) }));
}
var otherStoreNote = ({ path, isProved }) => isProved ? `${path} holds what was saved while another database stood in the place of hive.db: hive adopt joins them` : `${path} was not made by your hive on this machine: nothing of it is read or changed; hive adopt shows what is in it`, storePath = (root) => locateStore(root).path;

// src/store/schema.ts
var LATEST_MIGRATION = "0005_tell_apart";

// src/model/observation.ts
var time = pipe(number(), minValue(-LAST_MS), maxValue(LAST_MS)), id = pipe(string(), minLength(1), maxLength(256)), shape = {
  key: pipe(string(), maxLength(4096)),
  atMs: time,
  agentId: optional(id)
}, FactSchema = lazy((input) => SCHEMAS.get(input?.kind) ?? NO_KIND), SCHEMAS = new Map(KIND_NAMES.map((kind) => [kind, object({ kind: literal(kind), ...shape, data: KINDS[kind].schema })])), NO_KIND = object({ kind: picklist(KIND_NAMES), ...shape, data: looseObject({}) }), CHECKPOINT_TYPES = ["auto", "manual", "compact", "stop"], ObservationSchema = object({
  sessionId: id,
  instanceId: id,
  atMs: time,
  event: pipe(string(), maxLength(64)),
  agent: pipe(string(), minLength(1), maxLength(64)),
  pid: optional(number()),
  checkpoint: optional(picklist(CHECKPOINT_TYPES)),
  facts: array(FactSchema)
});

// src/store/payloads.ts
var CheckpointSchema = object({
  sessionId: id,
  instanceId: id,
  atMs: time,
  type: picklist(CHECKPOINT_TYPES),
  trigger: pipe(string(), maxLength(64)),
  facts: array(FactSchema)
}), InstanceSchema = object({
  sessionId: id,
  instanceId: id,
  atMs: time,
  pid: optional(number()),
  tty: optional(string()),
  status: picklist(["active", "ended"]),
  facts: array(FactSchema)
}), LogSchema = object({
  sessionId: id,
  atMs: time,
  level: picklist(["debug", "info", "warn", "error"]),
  message: string(),
  agentId: optional(string()),
  data: optional(record(string(), unknown()))
}), AgentSchema = object({
  sessionId: id,
  agentId: id,
  atMs: time,
  name: string(),
  type: string(),
  status: picklist(["running", "completed"]),
  metadata: optional(record(string(), unknown()))
}), PAYLOADS = {
  observe: ObservationSchema,
  update_checkpoint: CheckpointSchema,
  update_instance: InstanceSchema,
  insert_log: LogSchema,
  insert_agent: AgentSchema
};

// src/store/untrusted.ts
var UNTRUSTED = "untrusted", RAW_SQL_ROWS = "";

export { parameter, Prepared, KINDS, KIND_NAMES, CLOCK_SKEW_MS, mergeRows, arrivalBound, boundedBy, storedKey, factKey, StateRows, prepareState, rowIn, PARTS, ROWS_OF_MAIN_SQL, ROWS_OF_AGENTS_SQL, ONE_ROW_SQL, OPERATIONS_SQL, CHECKPOINT_ROWS_SQL, namedRow, cellOf, mayBeTracked, locateStore, otherStores, otherStoreNote, storePath, LATEST_MIGRATION, PAYLOADS, UNTRUSTED, RAW_SQL_ROWS };
