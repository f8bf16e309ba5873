/** The facts that each payload gives, whichever agent wrote it: its session, place and git state. */
import type { GitSeen } from "../../git/git-refs.ts";
import type { Fact } from "../../model/observation.ts";
import { clipTogether } from "../../redact/redact.ts";
import type { Caller } from "../caller.ts";
import { type HookPayload, Keeper, withoutUndefined } from "../claude-code/payload.ts";
import type { Sink } from "../claude-code/tool-facts.ts";

/** The state of the working directory's git tree; null without a tree, undefined if not known. */
type Git = GitSeen | null | undefined;

/**
 * Collects the facts of a payload, redacted and bounded: a secret found in one field is taken out of all.
 * A subagent's facts are kept as its own, so that they change none of the main agent's rows.
 * @param addEvent adds the facts of the event itself
 */
export function collectFacts(
  payload: HookPayload,
  atMs: number,
  git: Git,
  caller: Caller,
  addEvent: (to: Sink) => void,
): Fact[] {
  return clipTogether((clip) => {
    const facts: Fact[] = [];
    const keep = new Keeper(clip);
    const agentId = keep.id(payload.fields["agent_id"]);
    const add: Sink["add"] = (kind, key, data) => {
      const fact = { kind, key, atMs, data: withoutUndefined(data) };
      // The main agent knows its subagents, so facts about them are always its own.
      // @mutant what a subagent does touches nothing of the main agent's
      facts.push(agentId === undefined || kind === "agent" ? fact : { ...fact, agentId });
    };
    const to = { keep, add, directory: caller.directory ?? caller.project };
    addSession(payload, caller, to);
    addStart(caller, git, to);
    addGit(git, to);
    addEvent(to);
    return facts;
  });
}

function addSession({ agent, event, fields }: HookPayload, { isAttended, process }: Caller, { keep, add }: Sink): void {
  add("session", "", {
    agent,
    cwd: keep.text(fields["cwd"], "path"),
    model: keep.text(fields["model"], "word"),
    transcriptPath: keep.text(fields["transcript_path"], "path"),
    permissionMode: keep.text(fields["permission_mode"], "word"),
    source: event === "SessionStart" ? keep.text(fields["source"], "word") : undefined,
    title: keep.text(fields["session_title"], "description"),
    isAttended,
    wasAttended: isAttended || undefined,
    process,
  });
}

/** The session's directory, and the earlier session that it was given. */
function addStart({ directory, given }: Caller, git: Git, { keep, add }: Sink): void {
  if (directory !== undefined) {
    add("start", "", { directory: keep.text(directory, "path"), worktree: keep.text(git?.worktree, "path") });
  }
  if (given !== undefined) {
    const { sessionId, ...more } = given;
    add("continues", sessionId, more);
  }
}

/** Overwrites the tree of an earlier call, which may have been in another directory. */
function addGit(git: Git, { keep, add }: Sink): void {
  if (git === null) add("git", "", { branch: null, head: null, worktree: null });
  else if (git !== undefined) {
    const branch = git.branch === null ? null : keep.text(git.branch, "branch");
    add("git", "", { branch, head: git.head, worktree: keep.text(git.worktree, "path") });
  }
}

/** The facts of the events that have the same fields for every agent. */
export function addPlainEvent({ event, fields }: HookPayload, { keep, add }: Sink): void {
  if (event === "PreCompact") {
    const instructions = keep.text(fields["custom_instructions"], "prompt");
    add("compact", "", { trigger: keep.text(fields["trigger"], "word"), instructions });
  } else if (event === "SessionEnd") add("end", "", { reason: keep.text(fields["reason"], "word") });
}
