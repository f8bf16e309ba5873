/**
 * The gate against a revision: figures of two trees, taken in turn, against what may change.
 *
 * A time is judged on the ratios of its rounds, head over base, in logarithms. Their shift has the interval of Wilcoxon's
 * signed ranks, which a neighbour's burst moves little. A figure passes when its whole interval is within the allowed
 * change, fails when all of a wider one is beyond, and else waits for the next look. Each look spends an equal part of
 * the error rate. A failure spends that of all figures together: a run of many figures must not fail by chance. A decision
 * stands.
 *
 * Counted work is compared as it is. Where it differs it is counted again, and the medians decide.
 */
import type { Environment } from "../../figures/result.ts";
import { shiftOf } from "../../stats/signed-rank.ts";
import type { Against, Allowed } from "./allowed.ts";

/** One value of each round, of both trees. */
export interface Samples {
  readonly base: readonly number[];
  readonly head: readonly number[];
}

export type Verdict = "pass" | "fail" | "undecided" | "left-out";

export interface Comparison {
  readonly allowed: Allowed;
  readonly verdict: Verdict;
  /** The medians of the rounds that decided. */
  readonly base: number | null;
  readonly head: number | null;
  /** Head over base of a `ratio`; else head less base. */
  readonly change: number | null;
  /** The interval of a time, at the level of this look: {@link lookRates}. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Surely less than in the base. */
  readonly isBetter: boolean;
  readonly rounds: number;
  /** Why it failed or was left out where that was not measured. */
  readonly reason: string | null;
}

export type Outcome = "pass" | "fail" | "too-noisy";

/** The findings of a run, as `--json` writes them. */
export interface AgainstReport {
  readonly version: 1;
  readonly outcome: Outcome;
  readonly comparisons: readonly Comparison[];
  /** Every round's values, by figure. */
  readonly samples: Readonly<Record<string, Samples>>;
  /** The revision that was compared with, and its full name; null for the working tree itself. */
  readonly revision: string;
  readonly commit: string | null;
  /** The level of the intervals, such as 0.98. */
  readonly level: number;
  readonly rounds: number;
  readonly seconds: number;
  /** The injected fault or improvement; null for none. */
  readonly injection: string | null;
  readonly environment: Environment;
}

export type Rules = Pick<Against, "looks" | "counts" | "wrongPass" | "wrongFailure" | "figures">;

/** The risks of one look at one figure. */
export function lookRates({ looks, wrongPass, wrongFailure, figures }: Rules): { pass: number; failure: number } {
  const times = figures.filter(({ kind }) => kind === "ratio" || kind === "difference").length;
  return { pass: wrongPass / looks.length, failure: wrongFailure / looks.length / Math.max(1, times) };
}

const NOTHING = { base: null, head: null, change: null, interval: null, isBetter: false, rounds: 0, reason: null };

/** A figure that the base cannot give, or that cannot be taken here. */
export const leftOut = (allowed: Allowed, reason: string): Comparison => ({
  ...NOTHING,
  allowed,
  verdict: "left-out",
  reason,
});

/** A figure of a head that broke. */
export const broken = (allowed: Allowed, reason: string): Comparison => ({
  ...NOTHING,
  allowed,
  verdict: "fail",
  reason,
});

/** Judges one figure on the rounds so far. */
export function compare(allowed: Allowed, samples: Samples, rules: Rules): Comparison {
  const rounds = Math.min(samples.base.length, samples.head.length);
  if (rounds === 0) return { ...NOTHING, allowed, verdict: "undecided" };
  const { kind } = allowed;
  const isOdd = (value: number): boolean => !Number.isFinite(value) || value < 0 || (kind === "ratio" && value === 0);
  const odd = [...samples.base, ...samples.head].find(isOdd);
  if (odd !== undefined) return broken(allowed, `measured ${odd}`);
  if (kind === "ratio" || kind === "difference") return compareTimes(allowed, samples, rules);
  return compareCounts(allowed, samples, rules);
}

export function outcomeOf(comparisons: readonly Comparison[]): Outcome {
  const has = (verdict: Verdict): boolean => comparisons.some((one) => one.verdict === verdict);
  if (has("fail")) return "fail";
  return has("undecided") || !has("pass") ? "too-noisy" : "pass";
}

/** Whether nothing more needs to be measured: what may never be was, or the head broke. */
export function isFinal({ verdict, allowed, reason }: Comparison): boolean {
  return verdict === "fail" && (allowed.kind === "none" || reason !== null);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}

const firstOf = ({ base, head }: Samples, rounds: number): Samples => ({
  base: base.slice(0, rounds),
  head: head.slice(0, rounds),
});

const summary = (allowed: Allowed, { base, head }: Samples) => ({
  ...NOTHING,
  allowed,
  base: median(base),
  head: median(head),
  rounds: base.length,
});

function compareCounts(allowed: Allowed, all: Samples, { counts }: Rules): Comparison {
  const { kind, most } = allowed;
  const samples = firstOf(all, Math.min(all.base.length, all.head.length));
  const found = summary(allowed, samples);
  if (kind === "none") {
    const head = samples.head.reduce((sum, value) => sum + value, 0);
    return { ...found, head, change: head, verdict: head === 0 ? "pass" : "fail" };
  }
  // The first count that is right decides: what differs once, by a retry of the runtime's say, is counted again.
  const first = firstOf(samples, 1);
  const isRight = (one: Samples): boolean => {
    const change = median(one.head) - median(one.base);
    return (kind === "same" ? Math.abs(change) : change) <= most;
  };
  const judged = isRight(first) ? first : samples;
  const { base, head, rounds } = summary(allowed, judged);
  const change = head - base;
  const verdict = isRight(judged) ? "pass" : rounds >= counts ? "fail" : "undecided";
  return { ...found, base, head, rounds, change, verdict, isBetter: kind === "count" && change < -most };
}

function compareTimes(allowed: Allowed, samples: Samples, rules: Rules): Comparison {
  const measured = Math.min(samples.base.length, samples.head.length);
  const looks = rules.looks.filter((look) => look <= measured);
  for (const [index, look] of looks.entries()) {
    const seen = lookAt(allowed, firstOf(samples, look), rules);
    if (seen.verdict !== "undecided" || index === looks.length - 1) return seen;
  }
  const { change, ...seen } = lookAt(allowed, firstOf(samples, measured), rules);
  return { ...seen, change, interval: null, isBetter: false, verdict: "undecided" };
}

function lookAt(allowed: Allowed, samples: Samples, rules: Rules): Comparison {
  const { kind, most } = allowed;
  const isRatio = kind === "ratio";
  const differences = samples.head.map((head, round) =>
    isRatio ? Math.log(head / samples.base[round]!) : head - samples.base[round]!,
  );
  const rates = lookRates(rules);
  const scale = isRatio ? Math.exp : (value: number): number => value;
  const intervalOf = (rate: number): [low: number, high: number] => {
    const { low, high } = shiftOf(differences, rate);
    return [scale(low), scale(high)];
  };
  const [usual, wide] = [intervalOf(rates.pass), intervalOf(rates.failure)];
  const verdict = usual[1] <= most ? "pass" : wide[0] > most ? "fail" : "undecided";
  const interval = verdict === "fail" ? wide : usual;
  const isBetter = usual[1] < (isRatio ? 1 : 0);
  return {
    ...summary(allowed, samples),
    change: scale(shiftOf(differences, rates.pass).value),
    interval,
    isBetter,
    verdict,
  };
}
