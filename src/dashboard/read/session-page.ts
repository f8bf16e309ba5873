import type { Archive, ArchivedSession } from "../../recall/archive/archive.ts";
import { readConfigFiles } from "../../origin/config-files.ts";
import { ARCHIVE, archivedLine } from "./archive-view.ts";
import type { SessionLine, SessionPage } from "../page/data.ts";
import type { KnownProject } from "../projects.ts";
import { findSessions } from "./session-lines.ts";
import type { Sources } from "./sources.ts";

/** With one more to know of the next page it is a lot of the store's. */
const SESSIONS_A_PAGE = 49;
/** Rows of the archive that are read at once. */
const LOT = 200;

const timeOf = ({ lastSeenMs }: SessionLine): number => lastSeenMs ?? 0;
const latestFirst = (a: SessionLine, b: SessionLine): number => timeOf(b) - timeOf(a);

/** How far the sources of a list were shown: the archive's sessions first, then those of each project. */
const offsetsIn = (cursor: string, sources: number): number[] => {
  const given = cursor.split(",").map((part) => Math.max(0, Math.trunc(Number(part)) || 0));
  return Array.from({ length: sources }, (_, index) => given[index] ?? 0);
};

/** The sessions of all projects, the latest first: those of the page's own projects from their stores, which know more. */
export async function sessionPage(sources: Sources, cursor: string): Promise<SessionPage> {
  const { projects, archive, lines, nowMs } = sources;
  const offsets = offsetsIn(cursor, projects.length + 1);
  const most = SESSIONS_A_PAGE + 1;
  const own = await Promise.all(
    projects.map((project, index) => lines.page(project, offsets[index + 1]!, most, nowMs)),
  );
  const isKnown = (session: ArchivedSession): boolean => {
    const index = projects.findIndex(({ path }) => path === session.project);
    return index >= 0 && own[index]!.ids.has(session.sessionId);
  };
  const lists: Listed[][] = own.map(({ lines: some }, index) =>
    some.map((line, at) => ({ line, source: index + 1, next: offsets[index + 1]! + at + 1 })),
  );
  if (archive !== null) lists.push(archivedFrom(archive, offsets[0]!, most, isKnown, sources));
  const all = lists.flat().toSorted((a, b) => latestFirst(a.line, b.line));
  const shown = all.slice(0, SESSIONS_A_PAGE);
  for (const { source, next } of shown) offsets[source] = Math.max(offsets[source]!, next);
  return { sessions: shown.map(({ line }) => line), next: all.length > shown.length ? offsets.join(",") : null };
}

/** A line, with the source that it is of, and how far that is shown with it. */
interface Listed {
  readonly line: SessionLine;
  readonly source: number;
  readonly next: number;
}

/** Sessions that the archive alone knows, from an offset on. */
function archivedFrom(
  archive: Archive,
  from: number,
  most: number,
  isKnown: (session: ArchivedSession) => boolean,
  { projects, nowMs }: Sources,
): Listed[] {
  const found: Listed[] = [];
  for (let offset = from; found.length < most; offset += LOT) {
    const lot = archive.sessions({}, LOT, undefined, offset);
    for (const [index, session] of lot.entries()) {
      if (found.length === most) break;
      if (isKnown(session)) continue;
      found.push({ line: archivedLine(archive, session, projects, nowMs), source: 0, next: offset + index + 1 });
    }
    if (lot.length < LOT) break;
  }
  return found;
}

/** Finds sessions by a text in title, directory or id: in the archive, and in projects outside of it. */
export async function namedSessions(sources: Sources, text: string): Promise<SessionPage> {
  const { projects, archive, env, nowMs } = sources;
  const isArchived = ({ root }: KnownProject): boolean =>
    archive !== null && readConfigFiles(root, {}, env).config.archive !== "off";
  const own = await Promise.all(
    projects
      .filter((project) => !isArchived(project))
      .map((project) => findSessions(project, text, SESSIONS_A_PAGE, nowMs)),
  );
  const named = archive?.named(text, SESSIONS_A_PAGE) ?? [];
  const known = new Set(own.flat().map(({ project, id }) => `${project}/${id}`));
  const others = named.map((session) => archivedLine(archive!, session, projects, nowMs));
  const all = [
    ...own.flat(),
    ...others.filter(({ project, id }) => project === ARCHIVE || !known.has(`${project}/${id}`)),
  ];
  return { sessions: all.toSorted(latestFirst).slice(0, SESSIONS_A_PAGE), next: null };
}
