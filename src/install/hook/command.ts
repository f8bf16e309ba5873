import { realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ownDirectory } from "../../origin/own-directory.ts";
import { bunCommand } from "../../platform/bun/bun-command.ts";
import { callersDirectory } from "../../platform/bun/callers-directory.ts";
import { KIND, MAIN_PROGRAM, MANIFEST } from "../../platform/installation.ts";
import { programPath } from "../../platform/programs.ts";
import type { HookCommand } from "../../agents/agent.ts";

/** The directory of hive itself. */
const TOP = resolve(import.meta.dir, "../../..");

/** hive's command line, as a shell on this machine can start it. */
export const hiveCommand = (): readonly string[] => [...bunCommand(bunPath()), MAIN_PROGRAM];

/** A path to Bun that survives an update of Bun, if the running one has such a path. */
function bunPath(): string {
  const named = programPath("bun", process.env, callersDirectory(process.env));
  return named !== null && realpathSync(named) === realpathSync(process.execPath) ? named : process.execPath;
}

/**
 * The directory of the compiled hook. A package's is the user's own: an update removes the package's directory, and the
 * agents' settings name the hook.
 */
export function hookDirectory(top = TOP): string {
  if (KIND === "copy") return dirname(MANIFEST);
  const data = KIND === "package" ? ownDirectory("data", process.env) : null;
  return data === null ? join(top, "dist") : join(data, "hook");
}

/** The hook as a compiled program: it takes half the time of the script. */
export const compiledHook = (top = TOP): HookCommand => ({ command: join(hookDirectory(top), "hive-hook"), args: [] });

/** The hook as a script, for machines that cannot compile it. */
export function interpretedHook(): HookCommand {
  const [command, ...args] = hiveCommand();
  return { command: command!, args: [...args, "hook"] };
}

/**
 * True for a command of this installation. No other is started: a cloned repository's settings may name any program.
 */
export const isOwnHook = (command: HookCommand): boolean =>
  [compiledHook(), interpretedHook()].some((own) => isSameCommand(own, command));

/** True for a command of an older version whose Bun reads a project's files. */
export const isUnguarded = ({ args }: HookCommand): boolean =>
  args.length > 0 && !bunCommand().every((word, index) => index === 0 || args.includes(word));

export const isSameCommand = (a: HookCommand, b: HookCommand): boolean => Bun.deepEquals(a, b);
