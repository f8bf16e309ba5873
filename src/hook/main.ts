// A process of 6 ms pays for what it touches first. Each of Bun's lazy globals (`Math`, `Buffer`, `Int32Array`), each
// pattern, each builtin that is itself JavaScript (`map`, `find`, `finally`, `entries`) takes it 0.03 to 0.15 ms, and a
// global does so when a function that names it is entered, whether or not it comes to that. So what every call of the
// hook runs, here and in queue/, has plain loops and byte arrays, and names the others in functions of their own.
import { callersDirectory } from "../callers-directory.ts";
import { systemClock } from "../clock.ts";
import { type Config, DEFAULTS } from "../config.ts";
import { resolveSources } from "../config-sources.ts";
import { enqueue, type EnqueueStep } from "../queue/enqueue.ts";
import { completeEntry, type Entry } from "../queue/entry.ts";
import { directoryByEnvironment } from "../origin/directories.ts";
import { ignoresAll } from "../queue/ignore-rules.ts";
import { queueDirectories, type QueuePaths, queuePaths } from "../queue/layout.ts";
import { mayBeFull } from "../queue/limits.ts";
import { buildEntries, checkpointType } from "./entries.ts";
import { factsOf } from "./facts.ts";
import { hashOf } from "./ids.ts";
import { type HookIo, openHookIo } from "./io.ts";
import { type HookPayload, MAX_CHARS, parsePayload } from "./payload.ts";
import { isInSettings } from "./plugin.ts";
import { isDue, type Note, notedMs, readNote, writeNote } from "./throttle.ts";
import { callWorker, isDoubtful } from "./call-worker.ts";

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
    const payload = parsePayload(decoder.decode(bytes));
    if (payload === null) return;
    root = stateDirectory(options.env, payload, io);
    options.onPhase?.("parsed");
    const config = await readConfig(io, root, options);
    if (payload.event === "SessionStart" || isOpenToGit(io, root)) await keepOutOfGit(io, root);
    if (payload.event === "SessionStart" && config.restoreContext) await restore(root, payload, config, options);
    await save(io, root, payload, config, options);
  } catch (error) {
    await (await import("./fallback.ts")).logFailure(root, error);
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return null;
  }
}

/**
 * `HIVE_ROOT`; else the nearest state directory at or above the project that the agent was started in; else a new one
 * there. That of the home directory is for sessions that were started in it, not for every project below, and another
 * user's is for nobody else.
 * @throws where the project is gone: it is not made again; and for a link or a file, which a cloned repository can bring
 */
function stateDirectory(env: HookOptions["env"], { fields }: HookPayload, io: HookIo): string {
  if (env["HIVE_ROOT"]) return absolute(env["HIVE_ROOT"], env);
  const cwd =
    typeof fields["cwd"] === "string" && fields["cwd"].startsWith("/") ? fields["cwd"] : callersDirectory(env);
  const project = absolute(env["CLAUDE_PROJECT_DIR"] || cwd, env);
  for (let directory = project; directory !== ""; directory = directory.slice(0, directory.lastIndexOf("/"))) {
    if (directory === env["HOME"] && directory !== project) continue;
    const root = `${directory}/.hive-mind`;
    const kind = io.kind(root);
    if (kind === "another's" && directory !== project) continue;
    if (kind === "other" || kind === "another's") {
      throw new Error(`nothing is saved: ${root} is ${kind === "other" ? "no directory" : "another user's"}`);
    }
    if (kind === "link") throw new Error(`nothing is saved: ${root} is a link; if you made it: HIVE_ROOT=${root}`);
    if (kind !== null) return root;
  }
  if (io.size(project) === null) throw new Error(`the project ${project} is gone: nothing is saved`);
  return `${project}/.hive-mind`;
}

/** A worker that is started from here is in another directory. `node:path` would cost a millisecond. */
function absolute(path: string, env: HookOptions["env"]): string {
  return path.startsWith("/") ? path : `${callersDirectory(env)}/${path}`;
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
    await (await import("./fallback.ts")).logFailure(root, error);
  }
}

/** Before this call's own entries change what is known of the session. It must not keep them from being saved. */
async function restore(root: string, payload: HookPayload, config: Config, options: HookOptions): Promise<void> {
  try {
    const { env, nowMs } = options;
    (await import("./restore.ts")).restore({ root, payload, config, nowMs, env, pid: agentPid(env) });
  } catch (error) {
    await (await import("./fallback.ts")).logFailure(root, error);
  }
}

/** `HIVE_INSTANCE_ID`, else the session. The store takes no id that is longer, so such a one is known by its hash. */
function instanceOf(env: HookOptions["env"], { sessionId }: HookPayload): string {
  const given = env["HIVE_INSTANCE_ID"] || sessionId;
  return given.length <= MAX_CHARS.id ? given : hashOf(given);
}

const agentPid = (env: HookOptions["env"]): number | undefined => Number(env["CLAUDE_PID"]) || undefined;

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
  const sighting = { payload, instanceId, atMs: nowMs, facts: factsOf(payload, nowMs), pid: agentPid(env) };
  const entries: Entry[] = [];
  for (const entry of buildEntries(sighting, checkpoint)) entries.push(completeEntry(entry, systemClock.nowMs()));
  options.onPhase?.("built");
  const isHeard = await commit({ io, paths, odd }, entries, config, options);
  options.onPhase?.("enqueued");
  if (odd !== null) return;
  if (checkpoint !== null) await note(io, paths, last, nowMs);
  options.onPhase?.("noted");
  const isLooked = checkpoint !== null || payload.event === "SessionStart";
  const isWell = isHeard && !(isLooked && isDoubtful(io.read(paths.heartbeat), lastMs, nowMs));
  if (!isWell && (env["HIVE_WORKER_START"] || config.workerStart) === "hook") await callWorker(io, paths, nowMs);
}

/**
 * What stands in the place of a queue's directory and is none, or none that its user can write in; null where there is no
 * such thing. What is saved must not go where a link of a cloned repository leads, nor wait for a worker that such a file
 * keeps from starting.
 */
function intruder(io: HookIo, paths: QueuePaths): string | null {
  for (const path of queueDirectories(paths)) {
    const kind = io.kind(path);
    if (kind === null || kind === "directory") continue;
    // Its user may have named a link as the state directory.
    if (path !== paths.root || kind === "shut") return path;
  }
  return null;
}

/** Without the note the next call takes a checkpoint too early: no reason to call no worker. */
async function note(io: HookIo, paths: QueuePaths, last: Note, nowMs: number): Promise<void> {
  try {
    writeNote(io, paths, last, nowMs);
  } catch (error) {
    await (await import("./fallback.ts")).logFailure(paths.root, error);
  }
}

/**
 * The settings that hold here. A broken file is told in the log; what does not count in a whole one the worker, the
 * doctor and every command tell, for a line at each call would cost each call.
 */
async function readConfig(io: HookIo, root: string, { env }: HookOptions): Promise<Config> {
  const directory =
    directoryByEnvironment("config", env, root) ??
    (await import("../origin/own-directory.ts")).ownDirectory("config", env, root);
  const user = directory === null ? null : io.readOwn(`${directory}/config.json`);
  const project = io.read(`${root}/config.json`);
  if (user === null && project === null) return DEFAULTS;
  const directoryOf = root.slice(0, root.lastIndexOf("/")) || "/";
  const { config, warnings, isBroken } = resolveSources({ user, project, directory: directoryOf });
  if (isBroken) await (await import("./fallback.ts")).logFailure(root, warnings[0]);
  return config;
}

const KEY_CHARS = 64;

/** The key that proves what hive writes; null where none has been made. */
function readKey(io: HookIo, root: string, { env }: HookOptions): string | null {
  const directory = directoryByEnvironment("data", env, root);
  const text = directory === null ? null : io.readOwn(`${directory}/key`);
  return text !== null && text.length === KEY_CHARS + 1 ? text.slice(0, KEY_CHARS) : null;
}

async function makeKey(root: string, { env }: HookOptions): Promise<string | null> {
  return (await import("./fallback.ts")).makeKey(root, env);
}

/**
 * Enqueues; what could not be enqueued that way goes to the fallback, which has the time for a second try.
 * @returns whether a worker listens
 */
async function commit(
  { io, paths, odd }: { readonly io: HookIo; readonly paths: QueuePaths; readonly odd: string | null },
  entries: readonly Entry[],
  config: Config,
  options: HookOptions,
): Promise<boolean> {
  let committed = 0;
  const onStep = (step: EnqueueStep): void => {
    if (step === "renamed") committed += 1;
    options.onStep?.(step);
  };
  const key = readKey(io, paths.root, options) ?? (await makeKey(paths.root, options));
  try {
    if (odd !== null) throw new Error(`${odd} is no directory`);
    // A small directory has room; a large one is worth loading the code that counts.
    if (mayBeFull(io.size(paths.pending) ?? 0, config)) {
      (await import("../queue/capacity.ts")).assertCapacity(paths, config);
    }
    // Not `...config`: a copy of so many fields takes 0.1 ms.
    const { durability, maxEntryBytes } = config;
    return enqueue(paths, io, entries, { durability, maxEntryBytes, key, onStep });
  } catch (error) {
    const left = entries.slice(committed);
    return (await import("./fallback.ts")).saveWithoutQueue(paths, left, { ...config, key }, error);
  }
}
