import { HiveError } from "../base/errors.ts";
import { isDeeperThan, MAX_DEPTH } from "../base/json.ts";
import { SEAL } from "../origin/seal.ts";

/** The most urgent and the least urgent priority. */
export const FIRST_PRIORITY = 1;
export const LAST_PRIORITY = 10;

/** One entry as its file holds it. Unknown fields are kept. */
export interface Entry {
  readonly seq: string;
  readonly priority: number;
  readonly operation: string;
  /** A typed operation's argument, checked when it is applied. */
  readonly payload?: unknown;
  /** Raw SQL, confined by the store's policy. */
  readonly sql?: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly created_at: string;
  /** Failed attempts so far. */
  readonly retries: number;
  /** Not to be applied before this time, in ms since 1970: set by a nack. */
  readonly not_before_ms?: number;
  /**
   * The entry's identity if its file name does not carry it. An idempotency key sets it; hive keeps it on a rewrite.
   */
  readonly hive_id?: string;
}

/** The fields that a producer gives; enqueue fills in the rest. */
export interface NewEntry {
  readonly operation: string;
  readonly payload?: unknown;
  readonly sql?: string;
  /** @default 5 */
  readonly priority?: number;
  /** An idempotency key: only one of the entries with the same key is applied. @default the entry's seq */
  readonly id?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Entries of one group, such as a session, are claimed by seq, whatever their priority. */
  readonly group?: string;
}

export interface EntryName {
  readonly priority: number;
  readonly seq: string;
}

const ENDING = ".json";

/** Reads `{priority}_{seq}.json`; null for any other name. Not by a pattern: a listing may hold a million of them. */
export function parseEntryName(name: string): EntryName | null {
  const from = name.indexOf("_") + 1;
  const digits = name.slice(0, from - 1);
  const priority = Number(digits);
  const isPriority = priority >= FIRST_PRIORITY && priority <= LAST_PRIORITY && String(priority) === digits;
  if (!isPriority || !Number.isInteger(priority) || !name.endsWith(ENDING)) return null;
  const seq = name.slice(from, -ENDING.length);
  return seq === "" || from === 0 ? null : { priority, seq };
}

export function entryName(priority: number, seq: string): string {
  return `${priority}_${seq}${ENDING}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True if hive made the seq: it is a UUID, and so unique. */
export function isOwnSeq(seq: string): boolean {
  return UUID.test(seq);
}

/** When hive made a seq, in ms since 1970: a UUIDv7 begins with its time. */
export function ownSeqAtMs(seq: string): number {
  return Number.parseInt(seq.slice(0, 8) + seq.slice(9, 13), 16);
}

const GROUP_AT = 28;
const UUID_CHARS = 36;

/** A new seq, a UUIDv7. The last 32 bits are a hash of the group; without a group they are random. */
export function newSeq(group?: string): string {
  const seq = Bun.randomUUIDv7();
  return group === undefined ? seq : seq.slice(0, GROUP_AT) + Bun.hash.crc32(group).toString(16).padStart(8, "0");
}

/** The part of a seq that all seqs of one group share; null if the seq is not hive's own. */
export const groupOf = (seq: string): string | null => (seq.length === UUID_CHARS ? seq.slice(GROUP_AT) : null);

/** Whether a name is one that hive gave. */
export function isOwnName(name: string): boolean {
  return isOwnSeq(parseEntryName(name)?.seq ?? "");
}

/** Completes a producer's entry: seq is a UUIDv7, so names sort in the order of creation. */
export function completeEntry(entry: NewEntry, nowMs: number): Entry {
  const priority = entry.priority ?? 5;
  if (!Number.isInteger(priority) || priority < FIRST_PRIORITY || priority > LAST_PRIORITY) {
    throw new HiveError(
      "HIVE_INVALID_ENTRY",
      `priority must be a whole number from ${FIRST_PRIORITY} to ${LAST_PRIORITY}, not ${priority}`,
    );
  }
  if (entry.operation === "") throw new HiveError("HIVE_INVALID_ENTRY", "operation is empty");
  if ((entry.payload === undefined) === (entry.sql === undefined)) {
    throw new HiveError("HIVE_INVALID_ENTRY", "an entry has either a payload or sql");
  }
  return {
    seq: newSeq(entry.group),
    priority,
    operation: entry.operation,
    ...(entry.sql === undefined ? { payload: entry.payload } : { sql: entry.sql }),
    // Milliseconds alone cannot show a latency below one.
    metadata: { ...entry.metadata, enqueued_at_ms: nowMs },
    created_at: new Date(nowMs).toISOString(),
    retries: 0,
    ...(entry.id === undefined ? {} : { hive_id: entry.id }),
  };
}

/**
 * Reads the text of an entry's file.
 * @throws HIVE_INVALID_ENTRY when it is not a JSON object with an operation and either payload or sql, or nests too deep
 */
export function decodeEntry(text: string, name: EntryName): Entry {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_ENTRY", "not JSON", { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new HiveError("HIVE_INVALID_ENTRY", "not a JSON object");
  }
  const fields = value as Record<string, unknown>;
  if (typeof fields["operation"] !== "string" || fields["operation"] === "") {
    throw new HiveError("HIVE_INVALID_ENTRY", "operation is missing");
  }
  const { sql } = fields;
  if (sql !== undefined && typeof sql !== "string") {
    throw new HiveError("HIVE_INVALID_ENTRY", "sql is not a string");
  }
  if ((fields["payload"] === undefined) === (sql === undefined)) {
    throw new HiveError("HIVE_INVALID_ENTRY", "an entry has either a payload or sql");
  }
  if (isDeeperThan(value, MAX_DEPTH, text)) {
    throw new HiveError("HIVE_INVALID_ENTRY", `nested deeper than ${MAX_DEPTH} levels`);
  }
  return withDefaults(fields, name);
}

/** The name gives seq and priority, since it decided the order. Other fields may be missing. */
function withDefaults(fields: Record<string, unknown>, name: EntryName): Entry {
  // The seal proves the file's bytes; it is not part of the entry.
  const { metadata, created_at, retries, [SEAL]: _, ...others } = fields;
  return {
    ...others,
    operation: fields["operation"] as string,
    seq: name.seq,
    priority: name.priority,
    metadata: typeof metadata === "object" && metadata !== null ? { ...metadata } : {},
    created_at: typeof created_at === "string" ? created_at : "",
    // JSON.parse reads a number such as 1e999 as Infinity, which JSON cannot express.
    retries: typeof retries === "number" && Number.isFinite(retries) && retries > 0 ? Math.floor(retries) : 0,
  };
}
