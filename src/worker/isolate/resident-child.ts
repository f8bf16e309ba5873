import { writeSync } from "node:fs";
import { setPriority } from "node:os";
import { errorCode, errorMessage } from "../../base/errors.ts";
import { splitLines } from "./lines.ts";

/** The work of a resident process: it answers requests, one after the other. */
export interface Resident {
  /** @returns a value that JSON can hold. A thrown error is sent to the worker, and the process continues. */
  readonly answer: (message: unknown) => unknown;
  /** Called before the end. */
  readonly close?: () => void | Promise<void>;
}

export interface ResidentContext {
  /** The state directory. */
  readonly root: string;
  /** Sends the worker a notice, which answers no request. */
  readonly notify: (notice: unknown) => void;
  /** Aborted when the worker ends this process, or has died. */
  readonly signal: AbortSignal;
}

export type MakeResident = (context: ResidentContext) => Resident | Promise<Resident>;

/** Yields the processor to the worker and to the user's programs. */
const NICENESS = 10;
/** A request is made by hive's own worker: it bounds what it sends. */
const MAX_REQUEST_BYTES = 64 * 1024 ** 2;

/** Answers the requests on standard input until that is closed: by the worker, or by its death. */
export async function serveResident(root: string, make: MakeResident): Promise<void> {
  // A terminal's Ctrl-C reaches this process as well: it ends when the worker says so.
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => undefined);
  setPriority(NICENESS);
  const ending = new AbortController();
  const resident = await make({ root, notify: (notice) => say({ notice }), signal: ending.signal });
  let last: Promise<void> = Promise.resolve();
  for await (const line of splitLines(Bun.stdin.stream(), MAX_REQUEST_BYTES)) {
    const { id, message } = JSON.parse(line) as { id: number; message: unknown };
    // Keep reading meanwhile, to notice the end of the input.
    last = last.then(async () => say(await answered(resident, id, message)));
  }
  ending.abort();
  await last;
  await resident.close?.();
}

async function answered(resident: Resident, id: number, message: unknown): Promise<unknown> {
  try {
    return { id, value: await resident.answer(message) };
  } catch (error) {
    return { id, error: errorMessage(error) };
  }
}

/** Time between two tries to write into a pipe that is full. */
const FULL_PIPE_MS = 1;

/** A pipe takes what it has room for. A worker that has died reads nothing more. */
function say(line: unknown): void {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let from = 0; from < bytes.length;) {
    try {
      from += writeSync(1, bytes, from);
    } catch (error) {
      if (errorCode(error) === "EPIPE") return;
      if (errorCode(error) !== "EAGAIN") throw error;
      Bun.sleepSync(FULL_PIPE_MS);
    }
  }
}
