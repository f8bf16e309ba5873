// @bun
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/supervisor/outage.ts
import { setTimeout } from "timers/promises";
var FIRST_WAIT_MS = 25, LONGEST_WAIT_MS = 1000, DELETION_MS = 500;

class Outage {
  #options;
  #waitMs = FIRST_WAIT_MS;
  error = null;
  constructor(options) {
    this.#options = options;
  }
  async wait(error, leastMs = 0) {
    let { name, log, signal, onChange } = this.#options, isNews = this.error === null;
    if (this.error = errorMessage(error), isNews)
      log.write("warn", `${name} is unavailable, waiting`, { error: this.error }), onChange?.();
    await sleep(Math.max(leastMs, this.#waitMs), signal), this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
  }
  end() {
    if (this.error === null)
      return;
    let { name, log, onChange } = this.#options;
    this.error = null, this.#waitMs = FIRST_WAIT_MS, log.write("info", `${name} is available again`), onChange?.();
  }
}
function isSystemFault(error) {
  let cause = error instanceof HiveError && error.code === "HIVE_QUEUE_UNAVAILABLE" ? error.cause : error;
  return /^E[A-Z0-9]+$/.test(errorCode(cause) ?? "");
}
async function waitForQueue(outage, queue, error) {
  let isDeleted = errorCode(error) === "ENOENT";
  if (await outage.wait(error, isDeleted ? DELETION_MS : 0), isDeleted)
    makeAgain(queue);
}
function makeAgain(queue) {
  try {
    queue.prepare();
  } catch (error) {
    if (!isSystemFault(error))
      throw error;
  }
}
async function sleep(ms, signal) {
  try {
    await setTimeout(ms, void 0, { signal });
  } catch (error) {
    if (!signal.aborted)
      throw error;
  }
}

export { DELETION_MS, Outage, isSystemFault, waitForQueue, makeAgain, sleep };
