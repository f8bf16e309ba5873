// @bun
import {
  bunCommand2,
  bunEnvironment2
} from "./platform-bun-bun-command.js";
import {
  MAIN_PROGRAM
} from "./platform-installation.js";
import"./base-files-files.js";
import {
  isPaused
} from "./base-config-sources.js";
import {
  ownDirectory2
} from "./origin-own-directory.js";
import"./origin-own-file.js";
import"./store-sqlite-open-database.js";
import"./store-archive-open.js";
import"./model-merge.js";
import {
  tasksOf
} from "./recall-resume.js";
import"./queue-read-entry.js";
import"./store-sqlite-apply-payloads.js";
import"./recall-waiting-waiting.js";
import"./redact-redact.js";
import"./store-sqlite-settled.js";
import {
  structuredPatch
} from "./import-main-2.js";
import {
  holdsSecret
} from "./snapshots-files.js";
import"./import-main-3.js";
import"./base-config-jsonc.js";
import"./install-paths.js";
import"./install-adopt-shell-system.js";
import"./capture-node-io.js";
import"./doctor-registry.js";
import"./git-ignore-file.js";
import"./store-sqlite-ledger-applied-ids.js";
import"./capture-hook-log.js";
import"./queue-dead-letters-letter.js";
import {
  isUnderAgent,
  callingPrograms,
  findRoots,
  ownOlder
} from "./cli-root.js";
import {
  FOUND_START,
  FOUND_END,
  Archive,
  askingOf2
} from "./cli-text-archive-lists.js";
import {
  contentsOf,
  WITHHELD,
  whyHidden,
  modeOf,
  linesOf
} from "./snapshots-objects-shown.js";
import {
  LISTENERS
} from "./wake-listeners.js";
import {
  DoorbellSource
} from "./wake-doorbell.js";
import {
  readStatus
} from "./doctor-status.js";
import {
  StoreReader,
  notApplied,
  listSessions,
  listed,
  latestFirst,
  waitingIds,
  openResumes,
  tell,
  reportOf,
  lastSeen,
  stateOf
} from "./recall-session-list.js";
import"./install-edit-files.js";
import"./store-sqlite-outbox.js";
import"./store-postgres-connect-settings.js";
import {
  nameOfChange
} from "./snapshots-undo-state.js";
import"./snapshots-objects-blobs.js";
import {
  ProjectSnapshots
} from "./snapshots-project-snapshots.js";
import {
  snapshotOf
} from "./snapshots-keep-catalogue.js";
import {
  findWorktree
} from "./snapshots-worktree.js";
import"./git-git-view.js";
import {
  terminalText
} from "./recall-report-resume-text.js";
import"./git-git-head.js";
import {
  openSaved
} from "./store-sqlite-read-reader.js";
import {
  continueCommand
} from "./recall-archive-continue-command.js";
import"./recall-choose-place.js";
import {
  measureDepth
} from "./queue-depth.js";
import {
  readConfigFiles,
  projectDirectory
} from "./origin-config-files.js";
import {
  readHeartbeat
} from "./supervisor-stuck.js";
import {
  unlinkIfThere
} from "./queue-claims-recover.js";
import"./agents-claude-code-entry.js";
import"./agents-settings-off-switches.js";
import {
  programPath,
  safePath
} from "./platform-programs.js";
import {
  queuePaths
} from "./platform-bun-callers-directory.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-open-location.js";
import {
  isQueueMade,
  makeDirectory
} from "./queue-make.js";
import {
  printableJson
} from "./base-text-printable.js";
import"./origin-key.js";
import {
  objectIn2,
  isObject2,
  textOf2
} from "./base-json.js";
import"./git-git-tree.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/dashboard/actions.ts
import { createHash } from "crypto";

// src/snapshots/keep/of-session.ts
function snapshotsOfSession({ db }, { sessionId, fromMs, beforeMs, limit }) {
  return db.query(`SELECT * FROM snapshots s WHERE session = ? AND at_ms >= ? AND at_ms < ?
    AND (trigger = 'prompt' OR EXISTS (SELECT 1 FROM changes c WHERE c.snapshot = s.id)) ORDER BY id DESC LIMIT ?`).all(sessionId, fromMs, beforeMs, limit).map(snapshotOf);
}
function snapshotAt({ db }, id) {
  let row = db.query("SELECT * FROM snapshots WHERE id = ?").get(id);
  return row === null ? null : snapshotOf(row);
}

// src/dashboard/read/undo-points.ts
var MOST_POINTS = 1000, MOST_FILES = 50;
function undoPointsOf({ root }, wanted, env) {
  using snapshots = ProjectSnapshots.openIfAny(root, env);
  if (snapshots === null)
    return [];
  let { catalogue } = snapshots, rows = snapshotsOfSession(catalogue, { ...wanted, limit: MOST_POINTS }), changes = Map.groupBy(catalogue.changes(rows.map(({ id }) => id)), ({ snapshot }) => snapshot);
  return rows.map((row) => {
    let all = changes.get(row.id) ?? [];
    return {
      ...pointOf(row),
      files: all.slice(0, MOST_FILES).map((change) => ({ path: change.path, change: nameOfChange(change) })),
      allFiles: all.length
    };
  });
}
var pointOf = ({ id, atMs, trigger, calls, undoneBy, isComplete, notes }) => ({
  snapshot: id,
  atMs,
  trigger,
  calls: calls.map(({ key, tool }) => ({ id: key, tool })),
  isUndone: undoneBy !== null,
  isComplete,
  notes
});
function worktreeOf({ root }, sessionId, snapshot, env) {
  using snapshots = ProjectSnapshots.openIfAny(root, env);
  if (snapshots === null)
    return null;
  let { catalogue } = snapshots, everMs = { fromMs: Number.MIN_SAFE_INTEGER, beforeMs: Number.MAX_SAFE_INTEGER }, row = snapshot === null ? snapshotsOfSession(catalogue, { sessionId, ...everMs, limit: 1 })[0] : snapshotAt(catalogue, snapshot);
  return catalogue.worktrees().find(({ id }) => id === row?.worktree)?.top ?? null;
}

// src/dashboard/actions.ts
var ACTIONS = {
  pause: () => ["pause"],
  unpause: () => ["unpause"],
  forget: (session) => ["forget", "--yes", "--", session]
}, isAction = (name) => typeof name === "string" && Object.hasOwn(ACTIONS, name), LONGEST_SAID = 2000, LONGEST_PLAN = 20000, HIVE = [MAIN_PROGRAM];
async function act(action, project, session, hive) {
  let { isDone, said } = await run(ACTIONS[action](session), project, project.path, hive);
  return { isDone, said: said.slice(0, LONGEST_SAID) };
}
function undoScopeOf(kind, value) {
  let text = textOf2(value) ?? "";
  switch (kind) {
    case "call":
    case "session":
      return text === "" ? null : { kind, value: text };
    case "to":
      return /^[1-9]\d{0,14}$/.test(text) ? { kind, value: text } : null;
    case "redo":
      return { kind, value: "" };
    default:
      return null;
  }
}
var undoScopeIn = (scope) => isObject2(scope) ? undoScopeOf(scope.kind, scope.value) : null;
async function planUndo(project, session, scope, env) {
  let top = worktreeOf(project, session, scope.kind === "to" ? Number(scope.value) : null, env);
  if (top === null)
    return { text: "no snapshot of this session is kept", plan: null };
  let words = [...wordsOf(scope), "--dry-run"], { said: document } = await run([...words, "--json"], project, top), { isDone, said } = await run(words, project, top), plan = createHash("sha256").update(JSON.stringify([top, scope, document])).digest("hex");
  return { text: said.length > LONGEST_PLAN ? `${said.slice(0, LONGEST_PLAN).toWellFormed()}
\u2026` : said, plan: isDone ? plan : null };
}
async function undo(project, session, scope, plan, env, hive) {
  let now = await planUndo(project, session, scope, env);
  if (now.plan !== plan)
    return { isDone: !1, said: `Something has changed since. Now it would be:
${now.text}` };
  let top = worktreeOf(project, session, scope.kind === "to" ? Number(scope.value) : null, env);
  return await run([...wordsOf(scope), "--yes"], project, top, hive);
}
function wordsOf({ kind, value }) {
  return kind === "redo" ? ["redo"] : ["undo", `--${kind}=${value}`];
}
async function run(words, { root }, directory, hive = HIVE) {
  let child = Bun.spawn([...bunCommand2(), ...hive, "--root", root, ...words], {
    cwd: "/",
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    env: { ...bunEnvironment2(), HIVE_CWD: directory }
  }), [out, error] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { isDone: await child.exited === 0, said: `${out}${error}`.trim() };
}

// src/dashboard/server/access.ts
import { createHash as createHash2, randomBytes, timingSafeEqual } from "crypto";
var HOST = "127.0.0.1", TOKEN_HEADER = "x-hive-token", SECRET_BYTES = 32, secret = () => randomBytes(SECRET_BYTES).toString("base64url"), digest = (text) => createHash2("sha256").update(text).digest(), isSame = (a, b) => timingSafeEqual(digest(a), digest(b));

class Access {
  #code = secret();
  #cookie = secret();
  #cookieName = `hive-${randomBytes(4).toString("hex")}`;
  token = secret();
  get code() {
    return this.#code;
  }
  enter(code) {
    if (this.#code === null || !isSame(code, this.#code))
      return null;
    return this.#code = null, `${this.#cookieName}=${this.#cookie}; Path=/; HttpOnly; SameSite=Strict`;
  }
  static isOwnOrigin({ headers }, port) {
    let own = `${HOST}:${port}`;
    if (headers.get("host") !== own)
      return !1;
    let origin = headers.get("origin");
    return origin === null || origin === `http://${own}`;
  }
  admits({ headers }) {
    let given = (headers.get("cookie") ?? "").split(";").map((one) => one.trim()).find((one) => one.startsWith(`${this.#cookieName}=`))?.slice(this.#cookieName.length + 1);
    if (given === void 0 || !isSame(given, this.#cookie))
      return !1;
    let token = headers.get(TOKEN_HEADER);
    return token !== null && isSame(token, this.token);
  }
}
var SAFE_HEADERS = {
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cache-control": "no-store"
};

// src/dashboard/server/live.ts
var CHANGED = (/* @__PURE__ */ new TextEncoder()).encode(`data: changed

`), OPENED = (/* @__PURE__ */ new TextEncoder()).encode(`: open

`);

class Live {
  #streams = /* @__PURE__ */ new Set;
  #options;
  #timer;
  #toldMs = Number.NEGATIVE_INFINITY;
  constructor(options) {
    this.#options = options;
  }
  get pages() {
    return this.#streams.size;
  }
  stream() {
    let own;
    return new ReadableStream({
      start: (controller) => {
        own = controller, this.#streams.add(controller), controller.enqueue(OPENED), this.#options.onPages(this.#streams.size);
      },
      cancel: () => {
        if (own !== void 0)
          this.#streams.delete(own);
        this.#options.onPages(this.#streams.size);
      }
    });
  }
  changed() {
    let waitMs = Math.max(0, this.#toldMs + 15 - performance.now());
    this.#timer ??= setTimeout(() => this.#tell(), waitMs);
  }
  #tell() {
    this.#timer = void 0, this.#toldMs = performance.now(), this.#options.onChange();
    for (let stream of this.#streams)
      stream.enqueue(CHANGED);
  }
  close() {
    clearTimeout(this.#timer);
    for (let stream of this.#streams)
      stream.close();
    this.#streams.clear();
  }
}

// src/dashboard/page-files.ts
import { existsSync } from "fs";
import { join } from "path";
var PAGE = join(import.meta.dir, "page");
async function openPage() {
  if (!existsSync(join(PAGE, "main.js")))
    return await buildPage();
  let read = (name) => Bun.file(join(PAGE, name)).text();
  return await pageOf(await read("main.js"), await read("enter.js"), await read("style.css"));
}
async function buildPage() {
  let [script, enter, style] = await Promise.all([bundle("main.tsx"), bundle("enter.ts"), bundle("style.css")]);
  return await pageOf(script, enter, style);
}
async function pageOf(script, enter, style) {
  return /* @__PURE__ */ new Map([
    ["/", { type: "text/html; charset=utf-8", text: await Bun.file(join(PAGE, "index.html")).text() }],
    ["/main.js", { type: "text/javascript; charset=utf-8", text: script }],
    ["/enter.js", { type: "text/javascript; charset=utf-8", text: enter }],
    ["/style.css", { type: "text/css; charset=utf-8", text: style }]
  ]);
}
async function bundle(name) {
  let built = await Bun.build({
    entrypoints: [join(PAGE, name)],
    target: "browser",
    minify: !0,
    define: { "process.env.NODE_ENV": '"production"' },
    jsx: { runtime: "automatic", importSource: "preact", development: !1 },
    throw: !1
  }), [file] = built.outputs;
  if (built.success && file !== void 0)
    return await file.text();
  throw new HiveError("HIVE_BUG", `the page cannot be built: ${built.logs.map(String).join("; ")}`);
}

// src/store/sqlite/read/timeline.ts
var KINDS = "('prompt', 'operation', 'command', 'turn', 'agent', 'compact', 'end')", SQL = `SELECT kind, key, agent_id AS agentId, at_ms AS atMs, data FROM hive_state
  WHERE session_id = ?1 AND kind IN ${KINDS} AND at_ms < ?2
  UNION ALL SELECT 'checkpoint', type, '', created_at_ms, json_object('trigger', trigger) FROM hive_checkpoints
  WHERE session_id = ?1 AND created_at_ms < ?2
  ORDER BY at_ms DESC, key DESC LIMIT ?3`, BUSY_TIMEOUT_MS = 200;
async function readTimeline(root, sessionId, beforeMs, limit) {
  let db = await openSaved(root, BUSY_TIMEOUT_MS);
  if (db === null)
    return [];
  try {
    return db.query(SQL).all(sessionId, beforeMs, limit).map(toRow);
  } finally {
    db.close();
  }
}
var toRow = ({ kind, key, agentId, atMs, data }) => ({
  kind: String(kind),
  key: String(key),
  agentId: typeof agentId === "string" ? agentId : "",
  atMs: Number(atMs) || 0,
  data: (typeof data === "string" ? objectIn2(data) : null) ?? {}
});

// src/dashboard/read/session-lines.ts
var LATEST = 200, ACTIVE = ["working", "waiting", "crashed"], RECENT_MS = 604800000, MOST_KEPT = 5000;

class SessionLines {
  #kept = /* @__PURE__ */ new Map;
  #outlines = /* @__PURE__ */ new Map;
  async active(project, nowMs) {
    using resumes = await openResumes(project.root, nowMs);
    using reader = await StoreReader.open(project.root);
    let lines = [];
    for (let id of resumes.recent(nowMs - RECENT_MS).take(LATEST)) {
      let outline = this.#outlineOf(project, resumes, id), ending = outline === null ? null : resumes.statusOf(outline);
      if (outline === null || ending === "ended" || ending !== "open" && outline.isTurnFinished)
        continue;
      let line = await this.#line(project, resumes, { id, outline }, async () => await reader?.summary(id) ?? notApplied(id));
      if (ACTIVE.includes(line.activity))
        lines.push(line);
    }
    return lines;
  }
  #outlineOf({ root }, resumes, id) {
    let observations = resumes.observations(id), name = `${root}/${id}`, kept = this.#outlines.get(name);
    if (observations !== null && kept?.observations === observations)
      return kept.outline;
    let outline = outlineOf(resumes, id);
    if (this.#outlines.size >= MOST_KEPT)
      this.#outlines.clear();
    if (observations !== null)
      this.#outlines.set(name, { observations, outline });
    return outline;
  }
  async page(project, offset, limit, nowMs) {
    using resumes = await openResumes(project.root, nowMs);
    using reader = await StoreReader.open(project.root);
    let stored = new Set(reader === null ? [] : await reader.sessionIds()), onlyWaiting = waitingIds(project.root).filter((id) => !stored.has(id)), lines = [];
    for await (let summary of latestFirst(reader, onlyWaiting, offset)) {
      let { id } = summary;
      if (lines.push(await this.#line(project, resumes, { id, outline: outlineOf(resumes, id) }, () => summary)), lines.length === limit)
        break;
    }
    return { lines, ids: /* @__PURE__ */ new Set([...onlyWaiting, ...stored]) };
  }
  async#line(project, resumes, { id, outline }, summaryOf) {
    let stamp = JSON.stringify(outline), name = `${project.id}/${id}`, kept = this.#kept.get(name);
    if (kept?.stamp === stamp && outline !== null) {
      let isUntrusted = kept.session.isUntrusted || resumes.isUntrusted(id);
      return toLine(project, { ...kept.session, ending: resumes.statusOf(outline), isUntrusted });
    }
    let session = listed(resumes, await summaryOf(), reportOf(resumes, id));
    if (this.#kept.size >= MOST_KEPT)
      this.#kept.clear();
    if (stamp !== "null")
      this.#kept.set(name, { stamp, session });
    return toLine(project, session);
  }
}
function outlineOf(resumes, id) {
  try {
    return resumes.outline(id);
  } catch (error) {
    if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE")
      throw error;
    return null;
  }
}
async function findSessions(project, search, limit, nowMs) {
  let { sessions } = await listSessions(project.root, { limit, search }, nowMs);
  return sessions.map((one) => toLine(project, one));
}
function toLine({ id: project, name }, session) {
  return {
    project,
    projectName: name,
    id: session.id,
    command: `hive resume ${session.id}`,
    agent: session.agent,
    title: session.title,
    branch: session.branch,
    activity: activityOf(session),
    lastSeenMs: Date.parse(lastSeen(session) ?? "") || null,
    openTasks: session.tasks.open,
    allTasks: session.tasks.all,
    operations: session.operations,
    isUntrusted: session.isUntrusted
  };
}
function activityOf(session) {
  switch (stateOf(session)) {
    case "running":
      return session.isTurnFinished === !0 ? "waiting" : "working";
    case "mid-turn":
      return "crashed";
    case "stopped":
      return "stopped";
    case "ended":
      return "ended";
    default:
      return "unknown";
  }
}

// src/dashboard/read/session-view.ts
var PAGE_ROWS = 150;
async function viewSession(project, sessionId, beforeMs, nowMs, env) {
  using resumes = await openResumes(project.root, nowMs);
  using reader = await StoreReader.open(project.root);
  let stored = await reader?.summary(sessionId) ?? null, report = reportOf(resumes, sessionId);
  if (stored === null && report === null)
    return null;
  let summary = stored ?? notApplied(sessionId), rows = await readTimeline(project.root, sessionId, beforeMs, PAGE_ROWS), nextBeforeMs = rows.length < PAGE_ROWS ? null : rows.at(-1).atMs, fromMs = nextBeforeMs ?? Number.MIN_SAFE_INTEGER;
  return {
    session: toLine(project, { ...summary, ...tell(resumes, summary, report) }),
    cwd: report?.cwd ?? null,
    restored: report === null ? "" : terminalText(report, nowMs, "hive"),
    files: report === null ? [] : filesOf(report),
    tasks: report === null ? [] : tasksIn(report.state),
    events: eventsOf(rows),
    points: undoPointsOf(project, { sessionId, fromMs, beforeMs }, env),
    nextBeforeMs
  };
}
var filesOf = ({ state }) => (state.files ?? []).map(({ key, atMs, ...row }) => ({
  path: key,
  change: textOf2(row.change) ?? "changed",
  by: textOf2(row.by) ?? "",
  atMs
})), tasksIn = (state) => tasksOf(state).all.map(({ text, status }) => ({ text: textOf2(text) ?? "", status: textOf2(status) ?? "pending" }));
function eventsOf(rows) {
  let commands = /* @__PURE__ */ new Map;
  for (let row of rows)
    if (row.kind === "command")
      commands.set(`${row.agentId}\x00${row.key}`, row);
  let events = [];
  for (let row of rows) {
    let of = EVENTS[row.kind];
    if (of !== void 0)
      events.push({ ...eventOf(row, of), ...of.tell(row, commands.get(`${row.agentId}\x00${row.key}`)) });
  }
  return events;
}
var field = ({ data }, name) => textOf2(data[name]) ?? "", EVENTS = {
  prompt: { kind: "prompt", tell: (row) => ({ text: field(row, "text") }) },
  operation: {
    kind: "call",
    tell: (row, command) => ({
      label: field(row, "tool"),
      text: command === void 0 ? field(row, "target") : field(command, "command"),
      outcome: (command === void 0 ? "" : field(command, "outcome")) || field(row, "outcome") || null,
      error: command === void 0 ? null : field(command, "error") || null
    })
  },
  turn: { kind: "message", tell: (row) => ({ text: field(row, "text") }) },
  agent: {
    kind: "subagent",
    tell: (row) => ({
      label: field(row, "type"),
      text: field(row, "description") || field(row, "lastMessage"),
      outcome: field(row, "status") || null
    })
  },
  compact: { kind: "compaction", tell: (row) => ({ text: field(row, "summary"), label: field(row, "trigger") }) },
  end: { kind: "end", tell: (row) => ({ text: field(row, "reason") }) },
  checkpoint: { kind: "checkpoint", tell: (row) => ({ label: row.key, text: field(row, "trigger") }) }
}, eventOf = ({ atMs, agentId, kind: fact, key }, { kind }) => ({
  key: `${fact} ${agentId} ${key} ${fact === "checkpoint" ? atMs : ""}`,
  kind,
  atMs,
  label: "",
  text: "",
  outcome: null,
  error: null,
  agentId: agentId === "" ? null : agentId
});

// src/dashboard/read/archive-view.ts
var ARCHIVE = "archive", RECENT_MS2 = 604800000, LATEST2 = 200, MOST_HITS = 30, MOST_EVENTS = 2000;
function activeElsewhere(archive, own, nowMs) {
  let isOwn = ({ project }) => own.some(({ path }) => path === project);
  return archive.sessions({}, LATEST2, nowMs - RECENT_MS2).filter((session) => !isOwn(session)).map((session) => archivedLine(archive, session, own, nowMs)).filter(({ activity }) => activity === "working" || activity === "waiting" || activity === "crashed");
}
function searchArchive(archive, words, own, nowMs) {
  return archive.search(words, {}, MOST_HITS).map(({ session, kind, atMs, isFailed, snippet }) => ({
    session: archivedLine(archive, session, own, nowMs),
    kind,
    atMs,
    isFailed,
    pieces: piecesOf(snippet)
  }));
}
function piecesOf(snippet) {
  return snippet.split(FOUND_START).flatMap((part, index) => {
    if (index === 0)
      return part === "" ? [] : [{ text: part, isFound: !1 }];
    let [found = "", rest = ""] = part.split(FOUND_END);
    return [{ text: found, isFound: !0 }, ...rest === "" ? [] : [{ text: rest, isFound: !1 }]];
  });
}
function archivedLine(archive, session, own, nowMs) {
  let project = own.find(({ path }) => path === session.project);
  return {
    project: project?.id ?? ARCHIVE,
    projectName: session.projectName,
    id: project === void 0 ? String(session.id) : session.sessionId,
    command: project === void 0 ? continueCommand(session, "") : `hive resume ${session.sessionId}`,
    agent: session.agent,
    title: session.title,
    branch: session.branch,
    activity: activityOf2(archive, session, nowMs),
    lastSeenMs: session.seenMs,
    openTasks: 0,
    allTasks: 0,
    operations: 0,
    isUntrusted: session.isUntrusted
  };
}
function activityOf2(archive, session, nowMs) {
  let state = archive.state(session, nowMs);
  if (state === "running")
    return archive.isTurnOver(session) ? "waiting" : "working";
  return state === "mid-turn" ? "crashed" : state;
}
function viewArchived(archive, row, nowMs) {
  let session = archive.byRow(Number(row));
  if (session === null)
    return null;
  let facts = archive.facts(session), latest = facts.filter(({ kind }) => kind !== "turn").toReversed().slice(0, MOST_EVENTS);
  return {
    session: archivedLine(archive, session, [], nowMs),
    cwd: session.directory,
    restored: "",
    files: facts.filter(({ kind }) => kind === "file").map(({ key, atMs, data }) => ({ path: key, atMs, ...changeIn(data) })),
    tasks: tasksOfMain(facts),
    events: eventsOf(latest.map(toRow2)),
    points: [],
    nextBeforeMs: null
  };
}
function changeIn(data) {
  let fields = objectIn2(data) ?? {};
  return { change: textOf2(fields.change) ?? "changed", by: textOf2(fields.by) ?? "" };
}
var seen = ({ key, atMs, data }) => ({ ...objectIn2(data), key, atMs });
function tasksOfMain(facts) {
  let own = facts.filter(({ agentId }) => agentId === ""), todos = own.findLast(({ kind }) => kind === "todos"), tasks = own.filter(({ kind }) => kind === "task").map(seen);
  return tasksIn(todos === void 0 ? { tasks } : { todos: seen(todos), tasks });
}
var toRow2 = ({ kind, key, agentId, atMs, data }) => ({
  kind: kind === "message" ? "turn" : kind,
  key,
  agentId,
  atMs,
  data: objectIn2(data) ?? {}
});

// src/dashboard/read/file-diff.ts
var LARGEST = 524288, MOST_CHANGED = 400, CONTEXT = 3, MOST_LINES = 2000, LONGEST_LINE = 500;
async function fileDiff({ root }, snapshot, path, env) {
  using snapshots = ProjectSnapshots.openIfAny(root, env);
  if (snapshots === null)
    return null;
  let { catalogue } = snapshots, row = snapshotAt(catalogue, snapshot), top = catalogue.worktrees().find(({ id }) => id === row?.worktree)?.top, change = catalogue.changes([snapshot]).find((one) => one.path === path);
  if (top === void 0 || change === void 0)
    return null;
  let found = findWorktree(root, top, env), worktree = "refused" in found ? { top, root, git: null } : found, [from, to] = await contentsOf(snapshots, worktree, [
    [path, change.before],
    [path, change.after]
  ]);
  return diffOf(path, from, to, snapshot);
}
function diffOf(path, from, to, snapshot) {
  let modes = [modeOf(from.state), modeOf(to.state)], mode = modes.includes(null) || modes[0] === modes[1] ? null : modes.join(" \u2192 "), hidden = (why) => ({ hidden: why, mode, lines: [], isCut: !1 });
  if ([from, to].some(({ bytes }) => bytes !== null && holdsSecret(path, bytes)))
    return hidden(WITHHELD);
  let why = whyHidden(from) ?? whyHidden(to);
  if (why !== null)
    return hidden(why);
  if ([from, to].some(({ bytes }) => (bytes?.length ?? 0) > LARGEST))
    return hidden(`too large for this page: hive diff ${snapshot - 1} ${snapshot}`);
  let lines = hunksOf(linesOf(from) ?? "", linesOf(to) ?? "").flatMap(({ oldStart, oldLines, newStart, newLines, lines: own }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...own
  ]);
  if (lines.length === 0 && mode === null)
    return hidden("empty");
  return {
    hidden: null,
    mode,
    lines: lines.slice(0, MOST_LINES).map((line) => cut(line)),
    isCut: lines.length > MOST_LINES
  };
}
function hunksOf(before, after) {
  return structuredPatch("", "", before, after, void 0, void 0, { context: CONTEXT, maxEditLength: MOST_CHANGED })?.hunks ?? [wholeHunk(before.split(`
`), after.split(`
`))];
}
function wholeHunk(before, after) {
  let shorter = Math.min(before.length, after.length), start = 0;
  while (start < shorter && before[start] === after[start])
    start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end))
    end += 1;
  let first = Math.max(0, start - CONTEXT), rest = Math.max(0, end - CONTEXT);
  return {
    oldStart: first + 1,
    oldLines: before.length - first - rest,
    newStart: first + 1,
    newLines: after.length - first - rest,
    lines: [
      ...before.slice(first, start).map((line) => ` ${line}`),
      ...before.slice(start, before.length - end).map((line) => `-${line}`),
      ...after.slice(start, after.length - end).map((line) => `+${line}`),
      ...after.slice(after.length - end, after.length - rest).map((line) => ` ${line}`)
    ]
  };
}
var cut = (line) => line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE).toWellFormed()}\u2026` : line;

// src/dashboard/read/now.ts
async function readNow(projects, lines, others, samples, env, nowMs) {
  let parts = await Promise.all(projects.map((project) => readProject(project, lines, env, nowMs))), sessions = [...parts.flatMap((part) => part.sessions), ...others];
  return {
    atMs: nowMs,
    projects: projects.map(toProject),
    sessions: sessions.toSorted((a, b) => (b.lastSeenMs ?? 0) - (a.lastSeenMs ?? 0)),
    queues: parts.map(({ queue }) => queue),
    findings: parts.flatMap(({ findings }) => findings),
    isPaused: parts.some((part) => part.isPaused),
    samples
  };
}
var toProject = ({ id, name, path }) => ({ id, name, path });
async function readProject(project, lines, env, nowMs) {
  let { id, root } = project, { config } = readConfigFiles(root, {}, env), status = await readStatus(root, nowMs, config, { env });
  return {
    sessions: await lines.active(project, nowMs).catch(noneIfUnreadable),
    queue: queueOf(id, status, nowMs),
    findings: status.findings.filter(({ level }) => level === "problem" || level === "warning").map((finding) => ({
      project: id,
      level: finding.level === "problem" ? "problem" : "warning",
      text: finding.found,
      advice: finding.advice ?? null
    })),
    isPaused: isPaused(config, nowMs)
  };
}
function noneIfUnreadable(error) {
  if (["HIVE_STORE_UNAVAILABLE", "HIVE_MIGRATION"].includes(errorCode(error) ?? ""))
    return [];
  throw error;
}
function queueOf(project, { depth, heartbeat, workers }, nowMs) {
  let { pending, processing, failed, oldestAgeMs } = depth;
  return {
    project,
    pending,
    processing,
    failed,
    oldestMs: oldestAgeMs === null ? null : nowMs - oldestAgeMs,
    worker: heartbeat === null ? null : workerOf(heartbeat, workers.length > 0)
  };
}
var workerOf = (heartbeat, isAlive) => ({
  isAlive,
  mode: heartbeat.mode,
  version: heartbeat.version,
  startedMs: Date.parse(heartbeat.started_at) || null,
  applied: heartbeat.events_processed,
  failed: heartbeat.failed,
  missedWakes: heartbeat.missed_wakes,
  wakes: heartbeat.wakes,
  p50Ms: heartbeat.latency?.p50Ms ?? null,
  p99Ms: heartbeat.latency?.p99Ms ?? null,
  throughput: heartbeat.throughput_per_second
});

// src/dashboard/read/session-page.ts
var SESSIONS_A_PAGE = 49, LOT = 200, timeOf = ({ lastSeenMs }) => lastSeenMs ?? 0, latestFirst2 = (a, b) => timeOf(b) - timeOf(a), offsetsIn = (cursor, sources) => {
  let given = cursor.split(",").map((part) => Math.max(0, Math.trunc(Number(part)) || 0));
  return Array.from({ length: sources }, (_, index) => given[index] ?? 0);
};
async function sessionPage(sources, cursor) {
  let { projects, archive, lines, nowMs } = sources, offsets = offsetsIn(cursor, projects.length + 1), most = SESSIONS_A_PAGE + 1, own = await Promise.all(projects.map((project, index) => lines.page(project, offsets[index + 1], most, nowMs))), isKnown = (session) => {
    let index = projects.findIndex(({ path }) => path === session.project);
    return index >= 0 && own[index].ids.has(session.sessionId);
  }, lists = own.map(({ lines: some }, index) => some.map((line, at) => ({ line, source: index + 1, next: offsets[index + 1] + at + 1 })));
  if (archive !== null)
    lists.push(archivedFrom(archive, offsets[0], most, isKnown, sources));
  let all = lists.flat().toSorted((a, b) => latestFirst2(a.line, b.line)), shown = all.slice(0, SESSIONS_A_PAGE);
  for (let { source, next } of shown)
    offsets[source] = Math.max(offsets[source], next);
  return { sessions: shown.map(({ line }) => line), next: all.length > shown.length ? offsets.join(",") : null };
}
function archivedFrom(archive, from, most, isKnown, { projects, nowMs }) {
  let found = [];
  for (let offset = from;found.length < most; offset += LOT) {
    let lot = archive.sessions({}, LOT, void 0, offset);
    for (let [index, session] of lot.entries()) {
      if (found.length === most)
        break;
      if (isKnown(session))
        continue;
      found.push({ line: archivedLine(archive, session, projects, nowMs), source: 0, next: offset + index + 1 });
    }
    if (lot.length < LOT)
      break;
  }
  return found;
}
async function namedSessions(sources, text) {
  let { projects, archive, env, nowMs } = sources, isArchived = ({ root }) => archive !== null && readConfigFiles(root, {}, env).config.archive !== "off", own = await Promise.all(projects.filter((project) => !isArchived(project)).map((project) => findSessions(project, text, SESSIONS_A_PAGE, nowMs))), named = archive?.named(text, SESSIONS_A_PAGE) ?? [], known = new Set(own.flat().map(({ project, id }) => `${project}/${id}`)), others = named.map((session) => archivedLine(archive, session, projects, nowMs));
  return { sessions: [
    ...own.flat(),
    ...others.filter(({ project, id }) => project === ARCHIVE || !known.has(`${project}/${id}`))
  ].toSorted(latestFirst2).slice(0, SESSIONS_A_PAGE), next: null };
}

// src/dashboard/read/reads.ts
var LONGEST_QUERY = 200, MOST_ALIKE = 20, textIn = (query) => (query.get("q") ?? "").slice(0, LONGEST_QUERY), projectIn = (query, { projects }) => projects.find(({ id }) => id === query.get("project")), READS = { now, sessions, search, session, diff, undo: undo2 };
function now(_query, { projects, archive, lines, samples, env, nowMs }) {
  let others = archive === null ? [] : activeElsewhere(archive, projects, nowMs);
  return readNow(projects, lines, others, samples, env, nowMs);
}
function sessions(query, sources) {
  let text = textIn(query);
  return text === "" ? sessionPage(sources, query.get("from") ?? "") : namedSessions(sources, text);
}
async function search(query, { projects, archive, nowMs }) {
  return { hits: archive === null ? [] : hitsOf(archive, textIn(query), projects, nowMs), isArchived: archive !== null };
}
function hitsOf(archive, words, projects, nowMs) {
  try {
    return searchArchive(archive, words, projects, nowMs);
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION")
      throw error;
    return [];
  }
}
async function session(query, sources) {
  let { archive, nowMs, env } = sources, id = query.get("id") ?? "";
  if (query.get("project") === ARCHIVE)
    return archive === null ? null : viewArchived(archive, id, nowMs);
  let project = projectIn(query, sources), beforeMs = Number(query.get("before")) || Number.MAX_SAFE_INTEGER;
  if (project === void 0)
    return null;
  let own = await viewSession(project, id, beforeMs, nowMs, env);
  if (own !== null || archive === null)
    return own;
  let archived = archive.withId(id, MOST_ALIKE).find((one) => one.sessionId === id && one.project === project.path);
  return archived === void 0 ? null : viewArchived(archive, String(archived.id), nowMs);
}
async function diff(query, sources) {
  let project = projectIn(query, sources);
  if (project === void 0)
    return null;
  return await fileDiff(project, Number(query.get("snapshot")) || 0, query.get("path") ?? "", sources.env);
}
async function undo2(query, sources) {
  let project = projectIn(query, sources), scope = undoScopeOf(query.get("kind"), query.get("value"));
  if (project === void 0 || scope === null)
    return null;
  return await planUndo(project, query.get("id") ?? "", scope, sources.env);
}

// src/dashboard/read/samples.ts
var MAX_SAMPLES = 600;

class Samples {
  #samples = [];
  #last = null;
  get all() {
    return this.#samples;
  }
  take(roots, nowMs) {
    let queues = roots.map(queuePaths).filter(isQueueMade), beats = queues.map((paths) => readHeartbeat(paths)), now = {
      applied: sum(beats.map((beat) => beat?.events_processed ?? 0)),
      wakes: sum(beats.map((beat) => sum(Object.values(beat?.wakes ?? {}))))
    }, before = this.#last === null || this.#last.applied > now.applied ? now : this.#last, latencies = beats.flatMap((beat) => beat?.latency?.p50Ms ?? []);
    if (this.#samples.push({
      atMs: nowMs,
      pending: sum(queues.map((paths) => measureDepth(paths, nowMs).pending)),
      applied: now.applied - before.applied,
      wakes: Math.max(0, now.wakes - before.wakes),
      p50Ms: latencies.length === 0 ? null : Math.max(...latencies)
    }), this.#samples.length > MAX_SAMPLES)
      this.#samples.shift();
    this.#last = now;
  }
}
var sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

// src/dashboard/server/server.ts
var CLOSED_END_MS = 1e4, FIRST_PAGE_MS = 120000, MAX_BODY_BYTES = 4096;

class Dashboard {
  access = new Access;
  done;
  #options;
  #files;
  #samples = new Samples;
  #lines = new SessionLines;
  #live;
  #server;
  #end = () => {
    return;
  };
  #timer;
  constructor(options, files) {
    this.#options = options, this.#files = files, this.done = new Promise((resolve) => {
      this.#end = resolve;
    }), this.#live = new Live({
      onChange: () => this.#sample(),
      onPages: (pages) => this.#endIn(pages === 0 ? options.closedEndMs ?? CLOSED_END_MS : null)
    }), this.#server = Bun.serve({
      hostname: HOST,
      port: 0,
      idleTimeout: 0,
      maxRequestBodySize: MAX_BODY_BYTES,
      development: !1,
      fetch: (request) => this.#answer(request),
      error: (error) => answer(500, errorMessage(error))
    }), this.#sample(), this.#endIn(options.firstPageMs ?? FIRST_PAGE_MS);
  }
  static async start(options) {
    return new Dashboard(options, await openPage());
  }
  get port() {
    return this.#server.port ?? 0;
  }
  get entrance() {
    let { code } = this.access;
    return code === null ? null : `http://${HOST}:${this.port}/enter?code=${code}`;
  }
  changed() {
    this.#live.changed();
  }
  async stop() {
    clearTimeout(this.#timer), this.#live.close(), await this.#server.stop(!0), this.#end();
  }
  #nowMs() {
    return this.#options.nowMs?.() ?? Date.now();
  }
  #sample() {
    let roots = this.#options.projects().map(({ root }) => root);
    this.#samples.take(roots, this.#nowMs());
  }
  #endIn(ms) {
    clearTimeout(this.#timer), this.#timer = ms === null ? void 0 : setTimeout(() => this.#end(), ms);
  }
  async#answer(request) {
    if (!Access.isOwnOrigin(request, this.port))
      return answer(403, "this is not the page's own address");
    let { pathname, searchParams } = new URL(request.url);
    if (pathname === "/enter" && request.method !== "GET")
      return answer(405, "not allowed");
    if (pathname === "/enter")
      return this.#enter(searchParams.get("code") ?? "");
    let file = this.#files.get(pathname);
    if (file !== void 0 && request.method === "GET")
      return answer(200, file.text, { "content-type": file.type });
    if (!pathname.startsWith("/api/"))
      return answer(404, "not found");
    if (!this.access.admits(request))
      return answer(403, "open the page with: hive dashboard");
    if (request.method === "POST")
      return pathname === "/api/act" ? this.#act(request) : answer(404, "not found");
    if (request.method !== "GET")
      return answer(405, "not allowed");
    return await this.#read(pathname.slice(5), searchParams);
  }
  #enter(code) {
    let cookie = this.access.enter(code);
    if (cookie === null)
      return answer(403, "this code was used, or is none: call hive dashboard again");
    let html = `<!doctype html><meta charset="utf-8"><meta name="token" content="${this.access.token}"><title>hive</title><script src="/enter.js"></script>`;
    return answer(200, html, { "content-type": "text/html; charset=utf-8", "set-cookie": cookie });
  }
  async#read(what, query) {
    if (what === "events")
      return new Response(this.#live.stream(), { headers: { ...SAFE_HEADERS, "content-type": "text/event-stream" } });
    let read = Object.hasOwn(READS, what) ? READS[what] : void 0;
    if (read === void 0)
      return answer(404, "not found");
    let { projects, env } = this.#options;
    using archive = this.#archive();
    let sources = {
      projects: projects(),
      archive,
      lines: this.#lines,
      samples: this.#samples.all,
      env,
      nowMs: this.#nowMs()
    }, value = await read(query, sources);
    return value === null ? answer(404, "there is no such thing") : jsonAnswer(value);
  }
  #archive() {
    try {
      return this.#options.openArchive?.() ?? null;
    } catch (error) {
      if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE")
        throw error;
      return null;
    }
  }
  async#act(request) {
    let body = await request.json().catch(() => null), { action, project: id, session, scope: given, plan } = isObject2(body) ? body : {}, project = this.#options.projects().find((one) => one.id === id);
    if (project === void 0)
      return answer(400, "there is no such project");
    let named = textOf2(session) ?? "", scope = action === "undo" ? undoScopeIn(given) : null;
    if (scope === null && !isAction(action))
      return answer(400, "there is no such action");
    let { env, hive } = this.#options, done = scope === null ? await act(action, project, named, hive) : await undo(project, named, scope, textOf2(plan) ?? "", env, hive);
    return this.changed(), jsonAnswer(done);
  }
}
var jsonAnswer = (value) => answer(200, printableJson(JSON.stringify(value)), { "content-type": "application/json; charset=utf-8" }), answer = (status, text, headers = {}) => new Response(text, { status, headers: { "content-type": "text/plain; charset=utf-8", ...SAFE_HEADERS, ...headers } });

// src/dashboard/server/listener.ts
import { join as join2 } from "path";
function listen(dataDirectory, onChange) {
  makeDirectory(join2(dataDirectory, LISTENERS));
  let path = join2(dataDirectory, LISTENERS, `${process.pid}-${crypto.randomUUID().slice(0, 8)}`), doorbell = new DoorbellSource(path);
  return doorbell.start(onChange), () => {
    doorbell.stop(), unlinkIfThere(path);
  };
}

// src/dashboard/server/open-browser.ts
import { writeFileSync } from "fs";
import { basename, dirname, join as join3 } from "path";
function writeRedirect(directory, address) {
  makeDirectory(directory);
  let path = join3(directory, `open-${process.pid}-${crypto.randomUUID()}.html`), html = `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url=${address}"><title>hive</title>`;
  return writeFileSync(path, html, { mode: 384, flag: "wx" }), { path, remove: () => unlinkIfThere(path) };
}
var OPENERS = process.platform === "darwin" ? ["open"] : ["xdg-open"];
function openerEnvironment(env, project, callers = []) {
  let { BROWSER: browsers, ...others } = env, isOwn = (command) => {
    let [name = ""] = command.split(" ");
    if (!name.includes("/"))
      return programPath(name, env, project) !== null;
    return name.startsWith("/") && programPath(basename(name), { PATH: dirname(name) }, project) !== null;
  }, isLeftOut = browsers === void 0 || isUnderAgent(env, callers) || !browsers.split(":").every(isOwn), safe = { ...others, PATH: safePath(env, project) };
  return isLeftOut ? safe : { ...safe, BROWSER: browsers };
}
function openInBrowser(path, env, project) {
  let opener = process.platform !== "darwin" && !env.DISPLAY && !env.WAYLAND_DISPLAY ? void 0 : OPENERS.map((name) => programPath(name, env, project)).find(Boolean);
  if (opener === void 0 || opener === null)
    return !1;
  return Bun.spawn([opener, path], {
    cwd: "/",
    env: openerEnvironment(env, project, callingPrograms()),
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    detached: !0
  }).unref(), !0;
}

// src/dashboard/projects.ts
import { createHash as createHash3 } from "crypto";
import { basename as basename2 } from "path";
var ID_CHARS = 12;
function projectAt(root, env) {
  let path = projectDirectory(root, env);
  return { id: createHash3("sha256").update(root).digest("hex").slice(0, ID_CHARS), name: basename2(path), path, root };
}

// src/cli/commands/dashboard.ts
function addDashboard(program, io) {
  program.command("dashboard").description("open a page that shows agents, sessions and health live").option("--no-open", "only print the address to open").addHelpText("after", `
The page is served to this machine alone, to the browser that opens it first. It ends when the page is closed.

Examples:
  hive dashboard
  hive dashboard --no-open`).action(async (_flags, command) => {
    let flags = command.optsWithGlobals(), roots = findRoots(io, flags.root), { root } = roots, data = ownDirectory2("data", io.env, root);
    if (data === null)
      throw new HiveError("HIVE_INVALID_OPTION", "no home directory is known: there is no place for the page's key", {
        hint: "XDG_DATA_HOME names a directory of yours"
      });
    let older = ownOlder(io, roots), projects = [root, ...older === null ? [] : [older]].map((one) => projectAt(one, io.env)), { scope } = askingOf2(io, flags.root), dashboard = await Dashboard.start({
      projects: () => projects,
      env: io.env,
      openArchive: () => Archive.open(io.env, scope, root)
    }), stopListening = listen(data, () => dashboard.changed()), redirect = writeRedirect(data, dashboard.entrance);
    try {
      let isOpened = flags.open && openInBrowser(redirect.path, io.env, projects[0].path);
      io.out(isOpened ? "The page opens in your browser. " : `Open this file in your browser: ${redirect.path}
`), io.out(`It ends when it is closed, or with Ctrl+C.
`), await Promise.race([dashboard.done, interrupted()]);
    } finally {
      redirect.remove(), stopListening(), await dashboard.stop();
    }
  });
}
function interrupted() {
  return new Promise((resolve) => {
    for (let name of ["SIGINT", "SIGTERM", "SIGHUP"])
      process.once(name, () => resolve());
  });
}
export {
  addDashboard
};
