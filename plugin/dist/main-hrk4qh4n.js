// @bun
import {
  userKey
} from "./main-4rbff29k.js";
import {
  findGitTree
} from "./main-ef6zrvhm.js";
import {
  LAST_MS,
  timeText,
  HiveError,
  errorCode,
  errorMessage,
  objectIn
} from "./main-gaa197ay.js";

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
], UNTRUSTED = "untrusted", RAW_SQL_ROWS = "", CELLS_SQL = "SELECT key, at_ms, data FROM hive_state WHERE session_id = ? AND kind = ? ORDER BY at_ms DESC LIMIT ?";
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
    this.#cells = db.prepare(CELLS_SQL), this.#count = db.prepare("SELECT sum(operations) AS operations FROM hive_instances WHERE session_id = ?"), this.#latest = db.prepare("SELECT data FROM hive_checkpoints WHERE session_id = ? AND created_at_ms > ? ORDER BY created_at_ms DESC LIMIT 1");
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
import { Database as Database2 } from "bun:sqlite";
import { lstatSync as lstatSync3, realpathSync, rmSync as rmSync2, statSync as statSync2 } from "fs";

// src/store/sidecars.ts
import {
  chmodSync,
  closeSync as closeSync2,
  constants as constants2,
  existsSync,
  fchmodSync as fchmodSync2,
  linkSync as linkSync2,
  lstatSync as lstatSync2,
  openSync as openSync2,
  readdirSync as readdirSync2,
  renameSync,
  rmSync,
  unlinkSync as unlinkSync2,
  writeFileSync
} from "fs";
import { basename, dirname as dirname2 } from "path";

// src/kernel-locks.ts
import { lstatSync, readdirSync, readFileSync, statSync } from "fs";
var NOT_SHOWN = ["ENOENT", "ESRCH", "EACCES", "EPERM"], HELD = /^\d+: POSIX +\S+ +(READ|WRITE) +(\d+) ([0-9a-f]+:[0-9a-f]+):(\d+) /gm;
function lockHolders() {
  let holders = /* @__PURE__ */ new Map;
  for (let [, mode, pid, device, inode] of locksText().matchAll(HELD)) {
    if (mode !== "WRITE")
      continue;
    let key = `${device} ${inode}`;
    holders.set(key, (holders.get(key) ?? /* @__PURE__ */ new Set).add(Number(pid)));
  }
  return holders;
}
function lockersOf(path) {
  let inode = lstatSync(path, { bigint: !0, throwIfNoEntry: !1 })?.ino;
  if (inode === void 0)
    return [];
  return [...locksText().matchAll(HELD)].filter(([, , , , found]) => found === String(inode)).map(([, , pid]) => Number(pid));
}
function hasOpen(file, pid) {
  let directory = `/proc/${pid}/fd`;
  try {
    return readdirSync(directory).some((fd) => isSame(file, `${directory}/${fd}`));
  } catch (error) {
    if (NOT_SHOWN.includes(errorCode(error)))
      return !1;
    throw error;
  }
}
function isSame(file, path) {
  let other = statSync(path, { bigint: !0, throwIfNoEntry: !1 });
  return other !== void 0 && other.dev === file.dev && other.ino === file.ino;
}
function locksText() {
  try {
    return readFileSync("/proc/locks", "utf8");
  } catch (error) {
    if (NOT_SHOWN.includes(errorCode(error)))
      return "";
    throw error;
  }
}
var hex = (value) => value.toString(16).padStart(2, "0");
function lockKey({ dev, ino }) {
  let major = dev >> 8n & 0xfffn | dev >> 32n & ~0xfffn, minor = dev & 0xffn | dev >> 12n & ~0xffn & 0xffffffffn;
  return `${hex(major)}:${hex(minor)} ${ino}`;
}

// src/store/proof.ts
import { Database } from "bun:sqlite";
import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  fstatSync,
  futimesSync,
  linkSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync
} from "fs";
import { dirname } from "path";
var PROOF_BYTES = 8, HEADER_BYTES = 100, MAGIC = (/* @__PURE__ */ new TextEncoder()).encode("SQLite format 3\x00"), USER_VERSION_OFFSET = 60, APPLICATION_ID_OFFSET = 68, FORMAT_OFFSET = 18, WAL_FORMAT = 2, EARLIER_SECONDS = 1, LOOK = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
function proofOf({ ino, birthtimeNs }, what, key) {
  let text = `hive ${what}
${ino} ${birthtimeNs}`;
  return new Bun.CryptoHasher("sha256", key).update(text).digest().subarray(0, PROOF_BYTES);
}
function isProvedDatabase(path, key) {
  let fd;
  try {
    fd = openSync(path, LOOK);
  } catch (error) {
    if (["ENOENT", "ELOOP", "ENXIO", "EACCES", "EPERM", "ENOTDIR"].includes(errorCode(error) ?? ""))
      return !1;
    throw error;
  }
  try {
    let stat = fstatSync(fd, { bigint: !0 }), header = new Uint8Array(HEADER_BYTES);
    if (!stat.isFile() || readSync(fd, header, 0, HEADER_BYTES, 0) < HEADER_BYTES)
      return !1;
    if (!MAGIC.every((byte, index) => header[index] === byte))
      return !1;
    let found = Buffer.concat([
      header.subarray(USER_VERSION_OFFSET, USER_VERSION_OFFSET + 4),
      header.subarray(APPLICATION_ID_OFFSET, APPLICATION_ID_OFFSET + 4)
    ]);
    return births(stat).some((birth) => found.equals(proofOf(birth, "database", key)));
  } finally {
    closeSync(fd);
  }
}
function births({ ino, birthtimeNs }) {
  return [
    { ino, birthtimeNs },
    { ino, birthtimeNs: 0n }
  ];
}
function makeProvedDatabase(path, key, durability) {
  let temporary = `${path}.${crypto.randomUUID()}.tmp`, fd = openSync(temporary, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 384);
  try {
    fchmodSync(fd, 384);
    let page = emptyDatabase(proofOf(stableBirth(fd), "database", key));
    if (writeSync(fd, page, 0, page.length, 0), durability === "power")
      fsyncSync(fd);
    if (linkSync(temporary, path), durability === "power")
      flushDirectory(dirname(path));
    return !0;
  } catch (error) {
    if (errorCode(error) !== "EEXIST")
      throw error;
    return !1;
  } finally {
    closeSync(fd), unlinkSync(temporary);
  }
}
function stableBirth(fd) {
  let before = fstatSync(fd, { bigint: !0 });
  futimesSync(fd, EARLIER_SECONDS, EARLIER_SECONDS);
  let { ino, birthtimeNs } = fstatSync(fd, { bigint: !0 });
  return { ino, birthtimeNs: birthtimeNs === before.birthtimeNs ? birthtimeNs : 0n };
}
function emptyDatabase(proof) {
  using db = new Database(":memory:");
  db.run("PRAGMA user_version = 1");
  let page = new Uint8Array(db.serialize());
  return page.set([WAL_FORMAT, WAL_FORMAT], FORMAT_OFFSET), page.set(proof.subarray(0, 4), USER_VERSION_OFFSET), page.set(proof.subarray(4), APPLICATION_ID_OFFSET), page;
}
function flushDirectory(directory) {
  let fd = openSync(directory, constants.O_RDONLY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

// src/store/sidecars.ts
var ATTEMPTS = 100;
function secureSidecars(database, key, durability = "process") {
  let aside = [];
  if (exists(`${database}-journal`))
    aside.push(setAside(`${database}-journal`));
  if (isNoPlainFile(`${database}-shm`))
    aside.push(setAside(`${database}-shm`));
  for (let attempt = 0;attempt < ATTEMPTS; attempt += 1)
    if (!exists(`${database}-wal`)) {
      if (makeLog(database, key, durability))
        return aside;
    } else if (isProvedLog(database, key))
      return aside;
    else if (isInUse(database)) {
      if (proveLog(database, key))
        return aside;
    } else if (aside.push(setAside(`${database}-wal`)), exists(`${database}-shm`))
      aside.push(setAside(`${database}-shm`));
  throw Error(`${database}-wal is replaced again and again`);
}
function isInUse(database) {
  let log = lstatSync2(`${database}-wal`, { bigint: !0, throwIfNoEntry: !1 });
  if (log?.isFile() !== !0)
    return !1;
  return [...new Set([database, `${database}-shm`].flatMap((path) => lockersOf(path)))].some((pid) => hasOpen(log, pid));
}
function isProvedLog(database, key) {
  let stat = lstatSync2(`${database}-wal`, { bigint: !0, throwIfNoEntry: !1 });
  if (stat?.isFile() !== !0)
    return !1;
  if (births(stat).some((birth) => existsSync(proofPath(database, birth, key))))
    return !0;
  if (stat.size > 0n)
    return !1;
  return proveLog(database, key);
}
var PROOF = /^-wal\.[0-9a-f]{16}\.proof$/, TEMPORARY = /^(?:-wal)?\.[0-9a-f-]{36}\.tmp$/, TEMPORARY_MS = 3600000;
function sweepProofs(database, key) {
  let stat = lstatSync2(`${database}-wal`, { bigint: !0, throwIfNoEntry: !1 });
  if (stat === void 0)
    return;
  let kept = new Set(births(stat).map((birth) => basename(proofPath(database, birth, key))));
  for (let name of readdirSync2(dirname2(database))) {
    if (!name.startsWith(basename(database)) || kept.has(name))
      continue;
    let path = `${dirname2(database)}/${name}`, ending = name.slice(basename(database).length), stat = lstatSync2(path, { throwIfNoEntry: !1 });
    if (stat?.isFile() !== !0)
      continue;
    if (PROOF.test(ending) && stat.size === 0 || TEMPORARY.test(ending) && isOld(stat))
      rmSync(path, { force: !0 });
  }
}
var isOld = ({ ctimeMs }) => Date.now() - ctimeMs > TEMPORARY_MS;
function isNoPlainFile(path) {
  let stat = lstatSync2(path, { throwIfNoEntry: !1 });
  return stat !== void 0 && (!stat.isFile() || stat.nlink > 1);
}
var exists = (path) => lstatSync2(path, { throwIfNoEntry: !1 }) !== void 0, proofPath = (database, birth, key) => `${database}-wal.${proofOf(birth, "log", key).toHex()}.proof`;
function proveLog(database, key) {
  let fd;
  try {
    fd = openSync2(`${database}-wal`, constants2.O_RDWR | constants2.O_NOFOLLOW | constants2.O_NONBLOCK);
  } catch (error) {
    if (errorCode(error) === "ENOENT")
      return !1;
    throw error;
  }
  try {
    return writeProof(proofPath(database, stableBirth(fd), key), "process"), !0;
  } finally {
    closeSync2(fd);
  }
}
function makeLog(database, key, durability) {
  let temporary = `${database}-wal.${crypto.randomUUID()}.tmp`, fd = openSync2(temporary, constants2.O_RDWR | constants2.O_CREAT | constants2.O_EXCL | constants2.O_NOFOLLOW, 384);
  try {
    return writeProof(proofPath(database, stableBirth(fd), key), durability), fchmodSync2(fd, 384), linkSync2(temporary, `${database}-wal`), !0;
  } catch (error) {
    if (errorCode(error) !== "EEXIST")
      throw error;
    return !1;
  } finally {
    closeSync2(fd), unlinkSync2(temporary);
  }
}
function writeProof(path, durability) {
  try {
    if (writeFileSync(path, "", { mode: 384, flag: "wx" }), chmodSync(path, 384), durability === "power")
      flushDirectory(dirname2(path));
  } catch (error) {
    if (errorCode(error) !== "EEXIST")
      throw error;
  }
}
function setAside(path) {
  let aside = `${path}.foreign-${crypto.randomUUID()}`;
  return renameSync(path, aside), aside;
}

// src/store/database.ts
var FIRST_PRUNE = 256;
function assertRegular(path) {
  for (let file of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`])
    if (lstatSync3(file, { throwIfNoEntry: !1 })?.isFile() === !1)
      throw new HiveError("HIVE_STORE_UNAVAILABLE", `${file} is a link, or no file at all: it is not opened`, {
        hint: "if you made it, put the file itself in its place, or the whole state directory elsewhere with HIVE_ROOT"
      });
}
function openForReading(path, key, busyTimeoutMs) {
  secureSidecars(path, key), assertRegular(path);
  let db = new Database2(path, { readonly: !0, strict: !0 });
  try {
    return db.run(`PRAGMA busy_timeout = ${Math.floor(busyTimeoutMs)}`), db.run("PRAGMA trusted_schema = OFF"), db;
  } catch (error) {
    throw db.close(), error;
  }
}

class OwnedDatabase extends Database2 {
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
  #indexIdentity;
  constructor(path) {
    this.#database = path, this.#log = `${realpathSync(path)}-wal`, this.#databaseIdentity = identityOf(this.#database), this.#logIdentity = identityOf(this.#log), this.#indexIdentity = identityOf(this.#index);
  }
  get #index() {
    return this.#log.replace(/wal$/, "shm");
  }
  get isDatabaseInPlace() {
    return identityOf(this.#database) === this.#databaseIdentity;
  }
  get isLogInPlace() {
    return identityOf(this.#log) === this.#logIdentity && identityOf(this.#index) === this.#indexIdentity;
  }
  removeOrphanedLog() {
    if (this.isDatabaseInPlace || this.#logIdentity === void 0 || !this.isLogInPlace)
      return;
    rmSync2(this.#log, { force: !0 }), rmSync2(this.#index, { force: !0 });
  }
}
function identityOf(path) {
  try {
    let stat = statSync2(path, { throwIfNoEntry: !1 });
    return stat === void 0 ? void 0 : `${stat.dev}:${stat.ino}`;
  } catch (error) {
    return errorCode(error) ?? "unknown";
  }
}

// src/store/location.ts
import { existsSync as existsSync2, lstatSync as lstatSync4, readdirSync as readdirSync4 } from "fs";

// src/git-index.ts
import { readdirSync as readdirSync3, readFileSync as readFileSync2, statSync as statSync3 } from "fs";
import { join, relative } from "path";
var MAX_BYTES = 268435456, LAST_PLAIN_VERSION = 3;
function mayBeTracked(path, directory) {
  let tree = findGitTree(directory);
  if (tree === null)
    return !1;
  let index = join(tree.gitDirectory, "index");
  try {
    if (statSync3(index).size > MAX_BYTES)
      return !0;
    let bytes = readFileSync2(index), isPlain = bytes.toString("latin1", 0, 4) === "DIRC" && bytes.readUInt32BE(4) <= LAST_PLAIN_VERSION, isSplit = readdirSync3(tree.gitDirectory).some((name) => name.startsWith("sharedindex."));
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
    if (lstatSync4(path, { throwIfNoEntry: !1 }) !== void 0) {
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
  return (existsSync2(root) ? readdirSync4(root).filter((name) => ANY_NAME.test(name)) : []).map((name) => `${root}/${name}`).filter((path) => path !== used).map((path) => ({ path, isProved: isProved(path, key) }));
}
var otherStoreNote = ({ path, isProved }) => isProved ? `${path} holds what was saved while another database stood in the place of hive.db: hive adopt joins them` : `${path} was not made by your hive on this machine: nothing of it is read or changed; hive adopt shows what is in it`, storePath = (root) => locateStore(root).path;

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
var time = pipe(number(), minValue(-LAST_MS), maxValue(LAST_MS)), FACT_KINDS = [
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
], FactSchema = object({
  kind: picklist(FACT_KINDS),
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

export { parameter, Prepared, UNTRUSTED, RAW_SQL_ROWS, CELLS_SQL, readState, Checkpoints, cellIn, lockHolders, hasOpen, lockKey, isProvedDatabase, makeProvedDatabase, secureSidecars, isProvedLog, sweepProofs, assertRegular, openForReading, OwnedDatabase, OpenFiles, mayBeTracked, locateStore, otherStores, otherStoreNote, storePath, getDotPath, parseJson, fallback, boolean, literal, nullable, number, object, picklist, record, string, pipe, safeParse, FACT_KINDS, PAYLOADS };
