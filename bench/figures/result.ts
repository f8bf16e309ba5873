/** The result of a run. Figures are drawn from the samples, which a file keeps only when asked to. */
import type { Summary } from "../stats/estimate.ts";

/**
 * The way in which a worker is woken.
 *
 * - `poll`: looks by the clock.
 * - `pseudo-event`: starts a watcher, never reads what it says, and looks by the clock. The shell system's defect, kept
 *   as a baseline; it exists in `bench/` alone.
 * - `event`: `fs.watch` alone.
 * - `event+doorbell`: hive's default.
 */
export const MODES = ["poll", "pseudo-event", "event", "event+doorbell"] as const;
export type Mode = (typeof MODES)[number];

/** The sleep between two looks of each mode that looks by the clock. */
export type IntervalsMs = Readonly<Record<"poll" | "pseudo-event", number>>;

/** hive's own polling, and that of the shell system before it. */
export const DEFAULT_INTERVALS_MS: IntervalsMs = { poll: 100, "pseudo-event": 500 };

/** The sleep of a mode between two looks; null for one that is woken. */
export function intervalOf(mode: Mode, intervalsMs = DEFAULT_INTERVALS_MS): number | null {
  return mode === "poll" || mode === "pseudo-event" ? intervalsMs[mode] : null;
}

/** The size of a run: `smoke` shows that it runs, `quick` gives a first figure, `full` the ones to quote. */
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
  /** Every sample in the order in which it was taken, by trial; none in a file that keeps no samples. */
  readonly trials: ReadonlyArray<readonly number[]>;
  /** The summary of all samples, in a file without samples. */
  readonly summary?: Summary | undefined;
}

/** A bound that the figure has to keep. */
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
  /** The number of samples behind it. */
  readonly n: number;
  readonly budget: Budget | null;
}

export interface ScenarioResult {
  readonly scenario: string;
  /** The quantity and the method. */
  readonly title: string;
  readonly durability: "process" | "power";
  /** An empty Bun script, before and after: where the two differ, the machine changed meanwhile. Files before 0.5 have none. */
  readonly emptyScriptMs?: readonly [number, number] | undefined;
  readonly series: readonly Series[];
  readonly figures: readonly Figure[];
  /** Facts that a reader needs to judge the figures, a sentence each. */
  readonly notes: readonly string[];
}

/** The machine and the programs that the figures come from. */
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

/** The contents of a `--json` file. Additions keep the version; readers ignore what they do not know. */
export interface BenchResult {
  readonly version: 3;
  readonly size: Size;
  /** The sleep of the polling modes between two looks. */
  readonly intervalsMs: IntervalsMs;
  readonly environment: Environment;
  readonly scenarios: readonly ScenarioResult[];
}
