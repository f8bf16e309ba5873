import * as v from "valibot";
import type { KindName } from "./kinds.ts";

// Null means not known, like an absent field: other programs write it so.
const text = v.nullish(v.string());
const number = v.nullish(v.number());
const list = v.nullish(v.array(v.unknown()));

/**
 * The fields of each kind of fact that hive reads; others are kept as they are. Separate from the kinds, since a reader
 * needs none of this.
 */
export const KIND_SCHEMAS = {
  session: v.looseObject({
    /** The program, such as `claude-code`: see src/agents/detect.ts. */
    agent: text,
    cwd: text,
    transcriptPath: text,
    model: text,
    permissionMode: text,
    source: text,
    title: text,
    /** True if a person is present: false for a headless run. Absent if not known. */
    isAttended: v.nullish(v.boolean()),
    /** True once a person was present, since a headless run may go on with the session. */
    wasAttended: v.nullish(v.boolean()),
    /** The agent's process, as in {@link ProcessSeen}. */
    process: v.nullish(v.looseObject({ pid: v.number() })),
  }),
  /** The directory where the session was first seen: it belongs there, even if it later works elsewhere. */
  start: v.looseObject({ directory: text, worktree: text }),
  /**
   * The session was given an earlier one's state at its start, as of `activeMs`. It counts once the session has
   * worked.
   */
  continues: v.looseObject({ activeMs: number }),
  /**
   * The hook's reading at its call. A detached HEAD has no branch, a new repository no commit, a directory outside of a
   * tree no worktree. `dirty` is the worker's later reading of the files, with its time `atMs`, or why it is `unknown`.
   */
  git: v.looseObject({
    branch: text,
    head: text,
    worktree: text,
    dirty: v.optional(v.unknown()),
  }),
  prompt: v.looseObject({ text }),
  message: v.looseObject({ text }),
  /** The agent's words at the end of a turn, which hold findings that no other field has. */
  turn: v.looseObject({ text }),
  todos: v.looseObject({ todos: list }),
  task: v.looseObject({ subject: text, status: text }),
  plan: v.looseObject({ text, filePath: text }),
  /** `change`: created, modified, deleted; `by`: the tool; `isNew`: the session has created it. */
  file: v.looseObject({ change: text, by: text, isNew: v.nullish(v.boolean()) }),
  /**
   * `outcome`: ok, failed, interrupted, background; `taskId`: of one in the background.
   * `cwd`: where it is not the project's directory, and of each subagent's; `error`: see {@link excerptOf}.
   */
  command: v.looseObject({ command: text, description: text, outcome: text, error: text, taskId: text, cwd: text }),
  /**
   * A subagent, or the end of a command in the background. `status`: running, or the way in which it ended: completed,
   * failed, killed, stopped; `by`: the tool with which the agent itself stopped it.
   */
  agent: v.looseObject({ type: text, description: text, status: text, lastMessage: text, by: text }),
  background: v.looseObject({ tasks: list, crons: list }),
  compact: v.looseObject({ trigger: text, instructions: text, summary: text }),
  end: v.looseObject({ reason: text }),
  /** `outcome`: ok, failed. */
  operation: v.looseObject({ tool: text, target: text, outcome: text, durationMs: number }),
} as const satisfies Readonly<Record<KindName, v.GenericSchema<Record<string, unknown>>>>;
