import { errorCode } from "../../base/errors.ts";
import {
  latestFirst,
  listed,
  type ListedSession,
  lastSeen,
  listSessions,
  notApplied,
  openResumes,
  reportOf,
  stateOf,
  waitingIds,
} from "../../recall/session-list.ts";
import type { Resumes } from "../../recall/resume.ts";
import { StoreReader, type SessionSummary } from "../../store/sqlite/read/queries.ts";
import type { SessionOutline } from "../../store/sqlite/read/saved-session.ts";
import type { Activity, SessionLine } from "../page/data.ts";
import type { KnownProject } from "../projects.ts";

type Named = Pick<KnownProject, "id" | "name">;

/** The number of sessions looked through for those that are at work. */
const LATEST = 200;
const ACTIVE: readonly Activity[] = ["working", "waiting", "crashed"];

/** Nobody waits any longer for a session that stopped before. */
const RECENT_MS = 7 * 86_400_000;

/** Lines that are kept. */
const MOST_KEPT = 5000;

interface Kept {
  /** The session as it was: another one is read anew. */
  readonly stamp: string;
  readonly session: ListedSession;
}

/** A page of a project's sessions. */
export interface LinesPage {
  readonly lines: readonly SessionLine[];
  /** The ids of all its sessions. */
  readonly ids: ReadonlySet<string>;
}

/** The lines of sessions. One takes a millisecond to make, so it is kept until its session goes on. */
export class SessionLines {
  readonly #kept = new Map<string, Kept>();
  /** By state directory and session: the outline that it had after so many observations. */
  readonly #outlines = new Map<string, { readonly observations: number; readonly outline: SessionOutline | null }>();

  /** The sessions of a project that run, or stopped in mid-turn within a week, the latest first. */
  async active(project: KnownProject, nowMs: number): Promise<SessionLine[]> {
    using resumes = await openResumes(project.root, nowMs);
    using reader = await StoreReader.open(project.root);
    const lines: SessionLine[] = [];
    for (const id of resumes.recent(nowMs - RECENT_MS).take(LATEST)) {
      const outline = this.#outlineOf(project, resumes, id);
      const ending = outline === null ? null : resumes.statusOf(outline);
      // Most sessions have ended: what they did is not read.
      if (outline === null || ending === "ended" || (ending !== "open" && outline.isTurnFinished)) continue;
      const line = await this.#line(
        project,
        resumes,
        { id, outline },
        async () => (await reader?.summary(id)) ?? notApplied(id),
      );
      if (ACTIVE.includes(line.activity)) lines.push(line);
    }
    return lines;
  }

  /** It is read again where there is something new of the session: that takes ten statements. */
  #outlineOf({ root }: KnownProject, resumes: Resumes, id: string): SessionOutline | null {
    const observations = resumes.observations(id);
    const name = `${root}/${id}`;
    const kept = this.#outlines.get(name);
    // @mutant the page reads again what is new of a session
    if (observations !== null && kept?.observations === observations) return kept.outline;
    const outline = outlineOf(resumes, id);
    if (this.#outlines.size >= MOST_KEPT) this.#outlines.clear();
    if (observations !== null) this.#outlines.set(name, { observations, outline });
    return outline;
  }

  /** Some sessions of a project, the latest first. */
  async page(project: KnownProject, offset: number, limit: number, nowMs: number): Promise<LinesPage> {
    using resumes = await openResumes(project.root, nowMs);
    using reader = await StoreReader.open(project.root);
    const stored = new Set(reader === null ? [] : await reader.sessionIds());
    const onlyWaiting = waitingIds(project.root).filter((id) => !stored.has(id));
    const lines: SessionLine[] = [];
    for await (const summary of latestFirst(reader, onlyWaiting, offset)) {
      const { id } = summary;
      lines.push(await this.#line(project, resumes, { id, outline: outlineOf(resumes, id) }, () => summary));
      if (lines.length === limit) break;
    }
    return { lines, ids: new Set([...onlyWaiting, ...stored]) };
  }

  async #line(
    project: KnownProject,
    resumes: Resumes,
    { id, outline }: { readonly id: string; readonly outline: SessionOutline | null },
    summaryOf: () => SessionSummary | Promise<SessionSummary>,
  ): Promise<SessionLine> {
    const stamp = JSON.stringify(outline);
    const name = `${project.id}/${id}`;
    const kept = this.#kept.get(name);
    // What is not known of a session may come without a trace in its outline: its proof, and whether its process runs.
    if (kept?.stamp === stamp && outline !== null) {
      const isUntrusted = kept.session.isUntrusted || resumes.isUntrusted(id);
      return toLine(project, { ...kept.session, ending: resumes.statusOf(outline), isUntrusted });
    }
    const session = listed(resumes, await summaryOf(), reportOf(resumes, id));
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    if (stamp !== "null") this.#kept.set(name, { stamp, session });
    return toLine(project, session);
  }
}

/** Null for damaged facts: the other sessions are still shown. */
function outlineOf(resumes: Resumes, id: string): SessionOutline | null {
  try {
    return resumes.outline(id);
  } catch (error) {
    if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE") throw error;
    return null;
  }
}

/** Sessions of a project with a text in title, prompts, directory or id. It reads all sessions. */
export async function findSessions(
  project: KnownProject,
  search: string,
  limit: number,
  nowMs: number,
): Promise<SessionLine[]> {
  const { sessions } = await listSessions(project.root, { limit, search }, nowMs);
  return sessions.map((one) => toLine(project, one));
}
export function toLine({ id: project, name }: Named, session: ListedSession): SessionLine {
  return {
    project,
    projectName: name,
    id: session.id,
    command: `hive resume ${session.id}`,
    agent: session.agent,
    title: session.title,
    branch: session.branch,
    activity: activityOf(session),
    lastSeenMs: Date.parse(lastSeen(session) ?? "") || null,
    openTasks: session.tasks.open,
    allTasks: session.tasks.all,
    operations: session.operations,
    isUntrusted: session.isUntrusted,
  };
}

function activityOf(session: ListedSession): Activity {
  switch (stateOf(session)) {
    case "running":
      return session.isTurnFinished === true ? "waiting" : "working";
    case "mid-turn":
      return "crashed";
    case "stopped":
      return "stopped";
    case "ended":
      return "ended";
    default:
      return "unknown";
  }
}
