/** The facts of agents with an adapter, in neutral words. */
import { textOf } from "../../base/json.ts";
import type { GitSeen } from "../../git/git-refs.ts";
import { shownOutcome } from "../../model/check-outcome.ts";
import type { Fact } from "../../model/observation.ts";
import type { Caller } from "../caller.ts";
import {
  type HookPayload,
  type Keeper,
  MAX_ITEMS,
  numberOf,
  placeOf,
  withoutUndefined,
} from "../claude-code/payload.ts";
import type { Sink } from "../claude-code/tool-facts.ts";
import { addPlainEvent, collectFacts } from "./collect-facts.ts";
import { exitIn, type Outcome, type ToolCall } from "./tool-call.ts";

/** Reads a tool call from a payload whose fields have Claude Code's names and the agent's own values. */
export type ReadCall = (payload: HookPayload) => ToolCall;

/** The facts of a payload, redacted and bounded together. They never include contents of files. */
export function neutralFacts(
  read: ReadCall,
  payload: HookPayload,
  atMs: number,
  git?: GitSeen | null,
  caller: Caller = {},
): Fact[] {
  return collectFacts(payload, atMs, git, caller, (to) => addEvent(read, payload, to));
}

function addEvent(read: ReadCall, payload: HookPayload, to: Sink): void {
  const { event, fields } = payload;
  const { keep, add } = to;
  switch (event) {
    case "PostToolUse":
    case "PostToolUseFailure":
      addCall(read(payload), payload, to);
      break;
    case "UserPromptSubmit": {
      const prompt = textOf(fields["prompt"]);
      if (prompt !== undefined) add("prompt", promptKey(prompt, payload, keep), { text: keep.text(prompt, "prompt") });
      break;
    }
    case "Stop":
      add("message", "last", { text: keep.text(fields["last_assistant_message"], "message") });
      break;
    case "SubagentStart":
    case "SubagentStop": {
      const agentId = keep.id(fields["agent_id"]);
      const ended = keep.text(fields["agent_status"], "word") ?? "completed";
      const status = event === "SubagentStart" ? "running" : ended;
      const lastMessage = keep.text(fields["last_assistant_message"], "agentMessage");
      if (agentId !== undefined)
        add("agent", agentId, { type: keep.text(fields["agent_type"], "word"), status, lastMessage });
      break;
    }
    default:
      addPlainEvent(payload, to);
  }
}

/** A person may write several prompts during one turn: the turn's id alone would name them all. */
function promptKey(prompt: string, payload: HookPayload, keep: Keeper): string {
  const turn = keep.id(payload.fields["prompt_id"]);
  return turn === undefined ? keep.key(turn, payload) : `${turn}:${Bun.hash(prompt).toString(36)}`;
}

function addCall(call: ToolCall, payload: HookPayload, to: Sink): void {
  const { keep, add } = to;
  const { fields, isShell = false } = payload;
  const key = keep.operationKey(payload);
  const tool = keep.text(fields["tool_name"], "word");
  const outcome = ended(isShell ? { ...call, outcome: call.outcome ?? exitIn(fields["tool_response"]) } : call);
  const isFailed = outcome === "failed" || outcome === "interrupted";
  const command = keep.text(call.command, "command");
  const description = keep.text(call.description, "description");
  const path = keep.text(call.path ?? call.files?.[0]?.path, "path");
  const told = isFailed ? "failed" : outcome === undefined ? undefined : "ok";
  const durationMs = numberOf(fields["duration_ms"]);
  if (call.isEffectAlone === true) return addEffects(call, undefined, key, { keep, add });
  add("operation", key, { tool, target: path ?? command ?? description, outcome: told, durationMs });
  if (isShell) {
    const error = outcome === "failed" ? keep.error(call.output) : undefined;
    const cwd = placeOf(payload, to);
    add("command", key, { command, description, outcome, error, taskId: keep.id(call.taskId), cwd });
  }
  if (!isFailed) addEffects(call, tool, key, { keep, add });
}

/**
 * A missing exit code, or that of a pipe, may hide a failure. The output of a command that checks the work shows it.
 */
function ended({ outcome, command, output = "" }: ToolCall): Outcome {
  if (command === undefined || (outcome !== undefined && outcome !== "ok")) return outcome;
  return shownOutcome(command, output, outcome === "ok");
}

function addEffects(call: ToolCall, by: string | undefined, operation: string, { keep, add }: Sink): void {
  const { files = [], todos, agents = [] } = call;
  for (const { path, change } of files.slice(0, MAX_ITEMS.files)) {
    const key = keep.text(path, "path");
    if (key !== undefined) add("file", key, change === "created" ? { change, by, isNew: true } : { change, by });
  }
  if (todos !== undefined) {
    const kept = todos.map((todo) =>
      withoutUndefined({ content: keep.text(todo.content, "todo"), status: keep.text(todo.status, "word") }),
    );
    add("todos", "", { todos: kept });
  }
  for (const { id, type, description, status, lastMessage } of agents.slice(0, MAX_ITEMS.background)) {
    const told = { type: keep.text(type, "word"), description: keep.text(description, "description") };
    add("agent", keep.id(id) ?? operation, { ...told, status, lastMessage: keep.text(lastMessage, "agentMessage") });
  }
}
