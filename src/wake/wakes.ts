import { errorMessage } from "../base/errors.ts";
import type { Doorbell, ProvableSource, WakeCause, WakeSource } from "./source.ts";
import { TimerSource } from "./timer.ts";

export type SourceState = "proven" | "failed" | "off";

/** The worker's wake state, as the log, the heartbeat and `hive status` report it. */
export interface WakeState {
  /** The source that wakes the worker now. */
  readonly mode: "event" | "poll";
  /** Why it polls although it was to be woken by events; null otherwise. */
  readonly fallbackReason: string | null;
  readonly watch: SourceState;
  readonly doorbell: SourceState;
  /** The number of restarts of a source. */
  readonly restarts: number;
}

export interface WakesOptions {
  readonly mode: "event" | "poll";
  readonly pollIntervalMs: number;
  readonly backstopIntervalMs: number;
  readonly watch: ProvableSource;
  /** Null to be woken by the watcher alone. */
  readonly doorbell: Doorbell | null;
  /** Aborted when no caller will wait any more: a proof is given up then. */
  readonly signal?: AbortSignal;
  /** Called when {@link WakeState} changed for better or worse, with a sentence. */
  readonly onChange?: (message: string) => void;
}

const STOP_LISTENING_MS = 1000;
/** Time within which a probe must arrive. */
const PROBE_TIMEOUT_MS = 1000;
const MAX_FAILURES = 3;
const NO_DOORBELL = { reason: null, restarts: 0 };
/** The runtime takes a longer time for none at all. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function timerMs(ms: number): number {
  return Math.min(LONGEST_TIMER_MS, Math.max(1, Math.ceil(ms)));
}

async function provesItself(source: ProvableSource, signal?: AbortSignal): Promise<boolean> {
  try {
    return await source.prove(PROBE_TIMEOUT_MS, signal);
  } catch {
    // Its next start reports the reason.
    return false;
  }
}

/**
 * All the sources of one worker, joined: it waits here. In event mode only the backstop looks at the directory by
 * timer. Each event source proves that its events arrive, and is restarted when they do not. After three failures of
 * the watcher the worker polls and says so.
 */
export class Wakes {
  readonly #options: WakesOptions;
  readonly #poll: TimerSource;
  readonly #backstop: TimerSource;
  readonly #causes = new Set<WakeCause>();
  /** Wakes by cause since the start. */
  readonly counts: Record<WakeCause, number> = { doorbell: 0, watch: 0, poll: 0, backstop: 0, due: 0, start: 0 };
  #state: WakeState;
  #resolve: (() => void) | undefined;

  constructor(options: WakesOptions) {
    this.#options = options;
    this.#poll = new TimerSource("poll", options.pollIntervalMs);
    this.#backstop = new TimerSource("backstop", options.backstopIntervalMs);
    this.#state = { mode: options.mode, fallbackReason: null, watch: "off", doorbell: "off", restarts: 0 };
  }

  get state(): WakeState {
    return this.#state;
  }

  /** Whether a wake came since the last wait. */
  get isPending(): boolean {
    return this.#causes.size > 0;
  }

  /** Starts every source and proves the event sources. */
  async start(): Promise<void> {
    this.#begin(this.#backstop);
    if (this.#options.mode === "poll") {
      this.#begin(this.#poll);
      return;
    }
    await this.check(true);
  }

  /**
   * Checks the event sources. Restarts one that is broken or misses its probe.
   * @param mustProve true to probe each source, since entries came for which there was no event
   */
  async check(mustProve: boolean): Promise<void> {
    if (this.#options.mode === "poll") return;
    const bell = this.#options.doorbell;
    const doorbell = bell === null ? NO_DOORBELL : await this.#ensureProven(bell, mustProve, 1);
    const watch = await this.#ensureProven(this.#options.watch, mustProve, MAX_FAILURES);
    // A proof that was given up proves nothing.
    if (this.#isEnding) return;
    const hasFailed = watch.reason !== null;
    const restarts = this.#state.restarts + doorbell.restarts + watch.restarts;
    const mode = hasFailed ? "poll" : "event";
    const before = this.#state;
    this.#state = {
      mode,
      fallbackReason: watch.reason,
      watch: hasFailed ? "failed" : "proven",
      doorbell: bell === null ? "off" : doorbell.reason === null ? "proven" : "failed",
      restarts,
    };
    if (hasFailed && !this.#poll.isSound()) this.#begin(this.#poll);
    if (!hasFailed) this.#poll.stop();
    this.#report(before, doorbell.reason);
  }

  /** Starts a source until it proves itself, up to a number of times. */
  async #ensureProven(
    source: ProvableSource,
    mustProve: boolean,
    attempts: number,
  ): Promise<{ reason: string | null; restarts: number }> {
    let reason: string | null = null;
    const isFirst = this.#state[source.cause === "watch" ? "watch" : "doorbell"] === "off";
    const isTrusted = source.isSound() && !mustProve;
    const { signal } = this.#options;
    if (isTrusted || (source.isSound() && (await provesItself(source, signal)))) return { reason, restarts: 0 };
    for (let attempt = 1; attempt <= attempts && !this.#isEnding; attempt += 1) {
      try {
        this.#begin(source);
        if (await source.prove(PROBE_TIMEOUT_MS, signal)) return { reason: null, restarts: attempt - Number(isFirst) };
        reason = `${source.cause}: no event arrives`;
      } catch (error) {
        reason = `${source.cause}: ${errorMessage(error)}`;
      }
      source.stop();
    }
    return { reason, restarts: attempts - Number(isFirst) };
  }

  get #isEnding(): boolean {
    return this.#options.signal?.aborted === true;
  }

  #begin(source: WakeSource): void {
    source.start(() => this.wake(source.cause));
  }

  #report(before: WakeState, doorbellReason: string | null): void {
    const { mode, fallbackReason, doorbell, watch } = this.#state;
    const report = (message: string): void => this.#options.onChange?.(message);
    if (mode === "poll" && before.fallbackReason !== fallbackReason) {
      report(`polling every ${this.#options.pollIntervalMs} ms instead of events: ${fallbackReason}`);
    }
    if (mode === "event" && before.mode === "poll") report("events arrive again, polling has ended");
    // The reason begins with the name of the source.
    if (doorbell === "failed" && before.doorbell !== "failed") report(`this worker hears no ${doorbellReason}`);
    if (before.watch === "proven" && watch === "proven" && before.restarts !== this.#state.restarts) {
      report("a wake source was started again");
    }
  }

  /** Wakes the waiting worker, or lets its next wait end at once. */
  wake(cause: WakeCause): void {
    this.counts[cause] += 1;
    this.#causes.add(cause);
    this.#resolve?.();
  }

  /**
   * Waits for a wake.
   * @param dueInMs when an entry that was put off is due; null for none
   * @returns all causes since the last call
   */
  async next(dueInMs: number | null): Promise<ReadonlySet<WakeCause>> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    // @mutant a wake during a batch is not lost
    if (this.#causes.size === 0) {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
        if (dueInMs !== null) timer = setTimeout(() => this.wake("due"), timerMs(dueInMs));
      });
      this.#resolve = undefined;
      clearTimeout(timer);
    }
    const causes = new Set(this.#causes);
    this.#causes.clear();
    return causes;
  }

  /** Stops, and waits until no producer can mistake this worker for a listening one. */
  async stopListening(): Promise<void> {
    this.stop();
    if (this.#options.mode === "event") await this.#options.doorbell?.stopListening(STOP_LISTENING_MS);
  }

  stop(): void {
    for (const source of [this.#options.doorbell, this.#options.watch, this.#poll, this.#backstop]) source?.stop();
  }
}
