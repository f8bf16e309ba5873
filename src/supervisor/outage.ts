import { setTimeout } from "node:timers/promises";
import { errorCode, errorMessage, HiveError } from "../base/errors.ts";
import type { Queue } from "../queue/queue.ts";
import type { Log } from "./log.ts";

export interface OutageOptions {
  /** Name of the unavailable part, for the log: `the store`. */
  readonly name: string;
  readonly log: Log;
  /** Aborted when the worker is to stop: a wait ends then. */
  readonly signal: AbortSignal;
  /** Called when {@link Outage.error} begins or ends to be null. */
  readonly onChange?: (() => void) | undefined;
}

const FIRST_WAIT_MS = 25;
const LONGEST_WAIT_MS = 1000;
/** Wait for a running `rm -rf` to finish before recreating the directory. */
export const DELETION_MS = 500;

/**
 * A time in which the store, or the queue's file system, is unavailable through no entry's fault. It is waited out with
 * delays that grow from 25 ms to 1 s. The log says when it begins and when it ends.
 */
export class Outage {
  readonly #options: OutageOptions;
  #waitMs = FIRST_WAIT_MS;
  /** Why nothing can be done now; null when it can. */
  error: string | null = null;

  constructor(options: OutageOptions) {
    this.#options = options;
  }

  /** Notes a failure, and waits before the next try. @param leastMs waits so long at least */
  async wait(error: unknown, leastMs = 0): Promise<void> {
    const { name, log, signal, onChange } = this.#options;
    const isNews = this.error === null;
    this.error = errorMessage(error);
    if (isNews) {
      log.write("warn", `${name} is unavailable, waiting`, { error: this.error });
      onChange?.();
    }
    await sleep(Math.max(leastMs, this.#waitMs), signal);
    this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
  }

  /** Notes that it works. */
  end(): void {
    if (this.error === null) return;
    const { name, log, onChange } = this.#options;
    this.error = null;
    this.#waitMs = FIRST_WAIT_MS;
    log.write("info", `${name} is available again`);
    onChange?.();
  }
}

/**
 * True for an error of the file system, such as ENOSPC, EROFS, EMFILE or ENOENT. It may pass, and no entry is at fault.
 * A deleted project does not count, since it does not come back.
 */
export function isSystemFault(error: unknown): boolean {
  const cause = error instanceof HiveError && error.code === "HIVE_QUEUE_UNAVAILABLE" ? error.cause : error;
  return /^E[A-Z0-9]+$/.test(errorCode(cause) ?? "");
}

/** Waits before the queue is tried again, and restores its deleted parts. @throws when the project is gone */
export async function waitForQueue(outage: Outage, queue: Queue, error: unknown): Promise<void> {
  const isDeleted = errorCode(error) === "ENOENT";
  await outage.wait(error, isDeleted ? DELETION_MS : 0);
  if (isDeleted) makeAgain(queue);
}

/** @throws when the project is gone */
export function makeAgain(queue: Queue): void {
  try {
    queue.prepare();
  } catch (error) {
    // The next try meets the same fault.
    if (!isSystemFault(error)) throw error;
  }
}

/** Waits; an abort ends the wait. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
