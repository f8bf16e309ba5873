// @bun
import {
  KINDS
} from "./model-merge.js";
import {
  lastSeen,
  stateOf
} from "./recall-session-list.js";
import {
  width,
  colour,
  relativeTime,
  oneLine
} from "./cli-root.js";
import {
  count
} from "./base-text-words.js";
import {
  timeText
} from "./base-clock.js";
import {
  printable
} from "./base-text-printable.js";
import {
  isObject2
} from "./base-json.js";

// src/cli/text/checkpoint-text.ts
var MAX_LINES = 10, LONGEST_LINE = 120, NAME_COLUMNS = 12, fieldsOf = (value) => isObject2(value) ? value : {}, listOf = (value) => Array.isArray(value) ? value.filter(isObject2) : [], text = (value) => typeof value === "string" || typeof value === "number" ? String(value) : "?", told = (value) => typeof value === "string" && value !== "" ? [value] : [];
function renderSession(session, known, io, nowMs) {
  let { checkpoint, waitingEntries, tasks } = session, seen = lastSeen(session), waits = `${count(waitingEntries, "entry is", "entries are")} not applied yet, and shown here all the same`, counted = `${count(session.instances, "instance")}, ${count(session.checkpoints, "checkpoint")}`, work = session.instances === 0 ? String(session.operations) : `${session.operations} in ${counted}`, noneTaken = known?.isArchived === !0 ? null : "none taken yet", log = session.log.map((row) => `${agoText(row.timestamp, nowMs)}  ${row.level ?? ""} ${row.message ?? ""}`);
  return `${[
    ["session", session.id],
    ["title", session.title],
    ["objective", session.objective === session.title ? null : session.objective],
    ["status", `${stateOf(session)}, last seen ${agoText(seen, nowMs)}`],
    ["agent", session.agent],
    ["operations", work],
    ["open", tasks.all === 0 ? null : `${tasks.open} of ${tasks.all} todos and tasks`],
    ["waiting", waitingEntries === 0 ? null : waits],
    [
      "UNTRUSTED",
      session.isUntrusted ? "facts of it came without proof, perhaps with a clone: hive adopt vouches" : null
    ],
    ["continues", known === null || known.continues.length === 0 ? null : known.continues.join(", ")],
    ["checkpoint", checkpoint === null ? noneTaken : checkpointLine({ ...checkpoint }, nowMs)],
    ...stateParts({ ...known?.state ?? checkpoint }, nowMs),
    { title: "log", lines: log }
  ].flatMap((part) => linesOf(part, io)).join(`
`)}
`;
}
function linesOf(part, io) {
  let columns = Math.min(LONGEST_LINE, width(io));
  if (!("title" in part)) {
    let [name, value] = part;
    return value === null ? [] : [`${name.padEnd(NAME_COLUMNS)}${oneLine(value, columns - NAME_COLUMNS)}`];
  }
  let { title, lines } = part;
  if (lines.length === 0)
    return [];
  let shown = lines.slice(0, MAX_LINES).map((line) => `  ${oneLine(line, columns - 2)}`), more = lines.length > MAX_LINES ? [`  \u2026 and ${lines.length - MAX_LINES} more (--json shows all)`] : [];
  return ["", colour(io)("bold", printable(title)), ...shown, ...more];
}
function agoText(time, nowMs) {
  let ms = Date.parse(time ?? "");
  return Number.isNaN(ms) ? time ?? "?" : relativeTime(ms, nowMs);
}
function checkpointLine(checkpoint, nowMs) {
  let at = agoText(text(checkpoint.lastAutoCheckpoint), nowMs);
  return `${text(checkpoint.checkpointType)}, ${at}, after ${text(checkpoint.trigger)}`;
}
function stateParts(state, nowMs) {
  let { session, git, lastAssistantMessage: last } = state, listPart = (title, list, line) => ({
    title,
    lines: listOf(list).map(line)
  });
  return [
    ["directory", session === void 0 ? null : text(fieldsOf(session).cwd)],
    ["git", git === void 0 ? null : gitLine(fieldsOf(git), nowMs)],
    listPart(KINDS.prompt.title, state.prompts, (row) => text(row.text)),
    { title: KINDS.message.title, lines: told(fieldsOf(last).text) },
    listPart(KINDS.todos.title, fieldsOf(state.todos).todos, (todo) => `[${text(todo.status)}] ${text(todo.content)}`),
    listPart(KINDS.task.title, state.tasks, (row) => `[${text(row.status)}] ${text(row.subject ?? row.key)}`),
    listPart(KINDS.file.title, state.files, (row) => [text(row.change), text(row.key), ...told(row.by).map((by) => `(${by})`)].join(" ")),
    listPart(KINDS.command.title, state.commands, (row) => `${told(row.outcome)[0] ?? "outcome not known"}: ${text(row.command)}`),
    listPart(KINDS.agent.title, state.subagents, (row) => `${text(row.status)}: ${text(row.description ?? row.type)}`)
  ];
}
function gitLine(git, nowMs) {
  if (typeof git.unknown === "string")
    return `not known: ${git.unknown}`;
  if (git.worktree === null)
    return "no tree";
  let dirty = dirtyText(fieldsOf(git.dirty), nowMs);
  if (git.head === void 0)
    return `not known${dirty}`;
  let head = git.head === null ? "no commit" : text(git.head).slice(0, 12);
  return `${git.branch === null ? "detached" : text(git.branch)} at ${head}${dirty}`;
}
function dirtyText(dirty, nowMs) {
  if (typeof dirty.unknown === "string")
    return `: ${dirty.unknown}`;
  if (dirty.modified === void 0)
    return "";
  let most = dirty.unsure === void 0 ? "" : "at most ", { atMs } = dirty, seen = typeof atMs === "number" ? `, seen ${nowMs === void 0 ? timeText(atMs) : relativeTime(atMs, nowMs)}` : "";
  return `, ${most}${text(dirty.modified)} modified, ${text(dirty.untracked)} untracked${seen}`;
}

export { text, renderSession, agoText, gitLine };
