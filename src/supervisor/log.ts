import { lstatSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { type Clock, systemClock } from "../base/clock.ts";
import type { LogLevel } from "../base/config/config.ts";
import { errorCode, errorMessage } from "../base/errors.ts";
import { nodeFiles } from "../base/files/files.ts";
import { clearPath } from "../base/files/foreign.ts";
import { makeDirectory } from "../queue/make.ts";
import { printableJson } from "../base/text/printable.ts";

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

/** Wait for a running `rm -rf` to finish before recreating the directory. */
const DELETION_MS = 400;

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/**
 * A log of JSON lines, `time`, `level`, `message` and fields, rotated by size. Written at once: there is little. A line
 * that cannot be written stops no work: the next successful line says how many are missing, and why.
 */
export class Log {
  readonly #options: LogOptions;
  readonly #clock: Clock;
  #missing = 0;
  #missingWhy = "";
  #deletedAtMs: number | undefined;

  constructor(options: LogOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#attempt(() => makeDirectory(dirname(options.path)));
  }

  write(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.#options.level)) return;
    const time = new Date(this.#clock.nowMs()).toISOString();
    // Read with cat as well, and names of files are in it.
    // @mutant the worker's log has nothing unprintable in it
    const line = printableJson(JSON.stringify({ time, level, message, ...fields }));
    this.#options.echo?.(line);
    const missing = this.#missing;
    const gap = {
      time,
      level: "warn",
      message: "lines of this log are missing",
      lines: missing,
      error: this.#missingWhy,
    };
    const isWritten = this.#attempt(() => {
      this.#rotate();
      this.#append(missing === 0 ? `${line}\n` : `${printableJson(JSON.stringify(gap))}\n${line}\n`);
    });
    this.#missing = isWritten ? 0 : missing + 1;
  }

  /** @returns whether it could be done: a full disk or a deleted directory is not the caller's business */
  #attempt(write: () => void): boolean {
    try {
      write();
      return true;
    } catch (error) {
      this.#missingWhy = errorMessage(error);
      return false;
    }
  }

  #append(text: string): void {
    const { path } = this.#options;
    try {
      appendTo(path, text);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
      this.#deletedAtMs ??= performance.now();
      if (performance.now() - this.#deletedAtMs < DELETION_MS) throw error;
      // The directory was deleted, and not with its project, which is not made again.
      mkdirSync(dirname(path), { mode: 0o700 });
      appendTo(path, text);
    }
    this.#deletedAtMs = undefined;
  }

  #rotate(): void {
    const { path, maxBytes, files } = this.#options;
    // Nothing is moved in a directory that a link leads to.
    if (lstatSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) return;
    clearPath(path);
    const size = lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size < maxBytes) return;
    for (let index = files; index > 1; index -= 1) renameIfThere(`${path}.${index - 1}`, `${path}.${index}`);
    if (files === 0) rmSync(path);
    else renameIfThere(path, `${path}.1`);
  }
}

/** Neither the file nor its directory may be a link: a cloned repository can carry one to a program's file. */
function appendTo(path: string, text: string): void {
  if (lstatSync(dirname(path)).isSymbolicLink()) throw new Error(`${dirname(path)} is a symbolic link`);
  nodeFiles.append(path, Buffer.from(text));
}

/** A cloned repository can bring links under these names; neither the link nor its target is hive's. */
function renameIfThere(from: string, to: string): void {
  clearPath(to);
  if (lstatSync(from, { throwIfNoEntry: false })?.isFile() === true) renameSync(from, to);
}
