import type { AgentHook, Env } from "../agent.ts";
import { factsOf } from "./facts.ts";
import { parsePayload } from "./payload.ts";

/** The hook's half of Claude Code. */
export const claudeCodeHook = {
  id: "claude-code",
  parse: parsePayload,
  facts: factsOf,
  pid: (env: Env) => Number(env["CLAUDE_PID"]) || undefined,
  hasProcess: true,
  isAttended,
  context: (additionalContext: string) =>
    JSON.stringify({ hookSpecificOutput: { hookEventName: "SessionStart", additionalContext } }),
} satisfies AgentHook;

/** A program that starts Claude Code through its SDK sets this. It also says if it shows the session to a person. */
function isAttended(env: Env): boolean | undefined {
  const told = env["CLAUDE_CODE_SESSION_ATTENDED"];
  if (told === "0" || told === "1") return told === "1";
  const entry = env["CLAUDE_CODE_ENTRYPOINT"];
  return entry ? !entry.startsWith("sdk") : undefined;
}
