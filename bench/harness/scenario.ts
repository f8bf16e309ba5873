import type { Fault } from "./faults.ts";
import type { IntervalsMs, Mode, ScenarioResult, Size } from "../figures/result.ts";

/** The choices that a scenario is run with. */
export interface ScenarioContext {
  readonly size: Size;
  /** Whether long measurements are taken too, such as a backlog of a million entries. @default false */
  readonly isLong?: boolean;
  /** The number of trials of each mode; null leaves it to the scenario. */
  readonly trials: number | null;
  /** The modes to measure, where the scenario has modes. */
  readonly modes: readonly Mode[];
  /** The sleep of the polling modes between two looks. @default DEFAULT_INTERVALS_MS */
  readonly intervalsMs?: IntervalsMs | undefined;
  /** Says what is being measured now: one line, replaced by the next. */
  readonly progress: (text: string) => void;
  /** Aborted by Ctrl+C: a scenario stops its processes and throws. */
  readonly signal: AbortSignal;
  /** Built into the workers on purpose, to see that the gate notices. @default none */
  readonly fault?: Fault | undefined;
}

/** One question that the harness asks, each time in fresh directories with real processes. */
export interface Scenario {
  readonly name: string;
  /** A line for `--list`. */
  readonly summary: string;
  /** @throws when the end state is wrong (entries left, lost or applied twice): the figures would be void */
  readonly run: (context: ScenarioContext) => Promise<ScenarioResult>;
}
