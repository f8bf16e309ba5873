import { table } from "../../../src/base/text/table.ts";
import type { Size } from "../../figures/result.ts";
import { summarize } from "../../stats/estimate.ts";
import type { Findings } from "./findings.ts";
import type { Measure, Quantity } from "../measures/measure.ts";
import { type System, SYSTEMS } from "../systems.ts";

function number(value: number): string {
  if (Number.isInteger(value) && value < 1000) return String(value);
  if (value >= 1000) return Math.round(value).toLocaleString("en-US");
  return value >= 100 ? value.toFixed(0) : value >= 0.001 ? value.toPrecision(3) : value.toFixed(4);
}

function headings({ label, unit, summary }: Quantity): string[] {
  const heading = label.toUpperCase();
  return summary === "percentiles" ? [`${heading} P50, ${unit}`, "P99", "N"] : [`${heading}, ${unit}`];
}

function cells(quantity: Quantity, system: System, findings: Findings): string[] {
  const samples = findings.trials(quantity, system).flat();
  if (quantity.summary === "percentiles") {
    if (samples.length === 0) return ["-", "-", "-"];
    const { n, p50, p99 } = summarize(samples);
    return [number(p50), number(p99), String(n)];
  }
  return findings
    .figures(quantity, system)
    .map(({ value }) => number(value))
    .concat(samples.length === 0 ? ["-"] : []);
}

/** One measure as a table. The row of a system without that feature says so instead of a number. */
export function renderMeasure(measure: Measure, size: Size, findings: Findings): string {
  const rows = SYSTEMS.map((system) => {
    const gap = findings.gap(measure, system);
    if (gap !== null) return [system.name, gap.startsWith("not offered") ? "not offered" : "left out"];
    return [system.name, ...measure.quantities.flatMap((quantity) => cells(quantity, system, findings))];
  });
  const header = ["SYSTEM", ...measure.quantities.flatMap(headings)];
  return `${measure.name}: ${measure.title(size)}\n\n${table(header, rows)}`;
}
