import { textOf } from "../../../base/json.ts";
import { HiveError } from "../../../base/errors.ts";
import { notApplied, openResumes, reportOf, tell } from "../../../recall/session-list.ts";
import { oneLine } from "../../text/render.ts";

const MAX_TITLE_CHARS = 60;
const MAX_ID_CHARS = 40;

interface Known {
  readonly agent: string | null;
  /** Null where it came without proof, too: an agent may read it. */
  readonly title: string | null;
  readonly isRunning: boolean;
}

const NOTHING: Known = { agent: null, title: null, isRunning: false };

/** What the project's database has of a session: nothing where it cannot be read. Files come back without it. */
export async function knownOf(root: string, sessionId: string, nowMs: number): Promise<Known> {
  try {
    using resumes = await openResumes(root, nowMs);
    const report = reportOf(resumes, sessionId);
    const { title, ending, isUntrusted } = tell(resumes, notApplied(sessionId), report);
    const agent = textOf(report?.state.session?.["agent"]) ?? null;
    return { agent, title: isUntrusted ? null : title, isRunning: ending === "open" };
  } catch (error) {
    if (error instanceof HiveError && ["HIVE_STORE_UNAVAILABLE", "HIVE_MIGRATION"].includes(error.code)) return NOTHING;
    throw error;
  }
}

/** A session by its id and its title, and whether it still runs. */
export async function sessionText(root: string, sessionId: string, nowMs: number): Promise<string> {
  const { title, isRunning } = await knownOf(root, sessionId, nowMs);
  const named = title === null ? "" : ` “${oneLine(title, MAX_TITLE_CHARS)}”`;
  return `${oneLine(sessionId, MAX_ID_CHARS)}${named}${isRunning ? " (running)" : ""}`;
}
