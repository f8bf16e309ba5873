import { timeText } from "../../base/clock.ts";
import { isKnownTime } from "../../model/merge.ts";

/** The age of something, for a sentence; for an impossible time it says that the clock was wrong. */
export function ago(atMs: number, nowMs: number): string {
  if (!isKnownTime(atMs) || !isKnownTime(nowMs)) return "at a time that its clock did not know";
  const ms = nowMs - atMs;
  if (ms < 60_000) return "just now";
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min ago`;
  if (ms < 48 * 3_600_000) return `${Math.round(ms / 3_600_000)} h ago`;
  return `${Math.round(ms / 86_400_000)} days ago`;
}

/** A time to the minute, in UTC. */
export const minute = (atMs: number): string => `${timeText(atMs).slice(0, 16)}Z`;
