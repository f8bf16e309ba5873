/** Workers that are wrong on purpose: the gate has to notice each of them. They exist in `bench/` alone. */
import { readdirSync } from "node:fs";
import { queuePaths } from "../../src/queue/layout.ts";
import { DoorbellSource } from "../../src/wake/doorbell.ts";
import { WatchSource } from "../../src/wake/watch.ts";
import type { WorkerOptions } from "../../src/worker/worker.ts";

/**
 * - `slow-entry`: each entry costs 5 ms more.
 * - `posing-poll`: looks every 0.1 s, and says that events wake it.
 * - `lost-wake`: one entry in four comes without an event, so that the backstop must find it.
 */
export const FAULTS = ["slow-entry", "posing-poll", "lost-wake"] as const;
export type Fault = (typeof FAULTS)[number];

/** Parts that a worker is given instead of its own. */
export type Parts = Pick<WorkerOptions, "watch" | "doorbell" | "onStep">;

const SLOW_MS = 5;
const POSING_INTERVAL_MS = 100;
const ONE_IN = 4;

/** @param parts what the mode asks for; a doorbell of null stays null */
export function withFault(fault: Fault, root: string, parts: Parts): Parts {
  if (fault === "slow-entry") return { ...parts, onStep: (step) => step === "claimed" && busy(SLOW_MS) };
  const { pending, doorbell } = queuePaths(root);
  const hasDoorbell = parts.doorbell !== null;
  if (fault === "posing-poll") {
    return { doorbell: hasDoorbell ? new PosingDoorbell(doorbell) : null, watch: new PosingWatch(pending) };
  }
  const losses = new Losses();
  const isLost = (): boolean => losses.isAllLost(pending);
  return {
    doorbell: hasDoorbell ? new LossyDoorbell(doorbell, isLost) : null,
    watch: new LossyWatch(pending, isLost),
  };
}

function busy(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

class PosingWatch extends WatchSource {
  #timer: ReturnType<typeof setInterval> | undefined;

  override start(onWake: () => void): void {
    this.stop();
    this.#timer = setInterval(onWake, POSING_INTERVAL_MS);
  }

  override stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  override isSound(): boolean {
    return this.#timer !== undefined;
  }

  override prove(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

class PosingDoorbell extends DoorbellSource {
  override start(): void {}

  override isSound(): boolean {
    return true;
  }

  override prove(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

/** Chooses the entries without an event: the first of every four. */
class Losses {
  #seen = 0;
  #fates = new Map<string, boolean>();

  /** Whether there is something to claim, and all of it is to be lost. */
  isAllLost(pending: string): boolean {
    const names = readdirSync(pending).filter((name) => !name.startsWith("."));
    this.#fates = new Map(names.map((name) => [name, this.#fates.get(name) ?? this.#isNextLost()]));
    return names.length > 0 && names.every((name) => this.#fates.get(name) === true);
  }

  #isNextLost(): boolean {
    this.#seen += 1;
    return this.#seen % ONE_IN === 1;
  }
}

class LossyWatch extends WatchSource {
  readonly #isLost: () => boolean;

  constructor(directory: string, isLost: () => boolean) {
    super(directory);
    this.#isLost = isLost;
  }

  override start(onWake: () => void): void {
    super.start(() => this.#isLost() || onWake());
  }
}

class LossyDoorbell extends DoorbellSource {
  readonly #isLost: () => boolean;

  constructor(path: string, isLost: () => boolean) {
    super(path);
    this.#isLost = isLost;
  }

  override start(onWake: () => void): void {
    super.start(() => this.#isLost() || onWake());
  }
}
