/** The command line of the harness: the user's flags, and the options of a scenario. */
import { HiveError } from "../../src/base/errors.ts";
import { DEFAULT_INTERVALS_MS, type IntervalsMs, MODES, type Size } from "../figures/result.ts";
import { type Fault, FAULTS } from "../harness/faults.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { wholeNumber } from "./whole-number.ts";

export interface BenchFlags {
  readonly mode: readonly string[];
  readonly trials?: string;
  readonly pollIntervalMs?: string;
  readonly pseudoEventIntervalMs?: string;
  readonly quick?: boolean;
  readonly full?: boolean;
  readonly smoke?: boolean;
  readonly json?: string;
  readonly samples?: boolean;
  readonly html?: string;
  readonly compare?: string;
  readonly gate?: boolean;
  /** A revision. */
  readonly against?: string;
  readonly list?: boolean;
  readonly fault?: string;
}

export interface Choices extends Omit<ScenarioContext, "signal" | "progress"> {
  readonly intervalsMs: IntervalsMs;
}

const MOST_TRIALS = 10_000;
/** A shorter interval would be a busy loop; a longer one makes a run of hours. */
const LEAST_INTERVAL_MS = 10;
const MOST_INTERVAL_MS = 10_000;

/** @throws HIVE_INVALID_OPTION */
export function choicesOf(flags: BenchFlags): Choices {
  const size: Size = flags.smoke === true ? "smoke" : flags.quick === true ? "quick" : "full";
  const modes = chosen("mode", MODES, flags.mode, (mode) => mode);
  const [fault] = flags.fault === undefined ? [] : chosen<Fault>("fault", FAULTS, [flags.fault], (name) => name);
  const trials = flags.trials === undefined ? null : wholeNumber("--trials", flags.trials, 1, MOST_TRIALS);
  return { size, isLong: flags.full === true, modes, trials, intervalsMs: intervalsOf(flags), fault };
}

function intervalsOf({ pollIntervalMs, pseudoEventIntervalMs }: BenchFlags): IntervalsMs {
  return {
    poll: intervalOf("--poll-interval-ms", pollIntervalMs) ?? DEFAULT_INTERVALS_MS.poll,
    "pseudo-event":
      intervalOf("--pseudo-event-interval-ms", pseudoEventIntervalMs) ?? DEFAULT_INTERVALS_MS["pseudo-event"],
  };
}

function intervalOf(flag: string, text: string | undefined): number | null {
  return text === undefined ? null : wholeNumber(flag, text, LEAST_INTERVAL_MS, MOST_INTERVAL_MS);
}

/** @throws HIVE_INVALID_OPTION for an unknown scenario */
export function chosenScenarios(all: readonly Scenario[], names: readonly string[]): readonly Scenario[] {
  return chosen("scenario", all, names, ({ name }) => name);
}

/** The named ones, in the order of `all`; all of them when none was named. */
function chosen<T>(
  kind: string,
  all: readonly T[],
  names: readonly string[],
  nameOf: (one: T) => string,
): readonly T[] {
  const known = all.map(nameOf);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new HiveError("HIVE_INVALID_OPTION", `no ${kind} ${JSON.stringify(unknown)}; there are ${known.join(", ")}`);
  }
  return names.length === 0 ? all : all.filter((one) => names.includes(nameOf(one)));
}
