import { errorCode } from "../../base/errors.ts";
import type { Archive } from "../../recall/archive/archive.ts";
import { planUndo, undoScopeOf } from "../actions.ts";
import { ARCHIVE, activeElsewhere, searchArchive, viewArchived } from "./archive-view.ts";
import { fileDiff } from "./file-diff.ts";
import { readNow } from "./now.ts";
import type { Hit, Now, SearchPage, SessionPage, SessionView, FileDiff, UndoPlan } from "../page/data.ts";
import type { KnownProject } from "../projects.ts";
import { namedSessions, sessionPage } from "./session-page.ts";
import { viewSession } from "./session-view.ts";
import type { Sources } from "./sources.ts";

type Read = (query: URLSearchParams, sources: Sources) => Promise<unknown>;

const LONGEST_QUERY = 200;
/** Sessions whose ids begin with the same text. */
const MOST_ALIKE = 20;

const textIn = (query: URLSearchParams): string => (query.get("q") ?? "").slice(0, LONGEST_QUERY);

const projectIn = (query: URLSearchParams, { projects }: Sources): KnownProject | undefined =>
  projects.find(({ id }) => id === query.get("project"));

/** The page's requests, by the last part of their URL. An answer is JSON; null if nothing is found. */
export const READS: Readonly<Record<string, Read>> = { now, sessions, search, session, diff, undo };

function now(_query: URLSearchParams, { projects, archive, lines, samples, env, nowMs }: Sources): Promise<Now> {
  const others = archive === null ? [] : activeElsewhere(archive, projects, nowMs);
  return readNow(projects, lines, others, samples, env, nowMs);
}

function sessions(query: URLSearchParams, sources: Sources): Promise<SessionPage> {
  const text = textIn(query);
  return text === "" ? sessionPage(sources, query.get("from") ?? "") : namedSessions(sources, text);
}

async function search(query: URLSearchParams, { projects, archive, nowMs }: Sources): Promise<SearchPage> {
  const hits = archive === null ? [] : hitsOf(archive, textIn(query), projects, nowMs);
  return { hits, isArchived: archive !== null };
}

/** Without a word there is nothing to search for. */
function hitsOf(archive: Archive, words: string, projects: readonly KnownProject[], nowMs: number): Hit[] {
  try {
    return searchArchive(archive, words, projects, nowMs);
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION") throw error;
    return [];
  }
}

async function session(query: URLSearchParams, sources: Sources): Promise<SessionView | null> {
  const { archive, nowMs, env } = sources;
  const id = query.get("id") ?? "";
  if (query.get("project") === ARCHIVE) return archive === null ? null : viewArchived(archive, id, nowMs);
  const project = projectIn(query, sources);
  const beforeMs = Number(query.get("before")) || Number.MAX_SAFE_INTEGER;
  if (project === undefined) return null;
  const own = await viewSession(project, id, beforeMs, nowMs, env);
  if (own !== null || archive === null) return own;
  // The project's own state was deleted, or kept it for less long.
  const archived = archive.withId(id, MOST_ALIKE).find((one) => one.sessionId === id && one.project === project.path);
  return archived === undefined ? null : viewArchived(archive, String(archived.id), nowMs);
}

async function diff(query: URLSearchParams, sources: Sources): Promise<FileDiff | null> {
  const project = projectIn(query, sources);
  if (project === undefined) return null;
  return await fileDiff(project, Number(query.get("snapshot")) || 0, query.get("path") ?? "", sources.env);
}

async function undo(query: URLSearchParams, sources: Sources): Promise<UndoPlan | null> {
  const project = projectIn(query, sources);
  const scope = undoScopeOf(query.get("kind"), query.get("value"));
  if (project === undefined || scope === null) return null;
  return await planUndo(project, query.get("id") ?? "", scope, sources.env);
}
