import { KIND_NAMES, type KindName, KINDS } from "../../model/kinds.ts";
import { mergeRows } from "../../model/merge.ts";
import type { Fact } from "../../model/observation.ts";
import { type NamedRow, rowIn, storedKey } from "./apply/stored-row.ts";
import { openSaved } from "./read/reader.ts";
import { namedRow, type SeenRow, seenRow, type StateRow } from "./read/session-state.ts";

const ALL_SQL = "SELECT kind, key, agent_id, at_ms, data, times FROM hive_state WHERE session_id = ?";

/** Every row of a session by kind, the oldest first. */
export type AllRows = Readonly<Record<KindName, readonly SeenRow[]>>;

/**
 * Reads everything saved of a session, without an agent's limits; a damaged row is left out.
 * @param waiting facts of entries that are not applied yet: they are merged as the store does it
 * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
 */
export async function readAllRows(
  root: string,
  sessionId: string,
  waiting: readonly Fact[],
  busyTimeoutMs: number,
): Promise<AllRows> {
  using db = await openSaved(root, busyTimeoutMs);
  const rows = new Map<string, NamedRow & { readonly kind: KindName }>();
  for (const stored of db?.query<StateRow, [string]>(ALL_SQL).all(sessionId) ?? []) {
    const row = KIND_NAMES.includes(stored.kind) ? rowIn(stored) : null;
    if (row !== null) rows.set(`${stored.kind} ${String(stored.key)}`, { ...namedRow(stored, row), kind: stored.kind });
  }
  for (const { kind, key, agentId = "", atMs, data } of waiting) {
    const name = storedKey(agentId, key);
    const known = rows.get(`${kind} ${name}`)?.row;
    const row = known === undefined ? { atMs, data } : mergeRows(KINDS[kind].merge, known, { atMs, data });
    rows.set(`${kind} ${name}`, { kind, name, agentId, key, row });
  }
  const sorted = [...rows.values()].toSorted((a, b) => a.row.atMs - b.row.atMs || (a.name < b.name ? -1 : 1));
  const of = (kind: KindName): SeenRow[] => sorted.filter((row) => row.kind === kind).map(seenRow);
  return Object.fromEntries(KIND_NAMES.map((kind) => [kind, of(kind)])) as unknown as AllRows;
}
