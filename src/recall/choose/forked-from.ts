/** The session that a fork was copied from. A fork has an id of its own, and its payload does not name the other. */
import { kernelText } from "../../platform/process/kernel-text.ts";
import { statIn } from "../../platform/process/process-stat.ts";
import type { SessionOutline } from "../../store/sqlite/read/saved-session.ts";
import type { Resumes } from "../resume.ts";

/** The number of sessions to look at, the latest first: a fork is mostly of the one before it. */
const MOST_LOOKED_AT = 50;

export interface Fork {
  readonly sessionId: string;
  readonly agent: string;
  /** The directory that the agent was started in. */
  readonly directory: string;
  /** The agent's process, by each known way to find it. */
  readonly pids: readonly number[];
  readonly sinceMs: number;
}

/**
 * The session of this very process, as after `/branch`; else the one that the agent's arguments name; else, where they
 * ask to continue, the latest in its directory.
 * @returns null if none of them names it
 */
export function forkedFrom(
  resumes: Resumes,
  { sessionId, agent, directory, pids, sinceMs }: Fork,
): SessionOutline | null {
  const [pid] = pids;
  if (pid === undefined) return null;
  const startTicks = statIn(kernelText(`/proc/${pid}/stat`))?.startTicks;
  const isOwn = ({ process: seen }: SessionOutline): boolean =>
    seen?.pid === pid && seen.startTicks !== undefined && seen.startTicks === startTicks;
  const latest: SessionOutline[] = [];
  for (const id of resumes.recent(sinceMs)) {
    const outline = id === sessionId ? null : resumes.outline(id);
    // An agent copies no conversation of another agent. An older hive saved no agent.
    if (outline?.hasWork !== true || (outline.agent ?? agent) !== agent || resumes.isUntrusted(id)) continue;
    if (latest.push(outline) === MOST_LOOKED_AT) break;
  }
  const { named, isContinued } = asked((kernelText(`/proc/${pid}/cmdline`) ?? "").split("\0"));
  return (
    latest.find(isOwn) ??
    (named === null ? null : resumes.outline(named)) ??
    (isContinued ? latest.find((outline) => outline.directory === directory) : undefined) ??
    null
  );
}

/** The session that Claude Code's arguments name, and whether they ask for the latest. */
function asked(args: readonly string[]): { readonly named: string | null; readonly isContinued: boolean } {
  const at = args.findIndex((arg) => arg === "--resume" || arg === "-r");
  const joined = args.find((arg) => arg.startsWith("--resume="))?.slice("--resume=".length);
  return {
    named: joined ?? (at === -1 ? null : (args[at + 1] ?? null)),
    isContinued: args.includes("--continue") || args.includes("-c"),
  };
}
