import { notApplied, openResumes, reportOf, tell } from "../../../recall/session-list.ts";
import { oneLine } from "../../text/render.ts";

const MAX_TITLE_CHARS = 60;
const MAX_ID_CHARS = 40;

/** A session by its id and its title, and whether it still runs. */
export async function sessionText(root: string, sessionId: string, nowMs: number): Promise<string> {
  using resumes = await openResumes(root, nowMs);
  const { title, ending } = tell(resumes, notApplied(sessionId), reportOf(resumes, sessionId));
  const named = title === null ? "" : ` “${oneLine(title, MAX_TITLE_CHARS)}”`;
  return `${oneLine(sessionId, MAX_ID_CHARS)}${named}${ending === "open" ? " (running)" : ""}`;
}
