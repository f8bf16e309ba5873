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

interface Range {
  readonly min: number;
  readonly max: number;
  /** Whether it counts something: half of one is a slip, and SQLite for one refuses it where it limits. */
  readonly isWhole?: boolean;
}

type Rule = "boolean" | Range | readonly string[];

/**
 * What a project's own `config.json` may do to a setting. Nothing, unless it says so here: a cloned repository carries
 * that file, and may tighten, never loosen, keep, send or reveal.
 */
export type ProjectMay =
  | "nothing"
  /** Set this value, which is the tightest: one that is not valid counts as it. */
  | { readonly set: string }
  /** Lower it, no further than the rule allows. */
  | "lower"
  /** Raise it, no further than this. */
  | { readonly raiseTo: number };

interface Setting<Value> {
  readonly value: Value;
  readonly rule: Rule;
  /** @default "nothing" */
  readonly project?: ProjectMay;
}

const MAX = Number.MAX_SAFE_INTEGER;

/** Each setting: its default, what values it takes, and who may set it. The user's own file and flags may set all. */
export const SETTINGS: { readonly [K in keyof Config]: Setting<Config[K]> } = {
  checkpointIntervalSeconds: { value: 60, rule: { min: 0, max: MAX }, project: { raiseTo: 600 } },
  checkpointHistory: { value: 20, rule: { min: 1, max: 10_000, isWhole: true } },
  maxPending: { value: 1_000_000, rule: { min: 1, max: MAX, isWhole: true } },
  maxPendingBytes: { value: 4 * 1024 ** 3, rule: { min: 1, max: MAX, isWhole: true } },
  maxEntryBytes: { value: 1024 ** 2, rule: { min: 256, max: 1024 ** 3, isWhole: true } },
  mode: { value: "event", rule: ["event", "poll"] },
  pollIntervalMs: { value: 100, rule: { min: 1, max: 3_600_000 } },
  backstopIntervalMs: { value: 30_000, rule: { min: 10, max: 3_600_000 } },
  workerStart: { value: "hook", rule: ["hook", "never"] },
  idleExitSeconds: { value: 300, rule: { min: 0, max: 31_536_000 } },
  stuckAfterSeconds: { value: 30, rule: { min: 1, max: 86_400 } },
  batchSize: { value: 512, rule: { min: 1, max: 10_000, isWhole: true } },
  maxAttempts: { value: 3, rule: { min: 1, max: 1000, isWhole: true } },
  retryBackoffMs: { value: 200, rule: { min: 0, max: 3_600_000 } },
  durability: { value: "process", rule: ["process", "power"] },
  rawSql: { value: "dml", rule: ["dml", "off"], project: { set: "off" } },
  // No longer than the time after which a worker counts as stuck by default.
  rawSqlTimeoutMs: { value: 2000, rule: { min: 10, max: 20_000 }, project: "lower" },
  restoreContext: { value: true, rule: "boolean" },
  sessionRetentionDays: { value: 90, rule: { min: 0, max: 36_500 } },
  ledgerRetentionHours: { value: 24, rule: { min: 1, max: 87_600 } },
  deadLetterRetentionDays: { value: 30, rule: { min: 0, max: 36_500 } },
  logLevel: { value: "info", rule: ["debug", "info", "warn", "error"] },
  logMaxBytes: { value: 5 * 1024 ** 2, rule: { min: 1024, max: 1024 ** 3, isWhole: true } },
  logFiles: { value: 3, rule: { min: 0, max: 100, isWhole: true } },
};

export const DEFAULTS: Config = defaults();

/** A loop, not `Object.fromEntries`: the hook pays for each builtin that is itself JavaScript. */
function defaults(): Config {
  const values: Record<string, unknown> = {};
  for (const name in SETTINGS) values[name] = SETTINGS[name as keyof Config].value;
  return values as unknown as Config;
}

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

/** @throws HIVE_INVALID_OPTION */
export function checked(name: keyof Config, value: unknown): string | number | boolean {
  const { rule } = SETTINGS[name];
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
  for (const name in SETTINGS) {
    const given = (overrides as Record<string, unknown>)[name] ?? file[name];
    if (given !== undefined) resolved[name] = checked(name as keyof Config, given);
  }
  return resolved as unknown as Config;
}

/** @throws HIVE_INVALID_OPTION */
export function parseFile(text: string): Record<string, unknown> {
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
