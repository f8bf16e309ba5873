import type { WakeSource } from "./source.ts";

/** Wakes at a fixed interval: as mode `poll`, as its fallback, or as the slow `backstop` of event mode. */
export class TimerSource implements WakeSource {
  readonly cause: "poll" | "backstop";
  readonly #intervalMs: number;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(cause: "poll" | "backstop", intervalMs: number) {
    this.cause = cause;
    this.#intervalMs = intervalMs;
  }

  start(onWake: () => void): void {
    this.stop();
    this.#timer = setInterval(onWake, this.#intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  isSound(): boolean {
    return this.#timer !== undefined;
  }
}
