import { existsSync } from "node:fs";
import { timeText } from "../base/clock.ts";
import type { Config } from "../base/config/config.ts";
import { errorCode, errorMessage } from "../base/errors.ts";
import { measureDepth } from "../queue/depth.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { isUnsound } from "../store/sqlite/open/unavailable.ts";
import { Store, type StoreStep } from "../store/sqlite/store.ts";
import { heartbeatOf, writeHeartbeat } from "../supervisor/heartbeat.ts";
import { processStart } from "../platform/process/identity.ts";
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
  /** Whether an unsound database is an error at once, with no wait for a person to replace it. @default false */
  readonly isOnce?: boolean;
  /** Whether applied observations are kept for the forwarder. @default false */
  readonly isForwarding?: boolean;
  /** Set for a worker in the background. */
  readonly supervision?: object;
  readonly onStep?: (step: StoreStep) => void;
}

const STORE_WAIT_MS = 500;
/** As often as an idle worker reports: every five minutes. */
const ATTEMPTS_A_REPORT = 600;

/**
 * Opens the store; waits for one that is locked, full or damaged. A waiting worker writes a heartbeat. It shows other
 * processes what the worker waits for, and which process to end.
 * @throws HIVE_MIGRATION; HIVE_STORE_UNAVAILABLE when the signal or the end of the state directory ended the wait
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { root, config, log, signal, isOnce, onStep, isForwarding: hasOutbox = false } = options;
  const { durability, rawSql, checkpointHistory } = config;
  const startedAtMs = Date.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      const steps = onStep === undefined ? {} : { onStep };
      return await Store.open(root, { durability, rawSql, checkpointHistory, hasOutbox, ...steps });
    } catch (error) {
      const isWaiting =
        errorCode(error) === "HIVE_STORE_UNAVAILABLE" && !(isOnce === true && isUnsound(error as Error));
      if (signal.aborted && attempt > 1) report(options, startedAtMs, error, true);
      // A state directory that was deleted comes back with a hook call, and that starts a worker of its own.
      if (!isWaiting || signal.aborted || !existsSync(root)) throw error;
      if (attempt === 1) log.write("warn", "the store cannot be opened, waiting", { error: errorMessage(error) });
      if (attempt % ATTEMPTS_A_REPORT === 1) report(options, startedAtMs, error, false);
    }
    await sleep(STORE_WAIT_MS, signal);
  }
}

/** Reports the wait in a heartbeat, before the worker has done anything and while it listens to nothing. */
function report(
  { paths, worker, config, log, supervision }: OpenStoreOptions,
  startedAtMs: number,
  error: unknown,
  isLast: boolean,
): void {
  try {
    const nowMs = Date.now();
    const { pending, processing } = measureDepth(paths, nowMs);
    const isBackground = supervision !== undefined;
    const identity = { worker, isBackground, processStart: processStart(process.pid), startedAtMs };
    const said = {
      mode: config.mode,
      idle_seconds: Math.floor((nowMs - startedAtMs) / 1000),
      queue_size: pending,
      processing_count: processing,
      store_error: errorMessage(error),
      stopped_at: isLast ? timeText(nowMs) : null,
    };
    writeHeartbeat(paths, heartbeatOf(identity, nowMs, said));
  } catch (cause) {
    log.write("warn", "no heartbeat written", { error: errorMessage(cause) });
  }
}
