// @bun
import {
  nodeFiles,
  readRegular,
  openRegular
} from "./base-files-files.js";
import {
  ownDirectory2
} from "./origin-own-directory.js";
import {
  journalDrop,
  keptOf,
  readLetter
} from "./queue-dead-letters-letter.js";
import {
  openForReading
} from "./store-sqlite-open-database.js";
import {
  archiveIn
} from "./store-archive-open.js";
import {
  Store2
} from "./store-sqlite-store.js";
import {
  noteTombstone,
  pendingTombstones
} from "./store-postgres-tombstones.js";
import {
  spawnWorker2
} from "./supervisor-spawn.js";
import {
  hookLogPaths2
} from "./capture-hook-log.js";
import {
  OF_SESSION2
} from "./capture-session-session-note.js";
import {
  holdQueue
} from "./install-uninstall-stop-workers.js";
import {
  hasFleet,
  fleetAddress
} from "./store-postgres-connect-settings.js";
import {
  setAsideIn,
  removeSetAside,
  namedUntilMs
} from "./snapshots-keep-damaged.js";
import {
  lockSnapshots,
  ObjectStore,
  isThere,
  storedHashesIn,
  withdrawnIn,
  Catalogue
} from "./snapshots-keep-catalogue.js";
import {
  projectId
} from "./snapshots-worktree.js";
import {
  MIN_NAME_CHARS,
  isNamedIn,
  holdsName,
  isUnfinishedIn,
  sessionIdsIn,
  instanceIdsOf,
  deleteSession,
  eraseDeleted,
  hasSession,
  sessionsOfProject,
  forgetSession,
  isErasingUnfinished,
  eraseForgotten
} from "./store-archive-erase.js";
import {
  readConfigFiles,
  projectDirectory
} from "./origin-config-files.js";
import {
  findWorkers
} from "./supervisor-stuck.js";
import {
  queuePaths
} from "./platform-bun-callers-directory.js";
import {
  markForgotten
} from "./store-sqlite-forgotten.js";
import {
  openConnection
} from "./store-sqlite-open-connection.js";
import {
  locateStore,
  otherStores
} from "./store-sqlite-open-location.js";
import {
  unavailable,
  isStoreUnavailable
} from "./platform-process-kernel-locks.js";
import {
  makeQueue,
  isDirectory
} from "./queue-make.js";
import {
  printableJson
} from "./base-text-printable.js";
import {
  newSeq,
  groupOf
} from "./queue-entry.js";
import {
  hashOf2,
  isFileName
} from "./base-ids.js";
import {
  userKey
} from "./origin-key.js";
import {
  objectIn2,
  isObject2,
  textOf2
} from "./base-json.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/forget/exports.ts
import { closeSync, existsSync, readdirSync, readSync, rmSync } from "fs";
import { basename, dirname, isAbsolute } from "path";
var NAME = "exports.jsonl", MAX_BYTES = 16777216;
function exportHead(sessionId) {
  return `<!-- hive export of session ${printableJson(JSON.stringify(sessionId)).replaceAll(">", String.raw`\u003e`)} -->`;
}
function noteExport(root, one) {
  nodeFiles.append(`${root}/${NAME}`, Buffer.from(`${JSON.stringify(one)}
`));
}
function noted(root) {
  return (readRegular(`${root}/${NAME}`, MAX_BYTES) ?? "").split(`
`).flatMap((line) => {
    let { sessionId, path } = objectIn2(line) ?? {};
    return typeof sessionId === "string" && typeof path === "string" && isAbsolute(path) ? [{ sessionId, path }] : [];
  });
}
var exportedPaths = (root, sessionId) => noted(root).flatMap((one) => one.sessionId === sessionId ? [one.path] : []);
function isExport({ sessionId, path }) {
  let head = Buffer.from(exportHead(sessionId)), file = openRegular(path);
  if (file === null)
    return !1;
  try {
    let start = Buffer.alloc(head.length);
    return readSync(file.fd, start, 0, head.length, 0) === head.length && start.equals(head);
  } finally {
    closeSync(file.fd);
  }
}
function withDrafts({ sessionId, path }) {
  let directory = dirname(path), drafts = (existsSync(directory) ? readdirSync(directory) : []).filter((name) => name.startsWith(`${basename(path)}.`) && DRAFT.test(name));
  return [path, ...drafts.map((name) => `${directory}/${name}`)].map((one) => ({ sessionId, path: one }));
}
var DRAFT = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;
function find({ root }, { sessionId }) {
  let own = noted(root).filter((one) => one.sessionId === sessionId).flatMap(withDrafts);
  return [...new Set(own.filter(isExport).map(({ path }) => path))];
}
var exportsHolder = {
  name: "exported files",
  find,
  forget(places, session) {
    for (let path of find(places, session))
      rmSync(path, { force: !0 });
    let all = noted(places.root), left = all.filter(({ sessionId }) => sessionId !== session.sessionId);
    if (left.length === all.length)
      return;
    let path = `${places.root}/${NAME}`;
    rmSync(path, { force: !0 });
    for (let one of left)
      noteExport(places.root, one);
  }
};

// src/forget/forget.ts
import { existsSync as existsSync6, readdirSync as readdirSync6 } from "fs";

// src/queue/session-files.ts
import { lstatSync, readdirSync as readdirSync2, rmSync as rmSync2 } from "fs";
var MAX_PARSED_BYTES = 8388608;
function* filesIn({ pending, processing, failed, tmp }) {
  for (let directory of [tmp, pending, failed])
    for (let name of namesIn(directory))
      yield `${directory}/${name}`;
  for (let worker of namesIn(processing)) {
    let path = `${processing}/${worker}`;
    if (lstatSync(path, { throwIfNoEntry: !1 })?.isDirectory() !== !0)
      yield path;
    else
      for (let name of namesIn(path))
        yield `${path}/${name}`;
  }
}
function namesIn(directory) {
  try {
    return readdirSync2(directory);
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR")
      return [];
    throw error;
  }
}
function sessionsInQueue(paths) {
  let ids = /* @__PURE__ */ new Set;
  for (let path of filesIn(paths)) {
    let { sessionId } = ownerOf(path) ?? {};
    if (sessionId !== void 0)
      ids.add(sessionId);
  }
  return ids;
}
function sessionFiles(paths, sessionId) {
  let files = /* @__PURE__ */ new Set, instanceIds = /* @__PURE__ */ new Set;
  for (let path of filesIn(paths)) {
    let owner = ownerOf(path);
    if (!isOf(path, owner, sessionId))
      continue;
    if (files.add(path), owner?.instanceId !== void 0)
      instanceIds.add(owner.instanceId);
  }
  for (let name of namesIn(paths.failed)) {
    let kept = keptBy(`${paths.failed}/${name}`, name), pair = kept === null ? [] : [`${paths.failed}/${name}`, `${paths.failed}/${kept}`];
    if (pair.some((path) => files.has(path)))
      for (let path of pair)
        files.add(path);
  }
  return { files: [...files], instanceIds: [...instanceIds] };
}
function removeSessionFiles(paths, files) {
  for (let path of files)
    journalDrop(paths, path.slice(path.lastIndexOf("/") + 1)), rmSync2(path, { recursive: !0, force: !0 });
}
function isOf(path, owner, sessionId) {
  if (owner?.sessionId !== void 0)
    return owner.sessionId === sessionId;
  return holdsName(path, sessionId) || isInBase64(path, sessionId);
}
function isInBase64(path, sessionId) {
  let text = sessionId.length < MIN_NAME_CHARS ? null : textAt(path), letter = text === null ? null : objectIn2(text), raw = letter?.raw_encoding === "base64" ? letter.raw : void 0;
  return typeof raw === "string" && isNamedIn(Buffer.from(raw, "base64").toString("latin1"), sessionId);
}
function ownerOf(path) {
  let text = textAt(path), parsed = text === null ? null : objectIn2(text);
  if (parsed === null)
    return null;
  let entry = isObject2(parsed.entry) ? parsed.entry : parsed;
  if (entry.sql !== void 0)
    return null;
  let payload = isObject2(entry.payload) ? entry.payload : {}, metadata = isObject2(entry.metadata) ? entry.metadata : {};
  return {
    sessionId: textOf2(payload.sessionId) ?? textOf2(metadata.session_id),
    instanceId: textOf2(payload.instanceId)
  };
}
function textAt(path) {
  try {
    return readRegular(path, MAX_PARSED_BYTES);
  } catch (error) {
    if (["ENOENT", "EACCES", "EISDIR"].includes(errorCode(error) ?? ""))
      return null;
    throw error;
  }
}
function keptBy(path, name) {
  let text = name.endsWith(".json") ? textAt(path) : null, letter = text === null ? null : readLetter(text, name, null);
  return letter === null ? null : keptOf(letter);
}

// src/forget/fleet.ts
var fleetHolder = {
  name: "sessions in the fleet",
  find: () => [],
  forget({ root, data, env }, { sessionId, nowMs }) {
    if (data !== null && hasFleet(configOf(root, env), env))
      noteTombstone(data, sessionId, nowMs);
  }
};
async function forgetInFleet(root, data, env) {
  if (data === null || pendingTombstones(data).length === 0)
    return "none";
  try {
    let address = fleetAddress(configOf(root, env), env, root);
    if (address === null)
      return "later";
    let { FleetReader } = await import("./store-postgres-fleet-reader.js");
    await using fleet = new FleetReader(address);
    return await fleet.forget(data), "done";
  } catch (error) {
    if (!["HIVE_STORE_UNAVAILABLE", "HIVE_INVALID_OPTION"].includes(errorCode(error) ?? ""))
      throw error;
    return "later";
  }
}
async function forgetOthers(root, sessionIds, { env, nowMs }) {
  let data = ownDirectory2("data", env, root);
  if (data === null)
    throw new HiveError("HIVE_STORE_UNAVAILABLE", "this user has no data directory");
  for (let sessionId of sessionIds)
    noteTombstone(data, sessionId, nowMs);
  return await forgetInFleet(root, data, env);
}
var configOf = (root, env) => readConfigFiles(root, {}, env).config;

// src/forget/archive.ts
var archiveHolder = {
  name: "sessions in the archive",
  find: ({ data }, { sessionId }) => data !== null && hasSession(archiveIn(data), sessionId) ? [archiveIn(data)] : [],
  forget({ root, data, env }, { sessionId, nowMs }) {
    if (data !== null)
      forgetSession(archiveIn(data), sessionId, userKey(root, env), nowMs);
  }
};

// src/forget/copies.ts
import { readdirSync as readdirSync3, rmSync as rmSync3 } from "fs";
var ASIDE = /^hive(?:-[0-9a-f]{8}(?:-\d+)?)?\.db(?:-wal|-shm|-journal)?\.(?:adopted|malformed|foreign)-/, FOREIGN = /\.foreign-/, named = (directory, isOne, mayBeLink = !1) => (isDirectory(directory, mayBeLink) ? readdirSync3(directory) : []).filter(isOne).map((name) => `${directory}/${name}`);
function find2({ root }, { sessionId }) {
  let { queue, journals, workers, instances } = queuePaths(root);
  return [
    ...named(root, (name) => ASIDE.test(name) || FOREIGN.test(name), !0),
    ...named(`${root}/setup`, () => !0),
    ...[queue, journals, workers, instances].flatMap((path) => named(path, (one) => FOREIGN.test(one)))
  ].filter((path) => holdsName(path, sessionId));
}
var copiesHolder = {
  name: "copies that hive keeps, each as a whole",
  find: find2,
  forget(places, session) {
    for (let path of find2(places, session))
      rmSync3(path, { recursive: !0, force: !0 });
  }
};

// src/forget/logs.ts
import { existsSync as existsSync2, readdirSync as readdirSync4, renameSync, rmSync as rmSync4, writeFileSync } from "fs";
var MAX_LOG_BYTES = 1073741824, LOG = /\.log(?:\.\d+)?$/, SEQ = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, logsIn = (directory) => (isDirectory(directory) ? readdirSync4(directory) : []).filter((name) => LOG.test(name)).map((name) => `${directory}/${name}`), DRAFT2 = /\.log(?:\.\d+)?\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/, draftsIn = (directory) => (isDirectory(directory) ? readdirSync4(directory) : []).filter((name) => DRAFT2.test(name)).map((name) => `${directory}/${name}`);
function logs({ root, data, env }) {
  let hooks = hookLogPaths2(root, env).flatMap((path) => [path, `${path}.1`]), all = [...logsIn(`${root}/logs`), ...hooks, ...data === null ? [] : logsIn(`${data}/logs`)];
  return [...new Set(all)].filter((path) => existsSync2(path));
}
function isOf2(line, { sessionId, instanceIds, entryNames }, group) {
  if ([sessionId, ...instanceIds].filter((name) => name.length >= MIN_NAME_CHARS).some((name) => isNamedIn(line, name)))
    return !0;
  if (entryNames.some((name) => line.includes(JSON.stringify(name))))
    return !0;
  return [...line.matchAll(SEQ)].some(([seq]) => groupOf(seq) === group);
}
function without(path, session) {
  let text = readRegular(path, MAX_LOG_BYTES);
  if (text === null)
    return null;
  let group = groupOf(newSeq(session.sessionId)), lines = text.split(`
`), kept = lines.filter((line) => !isOf2(line, session, group));
  return kept.length === lines.length ? null : kept.join(`
`);
}
var find3 = (places, session) => logs(places).filter((path) => without(path, session) !== null), logsHolder = {
  name: "lines of logs",
  find: find3,
  forget(places, session) {
    for (let path of draftsIn(`${places.root}/logs`))
      rmSync4(path, { force: !0 });
    for (let path of find3(places, session)) {
      let text = without(path, session);
      if (text === null)
        continue;
      let temporary = `${path}.${Bun.randomUUIDv7()}.tmp`;
      try {
        writeFileSync(temporary, text, { mode: 384, flag: "wx" }), renameSync(temporary, path);
      } finally {
        rmSync4(temporary, { force: !0 });
      }
    }
  }
};

// src/forget/notes.ts
import { existsSync as existsSync3, readdirSync as readdirSync5, rmSync as rmSync5 } from "fs";
var fileNameOf = (id) => isFileName(id) ? id : hashOf2(id);
function find4({ root, data }, { sessionId, instanceIds }) {
  let { instances } = queuePaths(root), ids = [sessionId, ...instanceIds].map((id) => `${fileNameOf(id)}.json`), told = Bun.hash(sessionId).toString(36), isOf = (name) => ids.includes(name) || name.split(/[-.]/).includes(told), notes = (isDirectory(instances) ? readdirSync5(instances) : []).filter(isOf).map((name) => `${instances}/${name}`), inData = data === null ? null : `${data}/sessions`;
  return [...notes, ...inData === null || !existsSync3(inData) ? [] : placeNotes(inData, sessionId)];
}
function placeNotes(directory, sessionId) {
  let own = fileNameOf(sessionId), notes = readdirSync5(directory, { withFileTypes: !0 }).filter((entry) => entry.isFile()), isOf = (path) => readRegular(path) === `${OF_SESSION2}${sessionId}`;
  return notes.flatMap(({ name }) => name === own || isOf(`${directory}/${name}`) ? [`${directory}/${name}`] : []);
}
var notesHolder = {
  name: "notes of the hook",
  find: find4,
  forget(places, session) {
    for (let path of find4(places, session))
      rmSync5(path, { force: !0 });
  }
};

// src/forget/queue.ts
var find5 = ({ root }, { sessionId }) => sessionFiles(queuePaths(root), sessionId).files, queueHolder = {
  name: "files in the queue",
  find: find5,
  forget: (places, session) => removeSessionFiles(queuePaths(places.root), find5(places, session))
};

// src/forget/snapshots.ts
import { existsSync as existsSync5 } from "fs";
import { join as join2 } from "path";

// src/snapshots/keep/forget.ts
import { existsSync as existsSync4 } from "fs";
import { join } from "path";
var BUSY_TIMEOUT_MS = 1e4;
function namesOf(directory, sessionId) {
  let asides = asidesNaming(directory, sessionId).map(({ path }) => path);
  using catalogue = Catalogue.openIfAny(directory);
  if (catalogue === null)
    return asides;
  let snapshots = catalogue.snapshots().filter((row) => isNaming(row, sessionId)), undos = catalogue.db.query("SELECT id FROM undos WHERE session = ?").all(sessionId);
  return [
    ...asides,
    ...snapshots.map(({ id }) => `${directory}: snapshot ${id}`),
    ...undos.map(({ id }) => `${directory}: undo ${id}`)
  ];
}
function asidesNaming(directory, sessionId) {
  return setAsideIn(directory).filter(({ path }) => ["", "-wal"].some((suffix) => existsSync4(path + suffix) && holdsName(path + suffix, sessionId)));
}
function sessionsIn(directory) {
  using catalogue = Catalogue.openIfAny(directory);
  let rows = catalogue?.snapshots() ?? [];
  return [...new Set(rows.flatMap(({ sessionId, calls }) => [sessionId, ...calls.map((call) => call.sessionId)]))];
}
var isNaming = (row, sessionId) => row.sessionId === sessionId || row.calls.some((call) => call.sessionId === sessionId);
function forgetSession2(directory, sessionId, options = {}) {
  let { exports = { paths: [], head: "" }, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  if (!isThere(directory) && setAsideIn(directory).length === 0)
    return;
  using catalogue = Catalogue.open(directory);
  using _lock = lockSnapshots(directory);
  for (let aside of asidesNaming(directory, sessionId))
    removeSetAside(aside);
  catalogue.db.run(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  let objects = new ObjectStore(join(directory, "objects"));
  dropSession(catalogue, sessionId, objects, exports);
  let named = catalogue.hashes(), keptUntilMs = namedUntilMs(setAsideIn(directory));
  for (let { hash, modifiedMs } of objects.all())
    if (!named.has(hash) && modifiedMs > keptUntilMs)
      objects.delete(hash);
  objects.sweep(Number.POSITIVE_INFINITY), catalogue.setObjectBytes(objects.totalBytes()), catalogue.db.run("VACUUM"), emptyLog(catalogue.db);
}
function dropSession(catalogue, sessionId, objects, exports) {
  let { db } = catalogue;
  db.transaction(() => {
    let naming = catalogue.snapshots().filter((row) => isNaming(row, sessionId)), others = (row) => row.calls.filter((call) => call.sessionId !== sessionId), shared = naming.filter((row) => others(row).length > 0), own = naming.filter((row) => !shared.includes(row)).map(({ id }) => id), made = madeIn(catalogue.changes(own));
    catalogue.drop(own);
    for (let row of shared) {
      let calls = others(row), owner = row.sessionId === sessionId ? calls[0].sessionId : row.sessionId;
      db.query("UPDATE snapshots SET session = ?, calls = ? WHERE id = ?").run(owner, JSON.stringify(calls), row.id);
    }
    db.query("DELETE FROM undos WHERE session = ?").run(sessionId), withdrawPresent(catalogue, made), withdraw(db, exportsIn(catalogue, objects, exports), ["changes", "overlay", "undo_steps"]);
    let unseen = "SELECT id FROM worktrees WHERE id NOT IN (SELECT worktree FROM snapshots)";
    for (let from of [`overlay WHERE worktree IN (${unseen})`, `undos WHERE worktree IN (${unseen})`])
      db.run(`DELETE FROM ${from}`);
    db.run(`DELETE FROM worktrees WHERE id IN (${unseen})`);
  }).immediate();
}
function madeIn(changes) {
  let found = /* @__PURE__ */ new Set, made = /* @__PURE__ */ new Set, paths = /* @__PURE__ */ new Set;
  for (let { path, before, after } of changes) {
    if (!paths.has(path))
      for (let hash of storedHashesIn(JSON.stringify(before)))
        found.add(hash);
    paths.add(path);
    for (let hash of storedHashesIn(JSON.stringify(after)))
      made.add(hash);
  }
  return made.difference(found);
}
function withdrawPresent({ db }, made) {
  let texts = db.query("SELECT before || after AS text FROM changes").all(), others = new Set(texts.flatMap(({ text }) => storedHashesIn(text)));
  withdraw(db, made.difference(others), ["overlay"]);
}
var TABLES = {
  changes: { key: ["snapshot", "path"], texts: ["before", "after"], also: "" },
  overlay: { key: ["worktree", "path"], texts: ["state"], also: ", sig = ''" },
  undo_steps: { key: ["undo", "n"], texts: ["before", "after"], also: "" }
};
function withdraw(db, hashes, tables) {
  if (hashes.size === 0)
    return;
  for (let table of tables) {
    let { key, texts, also } = TABLES[table], [set, where] = [texts.map((text) => `${text} = ?`).join(", "), key.map((one) => `${one} = ?`).join(" AND ")], update = db.query(`UPDATE ${table} SET ${set}${also} WHERE ${where}`);
    for (let row of db.query(`SELECT * FROM ${table}`).all()) {
      let after = texts.map((text) => withdrawnIn(String(row[text]), hashes));
      if (after.some((text, n) => text !== row[texts[n]]))
        update.run(...after, ...key.map((one) => row[one]));
    }
  }
}
function exportsIn(catalogue, objects, { paths, head }) {
  let found = /* @__PURE__ */ new Set;
  for (let { id, top } of catalogue.worktrees()) {
    let inside = paths.flatMap((path) => path.startsWith(`${top}/`) ? [path.slice(top.length + 1)] : []), rows = catalogue.db.query(`SELECT before || after AS text FROM changes JOIN snapshots ON snapshots.id = snapshot
       WHERE worktree = ?1 AND path IN (SELECT value FROM json_each(?2))
       UNION SELECT state FROM overlay WHERE worktree = ?1 AND path IN (SELECT value FROM json_each(?2))`);
    for (let { text } of rows.iterate(id, JSON.stringify(inside)))
      for (let hash of storedHashesIn(text))
        if (objects.get(hash)?.toString("latin1").startsWith(head))
          found.add(hash);
  }
  return found;
}
function emptyLog(db) {
  if (db.query("PRAGMA wal_checkpoint(TRUNCATE)").get()?.busy === 0)
    return;
  throw new HiveError("HIVE_STORE_UNAVAILABLE", "another process reads the catalogue of snapshots", {
    hint: "end it, then run hive forget again: bytes of the session are in its log still"
  });
}

// src/forget/snapshots.ts
var directoryOf = ({ root, data }) => {
  let directory = data === null ? null : join2(data, "snapshots", projectId(root));
  return directory !== null && existsSync5(directory) ? directory : null;
};
function sessionsInSnapshots(places) {
  let directory = directoryOf(places);
  return directory === null ? [] : sessionsIn(directory);
}
function find6(places, { sessionId }) {
  let directory = directoryOf(places);
  return directory === null ? [] : namesOf(directory, sessionId);
}
var snapshotsHolder = {
  name: "snapshots",
  find: find6,
  forget(places, { sessionId }) {
    let directory = directoryOf(places);
    if (directory === null)
      return;
    let exports = { paths: exportedPaths(places.root, sessionId), head: exportHead(sessionId) };
    forgetSession2(directory, sessionId, { exports });
  }
};

// src/forget/holders.ts
var HOLDERS = [
  notesHolder,
  snapshotsHolder,
  exportsHolder,
  copiesHolder,
  logsHolder,
  archiveHolder,
  fleetHolder,
  queueHolder
];

// src/forget/forget.ts
var BUSY_TIMEOUT_MS2 = 1e4, placesOf = (root, env) => ({ root, env, data: ownDirectory2("data", env, root) });
function knownSessions(root, env) {
  let ids = sessionsInQueue(queuePaths(root));
  for (let path of ownStores(root))
    for (let id of reading(root, path, sessionIdsIn))
      ids.add(id);
  let places = env === void 0 ? null : placesOf(root, env);
  if (places === null || places.data === null)
    return [...ids];
  for (let id of sessionsOfProject(archiveIn(places.data), projectDirectory(root, env)))
    ids.add(id);
  for (let id of sessionsInSnapshots(places))
    ids.add(id);
  return [...ids];
}
function findHeld(root, env, sessionId) {
  let places = placesOf(root, env), session = sessionOf(root, sessionId, 0);
  return new Map(HOLDERS.map(({ name, find }) => [name, find(places, session)]));
}
async function forget(root, sessionIds, options) {
  let { env, nowMs, onStep } = options, paths = queuePaths(root), places = placesOf(root, env);
  makeQueue(paths);
  let isAnyInBackground = findWorkers(paths).some(({ heartbeat }) => heartbeat?.background === !0), lock = await holdQueue(paths), files = {}, rows = 0;
  try {
    onStep?.("held");
    let sessions = sessionIds.map((sessionId) => sessionOf(root, sessionId, nowMs));
    {
      using store = await Store2.open(root, { busyTimeoutMs: BUSY_TIMEOUT_MS2, durability: "power" });
      for (let sessionId of sessionIds)
        markForgotten(store.db, sessionId, userKey(root), nowMs);
      onStep?.("marked");
      for (let holder of HOLDERS)
        for (let session of sessions)
          files[holder.name] = (files[holder.name] ?? 0) + holder.find(places, session).length, holder.forget(places, session);
      onStep?.("files-removed");
      for (let sessionId of sessionIds)
        rows += deleteSession(store.db, sessionId);
      onStep?.("rows-deleted"), await eraseDeleted(store.db);
    }
    if (rows += await forgetElsewhere(root, sessionIds), places.data !== null)
      await eraseForgotten(archiveIn(places.data));
    onStep?.("erased");
  } finally {
    lock.release();
  }
  if (isAnyInBackground && options.startsWorker !== !1)
    spawnWorker2(root);
  let fleet = await forgetInFleet(root, places.data, env);
  return { sessionIds, rows, files, fleet, left: sessionIds.flatMap((id) => stillNaming(places, id)) };
}
function isUnfinished(root, env) {
  let { data } = placesOf(root, env);
  if (data !== null && isErasingUnfinished(archiveIn(data)))
    return !0;
  return ownStores(root).some((path) => reading(root, path, isUnfinishedIn));
}
function sessionOf(root, sessionId, nowMs) {
  let { files, instanceIds } = sessionFiles(queuePaths(root), sessionId), ids = new Set(instanceIds);
  for (let path of ownStores(root))
    for (let id of reading(root, path, (db) => instanceIdsOf(db, sessionId)))
      ids.add(id);
  let entryNames = files.map((path) => path.slice(path.lastIndexOf("/") + 1));
  return { sessionId, instanceIds: [...ids], entryNames, nowMs };
}
function reading(root, path, read) {
  try {
    using db = openForReading(path, userKey(root), BUSY_TIMEOUT_MS2);
    return read(db);
  } catch (error) {
    throw isStoreUnavailable(error) ? unavailable(path, error) : error;
  }
}
function ownStores(root) {
  let { path, isThere } = locateStore(root), others = otherStores(root).filter(({ isProved }) => isProved);
  return [...isThere ? [path] : [], ...others.map((other) => other.path)];
}
async function forgetElsewhere(root, sessionIds) {
  let used = locateStore(root).path, rows = 0;
  for (let path of ownStores(root).filter((one) => one !== used)) {
    let { db } = openConnection(path, { key: userKey(root), busyTimeoutMs: BUSY_TIMEOUT_MS2, durability: "power" });
    try {
      for (let sessionId of sessionIds)
        rows += deleteSession(db, sessionId);
      await eraseDeleted(db);
    } finally {
      db.close();
    }
  }
  return rows;
}
var stillNaming = ({ root, data }, sessionId) => [...namesIn2(root), ...namesIn2(data).filter((path) => path !== `${data}/state`)].filter((path) => holdsName(path, sessionId)), namesIn2 = (directory) => directory !== null && existsSync6(directory) ? readdirSync6(directory).map((name) => `${directory}/${name}`) : [];

export { forgetOthers, exportHead, noteExport, knownSessions, findHeld, forget, isUnfinished };
