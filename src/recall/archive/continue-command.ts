import { shellWord } from "../../platform/own-command.ts";
import type { ArchivedSession } from "./archive.ts";

/** By agent: the words that continue one of its sessions. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  "claude-code": ["claude", "--resume"],
  codex: ["codex", "resume"],
  cursor: ["cursor-agent", "--resume"],
  opencode: ["opencode", "--session"],
  copilot: ["copilot", "--resume"],
};

/** An id that needs no quotation marks, and that begins no flag. */
const PLAIN = /^\w[\w-]{0,127}$/;

/**
 * The command that continues a session in its agent, for a shell.
 * @param cwd where the shell is: elsewhere the command changes there first
 * @returns null for an agent that has none, and for an id that no agent makes
 */
export function continueCommand({ agent, sessionId, directory, project }: ArchivedSession, cwd: string): string | null {
  const words = agent !== null && Object.hasOwn(WORDS, agent) ? WORDS[agent] : undefined;
  if (words === undefined || !PLAIN.test(sessionId)) return null;
  const place = directory ?? project;
  const command = [...words, sessionId].join(" ");
  return place === cwd ? command : `cd ${shellWord(place)} && ${command}`;
}
