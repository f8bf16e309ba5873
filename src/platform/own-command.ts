import { realpathSync } from "node:fs";
import { callersDirectory } from "./callers-directory.ts";
import { errorCode } from "../base/errors.ts";
import { LAUNCHER } from "./installation.ts";
import { programPath } from "./programs.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** hive's own commands, which its sentences name. */
const COMMAND =
  /(?<![\w/.-])hive(?= (?:setup|worker|status|sessions|resume|show|enqueue|failed|doctor|adopt|bench|uninstall|--help)\b)/g;

/** A word as a POSIX shell takes it. */
export const shellWord = (word: string): string =>
  /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** What starts hive from a shell: `hive` where the PATH leads to this installation, else the path of its launcher. */
export function ownCommand(env: Env): string {
  const named = programPath("hive", env, callersDirectory(env));
  return named !== null && realPath(named) === realPath(LAUNCHER) ? "hive" : shellWord(LAUNCHER);
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** A sentence whose commands of hive's can be pasted into the shell that it is shown in. */
export function pasteable(text: string, env: Env): string {
  const command = ownCommand(env);
  return text.replace(COMMAND, () => command);
}
