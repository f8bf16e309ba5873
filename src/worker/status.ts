import { count } from "../base/words.ts";
import { existsSync, lstatSync } from "node:fs";
import type { Config } from "../base/config.ts";
import { errorCode, errorMessage } from "../base/errors.ts";
import { type Depth, measureDepth } from "../queue/depth.ts";
import { readRegular } from "../base/files.ts";
import { type QueuePaths, queueDirectories, queuePaths } from "../queue/layout.ts";
import { isDirectory, isQueueMade } from "../queue/make.ts";
import { isStoreUnavailable } from "../store/connection.ts";
import { otherStoreNote, otherStores } from "../store/location.ts";
import { type AgentCalls, StoreReader } from "../store/queries.ts";
import { Store } from "../store/store.ts";
import { type Account, readAccount } from "./account.ts";
import { findWorkers, type LiveWorker } from "../supervisor/find.ts";
import { type Heartbeat, readHeartbeat } from "../supervisor/heartbeat.ts";
import { findOddFiles } from "./odd-files.ts";
import { isSystemFault } from "../supervisor/outage.ts";
import { gatePath, MAX_GATE_BYTES, parseGate, type StartGate } from "../supervisor/start-gate.ts";
import { findStuck } from "../supervisor/stuck.ts";
import { findWriteProblems } from "./writable.ts";

/** What `hive status --json` prints, version 1. Ignore fields that you do not know. */
export interface Status {
  readonly version: 1;
  readonly root: string;
  /** Whether nothing is wrong. */
  readonly isHealthy: boolean;
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[];
  /** What a person should know though nothing is wrong: what of others lies here and is left alone. A sentence each. */
  readonly notes: readonly string[];
  /** The workers that run now, each with its last heartbeat. */
  readonly workers: readonly LiveWorker[];
  /** The last heartbeat of a worker that runs, else of the one that ran last; null where none was written. */
  readonly heartbeat: Heartbeat | null;
  /** The starts of a worker that did not last; null when there were none. */
  readonly starts: StartGate | null;
  readonly depth: Depth;
  /** Null when the store cannot be read: what was applied is not known then. */
  readonly account: Account | null;
  /** Whose calls are saved, those that called last first; none where the store cannot be read. */
  readonly agents: readonly AgentCalls[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A worker that was started so often and is not there does not last. */
const MANY_STARTS = 3;

/** Looks at a queue and its store from outside; starts nothing and changes nothing. */
export async function readStatus(root: string, nowMs: number, config: Config): Promise<Status> {
  const paths = queuePaths(root);
  if (!isQueueMade(paths)) return emptyStatus(root, isAwaitingFirstCall(paths) ? [] : [noQueue(paths)]);
  try {
    return await look(paths, nowMs, config);
  } catch (error) {
    if (!isSystemFault(error)) throw error;
    return emptyStatus(root, [...findWriteProblems(paths), `the queue cannot be read: ${errorMessage(error)}`]);
  }
}

function noQueue(paths: QueuePaths): string {
  // The first that is wrong: below a file there is nothing.
  const wrong = queueDirectories(paths).find((path) => !isDirectory(path, path === paths.root)) ?? paths.queue;
  if (!Store.exists(paths.root) && !isThere(wrong))
    return "there is no queue here: nothing has been saved yet; hive setup --check says whether the hook is called";
  return `there is no queue here: ${wrong} is missing or no directory; hooks save to the database meanwhile`;
}

/** A link that leads nowhere is there, too. */
const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** As setup leaves a project: the first call of the hook makes the rest. */
const isAwaitingFirstCall = ({ root, queue }: QueuePaths): boolean =>
  existsSync(root) && !isThere(queue) && !Store.exists(root);

async function look(paths: QueuePaths, nowMs: number, config: Config): Promise<Status> {
  const { root } = paths;
  const workers = findWorkers(paths);
  const heartbeat = workers.find((worker) => worker.heartbeat !== null)?.heartbeat ?? readHeartbeat(paths);
  const sinceMs = nowMs - Math.min(DAY_MS, config.ledgerRetentionHours * HOUR_MS);
  const { account, agents, storeProblem } = await readStoreIfSound(paths, nowMs, sinceMs);
  const depth = measureDepth(paths, nowMs);
  const starts = readGate(paths);
  const stuck = findStuck(paths, workers, config.stuckAfterSeconds * 1000, nowMs);
  const found = problemsOf({ workers, stuck, starts, depth, missing: account?.missing ?? [], nowMs });
  const odd = findOddFiles(paths, config.maxEntryBytes);
  const problems = [...new Set([...findWriteProblems(paths), ...storeProblem, ...found, ...odd])];
  const notes = notesOf(root);
  const isHealthy = problems.length === 0;
  return { version: 1, root, isHealthy, problems, notes, workers, heartbeat, starts, depth, account, agents };
}

function emptyStatus(root: string, problems: readonly string[]): Status {
  return {
    version: 1,
    root,
    isHealthy: problems.length === 0,
    problems,
    notes: notesOf(root),
    workers: [],
    heartbeat: null,
    starts: null,
    depth: { pending: 0, processing: 0, failed: 0, temporary: 0, oldestAgeMs: null },
    account: { captured: 0, applied: 0, pending: 0, failed: 0, missing: [] },
    agents: [],
  };
}

function notesOf(root: string): string[] {
  try {
    return otherStores(root).map(otherStoreNote);
  } catch (error) {
    // Without a key nothing is proved, and a problem says so.
    if (!isStoreUnavailable(error)) throw error;
    return [];
  }
}

function readGate(paths: QueuePaths): StartGate | null {
  const path = gatePath(paths);
  const gate = parseGate(readRegular(path, MAX_GATE_BYTES));
  return gate === null || gate.starts === 0 ? null : gate;
}

/** A store that cannot be read tells nothing of what was applied: then nothing is called missing. */
async function readStoreIfSound(
  paths: QueuePaths,
  nowMs: number,
  sinceMs: number,
): Promise<Pick<Status, "account" | "agents"> & { readonly storeProblem: readonly string[] }> {
  try {
    const account = await readAccount(paths, nowMs, sinceMs);
    return { account, agents: await readAgents(paths.root), storeProblem: [] };
  } catch (error) {
    if (!isStoreUnavailable(error) && errorCode(error) !== "HIVE_MIGRATION") throw error;
    const problem = `the store cannot be read, nothing is applied: ${errorMessage(error)}; see hive doctor`;
    return { account: null, agents: [], storeProblem: [problem] };
  }
}

async function readAgents(root: string): Promise<AgentCalls[]> {
  using reader = await StoreReader.open(root);
  return reader?.agents() ?? [];
}

interface Findings {
  readonly workers: readonly LiveWorker[];
  readonly stuck: readonly LiveWorker[];
  readonly starts: StartGate | null;
  readonly depth: Depth;
  readonly missing: readonly string[];
  readonly nowMs: number;
}

function problemsOf({ workers, stuck, starts, depth, missing, nowMs }: Findings): string[] {
  const problems: string[] = [];
  const isRunning = workers.length > 0;
  if (!isRunning && starts !== null && starts.starts >= MANY_STARTS) {
    const again = starts.untilMs > nowMs ? `; none is started for ${Math.ceil((starts.untilMs - nowMs) / 1000)} s` : "";
    problems.push(`a worker was started ${starts.starts} times and did not last${again}: see hive worker logs`);
  }
  if (!isRunning && depth.pending > 0)
    problems.push(`${count(depth.pending, "entry is", "entries are")} waiting and no worker runs: hive worker start`);
  for (const { id } of stuck) {
    problems.push(`worker ${id} takes no entry although some are waiting: hive worker restart --force`);
  }
  if (depth.failed > 0)
    problems.push(`${count(depth.failed, "dead letter", "dead letters")}: look at them with: hive failed list`);
  if (missing.length > 0)
    problems.push(
      `${count(missing.length, "entry was", "entries were")} enqueued and ${missing.length === 1 ? "is" : "are"} nowhere`,
    );
  for (const { heartbeat } of workers) {
    if (heartbeat === null) continue;
    if (heartbeat.fallback_reason !== null) problems.push(`the worker polls: ${heartbeat.fallback_reason}`);
    if (heartbeat.queue_error !== null) problems.push(`the queue cannot be read or written: ${heartbeat.queue_error}`);
    if (heartbeat.store_error !== null) problems.push(`the store cannot be written: ${heartbeat.store_error}`);
    if (heartbeat.mode === "event" && heartbeat.doorbell === "failed") problems.push("the doorbell cannot be heard");
  }
  return problems;
}
