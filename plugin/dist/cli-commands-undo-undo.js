// @bun
import"./base-config-sources.js";
import"./origin-own-file.js";
import"./origin-own-directory.js";
import"./base-files-files.js";
import"./queue-dead-letters-letter.js";
import"./git-ignore-file.js";
import"./queue-producer-capacity.js";
import"./queue-read-entry.js";
import {
  clip
} from "./redact-redact.js";
import {
  isForeignName,
  notADirectory,
  isRealDirectory
} from "./snapshots-files.js";
import {
  entriesOf,
  Tracker
} from "./snapshots-tracker.js";
import"./import-main.js";
import"./platform-installation.js";
import {
  positive,
  relativeTime,
  oneLine,
  loadConfig
} from "./cli-root.js";
import"./capture-node-io.js";
import"./import-main-3.js";
import"./base-config-jsonc.js";
import"./install-paths.js";
import"./model-merge.js";
import"./recall-resume.js";
import"./store-sqlite-apply-payloads.js";
import"./recall-waiting-waiting.js";
import"./store-sqlite-settled.js";
import"./store-sqlite-open-database.js";
import {
  latestSession,
  scopeOf,
  beforeIdleChanges,
  isCall,
  openSnapshots,
  coveredBy,
  knownOf,
  sessionText,
  sideOf2
} from "./cli-commands-undo-changes.js";
import {
  chooseSession
} from "./cli-choose-session.js";
import {
  asksQuestions,
  carryOut
} from "./cli-text-change.js";
import {
  Queue
} from "./queue-queue.js";
import"./queue-sweep.js";
import"./cli-project-paths.js";
import"./recall-session-list.js";
import {
  isSame,
  hasSameBytes,
  isRestorable,
  nameOfChange
} from "./snapshots-undo-state.js";
import {
  readBlobs
} from "./snapshots-objects-blobs.js";
import"./snapshots-project-snapshots.js";
import {
  textOf,
  stateIn,
  undoOf
} from "./snapshots-keep-catalogue.js";
import"./snapshots-worktree.js";
import"./git-git-view.js";
import"./git-git-head.js";
import"./store-sqlite-read-reader.js";
import"./recall-choose-place.js";
import {
  count
} from "./base-text-words.js";
import"./origin-config-files.js";
import"./queue-claims-recover.js";
import"./agents-claude-code-entry.js";
import"./agents-settings-off-switches.js";
import"./platform-programs.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-open-location.js";
import {
  systemClock
} from "./base-clock.js";
import"./queue-make.js";
import {
  printable
} from "./base-text-printable.js";
import"./origin-key.js";
import"./git-git-tree.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/snapshots/undo/undo-rows.ts
function beginUndo({ db }, { worktree, atMs, sessionId, scope, redoOf }, files) {
  return db.transaction(() => {
    let begun = db.query("INSERT INTO undos (worktree, at_ms, session, status, scope, redo_of) VALUES (?, ?, ?, 'running', ?, ?)").run(worktree, Math.round(atMs), sessionId, JSON.stringify(scope), redoOf), id = Number(begun.lastInsertRowid);
    return files.writeSteps(id), id;
  }).immediate();
}
function* stepsOf({ db }, undo) {
  let rows = db.query("SELECT path, before, after FROM undo_steps WHERE undo = ? ORDER BY n");
  for (let { path, before, after } of rows.iterate(undo))
    yield { path, before: stateIn(before), after: stateIn(after) };
}
var undosOf = ({ db }, worktree) => db.query("SELECT * FROM undos WHERE worktree = ? ORDER BY id").all(worktree).map(undoOf);
function endUndo({ db }, id, status, { isWhole, isAny }) {
  db.transaction(() => {
    db.query("UPDATE undos SET status = ? WHERE id = ?").run(status, id);
    let mark = db.query(`UPDATE snapshots SET undone_by = ?1 WHERE id IN
       (SELECT value FROM json_each((SELECT scope FROM undos WHERE id = ?2)))
       AND (undone_by IS NULL OR undone_by = ?2)`);
    mark.run(status === "done" && isWhole ? id : null, id);
    let redoOf = db.query("SELECT redo_of FROM undos WHERE id = ?").get(id)?.redo_of;
    if (status !== "done" || !isAny || redoOf === null || redoOf === void 0)
      return;
    if (mark.run(null, redoOf), isWhole)
      db.query("UPDATE undos SET status = 'taken back' WHERE id = ?").run(redoOf);
  }).immediate();
}

// src/snapshots/undo/aim.ts
function aimOf(catalogue, worktree, wanted) {
  let unfinished = undosOf(catalogue, worktree).find(({ status }) => status === "running") ?? null, all = catalogue.snapshots(worktree), scope = unfinished !== null || wanted.kind === "redo" ? [] : snapshotsIn(catalogue, worktree, wanted, all);
  return { wanted, worktree, unfinished, all, scope };
}
function snapshotsIn(catalogue, worktree, wanted, all) {
  if (wanted.kind === "to" && !all.some(({ id }) => id === wanted.snapshot))
    throw new HiveError("HIVE_NOT_FOUND", `there is no snapshot ${wanted.snapshot} of this worktree`, {
      hint: "hive changes lists them"
    });
  let changed = catalogue.changed(worktree), scope = scopeOf(wanted, all, (id) => changed.has(id));
  if (scope.length > 0 || wanted.kind === "to")
    return scope;
  throw new HiveError("HIVE_NOT_FOUND", "no change of files is known that could be taken back", {
    hint: "hive changes lists what is known"
  });
}
function latestUndo(catalogue, worktree) {
  let found = undosOf(catalogue, worktree).findLast(({ status, redoOf }) => status === "done" && redoOf === null);
  if (found !== void 0)
    return found;
  throw new HiveError("HIVE_NOT_FOUND", "there is no undo that could be taken back", {
    hint: "hive changes lists what is known"
  });
}
function sessionOf(catalogue, { wanted, worktree, unfinished, all, scope }) {
  if (unfinished !== null)
    return unfinished.sessionId;
  if (wanted.kind === "redo")
    return latestUndo(catalogue, worktree).sessionId;
  return (scope.at(-1) ?? all.at(-1)).sessionId;
}
function othersOf({ wanted, all, scope }) {
  let own = wanted.kind === "to" ? null : scope.at(-1)?.sessionId, first = scope[0]?.id ?? Number.POSITIVE_INFINITY;
  return new Map(all.filter(({ id }) => id >= first).map(({ id, calls }) => [id, calls.map(({ sessionId }) => sessionId).filter((one) => one !== own)]).filter(([, others]) => others.length > 0));
}

// src/snapshots/undo/in-the-way.ts
import { lstatSync, readdirSync } from "fs";
import { basename, dirname, join } from "path";
var MAX_ENTRIES = 1000;
function blockOrClear(files, options) {
  let known = { planned: files, kinds: /* @__PURE__ */ new Map, above: /* @__PURE__ */ new Map };
  for (let { path, wanted } of files.todo()) {
    if (typeof wanted === "string")
      continue;
    let found = blockersOf(path, options.top, known);
    if (found.length === 0)
      continue;
    let extra = found.map((one) => deletionOf(one, files, options)), stays = found.find((_, n) => extra[n] === null);
    if (stays !== void 0)
      files.block(path, stays);
    else
      for (let one of extra)
        files.add(one);
    known.above.clear();
  }
}
function deletionOf(path, planned, { now: nowOf, makesRoom }) {
  let now = nowOf(path);
  if (!makesRoom || typeof now === "string" || !isRestorable(now) || planned.at(path) !== void 0)
    return null;
  return { path, now, wanted: "absent", obstacle: null };
}
function blockersOf(path, top, known) {
  let { planned } = known, at = parentInTheWay(path, top, known);
  if (at !== null)
    return [at];
  if (kindAt(join(top, path)) !== "directory")
    return [];
  let found = [], visit = (directory) => {
    for (let entry of readdirSync(join(top, directory), { withFileTypes: !0 })) {
      let inside = `${directory}/${entry.name}`;
      if (found.length === MAX_ENTRIES)
        return;
      if (entry.isDirectory())
        visit(inside);
      else if (planned.at(inside)?.deletes !== !0)
        found.push(inside);
    }
  };
  try {
    visit(path);
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return [path];
  }
  return found.length === MAX_ENTRIES ? [path] : found;
}
function parentInTheWay(path, top, known) {
  let parent = dirname(path);
  if (parent === ".")
    return null;
  let found = known.above.get(parent);
  if (found === void 0)
    found = parentInTheWay(parent, top, known) ?? itselfInTheWay(parent, top, known), known.above.set(parent, found);
  return found;
}
function itselfInTheWay(directory, top, { planned, kinds }) {
  let file = planned.at(directory);
  if (file?.deletes === !0)
    return null;
  if (file?.stands === !0)
    return directory;
  let kind = kinds.get(directory) ?? kindAt(join(top, directory));
  return kinds.set(directory, kind), kind === "other" ? directory : null;
}
function isTaken(top, path) {
  let full = join(top, path);
  if (kindAt(full) !== "other" || notADirectory(top, path) !== null)
    return !1;
  return entriesOf(dirname(full)).some(({ name }) => name === basename(path));
}
function kindAt(full) {
  try {
    let stat = lstatSync(full, { throwIfNoEntry: !1 });
    return stat === void 0 ? "nothing" : stat.isDirectory() ? "directory" : "other";
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return "nothing";
  }
}

// src/snapshots/undo/planned-files.ts
var READ_FILES = 200, LOT_FILES = 1000, plans = 0;

class PlannedFiles {
  #db;
  #table;
  #put;
  #find;
  constructor(db) {
    this.#db = db, plans += 1, this.#table = `temp.planned_${plans}`, db.run(`CREATE TABLE ${this.#table} (
         path TEXT PRIMARY KEY, now TEXT NOT NULL, wanted TEXT NOT NULL, obstacle TEXT, lack TEXT, blocker TEXT,
         others TEXT NOT NULL DEFAULT '[]', why TEXT
       ) WITHOUT ROWID`), this.#put = db.prepare(`INSERT INTO ${this.#table} (path, now, wanted, obstacle, lack) VALUES (?, ?, ?, ?, ?)`), this.#find = db.prepare(`SELECT obstacle IS NULL AS stands, obstacle IS NULL AND wanted = 'absent' AS deletes FROM ${this.#table}
       WHERE path = ?`);
  }
  add({ path, now, wanted, obstacle, lack }) {
    this.#put.run(path, textOf(now), textOf(wanted), obstacle, lack ?? null);
  }
  at(path) {
    let row = this.#find.get(path);
    return row === null ? void 0 : { stands: row.stands === 1, deletes: row.deletes === 1 };
  }
  block(path, blocker) {
    let sql = `UPDATE ${this.#table} SET obstacle = 'in the way', blocker = ? WHERE path = ?`;
    this.#db.query(sql).run(blocker, path);
  }
  fail(failed) {
    let note = this.#db.query(`UPDATE ${this.#table} SET why = ? WHERE path = ?`);
    for (let { path, why } of failed)
      note.run(why, path);
  }
  share(snapshot, sessionId) {
    let sql = `UPDATE ${this.#table} SET others = json_insert(others, '$[#]', ?1)
      WHERE path IN (SELECT path FROM changes WHERE snapshot = ?2)
      AND NOT EXISTS (SELECT 1 FROM json_each(others) WHERE value = ?1)`;
    this.#db.query(sql).run(sessionId, snapshot);
  }
  counts() {
    let sql = `SELECT count(*) FILTER (WHERE obstacle IS NULL) AS todo, count(obstacle) AS "left",
      count(why) AS failed FROM ${this.#table}`;
    return this.#db.query(sql).get();
  }
  all() {
    return this.#each("true");
  }
  left() {
    return this.#each("obstacle IS NOT NULL");
  }
  todo() {
    return this.#each("obstacle IS NULL");
  }
  done() {
    return this.#each("obstacle IS NULL AND why IS NULL");
  }
  *failed() {
    yield* this.#db.query(`SELECT path, why FROM ${this.#table} WHERE why IS NOT NULL`).iterate();
  }
  deletions() {
    return this.#lots("obstacle IS NULL AND wanted = 'absent'", "DESC", LOT_FILES);
  }
  writings() {
    return this.#lots("obstacle IS NULL AND wanted <> 'absent'", "ASC", LOT_FILES);
  }
  writeSteps(undo) {
    this.#db.query(`INSERT INTO undo_steps (undo, n, path, before, after)
         SELECT ?, row_number() OVER (ORDER BY path) - 1, path, now, wanted FROM ${this.#table} WHERE obstacle IS NULL`).run(undo);
  }
  drop() {
    this.#db.run(`DROP TABLE ${this.#table}`);
  }
  *#each(where) {
    for (let lot of this.#lots(where, "ASC", READ_FILES))
      yield* lot;
  }
  *#lots(where, order, files) {
    let beyond = order === "ASC" ? ">" : "<", lot = this.#db.query(`SELECT path, now, wanted, obstacle, lack, blocker, others FROM ${this.#table}
       WHERE path ${beyond} ? AND ${where} ORDER BY path ${order} LIMIT ${files}`), from = order === "ASC" ? "" : new Uint8Array(1);
    for (;; ) {
      let rows = lot.all(from);
      if (rows.length > 0)
        yield rows.map(fileIn);
      if (rows.length < files)
        return;
      from = rows.at(-1).path;
    }
  }
}
var fileIn = ({ path, now, wanted, obstacle, lack, blocker, others }) => ({
  path,
  now: stateIn(now),
  wanted: stateIn(wanted),
  obstacle,
  ...lack === null ? {} : { lack },
  ...blocker === null ? {} : { by: blocker },
  others: others === "[]" ? NOBODY : JSON.parse(others)
}), NOBODY = [];

// src/snapshots/undo/plan.ts
function planOf(options) {
  let { db, top, changes, unseen, last, others, isForced, makesRoom = isForced, covers } = options, present = new Map(unseen.map(({ path, after }) => [path, after])), nowOf = (path) => {
    let state = present.get(path) ?? last(path);
    return state === "absent" && isTaken(top, path) ? "unknown" : state;
  };
  return db.transaction(() => {
    let files = new PlannedFiles(db);
    for (let { path, before: wanted, after: expected } of changes) {
      if (isSame(wanted, expected) || !covers(path))
        continue;
      let now = nowOf(path);
      if (isSame(now, wanted))
        continue;
      let obstacle = obstacleTo({ now, wanted, expected, isSeen: !present.has(path), isForced }), lack = obstacle === "content not kept" ? lackOf(wanted) : obstacle === "present not kept" ? lackOf(now) : void 0;
      files.add({ path, now, wanted, obstacle, ...lack === void 0 ? {} : { lack } });
    }
    blockOrClear(files, { top, now: nowOf, makesRoom });
    for (let [snapshot, sessions] of others)
      for (let session of sessions)
        files.share(snapshot, session);
    return files;
  })();
}
function obstacleTo({ now, wanted, expected, isSeen, isForced }) {
  if (now === "unknown")
    return "not looked at";
  if (wanted === "unknown")
    return "content unknown";
  if (!isRestorable(wanted))
    return "content not kept";
  if (isForced)
    return null;
  if (!isSeen)
    return "unseen";
  if (!isSame(now, expected))
    return "changed later";
  return isRestorable(now) ? null : "present not kept";
}
var lackOf = (state) => typeof state === "string" ? void 0 : state.lack;

// src/snapshots/undo/put-back.ts
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  lstatSync as lstatSync2,
  mkdirSync,
  openSync,
  readdirSync as readdirSync2,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeSync
} from "fs";
import { dirname as dirname2, join as join2 } from "path";
var PREFIX = ".hive-undo-";
function putBack(steps, options) {
  let failed = [], attempt = (step, make) => {
    try {
      if (step.path.split("/").some(isForeignName))
        throw new InTheWay("it is git's own, or outside of the worktree");
      assertUnchanged(join2(options.top, step.path), options.seenMs), make();
    } catch (error) {
      if (!(error instanceof InTheWay) && errorCode(error) === void 0)
        throw error;
      failed.push({ path: step.path, why: error instanceof InTheWay ? error.message : errorCode(error) });
    }
  }, deletions = steps.filter(({ after }) => after === "absent").toSorted((a, b) => a.path < b.path ? 1 : -1);
  for (let [n, step] of deletions.entries())
    attempt(step, () => remove(step.path, deletions[n + 1]?.path, options));
  for (let [n, step] of steps.entries()) {
    let { after } = step;
    if (typeof after !== "string")
      attempt(step, () => write({ ...step, after }, n, options));
  }
  return failed;
}

class InTheWay extends Error {
}
function assertUnchanged(path, seenMs) {
  let stat = lstatSync2(path, { throwIfNoEntry: !1 });
  if (stat !== void 0 && !stat.isDirectory() && stat.ctimeMs >= seenMs)
    throw new InTheWay("it was changed meanwhile");
}
function remove(path, next, { top, onStep }) {
  assertInside(top, path), unlinkSync(join2(top, path)), onStep?.("deleted"), removeEmpty(top, dirname2(path), next);
}
function removeEmpty(top, directory, next = "") {
  for (let at = directory;at !== "." && !next.startsWith(`${at}/`); at = dirname2(at))
    try {
      rmdirSync(join2(top, at));
    } catch (error) {
      if (errorCode(error) === void 0)
        throw error;
      return;
    }
}
function write({ path, before, after }, n, { top, undo, bytesOf, onStep }) {
  let full = join2(top, path);
  if (makeDirectories(top, dirname2(path)), typeof before !== "string" && after.kind === "file" && before.kind === "file" && hasSameBytes(before, after) && setMode(full, after.mode)) {
    onStep?.("renamed");
    return;
  }
  let bytes = bytesOf(after);
  if (bytes === null)
    throw new InTheWay("its bytes are missing from the store");
  if (isRealDirectory(full))
    clearDirectory(full);
  let temporary = join2(dirname2(full), `${PREFIX}${undo}-${n}`);
  try {
    if (rmSync(temporary, { force: !0 }), after.kind === "link")
      symlinkSync(bytes, temporary);
    else
      writeFile(temporary, bytes, after.mode);
    onStep?.("written"), renameSync(temporary, full), onStep?.("renamed");
  } catch (error) {
    throw rmSync(temporary, { force: !0 }), error;
  }
}
function setMode(full, mode) {
  let fd;
  try {
    fd = openSync(full, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (error) {
    if (errorCode(error) !== "EACCES")
      throw error;
    return !1;
  }
  try {
    fchmodSync(fd, mode);
  } finally {
    closeSync(fd);
  }
  return !0;
}
function makeDirectories(top, directory) {
  if (directory === ".")
    return;
  makeDirectories(top, dirname2(directory));
  let full = join2(top, directory), stat = lstatSync2(full, { throwIfNoEntry: !1 });
  if (stat === void 0) {
    let mode = lstatSync2(top).mode & 511;
    mkdirSync(full, { mode }), chmodSync(full, mode);
    return;
  }
  if (!stat.isDirectory())
    throw new InTheWay(`${directory} is no directory`);
}
function assertInside(top, path) {
  let at = notADirectory(top, path);
  if (at !== null)
    throw new InTheWay(`${at} is no directory`);
}
function clearDirectory(path) {
  for (let entry of readdirSync2(path, { withFileTypes: !0 })) {
    if (!entry.isDirectory())
      throw new InTheWay("a directory with files that no snapshot has is in its place");
    clearDirectory(join2(path, entry.name));
  }
  rmdirSync(path);
}
function writeFile(path, bytes, mode) {
  let { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants, fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 384);
  try {
    for (let from = 0;from < bytes.length; )
      from += writeSync(fd, bytes, from);
    fchmodSync(fd, mode);
  } finally {
    closeSync(fd);
  }
}
function clearTemporary(top, undo, paths) {
  let directories = /* @__PURE__ */ new Set;
  for (let path of paths)
    directories.add(dirname2(path));
  for (let directory of directories) {
    let full = join2(top, directory);
    if (notADirectory(top, join2(directory, "x")) !== null)
      continue;
    for (let name of readdirSync2(full))
      if (name.startsWith(`${PREFIX}${undo}-`))
        rmSync(join2(full, name), { force: !0 });
  }
}

// src/snapshots/undo/planned-file.ts
var stepOf = ({ path, now, wanted }) => ({ path, before: now, after: wanted });

// src/snapshots/undo/put-back-files.ts
async function putBackFiles(files, options) {
  let { top } = options.worktree;
  for (let lot of files.deletions())
    files.fail(putBack(lot.map(stepOf), { ...options, top, bytesOf: () => null }));
  for (let lot of files.writings())
    files.fail(await putBackLot(lot.map(stepOf), options));
}
async function putBackLot(steps, options) {
  let { objects, worktree } = options, common = { ...options, top: worktree.top }, fromGit = /* @__PURE__ */ new Map, rest = [];
  for (let step of steps) {
    let blob = blobInGit(step, objects);
    if (blob === null)
      rest.push(step);
    else
      fromGit.set(blob, [...fromGit.get(blob) ?? [], step]);
  }
  let failed = putBack(rest, { ...common, bytesOf: ({ hash }) => hash === null ? null : objects.get(hash) }), { git } = worktree;
  for await (let lot of git === null ? [] : readBlobs({ ...worktree, git }, [...fromGit.keys()])) {
    let some = [...lot.keys()].flatMap((blob) => fromGit.get(blob) ?? []);
    for (let blob of lot.keys())
      fromGit.delete(blob);
    let bytesOf = ({ blob }) => lot.get(blob ?? "") ?? null;
    failed.push(...putBack(some, { ...common, bytesOf }));
  }
  return failed.push(...[...fromGit.values()].flat().map(({ path }) => ({ path, why: "git no longer has its bytes" }))), failed;
}
function blobInGit({ after }, objects) {
  if (typeof after === "string" || after.kept !== "git")
    return null;
  return after.hash !== null && objects.has(after.hash) ? null : after.blob;
}

// src/snapshots/undo/undo.ts
class Undo {
  #snapshots;
  #worktree;
  #options;
  #tracker;
  constructor(snapshots, worktree, options) {
    this.#snapshots = snapshots, this.#worktree = worktree, this.#options = options, this.#tracker = new Tracker(worktree, snapshots.catalogue, snapshots.objects);
  }
  async plan() {
    using _lock = this.#snapshots.lock();
    let unseen = await this.#tracker.peek();
    return this.#planFrom(unseen);
  }
  async make(shown) {
    using _lock = this.#snapshots.lock();
    let { catalogue } = this.#snapshots, { nowMs, onStep } = this.#options, seenMs = nowMs(), sessionId = sessionOf(this.#snapshots.catalogue, this.#aim()), common = { sessionId, calls: [], paths: null }, present = await this.#tracker.take({ ...common, trigger: "before-undo", nowMs: seenMs });
    onStep?.("looked");
    let plan = this.#planFrom(present.id === null ? [] : catalogue.changes([present.id]));
    if (shown !== void 0 && shown !== plan.key)
      throw new HiveError("HIVE_CANCELLED", "files have changed since the plan was shown, and nothing was put back", {
        hint: "run the command again"
      });
    let { todo, left } = plan.files.counts();
    if (todo === 0 && plan.unfinished === null)
      return { id: null, plan, sessionId };
    let id = this.#begin(plan, sessionId, seenMs);
    onStep?.("begun");
    let writing = { undo: id, seenMs, ...onStep === void 0 ? {} : { onStep } }, { objects } = this.#snapshots;
    await putBackFiles(plan.files, { ...writing, worktree: this.#worktree, objects }), onStep?.("put back");
    let also = stepsOf(catalogue, id).map(({ path }) => path);
    await this.#tracker.take({ ...common, trigger: "undo", nowMs: nowMs(), also });
    let { failed } = plan.files.counts(), isWhole = failed === 0 && (plan.unfinished === null || left === 0) && this.#isRedone(plan), isAny = plan.unfinished !== null || failed < todo;
    return endUndo(catalogue, id, this.#isRedoOfUnfinished(plan) ? "taken back" : "done", { isWhole, isAny }), onStep?.("ended"), { id, plan, sessionId };
  }
  #isRedone({ redoOf, unfinished }) {
    let id = redoOf?.id ?? unfinished?.redoOf ?? null;
    if (id === null)
      return !0;
    return stepsOf(this.#snapshots.catalogue, id).every(({ path, before }) => isSame(this.#tracker.last(path), before));
  }
  #begin({ unfinished, scope, files }, sessionId, atMs) {
    let { catalogue } = this.#snapshots;
    if (unfinished !== null) {
      let paths = stepsOf(catalogue, unfinished.id).map(({ path }) => path);
      return clearTemporary(this.#worktree.top, unfinished.id, paths), unfinished.id;
    }
    let redoOf = this.#options.scope.kind === "redo" ? latestUndo(catalogue, this.#tracker.id).id : null, ids = redoOf === null && files.counts().left === 0 && this.#coversAll(scope) ? scope.map(({ id }) => id) : [];
    return beginUndo(catalogue, { worktree: this.#tracker.id, atMs, sessionId, scope: ids, redoOf }, files);
  }
  #coversAll(scope) {
    let { covers } = this.#options;
    if (covers === void 0)
      return !0;
    return this.#snapshots.catalogue.eachChange(scope.map(({ id }) => id)).every(({ path }) => covers(path));
  }
  #isRedoOfUnfinished({ unfinished }) {
    return unfinished !== null && this.#options.scope.kind === "redo" && unfinished.redoOf === null;
  }
  #aim() {
    return aimOf(this.#snapshots.catalogue, this.#tracker.id, this.#options.scope);
  }
  #planFrom(unseen) {
    let aim = this.#aim(), { unfinished, scope, wanted } = aim, files = this.#filesOf(unseen, aim), redoOf = unfinished === null && wanted.kind === "redo" ? latestUndo(this.#snapshots.catalogue, this.#tracker.id) : null;
    return { files, scope, unfinished, redoOf, key: keyOfPlan(files), [Symbol.dispose]: () => files.drop() };
  }
  #filesOf(unseen, aim) {
    let { unfinished, scope, wanted } = aim, { catalogue } = this.#snapshots, { isForced = !1, covers = () => !0 } = this.#options, isRedo = wanted.kind === "redo", last = (path) => this.#tracker.last(path), common = { db: catalogue.db, top: this.#worktree.top, unseen, last, covers };
    if (unfinished !== null) {
      let isBack = isRedo && unfinished.redoOf === null, steps = stepsOf(catalogue, unfinished.id);
      return planOf({
        ...common,
        unseen: withoutOwn(unseen, stepsOf(catalogue, unfinished.id)),
        changes: isBack ? steps : steps.map(reversed),
        others: NOBODY2,
        isForced,
        covers: () => !0,
        makesRoom: !1,
        last: this.#presentOf(unseen)
      });
    }
    if (isRedo) {
      let { id } = latestUndo(catalogue, this.#tracker.id);
      return planOf({ ...common, changes: stepsOf(catalogue, id), others: NOBODY2, isForced });
    }
    let changes = catalogue.composedChanges(scope.map(({ id }) => id));
    return planOf({
      ...common,
      changes: wanted.kind === "to" ? followedBy(changes, unseen) : changes,
      others: othersOf(aim),
      isForced
    });
  }
  #presentOf(unseen) {
    let present = new Map(unseen.map(({ path, after }) => [path, after]));
    return (path) => present.get(path) ?? this.#tracker.last(path);
  }
}
var NOBODY2 = /* @__PURE__ */ new Map, reversed = ({ path, before, after }) => ({ path, before: after, after: before });
function* followedBy(changes, then) {
  let rest = new Map(then.map((change) => [change.path, change]));
  for (let change of changes)
    yield { ...change, after: rest.get(change.path)?.after ?? change.after }, rest.delete(change.path);
  yield* rest.values();
}
function withoutOwn(unseen, steps) {
  if (unseen.length === 0)
    return unseen;
  let rest = new Map(unseen.map((change) => [change.path, change]));
  for (let { path, before, after } of steps) {
    let now = rest.get(path)?.after;
    if (now !== void 0 && (isSame(now, before) || isSame(now, after)))
      rest.delete(path);
  }
  return [...rest.values()];
}
function keyOfPlan(files) {
  let hasher = new Bun.CryptoHasher("sha256");
  for (let { path, obstacle, now, wanted } of files.all())
    hasher.update(JSON.stringify([path, obstacle, keyOf(now), keyOf(wanted)]));
  return hasher.digest("hex");
}
var keyOf = (state) => typeof state === "string" ? state : [state.kind, state.mode, state.blob ?? state.hash];

// src/cli/commands/undo/plan-text.ts
var OBSTACLES = {
  unseen: "its present content is in no snapshot",
  "changed later": "it was changed later",
  "present not kept": "what is there now could not be brought back",
  "content not kept": "its former content is not kept",
  "content unknown": "what was there is not known: it may not be the agent's",
  "not looked at": "what is there now is in no snapshot: it is excluded, ignored, or a pipe or the like",
  "in the way": "something else is in its place"
}, LACKS = {
  secret: "it may hold a secret",
  large: "it is too large",
  unreadable: "it could not be read",
  forgotten: "it was forgotten with a session",
  snapshot: "its snapshot was full",
  store: "the project's store was full",
  disk: "the disk was nearly full"
};
function lineOf({ path, now, wanted, obstacle, lack, by, others }) {
  let verb = obstacle !== null ? "stays" : wanted === "absent" ? "delete" : now === "absent" ? "write" : "replace", detail = lack !== void 0 ? ` (${LACKS[lack]})` : by !== void 0 ? ` (${printable(by)})` : "", why = obstacle === null ? "" : `: ${OBSTACLES[obstacle]}${detail}`, also = others.length === 0 ? "" : `  [also changed by session ${others.map((id) => oneLine(id, 12)).join(", ")}]`;
  return `  ${verb.padEnd(7)}  ${printable(path)}${why}${also}`;
}
var MOST_LINES = 1000;
async function previewOf(access, plan, wanted) {
  let { files, unfinished } = plan, { todo, left } = files.counts();
  if (todo + left === 0 && unfinished === null)
    return `All files are as they were: nothing is to be done.
`;
  let lines = [...linesOf(files, todo + left), ...noteOf(access, wanted)];
  return `${[await headOf(access, plan, wanted), ...lines].join(`
`)}
`;
}
function* linesOf(files, all) {
  if (all <= MOST_LINES) {
    yield* files.all().map(lineOf);
    return;
  }
  let staying = [...files.left().take(MOST_LINES)];
  yield* staying.map(lineOf), yield* files.todo().take(MOST_LINES - staying.length).map(lineOf), yield `  \u2026 and ${count(all - MOST_LINES, "more file")}: --json names them all`;
}
async function headOf({ root }, { unfinished, redoOf, scope }, wanted) {
  let nowMs = systemClock.nowMs();
  if (unfinished !== null) {
    let end = wanted.kind === "redo" ? "taken back" : "finished";
    return `An undo was interrupted ${relativeTime(unfinished.atMs, nowMs)}. It is ${end} now:`;
  }
  if (wanted.kind === "redo")
    return `The undo of ${relativeTime(redoOf.atMs, nowMs)} is taken back:`;
  if (wanted.kind === "to")
    return `All that was changed after snapshot ${wanted.snapshot} is taken back:`;
  let last = scope.at(-1), did = { turn: "its latest turn that changed files", session: "all that it changed", call: "one of its calls" };
  return `Session ${await sessionText(root, last.sessionId, nowMs)}: ${did[wanted.kind]}, ${relativeTime(last.atMs, nowMs)}, is taken back:`;
}
function noteOf({ snapshots: { catalogue }, row }, wanted) {
  if (wanted.kind !== "turn")
    return [];
  let changed = catalogue.changed(row.id), before = beforeIdleChanges(catalogue.snapshots(row.id), (id) => changed.has(id));
  if (before === void 0)
    return [];
  return [`Later changes, of a turn that reported no call, stay: hive undo --to ${before.id} takes them back too.`];
}

// src/cli/commands/undo/undo.ts
function addUndo(program, io) {
  let command = program.command("undo").argument("[paths...]", "files or directories to put back (default: all that changed)").description("put files back as they were before an agent changed them").option("--turn", "what the latest turn that changed files did (the default)").option("--call <id>", "what one call of a tool did: its id, or the beginning of it").option("--session [id]", "what a whole session did (default: the one that changed files last)").option("--to <snapshot>", "all that happened after a snapshot, whoever did it", positive).option("--force", "put files back although their present content is not known, or was changed later");
  common(command).addHelpText("after", `
It shows a plan and asks. The present is kept first, so that hive redo takes an undo back. A file that somebody changed
later stays as it is, unless --force. git's index, commits and stash are never touched. An undo that was interrupted is
finished by hive undo, and taken back by hive redo.

Examples:
  hive undo                       take back what the latest turn did
  hive undo --dry-run src         show what would be put back in src
  hive undo --call toolu_01Ab     take back one call; hive changes lists them
  hive undo --to 12 --yes         the files as they were at snapshot 12`), command.action((paths, _flags, own) => undo(io, own.optsWithGlobals(), paths));
}
function addRedo(program, io) {
  let command = program.command("redo").argument("[paths...]", "files or directories (default: all that the undo put back)").description("take back the latest undo").option("--force", "also where a file was changed since the undo");
  common(command).addHelpText("after", `
Examples:
  hive redo
  hive redo --dry-run`), command.action((paths, _flags, own) => undo(io, own.optsWithGlobals(), paths, !0));
}
var common = (command) => command.option("--yes", "do not ask").option("--dry-run", "show what would be put back, and change nothing").option("--json", "print JSON; needs --yes or --dry-run");
async function undo(io, flags, paths, isRedo = !1) {
  using access = openSnapshots(io, flags.root);
  let asks = asksQuestions(io, flags, `hive ${isRedo ? "redo" : "undo"} --yes`), scope = isRedo ? { kind: "redo" } : scopeIn(access, flags), work = new Undo(access.snapshots, access.worktree, {
    scope,
    isForced: flags.force === !0,
    covers: coveredBy(io, access.worktree, paths),
    nowMs: () => systemClock.nowMs()
  });
  using plan = await work.plan();
  let { todo, left } = plan.files.counts(), isNothing = todo === 0 && plan.unfinished === null, isIncomplete = left > 0;
  if (await carryOut(io, isNothing ? { ...flags, dryRun: !0 } : flags, {
    preview: flags.json === !0 ? "" : await previewOf(access, plan, scope),
    question: asks && !isNothing ? `Put ${count(todo, "file")} back?` : null,
    make: async () => {
      let undone = await work.make(plan.key), counts = undone.plan.files.counts();
      return isIncomplete = counts.left > 0 || counts.failed > 0, await tell(io, access, undone, isRedo ? "hive-redo" : "hive-undo"), undone;
    },
    render: (undone) => rendered(undone, isRedo),
    toJson: (undone) => documentOf(undone?.plan ?? plan, undone !== null)
  }), !isIncomplete || flags.dryRun === !0)
    return;
  throw new HiveError("HIVE_UNDO_INCOMPLETE", "some files stay as they are, for the reasons above", {
    hint: "--force puts back what was changed later; hive diff shows it"
  });
}
function scopeIn({ snapshots, row }, { call, turn, to, session }) {
  if ([call, turn, to, session].filter((one) => one !== void 0).length > 1)
    throw new HiveError("HIVE_INVALID_OPTION", "give one of --call, --turn, --session and --to", {
      hint: "hive undo --help"
    });
  if (to !== void 0)
    return { kind: "to", snapshot: to };
  let all = snapshots.catalogue.snapshots(row.id);
  if (call !== void 0)
    return {
      kind: "call",
      call: callNamed(all.flatMap(({ calls }) => calls.map(({ key }) => key)), call)
    };
  let ids = [...new Set(all.map(({ sessionId }) => sessionId))];
  if (typeof session === "string")
    return { kind: "session", sessionId: chooseSession(ids, session) };
  let changed = snapshots.catalogue.changed(row.id), sessionId = latestSession(all, (id) => changed.has(id));
  if (sessionId === void 0)
    throw new HiveError("HIVE_NOT_FOUND", "no change of files is known that could be taken back", {
      hint: "hive changes lists what is known"
    });
  return { kind: session === !0 ? "session" : "turn", sessionId };
}
function callNamed(keys, named) {
  let found = [...new Set(keys.filter((key) => isCall(key, named)))];
  if (found.length === 1)
    return found[0];
  if (found.length === 0)
    throw new HiveError("HIVE_NOT_FOUND", `no call ${JSON.stringify(named)} changed files`, {
      hint: "hive changes lists the calls"
    });
  throw new HiveError("HIVE_INVALID_OPTION", `${found.length} calls begin with ${JSON.stringify(named)}`, {
    hint: "give more of the id"
  });
}
async function tell(io, { root, worktree }, { sessionId, plan }, by) {
  let atMs = systemClock.nowMs(), some = [...plan.files.done().take(MAX_FACTS)];
  if (some.length === 0)
    return;
  let facts = some.map(({ path, now, wanted }) => ({
    kind: "file",
    key: clip(`${worktree.top}/${path}`, MAX_PATH_CHARS),
    atMs,
    data: { change: nameOfChange({ path, before: now, after: wanted }), by }
  })), { agent } = await knownOf(root, sessionId, atMs), payload = { sessionId, instanceId: sessionId, atMs, event: "Undo", agent: agent ?? "unknown", facts };
  new Queue(root, loadConfig(io, root)).enqueue({ operation: "observe", payload });
}
var MAX_FACTS = 100, MAX_PATH_CHARS = 4096;
function rendered({ plan: { files } }, isRedo) {
  let { todo, left, failed } = files.counts(), done = todo - failed, back = isRedo ? "" : " hive redo takes this back.", lines = [`${count(done, "file")} put back.${done > 0 ? back : ""}`];
  for (let { path, why } of files.failed().take(MOST_LINES))
    lines.push(`  stays    ${printable(path)}: ${printable(why)}`);
  if (failed > MOST_LINES)
    lines.push(`  stay     ${count(failed - MOST_LINES, "more file")}`);
  if (left > 0)
    lines.push(`${count(left, "file")} left as ${left === 1 ? "it is" : "they are"}.`);
  return `${lines.join(`
`)}
`;
}
var documentOf = (plan, isMade) => ({
  version: 1,
  sessionId: plan.unfinished?.sessionId ?? plan.redoOf?.sessionId ?? plan.scope.at(-1)?.sessionId ?? null,
  snapshots: plan.scope.map(({ id }) => id),
  isUnfinished: plan.unfinished !== null,
  key: plan.key,
  files: plan.files.all().map(({ path, now, wanted, obstacle, by, others }) => ({
    path,
    now: sideOf2(now),
    wanted: sideOf2(wanted),
    obstacle,
    ...by === void 0 ? {} : { by },
    others
  })),
  putBack: isMade ? plan.files.done().map(({ path }) => path) : null,
  failed: isMade ? plan.files.failed() : null
});
export {
  addRedo,
  addUndo
};
