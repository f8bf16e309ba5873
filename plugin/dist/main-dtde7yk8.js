// @bun
import {
  systemClock,
  HiveError,
  errorMessage,
  MAX_DEPTH,
  isDeeperThan,
  textOf,
  directoryByEnvironment,
  isBelievable
} from "./main-whj5vxrd.js";

// src/agents/detect.ts
function agentOf(fields, env) {
  let session = fields.session_id;
  if (session !== void 0 && session === env.CLAUDE_CODE_SESSION_ID)
    return "claude-code";
  return byWords(fields) ?? byEnvironment(fields, env) ?? byShape(fields);
}
function byWords(fields) {
  if (fields.agent === "opencode")
    return "opencode";
  if (fields.agent_action_name !== void 0)
    return "windsurf";
  if (fields.cursor_version !== void 0)
    return "cursor";
  if (fields.conversation_id !== void 0 && fields.generation_id !== void 0)
    return "cursor";
  let event = fields.hookEventName;
  if (typeof event === "string" && event === event.toLowerCase())
    return "grok";
  if (typeof event === "string" && fields.sessionId !== void 0)
    return "vscode";
  if (isOfCopilot(fields))
    return "copilot";
  if (isOfCodex(fields))
    return "codex";
  if (isIn(fields, "/.qwen/"))
    return "qwen";
  if (isIn(fields, "/.factory/"))
    return "unknown";
  return isIn(fields, "/.gemini/") ? "gemini" : void 0;
}
function byEnvironment(fields, env) {
  if (isIn(fields, "/.claude/projects/"))
    return;
  let settings = env.CLAUDE_CONFIG_DIR;
  if (settings && startsIn(fields, `${settings}/projects/`))
    return;
  if (env.GROK_HOOK_EVENT)
    return "grok";
  if (env.COPILOT_CLI === "1")
    return "copilot";
  let home = env.CODEX_HOME;
  if (home && startsIn(fields, `${home}/`))
    return "codex";
  if (env.QWEN_SESSION_ID || env.QWEN_PROJECT_DIR)
    return "qwen";
  return env.GEMINI_SESSION_ID ? "gemini" : void 0;
}
function byShape(fields) {
  let event = fields.hook_event_name;
  if (isGeminis(event))
    return "gemini";
  if (fields.event !== void 0 && fields.working_dir !== void 0)
    return "goose";
  return typeof event === "string" ? "claude-code" : "unknown";
}
function isOfCopilot(fields) {
  if (fields.tool_result !== void 0)
    return !0;
  if (fields.sessionId !== void 0 && typeof fields.timestamp === "number")
    return !0;
  return fields.initial_prompt !== void 0 || fields.initialPrompt !== void 0;
}
function isOfCodex(fields) {
  if (fields.turn_id !== void 0 || isIn(fields, "/.codex/sessions/"))
    return !0;
  return fields.transcript_path === null && typeof fields.hook_event_name === "string";
}
function isGeminis(event) {
  switch (event) {
    case "BeforeAgent":
    case "AfterAgent":
    case "BeforeTool":
    case "AfterTool":
    case "BeforeModel":
    case "AfterModel":
    case "BeforeToolSelection":
    case "PreCompress":
      return !0;
    default:
      return !1;
  }
}
function isIn(fields, part) {
  let path = fields.transcript_path;
  return typeof path === "string" && path.includes(part);
}
function startsIn(fields, directory) {
  let path = fields.transcript_path;
  return typeof path === "string" && path.startsWith(directory);
}

// src/base/config.ts
var MAX = Number.MAX_SAFE_INTEGER, SETTINGS = {
  checkpointIntervalSeconds: { value: 60, rule: { min: 0, max: MAX }, project: { raiseTo: 600 } },
  checkpointHistory: { value: 20, rule: { min: 1, max: 1e4, isWhole: !0 } },
  maxPending: { value: 1e6, rule: { min: 1, max: MAX, isWhole: !0 } },
  maxPendingBytes: { value: 4294967296, rule: { min: 1, max: MAX, isWhole: !0 } },
  maxEntryBytes: { value: 1048576, rule: { min: 256, max: 1073741824, isWhole: !0 } },
  mode: { value: "event", rule: ["event", "poll"] },
  pollIntervalMs: { value: 100, rule: { min: 1, max: 3600000 } },
  backstopIntervalMs: { value: 30000, rule: { min: 10, max: 3600000 } },
  workerStart: { value: "hook", rule: ["hook", "never"] },
  idleExitSeconds: { value: 300, rule: { min: 0, max: 31536000 } },
  stuckAfterSeconds: { value: 30, rule: { min: 1, max: 86400 } },
  batchSize: { value: 512, rule: { min: 1, max: 1e4, isWhole: !0 } },
  maxAttempts: { value: 3, rule: { min: 1, max: 1000, isWhole: !0 } },
  retryBackoffMs: { value: 200, rule: { min: 0, max: 3600000 } },
  durability: { value: "process", rule: ["process", "power"] },
  rawSql: { value: "dml", rule: ["dml", "off"], project: { set: "off" } },
  rawSqlTimeoutMs: { value: 2000, rule: { min: 10, max: 20000 }, project: "lower" },
  restoreContext: { value: !0, rule: "boolean" },
  sessionRetentionDays: { value: 90, rule: { min: 0, max: 36500 } },
  ledgerRetentionHours: { value: 24, rule: { min: 1, max: 87600 } },
  deadLetterRetentionDays: { value: 30, rule: { min: 0, max: 36500 } },
  logLevel: { value: "info", rule: ["debug", "info", "warn", "error"] },
  logMaxBytes: { value: 5242880, rule: { min: 1024, max: 1073741824, isWhole: !0 } },
  logFiles: { value: 3, rule: { min: 0, max: 100, isWhole: !0 } }
}, DEFAULTS = defaults();
function defaults() {
  let values = {};
  for (let name in SETTINGS)
    values[name] = SETTINGS[name].value;
  return values;
}
var LONGEST_SHOWN = 100;
function shown(value) {
  if (typeof value === "object" && value !== null)
    return Array.isArray(value) ? "a list" : "an object";
  let text = JSON.stringify(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}\u2026`;
}
function checked(name, value) {
  let { rule } = SETTINGS[name], refuse = (what) => {
    throw new HiveError("HIVE_INVALID_OPTION", `${name} must be ${what}, not ${shown(value)}`);
  };
  if (rule === "boolean")
    return typeof value === "boolean" ? value : refuse("true or false");
  if ("min" in rule) {
    let { min, max, isWhole = !1 } = rule;
    return typeof value === "number" && value >= min && value <= max && (!isWhole || Number.isInteger(value)) ? value : refuse(`a ${isWhole ? "whole " : ""}number from ${min} to ${max}`);
  }
  return typeof value === "string" && rule.includes(value) ? value : refuse(`one of ${rule.join(", ")}`);
}
function resolveConfig(fileText, overrides = {}) {
  let file = fileText === null ? {} : parseFile(fileText), resolved = { ...DEFAULTS };
  for (let name in SETTINGS) {
    let given = overrides[name] ?? file[name];
    if (given !== void 0)
      resolved[name] = checked(name, given);
  }
  return resolved;
}
function parseFile(text) {
  try {
    let value = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value;
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_OPTION", "config.json is not JSON", {
      cause,
      hint: "mend the file, or delete it to go back to the defaults"
    });
  }
  throw new HiveError("HIVE_INVALID_OPTION", "config.json is not a JSON object");
}

// src/base/config-sources.ts
function resolveSources(sources, overrides = {}) {
  let warnings = [], user = read(sources.user, "your config.json", warnings), own = read(sources.project, "the project's config.json", warnings), isBroken = warnings.length > 0, here = isValues(user.projects) ? user.projects[sources.directory] : void 0, resolved = { ...DEFAULTS };
  for (let name in SETTINGS) {
    let key = name, override = overrides[key];
    if (override !== void 0) {
      resolved[name] = checked(key, override);
      continue;
    }
    let given = (isValues(here) ? here[name] : void 0) ?? user[name];
    if (given !== void 0)
      resolved[name] = valueOf(key, given, warnings);
    if (own[name] !== void 0)
      resolved[name] = tightened(key, resolved[name], own[name], warnings);
  }
  return { config: resolved, warnings, isBroken };
}
function read(text, name, warnings) {
  if (text === null)
    return {};
  try {
    return parseFile(text);
  } catch (error) {
    return warnings.push(`${name} does not count: ${errorMessage(error)}`), {};
  }
}
var isValues = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
function valueOf(name, given, warnings) {
  try {
    return checked(name, given);
  } catch (error) {
    let { value, project } = SETTINGS[name], instead = typeof project === "object" && "set" in project ? project.set : value;
    return warnings.push(`${errorMessage(error)}: it counts as ${String(instead)}`), instead;
  }
}
function tightened(name, current, given, warnings) {
  if (given === current)
    return current;
  let may = SETTINGS[name].project ?? "nothing", value = may === "nothing" ? void 0 : valueOf(name, given, warnings);
  if (isTighter(may, current, value))
    return value;
  return warnings.push(`the project's config.json may not set ${name} so: your own config.json may`), current;
}
function isTighter(may, current, value) {
  if (may === "nothing" || value === void 0)
    return !1;
  if (may !== "lower" && "set" in may)
    return value === may.set;
  if (typeof value !== "number" || typeof current !== "number")
    return !1;
  return may === "lower" ? value <= current : value >= current && value <= may.raiseTo;
}

// src/origin/seal.ts
var SEAL = "hive_mac";
var encoder = /* @__PURE__ */ new TextEncoder;
function macOf(body, key, what) {
  return new Bun.CryptoHasher("sha256", key).update(`hive ${what}
`).update(body).digest("hex");
}
function seal(text, key, what) {
  let body = text.slice(0, -1);
  return body + ',"hive_mac":"' + macOf(body, key, what) + '"}';
}
function resealed(text, isProved, key, what) {
  return isProved && key !== null ? seal(text, key, what) : text;
}
function isSealed(bytes, key, what) {
  let end = bytes.length - 79;
  if (key === null || end < 1)
    return !1;
  let expected = encoder.encode(',"hive_mac":"' + macOf(bytes.subarray(0, end), key, what) + '"}'), difference = 0;
  for (let index = 0;index < 79; index += 1)
    difference |= bytes[end + index] ^ expected[index];
  return difference === 0;
}

// src/queue/entry.ts
var FIRST_PRIORITY = 1, LAST_PRIORITY = 10, ENDING = ".json";
function parseEntryName(name) {
  let from = name.indexOf("_") + 1, digits = name.slice(0, from - 1), priority = Number(digits);
  if (!(priority >= FIRST_PRIORITY && priority <= LAST_PRIORITY && String(priority) === digits) || !Number.isInteger(priority) || !name.endsWith(ENDING))
    return null;
  let seq = name.slice(from, -ENDING.length);
  return seq === "" || from === 0 ? null : { priority, seq };
}
function entryName(priority, seq) {
  return `${priority}_${seq}${ENDING}`;
}
var UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
function isOwnSeq(seq) {
  return UUID.test(seq);
}
function ownSeqAtMs(seq) {
  return Number.parseInt(seq.slice(0, 8) + seq.slice(9, 13), 16);
}
var GROUP_AT = 28, UUID_CHARS = 36;
function newSeq(group) {
  let seq = Bun.randomUUIDv7();
  return group === void 0 ? seq : seq.slice(0, GROUP_AT) + Bun.hash.crc32(group).toString(16).padStart(8, "0");
}
var groupOf = (seq) => seq.length === UUID_CHARS ? seq.slice(GROUP_AT) : null;
function isOwnName(name) {
  return isOwnSeq(parseEntryName(name)?.seq ?? "");
}
function completeEntry(entry, nowMs) {
  let priority = entry.priority ?? 5;
  if (!Number.isInteger(priority) || priority < FIRST_PRIORITY || priority > LAST_PRIORITY)
    throw new HiveError("HIVE_INVALID_ENTRY", `priority must be a whole number from ${FIRST_PRIORITY} to ${LAST_PRIORITY}, not ${priority}`);
  if (entry.operation === "")
    throw new HiveError("HIVE_INVALID_ENTRY", "operation is empty");
  if (entry.payload === void 0 === (entry.sql === void 0))
    throw new HiveError("HIVE_INVALID_ENTRY", "an entry has either a payload or sql");
  return {
    seq: newSeq(entry.group),
    priority,
    operation: entry.operation,
    ...entry.sql === void 0 ? { payload: entry.payload } : { sql: entry.sql },
    metadata: { ...entry.metadata, enqueued_at_ms: nowMs },
    created_at: new Date(nowMs).toISOString(),
    retries: 0,
    ...entry.id === void 0 ? {} : { hive_id: entry.id }
  };
}
function decodeEntry(text, name) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_ENTRY", "not JSON", { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new HiveError("HIVE_INVALID_ENTRY", "not a JSON object");
  let fields = value;
  if (typeof fields.operation !== "string" || fields.operation === "")
    throw new HiveError("HIVE_INVALID_ENTRY", "operation is missing");
  let { sql } = fields;
  if (sql !== void 0 && typeof sql !== "string")
    throw new HiveError("HIVE_INVALID_ENTRY", "sql is not a string");
  if (fields.payload === void 0 === (sql === void 0))
    throw new HiveError("HIVE_INVALID_ENTRY", "an entry has either a payload or sql");
  if (isDeeperThan(value, MAX_DEPTH, text))
    throw new HiveError("HIVE_INVALID_ENTRY", `nested deeper than ${MAX_DEPTH} levels`);
  return withDefaults(fields, name);
}
function withDefaults(fields, name) {
  let { metadata, created_at, retries, [SEAL]: _, ...others } = fields;
  return {
    ...others,
    operation: fields.operation,
    seq: name.seq,
    priority: name.priority,
    metadata: typeof metadata === "object" && metadata !== null ? { ...metadata } : {},
    created_at: typeof created_at === "string" ? created_at : "",
    retries: typeof retries === "number" && Number.isFinite(retries) && retries > 0 ? Math.floor(retries) : 0
  };
}

// src/queue/ignore-rules.ts
var IGNORE_ALL = `*
`, MAY_BE_KEPT = ["!config.json", "!/config.json", "!.gitignore", "!/.gitignore"];
function ignoresAll(text) {
  if (text === `*
`)
    return !0;
  let patterns = patternsOf(text);
  return patterns.includes("*") && patterns.every((pattern) => pattern[0] !== "!" || MAY_BE_KEPT.includes(pattern));
}
var patternsOf = (text) => (text ?? "").split(`
`).map((line) => line.replace(/\r$/, "")).filter((line) => line !== "" && !line.startsWith("#"));

// src/queue/layout.ts
function queuePaths(root) {
  let queue = `${root}/queue`;
  return {
    root,
    instances: `${root}/instances`,
    queue,
    tmp: `${queue}/.tmp`,
    pending: `${queue}/pending`,
    processing: `${queue}/processing`,
    failed: `${queue}/failed`,
    workers: `${queue}/workers`,
    captured: `${queue}/captured`,
    heartbeat: `${queue}/.heartbeat`,
    doorbell: `${queue}/doorbell`
  };
}
function queueDirectories(paths) {
  let { root, instances, queue, tmp, pending, processing, failed, workers, captured } = paths;
  return [root, instances, queue, tmp, pending, processing, failed, workers, captured];
}

// src/queue/enqueue.ts
var HOUR_MS = 3600000;
function journalName(atMs) {
  return `${(atMs - atMs % HOUR_MS) / HOUR_MS}.ids`;
}
function enqueue(paths, files, entries, options) {
  let { durability, onStep } = options, texts = [];
  for (let entry of entries)
    texts.push(encode(entry, options));
  for (let index = 0;index < entries.length; index += 1) {
    let entry = entries[index], name = entryName(entry.priority, entry.seq), temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
    files.create(temporary, texts[index]), onStep?.("tmp-written"), orRemove(files, temporary, () => {
      if (durability === "power")
        files.sync(temporary), onStep?.("tmp-synced");
      files.rename(temporary, `${paths.pending}/${name}`);
    }), onStep?.("renamed");
  }
  if (durability === "power")
    files.sync(paths.pending), onStep?.("pending-synced");
  if (entries.length > 0)
    note(paths, files, entries);
  onStep?.("captured");
  let isHeard = files.ring(paths.doorbell);
  return onStep?.("rung"), isHeard;
}
function orRemove(files, temporary, putInPlace) {
  try {
    putInPlace();
  } catch (error) {
    throw tryToRemove(files, temporary), error;
  }
}
function tryToRemove(files, path) {
  try {
    files.unlink(path);
  } catch {
    return;
  }
}
function note(paths, files, entries) {
  try {
    files.append(`${paths.captured}/${journalName(Date.now())}`, idBytes(entries));
  } catch {
    return;
  }
}
function encode(entry, { maxEntryBytes, key }) {
  let text = key === null ? stringify(entry) : seal(stringify(entry), key, "entry");
  if (text.length * 3 > maxEntryBytes)
    assertSize(text, maxEntryBytes);
  return text;
}
function assertSize(text, maxEntryBytes) {
  let bytes = Buffer.byteLength(text);
  if (bytes <= maxEntryBytes)
    return;
  throw new HiveError("HIVE_ENTRY_TOO_LARGE", `the entry has ${bytes} bytes, more than maxEntryBytes ${maxEntryBytes}`);
}
function stringify(entry) {
  let kind = typeof entry.payload, isLeftOut = entry.sql === void 0 && (kind === "function" || kind === "symbol");
  try {
    if (!isLeftOut)
      return JSON.stringify(entry);
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_ENTRY", "the payload cannot be written as JSON", { cause });
  }
  throw new HiveError("HIVE_INVALID_ENTRY", "the payload cannot be written as JSON");
}
function idBytes(entries) {
  let hex = "";
  for (let { seq } of entries)
    hex += seq.slice(0, 8) + seq.slice(9, 13) + seq.slice(14, 18) + seq.slice(19, 23) + seq.slice(24);
  return Uint8Array.fromHex(hex);
}

// src/queue/limits.ts
var MIN_DIRECTORY_ENTRY_BYTES = 16;
function mayBeFull(directoryBytes, limits) {
  let entriesAtMost = directoryBytes / 16;
  return entriesAtMost >= limits.maxPending || entriesAtMost * limits.maxEntryBytes >= limits.maxPendingBytes;
}

// src/capture/commit.ts
function commit(job) {
  let key = readKey(job);
  return key === null ? commitFirst(job) : commitWith(job, key);
}
var KEY_CHARS = 64;
function readKey({ io, paths, options: { env } }) {
  let directory = directoryByEnvironment("data", env, paths.root), text = directory === null ? null : io.readOwn(`${directory}/key`);
  return text !== null && text.length === KEY_CHARS + 1 ? text.slice(0, KEY_CHARS) : null;
}
async function commitFirst(job) {
  return commitWith(job, await (await import("./fallback-dkpet4z4.js")).makeKey(job.paths.root, job.options.env));
}
function commitWith(job, key) {
  let { io, paths, config, odd } = job;
  if (!job.isUnderstood)
    return saveBesideOlder(job, key);
  if (odd !== null)
    return saveElse(job, key, Error(`${odd} is no directory`));
  return mayBeFull(io.size(paths.pending) ?? 0, config) ? countFirst(job, key) : tryToEnqueue(job, key);
}
function tryToEnqueue(job, key) {
  let { io, paths, entry, options } = job, isCommitted = !1, onStep = (step) => {
    if (step === "renamed")
      isCommitted = !0;
    options.onStep?.(step);
  };
  try {
    let { durability, maxEntryBytes } = job.config;
    return enqueue(paths, io, [entry], { durability, maxEntryBytes, key, onStep });
  } catch (error) {
    return saveElse(job, key, error, isCommitted);
  }
}
async function countFirst(job, key) {
  try {
    (await import("./capacity-wzvgxxs3.js")).assertCapacity(job.paths, job.config);
  } catch (error) {
    return saveElse(job, key, error);
  }
  return tryToEnqueue(job, key);
}
async function saveElse(job, key, error, isCommitted = !1) {
  let { paths, config, entry } = job, left = isCommitted ? [] : [entry];
  return (await import("./fallback-dkpet4z4.js")).saveWithoutQueue(paths, left, { ...config, key }, error);
}
async function saveBesideOlder({ paths, config, entry }, key) {
  return (await import("./fallback-dkpet4z4.js")).saveBesideOlder(paths, entry, { ...config, key });
}

// src/capture/entries.ts
function checkpointType(event) {
  switch (event) {
    case "PostToolUse":
    case "PostToolUseFailure":
    case "SubagentStop":
      return "auto";
    case "PreCompact":
      return "compact";
    case "Stop":
    case "SessionEnd":
      return "stop";
    default:
      return null;
  }
}
function observationEntry(observation) {
  let { sessionId, event, checkpoint, facts } = observation, entry = {
    operation: "observe",
    payload: observation,
    priority: checkpoint === void 0 ? 5 : 3,
    metadata: { session_id: sessionId, event },
    group: sessionId
  }, operation = operationIn(facts);
  return operation === void 0 ? entry : { ...entry, id: `observe:${sessionId}:${operation.key}` };
}
function operationIn(facts) {
  for (let fact of facts)
    if (fact.kind === "operation")
      return fact;
  return;
}

// src/redact/apply.ts
var SEAM = `
\x00
`;
function applyRule(rule, text, secrets) {
  let pattern = rule.pattern();
  return rule.scope === void 0 ? replaceIn(rule, text, pattern, secrets) : text.replace(rule.scope(), (part) => replaceIn(rule, part, pattern, secrets));
}
function replaceIn(rule, text, pattern, secrets) {
  let { kind } = rule, result = "", done = 0, end = eachSecret(rule, text, pattern, (value, from) => (secrets.add(value, kind), result += `${text.slice(done, from)}[redacted:${kind}]`, done = from + value.length, !0));
  if (end < text.length)
    return `${result}${text.slice(done, end)}[redacted:unread]`;
  return done === 0 ? text : result + text.slice(done);
}
function findsSecret(rule, text) {
  let isFound = !1, onSecret = () => (isFound = !0, !1), pattern = rule.pattern(), parts = rule.scope === void 0 ? [text] : text.match(rule.scope()) ?? [];
  for (let part of parts)
    if (eachSecret(rule, part, pattern, onSecret) < part.length || isFound)
      return !0;
  return !1;
}
function eachSecret({ accepts, followUp }, text, pattern, onSecret) {
  let left = 200;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text);match !== null; match = pattern.exec(text)) {
    let { index } = match, follow = followUp?.(text, pattern.lastIndex);
    if (follow === null)
      continue;
    let { 0: whole, 1: name = "", 2: separator = "" } = follow === void 0 ? match : joined(match, follow), start = name.length + separator.length, quote = openingQuote(start === 0 ? whole : whole.slice(start)), value = whole.slice(start + quote.length), from = index + start + quote.length;
    if (pattern.lastIndex = Math.max(pattern.lastIndex, from + value.length), value === "" || value.startsWith("[redacted:") && /^\[redacted:[\w-]+\]/.test(value))
      continue;
    if (left-- === 0)
      return index;
    let before = text.slice(Math.max(0, index - 48), index);
    if (accepts?.(value, { name, separator, quote, before }) !== !1) {
      if (!onSecret(value, from))
        return text.length;
    } else {
      if (value.includes(`
\x00
`))
        return index;
      if (start > 0 && value.length <= 200)
        pattern.lastIndex = from;
    }
  }
  return text.length;
}
var joined = (name, follow) => ({
  0: name[0] + follow[0],
  1: name[0],
  2: follow[1] ?? ""
});
function openingQuote(text) {
  let first = text.charAt(0);
  if (first === '"' || first === "'" || first === "`")
    return first;
  return "$frb@\\".includes(first) ? /^(?:[$frb@]{0,2}["'`]|\\{1,3}["'])/.exec(text)?.[0] ?? "" : "";
}

// src/redact/rule.ts
function once(make) {
  let made;
  return () => made ??= make();
}
var REFERENCE_CHARS = 200;
function isPlain(value) {
  let hasNumber = !1;
  for (let i = 0;i < value.length; i++) {
    let code = value.charCodeAt(i);
    if (code >= 48 && code <= 57)
      hasNumber = !0;
    else if (!(code >= 97 && code <= 122 || code >= 65 && code <= 90 || code === 95 || code === 45 || code === 43 || code === 61))
      return !1;
  }
  return hasNumber;
}
function isValue(value) {
  let trimmed = value.trim();
  if (trimmed === "")
    return !1;
  if (trimmed.length > REFERENCE_CHARS || isPlain(trimmed))
    return !0;
  return !(/^(?:\$[a-z_{(]|%\w+%|%[a-z]$|\{\{|<|[*.\u2022\u2026x]+$|#[0-9a-f]{3,8}$|(?:process|os|import|env|config|settings|options|args|this|self|req|request|ctx|secrets|vars?|props|local|data|module)\??\.\w)/i.test(trimmed) || /^(?:(?:~|\.{1,2}|@)?(?:\/[\w.-]+){2,}\/?|[\w./~-]+\.(?:json|pem|key|crt|cer|p12|pfx|jks|ya?ml|txt|env|toml|ini|html?|[jt]sx?|py|go|rb|rs|sh|md|gpg|asc|pub)|[\^~<>=v ]*\d+(?:\.\d+)+(?:[-+.][\w.-]+)?)$/i.test(trimmed) || /^(?:(?:https?|file|workspace|npm|link|git|catalog|urn|arn|op|ref|vault|ssm|env):|(?:string|str|text|number|boolean|bool|any|unknown|never|object|null|nil|none|undefined|void|true|false|required|optional|bearer|basic|digest|include|omit|same-origin|[*&]?[a-z._:-]{0,60}(?:password|passwd|pwd|secret|token|key|credential)s?|read|write|inherit|flags?|options?|arg|argument|is|to|and|or|for|in|with|on|as|the|a|an|from|if|when|was|be|can|must|should|at|of|by)[.?!]?$)/i.test(trimmed));
}
var hasDigit = (value) => isValue(value) && /\d/.test(value), isMixed = (value) => value.length >= 6 && isValue(value) && /[\d!@#$%^*+=]/.test(value) && !/^[\d.,:%]{1,9}$/.test(value), isOpaque = (value) => /^[\w+/=.~-]{16,}$/.test(value) && /\d.*\d/.test(value) && /[A-Za-z0-9]{12}/.test(value) && /[a-z]/i.test(value) && isValue(value), isPassword = (value) => isMixed(value) && /\d/.test(value) && /[!@#$%^&*(){}[\]]/.test(value);

// src/redact/assignment-pattern.ts
var namePattern = () => /pass(?:word|wd|phrase|code)?s?|pwd|pw|secret(?:[ _-]?(?:access[_-]?)?key)?(?:_?base)?|token|credentials?|mnemonic|(?:recovery|seed)[ _-]phrase|salt|psk|pat|auth|private_key_id|key[_-]data|keys?/gi, value = once(() => {
  let BRACKETED = String.raw`\([^\s()"'\x60]{0,40}\)|\[[^\s[\]"'\x60]{0,40}\]|\{[^\s{}"'\x60]{0,40}\}`;
  return [
    String.raw`[$frb@]{0,2}"(?:[^"\\\n]|\\.)+`,
    String.raw`[$frb@]{0,2}'(?:[^'\\\n]|\\.)+`,
    String.raw`\x60[^\x60\n]+`,
    String.raw`\\{1,3}["'][^"'\\\n]+`,
    String.raw`[^\s"'\x60,;|<>(){}[\]\\&:=](?:[^\s"'\x60,;|<>(){}[\]\\&]|&(?![&\s]|[\w.%-]{1,60}=)|${BRACKETED})*`
  ].join("|");
}), OPERATOR = String.raw`(?:["'\\]{1,3}\]?|\[\d{0,4}\])?[ \t]{0,8}(?:=>|[:?.+|~]{0,3}={1,3}|:(?!:))`, TYPE = String.raw`&?(?:'static )?(?:string|str|text|nsstring|bytes|any)[ \t]{0,4}=`, operator = once(() => new RegExp(`((?:[_-]?\\d{1,3})?${OPERATOR}(?![ \\t]{0,4}(?:${TYPE}|[|>]))[ \\t]{0,8})(?:${value()})`, "iy")), other = once(() => {
  let QUOTED = String.raw`(?=[$frb@]{0,2}["'\x60])`, WRAPPER = String.raw`[\w.]{1,40}\([ \t]{0,4}["'][^"'\n]{1,60}["'],[ \t]{0,4}|(?:Some|Ok|String::from|Secret(?:String)?|SecureString|Buffer\.from)\([ \t]{0,4}`, separators = [
    String.raw`(?:\??[ \t]{0,4}:)?(?:\[\d{0,4}\])?[ \t]{1,4}${TYPE}[ \t]{0,4}`,
    String.raw`${OPERATOR}[ \t]{0,8}(?:!vault[ \t]{1,4}|(?:${WRAPPER})(?=["']))`,
    String.raw`["'\\]{0,3}[ \t]{0,4}:[ \t]{0,4}[|>][+-]?[ \t]{0,4}\n[ \t]{1,20}`,
    String.raw`["'\\]{0,3}(?:,\s{0,20}|\s{1,20})["'\\]{0,3}(?:value|default|content)["'\\]{0,3}[ \t]{0,4}[:=][ \t]{0,4}`,
    String.raw`["'\\]{1,3}[ \t]{0,4},[ \t]{0,4}${QUOTED}`,
    String.raw`[({][ \t]{0,4}${QUOTED}`,
    String.raw`["'\])]{0,3}[ \t]{1,4}(?:\|\||\?\?|or|\.)?[ \t]{0,4}${QUOTED}`,
    String.raw`["'\\]{1,3}(?:[ \t]{1,4}|\)\.\w{1,20}\([ \t]{0,4})${QUOTED}`,
    String.raw`[ \t]{1,4}\{ ?get;[^}\n]{0,30}\}[ \t]{0,4}=[ \t]{0,4}`,
    String.raw`[ \t]{0,20}\|[ \t]{0,4}`,
    String.raw`["']?>\s{0,20}`,
    String.raw`["']?[ \t]{0,4}\{\s{1,20}default[ \t]{1,20}=[ \t]{1,4}`,
    String.raw`(?:[ \t]{1,4}\([^()\n]{1,40}\)|[ \t]{1,4}(?:for|of)[ \t]{1,4}[^\s:]{1,60})[ \t]{0,4}[:=][ \t]{1,4}`,
    String.raw`[ \t]{1,4}(?:is|was|to|equ)(?:[ \t]{1,4}(?:now|set to))?:?[ \t]{1,4}`,
    String.raw`[ \t]{1,4}`
  ].join("|");
  return new RegExp(`((?:[_-]?\\d{1,3})?(?:${separators}))(?:${value()})`, "iy");
}), NEAR_CHARS = 80;
function followUp(text, from) {
  let first = text.charAt(from);
  if ((first === "_" || first === "-") && isDigit(text.charCodeAt(from + 1)))
    first = "1";
  if (first === "" || !`=:?+~[.1"'\\ 	
>|({`.includes(first))
    return null;
  let at = from;
  while (isBlank(text.charCodeAt(at)))
    at++;
  let next = text.charAt(at);
  if (first === "." && text.charAt(from + 1) !== "=")
    return null;
  if (next === `
`)
    return text.slice(at, at + NEAR_CHARS).includes("value") ? execAt(other(), text, from) : null;
  if (at > from && isLetterOrDigit(text.charCodeAt(at)))
    return mayTell(text, from, at) ? execAt(other(), text, from) : null;
  let found = ">|({".includes(next) ? null : execAt(operator(), text, from), isWrapped = found !== null && (text.charAt(from + found[0].length) === "(" || next === "!" || found[0].endsWith("!vault"));
  return found === null || isWrapped ? execAt(other(), text, from) ?? found : found;
}
function execAt(pattern, text, at) {
  return pattern.lastIndex = at, pattern.exec(text);
}
function mayTell(text, from, at) {
  for (let i = at;i < text.length && i < at + NEAR_CHARS; i++) {
    let code = text.charCodeAt(i);
    if (code === 10)
      break;
    if (isDigit(code) || code === 34 || code === 39 || code === 96)
      return !0;
  }
  let start = from - 1;
  while (start >= 0 && !isBlank(text.charCodeAt(start)) && text.charCodeAt(start) !== 10)
    start--;
  let before = text.charCodeAt(start + 1);
  return before === 45 || before === 47;
}
var isBlank = (code) => code === 32 || code === 9, isDigit = (code) => code >= 48 && code <= 57, isLetterOrDigit = (code) => code >= 97 && code <= 122 || code >= 65 && code <= 90 || isDigit(code);

// src/redact/assignments.ts
var places = once(() => new Set(`primary foreign cache public sort partition hash index map object row group i18n unique composite query hot cut lookup
      dictionary dict translation routing registry react event state storage config field column idempotency dedupe restore
      arrow enter modifier host known deploy ssh gpg s3 bucket session data item node tree sub parent search metric label tag
      meta issue project test msg message locale lang min max first last next prev start end by on of the a this each any
      some no per dist file path job task lock dbus json yaml xml kv env setting settings prop props argument arg param
      header form build package module feature flag style theme color type kind name id or and in as with`.split(/\s+/))), secrets = once(() => new Set(`api access private auth account encryption signing master secret subscription service admin license hmac fernet app
      pass authorization consumer client webhook`.split(/\s+/))), isLikely = (value) => isMixed(value) || /^\S{20,}$/.test(value), hasBoth = (value) => /\d/.test(value) && /[a-z]/i.test(value), isCall = (value) => /^[A-Za-z_$][\w$.?!]*[([{]/.test(value), isUuid = (value) => /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(value), isProse = (value) => /^[A-Z][a-z'\u2019-]*(?: (?:[A-Za-z'\u2019"(),-]+|\d{1,4}))+[.?!:\u2026]*$/.test(value), isRandom = (value) => /^[\w+/=.~-]{12,}$/.test(value) && /\d.*\d/.test(value) && /[a-z]/.test(value) && (/[A-Z]/.test(value) || isOpaque(value)), isSet = (before) => /(?:^|[^a-z])(?:set|with|put|add|define|export|declare|setx|env|arg|append|use|encode|fernet|header|config)[^\n]{0,40}$/i.test(before), isFlag = (whole) => /(?:^|\s)(?:--?|\/)[\w.-]*$/.test(whole), isEnvironment = ({ name, separator }) => separator === "=" && /^[A-Z_\d]+$/.test(name), isAside = (separator) => /^\{|^["'\])]{0,3}[ \t]+(?:\|\||\?\?|or|\.)|^["'\\]{1,3}(?:[ \t]|\)\.)|\([^()]*$/.test(separator);
function isName({ name, before, separator }) {
  if (name.length > 4 || !/^(?:pass|pw|pat|psk|salt|auth)$/i.test(name))
    return !0;
  let isCamel = /[a-z]$/.test(before) && /^[A-Z]/.test(name);
  if (/^pat$/i.test(name))
    return isCamel || /[a-z][_-]$/i.test(before);
  if (/^auth$/i.test(name))
    return /["':_.?&-]$/.test(before) || isSet(before + separator);
  return isCamel || !/[a-z]$/i.test(before) || /(?:store|key|trust|db|smtp|ftp|rpc|user|root|admin|redis|mysql|auth|login|become|client|my)$/i.test(before);
}
function isNamed(value, found) {
  let { name, separator, quote, before } = found;
  if (value.length <= 3 && /^\d+$/.test(value))
    return !1;
  if (!isName(found) || !isValue(value))
    return !1;
  if (quote === "" && isCall(value) && !isEnvironment(found))
    return !1;
  let isKey = /keys?$/i.test(name);
  if (!["=", ":", ":=", "=>", '":', "':"].includes(separator.trim())) {
    let told = isTold(value, found);
    if (told !== void 0 && !(told === "element" && isKey))
      return told === "element" ? isLikely(value) : told;
  }
  if (isKey)
    return isOfKey(value, found);
  if (name.length > 4 || quote !== "" || !/^pass$/i.test(name))
    return isAssigned(value, separator + quote);
  return name === "pass" && /(?:^|[\n{,(])\s*$/.test(before) || /[\w/-]$/.test(before) ? isAssigned(value, separator + quote) : isPassword(value);
}
function isTold(value, found) {
  let { separator, before } = found;
  if (/^[ \t]+$/.test(separator))
    return isAfterSpace(value, found);
  if (/^\([ \t]*$/.test(separator))
    return isSet(before) && isLikely(value);
  if (/^[ \t]*\|[ \t]*$/.test(separator))
    return isPassword(value) || isOpaque(value);
  if (isAside(separator))
    return isLikely(value) && !/\s/.test(value);
  if (/^["']?>/.test(separator))
    return /<[\w:. ="'-]*$/.test(before) ? "element" : !1;
  return /[a-z][ \t:]*$/i.test(separator) && !/keys?$/i.test(found.name) ? isLikely(value) : void 0;
}
function isAssigned(value, kept) {
  if (/["'`]$/.test(kept))
    return !/^\s*[,;)}\]+]/.test(value) && !isProse(value) && (!kept.includes(",") || isMixed(value) && !/\s/.test(value));
  return /^=$|[^\s=:]=$/.test(kept) || isLikely(value);
}
function isOfKey(value, { name, before, separator, quote }) {
  let whole = before + name, words = (/[\w .-]*$/.exec(whole)?.[0] ?? "").split(/[^A-Za-z\d]+|(?<=[a-z\d])(?=[A-Z])/), last = (words.at(-1) ?? "").toLowerCase().replace(/keys?$/, ""), word = last || (words.at(-2) ?? "").toLowerCase();
  if (secrets().has(word))
    return isAssigned(value, separator + quote);
  if (places().has(word) || last !== "" || quote === "" && value.endsWith("$"))
    return !1;
  if (/[A-Z\d]_KEYS?$/.test(whole))
    return isMixed(value) && isAssigned(value, separator + quote);
  let isPartOfName = word !== "" && !/ keys?$/i.test(whole);
  if (isPartOfName && (quote !== "" && isMixed(value) || isRandom(value)))
    return !0;
  return isPassword(value) || isOpaque(value) && (isPartOfName || !isUuid(value));
}
function isAfterSpace(value, { name, before, quote }) {
  if (value.startsWith("-"))
    return !1;
  let whole = before + name;
  if (isFlag(whole))
    return !/keys?$/i.test(name) || /(?:api|access|private|auth|account|secret|app|license)-?key$/i.test(whole) || isPassword(value) || isRandom(value) || isOpaque(value);
  if (isSet(before))
    return value.length >= 8 && hasBoth(value) || isPassword(value);
  return quote !== "" && isMixed(value) && hasBoth(value) || isOpaque(value) && value.length >= 20;
}
var rules = () => {
  let expression = namePattern();
  return [{ kind: "secret", keywords: ASSIGNMENTS.words, pattern: () => expression, followUp, accepts: isNamed }];
}, ASSIGNMENTS = {
  words: [
    "pass",
    "secret",
    "token",
    "key",
    "pwd",
    "pw=",
    "pw:",
    'pw"',
    "pw'",
    "pw\\",
    "pw>",
    "pw(",
    "pw ",
    `pw
`,
    "cred",
    "auth",
    "salt",
    "mnemonic",
    'pat"',
    "pat=",
    "pat:",
    "pat ",
    "phrase",
    "psk"
  ],
  rules: once(rules)
};

// src/redact/commands.ts
var REST = String.raw`(?:[^\n|;&\\]|&(?!&)|\\[\s\S])*`, VALUE = String.raw`(?:"(?:[^"\\\n]|\\.)+|'[^'\n]+|[^\s"'\x60\\-][^\s"'\x60\\]*)`;
function command(gates, { names, pattern, before, kind = "password" }) {
  return {
    kind,
    gates,
    keywords: names,
    scope: () => new RegExp(String.raw`(?:\b|\\[nrt])(?:${pattern ?? names.join("|")})(?![\w-])${REST}`, "gi"),
    pattern: () => new RegExp(`(${before})${VALUE}`, "g"),
    accepts: isValue
  };
}
var flags = () => [
  command([" -p", " -hp", " /p:"], {
    names: "login sshpass mongo twine poetry nuget cqlsh psexec winrm winrs rdesktop xfreerdp ncftp rabbitmqadmin altool usermod useradd security 7z rar".split(" "),
    pattern: String.raw`sshpass|(?:docker|podman|nerdctl|helm|skopeo|az|oc|eas)[ \t][^\n|;&]{0,80}?login|mongo(?:sh|dump|restore|export|import)?|twine|poetry|nuget[ \t]+add[ \t]+source|cqlsh|psexec|evil-winrm|winrs|rdesktop|xfreerdp|ncftp\w*|rabbitmqadmin|altool|usermod|useradd|security|7za?|rar|unrar`,
    before: String.raw`[ \t](?:-h?p:?|/p:)[ \t]{0,4}`
  }),
  command([" -p ", " -n "], {
    names: ["sqlcmd", "bcp", "zip", "ssh-keygen", "mosquitto_", "security", "ipmitool"],
    pattern: String.raw`sqlcmd|bcp|(?:un)?zip|ssh-keygen|mosquitto_\w+|security|ipmitool`,
    before: String.raw`[ \t]-[PN][ \t]{1,4}`
  }),
  command([" -p"], {
    names: ["mysql", "mariadb"],
    pattern: String.raw`mysql(?:dump|admin)?|mariadb(?:-dump|-admin)?`,
    before: String.raw`[ \t]-p(?=["'\w])`
  }),
  command([" -pw "], { names: ["plink", "pscp", "psftp"], before: String.raw`[ \t]-pw[ \t]{1,4}` }),
  command([" -w"], {
    names: ["ldap", "security", "irssi", "kadmin"],
    pattern: String.raw`ldap\w+|security|irssi|kadmin`,
    before: String.raw`[ \t]-w(?:[ \t]{1,4}|(?=["']))`
  }),
  command([" -a "], { names: ["redis-cli"], before: String.raw`[ \t]-a[ \t]{1,4}` }),
  command(["pass:", " -k "], {
    names: ["openssl", "apksigner", "nuget"],
    before: String.raw`[ \t"']pass:|[ \t]-k[ \t]{1,4}`
  }),
  command(["sqlplus"], { names: ["sqlplus"], before: String.raw`[ \t]["']?\w{1,60}/(?!/)` }),
  command([" -u"], { names: ["smbclient"], before: String.raw`-U[ \t]{0,4}["']?[^\s%]{1,100}%` }),
  command([" -u"], { names: ["lftp"], before: String.raw`-u[ \t]{1,4}["']?[^\s,"']{1,100},` }),
  command([" -ap ", " -xp "], { names: ["swaks", "sendemail"], before: String.raw`[ \t]-[ax]p[ \t]{1,4}` }),
  command([" -t "], { names: ["codecov"], before: String.raw`[ \t]-t[ \t]{1,4}` }),
  command([" -u", " -a", "-user", "--auth"], {
    names: ["curl", "http", "xh ", "etcdctl"],
    pattern: "curl|https?|xh|etcdctl",
    before: String.raw`[ \t](?:-[auU]|--(?:user|auth|proxy-user))[ \t=]{0,4}["']?[^\s:"'/[\]]{0,100}:`
  }),
  command([" -b", "--cookie"], {
    names: ["curl"],
    before: String.raw`[ \t](?:-b|--cookie)[ \t=]{1,4}["']?[\w.$-]{1,100}=`,
    kind: "cookie"
  }),
  command([" -b", " -v", "--body", "--value", "-string"], {
    names: ["gh ", "az ", "aws ", "llm", "kaggle"],
    pattern: "gh|az|aws|llm|kaggle",
    before: String.raw`[ \t](?:-b|-v|--body|--value|--secret-string)[ \t=]{1,4}`
  })
], FLAGS = {
  words: "sqlplus| -p| -hp| /p:| -n | -w| -a | -k |pass:| -u| -ap | -xp | -t |-user|--auth| -b|--cookie| -v|--body|--value|-string".split("|"),
  rules: once(flags)
}, positions = () => [
  command(["htpasswd"], {
    names: ["htpasswd"],
    before: String.raw`[ \t]-[a-zB]{0,6}n[a-zB]{0,6}[ \t]{1,4}[^\s-]\S{0,200}[ \t]{1,4}|[ \t]-[a-mo-zB]{0,6}b[a-mo-zB]{0,6}[ \t]{1,4}[^\s-]\S{0,200}[ \t]{1,4}\S{1,200}[ \t]{1,4}`
  }),
  command([
    "login",
    "auth",
    "add_user",
    "change_pass",
    "nmcli",
    "wpa_pass",
    "requirepass",
    "bindpw",
    "rootpw",
    "wpa-psk",
    "unlock",
    "obscure",
    "passwd",
    "-password "
  ], {
    names: [
      "vault",
      "cargo",
      "wandb",
      "snyk",
      "ngrok",
      "rabbitmqctl",
      "nmcli",
      "wpa_passphrase",
      "requirepass",
      "masterauth",
      "bindpw",
      "rootpw",
      "wpa-psk",
      "bw ",
      "rclone",
      "openssl",
      "grafana"
    ],
    pattern: "vault|cargo|wandb|snyk|ngrok|rabbitmqctl|nmcli|wpa_passphrase|requirepass|masterauth|bindpw|rootpw|wpa-psk|bw|rclone|openssl|grafana(?:-cli)?",
    before: String.raw`(?:vault[ \t]{1,4}login|cargo[ \t]{1,4}login|wandb[ \t]{1,4}login|snyk[ \t]{1,4}auth|ngrok[ \t][^\n]{0,40}?authtoken|(?:change_password|add_user)[ \t]{1,4}\S{1,100}|nmcli[^\n]{0,200}?[ \t]password|wpa_passphrase[ \t]{1,4}\S{1,100}|requirepass|masterauth|bindpw|rootpw|wpa-psk|bw[ \t]{1,4}(?:unlock|login[ \t]{1,4}\S{1,100})|rclone[ \t]{1,4}obscure|openssl[ \t]{1,4}passwd(?:[ \t]{1,4}-\w{1,6})?|reset-admin-password)[ \t]{1,4}(?:token=)?`
  }),
  command(["net use", "http-basic", "pypi-token", "bundle config", "input_pw"], {
    names: ["net ", "composer", "poetry", "bundle", "pdftk"],
    pattern: String.raw`net[ \t]{1,4}user?|composer|poetry|bundle|pdftk`,
    before: String.raw`(?:net[ \t]{1,4}user?[ \t]{1,4}\S{1,100}(?:[ \t]{1,4}\\\\\S{1,200})?|http-basic\.\S{1,100}[ \t]{1,4}\S{1,100}|pypi-token\.\S{1,100}|input_pw)[ \t]{1,4}(?!/)|bundle[ \t]{1,4}config[ \t]{1,4}\S{1,100}[ \t]{1,4}[^\s:]{1,100}:`
  }),
  command(["secret", "config:set", "config:add", "variables", "from-literal", "kv put", "vault write"], {
    names: ["doppler", "fly", "heroku", "railway", "supabase", "wrangler", "kubectl", "vault"],
    pattern: "doppler|fly(?:ctl)?|heroku|railway|supabase|wrangler|kubectl|vault",
    before: String.raw`(?:secrets?|config:(?:set|add)|variables|from-literal|kv|write)\b[^\n]{0,300}?[ \t=]["']?\w[\w.-]{0,100}=`
  }),
  command(["env:set", "env add", "secret", "encrypt_", ".nupkg"], {
    names: ["netlify", "vercel", "pulumi", "dotnet", "nuget", "ansible-vault", "sops"],
    before: String.raw`env:set[ \t]{1,4}\w{1,100}[ \t]{1,4}|env[ \t]{1,4}add[ \t]{1,4}\w{1,100}[ \t]{1,4}|--secret[ \t]{1,4}\w{1,100}[ \t]{1,4}|config[ \t]{1,4}set[ \t]{1,4}\w{1,100}[ \t]{1,4}(?=\S{1,200}[ \t]{1,4}--secret)|user-secrets[ \t]{1,4}set[ \t]{1,4}\S{1,100}[ \t]{1,4}|encrypt_string[ \t]{1,4}|--set[ \t]{1,4}'[^'\n]{1,100}\][ \t]{1,4}|push[ \t]{1,4}\S{1,200}\.nupkg[ \t]{1,4}`
  })
], POSITIONS = {
  words: "htpasswd|bindpw|rootpw|wpa-psk|unlock|obscure|passwd|-password |login|auth|add_user|change_pass|nmcli|wpa_pass|requirepass|net use|http-basic|pypi-token|bundle config|input_pw|secret|config:set|config:add|variables|from-literal|kv put|vault write|env:set|env add|encrypt_|.nupkg".split("|"),
  rules: once(positions)
};

// src/redact/format.ts
var START = "(?:\\b|(?<=\\\\[nrt]))", APART = "(?:(?<![\\w+/.-])|(?<=\\\\[nrt]))", made = /* @__PURE__ */ new Map;
function addFormats(formats, lower, tokens, to) {
  for (let format of formats) {
    if (!tokens.includes(format[0]) && (tokens === lower || !isElsewhere(format, lower)))
      continue;
    if (format[3]?.includes("s") === !0 && !startsToken(lower, format[0]))
      continue;
    let rule = ruleOf(format);
    if (!to.includes(rule))
      to.push(rule);
  }
}
var isElsewhere = ([keyword, , , flags], lower) => flags?.includes("c") === !0 && lower.includes(keyword);
function startsToken(lower, keyword) {
  for (let at = lower.indexOf(keyword);at !== -1; at = lower.indexOf(keyword, at + 1)) {
    let before = lower.charCodeAt(at - 1);
    if (!isWordCharacter(before) || isEscape(before) && lower.charCodeAt(at - 2) === 92)
      return !0;
  }
  return !1;
}
var isWordCharacter = (code) => code >= 97 && code <= 122 || code >= 48 && code <= 57 || code === 95, isEscape = (code) => code === 110 || code === 114 || code === 116;
function ruleOf([keyword, kind, pattern, flags = ""]) {
  let name = `${kind} ${pattern}`, rule = made.get(name);
  if (rule === void 0) {
    let source = pattern.startsWith("^") ? (flags.includes("t") ? APART : START) + pattern.slice(1) : pattern, expression = new RegExp(source, flags.includes("i") ? "gi" : "g");
    rule = {
      kind,
      keywords: [keyword],
      pattern: () => expression,
      ...flags.includes("d") ? { accepts: hasDigit } : {}
    }, made.set(name, rule);
  }
  return rule;
}

// src/redact/formats-ai.ts
var AI_FORMATS = [
  ["sk-ant-", "anthropic", "sk-ant-[\\w-]{16,}"],
  ["sk-", "openai", "^sk-[\\w-]{20,}", "ds"],
  ["xai-", "xai", "xai-\\w{60,}"],
  ["pplx-", "perplexity", "pplx-\\w{40,}"],
  ["r8_", "replicate", "^r8_[A-Za-z0-9]{36,}", "s"],
  ["tvly-", "tavily", "tvly-[\\w-]{24,}"],
  ["lsv2_", "langsmith", "lsv2_(?:pt|sk)_\\w{32,}"],
  ["hf_", "hugging-face", "^(?:hf|api_org)_[A-Za-z0-9]{30,}", "s"],
  ["api_org_", "hugging-face", "^(?:hf|api_org)_[A-Za-z0-9]{30,}", "s"],
  ["gsk_", "groq", "gsk_[A-Za-z0-9]{40,}"],
  ["nvapi-", "nvidia", "nvapi-[\\w-]{50,}"],
  ["pcsk_", "pinecone", "pcsk_[A-Za-z0-9_]{40,}"],
  ["csk-", "cerebras", "^csk-[a-z0-9]{40,}", "ds"],
  ["tgp_v1_", "together", "tgp_v1_[\\w-]{40,}"],
  ["fw_", "fireworks", "^fw_[A-Za-z0-9]{20,}", "ds"],
  ["jina_", "jina", "jina_[A-Za-z0-9_-]{50,}"],
  ["sk_", "elevenlabs", "^sk_[0-9a-f]{40,}", "s"],
  ["rpa_", "runpod", "^rpa_[A-Z0-9]{40}\\w*", "s"],
  ["apify_api_", "apify", "apify_api_[A-Za-z0-9]{30,}"],
  ["fc-", "firecrawl", "^fc-[0-9a-f]{32,}", "s"],
  ["ctx7sk-", "context7", "ctx7sk-[\\w-]{20,}"],
  ["esecret_", "anyscale", "esecret_[A-Za-z0-9]{20,}"]
];

// src/redact/formats-cloud.ts
var CLOUD_FORMATS = [
  [
    "-----begin",
    "private-key",
    "-----BEGIN [A-Z0-9 _-]{0,60}PRIVATE KEY(?: BLOCK)?-----[\\s\\S]*?(?:-----END [A-Z0-9 _-]{0,60}PRIVATE KEY(?: BLOCK)?-----|$)",
    "ic"
  ],
  ["private-lines:", "private-key", "(Private-Lines: \\d{1,4}\\r?\\n)(?:[\\w+/=]{64}\\r?\\n){0,200}[\\w+/=]*", "c"],
  ["age-secret-key-1", "age-key", "AGE-SECRET-KEY-1[0-9A-Z]{20,}", "i"],
  ["ops_eyj", "1password", "ops_eyJ[\\w+/=-]{40,}"],
  ["a3-", "1password", "^A3-[A-Z0-9]{6}(?:-[A-Z0-9]{5,11}){4,6}", "s"],
  ["pk.", "mapbox", "^[pst]k\\.[a-z0-9]{50,400}\\.[\\w-]{20,}", "is"],
  ["sk.", "mapbox", "^[pst]k\\.[a-z0-9]{50,400}\\.[\\w-]{20,}", "is"],
  ["tk.", "mapbox", "^[pst]k\\.[a-z0-9]{50,400}\\.[\\w-]{20,}", "is"],
  [
    "eyj",
    "jwt",
    "(?:(?<![\\w-])|(?<=\\\\[nrt]))eyJ[\\w-]{10,2000}\\.[\\w-]+(?:\\.[\\w-]+)?(?:\\.[\\w-]+)?(?:\\.[\\w-]+)?"
  ],
  ["zxlk", "jwt", "ZXlK[A-Za-z0-9+/]{40,}={0,2}"],
  ["akia", "aws-access-key", "A(?:[KS]IA[A-Z0-9]{16,}|(?:BIA|CCA|3T[A-Z0-9])[A-Z2-7]{16}(?!\\w))"],
  ["asia", "aws-access-key", "A(?:[KS]IA[A-Z0-9]{16,}|(?:BIA|CCA|3T[A-Z0-9])[A-Z2-7]{16}(?!\\w))"],
  ["abia", "aws-access-key", "A(?:[KS]IA[A-Z0-9]{16,}|(?:BIA|CCA|3T[A-Z0-9])[A-Z2-7]{16}(?!\\w))"],
  ["acca", "aws-access-key", "A(?:[KS]IA[A-Z0-9]{16,}|(?:BIA|CCA|3T[A-Z0-9])[A-Z2-7]{16}(?!\\w))"],
  ["a3t", "aws-access-key", "A(?:[KS]IA[A-Z0-9]{16,}|(?:BIA|CCA|3T[A-Z0-9])[A-Z2-7]{16}(?!\\w))"],
  [
    "secret",
    "aws-secret-key",
    `(aws[\\w-]{0,20}secret[\\w-]{0,20}["'\\\\]{0,3}[ \\t]{0,4}(?:=>|[:=])[ \\t]{0,4}["'\\\\]{0,3})[A-Za-z0-9/+]{40,}={0,2}`,
    "ic"
  ],
  ["absk", "aws-bedrock", "ABSK[A-Za-z0-9+/]{100,}={0,2}"],
  ["bedrock-api-key-", "aws-bedrock", "bedrock-api-key-[A-Za-z0-9+/]{20,}={0,2}"],
  ["amzn1.oa2-cs.", "amazon", "amzn1\\.oa2-cs\\.v1\\.[0-9a-f]{40,}"],
  ["aiza", "google", "(?:AIza|ya29\\.|GOCSPX-|AQ\\.Ab)[\\w-]{20,}"],
  ["ya29.", "google", "(?:AIza|ya29\\.|GOCSPX-|AQ\\.Ab)[\\w-]{20,}"],
  ["gocspx-", "google", "(?:AIza|ya29\\.|GOCSPX-|AQ\\.Ab)[\\w-]{20,}"],
  ["aq.ab", "google", "(?:AIza|ya29\\.|GOCSPX-|AQ\\.Ab)[\\w-]{20,}"],
  ["1//0", "google", "1//0[\\w-]{40,}"],
  ["q~", "azure", "[\\w~.-]{3}\\dQ~[\\w~.-]{30,}"],
  ["apim", "azure", "^(?:[A-Za-z0-9+/]{76}(?:APIM|ACDb|\\+ABa|\\+AMC|\\+ASt)[A-Za-z0-9+/]{6}==|[A-Za-z0-9+/]{42,44}(?:AzSe|AzCu|AzFu|\\+?ACRD)[A-Za-z0-9+/]{4,6}={0,2})(?![\\w+/=])", "t"],
  ["acdb", "azure", "^(?:[A-Za-z0-9+/]{76}(?:APIM|ACDb|\\+ABa|\\+AMC|\\+ASt)[A-Za-z0-9+/]{6}==|[A-Za-z0-9+/]{42,44}(?:AzSe|AzCu|AzFu|\\+?ACRD)[A-Za-z0-9+/]{4,6}={0,2})(?![\\w+/=])", "t"],
  ["+aba", "azure", "^(?:[A-Za-z0-9+/]{76}(?:APIM|ACDb|\\+ABa|\\+AMC|\\+ASt)[A-Za-z0-9+/]{6}==|[A-Za-z0-9+/]{42,44}(?:AzSe|AzCu|AzFu|\\+?ACRD)[A-Za-z0-9+/]{4,6}={0,2})(?![\\w+/=])", "t"],
  ["+amc", "azure", "^(?:[A-Za-z0-9+/]{76}(?:APIM|ACDb|\\+ABa|\\+AMC|\\+ASt)[A-Za-z0-9+/]{6}==|[A-Za-z0-9+/]{42,44}(?:AzSe|AzCu|AzFu|\\+?ACRD)[A-Za-z0-9+/]{4,6}={0,2})(?![\\w+/=])", "t"],
  ["+ast", "azure", "^(?:[A-Za-z0-9+/]{76}(?:APIM|ACDb|\\+ABa|\\+AMC|\\+ASt)[A-Za-z0-9+/]{6}==|[A-Za-z0-9+/]{42,44}(?:AzSe|AzCu|AzFu|\\+?ACRD)[A-Za-z0-9+/]{4,6}={0,2})(?![\\w+/=])", "t"],
  ["azse", "azure", "^(?:[A-Za-z0-9+/]{76}(?:APIM|ACDb|\\+ABa|\\+AMC|\\+ASt)[A-Za-z0-9+/]{6}==|[A-Za-z0-9+/]{42,44}(?:AzSe|AzCu|AzFu|\\+?ACRD)[A-Za-z0-9+/]{4,6}={0,2})(?![\\w+/=])", "t"],
  ["azcu", "azure", "^(?:[A-Za-z0-9+/]{76}(?:APIM|ACDb|\\+ABa|\\+AMC|\\+ASt)[A-Za-z0-9+/]{6}==|[A-Za-z0-9+/]{42,44}(?:AzSe|AzCu|AzFu|\\+?ACRD)[A-Za-z0-9+/]{4,6}={0,2})(?![\\w+/=])", "t"],
  ["azfu", "azure", "^(?:[A-Za-z0-9+/]{76}(?:APIM|ACDb|\\+ABa|\\+AMC|\\+ASt)[A-Za-z0-9+/]{6}==|[A-Za-z0-9+/]{42,44}(?:AzSe|AzCu|AzFu|\\+?ACRD)[A-Za-z0-9+/]{4,6}={0,2})(?![\\w+/=])", "t"],
  ["acrd", "azure", "^(?:[A-Za-z0-9+/]{76}(?:APIM|ACDb|\\+ABa|\\+AMC|\\+ASt)[A-Za-z0-9+/]{6}==|[A-Za-z0-9+/]{42,44}(?:AzSe|AzCu|AzFu|\\+?ACRD)[A-Za-z0-9+/]{4,6}={0,2})(?![\\w+/=])", "t"],
  ["ltai", "alibaba", "^LTAI[a-z0-9]{16,26}(?!\\w)", "ids"],
  ["akid", "tencent", "^AKID[A-Za-z0-9]{32}(?!\\w)", "s"],
  ["t1.", "yandex", "^(?:t1\\.[\\w-]{1,200}={0,2}\\.[\\w-]{80,}|AQVN[\\w-]{35,}|YC[\\w-]{38}(?![\\w-])|y0_[\\w-]{50,})", "ds"],
  ["aqvn", "yandex", "^(?:t1\\.[\\w-]{1,200}={0,2}\\.[\\w-]{80,}|AQVN[\\w-]{35,}|YC[\\w-]{38}(?![\\w-])|y0_[\\w-]{50,})", "ds"],
  ["yc", "yandex", "^(?:t1\\.[\\w-]{1,200}={0,2}\\.[\\w-]{80,}|AQVN[\\w-]{35,}|YC[\\w-]{38}(?![\\w-])|y0_[\\w-]{50,})", "ds"],
  ["y0_", "yandex", "^(?:t1\\.[\\w-]{1,200}={0,2}\\.[\\w-]{80,}|AQVN[\\w-]{35,}|YC[\\w-]{38}(?![\\w-])|y0_[\\w-]{50,})", "ds"],
  ["_v1_", "digitalocean", "do[opr]_v1_[0-9a-f]{32,}"],
  ["hrku-", "heroku", "HRKU-[\\w-]{30,}"],
  ["flyo_", "fly", "(?:flyo_|fo1_|fm[12][ar]?_)[\\w+/=-]{40,}"],
  ["fo1_", "fly", "(?:flyo_|fo1_|fm[12][ar]?_)[\\w+/=-]{40,}"],
  ["fm1", "fly", "(?:flyo_|fo1_|fm[12][ar]?_)[\\w+/=-]{40,}"],
  ["fm2", "fly", "(?:flyo_|fo1_|fm[12][ar]?_)[\\w+/=-]{40,}"],
  ["vc", "vercel", "^(?:vc[a-z]|vercel_blob_rw)_[A-Za-z0-9_]{24,}", "s"],
  ["vercel_blob_rw_", "vercel", "^(?:vc[a-z]|vercel_blob_rw)_[A-Za-z0-9_]{24,}", "s"],
  ["nfp_", "netlify", "^nf[pcob]_[A-Za-z0-9]{36,}", "s"],
  ["nfc_", "netlify", "^nf[pcob]_[A-Za-z0-9]{36,}", "s"],
  ["nfo_", "netlify", "^nf[pcob]_[A-Za-z0-9]{36,}", "s"],
  ["nfb_", "netlify", "^nf[pcob]_[A-Za-z0-9]{36,}", "s"],
  ["rnd_", "render", "^rnd_[A-Za-z0-9]{28,}", "ds"],
  ["v1.0-", "cloudflare", "v1\\.0-[0-9a-f]{24}-[\\w-]{30,}"],
  ["cf", "cloudflare", "^cf(?:ut|at|k)_[\\w-]{30,}", "s"],
  ["sbp_", "supabase", "(?:sbp_[0-9a-f]{40,}|sb_secret_[\\w-]{20,})"],
  ["sb_secret_", "supabase", "(?:sbp_[0-9a-f]{40,}|sb_secret_[\\w-]{20,})"],
  ["napi_", "neon", "^(?:napi_[a-z0-9]{40,}|npg_[A-Za-z0-9]{12,})", "ds"],
  ["npg_", "neon", "^(?:napi_[a-z0-9]{40,}|npg_[A-Za-z0-9]{12,})", "ds"],
  ["pscale_", "planetscale", "pscale_(?:tkn|oauth|pw|otkn)_[\\w=.-]{30,}", "i"],
  ["mdb_sa_sk_", "mongodb", "mdb_sa_sk_[\\w-]{30,}"],
  ["dapi", "databricks", "dapi[0-9a-f]{32,}(?:-\\d)?"],
  ["4b1d", "clickhouse", "^4b1d[A-Za-z0-9]{38}(?!\\w)", "s"],
  ["pat", "airtable", "^pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}", "is"],
  ["cfpat-", "contentful", "CFPAT-[\\w-]{40,}"],
  ["sm_pat_", "settlemint", "^sm_[aps]at_[A-Za-z0-9]{16,}", "s"],
  ["sm_aat_", "settlemint", "^sm_[aps]at_[A-Za-z0-9]{16,}", "s"],
  ["sm_sat_", "settlemint", "^sm_[aps]at_[A-Za-z0-9]{16,}", "s"],
  ["sha256~", "openshift", "sha256~[\\w-]{40,}"],
  ["::server:", "k3s", "K10[0-9a-f]{64}::(?:server|node):[0-9a-f]{32,}"],
  ["hvs.", "vault", "hv[sbr]\\.[\\w-]{20,}"],
  ["hvb.", "vault", "hv[sbr]\\.[\\w-]{20,}"],
  ["hvr.", "vault", "hv[sbr]\\.[\\w-]{20,}"],
  ["s.", "vault", "^[sb]\\.[A-Za-z0-9]{24}(?![\\w.])", "tds"],
  ["b.", "vault", "^[sb]\\.[A-Za-z0-9]{24}(?![\\w.])", "tds"],
  ["dp.", "doppler", "dp\\.[a-z]{2,5}\\.(?:[\\w-]{2,35}\\.)?[A-Za-z0-9]{40,}"],
  ["st.", "infisical", "^st\\.[0-9a-f]{24}\\.[0-9a-f]{32}\\.[0-9a-f]{32}", "s"],
  ["ssws ", "okta", "(SSWS[ ]{1,4})00[\\w-]{38,}", "c"],
  ["tskey-", "tailscale", "tskey-[\\w-]{16,}"],
  ["dnkey-", "defined", "dnkey-[a-z0-9=_-]{26}-[a-z0-9=_-]{50,}", "i"],
  [".acc_", "authress", "(?:sc|ext|scauth|authress)_[a-z0-9]{5,30}\\.[a-z0-9]{4,6}\\.acc[_-][a-z0-9-]{10,32}\\.[\\w+/=-]{30,120}", "i"],
  [".acc-", "authress", "(?:sc|ext|scauth|authress)_[a-z0-9]{5,30}\\.[a-z0-9]{4,6}\\.acc[_-][a-z0-9-]{10,32}\\.[\\w+/=-]{30,120}", "i"],
  ["_mmk", "maxmind", "[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk"]
];

// src/redact/formats-code.ts
var CODE_FORMATS = [
  ["ghp_", "github", "gh[pousr]_\\w{30,}"],
  ["gho_", "github", "gh[pousr]_\\w{30,}"],
  ["ghu_", "github", "gh[pousr]_\\w{30,}"],
  ["ghs_", "github", "gh[pousr]_\\w{30,}"],
  ["ghr_", "github", "gh[pousr]_\\w{30,}"],
  ["github_pat_", "github", "github_pat_\\w{22,}"],
  ["gl", "gitlab", "gl(?:[dfr]t|pat|ptt|cbt|soat|oas|ffct|imt|agent|rtr|wt)-[\\w-]{18,}(?:\\.\\w+)?(?:\\.\\w+)?", "s"],
  ["gr1348941", "gitlab", "GR1348941[\\w-]{20,}"],
  ["_gitlab_session=", "gitlab", "(_gitlab_session=)[0-9a-z]{32,}"],
  ["bbdc-", "bitbucket", "BBDC-[A-Za-z0-9+/=]{40,}"],
  ["atatt3", "atlassian", "(?:ATATT3|ATCTT3|ATBB|ATOA)[\\w=-]{24,}"],
  ["atctt3", "atlassian", "(?:ATATT3|ATCTT3|ATBB|ATOA)[\\w=-]{24,}"],
  ["atbb", "atlassian", "(?:ATATT3|ATCTT3|ATBB|ATOA)[\\w=-]{24,}"],
  ["atoa", "atlassian", "(?:ATATT3|ATCTT3|ATBB|ATOA)[\\w=-]{24,}"],
  ["npm_", "npm", "npm_[A-Za-z0-9]{36,}"],
  ["rubygems_", "rubygems", "rubygems_[0-9a-f]{48,}"],
  ["pypi-ag", "pypi", "pypi-Ag[\\w-]{40,}"],
  ["oy2", "nuget", "^oy2[a-z0-9]{43}(?![a-z0-9])", "s"],
  ["cio", "crates", "^cio[A-Za-z0-9]{32}(?!\\w)", "ds"],
  ["clojars_", "clojars", "CLOJARS_[a-z0-9]{40,}", "i"],
  ["dckr_", "docker", "dckr_(?:pat|oat)_[\\w-]{20,}"],
  ["swmtkn-1-", "docker", "SWMTKN-1-[a-z0-9]{20,64}-[a-z0-9]{20,}"],
  ["akcp", "jfrog", "AKCp[A-Za-z0-9]{60,}"],
  ["cmvmd", "jfrog", "cmVmd[A-Za-z0-9]{55,}"],
  ["sgp_", "sourcegraph", "sgp_(?:[A-Za-z0-9]{16}_|local_)?[0-9a-f]{38,}", "i"],
  ["ccipat_", "circleci", "CCIP(?:AT|RJ)_[A-Za-z0-9_]{40,}"],
  ["ccipprj_", "circleci", "CCIP(?:AT|RJ)_[A-Za-z0-9_]{40,}"],
  ["bkua_", "buildkite", "bk(?:ua|ct|aj)_[0-9a-zA-Z]{32,}"],
  ["bkct_", "buildkite", "bk(?:ua|ct|aj)_[0-9a-zA-Z]{32,}"],
  ["bkaj_", "buildkite", "bk(?:ua|ct|aj)_[0-9a-zA-Z]{32,}"],
  ["pat.", "harness", "[ps]at\\.[\\w-]{22}\\.[0-9a-z]{24}\\.[\\w-]{20,}", "i"],
  ["sat.", "harness", "[ps]at\\.[\\w-]{22}\\.[0-9a-z]{24}\\.[\\w-]{20,}", "i"],
  ["api-", "octopus", "^API-[A-Z0-9]{25,}", "ds"],
  ["pnu_", "prefect", "^pn[ub]_[A-Za-z0-9]{36,}", "s"],
  ["pnb_", "prefect", "^pn[ub]_[A-Za-z0-9]{36,}", "s"],
  ["pul-", "pulumi", "pul-[0-9a-f]{40,}"],
  [".atlasv1.", "terraform", "[A-Za-z0-9]{14}\\.atlasv1\\.[\\w=-]{40,}", "i"],
  ["ico-", "infracost", "^ico-[A-Za-z0-9]{32,}", "s"],
  ["tk-us-", "scalingo", "tk-us-[\\w-]{40,}"],
  ["squ_", "sonar", "^sq[upa]_[0-9a-zA-Z]{40,}", "s"],
  ["sqp_", "sonar", "^sq[upa]_[0-9a-zA-Z]{40,}", "s"],
  ["sqa_", "sonar", "^sq[upa]_[0-9a-zA-Z]{40,}", "s"],
  ["cc_", "codeclimate", "^cc_[0-9a-f]{40,}", "s"],
  ["rdme_", "readme", "rdme_[a-z0-9]{60,}"],
  ["pmak-", "postman", "PMAK-[0-9a-f]{24}-[0-9a-f]{30,}", "i"],
  ["nrak-", "new-relic", "NR(?:AK|II|JS|RA)-[\\w-]{15,}", "i"],
  ["nrii-", "new-relic", "NR(?:AK|II|JS|RA)-[\\w-]{15,}", "i"],
  ["nrjs-", "new-relic", "NR(?:AK|II|JS|RA)-[\\w-]{15,}", "i"],
  ["nrra-", "new-relic", "NR(?:AK|II|JS|RA)-[\\w-]{15,}", "i"],
  ["glc_", "grafana", "gl(?:c|sa)_[\\w+/=]{32,}"],
  ["glsa_", "grafana", "gl(?:c|sa)_[\\w+/=]{32,}"],
  ["eyjrijoi", "grafana", "eyJrIjoi[A-Za-z0-9+/]{50,}={0,2}", "i"],
  ["sntrys_", "sentry", "sntry[su]_[\\w+/=-]{30,}"],
  ["sntryu_", "sentry", "sntry[su]_[\\w+/=-]{30,}"],
  ["dt0", "dynatrace", "dt0[a-z]\\d\\d\\.[A-Z0-9]{8,24}\\.[A-Z0-9]{60,}", "i"],
  ["api-", "launchdarkly", "^(?:api|sdk)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "s"],
  ["sdk-", "launchdarkly", "^(?:api|sdk)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "s"],
  ["phx_", "posthog", "ph[xs]_[A-Za-z0-9]{40,}"],
  ["phs_", "posthog", "ph[xs]_[A-Za-z0-9]{40,}"],
  ["waka_", "wakatime", "waka_[0-9a-f-]{36}"],
  ["lin_", "linear", "lin_(?:api|oauth|wh)_[A-Za-z0-9]{32,}"],
  ["ntn_", "notion", "(?:ntn_|secret_)[A-Za-z0-9]{43,}"],
  ["secret_", "notion", "(?:ntn_|secret_)[A-Za-z0-9]{43,}"],
  ["fig", "figma", "fig(?:d|o|u|or|oh|our|ouh)_[\\w-]{30,}", "s"]
];

// src/redact/formats-services.ts
var SERVICE_FORMATS = [
  ["xox", "slack", "(?:xox[a-z]|xapp)[-.][\\w.-]{10,}", "i"],
  ["xapp-", "slack", "(?:xox[a-z]|xapp)[-.][\\w.-]{10,}", "i"],
  ["hooks.slack.com", "webhook", "(hooks\\.slack\\.com/[a-z]{1,12}/|/api/webhooks/\\d{10,25}/)[\\w/+-]{16,}"],
  ["/api/webhooks/", "webhook", "(hooks\\.slack\\.com/[a-z]{1,12}/|/api/webhooks/\\d{10,25}/)[\\w/+-]{16,}"],
  ["discord", "discord", "\\b[MNO][\\w-]{22,28}\\.[\\w-]{6,7}\\.[\\w-]{27,}", "c"],
  ["bot", "discord", "\\b[MNO][\\w-]{22,28}\\.[\\w-]{6,7}\\.[\\w-]{27,}", "c"],
  ["0:a", "telegram", "^\\d{5,16}:A[\\w-]{34}(?![\\w-])", "id"],
  ["1:a", "telegram", "^\\d{5,16}:A[\\w-]{34}(?![\\w-])", "id"],
  ["2:a", "telegram", "^\\d{5,16}:A[\\w-]{34}(?![\\w-])", "id"],
  ["3:a", "telegram", "^\\d{5,16}:A[\\w-]{34}(?![\\w-])", "id"],
  ["4:a", "telegram", "^\\d{5,16}:A[\\w-]{34}(?![\\w-])", "id"],
  ["5:a", "telegram", "^\\d{5,16}:A[\\w-]{34}(?![\\w-])", "id"],
  ["6:a", "telegram", "^\\d{5,16}:A[\\w-]{34}(?![\\w-])", "id"],
  ["7:a", "telegram", "^\\d{5,16}:A[\\w-]{34}(?![\\w-])", "id"],
  ["8:a", "telegram", "^\\d{5,16}:A[\\w-]{34}(?![\\w-])", "id"],
  ["9:a", "telegram", "^\\d{5,16}:A[\\w-]{34}(?![\\w-])", "id"],
  ["sk", "twilio", "^SK[0-9a-f]{32,}", "is"],
  ["sg.", "sendgrid", "^SG\\.(?:[\\w-]{16,64}\\.[\\w-]{16,}|[\\w=.-]{60,})", "is"],
  ["key-", "mailgun", "key-[0-9a-f]{32,}"],
  ["mailgun", "mailgun", "[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}", "c"],
  ["-us", "mailchimp", "^[0-9a-f]{32}-us\\d{1,2}(?!\\w)"],
  ["xkeysib-", "brevo", "x(?:key|smtp)sib-[0-9a-f]{64}-\\w{16,}", "i"],
  ["xsmtpsib-", "brevo", "x(?:key|smtp)sib-[0-9a-f]{64}-\\w{16,}", "i"],
  ["re_", "resend", "^re_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{20,}", "ds"],
  ["k_live_", "stripe", "[sr]k_(?:live|test|prod)_\\w{10,}"],
  ["k_test_", "stripe", "[sr]k_(?:live|test|prod)_\\w{10,}"],
  ["k_prod_", "stripe", "[sr]k_(?:live|test|prod)_\\w{10,}"],
  ["whsec_", "stripe", "whsec_[\\w+/=]{24,}"],
  ["sq0", "square", "(?:sq0[a-z]{3}-[\\w-]{20,}|(?:(?<![\\w+/.-])|(?<=\\\\[nrt]))EAAA[\\w-]{22,})", "d"],
  ["eaaa", "square", "(?:sq0[a-z]{3}-[\\w-]{20,}|(?:(?<![\\w+/.-])|(?<=\\\\[nrt]))EAAA[\\w-]{22,})", "d"],
  ["eaa", "facebook", "^EAA[A-Z][A-Za-z0-9]{80,}", "ds"],
  ["facebook", "facebook", "^\\d{15,16}(?:\\||%7C|%)[\\w-]{27,40}(?![\\w-])", "ic"],
  ["fb_", "facebook", "^\\d{15,16}(?:\\||%7C|%)[\\w-]{27,40}(?![\\w-])", "ic"],
  ["graph", "facebook", "^\\d{15,16}(?:\\||%7C|%)[\\w-]{27,40}(?![\\w-])", "ic"],
  ["shp", "shopify", "shp(?:at|ca|pa|ss|tka|ua)_[0-9a-fA-F]{32,}"],
  ["shippo_", "shippo", "shippo_(?:live|test)_[0-9a-f]{40,}", "i"],
  ["ezak", "easypost", "EZ[AT]K[A-Za-z0-9]{54,}", "i"],
  ["eztk", "easypost", "EZ[AT]K[A-Za-z0-9]{54,}", "i"],
  ["duffel_", "duffel", "duffel_(?:test|live)_[\\w=-]{40,}", "i"],
  ["flw", "flutterwave", "FLW(?:PUBK|SECK)_(?:TEST|LIVE)-[0-9a-h]{12,}(?:-X)?", "i"],
  ["rzp_", "razorpay", "rzp_(?:live|test)_[A-Za-z0-9]{14,}"],
  ["access-", "plaid", "access-(?:sandbox|development|production)-[0-9a-f]{8}-[0-9a-f-]{27}", "i"],
  ["live_", "lob", "^(?:live|test)_(?:pub_[0-9a-f]{31,}|[0-9a-f]{35,}|[\\w=-]{40}(?![\\w=-]))", "ids"],
  ["test_", "lob", "^(?:live|test)_(?:pub_[0-9a-f]{31,}|[0-9a-f]{35,}|[\\w=-]{40}(?![\\w=-]))", "ids"],
  ["pat-", "hubspot", "pat-(?:na|eu)\\d-[0-9a-f]{8}-[0-9a-f-]{27}", "i"],
  ["p8e-", "adobe", "p8e-[0-9a-z]{32,}", "i"],
  ["fio-u-", "frameio", "fio-u-[\\w=-]{60,}", "i"],
  ["tfp_", "typeform", "^tfp_[\\w=.-]{40,}", "is"],
  ["sl.", "dropbox", "^sl\\.(?:u\\.)?[\\w=-]{80,}", "is"],
  ["s-s4t2", "intra42", "s-s4t2(?:ud|af)-[0-9a-f]{60,}", "i"],
  ["webhook.office.com", "microsoft-teams", "(webhook\\.office\\.com/webhookb2/)[\\w@/-]{40,}", "i"],
  ["cal_live_", "cal", "cal_live_[0-9a-f]{32,}"],
  ["b_", "beamer", "^b_[\\w=-]{44}(?![\\w=-])", "tds"]
];

// src/redact/headers.ts
var COOKIE = String.raw`[\w.$-]{1,100}=[^\s;"'\\]*`, cookies = () => COOKIE + `(?:;[ \\t]?${COOKIE})?`.repeat(20);
function isAfterScheme(name, quote, value) {
  let scheme = /([a-z-]+)(?:[ \t=]|%20)+$/i.exec(name)?.[1];
  if (scheme === void 0 || /^authorization$/i.test(scheme))
    return isAssigned(value, name + quote);
  return /^(?:bearer|basic|(?:api-?)?token|digest|(?:api-?)?key|bot|ssws)$/i.test(scheme);
}
var rules2 = () => [
  {
    kind: "azure",
    keywords: ["key=", "sig="],
    pattern: () => /((?:Account|Access)Key=|[?&]sig=)[\w+/%-]{20,}={0,2}/gi
  },
  { kind: "signature", keywords: ["signature="], pattern: () => /(signature=)[0-9a-f]{64,}/gi },
  {
    kind: "url-token",
    keywords: [":x-oauth-basic@"],
    pattern: () => /(:\/\/)[^\s:@/"'`<>\\$[\]]{8,512}(?=:x-oauth-basic@)/g,
    accepts: isValue
  },
  {
    kind: "url-password",
    keywords: ["://"],
    pattern: () => /(:\/\/[^\s:@/"'`<>\\[\]]{0,128}:)[^\s/"'`<>\\]{1,512}(?=@)/g,
    accepts: isValue
  },
  {
    kind: "url-password",
    keywords: ["@tcp(", "@unix("],
    pattern: () => /(["'=][\w.-]{1,60}:)[^\s"'@]{1,200}(?=@(?:tcp|unix)\()/g,
    accepts: isValue
  },
  {
    kind: "url-token",
    keywords: ["://"],
    pattern: () => /(:\/\/)[^\s:@/"'`<>\\$[\]]{20,512}(?=@)/g,
    accepts: hasDigit
  },
  {
    kind: "authorization",
    keywords: ["authorization"],
    pattern: () => /(authorization["'\\]{0,3}[ \t]{0,4}(?:[:=]|,(?=[ \t]{0,4}["']))[ \t]{0,4}["'\\]{0,3}(?:[a-z][a-z-]{1,20}(?:[ \t]{1,4}|=|%20))?)[^\s"'`,;\\]{6,}/gi,
    accepts: (value, { name, quote }) => isValue(value) && (isMixed(value) || isAfterScheme(name, quote, value))
  },
  {
    kind: "bearer",
    keywords: ["bearer"],
    pattern: () => /(bearer[ \t]{1,4}["']?)[\w.~+/=-]{8,}/gi,
    accepts: (value) => value.length >= 16 ? hasDigit(value) : isMixed(value)
  },
  {
    kind: "cookie",
    keywords: ["cookie"],
    pattern: () => new RegExp(String.raw`(cookie["'\\]{0,3}[ \t]{0,4}[:=][ \t]{0,4}["'\\]{0,3})${cookies()}`, "gi"),
    accepts: (value) => /=[^;]{8}/.test(value)
  },
  {
    kind: "password",
    keywords: ["identified ", "password '", "password(", "password ="],
    pattern: () => /((?:identified[ \t]{1,4}(?:with[ \t]{1,4}\w{1,40}[ \t]{1,4})?by|password)(?:[ \t]{1,4}|[ \t]{0,4}[=(][ \t]{0,4})')(?:[^'\\\n]|\\.)+/gi,
    accepts: isValue
  }
], HEADERS = {
  words: [
    "://",
    "@tcp(",
    "@unix(",
    "key=",
    "sig=",
    "signature=",
    "authorization",
    "bearer",
    "cookie",
    "identified ",
    "password"
  ],
  rules: once(rules2)
};

// src/redact/pipes.ts
var rules3 = () => [
  {
    kind: "password",
    keywords: ["<<<"],
    pattern: () => /(<<<[ \t]{0,4}(?:["']?\w{1,40}:(?=[^"'\n]))?)(?:"(?:[^"\\\n]|\\.)+|'[^'\n]+|[^\s"'`\\-][^\s"'`\\]*)/g,
    accepts: (value) => value.length >= 8 && hasDigit(value) || isPassword(value)
  },
  {
    kind: "password",
    gates: ["echo", "printf"],
    keywords: ["sudo", "stdin", "chpasswd", "secret", "login", "kinit", "env add", "auth", "passwd"],
    pattern: () => /((?:echo|printf)[ \t]{1,4}(?:-\w{1,3}[ \t]{1,4})?(?:["']%s(?:\\n)?["'][ \t]{1,4})?(?:["']?\w{1,40}:)?)(?:"[^"\n]{1,500}|'[^'\n]{1,500}|[^\s"'|]{1,500})(?=["']?[ \t]{0,4}\|[ \t]{0,4}(?:sudo[ \t]{1,4}(?:-S|chpasswd)|chpasswd|kinit|passwd|[^\n|]{0,120}?(?:stdin|--with-token|secrets?[ \t]|auth|login|env[ \t]add|--data-file=-)))/g,
    accepts: isValue
  },
  {
    kind: "password",
    keywords: ["echo", "printf"],
    pattern: () => /((?:pass\w{0,10}[-_]?(?:command|cmd|eval)[ \t=]{1,4}["']|<\()(?:echo|printf)[ \t]{1,4})[^\s"'`\\)]+/gi,
    accepts: isValue
  },
  {
    kind: "password",
    gates: ["machine", "login"],
    keywords: ["password"],
    pattern: () => /((?:login|machine)\s{1,8}[^\s"']{1,100}\s{1,8}password\s{1,8}["']?)[^\s"'`\\-][^\s"'`\\]*/g,
    accepts: isValue
  },
  {
    kind: "password",
    keywords: [
      "auth(",
      "auth=(",
      "login(",
      "_connect(",
      "getconnection(",
      "pdo(",
      "sequelize(",
      "securestring ",
      "createhmac",
      "hmac.new",
      "fernet(",
      "jwt.sign",
      "token.sign",
      "values"
    ],
    pattern: () => /((?:(?:auth|basicauth)[ \t]{0,4}=?[ \t]{0,4}\([ \t]{0,4}["'][^"'\n]{1,100}["'],[ \t]{0,4}|createHmac\([^,\n]{1,40},[ \t]{0,4}|hmac\.new\([ \t]{0,4}b?|login\([ \t]{0,4}["'][^"'\n]{1,100}["'],[ \t]{0,4}|(?:_connect|getConnection|PDO|Sequelize)\([^,\n]{1,200},[ \t]{0,4}["'][^"'\n]{1,100}["'],[ \t]{0,4}|SecureString[ \t]{1,4}|fernet\([ \t]{0,4}b?|(?:jwt|jsonwebtoken)\.(?:sign|verify)\([^\n]{0,200}?,[ \t]{0,4}|password\)[ \t]{1,4}values[ \t]{1,4}\([^\n]{0,100}?,[ \t]{0,4})["'])[^"'\n]+/gi,
    accepts: (value) => isMixed(value) || value.length >= 20 && isValue(value)
  },
  {
    kind: "password",
    keywords: [":*:", ":5432:", ":5433:", ":6432:", "pgpass"],
    pattern: () => /((?:^|\n)(?:[\w.-]{1,100}|\*):(?:\d{2,5}|\*):(?:[\w.-]{1,60}|\*):[\w.-]{1,60}:)[^\s:]+(?=\s|$)/g,
    accepts: isValue
  }
], PIPES = {
  words: "<<<|echo|printf|machine|login|auth(|auth=(|login(|_connect(|getconnection(|pdo(|sequelize(|securestring |createhmac|hmac.new|fernet(|jwt.sign|token.sign|values|:*:|:5432:|:5433:|:6432:|pgpass".split("|"),
  rules: once(rules3)
};

// src/redact/rules.ts
var FORMATS = [CLOUD_FORMATS, CODE_FORMATS, AI_FORMATS, SERVICE_FORMATS], GROUPS = [HEADERS, FLAGS, POSITIONS, PIPES, ASSIGNMENTS], WHOLE_CHARS = 2000, TOKENS = /[\w+/=.~:|%-]{12,}(?: [\w-]{3,})?/g;
function rulesFor(text) {
  let lower = withoutMarkers(text).toLowerCase(), rules = [], tokens = lower.length <= WHOLE_CHARS ? lower : tokensOf(lower);
  for (let formats of FORMATS)
    addFormats(formats, lower, tokens, rules);
  for (let group of GROUPS)
    if (includesAny(lower, group.words))
      addRules(group, lower, rules);
  return rules;
}
function addRules(group, lower, to) {
  for (let rule of group.rules()) {
    if (rule.gates !== void 0 && !includesAny(lower, rule.gates))
      continue;
    if (includesAny(lower, rule.keywords))
      to.push(rule);
  }
}
function includesAny(text, words) {
  for (let word of words)
    if (text.includes(word))
      return !0;
  return !1;
}
function tokensOf(lower) {
  return lower.match(TOKENS)?.join(`
`) ?? "";
}
function withoutMarkers(text) {
  return text.includes("[redacted:") ? text.replaceAll(/\[redacted:[\w-]+\]/g, "[]") : text;
}

// src/redact/spread.ts
var MIN_CHARS = 8, MAX_PARTS = 64, WORDS = /^[A-Za-z]+(?:[ _.-][A-Za-z]+)*$/, PASSPHRASE_CHARS = 20, NUMBER = /^[\d.,:/ -]{1,15}$/;

class Secrets {
  #kinds = /* @__PURE__ */ new Map;
  get size() {
    return this.#kinds.size;
  }
  add(value, kind) {
    if (isDistinctive(value))
      this.#kinds.set(value, this.#kinds.get(value) ?? kind);
    if (!/[\s;=]/.test(value))
      return;
    for (let part of value.split(/[\s;=]+/, MAX_PARTS))
      if (isOpaque(part) && isDistinctive(part))
        this.#kinds.set(part, this.#kinds.get(part) ?? kind);
  }
  isIn(text) {
    for (let value of this.#kinds.keys())
      if (text.includes(value))
        return !0;
    return !1;
  }
  takeOutOf(text) {
    let result = text;
    for (let [value, kind] of this.#kinds)
      if (result.includes(value))
        result = replaceOutsideMarkers(result, value, `[redacted:${kind}]`);
    return result;
  }
}
function replaceOutsideMarkers(text, value, marker) {
  let parts = text.split(/(\[redacted:[\w-]+\])/);
  for (let i = 0;i < parts.length; i += 2)
    parts[i] = parts[i]?.replaceAll(value, () => marker) ?? "";
  return parts.join("");
}
function isDistinctive(value) {
  if (value.length < MIN_CHARS || value.includes("[redacted:") || NUMBER.test(value))
    return !1;
  return !WORDS.test(value) || value.length >= PASSPHRASE_CHARS;
}

// src/redact/redact.ts
var MARGIN_CHARS = 4096, MAX_ROUNDS = 8;
function redact(text) {
  return redactWith(text, rulesFor(text), new Secrets);
}
function redactWith(text, rules, secrets) {
  let worth = rules, result = text;
  for (;; ) {
    let before = result;
    for (let rule of worth)
      result = applyRule(rule, result, secrets);
    if (secrets.size > 0)
      result = secrets.takeOutOf(result);
    if (result === before)
      return result;
    worth = [.../* @__PURE__ */ new Set([...worth, ...rulesFor(afterMarkers(result))])];
  }
}
function afterMarkers(text) {
  let after = "";
  for (let [, beside = ""] of text.matchAll(/\[redacted:[\w-]+\](\S{1,40})/g))
    after += `${beside}
`;
  return after;
}
function clip(text, maxChars) {
  let read = prefixOf(text, maxChars);
  return cut(redact(read), maxChars, read.length < text.length);
}
function clipTogether(build) {
  let all = "", plain = build((text, maxChars) => {
    let read = prefixOf(text, maxChars);
    return all += read + SEAM, cut(text, maxChars, !1);
  }), rules = rulesFor(all);
  if (!holdsSecret(all, rules))
    return plain;
  let secrets = new Secrets;
  for (let round = 1;; round++) {
    let redacted = "", built = build((text, maxChars) => {
      let read = prefixOf(text, maxChars), kept = redactWith(read, rules, secrets);
      return redacted += kept + SEAM, cut(kept, maxChars, read.length < text.length);
    });
    if (!secrets.isIn(redacted) || round === MAX_ROUNDS)
      return built;
  }
}
function holdsSecret(texts, rules) {
  for (let rule of rules)
    if (findsSecret(rule, texts))
      return !0;
  return !1;
}
function prefixOf(text, maxChars) {
  let readChars = 2 * maxChars + MARGIN_CHARS;
  return text.length > readChars ? text.slice(0, readChars) : text;
}
function cut(text, maxChars, isPrefix) {
  if (isPrefix)
    return ellipsize(withoutLastToken(text), maxChars);
  return text.length <= maxChars ? text : ellipsize(text, maxChars);
}
function ellipsize(text, maxChars) {
  let end = Math.min(text.length, maxChars - 1);
  if (/[\ud800-\udbff]/.test(text.charAt(end - 1)))
    end--;
  return `${text.slice(0, end)}\u2026`;
}
function withoutLastToken(text) {
  let from = Math.max(0, text.length - MARGIN_CHARS), end = text.length;
  while (end > from && !/\s/.test(text.charAt(end - 1)))
    end--;
  return text.slice(0, end);
}

// src/agents/claude-code/call-hash.ts
function callHash({ fields, text }) {
  try {
    let turn = fields.prompt_id ?? fields.turn_id, all = `${part(fields.tool_name)}${part(fields.agent_id)}${part(turn)}`, input = fields.tool_input;
    if (typeof input !== "object" || input === null)
      return hash(all + part(input));
    for (let name in input)
      all += `${name}:${part(input[name])}`;
    return hash(all);
  } catch {
    return hash(text);
  }
}
function part(value) {
  if (typeof value !== "string")
    return `${JSON.stringify(value)};`;
  return value.length > 4096 ? `#${hash(value)};` : `"${value}\x00;`;
}
var hash = (text) => Bun.hash(text).toString(36);

// src/base/ids.ts
function hashOf(id) {
  return `hash-${Bun.hash(id).toString(16)}`;
}
function hasControl(text) {
  for (let index = 0;index < text.length; index += 1) {
    let code = text.charCodeAt(index);
    if (code < 32 || code >= 127 && code <= 159)
      return !0;
  }
  return !1;
}
var MAX_FILE_NAME_CHARS = 128;
function isFileName(id) {
  for (let index = 0;index < id.length; index += 1) {
    let code = id.charCodeAt(index), isDigit = code >= 48 && code <= 57, isLetter = (code | 32) >= 97 && (code | 32) <= 122;
    if (!isDigit && !isLetter && code !== 45 && code !== 95)
      return !1;
  }
  return id !== "" && id.length <= MAX_FILE_NAME_CHARS;
}

// src/agents/claude-code/payload.ts
var EVENTS = [
  "PostToolUse",
  "PostToolUseFailure",
  "SessionStart",
  "UserPromptSubmit",
  "Stop",
  "SubagentStop",
  "PreCompact",
  "SessionEnd"
], MAX_SESSION_ID_CHARS = 256;
function readFields(text) {
  let value = parseJson(text);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}
function parsePayload(text, fields = readFields(text)) {
  if (fields === null)
    return null;
  let event = eventOf(fields.hook_event_name), sessionId = textOf(fields.session_id);
  if (event === void 0 || sessionId === void 0 || !isSessionId(sessionId))
    return null;
  return { agent: "claude-code", event, sessionId, fields, text };
}
function eventOf(name) {
  for (let event of EVENTS)
    if (event === name)
      return event;
  return;
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return;
  }
}
function isSessionId(value) {
  return value.length <= MAX_SESSION_ID_CHARS && !hasControl(value);
}
function recordOf(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
function listOf(value) {
  return Array.isArray(value) ? value : [];
}
function firstOf(value, maxItems) {
  return listOf(value).slice(0, maxItems).map(recordOf);
}
function numberOf(value) {
  return typeof value === "number" && Number.isFinite(value) ? value : void 0;
}
var MAX_CHARS = {
  id: 256,
  word: 128,
  branch: 255,
  path: 1024,
  prompt: 2000,
  message: 4000,
  command: 500,
  error: 600,
  plan: 4000,
  todo: 300,
  description: 300,
  agentMessage: 1000
}, MAX_ITEMS = { todos: 50, files: 200, background: 20 };

class Keeper {
  #clip;
  constructor(clip) {
    this.#clip = clip;
  }
  text(value, sort) {
    let text = textOf(value);
    return text === void 0 ? void 0 : this.#clip(text, MAX_CHARS[sort]);
  }
  id(value) {
    return this.text(typeof value === "number" ? String(value) : value, "id");
  }
  key(id, { agent, text }) {
    let given = this.id(id);
    if (given !== void 0)
      return given;
    return agent === "claude-code" || text.includes('"timestamp"') ? `hash:${Bun.hash(text).toString(36)}` : `call:${Bun.randomUUIDv7()}`;
  }
  operationKey(payload) {
    let id = this.id(payload.fields.tool_use_id);
    return id === void 0 ? this.key(id, payload) : `${id}:${callHash(payload)}`;
  }
  pick(fields, sorts) {
    let kept = {};
    for (let name in sorts)
      kept[name] = this.text(fields[name], sorts[name] ?? "word");
    return withoutUndefined(kept);
  }
}
function withoutUndefined(fields) {
  let kept = {};
  for (let name in fields)
    if (fields[name] !== void 0)
      kept[name] = fields[name];
  return kept;
}

// src/agents/claude-code/tool-facts.ts
function addOperation(payload, to) {
  let { keep, add } = to, { event, fields } = payload, tool = textOf(fields.tool_name), input = recordOf(fields.tool_input), key = keep.operationKey(payload), isShell = tool === "Bash" || tool === "PowerShell" || payload.isShell === !0, isAgent = tool === "Agent" || tool === "Task", isFailed = event === "PostToolUseFailure", outcome = isShell && !tellsFailure(payload) ? void 0 : "ok", command = isShell ? keep.text(input.command, "command") : void 0, description = isShell || isAgent ? keep.text(input.description, "description") : void 0;
  if (add("operation", key, {
    tool: keep.text(tool, "word"),
    target: keep.text(input.file_path ?? input.notebook_path, "path") ?? (isShell ? command : description),
    outcome: isFailed ? "failed" : outcome,
    durationMs: numberOf(fields.duration_ms)
  }), !isFailed)
    addToolEffects(tool ?? "", input, recordOf(fields.tool_response), to);
  if (!isShell)
    return;
  let error = isFailed ? keep.text(fields.error, "error") : void 0;
  add("command", key, { command, description, outcome: commandOutcome(payload), error });
}
var tellsFailure = ({ agent }) => agent === "claude-code";
function commandOutcome(payload) {
  let { event, fields } = payload;
  if (event === "PostToolUseFailure")
    return fields.is_interrupt === !0 ? "interrupted" : "failed";
  if (!tellsFailure(payload))
    return;
  let response = recordOf(fields.tool_response);
  if (textOf(response.backgroundTaskId) !== void 0)
    return "background";
  return response.interrupted === !0 ? "interrupted" : "ok";
}
function addToolEffects(tool, input, response, to) {
  let { keep, add } = to;
  switch (tool) {
    case "Write":
    case "Edit":
    case "MultiEdit":
    case "NotebookEdit": {
      let path = keep.text(input.file_path ?? input.notebook_path ?? response.filePath, "path");
      if (path === void 0 || response.staged === !0)
        break;
      let isCreated = tool === "Write" && response.type === "create";
      add("file", path, { change: isCreated ? "created" : "modified", by: tool });
      break;
    }
    case "Bash":
    case "PowerShell":
      if (response.bashEditDiff !== void 0)
        addShellFiles(tool, recordOf(response.bashEditDiff), to);
      break;
    case "Agent":
    case "Task":
      addAgent(input, response, to);
      break;
    case "TodoWrite": {
      let todos = firstOf(input.todos ?? response.newTodos, MAX_ITEMS.todos);
      add("todos", "", { todos: todos.map((todo) => keep.pick(todo, { content: "todo", status: "word" })) });
      break;
    }
    case "TaskCreate":
    case "TaskUpdate":
      addTask(input, response, to);
      break;
    case "ExitPlanMode": {
      let text = keep.text(response.plan ?? input.plan, "plan"), filePath = keep.text(response.filePath ?? input.planFilePath, "path");
      if (text !== void 0)
        add("plan", "", { text, filePath });
      break;
    }
  }
}
function addShellFiles(tool, diff, { keep, add }) {
  let changes = /* @__PURE__ */ new Map;
  for (let path of listOf(diff.changedFiles))
    changes.set(path, "modified");
  for (let file of listOf(diff.files).map(recordOf)) {
    let change = file.deleted === !0 ? "deleted" : "modified";
    changes.set(file.filePath, file.created === !0 ? "created" : change);
  }
  for (let [value, change] of [...changes].slice(0, MAX_ITEMS.files)) {
    let path = keep.text(value, "path");
    if (path !== void 0)
      add("file", path, { change, by: tool });
  }
}
function addAgent(input, response, { keep, add }) {
  let agentId = keep.id(response.agentId);
  if (agentId === void 0)
    return;
  let launched = textOf(response.status)?.endsWith("_launched") ? "running" : void 0, texts = listOf(response.content).map((block) => textOf(recordOf(block).text) ?? "");
  add("agent", agentId, {
    type: keep.text(response.agentType ?? input.subagent_type, "word"),
    description: keep.text(input.description, "description"),
    status: response.status === "completed" ? "completed" : launched,
    lastMessage: keep.text(texts.join(`
`), "agentMessage")
  });
}
function addTask(input, response, { keep, add }) {
  let task = recordOf(response.task), taskId = keep.id(task.id ?? response.taskId ?? input.taskId);
  if (taskId === void 0 || response.success === !1)
    return;
  let status = input.status ?? (task.id === void 0 ? void 0 : "pending"), subject = keep.text(task.subject ?? input.subject, "todo");
  add("task", taskId, { subject, status: keep.text(status, "word") });
}

// src/agents/claude-code/facts.ts
function factsOf(payload, atMs, git) {
  return clipTogether((clip) => {
    let facts = [], keep = new Keeper(clip), agentId = keep.id(payload.fields.agent_id);
    return addFacts(payload, git, { keep, add: (kind, key, data) => {
      let fact = { kind, key, atMs, data: withoutUndefined(data) };
      facts.push(agentId === void 0 || kind === "agent" ? fact : { ...fact, agentId });
    } }), facts;
  });
}
function addFacts(payload, git, to) {
  let { fields } = payload, { keep, add } = to;
  if (add("session", "", {
    agent: payload.agent,
    cwd: keep.text(fields.cwd, "path"),
    model: keep.text(fields.model, "word"),
    transcriptPath: keep.text(fields.transcript_path, "path"),
    permissionMode: keep.text(fields.permission_mode, "word"),
    source: payload.event === "SessionStart" ? keep.text(fields.source, "word") : void 0,
    title: keep.text(fields.session_title, "description")
  }), git === null)
    add("git", "", { branch: null, head: null, worktree: null });
  else if (git !== void 0) {
    let branch = git.branch === null ? null : keep.text(git.branch, "branch");
    add("git", "", { branch, head: git.head, worktree: keep.text(git.worktree, "path") });
  }
  switch (payload.event) {
    case "PostToolUse":
    case "PostToolUseFailure":
      addOperation(payload, to);
      break;
    case "UserPromptSubmit":
      addPrompt(payload, to);
      break;
    case "Stop":
      addStop(fields, to);
      break;
    case "SubagentStop":
      addSubagentStop(fields, to);
      break;
    case "PreCompact": {
      let instructions = keep.text(fields.custom_instructions, "prompt");
      add("compact", "", { trigger: keep.text(fields.trigger, "word"), instructions });
      break;
    }
    case "SessionEnd":
      add("end", "", { reason: keep.text(fields.reason, "word") });
      break;
    case "SessionStart":
      break;
  }
}
function addPrompt(payload, { keep, add }) {
  let prompt = textOf(payload.fields.prompt)?.trimStart() ?? "";
  if (prompt.startsWith("<task-notification>")) {
    let agentId = keep.id(/<task-id>([^<\s]{1,256})<\/task-id>/.exec(prompt)?.[1]), isCompleted = prompt.includes("<status>completed</status>");
    if (agentId !== void 0 && isCompleted)
      add("agent", agentId, { status: "completed" });
  } else if (prompt !== "")
    add("prompt", keep.key(payload.fields.prompt_id, payload), { text: keep.text(prompt, "prompt") });
}
function addStop(fields, { keep, add }) {
  let text = keep.text(fields.last_assistant_message, "message");
  if (text !== void 0)
    add("message", "last", { text });
  if (!Array.isArray(fields.background_tasks) && !Array.isArray(fields.session_crons))
    return;
  let tasks = firstOf(fields.background_tasks, MAX_ITEMS.background).map((task) => keep.pick(task, { id: "id", type: "word", status: "word", description: "description", command: "command" })), crons = firstOf(fields.session_crons, MAX_ITEMS.background).map((cron) => ({
    ...keep.pick(cron, { id: "id", schedule: "word", prompt: "description" }),
    recurring: cron.recurring === !0
  }));
  add("background", "", { tasks, crons });
}
function addSubagentStop(fields, { keep, add }) {
  let agentId = keep.id(fields.agent_id);
  if (agentId === void 0 || fields.agent_type === "")
    return;
  let lastMessage = keep.text(fields.last_assistant_message, "agentMessage");
  add("agent", agentId, { type: keep.text(fields.agent_type, "word"), status: "completed", lastMessage });
}

// src/git/git-refs.ts
function headIn(read, gitDirectory, commonDirectory) {
  let text = read(`${gitDirectory}/HEAD`)?.trim() ?? "";
  if (isCommit(text))
    return { branch: null, head: text };
  let ref = text.startsWith("ref: ") ? text.slice(5) : "";
  if (!isBranchRef(ref))
    return null;
  let head = read(`${commonDirectory}/${ref}`)?.trim() ?? packed(read(`${commonDirectory}/packed-refs`), ref);
  return { branch: ref.slice(11), head: isCommit(head) ? head : null };
}
function isBranchRef(ref) {
  if (!ref.startsWith("refs/heads/") || ref.length === 11)
    return !1;
  for (let index = 0;index < ref.length; index += 1) {
    let code = ref.charCodeAt(index);
    if (code <= 32 || code === 127)
      return !1;
  }
  return !`${ref}/`.includes("/../") && !ref.endsWith("/.invalid");
}
function packed(text, ref) {
  if (text === null)
    return "";
  let all = `
${text}
`, end = all.indexOf(` ${ref}
`);
  return end < 0 ? "" : all.slice(all.lastIndexOf(`
`, end) + 1, end);
}
function isCommit(text) {
  if (text.length !== 40 && text.length !== 64)
    return !1;
  for (let index = 0;index < text.length; index += 1) {
    let code = text.charCodeAt(index);
    if (!(code >= 48 && code <= 57) && !(code >= 97 && code <= 102))
      return !1;
  }
  return !0;
}

// src/capture/git-seen.ts
var READ_BYTES = 65536, NAMES_DIRECTORY = "gitdir: ";
function gitSeen(io, cwd) {
  if (!cwd.startsWith("/") || cwd.includes("\x00"))
    return;
  if (`${cwd}/`.includes("/../"))
    return;
  for (let directory = withoutSlash(cwd);; directory = directory.slice(0, directory.lastIndexOf("/"))) {
    let kind = io.kind(`${directory}/.git`);
    if (kind !== null)
      return seenIn(io, directory, kind);
    if (directory === "")
      return null;
    if (io.kind(directory) === "link")
      return;
  }
}
function seenIn(io, worktree, kind) {
  if (kind === "another's")
    return null;
  let own = io.kind(worktree === "" ? "/" : worktree);
  if (own === "another's")
    return null;
  if (own !== "directory" || kind !== "directory" && kind !== "other")
    return;
  let path = `${worktree}/.git`, gitDirectory = kind === "directory" ? path : namedBy(io, path);
  if (typeof gitDirectory !== "string")
    return gitDirectory;
  let shared = io.read(`${gitDirectory}/commondir`)?.trim(), common = within(gitDirectory, shared ?? "."), head = headIn(io.read, gitDirectory, common);
  if (head === null)
    return;
  if (head.head === null && (io.size(`${common}/packed-refs`) ?? 0) > READ_BYTES)
    return;
  return { branch: head.branch, head: head.head, worktree: worktree === "" ? "/" : worktree };
}
function namedBy(io, path) {
  if (!io.owns(path))
    return null;
  let text = io.read(path)?.trim();
  if (text === void 0 || !text.startsWith(NAMES_DIRECTORY) || text.includes(`
`))
    return;
  let directory = within(path.slice(0, path.lastIndexOf("/")), text.slice(NAMES_DIRECTORY.length)), kind = io.kind(directory);
  if (kind === "another's")
    return null;
  return kind === "directory" && io.read(`${directory}/gitdir`)?.trim() === path ? directory : void 0;
}
async function lookCloser(cwd) {
  return (await import("./git-closer-s162hvb0.js")).gitSeenCloser(cwd);
}
var within = (directory, path) => path.startsWith("/") ? path : `${directory}/${path}`;
function withoutSlash(path) {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === 47)
    end -= 1;
  return path.slice(0, end);
}

// src/platform/libc-files.ts
var O_NOFOLLOW = process.arch === "arm64" ? 32768 : 131072;
var encoder2 = /* @__PURE__ */ new TextEncoder, decoder = /* @__PURE__ */ new TextDecoder, cString = (text) => encoder2.encode(`${text}\x00`), nativeFfi = Bun.FFI;
function openLibrary({ dlopen }) {
  return dlopen("libc.so.6", {
    open: { args: ["buffer", "i32", "i32"], returns: "i32" },
    read: { args: ["i32", "buffer", "u64"], returns: "i32" },
    write: { args: ["i32", "buffer", "u64"], returns: "i32" },
    close: { args: ["i32"], returns: "i32" },
    rename: { args: ["buffer", "buffer"], returns: "i32" },
    lseek: { args: ["i32", "u64", "i32"], returns: "i32" },
    umask: { args: ["u32"], returns: "u32" },
    statx: { args: ["i32", "buffer", "i32", "u32", "buffer"], returns: "i32" },
    poll: { args: ["buffer", "u64", "i32"], returns: "i32" }
  }).symbols;
}
function failed(call, path) {
  return Error(`${call} failed: ${path}`);
}
async function openLibcFiles(ffi = nativeFfi) {
  if (process.platform !== "linux" || process.arch !== "x64" && process.arch !== "arm64")
    return null;
  let opener = ffi ?? await import("bun:ffi"), libc;
  try {
    libc = openLibrary(opener);
  } catch {
    return null;
  }
  let opened, rest = () => opened ??= openRest(opener);
  return {
    create(path, text) {
      let fd = libc.open(cString(path), 193, 384);
      if (fd < 0)
        throw failed("open", path);
      if (writeAll(libc, fd, encoder2.encode(text)))
        return;
      throw rest().unlink(cString(path)), failed("write", path);
    },
    append: (path, bytes) => writeTo(libc, path, 3137 | O_NOFOLLOW, bytes),
    overwrite: (path, text) => writeTo(libc, path, 2049 | O_NOFOLLOW, encoder2.encode(text)),
    rename(from, to) {
      if (libc.rename(cString(from), cString(to)) !== 0)
        throw failed("rename", from);
    },
    link(from, to) {
      if (rest().link(cString(from), cString(to)) !== 0)
        throw failed("link", to);
    },
    unlink(path) {
      if (rest().unlink(cString(path)) !== 0)
        throw failed("unlink", path);
    },
    sync(path) {
      let fd = libc.open(cString(path), 0, 0);
      if (fd < 0)
        throw failed("open", path);
      let isSynced = rest().fsync(fd) === 0;
      if (libc.close(fd), !isSynced)
        throw failed("fsync", path);
    },
    ring: (path) => ring(libc, path),
    read: (path) => readSmall(libc, path, O_NOFOLLOW),
    readOwn: (path) => isOwn(libc, path) ? readSmall(libc, path, 0) : null,
    size: (path) => sizeOf(libc, path),
    kind: (path) => kindOf(libc, path),
    owns: (path) => statOwner(libc, path) && uidIn(statBuffer) === process.geteuid(),
    umask: (mask) => void libc.umask(mask),
    readStdin: (deadlineMs, maxBytes, isComplete) => readStdin(libc, deadlineMs, maxBytes, isComplete)
  };
}
function writeTo(libc, path, flags, bytes) {
  let fd = libc.open(cString(path), flags, 384);
  if (fd < 0)
    throw failed("open", path);
  if (!writeAll(libc, fd, bytes))
    throw failed("write", path);
}
function writeAll(libc, fd, bytes) {
  let written = libc.write(fd, bytes, bytes.length);
  return libc.close(fd) === 0 && written === bytes.length;
}
function openRest({ dlopen }) {
  return dlopen("libc.so.6", {
    fsync: { args: ["i32"], returns: "i32" },
    link: { args: ["buffer", "buffer"], returns: "i32" },
    unlink: { args: ["buffer"], returns: "i32" }
  }).symbols;
}
function ring(libc, path) {
  let fd = libc.open(cString(path), 2049 | O_NOFOLLOW, 0);
  if (fd < 0)
    return !1;
  let isPipe = libc.lseek(fd, 0, 1) < 0;
  if (isPipe)
    libc.write(fd, new Uint8Array([1]), 1);
  return libc.close(fd), isPipe;
}
var OTHERS_WRITE = 18;
function isOwn(libc, path) {
  let found = statBuffer ??= new Uint8Array(256);
  if (libc.statx(-100, cString(path), 0, 10, found) !== 0)
    return !1;
  return uidIn(found) === process.geteuid() && (found[28] & OTHERS_WRITE) === 0;
}
var statBuffer;
function sizeOf(libc, path) {
  let found = statBuffer ??= new Uint8Array(256);
  if (libc.statx(-100, cString(path), 0, 512, found) !== 0)
    return null;
  let size = 0;
  for (let index = 7;index >= 0; index -= 1)
    size = size * 256 + found[40 + index];
  return size;
}
function kindOf(libc, path) {
  let found = statBuffer ??= new Uint8Array(256);
  if (libc.statx(-100, cString(path), 256, 11, found) !== 0)
    return null;
  let type = found[29] & 240;
  if (type === 64 && uidIn(found) !== process.geteuid())
    return "another's";
  if (type === 64)
    return isOpenToUser(found) ? "directory" : "shut";
  return type === 160 ? "link" : "other";
}
function statOwner(libc, path) {
  let found = statBuffer ??= new Uint8Array(256);
  return libc.statx(-100, cString(path), 256, 8, found) === 0;
}
var isOpenToUser = (found) => (found[28] & 192) === 192 && (found[29] & 1) === 1;
function uidIn(found) {
  let uid = 0;
  for (let index = 3;index >= 0; index -= 1)
    uid = uid * 256 + found[20 + index];
  return uid;
}
var readBuffer;
function readSmall(libc, path, flags) {
  let fd = libc.open(cString(path), 2048 | flags, 0);
  if (fd < 0)
    return null;
  let buffer = readBuffer ??= new Uint8Array(65536), length = libc.read(fd, buffer, buffer.length);
  return libc.close(fd), length < 0 ? null : decoder.decode(buffer.subarray(0, length));
}
function readStdin(libc, deadlineMs, maxBytes, isComplete) {
  let endMs = performance.now() + deadlineMs, buffer = new Uint8Array(65536), length = 0, pollFd = new Uint8Array([0, 0, 0, 0, 1, 0, 0, 0]), isReadable = (waitMs) => libc.poll(pollFd, 1, waitMs) > 0;
  while (length < maxBytes) {
    if (length > 0 && buffer[length - 1] === 10 && !isReadable(0) && isComplete(buffer.subarray(0, length)))
      break;
    let leftMs = endMs - performance.now();
    if (!isReadable(leftMs > 0 ? leftMs + 1 | 0 : 0))
      break;
    if (length === buffer.length) {
      let larger = new Uint8Array(buffer.length * 4);
      larger.set(buffer), buffer = larger;
    }
    let got = libc.read(0, buffer.subarray(length), buffer.length - length);
    if (got <= 0)
      break;
    length += got;
  }
  return buffer.subarray(0, length < maxBytes ? length : maxBytes);
}

// src/capture/io.ts
async function openHookIo() {
  let io = await openLibcFiles() ?? (await import("./node-io-4fwy3vvm.js")).nodeHookIo;
  return io.umask(63), io;
}

// src/platform/callers-directory.ts
function callersDirectory(env) {
  let cwd = process.cwd();
  if (cwd !== "/")
    return cwd;
  let told = env.HIVE_CWD || env.PWD;
  return told?.startsWith("/") === !0 ? told : cwd;
}

// src/capture/plugin.ts
var ENTRY = /[\\/](?:hive-hook(?:\.exe)?|src[\\/]cli[\\/]main\.ts)"/;
function isInSettings(io, env) {
  let own = env.CLAUDE_CONFIG_DIR || `${env.HOME}/.claude`, project = env.CLAUDE_PROJECT_DIR || callersDirectory(env);
  return isBelievable(own, [project]) && ENTRY.test(io.readOwn(`${own}/settings.json`) ?? "");
}

// src/capture/state-directory.ts
function stateDirectory(env, { fields }, io) {
  if (env.HIVE_ROOT)
    return absolute(env.HIVE_ROOT, env);
  let cwd = typeof fields.cwd === "string" && fields.cwd.startsWith("/") ? fields.cwd : callersDirectory(env), project = absolute(env.CLAUDE_PROJECT_DIR || cwd, env);
  for (let directory = project;directory !== ""; directory = directory.slice(0, directory.lastIndexOf("/"))) {
    if (directory === env.HOME && directory !== project)
      continue;
    let root = `${directory}/.hive-mind`, kind = io.kind(root);
    if (kind === "another's" && directory !== project)
      continue;
    if (kind === "other" || kind === "another's")
      throw Error(`nothing is saved: ${root} is ${kind === "other" ? "no directory" : "another user's"}`);
    if (kind === "link")
      throw Error(`nothing is saved: ${root} is a link; if you made it: HIVE_ROOT=${root}`);
    if (kind !== null)
      return root;
  }
  if (io.size(project) === null)
    throw Error(`the project ${project} is gone: nothing is saved`);
  return `${project}/.hive-mind`;
}
function absolute(path, env) {
  return path.startsWith("/") ? path : `${callersDirectory(env)}/${path}`;
}
function intruder(io, paths) {
  for (let path of queueDirectories(paths)) {
    let kind = io.kind(path);
    if (kind === null || kind === "directory")
      continue;
    if (path !== paths.root || kind === "shut")
      return path;
  }
  return null;
}

// src/capture/throttle.ts
function readNote(io, paths, instanceId) {
  let path = `${paths.instances}/${isFileName(instanceId) ? instanceId : hashOf(instanceId)}.json`;
  return { path, text: io.read(path) };
}
function notedMs({ text }) {
  return text === null ? Number.NaN : Number(text);
}
function isDue(lastMs, nowMs, intervalSeconds) {
  return !(lastMs <= nowMs && nowMs - lastMs < intervalSeconds * 1000);
}
function writeNote(io, paths, last, nowMs) {
  let text = String(nowMs - nowMs % 1);
  if (last.text?.length === text.length && String(notedMs(last)) === last.text)
    return io.overwrite(last.path, text);
  let temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  io.create(temporary, text), orRemove(io, temporary, () => io.rename(temporary, last.path));
}
// package.json
var version = "0.3.0";
var package_default = {
  name: "hive",
  version,
  description: "Saves a coding agent's working state without the agent noticing: a directory queue, one event-driven worker, SQLite, and the harness that measures it.",
  license: "MIT",
  type: "module",
  private: !0,
  bin: {
    hive: "scripts/hive"
  },
  exports: {
    ".": "./src/index.ts"
  },
  files: [
    "src",
    "scripts/hive",
    "plugin/bin/find-bun",
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "LICENSE"
  ],
  engines: {
    bun: ">=1.4.5"
  },
  scripts: {
    hive: "bun src/cli/main.ts",
    worker: "bun src/cli/main.ts worker",
    bench: "bun src/cli/main.ts bench",
    "bench:gate": "bun src/cli/main.ts bench --gate",
    "bench:micro": "bun bench/micro/steps.bench.ts",
    torture: "bun scripts/torture.ts",
    mutations: "bun scripts/mutations.ts",
    verify: "scripts/test",
    lint: "oxlint --type-aware",
    unused: "knip"
  },
  dependencies: {
    "@clack/prompts": "1.9.0",
    commander: "15.1.0",
    "jsonc-parser": "3.3.1",
    kysely: "0.29.9",
    valibot: "1.5.0"
  },
  devDependencies: {
    "@secretlint/core": "13.0.7",
    "@secretlint/secretlint-rule-preset-recommend": "13.0.7",
    "bun-types": "1.4.5",
    "fast-check": "4.10.2",
    knip: "6.44.2",
    mitata: "1.0.34",
    oxlint: "1.94.0",
    "oxlint-tsgolint": "7.0.2007"
  }
};

// src/base/version.ts
var VERSION = version;
function isOlder(version, than = VERSION) {
  try {
    return Bun.semver.order(version, than) < 0;
  } catch {
    return !0;
  }
}

// src/supervisor/start-gate.ts
var FIRST_WAIT_MS = 5000, LONGEST_WAIT_MS = 300000, MAX_GATE_BYTES = 64;
function gatePath(paths) {
  return `${paths.workers}/starting`;
}
function parseGate(text) {
  let [untilMs = Number.NaN, starts = Number.NaN] = (text ?? "").split(" ").map(Number);
  return Number.isFinite(untilMs) && Number.isSafeInteger(starts) && starts >= 0 ? { untilMs, starts } : null;
}
function startedBy(text) {
  return text?.trim().split(" ")[2];
}
function mayStart(files, paths, nowMs) {
  let path = gatePath(paths), text = files.read(path), gate = parseGate(text);
  if (gate !== null && gate.untilMs > nowMs && gate.untilMs - nowMs <= LONGEST_WAIT_MS)
    return !1;
  try {
    if (text !== null && !takeAway(files, paths, text))
      return !1;
    let starts = (gate?.starts ?? 0) + 1, waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (starts - 1));
    return shut(files, paths, gateText(nowMs + waitMs, starts), text === null), !0;
  } catch {
    return !1;
  }
}
function shut(files, paths, text, mayClear) {
  let path = gatePath(paths), temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  files.create(temporary, text);
  try {
    files.link(temporary, path);
  } catch (error) {
    if (files.read(path) !== null)
      throw error;
    if (mayClear && clear(files, path))
      return shut(files, paths, text, !1);
    files.create(path, text);
  } finally {
    files.unlink(temporary);
  }
}
function clear(files, path) {
  let away = `${path}.foreign-${Bun.randomUUIDv7()}`;
  try {
    files.rename(path, away);
  } catch {
    return !1;
  }
  if (files.read(away) !== null)
    return files.rename(away, path), !1;
  try {
    files.unlink(away);
  } catch {}
  return !0;
}
function gateText(untilMs, starts) {
  return `${Math.ceil(untilMs)} ${starts} ${VERSION}
`;
}
function takeAway(files, paths, seen) {
  let away = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  if (files.rename(gatePath(paths), away), files.read(away) === seen)
    return files.unlink(away), !0;
  return files.rename(away, gatePath(paths)), !1;
}

// src/capture/call-worker.ts
var HEARTBEAT_LAG_MS = 2000, STUCK_MS = 1e4, APART_MS = 250;
function isDoubtful(heartbeat, lastMs, nowMs) {
  if (heartbeat === null)
    return !1;
  if (fieldOf(heartbeat, "version") !== VERSION)
    return !0;
  if (!(nowMs - lastMs > APART_MS))
    return !1;
  let aliveAt = fieldOf(heartbeat, "last_process_time") ?? fieldOf(heartbeat, "started_at"), aliveAtMs = Date.parse(aliveAt ?? "");
  return lastMs - aliveAtMs > HEARTBEAT_LAG_MS || aliveAtMs - nowMs > HEARTBEAT_LAG_MS;
}
var lookedPath = (paths) => `${paths.workers}/looked`, stuckText = (untilMs) => `stuck ${untilMs}`;
function isKnownStuck(text, nowMs) {
  let untilMs = text?.startsWith("stuck ") === !0 ? Number(text.slice(6)) : 0;
  return untilMs > nowMs && untilMs <= nowMs + STUCK_MS;
}
var lookedText = (heartbeat) => Bun.hash(`${VERSION} ${heartbeat}`).toString(36);
function mayBeOlder(io, paths, heartbeat) {
  let version = heartbeat === null ? void 0 : fieldOf(heartbeat, "version");
  if (version === VERSION || version !== void 0 && !isOlder(version))
    return !1;
  if (heartbeat === null && io.kind(paths.workers) === null)
    return !1;
  return io.read(lookedPath(paths)) !== lookedText(heartbeat);
}
function fieldOf(json, name) {
  let start = `"${name}":"`, from = json.indexOf(start);
  return from < 0 ? void 0 : json.slice(from + start.length, json.indexOf('"', from + start.length));
}
async function callWorker(io, paths, nowMs) {
  if (!mayStart(io, paths, nowMs))
    return;
  (await import("./start-worker-m3e5kb8m.js")).startWorker(paths.root);
}

// src/capture/main.ts
var STDIN_DEADLINE_MS = 1000, MAX_STDIN_BYTES = 67108864, decoder2 = /* @__PURE__ */ new TextDecoder;
async function runHook2(options) {
  let root;
  try {
    let io = await openHookIo();
    if (options.isPlugin === !0 && isInSettings(io, options.env))
      return;
    options.onPhase?.("opened");
    let bytes = await io.readStdin(STDIN_DEADLINE_MS, MAX_STDIN_BYTES, (got) => parseJson2(got) !== null);
    options.onPhase?.("read");
    let text = decoder2.decode(bytes), fields = readFields(text);
    if (fields === null)
      return;
    let agent = agentOf(fields, options.env), payload = agent === "claude-code" ? parsePayload(text, fields) : await foreign(agent, fields, text);
    if (payload === null)
      return;
    root = stateDirectory(options.env, payload, io), options.onPhase?.("parsed");
    let known = readConfig(io, root, options), config = isPromise(known) ? await known : known;
    if (payload.event === "SessionStart" || isOpenToGit(io, root))
      await keepOutOfGit(io, root);
    if (payload.event === "SessionStart" && payload.agent === "claude-code" && config.restoreContext)
      await restore(root, payload, config, options);
    await save(io, root, payload, config, options);
  } catch (error) {
    await logFailure(root, error);
  }
}
function parseJson2(bytes) {
  try {
    return JSON.parse(decoder2.decode(bytes));
  } catch {
    return null;
  }
}
async function foreign(agent, fields, text) {
  return (await import("./foreign-rac1rymv.js")).foreignPayload(agent, fields, text);
}
function isOpenToGit(io, root) {
  return root.endsWith("/.hive-mind") && !ignoresAll(io.read(`${root}/.gitignore`));
}
async function keepOutOfGit(io, root) {
  if (io.size(root) === null)
    return;
  try {
    (await import("./ignore-file-bv9pgj4t.js")).keepOutOfGit(root);
  } catch (error) {
    await logFailure(root, error);
  }
}
async function restore(root, payload, config, options) {
  try {
    let { env, nowMs } = options;
    await (await import("./restore-1wre3wm2.js")).restore({ root, payload, config, nowMs, env, pid: agentPid(payload, env) });
  } catch (error) {
    await logFailure(root, error);
  }
}
function instanceOf(env, { sessionId }) {
  let given = env.HIVE_INSTANCE_ID || sessionId;
  return given.length <= MAX_CHARS.id ? given : hashOf(given);
}
function agentPid({ agent }, env) {
  return agent === "claude-code" ? Number(env.CLAUDE_PID) || void 0 : void 0;
}
var isPromise = (value) => typeof value?.then === "function";
async function save(io, root, payload, config, options) {
  let { env, nowMs } = options, paths = queuePaths(root), instanceId = instanceOf(env, payload), odd = intruder(io, paths), last = readNote(io, paths, instanceId), type = checkpointType(payload.event), lastMs = notedMs(last), checkpoint = type === "auto" && !isDue(lastMs, nowMs, config.checkpointIntervalSeconds) ? null : type;
  options.onPhase?.("decided");
  let isWorthWhile = checkpoint !== null || payload.event === "SessionStart", cwd = textOf(payload.fields.cwd), git = cwd === void 0 ? void 0 : gitSeen(io, cwd);
  if (git === void 0 && cwd !== void 0 && isWorthWhile)
    git = await lookCloser(cwd) ?? void 0;
  let { sessionId, event, agent } = payload, facts = factsOf(payload, nowMs, git), pid = agentPid(payload, env), entry = completeEntry(observationEntry({ sessionId, instanceId, atMs: nowMs, event, agent, pid, checkpoint: checkpoint ?? void 0, facts }), systemClock.nowMs());
  options.onPhase?.("built");
  let heartbeat = io.read(paths.heartbeat), isUnderstood = odd !== null || !mayBeOlder(io, paths, heartbeat) || await endOlder(paths), committed = commit({ io, paths, config, entry, odd, isUnderstood, options }), isHeard = isPromise(committed) ? await committed : committed;
  if (options.onPhase?.("enqueued"), odd !== null)
    return;
  let noted = checkpoint === null ? void 0 : note2(io, paths, last, nowMs);
  if (noted !== void 0)
    await noted;
  if (options.onPhase?.("noted"), !(isHeard && !(isWorthWhile && isDoubtful(heartbeat, lastMs, nowMs))) && (env.HIVE_WORKER_START || config.workerStart) === "hook")
    await callWorker(io, paths, nowMs);
}
async function endOlder(paths) {
  return (await import("./older-workers-5ga494tp.js")).endOlderWorkers(paths);
}
function note2(io, paths, last, nowMs) {
  try {
    writeNote(io, paths, last, nowMs);
    return;
  } catch (error) {
    return logFailure(paths.root, error);
  }
}
async function logFailure(root, error) {
  await (await import("./fallback-dkpet4z4.js")).logFailure(root, error);
}
function readConfig(io, root, { env }) {
  let directory = directoryByEnvironment("config", env, root);
  return directory === null ? searchConfig(io, root, env) : configIn(io, root, directory);
}
async function searchConfig(io, root, env) {
  return configIn(io, root, (await import("./own-directory-wezn8gq3.js")).ownDirectory("config", env, root));
}
function configIn(io, root, directory) {
  let user = directory === null ? null : io.readOwn(`${directory}/config.json`), project = io.read(`${root}/config.json`);
  if (user === null && project === null)
    return DEFAULTS;
  let directoryOf = root.slice(0, root.lastIndexOf("/")) || "/", { config, warnings, isBroken } = resolveSources({ user, project, directory: directoryOf });
  return isBroken ? logFailure(root, warnings[0]).then(() => config) : config;
}

export { DEFAULTS, resolveConfig, resolveSources, SEAL, seal, resealed, isSealed, FIRST_PRIORITY, LAST_PRIORITY, parseEntryName, entryName, isOwnSeq, ownSeqAtMs, groupOf, isOwnName, completeEntry, decodeEntry, IGNORE_ALL, ignoresAll, patternsOf, queuePaths, queueDirectories, journalName, enqueue, orRemove, MIN_DIRECTORY_ENTRY_BYTES, mayBeFull, clip, isSessionId, recordOf, headIn, callersDirectory, package_default, VERSION, isOlder, MAX_GATE_BYTES, gatePath, parseGate, startedBy, STUCK_MS, lookedPath, stuckText, isKnownStuck, lookedText, runHook2 };
