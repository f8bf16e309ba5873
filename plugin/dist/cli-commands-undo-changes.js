// @bun
import {
  colour,
  oneLine,
  json,
  findRoot
} from "./cli-root.js";
import {
  chooseSession
} from "./cli-choose-session.js";
import {
  projectOf
} from "./cli-project-paths.js";
import {
  notApplied,
  openResumes,
  tell,
  reportOf
} from "./recall-session-list.js";
import {
  nameOfChange
} from "./snapshots-undo-state.js";
import {
  ProjectSnapshots
} from "./snapshots-project-snapshots.js";
import {
  findWorktree
} from "./snapshots-worktree.js";
import {
  count
} from "./base-text-words.js";
import {
  systemClock,
  timeText
} from "./base-clock.js";
import {
  printable
} from "./base-text-printable.js";
import {
  textOf2
} from "./base-json.js";
import {
  HiveError
} from "./base-errors.js";

// src/snapshots/undo/scope.ts
var isAgents = ({ trigger }) => trigger === "call" || trigger === "stop", isOwn = (row) => isAgents(row) && row.undoneBy === null, latestSession = (snapshots, hasChanges) => snapshots.findLast((row) => isOwn(row) && hasChanges(row.id))?.sessionId;
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
function beforeIdleChanges(snapshots, hasChanges) {
  let at = snapshots.findLastIndex((row) => hasChanges(row.id) && (row.trigger === "idle-stop" || isOwn(row)));
  return snapshots[at]?.trigger === "idle-stop" ? snapshots[at - 1] : void 0;
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

// src/cli/snapshot-access.ts
import { isAbsolute, join, relative } from "path";
function openSnapshots(io, given) {
  let root = findRoot(io, given), project = projectOf(io, root).project, isInProject = io.cwd === project || io.cwd.startsWith(`${project}/`), own = findWorktree(root, io.cwd, io.env), worktree = "refused" in own && !isInProject ? findWorktree(root, project, io.env) : own;
  if ("refused" in worktree)
    throw none(worktree.refused);
  let snapshots = ProjectSnapshots.openIfAny(root, io.env), row = snapshots?.catalogue.worktrees().find(({ top }) => top === worktree.top);
  if (snapshots === null || row === void 0)
    throw snapshots?.[Symbol.dispose](), none(`no snapshot was taken of ${worktree.top} yet`);
  return { root, worktree, row, snapshots, [Symbol.dispose]: () => snapshots[Symbol.dispose]() };
}
var none = (why) => new HiveError("HIVE_NOT_FOUND", why, { hint: "hive status says whether an agent's calls arrive; see docs/undo.md" });
function coveredBy({ cwd }, { top }, paths) {
  if (paths.length === 0)
    return () => !0;
  let named = paths.map((path) => {
    let inside = relative(top, isAbsolute(path) ? path : join(cwd, path));
    if (inside === ".." || inside.startsWith("../"))
      throw new HiveError("HIVE_INVALID_OPTION", `${path} is outside of ${top}`, {
        hint: "name files of this worktree"
      });
    return inside;
  });
  return (path) => named.some((one) => one === "" || path === one || path.startsWith(`${one}/`));
}

// src/cli/commands/undo/session-text.ts
var MAX_TITLE_CHARS = 60, MAX_ID_CHARS = 40, NOTHING = { agent: null, title: null, isRunning: !1 };
async function knownOf(root, sessionId, nowMs) {
  try {
    using resumes = await openResumes(root, nowMs);
    let report = reportOf(resumes, sessionId), { title, ending, isUntrusted } = tell(resumes, notApplied(sessionId), report);
    return { agent: textOf2(report?.state.session?.agent) ?? null, title: isUntrusted ? null : title, isRunning: ending === "open" };
  } catch (error) {
    if (error instanceof HiveError && ["HIVE_STORE_UNAVAILABLE", "HIVE_MIGRATION"].includes(error.code))
      return NOTHING;
    throw error;
  }
}
async function sessionText(root, sessionId, nowMs) {
  let { title, isRunning } = await knownOf(root, sessionId, nowMs), named = title === null ? "" : ` \u201C${oneLine(title, MAX_TITLE_CHARS)}\u201D`;
  return `${oneLine(sessionId, MAX_ID_CHARS)}${named}${isRunning ? " (running)" : ""}`;
}

// src/cli/commands/undo/changes.ts
var SHOWN = 12;
function addChanges2(program, io) {
  program.command("changes").argument("[session]", "a session's id, or the beginning of it (default: the one that changed files last)").description("list what a session changed in the files, by turn and by call").option("--all", "all files of each call, and the calls that changed none").option("--json", "print JSON, in full").addHelpText("after", `
The number before a call is its snapshot: hive diff and hive undo --to take it.

Examples:
  hive changes
  hive changes 5f0c --json | jq '.snapshots[].changes[].path'`).action(async (given, _flags, command) => {
    let flags = command.optsWithGlobals();
    using access = openSnapshots(io, flags.root);
    let { catalogue } = access.snapshots, all = catalogue.snapshots(access.row.id), changes = Map.groupBy(catalogue.changes(all.map(({ id }) => id)), ({ snapshot }) => snapshot), sessionId = sessionOf(all, changes, given), listed = all.filter((row) => row.sessionId === sessionId).map((row) => ({ row, changes: changes.get(row.id) ?? [] }));
    if (flags.json === !0) {
      io.out(json(documentOf(access, sessionId, listed)));
      return;
    }
    io.out(rendered(io, await sessionText(access.root, sessionId, systemClock.nowMs()), listed, flags));
  });
}
function sessionOf(all, changes, given) {
  let ids = [...new Set(all.map(({ sessionId }) => sessionId))];
  if (given !== void 0)
    return chooseSession(ids, given);
  let found = all.findLast((row) => isAgents(row) && changes.has(row.id)) ?? all.at(-1);
  if (found !== void 0)
    return found.sessionId;
  throw new HiveError("HIVE_NOT_FOUND", "no snapshot is kept", { hint: "see docs/undo.md" });
}
var documentOf = ({ worktree }, sessionId, listed) => ({
  version: 1,
  worktree: worktree.top,
  sessionId,
  snapshots: listed.map(({ row, changes }) => ({
    id: row.id,
    at: timeText(row.atMs),
    trigger: row.trigger,
    calls: row.calls,
    base: row.base,
    source: row.source,
    isComplete: row.isComplete,
    isUndone: row.undoneBy !== null,
    notes: row.notes,
    changes: changes.map((change) => ({
      path: change.path,
      change: nameOfChange(change),
      before: sideOf2(change.before),
      after: sideOf2(change.after)
    }))
  }))
}), sideOf2 = (state) => typeof state === "string" ? { kind: state } : {
  kind: state.kind,
  mode: state.mode.toString(8),
  size: state.size < 0 ? null : state.size,
  isKept: state.kept !== null,
  ...state.lack === void 0 ? {} : { lack: state.lack }
};
function rendered(io, session, listed, flags) {
  let paint = colour(io), lines = [paint("bold", `session ${session}`)], turn = 0;
  for (let { row, changes } of listed) {
    if (row.trigger === "prompt")
      lines.push(paint("dim", `turn ${turn += 1}`));
    if (changes.length === 0 && flags.all !== !0 && row.notes.length === 0)
      continue;
    lines.push(`  ${headOf(row, changes)}`);
    for (let target of targetsOf(row, changes))
      lines.push(paint("dim", `      \u201C${target}\u201D`));
    for (let note of row.notes)
      lines.push(paint("yellow", `      ${printable(note)}`));
    let shown = flags.all === !0 ? changes : changes.slice(0, SHOWN);
    if (lines.push(...shown.map((change) => `      ${markOf2(change)} ${printable(change.path)}`)), changes.length > shown.length)
      lines.push(paint("dim", `      and ${changes.length - shown.length} more: --all`));
  }
  if (flags.all !== !0 && listed.every(({ changes }) => changes.length === 0))
    lines.push("", "No call of it changed a file. --all lists its calls.");
  return `${lines.join(`
`)}
`;
}
var WHEN = {
  start: "found at the session's start",
  call: "a call",
  prompt: "found before a prompt, by no call",
  stop: "found at the end of a turn",
  "idle-stop": "found at the end of a turn, by no call",
  "before-undo": "found before an undo",
  undo: "hive undo"
};
function headOf({ id, atMs, trigger, calls, isComplete, undoneBy, source }, changes) {
  let at = new Date(atMs).toLocaleTimeString("sv"), whose = calls.length === 0 ? WHEN[trigger] : calls.map(callText).join(" and "), shared = calls.length > 1 ? " (which of them is not known)" : "", doubt = isComplete ? "" : ` (by ${source}, perhaps not all)`, undone = undoneBy === null ? "" : ", undone";
  return `#${id}  ${at}  ${whose}${shared}${doubt}: ${count(changes.length, "file")}${undone}`;
}
var targetsOf = ({ calls }, changes) => calls.flatMap(({ target }) => target ?? []).filter((target) => !changes.some(({ path }) => target.endsWith(path))).map((target) => oneLine(target, 100)), callText = ({ tool, agentId, key }) => `${oneLine(tool, 40)} ${oneLine(key.split(":")[0], 40)}${agentId === void 0 ? "" : ` by subagent ${oneLine(agentId, 20)}`}`, MARKS = { created: "+", modified: "~", deleted: "-" }, markOf2 = (change) => MARKS[nameOfChange(change)];

export { latestSession, scopeOf, beforeIdleChanges, isCall, openSnapshots, coveredBy, knownOf, sessionText, addChanges2, sideOf2, markOf2 };
