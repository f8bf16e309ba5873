// @bun
import {
  KINDS,
  mergeRows,
  boundedBy
} from "./model-merge.js";
import {
  sql
} from "./import-main-5.js";
import {
  objectIn2
} from "./base-json.js";

// src/store/sqlite/prepared.ts
class Parameter {
  name;
  constructor(name) {
    this.name = name;
  }
}
function parameter(name) {
  return new Parameter(name);
}
var opaque = (name) => sql`+${parameter(name)}`;

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

// src/store/sqlite/apply/state-rows.ts
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
  let fields = typeof data === "string" ? objectIn2(data) : null;
  if (fields === null)
    return null;
  let said = typeof times === "string" ? objectIn2(times) : null;
  return { atMs: Number(atMs) || 0, data: fields, ...said === null ? {} : { times: said } };
}

export { parameter, opaque, Prepared, storedKey, factKey, StateRows, prepareState, rowIn };
