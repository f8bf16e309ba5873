/**
 * The gate: figures of several rounds against thresholds.
 *
 * A round runs each scenario once, shortly, and gives one value of each figure. What differs between rounds (the state of
 * the machine, the disk, the start of a process) is the noise that matters, so a threshold is judged on the values of
 * the rounds: on their geometric mean, with the t interval of their logarithms, which is right for few values, unlike a
 * bootstrap. It passes when the whole interval is on the right side of its bound, fails when the whole interval is on
 * the wrong side, and otherwise another round is measured.
 *
 * A look after every round gives more chances to be wrong. So each look spends an equal part of the error rate:
 * with a rate of 5 % and looks after 3 to 10 rounds, each takes a 98.75 % interval, 0.625 % on each side. Over all looks
 * a figure that is in truth on the wrong side then passes in at most 5 % of runs, whatever the looks have in common,
 * and one on the right side fails in at most 5 %; both only if it is at the bound itself. A decision stands: values of
 * later rounds do not change it.
 *
 * A count, such as of lost entries, decides at once. A figure that is missing has failed.
 */
import type { Rules, Threshold } from "./thresholds.ts";
import type { Budget, Environment, Figure, ScenarioResult } from "../figures/result.ts";
import { studentQuantile } from "../stats/student.ts";

export type Verdict = "pass" | "fail" | "undecided";

/** The judgement of one threshold. */
export interface Judgement {
  readonly scenario: string;
  readonly threshold: Threshold;
  readonly verdict: Verdict;
  /** The sum of a count, or the geometric mean of another figure, over the deciding rounds; null without one. */
  readonly value: number | null;
  /** At the level of a look, {@link lookLevel}; null for a count, and before the first look. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly unit: string;
  /** The number of rounds that decided. */
  readonly rounds: number;
  /** The number of samples behind them. */
  readonly n: number;
  /** The reason of a failure that was not measured. */
  readonly reason: string | null;
}

/** A scenario that failed, or whose end state was wrong. */
export interface Broken {
  readonly scenario: string;
  readonly message: string;
}

/** The findings of a run of the gate, as `--json` writes them. */
export interface GateReport {
  readonly version: 1;
  readonly outcome: Outcome;
  readonly judgements: readonly Judgement[];
  readonly broken: readonly Broken[];
  /** The level of the intervals, such as 0.9875. */
  readonly level: number;
  /** The number of rounds that were begun. */
  readonly rounds: number;
  readonly seconds: number;
  /** The fault that was built in on purpose. */
  readonly fault: string | null;
  readonly environment: Environment;
}

export type Outcome = "pass" | "fail" | "too-noisy";

/** The part of the error rate that one look may spend on one side. */
function lookRate({ leastRounds, mostRounds, errorRate }: Rules): number {
  return errorRate / (mostRounds - leastRounds + 1);
}

/** The level of the two-sided interval of each look. */
export function lookLevel(rules: Rules): number {
  return 1 - 2 * lookRate(rules);
}

/**
 * Holds the results of one scenario against one of its thresholds.
 * @param results one for each round, in their order
 * @param broken why the scenario ended without a result in its last round; null when it did not
 */
export function judge(
  scenario: string,
  threshold: Threshold,
  results: readonly ScenarioResult[],
  broken: string | null,
  rules: Rules,
): Judgement {
  const figures = results.map((result) => findFigure(result, threshold));
  const found = figures.filter((figure) => figure !== undefined);
  const judged = { scenario, threshold, ...measured(threshold, found), reason: null };
  const failed = (reason: string): Judgement => ({ ...judged, verdict: "fail", reason });
  if (broken !== null) return failed(broken);
  if (found.length < figures.length) return failed(`the scenario has no figure ${nameOf(threshold)}`);
  if (isCount(threshold)) return { ...judged, verdict: countVerdict(found) };
  const odd = found.find(({ value }) => !(value > 0 && value < Number.POSITIVE_INFINITY));
  if (odd !== undefined) return failed(`measured ${odd.value}, which is no positive number`);
  return { ...judged, ...decide(threshold, found, rules) };
}

export function nameOf({ figure, mode }: Pick<Threshold, "figure" | "mode">): string {
  return mode === null ? figure : `${figure} (${mode})`;
}

export function isCount({ bound }: Threshold): boolean {
  return "most" in bound && bound.most === 0;
}

/** Whether a failure needs no second look: something was lost, is missing or broken. */
export function isFinal({ verdict, interval }: Judgement): boolean {
  return verdict === "fail" && interval === null;
}

/** One that failed is enough; else one that is undecided. */
export function outcomeOf(judgements: readonly Judgement[]): Outcome {
  const has = (verdict: Verdict): boolean => judgements.some((one) => one.verdict === verdict);
  if (has("fail")) return "fail";
  return has("undecided") || judgements.length === 0 ? "too-noisy" : "pass";
}

function findFigure({ figures }: ScenarioResult, { figure, mode }: Threshold): Figure | undefined {
  return figures.find((one) => one.id === figure && one.mode === mode && !Number.isNaN(one.value));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function measured(threshold: Threshold, figures: readonly Figure[]) {
  const values = figures.map(({ value }) => value);
  const value = values.length === 0 ? null : isCount(threshold) ? sum(values) : geometricMean(values);
  return {
    value,
    interval: null,
    unit: figures[0]?.unit ?? "",
    rounds: figures.length,
    n: sum(figures.map(({ n }) => n)),
  };
}

function countVerdict(figures: readonly Figure[]): Verdict {
  if (figures.length === 0) return "undecided";
  return figures.every(({ value }) => value === 0) ? "pass" : "fail";
}

/** Looks after each round that may decide, and stops at the first that does. */
function decide(threshold: Threshold, figures: readonly Figure[], rules: Rules) {
  let interval: readonly [number, number] | null = null;
  for (let rounds = rules.leastRounds; rounds <= Math.min(figures.length, rules.mostRounds); rounds += 1) {
    const seen = figures.slice(0, rounds);
    interval = intervalOf(
      seen.map(({ value }) => value),
      lookRate(rules),
    );
    const verdict = sideOf(interval, threshold.bound);
    if (verdict !== "undecided") return { ...measured(threshold, seen), interval, verdict };
  }
  return { interval, verdict: "undecided" as const };
}

function sideOf([low, high]: readonly [number, number], bound: Budget): Verdict {
  const isWithin = "most" in bound ? high <= bound.most : low >= bound.least;
  const isBeyond = "most" in bound ? low > bound.most : high < bound.least;
  return isWithin ? "pass" : isBeyond ? "fail" : "undecided";
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(sum(values.map(Math.log)) / values.length);
}

/** The t interval of the logarithms of two or more positive values. @param rate the risk on each side */
function intervalOf(values: readonly number[], rate: number): [low: number, high: number] {
  const logs = values.map(Math.log);
  const n = logs.length;
  const mean = sum(logs) / n;
  const variance = sum(logs.map((log) => (log - mean) ** 2)) / (n - 1);
  const arm = studentQuantile(1 - rate, n - 1) * Math.sqrt(variance / n);
  return [Math.exp(mean - arm), Math.exp(mean + arm)];
}
