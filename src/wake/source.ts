/** Why a worker woke. */
export type WakeCause = "doorbell" | "watch" | "poll" | "backstop" | "due" | "start";

/**
 * Something that says "there may be something to claim". A hint only: the directory is the truth, and losing a wake
 * costs time, never data.
 */
export interface WakeSource {
  readonly cause: WakeCause;
  /** Begins to call `onWake`. @throws when it cannot; it may be started again */
  start(onWake: () => void): void;
  /** Ends it; no call of `onWake` comes after. */
  stop(): void;
  /** Whether its file still exists and is still the same. */
  isSound(): boolean;
}

/** A source that can show that its events arrive. */
export interface ProvableSource extends WakeSource {
  /**
   * Causes an event of its own and waits for it, so long at most; an abort ends the wait. The probe wakes no waiter.
   */
  prove(timeoutMs: number, signal?: AbortSignal): Promise<boolean>;
}

/** Distinguishes a file from a later one under the same name: an inode number alone is reused. */
export function fileIdentity(stat: { ino: number; birthtimeMs: number } | undefined): string | undefined {
  return stat === undefined ? undefined : `${stat.ino}:${stat.birthtimeMs}`;
}

/** Resolves to whether `event` came before the timeout and before the abort. */
export async function arrives(event: Promise<void>, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
  const { promise: ended, resolve } = Promise.withResolvers<false>();
  const end = (): void => resolve(false);
  const timer = setTimeout(end, signal?.aborted === true ? 0 : timeoutMs);
  signal?.addEventListener("abort", end, { once: true });
  try {
    return await Promise.race([event.then(() => true), ended]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
}

/** A source whose presence shows producers that a worker listens. */
export interface Doorbell extends ProvableSource {
  /** Waits until no worker listens to it any more, up to a limit. */
  stopListening(limitMs: number): Promise<void>;
}
