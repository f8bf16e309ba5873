import { measureDepth } from "../../queue/depth.ts";
import { queuePaths } from "../../queue/layout.ts";
import { isQueueMade } from "../../queue/make.ts";
import { readHeartbeat } from "../../supervisor/heartbeat.ts";
import type { Sample } from "../page/data.ts";

/** The samples kept. */
const MAX_SAMPLES = 600;

interface Totals {
  readonly applied: number;
  readonly wakes: number;
}

/** Samples of the projects' queues, one at each change. */
export class Samples {
  readonly #samples: Sample[] = [];
  #last: Totals | null = null;

  get all(): readonly Sample[] {
    return this.#samples;
  }

  take(roots: readonly string[], nowMs: number): void {
    // A project that hive has not seen yet has no queue.
    const queues = roots.map(queuePaths).filter(isQueueMade);
    const beats = queues.map((paths) => readHeartbeat(paths));
    const now: Totals = {
      applied: sum(beats.map((beat) => beat?.events_processed ?? 0)),
      wakes: sum(beats.map((beat) => sum(Object.values(beat?.wakes ?? {})))),
    };
    // A restarted worker counts from zero.
    const before = this.#last === null || this.#last.applied > now.applied ? now : this.#last;
    const latencies = beats.flatMap((beat) => beat?.latency?.p50Ms ?? []);
    this.#samples.push({
      atMs: nowMs,
      pending: sum(queues.map((paths) => measureDepth(paths, nowMs).pending)),
      applied: now.applied - before.applied,
      wakes: Math.max(0, now.wakes - before.wakes),
      p50Ms: latencies.length === 0 ? null : Math.max(...latencies),
    });
    if (this.#samples.length > MAX_SAMPLES) this.#samples.shift();
    this.#last = now;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
