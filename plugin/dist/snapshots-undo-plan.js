// @bun
import {
  entriesOf
} from "./snapshots-tracker.js";
import {
  notADirectory
} from "./snapshots-files.js";
import {
  isSame,
  isRestorable,
  composed
} from "./snapshots-undo-state.js";
import {
  errorCode
} from "./base-errors.js";

// src/snapshots/undo/in-the-way.ts
import { lstatSync, readdirSync } from "fs";
import { basename, dirname, join } from "path";
var MAX_ENTRIES = 1000;
function withoutBlocked(files, options) {
  let planned = new Map(files.map((file) => [file.path, file])), kinds = /* @__PURE__ */ new Map;
  for (let file of files) {
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
  }, files = [...composed(scope).values()].filter(({ path }) => covers(path)).map(({ path, before: wanted, after: expected }) => {
    let now = nowOf(path), obstacle = obstacleTo({ now, wanted, expected, isSeen: !present.has(path), isForced }), lack = obstacle === "content not kept" ? lackOf(wanted) : obstacle === "present not kept" ? lackOf(now) : void 0;
    return { path, now, wanted, obstacle, others: others(path), ...lack === void 0 ? {} : { lack } };
  }).filter(({ now, wanted }) => !isSame(now, wanted)).toSorted(byPath);
  return withoutBlocked(files, { top, now: nowOf, others, makesRoom }).toSorted(byPath);
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
var lackOf = (state) => typeof state === "string" ? void 0 : state.lack, isOwn = ({ trigger, undoneBy }) => (trigger === "call" || trigger === "stop") && undoneBy === null;
function scopeOf(scope, snapshots, hasChanges) {
  if (scope.kind === "to")
    return snapshots.filter(({ id }) => id > scope.snapshot);
  if (scope.kind === "call")
    return snapshots.filter((row) => isOwn(row) && row.calls.some(({ key }) => isCall(key, scope.call)));
  let own = snapshots.filter(({ sessionId }) => sessionId === scope.sessionId);
  if (scope.kind === "session")
    return own.filter(isOwn);
  return turnsOf(own).findLast((turn) => turn.some(({ id }) => hasChanges(id))) ?? [];
}
function turnsOf(snapshots) {
  let turns = [[]];
  for (let row of snapshots)
    if (row.trigger === "prompt")
      turns.push([]);
    else if (isOwn(row))
      turns.at(-1).push(row);
  return turns.filter(({ length }) => length > 0);
}
var isCall = (key, named) => named !== "" && key.startsWith(named);

export { planOf, scopeOf, turnsOf, isCall };
