import { count } from "../../base/text/words.ts";
import { isObject, textOf } from "../../base/json.ts";
import { KINDS } from "../../model/kinds.ts";
import { isKnownTime } from "../../model/merge.ts";
import type { SeenRow } from "../../store/sqlite/read/session-state.ts";
import { gitOperationAt } from "../../git/git-operation.ts";
import { lastChangeMs } from "../made-files.ts";
import { isRemembered, namesConflict } from "../checks/git-steps.ts";
import { programsOf } from "../checks/looks.ts";
import { ago } from "./ages.ts";
import { finishedAgents, type Task } from "../background.ts";
import { type CommandNow, failing, isBeforeEdit, isWorthTelling } from "./commands.ts";
import { fileLines, lots } from "./file-lines.ts";
import { quoted, quotedEnds, quotedLimits, quotedPath, quotedTask, setsLimits, word } from "./quoted.ts";
import type { ResumeReport } from "./resume-report.ts";

/** The longest parts shown of each text, in UTF-16 units. */
export interface TextSize {
  /** The purpose of the session, with its limits. */
  readonly task: number;
  readonly prose: number;
  readonly line: number;
}

export interface Section {
  readonly title: string;
  /** Without a title the lines stand alone. */
  readonly lines: readonly string[];
  /** This many lines are taken before another section gets more than its own; with 0 it gets only what is left. */
  readonly first: number;
  /** This many lines are taken before any line of another section: they hold whatever else is to be said. */
  readonly firm: number;
}

export interface SectionOptions {
  readonly size: TextSize;
  readonly nowMs: number;
  /** True if the reader is the same session: then its tasks still run. */
  readonly isAlive: boolean;
}

/** A longer prompt says more than the next step. */
const LONG_PROMPT = 200;

/** A fact within this time of the session's last observation is shown without an age. */
const SAME_TIME_MS = 600_000;

/** The objects of a list: hive does not check the rest of an entry's list. */
const listOf = (value: unknown): ReadonlyArray<Readonly<Record<string, unknown>>> =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** The sections in the agent's reading order: the most urgent first, each list newest first. */
export function sectionsOf(report: ResumeReport, options: SectionOptions): Section[] {
  const { state } = report;
  const { size, nowMs, isAlive } = options;
  const { outcomes: commands, running } = report;
  const since = (row: SeenRow | undefined): string => (row === undefined ? "" : when(row.atMs, report, nowMs));
  return [
    ...section("", 1, task(report, options), 1),
    ...section("", 1, onlyAgreed(report)),
    ...section(laterTitle(report), Math.max(3, limitLines(report)), laterPrompts(report, size), limitLines(report)),
    ...tasks(report, options),
    ...section("", 1, texts(`Approved plan${since(state.plan)}`, state.plan, size.prose)),
    ...section("", 1, lastMessage(report, options)),
    ...section("Earlier messages, newest first; some may be over:", 1, earlierMessages(report, size)),
    ...section("", 1, lastWords(report, size)),
    ...section(
      "In flight when it stopped, maybe done in part:",
      3,
      report.inFlight.map((call) => openCall(call, size)),
    ),
    ...section(
      "Failing now:",
      4,
      failing(commands).map((now) => failure(now, report, options)),
    ),
    ...section(
      "Interrupted:",
      2,
      interrupted(commands, report).map((now) => quotedEnds(now.command, size.line)),
    ),
    ...section(
      isAlive ? "Running:" : "Running when it stopped:",
      3,
      running.map((one) => runningTask(one, size)),
    ),
    ...section(
      "Finished subagents:",
      5,
      finishedAgents(state).map((one) => finished(one, report, options)),
    ),
    ...section("Files, newest first:", 3, fileLines(report, size)),
    ...section(
      "Commands that passed, newest first:",
      0,
      commands.filter(isWorthTelling).map((now) => passed(now, report, options)),
    ),
  ];
}

const section = (title: string, first: number, lines: readonly string[], firm = 0): Section[] =>
  lines.length === 0 ? [] : [{ title, lines, first, firm }];

function task(report: ResumeReport, { size, nowMs }: SectionOptions): string[] {
  const { prompts, objective } = report;
  const title = objective === null ? [] : [`Objective: ${quoted(objective, size.line)}`];
  const { task: row } = prompts;
  return row === undefined
    ? title
    : [`Task${when(row.atMs, report, nowMs)}: ${quotedTask(row["text"], size.task)}`, ...title];
}

function laterTitle({ prompts: { agreeing } }: ResumeReport): string {
  const more = agreeing === 0 ? "" : `, beside ${count(agreeing, "short one", "short ones")} such as “yes”`;
  return `Later prompts${more}:`;
}

const isLong = (row: SeenRow): boolean => typeof row["text"] === "string" && row["text"].length > LONG_PROMPT;

/** The last word comes first, then the prompts that set terms: they hold until the end. */
function laterPrompts(report: ResumeReport, size: TextSize): string[] {
  const { last, terms, others } = laterOf(report);
  const before = report.inFlight.length === 0 ? "" : ", before the call in flight";
  const older = terms.slice(MAX_TERMS).filter((row) => setsLimits(row["text"]));
  const limits = older.map((row) => quotedLimits(row["text"], size.prose));
  return [
    ...(last === undefined ? [] : [`${quotedTask(last["text"], termsSize(last, size))} (the last prompt${before})`]),
    ...terms.slice(0, MAX_TERMS).map((row) => quotedTask(row["text"], termsSize(row, size))),
    ...lots(limits, LIMITS_IN_LINE).map((lot) => lot.join(", ")),
    ...others.map((row) => quotedTask(row["text"], size.prose)),
  ];
}

interface Later {
  /** The last word of all. */
  readonly last: SeenRow | undefined;
  readonly terms: readonly SeenRow[];
  readonly others: readonly SeenRow[];
}

function laterOf({ prompts }: ResumeReport): Later {
  const last = prompts.isLastTold ? prompts.later[0] : undefined;
  const later = prompts.later.filter((row) => row !== last);
  const limits = later.filter((row) => setsLimits(row["text"]));
  const terms = [...limits, ...later.filter((row) => isLong(row) && !limits.includes(row))];
  return { last, terms, others: later.filter((row) => !terms.includes(row)) };
}

/** The lines of the last prompt and of all that set limits; none without a limit. */
function limitLines(report: ResumeReport): number {
  const { last, terms } = laterOf(report);
  const limits = terms.filter((row) => setsLimits(row["text"])).length;
  const older = Math.ceil(Math.max(0, limits - MAX_TERMS) / LIMITS_IN_LINE);
  return limits === 0 ? 0 : (last === undefined ? 0 : 1) + Math.min(limits, MAX_TERMS) + older;
}

/** Older prompts that set limits are shortened to those. */
const MAX_TERMS = 3;
const LIMITS_IN_LINE = 3;

const termsSize = (row: SeenRow, { prose, task: chars }: TextSize): number =>
  isLong(row) || setsLimits(row["text"]) ? Math.max(prose, Math.floor(chars / 2)) : prose;

function onlyAgreed({ prompts: { later, agreeing } }: ResumeReport): string[] {
  return later.length > 0 || agreeing === 0 ? [] : [`Since then ${count(agreeing, "short prompt")} such as “yes”.`];
}

const texts = (title: string, row: SeenRow | undefined, maxChars: number): string[] =>
  row?.["text"] === undefined ? [] : [`${title}: ${quotedEnds(row["text"], maxChars)}`];

/** A message that a later prompt has answered is no longer the last word. It is left out if newer words are known. */
function lastMessage(report: ResumeReport, { size, nowMs }: SectionOptions): string[] {
  const { state, prompts, lastWords: words } = report;
  const row = state.lastAssistantMessage;
  const isAnswered = row !== undefined && (prompts.later[0]?.atMs ?? 0) > row.atMs;
  if (row === undefined || (isAnswered && words !== null)) return [];
  const title = isAnswered
    ? "Message of the agent before the latest prompt"
    : `Last message of the agent${callsSince(row.atMs, state)}`;
  return texts(`${title}${when(row.atMs, report, nowMs)}`, row, size.prose);
}

/** After a finished turn they are of the session before it, which stopped in the middle of one. */
function lastWords({ lastWords: words, isTurnFinished }: ResumeReport, size: TextSize): string[] {
  const who = isTurnFinished ? "The unfinished session" : "It";
  return words === null ? [] : [`${who} last said: ${quotedEnds(words, size.prose)}`];
}

/** The number of the main agent's calls after a message: they may have done what it announces. */
function callsSince(atMs: number, { operations = [] }: ResumeReport["state"]): string {
  const calls = operations.filter((row) => row.agentId === undefined && row.atMs > atMs).length;
  const most = calls === KINDS.operation.limit ? "at least " : "";
  return calls === 0 ? "" : `, ${most}${count(calls, "call", "calls")} before the end`;
}

/** The agent's findings in earlier turns. */
function earlierMessages({ state }: ResumeReport, size: TextSize): string[] {
  const last = textOf(state.lastAssistantMessage?.["text"]) ?? "";
  return (state.turns ?? [])
    .filter(
      (row) =>
        typeof row["text"] === "string" &&
        row["text"].length > SHORT_MESSAGE &&
        !last.startsWith(row["text"].slice(0, 100)),
    )
    .map((row) => quotedEnds(row["text"], size.prose));
}

/** A shorter message reports nothing. */
const SHORT_MESSAGE = 40;

interface TodoItem {
  readonly status: unknown;
  readonly text: unknown;
}

/** All tasks with the time of their last report; deleted ones are left out. */
export function tasksOf({ todos, tasks: numbered = [] }: Pick<ResumeReport["state"], "todos" | "tasks">): {
  readonly all: readonly TodoItem[];
  readonly atMs: number;
} {
  const all = [
    ...listOf(todos?.["todos"]).map((todo) => ({ status: todo["status"], text: todo["content"] })),
    ...numbered
      .toSorted((a, b) => Number(a.key) - Number(b.key) || a.atMs - b.atMs)
      .map((row) => ({ status: row["status"], text: row["subject"] ?? row.key })),
  ];
  const atMs = Math.max(todos?.atMs ?? 0, ...numbered.map((row) => row.atMs));
  return { all: all.filter(({ status }) => status !== "deleted"), atMs };
}

function tasks({ state }: ResumeReport, { size, nowMs }: SectionOptions): Section[] {
  const { all, atMs } = tasksOf(state);
  if (all.length === 0) return [];
  const open = all.filter(({ status }) => status !== "completed").toSorted((a, b) => rank(a.status) - rank(b.status));
  const title = `Tasks: ${all.length - open.length} of ${all.length} done, as of ${ago(atMs, nowMs)}`;
  if (open.length === 0) return section("", 1, [`${title}.`]);
  const lines = open.map(({ status, text }) => `[${word(status, 20)}] ${quoted(text, size.line)}`);
  const done = all.filter(({ status }) => status === "completed").map(({ text }) => quoted(text, DONE_CHARS));
  return [...section(`${title}; open ones:`, 5, lines), ...section("", 0, lots(done, DONE_IN_LINE).map(doneLine))];
}

const doneLine = (names: readonly string[]): string => `Done: ${names.join(", ")}`;
const DONE_CHARS = 40;
const DONE_IN_LINE = 6;

const rank = (status: unknown): number => (status === "in_progress" ? 0 : 1);

function openCall(call: ResumeReport["inFlight"][number], size: TextSize): string {
  const how = call.isInterrupted ? "interrupted by the user: " : "";
  return `${how}${word(call.tool, 60)} ${quotedEnds(call.target, size.line)}`;
}

/** The age, unless it equals the one in the head of the text. */
function when(atMs: number, { lastSeenMs }: ResumeReport, nowMs: number): string {
  return isKnownTime(atMs) && Math.abs(lastSeenMs - atMs) < SAME_TIME_MS ? "" : ` (${ago(atMs, nowMs)})`;
}

const inDirectory = ({ directory }: CommandNow, size: TextSize): string =>
  directory === undefined ? "" : ` in ${quotedPath(directory, size.line)}`;

function failure(now: CommandNow, report: ResumeReport, { size, nowMs }: SectionOptions): string {
  const { command, why, atMs, agentId } = now;
  const whose = agentId === undefined ? "" : " by a subagent";
  const isStopped = why.some(namesConflict) && programsOf(command).some(isRemembered);
  const isOver = isStopped && gitOperationAt(textOf(report.state.git?.["worktree"]) ?? "") === null;
  const since = `${changedSince(now, report)}${isOver ? " (git has ended it since)" : ""}`;
  const reason = why.length === 0 ? "" : `: ${quoted(why.join("; "), 2 * size.line)}`;
  return `${quotedEnds(command, size.line)}${inDirectory(now, size)}${whose}${reason}${when(atMs, report, nowMs)}${since}`;
}

const passed = (now: CommandNow, report: ResumeReport, { size, nowMs }: SectionOptions): string =>
  `${quotedEnds(now.command, size.line)}${inDirectory(now, size)}${when(now.atMs, report, nowMs)}${changedSince(now, report)}`;

/** A check from before the last edit may have another outcome by now, and so may one that ran again. */
function changedSince(now: CommandNow, report: ResumeReport): string {
  const again = now.isUnclear ? " (ran again since; how that ended is not known)" : "";
  return isBeforeEdit(now, lastChangeMs(report)) ? `${again} (files changed since)` : again;
}

/** The interrupted commands that the transcript does not name already. */
function interrupted(commands: readonly CommandNow[], { inFlight }: ResumeReport): CommandNow[] {
  return commands.filter(
    (now) => now.outcome === "interrupted" && !inFlight.some(({ target }) => target === now.command),
  );
}

const runningTask = ({ type, text }: Task, size: TextSize): string =>
  `${word(type ?? "agent", 40)} ${quotedEnds(text, size.line)}`;

function finished(one: Task, report: ResumeReport, { size, nowMs }: SectionOptions): string {
  const { type, text, status, lastMessage, atMs } = one;
  const how = status === "completed" ? "" : ` ${word(status, 20)}`;
  // The agent has reported it, and the user has answered since: the answer may refute it.
  const reportedMs = report.state.lastAssistantMessage?.atMs ?? 0;
  const isDigested = atMs < reportedMs && (report.prompts.later[0]?.atMs ?? 0) > reportedMs;
  const found = lastMessage === undefined || isDigested ? "" : `: ${quotedEnds(lastMessage, size.prose)}`;
  return `${word(type ?? "agent", 40)} ${quoted(text, size.line)}${how}${when(atMs, report, nowMs)}${found}`;
}
