import type { Fact } from "../../model/observation.ts";
import { clipTogether } from "../../redact/redact.ts";
import type { GitSeen } from "../../git/git-refs.ts";
import { type Fields, firstOf, type HookPayload, Keeper, MAX_ITEMS, withoutUndefined } from "./payload.ts";
import { textOf } from "../../base/json.ts";
import { addOperation, type Sink } from "./tool-facts.ts";

/**
 * What the payload says about the session, redacted and bounded: a secret that one field tells is taken out of all.
 * File contents and edits are never kept; of output only what a failed command's error begins with. What is said in a
 * subagent is that one's, so that it touches none of the main agent's rows.
 * @param git where the working directory's git tree stands; null where there is none, undefined where that is not known
 */
export function factsOf(payload: HookPayload, atMs: number, git?: GitSeen | null): Fact[] {
  return clipTogether((clip) => {
    const facts: Fact[] = [];
    const keep = new Keeper(clip);
    const agentId = keep.id(payload.fields["agent_id"]);
    const add: Sink["add"] = (kind, key, data) => {
      const fact = { kind, key, atMs, data: withoutUndefined(data) };
      // Of a subagent the main agent knows, whoever tells of it.
      facts.push(agentId === undefined || kind === "agent" ? fact : { ...fact, agentId });
    };
    addFacts(payload, git, { keep, add });
    return facts;
  });
}

function addFacts(payload: HookPayload, git: GitSeen | null | undefined, to: Sink): void {
  const { fields } = payload;
  const { keep, add } = to;
  add("session", "", {
    agent: payload.agent,
    cwd: keep.text(fields["cwd"], "path"),
    model: keep.text(fields["model"], "word"),
    transcriptPath: keep.text(fields["transcript_path"], "path"),
    permissionMode: keep.text(fields["permission_mode"], "word"),
    source: payload.event === "SessionStart" ? keep.text(fields["source"], "word") : undefined,
    title: keep.text(fields["session_title"], "description"),
  });
  // So that a tree which an earlier call was in is not taken for this one's.
  if (git === null) add("git", "", { branch: null, head: null, worktree: null });
  else if (git !== undefined) {
    const branch = git.branch === null ? null : keep.text(git.branch, "branch");
    add("git", "", { branch, head: git.head, worktree: keep.text(git.worktree, "path") });
  }
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
