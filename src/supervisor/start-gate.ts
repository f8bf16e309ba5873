import type { Files } from "../base/files.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { VERSION } from "../base/version.ts";

/** The file operations that asking takes: few, so that the hook has them at hand. */
export type GateFiles = Pick<Files, "create" | "rename" | "link" | "unlink"> & {
  /** The content of a small file; null when it cannot be read. */
  read(path: string): string | null;
};

/** What is known of the last starts of a worker; see {@link mayStart}. */
export interface StartGate {
  /** Nobody starts a worker before this time, in ms since 1970. */
  readonly untilMs: number;
  /** Starts since a worker last ended in order or had lived for a while: more than one means that they crash. */
  readonly starts: number;
}

/** Time for a worker to start and to listen. */
const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 300_000;
export const MAX_GATE_BYTES = 64;

export function gatePath(paths: QueuePaths): string {
  return `${paths.workers}/starting`;
}

/** Null for no gate, and for one that cannot be read as one. */
export function parseGate(text: string | null): StartGate | null {
  const [untilMs = Number.NaN, starts = Number.NaN] = (text ?? "").split(" ").map(Number);
  // Fewer than none would let the next one start at once.
  return Number.isFinite(untilMs) && Number.isSafeInteger(starts) && starts >= 0 ? { untilMs, starts } : null;
}

/** The version of hive that last started a worker; undefined where the gate does not say it, as that of hive 0.1.0. */
export function startedBy(text: string | null): string | undefined {
  return text?.trim().split(" ")[2];
}

/**
 * Whether the caller is the one to start a worker. Of all who ask at once one is told yes; the next is after 5 s, and
 * twice as long after each further start, up to 5 min, unless {@link openGate} was called meanwhile. Two may be told
 * yes where one of them is stopped in the middle; the lock that a worker takes decides then.
 */
export function mayStart(files: GateFiles, paths: QueuePaths, nowMs: number): boolean {
  const path = gatePath(paths);
  const text = files.read(path);
  const gate = parseGate(text);
  // A time further off than any wait comes from a clock that was set back.
  if (gate !== null && gate.untilMs > nowMs && gate.untilMs - nowMs <= LONGEST_WAIT_MS) return false;
  try {
    if (text !== null && !takeAway(files, paths, text)) return false;
    const starts = (gate?.starts ?? 0) + 1;
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (starts - 1));
    shut(files, paths, gateText(nowMs + waitMs, starts), text === null);
    return true;
  } catch {
    // Another one was faster.
    return false;
  }
}

/** Makes the gate, whole from its first moment: one that is being written would be taken for one that a crash left. */
function shut(files: GateFiles, paths: QueuePaths, text: string, mayClear: boolean): void {
  const path = gatePath(paths);
  const temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  files.create(temporary, text);
  try {
    files.link(temporary, path);
  } catch (error) {
    if (files.read(path) !== null) throw error;
    // What cannot be read may be no gate: a cloned repository can carry a directory or a link in its place.
    if (mayClear && clear(files, path)) return shut(files, paths, text, false);
    // A file system without links.
    files.create(path, text);
  } finally {
    files.unlink(temporary);
  }
}

/** Takes away what cannot be read, and so is no gate. @returns false when nothing is there, or a gate by then */
function clear(files: GateFiles, path: string): boolean {
  const away = `${path}.foreign-${Bun.randomUUIDv7()}`;
  try {
    files.rename(path, away);
  } catch {
    // Nothing is there: there was another reason why the gate could not be made.
    return false;
  }
  if (files.read(away) !== null) {
    files.rename(away, path);
    return false;
  }
  try {
    files.unlink(away);
  } catch {
    // A directory stays under its other name, in nobody's way.
  }
  return true;
}

function gateText(untilMs: number, starts: number): string {
  return `${Math.ceil(untilMs)} ${starts} ${VERSION}\n`;
}

/** Takes an old gate away. @returns false when it was a new one by then, which is put back */
function takeAway(files: GateFiles, paths: QueuePaths, seen: string): boolean {
  const away = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  files.rename(gatePath(paths), away);
  if (files.read(away) === seen) {
    files.unlink(away);
    return true;
  }
  files.rename(away, gatePath(paths));
  return false;
}
