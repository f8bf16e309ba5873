import { Database } from "bun:sqlite";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorCode, errorMessage, HiveError } from "../../base/errors.ts";
import { lockSnapshots } from "./lock.ts";
import { CATALOGUE, isInUse, isThere } from "./schema.ts";

/** A damaged catalogue under the name that it has now. */
export interface SetAside {
  readonly path: string;
  readonly atMs: number;
  /** What SQLite said of it. */
  readonly reason: string;
}

const NAME = /^catalogue\.db\.malformed-(\d+)$/;
const REASON = ".reason";

/** Whether an error says that the catalogue's bytes are wrong. Waiting does not help. */
export function isDamage(error: unknown): boolean {
  const code = errorCode(error) ?? "";
  if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB") || error instanceof SyntaxError)
    return true;
  return error instanceof HiveError && error.cause !== undefined && isDamage(error.cause);
}

/** Reads the whole catalogue. @returns what is wrong with it; null for a sound one, or for none */
export function damageOf(directory: string): string | null {
  if (!isThere(directory)) return null;
  try {
    using db = new Database(join(directory, CATALOGUE), { readwrite: true });
    const [first] = db.query<{ integrity_check: string }, []>("PRAGMA integrity_check(1)").all();
    if (first?.integrity_check !== "ok") return first?.integrity_check ?? "no answer";
    return damagedStates(db) > 0 ? "some rows are no JSON" : null;
  } catch (error) {
    if (isDamage(error)) return errorMessage(error);
    throw error;
  }
}

/** For a state, which is a word or JSON. */
const isBad = (text: string): string => `substr(${text}, 1, 1) = '{' AND NOT json_valid(${text})`;

/** SQLite has no sum over a page, so a flipped bit in a text is found by the text alone. */
function damagedStates(db: Database): number {
  const sql = `SELECT (SELECT count(*) FROM changes WHERE ${isBad("before")} OR ${isBad("after")})
    + (SELECT count(*) FROM overlay WHERE ${isBad("state")})
    + (SELECT count(*) FROM snapshots WHERE NOT json_valid(calls) OR NOT json_valid(notes)) AS bad`;
  return db.query<{ bad: number }, []>(sql).get()?.bad ?? 0;
}

/**
 * Renames a damaged catalogue, so that the next snapshot begins a new one. The objects that it names stay as long as it.
 * @returns what was set aside; null where the catalogue is sound, as after another process did the same
 * @throws HIVE_STORE_UNAVAILABLE while another process has it open
 */
export function setAsideDamaged(directory: string, nowMs: number): SetAside | null {
  using _lock = lockSnapshots(directory);
  const reason = damageOf(directory);
  if (reason === null) return null;
  if (isHeld(directory)) {
    // Its last reader deletes the log by its name, which is the new catalogue's then.
    throw new HiveError("HIVE_STORE_UNAVAILABLE", "the damaged catalogue is in use: nothing was changed", {
      hint: "end the processes that read it: hive worker stop",
    });
  }
  const catalogue = join(directory, CATALOGUE);
  const path = `${catalogue}.malformed-${Math.round(nowMs)}`;
  writeFileSync(path + REASON, reason, { mode: 0o600 });
  // Its log first: SQLite would apply an old log to a new catalogue.
  for (const suffix of ["-wal", "-shm", ""]) {
    if (existsSync(catalogue + suffix)) renameSync(catalogue + suffix, path + suffix);
  }
  return { path, atMs: Math.round(nowMs), reason };
}

function isHeld(directory: string): boolean {
  try {
    return isInUse(directory);
  } catch (error) {
    // One that cannot be opened is open nowhere.
    if (isDamage(error)) return false;
    throw error;
  }
}

/** The catalogues that were set aside, from the oldest on. */
export function setAsideIn(directory: string): SetAside[] {
  const names = existsSync(directory) ? readdirSync(directory).toSorted() : [];
  return names.flatMap((name) => {
    const [, time] = NAME.exec(name) ?? [];
    if (time === undefined) return [];
    const path = join(directory, name);
    const reason = existsSync(path + REASON) ? readFileSync(path + REASON, "utf8") : "unknown";
    return [{ path, atMs: Number(time), reason }];
  });
}

export function removeSetAside({ path }: SetAside): void {
  for (const suffix of ["-wal", "-shm", "", REASON]) rmSync(path + suffix, { force: true });
}

/** Objects that were written until then may be named by a catalogue that was set aside; before all where there is none. */
export const namedUntilMs = (asides: readonly SetAside[]): number => asides.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
