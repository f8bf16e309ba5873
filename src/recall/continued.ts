/** A session that was started with an earlier one's state as its prompt: `hive resume --start`. */
type Env = Readonly<Record<string, string | undefined>>;

const VARIABLE = "HIVE_CONTINUES";

/** The variable of the agent's process, by which its hook knows that the prompt holds the state. */
export const continuing = (sessionId: string, nowMs: number): Env => ({ [VARIABLE]: `${nowMs}:${sessionId}` });

/**
 * The session whose state the prompt holds; null without one.
 * Agents that are started from that agent's shell inherit the variable, so the mark serves for one start alone.
 */
export function continuedIn(env: Env): { readonly sessionId: string; readonly mark: string } | null {
  const [mark = "", sessionId = ""] = /^\d{1,16}:([^]+)$/.exec(env[VARIABLE] ?? "") ?? [];
  return sessionId === "" ? null : { sessionId, mark };
}
