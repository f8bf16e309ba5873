// @bun
import {
  flush
} from "./base-files-files.js";
import {
  unavailable,
  lockersOf,
  hasOpen
} from "./platform-process-kernel-locks.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/store/sqlite/open/database.ts
import { Database as Database3 } from "bun:sqlite";
import { lstatSync as lstatSync3, realpathSync, rmSync as rmSync3, statSync } from "fs";

// src/store/sqlite/open/read-only-copy.ts
import { Database } from "bun:sqlite";
import { accessSync, constants, copyFileSync, existsSync, lstatSync, mkdtempSync, rmSync } from "fs";
import { tmpdir } from "os";
import { dirname, join } from "path";
var ATTEMPTS = 5;
function needsCopy(path) {
  return !isWritable(dirname(path)) && [`${path}-wal`, `${path}-shm`].some((file) => !existsSync(file));
}
function isWritable(directory) {
  try {
    return accessSync(directory, constants.W_OK), !0;
  } catch (error) {
    if (["EACCES", "EPERM", "EROFS"].includes(errorCode(error) ?? ""))
      return !1;
    throw error;
  }
}
function openCopy(path, hasLog) {
  let directory = orUnavailable(path, () => mkdtempSync(join(tmpdir(), "hive-read-")));
  try {
    let copy = join(directory, "hive.db");
    orUnavailable(path, () => copyWhole(path, copy, hasLog));
    let db = new Database(copy, { readonly: !0, strict: !0 });
    try {
      return db.query("SELECT count(*) FROM sqlite_schema").get(), db;
    } catch (error) {
      throw db.close(), error;
    }
  } finally {
    rmSync(directory, { recursive: !0, force: !0 });
  }
}
function orUnavailable(path, act) {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof HiveError)
      throw cause;
    let why = `no copy of ${path} can be made in ${tmpdir()} to be read: ${errorMessage(cause)}`;
    throw new HiveError("HIVE_STORE_UNAVAILABLE", why, { cause, hint: "TMPDIR names another directory for it" });
  }
}
function copyWhole(path, copy, hasLog) {
  for (let attempt = 0;attempt < ATTEMPTS; attempt += 1) {
    let before = stateOf(path);
    for (let file of [copy, `${copy}-wal`])
      rmSync(file, { force: !0 });
    if (copyFileSync(path, copy), hasLog())
      copyFileSync(`${path}-wal`, `${copy}-wal`);
    if (stateOf(path) === before)
      return;
  }
  throw new HiveError("HIVE_STORE_UNAVAILABLE", `${path} changes while it is copied to be read`, {
    hint: "its directory cannot be written by you: try again, or make it writable"
  });
}
function stateOf(path) {
  return [path, `${path}-wal`].map((file) => lstatSync(file, { bigint: !0, throwIfNoEntry: !1 })).map((stat) => stat === void 0 ? "" : `${stat.ino} ${stat.size} ${stat.mtimeNs}`).join();
}

// src/store/sqlite/open/sidecars.ts
import {
  chmodSync,
  closeSync as closeSync2,
  constants as constants3,
  existsSync as existsSync2,
  lstatSync as lstatSync2,
  openSync as openSync2,
  readdirSync,
  renameSync,
  rmSync as rmSync2,
  writeFileSync
} from "fs";
import { basename, dirname as dirname3 } from "path";

// src/store/sqlite/open/proof.ts
import { Database as Database2 } from "bun:sqlite";
import {
  closeSync,
  constants as constants2,
  fchmodSync,
  fstatSync,
  futimesSync,
  linkSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync
} from "fs";
import { dirname as dirname2 } from "path";
var PROOF_BYTES = 8, HEADER_BYTES = 100, MAGIC = (/* @__PURE__ */ new TextEncoder()).encode("SQLite format 3\x00"), USER_VERSION_OFFSET = 60, APPLICATION_ID_OFFSET = 68, FORMAT_OFFSET = 18, WAL_FORMAT = 2, EARLIER_SECONDS = 1, LOOK = constants2.O_RDONLY | constants2.O_NONBLOCK | constants2.O_NOFOLLOW;
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
  let isMade = createWhole(path, (fd) => {
    let page = emptyDatabase(proofOf(stableBirth(fd), "database", key));
    if (writeSync(fd, page, 0, page.length, 0), durability === "power")
      flush(fd);
  });
  if (isMade && durability === "power")
    flushDirectory(dirname2(path));
  return isMade;
}
function createWhole(path, fill) {
  let temporary = `${path}.${crypto.randomUUID()}.tmp`, fd = openSync(temporary, constants2.O_RDWR | constants2.O_CREAT | constants2.O_EXCL | constants2.O_NOFOLLOW, 384);
  try {
    return fchmodSync(fd, 384), fill(fd), linkSync(temporary, path), !0;
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
  using db = new Database2(":memory:");
  db.run("PRAGMA user_version = 1");
  let page = new Uint8Array(db.serialize());
  return page.set([WAL_FORMAT, WAL_FORMAT], FORMAT_OFFSET), page.set(proof.subarray(0, 4), USER_VERSION_OFFSET), page.set(proof.subarray(4), APPLICATION_ID_OFFSET), page;
}
function flushDirectory(directory) {
  let fd = openSync(directory, constants2.O_RDONLY);
  try {
    flush(fd);
  } finally {
    closeSync(fd);
  }
}

// src/store/sqlite/open/sidecars.ts
var ATTEMPTS2 = 100;
function secureSidecars(database, key, durability = "process") {
  let aside = [];
  if (exists(`${database}-journal`))
    aside.push(setAside(`${database}-journal`));
  if (isNoPlainFile(`${database}-shm`))
    aside.push(setAside(`${database}-shm`));
  for (let attempt = 0;attempt < ATTEMPTS2; attempt += 1)
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
  if (hasProof(database, key))
    return !0;
  let stat = lstatSync2(`${database}-wal`, { throwIfNoEntry: !1 });
  return stat?.isFile() === !0 && stat.size === 0 && proveLog(database, key);
}
function hasProof(database, key) {
  let stat = lstatSync2(`${database}-wal`, { bigint: !0, throwIfNoEntry: !1 });
  if (stat?.isFile() !== !0)
    return !1;
  return births(stat).some((birth) => existsSync2(proofPath(database, birth, key)));
}
var PROOF = /^-wal\.[0-9a-f]{16}\.proof$/, TEMPORARY = /^(?:-wal)?\.[0-9a-f-]{36}\.tmp$/, TEMPORARY_MS = 3600000;
function sweepProofs(database, key) {
  let stat = lstatSync2(`${database}-wal`, { bigint: !0, throwIfNoEntry: !1 });
  if (stat === void 0)
    return;
  let kept = new Set(births(stat).map((birth) => basename(proofPath(database, birth, key))));
  for (let name of readdirSync(dirname3(database))) {
    if (!name.startsWith(basename(database)) || kept.has(name))
      continue;
    let path = `${dirname3(database)}/${name}`, ending = name.slice(basename(database).length), stat = lstatSync2(path, { throwIfNoEntry: !1 });
    if (stat?.isFile() !== !0)
      continue;
    if (PROOF.test(ending) && stat.size === 0 || TEMPORARY.test(ending) && isOld(stat))
      rmSync2(path, { force: !0 });
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
    fd = openSync2(`${database}-wal`, constants3.O_RDWR | constants3.O_NOFOLLOW | constants3.O_NONBLOCK);
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
  return createWhole(`${database}-wal`, (fd) => writeProof(proofPath(database, stableBirth(fd), key), durability));
}
function writeProof(path, durability) {
  try {
    if (writeFileSync(path, "", { mode: 384, flag: "wx" }), chmodSync(path, 384), durability === "power")
      flushDirectory(dirname3(path));
  } catch (error) {
    if (errorCode(error) !== "EEXIST")
      throw error;
  }
}
function setAside(path) {
  let aside = `${path}.foreign-${crypto.randomUUID()}`;
  return renameSync(path, aside), aside;
}

// src/store/sqlite/open/database.ts
var FIRST_PRUNE = 256, MIN_SQLITE = [3, 51, 3];
function assertRegular(path) {
  for (let file of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`])
    if (lstatSync3(file, { throwIfNoEntry: !1 })?.isFile() === !1)
      throw new HiveError("HIVE_STORE_UNAVAILABLE", `${file} is a link or not a regular file: hive does not open it`, {
        hint: "if you made it, put the file itself in its place, or the whole state directory elsewhere with HIVE_ROOT"
      });
}
function openForReading(path, key, busyTimeoutMs) {
  if (needsCopy(path)) {
    assertRegular(path);
    let copy = openCopy(path, () => hasProof(path, key));
    return setUp(copy, busyTimeoutMs);
  }
  return secureSidecars(path, key), assertRegular(path), setUp(new Database3(path, { readonly: !0, strict: !0 }), busyTimeoutMs);
}
function setUp(db, busyTimeoutMs) {
  try {
    return db.run(`PRAGMA busy_timeout = ${Math.floor(busyTimeoutMs)}`), db.run("PRAGMA trusted_schema = OFF"), db;
  } catch (error) {
    throw db.close(), error;
  }
}

class OwnedDatabase extends Database3 {
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
function logOf(path) {
  try {
    return `${realpathSync(path)}-wal`;
  } catch (error) {
    throw unavailable(path, error);
  }
}

class OpenFiles {
  #database;
  #log;
  #databaseIdentity;
  #logIdentity;
  #indexIdentity;
  constructor(path) {
    this.#database = path, this.#log = logOf(path), this.#databaseIdentity = identityOf(this.#database), this.#logIdentity = identityOf(this.#log), this.#indexIdentity = identityOf(this.#index);
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
    rmSync3(this.#log, { force: !0 }), rmSync3(this.#index, { force: !0 });
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
function assertVersion2(db) {
  let { version } = db.query("SELECT sqlite_version() AS version").get(), [major = 0, minor = 0, patch = 0] = version.split(".").map(Number), [minMajor, minMinor, minPatch] = MIN_SQLITE;
  if (major * 1e6 + minor * 1000 + patch >= minMajor * 1e6 + minMinor * 1000 + minPatch)
    return;
  throw new HiveError("HIVE_STORE_UNAVAILABLE", `SQLite ${version} can corrupt a database in WAL mode`, {
    hint: "update Bun: hive needs SQLite 3.51.3 or newer"
  });
}

export { needsCopy, openCopy, isProvedDatabase, makeProvedDatabase, secureSidecars, isProvedLog, sweepProofs, assertRegular, openForReading, OwnedDatabase, OpenFiles, assertVersion2 };
