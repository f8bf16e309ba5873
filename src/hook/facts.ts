import { clipTogether } from "../redact/redact.ts";
import type { Fact } from "../store/payloads.ts";
import {
  type Fields,
  type HookPayload,
  Keeper,
  listOf,
  firstOf,
  numberOf,
  recordOf,
  withoutUndefined,
  textOf,
} from "./payload.ts";

/** The most items kept of each list. */
export const MAX_ITEMS = { todos: 50, files: 200, background: 20 } as const;

/** Where the facts go: `add` pushes one, without the fields that are undefined. */
interface Sink {
  readonly keep: Keeper;
  readonly add: (kind: Fact["kind"], key: string, data: Fields) => void;
}

/**
 * What the payload says about the session, redacted and bounded: a secret that one field tells is taken out of all.
 * File contents and edits are never kept; of output only what a failed command's error begins with.
 */
export function factsOf(payload: HookPayload, atMs: number): Fact[] {
  return clipTogether((clip) => {
    const facts: Fact[] = [];
    const keep = new Keeper(clip);
    addFacts(payload, {
      keep,
      add: (kind, key, data) => void facts.push({ kind, key, atMs, data: withoutUndefined(data) }),
    });
    return facts;
  });
}

function addFacts(payload: HookPayload, to: Sink): void {
  const { fields } = payload;
  const { keep, add } = to;
  add("session", "", {
    ...keep.pick(fields, { cwd: "path", model: "word" }),
    transcriptPath: keep.text(fields["transcript_path"], "path"),
    permissionMode: keep.text(fields["permission_mode"], "word"),
    source: payload.event === "SessionStart" ? keep.text(fields["source"], "word") : undefined,
    title: keep.text(fields["session_title"], "description"),
  });
  switch (payload.event) {
    case "PostToolUse":
    case "PostToolUseFailure":
      addOperation(payload, to);
      break;
    case "UserPromptSubmit":
      addPrompt(payload, to);
      break;
    case "Stop":
      addStop(fields, to);
      break;
    case "SubagentStop":
      addSubagentStop(fields, to);
      break;
    case "PreCompact": {
      const instructions = keep.text(fields["custom_instructions"], "prompt");
      add("compact", "", { trigger: keep.text(fields["trigger"], "word"), instructions });
      break;
    }
    case "SessionEnd":
      add("end", "", { reason: keep.text(fields["reason"], "word") });
      break;
    case "SessionStart":
      break;
  }
}

function addOperation(payload: HookPayload, to: Sink): void {
  const { keep, add } = to;
  const { event, fields } = payload;
  const tool = textOf(fields["tool_name"]);
  const input = recordOf(fields["tool_input"]);
  const key = keep.key(fields["tool_use_id"], payload);
  const isShell = tool === "Bash" || tool === "PowerShell";
  const isAgent = tool === "Agent" || tool === "Task";
  const isFailed = event === "PostToolUseFailure";
  const command = isShell ? keep.text(input["command"], "command") : undefined;
  const description = isShell || isAgent ? keep.text(input["description"], "description") : undefined;
  add("operation", key, {
    tool: keep.text(tool, "word"),
    target: keep.text(input["file_path"] ?? input["notebook_path"], "path") ?? (isShell ? command : description),
    outcome: isFailed ? "failed" : "ok",
    durationMs: numberOf(fields["duration_ms"]),
    agentId: keep.id(fields["agent_id"]),
  });
  if (!isFailed) addToolEffects(tool ?? "", input, recordOf(fields["tool_response"]), to);
  if (!isShell) return;
  const error = isFailed ? keep.text(fields["error"], "error") : undefined;
  add("command", key, { command, description, outcome: commandOutcome(payload), error });
}

function commandOutcome({ event, fields }: HookPayload): string {
  if (event === "PostToolUseFailure") return fields["is_interrupt"] === true ? "interrupted" : "failed";
  const response = recordOf(fields["tool_response"]);
  if (textOf(response["backgroundTaskId"]) !== undefined) return "background";
  return response["interrupted"] === true ? "interrupted" : "ok";
}

function addToolEffects(tool: string, input: Fields, response: Fields, to: Sink): void {
  const { keep, add } = to;
  switch (tool) {
    case "Write":
    case "Edit":
    case "MultiEdit":
    case "NotebookEdit": {
      const path = keep.text(input["file_path"] ?? input["notebook_path"] ?? response["filePath"], "path");
      // a staged edit waits for a review: nothing is written yet
      if (path === undefined || response["staged"] === true) break;
      const isCreated = tool === "Write" && response["type"] === "create";
      add("file", path, { change: isCreated ? "created" : "modified", by: tool });
      break;
    }
    case "Bash":
    case "PowerShell":
      if (response["bashEditDiff"] !== undefined) addShellFiles(tool, recordOf(response["bashEditDiff"]), to);
      break;
    case "Agent":
    case "Task":
      addAgent(input, response, to);
      break;
    case "TodoWrite": {
      const todos = firstOf(input["todos"] ?? response["newTodos"], MAX_ITEMS.todos);
      add("todos", "", { todos: todos.map((todo) => keep.pick(todo, { content: "todo", status: "word" })) });
      break;
    }
    case "TaskCreate":
    case "TaskUpdate":
      addTask(input, response, to);
      break;
    case "ExitPlanMode": {
      const text = keep.text(response["plan"] ?? input["plan"], "plan");
      const filePath = keep.text(response["filePath"] ?? input["planFilePath"], "path");
      if (text !== undefined) add("plan", "", { text, filePath });
      break;
    }
  }
}

/** Files that a command changed; only a few of them come with their diff, where creation and deletion are marked. */
function addShellFiles(tool: string, diff: Fields, { keep, add }: Sink): void {
  const changes = new Map<unknown, string>();
  for (const path of listOf(diff["changedFiles"])) changes.set(path, "modified");
  for (const file of listOf(diff["files"]).map(recordOf)) {
    const change = file["deleted"] === true ? "deleted" : "modified";
    changes.set(file["filePath"], file["created"] === true ? "created" : change);
  }
  for (const [value, change] of [...changes].slice(0, MAX_ITEMS.files)) {
    const path = keep.text(value, "path");
    if (path !== undefined) add("file", path, { change, by: tool });
  }
}

function addAgent(input: Fields, response: Fields, { keep, add }: Sink): void {
  const agentId = keep.id(response["agentId"]);
  if (agentId === undefined) return;
  const launched = textOf(response["status"])?.endsWith("_launched") ? "running" : undefined;
  const texts = listOf(response["content"]).map((block) => textOf(recordOf(block)["text"]) ?? "");
  add("agent", agentId, {
    type: keep.text(response["agentType"] ?? input["subagent_type"], "word"),
    description: keep.text(input["description"], "description"),
    status: response["status"] === "completed" ? "completed" : launched,
    lastMessage: keep.text(texts.join("\n"), "agentMessage"),
  });
}

function addTask(input: Fields, response: Fields, { keep, add }: Sink): void {
  const task = recordOf(response["task"]);
  const taskId = keep.id(task["id"] ?? response["taskId"] ?? input["taskId"]);
  if (taskId === undefined || response["success"] === false) return;
  const status = input["status"] ?? (task["id"] === undefined ? undefined : "pending");
  const subject = keep.text(task["subject"] ?? input["subject"], "todo");
  add("task", taskId, { subject, status: keep.text(status, "word") });
}

function addPrompt(payload: HookPayload, { keep, add }: Sink): void {
  const prompt = textOf(payload.fields["prompt"])?.trimStart() ?? "";
  if (prompt.startsWith("<task-notification>")) {
    const agentId = keep.id(/<task-id>([^<\s]{1,256})<\/task-id>/.exec(prompt)?.[1]);
    const isCompleted = prompt.includes("<status>completed</status>");
    if (agentId !== undefined && isCompleted) add("agent", agentId, { status: "completed" });
  } else if (prompt !== "") {
    add("prompt", keep.key(payload.fields["prompt_id"], payload), { text: keep.text(prompt, "prompt") });
  }
}

function addStop(fields: Fields, { keep, add }: Sink): void {
  const text = keep.text(fields["last_assistant_message"], "message");
  if (text !== undefined) add("message", "last", { text });
  if (!Array.isArray(fields["background_tasks"]) && !Array.isArray(fields["session_crons"])) return;
  const tasks = firstOf(fields["background_tasks"], MAX_ITEMS.background).map((task) =>
    keep.pick(task, { id: "id", type: "word", status: "word", description: "description", command: "command" }),
  );
  const crons = firstOf(fields["session_crons"], MAX_ITEMS.background).map((cron) => ({
    ...keep.pick(cron, { id: "id", schedule: "word", prompt: "description" }),
    recurring: cron["recurring"] === true,
  }));
  add("background", "", { tasks, crons });
}

function addSubagentStop(fields: Fields, { keep, add }: Sink): void {
  const agentId = keep.id(fields["agent_id"]);
  // compaction runs an agent of its own, with an empty type
  if (agentId === undefined || fields["agent_type"] === "") return;
  const lastMessage = keep.text(fields["last_assistant_message"], "agentMessage");
  add("agent", agentId, { type: keep.text(fields["agent_type"], "word"), status: "completed", lastMessage });
}
