// A process of 6 ms pays for what it touches first. Each of Bun's lazy globals (`Math`, `Buffer`, `Int32Array`), each
// pattern, each builtin that is itself JavaScript (`map`, `find`, `finally`, `entries`) takes it 0.03 to 0.15 ms, and a
// global does so when a function that names it is entered, whether or not it comes to that. So what every call of the
// hook runs, here and in queue/, has plain loops and byte arrays, and names the others in functions of their own.
import { type AgentName, agentOf } from "../agents/detect.ts";
import { systemClock } from "../base/clock.ts";
import { type Config, DEFAULTS } from "../base/config.ts";
import { resolveSources } from "../base/config-sources.ts";
import type { EnqueueStep } from "../queue/enqueue.ts";
import { completeEntry } from "../queue/entry.ts";
import { directoryByEnvironment } from "../origin/directories.ts";
import { ignoresAll } from "../queue/ignore-rules.ts";
import { type QueuePaths, queuePaths } from "../queue/layout.ts";
import { commit } from "./commit.ts";
import { checkpointType, observationEntry } from "./entries.ts";
import { factsOf } from "../agents/claude-code/facts.ts";
import { gitSeen, lookCloser } from "./git-seen.ts";
import { hashOf } from "../base/ids.ts";
import { type HookIo, openHookIo } from "./io.ts";
import { type Fields, type HookPayload, MAX_CHARS, parsePayload, readFields } from "../agents/claude-code/payload.ts";
import { textOf } from "../base/json.ts";
import { isInSettings } from "./plugin.ts";
import { intruder, stateDirectory } from "./state-directory.ts";
import { isDue, type Note, notedMs, readNote, writeNote } from "./throttle.ts";
import { callWorker, isDoubtful, mayBeOlder } from "./call-worker.ts";

export interface HookOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: number;
  /** Whether the plugin calls. @default false */
  readonly isPlugin?: boolean;
  /** Called after each durable step; unset in production. */
  readonly onStep?: (step: EnqueueStep) => void;
  /** Called at the end of each phase, to see where the time goes; unset in production. */
  readonly onPhase?: (phase: HookPhase) => void;
}

/** What the hook does around {@link EnqueueStep}, in order; `decided`: whether a checkpoint is due. */
export type HookPhase = "opened" | "read" | "parsed" | "decided" | "built" | "enqueued" | "noted";

/** An agent may leave standard input open, or give nothing. */
const STDIN_DEADLINE_MS = 1000;
const MAX_STDIN_BYTES = 64 * 1024 ** 2;
const decoder = new TextDecoder();

/**
 * Reads one hook payload on standard input and saves what it tells. Prints nothing, but at SessionStart what an earlier
 * session left. Never throws: whatever goes wrong, the agent goes on, and a line in a log says so. Input that is no
 * payload of an event that hive handles, or is not whole at its deadline, is ignored.
 */
export async function runHook(options: HookOptions): Promise<void> {
  let root: string | undefined;
  try {
    const io = await openHookIo();
    if (options.isPlugin === true && isInSettings(io, options.env)) return;
    options.onPhase?.("opened");
    const bytes = await io.readStdin(STDIN_DEADLINE_MS, MAX_STDIN_BYTES, (got) => parseJson(got) !== null);
    options.onPhase?.("read");
    const text = decoder.decode(bytes);
    const fields = readFields(text);
    if (fields === null) return;
    const agent = agentOf(fields, options.env);
    const payload = agent === "claude-code" ? parsePayload(text, fields) : await foreign(agent, fields, text);
    if (payload === null) return;
    root = stateDirectory(options.env, payload, io);
    options.onPhase?.("parsed");
    const known = readConfig(io, root, options);
    const config = isPromise(known) ? await known : known;
    if (payload.event === "SessionStart" || isOpenToGit(io, root)) await keepOutOfGit(io, root);
    // Each agent takes what it is told at its start in a form of its own.
    const isTold = payload.event === "SessionStart" && payload.agent === "claude-code";
    if (isTold && config.restoreContext) await restore(root, payload, config, options);
    await save(io, root, payload, config, options);
  } catch (error) {
    await logFailure(root, error);
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return null;
  }
}

async function foreign(agent: AgentName, fields: Fields, text: string): Promise<HookPayload | null> {
  return (await import("../agents/foreign.ts")).foreignPayload(agent, fields, text);
}

/** A pull replaces what is ignored without a word: hive's own `.gitignore`, too. */
function isOpenToGit(io: HookIo, root: string): boolean {
  return root.endsWith("/.hive-mind") && !ignoresAll(io.read(`${root}/.gitignore`));
}

/** Where there is a state directory already: whoever makes one sees to it. */
async function keepOutOfGit(io: HookIo, root: string): Promise<void> {
  if (io.size(root) === null) return;
  try {
    (await import("../queue/ignore-file.ts")).keepOutOfGit(root);
  } catch (error) {
    await logFailure(root, error);
  }
}

/** Before this call's own entries change what is known of the session. It must not keep them from being saved. */
async function restore(root: string, payload: HookPayload, config: Config, options: HookOptions): Promise<void> {
  try {
    const { env, nowMs } = options;
    await (
      await import("../recall/restore.ts")
    ).restore({ root, payload, config, nowMs, env, pid: agentPid(payload, env) });
  } catch (error) {
    await logFailure(root, error);
  }
}

/** `HIVE_INSTANCE_ID`, else the session. The store takes no id that is longer, so such a one is known by its hash. */
function instanceOf(env: HookOptions["env"], { sessionId }: HookPayload): string {
  const given = env["HIVE_INSTANCE_ID"] || sessionId;
  return given.length <= MAX_CHARS.id ? given : hashOf(given);
}

/** An agent that was started from Claude Code's shell inherits the variable. */
function agentPid({ agent }: HookPayload, env: HookOptions["env"]): number | undefined {
  return agent === "claude-code" ? Number(env["CLAUDE_PID"]) || undefined : undefined;
}

/** Where a function usually has its answer at once, a wait for it takes the hook 0.1 ms. */
const isPromise = <T>(value: T | Promise<T>): value is Promise<T> => typeof (value as Promise<T>)?.then === "function";

async function save(
  io: HookIo,
  root: string,
  payload: HookPayload,
  config: Config,
  options: HookOptions,
): Promise<void> {
  const { env, nowMs } = options;
  const paths = queuePaths(root);
  const instanceId = instanceOf(env, payload);
  const odd = intruder(io, paths);
  const last = readNote(io, paths, instanceId);
  const type = checkpointType(payload.event);
  const lastMs = notedMs(last);
  const isThrottled = type === "auto" && !isDue(lastMs, nowMs, config.checkpointIntervalSeconds);
  const checkpoint = isThrottled ? null : type;
  options.onPhase?.("decided");
  const isWorthWhile = checkpoint !== null || payload.event === "SessionStart";
  const cwd = textOf(payload.fields["cwd"]);
  let git = cwd === undefined ? undefined : gitSeen(io, cwd);
  // What takes long to find is asked for only where the state is kept, and at the start.
  if (git === undefined && cwd !== undefined && isWorthWhile) git = (await lookCloser(cwd)) ?? undefined;
  const { sessionId, event, agent } = payload;
  const facts = factsOf(payload, nowMs, git);
  const pid = agentPid(payload, env);
  // What is undefined is left out of the file.
  const seen = { sessionId, instanceId, atMs: nowMs, event, agent, pid, checkpoint: checkpoint ?? undefined, facts };
  const entry = completeEntry(observationEntry(seen), systemClock.nowMs());
  options.onPhase?.("built");
  const heartbeat = io.read(paths.heartbeat);
  const isUnderstood = odd !== null || !mayBeOlder(io, paths, heartbeat) || (await endOlder(paths));
  const committed = commit({ io, paths, config, entry, odd, isUnderstood, options });
  const isHeard = isPromise(committed) ? await committed : committed;
  options.onPhase?.("enqueued");
  if (odd !== null) return;
  const noted = checkpoint === null ? undefined : note(io, paths, last, nowMs);
  if (noted !== undefined) await noted;
  options.onPhase?.("noted");
  const isWell = isHeard && !(isWorthWhile && isDoubtful(heartbeat, lastMs, nowMs));
  if (!isWell && (env["HIVE_WORKER_START"] || config.workerStart) === "hook") await callWorker(io, paths, nowMs);
}

/**
 * Ends a worker of an older version, which would make a dead letter of what it does not know.
 * @returns false where one lives on
 */
async function endOlder(paths: QueuePaths): Promise<boolean> {
  return (await import("./older-workers.ts")).endOlderWorkers(paths);
}

/** Without the note the next call takes a checkpoint too early: no reason to call no worker. */
function note(io: HookIo, paths: QueuePaths, last: Note, nowMs: number): Promise<void> | undefined {
  try {
    writeNote(io, paths, last, nowMs);
    return undefined;
  } catch (error) {
    return logFailure(paths.root, error);
  }
}

async function logFailure(root: string | undefined, error: unknown): Promise<void> {
  await (await import("./fallback.ts")).logFailure(root, error);
}

/**
 * The settings that hold here. A broken file is told in the log; what does not count in a whole one the worker, the
 * doctor and every command tell, for a line at each call would cost each call.
 */
function readConfig(io: HookIo, root: string, { env }: HookOptions): Config | Promise<Config> {
  const directory = directoryByEnvironment("config", env, root);
  return directory === null ? searchConfig(io, root, env) : configIn(io, root, directory);
}

async function searchConfig(io: HookIo, root: string, env: HookOptions["env"]): Promise<Config> {
  return configIn(io, root, (await import("../origin/own-directory.ts")).ownDirectory("config", env, root));
}

function configIn(io: HookIo, root: string, directory: string | null): Config | Promise<Config> {
  const user = directory === null ? null : io.readOwn(`${directory}/config.json`);
  const project = io.read(`${root}/config.json`);
  if (user === null && project === null) return DEFAULTS;
  const directoryOf = root.slice(0, root.lastIndexOf("/")) || "/";
  const { config, warnings, isBroken } = resolveSources({ user, project, directory: directoryOf });
  return isBroken ? logFailure(root, warnings[0]).then(() => config) : config;
}
