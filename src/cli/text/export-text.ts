/**
 * A session as Markdown, for a person to keep. Saved text is printed as code, so that no Markdown reader treats it as
 * markup.
 */
import { isObject, textOf } from "../../base/json.ts";
import { printable, printableLines } from "../../base/text/printable.ts";
import { exportHead } from "../../forget/exports.ts";
import { minute } from "../../recall/report/ages.ts";
import type { ResumeReport } from "../../recall/report/resume-report.ts";
import { endingText } from "../../recall/report/resume-text.ts";
import type { AllRows } from "../../store/sqlite/all-rows.ts";
import type { CheckpointSummary } from "../../store/sqlite/read/queries.ts";
import type { SeenRow } from "../../store/sqlite/read/session-state.ts";
import { gitLine } from "./checkpoint-text.ts";

/** The data of an export. */
export interface Exported {
  readonly report: ResumeReport;
  readonly title: string | null;
  readonly rows: AllRows;
  /** The newest first. */
  readonly history: readonly CheckpointSummary[];
}

/** @returns the whole text, which begins with {@link exportHead} */
export function exportText({ report, title, rows, history }: Exported, nowMs: number): string {
  const parts = [
    exportHead(report.sessionId),
    `# Session ${code(title ?? report.sessionId)}`,
    ...(report.isUntrusted
      ? ["> **UNTRUSTED**: facts of it came without proof that your hive saved them, perhaps with a clone."]
      : []),
    `Saved by hive, exported ${minute(nowMs)}. Secrets that hive knows by their form were taken out when it was saved.`,
    headLines({ report, title, rows, history }).join("\n"),
    ...section(
      "Prompts",
      rows.prompt.map((row) => `${at(row)}\n\n${block(row["text"])}`),
      "\n\n",
    ),
    ...section(
      "Last message",
      // An agent may end a turn without a message, or not report it.
      rows.message
        .filter((row) => textOf(row["text"]) !== undefined)
        .map((row) => `${at(row)}\n\n${block(row["text"])}`),
      "\n\n",
    ),
    ...section(
      "Plan",
      rows.plan.map((row) => `${at(row)}\n\n${block(row["text"])}`),
      "\n\n",
    ),
    ...section("Todos", [...rows.todos.flatMap(todosOf).map(todo), ...rows.task.map(todo)]),
    ...section(
      "Files",
      rows.file.map((row) => `- ${plain(row["change"])} ${code(row.key)}${byWhat(row["by"])}, ${at(row)}`),
    ),
    ...section("Commands", rows.command.map(command)),
    ...section("Subagents", rows.agent.map(agent)),
    ...section("Checkpoints", history.toReversed().map(checkpoint)),
  ];
  return `${printableLines(parts.join("\n\n"))}\n`;
}

/** The tool that changed a file; empty for a change that no tool told. */
const byWhat = (by: unknown): string => (textOf(by) === undefined ? "" : ` by ${plain(by)}`);

function headLines({ report, rows, history }: Exported): string[] {
  const { sessionId, cwd, state, lastSeenMs, operations, waitingEntries } = report;
  const firstMs = Math.min(...Object.values(rows).flatMap((some) => some.map(({ atMs }) => atMs)), lastSeenMs);
  const session = rows.session.at(-1);
  const lines: [string, string | null][] = [
    ["id", code(sessionId)],
    ["project", cwd === null ? null : code(cwd)],
    ["git", state.git === undefined ? null : code(gitLine(state.git))],
    ["agent", session?.["agent"] === undefined ? null : code(session["agent"])],
    ["model", session?.["model"] === undefined ? null : code(session["model"])],
    ["first seen", minute(firstMs)],
    ["last seen", minute(lastSeenMs)],
    ["ended", endingText(report)],
    ["goes on from", report.continues.length === 0 ? null : report.continues.map(code).join(", ")],
    ["operations", `${operations}, in ${history.length} kept checkpoints`],
    ["not applied yet", waitingEntries === 0 ? null : `${waitingEntries} entries, told here all the same`],
  ];
  return lines.flatMap(([name, value]) => (value === null ? [] : [`- ${name}: ${value}`]));
}

const section = (title: string, items: readonly string[], between = "\n"): string[] =>
  items.length === 0 ? [] : [`## ${title}`, items.join(between)];

const at = ({ atMs, agentId }: SeenRow): string =>
  minute(atMs) + (agentId === undefined ? "" : `, subagent ${code(agentId)}`);

function command(row: SeenRow): string {
  const { command: text, outcome, error } = row;
  const why = typeof error === "string" ? `\n\n${indented(block(error))}\n` : "";
  return `- ${plain(outcome ?? "outcome not known")}: ${code(text)}, ${at(row)}${why}`;
}

function agent(row: SeenRow): string {
  const message = textOf(row["lastMessage"]);
  const said = message === undefined ? "" : `\n\n${indented(block(message))}\n`;
  return `- ${plain(row["status"])}: ${code(row["description"] ?? row["type"])}, ${minute(row.atMs)}${said}`;
}

const DONE: readonly unknown[] = ["completed", "cancelled", "canceled", "deleted"];

const todosOf = (row: SeenRow): Readonly<Record<string, unknown>>[] =>
  Array.isArray(row["todos"]) ? row["todos"].filter(isObject) : [];

function todo(fields: Readonly<Record<string, unknown>>): string {
  const { content, subject, status } = fields;
  return `- [${DONE.includes(status) ? "x" : " "}] ${code(content ?? subject)} (${plain(status)})`;
}

function checkpoint({ createdAt, type, trigger, checkpoint: content }: CheckpointSummary): string {
  const git = isObject(content?.git) ? `, ${code(gitLine(content.git))}` : "";
  const operations = typeof content?.operationCount === "number" ? `, ${content.operationCount} operations` : "";
  return `- ${minute(Date.parse(createdAt) || 0)}: ${plain(type)} after ${plain(trigger)}${operations}${git}`;
}

const shown = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "not known";

/** One of hive's own words, such as a status. All characters that these words do not have are replaced. */
const plain = (value: unknown): string => shown(value).replaceAll(/[^\w .:-]/g, "·");

/** Code that begins with more backticks than its text has in a row is not ended by the text. */
function fence(text: string, atLeast: number): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  return "`".repeat(Math.max(atLeast, ...runs.map((length) => length + 1)));
}

/** One line of saved text. */
function code(value: unknown): string {
  const text = printable(shown(value).replaceAll(/\s+/g, " ").trim()) || " ";
  const ticks = fence(text, 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${ticks}${pad}${text}${pad}${ticks}`;
}

/** Saved text of several lines. */
function block(value: unknown): string {
  const text = printableLines(shown(value));
  const ticks = fence(text, 3);
  return `${ticks}text\n${text}\n${ticks}`;
}

const indented = (text: string): string => text.replaceAll(/^/gm, "  ");
