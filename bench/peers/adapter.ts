import type { LogRow } from "./effect.ts";

/** The interval of a consumer, in every system that polls. */
export const POLL_INTERVAL_MS = 100;

/** The side of a system that enqueues. */
export interface Producer {
  /** For one that has to connect: done before a long-lived producer is measured, as the others open their files. */
  readonly connect?: () => Promise<unknown>;
  /** Returns once the entry survives a crash of every process, if the system guarantees that. */
  readonly enqueue: (row: LogRow) => Promise<unknown> | void;
  /** The system's own way to enqueue many at once. */
  readonly enqueueMany: (rows: readonly LogRow[]) => Promise<unknown> | void;
}

/** `adapters/{system}/producer.ts` */
export interface ProducerModule {
  readonly openProducer: (directory: string) => Producer;
  /** Makes the files that the first entry needs; run once per directory. */
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
