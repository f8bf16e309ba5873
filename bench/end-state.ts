import { existsSync, readdirSync } from "node:fs";
import { queuePaths } from "../src/queue/layout.ts";
import { openDatabase } from "../tests/support/database.ts";

/** What a queue and its store hold after a measurement in which each entry was an `insert_log` with its own message. */
export interface EndState {
  /** Files in `pending/`, `processing/` and `failed/`. */
  readonly left: number;
  readonly ledgerRows: number;
  /** Entries whose effect is not there. */
  readonly lost: number;
  /** Effects that are there more than once. */
  readonly duplicates: number;
}

/** Entries that are ready, claimed or given up. */
export function countLeft(root: string): number {
  const { pending, processing, failed } = queuePaths(root);
  return [pending, processing, failed]
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path, { recursive: true }).map(String))
    .filter((name) => name.endsWith(".json")).length;
}

/** How many entries the ledger remembers. */
export function countApplied(root: string): number {
  using db = openDatabase(root, { readonly: true });
  return db.query<{ n: number }, []>("SELECT count(*) AS n FROM hive_ledger").get()!.n;
}

export function readEndState(root: string, entries: number): EndState {
  using db = openDatabase(root, { readonly: true });
  const { effects, messages } = db
    .query<{ effects: number; messages: number }, []>(
      "SELECT count(*) AS effects, count(DISTINCT message) AS messages FROM session_logs",
    )
    .get()!;
  const ledgerRows = countApplied(root);
  return { left: countLeft(root), ledgerRows, lost: entries - messages, duplicates: effects - messages };
}

/** @throws unless all entries were applied, once each, and nothing is left: else the figures would be void */
export function assertEndState(root: string, entries: number): void {
  const { left, ledgerRows, lost, duplicates } = readEndState(root, entries);
  if (left === 0 && ledgerRows === entries && lost === 0 && duplicates === 0) return;
  throw new Error(
    `wrong end: of ${entries} entries ${lost} are lost, ${duplicates} applied twice, ${left} left; ${ledgerRows} in the ledger`,
  );
}
