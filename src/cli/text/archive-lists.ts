/** The lists of the archive, for a person at a terminal, and for an agent that runs the command. */
import { systemClock, timeText } from "../../base/clock.ts";
import { projectDirectory, readConfigFiles } from "../../origin/config-files.ts";
import { ownCommand } from "../../platform/own-command.ts";
import { foundText, sessionsText } from "../../recall/archive/agent-text.ts";
import {
  Archive,
  type ArchivedSession,
  type ArchivedState,
  FOUND_END,
  FOUND_START,
  type FoundFact,
  type SearchFilter,
} from "../../recall/archive/archive.ts";
import { continueCommand, goneDirectory } from "../../recall/archive/continue-command.ts";
import { EVERYTHING, type Scope, scopeOf } from "../../recall/archive/scope.ts";
import { LONGEST_ID, shortIds } from "../../recall/short-ids.ts";
import type { Io } from "../io.ts";
import { json, oneLine, printable, table } from "./render.ts";
import { findRoot } from "../root.ts";
import { colour, relativeTime, width } from "./terminal.ts";

const LONGEST_NAME = 20;
const LONGEST_TITLE = 60;
const NOTHING = "nothing is archived yet\n";

/** Who asks, and what may be answered. */
export interface Asking {
  readonly root: string;
  readonly scope: Scope;
  /** Whether a person reads the answer. */
  readonly isPerson: boolean;
}

export function askingOf(io: Io, givenRoot: string | undefined): Asking {
  const root = findRoot(io, givenRoot);
  const { archiveAgentScope: agentScope } = readConfigFiles(root, {}, io.env).config;
  const isAtTerminal = io.isAtTerminal ?? io.isTTY;
  const project = projectDirectory(root, io.env);
  const scope = scopeOf({ env: io.env, callers: io.callers?.(), isAtTerminal, agentScope, project });
  return { root, scope, isPerson: scope === EVERYTHING };
}

/** A session as `--json` prints it. */
export const sessionJson = (session: ArchivedSession): Readonly<Record<string, unknown>> => ({
  sessionId: session.sessionId,
  project: session.project,
  agent: session.agent,
  title: session.title,
  directory: session.directory,
  branch: session.branch,
  model: session.model,
  startedAt: timeText(session.startedMs),
  lastSeenAt: timeText(session.seenMs),
  endedAt: session.endedMs === null ? null : timeText(session.endedMs),
  isAttended: session.isAttended,
  isUntrusted: session.isUntrusted,
});

interface SearchFlags {
  readonly root?: string;
  readonly json?: boolean;
  readonly limit: number;
}

/** The outcome of `hive search`. */
export function printFound(io: Io, words: string, filter: SearchFilter, flags: SearchFlags): void {
  const asking = askingOf(io, flags.root);
  using archive = Archive.open(io.env, asking.scope, asking.root);
  const found = archive?.search(words, filter, flags.limit) ?? [];
  const nowMs = systemClock.nowMs();
  if (flags.json === true) {
    const hits = found.map(({ session, kind, atMs, isFailed, snippet, agentId }) => ({
      session: sessionJson(session),
      kind,
      subagent: agentId === "" ? null : agentId,
      at: timeText(atMs),
      isFailed,
      snippet: snippet.replaceAll(FOUND_START, "").replaceAll(FOUND_END, ""),
    }));
    return io.out(json({ version: 1, hits }));
  }
  if (!asking.isPerson) return io.out(`${foundText(found, nowMs)}\n`);
  if (archive === null) return io.out(NOTHING);
  io.out(found.length === 0 ? "nothing found\n" : rendered(io, found, nowMs));
}

function rendered(io: Io, found: readonly FoundFact[], nowMs: number): string {
  const style = colour(io);
  const ids = shortIds(found.map(({ session }) => session.sessionId));
  const columns = Math.min(width(io), 160);
  const lines = found.flatMap(({ session, kind, atMs, isFailed, snippet }) => {
    const marks = [...(session.isUntrusted ? ["UNTRUSTED"] : []), ...(isFailed ? ["failed"] : [])];
    const head = [
      style("bold", printable(ids.get(session.sessionId)!)),
      relativeTime(atMs, nowMs),
      oneLine(session.projectName, LONGEST_NAME),
      oneLine(session.agent ?? "unknown agent", LONGEST_NAME),
      kind,
      ...marks,
    ].join("  ");
    const text = oneLine(snippet.replaceAll(FOUND_START, "⟦").replaceAll(FOUND_END, "⟧"), columns - 2);
    const shown = text.replaceAll(/⟦([^⟧]*)⟧?/g, (_, word: string) => style("yellow", word));
    return [head, `  ${shown}`];
  });
  const command = ownCommand(io.env);
  const [first] = found;
  const id = printable(ids.get(first!.session.sessionId)!);
  return `${lines.join("\n")}\n\nwhat is known of the first one:  ${command} show ${id}\nits state, to continue:          ${command} resume ${id}\n`;
}

interface ListFlags {
  readonly root?: string;
  readonly json?: boolean;
  readonly limit?: number | undefined;
  readonly since?: number | undefined;
  readonly open?: boolean | undefined;
  readonly search?: string | undefined;
  readonly branch?: string | undefined;
}

interface Stated {
  readonly session: ArchivedSession;
  readonly state: ArchivedState;
  /** Whether it was open when the machine went down, and not since. */
  readonly wasOpen: boolean;
}

/** The outcome of `hive sessions --all`. */
export function printAllSessions(io: Io, flags: ListFlags): void {
  const asking = askingOf(io, flags.root);
  using archive = Archive.open(io.env, asking.scope, asking.root);
  const nowMs = systemClock.nowMs();
  const wanted = archive === null ? [] : wantedOf(archive, flags, nowMs);
  if (flags.json === true) {
    const sessions = wanted.map(({ session, state }) => ({
      ...sessionJson(session),
      state,
      continueWith: continueCommand(session, io.cwd),
    }));
    return io.out(json({ version: 1, sessions }));
  }
  if (!asking.isPerson)
    return io.out(
      `${sessionsText(
        wanted.map(({ session }) => session),
        nowMs,
      )}\n`,
    );
  if (archive === null) return io.out(NOTHING);
  io.out(wanted.length === 0 ? "no such session\n" : renderedSessions(io, wanted, nowMs));
}

const DEFAULT_LIMIT = 20;
/** The most sessions that are searched for matches. */
const MOST_LOOKED_AT = 5000;

function wantedOf(archive: Archive, flags: ListFlags, nowMs: number): Stated[] {
  const { limit = DEFAULT_LIMIT, since, open, search, branch } = flags;
  const isAny = open !== true && search === undefined && branch === undefined;
  const stated: Stated[] = [];
  let lastBoot: string | null = null;
  for (const session of archive.sessions({}, isAny ? limit : MOST_LOOKED_AT, since)) {
    const isWanted =
      (branch === undefined || session.branch === branch) &&
      (search === undefined || isFoundIn(session, search.toLowerCase()));
    // The latest boot counts, also where none of its sessions is listed.
    const boot: string | null =
      open === true && (isWanted || lastBoot === null) ? archive.earlierBootOf(session) : null;
    lastBoot ??= boot;
    if (!isWanted) continue;
    const state = archive.state(session, nowMs);
    // @mutant a session that waited for its user when the machine went down is listed as open
    const wasOpen = state !== "ended" && boot !== null && boot === lastBoot;
    if (open === true && !wasOpen && state !== "running" && state !== "mid-turn") continue;
    stated.push({ session, state, wasOpen });
    if (stated.length === limit) break;
  }
  return stated;
}

const isFoundIn = ({ sessionId, title, directory, project }: ArchivedSession, sought: string): boolean =>
  [sessionId, title, directory, project].some((text) => text?.toLowerCase().includes(sought) === true);

function renderedSessions(io: Io, stated: readonly Stated[], nowMs: number): string {
  const ids = shortIds(stated.map(({ session }) => session.sessionId));
  const rows = stated.map(({ session, state }) => [
    oneLine(ids.get(session.sessionId)!, LONGEST_ID),
    oneLine(session.projectName, LONGEST_NAME),
    oneLine(session.agent ?? "?", LONGEST_NAME),
    relativeTime(session.seenMs, nowMs),
    state,
    oneLine(`${session.isUntrusted ? "UNTRUSTED " : ""}${session.title ?? ""}`, LONGEST_TITLE),
  ]);
  const list = table(["SESSION", "PROJECT", "AGENT", "LAST SEEN", "STATE", "TITLE"], rows, width(io));
  const open = stated.filter(
    ({ session, state, wasOpen }) => (state === "mid-turn" || wasOpen) && !session.isUntrusted,
  );
  const commands = open.flatMap(({ session }) => {
    const command = continueCommand(session, io.cwd);
    const directory = goneDirectory(session);
    if (directory === null) return command ?? [];
    // A comment to the shell: the command works once the directory is there again.
    const state = `# ${directory} is gone; its state: ${ownCommand(io.env)} resume ${ids.get(session.sessionId)!}`;
    return command === null ? state : `${command}  ${state}`;
  });
  if (commands.length === 0) return list;
  return `${list}\nStopped at work, or open when the machine went down; each continues with:\n${commands.map((one) => `  ${printable(one)}\n`).join("")}`;
}

/** The outcome of `hive projects`. */
export function printProjects(io: Io, flags: { readonly root?: string; readonly json?: boolean }): void {
  const asking = askingOf(io, flags.root);
  using archive = Archive.open(io.env, asking.scope, asking.root);
  const projects = archive?.projects() ?? [];
  if (flags.json === true) {
    const list = projects.map(({ path, name, sessions, seenMs }) => ({
      path,
      name,
      sessions,
      lastSeenAt: timeText(seenMs),
    }));
    return io.out(json({ version: 1, projects: list }));
  }
  if (projects.length === 0) return io.out(NOTHING);
  const nowMs = systemClock.nowMs();
  const rows = projects.map(({ path, name, sessions, seenMs }) => [
    oneLine(name, LONGEST_NAME),
    String(sessions),
    relativeTime(seenMs, nowMs),
    path,
  ]);
  io.out(table(["PROJECT", "SESSIONS", "LAST SEEN", "DIRECTORY"], rows, width(io)));
}
