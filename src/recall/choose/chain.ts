import { KIND_NAMES, type KindName, KINDS } from "../../model/kinds.ts";
import type { SavedSession } from "../../store/sqlite/read/saved-session.ts";
import type { SeenRow, SessionState } from "../../store/sqlite/read/session-state.ts";
import { isOfSubstance } from "../report/prompts.ts";
import { tasksOf } from "../report/resume-sections.ts";
import { isUnfinished } from "./candidates.ts";

/** The kinds that an earlier session of a chain adds if it ended: its other work is done. */
const OF_ENDED: ReadonlySet<KindName> = new Set(["prompt", "message", "turn", "todos", "task", "plan"]);
/** The kinds that describe one session alone: an earlier one's do not apply to a later one. */
const OF_ONE: ReadonlySet<KindName> = new Set(["session", "start", "git", "compact", "end", "background", "continues"]);

/**
 * The sessions that a report of a later one includes, the nearest first. A session that is done is among them for a later
 * one without a task of its own, and for a fork that is included, whose conversation has it. It is also among them if it
 * left aside what an unfinished one before it had begun.
 */
export function toldWith(session: SavedSession, earlier: readonly SavedSession[]): SavedSession[] {
  let hasTask = hasOwnTask(session);
  let told = 0;
  for (const [index, one] of earlier.entries()) {
    const isOpen = isUnfinished(one);
    // What a fork was copied from goes with the fork alone, not with a new task after it.
    const isCopied = told === index && (earlier[index - 1] ?? session).continues[0]?.isFork === true;
    // @mutant a new task after a clean end is no part of the old one
    if (isOpen || !hasTask || isCopied) told = index + 1;
    else if (hasFinished(one)) break;
    hasTask ||= hasOwnTask(one);
  }
  return earlier.slice(0, told);
}

/** The sessions before the latest of a chain that are unfinished, and that no later one has finished. */
export function leftOpen(chain: readonly SavedSession[]): SavedSession[] {
  const end = chain.findIndex(hasFinished);
  return chain.slice(1, end === -1 ? chain.length : end).filter(isUnfinished);
}

/** True for a session that went on with what came before, and ended that. One that only spoke has gone on with nothing. */
const hasFinished = (one: SavedSession): boolean => one.hasOperations && !isUnfinished(one) && !hasOwnTask(one);

const hasOwnTask = ({ firstPrompts }: SavedSession): boolean =>
  firstPrompts.some(({ text }) => typeof text === "string" && isOfSubstance(text));

/**
 * Merges the states of sessions that continue one another, the latest first. It takes the latest of each single value,
 * and all items of each list, the newest first. What a session did after an unfinished one may have settled that one's
 * failures, so it counts whole.
 */
export function chainState(chain: readonly SavedSession[]): SessionState {
  const [own, ...earlier] = chain;
  if (own === undefined || earlier.length === 0) return own?.state ?? {};
  const parts: Record<string, unknown> = { ...own.state };
  const withTasks = taskState(chain);
  // The files and commands of what a later session has finished are no part of what is open.
  const open = new Set([own, ...leftOpen(chain)]);
  const lastOpen = chain.findLastIndex((one) => open.has(one) && isUnfinished(one));
  for (const kind of KIND_NAMES) {
    const { field, limit } = KINDS[kind];
    if (OF_ONE.has(kind)) continue;
    if (kind === "todos" || kind === "task") {
      parts[field] = withTasks?.[field as "todos" | "tasks"];
      continue;
    }
    const told = chain.filter((_, index) => index === 0 || index <= lastOpen || OF_ENDED.has(kind));
    const values = told.map(({ state }) => state[field]).filter((value) => value !== undefined);
    if (values.length === 0) continue;
    parts[field] = limit === 1 ? values[0] : distinct(values as (readonly SeenRow[])[]);
  }
  return withoutUndefined(parts);
}

/**
 * The state with the list of tasks that counts: the latest one, since each session numbers its tasks from 1. A list that
 * is done, of a session with a task of its own, ends no other list that an unfinished session left.
 */
function taskState(chain: readonly SavedSession[]): SessionState | undefined {
  const lists = chain.map((one) => ({ one, all: tasksOf(one.state).all })).filter(({ all }) => all.length > 0);
  const [latest] = lists;
  const left = lists.find(({ one }) => isUnfinished(one));
  if (latest === undefined || left === undefined || latest === left) return latest?.one.state;
  const isAside =
    hasOwnTask(latest.one) &&
    latest.all.every(({ status, text }) => status === "completed" && left.all.every((task) => task.text !== text));
  return (isAside ? left : latest).one.state;
}

/** The latest row of each key, since files and subagents keep their names. */
function distinct(lists: readonly (readonly SeenRow[])[]): SeenRow[] {
  const known = new Map<string, SeenRow>();
  for (const [place, list] of lists.entries()) {
    for (const row of list) {
      const name = `${row.agentId ?? ""}\0${row.key}`;
      const later = known.get(name);
      if (later === undefined) known.set(name, row);
      // A file that an earlier session made is new for the whole chain.
      else if (place > 0 && row["isNew"] === true) known.set(name, { ...later, isNew: true });
    }
  }
  return [...known.values()].toSorted((a, b) => b.atMs - a.atMs);
}

const withoutUndefined = (parts: Readonly<Record<string, unknown>>): SessionState =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as SessionState;
