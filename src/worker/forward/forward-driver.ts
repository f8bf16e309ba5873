import { errorCode, errorMessage } from "../../base/errors.ts";
import { isObject } from "../../base/json.ts";
import type { Store } from "../../store/sqlite/store.ts";
import type { Log } from "../../supervisor/log.ts";
import { ResidentIsolate } from "../isolate/resident.ts";
import type { Forwarded, TargetState } from "./forwarder.ts";

export interface ForwardDriverOptions {
  readonly root: string;
  readonly store: Store;
  readonly log: Log;
  /** Called when {@link ForwardDriver.targets} has changed. */
  readonly onChange: () => void;
  /** Replaces the process, for tests. */
  readonly isolate?: Pick<ResidentIsolate, "request" | "end">;
}

/** A pass takes a fifth of a second, and a slow server's last statement may add to it. */
const LIMIT_MS = 60_000;
/** The wait after a pass without a result, as when the process died. */
const RETRY_MS = 1000;

/**
 * The worker's side of the forwarder, a separate process: see forwarder.ts. The worker rings it after a commit. It
 * answers with the outbox rows that may be deleted. The worker never waits for it.
 */
export class ForwardDriver {
  readonly #options: ForwardDriverOptions;
  readonly #isolate: Pick<ResidentIsolate, "request" | "end">;
  #targets: readonly TargetState[] = [];
  /** Whether a pass is under way, and whether there is more to send since it began. */
  #isBusy = false;
  #isRung = false;
  #isEnding = false;
  /** Whether the driver makes no more requests. */
  #isOver = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #idle: Promise<void> = Promise.resolve();

  constructor(options: ForwardDriverOptions) {
    this.#options = options;
    this.#isolate = options.isolate ?? new ResidentIsolate({ role: "forward", root: options.root, log: options.log });
  }

  /** The last known state of each target. */
  get targets(): readonly TargetState[] {
    return this.#targets;
  }

  /** Call it when there is something to send. */
  ring(): void {
    this.#isRung = true;
    if (this.#isBusy || this.#isEnding) return;
    clearTimeout(this.#timer);
    this.#isBusy = true;
    this.#idle = this.#run();
  }

  /**
   * Lets the forwarder send the remaining rows, and ends it. The next worker sends the rest. @param limitMs all of this
   * takes no longer: the forwarder is killed then, such as one that waits for a server
   */
  async end(limitMs: number): Promise<void> {
    const endMs = performance.now() + limitMs;
    this.#isEnding = true;
    clearTimeout(this.#timer);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([this.#idle, limit]);
    clearTimeout(timer);
    this.#isOver = true;
    await this.#isolate.end(Math.max(0, endMs - performance.now()));
    await this.#idle;
  }

  /** Requests passes until nothing is left to do now. */
  async #run(): Promise<void> {
    let againInMs: number | null = null;
    try {
      do {
        this.#isRung = false;
        againInMs = await this.#pass();
      } while (!this.#isOver && (this.#isRung || againInMs === 0));
    } finally {
      this.#isBusy = false;
    }
    if (againInMs === null || this.#isEnding) return;
    this.#timer = setTimeout(() => this.ring(), againInMs);
    // A target that is away does not keep an ending worker.
    this.#timer.unref();
  }

  /** @returns the time until the next pass, in ms; null to wait for a ring */
  async #pass(): Promise<number | null> {
    const reply = await this.#isolate.request({}, LIMIT_MS);
    const told = "value" in reply && isForwarded(reply.value) ? reply.value : null;
    if (told === null) {
      const failure = "failure" in reply ? reply.failure : "it said something else";
      this.#options.log.write("debug", "the forwarder does not answer", { failure });
      return Math.max(RETRY_MS, "failure" in reply ? reply.retryInMs : 0);
    }
    if (told.isBehind && this.#renew(told.source)) return 0;
    if (!told.isBehind) this.#options.store.noteForwarded(told.source, told.seq);
    this.#note(told.targets);
    return told.againInMs;
  }

  /**
   * Has all of the outbox sent again, under another id. It is tried anew with the next pass, so no error counts.
   * @returns whether it has one
   */
  #renew(source: string): boolean {
    const { store, log } = this.#options;
    try {
      store.renewSource(source);
      log.write("info", "the database was put back from a backup: its outbox has another id, and is sent again");
      return true;
    } catch (error) {
      if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE") throw error;
      log.write("debug", "the outbox has no other id yet", { error: errorMessage(error) });
      return false;
    }
  }

  #note(targets: readonly TargetState[]): void {
    const before = this.#targets;
    this.#targets = targets;
    if (JSON.stringify(before) === JSON.stringify(targets)) return;
    for (const { name, error } of targets) {
      const known = before.find((one) => one.name === name)?.error ?? null;
      if (error !== null && known === null) this.#options.log.write("warn", `${name} takes nothing now`, { error });
      if (error === null && known !== null) this.#options.log.write("info", `${name} takes rows again`);
    }
    this.#options.onChange();
  }

  /** Deletes the rows that every target has. Their deletion can wait, so no error counts. */
  sweep(): void {
    const { store, log } = this.#options;
    try {
      store.dropForwarded();
    } catch (error) {
      log.write("debug", "the outbox was not swept", {
        error: errorMessage(error),
        code: errorCode(error) ?? "",
      });
    }
  }
}

function isForwarded(value: unknown): value is Forwarded {
  return (
    isObject(value) &&
    typeof value["source"] === "string" &&
    typeof value["seq"] === "number" &&
    typeof value["isBehind"] === "boolean" &&
    Array.isArray(value["targets"])
  );
}
