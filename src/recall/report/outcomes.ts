import { KINDS } from "../../model/kinds.ts";
import type { SeenRow, SessionState } from "../../store/sqlite/read/session-state.ts";
import { type CommandNow, commandsNow, isWorthTelling } from "./commands.ts";

/** The most commands reported: those that did not pass, and those that passed. */
const MAX_OUTCOMES = { open: 60, passed: 40 } as const;

/** Each command with its last outcome, the latest first: all that did not pass, and the newest that passed. */
export function outcomesOf(state: SessionState): CommandNow[] {
  const left: Record<keyof typeof MAX_OUTCOMES, number> = { ...MAX_OUTCOMES };
  return commandsNow(state).filter((now) => {
    const sort = now.outcome === "ok" ? "passed" : "open";
    if (left[sort] === 0 || (sort === "passed" && !isWorthTelling(now))) return false;
    left[sort] -= 1;
    return true;
  });
}

/**
 * The newest runs of the main agent and of its subagents, and those before them that may have taken changes of files
 * away: {@link outcomesOf} has the other older ones.
 */
export function newestOfEach(commands: readonly SeenRow[]): SeenRow[] {
  const { limit } = KINDS.command;
  const left = { main: limit, subagents: limit, movers: MAX_MOVERS };
  return commands.filter(({ agentId, command }) => {
    const whose = agentId === undefined ? "main" : "subagents";
    left[whose] -= 1;
    if (left[whose] >= 0) return true;
    if (typeof command !== "string" || !MOVES_FILES.test(command)) return false;
    left.movers -= 1;
    return left.movers >= 0;
  });
}

const MAX_MOVERS = 60;
/** What a report looks for in old commands, to show what has become of a file. */
const MOVES_FILES = /\bgit stash\b|\bgit commit\b|\b(?:rm|mv|unlink) /;
