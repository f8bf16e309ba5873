/** A tool call in neutral words, as an adapter returns it: not yet bounded or redacted. */
import { textOf } from "../../base/json.ts";
import { type Fields, MAX_ITEMS, recordOf } from "../claude-code/payload.ts";

/** The outcome of a call. Undefined if the agent does not report it. */
export type Outcome = "ok" | "failed" | "interrupted" | "background" | undefined;

export interface FileChange {
  readonly path: string;
  readonly change: "created" | "modified" | "deleted";
}

/** A subagent, as the main agent's tool describes it. */
export interface AgentSeen {
  /** Undefined if the agent names none: then the call's id is used. */
  readonly id: unknown;
  readonly type?: unknown;
  readonly description?: unknown;
  readonly status?: string | undefined;
  readonly lastMessage?: unknown;
}

export interface ToolCall {
  readonly outcome: Outcome;
  /** True if it is no operation of its own: a step of several calls, or a poll of the background. @default false */
  readonly isEffectAlone?: boolean;
  /** The input of a shell. Absent for any other tool. */
  readonly command?: string | undefined;
  readonly description?: unknown;
  /** The output of a shell: it is searched for a failure, and kept only if the command failed. */
  readonly output?: string | undefined;
  /** The id of a command in the background. */
  readonly taskId?: unknown;
  /** The file that the call names, even if it changed nothing. */
  readonly path?: string | undefined;
  /** The files that a successful call changed. */
  readonly files?: readonly FileChange[];
  /** The whole present list. */
  readonly todos?: ReadonlyArray<{ readonly content: unknown; readonly status: unknown }> | undefined;
  readonly agents?: readonly AgentSeen[];
}

/** The first of these fields that is a text. */
export function firstText(fields: Fields, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = textOf(fields[name]);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The fields under names with capitals as well. */
export function inCamelCase(fields: Fields): Fields {
  const named: Record<string, unknown> = { ...fields };
  for (const name in fields)
    named[name.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase())] ??= fields[name];
  return named;
}

/** A text, or the texts of a list of parts; empty without any. */
export function textIn(value: unknown): string {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return "";
  return value.map((part) => (typeof part === "string" ? part : (textOf(recordOf(part)["text"]) ?? ""))).join("\n");
}

/** What a shell printed: by the fields of its result, else the whole. Of two streams the second often says why it failed. */
export function printedIn(fields: Fields, whole: unknown): string {
  const streams = [fields["stdout"], fields["stderr"]].map(textOf).filter((text) => text !== undefined);
  return firstText(fields, "output") ?? (streams.join("\n") || (firstText(fields, "text") ?? textIn(whole)));
}

/** The object in a JSON text, or the value if it is one; else an empty object. */
export function objectIn(value: unknown): Fields {
  if (typeof value !== "string") return recordOf(value);
  if (!value.trimStart().startsWith("{")) return {};
  try {
    return recordOf(JSON.parse(value));
  } catch {
    // Not JSON after all.
    return {};
  }
}

/** The command line of a shell tool. Given as arguments of a shell, it is the last of them. */
export function commandIn(input: Fields): string | undefined {
  const command = input["command"] ?? input["cmd"] ?? input["script"];
  if (!Array.isArray(command)) return textOf(command);
  const words = command.map(String);
  return /^-\w*c$/.test(words.at(-2) ?? "") ? words.at(-1) : words.join(" ");
}

/** The outcome of an exit code. */
export function outcomeOf(exitCode: unknown): Outcome {
  const code = typeof exitCode === "string" && exitCode !== "" ? Number(exitCode) : exitCode;
  if (typeof code !== "number" || !Number.isInteger(code)) return undefined;
  return code === 0 ? "ok" : "failed";
}

/** The outcome by the exit code in a result that is an object. */
export function exitIn(response: unknown): Outcome {
  const fields = recordOf(response);
  const { exit_code: code, exitCode = code } = { ...recordOf(fields["metadata"]), ...fields };
  return outcomeOf(exitCode);
}

/** A path in the store's form: absolute, without `.` and `..`. */
export function absolutePath(path: string, cwd: unknown): string {
  if (/^(?:[A-Za-z]:[\\/]|\\\\)/.test(path)) return path;
  const base = textOf(cwd);
  if (!path.startsWith("/") && base?.startsWith("/") !== true) return path;
  const kept: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (part === "..") kept.pop();
    else if (part !== "" && part !== ".") kept.push(part);
  }
  return `/${kept.join("/")}`;
}

const PATCH_BEGIN = "*** Begin Patch";

/** The patch in a tool's input, under any of its names. */
export function patchIn(input: Fields): string | undefined {
  for (const value of [input["command"], input["input"], input["patch"], input["patchText"]]) {
    const text = Array.isArray(value) ? value.map(String).join("\n") : textOf(value);
    if (text?.includes(PATCH_BEGIN) === true) return text;
  }
  return undefined;
}

/** A command without its patch, which holds contents of files. */
export function withoutPatch(command: string): string {
  const from = command.indexOf(PATCH_BEGIN);
  return from < 0 ? command : command.slice(0, from).trimEnd();
}

const PATCH_LINE = /^\*\*\* (Add File|Update File|Delete File|Move to): (.+)$/;

/** The files that a patch names. A moved file is deleted at one path and created at the other. */
export function patchedFiles(patch: string, cwd: unknown): FileChange[] {
  const files: FileChange[] = [];
  for (const line of patch.slice(patch.indexOf(PATCH_BEGIN)).split("\n")) {
    const [, word, name = ""] = PATCH_LINE.exec(line.trimEnd()) ?? [];
    if (word === undefined) continue;
    const path = absolutePath(name.trim(), cwd);
    if (word === "Add File") files.push({ path, change: "created" });
    if (word === "Update File") files.push({ path, change: "modified" });
    if (word === "Delete File") files.push({ path, change: "deleted" });
    const moved = word === "Move to" ? files.pop() : undefined;
    if (moved !== undefined) files.push({ ...moved, change: "deleted" }, { path, change: "created" });
    if (files.length >= MAX_ITEMS.files) break;
  }
  return files;
}

/** The todos of a list whose items have their text and their state in one of the usual fields. */
export function todosIn(list: unknown): ToolCall["todos"] {
  if (!Array.isArray(list)) return undefined;
  return list.slice(0, MAX_ITEMS.todos).map((item) => {
    const fields = recordOf(item);
    const content = firstText(fields, "content", "description", "step", "title", "text") ?? textOf(item);
    const status = textOf(fields["status"])?.replaceAll("-", "_");
    return { content, status: status === "not_started" ? "pending" : status };
  });
}
