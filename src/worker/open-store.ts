import type { Config } from "../base/config.ts";
import { errorCode, errorMessage } from "../base/errors.ts";
import { measureDepth } from "../queue/depth.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { isUnsound } from "../store/connection.ts";
import { Store, type StoreStep } from "../store/store.ts";
import { VERSION } from "../base/version.ts";
import { type Heartbeat, writeHeartbeat } from "../supervisor/heartbeat.ts";
import { processStart } from "../platform/identity.ts";
import type { Log } from "../supervisor/log.ts";
import { sleep } from "../supervisor/outage.ts";

export interface OpenStoreOptions {
  readonly root: string;
  readonly paths: QueuePaths;
  /** The worker that it is opened for. */
  readonly worker: string;
  readonly config: Config;
  readonly log: Log;
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** Whether a database that is not sound is no reason to wait. @default false */
  readonly isOnce?: boolean;
  /** Set for a worker in the background. */
  readonly supervision?: object;
  readonly onStep?: (step: StoreStep) => void;
}

const STORE_WAIT_MS = 500;
/** As often as an idle worker reports: every five minutes. */
const ATTEMPTS_A_REPORT = 600;

/**
 * Opens the store; one that is locked, full or not sound is waited for. A worker that waits says so in a heartbeat, by
 * which others know what it waits for, and whom to ask to end.
 * @throws HIVE_MIGRATION; HIVE_STORE_UNAVAILABLE when the signal ended the wait
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { root, config, log, signal, isOnce, onStep } = options;
  const { durability, rawSql, checkpointHistory } = config;
  const startedAtMs = Date.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      const steps = onStep === undefined ? {} : { onStep };
      return await Store.open(root, { durability, rawSql, checkpointHistory, ...steps });
    } catch (error) {
      const isWaiting =
        errorCode(error) === "HIVE_STORE_UNAVAILABLE" && !(isOnce === true && isUnsound(error as Error));
      if (signal.aborted && attempt > 1) report(options, startedAtMs, error, true);
      if (!isWaiting || signal.aborted) throw error;
      if (attempt === 1) log.write("warn", "the store cannot be opened, waiting", { error: errorMessage(error) });
      if (attempt % ATTEMPTS_A_REPORT === 1) report(options, startedAtMs, error, false);
    }
    await sleep(STORE_WAIT_MS, signal);
  }
}

function report(
  { paths, worker, config, log, supervision }: OpenStoreOptions,
  startedAtMs: number,
  error: unknown,
  isLast: boolean,
): void {
  try {
    const nowMs = Date.now();
    writeHeartbeat(
      paths,
      waiting({
        worker,
        mode: config.mode,
        isBackground: supervision !== undefined,
        startedAtMs,
        nowMs,
        isLast,
        storeError: errorMessage(error),
        depth: measureDepth(paths, nowMs),
      }),
    );
  } catch (cause) {
    log.write("warn", "no heartbeat written", { error: errorMessage(cause) });
  }
}

interface Waiting {
  readonly worker: string;
  readonly mode: Config["mode"];
  readonly isBackground: boolean;
  readonly startedAtMs: number;
  readonly nowMs: number;
  readonly isLast: boolean;
  readonly storeError: string;
  readonly depth: { readonly pending: number; readonly processing: number };
}

/** What a worker says of itself before it has done anything, and while it listens to nothing. */
function waiting({ worker, mode, isBackground, startedAtMs, nowMs, isLast, storeError, depth }: Waiting): Heartbeat {
  return {
    timestamp: timeText(nowMs),
    pid: process.pid,
    mode,
    iteration: 0,
    events_processed: 0,
    last_process_time: null,
    idle_seconds: Math.floor((nowMs - startedAtMs) / 1000),
    queue_size: depth.pending,
    processing_count: depth.processing,
    worker,
    start_token: worker.slice(worker.indexOf("-") + 1),
    process_start: processStart(process.pid),
    background: isBackground,
    version: VERSION,
    started_at: timeText(startedAtMs),
    fallback_reason: null,
    watch: "off",
    doorbell: "off",
    watcher_restarts: 0,
    duplicates: 0,
    failed: 0,
    retried: 0,
    recovered: 0,
    wakes: {},
    rings: 0,
    watch_events: 0,
    missed_wakes: 0,
    store_error: storeError,
    queue_error: null,
    latency: null,
    throughput_per_second: null,
    stopped_at: isLast ? timeText(nowMs) : null,
  };
}

const timeText = (atMs: number): string => new Date(atMs).toISOString();
