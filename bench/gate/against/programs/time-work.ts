/**
 * Times a worker from its first statement to its end, with `bun --preload`: the start of the process is not in it. Writes
 * what it found to the file that HIVE_TIMES names.
 */
import { Database } from "bun:sqlite";
import { writeFileSync } from "node:fs";
import { coreWaitOf } from "../../../machine/core-wait.ts";

export interface WorkTimes {
  /** By the clock, without the time for which it waited for a core. */
  readonly ms: number;
  /** CPU time of all threads. */
  readonly cpuMs: number;
}

type Method = (this: unknown, ...parameters: unknown[]) => unknown;

const coreWait = coreWaitOf(process.pid);
const look = (): WorkTimes => {
  const { user, system } = process.cpuUsage();
  return { ms: performance.now() - coreWait(), cpuMs: (user + system) / 1000 };
};

let first: WorkTimes | null = null;
const database = Database.prototype as unknown as Record<string, unknown>;
for (const name of ["prepare", "run"]) {
  const method = database[name] as Method;
  database[name] = function call(this: unknown, ...parameters: unknown[]): unknown {
    first ??= look();
    return method.apply(this, parameters);
  };
}
process.on("exit", () => {
  const last = look();
  const began = first ?? last;
  const times: WorkTimes = { ms: last.ms - began.ms, cpuMs: last.cpuMs - began.cpuMs };
  writeFileSync(process.env["HIVE_TIMES"]!, JSON.stringify(times));
});
