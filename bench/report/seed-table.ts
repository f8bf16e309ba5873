/** The table that hive began with, from measured numbers: latency, idle CPU and event consumption, by mode. */
import { table } from "../../src/cli/render.ts";
import { type BenchResult, type Mode, MODES } from "../results.ts";
import { summarize } from "../stats.ts";
import { NOT_MEASURED, number, quantity } from "./format.ts";
import { IDS } from "./ids.ts";
import { figureOf, samplesOf } from "./select.ts";

export interface SeedCell {
  readonly value: number;
  readonly unit: string;
  /** How many samples are behind it. */
  readonly n: number;
}

export interface SeedRow {
  readonly label: string;
  /** One for each of {@link MODES}; null where it was not measured. */
  readonly cells: ReadonlyArray<SeedCell | null>;
}

type Cell = (result: BenchResult, mode: Mode) => SeedCell | null;

const percentile =
  (id: string, which: "p50" | "p99"): Cell =>
  (result, mode) => {
    const samples = samplesOf(result, id, mode);
    if (samples === undefined) return null;
    const { n, [which]: value } = summarize(samples);
    return { value, unit: "ms", n };
  };

const figure =
  (id: string): Cell =>
  (result, mode) => {
    const found = figureOf(result, id, mode);
    return found === undefined ? null : { value: found.value, unit: found.unit, n: found.n };
  };

const ROWS: ReadonlyArray<{ readonly label: string; readonly cell: Cell }> = [
  { label: "enqueue → gone, p50", cell: percentile(IDS.latencyGone, "p50") },
  { label: "enqueue → gone, p99", cell: percentile(IDS.latencyGone, "p99") },
  { label: "idle CPU, whole process tree", cell: figure(IDS.idleCpu) },
  { label: "idle wakeups", cell: figure(IDS.idleWakeups) },
  { label: "events delivered", cell: figure(IDS.eventsDelivered) },
  { label: "events consumed", cell: figure(IDS.eventsConsumed) },
  { label: "entries found by an event", cell: figure(IDS.eventsFound) },
  { label: "entries found only by the backstop", cell: figure(IDS.eventsBackstopOnly) },
];

export function seedTable(result: BenchResult): readonly SeedRow[] {
  return ROWS.map(({ label, cell }) => ({ label, cells: MODES.map((mode) => cell(result, mode)) }));
}

export function seedCellText(cell: SeedCell | null): string {
  return cell === null ? NOT_MEASURED : `${quantity(cell.value, cell.unit)} (n ${number(cell.n)})`;
}

export function renderSeedTable(result: BenchResult): string {
  const rows = seedTable(result).map(({ label, cells }) => [label, ...cells.map(seedCellText)]);
  return table(["MODE", ...MODES], rows);
}
