/** The files that a program and whatever it starts have named to the kernel, by strace. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

export const HAS_STRACE = process.platform === "linux" && Bun.which("strace") !== null;

/** What a file's name was given for, and by which program. */
export interface Touch {
  readonly program: string;
  readonly call: string;
  readonly path: string;
}

export const traced = (log: string, command: readonly string[]): string[] => [
  "strace",
  "--follow-forks",
  "--decode-fds=path",
  "--string-limit=4096",
  "--trace=%file,fork,clone,clone3,vfork",
  `--output=${log}`,
  ...command,
];

const LINE = /^(\d+)\s+(\w+)\((.*)$/;
/** A directory and a name in it, or a name alone. */
const NAMES = /(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g;

/**
 * Reads what strace has written.
 * @param cwd where the first program was started; `/` for what each program of hive's starts
 */
export function touches(log: string, cwd: string): Touch[] {
  const programs = new Map<string, string>();
  const found: Touch[] = [];
  for (const line of readFileSync(log, "utf8").split("\n")) {
    const [, pid = "", call = "", rest = ""] = LINE.exec(line) ?? [];
    const child = /(?:fork|clone3?)\(.* = (\d+)/.exec(line)?.[1];
    if (child !== undefined) programs.set(child, programs.get(pid) ?? "");
    if (!rest.includes('"')) continue;
    // Of a program that is started, the rest is its arguments.
    const given = call === "execve" ? rest.slice(0, rest.indexOf(", [")) : rest;
    const names = [...given.matchAll(NAMES)];
    // What a link says is the kernel's answer.
    if (call.startsWith("readlink")) names.length = 1;
    for (const [, directory = cwd, name = ""] of names) {
      const path = resolve(directory, name);
      if (call === "execve" && !/= -1/.test(rest)) programs.set(pid, path);
      found.push({ program: programs.get(pid) ?? "", call, path });
    }
  }
  return found;
}
