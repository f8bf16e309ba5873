import type { Config } from "../base/config/config.ts";
import { errorCode, errorMessage } from "../base/errors.ts";
import { userKey } from "../origin/key.ts";
import { assertCapacity } from "../queue/producer/capacity.ts";
import { enqueue } from "../queue/producer/enqueue.ts";
import type { Entry } from "../queue/entry.ts";
import { nodeFiles } from "../base/files/files.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { makeQueue } from "../queue/make.ts";
import { logFailure } from "./hook-log.ts";

/** Short, since the agent waits as well while the store is locked. */
const BUSY_TIMEOUT_MS = 250;

/**
 * Saves entries that the fast path could not. It makes the directories of a new queue and tries again, else it writes
 * to SQLite directly.
 * @returns true if a worker listens
 * @throws an error that names both reasons, with SQLite's as its cause
 */
export async function saveWithoutQueue(
  paths: QueuePaths,
  entries: readonly Entry[],
  config: Config & { readonly key: string | null },
  firstError: unknown,
): Promise<boolean> {
  if (entries.length === 0) return nodeFiles.ring(paths.doorbell);
  let committed = 0;
  try {
    if (errorCode(firstError) === "HIVE_QUEUE_FULL") throw firstError;
    makeQueue(paths);
    assertCapacity(paths, config);
    const onStep = (step: string): void => {
      if (step === "renamed") committed += 1;
    };
    return enqueue(paths, nodeFiles, entries, { ...config, onStep });
  } catch (error) {
    const left = entries.slice(committed);
    // @mutant without a queue the hook writes to SQLite
    if (left.length > 0) await applyDirectly(paths.root, left, config, error);
    return nodeFiles.ring(paths.doorbell);
  }
}

/**
 * Saves an entry to SQLite while an older worker lives, which would make a dead letter of it. If that fails, the entry
 * is enqueued: a dead letter is not lost.
 * @returns true if a worker listens
 */
export async function saveBesideOlder(
  paths: QueuePaths,
  entry: Entry,
  config: Config & { readonly key: string | null },
): Promise<boolean> {
  const reason = new Error("a worker of an older version of hive does not end");
  try {
    await applyDirectly(paths.root, [entry], config, reason);
    return nodeFiles.ring(paths.doorbell);
  } catch (error) {
    logFailure(paths.root, error);
    return saveWithoutQueue(paths, [entry], config, reason);
  }
}

/** The user's key, made if missing. Without one, entries have no proof, and the log says so. */
export async function makeKey(root: string, env: Readonly<Record<string, string | undefined>>): Promise<string | null> {
  try {
    return userKey(root, env);
  } catch (error) {
    logFailure(root, error, env);
    return null;
  }
}

async function applyDirectly(root: string, entries: readonly Entry[], config: Config, cause: unknown): Promise<void> {
  try {
    const { Store } = await import("../store/sqlite/store.ts");
    using store = await Store.open(root, {
      ...config,
      hasOutbox: config.archive !== "off" || config.fleetUrl !== "",
      busyTimeoutMs: BUSY_TIMEOUT_MS,
    });
    const outcomes = store.applyBatch(
      entries.map((entry) => ({ ...entry, id: entry.hive_id ?? entry.seq })),
      Date.now(),
    );
    for (const outcome of outcomes) if (outcome.kind === "rejected") throw new Error(outcome.error.message);
  } catch (error) {
    const message = `neither queue nor store could be written: ${errorMessage(cause)}; ${errorMessage(error)}`;
    throw new Error(message, { cause: error });
  }
}
