import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { objectIn, textOf } from "../../base/json.ts";
import { clip } from "../../redact/redact.ts";
import { notificationIn } from "../facts/notification.ts";
import { textIn } from "../facts/tool-call.ts";
import { clipEnds, type Fields, listOf, MAX_CHARS, recordOf } from "./payload.ts";

/** A tool call without a result. */
export interface OpenCall {
  readonly id: string;
  readonly tool: string;
  /** Its command, file or description. */
  readonly target: string;
  /** True if the user stopped it; else the agent died while it ran. */
  readonly isInterrupted: boolean;
}

export interface Tail {
  /** In the order of their calls. */
  readonly calls: readonly OpenCall[];
  /** The agent's last text, if only unanswered calls follow it. */
  readonly lastText: string | null;
  /** What has ended in the background. An agent that dies at once reports it by no hook. */
  readonly ended: readonly Ended[];
  /** What a person has decided when the agent asked, the newest first. No hook is called for it. */
  readonly answers: readonly Answer[];
  /** The tools of servers whose last call failed, by which no hook is called either. */
  readonly failed: readonly FailedTool[];
}

export interface Answer {
  readonly id: string;
  readonly atMs: number;
  readonly text: string;
}

export interface FailedTool {
  readonly tool: string;
  readonly error: string;
  readonly atMs: number;
}

/** A subagent or a command in the background that has ended. */
export interface Ended {
  readonly taskId: string;
  readonly status: string;
  readonly result: string | undefined;
}

/** Keeps excluded paths out of what is read: no hook has saved them, and the transcript has them all the same. */
export interface TailFilter {
  /** True if a tool's input names one. */
  readonly hides: (input: unknown) => boolean;
  readonly mask: (text: string) => string;
}

const NOTHING: Tail = { calls: [], lastText: null, ended: [], answers: [], failed: [] };
/** This much of the end is read: a line holds a message, or a tool's result. */
const TAIL_BYTES = 512 * 1024;
/** The most answers, and failed tools, that are kept: the latest. */
const MOST = 20;
const INTERRUPTED = "[Request interrupted by user";
/** Claude Code's result for a call that the user stopped, or for a running command that the user stopped. */
const STOPPED = [INTERRUPTED, "doesn't want to proceed with this tool use"];

/**
 * Reads calls without a result from the end of a session's transcript, since no hook reports them. The agent writes it
 * a little later, in an undocumented format. Lines that are not understood are left out. Redacted.
 */
export function readTail(path: string, filter?: TailFilter): Tail {
  const lines = lastLines(path);
  return lines === null ? NOTHING : tailOf(lines, filter);
}

/** @param lines the last lines of a transcript; the first may be cut */
export function tailOf(lines: readonly string[], filter?: TailFilter): Tail {
  const reader = new TailReader(filter);
  for (const line of lines) {
    const entry = line.startsWith("{") ? objectIn(line) : null;
    // Lines of a subagent may stand between.
    if (entry === null || entry["isSidechain"] === true || entry["isMeta"] === true) continue;
    const blocks = blocksOf(recordOf(entry["message"])["content"]);
    if (entry["type"] === "assistant") blocks.forEach((block) => reader.said(block));
    else if (entry["type"] === "user") blocks.forEach((block) => reader.answered(block, entry));
  }
  return reader.tail;
}

/** Follows a conversation to its end. */
class TailReader {
  readonly #filter: TailFilter | undefined;
  readonly #open = new Map<string, OpenCall>();
  /** Calls that the user stopped, until the agent calls a tool again: a prompt alone settles nothing. */
  #interrupted: OpenCall[] = [];
  #lastText: string | null = null;
  readonly #ended = new Map<string, Ended>();
  readonly #answers: Answer[] = [];
  readonly #failed = new Map<string, FailedTool>();

  constructor(filter: TailFilter | undefined) {
    this.#filter = filter;
  }

  get tail(): Tail {
    const mask = this.#filter?.mask ?? ((text: string): string => text);
    const calls = [...this.#interrupted, ...this.#open.values()].map((call) => ({
      ...call,
      target: clipEnds(clip, mask(call.target), MAX_CHARS.command),
    }));
    return {
      calls,
      ended: [...this.#ended.values()].map((one) => ({
        ...one,
        status: clip(one.status, MAX_CHARS.word),
        result: one.result === undefined ? undefined : clipEnds(clip, mask(one.result), MAX_CHARS.agentMessage),
      })),
      answers: this.#answers
        .slice(-MOST)
        .map((one) => ({ ...one, text: clipEnds(clip, mask(one.text), MAX_CHARS.prompt) }))
        .toReversed(),
      failed: [...this.#failed.values()]
        .slice(-MOST)
        .map((one) => ({
          ...one,
          tool: clip(mask(one.tool), MAX_CHARS.word),
          error: clipEnds(clip, mask(one.error), MAX_CHARS.message),
        }))
        .toReversed(),
      lastText: this.#lastText === null ? null : clipEnds(clip, mask(this.#lastText), MAX_CHARS.message),
    };
  }

  /** Takes a block of the agent's. */
  said(block: Fields): void {
    if (block["type"] === "text") this.#lastText = textOf(block["text"])?.trim() || this.#lastText;
    const call = block["type"] === "tool_use" ? callOf(block) : null;
    if (call === null) return;
    this.#interrupted = [];
    // @mutant a call in flight that names an excluded path is not told
    if (this.#filter?.hides(block["input"]) === true) {
      // Its end is not looked at.
      this.#failed.delete(call.tool);
      return;
    }
    this.#open.set(call.id, call);
  }

  /** Takes a block of a tool's or the user's. */
  answered(block: Fields, entry: Fields): void {
    const call = block["type"] === "tool_result" ? this.#open.get(String(block["tool_use_id"])) : undefined;
    if (call !== undefined) {
      this.#open.delete(call.id);
      // A result may refute the text before it.
      this.#lastText = null;
      const text = JSON.stringify(block["content"] ?? "");
      if (STOPPED.some((words) => text.includes(words))) this.#interrupted.push({ ...call, isInterrupted: true });
      else this.#resulted(call, block, entry);
    } else if (block["type"] === "text") {
      const { taskId, status, result } = notificationIn(textOf(block["text"]) ?? "") ?? {};
      if (taskId !== undefined && status !== undefined) this.#ended.set(taskId, { taskId, status, result });
      const isStop = (textOf(block["text"]) ?? "").startsWith(INTERRUPTED);
      // A prompt means that the calls open before it had no result.
      if (isStop) for (const left of this.#open.values()) this.#interrupted.push({ ...left, isInterrupted: true });
      this.#open.clear();
      this.#lastText = null;
    }
  }

  #resulted({ id, tool }: OpenCall, block: Fields, entry: Fields): void {
    const atMs = Date.parse(textOf(entry["timestamp"]) ?? "") || 0;
    if (tool === "AskUserQuestion") {
      const answers = recordOf(recordOf(entry["toolUseResult"])["answers"]);
      const said = Object.keys(answers).map((question) => `${question} → ${textIn(answers[question])}`);
      if (said.length > 0) this.#answers.push({ id, atMs, text: said.join("\n") });
    }
    if (!tool.startsWith("mcp__")) return;
    this.#failed.delete(tool);
    if (block["is_error"] === true) this.#failed.set(tool, { tool, error: textIn(block["content"]), atMs });
  }
}

function callOf(block: Fields): OpenCall | null {
  const id = textOf(block["id"]);
  const tool = textOf(block["name"]);
  if (id === undefined || tool === undefined) return null;
  const input = recordOf(block["input"]);
  const target = [
    "command",
    "file_path",
    "notebook_path",
    "description",
    "path",
    "pattern",
    "url",
    "query",
    "prompt",
    "subject",
  ]
    .map((name) => textOf(input[name]))
    .find((text) => text !== undefined);
  return { id, tool: tool.slice(0, MAX_CHARS.word), target: target ?? "", isInterrupted: false };
}

const blocksOf = (content: unknown): readonly Fields[] =>
  typeof content === "string" ? [{ type: "text", text: content }] : listOf(content).map(recordOf);

/**
 * The last lines of a regular file of this user's; null without one. A link is not followed, and a FIFO does not block.
 */
function lastLines(path: string): string[] | null {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const { size, uid } = fstatSync(file);
    const isOwn = process.getuid === undefined || uid === process.getuid();
    if (!fstatSync(file).isFile() || !isOwn) return null;
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    const length = readSync(file, bytes, 0, bytes.length, size - bytes.length);
    const lines = bytes.toString("utf8", 0, length).split("\n");
    return size > bytes.length ? lines.slice(1) : lines;
  } catch {
    // It is missing or unreadable: then only the hooks' facts are known.
    return null;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
