/**
 * The JSON that the server sends to the page. Times are ms since 1970; null means not known. No imports: both sides
 * read it.
 */

export interface Project {
  /** Names it in addresses. */
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/** `waiting`: its turn is over, and its process runs. `crashed`: it was at work, and its process is gone. */
export type Activity = "working" | "waiting" | "crashed" | "stopped" | "ended" | "unknown";

export interface SessionLine {
  /** A project's id, or `archive`. */
  readonly project: string;
  readonly projectName: string;
  /** The agent's id of it; in the archive its row there. */
  readonly id: string;
  /** The shell command that continues the session. */
  readonly command: string | null;
  readonly agent: string | null;
  readonly title: string | null;
  readonly branch: string | null;
  readonly activity: Activity;
  readonly lastSeenMs: number | null;
  readonly openTasks: number;
  readonly allTasks: number;
  readonly operations: number;
  readonly isUntrusted: boolean;
}

export interface Worker {
  readonly isAlive: boolean;
  readonly mode: string;
  readonly version: string;
  readonly startedMs: number | null;
  readonly applied: number;
  readonly failed: number;
  readonly missedWakes: number;
  /** The number of wakes by cause. */
  readonly wakes: Readonly<Record<string, number>>;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly throughput: number | null;
}

/** A problem or a remark, as `hive doctor` says it. */
export interface Finding {
  readonly project: string;
  readonly level: "problem" | "warning";
  readonly text: string;
  readonly advice: string | null;
}

export interface Queue {
  readonly project: string;
  readonly pending: number;
  readonly processing: number;
  readonly failed: number;
  readonly oldestMs: number | null;
  readonly worker: Worker | null;
}

/** `GET /api/now`. */
export interface Now {
  readonly atMs: number;
  readonly projects: readonly Project[];
  /** Sessions that run or stopped in mid-turn, the latest first. */
  readonly sessions: readonly SessionLine[];
  readonly queues: readonly Queue[];
  readonly findings: readonly Finding[];
  readonly isPaused: boolean;
  /** Samples of the queue since the page's server began, at most 600. */
  readonly samples: readonly Sample[];
}

/** The queue at one wake of the page's server. */
export interface Sample {
  readonly atMs: number;
  readonly pending: number;
  /** Entries applied since the sample before. */
  readonly applied: number;
  readonly wakes: number;
  readonly p50Ms: number | null;
}

/** A place where the words of a search were found. */
export interface Hit {
  readonly session: SessionLine;
  readonly kind: string;
  readonly atMs: number;
  readonly isFailed: boolean;
  /** The text around the words, in pieces. */
  readonly pieces: ReadonlyArray<{ readonly text: string; readonly isFound: boolean }>;
}

/** `GET /api/search?q=`. */
export interface SearchPage {
  readonly hits: readonly Hit[];
  /** Whether there is an archive to search. */
  readonly isArchived: boolean;
}

/** `GET /api/sessions?q=&from=`. */
export interface SessionPage {
  readonly sessions: readonly SessionLine[];
  /** Where the next page begins, for `from`; null if there is none. */
  readonly next: string | null;
}

export type EventKind = "prompt" | "call" | "message" | "checkpoint" | "subagent" | "compaction" | "end";

/** One line of a session's timeline. */
export interface TimelineEvent {
  /** Names it within its session. */
  readonly key: string;
  readonly kind: EventKind;
  readonly atMs: number;
  /** The tool, the checkpoint's type, the subagent's type. */
  readonly label: string;
  readonly text: string;
  /** `ok`, `failed` or another word of the agent's. */
  readonly outcome: string | null;
  /** The line that says why it failed. */
  readonly error: string | null;
  /** The subagent that did it. */
  readonly agentId: string | null;
}

/** A moment in a session at which hive looked at the files: they can be put back to what they were then. */
export interface UndoPoint {
  readonly snapshot: number;
  readonly atMs: number;
  /** `call`, `prompt`, `stop`, `start`, `before-undo` or `undo`. */
  readonly trigger: string;
  /** The calls that it was taken after. */
  readonly calls: ReadonlyArray<{ readonly id: string; readonly tool: string }>;
  /** Whether its changes were taken back. */
  readonly isUndone: boolean;
  /** Whether no change can have been missed. */
  readonly isComplete: boolean;
  readonly notes: readonly string[];
  /** The first of the changed files. */
  readonly files: ReadonlyArray<{ readonly path: string; readonly change: string }>;
  readonly allFiles: number;
}

/** `GET /api/diff?project=&snapshot=&path=`: what was changed in a file. */
export interface FileDiff {
  /** Why nothing is shown; null where it is. */
  readonly hidden: string | null;
  /** How its permission bits changed; null where they did not. */
  readonly mode: string | null;
  /** As in a unified diff. */
  readonly lines: readonly string[];
  /** Whether there are more. */
  readonly isCut: boolean;
}

/** The scope of an undo: a call, everything since a snapshot, a session, or the latest undo. */
export interface UndoScope {
  readonly kind: "call" | "to" | "session" | "redo";
  /** The call's id, the snapshot's number, or the session's id. */
  readonly value: string;
}

/** `GET /api/undo?project=&id=&kind=&value=`: what an undo would do. */
export interface UndoPlan {
  readonly text: string;
  /** Names the plan for the request that carries it out; null where there is none. */
  readonly plan: string | null;
}

/** `POST /api/act`. */
export interface Done {
  readonly isDone: boolean;
  /** The output of the command. */
  readonly said: string;
}

/** `GET /api/session?project=&id=&before=`. */
export interface SessionView {
  readonly session: SessionLine;
  readonly cwd: string | null;
  /** The context that a new session would get. */
  readonly restored: string;
  readonly files: ReadonlyArray<{
    readonly path: string;
    readonly change: string;
    readonly by: string;
    readonly atMs: number;
  }>;
  readonly tasks: ReadonlyArray<{ readonly text: string; readonly status: string }>;
  /** The latest first. */
  readonly events: readonly TimelineEvent[];
  /** Those of the same time, the latest first. */
  readonly points: readonly UndoPoint[];
  /** Events before this time are on the next page; null if there are none. */
  readonly nextBeforeMs: number | null;
}
