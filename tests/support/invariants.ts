import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { userKeyIfAny } from "../../src/origin/key.ts";
import { isOwnName, isOwnSeq, parseEntryName } from "../../src/queue/entry.ts";
import { queueDirectories, type QueuePaths, queuePaths } from "../../src/queue/layout.ts";
import { readEntry } from "../../src/queue/read-entry.ts";
import { openDatabase } from "./database.ts";

export interface Expectation {
  /** Ids that must each be in exactly one state. */
  readonly enqueued?: Iterable<string>;
  /** Ids that were acked without a database. */
  readonly acked?: Iterable<string>;
  /** Whether nothing may be left to do: no entry ready or claimed, nothing in `.tmp/`. */
  readonly expectDrained?: boolean;
  /** Whether an applied entry may still be in the queue: so it is between a crash and the replay. */
  readonly mayReplay?: boolean;
  /** Whether a dead letter may be in `pending/` as well: so it is where a crash ended its return. */
  readonly mayBePutBack?: boolean;
}

export interface Counts {
  readonly pending: number;
  readonly processing: number;
  readonly failed: number;
  readonly applied: number;
  readonly temporary: number;
}

/** A lane runs no test again that ended with it: a rare loss is a real fault. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

const TEMPORARY_FILE_MS = 3_600_000;
const MAX_ENTRY_BYTES = 2 ** 30;
const SHOWN = 20;

/**
 * What holds at any moment in which no process is in the middle of a step:
 *
 * - each entry is in exactly one of `pending/`, `processing/`, `failed/` and the ledger;
 * - nothing in `.tmp/` is older than its sweep;
 * - each dead letter is JSON;
 * - the database is whole;
 * - nobody else can read the queue.
 *
 * @throws with every violation
 */
export function checkInvariants(root: string, expectation: Expectation = {}): Counts {
  const paths = queuePaths(root);
  const violations: string[] = [];
  const applied = new Set([...(expectation.acked ?? []), ...ledgerIds(root, violations)]);
  const pending = idsIn(paths.pending);
  const processing = readdirSync(paths.processing).flatMap((worker) => idsIn(`${paths.processing}/${worker}`));
  const failed = failedIds(paths, violations);
  // A worker may be writing its heartbeat at any moment.
  const temporary = readdirSync(paths.tmp).filter((name) => !name.startsWith("heartbeat-"));
  checkStates({ pending, processing, failed, applied: [...applied] }, expectation, violations);
  checkTemporary(paths, temporary, violations);
  checkModes(paths, violations);
  const counts = {
    pending: pending.length,
    processing: processing.length,
    failed: failed.length,
    applied: applied.size,
    temporary: temporary.length,
  };
  if (expectation.expectDrained === true && counts.pending + counts.processing + counts.temporary > 0) {
    violations.push(`not drained: ${JSON.stringify(counts)}`);
  }
  if (violations.length > 0) {
    const rest = violations.length > SHOWN ? `\n… and ${violations.length - SHOWN} more` : "";
    throw new InvariantError(
      `${violations.length} invariants broken in ${root}\n${violations.slice(0, SHOWN).join("\n")}${rest}`,
    );
  }
  return counts;
}

/** The identity of each readable entry; a file that is none counts under its name. */
function idsIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".json") && !name.startsWith("."))
    .map((name) => {
      const parsed = parseEntryName(name);
      const result =
        parsed === null ? null : readEntry(`${directory}/${name}`, parsed, MAX_ENTRY_BYTES, { key: userKeyIfAny() });
      return result?.kind === "entry" ? result.id : `unreadable:${name}`;
    });
}

function failedIds(paths: QueuePaths, violations: string[]): string[] {
  const ids: string[] = [];
  for (const name of readdirSync(paths.failed)) {
    if (!name.endsWith(".json")) continue;
    try {
      const letter = JSON.parse(readFileSync(`${paths.failed}/${name}`, "utf8")) as { entry_id?: unknown };
      ids.push(typeof letter.entry_id === "string" ? letter.entry_id : name);
    } catch (error) {
      violations.push(`failed/${name} is not JSON: ${String(error)}`);
    }
  }
  return ids;
}

function ledgerIds(root: string, violations: string[]): string[] {
  const path = `${root}/hive.db`;
  if (!existsSync(path)) return [];
  using db = openDatabase(root, { readonly: true });
  const integrity = db.query<{ integrity_check: string }, []>("PRAGMA integrity_check").all();
  if (integrity[0]?.integrity_check !== "ok") violations.push(`hive.db: ${JSON.stringify(integrity)}`);
  const hasLedger = db.query("SELECT 1 FROM sqlite_schema WHERE name = 'hive_ledger'").get() !== null;
  if (!hasLedger) return [];
  return db
    .query<{ entry_id: string }, []>("SELECT entry_id FROM hive_ledger")
    .all()
    .map((row) => row.entry_id);
}

function checkStates(states: Record<string, string[]>, expectation: Expectation, violations: string[]): void {
  const found = new Map<string, string[]>();
  for (const [state, ids] of Object.entries(states)) {
    for (const id of ids) found.set(id, [...(found.get(id) ?? []), state]);
  }
  for (const [id, where] of found) {
    const isReplay = where.includes("applied") && expectation.mayReplay === true;
    const isPutBack = where.join() === "pending,failed" && expectation.mayBePutBack === true;
    if (where.length > 1 && !((isReplay || isPutBack) && where.length === 2))
      violations.push(`${id} is in ${where.join(" and ")}`);
  }
  for (const id of expectation.enqueued ?? []) if (!found.has(id)) violations.push(`${id} is lost`);
}

function checkTemporary(paths: QueuePaths, names: readonly string[], violations: string[]): void {
  for (const name of names) {
    const ageMs = Date.now() - lstatSync(`${paths.tmp}/${name}`).mtimeMs;
    if (ageMs > TEMPORARY_FILE_MS) violations.push(`.tmp/${name} is ${Math.round(ageMs)} ms old`);
  }
}

/** What others wrote has the mode that they gave it. */
function isOwn(name: string): boolean {
  return isOwnName(name) || isOwnSeq(name) || name.endsWith(".ids");
}

function checkModes(paths: QueuePaths, violations: string[]): void {
  const claims = readdirSync(paths.processing).map((worker) => `${paths.processing}/${worker}`);
  for (const path of [...queueDirectories(paths), ...claims]) checkMode(path, 0o700, violations);
  for (const directory of [paths.tmp, paths.pending, paths.journals, ...claims]) {
    for (const name of readdirSync(directory).filter(isOwn)) checkMode(`${directory}/${name}`, 0o600, violations);
  }
}

function checkMode(path: string, expected: number, violations: string[]): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) violations.push(`${path} is missing`);
  else if ((stat.mode & 0o777) !== expected) violations.push(`${path} has mode ${(stat.mode & 0o777).toString(8)}`);
}
