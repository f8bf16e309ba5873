import { noiseOf, wanderOf } from "../figures/judgement.ts";
import {
  type BenchResult,
  type Budget,
  type Environment,
  type Figure,
  intervalOf,
  type Mode,
  type ScenarioResult,
} from "../figures/result.ts";

/** Three significant digits, or all that are left of the point: `0.0334`, `12`, `6,758`. */
export function number(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1000) return String(value);
  if (size >= 999.5) return Math.round(value).toLocaleString("en-US");
  if (size >= 1e-6) return value.toPrecision(3);
  return value.toExponential(2);
}

/** A number that was chosen, not measured, as it was written: `0.6`, `15,000`. */
export function chosen(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 6 });
}

/** A number with its unit; a count has none. */
export function quantity(value: number, unit: string): string {
  return unit === "" ? number(value) : `${number(value)} ${unit}`;
}

export function intervalText(interval: Figure["interval"]): string {
  return interval === null ? "" : interval.map(number).join(" to ");
}

export function budgetText(budget: Budget, unit: string): string {
  const bound = "most" in budget ? `≤ ${chosen(budget.most)}` : `≥ ${chosen(budget.least)}`;
  return unit === "" ? bound : `${bound} ${unit}`;
}

/** The marks of a figure that is noisy; nothing for one that is not. */
export function noiseText(figure: Figure, scenario: ScenarioResult): string {
  return noiseOf(figure, scenario)
    .map((noise) => `~ ${noise}`)
    .join(", ");
}

/** A sentence on a machine that changed while a scenario ran; nothing where it did not. */
export function wanderText(scenario: ScenarioResult): string {
  if (wanderOf(scenario) === null) return "";
  const [beforeMs, afterMs] = scenario.emptyScriptMs!;
  return `The machine wandered: an empty Bun script took ${number(beforeMs)} ms before and ${number(afterMs)} ms after.`;
}

/** The name of a figure or a series for a reader: the label does not hold the mode. */
export function nameOf({ label, mode }: { readonly label: string; readonly mode: Mode | null }): string {
  return mode === null ? label : `${label}, ${mode}`;
}

/** The name of a mode above a column, with the interval of one that polls. */
export function modeTitle(mode: Mode, { intervalsMs }: BenchResult): string {
  const intervalMs = intervalOf(mode, intervalsMs);
  return intervalMs === null ? mode : `${mode}, ${intervalMs} ms`;
}

/** When a run began, to the minute; the text itself if it is no RFC 3339 time. */
export function timeText(startedAt: string): string {
  return startedAt.replace(/^([\d-]{10})T([\d:]{5}).*Z$/, "$1 $2 UTC");
}

/** The machine and what runs on it, in one line. */
export function environmentText(environment: Environment): string {
  const { cpu, cores, memoryGiB, kernel, fileSystem, bun, sqlite, commit, startedAt } = environment;
  const machine = `${cpu}, ${cores} ${cores === 1 ? "core" : "cores"}, ${number(memoryGiB)} GiB`;
  return `${machine}; ${kernel}, ${fileSystem}; Bun ${bun}, SQLite ${sqlite}; hive ${commit}, ${timeText(startedAt)}`;
}

/** The durability options of a run's scenarios: nearly always one. */
export function durabilityText(result: BenchResult): string {
  const found = new Set(result.scenarios.map(({ durability }) => durability));
  return [...found].toSorted().join(" and ");
}
