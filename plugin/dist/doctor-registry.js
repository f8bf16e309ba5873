// @bun
import {
  ownDirectory2,
  homeOf2
} from "./origin-own-directory.js";
import {
  readEntry
} from "./queue-read-entry.js";
import {
  readRegular,
  readTail
} from "./base-files-files.js";
import {
  SCOPES,
  AGENTS,
  FIRST_AGENT,
  AGENT_NAMES,
  findProjectPaths
} from "./install-paths.js";
import {
  compiledHook,
  interpretedHook,
  isOwnHook,
  isUnguarded,
  isSameCommand,
  startedBy,
  hasReceipt,
  shellSystemProblems
} from "./install-adopt-shell-system.js";
import {
  isPaused
} from "./base-config-sources.js";
import {
  isNoLock
} from "./git-ignore-file.js";
import {
  readNotes,
  LOT_WORDS,
  LONGEST_BATCH_MS,
  appliedIds
} from "./store-sqlite-ledger-applied-ids.js";
import {
  UNREADABLE2,
  hookLogPaths2
} from "./capture-hook-log.js";
import {
  wordsOf,
  MAX_JOURNAL_BYTES,
  readJournaled,
  seqOf,
  maxLetterBytes
} from "./queue-dead-letters-letter.js";
import {
  readTextFile,
  about
} from "./install-edit-files.js";
import {
  waitingIn
} from "./store-sqlite-outbox.js";
import {
  hasFleet
} from "./store-postgres-connect-settings.js";
import {
  LIMITS
} from "./snapshots-limits.js";
import {
  isDamage,
  setAsideIn
} from "./snapshots-keep-damaged.js";
import {
  ObjectStore,
  Catalogue
} from "./snapshots-keep-catalogue.js";
import {
  snapshotsDirectory,
  findWorktree
} from "./snapshots-worktree.js";
import {
  openSaved
} from "./store-sqlite-read-reader.js";
import {
  quoted
} from "./recall-report-quoted.js";
import {
  shellWord
} from "./recall-choose-place.js";
import {
  count,
  span,
  size
} from "./base-text-words.js";
import {
  isUnfindable,
  claimedFiles,
  measureDepth
} from "./queue-depth.js";
import {
  projectDirectory
} from "./origin-config-files.js";
import {
  MAX_HEARTBEAT_BYTES,
  readHeartbeat,
  findWorkers,
  findStuck
} from "./supervisor-stuck.js";
import {
  Exclusion
} from "./base-exclude-exclusion.js";
import {
  isShared
} from "./agents-claude-code-entry.js";
import {
  realPathOf,
  programPath,
  canRun
} from "./platform-programs.js";
import {
  MAX_BACKOFF_BYTES,
  backoffPath,
  parseBackoff
} from "./supervisor-start-backoff.js";
import {
  VERSION
} from "./base-version.js";
import {
  queuePaths,
  queueDirectories
} from "./platform-bun-callers-directory.js";
import {
  otherStores,
  otherStoreNote
} from "./store-sqlite-open-location.js";
import {
  isStoreUnavailable
} from "./platform-process-kernel-locks.js";
import {
  localMinute,
  timeText
} from "./base-clock.js";
import {
  makeQueue,
  isQueueMade,
  isDirectory
} from "./queue-make.js";
import {
  parseEntryName,
  isOwnSeq,
  ownSeqAtMs
} from "./queue-entry.js";
import {
  userKeyIfAny
} from "./origin-key.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/doctor/checks/hook/calls.ts
import { readdirSync } from "fs";

// src/doctor/check.ts
var FIX = "hive doctor --fix", ok = (found) => ({ level: "ok", found }), warning = (found, fix = {}) => ({ level: "warning", found, ...fix }), problem = (found, fix = {}) => ({ level: "problem", found, ...fix });
function together(faults, whenNone) {
  if (faults.length === 0)
    return ok(whenNone);
  let runs = new Set(faults.flatMap(({ run }) => run ?? [])), advice = new Set(faults.flatMap((fault) => fault.advice ?? [])), fixes = faults.flatMap(({ fix }) => fix ?? []);
  return {
    level: faults.some(({ level }) => level === "problem") ? "problem" : "warning",
    found: faults.map(({ found }) => found).join("; "),
    ...runs.size > 0 ? { run: [...runs].join("; ") } : {},
    ...advice.size > 0 ? { advice: [...advice].join("; ") } : {},
    ...fixes.length > 0 ? { fix: () => fixAll(fixes) } : {}
  };
}
async function fixAll(fixes) {
  let done = [];
  for (let fix of fixes)
    done.push(await fix());
  return done.join("; ");
}

// src/install/installed.ts
function inspectScope(paths, scope) {
  let file = readTextFile(paths.settings[scope]), installed = about(file, () => paths.agent.settings.inspect(file.text)), { command, problems } = installed;
  if (command === null)
    return { ...installed, started: null };
  let started = startedBy(command, paths);
  if (scope !== "project" || isShared(command))
    return { ...installed, started };
  let local = "it names a path of this machine, where others who share the file may have nothing";
  return { ...installed, started, problems: [...problems, local] };
}
function installedScopes(paths, scopes = paths.agent.settings.scopes) {
  return scopes.filter((scope) => inspectScope(paths, scope).command !== null);
}

// src/doctor/installed-hooks.ts
function hookInSettings(project, scope) {
  let path = project.settings[scope], { started: command, problems } = inspectScope(project, scope);
  if (command === null)
    return null;
  return {
    agent: project.agent,
    where: scope,
    path,
    command,
    problems,
    isTrusted: scope === "user" || isOwnHook(command)
  };
}
function hookInPlugin({ agent, agentDirectory, settings }, policies) {
  let plugin = agent.plugin({ directory: agentDirectory, settings }, policies);
  return plugin === null ? null : { agent, where: "plugin", ...plugin, problems: [], isTrusted: !0 };
}
function setUp({ name }, scope) {
  return `hive setup ${name === FIRST_AGENT.name ? "" : `--agent ${name} `}--scope ${scope}`;
}
var isOnPath = ({ programs }, { env, cwd }) => programs.some((name) => programPath(name, env, cwd) !== null);
function installedHooks(project, scopes = SCOPES, policies) {
  let inSettings = scopes.filter((scope) => project.agent.settings.scopes.includes(scope)).flatMap((scope) => {
    try {
      return hookInSettings(project, scope) ?? [];
    } catch {
      return [];
    }
  }), plugin = hookInPlugin(project, policies);
  return plugin === null ? inSettings : [...inSettings, plugin];
}

// src/doctor/checks/hook/calls.ts
var MAX_READ = 20, MAX_ENTRY_BYTES = 4194304, callsCheck = {
  code: "calls",
  groups: ["fast", "install"],
  needs: "project",
  run: async (view) => {
    let lastMs = await lastCallMs(view), unheard = await unheardResult(view, lastMs);
    if (unheard !== null)
      return unheard;
    if (lastMs === null)
      return ok("none yet: the first comes when an agent starts here");
    let { agents } = await view.store(), named = agents.flatMap(({ agent, lastCallAt }) => agent === null ? [] : { agent, lastCallAt }), unknown = named.filter(({ agent }) => !ADAPTED.has(agent)).map(({ agent }) => agent), since = (atMs) => `${span(Math.max(0, view.nowMs - atMs))} ago`, each = named.map(({ agent, lastCallAt }) => `${agent} ${since(Date.parse(lastCallAt))}`).join(", "), silent = silentAgents(view, named.map(({ agent }) => agent)), isListed = named.length > 1 || silent.length > 0, never = silent.length === 0 ? "" : `; none yet of ${silent.join(", ")}`, found = `the last one came ${since(lastMs)}${isListed && each !== "" ? `: ${each}` : ""}${never}`;
    if (unknown.length === 0)
      return ok(found);
    return warning(`${found}; hive knows few words of ${unknown.map(titleOf).join(", ")}, and gives ${unknown.length === 1 ? "it" : "them"} nothing`, {
      advice: "docs/agents.md lists the agents that it knows"
    });
  }
};
async function unheardResult(view, lastMs) {
  if (isPaused(view.config, view.nowMs))
    return null;
  let { unheardWork } = await import("./doctor-unheard-work.js"), work = await unheardWork(view, lastMs);
  if (work === null)
    return null;
  let ago = (atMs) => `${span(Math.max(0, view.nowMs - atMs))} ago`, last = lastMs === null ? "none since hive was set up" : `the last one came ${ago(lastMs)}`;
  return warning(`${last}, though ${work.title} worked here ${ago(work.atMs)}: nothing of that is saved`, {
    advice: `start ${work.title} anew, so that it reads its settings; its command /hooks lists the hooks that it calls`
  });
}
var titleOf = (agent) => agent === "unknown" ? "an agent that it does not recognize" : agent;
function silentAgents(view, called) {
  let agents = new Set(view.installedHooks().map(({ agent }) => agent)), isSilent = ({ name, alsoNamed = name }) => !called.includes(name) && !called.includes(alsoNamed);
  return (agents.size < 2 ? [] : [...agents].filter(isSilent)).map((agent) => isOnPath(agent, view) ? agent.name : `${agent.name} (not on the PATH)`);
}
var ADAPTED = new Set(AGENT_NAMES);
async function lastCallMs(view) {
  let { agents } = await view.store(), savedMs = Math.max(...agents.map(({ lastCallAt }) => Date.parse(lastCallAt))), lastMs = Math.max(savedMs, view.isQueueMade ? lastWaitingMs(view, savedMs) : savedMs);
  return Number.isFinite(lastMs) ? lastMs : null;
}
function lastWaitingMs({ root, paths }, afterMs) {
  let newest = readdirSync(paths.pending).map((name) => ({ name, atMs: seqAtMs(name) })).filter(({ atMs }) => atMs > afterMs).toSorted((a, b) => b.atMs - a.atMs), key = newest.length === 0 ? null : userKeyIfAny(root);
  for (let { name, atMs } of newest.slice(0, MAX_READ)) {
    let read = readEntry(`${paths.pending}/${name}`, parseEntryName(name), MAX_ENTRY_BYTES, { key });
    if (read?.kind === "entry" && read.isProved && read.entry.operation === "observe")
      return atMs;
  }
  return Number.NEGATIVE_INFINITY;
}
function seqAtMs(name) {
  let seq = parseEntryName(name)?.seq ?? "";
  return isOwnSeq(seq) ? ownSeqAtMs(seq) : Number.NEGATIVE_INFINITY;
}

// src/store/sqlite/read/status-reader.ts
var BUSY_TIMEOUT_MS = 2000;

class StatusReader {
  #db;
  constructor(db) {
    this.#db = db;
  }
  static async open(root) {
    let db = await openSaved(root, BUSY_TIMEOUT_MS);
    return db === null ? null : new StatusReader(db);
  }
  agents() {
    return this.#db.query(`SELECT agent, count(DISTINCT session_id) AS sessions, sum(observations) AS calls, max(last_seen_ms) AS atMs
      FROM hive_instances GROUP BY agent ORDER BY atMs DESC`).all().map(({ atMs, ...row }) => ({ ...row, lastCallAt: timeText(atMs) }));
  }
  waiting() {
    return waitingIn(this.#db);
  }
  notes() {
    return readNotes(this.#db);
  }
  appliedSince(sinceMs) {
    return appliedIds(this.#db, sinceMs);
  }
  [Symbol.dispose]() {
    this.#db.close();
  }
}

// src/doctor/entry-accounting.ts
import { readdirSync as readdirSync2 } from "fs";
var SETTLED_MS = 2000, UNKNOWN = 0, DROPPED = 1, APPLIED = 2, PENDING = 3, FAILED = 4;
async function readAccount(paths, reader, nowMs, sinceMs) {
  let { ids, isDropped, noted, ledgerSinceMs } = readJournaled(paths, sinceMs, reader?.notes()), marks = new Marks(ids, isDropped), lookedAtMs = Date.now();
  if (marks.findApplied(reader, Math.max(sinceMs, ledgerSinceMs - LONGEST_BATCH_MS)), marks.isAnyUnknown())
    marks.findFiles(paths), await marks.findAppliedSince(paths.root, Math.max(sinceMs, lookedAtMs - LONGEST_BATCH_MS));
  if (marks.countMissing(nowMs) > 0)
    marks.findFiles(paths), await marks.findAppliedSince(paths.root, 0);
  let [dropped, applied, failed] = marks.counts(), unfound = marks.countMissing(nowMs), isElsewhere = unfound > 0 && otherStores(paths.root).length > 0, missing = isElsewhere ? [] : marks.missing(nowMs), listed = ids.size - dropped - (isElsewhere ? unfound : 0), pending = listed - applied - failed - missing.length;
  return { enqueued: noted + listed, applied: noted + applied, pending, failed, missing };
}

class Marks {
  #ids;
  #marks;
  constructor(ids, isDropped) {
    this.#ids = ids, this.#marks = isDropped;
  }
  async findAppliedSince(root, sinceMs) {
    if (!this.isAnyUnknown())
      return;
    using reader = await StatusReader.open(root);
    this.findApplied(reader, sinceMs);
  }
  findApplied(reader, sinceMs) {
    if (reader === null || !this.isAnyUnknown())
      return;
    for (let ids of reader.appliedSince(sinceMs)) {
      let words = wordsOf(Buffer.from(ids.buffer));
      for (let at = 0;at < words.length; at += LOT_WORDS)
        this.#mark(this.#ids.find(words, at), APPLIED);
    }
  }
  findFiles(paths) {
    this.#markFiles(claimedFiles(paths), PENDING), this.#markFiles(readdirSync2(paths.pending), PENDING), this.#markFiles(claimedFiles(paths), PENDING), this.#markFiles(readdirSync2(paths.failed), FAILED);
  }
  isAnyUnknown() {
    return this.#marks.includes(UNKNOWN);
  }
  counts() {
    let counts = new Uint32Array(FAILED + 1);
    for (let place = 0;place < this.#marks.length; place += 1)
      counts[this.#marks[place]] += 1;
    return [counts[DROPPED], counts[APPLIED], counts[FAILED]];
  }
  missing(nowMs) {
    return Array.from(this.#missing(nowMs), (place) => this.#ids.seqAt(place));
  }
  countMissing(nowMs) {
    let count = 0;
    for (let _ of this.#missing(nowMs))
      count += 1;
    return count;
  }
  *#missing(nowMs) {
    for (let place = this.#marks.indexOf(UNKNOWN);place >= 0; place = this.#marks.indexOf(UNKNOWN, place + 1))
      if (nowMs - this.#ids.madeAtMs(place) > SETTLED_MS)
        yield place;
  }
  #markFiles(files, mark) {
    for (let file of files) {
      let seq = seqOf(file.slice(file.lastIndexOf("/") + 1));
      if (seq !== null)
        this.#mark(this.#ids.findSeq(seq), mark);
    }
  }
  #mark(place, mark) {
    if (place >= 0 && this.#marks[place] === UNKNOWN)
      this.#marks[place] = mark;
  }
}

// src/doctor/hook-log.ts
var RECENT_MS = 86400000, TAIL_BYTES = 262144;
function readHookLog(root, env, nowMs) {
  let lines = hookLogPaths2(root, env).flatMap((path) => tail(path).map((text) => ({ path, ...parseLine(text) }))), recent = lines.filter(({ atMs }) => Math.abs(nowMs - atMs) < RECENT_MS).toSorted((a, b) => a.atMs - b.atMs);
  return {
    failures: recent.filter((line) => !isUnreadable(line)),
    unreadable: recent.filter(isUnreadable),
    isEmpty: lines.length === 0
  };
}
var isUnreadable = ({ message }) => message.startsWith(UNREADABLE2);
function parseLine(line) {
  let [time = ""] = line.split(" ", 1);
  return { atMs: Date.parse(time), message: line.slice(time.length + 1) };
}
var tail = (path) => (readTail(path, TAIL_BYTES) ?? "").split(`
`).filter((line) => line !== "");

// src/doctor/project-view.ts
var HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS;
function forAllAgents(project) {
  let others = AGENTS.filter(({ name }) => name !== project.agent.name);
  return [project, ...others.map((agent) => findProjectPaths(project.project, project.env, agent))];
}

class ProjectView {
  root;
  project;
  projects;
  paths;
  config;
  nowMs;
  env;
  cwd;
  scopes;
  policies;
  isDeep;
  triesWorker;
  isQueueMade;
  constructor(options) {
    let { root, project, config, nowMs, env = process.env, cwd, scopes = SCOPES, policies } = options, { isDeep = !1, isOneAgent = !1, triesWorker = isDeep } = options;
    this.root = root, this.project = project === void 0 ? void 0 : { ...project, root }, this.projects = this.project === void 0 ? [] : isOneAgent ? [this.project] : forAllAgents(this.project), this.paths = queuePaths(root), this.config = config, this.nowMs = nowMs, this.env = env, this.cwd = cwd ?? project?.project ?? root, this.scopes = scopes, this.policies = policies, this.isDeep = isDeep, this.triesWorker = triesWorker, this.isQueueMade = isQueueMade(this.paths);
  }
  workers = once(() => findWorkers(this.paths));
  heartbeats = () => this.workers().flatMap(({ heartbeat }) => heartbeat ?? []);
  lastHeartbeat = once(() => this.heartbeats()[0] ?? readHeartbeat(this.paths));
  depth = once(() => measureDepth(this.paths, this.nowMs));
  starts = once(() => {
    let backoff = parseBackoff(readRegular(backoffPath(this.paths), MAX_BACKOFF_BYTES));
    return backoff === null || backoff.starts === 0 ? null : backoff;
  });
  integrity = once(async () => (await import("./store-sqlite-health.js")).readStoreHealth(this.root));
  installedHooks = once(() => this.projects.flatMap((project) => installedHooks(project, this.scopes, this.policies)));
  hookLog = once(() => readHookLog(this.root, this.env, this.nowMs));
  store = once(() => this.#readStore());
  async#readStore() {
    if (this.isDeep) {
      let health = await this.integrity();
      if (health.kind === "malformed" || health.kind === "unreadable")
        return unread(health.reason);
    }
    try {
      using reader = await StatusReader.open(this.root);
      let sinceMs = this.nowMs - Math.min(DAY_MS, this.config.ledgerRetentionHours * HOUR_MS);
      return { account: this.isQueueMade ? await readAccount(this.paths, reader, this.nowMs, sinceMs) : null, agents: reader?.agents() ?? [], waiting: reader?.waiting() ?? null, error: null };
    } catch (error) {
      let code = errorCode(error) ?? "";
      if (!isStoreUnavailable(error) && code !== "HIVE_MIGRATION" && !code.startsWith("SQLITE_"))
        throw error;
      return unread(errorMessage(error), error instanceof HiveError ? error.hint : void 0);
    }
  }
}
var unread = (error, advice) => ({
  account: null,
  agents: [],
  waiting: null,
  error,
  advice
});
function once(read) {
  let known;
  return () => (known ??= { value: read() }).value;
}

// src/doctor/checks/database.ts
var databaseCheck = {
  code: "database",
  groups: ["fast"],
  needs: "nothing",
  run: async (view) => {
    if (view.isDeep && (await view.integrity()).kind === "malformed")
      return ok("not read: see the line on integrity");
    let { error, advice = "see the line on integrity; a locked database can be read again later" } = await view.store();
    if (error !== null)
      return problem(`the store cannot be read, so the applied entries are not known: ${error}`, {
        run: "hive doctor",
        advice
      });
    let [other] = otherStores(view.root);
    if (other === void 0)
      return ok("it can be read");
    return warning(otherStoreNote(other), { run: "hive adopt", advice: "or delete it, if it is not yours" });
  }
};

// src/doctor/checks/entries.ts
import { lstatSync, readdirSync as readdirSync3 } from "fs";
var STUCK_MS = 60000, NEAR_LIMIT_SHARE = 0.8, SAMPLED_FILES = 1000, SHOWN = 10, backlogCheck = {
  code: "backlog",
  groups: ["fast"],
  needs: "queue",
  run: (view) => {
    let { paths, config } = view, { maxPending, maxPendingBytes } = config, { pending, processing, oldestAgeMs } = view.depth(), isWorkerThere = view.workers().length > 0, bytes = estimateBytes(paths.pending, pending), oldest = oldestAgeMs === null ? "" : `, the oldest for ${span(oldestAgeMs)}`, found = `${pending} pending (about ${size(bytes)}), ${processing} claimed${oldest}`, share = Math.max(pending / maxPending, bytes / maxPendingBytes), run = isWorkerThere ? "hive worker logs" : "hive worker start";
    if (share >= 1)
      return problem(`${found}: the queue is full (maxPending ${maxPending}, maxPendingBytes ${maxPendingBytes})`, {
        run
      });
    if ((oldestAgeMs ?? 0) > STUCK_MS && isWorkerThere)
      return problem(`${found}, although a worker runs`, { run });
    if (share >= NEAR_LIMIT_SHARE)
      return warning(`${found}: ${Math.round(share * 100)} % of what it may hold`, { run });
    return ok(found);
  }
};
function estimateBytes(directory, entries) {
  if (entries === 0)
    return 0;
  let sample = readdirSync3(directory).slice(0, SAMPLED_FILES);
  if (sample.length === 0)
    return 0;
  return sample.map((name) => lstatSync(`${directory}/${name}`, { throwIfNoEntry: !1 })?.size ?? 0).reduce((sum, value) => sum + value, 0) / sample.length * entries;
}
var deadLettersCheck = {
  code: "dead-letters",
  groups: ["fast"],
  needs: "queue",
  run: (view) => {
    let { failed } = view.depth();
    if (failed === 0)
      return ok("none");
    let days = view.config.deadLetterRetentionDays;
    return problem(`${count(failed, "entry was", "entries were")} given up; kept for ${days} days`, {
      run: "hive failed list",
      advice: "then hive failed retry, or hive failed drop"
    });
  }
}, accountCheck = {
  code: "account",
  groups: ["fast"],
  needs: "queue",
  run: async (view) => {
    let { account } = await view.store();
    if (account === null)
      return warning("the enqueued entries cannot be compared with the store");
    let { enqueued, applied, pending, failed, missing } = account, sum = `enqueued ${enqueued} = applied ${applied} + pending ${pending} + failed ${failed} + missing ${missing.length}`;
    if (missing.length === 0)
      return ok(`${sum}, in the last 24 h`);
    let rest = missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : "";
    return problem(`${sum}: lost, or deleted by hand: ${missing.slice(0, SHOWN).join(", ")}${rest}`, {
      run: "hive worker logs --lines 1000",
      advice: "look at the time of the loss; the account drops them after a day"
    });
  }
};

// src/doctor/checks/hook/hook-log.ts
var MESSAGE_CHARS = 200, hookLogCheck = {
  code: "hook-log",
  groups: ["fast"],
  needs: "nothing",
  run: (view) => {
    let { failures, isEmpty } = view.hookLog();
    if (failures.length > 0)
      return told(failures, `${count(failures.length, "failure")} of the hook in the last 24 h`, view.nowMs);
    return ok(isEmpty ? "no failure of the hook" : "no failure of the hook in the last 24 h");
  }
}, payloadsCheck = {
  code: "payloads",
  groups: ["fast"],
  needs: "nothing",
  run: (view) => {
    let { unreadable } = view.hookLog();
    if (unreadable.length > 0)
      return told(unreadable, `${count(unreadable.length, "payload")} could not be read in the last 24 h, and nothing of them is saved`, view.nowMs);
    let duplicates = view.isQueueMade ? view.lastHeartbeat()?.duplicates ?? 0 : 0;
    if (duplicates === 0)
      return ok("all could be read");
    return ok(`all could be read; ${count(duplicates, "entry", "entries")} came twice and ${duplicates === 1 ? "counts" : "count"} once`);
  }
};
function told(lines, what, nowMs) {
  let last = lines.at(-1), age = span(Math.max(0, nowMs - last.atMs)), paths = [...new Set(lines.map(({ path }) => shellWord(path)))].join(" "), found = `${what}, the last ${age} ago: ${quoted(last.message, MESSAGE_CHARS)}`;
  return warning(found, { run: `cat ${paths}`, advice: "then delete the lines that you have read" });
}

// src/doctor/checks/hook/hooks.ts
import { existsSync } from "fs";
var hooksCheck = {
  code: "hooks",
  groups: ["fast", "install"],
  needs: "project",
  run: (view) => {
    let project = view.project, installed = view.installedHooks(), faults = [
      ...view.projects.flatMap((one) => brokenLinks(one, view.scopes, installed)),
      ...installed.flatMap(faultsOf)
    ];
    if (installed.length === 0) {
      let where = view.scopes.join(", "), run = faults.length > 0 ? {} : { run: "hive setup" }, none = view.projects.every(({ hasAgent }) => !hasAgent) ? "; of the agents that hive knows none was found for this user" : "", found = `hive is not in the ${where} settings of ${project.project}: no agent calls it${none}`;
      return faults.push(problem(found, run)), together(faults, "");
    }
    let byAgent = view.projects.map((one) => installed.filter(({ agent }) => agent.name === one.agent.name)), several = view.projects.flatMap((one, index) => conflicts(view, one, byAgent[index]));
    return together([...faults, ...several], byAgent.filter((hooks) => hooks.length > 0).map(calls).join("; "));
  }
};
function calls(installed) {
  let places = installed.map(({ where }) => where === "plugin" ? "its plugin" : `${where} settings`);
  return `${installed[0].agent.name} calls hive: ${places.join(" and ")}`;
}
function brokenLinks(project, scopes, installed) {
  let isLinked = installed.length === 0 || installed.some(({ agent }) => agent.name === project.agent.name);
  return scopes.filter((scope) => project.agent.settings.scopes.includes(scope)).flatMap((scope) => {
    try {
      return hookInSettings(project, scope) === null && !isLinked && wasWritten(project, scope) ? cutOff(project, scope) : [];
    } catch (error) {
      let advice = error instanceof HiveError ? error.hint : void 0;
      return problem(errorMessage(error), advice === void 0 ? {} : { advice });
    }
  });
}
var wasWritten = ({ settings, receipts }, scope) => hasReceipt(receipts[scope], readTextFile(settings[scope]).path);
function cutOff({ agent, settings }, scope) {
  let found = existsSync(settings[scope]) ? "names hive no more, which setup had written into it" : "is gone, which setup had written";
  return problem(`${settings[scope]} ${found}: it makes ${agent.title} call hive no more`, {
    run: setUp(agent, scope),
    advice: `hive setup --remove --agent ${agent.name} --scope ${scope} instead, if that was meant`
  });
}
var faultsOf = ({ agent, where, path, problems }) => problems.map((text) => problem(`${path}: ${text}`, { run: setUp(agent, where) }));
function conflicts({ scopes, cwd }, project, installed) {
  let faults = [], inSettings = installed.filter(({ where }) => where !== "plugin"), names = inSettings.map(({ where }) => where);
  if (inSettings.some(({ command }) => !isSameCommand(command, inSettings[0].command)))
    faults.push(problem(`${names.join(" and ")} settings name different hooks: each event is saved twice`, {
      run: names.map((where) => setUp(project.agent, where)).join("; ")
    }));
  if (faults.push(...shellSystemProblems(project, scopes.filter((scope) => project.agent.settings.scopes.includes(scope))).map((text) => problem(text, { run: "hive setup" }))), installed.length > 0 && installed.every(({ where }) => where === "project") && project.agent.settings.scopes.includes("local") && cwd !== project.project)
    faults.push(problem(`an agent that is started in ${cwd} does not read ${project.settings.project}`, {
      run: setUp(project.agent, "local"),
      advice: "the local settings are read in every directory of the repository"
    }));
  return faults;
}
var policyCheck = {
  code: "policy",
  groups: ["fast", "install"],
  needs: "project",
  run: (view) => {
    let plugins = view.installedHooks().filter(({ where }) => where === "plugin"), bans = view.projects.flatMap(({ agent, agentDirectory, settings }) => {
      let isPlugin = plugins.some((hook) => hook.agent.name === agent.name);
      return agent.bans({ directory: agentDirectory, settings }, view.env, view.policies).filter(({ sparesPlugins }) => !(sparesPlugins && isPlugin));
    });
    return together(bans.map(({ found: what, advice, isHarmless = !1 }) => (isHarmless ? warning : problem)(what, { advice })), "nothing forbids hooks");
  }
};

// src/doctor/checks/permissions.ts
import { dirname } from "path";
import { chmodSync, existsSync as existsSync3, lstatSync as lstatSync3, readdirSync as readdirSync5, realpathSync, statSync } from "fs";

// src/doctor/checks/queue.ts
import {
  accessSync,
  constants,
  existsSync as existsSync2,
  lstatSync as lstatSync2,
  readdirSync as readdirSync4,
  statfsSync
} from "fs";
var queueCheck = {
  code: "queue",
  groups: ["fast"],
  needs: "nothing",
  run: ({ paths }) => {
    if (!existsSync2(paths.root))
      return ok(`${paths.root} is not there yet: the first call of the hook makes it`);
    let directories = queueDirectories(paths).filter((path) => path !== paths.root), there = directories.filter((path) => statIfAny(path) !== void 0), wrong = there.filter((path) => !isDirectory(path, !1));
    if (wrong.length > 0)
      return problem(`not a directory: ${wrong.join(", ")}; hooks save to the database meanwhile`, {
        advice: "find out where it comes from, then move it away"
      });
    if (there.length === 0)
      return ok(`${paths.root} holds no queue yet: the first call makes it`);
    if (there.length === directories.length)
      return together(writeFaults(paths), paths.root);
    let missing = directories.filter((path) => !there.includes(path)).join(", ");
    return warning(`missing: ${missing}`, {
      run: FIX,
      advice: "this makes the missing directories, as does the next call of the hook",
      fix: () => (makeQueue(paths), `made ${missing}`)
    });
  }
};
function statIfAny(path) {
  try {
    return lstatSync2(path, { throwIfNoEntry: !1 });
  } catch (error) {
    if (errorCode(error) !== "ENOTDIR")
      throw error;
    return;
  }
}
function writeFaults(paths) {
  return queueDirectories(paths).flatMap((path) => {
    try {
      return accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK), [];
    } catch (error) {
      return [`${path} cannot be written: ${errorCode(error) ?? "unknown"}`];
    }
  }).slice(0, 1).map((found) => problem(found, { advice: "hive doctor says more of permissions and disk" }));
}
var SCARCE_BYTES = 1073741824, FULL_BYTES = 67108864, SCARCE_FILES = 1e4, diskCheck = {
  code: "disk",
  groups: ["fast"],
  needs: "queue",
  run: ({ paths }) => judgeSpace(statfsSync(paths.root))
};
function judgeSpace(stats) {
  let bytes = stats.bavail * stats.bsize, hasLimit = stats.files > 0, files = hasLimit ? `, ${stats.ffree} more files` : "", room = `room for ${size(bytes)}${files}`, isFull = stats.bavail === 0 || hasLimit && stats.ffree === 0, found = isFull ? `the file system of the queue is full: ${room}` : room, advice = "make room on the disk";
  if (isFull || bytes < FULL_BYTES)
    return problem(found, { advice: "make room on the disk" });
  if (bytes < SCARCE_BYTES || hasLimit && stats.ffree < SCARCE_FILES)
    return warning(found, { advice: "make room on the disk" });
  return ok(found);
}
var MAX_REUSE_BYTES = 64, MAX_NAMES = 2000, SHOWN2 = 3, oddFilesCheck = {
  code: "odd-files",
  groups: ["fast"],
  needs: "queue",
  run: ({ root, paths, config }) => {
    let odd = oddFiles(paths, config.maxEntryBytes);
    if (odd.length === 0)
      return ok("every file is as hive made it");
    let shown = odd.slice(0, SHOWN2).map((path) => path.slice(root.length + 1)), rest = odd.length > SHOWN2 ? ` and ${odd.length - SHOWN2} more` : "";
    return problem(`not made by hive, and not read: ${shown.join(", ")}${rest} in ${root}`, {
      advice: "find out where they come from, then move them away"
    });
  }
};
function oddFiles(paths, maxEntryBytes) {
  let { root, queue, pending, heartbeat, workers, journals, instances, failed } = paths;
  return [
    ...tooLarge([heartbeat], MAX_HEARTBEAT_BYTES),
    ...tooLarge([`${queue}/.room`], MAX_REUSE_BYTES),
    ...tooLarge([backoffPath(paths)], MAX_BACKOFF_BYTES),
    ...tooLarge([`${root}/hook.log`, `${root}/logs/worker.log`], Number.POSITIVE_INFINITY),
    ...[`${workers}/background`, ...named(workers, ".lock")].filter(isNoLockAt),
    ...tooLarge(named(workers, ".json"), MAX_HEARTBEAT_BYTES),
    ...tooLarge([...named(journals, ".ids"), ...named(journals, ".dropped")], MAX_JOURNAL_BYTES),
    ...tooLarge(named(instances, ".json"), MAX_HEARTBEAT_BYTES),
    ...tooLarge(named(failed, ".json"), maxLetterBytes(maxEntryBytes)),
    ...readdirSync4(pending).filter(isUnfindable).slice(0, MAX_NAMES).map((name) => `${pending}/${name}`)
  ];
}
function named(directory, ending) {
  return readdirSync4(directory).filter((name) => name.endsWith(ending) && !name.startsWith(".")).slice(0, MAX_NAMES).map((name) => `${directory}/${name}`);
}
function tooLarge(files, maxBytes) {
  return files.filter((path) => {
    let stat = lstatSync2(path, { throwIfNoEntry: !1 });
    return stat !== void 0 && (!stat.isFile() || stat.size > maxBytes);
  });
}
function isNoLockAt(path) {
  let stat = lstatSync2(path, { throwIfNoEntry: !1 });
  return stat !== void 0 && isNoLock(stat);
}

// src/doctor/checks/permissions.ts
var ENTRY_DIRECTORIES = /\/queue\/(pending|processing)\//, SHOWN3 = 3, permissionsCheck = {
  code: "permissions",
  groups: ["fast"],
  needs: "nothing",
  run: ({ paths, isDeep }) => {
    if (!existsSync3(paths.root))
      return ok("nothing is there yet");
    let top = realpathSync(paths.root), root = { path: top, stat: statSync(top) }, nodes = [root, ...isDeep ? below(top) : inPlaces(paths, top)], foreign = nodes.filter(({ stat }) => stat.uid !== process.geteuid?.()), open = nodes.filter((node) => !foreign.includes(node) && (node.stat.mode & 63) !== 0), faults = [];
    if (foreign.length > 0)
      faults.push(problem(`not yours: ${shown(foreign)}`, { run: `sudo chown -R "$(id -un)" ${shellWord(paths.root)}` }));
    if (open.length > 0) {
      let level = open[0] === root ? problem : warning, found = `open to others: ${shown(open)}`;
      if (keepsModes(open[0]))
        faults.push(level(found, { run: FIX, fix: () => close(open) }));
      else
        faults.push(level(`${found}; this file system keeps no modes`, NO_MODES));
    }
    return together(faults, `${count(nodes.length, "file and directory", "files and directories")}, all yours alone`);
  }
}, NO_MODES = {
  run: "hive setup --root-outside",
  advice: "this moves the state to your data directory; if that has no modes either, in WSL: metadata under [automount] options in /etc/wsl.conf"
};
function keepsModes({ path, stat }) {
  try {
    return chmodSync(path, stat.mode & 4095), !0;
  } catch (error) {
    return errorCode(error) === "EROFS";
  }
}
function close(nodes) {
  for (let { path } of nodes) {
    let stat = lstatSync3(path, { throwIfNoEntry: !1 });
    if (stat === void 0 || stat.isSymbolicLink())
      continue;
    if (chmodSync(path, stat.mode & 448), (lstatSync3(path).mode & 63) !== 0)
      throw Error(`${path} stays open: this file system keeps no modes`);
  }
  return `took ${count(nodes.length, "path")} from others`;
}
function inPlaces(paths, top) {
  return [...readdirSync5(top).map((name) => `${top}/${name}`), ...queueDirectories(paths).filter((path) => dirname(path) === paths.queue)].flatMap((path) => {
    let stat = statIfAny(path);
    return stat === void 0 || stat.isSymbolicLink() ? [] : [{ path, stat }];
  });
}
function below(directory) {
  let nodes = [];
  for (let name of readdirSync5(directory)) {
    let path = `${directory}/${name}`, stat = lstatSync3(path, { throwIfNoEntry: !1 });
    if (stat === void 0 || stat.isSymbolicLink())
      continue;
    if (ENTRY_DIRECTORIES.test(path) && !stat.isDirectory())
      continue;
    if (nodes.push({ path, stat }), stat.isDirectory())
      nodes.push(...below(path));
  }
  return nodes;
}
function shown(nodes) {
  return nodes.slice(0, SHOWN3).map(({ path, stat }) => `${path} (${(stat.mode & 511).toString(8)})`).join(", ") + (nodes.length > SHOWN3 ? ` and ${nodes.length - SHOWN3} more` : "");
}

// src/doctor/checks/hook/program.ts
var programCheck = {
  code: "program",
  groups: ["fast", "install"],
  needs: "project",
  run: async (view) => {
    let hooks = view.installedHooks(), distinct = hooks.filter(({ command }, index) => hooks.findIndex((other) => isSameCommand(other.command, command)) === index), results = await Promise.all(distinct.map((hook) => lookAt(hook, view))), [first = ok("no hook is installed, so there is none to look at")] = results, isWell = results.every(({ level }) => level === "ok");
    if (results.length < 2)
      return first;
    return isWell ? ok(results.map(({ found }) => found).join("; ")) : together(results.filter(isFault), "");
  }
}, isFault = ({ level }) => level !== "ok";
async function lookAt(installed, view) {
  let { agent, command, where } = installed, run = where === "plugin" ? {} : { run: setUp(agent, where) };
  if (!canRun(command))
    return problem(`the hook cannot be run: ${line(command)}`, run);
  let fault = await faultOf(installed, view.triesWorker);
  if (fault !== null)
    return fault.level === "problem" ? { ...fault, ...run } : fault;
  let how = view.triesWorker ? "saves, and its worker applies" : "saves";
  if (where === "plugin")
    return ok(`the plugin's hook ${how}: ${line(command)}`);
  if (isSameCommand(command, compiledHook()))
    return compiledResult(how, view.isDeep);
  if (isSameCommand(command, interpretedHook()))
    return warning(`hive ${VERSION} from source: a compiled one takes half the time`, {
      run: "hive setup",
      advice: "this compiles it, or reports why it cannot"
    });
  return foreignResult(installed);
}
async function faultOf({ command, agent, isTrusted }, triesWorker) {
  if (!isTrusted)
    return null;
  let { prove, proveSaving } = await import("./import-proof.js");
  try {
    return await (triesWorker ? prove(command, agent) : proveSaving(command, agent)), null;
  } catch (error) {
    if (!(error instanceof HiveError))
      throw error;
    if (error.code === "HIVE_UNHEALTHY")
      return problem(`${error.message}: ${line(command)}`);
    return warning(`the hook could not be tried: ${error.message}`, error.hint === void 0 ? {} : { advice: error.hint });
  }
}
var line = ({ command, args }) => [command, ...args].join(" ");
async function compiledResult(how, isDeep) {
  let { hookState } = await import("./import-stamp.js"), { stamp, stale } = hookState(void 0, isDeep);
  if (stale === null)
    return ok(`the hook ${how}, compiled from hive ${stamp.version} with Bun ${stamp.bun}`);
  return warning(`the compiled hook does not match this hive: ${stale}`, {
    run: FIX,
    advice: "that compiles it again",
    fix: async () => {
      let { prepareHook } = await import("./import-prepare.js"), { command, failure } = await prepareHook();
      if (failure !== null)
        throw Error(failure);
      return `compiled ${command.command} again`;
    }
  });
}
function foreignResult({ agent, command, where, isTrusted }) {
  let run = setUp(agent, where);
  if (isUnguarded(command))
    return problem(`${line(command)} runs what a project's tsconfig.json says`, { run });
  let whose = command.args.length === 0 ? "is another installation's" : "is not what setup names here";
  return (isTrusted ? warning : problem)(`${line(command)} ${whose}: its version is not known`, {
    run,
    advice: "this names this installation's hook"
  });
}

// src/doctor/checks/saving.ts
var savingCheck = {
  code: "saving",
  groups: ["fast", "install"],
  needs: "nothing",
  run: ({ config, root, env, nowMs }) => {
    let { paused, exclude } = config;
    if (isPaused(config, nowMs)) {
      let until = typeof paused === "string" ? ` until ${localMinute(Date.parse(paused))}` : "";
      return warning(`paused${until}: agents' work is not saved`, { run: "hive unpause" });
    }
    if (exclude.length === 0)
      return ok("nothing is excluded");
    if (!new Exclusion({
      globs: exclude,
      projects: [projectDirectory(root, env)],
      home: homeOf2(env, root),
      real: realPathOf
    }).coversProject)
      return ok(`${count(exclude.length, "glob")} of excluded paths`);
    return warning("this project is excluded: nothing of it is saved", {
      advice: "the setting exclude in your config.json, or in the project's, names it"
    });
  }
};

// src/snapshots/keep/summary.ts
import { join } from "path";
function summaryOf(directory) {
  using catalogue = Catalogue.openToRead(directory);
  if (catalogue === null)
    return null;
  let { snapshots, sinceMs } = catalogue.db.query("SELECT count(*) AS snapshots, min(at_ms) AS sinceMs FROM snapshots").get();
  return {
    snapshots,
    sinceMs,
    bytes: catalogue.takenBytes(),
    limitBytes: LIMITS.storeBytes,
    notKept: Object.fromEntries(catalogue.lacks().map(({ lack, files }) => [lack, files])),
    isDiskFull: new ObjectStore(join(directory, "objects")).isDiskFull(LIMITS.freeShare),
    setAside: setAsideIn(directory)
  };
}

// src/doctor/checks/undo.ts
var DAY_MS2 = 86400000;
function snapshotsStatus({ root, env, config }) {
  if (config.snapshots === "off")
    return { why: "the setting snapshots is off" };
  let worktree = findWorktree(root, projectDirectory(root, env), env);
  if ("refused" in worktree)
    return { why: worktree.refused };
  let directory = snapshotsDirectory(root, env);
  if (directory === null)
    return { why: "there is no data directory" };
  let summary = summaryOf(directory), setAside = setAsideIn(directory), damaged = setAside.length === 0 ? {} : { setAside };
  if (summary === null || summary.sinceMs === null)
    return { why: "none was taken yet", ...damaged };
  let { sinceMs, ...rest } = summary;
  return { ...rest, since: new Date(sinceMs).toISOString(), why: null };
}
var undoCheck = {
  code: "undo",
  groups: ["fast"],
  needs: "nothing",
  run: (view) => {
    try {
      return judgeSnapshots(snapshotsStatus(view));
    } catch (error) {
      let found = `the snapshots of the files cannot be read: ${errorMessage(error)}`;
      return warning(found, isDamage(error) ? { run: FIX } : {});
    }
  }
};
function judgeSnapshots(status) {
  let aside = status.setAside?.at(-1);
  if (aside !== void 0) {
    let at = new Date(aside.atMs).toISOString();
    return warning(`the snapshots from before ${at} cannot be undone: their list was damaged (${aside.reason})`, {
      advice: `${aside.path} is kept for ${LIMITS.keepMs / DAY_MS2} days, with the contents that it names`
    });
  }
  if (status.why !== null)
    return ok(`no files are kept: ${status.why}`);
  if (status.isDiskFull)
    return warning(`less than ${LIMITS.freeShare * 100} % of the disk is free: no more files are kept for an undo`, {
      advice: "free some space"
    });
  let full = ["store", "snapshot", "disk"].filter((lack) => (status.notKept[lack] ?? 0) > 0);
  if (full.length === 0)
    return ok(`${count(status.snapshots, "snapshot")} of the files`);
  return warning(`an undo cannot bring back ${lacksText(status.notKept, full)}`, {
    advice: "docs/undo.md has the bounds; .gitignore keeps files out of snapshots"
  });
}
var LACKS = {
  secret: "may hold a secret",
  large: `above ${size(LIMITS.fileBytes)}`,
  unreadable: "not readable",
  forgotten: "forgotten with a session",
  snapshot: "above the bounds of a snapshot",
  store: "above the bound of the project",
  disk: "for which the disk was too full"
}, lacksText = (notKept, only = Object.keys(LACKS)) => only.filter((lack) => (notKept[lack] ?? 0) > 0).map((lack) => `${count(notKept[lack], "file")} ${LACKS[lack]}`).join(", ");

// src/doctor/checks/targets.ts
var LATE_MS = 60000, archiveCheck = {
  code: "archive",
  groups: ["fast"],
  needs: "queue",
  run: async (view) => view.config.archive === "off" ? ok("nothing of this project is archived") : await stateOf(view, "archive")
}, fleetCheck = {
  code: "fleet",
  groups: ["fast"],
  needs: "queue",
  run: async (view) => hasFleet(view.config, view.env) ? await stateOf(view, "fleet") : ok("no fleet is set")
};
async function stateOf(view, name) {
  let { waiting } = await view.store(), heard = view.lastHeartbeat()?.targets ?? [], lateMs = view.nowMs - (waiting?.oldestMs ?? view.nowMs), rows = waiting === null ? "not known" : `${count(waiting.rows, "row")} on the way`, since = lateMs > LATE_MS ? `${rows}, the oldest for ${span(lateMs)}` : rows, { error, refused } = heard.find((one) => one.name === name) ?? { error: null, refused: 0 }, faults = [];
  if (error !== null)
    faults.push(warning(`${error}; what is saved waits for it: ${since}`));
  else if (lateMs > LATE_MS && heard.every((one) => one.error === null))
    faults.push(warning(since, { advice: "the next worker sends them" }));
  if (refused > 0)
    faults.push(warning(`it could not take ${count(refused, "row")}`));
  return together(faults, rows);
}

// src/doctor/checks/tree.ts
import { readdirSync as readdirSync6, readFileSync, statSync as statSync2 } from "fs";
import { dirname as dirname2, join as join2 } from "path";
var TOLD_MS = 604800000, MOVE = "hive setup --root-outside", treeCheck = {
  code: "tree",
  groups: ["fast"],
  needs: "project",
  run: (view) => {
    if (view.env.HIVE_ROOT || !isInTree(view))
      return ok("the state is outside of the project's tree");
    let lost = lostSessions(view);
    if (lost === null)
      return ok("it is in the project's tree: git clean -fdx, git stash -a and rm take it along; setup's --root-outside moves it");
    let { sessions, madeMs } = lost, again = madeMs === null ? "" : `, and was made again ${span(Math.max(0, view.nowMs - madeMs))} ago`;
    return warning(`the state of ${count(sessions, "session", "sessions")} was taken away${again}`, {
      run: MOVE,
      advice: "git clean -fdx, git stash -a and rm take .hive-mind along; to have back what a stash holds: hive worker stop, move .hive-mind away, git stash pop"
    });
  }
}, isInTree = ({ root, env }) => dirname2(root) === projectDirectory(root, env);
function lostSessions({ root, env, nowMs }) {
  let made = statIfAny(root), madeMs = made === void 0 ? null : made.birthtimeMs;
  if (madeMs === 0 || madeMs !== null && nowMs - madeMs > TOLD_MS)
    return null;
  let data = ownDirectory2("data", env, root), notes = data === null ? null : join2(data, "sessions");
  if (notes === null || statIfAny(notes) === void 0)
    return null;
  let lost = readdirSync6(notes).filter((name) => {
    let stat = statSync2(join2(notes, name), { throwIfNoEntry: !1 });
    if (stat === void 0 || nowMs - stat.mtimeMs > TOLD_MS)
      return !1;
    return (madeMs === null || stat.mtimeMs < madeMs) && readFileSync(join2(notes, name), "utf8") === root;
  });
  return lost.length === 0 ? null : { sessions: lost.length, madeMs };
}

// src/doctor/checks/worker.ts
import { lstatSync as lstatSync4 } from "fs";
var START = "hive worker start", RESTART = "hive worker restart", SILENT_MS = 660000, NEW_MS = 30000, MANY_STARTS = 3, versionCheck = {
  code: "version",
  groups: ["fast"],
  needs: "nothing",
  run: (view) => {
    let others = view.isQueueMade ? view.heartbeats().filter(({ version }) => version !== VERSION) : [];
    if (others.length === 0)
      return ok(`hive ${VERSION}`);
    return warning(`hive ${VERSION}, and a worker of hive ${others[0].version} runs`, { run: RESTART });
  }
}, workerCheck = {
  code: "worker",
  groups: ["fast"],
  needs: "queue",
  run: (view) => {
    let workers = view.workers();
    if (workers.length === 0)
      return none(view);
    let { paths, nowMs, config } = view, faults = findStuck(paths, workers, config.stuckAfterSeconds * 1000, nowMs).map(({ id }) => problem(`${id} takes no entry although some wait`, { run: "hive worker restart --force" }));
    for (let { fallback_reason: reason, mode, doorbell } of view.heartbeats()) {
      if (reason !== null)
        faults.push(warning(`it polls, not by choice: ${reason}`, {
          run: "hive doctor",
          advice: "see its lines on events and watches"
        }));
      if (mode === "event" && doorbell === "failed")
        faults.push(warning("it cannot hear the doorbell", {
          run: "hive doctor",
          advice: "see its lines on doorbell and events"
        }));
    }
    let names = workers.map(({ id }) => id).join(", "), modes = [...new Set(view.heartbeats().map(({ mode }) => `${mode} mode`))];
    return together(faults, [`${names} ${workers.length === 1 ? "runs" : "run"}`, ...modes].join(", "));
  }
};
function none(view) {
  let starts = view.starts(), { pending } = view.depth(), waiting = count(pending, "entry waits", "entries wait");
  if (starts !== null && starts.starts >= MANY_STARTS) {
    let leftS = Math.ceil((starts.untilMs - view.nowMs) / 1000), again = leftS > 0 ? `; none is started for ${leftS} s` : "", also = pending === 0 ? "" : `, and ${waiting}`;
    return problem(`it was started ${starts.starts} times and did not last${again}${also}`, {
      run: "hive worker logs"
    });
  }
  if (pending === 0)
    return ok("none runs, and nothing waits for one");
  return problem(`none runs, and ${waiting}`, { run: START });
}
var heartbeatCheck = {
  code: "heartbeat",
  groups: ["fast"],
  needs: "queue",
  run: (view) => {
    let { paths, nowMs } = view, workers = view.workers();
    if (workers.length === 0)
      return lastWord(view.lastHeartbeat(), nowMs);
    let faults = [], ages = [];
    for (let { id, heartbeat } of workers) {
      let ageMs = heartbeat === null ? lockAgeMs(paths, id, nowMs) : nowMs - Date.parse(heartbeat.timestamp);
      if (heartbeat !== null)
        ages.push(`${span(Math.max(0, ageMs))} old`);
      if (!(ageMs <= (heartbeat === null ? NEW_MS : SILENT_MS)))
        faults.push(problem(`${id} lives and has said nothing for ${span(ageMs)}`, { run: RESTART }));
      faults.push(...outages(heartbeat));
    }
    return together(faults, ages.length === 0 ? "none yet: the worker has just begun" : ages.join(", "));
  }
};
function outages(heartbeat) {
  let faults = [], advice = "the worker tries again by itself; hive doctor says more of database and disk";
  if (heartbeat === null)
    return faults;
  if (heartbeat.store_error !== null)
    faults.push(problem(`the store cannot be written: ${heartbeat.store_error}`, { advice: "the worker tries again by itself; hive doctor says more of database and disk" }));
  if (heartbeat.queue_error !== null)
    faults.push(problem(`the queue cannot be read or written: ${heartbeat.queue_error}`, { advice: "the worker tries again by itself; hive doctor says more of database and disk" }));
  return faults;
}
var lockAgeMs = (paths, id, nowMs) => nowMs - (lstatSync4(`${paths.workers}/${id}.lock`, { throwIfNoEntry: !1 })?.mtimeMs ?? nowMs);
function lastWord(heartbeat, nowMs) {
  if (heartbeat === null)
    return ok("none: no worker has run here");
  let age = span(Math.max(0, nowMs - Date.parse(heartbeat.timestamp)));
  if (heartbeat.stopped_at !== null)
    return ok(`the last worker ended in order ${age} ago`);
  return ok(`the last worker was killed; it was last heard ${age} ago, and the next takes over what it had`);
}

// src/doctor/registry.ts
var FAST_CHECKS = [
  versionCheck,
  hooksCheck,
  policyCheck,
  savingCheck,
  programCheck,
  callsCheck,
  queueCheck,
  treeCheck,
  permissionsCheck,
  oddFilesCheck,
  databaseCheck,
  workerCheck,
  heartbeatCheck,
  backlogCheck,
  deadLettersCheck,
  accountCheck,
  archiveCheck,
  fleetCheck,
  undoCheck,
  diskCheck,
  payloadsCheck,
  hookLogCheck
];
async function checksOf(groups) {
  let checks = [...FAST_CHECKS];
  if (groups.includes("install"))
    checks.push(...(await import("./doctor-checks-installation.js")).INSTALLATION_CHECKS);
  if (groups.includes("deep"))
    checks.push(...(await import("./doctor-deep-deep-checks.js")).DEEP_CHECKS);
  return checks;
}
async function examine(view, groups) {
  let examined = [];
  for (let { code, groups: own, needs, run } of await checksOf(groups)) {
    if (!own.some((group) => groups.includes(group)))
      continue;
    if (needs === "queue" && !view.isQueueMade)
      continue;
    if (needs === "project" && view.project === void 0)
      continue;
    let { level, found, run: command, advice, fix } = await attempt(run, view), finding = { code, level, found, run: command ?? null, advice: advice ?? null, isFixable: fix !== void 0 };
    examined.push({ finding, fix });
  }
  return examined;
}
async function attempt(run, view) {
  try {
    return await run(view);
  } catch (error) {
    let advice = error instanceof HiveError ? error.hint : void 0;
    return problem(`it could not be checked: ${errorMessage(error)}`, advice === void 0 ? {} : { advice });
  }
}
var isHealthy = (findings) => findings.every(({ level }) => level !== "problem");

class UnhealthyProject extends HiveError {
  constructor(findings) {
    let problems = findings.filter(({ level }) => level === "problem");
    super("HIVE_UNHEALTHY", `${problems.length === 1 ? "1 problem" : `${problems.length} problems`}, see above`);
  }
}

export { FIX, ok, warning, problem, together, inspectScope, installedScopes, isOnPath, lastCallMs, ProjectView, snapshotsStatus, lacksText, examine, isHealthy, UnhealthyProject };
