// @bun
import {
  ownDirectory2
} from "./origin-own-directory.js";
import {
  readOwn,
  makeOwn
} from "./origin-own-file.js";
import {
  KINDS,
  mergeRows
} from "./model-merge.js";
import {
  attendedIn
} from "./model-attended.js";
import {
  parameter,
  Prepared
} from "./store-sqlite-prepared.js";
import {
  sql,
  kyselyOf
} from "./store-sqlite-open-connection.js";
import {
  rowIn
} from "./store-sqlite-apply-stored-row.js";
import {
  isObject2,
  textOf2
} from "./base-json.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/origin/machine.ts
var ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, MAX_BYTES = 64;
function machineId(state, env = process.env) {
  let directory = ownDirectory2("data", env, state);
  if (directory === null)
    throw unavailable("no home directory is known");
  let path = `${directory}/machine`;
  return read(path) ?? make(directory, path);
}
function read(path) {
  let text = readOwn(path, MAX_BYTES);
  if (text === null)
    return null;
  if (typeof text === "string" && ID.test(text.trim()))
    return text.trim();
  throw unavailable(`${path} is no id of this user's machine: delete it, and hive makes another`);
}
function make(directory, path) {
  try {
    makeOwn(directory, path, `${crypto.randomUUID()}
`);
  } catch (cause) {
    throw unavailable(`${directory} cannot be written (${errorCode(cause) ?? "unknown"})`, cause);
  }
  let id = read(path);
  if (id === null)
    throw unavailable(`${path} was deleted`);
  return id;
}
var unavailable = (why, cause) => new HiveError("HIVE_STORE_UNAVAILABLE", `this machine has no id: ${why}`, { cause });

// src/store/archive/statements.ts
function prepareArchive(db) {
  let kysely = kyselyOf(db), changed = {
    at_ms: parameter("atMs"),
    data: parameter("data"),
    times: parameter("times"),
    text: parameter("text"),
    is_failed: parameter("isFailed")
  };
  return {
    project: new Prepared(db, kysely.insertInto("projects").values({ machine: parameter("machine"), path: parameter("path"), name: parameter("name") }).onConflict((conflict) => conflict.columns(["machine", "path"]).doUpdateSet({ name: sql`excluded.name` })).returning("id")),
    session: new Prepared(db, kysely.insertInto("sessions").values({
      project: parameter("project"),
      session_id: parameter("sessionId"),
      agent: parameter("agent"),
      started_ms: parameter("atMs"),
      seen_ms: parameter("atMs"),
      is_untrusted: parameter("isUntrusted")
    }).onConflict((conflict) => conflict.columns(["project", "session_id"]).doUpdateSet({
      agent: sql`CASE WHEN excluded.seen_ms >= sessions.seen_ms THEN excluded.agent ELSE sessions.agent END`,
      started_ms: sql`min(sessions.started_ms, excluded.started_ms)`,
      seen_ms: sql`max(sessions.seen_ms, excluded.seen_ms)`,
      is_untrusted: sql`max(sessions.is_untrusted, excluded.is_untrusted)`
    })).returning("id")),
    describe: new Prepared(db, kysely.updateTable("sessions").set({
      title: parameter("title"),
      directory: parameter("directory"),
      worktree: parameter("worktree"),
      branch: parameter("branch"),
      model: parameter("model"),
      transcript_path: parameter("transcriptPath"),
      is_attended: parameter("isAttended"),
      ended_ms: parameter("endedMs")
    }).where("id", "=", parameter("id"))),
    fact: new Prepared(db, kysely.selectFrom("facts").select(["id", "at_ms", "data", "times", "text"]).where("session", "=", parameter("session")).where("kind", "=", parameter("kind")).where("agent_id", "=", parameter("agentId")).where("key", "=", parameter("key"))),
    firstPrompt: new Prepared(db, kysely.selectFrom("facts").select(sql`substr(text, 1, 400)`.as("text")).where("session", "=", parameter("session")).where("kind", "=", "prompt").where("agent_id", "=", "").where("text", "is not", null).orderBy("at_ms").limit(1)),
    newFact: new Prepared(db, kysely.insertInto("facts").values({ session: parameter("session"), agent_id: parameter("agentId"), kind: parameter("kind"), key: parameter("key"), ...changed }).returning("id")),
    changeFact: new Prepared(db, kysely.updateTable("facts").set(changed).where("id", "=", parameter("id"))),
    addWords: db.prepare("INSERT INTO search (rowid, text) VALUES (?, ?)"),
    dropWords: db.prepare("INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)"),
    cursor: new Prepared(db, kysely.selectFrom("cursors").select("seq").where("source", "=", parameter("source"))),
    moveCursor: new Prepared(db, kysely.insertInto("cursors").values({ source: parameter("source"), project: parameter("project"), seq: parameter("seq"), at_ms: parameter("atMs") }).onConflict((conflict) => conflict.column("source").doUpdateSet({
      project: sql`excluded.project`,
      seq: sql`max(cursors.seq, excluded.seq)`,
      at_ms: sql`excluded.at_ms`
    }))),
    refuse: new Prepared(db, kysely.insertInto("refused").values({
      source: parameter("source"),
      seq: parameter("seq"),
      entry_id: parameter("entryId"),
      reason: parameter("reason"),
      at_ms: parameter("atMs")
    }).onConflict((conflict) => conflict.doNothing()))
  };
}

// src/store/archive/words.ts
var joined = (...parts) => {
  let texts = parts.map(textOf2).filter((text) => text !== void 0 && text !== "");
  return texts.length === 0 ? null : texts.join(`
`);
}, contents = (list) => Array.isArray(list) ? list.filter(isObject2).map(({ content, subject }) => textOf2(content) ?? textOf2(subject) ?? "") : [], FAILED = ["failed", "interrupted", "killed"], TEXTS = {
  session: (_, { title }) => joined(title),
  prompt: (_, { text }) => joined(text),
  message: (_, { text }) => joined(text),
  todos: (_, { todos }) => joined(...contents(todos)),
  task: (_, { subject }) => joined(subject),
  plan: (_, { text }) => joined(text),
  file: (key) => key,
  command: (_, { command, description, error }) => joined(command, description, error),
  agent: (_, { description, lastMessage }) => joined(description, lastMessage),
  compact: (_, { summary }) => joined(summary),
  operation: (_, { outcome, tool, target }) => outcome === "failed" ? joined(tool, target) : null
};
function wordsOf2(kind, key, data) {
  return { text: Object.hasOwn(TEXTS, kind) ? TEXTS[kind](key, data) : null, isFailed: FAILED.includes(data.outcome) };
}
var archiveKey = ({ kind, key, atMs }) => kind === "message" ? String(atMs) : key;

// src/store/archive/rows.ts
var LONGEST_TITLE = 200;

class ArchiveRows {
  #statements;
  constructor(db) {
    this.#statements = prepareArchive(db);
  }
  project(machine, path) {
    let name = path.slice(path.lastIndexOf("/") + 1) || path;
    return this.#statements.project.get({ machine, path, name }).id;
  }
  observe(project, observation, isUntrusted) {
    let { sessionId, agent, atMs, facts } = observation, session = this.#statements.session.get({
      project,
      sessionId,
      agent,
      atMs,
      isUntrusted: Number(isUntrusted)
    }).id;
    for (let fact of facts)
      this.#merge(session, fact);
    return session;
  }
  #merge(session, fact) {
    let { kind, atMs, data, agentId = "" } = fact, name = { session, kind, agentId, key: archiveKey(fact) }, stored = this.#statements.fact.get(name), known = stored === null ? null : rowIn(stored), comes = { atMs, data }, row = known === null ? comes : mergeRows(KINDS[kind].merge, known, comes);
    if (row === known)
      return;
    let { text, isFailed } = wordsOf2(kind, name.key, row.data), times = row.times === void 0 ? null : JSON.stringify(row.times), values = { atMs: row.atMs, data: JSON.stringify(row.data), times, text, isFailed: Number(isFailed) };
    if (stored === null) {
      let { id } = this.#statements.newFact.get({ ...name, ...values });
      if (text !== null)
        this.#statements.addWords.run(id, text);
      return;
    }
    if (this.#statements.changeFact.run({ id: stored.id, ...values }), text === stored.text)
      return;
    if (stored.text !== null)
      this.#statements.dropWords.run(stored.id, stored.text);
    if (text !== null)
      this.#statements.addWords.run(stored.id, text);
  }
  describe(session) {
    let fields = (kind) => {
      let stored = this.#statements.fact.get({ session, kind, agentId: "", key: "" });
      return stored === null ? null : rowIn(stored);
    }, seen = fields("session"), git = fields("git")?.data, start = fields("start")?.data, endMs = fields("end")?.atMs ?? null, prompt = this.#statements.firstPrompt.get({ session })?.text, attended = attendedIn(seen?.data);
    this.#statements.describe.run({
      id: session,
      title: (textOf2(seen?.data.title) ?? prompt)?.slice(0, LONGEST_TITLE).toWellFormed() ?? null,
      directory: textOf2(start?.directory) ?? textOf2(seen?.data.cwd) ?? null,
      worktree: textOf2(git?.worktree) ?? textOf2(start?.worktree) ?? null,
      branch: textOf2(git?.branch) ?? null,
      model: textOf2(seen?.data.model) ?? null,
      transcriptPath: textOf2(seen?.data.transcriptPath) ?? null,
      isAttended: attended === null ? null : Number(attended),
      endedMs: endMs !== null && endMs >= (seen?.atMs ?? 0) ? endMs : null
    });
  }
  cursor(source) {
    return this.#statements.cursor.get({ source })?.seq ?? 0;
  }
  moveCursor(source, project, seq, atMs) {
    this.#statements.moveCursor.run({ source, project, seq, atMs });
  }
  refuse(source, { seq, entryId }, reason, atMs) {
    this.#statements.refuse.run({ source, seq, entryId, reason, atMs });
  }
}

export { machineId, wordsOf2, archiveKey, ArchiveRows };
