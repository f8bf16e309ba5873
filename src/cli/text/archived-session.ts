/** One session of the archive, for the commands that a project's own store does not answer. */
import { Archive, type ArchivedSession } from "../../recall/archive/archive.ts";
import type { Scope } from "../../recall/archive/scope.ts";
import { asStore } from "../../recall/archive/as-store.ts";
import { Resumes } from "../../recall/resume.ts";
import type { ResumeReport } from "../../recall/report/resume-report.ts";
import { ambiguous } from "../choose-session.ts";
import { askingOf } from "./archive-lists.ts";
import type { Io } from "../io.ts";

interface Archived {
  readonly session: ArchivedSession;
  /** Of this session alone; the caller closes it. */
  readonly resumes: Resumes;
}

const MOST_SESSIONS = 100;

/**
 * The session that the asker may see whose id begins with a text.
 * @returns null without one
 * @throws HIVE_INVALID_OPTION if several begin so; HIVE_STORE_UNAVAILABLE
 */
export async function openArchived(
  env: Io["env"],
  scope: Scope,
  root: string,
  prefix: string,
  nowMs: number,
): Promise<Archived | null> {
  using archive = Archive.open(env, scope, root);
  const sessions = archive?.withId(prefix, MOST_SESSIONS) ?? [];
  const named = sessions.filter(({ sessionId }) => sessionId === prefix);
  const [session, ...more] = named.length > 0 ? named : sessions;
  if (archive === null || session === undefined) return null;
  if (named.length === 0 && more.length > 0) {
    throw ambiguous(
      sessions.map(({ sessionId }) => sessionId),
      prefix,
      "archived ",
    );
  }
  return { session, resumes: await Resumes.of(await asStore(archive, session), root, { nowMs }) };
}

/** The report on such a session. */
export async function reportOfArchived(
  io: Io,
  root: string,
  prefix: string,
  nowMs: number,
): Promise<ResumeReport | null> {
  const archived = await openArchived(io.env, askingOf(io, root).scope, root, prefix, nowMs);
  if (archived === null) return null;
  using resumes = archived.resumes;
  return resumes.report(archived.session.sessionId);
}
