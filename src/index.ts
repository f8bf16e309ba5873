/** hive as a library: the durable directory queue, the store that applies its entries, and the worker between them. */
export { type Clock, systemClock } from "./base/clock.ts";
export { type Config, type ConfigOverrides, DEFAULTS, type Durability, resolveConfig } from "./base/config.ts";
export { EXIT_CODES, HiveError, type HiveErrorCode } from "./base/errors.ts";
export type { DeadLetter } from "./queue/dead-letters.ts";
export type { Depth } from "./queue/depth.ts";
export type { Entry, NewEntry } from "./queue/entry.ts";
export { type Claim, Queue, type QueueOptions } from "./queue/queue.ts";
export type { Checkpoint } from "./store/checkpoint.ts";
export { type SessionDetail, type SessionSummary, StoreReader } from "./store/queries.ts";
export { storePath } from "./store/location.ts";
export { type Outcome, Store, type StoreOptions } from "./store/store.ts";
export type { StoreEntry } from "./store/store-entry.ts";
export { type Heartbeat, readHeartbeat } from "./supervisor/heartbeat.ts";
export { Log } from "./supervisor/log.ts";
export { readStatus, type Status } from "./worker/status.ts";
export { Worker, type WorkerOptions } from "./worker/worker.ts";
