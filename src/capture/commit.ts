import type { Config } from "../base/config/config.ts";
import { directoryByEnvironment } from "../origin/user-directories.ts";
import { enqueue, type EnqueueStep } from "../queue/producer/enqueue.ts";
import type { Entry } from "../queue/entry.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { mayBeFull } from "../queue/producer/limits.ts";
import type { HookIo } from "./io.ts";

interface Job {
  readonly io: HookIo;
  readonly paths: QueuePaths;
  readonly config: Config;
  readonly entry: Entry;
  /** The path of a file in place of a directory of the queue; null without one. */
  readonly odd: string | null;
  /** True if no worker of an older version would take the entry. */
  readonly isUnderstood: boolean;
  readonly options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly onStep?: (step: EnqueueStep) => void;
  };
}

/**
 * Enqueues the entry. If that fails, it goes to the fallback, which can afford a second try.
 * @returns true if a worker listens, without a promise in the usual case
 */
export function commit(job: Job): boolean | Promise<boolean> {
  const key = readKey(job);
  return key === null ? commitFirst(job) : commitWith(job, key);
}

const KEY_CHARS = 64;

/** The key that proves hive's entries; null if none has been made. */
function readKey({ io, paths, options: { env } }: Job): string | null {
  const directory = directoryByEnvironment("data", env, paths.root, io.holdsGit);
  const text = directory === null ? null : io.readOwn(`${directory}/key`);
  return text !== null && text.length === KEY_CHARS + 1 ? text.slice(0, KEY_CHARS) : null;
}

async function commitFirst(job: Job): Promise<boolean> {
  return commitWith(job, await (await import("./fallback.ts")).makeKey(job.paths.root, job.options.env));
}

function commitWith(job: Job, key: string | null): boolean | Promise<boolean> {
  const { io, paths, config, odd } = job;
  if (!job.isUnderstood) return saveBesideOlder(job, key);
  if (odd !== null) return saveElse(job, key, new Error(`${odd} is no directory`));
  // A small directory has room; a large one is worth loading the code that counts.
  return mayBeFull(io.size(paths.pending) ?? 0, config) ? countFirst(job, key) : tryToEnqueue(job, key);
}

function tryToEnqueue(job: Job, key: string | null): boolean | Promise<boolean> {
  const { io, paths, entry, options } = job;
  let isCommitted = false;
  const onStep = (step: EnqueueStep): void => {
    if (step === "renamed") isCommitted = true;
    options.onStep?.(step);
  };
  try {
    // Not `...config`: a copy of that many fields takes 0.1 ms.
    const { durability, maxEntryBytes } = job.config;
    return enqueue(paths, io, [entry], { durability, maxEntryBytes, key, onStep });
  } catch (error) {
    return saveElse(job, key, error, isCommitted);
  }
}

async function countFirst(job: Job, key: string | null): Promise<boolean> {
  try {
    (await import("../queue/producer/capacity.ts")).assertCapacity(job.paths, job.config);
  } catch (error) {
    return saveElse(job, key, error);
  }
  return tryToEnqueue(job, key);
}

async function saveElse(job: Job, key: string | null, error: unknown, isCommitted = false): Promise<boolean> {
  const { paths, config, entry } = job;
  const left = isCommitted ? [] : [entry];
  return (await import("./fallback.ts")).saveWithoutQueue(paths, left, { ...config, key }, error);
}

async function saveBesideOlder({ paths, config, entry }: Job, key: string | null): Promise<boolean> {
  return (await import("./fallback.ts")).saveBesideOlder(paths, entry, { ...config, key });
}
