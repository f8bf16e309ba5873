import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Begins a note that names the session of a subagent. Every other note is a path. */
export const OF_SESSION = "session:";

/** Above this number of notes, old ones are removed. If such a session goes on, its directory is determined again. */
const MANY = 1000;
const OLD_MS = 30 * 24 * 3_600_000;

/**
 * Notes the state directory of a session's first event, or the session of a subagent. Loaded once a session, since it
 * needs `node:fs`.
 * @throws with the system's code
 */
export function noteSession(path: string, text: string): void {
  // Keep an existing note: its time says when the session began, even if its directory was removed and made again.
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  const directory = dirname(path);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, path);
  const names = readdirSync(directory);
  if (names.length > MANY) for (const name of names) removeOld(`${directory}/${name}`);
}

function removeOld(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat !== undefined && Date.now() - stat.mtimeMs > OLD_MS) rmSync(path, { force: true });
}
