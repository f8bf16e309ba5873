import type { QueuePaths } from "../queue/layout.ts";
import type { HookIo } from "./io.ts";

/** When an instance last took a checkpoint, in a file of its own. Two calls at once may both take one: no harm. */
export class Throttle {
  readonly #io: HookIo;
  readonly #path: string;
  readonly #temporary: string;

  constructor(io: HookIo, paths: QueuePaths, instanceId: string) {
    this.#io = io;
    this.#path = `${paths.instances}/${fileName(instanceId)}.json`;
    this.#temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  }

  /** When the last checkpoint was taken, in ms since 1970; NaN when none is known of. */
  lastMs(): number {
    return Number(this.#io.read(this.#path) ?? Number.NaN);
  }

  /** Whether an automatic checkpoint is due. A time in the future, from a clock that was set back, does not count. */
  static isDue(lastMs: number, nowMs: number, intervalSeconds: number): boolean {
    return !(lastMs <= nowMs && nowMs - lastMs < intervalSeconds * 1000);
  }

  /** Notes that a checkpoint was taken. */
  note(nowMs: number): void {
    this.#io.create(this.#temporary, String(Math.floor(nowMs)));
    this.#io.rename(this.#temporary, this.#path);
  }
}

/** A file name that no id can lead out of its directory with. */
function fileName(instanceId: string): string {
  return /^[\w-]{1,128}$/.test(instanceId) ? instanceId : `hash-${Bun.hash(instanceId).toString(16)}`;
}
