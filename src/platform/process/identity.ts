import { readFileSync } from "node:fs";
import { errorCode } from "../../base/errors.ts";
import { startByPs } from "../darwin/process-start.ts";

/**
 * The kernel's start time of a process, verbatim. With the PID it identifies one process; the PID alone does not. Null
 * when there is no such process.
 */
export function processStart(pid: number): string | null {
  if (process.platform === "linux") return linuxStart(pid);
  return startByPs(pid);
}

/** The 22nd field of `/proc/{pid}/stat`, in ticks since the system's start; see proc(5). */
export function linuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name, which may hold anything but is in parentheses.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ESRCH") return null;
    throw error;
  }
}
