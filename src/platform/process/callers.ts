import { basename } from "node:path";
import { kernelText } from "./kernel-text.ts";
import { statIn } from "./process-stat.ts";

/** A chain of processes is followed so far. */
const MOST_CALLERS = 64;
/** Programs that run a script, which names the process better. */
const INTERPRETERS = new Set(["node", "bun", "deno"]);

const nameOf = (path: string): string => basename(path).replace(/\.(?:[cm]?js|exe)$/, "");

/** Flags whose value is a module that runs before the script. */
const PRELOADS = new Set(["-r", "--require", "--import", "--loader", "--preload"]);

/** The name of a process by its arguments. */
function programIn(commandLine: string): string {
  const [program = "", ...args] = commandLine.split("\0");
  const name = nameOf(program);
  if (!INTERPRETERS.has(name)) return name;
  const isScript = (one: string, at: number): boolean =>
    !one.startsWith("-") && one !== "run" && !PRELOADS.has(args[at - 1] ?? "");
  return nameOf(args.find(isScript) ?? "");
}

/** The programs that started this process, the nearest first. None but on Linux. */
export function callingPrograms(): readonly string[] {
  const programs: string[] = [];
  for (let pid = process.ppid; pid > 0 && programs.length < MOST_CALLERS;) {
    programs.push(programIn(kernelText(`/proc/${pid}/cmdline`) ?? ""));
    pid = statIn(kernelText(`/proc/${pid}/stat`))?.parentPid ?? 0;
  }
  return programs;
}
