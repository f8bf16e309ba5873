/** The hook's log of failures, since it prints nothing. A log belongs to one project. */
import { lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { nodeFiles } from "../base/files/files.ts";
import { errorMessage } from "../base/errors.ts";
import { hashOf } from "../base/ids.ts";
import { printable } from "../base/text/printable.ts";
import { ownDirectory } from "../origin/own-directory.ts";
import { callersDirectory } from "../platform/bun/callers-directory.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** A permanent failure logs a line at every call, so only the last megabyte or two are kept. */
const LOG_MAX_BYTES = 1024 ** 2;
/** Logs of deleted projects are removed after this time. */
const KEPT_MS = 30 * 86_400_000;

/** The prefix of the line for a payload that could not be saved at all. */
export const UNREADABLE = "unreadable payload";

/**
 * The possible paths of a project's log, the best first. They are in its writable state directory, else in the user's
 * data directory. Without a home the log is in the temporary directory. The latter two name the project.
 */
export function hookLogPaths(root: string, env: Env): string[] {
  const name = logName(root);
  const data = ownDirectory("data", env, root);
  const own = data === null ? [] : [join(data, "logs", name)];
  const temporary = join(env["TMPDIR"] || tmpdir(), `hive-hook-${process.geteuid?.() ?? 0}-${name}`);
  return [join(root, "hook.log"), ...own, temporary];
}

/** Projects of the same name differ in the hash of their real paths. */
function logName(root: string): string {
  const project = real(dirname(root));
  const readable = basename(project)
    .replaceAll(/[^\w.-]/g, "_")
    .slice(0, 40);
  return `${readable}-${hashOf(join(project, basename(root)))}.log`;
}

/** The path itself if it does not exist. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The state directory that a call was meant for, if it failed before finding one. */
export function presumedRoot(env: Env): string {
  if (env["HIVE_ROOT"]) return env["HIVE_ROOT"];
  return join(env["CLAUDE_PROJECT_DIR"] || callersDirectory(env), ".hive-mind");
}

/**
 * Writes one line to the first writable path of the project's log.
 * @param isRootUsable whether hive may write the state directory: not if it is a link of a cloned repository
 */
export function logFailure(root: string, error: unknown, env: Env = process.env, isRootUsable = true): void {
  const line = `${new Date().toISOString()} ${printable(errorMessage(error).replaceAll("\n", " "))}\n`;
  for (const path of hookLogPaths(root, env).slice(isRootUsable ? 0 : 1)) {
    try {
      const found = lstatSync(path, { throwIfNoEntry: false });
      if (found?.isFile() === true && found.size >= LOG_MAX_BYTES) renameSync(path, `${path}.1`);
      if (found === undefined && basename(dirname(path)) === "logs") makeLogs(dirname(path));
      nodeFiles.append(path, Buffer.from(line));
      return;
    } catch {
      // Try the next path. After the last one, a hook cannot report anything.
      continue;
    }
  }
}

function makeLogs(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const oldestMs = Date.now() - KEPT_MS;
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if ((lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? oldestMs) < oldestMs) rmSync(path, { force: true });
  }
}
