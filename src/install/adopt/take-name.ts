import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import { mayBeTracked } from "../../git/git-index.ts";

const SIDECARS = ["-wal", "-shm", "-journal"];

/**
 * Renames an adopted database, with the files beside it, to keep it out of the way.
 * @returns the new name
 */
export function putAway(database: string, nowMs: number): string {
  const away = `${database}.adopted-${new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  // Move the log first: SQLite would take it for that of another database.
  for (const suffix of [...SIDECARS, ""]) {
    if (existsSync(database + suffix)) renameSync(database + suffix, away + suffix);
  }
  return away;
}

/**
 * Gives hive's own database the name `hive.db`, if that is free and git does not track it. Close the database before,
 * move its log into it, and end other users. The next open makes the log and its proof again.
 */
export function takeName(own: string): string {
  const place = `${dirname(own)}/hive.db`;
  if (own === place || existsSync(place) || mayBeTracked(place, dirname(place))) return own;
  for (const name of readdirSync(dirname(own))) {
    if (name.startsWith(`${basename(own)}-`)) rmSync(`${dirname(own)}/${name}`);
  }
  renameSync(own, place);
  return place;
}
