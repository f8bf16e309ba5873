import { errorCode, errorMessage } from "../../base/errors.ts";
import type { OutboxReader } from "../../store/sqlite/outbox.ts";
import type { OutboxRow, Source, Target } from "../../store/target.ts";

export type ForwardStep = "read" | "put" | "refused";

export interface ForwarderOptions {
  readonly outbox: OutboxReader;
  /** The source's machine and project; its id comes with the outbox. */
  readonly place: Omit<Source, "id">;
  readonly targets: readonly Target[];
  readonly nowMs?: () => number;
  /** A clock that never goes back. @default performance.now */
  readonly elapsedMs?: () => number;
  /** From 0 to 1, for the jitter. */
  readonly random?: () => number;
  readonly onStep?: (step: ForwardStep) => void;
}

/** The state of a target, as the heartbeat shows it. */
export interface TargetState {
  readonly name: string;
  /** Why it takes nothing now; null when it does. */
  readonly error: string | null;
  /** Rows that it could not take since this process has started. */
  readonly refused: number;
}

/** The result of a pass. */
export interface Forwarded {
  /** The id of the outbox; empty while there is none. */
  readonly source: string;
  /** All targets have the rows up to this seq. */
  readonly seq: number;
  readonly targets: readonly TargetState[];
  /** When to ask again, in ms; null when nothing is left. */
  readonly againInMs: number | null;
  /** A target has rows of this outbox that its database was put back to before: the outbox needs another id. */
  readonly isBehind: boolean;
}

const FIRST_BACKOFF_MS = 20;
/** The outbox gets another id meanwhile. */
const BEHIND_MS = 100;
const LONGEST_BACKOFF_MS = 60_000;
/** A pass ends after this time, so that the worker learns its progress. */
const PASS_MS = 200;

/** One target, with the seq up to which it has the rows. */
interface Lane {
  readonly target: Target;
  /** Null until the target was asked. */
  seq: number | null;
  error: string | null;
  failures: number;
  notBeforeMs: number;
  refused: number;
}

const newLane = (target: Target): Lane => ({
  target,
  seq: null,
  error: null,
  failures: 0,
  notBeforeMs: 0,
  refused: 0,
});

/** Brings the rows of a project's outbox to each target, in order, each at its own pace. */
export class Forwarder {
  readonly #options: ForwarderOptions;
  readonly #elapsedMs: () => number;
  #lanes: readonly Lane[];
  #sourceId: string | null = null;
  #isBehind = false;

  constructor(options: ForwarderOptions) {
    this.#options = options;
    this.#elapsedMs = options.elapsedMs ?? (() => performance.now());
    this.#lanes = options.targets.map(newLane);
  }

  /** Sends the outbox's rows to each target whose backoff has ended. */
  async pass(): Promise<Forwarded> {
    const endMs = this.#elapsedMs() + PASS_MS;
    this.#isBehind = false;
    const source = this.#source();
    if (source === null) return this.#report(FIRST_BACKOFF_MS);
    await Promise.all(this.#lanes.map((lane) => this.#send(lane, source, endMs)));
    if (!this.#isBehind) return this.#report(null);
    // The id is read anew.
    this.#options.outbox.close();
    return this.#report(BEHIND_MS);
  }

  async close(): Promise<void> {
    this.#options.outbox.close();
    for (const { target } of this.#lanes) await target.close();
  }

  /** Null without a readable outbox: checks of the project's store report that. */
  #source(): Source | null {
    const { outbox, place } = this.#options;
    let id: string | null;
    try {
      id = outbox.sourceId();
    } catch (error) {
      if (!isAway(error)) throw error;
      return null;
    }
    if (id === null) return null;
    // The database was recreated, so its seqs start again.
    if (id !== this.#sourceId) this.#lanes = this.#lanes.map(({ target }) => newLane(target));
    this.#sourceId = id;
    return { id, ...place };
  }

  async #send(lane: Lane, source: Source, endMs: number): Promise<void> {
    const { outbox, onStep } = this.#options;
    if (this.#elapsedMs() < lane.notBeforeMs) return;
    try {
      lane.seq ??= await this.#cursor(lane, source);
      if (lane.seq === null) return;
      let next: readonly OutboxRow[] = [];
      while (this.#elapsedMs() < endMs) {
        const rows = next.length > 0 ? next : outbox.after(lane.seq);
        onStep?.("read");
        if (rows.length === 0) break;
        next = [];
        await this.#put(lane, source, rows, () => {
          next = this.#prepared(lane, source, rows.at(-1)!.seq);
        });
      }
      lane.error = null;
      lane.failures = 0;
      lane.notBeforeMs = 0;
    } catch (error) {
      if (!isAway(error)) throw error;
      this.#backOff(lane, error);
    }
  }

  /** @returns null if rows that the outbox gives out from now on have seqs that the target would take for known */
  async #cursor({ target }: Lane, source: Source): Promise<number | null> {
    const cursor = await target.cursor(source);
    // @mutant rows of a database that was put back are sent
    if (!this.#options.outbox.isBehind(cursor)) return cursor.seq;
    this.#isBehind = true;
    return null;
  }

  /** Halves a batch until the row at fault is alone. */
  async #put(lane: Lane, source: Source, rows: readonly OutboxRow[], meanwhile?: () => void): Promise<void> {
    const { onStep, nowMs = Date.now } = this.#options;
    try {
      await lane.target.put(source, rows, nowMs(), meanwhile);
    } catch (error) {
      if (isAway(error)) throw error;
      if (rows.length > 1) {
        const middle = rows.length >> 1;
        await this.#put(lane, source, rows.slice(0, middle));
        return await this.#put(lane, source, rows.slice(middle));
      }
      // @mutant a row that a target cannot take does not hold up the others
      await lane.target.refuse(source, rows[0]!, errorMessage(error), nowMs());
      lane.refused += 1;
      onStep?.("refused");
    }
    lane.seq = rows.at(-1)!.seq;
    onStep?.("put");
  }

  /** The rows after a seq, which the target has prepared; none if the outbox cannot be read now. */
  #prepared({ target }: Lane, source: Source, seq: number): readonly OutboxRow[] {
    if (target.prepare === undefined) return [];
    try {
      const rows = this.#options.outbox.after(seq);
      if (rows.length > 0) target.prepare(source, rows);
      return rows;
    } catch (error) {
      if (!isAway(error)) throw error;
      return [];
    }
  }

  #backOff(lane: Lane, error: unknown): void {
    const { random = Math.random } = this.#options;
    lane.error = errorMessage(error);
    // Ask the target again what it has: the outcome of the last call is unknown.
    lane.seq = null;
    const longestMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** lane.failures);
    // Jitter keeps senders that failed together from retrying together.
    lane.notBeforeMs = this.#elapsedMs() + longestMs * (0.5 + random() / 2);
    lane.failures += 1;
  }

  #report(leastMs: number | null): Forwarded {
    const waits = this.#lanes.map((lane) => this.#againInMs(lane)).filter((ms) => ms !== null);
    const againInMs = leastMs ?? (waits.length === 0 ? null : Math.min(...waits));
    return {
      source: this.#sourceId ?? "",
      // @mutant a row is deleted only when every target has it
      seq: Math.min(...this.#lanes.map(({ seq }) => seq ?? 0)),
      targets: this.#lanes.map(({ target, error, refused }) => ({ name: target.name, error, refused })),
      againInMs,
      isBehind: this.#isBehind,
    };
  }

  #againInMs({ seq, error, notBeforeMs }: Lane): number | null {
    if (error !== null) return Math.max(1, notBeforeMs - this.#elapsedMs());
    return seq !== null && this.#options.outbox.hasAfter(seq) ? 0 : null;
  }
}

const isAway = (error: unknown): boolean => errorCode(error) === "HIVE_STORE_UNAVAILABLE";
