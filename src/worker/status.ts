import { existsSync, readdirSync } from "node:fs";
import { capturedIds } from "../queue/captured.ts";
import { type Depth, measureDepth } from "../queue/depth.ts";
import { isOwnSeq, ownSeqAtMs, parseEntryName } from "../queue/entry.ts";
import { type QueuePaths, queueDirectories, queuePaths } from "../queue/layout.ts";
import { lockPath } from "../queue/maintenance.ts";
import { StoreReader } from "../store/queries.ts";
import { storePath } from "../store/store.ts";
import { type Heartbeat, readHeartbeat } from "./heartbeat.ts";
import { ProcessLock } from "./lock.ts";

interface LiveWorker {
  readonly id: string;
  readonly pid: number;
  readonly heartbeat: Heartbeat | null;
}

/** What `hive status --json` prints, version 1. Ignore fields that you do not know. */
export interface Status {
  readonly version: 1;
  readonly root: string;
  /** Whether nothing is wrong. */
  readonly isHealthy: boolean;
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[];
  /** The workers that run now, each with its last heartbeat. */
  readonly workers: readonly LiveWorker[];
  /** The last heartbeat of a worker that runs, else of the one that ran last; null where none was written. */
  readonly heartbeat: Heartbeat | null;
  readonly depth: Depth;
  /** Entries enqueued through hive in the last 24 hours, and where they are now. */
  readonly account: {
    readonly captured: number;
    readonly applied: number;
    readonly pending: number;
    readonly failed: number;
    /** Ids that were enqueued and are nowhere: 0 unless something was lost or deleted by hand. */
    readonly missing: readonly string[];
  };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** An entry that waits so long while a worker lives is stuck. */
const STUCK_MS = 60_000;
/** A journal line is written after the entry: so young an entry may be between two directories now. */
const SETTLED_MS = 2000;

/**
 * Looks at a queue and its store from outside; starts nothing and changes nothing.
 * @param ledgerRetentionHours what is older than this cannot be accounted for
 */
export async function readStatus(root: string, nowMs: number, ledgerRetentionHours: number): Promise<Status> {
  const paths = queuePaths(root);
  const isPrepared = queueDirectories(paths).every((path) => existsSync(path));
  if (!isPrepared) return emptyStatus(root);
  const workers = liveWorkers(paths);
  const heartbeat = workers.find((worker) => worker.heartbeat !== null)?.heartbeat ?? readHeartbeat(paths);
  const account = await readAccount(paths, nowMs, nowMs - Math.min(DAY_MS, ledgerRetentionHours * HOUR_MS));
  const depth = measureDepth(paths, nowMs);
  const problems = problemsOf(workers, depth, account.missing);
  return { version: 1, root, isHealthy: problems.length === 0, problems, workers, heartbeat, depth, account };
}

function emptyStatus(root: string): Status {
  return {
    version: 1,
    root,
    isHealthy: false,
    problems: ["there is no queue here: nothing has been saved yet"],
    workers: [],
    heartbeat: null,
    depth: { pending: 0, processing: 0, failed: 0, temporary: 0, oldestAgeMs: null },
    account: { captured: 0, applied: 0, pending: 0, failed: 0, missing: [] },
  };
}

/** The workers whose lock is held. */
function liveWorkers(paths: QueuePaths): LiveWorker[] {
  return readdirSync(paths.workers)
    .filter((name) => name.endsWith(".lock"))
    .map((name) => name.slice(0, -".lock".length))
    .filter((id) => {
      const lock = ProcessLock.take(lockPath(paths, id), false);
      lock?.release();
      return lock === null;
    })
    .map((id) => ({ id, pid: Number.parseInt(id, 10), heartbeat: readHeartbeat(paths, id) }));
}

async function readAccount(paths: QueuePaths, nowMs: number, sinceMs: number): Promise<Status["account"]> {
  const captured = capturedIds(paths, sinceMs);
  let unaccounted = await notApplied(paths.root, captured, sinceMs);
  const applied = captured.length - unaccounted.length;
  // The directories are read in the direction in which entries move, so that none slips by.
  const pending = take(ownSeqs(readdirSync(paths.pending)));
  const processing = take(ownSeqs(readdirSync(paths.processing, { recursive: true }).map(String)));
  const failed = take(ownSeqs(readdirSync(paths.failed)));
  const rest = await notApplied(paths.root, unaccounted, sinceMs);
  const missing = rest.filter((id) => nowMs - ownSeqAtMs(id) > SETTLED_MS);
  const appliedSince = unaccounted.length - rest.length;
  return {
    captured: captured.length,
    applied: applied + appliedSince,
    pending: pending + processing + (rest.length - missing.length),
    failed,
    missing,
  };

  function take(found: ReadonlySet<string>): number {
    const before = unaccounted.length;
    unaccounted = unaccounted.filter((id) => !found.has(id));
    return before - unaccounted.length;
  }
}

function ownSeqs(files: readonly string[]): Set<string> {
  const seqs = files.map((file) => parseEntryName(file.slice(file.lastIndexOf("/") + 1))?.seq.replace(/~\d+$/, ""));
  return new Set(seqs.filter((seq) => seq !== undefined && isOwnSeq(seq)) as string[]);
}

async function notApplied(root: string, ids: readonly string[], sinceMs: number): Promise<string[]> {
  if (ids.length === 0 || !existsSync(storePath(root))) return [...ids];
  using reader = await StoreReader.open(storePath(root));
  const applied = reader.appliedSince(sinceMs);
  return ids.filter((id) => !applied.has(id));
}

function problemsOf(workers: readonly LiveWorker[], depth: Depth, missing: readonly string[]): string[] {
  const problems: string[] = [];
  const isRunning = workers.length > 0;
  if (!isRunning && depth.pending > 0) problems.push(`${depth.pending} entries are waiting and no worker runs`);
  if (isRunning && (depth.oldestAgeMs ?? 0) > STUCK_MS) {
    problems.push(`the oldest entry has waited ${Math.round(depth.oldestAgeMs! / 1000)} s although a worker runs`);
  }
  if (depth.failed > 0) problems.push(`${depth.failed} dead letters: look at them with: hive failed list`);
  if (missing.length > 0) problems.push(`${missing.length} entries were enqueued and are nowhere`);
  for (const { heartbeat } of workers) {
    if (heartbeat === null) continue;
    if (heartbeat.fallback_reason !== null) problems.push(`the worker polls: ${heartbeat.fallback_reason}`);
    if (heartbeat.store_error !== null) problems.push(`the store cannot be written: ${heartbeat.store_error}`);
    if (heartbeat.mode === "event" && heartbeat.doorbell === "failed") problems.push("the doorbell cannot be heard");
  }
  return [...new Set(problems)];
}
