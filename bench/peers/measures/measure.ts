import type { Size } from "../../figures/result.ts";
import type { System } from "../systems.ts";

/** One column of a measure's table. */
export interface Quantity {
  /** Unique within the comparison: `latency`, `drain`, `kill.lost`. */
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  /** The way from samples to figures: p50 and p99, the median, or the sum of counts. */
  readonly summary: "percentiles" | "median" | "sum";
}

export interface MeasureContext {
  readonly size: Size;
  readonly signal: AbortSignal;
}

/** The samples of one trial of one system, by quantity. `notes` says why a quantity is missing. */
export interface TrialResult {
  readonly samples: Readonly<Record<string, readonly number[]>>;
  readonly notes?: readonly string[];
}

export interface Measure {
  readonly name: string;
  /** The quantity and the method. */
  readonly title: (size: Size) => string;
  readonly quantities: readonly Quantity[];
  readonly trials: Readonly<Record<Size, number>>;
  /** All systems at the same time: only where nothing is timed, or all of them sleep. */
  readonly isSideBySide: boolean;
  /** The reason why a system cannot be measured; null when it can. */
  readonly notOffered: (system: System) => string | null;
  /** @throws when the end state is wrong: the system's figures of this measure are void */
  readonly trial: (system: System, context: MeasureContext) => Promise<TrialResult>;
}

export const offeredByAll = (): null => null;

export const needsConsumer = ({ consumer }: System): string | null =>
  consumer === null ? "there is no queue and no consumer" : null;
