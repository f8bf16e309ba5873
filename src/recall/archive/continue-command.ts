import { isGone } from "../../base/files/is-gone.ts";
import { shellWord } from "../../platform/own-command.ts";
import type { ArchivedSession } from "./archive.ts";

/** By agent: the words that continue one of its sessions. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  "claude-code": ["claude", "--resume"],
  codex: ["codex", "resume"],
  cursor: ["cursor-agent", "--resume"],
  opencode: ["opencode", "--session"],
  copilot: ["copilot", "--resume"],
  qwen: ["qwen", "--resume"],
};

/** The words that continue a session of an agent, without the id; null for an agent that has none. */
export const continueWords = (agent: string | null): readonly string[] | null =>
  agent !== null && Object.hasOwn(WORDS, agent) ? WORDS[agent]! : null;

/** An id that needs no quotation marks, and that begins no flag. */
const PLAIN = /^\w[\w-]{0,127}$/;

/** The directory of a session if it is gone: until it is there again no agent can be started there. Null if it is there. */
export function goneDirectory({ directory, project }: ArchivedSession): string | null {
  const place = directory ?? project;
  return isGone(place) ? place : null;
}

/**
 * The command that continues a session in its agent, for a shell.
 * @param cwd where the shell is: elsewhere the command changes there first
 * @returns null for an agent that has none, and for an id that no agent makes
 */
export function continueCommand({ agent, sessionId, directory, project }: ArchivedSession, cwd: string): string | null {
  const words = continueWords(agent);
  if (words === null || !PLAIN.test(sessionId)) return null;
  const place = directory ?? project;
  const command = [...words, sessionId].join(" ");
  return place === cwd ? command : `cd ${shellWord(place)} && ${command}`;
}
