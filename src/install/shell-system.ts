import * as fs from "node:fs";
import { basename, join } from "node:path";
import { readRegular } from "../base/files.ts";
import { makeDirectory } from "../queue/make.ts";
import { moveBack } from "../queue/put-back.ts";
import { queuePaths } from "../queue/layout.ts";
import { backUpStore } from "../store/back-up.ts";
import { MAX_HEARTBEAT_BYTES, readHeartbeat } from "../supervisor/heartbeat.ts";
import { about, readTextFile } from "./files.ts";
import { type Place, type Scope, SCOPES } from "./place.ts";
import { callsShellSystem } from "./settings.ts";

// The shell system that hive replaces uses the same directories and the same files.

/** Its claims lie in `processing/` itself, where hive has a directory for each worker. */
function entries(directory: string): string[] {
  if (!fs.existsSync(directory)) return [];
  return fs
    .readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => entry.name);
}

/** The scopes whose settings file calls its hook. @throws HIVE_INVALID_OPTION for a file that cannot be read */
export function shellScopes(place: Place, scopes: readonly Scope[] = SCOPES): Scope[] {
  return scopes.filter((scope) => {
    const file = readTextFile(place.settings[scope]);
    return about(file, () => callsShellSystem(file.text));
  });
}

/** What is wrong with a settings file that calls its hook beside hive's, a sentence each. */
export function shellSystemProblems(place: Place, scopes: readonly Scope[]): string[] {
  return shellScopes(place, scopes).map(
    (scope) => `${place.settings[scope]} calls the shell system's hook as well, so each call is saved twice`,
  );
}

/** The shell system's worker, where one runs by its own heartbeat: it would go on taking entries away from hive's. */
export function shellWorkerPid({ root }: Place): number | null {
  const path = queuePaths(root).heartbeat;
  const text = readRegular(path, MAX_HEARTBEAT_BYTES);
  if (text === null || readHeartbeat(queuePaths(root)) !== null) return null;
  const [, pid] = /"pid"\s*:\s*(\d+)/.exec(text) ?? [];
  const isAlive = pid !== undefined && process.platform === "linux" && fs.existsSync(`/proc/${pid}`);
  return isAlive ? Number(pid) : null;
}

/**
 * Takes over what waits: a copy of it and of the database is kept in `setup/shell-system-{time}/`, and what its worker
 * had claimed goes back to `pending/`.
 * @returns where the copies are, and how many entries wait
 */
export function takeOverQueue(place: Place, nowMs: number): { readonly backup: string; readonly waiting: number } {
  const paths = queuePaths(place.root);
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, "-");
  const backup = join(place.root, "setup", `shell-system-${stamp}`);
  makeDirectory(join(place.root, "setup"));
  makeDirectory(backup);
  let waiting = 0;
  for (const directory of [paths.pending, paths.processing]) {
    for (const name of entries(directory)) {
      fs.mkdirSync(join(backup, basename(directory)), { recursive: true, mode: 0o700 });
      fs.copyFileSync(join(directory, name), join(backup, basename(directory), name));
      waiting += 1;
    }
  }
  backUpStore(place.root, join(backup, "hive.db"));
  for (const name of entries(paths.processing)) moveBack(paths, join(paths.processing, name), name);
  return { backup, waiting };
}
