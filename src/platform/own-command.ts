import { readFileSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { callersDirectory } from "./bun/callers-directory.ts";
import { errorCode } from "../base/errors.ts";
import { isOlder } from "../base/version.ts";
import { ownDirectory } from "../origin/own-directory.ts";
import { KIND, LAUNCHER } from "./installation.ts";
import { programPath } from "./programs.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** hive's own commands, which its sentences name. */
const COMMAND =
  /(?<![\w/.-])hive(?= (?:setup|worker|status|sessions|search|projects|mcp|import|dashboard|resume|show|changes|diff|undo|redo|export|forget|pause|unpause|enqueue|fleet|failed|doctor|bug-report|completion|adopt|bench|uninstall|--help)\b)/g;

/** A word as a POSIX shell takes it. */
export const shellWord = (word: string): string =>
  /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/**
 * The command that starts hive from a shell: `hive` if the PATH leads to this installation, else its launcher's path. A
 * package and the copy that setup made of it are one installation; the copy's path outlives an update.
 */
export function ownCommand(env: Env): string {
  const named = programPath("hive", env, callersDirectory(env));
  const real = named === null ? null : realPath(named);
  const data = KIND === "package" ? ownDirectory("data", env) : null;
  const copy = data === null ? LAUNCHER : `${data}/hook/hive`;
  const isPackaged = KIND === "package" || KIND === "copy";
  const version = real === null || !isPackaged ? null : packagedVersion(real);
  // An older package that somebody forgot comes first on many a PATH.
  const isOwn = real !== null && (real === realPath(LAUNCHER) || (version !== null && !isOlder(version)));
  return isOwn ? "hive" : shellWord(realPath(copy) === null ? LAUNCHER : copy);
}

/** The path of the npm package's launcher, in any package manager's layout. */
const PACKAGED = /\/node_modules\/hivekeep\/bin\/hive$/;

/**
 * The version of the package that a launcher is of, by its real path; null where it is of none, or of a broken one.
 */
export function packagedVersion(launcher: string): string | null {
  if (!PACKAGED.test(launcher)) return null;
  try {
    const { version } = JSON.parse(readFileSync(resolve(launcher, "../../package.json"), "utf8")) as Manifest;
    return typeof version === "string" ? version : null;
  } catch {
    // Its callers then do without the package.
    return null;
  }
}

interface Manifest {
  readonly version?: unknown;
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** A sentence in which each hive command can be pasted into the user's shell. */
export function pasteable(text: string, env: Env): string {
  const command = ownCommand(env);
  return text.replace(COMMAND, () => command);
}
