import { readFileSync } from "node:fs";
import { errorCode } from "../base/errors.ts";
import { systemProgram } from "./programs.ts";

/**
 * When the kernel started a process, in the kernel's own words: with its PID it names one process, which the PID alone
 * does not. Null when there is no such process.
 */
export function processStart(pid: number): string | null {
  if (process.platform === "linux") return linuxStart(pid);
  const ps = Bun.spawnSync([systemProgram("ps", process.env), "-o", "lstart=", "-p", String(pid)], {
    stderr: "ignore",
  });
  return ps.stdout.toString().trim() || null;
}

/** The 22nd field of `/proc/{pid}/stat`, in ticks since the system's start; see proc(5). */
function linuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name, which may hold anything but is in parentheses.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ESRCH") return null;
    throw error;
  }
}
