/** A session that was started with an earlier one's state as its prompt: `hive resume --start`. */
type Env = Readonly<Record<string, string | undefined>>;

const VARIABLE = "HIVE_CONTINUES";
/** The time for a person to let the agent start, as by trusting the directory. */
const START_MS = 3_600_000;

/**
 * The variable of the agent's process, by which its hook knows that the prompt holds the state.
 * @param root the state directory where the agent starts
 */
export const continuing = (sessionId: string, root: string, nowMs: number): Env => ({
  [VARIABLE]: `${Math.trunc(nowMs)}:${Bun.hash(root).toString(36)}:${sessionId}`,
});

/**
 * The session whose state the prompt holds; null without one.
 * Agents that are started from that agent's shell inherit the variable, so the mark serves for one start alone, of this
 * state directory, within an hour.
 */
export function continuedIn(
  env: Env,
  root: string,
  nowMs: number,
): { readonly sessionId: string; readonly mark: string } | null {
  const [mark = "", startedMs, sessionId = ""] = /^(\d{1,16}):[0-9a-z]{1,16}:([^]+)$/.exec(env[VARIABLE] ?? "") ?? [];
  if (sessionId === "" || Math.abs(nowMs - Number(startedMs)) > START_MS) return null;
  return mark === continuing(sessionId, root, Number(startedMs))[VARIABLE] ? { sessionId, mark } : null;
}
