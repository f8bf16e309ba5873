import { shownOutcome } from "../../model/check-outcome.ts";
import type { KindName } from "../../model/kinds.ts";
import {
  type Fields,
  firstOf,
  type HookPayload,
  type Keeper,
  listOf,
  MAX_ITEMS,
  numberOf,
  placeOf,
  recordOf,
} from "./payload.ts";
import { textOf } from "../../base/json.ts";

/** The receiver of facts: `add` pushes one, without undefined fields. */
export interface Sink {
  readonly keep: Keeper;
  readonly add: (kind: KindName, key: string, data: Fields) => void;
  /** The project's directory. */
  readonly directory?: string | undefined;
}

/** True for a tool that asks for the output of what runs in the background, by its name in any version. */
const isPoll = (tool: string | undefined): boolean =>
  tool !== undefined && /^(?:TaskOutput|AgentOutputTool|BashOutput(?:Tool)?)$/.test(tool);

/** The facts of a tool call, with its outcome. */
export function addOperation(payload: HookPayload, to: Sink): void {
  const { keep, add } = to;
  const { event, fields } = payload;
  const tool = textOf(fields["tool_name"]);
  const input = recordOf(fields["tool_input"]);
  // An agent polls again and again. As operations the polls would push out those that did the work.
  if (isPoll(tool)) return addPolled(input, recordOf(fields["tool_response"]), to);
  const key = keep.operationKey(payload);
  const isShell = tool === "Bash" || tool === "PowerShell" || payload.isShell === true;
  const isAgent = tool === "Agent" || tool === "Task";
  const isFailed = event === "PostToolUseFailure";
  const outcome = isShell && !tellsFailure(payload) ? undefined : "ok";
  const command = isShell ? keep.text(input["command"], "command") : undefined;
  const description = isShell || isAgent ? keep.text(input["description"], "description") : undefined;
  add("operation", key, {
    tool: keep.text(tool, "word"),
    target: keep.text(input["file_path"] ?? input["notebook_path"], "path") ?? (isShell ? command : description),
    outcome: isFailed ? "failed" : outcome,
    durationMs: numberOf(fields["duration_ms"]),
  });
  if (!isFailed) addToolEffects(tool ?? "", input, recordOf(fields["tool_response"]), to);
  if (!isShell) return;
  const commanded = commandOutcome(payload);
  const error =
    commanded === "failed" ? keep.error(isFailed ? fields["error"] : outputOf(fields["tool_response"])) : undefined;
  const taskId = isFailed ? undefined : keep.id(recordOf(fields["tool_response"])["backgroundTaskId"]);
  add("command", key, { command, description, outcome: commanded, error, taskId, cwd: placeOf(payload, to) });
}

/** Claude Code reports a failed command by an event of its own; only adapters understand how other agents do. */
const tellsFailure = ({ agent }: HookPayload): boolean => agent === "claude-code";

function commandOutcome(payload: HookPayload): string | undefined {
  const { event, fields } = payload;
  if (event === "PostToolUseFailure") return fields["is_interrupt"] === true ? "interrupted" : "failed";
  if (!tellsFailure(payload)) return undefined;
  const response = recordOf(fields["tool_response"]);
  if (textOf(response["backgroundTaskId"]) !== undefined) return "background";
  if (response["interrupted"] === true) return "interrupted";
  const command = textOf(recordOf(fields["tool_input"])["command"]);
  return command === undefined ? "ok" : shownOutcome(command, outputOf(fields["tool_response"]), true);
}

/** What a command printed; some agents give it as one text. */
function outputOf(response: unknown): string {
  const { stdout = response, stderr } = recordOf(response);
  return `${textOf(stdout) ?? ""}\n${textOf(stderr) ?? ""}`;
}

function addToolEffects(tool: string, input: Fields, response: Fields, to: Sink): void {
  const { keep, add } = to;
  switch (tool) {
    case "Write":
    case "Edit":
    case "MultiEdit":
    case "NotebookEdit": {
      const path = keep.text(input["file_path"] ?? input["notebook_path"] ?? response["filePath"], "path");
      // A staged edit waits for a review: nothing is written yet.
      if (path === undefined || response["staged"] === true) break;
      const isCreated = tool === "Write" && response["type"] === "create";
      add("file", path, isCreated ? createdBy(tool) : { change: "modified", by: tool });
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
    case "TaskStop":
    case "KillShell":
    case "KillBash": {
      // An agent may be stopped by its name: the response has the id.
      const given = input["task_id"] ?? input["shell_id"] ?? input["bash_id"];
      const taskId = keep.id(response["task_id"] ?? response["shell_id"] ?? given);
      if (taskId !== undefined) add("agent", taskId, { status: "stopped", by: tool });
      break;
    }
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

/** The agent asks for the output of a task in the background: the response says whether that has ended. */
function addPolled(input: Fields, response: Fields, { keep, add }: Sink): void {
  const task = response["task"] === undefined ? response : recordOf(response["task"]);
  const given = input["task_id"] ?? input["bash_id"] ?? input["shell_id"] ?? input["agentId"];
  const taskId = keep.id(task["task_id"] ?? task["shellId"] ?? task["bash_id"] ?? given);
  const told = keep.text(task["status"], "word");
  const exitCode = numberOf(task["exitCode"] ?? task["exit_code"]);
  const isOver = told !== undefined && told !== "running" && told !== "pending";
  if (taskId === undefined || (!isOver && exitCode === undefined)) return;
  const status = (exitCode ?? 0) === 0 ? (isOver ? told : "completed") : told === "killed" ? told : "failed";
  const output = task["error"] ?? task["output"] ?? outputOf(task).trim();
  const lastMessage = status === "failed" ? keep.error(output) : keep.text(task["result"], "agentMessage");
  add("agent", taskId, { status, lastMessage });
}

/** The change of a new file, which stays new when it is changed again. */
const createdBy = (by: string): Fields => ({ change: "created", by, isNew: true });

/** Files that a command changed. Only a few of them come with their diff, which marks creation and deletion. */
function addShellFiles(tool: string, diff: Fields, { keep, add }: Sink): void {
  const changes = new Map<unknown, string>();
  for (const path of listOf(diff["changedFiles"])) changes.set(path, "modified");
  for (const file of listOf(diff["files"]).map(recordOf)) {
    const change = file["deleted"] === true ? "deleted" : "modified";
    changes.set(file["filePath"], file["created"] === true ? "created" : change);
  }
  for (const [value, change] of [...changes].slice(0, MAX_ITEMS.files)) {
    const path = keep.text(value, "path");
    if (path !== undefined) add("file", path, change === "created" ? createdBy(tool) : { change, by: tool });
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
