/** The types of a session for its readers. */
import type { Fact } from "../../../model/observation.ts";
import type { SeenRow, SessionState } from "./session-state.ts";

/** A checkpoint without its content. */
export interface CheckpointTime {
  readonly atMs: number;
  /** `auto`, `manual`, `compact` or `stop`. */
  readonly type: string;
  /** The event that caused it. */
  readonly trigger: string;
}

/** An observed instance of a session, with its last time. */
export interface SeenInstance {
  readonly instanceId: string;
  /** The agent's process; null if it did not give one. */
  readonly pid: number | null;
  readonly lastSeenMs: number;
}

/** The facts of a session in entries that the store has not applied yet. */
export interface WaitingEntries {
  readonly entries: number;
  readonly facts: readonly Fact[];
  readonly checkpoints: readonly CheckpointTime[];
  readonly instances: readonly SeenInstance[];
}

export type Ending =
  /** SessionEnd was observed, and nothing after it. */
  | { readonly kind: "ended"; readonly at: string; readonly reason: string | null }
  /** A compaction was the last event. */
  | { readonly kind: "compacted"; readonly at: string }
  /** It still runs, has crashed or was killed. */
  | { readonly kind: "none-seen" };

/** The agent's process of a session, and its system, as the hook saw it. */
export interface SeenProcess {
  readonly pid: number;
  readonly startTicks?: number;
  readonly bootId?: string;
  readonly initTicks?: number;
}

/** A session that another one was given at its start, with the time of its last activity then. */
export interface Continued {
  readonly sessionId: string;
  readonly activeMs: number;
  /** True if the conversation began as a copy of that session's. */
  readonly isFork: boolean;
}

/** The last observation of a session, its last work, and its end. */
export interface SessionOutline {
  readonly sessionId: string;
  /** Null from an older hive. */
  readonly agent: string | null;
  readonly cwd: string | null;
  /** The directory where it began: the project's directory, or the nearest known one. */
  readonly directory: string | null;
  /** The git tree that it began in. */
  readonly worktree: string | null;
  /** The latest process of it; null from an older hive, or if none is known. */
  readonly process: SeenProcess | null;
  /** True if a person is present. */
  readonly isAttended: boolean | null;
  /** True if its start was observed. */
  readonly hasStarted: boolean;
  /** True if its main agent worked: a prompt, or a tool call. */
  readonly hasWork: boolean;
  readonly hasOperations: boolean;
  /** The newest prompts, if no tool was called: only they show whether anything was asked. */
  readonly unworked: readonly unknown[];
  /** True if no turn is under way: the agent's last one has ended, or none began. */
  readonly isTurnFinished: boolean;
  readonly continues: readonly Continued[];
  readonly lastSeenMs: number;
  /** The latest prompt, tool call, message and the like; null without any. */
  readonly lastActiveMs: number | null;
  readonly ending: Ending;
  readonly instances: readonly SeenInstance[];
}

/** All saved data of a session, for one that continues it. */
export interface SavedSession extends SessionOutline {
  /** The purpose, from its title. */
  readonly objective: string | null;
  /** The first prompts, in their order. */
  readonly firstPrompts: readonly SeenRow[];
  readonly lastCheckpoint: CheckpointTime | null;
  readonly operations: number;
  readonly operationsSinceCheckpoint: number;
  readonly waitingEntries: number;
  readonly state: SessionState;
}
