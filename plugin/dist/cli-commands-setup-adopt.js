// @bun
import {
  isCancel,
  confirm,
  cancel
} from "./import-main.js";
import {
  nodeFiles
} from "./base-files-files.js";
import {
  readEntry
} from "./queue-read-entry.js";
import {
  KINDS
} from "./model-merge.js";
import {
  UNTRUSTED,
  RAW_SQL_ROWS
} from "./store-sqlite-settled.js";
import {
  StateRows,
  prepareState,
  Store2
} from "./store-sqlite-store.js";
import {
  isOfAgent,
  findRoot
} from "./cli-root.js";
import {
  holdQueue
} from "./install-uninstall-stop-workers.js";
import {
  quoted,
  word
} from "./recall-report-quoted.js";
import {
  count,
  size
} from "./base-text-words.js";
import {
  findWorkers
} from "./supervisor-stuck.js";
import {
  queuePaths
} from "./platform-bun-callers-directory.js";
import {
  kyselyOf
} from "./store-sqlite-open-connection.js";
import {
  rowIn
} from "./store-sqlite-apply-stored-row.js";
import {
  mayBeTracked,
  locateStore,
  otherStores
} from "./store-sqlite-open-location.js";
import {
  makeQueue
} from "./queue-make.js";
import {
  printable
} from "./base-text-printable.js";
import {
  seal,
  parseEntryName
} from "./queue-entry.js";
import {
  userKey,
  userKeyIfAny
} from "./origin-key.js";
import {
  objectIn2
} from "./base-json.js";
import {
  HiveError,
  errorMessage
} from "./base-errors.js";

// src/install/adopt/adoption.ts
import { existsSync as existsSync2, lstatSync as lstatSync2, readdirSync as readdirSync2, renameSync as renameSync2 } from "fs";

// src/install/adopt/foreign-database.ts
import { Database } from "bun:sqlite";
import { constants, copyFileSync, lstatSync, mkdtempSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
var MAX_BYTES = 8589934592, MAX_TABLES = 500, MAX_COLUMNS = 200, OWN_NAME = /^(hive_\w*|kysely_\w*|swarms|sessions|session_logs|instance_sessions|agents)$/i;

class ForeignDatabase {
  path;
  tables;
  leftBehind;
  db;
  #copy;
  constructor(path, copy, db) {
    this.path = path, this.#copy = copy, this.db = db;
    let leftBehind = /* @__PURE__ */ new Map;
    this.tables = readTables(db, leftBehind), this.leftBehind = leftBehind;
  }
  static open(path) {
    let copy = mkdtempSync(join(tmpdir(), "hive-adopt-")), db;
    try {
      copyInto(path, join(copy, "foreign.db")), db = new Database(join(copy, "foreign.db"), { readwrite: !0, create: !1, safeIntegers: !0 });
      for (let pragma of ["trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "busy_timeout = 0"])
        db.run(`PRAGMA ${pragma}`);
      return new ForeignDatabase(path, copy, db);
    } catch (cause) {
      if (db?.close(), rmSync(copy, { recursive: !0, force: !0 }), cause instanceof HiveError)
        throw cause;
      throw refused(path, errorMessage(cause), cause);
    }
  }
  table(name) {
    return this.tables.find((table) => table.name === name);
  }
  [Symbol.dispose]() {
    this.db.close(), rmSync(this.#copy, { recursive: !0, force: !0 });
  }
}
var refused = (path, why, cause) => new HiveError("HIVE_STORE_UNAVAILABLE", `${path} cannot be adopted: ${why}`, {
  cause,
  hint: "nothing was changed; delete the file if it is not yours"
});
function copyInto(path, copy) {
  for (let suffix of ["", "-wal"]) {
    let stat = lstatSync(path + suffix, { throwIfNoEntry: !1 });
    if (stat === void 0 && suffix !== "")
      continue;
    if (stat?.isFile() !== !0)
      throw refused(path, `${path}${suffix} is no regular file`);
    if (stat.size > MAX_BYTES)
      throw refused(path, `it has ${stat.size} bytes`);
    copyFileSync(path + suffix, copy + suffix, constants.COPYFILE_FICLONE);
  }
}
function readTables(db, leftBehind) {
  let leave = (kind) => void leftBehind.set(kind, (leftBehind.get(kind) ?? 0) + 1), schema = db.query("SELECT type, name, tbl_name, sql FROM sqlite_schema").all(), tables = [];
  for (let { type, name, sql } of schema) {
    if (type === "index" && (sql === null || OWN_NAME.test(name)))
      continue;
    let isVirtual = /^\s*CREATE\s+VIRTUAL\b/i.test(sql ?? "");
    if (type !== "table" || isVirtual) {
      if (type !== "trigger" && OWN_NAME.test(name))
        throw Error(`its ${name} is a ${isVirtual ? "virtual table" : type}`);
      leave(isVirtual ? "virtual table" : type);
    } else if (!name.startsWith("sqlite_")) {
      let columns = readColumns(db, name);
      if (columns === null && OWN_NAME.test(name))
        throw Error(`its ${name} has generated columns`);
      if (columns === null || tables.length === MAX_TABLES)
        leave("table with generated columns");
      else
        tables.push({ name, columns, rows: Number(countRows(db, name)) });
    }
  }
  return tables;
}
function readColumns(db, table) {
  let rows = db.query("SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)").all(table);
  if (rows.length > MAX_COLUMNS || rows.some(({ hidden }) => hidden !== 0n))
    return null;
  return rows.map(({ name, type, pk }) => ({ name, type: affinityOf(type), keyPart: Number(pk) }));
}
function affinityOf(type) {
  if (/INT/i.test(type))
    return "INTEGER";
  if (/CHAR|CLOB|TEXT/i.test(type))
    return "TEXT";
  if (/BLOB/i.test(type) || type === "")
    return "BLOB";
  return /REAL|FLOA|DOUB/i.test(type) ? "REAL" : "NUMERIC";
}
var countRows = (db, table) => db.query(`SELECT count(*) AS n FROM ${quotedName(table)}`).get().n, quotedName = (name) => `"${name.replaceAll('"', '""')}"`;

// src/install/adopt/copy-rows.ts
var SHARED = ["swarms", "sessions", "session_logs", "instance_sessions", "agents"], OWN = /^(hive|kysely)_/i, MAX_KEY_CHARS = 4096, UNTRUSTED_BEFORE = "untold";
function copyRows(from, to) {
  let copy = new Copy(from, to);
  return to.transaction(() => copy.run()).immediate();
}

class Copy {
  #from;
  #to;
  #sessions = /* @__PURE__ */ new Set;
  #rows = 0;
  #skipped = 0;
  constructor(from, to) {
    this.#from = from, this.#to = to;
  }
  run() {
    for (let table of this.#from.tables)
      if (SHARED.includes(table.name))
        this.#copyShared(table);
      else if (!OWN.test(table.name))
        this.#copyOther(table);
    return this.#copyFacts(), this.#copyCheckpoints(), this.#copyLedger(), this.#copyInstances(), { rows: this.#rows, skipped: this.#skipped };
  }
  #copyShared({ name, columns }) {
    let known = new Set(columnsOf(this.#to, name));
    for (let column of columns) {
      if (known.has(column.name))
        continue;
      this.#to.run(`ALTER TABLE ${name} ADD COLUMN ${quotedName(column.name)} ${column.type}`);
    }
    let names = columns.map((column) => column.name).filter((column) => name !== "session_logs" || column !== "id"), conflict = name === "sessions" ? `ON CONFLICT (id) DO UPDATE SET ${names.map((column) => `${quotedName(column)} = coalesce(${quotedName(column)}, excluded.${quotedName(column)})`).join(", ")}` : "ON CONFLICT DO NOTHING";
    if (this.#insertAll(name, names, conflict, name === "instance_sessions" ? withOwnId : (row) => row), name === "instance_sessions")
      this.#joinInstances();
  }
  #joinInstances() {
    this.#to.run(`DELETE FROM instance_sessions WHERE rowid NOT IN
         (SELECT min(rowid) FROM instance_sessions GROUP BY session_id, instance_id, iif(session_id IS NULL OR instance_id IS NULL, rowid, 0))`);
  }
  #copyOther({ name, columns }) {
    let key = columns.filter(({ keyPart }) => keyPart > 0).toSorted((a, b) => a.keyPart - b.keyPart), parts = columns.map((column) => `${quotedName(column.name)} ${column.type}`);
    if (key.length > 0)
      parts.push(`PRIMARY KEY (${key.map((column) => quotedName(column.name)).join(", ")})`);
    this.#to.run(`CREATE TABLE IF NOT EXISTS ${quotedName(name)} (${parts.join(", ")})`);
    let there = new Set(columnsOf(this.#to, name)), names = columns.map((column) => column.name).filter((column) => there.has(column));
    this.#insertAll(name, names, "ON CONFLICT DO NOTHING", (row) => row);
  }
  #insertAll(table, names, conflict, change) {
    if (names.length === 0)
      return;
    let marks = names.map(() => "?").join(", "), list = names.map(quotedName).join(", "), insert = this.#to.prepare(`INSERT INTO ${quotedName(table)} (${list}) VALUES (${marks}) ${conflict}`);
    for (let row of this.#read(table, names)) {
      let changed = change(row);
      this.#rows += insert.run(...names.map((name) => changed[name] ?? null)).changes > 0 ? 1 : 0;
    }
    insert.finalize();
  }
  #read(table, names) {
    return this.#from.db.query(`SELECT ${names.map(quotedName).join(", ")} FROM ${quotedName(table)}`).iterate();
  }
  *#readOwn(table, names, more = []) {
    let columns = new Set(this.#from.table(table)?.columns.map((column) => column.name));
    if (!names.every((name) => columns.has(name)))
      return;
    yield* this.#read(table, [...names, ...more.filter((name) => columns.has(name))]);
  }
  #copyFacts() {
    let state = new StateRows(prepareState({ db: this.#to, kysely: kyselyOf(this.#to) }), Number.POSITIVE_INFINITY), mark = this.#to.prepare("INSERT INTO hive_state (session_id, kind, key, at_ms, data) VALUES (?, ?, '', 0, '{}') ON CONFLICT DO NOTHING"), names = ["session_id", "kind", "key", "at_ms", "data"];
    for (let found of this.#readOwn("hive_state", names, ["agent_id", "times"])) {
      let { session_id: session, key, at_ms: atMs, agent_id: agent = "" } = found, kind = found.kind === UNTRUSTED_BEFORE ? UNTRUSTED : found.kind, row = rowIn({ at_ms: atMs, data: found.data, times: found.times });
      if (!(isText(session) && isText(key) && isText(agent) && isTime(atMs)) || row === null || kind !== UNTRUSTED && !isKind(kind)) {
        this.#skipped += 1;
        continue;
      }
      if (kind === UNTRUSTED)
        mark.run(session, UNTRUSTED);
      else
        state.mergeRow(session, kind, { agentId: agent, name: key, row });
      this.#sessions.add(session), this.#rows += 1;
    }
    state.flush();
  }
  #copyCheckpoints() {
    let insert = this.#to.prepare(`INSERT INTO hive_checkpoints (session_id, created_at_ms, type, trigger, data, entry_id, late)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS
         (SELECT 1 FROM hive_checkpoints WHERE session_id = ?1 AND created_at_ms = ?2 AND trigger = ?4)`), names = ["session_id", "created_at_ms", "type", "trigger", "data"];
    for (let row of this.#readOwn("hive_checkpoints", names, ["entry_id", "late"])) {
      let { session_id: session, created_at_ms: atMs, type, trigger, data, entry_id: entry, late } = row;
      if (isText(session) && isTime(atMs) && isText(type) && isText(trigger) && isObjectText(data)) {
        let lateText = isObjectText(late) ? late : null;
        insert.run(session, Number(atMs), type, trigger, data, isText(entry) ? entry : null, lateText), this.#rows += 1;
      } else
        this.#skipped += 1;
    }
  }
  #copyLedger() {
    let insert = this.#to.prepare("INSERT INTO hive_ledger (entry_id, seq, operation, applied_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
    for (let row of this.#readOwn("hive_ledger", ["entry_id", "seq", "operation", "applied_at_ms"])) {
      let { entry_id: id, seq, operation, applied_at_ms: atMs } = row;
      if (isText(id) && isText(seq) && isText(operation) && isTime(atMs))
        insert.run(id, seq, operation, Number(atMs));
      else
        this.#skipped += 1;
    }
  }
  #copyInstances() {
    let insert = this.#to.prepare(`INSERT INTO hive_instances (session_id, instance_id, pid, last_seen_ms, operations)
       SELECT ?1, 'adopted', NULL, max(at_ms), max(0, count(*) FILTER (WHERE kind = 'operation')
         - coalesce((SELECT sum(operations) FROM hive_instances WHERE session_id = ?1), 0))
       FROM hive_state WHERE session_id = ?1
       ON CONFLICT (session_id, instance_id) DO UPDATE SET operations = operations + excluded.operations`);
    for (let session of this.#sessions)
      insert.run(session);
  }
}
function withOwnId(row) {
  let { instance_id: instance, session_id: session } = row, id = instance === null || session === null ? null : `${textOf(instance)}:${textOf(session)}`;
  return { ...row, id };
}
var columnsOf = (db, table) => db.query("SELECT name FROM pragma_table_info(?)").all(table).map(({ name }) => name), textOf = (value) => typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? String(value) : "?", isKind = (value) => typeof value === "string" && Object.hasOwn(KINDS, value), isText = (value) => typeof value === "string" && value.length <= MAX_KEY_CHARS, isTime = (value) => Number.isFinite(Number(value)) && value !== null, isObjectText = (value) => typeof value === "string" && objectIn2(value) !== null;

// src/install/adopt/take-name.ts
import { existsSync, readdirSync, renameSync, rmSync as rmSync2 } from "fs";
import { basename, dirname } from "path";
var SIDECARS = ["-wal", "-shm", "-journal"];
function putAway(database, nowMs) {
  let away = `${database}.adopted-${new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  for (let suffix of [...SIDECARS, ""])
    if (existsSync(database + suffix))
      renameSync(database + suffix, away + suffix);
  return away;
}
function takeName(own) {
  let place = `${dirname(own)}/hive.db`;
  if (own === place || existsSync(place) || mayBeTracked(place, dirname(place)))
    return own;
  for (let name of readdirSync(dirname(own)))
    if (name.startsWith(`${basename(own)}-`))
      rmSync2(`${dirname(own)}/${name}`);
  return renameSync(own, place), place;
}

// src/install/adopt/untrusted-sessions.ts
var about = (kind, field) => `(SELECT json_extract(iif(json_valid(data), data, '{}'), '$.${field}') FROM hive_state s
    WHERE s.session_id = m.session_id AND s.kind = '${kind}' ORDER BY at_ms LIMIT 1)`;
function untrustedSessions(db) {
  return db.query(`SELECT session_id AS id, coalesce(${about("session", "title")}, ${about("prompt", "text")}) AS about
       FROM hive_state m WHERE kind = ?`).all(UNTRUSTED);
}
function trustSessions(db, ids) {
  let trust = db.query("DELETE FROM hive_state WHERE session_id = ? AND kind = ?");
  db.transaction(() => {
    for (let id of ids)
      trust.run(id, UNTRUSTED);
  }).immediate();
}

// src/install/adopt/adoption.ts
var MAX_ENTRY_BYTES = 1073741824, SHOWN_SESSIONS = 5;
function findCandidates(root) {
  return otherStores(root).map(({ path }) => describe(path));
}
function describe(path) {
  let bytes = lstatSync2(path).size;
  try {
    using foreign = ForeignDatabase.open(path);
    let { tables, leftBehind } = foreign;
    return { path, bytes, tables, leftBehind, sessions: sessionsOf(foreign), refused: null };
  } catch (error) {
    return { path, bytes, tables: null, leftBehind: /* @__PURE__ */ new Map, sessions: [], refused: errorMessage(error) };
  }
}
function sessionsOf(foreign) {
  let columns = foreign.table("sessions")?.columns.map(({ name }) => name) ?? [];
  if (!columns.includes("id"))
    return [];
  let about = columns.includes("objective") ? "objective" : "NULL", order = columns.includes("updated_at") ? "updated_at" : "id";
  return foreign.db.query(`SELECT id, ${about} AS about FROM sessions ORDER BY ${order} DESC LIMIT ?`).all(SHOWN_SESSIONS).map(({ id, about: text }) => ({ id: String(id), about: typeof text === "string" ? text : null }));
}
async function findUntrustedSessions(root) {
  if (!locateStore(root).isThere)
    return [];
  using store = await Store2.open(root);
  return untrustedSessions(store.db);
}
function findUnprovedEntries(root) {
  let { pending } = queuePaths(root);
  if (!existsSync2(pending))
    return [];
  let key = userKeyIfAny(root);
  return readdirSync2(pending).flatMap((name) => {
    let parsed = parseEntryName(name), found = parsed === null ? null : readEntry(`${pending}/${name}`, parsed, MAX_ENTRY_BYTES, { key });
    if (found?.kind !== "entry" || found.isProved || found.entry.sql !== void 0)
      return [];
    let content = JSON.stringify(found.entry), { sessionId } = found.entry.payload, texts = [...content.matchAll(/"(?:text|message)":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text), about = [`${found.entry.operation} of session ${String(sessionId)}`, ...texts].join(": ");
    return [{ name, about, content }];
  });
}
async function adopt(root, chosen, nowMs) {
  let paths = queuePaths(root);
  makeQueue(paths);
  let lock = await holdQueue(paths);
  try {
    if (findWorkers(paths).length > 0)
      throw busy();
    let { path, copied } = await copyAll(root, chosen);
    for (let entry of chosen.entries)
      proveEntry(paths, entry);
    let kept = chosen.databases.map((database) => putAway(database, nowMs));
    return { path: takeName(path), copied, kept };
  } finally {
    lock.release();
  }
}
async function copyAll(root, chosen) {
  using store = await Store2.open(root, { durability: "power" });
  let copied = chosen.databases.map((path) => {
    using foreign = ForeignDatabase.open(path);
    return copyRows(foreign, store.db);
  });
  if (trustSessions(store.db, chosen.sessions), store.db.query("PRAGMA wal_checkpoint(TRUNCATE)").get()?.busy !== 0)
    throw busy();
  return { path: locateStore(root).path, copied };
}
var busy = () => new HiveError("HIVE_STORE_UNAVAILABLE", "another process has the database open: the adoption is not complete", {
  hint: "end it (hive worker stop; a database browser), then run hive adopt again"
});
function proveEntry(paths, { name, content }) {
  let path = `${paths.pending}/${name}`, found = readEntry(path, parseEntryName(name), MAX_ENTRY_BYTES, { key: userKey(paths.root) });
  if (found?.kind !== "entry" || found.isProved || JSON.stringify(found.entry) !== content)
    return;
  let temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`, text = JSON.stringify({ ...found.entry, hive_id: found.id });
  nodeFiles.create(temporary, seal(text, userKey(paths.root), "entry")), renameSync2(temporary, path);
}

// src/cli/commands/setup/adopt.ts
var RAW_SQL_CHANGES = "changes by unproved raw SQL in the tables of sessions, agents and logs", SHOWN = 10, ABOUT_CHARS = 200, ID_CHARS = 40;
function addAdopt2(program, io) {
  program.command("adopt").description("review data that this machine's hive did not write, and adopt it").addHelpText("after", `
hive restores only data with a proof that it saved them for you, since a cloned repository can carry other people's data.
Your own data lack the proof after an update from hive 0.1.0, in claude-flow's hive.db, in a restored backup, and after
the key in ~/.local/share/hive was lost. Adopt the data if they are yours, and delete them if they are not.

Example:
  hive adopt`).action(async (_flags, command) => {
    await run(io, findRoot(io, command.optsWithGlobals().root));
  });
}
var sessionLine = ({ id, about }) => `${word(id, ID_CHARS)}${about === null ? "" : `  ${quoted(about, ABOUT_CHARS)}`}`;
async function offerAdoption2(io, root) {
  if (!isOfAgent(io) && otherStores(root).length > 0)
    await run(io, root);
}
async function run(io, root) {
  let candidates = findCandidates(root), untrusted = await findUntrustedSessions(root), sessions = untrusted.filter(({ id }) => id !== RAW_SQL_ROWS), changes = untrusted.length - sessions.length, entries = findUnprovedEntries(root);
  if (candidates.length + untrusted.length + entries.length === 0) {
    io.out(`nothing to adopt in ${printable(root)}
`);
    return;
  }
  for (let candidate of candidates)
    io.out(describeDatabase(candidate));
  if (io.out(listed(count(sessions.length, "saved session") + " without proof", sessions.map(sessionLine))), changes > 0)
    io.out(`${RAW_SQL_CHANGES}
`);
  let waiting = count(entries.length, "waiting entry", "waiting entries");
  io.out(listed(`${waiting} without proof`, entries.map(({ about: text }) => quoted(text, ABOUT_CHARS)))), assertSomebody(io);
  let chosen = {
    databases: await chooseEach(candidates.filter(({ refused }) => refused === null).map(({ path }) => path)),
    sessions: [
      ...await ask(sessions.length, "Are these sessions yours?") ? sessions.map(({ id }) => id) : [],
      ...await ask(changes, "Are the changes by raw SQL yours?") ? [RAW_SQL_ROWS] : []
    ],
    entries: await ask(entries.length, "Are these waiting entries yours?") ? entries : []
  };
  if (chosen.databases.length + chosen.sessions.length + chosen.entries.length === 0) {
    io.out(`Nothing was adopted, and nothing changed.
`);
    return;
  }
  if (io.out(renderAdopted(await adopt(root, chosen, Date.now()))), chosen.databases.length > 0 && (await findUntrustedSessions(root)).length > 0)
    await run(io, root);
}
function assertSomebody(io) {
  if (io.isTTY && !io.env.CI)
    return;
  throw new HiveError("HIVE_INVALID_OPTION", "only a person at a terminal can adopt this", {
    hint: "run hive adopt in a terminal of your own"
  });
}
async function ask(items, message) {
  if (items === 0)
    return !1;
  let answer = await confirm({
    message: `${message} They are restored to agents from then on.`,
    initialValue: !1
  });
  if (!isCancel(answer))
    return answer;
  throw cancel("Nothing was changed."), new HiveError("HIVE_CANCELLED", "cancelled");
}
async function chooseEach(paths) {
  let chosen = [];
  for (let path of paths)
    if (await ask(1, `Is ${printable(path)} yours?`))
      chosen.push(path);
  return chosen;
}
function describeDatabase({ path, bytes, tables, leftBehind, sessions, refused }) {
  let lines = [`${path}  ${size(bytes)}`];
  if (refused !== null)
    lines.push(`  ${refused}`);
  for (let { name, rows } of tables ?? [])
    lines.push(`  ${name}: ${count(rows, "row")}`);
  for (let [kind, n] of leftBehind)
    lines.push(`  not copied: ${count(n, kind)}`);
  for (let session of sessions)
    lines.push(`  session ${sessionLine(session)}`);
  return `${lines.map(printable).join(`
`)}
`;
}
function listed(title, lines) {
  if (lines.length === 0)
    return "";
  let more = lines.length > SHOWN ? [`  \u2026 and ${lines.length - SHOWN} more`] : [];
  return `${[title, ...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more].map(printable).join(`
`)}
`;
}
function renderAdopted({ path, copied, kept }) {
  let rows = copied.reduce((sum, part) => sum + part.rows, 0), skipped = copied.reduce((sum, part) => sum + part.skipped, 0), lines = [`Adopted: ${count(rows, "row")} copied, all in ${path} now.`];
  if (skipped > 0)
    lines.push(`${count(skipped, "row")} did not have hive's form, and were left out.`);
  return lines.push(...kept.map((was) => `Kept as it was: ${was}`)), `${lines.map(printable).join(`
`)}
`;
}

export { addAdopt2, offerAdoption2 };
