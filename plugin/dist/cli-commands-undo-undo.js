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
import"./agents-settings-off-switches.js";
import"./recall-session-list.js";
import {
  isSame,
  hasSameBytes,
  isRestorable,
  composed,
  nameOfChange
} from "./snapshots-undo-state.js";
import {
  readBlobs
} from "./snapshots-objects-blobs.js";
import"./snapshots-project-snapshots.js";
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

// src/snapshots/undo/aim.ts
function aimOf(catalogue, worktree, wanted) {
  let unfinished = catalogue.undos(worktree).find(({ status }) => status === "running") ?? null, all = catalogue.snapshots(worktree), scope = unfinished !== null || wanted.kind === "redo" ? [] : snapshotsIn(catalogue, worktree, wanted, all);
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
  let found = catalogue.undos(worktree).findLast(({ status, redoOf }) => status === "done" && redoOf === null);
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
function othersOf(catalogue, { wanted, all, scope }) {
  let own = wanted.kind === "to" ? null : scope.at(-1)?.sessionId, first = scope[0]?.id ?? Number.POSITIVE_INFINITY, sessions = new Map(all.filter(({ id }) => id >= first).map(({ id, calls }) => [id, calls.map(({ sessionId }) => sessionId).filter((one) => one !== own)]).filter(([, others]) => others.length > 0)), byPath = /* @__PURE__ */ new Map;
  for (let { path, snapshot } of catalogue.eachChange([...sessions.keys()])) {
    let known = byPath.get(path) ?? /* @__PURE__ */ new Set;
    for (let session of sessions.get(snapshot))
      known.add(session);
    byPath.set(path, known);
  }
  return (path) => {
    let known = byPath.get(path);
    return known === void 0 ? NOBODY : [...known];
  };
}
var NOBODY = [];

// src/snapshots/undo/in-the-way.ts
import { lstatSync, readdirSync } from "fs";
import { basename, dirname, join } from "path";

// src/snapshots/undo/release-many.ts
var LOT_FILES = 5000;
function releaseMany(files) {
  if (files > 5000)
    Bun.gc(!0);
}
var GARBAGE_FILES = 50000;
function* releasing(items) {
  let n = 0;
  for (let item of items)
    if (yield item, ++n % GARBAGE_FILES === 0)
      Bun.gc(!0);
}

// src/snapshots/undo/in-the-way.ts
var MAX_ENTRIES = 1000;
function withoutBlocked(files, options) {
  let planned = new Map(files.map((file) => [file.path, file])), kinds = /* @__PURE__ */ new Map;
  for (let file of releasing(files)) {
    if (file.obstacle !== null || typeof file.wanted === "string")
      continue;
    let found = blockersOf(file.path, options.top, { planned, kinds }), extra = found.map((path) => deletionOf(path, planned, options)), stays = found.find((_, n) => extra[n] === null);
    if (stays !== void 0)
      planned.set(file.path, { ...file, obstacle: "in the way", by: stays });
    else
      for (let one of extra)
        planned.set(one.path, one);
  }
  return [...planned.values()];
}
function deletionOf(path, planned, { now: nowOf, others, makesRoom }) {
  let now = nowOf(path);
  if (!makesRoom || typeof now === "string" || !isRestorable(now) || planned.has(path))
    return null;
  return { path, now, wanted: "absent", obstacle: null, others: others(path) };
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
      else if (!isDeleted(planned.get(inside)))
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
  let { planned, kinds } = known, above = parentInTheWay(parent, top, known);
  if (above !== null)
    return above;
  let file = planned.get(parent);
  if (isDeleted(file))
    return null;
  if (file !== void 0 && file.obstacle === null)
    return parent;
  let kind = kinds.get(parent) ?? kindAt(join(top, parent));
  return kinds.set(parent, kind), kind === "other" ? parent : null;
}
var isDeleted = (file) => file?.obstacle === null && file.wanted === "absent";
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

// src/snapshots/undo/plan.ts
function planOf(options) {
  let { top, scope, unseen, last, others, isForced, makesRoom = isForced, covers } = options, present = new Map(unseen.map(({ path, after }) => [path, after])), nowOf = (path) => {
    let state = present.get(path) ?? last(path);
    return state === "absent" && isTaken(top, path) ? "unknown" : state;
  }, files = [], all = composed(scope);
  releaseMany(all.size);
  for (let [path, { before: wanted, after: expected }] of releasing(all)) {
    if (all.delete(path), !covers(path))
      continue;
    let now = nowOf(path);
    if (isSame(now, wanted))
      continue;
    let obstacle = obstacleTo({ now, wanted, expected, isSeen: !present.has(path), isForced }), lack = obstacle === "content not kept" ? lackOf(wanted) : obstacle === "present not kept" ? lackOf(now) : void 0;
    files.push({ path, now, wanted, obstacle, others: others(path), ...lack === void 0 ? {} : { lack } });
  }
  return files.sort(byPath), withoutBlocked(files, { top, now: nowOf, others, makesRoom }).toSorted(byPath);
}
var byPath = (a, b) => a.path < b.path ? -1 : 1;
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

// src/snapshots/undo/planned-file.ts
var stepOf = ({ path, now, wanted }) => ({ path, before: now, after: wanted });

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
      assertUnchanged(join2(options.top, step.path), options.seenMs), make();
    } catch (error) {
      if (!(error instanceof InTheWay) && errorCode(error) === void 0)
        throw error;
      failed.push({ path: step.path, why: error instanceof InTheWay ? error.message : errorCode(error) });
    }
  }, deletions = steps.filter(({ after }) => after === "absent");
  for (let step of deletions.toSorted((a, b) => a.path < b.path ? 1 : -1))
    attempt(step, () => remove(step.path, options));
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
function remove(path, { top, onStep }) {
  assertInside(top, path), unlinkSync(join2(top, path)), onStep?.("deleted"), removeEmpty(top, dirname2(path));
}
function removeEmpty(top, directory) {
  for (let at = directory;at !== "."; at = dirname2(at))
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
  for (let directory of new Set(paths.map((path) => dirname2(path)))) {
    let full = join2(top, directory);
    if (notADirectory(top, join2(directory, "x")) !== null)
      continue;
    for (let name of readdirSync2(full))
      if (name.startsWith(`${PREFIX}${undo}-`))
        rmSync(join2(full, name), { force: !0 });
  }
}

// src/snapshots/undo/put-back-files.ts
async function putBackFiles(files, options) {
  let deletions = files.filter(({ wanted }) => wanted === "absent").map(stepOf), failed = putBack(deletions, { ...options, top: options.worktree.top, bytesOf: () => null }), rest = files.filter(({ wanted }) => wanted !== "absent");
  for (let at = 0;at < rest.length; at += LOT_FILES)
    releaseMany(rest.length), failed.push(...await putBackLot(rest.slice(at, at + LOT_FILES).map(stepOf), options));
  return failed;
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
    return releaseMany(this.#tracker.changedFiles), this.#planFrom(unseen);
  }
  async make(shown) {
    using _lock = this.#snapshots.lock();
    let { catalogue } = this.#snapshots, { nowMs, onStep } = this.#options, seenMs = nowMs(), sessionId = sessionOf(this.#snapshots.catalogue, this.#aim()), common = { sessionId, calls: [], paths: null }, { changes } = await this.#tracker.take({ ...common, trigger: "before-undo", nowMs: seenMs });
    onStep?.("looked"), releaseMany(this.#tracker.changedFiles);
    let plan = this.#planFrom(changes);
    if (releaseMany(plan.files.length), shown !== void 0 && shown !== plan.key)
      throw new HiveError("HIVE_CANCELLED", "files have changed since the plan was shown, and nothing was put back", {
        hint: "run the command again"
      });
    let files = plan.files.filter(({ obstacle }) => obstacle === null), left = plan.files.filter(({ obstacle }) => obstacle !== null);
    if (files.length === 0 && plan.unfinished === null)
      return { id: null, plan, sessionId, files, left, failed: [] };
    let id = this.#begin(plan, files, sessionId, seenMs);
    onStep?.("begun");
    let writing = { undo: id, seenMs, ...onStep === void 0 ? {} : { onStep } }, { objects } = this.#snapshots, failed = await putBackFiles(files, { ...writing, worktree: this.#worktree, objects });
    onStep?.("put back"), releaseMany(files.length);
    let also = catalogue.stepsOf(id).map(({ path }) => path);
    await this.#tracker.take({ ...common, trigger: "undo", nowMs: nowMs(), also });
    let isWhole = failed.length === 0 && (plan.unfinished === null || left.length === 0) && this.#isRedone(plan), isAny = plan.unfinished !== null || failed.length < files.length;
    catalogue.endUndo(id, this.#isRedoOfUnfinished(plan) ? "taken back" : "done", isWhole, isAny), onStep?.("ended");
    let names = new Set(failed.map(({ path }) => path));
    return { id, plan, sessionId, files: files.filter(({ path }) => !names.has(path)), left, failed };
  }
  #isRedone({ redoOf, unfinished }) {
    let id = redoOf?.id ?? unfinished?.redoOf ?? null;
    if (id === null)
      return !0;
    return this.#snapshots.catalogue.stepsOf(id).every(({ path, before }) => isSame(this.#tracker.last(path), before));
  }
  #begin(plan, files, sessionId, atMs) {
    let { catalogue } = this.#snapshots, { unfinished, scope } = plan;
    if (unfinished !== null)
      return clearTemporary(this.#worktree.top, unfinished.id, [...catalogue.stepsOf(unfinished.id)].map(({ path }) => path)), unfinished.id;
    let redoOf = this.#options.scope.kind === "redo" ? latestUndo(catalogue, this.#tracker.id).id : null, ids = redoOf === null && plan.files.every(({ obstacle }) => obstacle === null) && this.#coversAll(scope) ? scope.map(({ id }) => id) : [];
    return catalogue.beginUndo({ worktree: this.#tracker.id, atMs, sessionId, scope: ids, redoOf }, files.values().map(stepOf));
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
    return { files, scope, unfinished, redoOf, key: keyOfPlan(files) };
  }
  #filesOf(unseen, aim) {
    let { unfinished, scope, wanted } = aim, { catalogue } = this.#snapshots, { isForced = !1, covers = () => !0 } = this.#options, isRedo = wanted.kind === "redo", last = (path) => this.#tracker.last(path), common = { top: this.#worktree.top, unseen, last, covers };
    if (unfinished !== null) {
      let isBack = isRedo && unfinished.redoOf === null, steps = [...catalogue.stepsOf(unfinished.id)].map((step) => isBack ? step : reversed(step));
      return planOf({
        ...common,
        unseen: withoutOwn(unseen, steps),
        scope: steps,
        others: none,
        isForced,
        covers: () => !0,
        makesRoom: !1,
        last: this.#presentOf(unseen)
      });
    }
    if (isRedo) {
      let { id } = latestUndo(catalogue, this.#tracker.id);
      return planOf({ ...common, scope: catalogue.stepsOf(id), others: none, isForced });
    }
    let changes = catalogue.eachChange(scope.map(({ id }) => id));
    return planOf({
      ...common,
      scope: wanted.kind === "to" ? [...changes, ...unseen] : changes,
      others: othersOf(catalogue, aim),
      isForced
    });
  }
  #presentOf(unseen) {
    let present = new Map(unseen.map(({ path, after }) => [path, after]));
    return (path) => present.get(path) ?? this.#tracker.last(path);
  }
}
var NOBODY2 = [], none = () => NOBODY2, reversed = ({ path, before, after }) => ({ path, before: after, after: before });
function withoutOwn(unseen, steps) {
  let known = new Map(steps.map((step) => [step.path, step]));
  return unseen.filter(({ path, after }) => {
    let step = known.get(path);
    return step === void 0 || !(isSame(after, step.before) || isSame(after, step.after));
  });
}
function keyOfPlan(files) {
  let hasher = new Bun.CryptoHasher("sha256");
  for (let { path, obstacle, now, wanted } of releasing(files))
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
async function previewOf(access, plan, wanted) {
  let { files, unfinished } = plan;
  if (files.length === 0 && unfinished === null)
    return `All files are as they were: nothing is to be done.
`;
  return `${[await headOf(access, plan, wanted), ...files.map(lineOf), ...noteOf(access, wanted)].join(`
`)}
`;
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
  }), shown = await shownOf(access, await work.plan(), scope, flags.json === !0), isNothing = shown.todo === 0 && !shown.isUnfinished, { isIncomplete } = shown;
  if (await carryOut(io, isNothing ? { ...flags, dryRun: !0 } : flags, {
    preview: shown.preview,
    question: asks && !isNothing ? `Put ${count(shown.todo, "file")} back?` : null,
    make: async () => {
      let undone = await work.make(shown.key);
      return isIncomplete = undone.left.length > 0 || undone.failed.length > 0, await tell(io, access, undone, isRedo ? "hive-redo" : "hive-undo"), undone;
    },
    render: (undone) => rendered(undone, isRedo),
    toJson: (undone) => undone === null ? shown.document : documentOf(undone.plan, undone)
  }), !isIncomplete || flags.dryRun === !0)
    return;
  throw new HiveError("HIVE_UNDO_INCOMPLETE", "some files stay as they are, for the reasons above", {
    hint: "--force puts back what was changed later; hive diff shows it"
  });
}
async function shownOf(access, plan, scope, isJson) {
  let todo = plan.files.filter(({ obstacle }) => obstacle === null).length;
  return {
    key: plan.key,
    todo,
    isUnfinished: plan.unfinished !== null,
    isIncomplete: plan.files.length > todo,
    preview: isJson ? "" : await previewOf(access, plan, scope),
    document: isJson ? documentOf(plan, null) : null
  };
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
async function tell(io, { root, worktree }, { sessionId, files }, by) {
  if (files.length === 0)
    return;
  let atMs = systemClock.nowMs(), facts = files.slice(0, MAX_FACTS).map(({ path, now, wanted }) => ({
    kind: "file",
    key: clip(`${worktree.top}/${path}`, MAX_PATH_CHARS),
    atMs,
    data: { change: nameOfChange({ path, before: now, after: wanted }), by }
  })), { agent } = await knownOf(root, sessionId, atMs), payload = { sessionId, instanceId: sessionId, atMs, event: "Undo", agent: agent ?? "unknown", facts };
  new Queue(root, loadConfig(io, root)).enqueue({ operation: "observe", payload });
}
var MAX_FACTS = 100, MAX_PATH_CHARS = 4096;
function rendered({ files, left, failed }, isRedo) {
  let back = isRedo ? "" : " hive redo takes this back.", lines = [`${count(files.length, "file")} put back.${files.length > 0 ? back : ""}`];
  for (let { path, why } of failed)
    lines.push(`  stays    ${printable(path)}: ${printable(why)}`);
  if (left.length > 0)
    lines.push(`${count(left.length, "file")} left as ${left.length === 1 ? "it is" : "they are"}.`);
  return `${lines.join(`
`)}
`;
}
var documentOf = (plan, undone) => ({
  version: 1,
  sessionId: plan.unfinished?.sessionId ?? plan.redoOf?.sessionId ?? plan.scope.at(-1)?.sessionId ?? null,
  snapshots: plan.scope.map(({ id }) => id),
  isUnfinished: plan.unfinished !== null,
  key: plan.key,
  files: plan.files.map(({ path, now, wanted, obstacle, by, others }) => ({
    path,
    now: sideOf2(now),
    wanted: sideOf2(wanted),
    obstacle,
    ...by === void 0 ? {} : { by },
    others
  })),
  putBack: undone?.files.map(({ path }) => path) ?? null,
  failed: undone?.failed ?? null
});
export {
  addRedo,
  addUndo
};
