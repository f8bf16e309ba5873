// @bun
import {
  openRegular
} from "./base-files-files.js";
import {
  openArchive,
  openArchiveForReading
} from "./store-archive-open.js";
import {
  isForgettingUnfinished,
  finishForgetting
} from "./store-sqlite-forgotten.js";
import {
  objectIn2,
  isObject2
} from "./base-json.js";
import {
  HiveError
} from "./base-errors.js";

// src/store/archive/erase.ts
import { existsSync } from "fs";

// src/base/files/name-search.ts
import { lstatSync, readdirSync, readlinkSync, readSync, closeSync } from "fs";
var MIN_NAME_CHARS = 8, CHUNK_BYTES = 4194304;
function isNamedIn(text, name) {
  return spellings(name).some((spelling) => text.includes(spelling));
}
function holdsName(path, name) {
  if (name.length < MIN_NAME_CHARS)
    return !1;
  let stat = lstatSync(path, { throwIfNoEntry: !1 });
  if (stat === void 0)
    return !1;
  if (isNamedIn(path.slice(path.lastIndexOf("/") + 1), name))
    return !0;
  if (stat.isDirectory())
    return readdirSync(path).some((inside) => holdsName(`${path}/${inside}`, name));
  if (stat.isSymbolicLink())
    return isNamedIn(readlinkSync(path), name);
  return stat.isFile() && fileHolds(path, spellings(name).map((one) => Buffer.from(one)));
}
function fileHolds(path, needles) {
  let file = openRegular(path);
  if (file === null)
    return !1;
  let overlap = Math.max(...needles.map(({ length }) => length)) - 1, chunk = Buffer.alloc(CHUNK_BYTES);
  try {
    for (let at = 0;at < file.bytes; at += CHUNK_BYTES - overlap) {
      let part = chunk.subarray(0, readSync(file.fd, chunk, 0, CHUNK_BYTES, at));
      if (needles.some((needle) => part.includes(needle)))
        return !0;
    }
    return !1;
  } finally {
    closeSync(file.fd);
  }
}
var spellings = (name) => [.../* @__PURE__ */ new Set([name, JSON.stringify(name).slice(1, -1)])];

// src/store/sqlite/forget.ts
function sessionColumns(db) {
  let named = db.query(`SELECT m.name AS "table", c.name AS "column" FROM sqlite_schema m JOIN pragma_table_info(m.name) c
       WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND lower(c.name) IN ('session_id', 'sessionid')`).all();
  return hasTable(db, "sessions") ? [...named, { table: "sessions", column: "id" }] : named;
}
var hasTable = (db, name) => db.query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== null, quoted = (name) => `"${name.replaceAll('"', '""')}"`, isUnfinishedIn = (db) => hasTable(db, "hive_state") && isForgettingUnfinished(db);
function sessionIdsIn(db) {
  let ids = sessionColumns(db).flatMap(({ table, column }) => db.query(`SELECT DISTINCT ${quoted(column)} AS id FROM ${quoted(table)}`).all().map(({ id }) => id));
  return [...new Set(ids)].filter((id) => typeof id === "string" && id !== "");
}
function instanceIdsOf(db, sessionId) {
  return ["hive_instances", "instance_sessions"].filter((table) => hasTable(db, table)).flatMap((table) => db.query(`SELECT instance_id AS id FROM ${table} WHERE session_id = ?`).all(sessionId)).flatMap(({ id }) => typeof id === "string" ? [id] : []);
}
function deleteSession(db, sessionId) {
  db.run("PRAGMA secure_delete = ON");
  let rows = 0, run = (sql) => {
    rows += db.query(sql).run(sessionId).changes;
  };
  return db.transaction(() => {
    for (let { table, column } of sessionColumns(db))
      run(`DELETE FROM ${quoted(table)} WHERE ${quoted(column)} = ?1`);
    if (hasTable(db, "agents"))
      run("DELETE FROM agents WHERE json_extract(iif(json_valid(metadata), metadata, '{}'), '$.sessionId') = ?1");
    if (hasTable(db, "hive_ledger"))
      renameEntries(db, sessionId);
    if (hasTable(db, "hive_state"))
      forgetLinks(db, sessionId);
  }).immediate(), rows;
}
function forgetLinks(db, sessionId) {
  let receivers = db.query("DELETE FROM hive_state WHERE kind = 'continues' AND key = ? RETURNING session_id AS id").all(sessionId), checkpoints = db.query("SELECT id, data FROM hive_checkpoints WHERE session_id = ?");
  for (let { id: receiver } of receivers)
    for (let { id, data } of checkpoints.all(receiver)) {
      let document = typeof data === "string" ? objectIn2(data) : null, links = document?.continues;
      if (!Array.isArray(links))
        continue;
      let left = links.filter((link) => !isObject2(link) || link.key !== sessionId), text = JSON.stringify({ ...document, continues: left });
      db.query("UPDATE hive_checkpoints SET data = ? WHERE id = ?").run(text, id);
    }
}
function renameEntries(db, sessionId) {
  let isNamed = (column) => sessionId.length < MIN_NAME_CHARS ? `substr(${column}, 1, length(?1) + 9) = 'observe:' || ?1 || ':'` : `instr(${column}, ?1) > 0`;
  db.query(`UPDATE OR REPLACE hive_ledger SET entry_id = seq WHERE ${isNamed("entry_id")}`).run(sessionId), db.query(`DELETE FROM hive_ledger WHERE ${isNamed("seq")}`).run(sessionId);
}
var WAIT_MS = 1e4, LOOK_MS = 20;
async function eraseDeleted(db) {
  if (db.run("VACUUM"), await emptyLog(db), hasTable(db, "hive_state"))
    finishForgetting(db);
  await emptyLog(db);
}
async function emptyLog(db) {
  let endMs = performance.now() + WAIT_MS;
  for (;; ) {
    if (db.query("PRAGMA wal_checkpoint(TRUNCATE)").get()?.busy === 0)
      return;
    if (performance.now() > endMs)
      throw busy();
    await Bun.sleep(LOOK_MS);
  }
}
var busy = () => new HiveError("HIVE_STORE_UNAVAILABLE", "another process reads the database: bytes of the session are in its log still", {
  hint: "end it (a database browser?), then run hive forget again"
});

// src/store/archive/erase.ts
var BUSY_TIMEOUT_MS = 1e4, markOf = (sessionId, key) => new Bun.CryptoHasher("sha256", key).update(`hive forgotten
${sessionId}`).digest("hex"), isAnyForgotten = (db) => db.query("SELECT 1 FROM forgotten LIMIT 1").get() !== null;
function isForgotten(db, sessionId, atMs, key) {
  let row = db.query("SELECT at_ms FROM forgotten WHERE mark = ?").get(markOf(sessionId, key));
  return row !== null && atMs <= row.at_ms;
}
function markForgotten(db, sessionId, key, nowMs) {
  db.query(`INSERT INTO forgotten (mark, at_ms, is_erased) VALUES (?1, ?2, 0)
     ON CONFLICT DO UPDATE SET at_ms = max(at_ms, ?2), is_erased = 0`).run(markOf(sessionId, key), nowMs);
}
function deleteSessions(db, sessions) {
  let rows = 0, words = db.query("SELECT id, text FROM facts WHERE session = ? AND text IS NOT NULL"), drop = db.query("INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)");
  for (let session of sessions) {
    for (let { id, text } of words.all(session))
      drop.run(id, text);
    rows += db.query("DELETE FROM facts WHERE session = ?").run(session).changes, db.query("DELETE FROM transcripts WHERE session = ?").run(session), rows += db.query("DELETE FROM sessions WHERE id = ?").run(session).changes;
  }
  return rows;
}
var idsOf = (db, sql, value) => db.query(sql).all(value).map(({ id }) => id);
function hasSession(path, sessionId) {
  using db = openArchiveForReading(path, BUSY_TIMEOUT_MS);
  return db !== null && db.query("SELECT 1 FROM sessions WHERE session_id = ?").get(sessionId) !== null;
}
function sessionsOfProject(path, project) {
  using db = openArchiveForReading(path, BUSY_TIMEOUT_MS);
  let sql = "SELECT s.session_id AS id FROM sessions s JOIN projects p ON p.id = s.project WHERE p.path = ?";
  return (db?.query(sql).all(project) ?? []).map(({ id }) => id);
}
function forgetSession(path, sessionId, key, nowMs) {
  if (!existsSync(path))
    return 0;
  using db = openArchive(path, BUSY_TIMEOUT_MS);
  return db.transaction(() => {
    markForgotten(db, sessionId, key, nowMs);
    let rows = deleteSessions(db, idsOf(db, "SELECT id FROM sessions WHERE session_id = ?", sessionId));
    return db.query("DELETE FROM facts WHERE kind = 'continues' AND key = ?").run(sessionId), db.query("DELETE FROM refused WHERE instr(entry_id, ?) > 0").run(sessionId), rows;
  }).immediate();
}
function isErasingUnfinished(path) {
  using db = openArchiveForReading(path, BUSY_TIMEOUT_MS);
  return db !== null && db.query("SELECT 1 FROM forgotten WHERE is_erased = 0").get() !== null;
}
async function eraseForgotten(path) {
  if (!existsSync(path) || !isErasingUnfinished(path))
    return;
  using db = openArchive(path, BUSY_TIMEOUT_MS);
  await eraseDeleted(db), db.run("UPDATE forgotten SET is_erased = 1");
}
async function eraseProject(path, project) {
  if (!existsSync(path))
    return;
  using db = openArchive(path, BUSY_TIMEOUT_MS);
  db.transaction(() => {
    for (let id of idsOf(db, "SELECT id FROM projects WHERE path = ?", project)) {
      let sessions = db.query("SELECT id FROM sessions WHERE project = ?").all(id);
      deleteSessions(db, sessions.map((one) => one.id)), db.query("DELETE FROM cursors WHERE project = ?").run(id), db.query("DELETE FROM projects WHERE id = ?").run(id);
    }
  }).immediate(), await eraseDeleted(db);
}

export { MIN_NAME_CHARS, isNamedIn, holdsName, isUnfinishedIn, sessionIdsIn, instanceIdsOf, deleteSession, eraseDeleted, isAnyForgotten, isForgotten, deleteSessions, hasSession, sessionsOfProject, forgetSession, isErasingUnfinished, eraseForgotten, eraseProject };
