import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { bunCommand } from "../platform/bun-command.ts";
import { callersDirectory } from "../platform/callers-directory.ts";
import { errorCode } from "../base/errors.ts";
import { MAIN_PROGRAM } from "../platform/installation.ts";
import { programPath } from "../platform/programs.ts";
import type { HookCommand } from "./settings.ts";

/** Where hive itself is. */
const TOP = resolve(import.meta.dir, "../..");

/** hive's command line, as a shell on this machine can start it. */
export const hiveCommand = (): readonly string[] => [...bunCommand(bunPath()), MAIN_PROGRAM];

/** The name that stays the same when Bun is updated, where the running one has such a name. */
function bunPath(): string {
  const named = programPath("bun", process.env, callersDirectory(process.env));
  return named !== null && realpathSync(named) === realpathSync(process.execPath) ? named : process.execPath;
}

/** The hook as a program of its own: half the time of the other. */
export const compiledHook = (top = TOP): HookCommand => ({ command: join(top, "dist/hive-hook"), args: [] });

/** The hook as a script, for where it cannot be compiled. */
export function interpretedHook(): HookCommand {
  const [command, ...args] = hiveCommand();
  return { command: command!, args: [...args, "hook"] };
}

/** Whether the files that a hook command names are there, the program executable. */
export function canRun({ command, args }: HookCommand): boolean {
  try {
    accessSync(command, constants.X_OK);
    return args.every((word) => !word.startsWith("/") || existsSync(word));
  } catch (error) {
    if (["ENOENT", "EACCES", "ENOTDIR"].includes(errorCode(error) ?? "")) return false;
    throw error;
  }
}

/** Whether a command is this installation's. Only such a one is started: a cloned repository's settings name any. */
export const isOwnHook = (command: HookCommand): boolean =>
  [compiledHook(), interpretedHook()].some((own) => isSameCommand(own, command));

/** Whether a command starts hive with a Bun that reads a project's files: what an older hive's setup has written. */
export const isUnguarded = ({ args }: HookCommand): boolean =>
  args.length > 0 && !bunCommand().every((word, index) => index === 0 || args.includes(word));

/** Whether two commands are the same. */
export const isSameCommand = (a: HookCommand, b: HookCommand): boolean => Bun.deepEquals(a, b);
