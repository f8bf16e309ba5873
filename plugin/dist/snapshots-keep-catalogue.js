// @bun
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/snapshots/keep/lock.ts
import { Database } from "bun:sqlite";
import { existsSync, mkdirSync, statSync, writeFileSync } from "fs";
import { join } from "path";
var LOCK_TIMEOUT_MS = 60000;

class SnapshotsLock {
  #directory;
  #open = null;
  constructor(directory) {
    this.#directory = directory;
  }
  hold() {
    try {
      let db = this.#opened();
      return db.run("BEGIN EXCLUSIVE"), { [Symbol.dispose]: () => this.#end(db) };
    } catch (error) {
      throw new HiveError("HIVE_STORE_UNAVAILABLE", `the snapshots are in use: ${errorMessage(error)}`, {
        hint: "a snapshot of very many files may be under way: try again in a minute",
        cause: error
      });
    }
  }
  #end(db) {
    if (this.#open?.db === db)
      db.run("ROLLBACK");
  }
  #opened() {
    let path = join(this.#directory, "lock"), open = this.#open;
    if (open !== null && open.inode === inodeOf(path))
      return open.db;
    if (this[Symbol.dispose](), mkdirSync(this.#directory, { recursive: !0, mode: 448 }), !existsSync(path))
      writeFileSync(path, "", { mode: 384, flag: "a" });
    let db = new Database(path, { readwrite: !0 });
    try {
      db.run(`PRAGMA busy_timeout = ${LOCK_TIMEOUT_MS}`), db.run("PRAGMA journal_mode = MEMORY"), this.#open = { db, inode: inodeOf(path) ?? -1 };
    } catch (error) {
      throw db.close(), error;
    }
    return db;
  }
  [Symbol.dispose]() {
    this.#open?.db.close(), this.#open = null;
  }
}
var inodeOf = (path) => statSync(path, { throwIfNoEntry: !1 })?.ino;
function lockSnapshots(directory) {
  let lock = new SnapshotsLock(directory);
  try {
    return lock.hold(), lock;
  } catch (error) {
    throw lock[Symbol.dispose](), error;
  }
}

// src/snapshots/keep/schema.ts
import { Database as Database2 } from "bun:sqlite";
import { chmodSync, existsSync as existsSync3, mkdirSync as mkdirSync3 } from "fs";
import { join as join3 } from "path";

// src/snapshots/objects/objects.ts
import {
  closeSync,
  existsSync as existsSync2,
  mkdirSync as mkdirSync2,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync as statSync2,
  writeSync
} from "fs";
import { dirname, join as join2 } from "path";
var HASH = /^[0-9a-f]{64}$/, FANS = 256, TEMPORARY = /\.tmp$/, ABANDONED_MS = 3600000, hashOfBytes = (bytes) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

class ObjectStore {
  #directory;
  #onStep;
  #fans = /* @__PURE__ */ new Set;
  constructor(directory, onStep) {
    this.#directory = directory, this.#onStep = onStep;
  }
  #pathOf(hash) {
    return join2(this.#directory, hash.slice(0, 2), hash);
  }
  has(hash) {
    return HASH.test(hash) && existsSync2(this.#pathOf(hash));
  }
  put(hash, bytes) {
    let path = this.#pathOf(hash);
    if (existsSync2(path))
      return 0;
    let packed = Bun.zstdCompressSync(bytes), temporary = `${path}.${crypto.randomUUID()}.tmp`;
    try {
      this.#write(temporary, packed), this.#onStep?.("written"), renameSync(temporary, path), this.#onStep?.("renamed");
    } catch (error) {
      throw rmSync(temporary, { force: !0 }), error;
    }
    return packed.length;
  }
  #write(path, bytes) {
    let fd = this.#openNew(path);
    try {
      for (let from = 0;from < bytes.length; )
        from += writeSync(fd, bytes, from);
    } finally {
      closeSync(fd);
    }
  }
  #openNew(path) {
    let fan = dirname(path);
    if (!this.#fans.has(fan))
      mkdirSync2(fan, { recursive: !0, mode: 448 });
    this.#fans.add(fan);
    try {
      return openSync(path, "wx", 384);
    } catch (error) {
      if (errorCode(error) !== "ENOENT")
        throw error;
      return mkdirSync2(fan, { recursive: !0, mode: 448 }), openSync(path, "wx", 384);
    }
  }
  prepare() {
    if (this.#fans.size === FANS)
      return;
    for (let n = 0;n < FANS; n += 1) {
      let fan = join2(this.#directory, n.toString(16).padStart(2, "0"));
      if (this.#fans.has(fan))
        continue;
      try {
        mkdirSync2(fan, { recursive: !0, mode: 448 });
      } catch (error) {
        if (errorCode(error) === void 0)
          throw error;
        return;
      }
      this.#fans.add(fan);
    }
  }
  get(hash) {
    if (!HASH.test(hash))
      return null;
    try {
      let bytes = Bun.zstdDecompressSync(readFileSync(this.#pathOf(hash)));
      return hashOfBytes(bytes) === hash ? bytes : null;
    } catch (error) {
      if (errorCode(error) === "ENOENT")
        return null;
      if (error instanceof Error && !error.syscall)
        return null;
      throw error;
    }
  }
  *all() {
    for (let name of this.#names()) {
      let stat = statSync2(join2(this.#directory, name), { throwIfNoEntry: !1 }), hash = name.slice(3);
      if (stat !== void 0 && HASH.test(hash))
        yield { hash, bytes: stat.size, modifiedMs: stat.mtimeMs };
    }
  }
  totalBytes() {
    let total = 0;
    for (let { bytes } of this.all())
      total += bytes;
    return total;
  }
  isDiskFull(freeShare) {
    let { bavail, blocks } = statfsSync(dirname(this.#directory));
    return blocks > 0 && bavail / blocks < freeShare;
  }
  delete(hash) {
    rmSync(this.#pathOf(hash), { force: !0 });
  }
  sweep(nowMs) {
    for (let name of this.#names()) {
      if (!TEMPORARY.test(name))
        continue;
      let path = join2(this.#directory, name), stat = statSync2(path, { throwIfNoEntry: !1 });
      if (stat !== void 0 && nowMs - stat.mtimeMs > ABANDONED_MS)
        rmSync(path, { force: !0 });
    }
  }
  #names() {
    return (existsSync2(this.#directory) ? readdirSync(this.#directory) : []).flatMap((fan) => readdirSync(join2(this.#directory, fan)).map((name) => `${fan}/${name}`));
  }
}

// src/snapshots/keep/schema.ts
var SCHEMA = `
CREATE TABLE IF NOT EXISTS worktrees (
  id INTEGER PRIMARY KEY, top TEXT NOT NULL UNIQUE, base TEXT, last_snapshot INTEGER,
  plain_mode INTEGER NOT NULL DEFAULT 420, exec_mode INTEGER NOT NULL DEFAULT 493
);
CREATE TABLE IF NOT EXISTS snapshots (
  id INTEGER PRIMARY KEY AUTOINCREMENT, worktree INTEGER NOT NULL, session TEXT NOT NULL, at_ms INTEGER NOT NULL,
  trigger TEXT NOT NULL, calls TEXT NOT NULL, base TEXT, source TEXT NOT NULL, complete INTEGER NOT NULL,
  notes TEXT NOT NULL, undone_by INTEGER
);
CREATE INDEX IF NOT EXISTS snapshots_of_session ON snapshots (session, id);
CREATE TABLE IF NOT EXISTS changes (
  snapshot INTEGER NOT NULL, path TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
  PRIMARY KEY (snapshot, path)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS overlay (
  worktree INTEGER NOT NULL, path TEXT NOT NULL, state TEXT NOT NULL, sig TEXT NOT NULL,
  PRIMARY KEY (worktree, path)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS undos (
  id INTEGER PRIMARY KEY AUTOINCREMENT, worktree INTEGER NOT NULL, at_ms INTEGER NOT NULL, session TEXT NOT NULL,
  status TEXT NOT NULL, scope TEXT NOT NULL, redo_of INTEGER
);
CREATE TABLE IF NOT EXISTS undo_steps (
  undo INTEGER NOT NULL, n INTEGER NOT NULL, path TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
  PRIMARY KEY (undo, n)
) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS undo_goes AFTER DELETE ON undos BEGIN DELETE FROM undo_steps WHERE undo = OLD.id; END;
CREATE TABLE IF NOT EXISTS totals (object_bytes INTEGER NOT NULL);`, VERSION = 3, BUSY_TIMEOUT_MS = 1e4, CATALOGUE = "catalogue.db", pathIn = (directory) => join3(directory, CATALOGUE), isThere = (directory) => existsSync3(pathIn(directory));
function openToRead(directory) {
  if (!isThere(directory))
    return null;
  let db = new Database2(pathIn(directory), { readonly: !0 });
  if (db.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`), versionOf(db) === VERSION)
    return db;
  return db.close(), null;
}
var versionOf = (db) => db.query("PRAGMA user_version").get()?.user_version ?? 0;
function isInUse(directory) {
  if (!isThere(directory))
    return !1;
  let db = new Database2(pathIn(directory), { readwrite: !0 });
  try {
    return db.run("PRAGMA locking_mode = EXCLUSIVE"), db.run("BEGIN EXCLUSIVE"), !1;
  } catch (error) {
    if (!errorCode(error)?.startsWith("SQLITE_BUSY"))
      throw error;
    return !0;
  } finally {
    db.close();
  }
}
function openFile(directory) {
  let path = pathIn(directory), db;
  try {
    return mkdirSync3(directory, { recursive: !0, mode: 448 }), db = new Database2(path, { create: !0, readwrite: !0 }), prepare(db, path, directory), db;
  } catch (error) {
    throw db?.close(), new HiveError("HIVE_STORE_UNAVAILABLE", `${path} cannot be used: ${errorMessage(error)}`, {
      hint: "see that its disk has room and can be written; hive doctor --fix sets a damaged one aside",
      cause: error
    });
  }
}
function prepare(db, path, directory) {
  if (db.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`), db.run("PRAGMA journal_mode = WAL"), db.run("PRAGMA synchronous = NORMAL"), db.run("PRAGMA secure_delete = ON"), versionOf(db) !== VERSION)
    db.transaction(() => upgrade(db, directory)).immediate();
  if (!columnsOf(db, "worktrees").has("last_look"))
    db.transaction(() => addLastLook(db)).immediate();
  for (let suffix of ["", "-wal", "-shm"])
    if (existsSync3(path + suffix))
      chmodSync(path + suffix, 384);
}
function addLastLook(db) {
  if (!columnsOf(db, "worktrees").has("last_look"))
    db.run("ALTER TABLE worktrees ADD COLUMN last_look TEXT");
}
function columnsOf(db, table) {
  let rows = db.query("SELECT name FROM pragma_table_info(?)").all(table);
  return new Set(rows.map(({ name }) => name));
}
function upgrade(db, directory) {
  db.run(SCHEMA), db.run("DELETE FROM totals");
  let bytes = new ObjectStore(join3(directory, "objects")).totalBytes();
  if (db.query("INSERT INTO totals (object_bytes) VALUES (?)").run(bytes), columnsOf(db, "undos").has("steps"))
    db.run(`INSERT INTO undo_steps (undo, n, path, before, after)
       SELECT undos.id, step.key, json_extract(step.value, '$[0]'), json_extract(step.value, '$[1]'),
              json_extract(step.value, '$[2]') FROM undos, json_each(undos.steps) AS step`), db.run("ALTER TABLE undos DROP COLUMN steps");
  for (let [table, column] of [
    ["overlay", "state"],
    ["changes", "before"],
    ["changes", "after"]
  ])
    db.run(`UPDATE ${table} SET ${column} = replace(${column}, '"lack":"full"', '"lack":"store"')`);
  db.run(`PRAGMA user_version = ${VERSION}`);
}

// src/snapshots/keep/catalogue-rows.ts
var GONE = { state: "absent", sig: "" }, textOf = (state) => typeof state === "string" ? state : JSON.stringify(state), stateIn = (text) => text === "absent" || text === "unknown" ? text : JSON.parse(text), knownIn = (state, sig) => state === GONE.state && sig === GONE.sig ? GONE : { state: stateIn(state), sig }, worktreeOf = (row) => ({
  id: row.id,
  top: row.top,
  base: row.base,
  lastSnapshot: row.last_snapshot,
  plainMode: row.plain_mode,
  execMode: row.exec_mode,
  lastLook: typeof row.last_look === "string" ? JSON.parse(row.last_look) : null
}), snapshotOf = (row) => ({
  id: row.id,
  worktree: row.worktree,
  sessionId: row.session,
  atMs: row.at_ms,
  trigger: row.trigger,
  calls: JSON.parse(row.calls),
  base: row.base,
  source: row.source,
  isComplete: row.complete === 1,
  notes: JSON.parse(row.notes),
  undoneBy: row.undone_by
}), undoOf = (row) => ({
  id: row.id,
  worktree: row.worktree,
  atMs: row.at_ms,
  sessionId: row.session,
  status: row.status,
  redoOf: row.redo_of,
  scope: JSON.parse(row.scope)
});

// src/snapshots/keep/stored-hashes.ts
var STORED = /"hash":"([0-9a-f]{64})","blob":(?:null|"[0-9a-f]*"),"kept":"store"/g, storedHashesIn = (text) => [...text.matchAll(STORED)].map(([, hash]) => hash), withdrawnIn = (text, hashes) => text.replaceAll(STORED, (state, hash) => hashes.has(hash) ? state.replace(/"kept":"store"$/, '"kept":null,"lack":"forgotten"') : state);

// src/snapshots/keep/catalogue.ts
class Catalogue {
  db;
  constructor(db) {
    this.db = db;
  }
  static open(directory) {
    return new Catalogue(openFile(directory));
  }
  static openToRead(directory) {
    let db = openToRead(directory);
    return db === null ? Catalogue.openIfAny(directory) : new Catalogue(db);
  }
  static openIfAny(directory) {
    return isThere(directory) ? Catalogue.open(directory) : null;
  }
  worktree(top) {
    let row = this.db.query("SELECT * FROM worktrees WHERE top = ?").get(top);
    if (row !== null)
      return worktreeOf(row);
    return this.db.query("INSERT OR IGNORE INTO worktrees (top) VALUES (?)").run(top), this.worktree(top);
  }
  worktrees() {
    return this.db.query("SELECT * FROM worktrees").all().map(worktreeOf);
  }
  setModes(id, plainMode, execMode) {
    this.db.query("UPDATE worktrees SET plain_mode = ?, exec_mode = ? WHERE id = ?").run(plainMode, execMode, id);
  }
  overlay(worktree) {
    let rows = this.db.query("SELECT path, state, sig FROM overlay WHERE worktree = ?"), overlay = /* @__PURE__ */ new Map;
    for (let { path, state, sig } of rows.iterate(worktree))
      overlay.set(path, knownIn(state, sig));
    return overlay;
  }
  add({ changes, overlay, grownBytes, lastLook, ...row }) {
    return this.db.transaction(() => {
      let { worktree, sessionId, atMs, trigger, calls, base, source, isComplete, notes } = row, id = Number(this.db.query(`INSERT INTO snapshots (worktree, session, at_ms, trigger, calls, base, source, complete, notes)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(worktree, sessionId, Math.round(atMs), trigger, JSON.stringify(calls), base, source, isComplete ? 1 : 0, JSON.stringify(notes)).lastInsertRowid), insert = this.db.query("INSERT INTO changes (snapshot, path, before, after) VALUES (?, ?, ?, ?)");
      for (let { path, before, after } of changes)
        insert.run(id, path, textOf(before), textOf(after));
      let put = this.db.query("INSERT OR REPLACE INTO overlay (worktree, path, state, sig) VALUES (?, ?, ?, ?)"), drop = this.db.query("DELETE FROM overlay WHERE worktree = ? AND path = ?");
      for (let [path, known] of overlay)
        if (known === null)
          drop.run(worktree, path);
        else
          put.run(worktree, path, textOf(known.state), known.sig);
      return this.db.query("UPDATE totals SET object_bytes = object_bytes + ?").run(grownBytes), this.db.query("UPDATE worktrees SET base = ?, last_snapshot = ?, last_look = ? WHERE id = ?").run(base, id, lookText(lastLook), worktree), id;
    }).immediate();
  }
  noteLook(worktree, lastLook) {
    this.db.query("UPDATE worktrees SET last_look = ? WHERE id = ?").run(lookText(lastLook), worktree);
  }
  snapshots(worktree) {
    let where = worktree === void 0 ? "" : `WHERE worktree = ${worktree}`;
    return this.db.query(`SELECT * FROM snapshots ${where} ORDER BY id`).all().map(snapshotOf);
  }
  atMs(id) {
    return this.db.query("SELECT at_ms FROM snapshots WHERE id = ?").get(id)?.at_ms ?? Number.POSITIVE_INFINITY;
  }
  changes(ids) {
    return [...this.eachChange(ids)];
  }
  *eachChange(ids) {
    let rows = this.db.query(`SELECT snapshot, path, before, after FROM changes
       WHERE snapshot IN (SELECT value FROM json_each(?)) ORDER BY snapshot, path`);
    for (let { snapshot, path, before, after } of rows.iterate(JSON.stringify(ids)))
      yield { snapshot, path, before: stateIn(before), after: stateIn(after) };
  }
  *composedChanges(ids) {
    let rows = this.db.query(`SELECT both.path, first.before, last.after
       FROM (SELECT path, min(snapshot) AS first, max(snapshot) AS last FROM changes
             WHERE snapshot IN (SELECT value FROM json_each(?)) GROUP BY path) AS both
       JOIN changes AS first ON first.snapshot = both.first AND first.path = both.path
       JOIN changes AS last ON last.snapshot = both.last AND last.path = both.path`);
    for (let { path, before, after } of rows.iterate(JSON.stringify(ids)))
      yield { path, before: stateIn(before), after: stateIn(after) };
  }
  changed(worktree) {
    let rows = this.db.query("SELECT id FROM snapshots WHERE worktree = ? AND EXISTS (SELECT 1 FROM changes WHERE snapshot = id)");
    return new Set(rows.all(worktree).map(({ id }) => id));
  }
  takenBytes() {
    return this.db.query(`SELECT (page_count - freelist_count) * page_size + coalesce((SELECT object_bytes FROM totals), 0) AS bytes
         FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()`).get().bytes;
  }
  objectBytes() {
    return this.db.query("SELECT object_bytes AS bytes FROM totals").get()?.bytes ?? 0;
  }
  setObjectBytes(bytes) {
    this.db.query("UPDATE totals SET object_bytes = ?").run(bytes);
  }
  lacks() {
    return this.db.query(`SELECT json_extract(state, '$.lack') AS lack, count(*) AS files FROM overlay
         WHERE state LIKE '%"kept":null%' GROUP BY lack ORDER BY files DESC`).all();
  }
  hashes() {
    let texts = this.db.query(`SELECT before AS text FROM changes WHERE before LIKE '{%' UNION SELECT after FROM changes WHERE after LIKE '{%'
       UNION SELECT state FROM overlay WHERE state LIKE '{%' UNION SELECT before FROM undo_steps WHERE before LIKE '{%'
       UNION SELECT after FROM undo_steps WHERE after LIKE '{%'`), found = /* @__PURE__ */ new Set;
    for (let { text } of texts.iterate())
      for (let hash of storedHashesIn(text))
        found.add(hash);
    return found;
  }
  pin(ids, hashes) {
    let pinned = (state) => {
      if (typeof state === "string" || state.kept !== "git" || state.blob === null)
        return state;
      let hash = hashes.get(state.blob);
      return hash === void 0 ? state : { ...state, hash, kept: "store" };
    };
    this.db.transaction(() => {
      let update = this.db.query("UPDATE changes SET before = ?, after = ? WHERE snapshot = ? AND path = ?");
      for (let { snapshot, path, before, after } of this.changes(ids)) {
        let [from, to] = [pinned(before), pinned(after)];
        if (from !== before || to !== after)
          update.run(textOf(from), textOf(to), snapshot, path);
      }
    }).immediate();
  }
  drop(ids) {
    let list = JSON.stringify(ids);
    return this.db.transaction(() => (this.db.query("DELETE FROM changes WHERE snapshot IN (SELECT value FROM json_each(?))").run(list), this.db.query("DELETE FROM snapshots WHERE id IN (SELECT value FROM json_each(?))").run(list).changes)).immediate();
  }
  dropUndos(beforeMs) {
    this.db.query("DELETE FROM undos WHERE at_ms < ? AND status <> 'running'").run(Math.round(beforeMs));
  }
  close() {
    this.db.close();
  }
  [Symbol.dispose]() {
    this.close();
  }
}
var lookText = (lastLook) => lastLook === null ? null : JSON.stringify(lastLook);

export { SnapshotsLock, lockSnapshots, hashOfBytes, ObjectStore, CATALOGUE, isThere, isInUse, GONE, textOf, stateIn, snapshotOf, undoOf, storedHashesIn, withdrawnIn, Catalogue };
