import type { LogRow } from "./effect.ts";

/** How often a consumer that polls looks, in every system that polls. */
export const POLL_INTERVAL_MS = 100;

/** What a system offers to one who enqueues. */
export interface Producer {
  /** For one that has to connect: done before a long-lived producer is measured, as the others open their files. */
  readonly connect?: () => Promise<unknown>;
  /** Returns when the entry survives a crash of every process, as far as the system promises that. */
  readonly enqueue: (row: LogRow) => Promise<unknown> | void;
  /** The system's own way to enqueue many at once. */
  readonly enqueueMany: (rows: readonly LogRow[]) => Promise<unknown> | void;
}

/** `adapters/{system}/producer.ts` */
export interface ProducerModule {
  readonly openProducer: (directory: string) => Producer;
  /** What has to be there before the first entry; run once per directory. */
  readonly prepare?: (directory: string) => Promise<void> | void;
}

/** `adapters/{system}/consumer.ts`, where the system has no consumer program of its own. */
export interface ConsumerModule {
  /**
   * Consumes until it is killed.
   * @param leaseMs how long a claim of a dead consumer is honoured; null leaves the system's own
   * @param onReady to be called when entries are being consumed
   */
  readonly consume: (directory: string, leaseMs: number | null, onReady: () => void) => Promise<void> | void;
}
