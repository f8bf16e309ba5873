import { orRemove } from "../queue/enqueue.ts";
import type { QueuePaths } from "../queue/layout.ts";
import type { HookIo } from "./io.ts";

/** Milliseconds since 1970 have so many digits until the year 2286. */
const DIGITS = 13;
/** A note that the next one fits over: other characters may take more bytes than one. */
const NOTE = /^\d{13}$/;

/** When an instance last took a checkpoint, in a file of its own. Two calls at once may both take one: no harm. */
export class Throttle {
  readonly #io: HookIo;
  readonly #paths: QueuePaths;
  readonly #path: string;
  readonly #noted: string | null;

  constructor(io: HookIo, paths: QueuePaths, instanceId: string) {
    this.#io = io;
    this.#paths = paths;
    this.#path = `${paths.instances}/${fileName(instanceId)}.json`;
    this.#noted = io.read(this.#path);
  }

  /** When the last checkpoint was taken, in ms since 1970; NaN when none is known of. */
  lastMs(): number {
    return Number(this.#noted ?? Number.NaN);
  }

  /** Whether an automatic checkpoint is due. A time in the future, from a clock that was set back, does not count. */
  static isDue(lastMs: number, nowMs: number, intervalSeconds: number): boolean {
    return !(lastMs <= nowMs && nowMs - lastMs < intervalSeconds * 1000);
  }

  /**
   * Notes that a checkpoint was taken: over the last note where there is one, since a new file is the dearest thing that
   * a hook asks of a disk. It is one write of a few bytes, which no kill of the process tears.
   */
  note(nowMs: number): void {
    const text = String(Math.floor(nowMs)).padStart(DIGITS, "0");
    if (this.#noted !== null && NOTE.test(this.#noted)) return this.#io.overwrite(this.#path, text);
    const temporary = `${this.#paths.tmp}/${Bun.randomUUIDv7()}`;
    this.#io.create(temporary, text);
    orRemove(this.#io, temporary, () => this.#io.rename(temporary, this.#path));
  }
}

/** A file name that no id can lead out of its directory with. */
function fileName(instanceId: string): string {
  return /^[\w-]{1,128}$/.test(instanceId) ? instanceId : `hash-${Bun.hash(instanceId).toString(16)}`;
}
