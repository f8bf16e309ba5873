import { lstatSync, renameSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import type { Config } from "../base/config.ts";
import { errorCode, errorMessage } from "../base/errors.ts";
import { userKey } from "../origin/key.ts";
import { assertCapacity } from "../queue/capacity.ts";
import { enqueue } from "../queue/enqueue.ts";
import type { Entry } from "../queue/entry.ts";
import { nodeFiles } from "../base/files.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { makeQueue } from "../queue/make.ts";
import { printable } from "../base/printable.ts";

/** The agent waits while the store's lock is waited for. */
const BUSY_TIMEOUT_MS = 250;

/**
 * Saves entries that the fast way could not: makes the directories of a new queue and tries again, else writes to
 * SQLite directly.
 * @returns whether a worker listens
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
    if (left.length > 0) await applyDirectly(paths.root, left, config, error);
    return nodeFiles.ring(paths.doorbell);
  }
}

/**
 * Saves an entry while a worker of an older version lives on, which would make a dead letter of it: past the queue. Where
 * that fails, too, it is enqueued, since a dead letter is not lost.
 * @returns whether a worker listens
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
    await logFailure(paths.root, error);
    return saveWithoutQueue(paths, [entry], config, reason);
  }
}

/** The user's key, made where there is none. Without one what is saved has no proof: a line in the log says so. */
export async function makeKey(root: string, env: Readonly<Record<string, string | undefined>>): Promise<string | null> {
  try {
    return userKey(root, env);
  } catch (error) {
    await logFailure(root, error);
    return null;
  }
}

async function applyDirectly(root: string, entries: readonly Entry[], config: Config, cause: unknown): Promise<void> {
  try {
    const { Store } = await import("../store/store.ts");
    using store = await Store.open(root, { ...config, busyTimeoutMs: BUSY_TIMEOUT_MS });
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

/** A fault that stays is told at every call: what is older than the last megabyte or two is of no more use. */
const LOG_MAX_BYTES = 1024 ** 2;

/** One line in `hook.log` beside the queue, or in the temporary directory where that cannot be written. */
export async function logFailure(root: string | undefined, error: unknown): Promise<void> {
  const line = `${new Date().toISOString()} ${printable(errorMessage(error).replaceAll("\n", " "))}\n`;
  const fallback = `${tmpdir()}/hive-hook-${userInfo().uid}.log`;
  for (const path of root === undefined ? [fallback] : [`${root}/hook.log`, fallback]) {
    try {
      const found = lstatSync(path, { throwIfNoEntry: false });
      if (found?.isFile() === true && found.size >= LOG_MAX_BYTES) renameSync(path, `${path}.1`);
      nodeFiles.append(path, Buffer.from(line));
      return;
    } catch {
      // The last place has been tried, and a hook has nowhere to complain.
      continue;
    }
  }
}
