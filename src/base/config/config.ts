/** Durability: `process` survives any crash of a process, `power` also a power cut (fsync before each commit point). */
export type Durability = "process" | "power";
export type WorkerMode = "event" | "poll";
export type RawSqlPolicy = "dml" | "off";
/** The starter of a worker when none listens: the hook that notices, or nobody. */
export type WorkerStart = "hook" | "never";
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Whether snapshots of the files are taken, so that changes can be undone. */
export type Snapshots = "on" | "off";

/** Whether SessionStart restores an earlier session's state: always, only of one that did not end, never. */
export type Restore = "always" | "unfinished" | "off";

/**
 * Whether the archive of all projects keeps nothing of a session, what hive saves of it anyway, or its transcript too.
 */
export type Archive = "off" | "facts" | "transcripts";

/** The sessions that an agent may search in the archive: those of its own project, or all. */
export type ArchiveAgentScope = "project" | "all";

/** Whether an agent may run `hive undo` and `hive redo` for its user. */
export type AgentUndo = "off" | "on";

/** Whether nothing is saved now: no, until a person ends it, or until a time (RFC 3339). */
export type Paused = boolean | string;

/**
 * The settings of a user's own `config.json`. {@link SETTINGS} describes each. Names carry their units.
 */
export interface Settings {
  readonly paused: Paused;
  readonly exclude: readonly string[];
  readonly checkpointIntervalSeconds: number;
  readonly restore: Restore;
  readonly workerStart: WorkerStart;
  readonly idleExitSeconds: number;
  readonly mode: WorkerMode;
  readonly durability: Durability;
  readonly rawSql: RawSqlPolicy;
  readonly snapshots: Snapshots;
  readonly sessionRetentionDays: number;
  readonly archive: Archive;
  readonly archiveRetentionDays: number;
  readonly archiveMaxMegabytes: number;
  readonly archiveAgentScope: ArchiveAgentScope;
  readonly agentUndo: AgentUndo;
  readonly fleetUrl: string;
  readonly fleetShare: readonly string[];
  readonly logLevel: LogLevel;
}

/**
 * Constants that users need not set; tests and benchmarks change them. {@link TUNING} has their values.
 */
export interface Tuning {
  /** The number of checkpoints kept for a session. */
  readonly checkpointHistory: number;
  /** Entries in `pending/` above which enqueue refuses. */
  readonly maxPending: number;
  /** Bytes in `pending/` above which enqueue refuses. */
  readonly maxPendingBytes: number;
  /** Size of one entry above which it is refused. */
  readonly maxEntryBytes: number;
  /** Time between two looks in poll mode. */
  readonly pollIntervalMs: number;
  /** Time between two backstop sweeps in event mode. */
  readonly backstopIntervalMs: number;
  /** Seconds for which an entry waits and none is taken, after which a worker counts as stuck. */
  readonly stuckAfterSeconds: number;
  /** Entries applied in one transaction at most. */
  readonly batchSize: number;
  /** Attempts after which an entry becomes a dead letter. */
  readonly maxAttempts: number;
  /** Wait after the first failed attempt; doubles with each further one. */
  readonly retryBackoffMs: number;
  /** Time limit for a raw SQL entry that may run long, in a process of its own. */
  readonly rawSqlTimeoutMs: number;
  /** Hours for which an applied entry is remembered, so that a replay is a no-op. */
  readonly ledgerRetentionHours: number;
  /** Days for which a dead letter is kept. */
  readonly deadLetterRetentionDays: number;
  /** Size at which the log is rotated. */
  readonly logMaxBytes: number;
  /** The number of rotated logs kept. */
  readonly logFiles: number;
}

/** All settings and constants, resolved. */
export type Config = Settings & Tuning;

interface Range {
  readonly min: number;
  readonly max: number;
  /** True for a count. A fraction would be a mistake, and SQLite refuses one in a LIMIT. */
  readonly isWhole?: boolean;
}

/** Rules that neither a word list nor a range expresses. */
export interface Form {
  readonly form: "pause" | "globs" | "url" | "classes";
  /** The accepted values, in words. */
  readonly words: string;
}

export type Rule = Range | Form | readonly string[];

/**
 * The effect that a project's own `config.json` may have on a setting. The default is none. A cloned repository carries
 * that file: it may tighten, never loosen, keep, send or reveal.
 */
export type ProjectMay =
  | "nothing"
  /** Set this value, which is the tightest: an invalid one counts as it. */
  | { readonly set: string }
  /** Raise it, no further than this. */
  | { readonly raiseTo: number }
  /** Pause, or pause for longer; an invalid one counts as this. */
  | { readonly pause: true }
  /** Add to the list; an invalid one counts as this. */
  | { readonly add: readonly string[] };

interface Constant<Value> {
  readonly value: Value;
  readonly rule: Rule;
}

interface Setting<Value> extends Constant<Value> {
  /** @default "nothing" */
  readonly project?: ProjectMay;
}

const MAX = Number.MAX_SAFE_INTEGER;

/** Each setting: its default, its values, its effect, and what a project's own file may change. */
export const SETTINGS: { readonly [K in keyof Settings]: Setting<Settings[K]> } = {
  paused: {
    value: false,
    rule: { form: "pause", words: "true, false or a time such as 2026-01-31T18:00:00Z" },
    project: { pause: true },
  },
  exclude: {
    value: [],
    rule: {
      form: "globs",
      words: "a list of at most 200 globs, each of 1 to 512 characters and without a ! before it",
    },
    project: { add: ["**"] },
  },
  checkpointIntervalSeconds: {
    value: 60,
    rule: { min: 0, max: 86_400 },
    project: { raiseTo: 600 },
  },
  restore: {
    value: "always",
    rule: ["always", "unfinished", "off"],
  },
  workerStart: {
    value: "hook",
    rule: ["hook", "never"],
  },
  idleExitSeconds: {
    value: 300,
    rule: { min: 0, max: 31_536_000 },
  },
  mode: {
    value: "event",
    rule: ["event", "poll"],
  },
  durability: {
    value: "process",
    rule: ["process", "power"],
  },
  rawSql: {
    value: "dml",
    rule: ["dml", "off"],
    project: { set: "off" },
  },
  snapshots: {
    value: "on",
    rule: ["on", "off"],
    project: { set: "off" },
  },
  sessionRetentionDays: {
    value: 90,
    rule: { min: 0, max: 36_500 },
  },
  archive: {
    value: "facts",
    rule: ["off", "facts", "transcripts"],
    project: { set: "off" },
  },
  archiveRetentionDays: {
    value: 0,
    rule: { min: 0, max: 36_500 },
  },
  archiveMaxMegabytes: {
    value: 4096,
    rule: { min: 1, max: 1_000_000 },
  },
  archiveAgentScope: {
    value: "project",
    rule: ["project", "all"],
  },
  agentUndo: {
    value: "off",
    rule: ["off", "on"],
  },
  fleetUrl: {
    value: "",
    rule: { form: "url", words: "empty, or an address such as postgres://user@host/database" },
  },
  fleetShare: {
    value: ["status", "sessions"],
    rule: { form: "classes", words: "a list of: status, sessions, files, commands, prompts" },
  },
  logLevel: {
    value: "info",
    rule: ["debug", "info", "warn", "error"],
  },
};

/** The constants, each with the values that a test, a benchmark or a flag may give it. */
export const TUNING: { readonly [K in keyof Tuning]: Constant<Tuning[K]> } = {
  checkpointHistory: { value: 20, rule: { min: 1, max: 10_000, isWhole: true } },
  maxPending: { value: 1_000_000, rule: { min: 1, max: MAX, isWhole: true } },
  maxPendingBytes: { value: 4 * 1024 ** 3, rule: { min: 1, max: MAX, isWhole: true } },
  maxEntryBytes: { value: 1024 ** 2, rule: { min: 256, max: 1024 ** 3, isWhole: true } },
  pollIntervalMs: { value: 100, rule: { min: 1, max: 3_600_000 } },
  backstopIntervalMs: { value: 30_000, rule: { min: 10, max: 3_600_000 } },
  stuckAfterSeconds: { value: 30, rule: { min: 1, max: 86_400 } },
  batchSize: { value: 512, rule: { min: 1, max: 10_000, isWhole: true } },
  maxAttempts: { value: 3, rule: { min: 1, max: 1000, isWhole: true } },
  retryBackoffMs: { value: 200, rule: { min: 0, max: 3_600_000 } },
  // No longer than the time after which a worker counts as stuck.
  rawSqlTimeoutMs: { value: 2000, rule: { min: 10, max: 20_000 } },
  ledgerRetentionHours: { value: 24, rule: { min: 1, max: 87_600 } },
  deadLetterRetentionDays: { value: 30, rule: { min: 0, max: 36_500 } },
  logMaxBytes: { value: 5 * 1024 ** 2, rule: { min: 1024, max: 1024 ** 3, isWhole: true } },
  logFiles: { value: 3, rule: { min: 0, max: 100, isWhole: true } },
};

export const DEFAULTS: Config = defaults();

/** A loop, not `Object.fromEntries`: the hook pays for each builtin that is itself JavaScript. */
function defaults(): Config {
  const values: Record<string, unknown> = {};
  for (const name in SETTINGS) values[name] = SETTINGS[name as keyof Settings].value;
  for (const name in TUNING) values[name] = TUNING[name as keyof Tuning].value;
  return values as unknown as Config;
}

/** The classes of session data that may leave this machine. */
export const SHARE_CLASSES = ["status", "sessions", "files", "commands", "prompts"] as const;
export type ShareClass = (typeof SHARE_CLASSES)[number];
