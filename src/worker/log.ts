import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { type Clock, systemClock } from "../clock.ts";
import type { LogLevel } from "../config.ts";

export interface LogOptions {
  readonly path: string;
  readonly level: LogLevel;
  readonly maxBytes: number;
  /** Rotated files kept: `worker.log.1` is the newest. */
  readonly files: number;
  /** Also called with each line, such as for a terminal. */
  readonly echo?: ((line: string) => void) | undefined;
  readonly clock?: Clock;
}

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** A log of JSON lines, `time`, `level`, `message` and fields, rotated by size. Written at once: there is little. */
export class Log {
  readonly #options: LogOptions;
  readonly #clock: Clock;

  constructor(options: LogOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 });
  }

  write(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.#options.level)) return;
    const time = new Date(this.#clock.nowMs()).toISOString();
    const line = JSON.stringify({ time, level, message, ...fields });
    this.#options.echo?.(line);
    this.#rotate();
    appendFileSync(this.#options.path, `${line}\n`, { mode: 0o600 });
  }

  #rotate(): void {
    const { path, maxBytes, files } = this.#options;
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size < maxBytes) return;
    for (let index = files; index > 1; index -= 1) renameIfThere(`${path}.${index - 1}`, `${path}.${index}`);
    if (files === 0) rmSync(path);
    else renameIfThere(path, `${path}.1`);
  }
}

function renameIfThere(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, to);
}
