import type { Fact } from "../../model/observation.ts";
import type { Caller } from "../caller.ts";
import type { GitSeen } from "../../git/git-refs.ts";
import { addPlainEvent, collectFacts } from "../facts/collect-facts.ts";
import { type Fields, firstOf, type HookPayload, MAX_ITEMS } from "./payload.ts";
import { textOf } from "../../base/json.ts";
import { withoutOwnText } from "../../base/text/own-text.ts";
import { type Notification, notificationIn } from "../facts/notification.ts";
import { addOperation, type Sink } from "./tool-facts.ts";

/**
 * The facts of a payload, redacted and bounded. Contents of files and edits are never kept. Output is kept only as the
 * excerpt of a failed command's error.
 * @param git the state of the working directory's git tree; null without a tree, undefined if not known
 */
export function factsOf(payload: HookPayload, atMs: number, git?: GitSeen | null, caller: Caller = {}): Fact[] {
  return collectFacts(payload, atMs, git, caller, (to) => addEvent(payload, to));
}

function addEvent(payload: HookPayload, to: Sink): void {
  switch (payload.event) {
    case "PostToolUse":
    case "PostToolUseFailure":
      addOperation(payload, to);
      break;
    case "UserPromptSubmit":
      addPrompt(payload, to);
      break;
    case "Stop":
      addStop(payload, to);
      break;
    case "SubagentStop":
      addSubagentStop(payload.fields, to);
      break;
    default:
      addPlainEvent(payload, to);
  }
}

function addPrompt(payload: HookPayload, to: Sink): void {
  const { keep, add } = to;
  // @mutant a hand-over is not taken for the user's words
  const prompt = withoutOwnText(textOf(payload.fields["prompt"]) ?? "");
  const notification = notificationIn(prompt);
  if (notification !== null) addNotification(notification, to);
  else if (prompt !== "" && isOfUser(payload.fields["source"])) {
    add("prompt", keep.key(payload.fields["prompt_id"], payload), { text: keep.text(prompt, "prompt") });
  }
}

/** Claude Code names the author of a prompt; timers and the program itself write some. */
function isOfUser(source: unknown): boolean {
  return source === undefined || source === "user" || source === "sdk";
}

/** A subagent or a command in the background has ended: no status here is that of a running one. */
function addNotification({ result, ...said }: Notification, { keep, add }: Sink): void {
  const taskId = keep.id(said.taskId);
  const status = keep.text(said.status, "word");
  if (taskId === undefined || status === undefined) return;
  const isRunning = status === "running" || status === "pending";
  add("agent", taskId, isRunning ? { status } : { status, lastMessage: keep.text(result, "agentMessage") });
}

function addStop(payload: HookPayload, { keep, add }: Sink): void {
  const { fields } = payload;
  const said = fields["last_assistant_message"];
  const text = keep.text(said, "message");
  // A turn may also end without a message.
  add("message", "last", { text });
  const short = keep.text(said, "turn");
  if (short !== undefined) add("turn", keep.key(fields["prompt_id"], payload), { text: short });
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
