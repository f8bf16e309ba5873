/** Compares two runs: first the differences of the machine, then each figure, judged by its interval. */
import { printable } from "../../src/base/text/printable.ts";
import { table } from "../../src/base/text/table.ts";
import type { BenchResult, Environment, Figure } from "../figures/result.ts";
import { environmentText, intervalText, nameOf, number, quantity } from "./format.ts";
import { scenarioOf } from "./select.ts";

/**
 * The change of a figure.
 *
 * - `same`: the two values are equal.
 * - `same within the intervals`: the two intervals overlap.
 * - `faster`, `slower`: a time or a rate changed by more than both intervals.
 * - `better`, `worse`: so did another quantity that has a good direction.
 * - `higher`, `lower`: so did one that has none.
 * - `differs, no interval`: it changed, and its usual variation is not known.
 */
export type Change =
  | "same"
  | "same within the intervals"
  | "faster"
  | "slower"
  | "better"
  | "worse"
  | "higher"
  | "lower"
  | "differs, no interval";

export interface ComparedFigure {
  readonly scenario: string;
  readonly before: Figure;
  readonly after: Figure;
  /** After over before; null where before is zero. */
  readonly ratio: number | null;
  readonly change: Change;
}

export interface Difference {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

export interface Comparison {
  /** The reasons not to compare the figures: another machine, file system, runtime, size, interval or durability. */
  readonly differences: readonly Difference[];
  readonly figures: readonly ComparedFigure[];
  /** Names of figures that only one of the two has. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
}

const COMPARED: ReadonlyArray<readonly [keyof Environment, string]> = [
  ["cpu", "CPU"],
  ["cores", "cores"],
  ["memoryGiB", "memory, GiB"],
  ["kernel", "kernel"],
  ["fileSystem", "file system"],
  ["bun", "Bun"],
  ["sqlite", "SQLite"],
];

/** The differences between the conditions of two runs. */
export function differences(before: BenchResult, after: BenchResult): readonly Difference[] {
  const ofEnvironment = COMPARED.map(([key, what]) => ({
    what,
    before: String(before.environment[key]),
    after: String(after.environment[key]),
  }));
  const ofScenarios = before.scenarios.flatMap(({ scenario, durability }) => {
    const other = scenarioOf(after, scenario);
    return other === undefined
      ? []
      : [{ what: `durability of ${scenario}`, before: durability, after: other.durability }];
  });
  const ofIntervals = (["poll", "pseudo-event"] as const).map((mode) => ({
    what: `interval of ${mode}, ms`,
    before: String(before.intervalsMs[mode]),
    after: String(after.intervalsMs[mode]),
  }));
  const size = { what: "size", before: before.size, after: after.size };
  return [...ofEnvironment, size, ...ofIntervals, ...ofScenarios].filter((one) => one.before !== one.after);
}

const TIME_UNITS = new Set(["ns", "µs", "ms", "s"]);
const LESS_IS_BETTER = new Set(["%", "/s", "MiB"]);
const RATE = /\/s$/;

/** The words for less and for more of a figure. Its budget, else its unit, decides which is good. */
function wordsFor({ unit, budget }: Figure): { readonly less: Change; readonly more: Change } {
  if (TIME_UNITS.has(unit)) return { less: "faster", more: "slower" };
  if (RATE.test(unit) && unit !== "/s") return { less: "slower", more: "faster" };
  const isLessGood = budget === null ? LESS_IS_BETTER.has(unit) : "most" in budget;
  if (budget === null && !isLessGood) return { less: "lower", more: "higher" };
  return isLessGood ? { less: "better", more: "worse" } : { less: "worse", more: "better" };
}

function changeOf(before: Figure, after: Figure): Change {
  if (before.value === after.value) return "same";
  if (before.interval === null || after.interval === null) return "differs, no interval";
  const words = wordsFor(after);
  if (after.interval[0] > before.interval[1]) return words.more;
  if (after.interval[1] < before.interval[0]) return words.less;
  return "same within the intervals";
}

interface Named {
  /** Two figures are compared where id, mode and unit are the same. */
  readonly key: string;
  readonly scenario: string;
  readonly figure: Figure;
}

function named(result: BenchResult): readonly Named[] {
  return result.scenarios.flatMap(({ scenario, figures }) =>
    figures.map((figure) => ({ key: JSON.stringify([figure.id, figure.mode, figure.unit]), scenario, figure })),
  );
}

/** Names of the figures of the one run that the other has not. */
function missing(some: readonly Named[], others: readonly Named[]): readonly string[] {
  const keys = new Set(others.map(({ key }) => key));
  return some.filter(({ key }) => !keys.has(key)).map(({ scenario, figure }) => `${scenario}: ${nameOf(figure)}`);
}

export function compare(before: BenchResult, after: BenchResult): Comparison {
  const [old, fresh] = [named(before), named(after)];
  const byKey = new Map(old.map((one) => [one.key, one.figure]));
  const figures = fresh.flatMap(({ key, scenario, figure }): ComparedFigure[] => {
    const earlier = byKey.get(key);
    if (earlier === undefined) return [];
    const ratio = earlier.value === 0 ? null : figure.value / earlier.value;
    return [{ scenario, before: earlier, after: figure, ratio, change: changeOf(earlier, figure) }];
  });
  return {
    differences: differences(before, after),
    figures,
    onlyBefore: missing(old, fresh),
    onlyAfter: missing(fresh, old),
  };
}

function warning(found: readonly Difference[]): readonly string[] {
  if (found.length === 0) return [];
  return [
    "WARNING: the two runs were not taken alike; their figures cannot be compared.",
    table(
      ["DIFFERS", "OLD", "NEW"],
      found.map(({ what, before, after }) => [what, before, after]),
    ),
  ];
}

function withInterval({ value, unit, interval }: Figure): string {
  return interval === null ? quantity(value, unit) : `${quantity(value, unit)} (${intervalText(interval)})`;
}

function listed(title: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${title}: ${names.map(printable).join("; ")}`];
}

/** The comparison of two runs as text, the warnings first. */
export function renderComparison(before: BenchResult, after: BenchResult): string {
  const { differences: found, figures, onlyBefore, onlyAfter } = compare(before, after);
  const rows = figures.map(({ before: old, after: fresh, ratio, change }) => [
    nameOf(fresh),
    withInterval(old),
    withInterval(fresh),
    ratio === null ? "" : `${number(ratio)} ×`,
    change,
  ]);
  return [
    ...warning(found),
    `old: ${printable(environmentText(before.environment))}`,
    `new: ${printable(environmentText(after.environment))}`,
    "",
    table(["FIGURE", "OLD (95 %)", "NEW (95 %)", "NEW / OLD", "CHANGE"], rows),
    ...listed("only in the old run", onlyBefore),
    ...listed("only in the new run", onlyAfter),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

const isWithin = ({ change }: ComparedFigure): boolean => change === "same" || change === "same within the intervals";

/** Whether two runs say the same: how many figures do, and each that differs by more than its intervals. */
export function renderAgreement(before: BenchResult, after: BenchResult): string {
  const judged = compare(before, after).figures.filter(({ change }) => change !== "differs, no interval");
  if (judged.length === 0) return "The two runs share no figure with an interval.\n";
  const differing = judged.filter((one) => !isWithin(one));
  const said = `${judged.length - differing.length} of ${judged.length} figures agree within their intervals`;
  if (differing.length === 0) return `${said}.\n`;
  const rows = differing.map((one) => [
    `${one.scenario}: ${nameOf(one.after)}`,
    withInterval(one.before),
    withInterval(one.after),
    one.change,
  ]);
  return `${said}; these differ by more:\n\n${table(["FIGURE", "OLD (95 %)", "NEW (95 %)", "CHANGE"], rows)}`;
}
