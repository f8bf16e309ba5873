import { timeText } from "../base/clock.ts";
import { isObject } from "../base/json.ts";
import { KINDS } from "../model/kinds.ts";
import type { SessionDetail } from "../store/queries.ts";
import { count } from "../base/words.ts";
import { oneLine, printable } from "./render.ts";

const WIDTH = 100;
const MAX_LINES = 10;

/** Nothing is known of what it holds: the columns of a session are anybody's to write. */
type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (isObject(value) ? value : {});
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isObject) : []);

export const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "?";

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MAX_LINES).map((line) => `  ${oneLine(line, WIDTH)}`);
  const more = lines.length > MAX_LINES ? [`  … and ${lines.length - MAX_LINES} more (--json shows all)`] : [];
  return ["", title, ...shown, ...more];
}

/** A session for a person to read, the newest first. What was not seen is not mentioned. */
export function renderSession(
  session: SessionDetail & { readonly ending: string | null; readonly isUntrusted: boolean },
): string {
  const { checkpoint } = session;
  const lines = [
    `session     ${printable(session.id)}`,
    `status      ${oneLine(`${session.ending ?? session.status ?? "?"}, last seen ${session.updatedAt ?? "?"}`, WIDTH)}`,
    ...(session.agent === null ? [] : [`agent       ${oneLine(session.agent, WIDTH)}`]),
    `operations  ${session.operations} in ${count(session.instances, "instance")}, ${count(session.checkpoints, "checkpoint")}`,
  ];
  if (session.isUntrusted)
    lines.push("UNTRUSTED   facts of it came without proof, perhaps with a clone: hive adopt vouches");
  if (checkpoint === null) lines.push("checkpoint  none taken yet");
  else lines.push(...checkpointLines({ ...checkpoint }));
  lines.push(
    ...section(
      "log",
      session.log.map((row) => `${row.timestamp ?? ""} ${row.level ?? ""} ${row.message ?? ""}`),
    ),
  );
  return `${lines.join("\n")}\n`;
}

function checkpointLines(checkpoint: Fields): string[] {
  const { session, git, lastAssistantMessage: last } = checkpoint;
  const cells = (list: unknown, line: (cell: Fields) => string): string[] => listOf(list).map(line);
  const how = `${text(checkpoint["checkpointType"])} at ${text(checkpoint["lastAutoCheckpoint"])}`;
  return [
    `checkpoint  ${oneLine(`${how}, after ${text(checkpoint["trigger"])}`, WIDTH)}`,
    ...(session === undefined ? [] : [`directory   ${oneLine(text(fieldsOf(session)["cwd"]), WIDTH)}`]),
    ...(git === undefined ? [] : [`git         ${oneLine(gitLine(fieldsOf(git)), WIDTH)}`]),
    ...section(
      KINDS.prompt.title,
      cells(checkpoint["prompts"], (cell) => text(cell["text"])),
    ),
    ...section(KINDS.message.title, last === undefined ? [] : [text(fieldsOf(last)["text"])]),
    ...section(
      KINDS.todos.title,
      cells(fieldsOf(checkpoint["todos"])["todos"], (todo) => `[${text(todo["status"])}] ${text(todo["content"])}`),
    ),
    ...section(
      KINDS.task.title,
      cells(checkpoint["tasks"], (cell) => `[${text(cell["status"])}] ${text(cell["subject"] ?? cell["key"])}`),
    ),
    ...section(
      KINDS.file.title,
      cells(checkpoint["files"], (cell) => `${text(cell["change"])} ${text(cell["key"])} (${text(cell["by"])})`),
    ),
    ...section(
      KINDS.command.title,
      cells(checkpoint["commands"], (cell) => `${text(cell["outcome"])}: ${text(cell["command"])}`),
    ),
    ...section(
      KINDS.agent.title,
      cells(checkpoint["subagents"], (cell) => `${text(cell["status"])}: ${text(cell["description"] ?? cell["type"])}`),
    ),
  ];
}

function gitLine(git: Fields): string {
  if (typeof git["unknown"] === "string") return `not known: ${git["unknown"]}`;
  if (git["worktree"] === null) return "no tree";
  const dirty = dirtyText(fieldsOf(git["dirty"]));
  if (git["head"] === undefined) return `not known${dirty}`;
  const head = git["head"] === null ? "no commit" : text(git["head"]).slice(0, 12);
  return `${git["branch"] === null ? "detached" : text(git["branch"])} at ${head}${dirty}`;
}

/** The worker looks a little later than the hook: it says when. */
function dirtyText(dirty: Fields): string {
  if (typeof dirty["unknown"] === "string") return `: ${dirty["unknown"]}`;
  if (dirty["modified"] === undefined) return "";
  const most = dirty["unsure"] === undefined ? "" : "at most ";
  const { atMs } = dirty;
  // An older hive did not say when it looked.
  const seen = typeof atMs === "number" ? `, seen ${timeText(atMs)}` : "";
  return `, ${most}${text(dirty["modified"])} modified, ${text(dirty["untracked"])} untracked${seen}`;
}
