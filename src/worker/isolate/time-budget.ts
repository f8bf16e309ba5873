/** The time for which entries of one sort may hold up later entries. */
export interface TimeLimits {
  /** Time that each may take without being counted. */
  readonly freeMs: number;
  /** Time beyond that allowed in each window, so that other entries are not starved. */
  readonly budgetMs: number;
  readonly windowMs: number;
}

/** Keeps count of the time that entries of one sort take. */
export class TimeBudget {
  readonly #limits: TimeLimits;
  readonly #nowMs: () => number;
  #sinceMs = -Infinity;
  #takenMs = 0;

  /** @param nowMs a clock that never goes back */
  constructor(limits: TimeLimits, nowMs: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#nowMs = nowMs;
  }

  /** Whether the budget is used up for now. */
  get isSpent(): boolean {
    if (this.#isOver) this.#takenMs = 0;
    return this.#takenMs >= this.#limits.budgetMs;
  }

  add(tookMs: number): void {
    if (tookMs <= this.#limits.freeMs) return;
    if (this.#isOver) {
      this.#sinceMs = this.#nowMs();
      this.#takenMs = 0;
    }
    this.#takenMs += tookMs - this.#limits.freeMs;
  }

  get #isOver(): boolean {
    return this.#nowMs() - this.#sinceMs > this.#limits.windowMs;
  }
}
