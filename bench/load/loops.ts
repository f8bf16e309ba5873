/** The two ways to put entries into a queue and to time them: one after the other, or at a fixed rate. */
import type { Queue } from "../../src/queue/queue.ts";
import { nap, type Observer } from "../harness/observer.ts";
import { type Producer, recorded, type Sent } from "./producers.ts";

/** Open loop: entries arrive at this rate, whether or not the last one has been applied. */
export const RATE_PER_SECOND = 200;
/** Nearer than this to what it waits for, the open loop naps and does not sleep: a sleep ends up to 1 ms late. */
const CLOSE_MS = 2;

/** Milliseconds, from one producer in one trial. */
export interface LoopSamples {
  readonly committed: readonly number[];
  readonly gone: readonly number[];
}

export interface Target {
  readonly queue: Queue;
  readonly observer: Observer;
  readonly signal: AbortSignal;
}

/** @returns its samples, and how many entries it enqueued */
export type Load = (target: Target) => Promise<LoopSamples & { readonly entries: number }>;

/** Spread evenly over the interval and in random order, so that few entries meet a polling worker in all its phases. */
function randomPauses(n: number, intervalMs: number): number[] {
  const pauses = Array.from({ length: n }, (_, index) => ((index + Math.random()) / n) * intervalMs);
  return pauses
    .map((pause) => ({ pause, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ pause }) => pause);
}

export interface ClosedLoop {
  /** Makes the producer of that many entries. */
  readonly produce: (count: number) => Producer;
  /** The next entry comes after a random part of it. */
  readonly pauseMs: number;
  readonly entries: number;
  /** Entries before the first that counts. */
  readonly warmUp: number;
}

/** One entry at a time. */
export const closedLoop =
  ({ produce, pauseMs, entries, warmUp }: ClosedLoop): Load =>
  async ({ queue, observer, signal }) => {
    const samples = { committed: [] as number[], gone: [] as number[], entries: warmUp + entries };
    const pausesMs = randomPauses(samples.entries, pauseMs);
    const send = produce(samples.entries);
    for (let index = 0; index < samples.entries; index += 1) {
      await Bun.sleep(pausesMs[index]!);
      const startedMs = performance.now();
      const sent = send(queue, index);
      await observer.until(() => observer.isApplied(sent, index), signal);
      const committedMs = performance.now() - startedMs;
      await observer.until(() => observer.isGone(sent.name), signal);
      if (index < warmUp) continue;
      samples.committed.push(committedMs);
      samples.gone.push(performance.now() - startedMs);
    }
    return samples;
  };

interface Underway {
  readonly index: number;
  readonly sent: Sent;
  isApplied: boolean;
}

/** At a fixed rate, from the time at which an entry was due: a stall counts for all that came meanwhile. */
export const openLoop =
  (entries: number): Load =>
  async ({ queue, observer, signal }) => {
    const samples = { committed: [] as number[], gone: [] as number[], entries };
    const send = recorded(entries);
    let underway: Underway[] = [];
    let sent = 0;
    const firstMs = performance.now();
    const sinceDueMs = (index: number): number => performance.now() - (firstMs + (index * 1000) / RATE_PER_SECOND);
    while (samples.gone.length < entries) {
      if (sent < entries && sinceDueMs(sent) >= 0) {
        underway.push({ index: sent, sent: send(queue, sent), isApplied: false });
        sent += 1;
        // Lets a signal in.
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      for (const one of underway) {
        if (one.isApplied || !observer.isApplied(one.sent, one.index)) continue;
        one.isApplied = true;
        samples.committed.push(sinceDueMs(one.index));
      }
      const left = underway.filter((one) => !one.isApplied || !observer.isGone(one.sent.name));
      for (const one of underway) if (!left.includes(one)) samples.gone.push(sinceDueMs(one.index));
      underway = left;
      const waitedMs = underway.length === 0 ? 0 : sinceDueMs(underway[0]!.index);
      observer.assertWithin(waitedMs, signal);
      const isNextClose = sent < entries && sinceDueMs(sent) > -CLOSE_MS;
      const isEndClose = underway.length > 0 && waitedMs < 2 * CLOSE_MS;
      if (isNextClose || isEndClose) nap();
      else await Bun.sleep(1);
    }
    return samples;
  };
