import { readFileSync } from "node:fs";

interface Line {
  readonly time: string;
  readonly message: string;
  readonly worker?: string;
  readonly applied?: number;
}

/** The work of the workers of one queue, from their log. */
export interface WorkSpan {
  /** From the first "worker started" to the last "worker stopped": the start of the processes is not in it. */
  readonly ms: number;
  /** The number of entries that each worker applied. */
  readonly applied: readonly number[];
}

const linesOf = (root: string): Line[] =>
  readFileSync(`${root}/logs/worker.log`, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

/** When the first worker began to work, in ms since 1970. */
export const startedAtMs = (root: string): number =>
  Date.parse(linesOf(root).find(({ message }) => message === "worker started")!.time);

/** Reads the log of workers that have all ended. @throws when one of them did not end in order */
export function readWorkSpan(root: string): WorkSpan {
  const lines = linesOf(root);
  const times = (message: string): number[] =>
    lines.filter((line) => line.message === message).map(({ time }) => Date.parse(time));
  const started = times("worker started");
  const stopped = times("worker stopped");
  if (started.length === 0 || started.length !== stopped.length) {
    throw new Error(`of ${started.length} workers ${stopped.length} ended in order`);
  }
  const applied = lines.filter((line) => line.message === "worker stopped").map((line) => line.applied ?? 0);
  return { ms: Math.max(...stopped) - Math.min(...started), applied };
}
