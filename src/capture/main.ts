// A process of 6 ms pays 0.03 to 0.15 ms for the first use of each of these.
// Bun's lazy globals: `Math`, `Buffer`, `Int32Array`. Patterns. Builtins written in JavaScript: `map`, `find`,
// `finally`, `entries`.
// A global costs that when a function that names it is entered, even if that line does not run. So the code that every
// call runs, here and in queue/, has plain loops and byte arrays. It names the others only in separate functions.
import { type AgentName, agentOf } from "../agents/detect.ts";
import type { AgentHook } from "../agents/agent.ts";
import { systemClock } from "../base/clock.ts";
import { type Config, DEFAULTS } from "../base/config/config.ts";
import { isPaused } from "../base/config/pause.ts";
import { projectOf, readSources, resolveSources } from "../base/config/sources.ts";
import type { EnqueueStep } from "../queue/producer/enqueue.ts";
import { completeEntry } from "../queue/entry.ts";
import { directoryByEnvironment } from "../origin/user-directories.ts";
import { ignoresAll } from "../git/ignore-rules.ts";
import { type QueuePaths, queuePaths } from "../queue/layout.ts";
import { commit } from "./commit.ts";
import { callerOf, directoryOf } from "./caller/caller.ts";
import { checkpointType, observationEntry } from "./entries.ts";
import type { Caller } from "../agents/caller.ts";
import { claudeCodeHook } from "../agents/claude-code/hook.ts";
import { gitDirectoryOf, gitSeen, lookCloser } from "./caller/git-seen.ts";
import { hashOf } from "../base/ids.ts";
import { type HookIo, openHookIo } from "./io.ts";
import { type Fields, hasUsualNames, type HookPayload, MAX_CHARS, readFields } from "../agents/claude-code/payload.ts";
import { textOf } from "../base/json.ts";
import type { Fact } from "../model/observation.ts";
import { UPTIME_FILE, upMsIn } from "../platform/boot-clock.ts";
import { firstPlace, intruder, notedPlace, ownRoots, sessionNote } from "./session/state-directory.ts";
import { isDue, type Note, notedMs, readNote, writeNote } from "./throttle.ts";
import type { Withholding } from "./withheld.ts";
import { ensureWorker, looksStale, mayBeOlder } from "./workers/ensure-worker.ts";

export interface HookOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: number;
  /** True if the plugin calls. @default false */
  readonly isPlugin?: boolean;
  /** Called after each durable step; unset in production. */
  readonly onStep?: (step: EnqueueStep) => void;
}

/** An agent may leave standard input open, or send nothing. */
const STDIN_DEADLINE_MS = 1000;
const MAX_STDIN_BYTES = 64 * 1024 ** 2;
const decoder = new TextDecoder();

/**
 * Reads one hook payload from standard input and saves its facts. It prints nothing, except at SessionStart what an
 * earlier session left. It never throws: on any failure the agent goes on, and the log gets a line. Payloads of events
 * that hive has no use for are ignored. Input that it cannot read, or that is not complete at the deadline, is counted.
 */
export async function runHook(options: HookOptions): Promise<void> {
  let root: string | undefined;
  try {
    const io = await openHookIo();
    const bytes = await io.readStdin(STDIN_DEADLINE_MS, MAX_STDIN_BYTES, (got) => parseJson(got) !== null);
    const text = decoder.decode(bytes);
    const fields = readFields(text);
    const agent = agentOf(fields ?? {}, options.env);
    // @mutant another agent's session is not Claude Code's
    const usual = agent === "claude-code" && hasUsualNames(fields!) && claudeCodeHook.parse(text, fields);
    const hook = usual ? claudeCodeHook : await loadHook(agent, fields, options.env);
    const parsed = usual || hook.parse(text, fields);
    if (parsed === null) return await (await import("./unread.ts")).logUnread(io, hook.id, text, options.env);
    const payload = parsed.namesSession === undefined ? parsed : await ofSession(io, parsed, options.env);
    if (options.isPlugin === true && (await isLeftToSettings(io, options.env, payload.event))) return;
    const sought = sessionNote(io, options.env, payload);
    const note = isPromise(sought) ? await sought : sought;
    const noted = notedPlace(io, note, payload);
    if (noted === undefined) return;
    const place = noted ?? firstPlace(io, options.env, payload, await ownRoots(io, options.env));
    ({ root } = place);
    const known = readConfig(io, root, options);
    const config = isPromise(known) ? await known : known;
    // @mutant a pause lets nothing be saved
    if (config.paused !== false && isPaused(config, options.nowMs)) return;
    const withheld = config.exclude.length > 0 ? await withholding(io, root, payload, config, options) : null;
    if (withheld?.isWhole === true) return;
    // @mutant a queue that a repository carries is kept out of git by the first call
    if (isOpenToGit(io, root, payload.event)) await keepOutOfGit(io, root);
    const call = { io, root, hook, payload, config, options, withheld };
    const isTold = payload.event === "SessionStart" && config.restore !== "off";
    await save({ ...call, given: isTold ? await restore(call, place.older) : undefined });
    // A session first seen at the end of a turn has no known beginning: its next prompt decides its directory.
    if (noted === null && note !== null && !endsTurn(payload.event))
      (await import("./session/session-note.ts")).noteSession(note, root);
  } catch (error) {
    // @mutant whatever fails, the hook ends with 0
    await logFailure(root, error, options.env);
  }
}

async function loadHook(agent: AgentName, fields: Fields | null, env: HookOptions["env"]): Promise<AgentHook> {
  return (await import("../agents/load-hook.ts")).loadHook(agent, fields, env);
}

const ofSession = async (io: HookIo, payload: HookPayload, env: HookOptions["env"]): Promise<HookPayload> =>
  (await import("./session/subagent-note.ts")).ofSession(io, env, payload);

const endsTurn = (event: string): boolean => event === "Stop" || event === "SubagentStop" || event === "SessionEnd";

async function withholding(
  io: HookIo,
  root: string,
  payload: HookPayload,
  { exclude }: Config,
  { env }: HookOptions,
): Promise<Withholding> {
  const project = projectOf(root, await ownRoots(io, env));
  return (await import("./withheld.ts")).Withholding.of({ io, root, project, exclude, payload, env });
}

/** If the user's own settings call hive as well, the plugin's hook does nothing. */
async function isLeftToSettings(io: HookIo, env: HookOptions["env"], event: string): Promise<boolean> {
  return (await import("./plugin/plugin.ts")).leavesToSettings(io, env, event);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return null;
  }
}

/** A git pull replaces ignored files without a warning, even hive's own `.gitignore`. A start looks at a shared root too. */
function isOpenToGit(io: HookIo, root: string, event: string): boolean {
  const isAsked = event === "SessionStart" || root.endsWith("/.hive-mind");
  return isAsked && !ignoresAll(io.read(`${root}/.gitignore`));
}

/** Only for an existing state directory: the code that makes one writes the file itself. */
async function keepOutOfGit(io: HookIo, root: string): Promise<void> {
  if (io.size(root) === null) return;
  try {
    (await import("../git/ignore-file.ts")).keepOutOfGit(root);
  } catch (error) {
    await logFailure(root, error);
  }
}

/** Restores before this call's own entries change the session. A failure must not keep them from being saved. */
async function restore(
  { io, root, hook, payload, config, options }: Omit<Call, "given">,
  older: string | null,
): Promise<Caller["given"]> {
  // Each agent reads restored context in its own format.
  // @mutant an agent that takes no form that hive knows is told nothing
  if (hook.context === null) return undefined;
  try {
    const { env, nowMs } = options;
    const agent = agentPid(hook, env) ?? callerOf(io, env, payload, hook).process?.pid;
    const pids = [agent, process.ppid].filter((pid) => pid !== undefined);
    const isPersonThere = hook.isAttended(env) !== false;
    const { restore: giveBack } = await import("../recall/restore.ts");
    const { context } = hook;
    return await giveBack({ root, older, payload, config, nowMs, env, pids, context, isAttended: isPersonThere });
  } catch (error) {
    await logFailure(root, error);
    return undefined;
  }
}

/** `HIVE_INSTANCE_ID`, else the session. The store takes no longer id, so a longer one is replaced by its hash. */
function instanceOf(env: HookOptions["env"], { sessionId }: HookPayload): string {
  const given = env["HIVE_INSTANCE_ID"] || sessionId;
  return given.length <= MAX_CHARS.id ? given : hashOf(given);
}

/** An agent started from Claude Code's shell inherits the variable. Process 1 is no agent. */
function agentPid(hook: AgentHook, env: HookOptions["env"]): number | undefined {
  const pid = hook.pid(env);
  return pid !== undefined && pid > 1 ? pid : undefined;
}

/** Awaiting an answer that is usually there at once would cost the hook 0.1 ms. */
const isPromise = <T>(value: T | Promise<T>): value is Promise<T> => typeof (value as Promise<T>)?.then === "function";

interface Call {
  readonly io: HookIo;
  readonly root: string;
  readonly hook: AgentHook;
  readonly payload: HookPayload;
  readonly config: Config;
  readonly options: HookOptions;
  /** The earlier session that the agent was given. */
  readonly given: Caller["given"];
  /** The excluded parts of the call; null if nothing is excluded. */
  readonly withheld: Withholding | null;
}

async function save({ io, root, hook, payload, config, options, given, withheld }: Call): Promise<void> {
  const { env, nowMs } = options;
  const paths = queuePaths(root);
  const instanceId = instanceOf(env, payload);
  const odd = intruder(io, paths);
  const last = readNote(io, paths, instanceId);
  const type = checkpointType(payload.event);
  const lastMs = notedMs(last);
  // @mutant Stop is never throttled
  const isThrottled = type === "auto" && !isDue(lastMs, nowMs, config.checkpointIntervalSeconds);
  const checkpoint = isThrottled ? null : type;
  const isWorthWhile = checkpoint !== null || payload.event === "SessionStart";
  const cwd = textOf(payload.fields["cwd"]);
  const tree = cwd === undefined ? undefined : gitDirectoryOf(io, env, root, cwd);
  let git = tree === undefined ? undefined : gitSeen(io, tree);
  // Slow lookups are made only with a checkpoint, and at the start.
  if (git === undefined && tree !== undefined && isWorthWhile) git = (await lookCloser(tree)) ?? undefined;
  const { sessionId, event, agent } = payload;
  const caller =
    isWorthWhile || event === "UserPromptSubmit"
      ? callerOf(io, env, payload, hook)
      : { project: directoryOf(env, payload) };
  const by = given === undefined ? caller : { ...caller, given };
  let told: Fact[];
  try {
    told = hook.facts(payload, nowMs, git, by);
  } catch (error) {
    await logFailure(root, error);
    // Without the facts of the event itself.
    told = hook.facts({ ...payload, event: "" }, nowMs, git, by);
  }
  const facts = withheld === null ? told : withheld.withoutExcluded(told);
  const pid = agentPid(hook, env) ?? caller.process?.pid;
  // Undefined fields are left out of the file.
  const seen = {
    sessionId,
    instanceId,
    atMs: nowMs,
    upMs: upMsIn(io.read(UPTIME_FILE)),
    event,
    agent,
    pid,
    checkpoint: checkpoint ?? undefined,
    facts,
  };
  const entry = completeEntry(observationEntry(seen, payload.identity), systemClock.nowMs());
  const heartbeat = io.read(paths.heartbeat);
  // @mutant a worker of an older version ends before an entry that it does not know
  const isUnderstood = odd !== null || !mayBeOlder(io, paths, heartbeat) || (await endOlder(paths));
  const committed = commit({ io, paths, config, entry, odd, isUnderstood, options });
  const isHeard = isPromise(committed) ? await committed : committed;
  if (odd !== null) return;
  const noted = checkpoint === null ? undefined : note(io, paths, last, nowMs);
  if (noted !== undefined) await noted;
  const isWell = isHeard && !(isWorthWhile && looksStale(heartbeat, lastMs, nowMs));
  if (!isWell && (env["HIVE_WORKER_START"] || config.workerStart) === "hook") await ensureWorker(io, paths, nowMs);
}

/**
 * Ends an older worker, which would make a dead letter of an entry that it does not understand.
 * @returns false if one lives on
 */
async function endOlder(paths: QueuePaths): Promise<boolean> {
  return (await import("./workers/older-workers.ts")).endOlderWorkers(paths);
}

/** A lost note only makes the next checkpoint early; still ensure a worker. */
function note(io: HookIo, paths: QueuePaths, last: Note, nowMs: number): Promise<void> | undefined {
  try {
    writeNote(io, paths, last, nowMs);
    return undefined;
  } catch (error) {
    return logFailure(paths.root, error);
  }
}

/** @param root the state directory; if none was found, the error may name it */
async function logFailure(
  root: string | undefined,
  error: unknown,
  env: HookOptions["env"] = process.env,
): Promise<void> {
  const log = await import("./hook-log.ts");
  const named = root ?? (error as { readonly root?: string }).root ?? log.presumedRoot(env);
  log.logFailure(named, error, env, root !== undefined);
}

/**
 * The settings in effect. The log reports a broken file. The worker, the doctor and every command report ignored values
 * in a whole file. A log line at each call would slow each call.
 */
function readConfig(io: HookIo, root: string, { env }: HookOptions): Config | Promise<Config> {
  const directory = directoryByEnvironment("config", env, root, io.holdsGit);
  return directory === null ? searchConfig(io, root, env) : configIn(io, root, directory);
}

async function searchConfig(io: HookIo, root: string, env: HookOptions["env"]): Promise<Config> {
  return configIn(io, root, (await import("../origin/own-directory.ts")).ownDirectory("config", env, root));
}

function configIn(io: HookIo, root: string, directory: string | null): Config | Promise<Config> {
  const sources = readSources(io, root, directory);
  if (sources.user === null && sources.project === null) return DEFAULTS;
  const { config, warnings, isBroken } = resolveSources(sources);
  return isBroken ? logFailure(root, warnings[0]).then(() => config) : config;
}
