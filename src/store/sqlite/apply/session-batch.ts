import { timeText } from "../../../base/clock.ts";
import { CLOCK_SKEW_MS, type Fields } from "../../../model/merge.ts";
import type { CheckpointType, Fact } from "../../../model/observation.ts";
import type { Statements } from "../statements.ts";
import { agentRowOf, writeAgent } from "./agent-row.ts";
import type { CheckpointDraft, Checkpoints } from "./checkpoint.ts";
import { InstanceRows } from "./instance-rows.ts";
import type { SessionDocument, SessionDocuments } from "./session-document.ts";
import type { Change, StateRows } from "./state-rows.ts";

/** An entry's report on a session. */
export interface SessionReport {
  readonly sessionId: string;
  readonly instanceId: string;
  readonly atMs: number;
  readonly status: "active" | "ended";
  readonly pid?: number | undefined;
  readonly tty?: string | undefined;
  /** The program; undefined where an older hive saw it. */
  readonly agent?: string | undefined;
  readonly facts: readonly Fact[];
  readonly checkpoint?:
    { readonly type: CheckpointType; readonly trigger: string; readonly entryId: string } | undefined;
}

interface Parts {
  readonly statements: Statements;
  readonly checkpoints: Checkpoints;
  readonly state: StateRows;
  readonly documents: SessionDocuments;
  readonly nowMs: number;
}

/** Collects a batch's reports on sessions. Writes each row to SQLite once. */
export class SessionBatch {
  readonly #reports = new Map<string, SessionReport[]>();
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  add(report: SessionReport): void {
    const { sessionId } = report;
    const known = this.#reports.get(sessionId);
    if (known === undefined) this.#reports.set(sessionId, [report]);
    else known.push(report);
  }

  /** Writes the reports in the order of time: a checkpoint holds everything before it. */
  flush(): void {
    const { state, statements, nowMs } = this.#parts;
    const ended = [...this.#reports]
      .filter(([sessionId, reports]) => this.#write(sessionId, reports.toSorted(inTime)) === "ended")
      .map(([sessionId]) => sessionId);
    state.flush();
    for (const sessionId of ended) statements.settle.run(sessionId, nowMs + CLOCK_SKEW_MS);
    this.#reports.clear();
  }

  /** @returns the session's status, where it is known: {@link #statusOf} */
  #write(sessionId: string, reports: readonly SessionReport[]): SessionReport["status"] | null {
    const { statements, checkpoints, documents, nowMs } = this.#parts;
    const due = reports.filter(({ checkpoint }) => checkpoint !== undefined);
    // Skip earlier ones beyond the limit: they would be deleted again.
    const kept = new Set(due.slice(-checkpoints.history));
    let operations = due.length === 0 ? 0 : (statements.operations.get({ sessionId })?.n ?? 0);
    let document = documents.get(sessionId);
    const instances = new InstanceRows();
    const agents = new AgentsSeen();
    for (const report of reports) {
      const changes = this.#merge(report);
      for (const change of changes) noteIn(document, change);
      agents.note(changes, report.atMs);
      const added = changes.filter(({ kind, isNew }) => isNew && kind === "operation").length;
      operations += added;
      instances.count(report, added);
      if (!kept.has(report)) continue;
      if (document === undefined || document.isStale) document = this.#documentOf(sessionId);
      checkpoints.add(draftOf(report), operations, document);
    }
    const status = this.#statusOf(sessionId);
    this.#writeSession(sessionId, reports, status);
    instances.write(statements, sessionId, nowMs);
    agents.write(statements, sessionId);
    const last = due.at(-1);
    if (last !== undefined) checkpoints.settle(draftOf(last), operations, nowMs + CLOCK_SKEW_MS);
    return status;
  }

  #merge({ sessionId, facts }: SessionReport): Change[] {
    return facts.map((fact) => this.#parts.state.merge(sessionId, fact)).filter((change) => change !== null);
  }

  #documentOf(sessionId: string): SessionDocument {
    const { state, checkpoints, documents } = this.#parts;
    state.flush();
    const document = checkpoints.documentOf(sessionId);
    documents.set(sessionId, document);
    return document;
  }

  /** A session has ended where its main agent was not seen after its end: a subagent may be. Null where that is not known. */
  #statusOf(sessionId: string): SessionReport["status"] | null {
    const { state } = this.#parts;
    const seenMs = state.row(sessionId, "session", "")?.atMs;
    const endMs = state.row(sessionId, "end", "")?.atMs;
    if (seenMs === undefined || endMs === undefined) return null;
    return endMs >= seenMs ? "ended" : "active";
  }

  #writeSession(sessionId: string, reports: readonly SessionReport[], derived: SessionReport["status"] | null): void {
    const { statements, nowMs } = this.#parts;
    const last = reports.at(-1)!;
    statements.session.run({
      sessionId,
      status: derived ?? last.status,
      isDerived: derived === null ? 0 : 1,
      firstAt: timeText(reports[0]!.atMs),
      at: timeText(last.atMs),
      bound: timeText(nowMs + CLOCK_SKEW_MS),
    });
  }
}

interface AgentNews {
  readonly data: Fields;
  /** The time of the first news in the batch. */
  readonly atMs: number;
  /** The time of the newest fact that there is. */
  readonly newestMs: number;
}

/** The subagents in a batch's news, with their current fields. */
class AgentsSeen {
  readonly #agents = new Map<string, AgentNews>();

  note(changes: readonly Change[], atMs: number): void {
    for (const { kind, agentId, name, row } of changes) {
      if (kind !== "agent" || agentId !== "") continue;
      this.#agents.set(name, { data: row.data, atMs: this.#agents.get(name)?.atMs ?? atMs, newestMs: row.atMs });
    }
  }

  write(statements: Statements, sessionId: string): void {
    for (const [agentId, { data, ...times }] of this.#agents) {
      const row = agentRowOf({ sessionId, agentId, ...times }, data);
      if (row !== null) writeAgent(statements, row);
    }
  }
}

/** At one time an end comes last. */
const inTime = (a: SessionReport, b: SessionReport): number =>
  a.atMs - b.atMs || Number(a.status === "ended") - Number(b.status === "ended");

function noteIn(document: SessionDocument | undefined, change: Change): void {
  const { kind, agentId, name, row } = change;
  document?.note({ kind, agentId, name, atMs: row.atMs, data: change.json() });
}

function draftOf({ sessionId, instanceId, atMs, checkpoint }: SessionReport): CheckpointDraft {
  return { sessionId, instanceId, atMs, ...checkpoint! };
}
