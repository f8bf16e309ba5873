import { hookLogPaths, UNREADABLE } from "../capture/hook-log.ts";
import { readTail } from "../base/files/files.ts";

/** The hook's failures in a project in the last day, the latest last. */
export interface HookLog {
  readonly failures: readonly HookLogLine[];
  /** Payloads without any part that could be saved. */
  readonly unreadable: readonly HookLogLine[];
  /** True if there is no line at all, not even an older one. */
  readonly isEmpty: boolean;
}

export interface HookLogLine {
  readonly path: string;
  readonly atMs: number;
  readonly message: string;
}

const RECENT_MS = 24 * 3_600_000;
const TAIL_BYTES = 256 * 1024;

/** Reads the end of the project's log, at each path that the hook may write to. */
export function readHookLog(root: string, env: Readonly<Record<string, string | undefined>>, nowMs: number): HookLog {
  const lines = hookLogPaths(root, env).flatMap((path) => tail(path).map((text) => ({ path, ...parseLine(text) })));
  const recent = lines.filter(({ atMs }) => Math.abs(nowMs - atMs) < RECENT_MS).toSorted((a, b) => a.atMs - b.atMs);
  return {
    failures: recent.filter((line) => !isUnreadable(line)),
    unreadable: recent.filter(isUnreadable),
    isEmpty: lines.length === 0,
  };
}

const isUnreadable = ({ message }: HookLogLine): boolean => message.startsWith(UNREADABLE);

function parseLine(line: string): { atMs: number; message: string } {
  const [time = ""] = line.split(" ", 1);
  return { atMs: Date.parse(time), message: line.slice(time.length + 1) };
}

/** The last lines of a log; none without a log. */
const tail = (path: string): string[] => (readTail(path, TAIL_BYTES) ?? "").split("\n").filter((line) => line !== "");
