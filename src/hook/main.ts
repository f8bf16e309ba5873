import { systemClock } from "../clock.ts";
import { type Config, DEFAULTS, resolveConfig } from "../config.ts";
import { enqueue, type EnqueueStep } from "../queue/enqueue.ts";
import { completeEntry, type Entry } from "../queue/entry.ts";
import { type QueuePaths, queuePaths } from "../queue/layout.ts";
import { mayBeFull } from "../queue/limits.ts";
import { buildEntries, checkpointType } from "./entries.ts";
import { factsOf } from "./facts.ts";
import { type HookIo, openHookIo } from "./io.ts";
import { type HookPayload, parsePayload } from "./payload.ts";
import { Throttle } from "./throttle.ts";

export interface HookOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: number;
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

/**
 * Reads one hook payload on standard input and saves what it tells. Prints nothing and never throws: whatever goes
 * wrong, the agent goes on, and a line in a log says so.
 */
export async function runHook(options: HookOptions): Promise<void> {
  let root: string | undefined;
  try {
    const io = await openHookIo();
    options.onPhase?.("opened");
    const bytes = await io.readStdin(STDIN_DEADLINE_MS, MAX_STDIN_BYTES, (got) => parseJson(got) !== null);
    options.onPhase?.("read");
    const payload = parsePayload(new TextDecoder().decode(bytes));
    if (payload === null) return;
    root = stateDirectory(options.env, payload, io);
    options.onPhase?.("parsed");
    await save(io, root, payload, options);
  } catch (error) {
    await (await import("./fallback.ts")).logFailure(root, error);
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** `HIVE_ROOT`; else the nearest queue at or above the project that the agent was started in; else a new one there. */
function stateDirectory(env: HookOptions["env"], { fields }: HookPayload, io: HookIo): string {
  if (env["HIVE_ROOT"]) return env["HIVE_ROOT"];
  const cwd = typeof fields["cwd"] === "string" && fields["cwd"].startsWith("/") ? fields["cwd"] : process.cwd();
  const project = env["CLAUDE_PROJECT_DIR"] || cwd;
  for (let directory = project; directory !== ""; directory = directory.slice(0, directory.lastIndexOf("/"))) {
    if (io.size(`${directory}/.hive-mind/queue`) !== null) return `${directory}/.hive-mind`;
  }
  return `${project}/.hive-mind`;
}

async function save(io: HookIo, root: string, payload: HookPayload, options: HookOptions): Promise<void> {
  const { env, nowMs } = options;
  const paths = queuePaths(root);
  const config = await readConfig(io, root);
  const instanceId = env["HIVE_INSTANCE_ID"] || payload.sessionId;
  const throttle = new Throttle(io, paths, instanceId);
  const type = checkpointType(payload.event);
  const isThrottled = type === "auto" && !throttle.isDue(nowMs, config.checkpointIntervalSeconds);
  const checkpoint = isThrottled ? null : type;
  options.onPhase?.("decided");
  const pid = Number(env["CLAUDE_PID"]) || undefined;
  const sighting = { payload, instanceId, atMs: nowMs, facts: factsOf(payload, nowMs), pid };
  const entries = buildEntries(sighting, checkpoint).map((entry) => completeEntry(entry, systemClock.nowMs()));
  options.onPhase?.("built");
  await commit(io, paths, entries, config, options);
  options.onPhase?.("enqueued");
  if (checkpoint !== null) throttle.note(nowMs);
  options.onPhase?.("noted");
}

async function readConfig(io: HookIo, root: string): Promise<Config> {
  const text = io.read(`${root}/config.json`);
  if (text === null) return DEFAULTS;
  try {
    return resolveConfig(text);
  } catch (error) {
    await (await import("./fallback.ts")).logFailure(root, error);
    return DEFAULTS;
  }
}

/** Enqueues; what could not be enqueued that way goes to the fallback, which has the time for a second try. */
async function commit(
  io: HookIo,
  paths: QueuePaths,
  entries: readonly Entry[],
  config: Config,
  options: HookOptions,
): Promise<void> {
  let committed = 0;
  const onStep = (step: EnqueueStep): void => {
    if (step === "renamed") committed += 1;
    options.onStep?.(step);
  };
  try {
    // A small directory has room; a large one is worth loading the code that counts.
    if (mayBeFull(io.size(paths.pending) ?? 0, config)) {
      (await import("../queue/capacity.ts")).assertCapacity(paths, config);
    }
    enqueue(paths, io, entries, { ...config, onStep });
  } catch (error) {
    const left = entries.slice(committed);
    if (left.length > 0) await (await import("./fallback.ts")).saveWithoutQueue(paths, left, config, error);
  }
}
