/** How a row of a session's state lies in its table. A file of its own: readers of sessions load no Kysely. */
import { objectIn } from "../../../base/json.ts";
import type { Row } from "../../../model/merge.ts";

/** A row with its name among those of its session and kind. */
export interface NamedRow {
  /** Its key as the table has it. */
  readonly name: string;
  /** Empty for the main agent's. */
  readonly agentId: string;
  readonly key: string;
  readonly row: Row;
}

export interface StoredRow {
  readonly at_ms: unknown;
  readonly data: unknown;
  readonly times: unknown;
}

/** Starts the key of a subagent's row; the subagent as JSON follows. It keeps the two texts distinct. */
const MARK = "\u001f";

/** A row's key in the table: a subagent's name is added, and the main agent's keys stay as they are. */
export function storedKey(agentId: string, key: string): string {
  // @mutant a subagent's rows are its own
  if (agentId !== "") return `${MARK}${JSON.stringify(agentId)}${MARK}${key}`;
  return key.startsWith(MARK) ? MARK + MARK + key : key;
}

/** The key as a fact has it. */
export function factKey(agentId: string, stored: string): string {
  if (agentId !== "") return stored.slice(JSON.stringify(agentId).length + 2);
  return stored.startsWith(MARK) ? stored.slice(2) : stored;
}

/** The row in a table's columns; null if hive cannot have written them. */
export function rowIn({ at_ms: atMs, data, times }: StoredRow): Row | null {
  const fields = typeof data === "string" ? objectIn(data) : null;
  if (fields === null) return null;
  const said = typeof times === "string" ? (objectIn(times) as Readonly<Record<string, number>> | null) : null;
  return { atMs: Number(atMs) || 0, data: fields, ...(said === null ? {} : { times: said }) };
}
