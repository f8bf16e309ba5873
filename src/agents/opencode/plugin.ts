/**
 * hive's plugin for OpenCode. `hive setup` writes this file and replaces it. OpenCode gives it each call of a tool; it
 * starts hive's hook with what hive saves, and waits for nothing. Contents of files do not leave OpenCode's process.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";

/** The hook's program and its arguments. */
const HOOK: readonly string[] = ["hive-hook"];

type Fields = Readonly<Record<string, unknown>>;
/** Starts the hook with a payload. A hook that is to answer calls `onAnswer` with its output. */
type Call = (payload: Fields, onAnswer?: (output: string) => void) => void;

interface Started {
  readonly directory: string;
  /** Only tests give these. */
  readonly call?: Call;
  readonly isFile?: (path: string) => boolean;
}
interface Named {
  readonly sessionID: string;
}
interface ToolCall extends Named {
  readonly tool: string;
  readonly callID: string;
  readonly args: Fields;
}
interface Result {
  readonly output?: unknown;
  readonly metadata?: Fields;
}
interface Message {
  readonly message: { readonly id: string; readonly model?: { readonly modelID?: string } };
  readonly parts: readonly Fields[];
}
interface Part extends Fields {
  readonly id: string;
  readonly type: string;
  readonly sessionID: string;
  readonly messageID: string;
}

const TOOLS = new Set(["bash", "write", "edit", "multiedit", "patch", "apply_patch", "todowrite", "task"]);
/** Fields that hold what is written into files. */
const CONTENTS = new Set(["content", "oldString", "newString", "edits"]);
const MAX_OUTPUT_CHARS = 40_000;

const recordOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const nothing = (): void => undefined;

const callHook: Call = (payload, onAnswer) => {
  const [program = "", ...args] = HOOK;
  const child = spawn(program, args, {
    detached: true,
    stdio: ["pipe", onAnswer === undefined ? "ignore" : "pipe", "ignore"],
  });
  // Where hive is gone, OpenCode goes on without it.
  child.on("error", nothing);
  child.stdin?.on("error", nothing);
  child.stdin?.end(JSON.stringify(payload));
  if (onAnswer !== undefined) {
    let output = "";
    child.stdout?.on("data", (part) => (output += String(part)));
    child.stdout?.on("end", () => onAnswer(output));
  }
  child.unref();
};

/** What hive gives a session at its start; empty for nothing. */
function contextIn(output: string): string {
  try {
    const text = recordOf(JSON.parse(output))["additionalContext"];
    return typeof text === "string" ? text : "";
  } catch {
    // The hook printed no JSON: there is no context to add.
    return "";
  }
}

/** A tool's input without contents of files. */
const without = (args: unknown): Fields =>
  Object.fromEntries(Object.entries(recordOf(args)).filter(([name]) => !CONTENTS.has(name)));

function responseOf(tool: string, { output, metadata }: Result): Fields {
  const { exit, exists, sessionId } = recordOf(metadata);
  const isTold = tool === "bash" || tool === "task";
  return { output: isTold ? String(output).slice(-MAX_OUTPUT_CHARS) : undefined, exit, exists, sessionId };
}

export const Hive = async ({ directory, call = callHook, isFile = existsSync }: Started): Promise<object> => {
  /** The session that started each subagent's. */
  const parents = new Map<string, string>();
  const started = new Set<string>();
  /** What each session was given. It is the same at each request, for the model's cache. */
  const given = new Map<string, string>();
  const ofUser = new Set<string>();
  const lastText = new Map<string, string>();
  /** Files that tools named since the last step, by session. */
  const toldFiles = new Map<string, Set<string>>();

  /** A session, then the session that started it, and so on. */
  function lineOf(sessionID: string): string[] {
    const line = [sessionID];
    for (let at = parents.get(sessionID); at !== undefined; at = parents.get(at)) line.push(at);
    return line;
  }

  function send(event: string, sessionID: string, fields: Fields, onAnswer?: (output: string) => void): void {
    const root = lineOf(sessionID).at(-1)!;
    const subagent = root === sessionID ? {} : { agent_id: sessionID };
    const names = { agent: "opencode", hook_event_name: event, session_id: root, ...subagent, cwd: directory };
    call({ ...names, ...fields }, onAnswer);
  }

  function start(sessionID: string, source: string): void {
    started.add(sessionID);
    send("SessionStart", sessionID, { source }, (output) => {
      const text = contextIn(output);
      if (text !== "") given.set(sessionID, text);
    });
  }

  function created(info: Fields): void {
    const { id, parentID, agent } = info;
    if (typeof id !== "string") return;
    if (typeof parentID !== "string") return start(id, "startup");
    parents.set(id, parentID);
    send("SubagentStart", id, { agent_type: agent });
  }

  function idle(sessionID: string): void {
    const isSubagent = parents.has(sessionID);
    const message = { last_assistant_message: lastText.get(sessionID) };
    send(isSubagent ? "SubagentStop" : "Stop", sessionID, message);
  }

  function partChanged(part: Part): void {
    const { type, sessionID, messageID, id } = part;
    const state = recordOf(part["state"]);
    const { text } = part;
    if (type === "text" && typeof text === "string" && text !== "" && !ofUser.has(messageID)) {
      lastText.set(sessionID, text);
    }
    if (type === "tool" && state["status"] === "error" && TOOLS.has(String(part["tool"]))) {
      const { tool, callID } = part;
      const input = without(state["input"]);
      const failed = { tool_name: tool, tool_input: input, error: state["error"], tool_use_id: callID };
      send("PostToolUseFailure", sessionID, failed);
    } else if (type === "patch") {
      const told = toldFiles.get(sessionID);
      toldFiles.delete(sessionID);
      const changed = listOf(part["files"]).map(String);
      const files = changed.filter((path) => told?.has(path) !== true);
      if (files.length === 0) return;
      const deleted = files.filter((path) => !isFile(path));
      send("PostToolUse", sessionID, { tool_name: "step", tool_input: { files, deleted }, tool_use_id: id });
    }
  }

  return {
    "chat.message": async ({ sessionID }: Named, { message, parts }: Message) => {
      if (!started.has(sessionID) && !parents.has(sessionID)) start(sessionID, "resume");
      ofUser.add(message.id);
      const texts = parts.filter((part) => part["type"] === "text" && part["synthetic"] !== true);
      const prompt = texts.map((part) => String(part["text"])).join("\n");
      send("UserPromptSubmit", sessionID, { prompt, prompt_id: message.id, model: message.model?.modelID });
    },
    "tool.execute.after": async ({ tool, sessionID, callID, args }: ToolCall, result: Result) => {
      if (!TOOLS.has(tool)) return;
      const path = args["filePath"];
      if (typeof path === "string") {
        for (const one of lineOf(sessionID)) toldFiles.set(one, (toldFiles.get(one) ?? new Set()).add(path));
      }
      const called = { tool_name: tool, tool_input: without(args), tool_use_id: callID };
      send("PostToolUse", sessionID, { ...called, tool_response: responseOf(tool, result) });
    },
    event: async ({ event }: { readonly event: { readonly type: string; readonly properties: Fields } }) => {
      const { type, properties } = event;
      const sessionID = String(properties["sessionID"]);
      if (type === "session.created") created(recordOf(properties["info"]));
      else if (type === "session.idle") idle(sessionID);
      else if (type === "session.compacted") start(sessionID, "compact");
      else if (type === "message.part.updated") partChanged(properties["part"] as Part);
    },
    "experimental.chat.system.transform": async ({ sessionID }: Named, out: { readonly system: string[] }) => {
      const text = given.get(sessionID);
      if (text !== undefined) out.system.push(text);
    },
    "experimental.session.compacting": async ({ sessionID }: Named) => send("PreCompact", sessionID, {}),
    dispose: async () => {
      for (const sessionID of started) send("SessionEnd", sessionID, { reason: "other" });
    },
  };
};
