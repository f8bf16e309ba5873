import { HiveError } from "./errors.ts";

/** What survives: `process` any crash of a process, `power` also a power cut (fsync before each commit point). */
export type Durability = "process" | "power";
export type WorkerMode = "event" | "poll";
export type RawSqlPolicy = "dml" | "off";
/** Who starts a worker when none listens: the hook that finds out, or nobody. */
export type WorkerStart = "hook" | "never";
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Every setting of hive, resolved. Names carry their units. */
export interface Config {
  /** Seconds between two automatic checkpoints of one instance; 0 takes one at every call. @default 60 */
  readonly checkpointIntervalSeconds: number;
  /** How many checkpoints of a session are kept. @default 20 */
  readonly checkpointHistory: number;
  /** Entries in `pending/` above which enqueue refuses. @default 1000000 */
  readonly maxPending: number;
  /** Bytes in `pending/` above which enqueue refuses. @default 4294967296 */
  readonly maxPendingBytes: number;
  /** Size of one entry above which it is refused. @default 1048576 */
  readonly maxEntryBytes: number;
  /** What the worker wakes on. @default "event" */
  readonly mode: WorkerMode;
  /** Time between two looks in poll mode. @default 100 */
  readonly pollIntervalMs: number;
  /** Time between two backstop sweeps in event mode. @default 30000 */
  readonly backstopIntervalMs: number;
  /** Who starts a worker when none listens. `HIVE_WORKER_START` in the environment goes before it. @default "hook" */
  readonly workerStart: WorkerStart;
  /** Seconds without an entry after which a worker in the background ends; 0 means never. @default 300 */
  readonly idleExitSeconds: number;
  /** Seconds for which an entry waits and none is taken, after which a worker counts as stuck. @default 30 */
  readonly stuckAfterSeconds: number;
  /** Entries applied in one transaction at most. @default 128 */
  readonly batchSize: number;
  /** Attempts after which an entry becomes a dead letter. @default 3 */
  readonly maxAttempts: number;
  /** Wait after the first failed attempt; doubles with each further one. @default 200 */
  readonly retryBackoffMs: number;
  /** @default "process" */
  readonly durability: Durability;
  /** Whether raw SQL entries may read and write rows. @default "dml" */
  readonly rawSql: RawSqlPolicy;
  /** How long a raw SQL entry that does not plainly end soon may take, in a process of its own. @default 2000 */
  readonly rawSqlTimeoutMs: number;
  /** Whether SessionStart gives the agent what an earlier session left. @default true */
  readonly restoreContext: boolean;
  /** Days without activity after which a session that hive made is deleted; 0 keeps them for ever. @default 90 */
  readonly sessionRetentionDays: number;
  /** Hours for which an applied entry is remembered, so that a replay is a no-op. @default 24 */
  readonly ledgerRetentionHours: number;
  /** Days for which a dead letter is kept. @default 30 */
  readonly deadLetterRetentionDays: number;
  /** @default "info" */
  readonly logLevel: LogLevel;
  /** Size at which the log is rotated. @default 5242880 */
  readonly logMaxBytes: number;
  /** How many rotated logs are kept. @default 3 */
  readonly logFiles: number;
}

export const DEFAULTS: Config = {
  checkpointIntervalSeconds: 60,
  checkpointHistory: 20,
  maxPending: 1_000_000,
  maxPendingBytes: 4 * 1024 ** 3,
  maxEntryBytes: 1024 ** 2,
  mode: "event",
  pollIntervalMs: 100,
  backstopIntervalMs: 30_000,
  workerStart: "hook",
  idleExitSeconds: 300,
  stuckAfterSeconds: 30,
  batchSize: 128,
  maxAttempts: 3,
  retryBackoffMs: 200,
  durability: "process",
  rawSql: "dml",
  rawSqlTimeoutMs: 2000,
  restoreContext: true,
  sessionRetentionDays: 90,
  ledgerRetentionHours: 24,
  deadLetterRetentionDays: 30,
  logLevel: "info",
  logMaxBytes: 5 * 1024 ** 2,
  logFiles: 3,
};

interface Range {
  readonly min: number;
  readonly max: number;
  /** Whether it counts something: half of one is a slip, and SQLite for one refuses it where it limits. */
  readonly isWhole?: boolean;
}

type Rule = "boolean" | Range | readonly string[];

const MAX = Number.MAX_SAFE_INTEGER;
const RULES: { readonly [K in keyof Config]: Rule } = {
  checkpointIntervalSeconds: { min: 0, max: MAX },
  checkpointHistory: { min: 1, max: 10_000, isWhole: true },
  maxPending: { min: 1, max: MAX, isWhole: true },
  maxPendingBytes: { min: 1, max: MAX, isWhole: true },
  maxEntryBytes: { min: 256, max: 1024 ** 3, isWhole: true },
  mode: ["event", "poll"],
  pollIntervalMs: { min: 1, max: 3_600_000 },
  backstopIntervalMs: { min: 10, max: 3_600_000 },
  workerStart: ["hook", "never"],
  idleExitSeconds: { min: 0, max: 31_536_000 },
  stuckAfterSeconds: { min: 1, max: 86_400 },
  batchSize: { min: 1, max: 10_000, isWhole: true },
  maxAttempts: { min: 1, max: 1000, isWhole: true },
  retryBackoffMs: { min: 0, max: 3_600_000 },
  durability: ["process", "power"],
  rawSql: ["dml", "off"],
  // No longer than the time after which a worker counts as stuck by default.
  rawSqlTimeoutMs: { min: 10, max: 20_000 },
  restoreContext: "boolean",
  sessionRetentionDays: { min: 0, max: 36_500 },
  ledgerRetentionHours: { min: 1, max: 87_600 },
  deadLetterRetentionDays: { min: 0, max: 36_500 },
  logLevel: ["debug", "info", "warn", "error"],
  logMaxBytes: { min: 1024, max: 1024 ** 3, isWhole: true },
  logFiles: { min: 0, max: 100, isWhole: true },
};

/** Some of the settings, as flags or a caller give them; `undefined` counts as not given. */
export type ConfigOverrides = {
  readonly [K in keyof Config]?: Config[K] | undefined;
};

const LONGEST_SHOWN = 100;

/** A value in an error of one line, whatever the file holds. */
function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  const text = JSON.stringify(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}

function checked(name: string, value: unknown, rule: Rule): string | number | boolean {
  const refuse = (what: string): never => {
    throw new HiveError("HIVE_INVALID_OPTION", `${name} must be ${what}, not ${shown(value)}`);
  };
  if (rule === "boolean") return typeof value === "boolean" ? value : refuse("true or false");
  if ("min" in rule) {
    const { min, max, isWhole = false } = rule;
    const isOne = typeof value === "number" && value >= min && value <= max && (!isWhole || Number.isInteger(value));
    return isOne ? value : refuse(`a ${isWhole ? "whole " : ""}number from ${min} to ${max}`);
  }
  return typeof value === "string" && rule.includes(value) ? value : refuse(`one of ${rule.join(", ")}`);
}

/**
 * Resolves the settings: overrides, then the text of `config.json`, then {@link DEFAULTS}.
 * Unknown names in the file are left alone, so that an older hive reads a newer file.
 * @throws HIVE_INVALID_OPTION for a value out of range and for a file that is not a JSON object
 */
export function resolveConfig(fileText: string | null, overrides: ConfigOverrides = {}): Config {
  const file = fileText === null ? {} : parseFile(fileText);
  // A copy with some fields set anew: to build it field by field takes the hook 0.1 ms.
  const resolved: Record<string, unknown> = { ...DEFAULTS };
  for (const name in RULES) {
    const given = (overrides as Record<string, unknown>)[name] ?? file[name];
    if (given !== undefined) resolved[name] = checked(name, given, RULES[name as keyof Config]);
  }
  return resolved as unknown as Config;
}

function parseFile(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_OPTION", "config.json is not JSON", {
      cause,
      hint: "mend the file, or delete it to go back to the defaults",
    });
  }
  throw new HiveError("HIVE_INVALID_OPTION", "config.json is not a JSON object");
}
