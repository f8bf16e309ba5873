import { openSync, readSync } from "node:fs";

const LONGEST = 100;

/**
 * How long the main thread of a process was ready and waited for a core, by the kernel's count: what a neighbour costs it.
 * What it slept is not in it. @returns milliseconds since it began; always 0 where the kernel does not count
 */
export function coreWaitOf(pid: number): () => number {
  const buffer = Buffer.alloc(LONGEST);
  let fd: number;
  try {
    fd = openSync(`/proc/${pid}/task/${pid}/schedstat`, "r");
  } catch {
    // Not Linux, or a kernel without it: the times are then those of the clock.
    return () => 0;
  }
  return () => {
    const [, waitedNs] = buffer.toString("latin1", 0, readSync(fd, buffer, 0, LONGEST, 0)).split(" ");
    return Number(waitedNs) / 1e6;
  };
}
