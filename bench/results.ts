/** What a run of the harness found, as `--json` writes it. Every sample is kept; all else is derived from the samples. */

/**
 * How a worker is woken.
 *
 * - `poll`: looks every 0.1 s.
 * - `pseudo-event`: starts a watcher, never reads what it says, and looks every 0.5 s. The shell system's defect, kept
 *   as a baseline; it exists in `bench/` alone.
 * - `event`: `fs.watch` alone.
 * - `event+doorbell`: hive's default.
 */
export const MODES = ["poll", "pseudo-event", "event", "event+doorbell"] as const;
export type Mode = (typeof MODES)[number];

/** How much is measured: `smoke` shows that it runs, `quick` gives a first figure, `full` the ones to quote. */
export const SIZES = ["smoke", "quick", "full"] as const;
export type Size = (typeof SIZES)[number];

/** Samples of one quantity. */
export interface Series {
  /** Stable and unique within a run, without the mode: `latency.committed`, `hook.taken`. */
  readonly id: string;
  /** For a reader: "enqueue to committed". */
  readonly label: string;
  /** Null where no worker is measured, or the mode does not matter. */
  readonly mode: Mode | null;
  readonly unit: string;
  /** Every sample in the order in which it was taken, by trial. Trials of the modes are interleaved. */
  readonly trials: ReadonlyArray<readonly number[]>;
}

/** A bound of design.md §8 that the figure has to keep. */
export type Budget = { readonly most: number } | { readonly least: number };

/** One number drawn from the samples. */
export interface Figure {
  /** Stable and unique within a run: `latency.poll-over-event.p50`, `drain.over-floor`. Gate and comparison name it. */
  readonly id: string;
  readonly label: string;
  readonly mode: Mode | null;
  readonly value: number;
  readonly unit: string;
  /** 95 %, from a bootstrap over the trials; null where the figure is a count or was taken once. */
  readonly interval: readonly [number, number] | null;
  /** How many samples are behind it. */
  readonly n: number;
  readonly budget: Budget | null;
}

export interface ScenarioResult {
  readonly scenario: string;
  /** What was measured and how. */
  readonly title: string;
  readonly durability: "process" | "power";
  readonly series: readonly Series[];
  readonly figures: readonly Figure[];
  /** What a reader has to know to judge the figures, a sentence each. */
  readonly notes: readonly string[];
}

/** Where the figures come from. */
export interface Environment {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly fileSystem: string;
  readonly bun: string;
  readonly sqlite: string;
  readonly commit: string;
  /** RFC 3339. */
  readonly startedAt: string;
}

/** What `--json` writes. Additions keep the version; readers ignore what they do not know. */
export interface BenchResult {
  readonly version: 2;
  readonly size: Size;
  readonly environment: Environment;
  readonly scenarios: readonly ScenarioResult[];
}
