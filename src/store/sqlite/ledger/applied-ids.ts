import type { Database } from "bun:sqlite";

/** Rows of the ledger in one read. */
const LOT_ROWS = 2048;
const OWN_SEQ = [8, 4, 4, 4, 12].map((digits) => "[0-9a-f]".repeat(digits)).join("-");
/** Numbers of 32 bits from one id of a lot to the next: four of the id, and one that parts them. */
export const LOT_WORDS = 5;
const PARTING = 0xffffffff;

/** Some of the ledger's seqs as ids. */
interface Lot {
  readonly ids: Uint8Array<ArrayBuffer> | null;
  readonly rows: number;
  readonly lastMs: number;
}

const lotSql = (filter: string): string =>
  `SELECT unhex(group_concat(seq, '${PARTING.toString(16)}') ${filter}, '-') AS ids, count(*) AS rows, max(atMs) AS lastMs
  FROM (SELECT seq, applied_at_ms AS atMs FROM hive_ledger WHERE applied_at_ms >= ? ORDER BY applied_at_ms LIMIT ?)`;
const LOT_SQL = lotSql("");
/** To compare each seq with the form of an id takes twice the time. */
const COMPARED_SQL = lotSql(`FILTER (WHERE seq GLOB '${OWN_SEQ}')`);

/** Whether each seq of a lot has given an id. What others enqueued is no id, or parts the next ones elsewhere. */
function areIds({ ids }: Lot): boolean {
  if (ids === null || ids.length % Uint32Array.BYTES_PER_ELEMENT > 0) return false;
  const words = new Uint32Array(ids.buffer);
  for (let at = LOT_WORDS - 1; at < words.length; at += LOT_WORDS) if (words[at] !== PARTING) return false;
  return words.length % LOT_WORDS === LOT_WORDS - 1;
}

/** How much later than its ledger rows say a batch may be committed. */
export const LONGEST_BATCH_MS = 60_000;

/**
 * The ids of the entries applied since a time that may be hive's own, some of them twice: in lots, an id each
 * {@link LOT_WORDS}. A lot is invalid once the next is read. SQLite joins and decodes them: a day's 630,000 need neither
 * a row each nor memory all at once.
 */
export function* appliedIds(db: Database, sinceMs: number): Generator<Uint8Array<ArrayBuffer>> {
  const read = db.query<Lot, [number, number]>(LOT_SQL);
  const compare = db.query<Lot, [number, number]>(COMPARED_SQL);
  let rows = LOT_ROWS;
  for (let fromMs = sinceMs; ;) {
    let lot = read.get(fromMs, rows)!;
    // @mutant a lot of the ledger with what is no id is read again
    if (!areIds(lot)) lot = compare.get(fromMs, rows)!;
    const { ids, lastMs } = lot;
    if (ids !== null) {
      yield ids;
      // Free its memory at once: the collector would wait for 10 MB of them.
      ids.buffer.transfer(0);
    }
    if (lot.rows < rows) return;
    // The rows of its last time may go on, so they are read again; where it has no other time, more of them.
    rows = lastMs > fromMs ? LOT_ROWS : rows * 2;
    fromMs = lastMs;
  }
}
