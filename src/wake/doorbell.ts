import { closeSync, constants, fstatSync, lstatSync, openSync, writeSync } from "node:fs";
import { errorCode, HiveError } from "../base/errors.ts";
import { clearPath } from "../base/files/foreign.ts";
import { systemProgram } from "../platform/programs.ts";
import { arrives, type Doorbell, fileIdentity } from "./source.ts";

interface Reader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** Producers ring with another byte. */
const PROBE_BYTE = 0x70;
const LOOK_MS = 2;

/**
 * Wakes when a byte comes through the FIFO at `path`. A producer opens it for writing without blocking, and learns at
 * once whether a worker listens: ENXIO means no.
 *
 * Opened for reading and writing. A FIFO open only for reading reports end of file whenever no producer has it open.
 */
export class DoorbellSource implements Doorbell {
  readonly cause = "doorbell";
  readonly #path: string;
  #fd: number | undefined;
  #reader: Reader | undefined;
  #onProbe: (() => void) | undefined;
  #isAnyProof = false;
  /** Bytes received: a ring is one byte. */
  rings = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws HIVE_QUEUE_UNAVAILABLE where no FIFO can be made or opened */
  start(onWake: () => void): void {
    this.stop();
    ensureFifo(this.#path);
    const fd = openSync(this.#path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    this.#fd = fd;
    const reader = Bun.file(fd).stream().getReader();
    this.#reader = reader;
    void this.#listen(reader, onWake);
  }

  async #listen(reader: Reader, onWake: () => void): Promise<void> {
    while (this.#reader === reader) {
      let chunk: Awaited<ReturnType<Reader["read"]>>;
      try {
        chunk = await reader.read();
      } catch {
        // Closed by stop(), or broken: see isSound().
        break;
      }
      if (chunk.value === undefined || this.#reader !== reader) break;
      const probes = chunk.value.filter((byte) => byte === PROBE_BYTE).length;
      if (probes > 0 || this.#isAnyProof) this.#onProbe?.();
      this.rings += chunk.value.length - probes;
      // @mutant the doorbell wakes the worker
      if (chunk.value.length > probes) onWake();
    }
    if (this.#reader === reader) this.#reader = undefined;
  }

  stop(): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader !== undefined) void reader.cancel().catch(ignoreClosed);
    if (this.#fd !== undefined) closeQuietly(this.#fd);
    this.#fd = undefined;
  }

  /**
   * Waits until no process listens at the doorbell: Bun closes the file a while after the stream's end. If another
   * worker listens, it waits until the limit.
   */
  async stopListening(limitMs: number): Promise<void> {
    const endMs = performance.now() + limitMs;
    while (isHeard(this.#path) && performance.now() < endMs) await Bun.sleep(LOOK_MS);
  }

  async prove(timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const fd = this.#fd;
    if (fd === undefined) return false;
    const heard = new Promise<void>((resolve) => {
      this.#onProbe = resolve;
    });
    // Producers wrote the bytes that fill it; their arrival proves the same as a probe's.
    this.#isAnyProof = !hasRoom(fd);
    const isHeard = await arrives(heard, timeoutMs, signal);
    this.#onProbe = undefined;
    this.#isAnyProof = false;
    return isHeard;
  }

  /** False when the stream ended, or the path is now another file or none. */
  isSound(): boolean {
    if (this.#fd === undefined || this.#reader === undefined) return false;
    const now = lstatSync(this.#path, { throwIfNoEntry: false });
    return now?.isFIFO() === true && fileIdentity(now) === fileIdentity(fstatSync(this.#fd));
  }
}

/** Writes a probe. @returns false when the FIFO is full */
function hasRoom(fd: number): boolean {
  try {
    writeSync(fd, new Uint8Array([PROBE_BYTE]));
    return true;
  } catch (error) {
    if (errorCode(error) !== "EAGAIN") throw error;
    return false;
  }
}

function isHeard(path: string): boolean {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW));
    return true;
  } catch {
    // ENXIO: no process has it open for reading. Without a doorbell no worker listens at one.
    return false;
  }
}

/** Cancelling a stream whose file is closed already rejects; there is nothing left to release. */
function ignoreClosed(): void {}

function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // The stream owned it and closed it first.
    return;
  }
}

function ensureFifo(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isFIFO() === true) return;
  // Another kind of file is no entry, and no producer can ring it: remove it.
  clearPath(path, (stat) => !stat.isFIFO());
  const made = Bun.spawnSync([systemProgram("mkfifo", process.env), "-m", "600", path], {
    stdout: "ignore",
    stderr: "pipe",
  });
  // Another worker may have made it in the meantime.
  if (made.exitCode === 0 || lstatSync(path, { throwIfNoEntry: false })?.isFIFO() === true) return;
  throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `cannot make the doorbell: ${made.stderr.toString().trim()}`);
}
