/** The saved sessions in a list for a person: the purpose, place and time of each, and its open tasks. */
import { DEFAULTS } from "../base/config/config.ts";
import { errorCode } from "../base/errors.ts";
import { isObject, textOf } from "../base/json.ts";
import { queuePaths } from "../queue/layout.ts";
import { isUnfinished } from "./choose/candidates.ts";
import type { Places } from "./choose/place.ts";
import { readWaiting } from "./waiting/waiting.ts";
import { Resumes } from "./resume.ts";
import type { ResumeReport, SessionStatus } from "./report/resume-report.ts";
import { type SessionSummary, StoreReader } from "../store/sqlite/read/queries.ts";
import { RAW_SQL_ROWS } from "../store/sqlite/untrusted.ts";

const BUSY_TIMEOUT_MS = 2000;

/** Facts about a session beside those in the tables of claude-flow's shape. */
export interface Told {
  /** Null for a session of claude-flow's that hive has not observed, and for damaged observations. */
  readonly ending: SessionStatus | null;
  /** Facts of it, or its objective, came without proof that this user's hive saved them. */
  readonly isUntrusted: boolean;
  /** Its own title, else its task: the first prompt of substance; null if neither is known. */
  readonly title: string | null;
  readonly branch: string | null;
  /** True if the agent's last turn had ended; null if hive has not observed the session. */
  readonly isTurnFinished: boolean | null;
  /** True if it ended in the middle of a turn: to be continued like a crash. */
  readonly isLeft: boolean;
  /** Todos and tasks: the number of open ones, and of all. */
  readonly tasks: { readonly open: number; readonly all: number };
  /** Entries in the queue that are not applied yet. */
  readonly waitingEntries: number;
  readonly lastSeenAt: string | null;
}

export type ListedSession = SessionSummary & Told;

export interface Wanted {
  readonly limit: number;
  /** A part of its title, prompts, directory or id, in any case. */
  readonly search?: string | undefined;
  readonly branch?: string | undefined;
  readonly sinceMs?: number | undefined;
  /** Only sessions that run, stopped in mid-turn, or have open tasks. */
  readonly open?: boolean | undefined;
  /** Only sessions of which every fact is proved to be this user's. */
  readonly isTrusted?: boolean | undefined;
  /** Leaves out the sessions of other projects, where several share the state. @default none are left out */
  readonly places?: Places | undefined;
}

export interface Listing {
  readonly sessions: readonly ListedSession[];
  /** The ids of all sessions, to shorten an id to a unique prefix. */
  readonly ids: readonly string[];
  readonly isRawSqlUntrusted: boolean;
}

/** A session that is only in the queue, in the shape of the tables. */
export const notApplied = (id: string): SessionSummary => ({
  id,
  swarmName: null,
  objective: null,
  status: null,
  createdAt: null,
  updatedAt: null,
  operations: 0,
  checkpoints: 0,
  instances: 0,
  lastCheckpointAt: null,
  lastCheckpointType: null,
  agent: null,
});

/** @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION */
export async function listSessions(root: string, wanted: Wanted, nowMs: number): Promise<Listing> {
  using resumes = await openResumes(root, nowMs);
  using reader = await StoreReader.open(root);
  const stored = new Set(reader === null ? [] : await reader.sessionIds());
  const onlyWaiting = waitingIds(root).filter((id) => !stored.has(id));
  const ours = wanted.places === undefined ? null : new Set(idsOfProject(resumes, wanted.places));
  const sessions: ListedSession[] = [];
  for await (const summary of latestFirst(reader, onlyWaiting)) {
    if (sessions.length === wanted.limit) break;
    if (ours?.has(summary.id) === false) continue;
    const report = reportOf(resumes, summary.id);
    const session = listed(resumes, summary, report);
    if (isWanted(session, report, wanted)) sessions.push(session);
  }
  const isRawSqlUntrusted = resumes.isUntrusted(RAW_SQL_ROWS);
  return { sessions: sessions.toSorted(byLastSeen), ids: [...onlyWaiting, ...stored], isRawSqlUntrusted };
}

/** The sessions of one project, of a state that several share: hundreds of others may be later. */
export const idsOfProject = (resumes: Resumes, places: Places): string[] =>
  resumes
    .heads([...resumes.recent(0)])
    .filter((head) => places.isOfProject(head))
    .map(({ id }) => id);

/** A session as lists show it. @param report null if hive has not observed it */
export function listed(resumes: Resumes, summary: SessionSummary, report: ResumeReport | null): ListedSession {
  const agent = summary.agent ?? textOf(report?.state.session?.["agent"]) ?? null;
  return { ...summary, agent, ...tell(resumes, summary, report) };
}

/** The number of sessions to read at once. Their operations are counted too, and there may be thousands of sessions. */
const LOT = 50;

/**
 * Sessions that are only in the queue come first: no worker has applied them yet.
 * @param skip the number of sessions left out at the beginning
 */
export async function* latestFirst(
  reader: StoreReader | null,
  onlyWaiting: readonly string[],
  skip = 0,
): AsyncGenerator<SessionSummary> {
  for (const id of onlyWaiting.slice(skip)) yield notApplied(id);
  if (reader === null) return;
  for (let offset = Math.max(0, skip - onlyWaiting.length); ; offset += LOT) {
    const lot = await reader.sessions(LOT, offset);
    yield* lot;
    if (lot.length < LOT) return;
  }
}

/** The sessions that queue entries belong to. */
export const waitingIds = (root: string): string[] => [
  ...readWaiting(queuePaths(root), DEFAULTS.maxEntryBytes).bySession.keys(),
];

const timeOf = (session: ListedSession): number => Date.parse(lastSeen(session) ?? "") || 0;

/** The latest first. */
export const byLastSeen = (a: ListedSession, b: ListedSession): number => timeOf(b) - timeOf(a);

export const openResumes = (root: string, nowMs: number): Promise<Resumes> =>
  Resumes.open(root, { nowMs, busyTimeoutMs: BUSY_TIMEOUT_MS });

/** The facts about one session for the list. @param report null if hive has not observed it */
export function tell(resumes: Resumes, { id, objective }: SessionSummary, report: ResumeReport | null): Told {
  const isRawSqlUntrusted = resumes.isUntrusted(RAW_SQL_ROWS);
  // hive never writes an objective: claude-flow or raw SQL did.
  const isObjectiveUntrusted = isRawSqlUntrusted && (report === null || objective !== null);
  const isUntrusted = resumes.isUntrusted(id) || isObjectiveUntrusted;
  const none = { ending: null, title: objective, branch: null, isTurnFinished: null, isLeft: false, lastSeenAt: null };
  if (report === null) return { ...none, isUntrusted, tasks: { open: 0, all: 0 }, waitingEntries: 0 };
  const { state, isTurnFinished, waitingEntries, lastSeenAt } = report;
  const prompt = report.prompts.task?.["text"];
  const ending = resumes.status(id);
  return {
    ending,
    isUntrusted,
    title: report.objective ?? (typeof prompt === "string" ? prompt : objective),
    branch: typeof state.git?.["branch"] === "string" ? state.git["branch"] : null,
    isTurnFinished,
    isLeft: ending === "ended" && isUnfinished(resumes.outline(id)!),
    tasks: tasksOf(state),
    waitingEntries,
    lastSeenAt,
  };
}

/** Null for damaged facts: the rest of the session, and the other sessions, are still shown. */
export function reportOf(resumes: Resumes, id: string): ResumeReport | null {
  try {
    return resumes.report(id);
  } catch (error) {
    if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE") throw error;
    return null;
  }
}

/** The statuses of a finished task. */
const DONE: readonly unknown[] = ["completed", "cancelled", "canceled", "deleted"];

function tasksOf({ todos, tasks }: ResumeReport["state"]): Told["tasks"] {
  const list: unknown[] = [...(Array.isArray(todos?.["todos"]) ? todos["todos"] : []), ...(tasks ?? [])];
  const all = list.filter(isObject);
  return { open: all.filter(({ status }) => !DONE.includes(status)).length, all: all.length };
}

function isWanted(session: ListedSession, report: ResumeReport | null, wanted: Wanted): boolean {
  const { search, branch, sinceMs, open, isTrusted } = wanted;
  if (isTrusted === true && session.isUntrusted) return false;
  if (branch !== undefined && session.branch !== branch) return false;
  if (sinceMs !== undefined && !(Date.parse(lastSeen(session) ?? "") >= sinceMs)) return false;
  if (open === true && !isOpen(session)) return false;
  if (search === undefined) return true;
  const prompts = report?.state.prompts?.map((one) => one["text"]) ?? [];
  const texts = [session.id, session.title, session.objective, report?.cwd, ...prompts];
  const sought = search.toLowerCase();
  return texts.some((text) => typeof text === "string" && text.toLowerCase().includes(sought));
}

const isOpen = (session: ListedSession): boolean =>
  session.tasks.open > 0 || ["running", "mid-turn"].includes(stateOf(session));

export const lastSeen = ({ lastSeenAt, updatedAt }: Pick<ListedSession, "lastSeenAt" | "updatedAt">): string | null =>
  lastSeenAt ?? updatedAt;

/** The state of a session in a word. `mid-turn` means that its turn is open, and `stopped` that no end was observed. */
export function stateOf({ ending, status, isTurnFinished, isLeft }: Told & Pick<SessionSummary, "status">): string {
  if (ending === null) return status ?? "?";
  if (ending === "open") return "running";
  if (isLeft) return "mid-turn";
  if (ending === "ended") return "ended";
  return isTurnFinished === true ? "stopped" : "mid-turn";
}
