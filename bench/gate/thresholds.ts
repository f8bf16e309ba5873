import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { errorMessage, HiveError } from "../../src/base/errors.ts";
import { type Budget, type Mode, MODES } from "../figures/result.ts";
import { AGAINST, type Against } from "./against/allowed.ts";

/** The thresholds that hive itself is held to. */
export const GATE_FILE = join(import.meta.dir, "../gate.json");

/** A bound that a figure has to keep. */
export interface Threshold {
  /** The id of the figure, as `Figure.id` says it: `latency.poll-over-event.p50`. */
  readonly figure: string;
  /** The mode of the figure. @default null, a figure that has no mode */
  readonly mode: Mode | null;
  /**
   * In the figure's unit. `{ most: 0 }` is a bound of a count: it decides at once. Any other is a bound of a positive
   * quantity, such as a ratio, and takes several rounds.
   */
  readonly bound: Budget;
  /** The reason of the bound, for the person who changes it. */
  readonly why: string;
}

/** A scenario whose figures have thresholds. */
export interface GatePlan {
  readonly scenario: string;
  /** The modes that its figures need. Each one costs time. */
  readonly modes: readonly Mode[];
  readonly thresholds: readonly Threshold[];
}

/** The number of rounds, and the errors that they may make. */
export interface Rules {
  /** The number of rounds before the first look, 2 or more. */
  readonly leastRounds: number;
  /** The number of rounds after which an undecided threshold counts as too noisy. */
  readonly mostRounds: number;
  /** The risk of a wrong pass of a threshold, over all looks together; and the risk of a wrong failure. */
  readonly errorRate: number;
  /** Seconds after which no further round begins, unless there are too few for the first look. */
  readonly seconds: number;
  /** The limit of one scenario in one round; a scenario that takes longer has failed. */
  readonly scenarioSeconds: number;
}

/**
 * The contents of `gate.json`. JSON has no comments, so each threshold says `why`.
 *
 * ```
 * {
 *   "version": 1,
 *   "rules": { "leastRounds", "mostRounds", "errorRate", "seconds", "scenarioSeconds" },   as in Rules
 *   "plans": [{                                                                         in the order of measuring
 *     "scenario": "latency",                                                             as `hive bench --list` names it
 *     "modes": ["poll", "event+doorbell"],
 *     "thresholds": [{
 *       "figure": "latency.poll-over-event.p50",
 *       "mode": "event+doorbell",                                                        only for a figure that has one
 *       "least": 50,                                                                     or "most"; "most": 0 for a count
 *       "why": "…"
 *     }]
 *   }],
 *   "against": { … }                                                                     see against/allowed.ts
 * }
 * ```
 */
export interface Gate {
  readonly version: 1;
  readonly rules: Rules;
  readonly plans: readonly GatePlan[];
  /** The allowed changes from a revision to the next, for `--against`. */
  readonly against?: Against | undefined;
}

const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const rounds = v.pipe(v.number(), v.integer(), v.minValue(2));
const name = v.pipe(v.string(), v.nonEmpty());

const common = { figure: name, mode: v.optional(v.nullable(v.picklist(MODES)), null), why: name };
const THRESHOLD = v.union(
  [
    v.pipe(
      v.strictObject({ ...common, least: positive }),
      v.transform(({ least, ...rest }): Threshold => ({ ...rest, bound: { least } })),
    ),
    v.pipe(
      v.strictObject({ ...common, most: v.pipe(v.number(), v.finite(), v.minValue(0)) }),
      v.transform(({ most, ...rest }): Threshold => ({ ...rest, bound: { most } })),
    ),
  ],
  "a threshold has figure, why, either least (above 0) or most (0 or above), and perhaps mode",
);

const GATE = v.strictObject({
  version: v.literal(1),
  rules: v.pipe(
    v.strictObject({
      leastRounds: rounds,
      mostRounds: rounds,
      errorRate: v.pipe(positive, v.ltValue(0.5)),
      seconds: positive,
      scenarioSeconds: positive,
    }),
    v.check(({ leastRounds, mostRounds }) => leastRounds <= mostRounds, "leastRounds is above mostRounds"),
  ),
  plans: v.pipe(
    v.array(
      v.strictObject({
        scenario: name,
        modes: v.pipe(v.array(v.picklist(MODES)), v.nonEmpty()),
        thresholds: v.pipe(v.array(THRESHOLD), v.nonEmpty()),
      }),
    ),
    v.nonEmpty(),
  ),
  against: v.optional(AGAINST),
});

/**
 * Reads the text of a file of thresholds.
 * @throws HIVE_INVALID_OPTION with the path of the wrong field
 */
export function parseBackoff(text: string, path: string): Gate {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new HiveError("HIVE_INVALID_OPTION", `${path} is not JSON: ${errorMessage(error)}`, { cause: error });
  }
  const parsed = v.safeParse(GATE, data);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue);
  throw new HiveError("HIVE_INVALID_OPTION", `${path}: ${field === null ? "" : `${field}: `}${issue.message}`);
}

/** @throws HIVE_INVALID_OPTION when the file cannot be read or is wrong */
export function readGate(path = GATE_FILE): Gate {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new HiveError("HIVE_INVALID_OPTION", `${path}: ${errorMessage(error)}`, { cause: error });
  }
  return parseBackoff(text, path);
}
