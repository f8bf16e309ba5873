/** The rows of the catalogue of snapshots, and how SQLite holds them. */
import type { Change, FileState, State } from "../undo/state.ts";

/** The event that a snapshot was taken for. `idle-stop` is the end of a turn that made no call. */
export type Trigger = "start" | "call" | "prompt" | "stop" | "idle-stop" | "before-undo" | "undo";

/** An agent's tool call, as hooks report it. */
export interface Call {
  /** The operation's key: it begins with the agent's own id of the call. */
  readonly key: string;
  readonly tool: string;
  /** What it was of, such as a command. The hook has redacted it. */
  readonly target?: string;
  /** The subagent that made it. */
  readonly agentId?: string;
  readonly sessionId: string;
}

/** How the changes were found. */
export type Source = "scan" | "watcher" | "walk";

export interface SnapshotRow {
  readonly id: number;
  readonly worktree: number;
  readonly sessionId: string;
  readonly atMs: number;
  readonly trigger: Trigger;
  readonly calls: readonly Call[];
  /** The commit that the worktree stood at; null without one. */
  readonly base: string | null;
  readonly source: Source;
  /** Whether no change can have been missed. */
  readonly isComplete: boolean;
  /** Notes, a sentence each: contents that it did not keep, and other facts. */
  readonly notes: readonly string[];
  /** The undo that took its changes back; null if they stand. */
  readonly undoneBy: number | null;
}

/** A path that differs from the base commit, with its state at the last look. */
export interface Known {
  readonly state: State;
  /** Inode, size and times: a file that still has the same is not read again. */
  readonly sig: string;
}

/** One for all files that are gone: there may be very many. */
export const GONE: Known = { state: "absent", sig: "" };

export interface WorktreeRow {
  readonly id: number;
  readonly top: string;
  readonly base: string | null;
  readonly lastSnapshot: number | null;
  /** The usual permission bits of tracked files, plain and executable. Only other bits are stored per file. */
  readonly plainMode: number;
  readonly execMode: number;
  /** Null where an earlier version has looked last. */
  readonly lastLook: LastLook | null;
}

/** A look at a worktree's files. */
export interface LastLook {
  /** When it began. */
  readonly atMs: number;
  /** What the settings excluded then. */
  readonly exclude: readonly string[];
}

/** An undo that was begun. If it was killed, its steps are repeated until it is finished. */
export interface UndoRow {
  readonly id: number;
  readonly worktree: number;
  readonly atMs: number;
  readonly sessionId: string;
  readonly status: "running" | "done" | "taken back";
  /** The undo that this one takes back; null for an undo of an agent's changes. */
  readonly redoOf: number | null;
  /** The snapshots that it takes back. */
  readonly scope: readonly number[];
}

/** A new snapshot, and what changes in the worktree's overlay. */
export interface NewSnapshot extends Omit<SnapshotRow, "id" | "undoneBy"> {
  readonly changes: Iterable<Change>;
  /** By how much the objects have grown. */
  readonly grownBytes: number;
  readonly lastLook: LastLook | null;
  /** Paths whose row changes; null for one that is like its base again. */
  readonly overlay: ReadonlyMap<string, Known | null>;
}

export const textOf = (state: State): string => (typeof state === "string" ? state : JSON.stringify(state));

export const stateIn = (text: string): State =>
  text === "absent" || text === "unknown" ? text : (JSON.parse(text) as FileState);

export const knownIn = (state: string, sig: string): Known =>
  state === GONE.state && sig === GONE.sig ? GONE : { state: stateIn(state), sig };

export type Raw = Readonly<Record<string, unknown>>;

export const worktreeOf = (row: Raw): WorktreeRow => ({
  id: row["id"] as number,
  top: row["top"] as string,
  base: row["base"] as string | null,
  lastSnapshot: row["last_snapshot"] as number | null,
  plainMode: row["plain_mode"] as number,
  execMode: row["exec_mode"] as number,
  lastLook: typeof row["last_look"] === "string" ? (JSON.parse(row["last_look"]) as LastLook) : null,
});

export const snapshotOf = (row: Raw): SnapshotRow => ({
  id: row["id"] as number,
  worktree: row["worktree"] as number,
  sessionId: row["session"] as string,
  atMs: row["at_ms"] as number,
  trigger: row["trigger"] as Trigger,
  calls: JSON.parse(row["calls"] as string) as Call[],
  base: row["base"] as string | null,
  source: row["source"] as Source,
  isComplete: row["complete"] === 1,
  notes: JSON.parse(row["notes"] as string) as string[],
  undoneBy: row["undone_by"] as number | null,
});

export const undoOf = (row: Raw): UndoRow => ({
  id: row["id"] as number,
  worktree: row["worktree"] as number,
  atMs: row["at_ms"] as number,
  sessionId: row["session"] as string,
  status: row["status"] as UndoRow["status"],
  redoOf: row["redo_of"] as number | null,
  scope: JSON.parse(row["scope"] as string) as number[],
});
