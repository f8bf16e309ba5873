import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { basename, isAbsolute, join, resolve } from "node:path";
import type { Config } from "../base/config/config.ts";
import type { ConfigOverrides } from "../base/config/validate.ts";
import { errorCode, HiveError } from "../base/errors.ts";
import { stateDirectoryOf, STATE_NAME, whyMissing } from "../base/state-directory.ts";
import { nodeHookIo } from "../capture/node-io.ts";
import { projectDirectory, readConfigFiles, userRoots } from "../origin/config-files.ts";
import { Places } from "../recall/choose/place.ts";
import { type Io, isOfAgent } from "./io.ts";
import { printable } from "./text/render.ts";

/**
 * The state directory of a command: `--root`, else `HIVE_ROOT`, else that of the working directory.
 * The name of a project's directory stands for the state directory in it.
 * @throws HIVE_QUEUE_UNAVAILABLE if the working directory or the state directory is gone or cannot be read
 */
export function findRoot(io: Io, given: string | undefined): string {
  return findRoots(io, given).root;
}

export interface Roots {
  readonly root: string;
  readonly older: string | null;
}

/** Like {@link findRoot}, together with the state directory that is read beside it. */
export function findRoots(io: Io, given: string | undefined): Roots {
  const named = given ?? io.env["HIVE_ROOT"];
  if (!named || !isAbsolute(named)) assertReadable(io.cwd, "the working directory");
  const found = named
    ? { root: namedRoot(resolve(io.cwd, named), given !== undefined), older: null }
    : stateDirectoryOf(nodeHookIo, io.env, io.cwd, userRoots(io.env));
  // If the found path is no directory, a later check reports it with its other faults.
  if (named ? existsSync(found.root) : isDirectory(found.root)) assertReadable(found.root, "the state directory");
  return found;
}

/** Whether the older state has sessions of the project's neighbours, too. */
const isShared = (io: Io, root: string, older: string): boolean =>
  new Places(io.cwd, projectDirectory(root, io.env)).isShared(projectDirectory(older, io.env));

/** The older state directory, if it is this project's alone. */
export const ownOlder = (io: Io, { root, older }: Roots): string | null =>
  older === null || isShared(io, root, older) ? null : older;

/** The older state directory in which a session is found by its id. */
// @mutant no agent is told of a session of a neighbour's
export const olderToName = (io: Io, roots: Roots): string | null => (isOfAgent(io) ? ownOlder(io, roots) : roots.older);

/** A state directory by its own path, or by that of its project, as people write it. */
function namedRoot(path: string, isFlag: boolean): string {
  const within = join(path, STATE_NAME);
  if (basename(path) === STATE_NAME || !isDirectory(path)) return path;
  const names = readdirSync(path);
  if (STATE_FILES.some((name) => names.includes(name))) return path;
  if (names.includes(STATE_NAME)) return within;
  if (names.length === 0 || !isFlag) return path;
  throw noState(path);
}

const noState = (path: string): HiveError =>
  new HiveError("HIVE_INVALID_OPTION", `${path} is no state directory, and there is no ${STATE_NAME} in it`, {
    hint: "hive setup in that project makes one",
  });

/**
 * Refuses a `--root` without data. A report on it would say that everything is empty, or describe another project.
 * @throws HIVE_INVALID_OPTION
 */
export function assertState(io: Io, given: string): void {
  const { root } = findRoots(io, given);
  if (!existsSync(root)) {
    const named = resolve(io.cwd, given);
    throw new HiveError("HIVE_INVALID_OPTION", `${named} does not exist`, { hint: "correct the path after --root" });
  }
  const names = readdirSync(root);
  // An empty directory of this name is a state directory that is not used yet.
  if (basename(root) !== STATE_NAME && !STATE_FILES.some((name) => names.includes(name))) throw noState(root);
}

/** Every state directory that hive has written to has one of these. */
const STATE_FILES = ["hive.db", "queue", "config.json", "instances", "setup", "logs"];

function assertReadable(directory: string, what: string): void {
  if (directory === "") throw unreadable(`${what} is gone: it was deleted`);
  try {
    accessSync(directory, constants.R_OK | constants.X_OK);
    if (!isDirectory(directory)) throw unreadable(`${what} ${directory} is no directory`);
  } catch (cause) {
    if (cause instanceof HiveError) throw cause;
    throw unreadable(`${what} ${directory} ${reasonOf(directory, errorCode(cause))}`, cause);
  }
}

function reasonOf(directory: string, code: string | undefined): string {
  if (code === "ENOENT") return whyMissing(directory);
  const stat = code === "EACCES" ? statSync(directory, { throwIfNoEntry: false }) : undefined;
  if (stat?.isDirectory() === false) return "is no directory";
  if (stat !== undefined && stat.uid !== process.geteuid?.()) return "cannot be read: it belongs to another user";
  return `cannot be read (${code ?? "unknown"})`;
}

const unreadable = (message: string, cause?: unknown): HiveError =>
  new HiveError("HIVE_QUEUE_UNAVAILABLE", message, {
    cause,
    hint: "go to the project's directory, or name its .hive-mind with --root",
  });

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * The settings of a state directory: flags override files, files override defaults. Ignored values are reported on
 * standard error.
 * @throws HIVE_INVALID_OPTION for a wrong flag
 */
export function loadConfig(io: Pick<Io, "env" | "err">, root: string, flags: ConfigOverrides = {}): Config {
  const { config, warnings } = readConfigFiles(root, flags, io.env);
  for (const warning of warnings) io.err(`hive: ${printable(warning)}\n`);
  return config;
}
