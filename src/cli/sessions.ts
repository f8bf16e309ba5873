import type { Command } from "commander";
import { systemClock } from "../base/clock.ts";
import { errorCode, HiveError } from "../base/errors.ts";
import { Resumes, type SessionStatus } from "../recall/resume.ts";
import { RAW_SQL_ROWS } from "../store/untrusted.ts";
import { type SessionSummary, StoreReader } from "../store/queries.ts";
import { renderSession, text } from "./checkpoint-text.ts";
import type { Io } from "./io.ts";
import { json, oneLine, table } from "./render.ts";
import { findRoot } from "./root.ts";

interface Flags {
  readonly root?: string;
  readonly json?: boolean;
  readonly limit?: string;
  readonly history?: boolean;
}

const DEFAULT_LIMIT = 20;
const BUSY_TIMEOUT_MS = 2000;
const RAW_SQL_NOTE =
  "UNTRUSTED: raw SQL without proof has changed tables: objective, checkpoint, agents and log may be another's; hive adopt vouches";

export function addSessions(program: Command, io: Io): void {
  program
    .command("sessions")
    .description("list the saved sessions, the latest first, and which of them ended")
    .option("--root <dir>", "the .hive-mind directory")
    .option("--limit <n>", "how many at most", String(DEFAULT_LIMIT))
    .option("--json", "as JSON")
    .addHelpText("after", "\nExamples:\n  hive sessions\n  hive sessions --limit 100 --json")
    .action(async (flags: Flags, command: Command) => {
      const limit = Number(flags.limit);
      if (!Number.isInteger(limit) || limit < 1) {
        throw new HiveError("HIVE_INVALID_OPTION", `--limit must be a whole number above 0, not ${flags.limit}`);
      }
      const root = findRoot(io, command.optsWithGlobals<Flags>().root);
      const sessions = await read(root, async (reader) => withEnding(io, root, await reader.sessions(limit)));
      if (flags.json === true) io.out(json(sessions ?? []));
      else io.out(sessions === null || sessions.length === 0 ? "no session saved yet\n" : renderSessions(sessions));
    });

  program
    .command("show")
    .argument("<session>", "a session's id, or the beginning of it")
    .description("show what is saved of a session")
    .option("--root <dir>", "the .hive-mind directory")
    .option("--history", "its kept checkpoints instead")
    .option("--json", "as JSON, in full")
    .addHelpText(
      "after",
      "\nExamples:\n  hive show 5f0c\n  hive show 5f0c --json | jq .checkpoint.files\n  hive show 5f0c --history",
    )
    .action(async (id: string, flags: Flags, command: Command) => {
      const root = findRoot(io, command.optsWithGlobals<Flags>().root);
      const found = await read(root, async (reader) => {
        const [session] = await withEnding(io, root, [await reader.session(id)]);
        return { session: session!, history: flags.history === true ? await reader.history(session!.id) : null };
      });
      if (found === null) {
        throw new HiveError("HIVE_NOT_FOUND", `nothing has been saved in ${root} yet`, {
          hint: "is a worker running?",
        });
      }
      const { session, history } = found;
      if (history === null) io.out(flags.json === true ? json(session) : renderSession(session));
      else if (flags.json === true) io.out(json(history));
      else {
        const rows = history.map(({ createdAt, type, trigger, checkpoint }) => [
          createdAt,
          type,
          trigger,
          text(checkpoint?.operationCount),
        ]);
        io.out(table(["WHEN", "TYPE", "TRIGGER", "OPERATIONS"], rows));
      }
    });
}

/** Reads the store; null where there is none, which a reader does not create. */
async function read<T>(root: string, use: (reader: StoreReader) => Promise<T>): Promise<T | null> {
  using reader = await StoreReader.open(root);
  return reader === null ? null : await use(reader);
}

/**
 * `ending` is null for a session of claude-flow's that hive has seen nothing of, and where what it saw is damaged.
 * `isUntrusted`: facts of it came without proof that this user's hive saved them, or all of it may have.
 */
type Ended<Session extends SessionSummary> = Session & {
  readonly ending: SessionStatus | null;
  readonly isUntrusted: boolean;
};

async function withEnding<Session extends SessionSummary>(
  io: Io,
  root: string,
  sessions: readonly Session[],
): Promise<Ended<Session>[]> {
  using resumes = await Resumes.open(root, { nowMs: systemClock.nowMs(), busyTimeoutMs: BUSY_TIMEOUT_MS });
  const isRawSqlUntrusted = resumes.isUntrusted(RAW_SQL_ROWS);
  if (isRawSqlUntrusted) io.err(`hive: ${RAW_SQL_NOTE}\n`);
  return sessions.map((session) => {
    const ending = endingOf(resumes, session.id);
    const isUntrusted = resumes.isUntrusted(session.id) || (isRawSqlUntrusted && ending === null);
    return { ...session, ending, isUntrusted };
  });
}

function endingOf(resumes: Resumes, sessionId: string): SessionStatus | null {
  try {
    return resumes.status(sessionId);
  } catch (error) {
    // Damaged cells of one session: the rest of it, and the other sessions, are shown all the same.
    if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE") throw error;
    return null;
  }
}

function renderSessions(sessions: readonly Ended<SessionSummary>[]): string {
  const rows = sessions.map((session) => [
    session.id,
    `${session.ending ?? session.status ?? "?"}${session.isUntrusted ? ", UNTRUSTED" : ""}`,
    oneLine(session.agent ?? "", 20),
    session.updatedAt ?? "?",
    String(session.operations),
    session.lastCheckpointAt ?? "none",
    oneLine(session.objective ?? "", 40),
  ]);
  return table(["SESSION", "STATUS", "AGENT", "LAST SEEN", "OPERATIONS", "LAST CHECKPOINT", "OBJECTIVE"], rows);
}
