import type { OpenCall } from "../../agents/claude-code/transcript.ts";
import type { GitHead } from "../../git/git-head.ts";
import type { Ending, SavedSession } from "../../store/sqlite/read/saved-session.ts";
import type { Task } from "../background.ts";
import type { MadeFile } from "../made-files.ts";
import type { CommandNow } from "./commands.ts";
import type { Prompts } from "./prompts.ts";

/** The output of `hive resume --json`, version 1. Ignore fields that you do not know. Times are RFC 3339. */
export interface ResumeReport {
  readonly version: 1;
  readonly sessionId: string;
  /** The name of its machine, where it is another one of the user's fleet. What that machine does not share is missing. */
  readonly machine?: string;
  /** True if facts of it came without proof that this user's hive saved them: it is never restored automatically. */
  readonly isUntrusted: boolean;
  /** The purpose of the session, or its title. Null if not known, here and below. */
  readonly objective: string | null;
  readonly cwd: string | null;
  readonly transcriptPath: string | null;
  readonly lastSeenAt: string;
  readonly lastSeenMs: number;
  /** The latest prompt, tool call or message. */
  readonly lastActiveAt: string | null;
  /** True if the agent's process still runs; false for a session that ended. */
  readonly isRunning: boolean | null;
  /** The way it ended: SessionEnd was observed, a compaction was the last event, or neither. */
  readonly ending: Ending;
  /** True if no turn was under way: the agent's last one had ended, or none began. */
  readonly isTurnFinished: boolean;
  readonly lastCheckpoint: { readonly at: string; readonly type: string; readonly trigger: string } | null;
  readonly operations: number;
  readonly operationsSinceCheckpoint: number;
  /** Entries of the session that wait in the queue; their facts are in `state`. */
  readonly waitingEntries: number;
  /** Unread files in the queue, beyond the limit: some may be the session's. */
  readonly unreadEntries: number;
  /** The present state of the working directory's git tree. */
  readonly gitNow: GitHead | null;
  /** The unknown parts: `objective`, and parts of `state`. */
  readonly notKnown: readonly string[];
  /** The earlier sessions that this one continues, the nearest first: the report includes their facts. */
  readonly continues: readonly string[];
  /** Those of them that crashed, were killed, or ended in the middle of a turn. No later one has finished their work. */
  readonly continuesOpen: readonly string[];
  /** The purpose, the later prompts of substance, and the number of those that only agreed. */
  readonly prompts: Prompts;
  /** Tool calls without a result, from the end of the agent's transcript. */
  readonly inFlight: readonly OpenCall[];
  /** The agent's last words within an unfinished turn. */
  readonly lastWords: string | null;
  /** Files that no fact names. */
  readonly made: readonly MadeFile[];
  /** Each command with its last outcome, the latest first: all that did not pass, and the newest that passed. */
  readonly outcomes: readonly CommandNow[];
  /** The running subagents and commands in the background, as the agent reported them last. */
  readonly running: readonly Task[];
  /** The parts of a checkpoint, as of now: the lists are newest first. */
  readonly state: SavedSession["state"];
}

/** `open`: its process runs; `no end seen`: it does not, or is not known. */
export type SessionStatus = "ended" | "open" | "no end seen";
