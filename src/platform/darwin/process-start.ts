import { systemProgram } from "../programs.ts";

/**
 * The start time of a process by ps(1), in whole seconds; null when there is no such process. Language and time zone
 * are fixed, since ps would otherwise print it differently in each terminal.
 */
export function startByPs(pid: number): string | null {
  const { stdout } = Bun.spawnSync([systemProgram("ps", process.env), "-o", "lstart=", "-p", String(pid)], {
    env: { LC_ALL: "C", TZ: "UTC0" },
    stderr: "ignore",
  });
  return stdout.toString().trim().replaceAll(/\s+/g, " ") || null;
}
