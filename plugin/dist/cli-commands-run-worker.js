// @bun
import {
  Option,
  settingOption,
  unknownCommand,
  findRoot,
  loadConfig
} from "./cli-root.js";
import {
  KIND,
  MAIN_PROGRAM
} from "./platform-installation.js";
import"./origin-own-file.js";
import {
  ownDirectory2,
  homeOf2
} from "./origin-own-directory.js";
import {
  nodeFiles
} from "./base-files-files.js";
import {
  clearPath
} from "./git-ignore-file.js";
import"./queue-read-entry.js";
import"./base-config-sources.js";
import {
  WORDS,
  sortIds,
  ID_BYTES,
  wordsOf,
  bytesOfWords,
  IdList,
  hashOf,
  noteOf,
  HOUR_MS,
  notableJournals,
  readJournal,
  sweepJournals
} from "./queue-dead-letters-letter.js";
import"./queue-producer-capacity.js";
import {
  bunCommand2,
  bunEnvironment2,
  CHILD_COMMAND2,
  RESIDENT_COMMAND2
} from "./platform-bun-bun-command.js";
import {
  clip
} from "./redact-redact.js";
import {
  readNotes,
  writeNotes,
  LOT_WORDS,
  LONGEST_BATCH_MS,
  appliedIds
} from "./store-sqlite-ledger-applied-ids.js";
import {
  KINDS_SINCE
} from "./model-merge.js";
import"./store-raw-sql-policy.js";
import"./store-sqlite-apply-payloads.js";
import"./store-sqlite-open-database.js";
import"./store-sqlite-settled.js";
import"./store-sqlite-open-migrations.js";
import {
  Store2
} from "./store-sqlite-store.js";
import"./capture-node-io.js";
import"./supervisor-spawn.js";
import {
  sentence,
  workerLogPath,
  addWorkerControl
} from "./cli-commands-run-worker-control.js";
import {
  Queue
} from "./queue-queue.js";
import {
  ringListeners
} from "./wake-listeners.js";
import {
  WatchSource
} from "./wake-watch.js";
import {
  sweepInstances,
  sweepWorkers,
  clearForeign
} from "./queue-sweep.js";
import {
  DoorbellSource
} from "./wake-doorbell.js";
import {
  MEMORY_LIMIT_BYTES,
  SMALL_LOTS
} from "./platform-process-process-limits.js";
import {
  hasFleet
} from "./store-postgres-connect-settings.js";
import {
  findWorktree
} from "./snapshots-worktree.js";
import {
  endRunning,
  GitView
} from "./git-git-view.js";
import {
  splitLines
} from "./worker-isolate-lines.js";
import {
  headOf
} from "./git-git-head.js";
import"./recall-choose-place.js";
import {
  seqsThere,
  measureDepth
} from "./queue-depth.js";
import {
  readConfigFiles,
  projectDirectory
} from "./origin-config-files.js";
import {
  takeSlot
} from "./supervisor-slot.js";
import {
  DELETION_MS,
  Outage,
  isSystemFault,
  waitForQueue,
  makeAgain,
  sleep
} from "./supervisor-outage.js";
import {
  processStart,
  endWorker
} from "./supervisor-end-end-worker.js";
import {
  heartbeatOf,
  writeHeartbeat,
  readHeartbeat,
  ProcessLock,
  findWorkers
} from "./supervisor-stuck.js";
import {
  reportPath,
  lockPath,
  retireWorker,
  unlinkIfThere
} from "./queue-claims-recover.js";
import {
  Exclusion
} from "./base-exclude-exclusion.js";
import {
  realPathOf
} from "./platform-programs.js";
import {
  isOlder
} from "./base-version.js";
import {
  queuePaths
} from "./platform-bun-callers-directory.js";
import"./store-sqlite-prepared.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-open-location.js";
import {
  isUnsound,
  isStoreUnavailable
} from "./platform-process-kernel-locks.js";
import {
  systemClock,
  timeText
} from "./base-clock.js";
import {
  makeDirectory
} from "./queue-make.js";
import {
  printable,
  printableJson
} from "./base-text-printable.js";
import"./origin-key.js";
import {
  isObject2,
  textOf2
} from "./base-json.js";
import {
  gitSetting,
  findGitTree,
  isSamePath,
  readGitFile
} from "./git-git-tree.js";
import {
  EXIT_CODES,
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/supervisor/log.ts
import { lstatSync, mkdirSync, renameSync, rmSync } from "fs";
import { dirname } from "path";
var DELETION_MS2 = 400, LEVELS = ["debug", "info", "warn", "error"];

class Log {
  #options;
  #clock;
  #missing = 0;
  #missingWhy = "";
  #deletedAtMs;
  constructor(options) {
    this.#options = options, this.#clock = options.clock ?? systemClock, this.#attempt(() => makeDirectory(dirname(options.path)));
  }
  write(level, message, fields = {}) {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.#options.level))
      return;
    let time = new Date(this.#clock.nowMs()).toISOString(), line = printableJson(JSON.stringify({ time, level, message, ...fields }));
    this.#options.echo?.(line);
    let missing = this.#missing, gap = {
      time,
      level: "warn",
      message: "lines of this log are missing",
      lines: missing,
      error: this.#missingWhy
    }, isWritten = this.#attempt(() => {
      this.#rotate(), this.#append(missing === 0 ? `${line}
` : `${printableJson(JSON.stringify(gap))}
${line}
`);
    });
    this.#missing = isWritten ? 0 : missing + 1;
  }
  #attempt(write) {
    try {
      return write(), !0;
    } catch (error) {
      return this.#missingWhy = errorMessage(error), !1;
    }
  }
  #append(text) {
    let { path } = this.#options;
    try {
      appendTo(path, text);
    } catch (error) {
      if (errorCode(error) !== "ENOENT")
        throw error;
      if (this.#deletedAtMs ??= performance.now(), performance.now() - this.#deletedAtMs < DELETION_MS2)
        throw error;
      mkdirSync(dirname(path), { mode: 448 }), appendTo(path, text);
    }
    this.#deletedAtMs = void 0;
  }
  #rotate() {
    let { path, maxBytes, files } = this.#options;
    if (lstatSync(dirname(path), { throwIfNoEntry: !1 })?.isDirectory() !== !0)
      return;
    if (clearPath(path), (lstatSync(path, { throwIfNoEntry: !1 })?.size ?? 0) < maxBytes)
      return;
    for (let index = files;index > 1; index -= 1)
      renameIfThere(`${path}.${index - 1}`, `${path}.${index}`);
    if (files === 0)
      rmSync(path);
    else
      renameIfThere(path, `${path}.1`);
  }
}
function appendTo(path, text) {
  if (lstatSync(dirname(path)).isSymbolicLink())
    throw Error(`${dirname(path)} is a symbolic link`);
  nodeFiles.append(path, Buffer.from(text));
}
function renameIfThere(from, to) {
  if (clearPath(to), lstatSync(from, { throwIfNoEntry: !1 })?.isFile() === !0)
    renameSync(from, to);
}

// src/supervisor/latencies.ts
class Latencies {
  #samples = new Float64Array(1024);
  #count = 0;
  add(latencyMs) {
    this.#samples[this.#count % this.#samples.length] = latencyMs, this.#count += 1;
  }
  summary() {
    let n = Math.min(this.#count, this.#samples.length);
    if (n === 0)
      return null;
    let sorted = this.#samples.slice(0, n).toSorted(), rank = (fraction) => sorted[Math.max(0, Math.ceil(fraction * n) - 1)];
    return { n, p50Ms: rank(0.5), p99Ms: rank(0.99), maxMs: sorted[n - 1] };
  }
}

// src/wake/timer.ts
class TimerSource {
  cause;
  #intervalMs;
  #timer;
  constructor(cause, intervalMs) {
    this.cause = cause, this.#intervalMs = intervalMs;
  }
  start(onWake) {
    this.stop(), this.#timer = setInterval(onWake, this.#intervalMs);
  }
  stop() {
    clearInterval(this.#timer), this.#timer = void 0;
  }
  isSound() {
    return this.#timer !== void 0;
  }
}

// src/wake/wakes.ts
var STOP_LISTENING_MS = 1000, PROBE_TIMEOUT_MS = 1000, MAX_FAILURES = 3, NO_DOORBELL = { reason: null, restarts: 0 }, LONGEST_TIMER_MS = 2147483647;
function timerMs(ms) {
  return Math.min(LONGEST_TIMER_MS, Math.max(1, Math.ceil(ms)));
}
async function provesItself(source, signal) {
  try {
    return await source.prove(PROBE_TIMEOUT_MS, signal);
  } catch {
    return !1;
  }
}

class Wakes {
  #options;
  #poll;
  #backstop;
  #causes = /* @__PURE__ */ new Set;
  counts = { doorbell: 0, watch: 0, poll: 0, backstop: 0, due: 0, start: 0 };
  #state;
  #resolve;
  constructor(options) {
    this.#options = options, this.#poll = new TimerSource("poll", options.pollIntervalMs), this.#backstop = new TimerSource("backstop", options.backstopIntervalMs), this.#state = { mode: options.mode, fallbackReason: null, watch: "off", doorbell: "off", restarts: 0 };
  }
  get state() {
    return this.#state;
  }
  get isPending() {
    return this.#causes.size > 0;
  }
  async start() {
    if (this.#begin(this.#backstop), this.#options.mode === "poll") {
      this.#begin(this.#poll);
      return;
    }
    await this.check(!0);
  }
  async check(mustProve) {
    if (this.#options.mode === "poll")
      return;
    let bell = this.#options.doorbell, doorbell = bell === null ? NO_DOORBELL : await this.#ensureProven(bell, mustProve, 1), watch = await this.#ensureProven(this.#options.watch, mustProve, MAX_FAILURES);
    if (this.#isEnding)
      return;
    let hasFailed = watch.reason !== null, restarts = this.#state.restarts + doorbell.restarts + watch.restarts, mode = hasFailed ? "poll" : "event", before = this.#state;
    if (this.#state = {
      mode,
      fallbackReason: watch.reason,
      watch: hasFailed ? "failed" : "proven",
      doorbell: bell === null ? "off" : doorbell.reason === null ? "proven" : "failed",
      restarts
    }, hasFailed && !this.#poll.isSound())
      this.#begin(this.#poll);
    if (!hasFailed)
      this.#poll.stop();
    this.#report(before, doorbell.reason);
  }
  async#ensureProven(source, mustProve, attempts) {
    let reason = null, isFirst = this.#state[source.cause === "watch" ? "watch" : "doorbell"] === "off", isTrusted = source.isSound() && !mustProve, { signal } = this.#options;
    if (isTrusted || source.isSound() && await provesItself(source, signal))
      return { reason, restarts: 0 };
    for (let attempt = 1;attempt <= attempts && !this.#isEnding; attempt += 1) {
      try {
        if (this.#begin(source), await source.prove(PROBE_TIMEOUT_MS, signal))
          return { reason: null, restarts: attempt - Number(isFirst) };
        reason = `${source.cause}: no event arrives`;
      } catch (error) {
        reason = `${source.cause}: ${errorMessage(error)}`;
      }
      source.stop();
    }
    return { reason, restarts: attempts - Number(isFirst) };
  }
  get #isEnding() {
    return this.#options.signal?.aborted === !0;
  }
  #begin(source) {
    source.start(() => this.wake(source.cause));
  }
  #report(before, doorbellReason) {
    let { mode, fallbackReason, doorbell, watch } = this.#state, report = (message) => this.#options.onChange?.(message);
    if (mode === "poll" && before.fallbackReason !== fallbackReason)
      report(`polling every ${this.#options.pollIntervalMs} ms instead of events: ${fallbackReason}`);
    if (mode === "event" && before.mode === "poll")
      report("events arrive again, polling has ended");
    if (doorbell === "failed" && before.doorbell !== "failed")
      report(`this worker hears no ${doorbellReason}`);
    if (before.watch === "proven" && watch === "proven" && before.restarts !== this.#state.restarts)
      report("a wake source was started again");
  }
  wake(cause) {
    this.counts[cause] += 1, this.#causes.add(cause), this.#resolve?.();
  }
  async next(dueInMs) {
    let timer;
    if (this.#causes.size === 0)
      await new Promise((resolve) => {
        if (this.#resolve = resolve, dueInMs !== null)
          timer = setTimeout(() => this.wake("due"), timerMs(dueInMs));
      }), this.#resolve = void 0, clearTimeout(timer);
    let causes = new Set(this.#causes);
    return this.#causes.clear(), causes;
  }
  async stopListening() {
    if (this.stop(), this.#options.mode === "event")
      await this.#options.doorbell?.stopListening(STOP_LISTENING_MS);
  }
  stop() {
    for (let source of [this.#options.doorbell, this.#options.watch, this.#poll, this.#backstop])
      source?.stop();
  }
}

// src/worker/applier.ts
import { existsSync } from "fs";

// src/worker/grouping.ts
var isUnprovedSql = ({ entry, isProved }) => entry.sql !== void 0 && !isProved;
function groupsOf(claims, isBounded) {
  let raws = 0, placed = claims.map((claim) => {
    let isUnproved = isUnprovedSql(claim), together = isUnproved ? 4 : 16;
    return raws += claim.entry.sql === void 0 ? 0 : 1, { claim, where: whereOf(claim, isBounded), isUnproved, lot: Math.max(0, Math.ceil(raws / together) - 1) };
  });
  return inRuns(placed, (a, b) => a.where === b.where && a.where !== "child" && a.isUnproved === b.isUnproved && a.lot === b.lot).map((run) => ({ where: run[0].where, claims: run.map(({ claim }) => claim) }));
}
function whereOf({ entry: { sql }, maybePoison }, isBounded) {
  if (sql !== void 0 && !isBounded(sql))
    return "child";
  return maybePoison ? "child-batch" : "inline";
}
function inRuns(items, belongTogether) {
  let runs = [], start = 0;
  for (let end = 1;end <= items.length; end += 1) {
    if (end < items.length && belongTogether(items[end - 1], items[end]))
      continue;
    runs.push(items.slice(start, end)), start = end;
  }
  return runs;
}

// src/worker/isolate/apply-in-child.ts
var POISON_LIMIT_MS = 1e4, LONGEST_REASON = 200;
async function applyInChild(store, work, { root, config: { rawSql, durability, checkpointHistory }, hasOutbox = !1 }, signal) {
  if (signal.aborted)
    return null;
  let ended = await run({ ...work, root, options: { rawSql, durability, checkpointHistory, hasOutbox } }, signal);
  if (ended.outcomes !== null)
    return ended.outcomes;
  let [entry, ...more] = work.entries;
  if (more.length > 0)
    return signal.aborted ? null : "died";
  if (store.hasApplied(entry.id))
    return [{ kind: "applied" }];
  return signal.aborted ? null : [{ kind: "rejected", error: reasonOf(ended, entry, work.limitMs) }];
}
function reasonOf({ isLate, exitCode, said }, { sql }, limitMs) {
  if (isLate)
    return sql === void 0 ? { code: "HIVE_BUG", message: `it was not applied within ${limitMs} ms` } : { code: "HIVE_SQL_REFUSED", message: `refused: SQL that did not end within ${limitMs} ms` };
  let death = `the process that applied it ended with ${exitCode}`;
  return sql === void 0 ? { code: "HIVE_BUG", message: `${death}: ${said}` } : {
    code: "HIVE_SQL_REFUSED",
    message: `refused: ${death}, its memory limit is ${MEMORY_LIMIT_BYTES} bytes: ${said}`
  };
}
async function run(request, signal) {
  let child = start(request), isLate = !1, kill = () => child.kill("SIGKILL"), timer = setTimeout(() => {
    isLate = !0, kill();
  }, request.limitMs);
  signal.addEventListener("abort", kill, { once: !0 });
  try {
    let [written, stderr] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited
    ]), said = stderr.trim().slice(0, LONGEST_REASON);
    if (child.exitCode === EXIT_CODES.HIVE_STORE_UNAVAILABLE)
      throw new HiveError("HIVE_STORE_UNAVAILABLE", said || "the store is unavailable");
    return { outcomes: child.exitCode === 0 ? JSON.parse(written) : null, isLate, exitCode: child.exitCode ?? child.signalCode ?? "no code", said };
  } finally {
    clearTimeout(timer), signal.removeEventListener("abort", kill);
  }
}
function start(request) {
  try {
    return Bun.spawn([...bunCommand2(), MAIN_PROGRAM, CHILD_COMMAND2], {
      cwd: request.root,
      stdin: new Blob([JSON.stringify(request)]),
      stdout: "pipe",
      stderr: "pipe",
      env: { ...bunEnvironment2(), ...SMALL_LOTS }
    });
  } catch (cause) {
    if (!isSystemFault(cause))
      throw cause;
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `no process can be started: ${errorMessage(cause)}`, { cause });
  }
}

// src/worker/isolate/time-budget.ts
class TimeBudget {
  #limits;
  #nowMs;
  #sinceMs = -1 / 0;
  #takenMs = 0;
  constructor(limits, nowMs = () => performance.now()) {
    this.#limits = limits, this.#nowMs = nowMs;
  }
  get isSpent() {
    if (this.#isOver)
      this.#takenMs = 0;
    return this.#takenMs >= this.#limits.budgetMs;
  }
  add(tookMs) {
    if (tookMs <= this.#limits.freeMs)
      return;
    if (this.#isOver)
      this.#sinceMs = this.#nowMs(), this.#takenMs = 0;
    this.#takenMs += tookMs - this.#limits.freeMs;
  }
  get #isOver() {
    return this.#nowMs() - this.#sinceMs > this.#limits.windowMs;
  }
}

// src/worker/settler.ts
class Settler {
  #options;
  constructor(options) {
    this.#options = options;
  }
  async settle(claims, outcomes) {
    let committedAtMs = this.#options.clock.nowMs();
    for (let [index, claim] of claims.entries()) {
      let outcome = outcomes[index];
      if (!await this.#untilTaken(() => this.#note(claim, outcome)))
        return !1;
      if (outcome.kind !== "rejected")
        this.#count(claim, outcome.kind, committedAtMs);
    }
    return !0;
  }
  async putOff(claims, dueMs) {
    for (let claim of claims)
      if (!await this.#untilTaken(() => this.#options.queue.putBack(claim, dueMs)))
        return !1;
    return !0;
  }
  putBack(claims) {
    try {
      for (let claim of claims)
        this.#options.queue.putBack(claim);
    } catch (error) {
      if (!isSystemFault(error))
        throw error;
    }
  }
  async#untilTaken(act) {
    let { queue, queueOutage, signal } = this.#options;
    for (;; ) {
      try {
        return act(), !0;
      } catch (error) {
        if (!isSystemFault(error))
          throw error;
        await waitForQueue(queueOutage, queue, error);
      }
      if (signal.aborted)
        return !1;
    }
  }
  #note(claim, outcome) {
    if (outcome.kind === "rejected")
      this.#giveBack(claim, outcome.error);
    else
      this.#options.queue.ack(claim);
  }
  #giveBack(claim, error) {
    let { queue, counters, log } = this.#options, fate = queue.nack(claim, error);
    counters[fate === "buried" ? "failed" : "retried"] += 1, log.write("warn", fate === "buried" ? "entry given up" : "entry will be retried", { name: claim.name, error });
  }
  #count(claim, kind, committedAtMs) {
    let { counters, latencies, onApplied } = this.#options;
    if (kind === "duplicate") {
      counters.duplicates += 1;
      return;
    }
    counters.applied += 1;
    let enqueuedAtMs = claim.entry.metadata.enqueued_at_ms;
    if (typeof enqueuedAtMs === "number")
      latencies.add(committedAtMs - enqueuedAtMs);
    onApplied?.(claim);
  }
}

// src/worker/applier.ts
var CHILD_LIMITS = { freeMs: 250, budgetMs: 30000, windowMs: 60000 }, UNPROVED_LIMITS = { freeMs: 50, budgetMs: 1000, windowMs: 1e4 }, NOT_NOW = {
  kind: "rejected",
  error: { code: "HIVE_SQL_REFUSED", message: "refused for now: raw SQL has taken half of the last minute" }
};

class Applier {
  #options;
  #settler;
  #storeOutage;
  #childTime;
  #unprovedTime = new TimeBudget(UNPROVED_LIMITS);
  constructor(options) {
    this.#options = options, this.#settler = new Settler(options);
    let { log, signal, onStoreChange } = options;
    this.#childTime = options.childTime ?? new TimeBudget(CHILD_LIMITS), this.#storeOutage = new Outage({ name: "the store", log, signal, onChange: onStoreChange });
  }
  get storeError() {
    return this.#storeOutage.error;
  }
  async apply(claims) {
    let left = this.#groups(claims);
    for (let isFirst = !0;left.length > 0; isFirst = !1) {
      let group = left.shift();
      if (!isFirst)
        this.#options.onProgress?.();
      let mayStop = !isFirst && this.#options.signal.aborted;
      if (!mayStop && isUnprovedSql(group.claims[0]) && this.#unprovedTime.isSpent) {
        let dueMs = this.#options.clock.nowMs() + UNPROVED_LIMITS.windowMs;
        if (!await this.#settler.putOff(group.claims, dueMs))
          return;
        continue;
      }
      let startMs = performance.now(), outcomes = mayStop ? null : await this.#untilApplied(group);
      if (isUnprovedSql(group.claims[0]))
        this.#unprovedTime.add(performance.now() - startMs);
      if (outcomes === null)
        return this.#settler.putBack([group, ...left].flatMap((one) => one.claims));
      if (outcomes === "died")
        left.unshift(...this.#alone(group));
      else if (!await this.#settler.settle(group.claims, outcomes))
        return;
      if (this.#options.store.isRawSqlSlow)
        left = left.flatMap((one) => this.#groupedAgain(one));
    }
  }
  #groups(claims) {
    return groupsOf(claims, (sql) => this.#options.store.isBounded(sql));
  }
  #groupedAgain(group) {
    return group.where === "inline" ? this.#groups(group.claims) : [group];
  }
  #alone({ where, claims }) {
    return this.#options.log.write("warn", "a child died of what a dead worker had claimed: its entries are applied one by one", { entries: claims.length }), claims.map((claim) => ({ where, claims: [claim] }));
  }
  async#untilApplied({ where, claims }) {
    let { queue, store, log, signal } = this.#options, isReopened = !1;
    for (;; ) {
      try {
        if (await store.reopenIfLost(this.#storeOutage.error !== null))
          isReopened = !0;
        let outcomes = where === "inline" ? this.#applyInline(claims) : await this.#applyInChild(claims, where);
        if (isReopened)
          log.write("warn", "the store was opened again: it failed, was deleted or replaced");
        return this.#storeOutage.end(), outcomes;
      } catch (error) {
        if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE")
          throw error;
        if (await this.#storeOutage.wait(error, store.isDeleted ? DELETION_MS : 0), !existsSync(queue.paths.queue))
          makeAgain(queue);
      }
      if (signal.aborted)
        return null;
    }
  }
  async#applyInChild(claims, where) {
    let { store, clock, child, signal } = this.#options, isRaw = where === "child";
    if (isRaw && this.#childTime.isSpent)
      return claims.map(() => NOT_NOW);
    let limitMs = isRaw ? child.config.rawSqlTimeoutMs : POISON_LIMIT_MS, work = { entries: claims.map(toStoreEntry), nowMs: clock.nowMs(), limitMs }, startMs = performance.now(), outcomes = await applyInChild(store, work, child, signal);
    if (isRaw)
      this.#childTime.add(performance.now() - startMs);
    return outcomes;
  }
  #applyInline(claims) {
    try {
      return this.#inStore(claims);
    } catch (error) {
      if (errorCode(error) === "HIVE_STORE_UNAVAILABLE")
        throw error;
      return this.#options.log.write("warn", "a batch failed, applying its entries one by one", {
        error: errorMessage(error)
      }), claims.map((claim) => this.#applyAlone(claim));
    }
  }
  #applyAlone(claim) {
    try {
      return this.#inStore([claim])[0];
    } catch (error) {
      if (errorCode(error) === "HIVE_STORE_UNAVAILABLE")
        throw error;
      return { kind: "rejected", error: { code: errorCode(error) ?? "HIVE_BUG", message: errorMessage(error) } };
    }
  }
  #inStore(claims) {
    return this.#options.store.applyBatch(claims.map(toStoreEntry), this.#options.clock.nowMs());
  }
}
function toStoreEntry({ id, entry: { seq, operation, payload, sql }, isProved }) {
  return {
    id,
    seq,
    operation,
    payload,
    ...sql === void 0 ? {} : { sql },
    ...isProved ? {} : { isUntrusted: !0 }
  };
}

// src/worker/counters.ts
function newCounters() {
  return { applied: 0, duplicates: 0, failed: 0, retried: 0, recovered: 0, missedWakes: 0, iterations: 0 };
}
var PAUSE_MS = 1e4;

class Throughput {
  #entries = 0;
  #busyMs = 0;
  #lastAtMs = 0;
  add(entries, busyMs, nowMs) {
    if (nowMs - this.#lastAtMs > PAUSE_MS)
      this.#entries = 0, this.#busyMs = 0;
    this.#entries += entries, this.#busyMs += busyMs, this.#lastAtMs = nowMs;
  }
  perSecond() {
    return this.#busyMs === 0 ? null : Math.round(this.#entries / this.#busyMs * 1000);
  }
}

// src/worker/enrich/git-reader.ts
import { realpathSync as realpathSync2 } from "fs";

// src/worker/enrich/git.ts
import { realpathSync } from "fs";
import { join, resolve } from "path";
var TIMEOUT_MS = 2000, MAX_FILES = 20, MAX_FILE_CHARS = 1000, MAX_ASKED = 1e4, STATUS = ["status", "--porcelain=v2", "--branch", "--ignore-submodules=all", "-z"], FILTERS = ["check-attr", "-z", "--stdin", "filter"];
function isInProject(root, cwd) {
  try {
    let project = realpathSync(projectDirectory(root)), directory = realpathSync(cwd);
    return directory === project || directory.startsWith(`${project}/`);
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR")
      return !1;
    throw error;
  }
}
async function readGitState(root, cwd) {
  try {
    if (!isInProject(root, cwd))
      return { unknown: "the working directory is outside the project" };
    let tree = findGitTree(realpathSync(cwd));
    if (tree === null)
      return { unknown: "there is no git tree of this user's" };
    let config = readGitFile(join(tree.commonDirectory, "config"));
    if (config === void 0)
      return { unknown: "its settings cannot be read" };
    if (isElsewhere(tree, config))
      return { unknown: "its settings name another tree, or none" };
    let where = headOf(tree);
    if (where === null)
      return { unknown: "its HEAD cannot be read" };
    using view = new GitView(tree, where.head, config, projectDirectory(root));
    let deadlineMs = performance.now() + TIMEOUT_MS, { output } = await view.run(STATUS, deadlineMs), { dirty } = parseStatus(output), unsure = await countFiltered(view, contentChanged(output), deadlineMs);
    return {
      branch: where.branch,
      head: where.head,
      dirty: { ...dirty, ...unsure > 0 ? { unsure } : {} }
    };
  } catch (error) {
    return { unknown: errorCode(error) ?? errorMessage(error) };
  }
}
function isElsewhere({ worktree, gitDirectory, commonDirectory }, config) {
  if (gitDirectory !== commonDirectory)
    return !1;
  let named = gitSetting(config, "core.worktree");
  if (named !== void 0 && !isSamePath(resolve(gitDirectory, named), worktree))
    return !0;
  return gitSetting(config, "core.bare")?.toLowerCase() === "true";
}
var contentChanged = (output) => recordsOf(output).filter((record) => /^[12u] .M/.test(record)).map((record) => pathOf(record));
async function countFiltered(view, paths, deadlineMs) {
  if (paths.length === 0)
    return 0;
  if (paths.length > MAX_ASKED)
    return paths.length;
  let { output } = await view.run(FILTERS, deadlineMs, `${paths.join("\x00")}\x00`);
  return output.split("\x00").filter((_, index) => index % 3 === 2).filter((value) => value !== "unspecified" && value !== "unset").length;
}
function recordsOf(output) {
  let records = [], isOldPath = !1;
  for (let text of output.split("\x00")) {
    if (!isOldPath && text !== "")
      records.push(text);
    isOldPath = !isOldPath && text.startsWith("2 ");
  }
  return records;
}
function parseStatus(output) {
  let headers = /* @__PURE__ */ new Map, files = [], modified = 0, untracked = 0;
  for (let record of recordsOf(output)) {
    let kind = record[0];
    if (kind === "#") {
      let [, name = "", ...value] = record.split(" ");
      headers.set(name, value.join(" "));
      continue;
    }
    if (kind === "?")
      untracked += 1;
    else
      modified += 1;
    files.push(pathOf(record));
  }
  let branch = headers.get("branch.head"), head = headers.get("branch.oid");
  return {
    ...branch === void 0 ? {} : { branch: branch === "(detached)" ? null : branch },
    ...head === void 0 ? {} : { head: head === "(initial)" ? null : head },
    dirty: { modified, untracked, files: files.slice(0, MAX_FILES).map((file) => clip(file, MAX_FILE_CHARS)) }
  };
}
var FIELDS = { "1": 8, "2": 9, u: 10, "?": 1, "!": 1 };
function pathOf(record) {
  return record.split(" ").slice(FIELDS[record[0]] ?? 1).join(" ");
}

// src/worker/enrich/git-reader.ts
var FINISH_MS = 500;

class GitReader {
  #root;
  #store;
  #log;
  #clock;
  #wanted = /* @__PURE__ */ new Map;
  #running;
  constructor(root, store, log, clock) {
    this.#root = root, this.#store = store, this.#log = log, this.#clock = clock;
  }
  note({ id, entry: { operation, payload, sql } }) {
    if (sql !== void 0)
      return;
    let { sessionId, atMs, facts, checkpoint } = payload;
    if (operation !== "update_checkpoint" && (operation !== "observe" || checkpoint === void 0))
      return;
    let session = facts.find(({ kind }) => kind === "session"), cwd = session?.data.cwd;
    if (typeof cwd !== "string" || session?.agentId !== void 0)
      return;
    let isPlaceKnown = facts.some(({ kind }) => kind === "git");
    this.#wanted.set(sessionId, { entryId: id, atMs, cwd, isPlaceKnown });
  }
  start() {
    if (this.#wanted.size > 0)
      this.#running ??= this.#run();
  }
  async#run() {
    for (let [sessionId, wanted] of this.#wanted) {
      this.#wanted.delete(sessionId);
      let fact = await this.#look(wanted);
      try {
        await this.#store.addLate(wanted.entryId, sessionId, fact, this.#clock.nowMs());
      } catch (error) {
        this.#log.write("debug", "the state of the git tree was not saved", { error: errorMessage(error) });
      }
    }
    this.#running = void 0;
  }
  async#look({ cwd, atMs, isPlaceKnown }) {
    let { branch, head, dirty, unknown } = await readGitState(this.#root, cwd), place = isPlaceKnown ? {} : { ...branch === void 0 ? {} : { branch }, ...head === void 0 ? {} : { head } }, seen = { ...dirty === void 0 ? { unknown } : { ...dirty, files: withoutExcluded(this.#root, cwd, dirty.files) }, atMs: Math.floor(this.#clock.nowMs()) };
    return { kind: "git", key: "", atMs, data: { ...place, dirty: seen } };
  }
  async finish() {
    if (this.start(), this.#running === void 0)
      return;
    if (await within(FINISH_MS, this.#running), this.#wanted.clear(), endRunning(), this.#running !== void 0)
      await within(FINISH_MS, this.#running);
  }
}
function withoutExcluded(root, cwd, files) {
  let { exclude: globs } = readConfigFiles(root).config;
  if (globs.length === 0)
    return files;
  let top = findGitTree(realpathSync2(cwd))?.worktree ?? cwd, home = homeOf2(process.env, root), exclusion = new Exclusion({ globs, projects: [projectDirectory(root), top], home, real: realPathOf });
  return files.filter((file) => !exclusion.covers(file, top));
}
async function within(ms, work) {
  let timer, timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, timeout]), clearTimeout(timer);
}

// src/worker/isolate/resident.ts
var IDLE_END_MS = 30000, END_MS = 1e4, FIRST_BACKOFF_MS = 1000, LONGEST_BACKOFF_MS = 60000, LONGEST_REASON2 = 200, MAX_LINE_BYTES = 8388608, foundByItsEnd = () => {
  return;
};

class ResidentIsolate {
  #options;
  #running = null;
  #waiting = /* @__PURE__ */ new Map;
  #lastId = 0;
  #deaths = 0;
  #notBeforeMs = 0;
  #idle;
  constructor(options) {
    this.#options = options;
  }
  get pid() {
    return this.#running?.process.pid ?? null;
  }
  async request(message, limitMs) {
    if (this.#running?.isEnding === !0)
      await this.#running.gone;
    let retryInMs = this.#notBeforeMs - performance.now();
    if (this.#running === null && retryInMs > 0)
      return { failure: "it died, and is started again later", retryInMs };
    let running = this.#started();
    if ("failure" in running)
      return running;
    let id = this.#lastId += 1;
    return await new Promise((resolve) => {
      let timer = setTimeout(() => this.#kill(running, `no answer within ${limitMs} ms`), limitMs);
      this.#waiting.set(id, (reply) => {
        if (clearTimeout(timer), this.#waiting.delete(id), "value" in reply)
          this.#deaths = 0;
        this.#endWhenIdle(), resolve(reply);
      }), this.#write(running, { id, message });
    });
  }
  async end(limitMs) {
    clearTimeout(this.#idle);
    let running = this.#running;
    if (running === null)
      return;
    running.isEnding = !0, await Promise.resolve(running.process.stdin.end()).catch(foundByItsEnd);
    let timer = setTimeout(() => running.process.kill("SIGKILL"), limitMs);
    await running.gone, clearTimeout(timer);
  }
  #started() {
    if (this.#running !== null)
      return this.#running;
    let { role, root, command = [...bunCommand2(), MAIN_PROGRAM, RESIDENT_COMMAND2, role, root] } = this.#options;
    try {
      let running = { process: Bun.spawn([...command], {
        cwd: root,
        stdin: "pipe",
        stdout: "pipe",
        stderr: "pipe",
        env: bunEnvironment2()
      }), said: "", isEnding: !1, gone: Promise.resolve() };
      return running.gone = this.#follow(running), this.#running = running, running;
    } catch (error) {
      return { failure: `no process can be started: ${errorMessage(error)}`, retryInMs: this.#backOff() };
    }
  }
  async#follow(running) {
    let { process: process2 } = running, errors = this.#readErrors(running);
    try {
      for await (let line of splitLines(process2.stdout, MAX_LINE_BYTES))
        this.#take(line);
    } catch (error) {
      this.#kill(running, errorMessage(error));
    }
    if (await Promise.all([process2.exited, errors]), this.#running === running)
      this.#running = null;
    let how = process2.signalCode === null ? `code ${process2.exitCode}` : String(process2.signalCode);
    if (!running.isEnding || process2.exitCode !== 0)
      this.#noteDeath(how, running.killedFor ?? running.said);
    this.#failAll(`the process ended with ${how}`);
  }
  async#readErrors(running) {
    let decoder = /* @__PURE__ */ new TextDecoder;
    for await (let chunk of running.process.stderr)
      running.said = (running.said + decoder.decode(chunk)).slice(-LONGEST_REASON2);
  }
  #take(line) {
    let said = JSON.parse(line);
    if (said.id === void 0)
      return this.#options.onNotice?.(said.notice);
    let reply = said.error === void 0 ? { value: said.value } : { failure: said.error, retryInMs: 0 };
    this.#waiting.get(said.id)?.(reply);
  }
  #write({ process: { stdin } }, line) {
    (async () => {
      await stdin.write(`${JSON.stringify(line)}
`), await stdin.flush();
    })().catch(foundByItsEnd);
  }
  #kill(running, why) {
    running.killedFor ??= why, running.process.kill("SIGKILL");
  }
  #noteDeath(how, said) {
    let { role, log } = this.#options, retryInMs = this.#backOff();
    log.write("warn", "a process beside the worker died", { role, how, said: said.trim(), retryInMs });
  }
  #backOff() {
    let { backoffMs = FIRST_BACKOFF_MS } = this.#options, waitMs = Math.min(LONGEST_BACKOFF_MS, backoffMs * 2 ** this.#deaths);
    return this.#deaths += 1, this.#notBeforeMs = performance.now() + waitMs, waitMs;
  }
  #failAll(failure) {
    let retryInMs = Math.max(0, this.#notBeforeMs - performance.now());
    for (let resolve of this.#waiting.values())
      resolve({ failure, retryInMs });
  }
  #endWhenIdle() {
    clearTimeout(this.#idle);
    let { idleEndMs = IDLE_END_MS } = this.#options;
    if (idleEndMs === null || this.#waiting.size > 0)
      return;
    this.#idle = setTimeout(() => void this.end(END_MS), idleEndMs), this.#idle.unref();
  }
}

// src/worker/forward/forward-driver.ts
var LIMIT_MS = 60000, RETRY_MS = 1000;

class ForwardDriver {
  #options;
  #isolate;
  #targets = [];
  #isBusy = !1;
  #isRung = !1;
  #isEnding = !1;
  #isOver = !1;
  #timer;
  #idle = Promise.resolve();
  constructor(options) {
    this.#options = options, this.#isolate = options.isolate ?? new ResidentIsolate({ role: "forward", root: options.root, log: options.log });
  }
  get targets() {
    return this.#targets;
  }
  ring() {
    if (this.#isRung = !0, this.#isBusy || this.#isEnding)
      return;
    clearTimeout(this.#timer), this.#isBusy = !0, this.#idle = this.#run();
  }
  async end(limitMs) {
    let endMs = performance.now() + limitMs;
    this.#isEnding = !0, clearTimeout(this.#timer);
    let timer, limit = new Promise((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([this.#idle, limit]), clearTimeout(timer), this.#isOver = !0, await this.#isolate.end(Math.max(0, endMs - performance.now())), await this.#idle;
  }
  async#run() {
    let againInMs = null;
    try {
      do
        this.#isRung = !1, againInMs = await this.#pass();
      while (!this.#isOver && (this.#isRung || againInMs === 0));
    } finally {
      this.#isBusy = !1;
    }
    if (againInMs === null || this.#isEnding)
      return;
    this.#timer = setTimeout(() => this.ring(), againInMs), this.#timer.unref();
  }
  async#pass() {
    let reply = await this.#isolate.request({}, LIMIT_MS), told = "value" in reply && isForwarded(reply.value) ? reply.value : null;
    if (told === null) {
      let failure = "failure" in reply ? reply.failure : "it said something else";
      return this.#options.log.write("debug", "the forwarder does not answer", { failure }), Math.max(RETRY_MS, "failure" in reply ? reply.retryInMs : 0);
    }
    if (told.isBehind && this.#renew(told.source))
      return 0;
    if (!told.isBehind)
      this.#options.store.noteForwarded(told.source, told.seq);
    return this.#note(told.targets), told.againInMs;
  }
  #renew(source) {
    let { store, log } = this.#options;
    try {
      return store.renewSource(source), log.write("info", "the database was put back from a backup: its outbox has another id, and is sent again"), !0;
    } catch (error) {
      if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE")
        throw error;
      return log.write("debug", "the outbox has no other id yet", { error: errorMessage(error) }), !1;
    }
  }
  #note(targets) {
    let before = this.#targets;
    if (this.#targets = targets, JSON.stringify(before) === JSON.stringify(targets))
      return;
    for (let { name, error } of targets) {
      let known = before.find((one) => one.name === name)?.error ?? null;
      if (error !== null && known === null)
        this.#options.log.write("warn", `${name} takes nothing now`, { error });
      if (error === null && known !== null)
        this.#options.log.write("info", `${name} takes rows again`);
    }
    this.#options.onChange();
  }
  sweep() {
    let { store, log } = this.#options;
    try {
      store.dropForwarded();
    } catch (error) {
      log.write("debug", "the outbox was not swept", {
        error: errorMessage(error),
        code: errorCode(error) ?? ""
      });
    }
  }
}
function isForwarded(value) {
  return isObject2(value) && typeof value.source === "string" && typeof value.seq === "number" && typeof value.isBehind === "boolean" && Array.isArray(value.targets);
}

// src/worker/enrich/snapshot.ts
var DEBOUNCE_MS = 50, LIMIT_MS2 = 300000, FINISH_MS2 = 1000, IDLE_END_MS2 = 1800000, MAX_WAITING = 1000, MAX_TARGET_CHARS = 200, READING = /* @__PURE__ */ new Set([
  "Read",
  "Grep",
  "Glob",
  "LS",
  "NotebookRead",
  "WebFetch",
  "WebSearch",
  "TodoWrite",
  "TaskCreate",
  "TaskUpdate",
  "TaskGet",
  "TaskList",
  "TaskOutput",
  "BashOutput",
  "ToolSearch",
  "AskUserQuestion",
  "ExitPlanMode"
]);

class Snapshotter {
  #options;
  #isolate;
  #wanted = [];
  #running;
  #timer;
  #idle = /* @__PURE__ */ new Map;
  #directories = /* @__PURE__ */ new Map;
  constructor(options) {
    this.#options = options;
    let { root, log } = options;
    this.#isolate = new ResidentIsolate({ role: "snapshots", root, log, idleEndMs: IDLE_END_MS2 });
  }
  note({ id, entry: { operation, payload, sql } }) {
    if (!this.#options.isOn || sql !== void 0 || operation !== "observe")
      return;
    let wanted = wantedBy(id, payload);
    if (wanted === null || !this.#isUsable(wanted.cwd))
      return;
    let { sessionId, trigger } = wanted, isIdle = trigger === "stop" && this.#idle.get(sessionId) === !0;
    if (this.#wanted.push(isIdle ? { ...wanted, trigger: "idle-stop" } : wanted), this.#noteTurn(payload, trigger), this.#wanted.length > MAX_WAITING)
      this.#wanted.shift();
  }
  #noteTurn({ sessionId, agent, facts }, trigger) {
    if (trigger === "call")
      this.#idle.set(sessionId, !1);
    else if (agent !== "unknown" && (trigger !== "start" || this.#isBegun(sessionId, facts)))
      this.#idle.set(sessionId, !0);
    if (this.#idle.size > MAX_WAITING)
      this.#idle.clear();
  }
  #isBegun(sessionId, facts) {
    let source = textOf2(facts.find(({ kind }) => kind === "session")?.data.source);
    return source === void 0 ? !this.#idle.has(sessionId) : source !== "compact";
  }
  start() {
    if (this.#wanted.length === 0 || this.#running !== void 0)
      return;
    clearTimeout(this.#timer), this.#timer = setTimeout(() => this.#begin(), DEBOUNCE_MS);
  }
  #begin() {
    this.#running ??= this.#run().finally(() => {
      this.#running = void 0, this.start();
    });
  }
  async#run() {
    let { log, store, clock } = this.#options, wanted = this.#wanted;
    if (wanted.length === 0)
      return;
    this.#wanted = [];
    let reply = await this.#isolate.request(wanted, LIMIT_MS2);
    if ("failure" in reply) {
      log.write("warn", "no snapshot was taken of the files", { error: reply.failure });
      return;
    }
    for (let file of reply.value) {
      try {
        await store.addLate(file.entryId, file.sessionId, factOf(file), clock.nowMs());
      } catch (error) {
        log.write("debug", "a file that a call changed was not noted", { error: errorMessage(error) });
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  #isUsable(cwd) {
    let known = this.#directories.get(cwd);
    if (known !== void 0)
      return known;
    let isUsable = !("refused" in findWorktree(this.#options.root, cwd));
    return this.#directories.set(cwd, isUsable), isUsable;
  }
  async finish() {
    clearTimeout(this.#timer), this.#begin();
    let waited = Promise.withResolvers(), timer = setTimeout(waited.resolve, FINISH_MS2);
    await Promise.race([this.#running, waited.promise]), clearTimeout(timer), this.#wanted = [], await this.#isolate.end(FINISH_MS2);
  }
}
function wantedBy(entryId, { sessionId, event, atMs, facts }) {
  let session = facts.find(({ kind }) => kind === "session"), cwd = textOf2(session?.data.cwd);
  if (cwd === void 0)
    return null;
  let common = { entryId, sessionId, cwd, atMs, told: [], call: null };
  if (event === "SessionStart")
    return { ...common, trigger: "start" };
  if (event === "UserPromptSubmit")
    return { ...common, trigger: "prompt" };
  if (event === "Stop" || event === "SessionEnd")
    return { ...common, trigger: "stop" };
  let operation = facts.find(({ kind }) => kind === "operation"), tool = textOf2(operation?.data.tool);
  if (operation === void 0 || tool === void 0 || READING.has(tool))
    return null;
  let told = facts.filter(({ kind }) => kind === "file").map(({ key }) => key), agentId = operation.agentId === void 0 ? {} : { agentId: operation.agentId }, given = textOf2(operation.data.target), target = given === void 0 ? {} : { target: clip(given, MAX_TARGET_CHARS) };
  return { ...common, trigger: "call", told, call: { key: operation.key, tool, sessionId, ...target, ...agentId } };
}
function factOf({ path, change, by, atMs, agentId }) {
  return { kind: "file", key: path, atMs, data: change === "created" ? { change, by, isNew: !0 } : { change, by }, ...agentId === void 0 ? {} : { agentId } };
}

// src/worker/note-applied.ts
var WORTH_IDS = 4096, MOST_REST_BYTES = 4096 * ID_BYTES;
function noteApplied(paths, db, nowMs, sinceMs, worthIds = WORTH_IDS) {
  let journals = notableJournals(paths, sinceMs), isWorthIt = (notes) => newBytes(journals, notes) >= worthIds * ID_BYTES;
  if (!isWorthIt(/* @__PURE__ */ new Map))
    return;
  let before = readNotes(db);
  if (!isWorthIt(before))
    return;
  let parts = journals.map((journal) => partOf(journal, before)), notes = restsOf(parts, db).map((rest, index) => {
    let { words: _, sinceMs: __, ...part } = parts[index];
    return { ...part, rest, atMs: nowMs };
  });
  writeNotes(db, notes.filter(({ rest }) => rest.length <= MOST_REST_BYTES));
}
var newBytes = (journals, notes) => journals.reduce((sum, { hour, bytes }) => sum + Math.max(0, bytes - (notes.get(hour)?.bytes ?? 0)), 0);
function partOf(journal, notes) {
  let { hour } = journal, all = readJournal(journal), found = { hour, bytes: all.length, hash: hashOf(all) }, note = noteOf(notes, hour, all);
  if (note === null) {
    let words = sortIds(wordsOf(all));
    return { ...found, ids: words.length / WORDS, words, sinceMs: hour * HOUR_MS };
  }
  let tail = all.subarray(note.bytes), words = sortIds(wordsOf(Buffer.concat([note.rest, tail]))), ids = note.ids + (words.length - note.rest.length / Uint32Array.BYTES_PER_ELEMENT) / WORDS;
  return { ...found, ids, words, sinceMs: words.length === 0 ? Number.POSITIVE_INFINITY : note.atMs };
}
function restsOf(parts, db) {
  let all = new Uint32Array(parts.reduce((sum, { words }) => sum + words.length, 0)), end = 0;
  for (let { words } of parts)
    all.set(words, end), end += words.length;
  let list = new IdList(sortIds(all)), isApplied = new Uint8Array(list.size), sinceMs = Math.min(...parts.map((part) => part.sinceMs)) - LONGEST_BATCH_MS;
  for (let lot of list.size === 0 ? [] : appliedIds(db, sinceMs)) {
    let words = wordsOf(Buffer.from(lot.buffer));
    for (let at = 0;at < words.length; at += LOT_WORDS) {
      let place = list.find(words, at);
      if (place >= 0)
        isApplied[place] = 1;
    }
  }
  return parts.map(({ words }) => {
    let rest = words.slice(), kept = 0;
    for (let at = 0;at < words.length; at += WORDS) {
      if (isApplied[list.find(words, at)] === 1)
        continue;
      rest.copyWithin(kept, at, at + WORDS), kept += WORDS;
    }
    return bytesOfWords(rest.subarray(0, kept));
  });
}

// src/worker/maintenance.ts
var SWEEP_INTERVAL_MS = 3600000, NOTE_INTERVAL_MS = 600000, HOUR_MS2 = 3600000, DAY_MS = 24 * HOUR_MS2, MAX_LINES = 10;

class Maintenance {
  #options;
  #lock;
  #sweptAtMs = 0;
  #notedAtMs = 0;
  constructor(options) {
    this.#options = options, this.#lock = options.lock;
  }
  keepLock() {
    if (this.#lock.isInPlace)
      return;
    let { queue, worker, log } = this.#options;
    try {
      let lock = ProcessLock.take(lockPath(queue.paths, worker), !0);
      if (lock === null)
        return;
      this.#lock.release(), this.#lock = lock, log.write("warn", "the lock of this worker was deleted, and taken again");
    } catch (error) {
      if (errorCode(error) !== "HIVE_QUEUE_UNAVAILABLE")
        throw error;
      log.write("warn", "the lock of this worker was deleted", { error: errorMessage(error) });
    }
  }
  async run(isStart) {
    try {
      if (!isStart)
        this.#options.queue.prepare(), this.keepLock(), await this.#options.wakes.check(!1);
      if (this.#recover(), await this.#sweep(), !isStart && this.#isNoteDue())
        this.note();
    } catch (error) {
      if (!isSystemFault(error))
        throw error;
      this.#options.log.write("warn", "queue maintenance failed", { error: errorMessage(error) });
    }
  }
  #recover() {
    let { log, queue } = this.#options, faults = 0, onFault = (error) => {
      if (!isSystemFault(error))
        throw error;
      if (faults += 1, faults <= MAX_LINES)
        log.write("warn", "cannot recover the claims of a worker", { error: errorMessage(error) });
    }, recovered = queue.recover((worker) => this.#takeLock(worker), onFault);
    if (this.#options.counters.recovered += recovered, recovered === 0)
      return;
    log.write("info", "took back the entries of a dead worker", { entries: recovered });
  }
  #takeLock(worker) {
    return ProcessLock.take(lockPath(this.#options.queue.paths, worker), !1);
  }
  async#sweep() {
    let { config, log, queue, worker } = this.#options, nowMs = this.#options.clock.nowMs();
    if (Math.abs(nowMs - this.#sweptAtMs) < SWEEP_INTERVAL_MS)
      return;
    this.#sweptAtMs = nowMs;
    let ledgerBeforeMs = nowMs - config.ledgerRetentionHours * HOUR_MS2;
    for (let done of clearForeign(queue.paths).slice(0, MAX_LINES))
      log.write("warn", done);
    queue.sweep(config.deadLetterRetentionDays * 24 * HOUR_MS2), sweepWorkers(queue.paths, (id) => this.#takeLock(id), nowMs, worker), sweepJournals(queue.paths, ledgerBeforeMs + HOUR_MS2);
    try {
      if (await this.#options.store.sweepLedger(ledgerBeforeMs, () => seqsThere(queue.paths)), config.sessionRetentionDays > 0)
        await this.#pruneSessions(nowMs - config.sessionRetentionDays * 24 * HOUR_MS2);
    } catch (error) {
      log.write("warn", "the store was not swept", { error: errorMessage(error) });
    }
  }
  #isNoteDue() {
    return Math.abs(this.#options.clock.nowMs() - this.#notedAtMs) >= NOTE_INTERVAL_MS;
  }
  note() {
    let { clock, config, log, queue, store } = this.#options, nowMs = clock.nowMs();
    this.#notedAtMs = nowMs;
    try {
      noteApplied(queue.paths, store.db, nowMs, nowMs - Math.min(DAY_MS, config.ledgerRetentionHours * HOUR_MS2));
    } catch (error) {
      log.write("warn", "what was applied was not noted", { error: errorMessage(error) });
    }
  }
  async#pruneSessions(beforeMs) {
    sweepInstances(this.#options.queue.paths, beforeMs);
    let sessions = await this.#options.store.pruneSessions(beforeMs);
    if (sessions > 0)
      this.#options.log.write("info", "deleted old sessions", { sessions });
  }
  retire() {
    try {
      retireWorker(this.#options.queue.paths, this.#options.worker);
    } catch (error) {
      if (!isSystemFault(error))
        throw error;
      let message = "its claims are left to the next worker";
      this.#options.log.write("warn", message, { worker: this.#options.worker, error: errorMessage(error) });
    }
  }
  release() {
    this.#lock.release();
  }
}

// src/worker/open-store.ts
import { existsSync as existsSync2 } from "fs";
var STORE_WAIT_MS = 500, ATTEMPTS_A_REPORT = 600;
async function openStore(options) {
  let { root, config, log, signal, isOnce, onStep, isForwarding: hasOutbox = !1 } = options, { durability, rawSql, checkpointHistory } = config, startedAtMs = Date.now();
  for (let attempt = 1;; attempt += 1) {
    try {
      let steps = onStep === void 0 ? {} : { onStep };
      return await Store2.open(root, { durability, rawSql, checkpointHistory, hasOutbox, ...steps });
    } catch (error) {
      let isWaiting = errorCode(error) === "HIVE_STORE_UNAVAILABLE" && !(isOnce === !0 && isUnsound(error));
      if (signal.aborted && attempt > 1)
        report(options, startedAtMs, error, !0);
      if (!isWaiting || signal.aborted || !existsSync2(root))
        throw error;
      if (attempt === 1)
        log.write("warn", "the store cannot be opened, waiting", { error: errorMessage(error) });
      if (attempt % ATTEMPTS_A_REPORT === 1)
        report(options, startedAtMs, error, !1);
    }
    await sleep(STORE_WAIT_MS, signal);
  }
}
function report({ paths, worker, config, log, supervision }, startedAtMs, error, isLast) {
  try {
    let nowMs = Date.now(), { pending, processing } = measureDepth(paths, nowMs), identity = { worker, isBackground: supervision !== void 0, processStart: processStart(process.pid), startedAtMs }, said = {
      mode: config.mode,
      idle_seconds: Math.floor((nowMs - startedAtMs) / 1000),
      queue_size: pending,
      processing_count: processing,
      store_error: errorMessage(error),
      stopped_at: isLast ? timeText(nowMs) : null
    };
    writeHeartbeat(paths, heartbeatOf(identity, nowMs, said));
  } catch (cause) {
    log.write("warn", "no heartbeat written", { error: errorMessage(cause) });
  }
}

// src/worker/reporter.ts
var INTERVAL_MS = 1000, IDLE_INTERVAL_MS = 300000, QUIET_MS = 100, LOG_ENTRIES = 1000, SHORT_LOG_ENTRIES = 100, COST_FACTOR = 50, NOTHING = { pending: 0, processing: 0, failed: 0, temporary: 0, oldestAgeMs: null };

class Reporter {
  #options;
  #identity;
  #dueMs = 0;
  #depth;
  #depthDueMs = 0;
  #writtenMs = Number.NEGATIVE_INFINITY;
  #activity = "";
  #activeMs = Number.NEGATIVE_INFINITY;
  #timer;
  #appliedAtCheckpoint = 0;
  #duplicatesBefore;
  lastAppliedAtMs = null;
  constructor(options) {
    this.#options = options;
    let { worker, isBackground, clock, queue } = options;
    this.#duplicatesBefore = readHeartbeat(queue.paths)?.duplicates ?? 0, this.#identity = { worker, isBackground, processStart: processStart(process.pid), startedAtMs: clock.nowMs() };
  }
  get idleSinceMs() {
    return this.lastAppliedAtMs ?? this.#identity.startedAtMs;
  }
  beat() {
    let { counters, wakes, applier, queueOutage, forward } = this.#options, { applied, failed, retried, duplicates } = counters, errors = `${applier.storeError} ${queueOutage.error} ${JSON.stringify(forward?.targets)}`, activity = `${applied} ${failed} ${retried} ${duplicates} ${wakes.state.restarts} ${errors}`;
    if (activity === this.#activity && performance.now() - this.#writtenMs < IDLE_INTERVAL_MS)
      return;
    if (this.#activity = activity, this.#activeMs = performance.now(), this.#dueMs === 0)
      this.#write(!1);
    else
      this.#writeIn(Math.max(QUIET_MS, this.#dueMs - this.#activeMs));
  }
  #writeIn(waitMs) {
    this.#timer ??= setTimeout(() => this.#write(!1), waitMs);
  }
  finish() {
    this.#write(!0);
  }
  #write(isLast) {
    let { queue, log, wakes } = this.#options;
    clearTimeout(this.#timer), this.#timer = void 0;
    let startedMs = performance.now();
    this.#writtenMs = startedMs, this.#checkpointLog(isLast, startedMs - this.#activeMs >= QUIET_MS / 2);
    try {
      writeHeartbeat(queue.paths, this.#heartbeat(isLast));
    } catch (error) {
      if (log.write("warn", "no heartbeat written", { error: errorMessage(error) }), errorCode(error) === "ENOENT")
        wakes.wake("backstop");
    }
    this.#dueMs = startedMs + INTERVAL_MS;
  }
  #measureDepth(isLast) {
    let startedMs = performance.now();
    if (this.#depth !== void 0 && startedMs < this.#depthDueMs && !isLast)
      return this.#depth;
    try {
      this.#depth = this.#options.queue.depth();
    } catch (error) {
      if (this.#options.queueOutage.error === null)
        throw error;
    }
    return this.#depthDueMs = startedMs + (performance.now() - startedMs) * COST_FACTOR, this.#depth ?? NOTHING;
  }
  #checkpointLog(isLast, isQuiet) {
    let { counters, store, log } = this.#options, entries = counters.applied - this.#appliedAtCheckpoint;
    if (entries < (isLast ? 1 : SHORT_LOG_ENTRIES))
      return;
    if (!isLast && !isQuiet && entries < LOG_ENTRIES)
      return this.#writeIn(INTERVAL_MS);
    this.#appliedAtCheckpoint = counters.applied;
    try {
      store.checkpointLog();
    } catch (error) {
      log.write("debug", "the log of the store was not moved", { error: errorMessage(error) });
    }
  }
  #heartbeat(isLast) {
    let { wakes, doorbell, watch, applier, counters, latencies, throughput } = this.#options, nowMs = this.#options.clock.nowMs(), depth = this.#measureDepth(isLast), state = wakes.state;
    return heartbeatOf(this.#identity, nowMs, {
      mode: state.mode,
      iteration: counters.iterations,
      events_processed: counters.applied,
      last_process_time: this.lastAppliedAtMs === null ? null : timeText(this.lastAppliedAtMs),
      idle_seconds: Math.floor((nowMs - this.idleSinceMs) / 1000),
      queue_size: depth.pending,
      processing_count: depth.processing,
      fallback_reason: state.fallbackReason,
      watch: state.watch,
      doorbell: state.doorbell,
      watcher_restarts: state.restarts,
      duplicates: this.#duplicatesBefore + counters.duplicates,
      failed: counters.failed,
      retried: counters.retried,
      recovered: counters.recovered,
      wakes: { ...wakes.counts },
      rings: doorbell?.rings ?? 0,
      watch_events: watch.events,
      missed_wakes: counters.missedWakes,
      store_error: applier.storeError,
      queue_error: this.#options.queueOutage.error,
      targets: this.#options.forward?.targets ?? [],
      latency: latencies.summary(),
      throughput_per_second: throughput.perSecond(),
      stopped_at: isLast ? timeText(nowMs) : null
    });
  }
}

// src/supervisor/end/end-outdated.ts
var PATIENCE_MS = 1e4;
async function endOutdated(paths, self, log, signal) {
  for (let worker of findWorkers(paths, self)) {
    if (worker.heartbeat === null || !isOlder(worker.heartbeat.version, KINDS_SINCE))
      continue;
    log.write("info", "asking a worker of an older version to end", { worker: worker.id }), await endWorker(paths, worker, { graceMs: PATIENCE_MS, mayKill: !1, signal });
  }
}

// src/worker/worker.ts
var FORWARD_END_MS = 3000, ONCE_FORWARD_END_MS = 1e4, MISSED_WAKE_MS = 1000;

class Worker {
  id;
  queue;
  store;
  wakes;
  done;
  #options;
  #parts;
  #signal;
  #isLeaving = !1;
  #hasStoppedListening = !1;
  constructor(options, parts) {
    this.#options = options, this.#parts = parts, this.#signal = parts.stopping.signal, this.id = parts.id, this.queue = parts.queue, this.store = parts.store, this.wakes = parts.wakes, this.done = this.#run();
  }
  stop() {
    return this.#parts.stopping.abort(), this.wakes.wake("start"), this.done;
  }
  async#run() {
    let { log, config, isOnce = !1 } = this.#options, { reporter, maintenance } = this.#parts;
    try {
      if (await endOutdated(this.queue.paths, this.id, log, this.#signal), !isOnce)
        await this.wakes.start();
      let { mode, fallbackReason } = this.wakes.state, { durability } = config;
      log.write("info", "worker started", { worker: this.id, mode, fallbackReason, durability, isOnce }), reporter.beat();
      for (let sentence of this.store.notes)
        log.write("warn", sentence);
      if (await maintenance.run(!0), this.#startForwarding(), await this.#loop(), this.wakes.stop(), this.#allowSuccessor(), !this.#signal.aborted)
        maintenance.note();
    } finally {
      await this.#end();
    }
  }
  #startForwarding() {
    let { forward } = this.#parts;
    try {
      if (forward === null)
        this.store.emptyOutbox();
      else if (this.store.hasWaiting)
        forward.ring();
    } catch (error) {
      if (!isStoreUnavailable(error))
        throw error;
      this.#options.log.write("debug", "the outbox was not looked at", { error: errorMessage(error) });
    }
  }
  async#loop() {
    let { counters, maintenance, reporter, forward } = this.#parts, causes = /* @__PURE__ */ new Set(["start"]);
    while (!this.#signal.aborted) {
      if (counters.iterations += 1, this.queue.wake(), await this.#drain(causes), causes.has("backstop"))
        await maintenance.run(!1), forward?.sweep(), await endOutdated(this.queue.paths, this.id, this.#options.log, this.#signal), this.#isLeaving = this.#options.supervision?.onMaintain() ?? !1;
      if (reporter.beat(), this.#signal.aborted)
        break;
      if (this.#options.isOnce === !0 && this.queue.nextDueMs === null)
        break;
      let waitMs = this.#isLeaving ? 0 : this.#nextDueInMs();
      if (waitMs !== null && waitMs <= 0 && await this.#isIdleForGood())
        break;
      causes = await this.wakes.next(waitMs);
    }
  }
  async#drain(causes) {
    let { applier, reporter, throughput, clock, git, snapshotter, forward } = this.#parts, isUnannounced = causes.size === 1 && causes.has("backstop"), taken = 0;
    while (!this.#signal.aborted) {
      let startedMs = performance.now();
      if (this.wakes.isPending)
        this.queue.wake();
      let claims = await this.#claim();
      if (claims.length === 0)
        break;
      if (isUnannounced)
        await this.#noteMissed(claims);
      await applier.apply(claims), taken += claims.length;
      let nowMs = clock.nowMs();
      reporter.lastAppliedAtMs = nowMs, forward?.ring(), throughput.add(claims.length, performance.now() - startedMs, nowMs), await new Promise((resolve) => setImmediate(resolve)), reporter.beat();
    }
    if (taken > 0)
      this.#parts.ringListeners();
    return git.start(), snapshotter.start(), taken;
  }
  async#claim() {
    let { queueOutage } = this.#parts;
    while (!this.#signal.aborted)
      try {
        let claims = this.queue.claim(this.#options.config.batchSize);
        if (queueOutage.error !== null)
          await this.#queueIsBack();
        return claims;
      } catch (error) {
        if (!isSystemFault(error))
          throw error;
        await waitForQueue(queueOutage, this.queue, error);
      }
    return [];
  }
  async#queueIsBack() {
    if (this.#parts.queueOutage.end(), this.#parts.maintenance.keepLock(), this.#options.isOnce !== !0)
      await this.wakes.check(!1);
  }
  async#noteMissed(claims) {
    if (this.wakes.state.mode === "poll")
      return;
    let nowMs = this.#parts.clock.nowMs(), missed = claims.filter(({ file, entry }) => entry.retries === 0 && nowMs - file.modifiedAtMs > MISSED_WAKE_MS).length;
    if (missed === 0)
      return;
    this.#parts.counters.missedWakes += missed, this.#options.log.write("warn", "the backstop found entries without an event", { entries: missed }), await this.wakes.check(!0);
  }
  #nextDueInMs() {
    let { idleExitSeconds } = this.#options.config, { clock, reporter } = this.#parts, nowMs = clock.nowMs(), dueMs = this.queue.nextLookMs, dueInMs = dueMs === null ? null : Math.max(1, dueMs - nowMs);
    if (idleExitSeconds === 0 || dueInMs !== null)
      return dueInMs;
    if (reporter.idleSinceMs > nowMs)
      reporter.lastAppliedAtMs = nowMs;
    return reporter.idleSinceMs + idleExitSeconds * 1000 - nowMs;
  }
  async#isIdleForGood() {
    if (await this.wakes.stopListening(), this.#allowSuccessor(), this.queue.wake(), await this.#drain(/* @__PURE__ */ new Set(["start"])) === 0 && (this.#isLeaving || this.queue.nextDueMs === null))
      return !0;
    return this.#hasStoppedListening = !1, await this.wakes.start(), !1;
  }
  #allowSuccessor() {
    if (!this.#hasStoppedListening)
      this.#options.supervision?.onStopListening();
    this.#hasStoppedListening = !0;
  }
  async#end() {
    let { git, snapshotter, reporter, maintenance, counters, forward } = this.#parts;
    this.wakes.stop(), await Promise.all([git.finish(), snapshotter.finish()]), await forward?.end(this.#options.isOnce === !0 ? ONCE_FORWARD_END_MS : FORWARD_END_MS), forward?.sweep(), reporter.finish(), maintenance.retire(), this.store.close(), maintenance.release(), this.#options.log.write("info", "worker stopped", { worker: this.id, applied: counters.applied });
  }
}

// src/worker/open-worker.ts
var LOCK_ATTEMPTS = 10;
async function openWorker(options, signal = new AbortController().signal) {
  let { root, config, onStep, clock = systemClock } = options, { paths } = new Queue(root), { id, lock } = takeNewLock(paths), store = await openStore({ ...options, paths, worker: id, signal }).catch((error) => {
    for (let path of [reportPath(paths, id), lockPath(paths, id)])
      unlinkIfThere(path);
    throw lock.release(), error;
  }), queue = new Queue(root, { ...config, worker: id, clock, ...onStep === void 0 ? {} : { onStep } });
  return new Worker(options, makeParts(options, { id, lock, queue, store }));
}
function makeParts(options, { id, lock, queue, store }) {
  let { root, config, log, supervision, clock = systemClock } = options, { doorbell = new DoorbellSource(queue.paths.doorbell), watch = new WatchSource(queue.paths.pending) } = options, stopping = new AbortController, { signal } = stopping, counters = newCounters(), throughput = new Throughput, latencies = new Latencies, common = { queue, store, log, clock, counters, latencies }, beat = () => reporter.beat(), wakes = new Wakes({
    mode: config.mode,
    pollIntervalMs: config.pollIntervalMs,
    backstopIntervalMs: config.backstopIntervalMs,
    watch,
    doorbell,
    signal,
    onChange: (message) => log.write("warn", message)
  }), maintenance = new Maintenance({ worker: id, lock, config, wakes, ...common }), git = new GitReader(root, store, log, clock), forward = options.isForwarding === !0 ? new ForwardDriver({ root, store, log, onChange: beat }) : null, isOn = config.snapshots === "on" && options.isOnce !== !0, snapshotter = new Snapshotter({ root, store, log, clock, isOn }), queueOutage = new Outage({ name: "the queue", log, signal, onChange: beat }), applier = new Applier({
    ...common,
    queueOutage,
    child: { root, config, hasOutbox: options.isForwarding === !0 },
    signal,
    onApplied: (claim) => {
      if (!claim.isProved)
        return;
      git.note(claim), snapshotter.note(claim);
    },
    onStoreChange: beat,
    onProgress: () => {
      reporter.lastAppliedAtMs = clock.nowMs(), beat();
    }
  }), reporter = new Reporter({
    worker: id,
    wakes,
    doorbell,
    watch,
    applier,
    queueOutage,
    forward,
    throughput,
    isBackground: supervision !== void 0,
    ...common
  }), data = ownDirectory2("data", process.env, root);
  return {
    id,
    queue,
    store,
    wakes,
    clock,
    counters,
    throughput,
    applier,
    queueOutage,
    git,
    forward,
    snapshotter,
    reporter,
    maintenance,
    ringListeners: () => {
      if (data !== null)
        ringListeners(data);
    },
    stopping
  };
}
function takeNewLock(paths) {
  for (let attempt = 0;attempt < LOCK_ATTEMPTS; attempt += 1) {
    let id = `${process.pid}-${crypto.randomUUID().slice(0, 8)}`, lock = ProcessLock.take(lockPath(paths, id), !0);
    if (lock !== null)
      return { id, lock };
  }
  throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `no lock can be taken in ${paths.workers}`, {
    hint: "is it on a file system without locks?"
  });
}

// src/cli/commands/run/worker.ts
var SECOND_SIGNAL_EXIT_CODE = 130;
function overrides({
  mode,
  pollIntervalMs,
  batchSize,
  durability,
  logLevel,
  idleExit,
  background
}) {
  return { mode, pollIntervalMs, batchSize, durability, logLevel, idleExitSeconds: idleExit ?? (background === !0 ? void 0 : 0) };
}
function addWorker(program, io) {
  let worker = program.command("worker").description("apply the queued entries, in the foreground or the background").usage("[options] [command]").addHelpText("after", `
Without a command it means hive worker run, and takes its flags.

Examples:
  hive worker                               until Ctrl+C
  hive worker --once
  hive worker --mode poll --poll-interval-ms 100
  hive worker start                         in the background
  hive worker logs --follow`);
  worker.command("run", { isDefault: !0 }).description("run a worker in the foreground, until Ctrl+C").allowExcessArguments().addOption(settingOption("--mode <mode>", "mode", "wake by the kernel's events, or by a timer")).addOption(settingOption("--poll-interval-ms <ms>", "pollIntervalMs", "time between two looks in poll mode")).addOption(settingOption("--idle-exit <seconds>", "idleExitSeconds", "end after so long without an entry; 0 means never")).option("--once", "apply the waiting entries, then end").addOption(settingOption("--batch-size <n>", "batchSize", "entries in one transaction at most")).addOption(settingOption("--durability <mode>", "durability", "survive a crash of a process, or also a power cut")).addOption(settingOption("--log-level <level>", "logLevel", "the lowest level to log")).option("--quiet", "log to the file alone").addOption(new Option("--background", "exit if another worker runs, and after a time without entries").hideHelp()).addHelpText("after", `
Example:
  hive worker run --idle-exit 60`).action(async (_flags, self) => {
    let [word] = self.args;
    if (word !== void 0)
      unknownCommand(worker, word);
    let flags = self.optsWithGlobals();
    await runWorker(io, flags, flags.root);
  }), addWorkerControl(worker, io);
}
async function runWorker(io, flags, givenRoot) {
  let root = findRoot(io, givenRoot), config = loadConfig(io, root, overrides(flags)), log = new Log({
    path: workerLogPath(root),
    level: config.logLevel,
    maxBytes: config.logMaxBytes,
    files: config.logFiles,
    echo: flags.quiet === !0 ? void 0 : (line) => io.err(io.isTTY ? sentence(line) : `${line}
`)
  });
  if (flags.background !== !0 && flags.quiet !== !0)
    tellOthers(io, root);
  let ending = new AbortController, worker, onSignal = () => {
    if (ending.signal.aborted)
      process.exit(SECOND_SIGNAL_EXIT_CODE);
    ending.abort(), worker?.stop().catch(() => {
      return;
    });
  };
  process.on("SIGTERM", onSignal), process.on("SIGINT", onSignal);
  let slot = null;
  try {
    if (flags.background === !0) {
      if (slot = await takeSlot({ paths: queuePaths(root), config, log, signal: ending.signal }), slot === null)
        return;
    }
    let supervision = slot === null ? {} : { supervision: slot.supervision };
    if (worker = await openWorker({
      root,
      config,
      log,
      isOnce: flags.once === !0,
      isForwarding: config.archive !== "off" || hasFleet(config, io.env),
      ...supervision
    }, ending.signal), ending.signal.aborted)
      await worker.stop();
    await worker.done;
  } catch (error) {
    if (ending.signal.aborted && errorCode(error) === "HIVE_STORE_UNAVAILABLE")
      return;
    throw log.write("error", "worker failed", { error: String(error) }), error instanceof HiveError ? error : new HiveError("HIVE_BUG", String(error), { cause: error });
  } finally {
    slot?.release(), process.off("SIGTERM", onSignal), process.off("SIGINT", onSignal);
  }
  if (KIND === "plugin" && slot !== null && !ending.signal.aborted)
    await compileHook(io, log);
}
async function compileHook(io, log) {
  try {
    let { compilePluginHook } = await import("./install-hook-plugin-hook.js"), command = await compilePluginHook(io.env);
    if (command !== null)
      log.write("info", "hook compiled", { command });
  } catch (error) {
    log.write("warn", "the hook could not be compiled", { error: errorMessage(error) });
  }
}
function tellOthers(io, root) {
  let ids = findWorkers(queuePaths(root)).map(({ id }) => id);
  if (ids.length === 0)
    return;
  let which = ids.length === 1 ? `worker ${ids[0]} is` : `workers ${ids.join(", ")} are`;
  io.err(`hive: ${printable(which)} at work here already: they share the entries
`);
}
export {
  addWorker
};
