import { type Roots, rootsIn, userConfigIn } from "../../base/config/sources.ts";
import { hashOf, isFileName } from "../../base/ids.ts";
import { stateDirectoryOf, whyMissing } from "../../base/state-directory.ts";
import { directoryByEnvironment } from "../../origin/user-directories.ts";
import { callersDirectory } from "../../platform/bun/callers-directory.ts";
import { queueDirectories, type QueuePaths } from "../../queue/layout.ts";
import type { HookIo } from "../io.ts";
import type { HookPayload } from "../../agents/claude-code/payload.ts";

type Env = Readonly<Record<string, string | undefined>>;
type Told = Pick<HookPayload, "fields">;
type Noted = Pick<HookPayload, "fields" | "sessionId">;

export interface Place {
  readonly root: string;
  /** An older state directory, of a linked worktree or above a repository, which is read and not written; null for none. */
  readonly older: string | null;
}

/**
 * The state directory of an agent: `HIVE_ROOT`, else that of the directory that it was started in.
 * @param roots those in the user's own settings: {@link ownRoots}. @default none
 * @throws if the project is gone, since it is not made again; for a link or a file from a clone
 */
export function stateDirectory(env: Env, told: Told, io: HookIo, roots: Roots = {}): Place {
  if (env["HIVE_ROOT"]) return { root: absolute(env["HIVE_ROOT"], env), older: null };
  let directory = projectDirectory(env, told);
  // Bun was sent there. An agent that reports no directory works in its project.
  if (directory === "/") directory = io.real(`/proc/${process.ppid}/cwd`) ?? directory;
  const { root, kind, project, older } = stateDirectoryOf(io, env, directory, roots);
  if (kind === "other" || kind === "another's") {
    throw unusable(root, `nothing is saved: ${root} is ${kind === "other" ? "no directory" : "another user's"}`);
  }
  // @mutant a hook follows no link in the state directory's place
  if (kind === "link") throw unusable(root, `nothing is saved: ${root} is a link; if you made it: HIVE_ROOT=${root}`);
  // The directory alone may be gone, and the git worktree around it be there.
  if (kind === null && project === null && io.kind(root.slice(0, root.lastIndexOf("/")) || "/") === null)
    throw unusable(root, `the project ${directory} ${whyMissing(directory)}: nothing is saved`);
  return { root, older };
}

/** The state directories of projects in the user's own settings. Read once a session. */
export function ownRoots(io: HookIo, env: Env): Roots | Promise<Roots> {
  const directory = directoryByEnvironment("config", env, undefined, io.holdsGit);
  return directory === null ? searchRoots(io, env) : rootsIn(io.readOwn(userConfigIn(directory)));
}

async function searchRoots(io: HookIo, env: Env): Promise<Roots> {
  const directory = (await import("../../origin/own-directory.ts")).ownDirectory("config", env);
  return directory === null ? {} : rootsIn(io.readOwn(userConfigIn(directory)));
}

/**
 * The file that notes the state directory of a session's first event. An agent's project directory may follow a `cd`,
 * and would split the session. The file is in the user's data directory, which does not move.
 * @returns null if the user has no data directory, or no note is needed
 */
export function sessionNote(io: HookIo, env: Env, payload: HookPayload): string | null | Promise<string | null> {
  // The id of a process is soon reused: the next process with it may work elsewhere.
  if (env["HIVE_ROOT"] || payload.sessionId.includes("-of-process-")) return null;
  return notePath(io, env, payload);
}

/** The path of a note on an id, in the user's data directory; null without one. */
export function notePath(io: HookIo, env: Env, payload: Noted): string | null | Promise<string | null> {
  const data = directoryByEnvironment("data", env, undefined, io.holdsGit);
  return data === null ? searchNote(env, payload) : noteIn(data, payload);
}

async function searchNote(env: Env, payload: Noted): Promise<string | null> {
  const state = `${projectDirectory(env, payload)}/.hive-mind`;
  const data = (await import("../../origin/own-directory.ts")).ownDirectory("data", env, state);
  return data === null ? null : noteIn(data, payload);
}

const fileNameOf = (id: string): string => (isFileName(id) ? id : hashOf(id));

const noteIn = (data: string, { sessionId }: Noted): string => `${data}/sessions/${fileNameOf(sessionId)}`;

/** The note of a session that is not saved. */
export const LEFT_OUT = "left out";

/**
 * The state directory of a session's first event, by the note of {@link sessionNote}.
 * @returns null without a note, or if the directory is gone; undefined for a session that is not saved
 */
export function notedPlace(io: HookIo, note: string | null, { event, fields }: HookPayload): Place | null | undefined {
  // A starting session has no earlier event, even if a note has its id.
  if (note === null || (event === "SessionStart" && fields["source"] === "startup")) return null;
  const root = io.readOwn(note);
  if (root === LEFT_OUT) return undefined;
  // @mutant a session stays in the directory of its first event
  return root?.startsWith("/") === true && io.kind(root) === "directory" ? { root, older: null } : null;
}

/**
 * The directory of a session that is seen for the first time. A session that began in its worktree's own state stays
 * there.
 */
export function firstPlace(io: HookIo, env: Env, payload: HookPayload, roots: Roots): Place {
  const place = stateDirectory(env, payload, io, roots);
  const { older } = place;
  const isOlder = older !== null && io.size(`${older}/instances/${fileNameOf(payload.sessionId)}.json`) !== null;
  return isOlder ? { root: older, older: null } : place;
}

/** The directory that the agent was started in, by its own report. */
function projectDirectory(env: Env, { fields }: Told): string {
  const cwd = fields["cwd"];
  const told = typeof cwd === "string" && cwd.startsWith("/") ? cwd : callersDirectory(env);
  return absolute(env["CLAUDE_PROJECT_DIR"] || told, env);
}

/** The error names the directory, so that the log of that project gets it. */
const unusable = (root: string, message: string): Error => Object.assign(new Error(message), { root });

/** A worker started from here has another working directory. `node:path` would cost a millisecond. */
function absolute(path: string, env: Env): string {
  return path.startsWith("/") ? path : `${callersDirectory(env)}/${path}`;
}

/**
 * The path of a queue's directory that is a foreign file, or that its user cannot write; null without one.
 * Entries must not go through a link of a cloned repository. They must not wait while such a file keeps workers away.
 */
export function intruder(io: HookIo, paths: QueuePaths): string | null {
  for (const path of queueDirectories(paths)) {
    const kind = io.kind(path);
    // @mutant a hook follows no link in the place of a queue's directory
    if (kind === null || kind === "directory") continue;
    // The user may have named a link as the state directory.
    if (path !== paths.root || kind === "shut") return path;
  }
  return null;
}
