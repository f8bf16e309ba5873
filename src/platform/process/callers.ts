import { basename } from "node:path";
import { kernelText } from "./kernel-text.ts";
import { statIn } from "./process-stat.ts";

/** A chain of processes is followed so far. */
const MOST_CALLERS = 64;
/** Programs that run a script, which names the process better. */
const INTERPRETERS = new Set(["node", "bun", "deno"]);

const nameOf = (path: string): string => basename(path).replace(/\.(?:[cm]?js|exe)$/, "");

/** The name of a process by its arguments. */
function programIn(commandLine: string): string {
  const [program = "", ...args] = commandLine.split("\0");
  const name = nameOf(program);
  return INTERPRETERS.has(name) ? nameOf(args.find((one) => !one.startsWith("-")) ?? "") : name;
}

/** The programs that started this process, the nearest first. None but on Linux. */
export function callingPrograms(): readonly string[] {
  const programs: string[] = [];
  for (let pid = process.ppid; pid > 1 && programs.length < MOST_CALLERS;) {
    programs.push(programIn(kernelText(`/proc/${pid}/cmdline`) ?? ""));
    pid = statIn(kernelText(`/proc/${pid}/stat`))?.parentPid ?? 0;
  }
  return programs;
}
