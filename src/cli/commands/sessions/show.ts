import type { Command } from "commander";
import { systemClock, timeText } from "../../../base/clock.ts";
import { errorCode, HiveError } from "../../../base/errors.ts";
import { isObject } from "../../../base/json.ts";
import { type CheckpointSummary, type SessionDetail, StoreReader } from "../../../store/sqlite/read/queries.ts";
import { RAW_SQL_ROWS } from "../../../store/sqlite/untrusted.ts";
import { agoText, gitLine, type Known, renderSession, text } from "../../text/checkpoint-text.ts";
import { ambiguous, assertTold } from "../../choose-session.ts";
import type { Io } from "../../io.ts";
import { json, oneLine, table } from "../../text/render.ts";
import { askingOf } from "../../text/archive-lists.ts";
import { openArchived } from "../../text/archived-session.ts";
import { findRoots, olderToName } from "../../root.ts";
import { notApplied, openResumes, reportOf, tell, type Told, waitingIds } from "../../../recall/session-list.ts";
import type { ResumeReport } from "../../../recall/report/resume-report.ts";
import { tellRawSql } from "./sessions.ts";

interface Flags {
  readonly root?: string;
  readonly json?: boolean;
  readonly history?: boolean;
}

export function addShow(program: Command, io: Io): void {
  program
    .command("show")
    .argument("<session>", "a session's id, or the beginning of it")
    .description("show the saved state of a session")
    .option("--history", "its kept checkpoints instead")
    .option("--json", "print JSON, in full")
    .addHelpText(
      "after",
      "\nExamples:\n  hive show 5f0c\n  hive show 5f0c --json | jq .checkpoint.files\n  hive show 5f0c --history",
    )
    .action(async (id: string, _flags: Flags, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      const roots = findRoots(io, flags.root);
      const { root } = roots;
      const older = olderToName(io, roots);
      const nowMs = systemClock.nowMs();
      const saved = (await find(root, id, nowMs)) ?? (older === null ? null : await find(older, id, nowMs));
      const found = saved ?? (await findArchived(io, root, id, nowMs));
      if (found === null) {
        throw new HiveError("HIVE_NOT_FOUND", `no session ${JSON.stringify(id)} in ${root}`, {
          hint: "list them with: hive sessions",
        });
      }
      assertTold(io, found.session);
      if (found.isRawSqlUntrusted) tellRawSql(io);
      if (flags.history === true)
        io.out(flags.json === true ? json(found.history) : renderHistory(found.history, nowMs));
      else io.out(flags.json === true ? json(found.session) : renderSession(found.session, found.known, io, nowMs));
    });
}

interface Found {
  readonly session: SessionDetail & Told;
  readonly known: Known | null;
  readonly history: readonly CheckpointSummary[];
  readonly isRawSqlUntrusted: boolean;
}

/** @returns null without such a session @throws HIVE_INVALID_OPTION if several ids begin with it */
async function find(root: string, prefix: string, nowMs: number): Promise<Found | null> {
  using resumes = await openResumes(root, nowMs);
  using reader = await StoreReader.open(root);
  const stored = reader === null ? null : await storedSession(reader, prefix);
  const id = stored?.id === prefix ? prefix : onlyOne(root, stored?.id, prefix);
  if (id === undefined) return null;
  const known = reportOf(resumes, id);
  const detail = stored?.id === id ? stored : unstored(id, known);
  return {
    session: { ...detail, ...tell(resumes, detail, known) },
    known,
    history: stored?.id === id && reader !== null ? await reader.history(id) : [],
    isRawSqlUntrusted: resumes.isUntrusted(RAW_SQL_ROWS),
  };
}

/** A session that no table of the project has: its operations are counted from its facts. */
const unstored = (id: string, known: ResumeReport | null): SessionDetail => ({
  ...notApplied(id),
  operations: known?.operations ?? 0,
  checkpoint: null,
  agents: [],
  log: [],
});

/** The session of another project, or of one whose state is gone. */
async function findArchived(io: Io, root: string, prefix: string, nowMs: number): Promise<Found | null> {
  const archived = await openArchived(io.env, askingOf(io, root).scope, root, prefix, nowMs);
  if (archived === null) return null;
  using resumes = archived.resumes;
  const { sessionId, agent, startedMs, seenMs, endedMs } = archived.session;
  const known = reportOf(resumes, sessionId);
  const detail = { ...unstored(sessionId, known), agent };
  const times = {
    status: endedMs === null ? "active" : "ended",
    createdAt: timeText(startedMs),
    updatedAt: timeText(seenMs),
  };
  return {
    session: { ...detail, ...times, ...tell(resumes, detail, known) },
    known: known === null ? null : { ...known, isArchived: true },
    history: [],
    isRawSqlUntrusted: false,
  };
}

async function storedSession(reader: StoreReader, prefix: string): Promise<SessionDetail | null> {
  try {
    return await reader.session(prefix);
  } catch (error) {
    if (errorCode(error) !== "HIVE_NOT_FOUND") throw error;
    return null;
  }
}

/** The one session, in the store or the queue, with an id that begins with the prefix. */
function onlyOne(root: string, stored: string | undefined, prefix: string): string | undefined {
  const ids = new Set(
    [...(stored === undefined ? [] : [stored]), ...waitingIds(root)].filter((id) => id.startsWith(prefix)),
  );
  if (ids.has(prefix)) return prefix;
  if (ids.size <= 1) return [...ids][0];
  throw ambiguous([...ids], prefix);
}

function renderHistory(history: readonly CheckpointSummary[], nowMs: number): string {
  if (history.length === 0) return "no checkpoint taken yet\n";
  const rows = history.map(({ createdAt, type, trigger, checkpoint }) => [
    agoText(createdAt, nowMs),
    type,
    trigger,
    text(checkpoint?.operationCount),
    isObject(checkpoint?.git) ? oneLine(gitLine(checkpoint.git, nowMs), 40) : "",
  ]);
  return table(["TAKEN", "TYPE", "TRIGGER", "OPERATIONS", "GIT"], rows);
}
