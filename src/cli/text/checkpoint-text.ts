import { timeText } from "../../base/clock.ts";
import { isObject } from "../../base/json.ts";
import { KINDS } from "../../model/kinds.ts";
import type { ResumeReport } from "../../recall/report/resume-report.ts";
import type { SessionDetail } from "../../store/sqlite/read/queries.ts";
import { count } from "../../base/text/words.ts";
import type { Io } from "../io.ts";
import { oneLine, printable } from "./render.ts";
import { lastSeen, stateOf, type Told } from "../../recall/session-list.ts";
import { colour, relativeTime, width } from "./terminal.ts";

const MAX_LINES = 10;
/** The width of a line if output goes to no terminal: a person may still read it. */
const LONGEST_LINE = 120;
const NAME_COLUMNS = 12;

/** Unchecked: any program can write the columns of a session. */
type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (isObject(value) ? value : {});
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isObject) : []);

export const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "?";

/** A text as a list: empty for what the agent did not report. */
const told = (value: unknown): readonly string[] => (typeof value === "string" && value !== "" ? [value] : []);

/** A line with a name, or a list with a title. A null or empty value was not observed, and is left out. */
type Part =
  readonly [name: string, value: string | null] | { readonly title: string; readonly lines: readonly string[] };

/** The present state of a session; its last checkpoint may be older. */
export interface Known extends Pick<ResumeReport, "state" | "continues"> {
  /** True for a session of the archive, which keeps no checkpoints. @default false */
  readonly isArchived?: boolean;
}

/**
 * A session for a person to read, the newest first.
 * @param known null if hive has not observed it: then its checkpoint is shown
 */
export function renderSession(session: SessionDetail & Told, known: Known | null, io: Io, nowMs: number): string {
  const { checkpoint, waitingEntries, tasks } = session;
  const seen = lastSeen(session);
  const waits = `${count(waitingEntries, "entry is", "entries are")} not applied yet, and shown here all the same`;
  const counted = `${count(session.instances, "instance")}, ${count(session.checkpoints, "checkpoint")}`;
  // Neither the archive nor the queue counts instances.
  const work = session.instances === 0 ? String(session.operations) : `${session.operations} in ${counted}`;
  const noneTaken = known?.isArchived === true ? null : "none taken yet";
  const log = session.log.map((row) => `${agoText(row.timestamp, nowMs)}  ${row.level ?? ""} ${row.message ?? ""}`);
  const parts: Part[] = [
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
      session.isUntrusted ? "facts of it came without proof, perhaps with a clone: hive adopt vouches" : null,
    ],
    ["continues", known === null || known.continues.length === 0 ? null : known.continues.join(", ")],
    ["checkpoint", checkpoint === null ? noneTaken : checkpointLine({ ...checkpoint }, nowMs)],
    ...stateParts({ ...(known?.state ?? checkpoint) }, nowMs),
    { title: "log", lines: log },
  ];
  return `${parts.flatMap((part) => linesOf(part, io)).join("\n")}\n`;
}

function linesOf(part: Part, io: Io): string[] {
  const columns = Math.min(LONGEST_LINE, width(io));
  if (!("title" in part)) {
    const [name, value] = part;
    return value === null ? [] : [`${name.padEnd(NAME_COLUMNS)}${oneLine(value, columns - NAME_COLUMNS)}`];
  }
  const { title, lines } = part;
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MAX_LINES).map((line) => `  ${oneLine(line, columns - 2)}`);
  const more = lines.length > MAX_LINES ? [`  … and ${lines.length - MAX_LINES} more (--json shows all)`] : [];
  return ["", colour(io)("bold", printable(title)), ...shown, ...more];
}

/** "3 min ago", from a time as the database stores it. */
export function agoText(time: string | null, nowMs: number): string {
  const ms = Date.parse(time ?? "");
  return Number.isNaN(ms) ? (time ?? "?") : relativeTime(ms, nowMs);
}

function checkpointLine(checkpoint: Fields, nowMs: number): string {
  const at = agoText(text(checkpoint["lastAutoCheckpoint"]), nowMs);
  return `${text(checkpoint["checkpointType"])}, ${at}, after ${text(checkpoint["trigger"])}`;
}

function stateParts(state: Fields, nowMs: number): Part[] {
  const { session, git, lastAssistantMessage: last } = state;
  const listPart = (title: string, list: unknown, line: (row: Fields) => string): Part => ({
    title,
    lines: listOf(list).map(line),
  });
  return [
    ["directory", session === undefined ? null : text(fieldsOf(session)["cwd"])],
    ["git", git === undefined ? null : gitLine(fieldsOf(git), nowMs)],
    listPart(KINDS.prompt.title, state["prompts"], (row) => text(row["text"])),
    // An agent may end a turn without a message, or not report it.
    { title: KINDS.message.title, lines: told(fieldsOf(last)["text"]) },
    listPart(
      KINDS.todos.title,
      fieldsOf(state["todos"])["todos"],
      (todo) => `[${text(todo["status"])}] ${text(todo["content"])}`,
    ),
    listPart(
      KINDS.task.title,
      state["tasks"],
      (row) => `[${text(row["status"])}] ${text(row["subject"] ?? row["key"])}`,
    ),
    listPart(KINDS.file.title, state["files"], (row) =>
      [text(row["change"]), text(row["key"]), ...told(row["by"]).map((by) => `(${by})`)].join(" "),
    ),
    listPart(
      KINDS.command.title,
      state["commands"],
      (row) => `${told(row["outcome"])[0] ?? "outcome not known"}: ${text(row["command"])}`,
    ),
    listPart(
      KINDS.agent.title,
      state["subagents"],
      (row) => `${text(row["status"])}: ${text(row["description"] ?? row["type"])}`,
    ),
  ];
}

/** The state of the git tree in a checkpoint. @param nowMs for a relative time. @default the time as it is saved */
export function gitLine(git: Fields, nowMs?: number): string {
  if (typeof git["unknown"] === "string") return `not known: ${git["unknown"]}`;
  if (git["worktree"] === null) return "no tree";
  const dirty = dirtyText(fieldsOf(git["dirty"]), nowMs);
  if (git["head"] === undefined) return `not known${dirty}`;
  const head = git["head"] === null ? "no commit" : text(git["head"]).slice(0, 12);
  return `${git["branch"] === null ? "detached" : text(git["branch"])} at ${head}${dirty}`;
}

/** The worker reads git a little later than the hook runs: the text gives the time. */
function dirtyText(dirty: Fields, nowMs?: number): string {
  if (typeof dirty["unknown"] === "string") return `: ${dirty["unknown"]}`;
  if (dirty["modified"] === undefined) return "";
  const most = dirty["unsure"] === undefined ? "" : "at most ";
  const { atMs } = dirty;
  // An older hive did not save the time.
  const seen =
    typeof atMs === "number" ? `, seen ${nowMs === undefined ? timeText(atMs) : relativeTime(atMs, nowMs)}` : "";
  return `, ${most}${text(dirty["modified"])} modified, ${text(dirty["untracked"])} untracked${seen}`;
}
