/** The modes side by side: latency, idle CPU and event consumption. */
import { table } from "../../src/base/text/table.ts";
import { type BenchResult, type Mode, MODES } from "../figures/result.ts";
import { distributions } from "../figures/samples.ts";
import { modeTitle, number, quantity } from "./format.ts";
import { IDS } from "./ids.ts";
import { figureOf, seriesOf } from "./select.ts";

export interface ModeCell {
  readonly value: number;
  readonly unit: string;
  /** The number of samples behind it. */
  readonly n: number;
}

export interface ModesRow {
  readonly label: string;
  /** One for each of the table's modes; null where it was not measured. */
  readonly cells: ReadonlyArray<ModeCell | null>;
}

export interface ModesTable {
  /** Those that were measured. */
  readonly modes: readonly Mode[];
  /** Those of which some mode was measured. */
  readonly rows: readonly ModesRow[];
}

type Cell = (result: BenchResult, mode: Mode) => ModeCell | null;

const percentile =
  (id: string, which: "p50" | "p99"): Cell =>
  (result, mode) => {
    const series = seriesOf(result, id, mode);
    const [found] = distributions(series === undefined ? [] : [series]);
    return found === undefined ? null : { value: found.summary[which], unit: "ms", n: found.summary.n };
  };

const figure =
  (id: string): Cell =>
  (result, mode) => {
    const found = figureOf(result, id, mode);
    return found === undefined ? null : { value: found.value, unit: found.unit, n: found.n };
  };

const ROWS: ReadonlyArray<{ readonly label: string; readonly cell: Cell }> = [
  { label: "enqueue → saved, p50", cell: percentile(IDS.latencyCommitted, "p50") },
  { label: "enqueue → saved, p99", cell: percentile(IDS.latencyCommitted, "p99") },
  { label: "enqueue → file gone, p50", cell: percentile(IDS.latencyGone, "p50") },
  { label: "idle CPU, whole process tree", cell: figure(IDS.idleCpu) },
  { label: "idle wakeups", cell: figure(IDS.idleWakeups) },
  { label: "events delivered", cell: figure(IDS.eventsDelivered) },
  { label: "events consumed", cell: figure(IDS.eventsConsumed) },
  { label: "entries found by an event", cell: figure(IDS.eventsFound) },
  { label: "entries found only by the backstop", cell: figure(IDS.eventsBackstopOnly) },
];

export function modesTable(result: BenchResult): ModesTable {
  const all = ROWS.map(({ label, cell }) => ({ label, cells: MODES.map((mode) => cell(result, mode)) }));
  const measured = MODES.map((_, column) => all.some(({ cells }) => cells[column] !== null));
  return {
    modes: MODES.filter((_, column) => measured[column]),
    rows: all
      .filter(({ cells }) => cells.some((cell) => cell !== null))
      .map(({ label, cells }) => ({ label, cells: cells.filter((_, column) => measured[column]) })),
  };
}

export function modeCellText(cell: ModeCell | null): string {
  return cell === null ? "–" : `${quantity(cell.value, cell.unit)} (n ${number(cell.n)})`;
}

/** Nothing where no mode was measured. */
export function renderModesTable(result: BenchResult): string {
  const { modes, rows } = modesTable(result);
  if (rows.length === 0) return "";
  return table(
    ["MODE", ...modes.map((mode) => modeTitle(mode, result))],
    rows.map(({ label, cells }) => [label, ...cells.map(modeCellText)]),
  );
}
