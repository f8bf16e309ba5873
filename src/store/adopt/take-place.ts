import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import { mayBeTracked } from "../../git/git-index.ts";

const SIDECARS = ["-wal", "-shm", "-journal"];

/**
 * Puts a database that was adopted out of the way, with what lies beside it: it is kept under another name.
 * @returns that name
 */
export function putAway(database: string, nowMs: number): string {
  const away = `${database}.adopted-${new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  // The log first: beside another database it would be taken for that one's.
  for (const suffix of [...SIDECARS, ""]) {
    if (existsSync(database + suffix)) renameSync(database + suffix, away + suffix);
  }
  return away;
}

/**
 * Gives hive's own database the name `hive.db`, where that has become free and git does not track it. It must be closed, its log moved into it and no
 * other process at it: the log and its proof are made anew at the next open.
 */
export function takePlace(own: string): string {
  const place = `${dirname(own)}/hive.db`;
  if (own === place || existsSync(place) || mayBeTracked(place, dirname(place))) return own;
  for (const name of readdirSync(dirname(own))) {
    if (name.startsWith(`${basename(own)}-`)) rmSync(`${dirname(own)}/${name}`);
  }
  renameSync(own, place);
  return place;
}
