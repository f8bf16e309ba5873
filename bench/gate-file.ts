import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { errorMessage, HiveError } from "../src/base/errors.ts";
import { type Budget, type Mode, MODES } from "./results.ts";

/** The thresholds that hive itself is held to. */
export const GATE_FILE = join(import.meta.dir, "gate.json");

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
  /** Why the bound is where it is, for whoever has to change it. */
  readonly why: string;
}

/** A scenario whose figures have thresholds. */
export interface GatePlan {
  readonly scenario: string;
  /** The modes that its figures need, and no other: each costs time. */
  readonly modes: readonly Mode[];
  readonly thresholds: readonly Threshold[];
}

/** How many rounds are measured until all is decided. */
export interface Rules {
  /** The first look comes after so many rounds, 2 or more. */
  readonly leastRounds: number;
  /** After so many, what is undecided is too noisy to tell. */
  readonly mostRounds: number;
  /** The risk of a wrong pass of a threshold, over all looks together; and the risk of a wrong failure. */
  readonly errorRate: number;
  /** After so many seconds no further round begins, unless there are too few for the first look. */
  readonly seconds: number;
  /** So long one scenario may take in one round; one that takes longer has failed. */
  readonly scenarioSeconds: number;
}

/**
 * What `gate.json` holds. JSON has no comments, so each threshold says `why`.
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
 *   }]
 * }
 * ```
 */
export interface Gate {
  readonly version: 1;
  readonly rules: Rules;
  readonly plans: readonly GatePlan[];
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
});

/**
 * Reads the text of a file of thresholds.
 * @throws HIVE_INVALID_OPTION with the place of what is wrong
 */
export function parseGate(text: string, path: string): Gate {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new HiveError("HIVE_INVALID_OPTION", `${path} is not JSON: ${errorMessage(error)}`, { cause: error });
  }
  const parsed = v.safeParse(GATE, data);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  throw new HiveError("HIVE_INVALID_OPTION", `${path}: ${place === null ? "" : `${place}: `}${issue.message}`);
}

/** @throws HIVE_INVALID_OPTION when the file cannot be read or is wrong */
export function readGate(path = GATE_FILE): Gate {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new HiveError("HIVE_INVALID_OPTION", `${path}: ${errorMessage(error)}`, { cause: error });
  }
  return parseGate(text, path);
}
