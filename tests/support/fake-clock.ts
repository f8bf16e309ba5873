import type { Clock } from "../../src/base/clock.ts";

/** A clock that moves only when told. It begins now, since files carry the real time. */
export class FakeClock implements Clock {
  #ms = Date.now();

  nowMs(): number {
    return this.#ms;
  }

  advance(ms: number): void {
    this.#ms += ms;
  }
}
