import { textOf } from "../../base/json.ts";
import { notApplied, openResumes, reportOf, tell } from "../../recall/session-list.ts";
import type { ResumeReport } from "../../recall/report/resume-report.ts";
import { tasksOf } from "../../recall/report/resume-sections.ts";
import { terminalText } from "../../recall/report/resume-text.ts";
import { StoreReader, type SessionSummary } from "../../store/sqlite/read/queries.ts";
import { readTimeline, type TimelineRow } from "../../store/sqlite/read/timeline.ts";
import type { EventKind, SessionView, TimelineEvent } from "../page/data.ts";
import type { KnownProject } from "../projects.ts";
import { toLine } from "./session-lines.ts";
import { type Env, undoPointsOf } from "./undo-points.ts";

/** Rows read for one page of a timeline. */
const PAGE_ROWS = 150;

/**
 * A session as the page shows it.
 * @param beforeMs the time before which its timeline is read
 * @returns null without such a session
 * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
 */
export async function viewSession(
  project: KnownProject,
  sessionId: string,
  beforeMs: number,
  nowMs: number,
  env: Env,
): Promise<SessionView | null> {
  using resumes = await openResumes(project.root, nowMs);
  using reader = await StoreReader.open(project.root);
  const stored: SessionSummary | null = (await reader?.summary(sessionId)) ?? null;
  const report = reportOf(resumes, sessionId);
  if (stored === null && report === null) return null;
  const summary = stored ?? notApplied(sessionId);
  const rows = await readTimeline(project.root, sessionId, beforeMs, PAGE_ROWS);
  const nextBeforeMs = rows.length < PAGE_ROWS ? null : rows.at(-1)!.atMs;
  const fromMs = nextBeforeMs ?? Number.MIN_SAFE_INTEGER;
  return {
    session: toLine(project, { ...summary, ...tell(resumes, summary, report) }),
    cwd: report?.cwd ?? null,
    restored: report === null ? "" : terminalText(report, nowMs, "hive"),
    files: report === null ? [] : filesOf(report),
    tasks: report === null ? [] : tasksIn(report.state),
    events: eventsOf(rows),
    points: undoPointsOf(project, { sessionId, fromMs, beforeMs }, env),
    nextBeforeMs,
  };
}

const filesOf = ({ state }: ResumeReport): SessionView["files"] =>
  (state.files ?? []).map(({ key, atMs, ...row }) => ({
    path: key,
    change: textOf(row["change"]) ?? "changed",
    by: textOf(row["by"]) ?? "",
    atMs,
  }));

/** The tasks of a session, without those that its agent has deleted. */
export const tasksIn = (state: Pick<ResumeReport["state"], "todos" | "tasks">): SessionView["tasks"] =>
  tasksOf(state).all.map(({ text, status }) => ({ text: textOf(text) ?? "", status: textOf(status) ?? "pending" }));

/** The events of rows, the latest first. A command's row belongs to its operation, which has the same key. */
export function eventsOf(rows: readonly TimelineRow[]): TimelineEvent[] {
  const commands = new Map<string, TimelineRow>();
  for (const row of rows) if (row.kind === "command") commands.set(`${row.agentId}\0${row.key}`, row);
  const events: TimelineEvent[] = [];
  for (const row of rows) {
    const of = EVENTS[row.kind];
    if (of !== undefined)
      events.push({ ...eventOf(row, of), ...of.tell(row, commands.get(`${row.agentId}\0${row.key}`)) });
  }
  return events;
}

type Told = Partial<Pick<TimelineEvent, "label" | "text" | "outcome" | "error">>;

interface EventRule {
  readonly kind: EventKind;
  readonly tell: (row: TimelineRow, command: TimelineRow | undefined) => Told;
}

const field = ({ data }: TimelineRow, name: string): string => textOf(data[name]) ?? "";

/** The facts that are events of their own. */
const EVENTS: Readonly<Record<string, EventRule>> = {
  prompt: { kind: "prompt", tell: (row) => ({ text: field(row, "text") }) },
  operation: {
    kind: "call",
    tell: (row, command) => ({
      label: field(row, "tool"),
      text: command === undefined ? field(row, "target") : field(command, "command"),
      outcome: (command === undefined ? "" : field(command, "outcome")) || field(row, "outcome") || null,
      error: command === undefined ? null : field(command, "error") || null,
    }),
  },
  turn: { kind: "message", tell: (row) => ({ text: field(row, "text") }) },
  agent: {
    kind: "subagent",
    tell: (row) => ({
      label: field(row, "type"),
      text: field(row, "description") || field(row, "lastMessage"),
      outcome: field(row, "status") || null,
    }),
  },
  compact: { kind: "compaction", tell: (row) => ({ text: field(row, "summary"), label: field(row, "trigger") }) },
  end: { kind: "end", tell: (row) => ({ text: field(row, "reason") }) },
  checkpoint: { kind: "checkpoint", tell: (row) => ({ label: row.key, text: field(row, "trigger") }) },
};

const eventOf = ({ atMs, agentId, kind: fact, key }: TimelineRow, { kind }: EventRule): TimelineEvent => ({
  // A checkpoint's key is its type.
  key: `${fact} ${agentId} ${key} ${fact === "checkpoint" ? atMs : ""}`,
  kind,
  atMs,
  label: "",
  text: "",
  outcome: null,
  error: null,
  agentId: agentId === "" ? null : agentId,
});
