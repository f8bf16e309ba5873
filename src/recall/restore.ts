import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Config } from "../base/config/config.ts";
import { errorCode } from "../base/errors.ts";
import { isGone } from "../base/files/is-gone.ts";
import { projectDirectory } from "../origin/config-files.ts";
import { ownCommand } from "../platform/own-command.ts";
import { printableJson } from "../base/text/printable.ts";
import { queuePaths } from "../queue/layout.ts";
import { type HookPayload } from "../agents/claude-code/payload.ts";
import { textOf } from "../base/json.ts";
import type { SessionOutline } from "../store/sqlite/read/saved-session.ts";
import { continuedIn } from "./continued.ts";
import {
  type Candidate,
  type Elsewhere,
  findCandidates,
  type Found,
  type Search,
  takenIn,
} from "./choose/candidates.ts";
import { lackText } from "./report/lack-text.ts";
import { forkedFrom } from "./choose/forked-from.ts";
import { isSessionRunning } from "./choose/process-alive.ts";
import { Places } from "./choose/place.ts";
import { quotedPath, word } from "./report/quoted.ts";
import { Resumes } from "./resume.ts";
import { contextText } from "./report/resume-text.ts";
import { shortText } from "./report/short-text.ts";

export interface RestoreOptions {
  readonly root: string;
  /** A linked worktree's own state, or one above the repository: read where `root` has nothing. */
  readonly older: string | null;
  readonly payload: HookPayload;
  readonly config: Pick<Config, "restore" | "maxEntryBytes" | "exclude">;
  readonly nowMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The agent's process, by each known way to find it. */
  readonly pids: readonly number[];
  /** True if a person is present: a headless run has a task of its own. */
  readonly isAttended: boolean;
  /** The output that makes the agent read a text. */
  readonly context: (text: string) => string;
}

/** Short, since the agent waits for the store's lock too. */
const BUSY_TIMEOUT_MS = 250;

/** The earlier session that the agent was given, and the time of its last activity. */
export interface Given {
  readonly sessionId: string;
  /** 0 for one that runs on beside its fork. */
  readonly activeMs: number;
  /** True if the agent's conversation is a copy of that session's. @default false */
  readonly isFork?: boolean;
}

/**
 * Prints the agent's context at SessionStart. After a compaction that is the session's own records. On resume it is the
 * part that its conversation lacks, and a fork has the conversation of another session. At startup it is the state of an
 * earlier session of the project. It is printed once, even if several hooks are installed.
 * @returns the earlier session given at a startup, or copied by a fork
 * @throws if the store cannot be read
 */
export async function restore(options: RestoreOptions): Promise<Given | undefined> {
  const { root, older, payload, nowMs, config, env, pids: ownPids, isAttended } = options;
  const why = payload.fields["source"];
  const isStartup = why === "startup";
  if (!isStartup && why !== "resume" && why !== "compact" && why !== "fork") return undefined;
  if (isStartup && !isAttended) return undefined;
  const { maxEntryBytes, exclude } = config;
  const reading = { nowMs, maxEntryBytes, exclude, ownPids, busyTimeoutMs: BUSY_TIMEOUT_MS };
  using resumes = await Resumes.open(root, reading);
  if (why === "fork") return giveForked(resumes, options);
  if (!isStartup) {
    giveOwn(resumes, options, payload.sessionId);
    return undefined;
  }
  const own = candidatesOf(resumes, root, options);
  const continued = continuedIn(env, root, nowMs);
  const isOlderRead = older !== null && (own.candidates.length === 0 || continued !== null);
  using before = isOlderRead ? await Resumes.open(older, reading) : null;
  const source = before === null || own.candidates.length > 0 ? resumes : before;
  const found = source === resumes ? own : { ...own, ...ofOlder(source, resumes, options) };
  if (found.candidates.length === 0 && found.elsewhere === null && continued === null) return undefined;
  const { instances } = queuePaths(root);
  // Only one of several hooks of one start prints, even if the others would choose another session.
  if (!isStart(instances, payload.sessionId)) return undefined;
  if (continued === null || !isStart(instances, continued.mark)) return giveNext(source, found, options);
  for (const holder of [resumes, before]) {
    const outline = holder?.outline(continued.sessionId) ?? null;
    if (outline !== null) return holder!.isUntrusted(outline.sessionId) ? undefined : givenAs(outline);
  }
  return undefined;
}

/** The sessions of the older state that may be given. Their receivers are noted in the new one. */
function ofOlder(before: Resumes, resumes: Resumes, options: RestoreOptions): Pick<Found, "candidates" | "others"> {
  const isTaken = takenIn(resumes, options.nowMs);
  const { candidates, others } = candidatesOf(before, options.older!, options, isTaken);
  return { candidates, others };
}

/** Gives a fork what its copy of a conversation lacks. Where that session still runs, its calls are its own affair. */
function giveForked(resumes: Resumes, options: RestoreOptions): Given | undefined {
  const { payload, pids, nowMs } = options;
  const { sessionId, agent } = payload;
  const fork = { sessionId, agent, directory: directoryOf(options), pids, sinceMs: nowMs - FORK_AGE_MS };
  const source = forkedFrom(resumes, fork);
  if (source === null || resumes.isUntrusted(source.sessionId)) return undefined;
  const given = givenAs(source);
  if (given === undefined) return undefined;
  // It may yet crash itself: its fork takes no state of it away from the next session.
  if (resumes.isRunning(source) === true) return { ...given, activeMs: 0, isFork: true };
  giveOwn(resumes, options, source.sessionId);
  return { ...given, isFork: true };
}

/** Gives the records of the session that the conversation is of: all after a compaction, else those that it lacks. */
function giveOwn(resumes: Resumes, { root, payload, nowMs, env, context }: RestoreOptions, sessionId: string): void {
  const outline = resumes.outline(sessionId);
  if (outline === null || outline.lastActiveMs === null || resumes.isUntrusted(sessionId)) return;
  const report = resumes.report(sessionId);
  if (report === null) return;
  const command = ownCommand(env);
  const isCompacted = payload.fields["source"] === "compact";
  const text = isCompacted
    ? contextText(report, { nowMs, isSameSession: true, command })
    : lackText(report, { nowMs, command, followers: resumes.followersOf(outline) });
  if (text === null) return;
  const mark = `restored-own-${hash(payload.sessionId)}`;
  const { instances } = queuePaths(root);
  const name = `${mark}-${outline.lastActiveMs}`;
  if (!isFirst(instances, mark, name)) return;
  try {
    print(context(text));
  } catch (error) {
    // The agent has read nothing: its next start is to give it.
    rmSync(`${instances}/${name}`, { force: true });
    throw error;
  }
}

/** The sessions of one state directory that may be given. */
function candidatesOf(resumes: Resumes, root: string, options: RestoreOptions, isTaken?: Search["isTaken"]): Found {
  const { payload, env, nowMs, config } = options;
  const places = new Places(directoryOf(options), projectDirectory(root, env));
  return findCandidates({ resumes, places, receiver: payload.sessionId, nowMs, isTaken }, config.restore === "always");
}

const directoryOf = ({ env, payload, root }: Pick<RestoreOptions, "env" | "payload" | "root">): string =>
  env["CLAUDE_PROJECT_DIR"] || (textOf(payload.fields["cwd"]) ?? dirname(root));

/** Gives a new session the state of an earlier one. The earlier one counts as taken only once the new one works. */
function giveNext(resumes: Resumes, found: Found, options: RestoreOptions): Given | undefined {
  const { elsewhere } = found;
  const { root, nowMs, env, context } = options;
  const { instances } = queuePaths(root);
  const command = ownCommand(env);
  const aside = elsewhere === null ? undefined : elsewhereLine(elsewhere, command);
  for (const { outline, isUnfinished } of claimed(instances, found, options)) {
    const report = resumes.report(outline.sessionId);
    if (report === null || report.isUntrusted) continue;
    const textOptions = { nowMs, isSameSession: false, command, aside };
    // A clean session may have left aside what a crashed one before it had begun.
    const isWhole = isUnfinished || report.continuesOpen.length > 0;
    print(context(isWhole ? contextText(report, textOptions) : shortText(report, textOptions)));
    return givenAs(outline);
  }
  if (aside !== undefined) print(context(`hive: ${aside}`));
  return undefined;
}

/** A worktree may have been removed, or a project moved: then no session can be started where the other one was. */
function elsewhereLine({ worktree, sessionId }: Elsewhere, command: string): string {
  const path = quotedPath(worktree, 100);
  const where = isGone(worktree) ? `A directory that is gone, ${path},` : `Another worktree, ${path},`;
  return `${where} has an unfinished session: ${command} resume ${word(sessionId, 64)}`;
}

const givenAs = ({ sessionId, lastActiveMs }: SessionOutline): Given | undefined =>
  lastActiveMs === null ? undefined : { sessionId, activeMs: lastActiveMs };

/** Each of several sessions that start at the same moment gets another candidate, while there are some. */
function* claimed(instances: string, found: Found, options: RestoreOptions): Generator<Candidate> {
  const [best, ...held] = found.candidates;
  if (best === undefined) return;
  const left: Candidate[] = [];
  // @mutant several that crashed go to several that start
  for (const candidate of inTurn(best, found.others, held)) {
    if (isClaimed(instances, candidate.outline, options)) left.push(candidate);
    else yield candidate;
  }
  yield* left;
}

function* inTurn(best: Candidate, others: Iterable<Candidate>, held: readonly Candidate[]): Generator<Candidate> {
  yield best;
  yield* others;
  yield* held;
}

/**
 * True if a session that runs was given this state, though its own entry may not be seen yet: otherwise the state counts
 * as given to the asking one. The mark names the receiver's process.
 */
function isClaimed(instances: string, { sessionId, lastActiveMs }: SessionOutline, options: RestoreOptions): boolean {
  const { pids, nowMs } = options;
  const [pid = 0] = pids;
  const mark = `restored-next-${hash(sessionId)}`;
  // Behind the mark of a receiver that has ended stands the next one's: of several callers one makes it.
  for (let name = `${mark}-${lastActiveMs!}`; ;) {
    if (isFirst(instances, mark, name, String(pid))) return false;
    const path = `${instances}/${name}`;
    const file = lstatSync(path, { throwIfNoEntry: false });
    if (file?.isFile() !== true) return false;
    const other = Number(readFileSync(path, "utf8"));
    // A new mark is empty for a moment; an older hive's mark stays empty.
    if (other === 0) return Math.abs(nowMs - file.mtimeMs) < SAME_MOMENT_MS;
    if (isSessionRunning([{ pid: other, lastSeenMs: file.mtimeMs }], nowMs, pids) === true) return true;
    name += `.${other}`;
  }
}

const SAME_MOMENT_MS = 10_000;
/** A session last seen longer ago than this is looked for as a fork's source by its name alone. */
const FORK_AGE_MS = 30 * 24 * 3_600_000;

/** True for the first of several hooks of one start. */
const isStart = (instances: string, id: string): boolean =>
  isFirst(instances, `restored-next-${hash(id)}`, `restored-next-${hash(id)}-0`);

const hash = (text: string): string => Bun.hash(text).toString(36);

function print(output: string): void {
  writeSync(1, `${printableJson(output)}\n`);
}

/**
 * True if this state was not restored before: the first of two simultaneous callers makes the file. The mark of a later
 * state replaces the mark of an earlier one.
 * @param mark what the names of all marks of the session begin with @param name the file's
 */
function isFirst(directory: string, mark: string, name: string, text = ""): boolean {
  // No file is made through a link of a cloned repository: then restore twice rather than never.
  if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return true;
  try {
    writeFileSync(`${directory}/${name}`, text, { flag: "wx", mode: 0o600 });
  } catch (error) {
    // If the mark cannot be written, restore twice rather than never.
    // @mutant a state is restored once
    return errorCode(error) !== "EEXIST";
  }
  for (const other of readdirSync(directory)) {
    if (other.startsWith(`${mark}-`) && !name.startsWith(other)) rmSync(`${directory}/${other}`, { force: true });
  }
  return true;
}
