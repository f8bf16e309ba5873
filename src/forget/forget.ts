import type { Database } from "bun:sqlite";
import { existsSync, readdirSync } from "node:fs";
import { holdsName } from "../base/files/name-search.ts";
import { holdQueue } from "../install/uninstall/stop-workers.ts";
import { projectDirectory } from "../origin/config-files.ts";
import { userKey } from "../origin/key.ts";
import { ownDirectory } from "../origin/own-directory.ts";
import { queuePaths } from "../queue/layout.ts";
import { makeQueue } from "../queue/make.ts";
import { sessionFiles, sessionsInQueue } from "../queue/session-files.ts";
import { eraseForgotten, isErasingUnfinished, sessionsOfProject } from "../store/archive/erase.ts";
import { archiveIn } from "../store/archive/open.ts";
import { openConnection } from "../store/sqlite/open/connection.ts";
import { openForReading } from "../store/sqlite/open/database.ts";
import { deleteSession, eraseDeleted, instanceIdsOf, isUnfinishedIn, sessionIdsIn } from "../store/sqlite/forget.ts";
import { markForgotten } from "../store/sqlite/forgotten.ts";
import { locateStore, otherStores } from "../store/sqlite/open/location.ts";
import { Store } from "../store/sqlite/store.ts";
import { isStoreUnavailable, unavailable } from "../store/sqlite/open/unavailable.ts";
import { findWorkers } from "../supervisor/find.ts";
import { type FleetForgetting, forgetInFleet } from "./fleet.ts";
import { spawnWorker } from "../supervisor/spawn.ts";
import { type Forgotten, HOLDERS, type Places } from "./holders.ts";
import { sessionsInSnapshots } from "./snapshots.ts";

type Env = Readonly<Record<string, string | undefined>>;

const BUSY_TIMEOUT_MS = 10_000;

const placesOf = (root: string, env: Env): Places => ({ root, env, data: ownDirectory("data", env, root) });

/**
 * The ids of all sessions with data in the database or the queue. Changes nothing.
 * @param env with it, also those that the archive or snapshots alone have of the project. @default none of these
 */
export function knownSessions(root: string, env?: Env): string[] {
  const ids = sessionsInQueue(queuePaths(root));
  for (const path of ownStores(root)) for (const id of reading(root, path, sessionIdsIn)) ids.add(id);
  const places = env === undefined ? null : placesOf(root, env);
  if (places === null || places.data === null) return [...ids];
  for (const id of sessionsOfProject(archiveIn(places.data), projectDirectory(root, env))) ids.add(id);
  for (const id of sessionsInSnapshots(places)) ids.add(id);
  return [...ids];
}

/** The parts of a session beside the database, as a list by holder. Changes nothing. */
export function findHeld(root: string, env: Env, sessionId: string): ReadonlyMap<string, readonly string[]> {
  const places = placesOf(root, env);
  const session = sessionOf(root, sessionId, 0);
  return new Map(HOLDERS.map(({ name, find }) => [name, find(places, session)]));
}

/** The outcome of a forget. */
export interface Forgetting {
  readonly sessionIds: readonly string[];
  /** The number of deleted rows. */
  readonly rows: number;
  /** The number of deleted files, and of files that lost lines, by their kind. */
  readonly files: Readonly<Record<string, number>>;
  /** Whether the server of the user's fleet has forgotten them. */
  readonly fleet: FleetForgetting;
  /** Files that still name a session: texts of other sessions do, and files that hive did not make. */
  readonly left: readonly string[];
}

export type ForgetStep = "held" | "marked" | "files-removed" | "rows-deleted" | "erased";

export interface ForgetOptions {
  readonly env: Env;
  readonly nowMs: number;
  /** True to start a worker again if one was ended. @default true */
  readonly startsWorker?: boolean;
  /** Called after each durable step; unset in production. */
  readonly onStep?: (step: ForgetStep) => void;
}

/**
 * Removes all data of sessions from hive. Every worker is ended, and none starts meanwhile.
 * First the session is marked, so that nothing brings it back. The rows go last, so that a killed forget can run again.
 * @param sessionIds without any, it finishes an earlier forget
 * @throws HIVE_UNHEALTHY if a worker does not end; HIVE_STORE_UNAVAILABLE
 */
export async function forget(root: string, sessionIds: readonly string[], options: ForgetOptions): Promise<Forgetting> {
  const { env, nowMs, onStep } = options;
  const paths = queuePaths(root);
  const places = placesOf(root, env);
  makeQueue(paths);
  const isAnyInBackground = findWorkers(paths).some(({ heartbeat }) => heartbeat?.background === true);
  const lock = await holdQueue(paths);
  const files: Record<string, number> = {};
  let rows = 0;
  try {
    onStep?.("held");
    const sessions = sessionIds.map((sessionId) => sessionOf(root, sessionId, nowMs));
    {
      using store = await Store.open(root, { busyTimeoutMs: BUSY_TIMEOUT_MS, durability: "power" });
      // @mutant a session is marked before anything of it goes
      for (const sessionId of sessionIds) markForgotten(store.db, sessionId, userKey(root), nowMs);
      onStep?.("marked");
      for (const holder of HOLDERS) {
        for (const session of sessions) {
          files[holder.name] = (files[holder.name] ?? 0) + holder.find(places, session).length;
          holder.forget(places, session);
        }
      }
      onStep?.("files-removed");
      for (const sessionId of sessionIds) rows += deleteSession(store.db, sessionId);
      onStep?.("rows-deleted");
      await eraseDeleted(store.db);
    }
    rows += await forgetElsewhere(root, sessionIds);
    if (places.data !== null) await eraseForgotten(archiveIn(places.data));
    onStep?.("erased");
  } finally {
    lock.release();
  }
  if (isAnyInBackground && options.startsWorker !== false) spawnWorker(root);
  const fleet = await forgetInFleet(root, places.data, env);
  return { sessionIds, rows, files, fleet, left: sessionIds.flatMap((id) => stillNaming(places, id)) };
}

/** True if an earlier forget was killed before the database was rewritten. */
export function isUnfinished(root: string, env: Env): boolean {
  const { data } = placesOf(root, env);
  if (data !== null && isErasingUnfinished(archiveIn(data))) return true;
  return ownStores(root).some((path) => reading(root, path, isUnfinishedIn));
}

/** The known names of a session while its data still exist. */
function sessionOf(root: string, sessionId: string, nowMs: number): Forgotten {
  const { files, instanceIds } = sessionFiles(queuePaths(root), sessionId);
  const ids = new Set(instanceIds);
  for (const path of ownStores(root)) {
    for (const id of reading(root, path, (db) => instanceIdsOf(db, sessionId))) ids.add(id);
  }
  const entryNames = files.map((path) => path.slice(path.lastIndexOf("/") + 1));
  return { sessionId, instanceIds: [...ids], entryNames, nowMs };
}

/** @throws HIVE_STORE_UNAVAILABLE if the database is locked or not sound */
function reading<T>(root: string, path: string, read: (db: Database) => T): T {
  try {
    using db = openForReading(path, userKey(root), BUSY_TIMEOUT_MS);
    return read(db);
  } catch (error) {
    throw isStoreUnavailable(error) ? unavailable(path, error) : error;
  }
}

/** The database in use, and hive's own former ones, used while another file took the name. */
function ownStores(root: string): string[] {
  const { path, isThere } = locateStore(root);
  const others = otherStores(root).filter(({ isProved }) => isProved);
  return [...(isThere ? [path] : []), ...others.map((other) => other.path)];
}

/** Deletes rows from hive's own databases that are not in use now. */
async function forgetElsewhere(root: string, sessionIds: readonly string[]): Promise<number> {
  const used = locateStore(root).path;
  let rows = 0;
  for (const path of ownStores(root).filter((one) => one !== used)) {
    const { db } = openConnection(path, { key: userKey(root), busyTimeoutMs: BUSY_TIMEOUT_MS, durability: "power" });
    try {
      for (const sessionId of sessionIds) rows += deleteSession(db, sessionId);
      await eraseDeleted(db);
    } finally {
      db.close();
    }
  }
  return rows;
}

/** Searches every byte of the state directory and of the user's data directory, but not other projects' states. */
const stillNaming = ({ root, data }: Places, sessionId: string): string[] =>
  [...namesIn(root), ...namesIn(data).filter((path) => path !== `${data}/state`)].filter((path) =>
    holdsName(path, sessionId),
  );

const namesIn = (directory: string | null): string[] =>
  directory !== null && existsSync(directory) ? readdirSync(directory).map((name) => `${directory}/${name}`) : [];
