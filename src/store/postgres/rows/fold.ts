import { isObject } from "../../../base/json.ts";
import { type KindName, KINDS } from "../../../model/kinds.ts";
import { mergeRows, type Row } from "../../../model/merge.ts";
import type { Observation } from "../../../model/observation.ts";
import { archiveKey, wordsOf } from "../../archive/words.ts";
import { factNames } from "./fact-name.ts";

/** A row of the table of facts, without its fleet and its machine. */
export interface FactRow {
  /** See {@link factNames}. */
  readonly name: string;
  readonly session: string;
  readonly agent_id: string;
  readonly kind: KindName;
  readonly key: string;
  readonly at_ms: number;
  readonly data: Row["data"];
  readonly times: Row["times"] | null;
  readonly words: string | null;
  readonly is_failed: boolean;
}

/** PostgreSQL refuses a text whose index of words is over 1 MiB. A short word takes eight bytes of it and more. */
const MAX_WORDS_CHARS = 100_000;

/** A fact row as the server returns it. */
export type StoredFact = Pick<FactRow, "name" | "at_ms"> & {
  readonly data: unknown;
  readonly times: unknown;
};

type Name = Pick<FactRow, "name" | "session" | "agent_id" | "kind" | "key">;

/** One row for each fact of a batch, merged by the model's own rule. */
export function foldFacts(machine: string, seen: readonly Observation[]): FactRow[] {
  const nameOf = factNames(machine);
  const rows = new Map<string, FactRow>();
  for (const { sessionId: session, facts } of seen) {
    for (const fact of facts) {
      const parts = { session, agent_id: fact.agentId ?? "", kind: fact.kind, key: archiveKey(fact) };
      const name = nameOf(parts);
      const known = rows.get(name);
      const row = { atMs: fact.atMs, data: fact.data };
      rows.set(name, known === undefined ? toFactRow({ name, ...parts }, row) : merged(known, row));
    }
  }
  return [...rows.values()];
}

/** The rows that the server does not have, and those that change what it has. */
export interface MergedFacts {
  readonly added: readonly FactRow[];
  readonly changed: readonly FactRow[];
}

export function mergeStored(folded: readonly FactRow[], stored: readonly StoredFact[]): MergedFacts {
  const known = new Map(stored.map((row) => [row.name, rowOf(row)]));
  const added = folded.filter(({ name }) => !known.has(name));
  return { added, changed: folded.flatMap((row) => changed(row, known.get(row.name))) };
}

function changed(row: FactRow, before: Row | undefined): FactRow[] {
  if (before === undefined) return [];
  const after = mergeRows(KINDS[row.kind].merge, before, rowOf(row));
  return after === before ? [] : [toFactRow(row, after)];
}

const merged = (known: FactRow, comes: Row): FactRow =>
  toFactRow(known, mergeRows(KINDS[known.kind].merge, rowOf(known), comes));

function toFactRow({ name, session, agent_id, kind, key }: Name, { atMs, data, times }: Row): FactRow {
  const { text, isFailed } = wordsOf(kind, key, data);
  return {
    name,
    session,
    agent_id,
    kind,
    key,
    at_ms: atMs,
    data,
    times: times ?? null,
    words: text === null ? null : text.slice(0, MAX_WORDS_CHARS).toWellFormed(),
    is_failed: isFailed,
  };
}

function rowOf({ at_ms: atMs, data, times }: Pick<StoredFact, "at_ms" | "data" | "times">): Row {
  return {
    atMs,
    data: isObject(data) ? data : {},
    ...(isObject(times) ? { times: times as NonNullable<Row["times"]> } : {}),
  };
}
