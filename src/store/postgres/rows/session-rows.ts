import { textOf } from "../../../base/json.ts";
import type { KindName } from "../../../model/kinds.ts";
import type { Observation } from "../../../model/observation.ts";
import type { FactRow } from "./fold.ts";

/** The fields of a session that lists show, from one batch. Null means that the batch does not have it. */
export interface SessionRow {
  readonly session: string;
  readonly agent: string;
  readonly title: string | null;
  readonly branch: string | null;
  readonly started_ms: number;
  readonly seen_ms: number;
  readonly ended_ms: number | null;
  /** When the agent's last turn ended. */
  readonly turn_ended_ms: number | null;
}

type Telling = Readonly<Partial<Record<KindName, FactRow>>>;

/** @param facts those of the batch, merged with what the server has */
export function sessionRows(seen: readonly Observation[], facts: readonly FactRow[]): SessionRow[] {
  const last = lastOf(facts);
  const rows = new Map<string, SessionRow>();
  for (const { sessionId: session, agent, atMs } of seen) {
    const known = rows.get(session);
    const { session: own, git, end, turn } = last.get(session) ?? {};
    rows.set(session, {
      session,
      agent,
      title: textOf(own?.data["title"]) ?? null,
      branch: textOf(git?.data["branch"]) ?? null,
      started_ms: Math.min(known?.started_ms ?? atMs, atMs),
      seen_ms: Math.max(known?.seen_ms ?? atMs, atMs),
      ended_ms: end?.at_ms ?? null,
      turn_ended_ms: turn?.at_ms ?? null,
    });
  }
  return [...rows.values()];
}

/** By session: the main agent's latest fact of each kind. */
function lastOf(facts: readonly FactRow[]): ReadonlyMap<string, Telling> {
  const last = new Map<string, Partial<Record<KindName, FactRow>>>();
  for (const fact of facts) {
    if (fact.agent_id !== "") continue;
    const own = last.get(fact.session) ?? {};
    const known = own[fact.kind];
    if (known === undefined || fact.at_ms >= known.at_ms) own[fact.kind] = fact;
    last.set(fact.session, own);
  }
  return last;
}
