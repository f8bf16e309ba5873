import { openDatabase } from "../../tests/support/database.ts";
import { checkInvariants, type Counts } from "../../tests/support/invariants.ts";

/** The contents of a queue and its store after a measurement, when all workers have ended. */
export interface EndState extends Counts {
  /** The number that was enqueued. */
  readonly entries: number;
  /** Entries without a ledger row, or without an effect. */
  readonly lost: number;
  /** Ledger rows and effects beyond one for each entry. */
  readonly duplicates: number;
}

interface Effects {
  readonly total: number;
  /** Without those that are there more than once. */
  readonly distinct: number;
}

function countLogs(root: string): Effects {
  using db = openDatabase(root, { readonly: true });
  const logs = 'SELECT count(*) AS total, count(DISTINCT message) AS "distinct" FROM session_logs';
  return db.query<{ total: number; distinct: number }, []>(logs).get()!;
}

/**
 * Holds the end of a measurement against what the tests hold every end against, {@link checkInvariants}, and against
 * what only the measurement knows: how many entries it enqueued. It reads the whole ledger, so it comes after all that
 * is timed: for 200,000 entries it takes half a second.
 * @param entries how many were enqueued
 * @param options.areLogs whether each was an `insert_log` with a message of its own; the effects of others are not
 * counted, their ledger rows are. @default true
 * @throws unless all were applied, once each, and nothing is left: else the figures would be void
 */
export function checkEndState(root: string, entries: number, { areLogs = true } = {}): EndState {
  const counts = checkInvariants(root);
  const { pending, processing, failed, temporary, applied } = counts;
  const effects = areLogs ? countLogs(root) : { total: applied, distinct: applied };
  const lost = Math.max(0, entries - Math.min(applied, effects.distinct));
  const duplicates = effects.total - effects.distinct + Math.max(0, Math.max(applied, effects.distinct) - entries);
  if (pending + processing + failed + temporary + lost + duplicates === 0) {
    return { ...counts, entries, lost, duplicates };
  }
  throw new Error(
    `wrong end: of ${entries} entries ${lost} lost, ${duplicates} applied twice, ${applied} in the ledger; ` +
      `left in pending ${pending}, processing ${processing}, failed ${failed}, .tmp ${temporary}`,
  );
}
