// @bun
import {
  LAST_MS,
  timeText,
  HiveError,
  errorCode,
  objectIn
} from "./main-k3peqx11.js";

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
    return this.#bindings.map((value) => value instanceof Parameter ? values[value.name] ?? null : value);
  }
}

// src/store/checkpoint.ts
var MAX_CHARS = 65536, PARTS = [
  { kind: "session", field: "session", limit: 1 },
  { kind: "git", field: "git", limit: 1 },
  { kind: "prompt", field: "prompts", limit: 5 },
  { kind: "message", field: "lastAssistantMessage", limit: 1 },
  { kind: "todos", field: "todos", limit: 1 },
  { kind: "task", field: "tasks", limit: 50 },
  { kind: "plan", field: "plan", limit: 1 },
  { kind: "file", field: "files", limit: 100 },
  { kind: "command", field: "commands", limit: 20 },
  { kind: "agent", field: "subagents", limit: 20 },
  { kind: "background", field: "background", limit: 1 },
  { kind: "compact", field: "compact", limit: 1 },
  { kind: "end", field: "end", limit: 1 },
  { kind: "operation", field: "operations", limit: 30 }
], UNTOLD = "untold", CELLS_SQL = "SELECT key, at_ms, data FROM hive_state WHERE session_id = ? AND kind = ? ORDER BY at_ms DESC LIMIT ?";
function readState(read) {
  let parts = {};
  for (let { kind, field, limit } of PARTS) {
    let cells = read(kind, limit);
    if (cells.length > 0)
      parts[field] = limit === 1 ? cells[0] : cells;
  }
  return parts;
}

class Checkpoints {
  #cells;
  #count;
  #latest;
  #save;
  #remember;
  #trim;
  constructor({ db, kysely }, history) {
    this.#cells = db.prepare(CELLS_SQL), this.#count = db.prepare("SELECT sum(operation_count) AS operations FROM instance_sessions WHERE session_id = ?"), this.#latest = db.prepare("SELECT data FROM hive_checkpoints WHERE session_id = ? AND created_at_ms > ? ORDER BY created_at_ms DESC LIMIT 1");
    let ofSession = kysely.updateTable("sessions").where("id", "=", parameter("sessionId"));
    this.#save = new Prepared(db, ofSession.set({ checkpoint_data: parameter("data") }));
    let row = {
      session_id: parameter("sessionId"),
      created_at_ms: parameter("atMs"),
      type: parameter("type"),
      trigger: parameter("trigger"),
      data: parameter("data")
    };
    this.#remember = new Prepared(db, kysely.insertInto("hive_checkpoints").values(row));
    let kept = kysely.selectFrom("hive_checkpoints").select("id").where("session_id", "=", parameter("sessionId")).orderBy("id", "desc").limit(history), older = kysely.deleteFrom("hive_checkpoints").where("session_id", "=", parameter("sessionId"));
    this.#trim = new Prepared(db, older.where("id", "not in", kept));
  }
  write(payload) {
    let { sessionId, atMs, type, trigger } = payload, checkpoint = this.build(payload), data = JSON.stringify(checkpoint);
    this.#save.run({ sessionId, data: JSON.stringify({ ...checkpoint, ...this.#laterHeader(sessionId, atMs) }) }), this.#remember.run({ sessionId, atMs, type, trigger, data }), this.#trim.run({ sessionId });
  }
  #laterHeader(sessionId, atMs) {
    let data = this.#latest.get(sessionId, atMs)?.data, later = typeof data === "string" ? objectIn(data) : null;
    if (later === null)
      return {};
    let { lastAutoCheckpoint, savedBy, checkpointType, trigger } = later;
    return { lastAutoCheckpoint, savedBy, checkpointType, trigger };
  }
  build(payload) {
    let { sessionId } = payload;
    return capSize({
      version: 1,
      lastAutoCheckpoint: timeText(payload.atMs),
      savedBy: `instance:${payload.instanceId}`,
      operationCount: this.#count.get(sessionId)?.operations ?? 0,
      checkpointType: payload.type,
      trigger: payload.trigger,
      ...readState((kind, limit) => this.#cells.all(sessionId, kind, limit).flatMap((row) => cellIn(row) ?? []))
    });
  }
}
function cellIn({ key, at_ms: atMs, data }) {
  let fields = typeof data === "string" ? objectIn(data) : null;
  return fields === null ? null : { ...fields, key: String(key), atMs: Number(atMs) || 0 };
}
function capSize(checkpoint) {
  let fields = { ...checkpoint };
  while (JSON.stringify(fields).length > MAX_CHARS) {
    let largest = PARTS.map(({ field }) => ({ field, chars: JSON.stringify(fields[field] ?? null).length })).reduce((a, b) => b.chars > a.chars ? b : a), value = fields[largest.field], shorter = Array.isArray(value) && value.length > 1 ? value.slice(0, Math.floor(value.length / 2)) : void 0;
    fields = { ...fields, [largest.field]: shorter, truncated: !0 };
  }
  return fields;
}

// src/store/database.ts
import { Database } from "bun:sqlite";
import { lstatSync, realpathSync, rmSync, statSync } from "fs";
var FIRST_PRUNE = 256;
function assertRegular(path) {
  for (let file of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`])
    if (lstatSync(file, { throwIfNoEntry: !1 })?.isFile() === !1)
      throw new HiveError("HIVE_STORE_UNAVAILABLE", `${file} is a link, or no file at all: it is not opened`, {
        hint: "if you made it, put the file itself in its place, or the whole state directory elsewhere with HIVE_ROOT"
      });
}

class OwnedDatabase extends Database {
  #statements = /* @__PURE__ */ new Set;
  #pruneAt = FIRST_PRUNE;
  prepare(text, values) {
    let statement = values === void 0 ? super.prepare(text) : super.prepare(text, values);
    if (this.#statements.add(new WeakRef(statement)), this.#statements.size >= this.#pruneAt)
      this.#prune();
    return statement;
  }
  #prune() {
    for (let reference of this.#statements)
      if (reference.deref() === void 0)
        this.#statements.delete(reference);
    this.#pruneAt = Math.max(FIRST_PRUNE, this.#statements.size * 2);
  }
  close(throwOnError) {
    for (let reference of this.#statements)
      reference.deref()?.finalize();
    this.#statements.clear(), super.close(throwOnError);
  }
}

class OpenFiles {
  #database;
  #log;
  #databaseIdentity;
  #logIdentity;
  constructor(path) {
    this.#database = path, this.#log = `${realpathSync(path)}-wal`, this.#databaseIdentity = identityOf(this.#database), this.#logIdentity = identityOf(this.#log);
  }
  get isDatabaseInPlace() {
    return identityOf(this.#database) === this.#databaseIdentity;
  }
  get isLogInPlace() {
    return identityOf(this.#log) === this.#logIdentity;
  }
  removeOrphanedLog() {
    if (this.isDatabaseInPlace || this.#logIdentity === void 0 || !this.isLogInPlace)
      return;
    rmSync(this.#log, { force: !0 }), rmSync(this.#log.replace(/wal$/, "shm"), { force: !0 });
  }
}
function identityOf(path) {
  try {
    let stat = statSync(path, { throwIfNoEntry: !1 });
    return stat === void 0 ? void 0 : `${stat.dev}:${stat.ino}`;
  } catch (error) {
    return errorCode(error) ?? "unknown";
  }
}

// node_modules/valibot/dist/index.mjs
var store$4, DEFAULT_CONFIG = {
  lang: void 0,
  message: void 0,
  abortEarly: void 0,
  abortPipeEarly: void 0
};
function getGlobalConfig(config$1) {
  if (!config$1 && !store$4)
    return DEFAULT_CONFIG;
  return {
    lang: config$1?.lang ?? store$4?.lang,
    message: config$1?.message,
    abortEarly: config$1?.abortEarly ?? store$4?.abortEarly,
    abortPipeEarly: config$1?.abortPipeEarly ?? store$4?.abortPipeEarly
  };
}
var store$3;
function getGlobalMessage(lang) {
  return store$3?.get(lang);
}
var store$2;
function getSchemaMessage(lang) {
  return store$2?.get(lang);
}
var store$1;
function getSpecificMessage(reference, lang) {
  return store$1?.get(reference)?.get(lang);
}
function _stringify(input) {
  let type = typeof input;
  if (type === "string")
    return `"${input}"`;
  if (type === "number" || type === "bigint" || type === "boolean")
    return `${input}`;
  if (type === "object" || type === "function")
    return (input && Object.getPrototypeOf(input)?.constructor?.name) ?? "null";
  return type;
}
function _addIssue(context, label, dataset, config$1, other) {
  let input = other && "input" in other ? other.input : dataset.value, expected = other?.expected ?? context.expects ?? null, received = other?.received ?? /* @__PURE__ */ _stringify(input), issue = {
    kind: context.kind,
    type: context.type,
    input,
    expected,
    received,
    message: `Invalid ${label}: ${expected ? `Expected ${expected} but r` : "R"}eceived ${received}`,
    requirement: context.requirement,
    path: other?.path,
    issues: other?.issues,
    lang: config$1.lang,
    abortEarly: config$1.abortEarly,
    abortPipeEarly: config$1.abortPipeEarly
  }, isSchema = context.kind === "schema", message$1 = other?.message ?? context.message ?? /* @__PURE__ */ getSpecificMessage(context.reference, issue.lang) ?? (isSchema ? /* @__PURE__ */ getSchemaMessage(issue.lang) : null) ?? config$1.message ?? /* @__PURE__ */ getGlobalMessage(issue.lang);
  if (message$1 !== void 0)
    issue.message = typeof message$1 === "function" ? message$1(issue) : message$1;
  if (isSchema)
    dataset.typed = !1;
  if (dataset.issues)
    dataset.issues.push(issue);
  else
    dataset.issues = [issue];
}
function _isSameValueZero(value1, value2) {
  return value1 === value2 || Number.isNaN(value1) && Number.isNaN(value2);
}
function _isValidObjectKey(object$1, key) {
  return Object.prototype.hasOwnProperty.call(object$1, key) && key !== "__proto__" && key !== "prototype" && key !== "constructor";
}
function _joinExpects(values$1, separator) {
  let list = [...new Set(values$1)];
  if (list.length > 1)
    return `(${list.join(` ${separator} `)})`;
  return list[0] ?? "never";
}
function _standardSchema(schema) {
  return schema["~standard"] = {
    version: 1,
    vendor: "valibot",
    validate: (value$1) => schema["~run"]({ value: value$1 }, /* @__PURE__ */ getGlobalConfig())
  }, schema;
}
function getDotPath(issue) {
  if (issue.path) {
    let key = "";
    for (let item of issue.path)
      if (typeof item.key === "string" || typeof item.key === "number")
        if (key)
          key += `.${item.key}`;
        else
          key += item.key;
      else
        return null;
    return key;
  }
  return null;
}
function maxLength(requirement, message$1) {
  return {
    kind: "validation",
    type: "max_length",
    reference: maxLength,
    async: !1,
    expects: `<=${requirement}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && dataset.value.length > this.requirement)
        _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
      return dataset;
    }
  };
}
function maxValue(requirement, message$1) {
  return {
    kind: "validation",
    type: "max_value",
    reference: maxValue,
    async: !1,
    expects: `<=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !(dataset.value <= this.requirement))
        _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
      return dataset;
    }
  };
}
function minLength(requirement, message$1) {
  return {
    kind: "validation",
    type: "min_length",
    reference: minLength,
    async: !1,
    expects: `>=${requirement}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && dataset.value.length < this.requirement)
        _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
      return dataset;
    }
  };
}
function minValue(requirement, message$1) {
  return {
    kind: "validation",
    type: "min_value",
    reference: minValue,
    async: !1,
    expects: `>=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !(dataset.value >= this.requirement))
        _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
      return dataset;
    }
  };
}
function parseJson(config$1, message$1) {
  return {
    kind: "transformation",
    type: "parse_json",
    reference: parseJson,
    config: config$1,
    message: message$1,
    async: !1,
    "~run"(dataset, config$2) {
      try {
        dataset.value = JSON.parse(dataset.value, this.config?.reviver);
      } catch (error) {
        if (error instanceof Error)
          _addIssue(this, "JSON", dataset, config$2, { received: `"${error.message}"` }), dataset.typed = !1;
        else
          throw error;
      }
      return dataset;
    }
  };
}
function getFallback(schema, dataset, config$1) {
  return typeof schema.fallback === "function" ? schema.fallback(dataset, config$1) : schema.fallback;
}
function fallback(schema, fallback$1) {
  return _standardSchema({
    ...schema,
    fallback: fallback$1,
    "~run"(dataset, config$1) {
      let outputDataset = schema["~run"](dataset, config$1);
      return outputDataset.issues ? {
        typed: !0,
        value: /* @__PURE__ */ getFallback(this, outputDataset, config$1)
      } : outputDataset;
    }
  });
}
function getDefault(schema, dataset, config$1) {
  return typeof schema.default === "function" ? schema.default(dataset, config$1) : schema.default;
}
function array(item, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "array",
    reference: array,
    expects: "Array",
    async: !1,
    item,
    message: message$1,
    "~run"(dataset, config$1) {
      let input = dataset.value;
      if (Array.isArray(input)) {
        dataset.typed = !0, dataset.value = [];
        for (let key = 0;key < input.length; key++) {
          let value$1 = input[key], itemDataset = this.item["~run"]({ value: value$1 }, config$1);
          if (itemDataset.issues) {
            let pathItem = {
              type: "array",
              origin: "value",
              input,
              key,
              value: value$1
            };
            for (let issue of itemDataset.issues) {
              if (issue.path)
                issue.path.unshift(pathItem);
              else
                issue.path = [pathItem];
              dataset.issues?.push(issue);
            }
            if (!dataset.issues)
              dataset.issues = itemDataset.issues;
            if (config$1.abortEarly) {
              dataset.typed = !1;
              break;
            }
          }
          if (!itemDataset.typed)
            dataset.typed = !1;
          dataset.value.push(itemDataset.value);
        }
      } else
        _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
function boolean(message$1) {
  return _standardSchema({
    kind: "schema",
    type: "boolean",
    reference: boolean,
    expects: "boolean",
    async: !1,
    message: message$1,
    "~run"(dataset, config$1) {
      if (typeof dataset.value === "boolean")
        dataset.typed = !0;
      else
        _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
function literal(literal_, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "literal",
    reference: literal,
    expects: /* @__PURE__ */ _stringify(literal_),
    async: !1,
    literal: literal_,
    message: message$1,
    "~run"(dataset, config$1) {
      if (/* @__PURE__ */ _isSameValueZero(dataset.value, this.literal))
        dataset.typed = !0;
      else
        _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
function nullable(wrapped, default_) {
  return _standardSchema({
    kind: "schema",
    type: "nullable",
    reference: nullable,
    expects: `(${wrapped.expects} | null)`,
    async: !1,
    wrapped,
    default: default_,
    "~run"(dataset, config$1) {
      if (dataset.value === null) {
        if (this.default !== void 0)
          dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
        if (dataset.value === null)
          return dataset.typed = !0, dataset;
      }
      return this.wrapped["~run"](dataset, config$1);
    }
  });
}
function number(message$1) {
  return _standardSchema({
    kind: "schema",
    type: "number",
    reference: number,
    expects: "number",
    async: !1,
    message: message$1,
    "~run"(dataset, config$1) {
      if (typeof dataset.value === "number" && !isNaN(dataset.value))
        dataset.typed = !0;
      else
        _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
function object(entries$1, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "object",
    reference: object,
    expects: "Object",
    async: !1,
    entries: entries$1,
    message: message$1,
    "~run"(dataset, config$1) {
      let input = dataset.value;
      if (input && typeof input === "object") {
        dataset.typed = !0, dataset.value = {};
        for (let key in this.entries) {
          let valueSchema = this.entries[key];
          if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
            let value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema), valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
            if (valueDataset.issues) {
              let pathItem = {
                type: "object",
                origin: "value",
                input,
                key,
                value: value$1
              };
              for (let issue of valueDataset.issues) {
                if (issue.path)
                  issue.path.unshift(pathItem);
                else
                  issue.path = [pathItem];
                dataset.issues?.push(issue);
              }
              if (!dataset.issues)
                dataset.issues = valueDataset.issues;
              if (config$1.abortEarly) {
                dataset.typed = !1;
                break;
              }
            }
            if (!valueDataset.typed)
              dataset.typed = !1;
            dataset.value[key] = valueDataset.value;
          } else if (valueSchema.fallback !== void 0)
            dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
          else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
            if (_addIssue(this, "key", dataset, config$1, {
              input: void 0,
              expected: `"${key}"`,
              path: [{
                type: "object",
                origin: "key",
                input,
                key,
                value: input[key]
              }]
            }), config$1.abortEarly)
              break;
          }
        }
      } else
        _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
function optional(wrapped, default_) {
  return _standardSchema({
    kind: "schema",
    type: "optional",
    reference: optional,
    expects: `(${wrapped.expects} | undefined)`,
    async: !1,
    wrapped,
    default: default_,
    "~run"(dataset, config$1) {
      if (dataset.value === void 0) {
        if (this.default !== void 0)
          dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
        if (dataset.value === void 0)
          return dataset.typed = !0, dataset;
      }
      return this.wrapped["~run"](dataset, config$1);
    }
  });
}
function picklist(options, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "picklist",
    reference: picklist,
    expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
    async: !1,
    options,
    message: message$1,
    "~run"(dataset, config$1) {
      if (this.options.includes(dataset.value))
        dataset.typed = !0;
      else
        _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
function record(key, value$1, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "record",
    reference: record,
    expects: "Object",
    async: !1,
    key,
    value: value$1,
    message: message$1,
    "~run"(dataset, config$1) {
      let input = dataset.value;
      if (input && typeof input === "object") {
        dataset.typed = !0, dataset.value = {};
        for (let entryKey in input)
          if (/* @__PURE__ */ _isValidObjectKey(input, entryKey)) {
            let entryValue = input[entryKey], keyDataset = this.key["~run"]({ value: entryKey }, config$1);
            if (keyDataset.issues) {
              let pathItem = {
                type: "object",
                origin: "key",
                input,
                key: entryKey,
                value: entryValue
              };
              for (let issue of keyDataset.issues)
                issue.path = [pathItem], dataset.issues?.push(issue);
              if (!dataset.issues)
                dataset.issues = keyDataset.issues;
              if (config$1.abortEarly) {
                dataset.typed = !1;
                break;
              }
            }
            let valueDataset = this.value["~run"]({ value: entryValue }, config$1);
            if (valueDataset.issues) {
              let pathItem = {
                type: "object",
                origin: "value",
                input,
                key: entryKey,
                value: entryValue
              };
              for (let issue of valueDataset.issues) {
                if (issue.path)
                  issue.path.unshift(pathItem);
                else
                  issue.path = [pathItem];
                dataset.issues?.push(issue);
              }
              if (!dataset.issues)
                dataset.issues = valueDataset.issues;
              if (config$1.abortEarly) {
                dataset.typed = !1;
                break;
              }
            }
            if (!keyDataset.typed || !valueDataset.typed)
              dataset.typed = !1;
            if (keyDataset.typed)
              dataset.value[keyDataset.value] = valueDataset.value;
          }
      } else
        _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
function string(message$1) {
  return _standardSchema({
    kind: "schema",
    type: "string",
    reference: string,
    expects: "string",
    async: !1,
    message: message$1,
    "~run"(dataset, config$1) {
      if (typeof dataset.value === "string")
        dataset.typed = !0;
      else
        _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
function unknown() {
  return _standardSchema({
    kind: "schema",
    type: "unknown",
    reference: unknown,
    expects: "unknown",
    async: !1,
    "~run"(dataset) {
      return dataset.typed = !0, dataset;
    }
  });
}
function pipe(...pipe$1) {
  return _standardSchema({
    ...pipe$1[0],
    pipe: pipe$1,
    "~run"(dataset, config$1) {
      for (let item of pipe$1)
        if (item.kind !== "metadata") {
          if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
            dataset.typed = !1;
            break;
          }
          if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly)
            dataset = item["~run"](dataset, config$1);
        }
      return dataset;
    }
  });
}
function safeParse(schema, input, config$1) {
  let dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
  return {
    typed: dataset.typed,
    success: !dataset.issues,
    output: dataset.value,
    issues: dataset.issues
  };
}

// src/store/payloads.ts
var time = pipe(number(), minValue(-LAST_MS), maxValue(LAST_MS)), FactSchema = object({
  kind: picklist([
    "session",
    "operation",
    "file",
    "command",
    "prompt",
    "message",
    "todos",
    "task",
    "agent",
    "plan",
    "background",
    "compact",
    "end",
    "git"
  ]),
  key: pipe(string(), maxLength(4096)),
  atMs: time,
  data: record(string(), unknown())
}), id = pipe(string(), minLength(1), maxLength(256)), CheckpointSchema = object({
  sessionId: id,
  instanceId: id,
  atMs: time,
  type: picklist(["auto", "manual", "compact", "stop"]),
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
  update_checkpoint: CheckpointSchema,
  update_instance: InstanceSchema,
  insert_log: LogSchema,
  insert_agent: AgentSchema
};

export { parameter, Prepared, UNTOLD, CELLS_SQL, readState, Checkpoints, cellIn, assertRegular, OwnedDatabase, OpenFiles, getDotPath, parseJson, fallback, boolean, literal, nullable, number, object, picklist, record, string, pipe, safeParse, PAYLOADS };
