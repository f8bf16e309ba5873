/** hive as a library: the durable directory queue, the store that applies its entries, and the worker between them. */
export { type Clock, systemClock } from "./base/clock.ts";
export { type Config, DEFAULTS, type Durability } from "./base/config/config.ts";
export { type ConfigOverrides, configOf } from "./base/config/validate.ts";
export { EXIT_CODES, HiveError, type HiveErrorCode } from "./base/errors.ts";
export type { DeadLetter } from "./queue/dead-letters/letter.ts";
export type { Depth } from "./queue/depth.ts";
export type { Entry, NewEntry } from "./queue/entry.ts";
export { type Claim, Queue, type QueueOptions } from "./queue/queue.ts";
export type { Checkpoint } from "./store/sqlite/apply/checkpoint.ts";
export { type SessionDetail, type SessionSummary, StoreReader } from "./store/sqlite/read/queries.ts";
export { storePath } from "./store/sqlite/open/location.ts";
export { Store, type StoreOptions } from "./store/sqlite/store.ts";
export type { Outcome, StoreEntry, StorePort } from "./store/port.ts";
export { type Heartbeat, readHeartbeat } from "./supervisor/heartbeat.ts";
export { Log } from "./supervisor/log.ts";
export { readStatus, type Status } from "./doctor/status.ts";
export { openWorker } from "./worker/open-worker.ts";
export type { Worker, WorkerOptions } from "./worker/worker.ts";
