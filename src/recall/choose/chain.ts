import { KIND_NAMES, type KindName, KINDS } from "../../model/kinds.ts";
import type { SeenRow, SessionState } from "../../store/sqlite/read/session-state.ts";

/** The kinds that an earlier session of a chain adds if it ended: its other work is done. */
const OF_ENDED: ReadonlySet<KindName> = new Set(["prompt", "message", "turn", "todos", "task", "plan"]);
/** The kinds that describe one session alone: an earlier one's do not apply to a later one. */
const OF_ONE: ReadonlySet<KindName> = new Set(["session", "start", "git", "compact", "end", "background", "continues"]);

/** A session of a chain, the latest first. */
export interface Link {
  readonly state: SessionState;
  readonly isDone: boolean;
}

/**
 * Merges the states of sessions that continue one another. It takes the latest of each single value, and all items of
 * each list, the newest first. Each session numbers its tasks from 1, so only the latest list of tasks counts.
 */
export function chainState(links: readonly Link[]): SessionState {
  const [own, ...earlier] = links;
  if (own === undefined || earlier.length === 0) return own?.state ?? {};
  const parts: Record<string, unknown> = { ...own.state };
  const hasTasks = links.find(({ state }) => state.todos !== undefined || (state.tasks ?? []).length > 0)?.state;
  for (const kind of KIND_NAMES) {
    const { field, limit } = KINDS[kind];
    if (OF_ONE.has(kind)) continue;
    if (kind === "todos" || kind === "task") {
      parts[field] = hasTasks?.[field as "todos" | "tasks"];
      continue;
    }
    const told = links.filter(({ isDone }, index) => index === 0 || !isDone || OF_ENDED.has(kind));
    const values = told.map(({ state }) => state[field]).filter((value) => value !== undefined);
    if (values.length === 0) continue;
    parts[field] = limit === 1 ? values[0] : distinct(values as (readonly SeenRow[])[]);
  }
  return withoutUndefined(parts);
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
