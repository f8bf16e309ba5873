import { isObject } from "../base/json.ts";
import type { Cell } from "../store/session-state.ts";
import { quoted, quotedPath, word } from "./quoted.ts";
import type { ResumeReport } from "./resume.ts";

/** How much is shown. Sizes are in UTF-16 units. */
export interface TextSize {
  /** Of the whole text. */
  readonly maxChars: number;
  readonly maxLines: number;
  readonly prose: number;
  readonly line: number;
}

export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The objects of a list: what an entry holds beside them was not hive's to check. */
const listOf = (value: unknown): ReadonlyArray<Readonly<Record<string, unknown>>> =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** What is to be gone on with first: the order in which an agent reads, each list newest first. */
export function sectionsOf({ state, cwd }: ResumeReport, size: TextSize): Section[] {
  const path = (value: string): string => quotedPath(relative(value, cwd), size.line);
  return [
    ...section(
      "Prompts, newest first:",
      (state.prompts ?? []).map((cell) => quoted(cell["text"], size.prose)),
    ),
    ...section("Last message of the agent:", texts(state.lastAssistantMessage, size.prose)),
    ...section("Open tasks:", openTasks(state, size)),
    ...section("Approved plan:", texts(state.plan, size.prose)),
    ...section(
      "Commands, failed ones first:",
      (state.commands ?? []).toSorted(failedFirst).map((cell) => command(cell, size)),
    ),
    ...section("Subagents not seen to finish:", runningAgents(state, size)),
    ...section(
      "Files, newest first:",
      (state.files ?? []).map((cell) => `${word(cell["change"], 20)} ${path(cell.key)} by ${word(cell["by"], 20)}`),
    ),
  ];
}

function section(title: string, lines: readonly string[]): Section[] {
  return lines.length === 0 ? [] : [{ title, lines: lines.map((line) => `- ${line}`) }];
}

function texts(cell: Cell | undefined, maxChars: number): string[] {
  return cell?.["text"] === undefined ? [] : [quoted(cell["text"], maxChars)];
}

function openTasks({ todos, tasks = [] }: ResumeReport["state"], size: TextSize): string[] {
  const list = listOf(todos?.["todos"]);
  const all = [
    ...list.map((todo) => ({ status: todo["status"], text: todo["content"] })),
    ...tasks.map((task) => ({ status: task["status"], text: task["subject"] ?? task.key })),
  ];
  return all
    .filter(({ status }) => status !== "completed" && status !== "deleted")
    .toSorted((a, b) => rank(a.status) - rank(b.status))
    .map(({ status, text }) => `[${word(status, 20)}] ${quoted(text, size.line)}`);
}

const rank = (status: unknown): number => (status === "in_progress" ? 0 : 1);

const isFailed = (cell: Cell): boolean => cell["outcome"] !== "ok" && cell["outcome"] !== "background";

function failedFirst(a: Cell, b: Cell): number {
  return Number(isFailed(b)) - Number(isFailed(a)) || b.atMs - a.atMs;
}

function command(cell: Cell, size: TextSize): string {
  const { error } = cell;
  const line = typeof error === "string" ? firstErrorLine(error) : undefined;
  const why = line === undefined ? "" : `: ${quoted(line, size.line)}`;
  return `${word(cell["outcome"], 20)}: ${quoted(cell["command"], size.line)}${why}`;
}

/** The agent puts the exit code before the output. */
function firstErrorLine(error: string): string | undefined {
  const lines = error.split("\n").filter((line) => line.trim() !== "");
  return lines.find((line) => !/^Exit code \d+$/.test(line.trim())) ?? lines[0];
}

function runningAgents({ subagents = [], background }: ResumeReport["state"], size: TextSize): string[] {
  const agents = subagents
    .filter((agent) => agent["status"] !== "completed")
    .map((agent) => `${word(agent["type"] ?? "agent", 40)} ${quoted(agent["description"] ?? agent.key, size.line)}`);
  const tasks = listOf(background?.["tasks"]);
  const shells = tasks
    .filter((task) => task["status"] === "running" && !subagents.some((agent) => agent.key === task["id"]))
    .map((task) => `${word(task["type"] ?? "task", 40)} ${quoted(task["command"] ?? task["description"], size.line)}`);
  return [...agents, ...shells];
}

/** A path in the working directory without that directory. */
function relative(path: string, cwd: string | null): string {
  return cwd !== null && path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}
