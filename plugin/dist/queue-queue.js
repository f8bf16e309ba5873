// @bun
import {
  DEFAULTS
} from "./base-config-sources.js";
import {
  openJournal,
  openBell,
  nodeFiles,
  readRegular,
  BELL
} from "./base-files-files.js";
import {
  journalDrop,
  maxLetterBytes,
  keptName,
  keptOf,
  readLetter
} from "./queue-dead-letters-letter.js";
import {
  assertCapacity2
} from "./queue-producer-capacity.js";
import {
  readEntry
} from "./queue-read-entry.js";
import {
  sweepTemporaryFiles
} from "./queue-sweep.js";
import {
  measureDepth
} from "./queue-depth.js";
import {
  numbered,
  shortened,
  moveBack,
  recover,
  unlinkIfThere
} from "./queue-claims-recover.js";
import {
  queuePaths
} from "./platform-bun-callers-directory.js";
import {
  systemClock
} from "./base-clock.js";
import {
  makeQueue,
  makeDirectory
} from "./queue-make.js";
import {
  enqueue
} from "./queue-producer-enqueue.js";
import {
  resealed,
  FIRST_PRIORITY,
  LAST_PRIORITY,
  parseEntryName,
  entryName,
  groupOf,
  isOwnName,
  completeEntry
} from "./queue-entry.js";
import {
  userKeyIfAny
} from "./origin-key.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/queue/queue.ts
import * as fs4 from "fs";
import { dirname } from "path";

// src/queue/backlog.ts
import { readdirSync } from "fs";
var LISTING_SHARE = 0.1;
function isForeignWork(name) {
  return name.startsWith(".") || !name.endsWith(".json");
}

class Backlog {
  #directory;
  #seqs = [];
  #named = /* @__PURE__ */ new Map;
  #isStale = !0;
  #listedAtMs = 0;
  #listingMs = 0;
  invalidNames = [];
  constructor(directory) {
    this.#directory = directory;
  }
  invalidate() {
    this.#isStale = !0;
  }
  get isStale() {
    return this.#isStale;
  }
  refresh() {
    let nowMs = performance.now(), isAffordable = (nowMs - this.#listedAtMs) * LISTING_SHARE >= this.#listingMs;
    if (!this.#isEmpty && !(this.#isStale && isAffordable))
      return;
    this.#list(), this.#listedAtMs = performance.now(), this.#listingMs = this.#listedAtMs - nowMs, this.#isStale = !1;
  }
  next() {
    for (let priority = FIRST_PRIORITY;priority <= LAST_PRIORITY; priority += 1) {
      let seq = this.#seqs[priority]?.pop();
      if (seq !== void 0)
        return entryName(this.#named.get(`${priority} ${seq}`) ?? priority, seq);
    }
    return;
  }
  get #isEmpty() {
    return this.#seqs.every(({ length }) => length === 0);
  }
  #list() {
    this.#seqs = [];
    let seqsByPriority = Array.from({ length: LAST_PRIORITY + 1 }, () => []), invalidNames = [];
    for (let name of readdirSync(this.#directory)) {
      if (isForeignWork(name))
        continue;
      let parsed = parseEntryName(name);
      if (parsed === null)
        invalidNames.push(name);
      else
        seqsByPriority[parsed.priority].push(parsed.seq);
    }
    this.invalidNames = invalidNames, this.#named = promote(seqsByPriority), this.#seqs = seqsByPriority.map((seqs) => seqs.toSorted().toReversed());
  }
}
function promote(seqsByPriority) {
  let named = /* @__PURE__ */ new Map;
  for (let urgent = FIRST_PRIORITY;urgent < LAST_PRIORITY; urgent += 1) {
    if (seqsByPriority.slice(urgent + 1).every(({ length }) => length === 0))
      break;
    let latest = latestByGroup(seqsByPriority[urgent]);
    for (let priority = urgent + 1;latest.size > 0 && priority <= LAST_PRIORITY; priority += 1) {
      if (seqsByPriority[priority].length === 0)
        continue;
      let there = new Set(seqsByPriority[urgent]), isUrgent = (seq) => !there.has(seq) && seq < (latest.get(groupOf(seq) ?? "") ?? ""), moved = seqsByPriority[priority].filter(isUrgent);
      if (moved.length === 0)
        continue;
      for (let seq of moved)
        named.set(`${urgent} ${seq}`, priority);
      seqsByPriority[priority] = seqsByPriority[priority].filter((seq) => !isUrgent(seq)), seqsByPriority[urgent] = seqsByPriority[urgent].concat(moved);
    }
  }
  return named;
}
function latestByGroup(seqs) {
  let latest = /* @__PURE__ */ new Map;
  for (let seq of seqs) {
    let group = groupOf(seq);
    if (group !== null && seq > (latest.get(group) ?? ""))
      latest.set(group, seq);
  }
  return latest;
}

// src/queue/claims/claims.ts
import * as fs from "fs";
class Claims {
  #paths;
  #inbox;
  #worker;
  directory;
  #unread = /* @__PURE__ */ new Set;
  #poisonCandidates = /* @__PURE__ */ new Set;
  constructor(paths, inbox, worker) {
    this.#paths = paths, this.#inbox = inbox, this.#worker = worker, this.directory = worker === void 0 ? null : `${paths.processing}/${worker}`;
  }
  pathOf(name) {
    if (this.directory === null)
      throw new HiveError("HIVE_BUG", "this queue was opened without a worker's name");
    return `${this.directory}/${name}`;
  }
  hold(name) {
    let path = this.pathOf(name);
    if (!isOwnName(name) && fs.lstatSync(path, { throwIfNoEntry: !1 }) !== void 0)
      return !1;
    try {
      fs.renameSync(`${this.#paths.pending}/${name}`, path);
    } catch (error) {
      if (this.#isLeft(errorCode(error) ?? ""))
        return !1;
      throw error;
    }
    return this.#inbox.wasClaimed(name), !0;
  }
  #isLeft(code) {
    if (code === "ENOENT")
      return fs.existsSync(this.directory);
    return ["EACCES", "EPERM", "EBUSY"].includes(code) && this.#mayMove();
  }
  #mayMove() {
    try {
      for (let path of [this.#paths.pending, this.directory])
        fs.accessSync(path, fs.constants.W_OK | fs.constants.X_OK);
      return !0;
    } catch {
      return !1;
    }
  }
  read(name, look) {
    try {
      return look();
    } catch (error) {
      throw this.#unread.add(name), error;
    }
  }
  putUnreadBack() {
    for (let name of this.#unread) {
      if (fs.lstatSync(this.pathOf(name), { throwIfNoEntry: !1 }) !== void 0)
        this.putBack(name);
      this.#unread.delete(name);
    }
  }
  putBack(name) {
    let moved = moveBack(this.#paths, this.pathOf(name), name);
    if (this.#poisonCandidates.delete(name))
      this.#poisonCandidates.add(moved);
    return moved;
  }
  recover(takeLock, onFault) {
    let names = recover(this.#paths, takeLock, { self: this.#worker, onFault });
    for (let name of names)
      this.#poisonCandidates.add(name);
    return names.length;
  }
  maybePoison(name) {
    return this.#poisonCandidates.has(name);
  }
  forget(name) {
    this.#poisonCandidates.delete(name);
  }
  forgetAll() {
    this.#poisonCandidates.clear();
  }
}

// src/queue/dead-letters/dead-letters.ts
import { lstatSync as lstatSync2, readdirSync as readdirSync2, renameSync as renameSync3, rmSync, unlinkSync } from "fs";

// src/queue/dead-letters/create-unique.ts
import { linkSync, renameSync as renameSync2 } from "fs";
function createUnique(paths, directory, text, durability, nameOf, isSame) {
  let temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  nodeFiles.create(temporary, text);
  try {
    if (durability === "power")
      nodeFiles.sync(temporary);
    for (let attempt = 0;; attempt += 1) {
      let name = nameOf(attempt);
      try {
        linkSync(temporary, `${directory}/${name}`);
      } catch (error) {
        if (errorCode(error) !== "EEXIST")
          throw error;
        if (!isSame(`${directory}/${name}`))
          continue;
        renameSync2(temporary, `${directory}/${name}`);
      }
      if (durability === "power")
        nodeFiles.sync(directory);
      return name;
    }
  } finally {
    unlinkIfThere(temporary);
  }
}

// src/queue/dead-letters/dead-letters.ts
var MAX_SWEPT_BYTES = 33554432, MAX_UTF8_BYTES = 3;

class DeadLetters {
  #paths;
  #durability;
  #key;
  #maxLetterBytes;
  constructor(paths, { durability, key, maxEntryBytes = DEFAULTS.maxEntryBytes }) {
    this.#paths = paths, this.#durability = durability, this.#key = key, this.#maxLetterBytes = maxLetterBytes(maxEntryBytes);
  }
  bury(source, name, letter, { keepsFile, isProved } = {}) {
    let { failed } = this.#paths, kept = keepsFile === !0 ? keptName(name, letter.entry_id) : void 0, plain = this.#textOf({ ...letter, ...kept === void 0 ? {} : { kept_as: kept } }), text = resealed(plain, isProved === !0, this.#key, "letter"), isSame = (existing) => isRegularFile(existing) && this.#letterAt(existing, "")?.entry_id === letter.entry_id;
    if (createUnique(this.#paths, failed, text, this.#durability, (attempt) => numbered(name, attempt), isSame), kept === void 0)
      unlinkIfThere(source);
    else
      renameSync3(source, `${failed}/${kept}`);
  }
  names() {
    return readdirSync2(this.#paths.failed, { withFileTypes: !0 }).filter((file) => file.isFile() && file.name.endsWith(".json") && !file.name.startsWith(".")).map((file) => file.name).toSorted();
  }
  read(name) {
    let path = this.#pathOf(name), text = readRegular(path, this.#maxLetterBytes), letter = text === null ? null : readLetter(text, name, this.#key);
    if (letter !== null)
      return letter;
    let { size, mtime } = lstatSync2(path), message = text === null ? `not read: it has ${size} bytes` : "written by another program, no reason recorded";
    return {
      name,
      entry_id: name,
      reason: { code: "UNKNOWN", message },
      attempts: 0,
      failed_at: mtime.toISOString(),
      entry: null,
      is_untrusted: !0,
      ...text === null ? {} : { raw: text, raw_encoding: "utf8" }
    };
  }
  #letterAt(path, name) {
    let text = readRegular(path, this.#maxLetterBytes);
    return text === null ? null : readLetter(text, name, this.#key);
  }
  #textOf(letter) {
    let text = JSON.stringify(letter, null, 2);
    return text.length * MAX_UTF8_BYTES <= this.#maxLetterBytes ? text : JSON.stringify(letter);
  }
  requeue(name) {
    let path = this.#pathOf(name), { ino } = lstatSync2(path), letter = this.read(name);
    if (letter.entry === null)
      throw new HiveError("HIVE_INVALID_ENTRY", `${name} holds no entry that could be applied`, {
        hint: `look at it with: hive failed show ${name}`
      });
    let { not_before_ms: _, ...entry } = letter.entry, revived = JSON.stringify({ ...entry, retries: 0, hive_id: letter.entry_id }), pendingName = parseEntryName(name) === null ? `${shortened(name)}.json` : name, created = createUnique(this.#paths, this.#paths.pending, resealed(revived, !letter.is_untrusted, this.#key, "entry"), this.#durability, (attempt) => numbered(pendingName, attempt), () => !1);
    return this.#remove(name, path, ino), created;
  }
  drop(name) {
    let path = this.#pathOf(name);
    journalDrop(this.#paths, name), this.#remove(name, path);
  }
  #remove(name, path, inode) {
    let kept = keptOf(this.read(name));
    if (inode !== void 0 && lstatSync2(path).ino !== inode)
      return;
    if (kept !== null)
      rmSync(`${this.#paths.failed}/${kept}`, { recursive: !0, force: !0 });
    unlinkSync(path);
  }
  sweep(olderThanMs, nowMs) {
    let swept = 0, bytes = 0;
    for (let name of this.names()) {
      let path = `${this.#paths.failed}/${name}`, stat = lstatSync2(path, { throwIfNoEntry: !1 });
      if (stat === void 0 || nowMs - stat.mtimeMs < olderThanMs)
        continue;
      if (bytes += stat.size, bytes > MAX_SWEPT_BYTES)
        break;
      if (this.#letterAt(path, name) === null)
        continue;
      try {
        this.drop(name), swept += 1;
      } catch (error) {
        if (errorCode(error) !== "ENOENT" && errorCode(error) !== "HIVE_NOT_FOUND")
          throw error;
      }
    }
    return swept;
  }
  #pathOf(name) {
    let path = `${this.#paths.failed}/${name}`;
    if (!name.includes("/") && isRegularFile(path))
      return path;
    throw new HiveError("HIVE_NOT_FOUND", `no entry ${JSON.stringify(name)} was given up`, {
      hint: "list them with: hive failed list"
    });
  }
}
function isRegularFile(path) {
  return lstatSync2(path, { throwIfNoEntry: !1 })?.isFile() === !0;
}

// src/queue/claims/deferrals.ts
class Deferrals {
  #dueMs = /* @__PURE__ */ new Map;
  get nextDueMs() {
    return earliest(this.#dueMs.values());
  }
  until(name, dueMs) {
    this.#dueMs.set(name, dueMs);
  }
  isDue(name) {
    return !this.#dueMs.has(name);
  }
  endDue(nowMs) {
    for (let [name, dueMs] of this.#dueMs)
      if (dueMs <= nowMs)
        this.#dueMs.delete(name);
  }
}
function earliest(times) {
  let first = null;
  for (let ms of times)
    if (ms !== null && (first === null || ms < first))
      first = ms;
  return first;
}

// src/queue/inbox/inbox.ts
import { lstatSync as lstatSync4 } from "fs";

// src/queue/inbox/unfinished.ts
import { lstatSync as lstatSync3 } from "fs";
var WRITING_MS = 2000, FIRST_LOOK_MS = 2;

class UnfinishedFiles {
  #pending;
  #clock;
  #byName = /* @__PURE__ */ new Map;
  constructor(pending, clock) {
    this.#pending = pending, this.#clock = clock;
  }
  get nextDueMs() {
    return earliest(Array.from(this.#byName.values(), ({ dueMs }) => dueMs));
  }
  mayBeBeingWritten(modifiedAtMs) {
    return Math.abs(this.#clock.nowMs() - modifiedAtMs) < WRITING_MS;
  }
  putOff(name, file) {
    let nowMs = this.#clock.nowMs(), waitMs = Math.max(FIRST_LOOK_MS, Math.abs(nowMs - file.modifiedAtMs));
    this.#byName.set(name, { dueMs: Math.min(file.modifiedAtMs + WRITING_MS, nowMs + waitMs), file });
  }
  isDue(name) {
    let unfinished = this.#byName.get(name);
    if (unfinished === void 0)
      return !0;
    if (!this.#hasChanged(name, unfinished.file))
      return !1;
    return this.#byName.delete(name), !0;
  }
  endDue(nowMs) {
    for (let [name, { dueMs, file }] of this.#byName) {
      if (dueMs > nowMs)
        continue;
      if (this.mayBeBeingWritten(file.modifiedAtMs) && !this.#hasChanged(name, file))
        this.putOff(name, file);
      else
        this.#byName.delete(name);
    }
  }
  #hasChanged(name, file) {
    let stat = lstatSync3(`${this.#pending}/${name}`, { throwIfNoEntry: !1 });
    return stat?.size !== file.bytes || stat.mtimeMs !== file.modifiedAtMs;
  }
}

// src/queue/inbox/inbox.ts
var FIRST_LOOK_AGAIN_MS = 10, LONGEST_LOOK_AGAIN_MS = 640;

class Inbox {
  #pending;
  #clock;
  #read;
  #unfinished;
  #look = null;
  constructor(pending, clock, read) {
    this.#pending = pending, this.#clock = clock, this.#read = read, this.#unfinished = new UnfinishedFiles(pending, clock);
  }
  get nextDueMs() {
    return this.#unfinished.nextDueMs;
  }
  get nextLookMs() {
    return earliest([this.nextDueMs, this.#look?.atMs ?? null]);
  }
  isDue(name) {
    return this.#unfinished.isDue(name);
  }
  endDue(nowMs) {
    let look = this.#look;
    if (look !== null && (look.atMs <= nowMs || look.atMs - nowMs > look.waitMs))
      this.#lookIn(2 * look.waitMs);
    this.#unfinished.endDue(nowMs);
  }
  isFinished(name) {
    return isOwnName(name) || !this.#isBeingWritten(name);
  }
  wasClaimed(name) {
    if (!isOwnName(name))
      this.#lookIn(FIRST_LOOK_AGAIN_MS);
  }
  mayBeBeingWritten({ modifiedAtMs }) {
    return this.#unfinished.mayBeBeingWritten(modifiedAtMs);
  }
  putOff(name, file) {
    this.#unfinished.putOff(name, file);
  }
  abandoned(invalidNames) {
    return invalidNames.filter((name) => {
      let stat = lstatSync4(`${this.#pending}/${name}`, { throwIfNoEntry: !1 });
      return stat !== void 0 && !this.#unfinished.mayBeBeingWritten(stat.mtimeMs);
    });
  }
  #isBeingWritten(name) {
    try {
      let result = this.#read(`${this.#pending}/${name}`, name);
      if (result?.kind !== "unparsable" || !this.mayBeBeingWritten(result.file))
        return !1;
      return this.putOff(name, result.file), !0;
    } catch {
      return !1;
    }
  }
  #lookIn(waitMs) {
    this.#look = waitMs > LONGEST_LOOK_AGAIN_MS ? null : { atMs: this.#clock.nowMs() + waitMs, waitMs };
  }
}
var invalidName = () => new HiveError("HIVE_INVALID_ENTRY", "the name is not {priority}_{seq}.json, priority 1 to 10");
function letterOfFile(path, error, bytes) {
  let stat = lstatSync4(path);
  return {
    entry_id: `file:${stat.ino}:${stat.mtimeMs}`,
    reason: { code: error.code, message: error.message },
    attempts: 1,
    entry: null,
    ...bytes === void 0 ? {} : rawOf(bytes)
  };
}
function rawOf(bytes) {
  let text = Buffer.from(bytes).toString("utf8");
  return Buffer.from(text).equals(bytes) ? { raw: text, raw_encoding: "utf8" } : { raw: Buffer.from(bytes).toString("base64"), raw_encoding: "base64" };
}

// src/queue/claims/retry.ts
import * as fs2 from "fs";
var LONGEST_BACKOFF_MS = 3600000;
function retryDueMs(attempts, { clock, retryBackoffMs }) {
  return clock.nowMs() + Math.min(LONGEST_BACKOFF_MS, retryBackoffMs * 2 ** (attempts - 1));
}
function replaceClaimed({ tmp }, path, entry, isProved, { key, durability }) {
  let temporary = `${tmp}/${Bun.randomUUIDv7()}`;
  nodeFiles.create(temporary, resealed(JSON.stringify(entry), isProved, key, "entry"));
  try {
    if (durability === "power")
      nodeFiles.sync(temporary);
    fs2.renameSync(temporary, path);
  } catch (error) {
    throw fs2.rmSync(temporary, { force: !0 }), error;
  }
}

// src/queue/producer/kept-files.ts
import * as fs3 from "fs";
var KEPT_MS = 100;

class KeptFile {
  #open;
  #path = "";
  #fd = null;
  #closeAtMs = 0;
  constructor(open) {
    this.#open = open;
  }
  at(path) {
    if (this.#fd !== null && this.#path === path && performance.now() < this.#closeAtMs)
      return this.#fd;
    if (this.close(), this.#fd = this.#open(path), this.#fd === null)
      return null;
    this.#path = path, this.#closeAtMs = performance.now() + KEPT_MS;
    let fd = this.#fd;
    return setTimeout(() => {
      if (this.#fd === fd && performance.now() >= this.#closeAtMs)
        this.close();
    }, KEPT_MS + 1).unref(), fd;
  }
  close() {
    let fd = this.#fd;
    if (this.#fd = null, fd !== null)
      fs3.closeSync(fd);
  }
}
function keptFiles() {
  let journal = new KeptFile(openJournal), bell = new KeptFile(openBell);
  return {
    ...nodeFiles,
    append(path, bytes) {
      let fd = journal.at(path);
      try {
        fs3.writeSync(fd, bytes);
      } catch (error) {
        throw journal.close(), error;
      }
    },
    ring(path) {
      try {
        let fd = bell.at(path);
        if (fd === null)
          return !1;
        return fs3.writeSync(fd, BELL), !0;
      } catch (error) {
        if (errorCode(error) === "EAGAIN")
          return !0;
        return bell.close(), nodeFiles.ring(path);
      }
    }
  };
}

// src/queue/producer/capacity-cache.ts
var HOLDS_MS = 100, SHARE = 0.0625;

class CapacityCache {
  #paths;
  #limits;
  #entriesLeft = 0;
  #untilMs = 0;
  constructor(paths, limits) {
    this.#paths = paths, this.#limits = limits;
  }
  take(entries) {
    let nowMs = performance.now();
    if (entries > this.#entriesLeft || nowMs >= this.#untilMs)
      this.#entriesLeft = 0, this.#entriesLeft = assertCapacity2(this.#paths, this.#limits) * SHARE, this.#untilMs = nowMs + HOLDS_MS;
    this.#entriesLeft -= entries;
  }
}

// src/queue/producer/producer.ts
class Producer {
  #paths;
  #options;
  #files = keptFiles();
  #capacity;
  constructor(paths, options) {
    this.#paths = paths, this.#options = options, this.#capacity = new CapacityCache(paths, options);
  }
  enqueue(newEntries) {
    let { clock } = this.#options, entries = newEntries.map((entry) => completeEntry(entry, clock.nowMs()));
    return this.#capacity.take(entries.length), { entries, isHeard: enqueue(this.#paths, this.#files, entries, this.#options) };
  }
}

// src/queue/queue.ts
var BATCH_BYTES = 8388608;

class Queue {
  paths;
  deadLetters;
  #options;
  #onStep;
  #producer;
  #backlog;
  #inbox;
  #claims;
  #deferrals = new Deferrals;
  #isOpen = !1;
  constructor(root, options = {}) {
    let { worker, onStep, ...given } = options;
    this.#options = { ...DEFAULTS, clock: systemClock, key: userKeyIfAny(root), ...given }, this.#onStep = onStep, this.paths = queuePaths(root), this.deadLetters = new DeadLetters(this.paths, this.#options), this.#producer = new Producer(this.paths, { ...this.#options, onStep }), this.#backlog = new Backlog(this.paths.pending), this.#inbox = new Inbox(this.paths.pending, this.#options.clock, (path, name) => this.#read(path, name)), this.#claims = new Claims(this.paths, this.#inbox, worker), this.prepare();
  }
  prepare() {
    if (this.#isOpen && !fs4.existsSync(dirname(this.paths.root)))
      throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `${this.paths.root} is gone, with its parent directory`);
    if (this.#isOpen = !0, makeQueue(this.paths), this.#claims.directory !== null)
      makeDirectory(this.#claims.directory);
  }
  enqueue(...newEntries) {
    return this.#producer.enqueue(newEntries);
  }
  wake() {
    this.#backlog.invalidate();
  }
  claim(limit) {
    let claims = [];
    this.#endWaits();
    try {
      this.#claims.putUnreadBack();
      do
        this.#backlog.refresh(), this.#buryInvalidNames(), this.#takeInto(claims, limit);
      while (claims.length === 0 && this.#backlog.isStale);
    } catch (error) {
      if (this.#backlog.invalidate(), claims.length === 0)
        throw error;
    }
    if (claims.length === 0 && this.nextDueMs === null)
      this.#claims.forgetAll();
    return claims;
  }
  get nextDueMs() {
    return earliest([this.#deferrals.nextDueMs, this.#inbox.nextDueMs]);
  }
  get nextLookMs() {
    return earliest([this.#deferrals.nextDueMs, this.#inbox.nextLookMs]);
  }
  ack(claim) {
    unlinkIfThere(this.#claims.pathOf(claim.name)), this.#claims.forget(claim.name), this.#onStep?.("acked");
  }
  putBack(claim, dueMs) {
    let name = this.#putBack(claim.name);
    if (dueMs !== void 0)
      this.#deferrals.until(name, dueMs);
  }
  nack(claim, error) {
    let attempts = claim.entry.retries + 1;
    if (attempts >= this.#options.maxAttempts)
      return this.deadLetter(claim, error), "buried";
    let dueMs = retryDueMs(attempts, this.#options), entry = { ...claim.entry, retries: attempts, not_before_ms: dueMs, hive_id: claim.id };
    return replaceClaimed(this.paths, this.#claims.pathOf(claim.name), entry, claim.isProved, this.#options), this.#onStep?.("retry-written"), this.#deferrals.until(this.#putBack(claim.name), dueMs), "retried";
  }
  deadLetter(claim, { code, message }) {
    let { id, entry, isProved } = claim, letter = { entry_id: id, reason: { code, message }, attempts: entry.retries + 1, entry: { ...entry } };
    this.#bury(claim.name, letter, { isProved }), this.#claims.forget(claim.name);
  }
  recover(takeLock, onFault) {
    let recovered = this.#claims.recover(takeLock, onFault);
    if (recovered > 0)
      this.wake();
    return recovered;
  }
  sweep(deadLetterMs) {
    let nowMs = this.#options.clock.nowMs();
    return sweepTemporaryFiles(this.paths, nowMs) + this.deadLetters.sweep(deadLetterMs, nowMs);
  }
  depth() {
    return measureDepth(this.paths, this.#options.clock.nowMs());
  }
  #endWaits() {
    let nowMs = this.#options.clock.nowMs();
    this.#deferrals.endDue(nowMs), this.#inbox.endDue(nowMs);
  }
  #takeInto(claims, limit) {
    let bytes = 0, name;
    while (claims.length < limit && bytes < BATCH_BYTES && (name = this.#backlog.next()) !== void 0) {
      if (!this.#deferrals.isDue(name) || !this.#inbox.isDue(name))
        continue;
      let claim = this.#take(name);
      if (claim === null)
        continue;
      claims.push(claim), bytes += claim.file.bytes;
    }
  }
  #take(name) {
    if (!this.#inbox.isFinished(name) || !this.#claims.hold(name))
      return null;
    return this.#onStep?.("claimed"), this.#claims.read(name, () => this.#look(name));
  }
  #read(path, name) {
    return readEntry(path, parseEntryName(name), this.#options.maxEntryBytes, this.#options);
  }
  #look(name) {
    let path = this.#claims.pathOf(name), result = this.#read(path, name);
    if (result === null)
      return null;
    if (result.kind === "refused")
      return this.#bury(name, letterOfFile(path, result.error), { keepsFile: !0 }), null;
    if (result.kind === "unparsable") {
      if (this.#inbox.mayBeBeingWritten(result.file))
        this.#inbox.putOff(this.#putBack(name), result.file);
      else
        this.#bury(name, letterOfFile(path, result.error, result.bytes));
      return null;
    }
    if (this.#isEarly(name, result.entry))
      return null;
    let { id, entry, file, isProved } = result;
    return { id, name, entry, file, isProved, maybePoison: this.#claims.maybePoison(name) };
  }
  #isEarly(name, { not_before_ms: dueMs }) {
    if (typeof dueMs !== "number")
      return !1;
    let waitMs = dueMs - this.#options.clock.nowMs();
    if (waitMs <= 0 || waitMs > LONGEST_BACKOFF_MS)
      return !1;
    return this.#deferrals.until(this.#putBack(name), dueMs), !0;
  }
  #buryInvalidNames() {
    for (let name of this.#inbox.abandoned(this.#backlog.invalidNames)) {
      if (!this.#claims.hold(name))
        continue;
      this.#claims.read(name, () => this.#bury(name, letterOfFile(this.#claims.pathOf(name), invalidName()), { keepsFile: !0 }));
    }
  }
  #bury(name, letter, how) {
    let failedAt = new Date(this.#options.clock.nowMs()).toISOString();
    this.deadLetters.bury(this.#claims.pathOf(name), name, { ...letter, failed_at: failedAt }, how), this.#onStep?.("buried");
  }
  #putBack(name) {
    let moved = this.#claims.putBack(name);
    return this.#onStep?.("put-back"), moved;
  }
}

export { Queue };
