import { objectIn, textOf } from "../../base/json.ts";
import {
  type Archive,
  type ArchivedFact,
  type ArchivedSession,
  FOUND_END,
  FOUND_START,
} from "../../recall/archive/archive.ts";
import { continueCommand } from "../../recall/archive/continue-command.ts";
import type { TimelineRow } from "../../store/sqlite/read/timeline.ts";
import type { Activity, Hit, SessionLine, SessionView } from "../page/data.ts";
import type { KnownProject } from "../projects.ts";
import { eventsOf, tasksIn } from "./session-view.ts";

/** The project of sessions that the archive alone is asked for. */
export const ARCHIVE = "archive";

const RECENT_MS = 7 * 86_400_000;
const LATEST = 200;
const MOST_HITS = 30;
const MOST_EVENTS = 2000;

/** Sessions at work in other projects, the latest first. */
export function activeElsewhere(archive: Archive, own: readonly KnownProject[], nowMs: number): SessionLine[] {
  const isOwn = ({ project }: ArchivedSession): boolean => own.some(({ path }) => path === project);
  return archive
    .sessions({}, LATEST, nowMs - RECENT_MS)
    .filter((session) => !isOwn(session))
    .map((session) => archivedLine(archive, session, own, nowMs))
    .filter(({ activity }) => activity === "working" || activity === "waiting" || activity === "crashed");
}

/** Where words are found. @throws HIVE_INVALID_OPTION without a word */
export function searchArchive(archive: Archive, words: string, own: readonly KnownProject[], nowMs: number): Hit[] {
  return archive.search(words, {}, MOST_HITS).map(({ session, kind, atMs, isFailed, snippet }) => ({
    session: archivedLine(archive, session, own, nowMs),
    kind,
    atMs,
    isFailed,
    pieces: piecesOf(snippet),
  }));
}

function piecesOf(snippet: string): Hit["pieces"] {
  return snippet.split(FOUND_START).flatMap((part, index) => {
    if (index === 0) return part === "" ? [] : [{ text: part, isFound: false }];
    const [found = "", rest = ""] = part.split(FOUND_END);
    return [{ text: found, isFound: true }, ...(rest === "" ? [] : [{ text: rest, isFound: false }])];
  });
}

/** A session of the page's own projects is shown from their stores, which know more. */
export function archivedLine(
  archive: Archive,
  session: ArchivedSession,
  own: readonly KnownProject[],
  nowMs: number,
): SessionLine {
  const project = own.find(({ path }) => path === session.project);
  return {
    project: project?.id ?? ARCHIVE,
    projectName: session.projectName,
    id: project === undefined ? String(session.id) : session.sessionId,
    command: project === undefined ? continueCommand(session, "") : `hive resume ${session.sessionId}`,
    agent: session.agent,
    title: session.title,
    branch: session.branch,
    activity: activityOf(archive, session, nowMs),
    lastSeenMs: session.seenMs,
    openTasks: 0,
    allTasks: 0,
    operations: 0,
    isUntrusted: session.isUntrusted,
  };
}

function activityOf(archive: Archive, session: ArchivedSession, nowMs: number): Activity {
  const state = archive.state(session, nowMs);
  if (state === "running") return archive.isTurnOver(session) ? "waiting" : "working";
  return state === "mid-turn" ? "crashed" : state;
}

/** A session of the archive, by its row there; null without such a one. */
export function viewArchived(archive: Archive, row: string, nowMs: number): SessionView | null {
  const session = archive.byRow(Number(row));
  if (session === null) return null;
  const facts = archive.facts(session);
  // A turn's end repeats the message that ended it.
  const latest = facts
    .filter(({ kind }) => kind !== "turn")
    .toReversed()
    .slice(0, MOST_EVENTS);
  return {
    session: archivedLine(archive, session, [], nowMs),
    cwd: session.directory,
    restored: "",
    files: facts
      .filter(({ kind }) => kind === "file")
      .map(({ key, atMs, data }) => ({ path: key, atMs, ...changeIn(data) })),
    tasks: tasksOfMain(facts),
    events: eventsOf(latest.map(toRow)),
    points: [],
    nextBeforeMs: null,
  };
}

function changeIn(data: string): { readonly change: string; readonly by: string } {
  const fields = objectIn(data) ?? {};
  return { change: textOf(fields["change"]) ?? "changed", by: textOf(fields["by"]) ?? "" };
}

const seen = ({ key, atMs, data }: ArchivedFact) => ({ ...objectIn(data), key, atMs });

function tasksOfMain(facts: readonly ArchivedFact[]): SessionView["tasks"] {
  const own = facts.filter(({ agentId }) => agentId === "");
  const todos = own.findLast(({ kind }) => kind === "todos");
  const tasks = own.filter(({ kind }) => kind === "task").map(seen);
  return tasksIn(todos === undefined ? { tasks } : { todos: seen(todos), tasks });
}

/** Each message is an event here: the archive keeps all of them. */
const toRow = ({ kind, key, agentId, atMs, data }: ArchivedFact): TimelineRow => ({
  kind: kind === "message" ? "turn" : kind,
  key,
  agentId,
  atMs,
  data: objectIn(data) ?? {},
});
