import type { Checkpoint } from "../store/checkpoint.ts";
import type { SessionDetail } from "../store/queries.ts";
import { count } from "../doctor/finding.ts";
import { oneLine } from "./render.ts";

const WIDTH = 100;
const MAX_LINES = 10;

type Cell = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "?");

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MAX_LINES).map((line) => `  ${oneLine(line, WIDTH)}`);
  const more = lines.length > MAX_LINES ? [`  … and ${lines.length - MAX_LINES} more (--json shows all)`] : [];
  return ["", title, ...shown, ...more];
}

/** A session for a person to read, the newest first. What was not seen is not mentioned. */
export function renderSession(session: SessionDetail & { readonly ending: string | null }): string {
  const { checkpoint } = session;
  const lines = [
    `session     ${session.id}`,
    `status      ${session.ending ?? session.status ?? "?"}, last seen ${session.updatedAt ?? "?"}`,
    `operations  ${session.operations} in ${count(session.instances, "instance")}, ${count(session.checkpoints, "checkpoint")}`,
  ];
  if (checkpoint === null) lines.push("checkpoint  none taken yet");
  else lines.push(...checkpointLines(checkpoint));
  lines.push(
    ...section(
      "log",
      session.log.map((row) => `${row.timestamp ?? ""} ${row.level ?? ""} ${row.message ?? ""}`),
    ),
  );
  return `${lines.join("\n")}\n`;
}

function checkpointLines(checkpoint: Checkpoint): string[] {
  const { session, git } = checkpoint;
  const cells = (list: readonly Cell[] | undefined, line: (cell: Cell) => string): string[] => (list ?? []).map(line);
  const todos = (checkpoint.todos?.["todos"] ?? []) as readonly Cell[];
  return [
    `checkpoint  ${checkpoint.checkpointType} at ${checkpoint.lastAutoCheckpoint}, after ${checkpoint.trigger}`,
    ...(session === undefined ? [] : [`directory   ${oneLine(text(session["cwd"]), WIDTH)}`]),
    ...(git === undefined ? [] : [`git         ${oneLine(gitLine(git), WIDTH)}`]),
    ...section(
      "prompts",
      cells(checkpoint.prompts, (cell) => text(cell["text"])),
    ),
    ...section("last message", checkpoint.lastAssistantMessage ? [text(checkpoint.lastAssistantMessage["text"])] : []),
    ...section(
      "todos",
      todos.map((todo) => `[${text(todo["status"])}] ${text(todo["content"])}`),
    ),
    ...section(
      "tasks",
      cells(checkpoint.tasks, (cell) => `[${text(cell["status"])}] ${text(cell["subject"] ?? cell["key"])}`),
    ),
    ...section(
      "files",
      cells(checkpoint.files, (cell) => `${text(cell["change"])} ${text(cell["key"])} (${text(cell["by"])})`),
    ),
    ...section(
      "commands",
      cells(checkpoint.commands, (cell) => `${text(cell["outcome"])}: ${text(cell["command"])}`),
    ),
    ...section(
      "subagents",
      cells(checkpoint.subagents, (cell) => `${text(cell["status"])}: ${text(cell["description"] ?? cell["type"])}`),
    ),
  ];
}

function gitLine(git: Cell): string {
  if (typeof git["unknown"] === "string") return `not known: ${git["unknown"]}`;
  const dirty = (git["dirty"] ?? {}) as Cell;
  const head = git["head"] === null ? "no commit" : text(git["head"]).slice(0, 12);
  return `${text(git["branch"])} at ${head}, ${text(dirty["modified"])} modified, ${text(dirty["untracked"])} untracked`;
}
