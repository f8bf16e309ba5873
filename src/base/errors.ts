/** Every error code hive uses, with the exit code a command ends with. Codes are stable, messages are not. */
export const EXIT_CODES = {
  /** A bug in hive itself. */
  HIVE_BUG: 1,
  /** `hive status`, `hive doctor` or `hive setup --check` found something wrong. */
  HIVE_UNHEALTHY: 3,
  /** `hive bench --gate`: a threshold does not hold, or a figure is surely worse than the revision's. */
  HIVE_GATE_FAILED: 4,
  /** `hive bench --gate`: the machine was too noisy to decide whether one holds. */
  HIVE_GATE_TOO_NOISY: 5,
  /** `hive undo` or `hive redo`: some files stay as they are. */
  HIVE_UNDO_INCOMPLETE: 6,
  /** A flag, a setting or an argument that hive cannot take; an agent's command that is a person's. */
  HIVE_INVALID_OPTION: 20,
  /** An entry or a payload that does not fit its operation. */
  HIVE_INVALID_ENTRY: 21,
  /** An entry above `maxEntryBytes`. */
  HIVE_ENTRY_TOO_LARGE: 22,
  /** No session, entry or project of that name. */
  HIVE_NOT_FOUND: 23,
  /** A raw SQL entry outside the policy. */
  HIVE_SQL_REFUSED: 24,
  /** The state directory cannot be made, read or written. */
  HIVE_QUEUE_UNAVAILABLE: 30,
  /** `pending/` holds `maxPending` entries or `maxPendingBytes` bytes. */
  HIVE_QUEUE_FULL: 40,
  /** SQLite is locked, full or unreadable: no entry is at fault. */
  HIVE_STORE_UNAVAILABLE: 50,
  /** The database cannot be brought to this version's tables. */
  HIVE_MIGRATION: 51,
  /** A scenario of `hive bench` failed or ended wrong: entries lost, applied twice or left. */
  HIVE_BENCH_FAILED: 60,
  /** A measured figure missed its budget. */
  HIVE_BUDGET_MISSED: 61,
  /** A question was answered with no, or with Ctrl+C. */
  HIVE_CANCELLED: 130,
} as const;

export type HiveErrorCode = keyof typeof EXIT_CODES;

export interface HiveErrorOptions {
  /** The user's way out, in one line. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The one error class that hive throws on purpose. Distinguish errors by `code`. */
export class HiveError extends Error {
  readonly code: HiveErrorCode;
  readonly hint: string | undefined;

  constructor(code: HiveErrorCode, message: string, options: HiveErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.hint = options.hint;
  }

  override get name(): string {
    return "HiveError";
  }

  /** The exit code of a command that ends with this error. */
  get exitCode(): number {
    return EXIT_CODES[this.code];
  }
}

/** The `code` of a system or hive error, such as `ENOENT`; undefined when there is none. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** The message of anything that was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
