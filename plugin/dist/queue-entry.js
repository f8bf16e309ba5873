// @bun
import {
  MAX_DEPTH,
  isDeeperThan
} from "./base-json.js";
import {
  HiveError
} from "./base-errors.js";

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

export { SEAL, seal, resealed, isSealed, FIRST_PRIORITY, LAST_PRIORITY, parseEntryName, entryName, isOwnSeq, ownSeqAtMs, newSeq, groupOf, isOwnName, completeEntry, decodeEntry };
