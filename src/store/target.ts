import type { Observation } from "../model/observation.ts";

type Soon<T> = T | Promise<T>;

/** Whose outbox rows come from. */
export interface Source {
  /** The id of the outbox: see `hive_source`. A recreated database has another. */
  readonly id: string;
  /** The user's machine: see {@link machineId}. */
  readonly machine: string;
  /** The project's directory, a real path. */
  readonly project: string;
}

/** An applied observation, on its way to the targets. */
export interface OutboxRow {
  /** Grows with each row of one source. Some are missing: rolled back, pruned or forgotten. */
  readonly seq: number;
  readonly entryId: string;
  /** Whether no proof shows that this user's hive wrote it. */
  readonly isUntrusted: boolean;
  /** The {@link Observation} as it was applied, JSON: see {@link observationOf}. */
  readonly body: string;
}

/** The state of a source's rows in a target. */
export interface Cursor {
  /** The seq of the last row that the target has, or has refused; 0 for none. */
  readonly seq: number;
  /** When it came, in ms since 1970 by the clock of this machine; undefined if the target keeps no time. */
  readonly atMs?: number;
}

/**
 * Takes the observations that hive has applied: the archive of this user, or a server. A forwarder calls it from a
 * process of its own, one call at a time, with rows of one source in ascending order. It may repeat a call whose outcome
 * it does not know.
 *
 * A target that is away throws HIVE_STORE_UNAVAILABLE from any method, at once where it can: locked, full, read-only,
 * newer, refused. Its message is shown to people, so it says what to do and no password. The forwarder tries again with
 * backoff and jitter, and opens nothing itself: a target connects in the first call that needs it, and again after a
 * failure. Any other error means that a row is at fault: the forwarder halves the batch until it has found the row, and
 * has it refused.
 */
export interface Target {
  /** A word for people: `archive`, `fleet`. */
  readonly name: string;
  /** Asked once a connection, before the first {@link put}. */
  cursor(source: Source): Soon<Cursor>;
  /**
   * Takes rows, all or none, and moves the cursor to the last of them in the same transaction. A row that the target
   * has already changes nothing: facts merge by the model's own rule, {@link mergeRows}.
   * @param rows at least one
   * @param meanwhile called once while the target waits for an answer, if it does: the time for {@link prepare}
   */
  put(source: Source, rows: readonly OutboxRow[], nowMs: number, meanwhile?: () => void): Soon<void>;
  /** Does what a later {@link put} of the same array has to do before it can send. It throws nothing. */
  prepare?(source: Source, rows: readonly OutboxRow[]): void;
  /** Notes a row that cannot be taken as a dead letter of this target, and moves the cursor past it. */
  refuse(source: Source, row: OutboxRow, reason: string, nowMs: number): Soon<void>;
  close(): Soon<void>;
}

/** The observation of a row. @throws a SyntaxError if its body is damaged */
export const observationOf = ({ body }: OutboxRow): Observation => JSON.parse(body) as Observation;
