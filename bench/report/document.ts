/** The generated sections of README.md and docs/performance.md from a run. */
import { HiveError } from "../../src/base/errors.ts";
import type { BenchResult, Figure } from "../figures/result.ts";
import {
  budgetText,
  durabilityText,
  environmentText,
  intervalText,
  modeTitle,
  nameOf,
  noiseText,
  number,
  quantity,
  timeText,
} from "./format.ts";
import { modeCellText, modesTable } from "./modes-table.ts";
import { headlines } from "./headlines.ts";
import { IDS } from "./ids.ts";
import { budgetVerdicts, wanderedScenarios } from "./select.ts";

/** Text without markup in a cell of a Markdown table. */
export function plain(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\s+|\p{Cc}/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\|`*[\]]/g, String.raw`\$&`)
    .trim();
}

/** A table as the formatter leaves it, so that formatting does not change the section. */
export function markdownTable(header: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const lines = [header, ...rows].map((row) => row.map(plain));
  const widths = header.map((_, column) => Math.max(3, ...lines.map((line) => Bun.stringWidth(line[column] ?? ""))));
  const row = (cells: readonly string[]): string => {
    const padded = cells.map((cell, column) => cell + " ".repeat(widths[column]! - Bun.stringWidth(cell)));
    return `| ${padded.join(" | ")} |`;
  };
  return [row(lines[0]!), row(widths.map((width) => "-".repeat(width))), ...lines.slice(1).map(row)].join("\n");
}

function modesMarkdown(result: BenchResult): string {
  const { modes, rows } = modesTable(result);
  return markdownTable(
    ["mode", ...modes.map((mode) => modeTitle(mode, result))],
    rows.map(({ label, cells }) => [label, ...cells.map(modeCellText)]),
  );
}

function budgetsMarkdown(result: BenchResult): string {
  const rows = budgetVerdicts(result).map(({ scenario, figure, budget, verdict }) => [
    `${scenario.scenario}: ${nameOf(figure)}`,
    quantity(figure.value, figure.unit),
    intervalText(figure.interval),
    number(figure.n),
    budgetText(budget, figure.unit),
    [verdict, noiseText(figure, scenario)].filter((part) => part !== "").join(" "),
  ]);
  return markdownTable(["what", "measured", "95 % interval", "n", "budget", "verdict"], rows);
}

/** The sizes of `--full` are larger than those of a run that is called full. */
const commandOf = ({ size }: Pick<BenchResult, "size">): string =>
  size === "full" ? "bun run bench" : `bun run bench --${size}`;

/** @param source where a reader finds the run, from the document */
export function performanceSection(result: BenchResult, source: string): string {
  const environment = plain(environmentText(result.environment));
  return [
    `Measured with \`${commandOf(result)}\`: ${environment}; durability ${durabilityText(result)}. Every figure of the run is in \`${source}\`.`,
    ...wanderedText(result),
    "The modes side by side:",
    modesMarkdown(result),
    "What has a budget:",
    budgetsMarkdown(result),
    ...hookShare(result),
  ].join("\n\n");
}

/** What of a hook call is a compiled program's, and what is hive's own: the budget counts both. */
function hookShare({ scenarios }: BenchResult): string[] {
  const figures = scenarios.flatMap((scenario) => scenario.figures);
  const base = figures.find(({ id }) => id === `${IDS.emptyProgram}-over-empty`);
  if (base === undefined) return [];
  const own = figures
    .filter(({ id }) => id.startsWith("hook.") && id.endsWith("-over-program"))
    .map((figure) => `${figure.label} ${shown(figure)}`);
  return [
    `A compiled program's own, and not hive's: ${base.label} ${shown(base)}. hive's share beside it: ${own.join(", ")}.`,
  ];
}

const shown = ({ value, unit, interval }: Figure): string =>
  interval === null ? quantity(value, unit) : `${quantity(value, unit)} (${intervalText(interval)})`;

function wanderedText(result: BenchResult): string[] {
  const names = wanderedScenarios(result).map(({ scenario }) => scenario);
  if (names.length === 0) return [];
  return [`The machine wandered during ${names.join(", ")}: an empty script took longer at one end than at the other.`];
}

/** The large numbers of the page, for a reader who reads no further. */
export function headlineSection({ environment, ...result }: BenchResult): string {
  const { cpu, cores, memoryGiB, fileSystem, bun, commit, startedAt } = environment;
  const machine = `${cores} cores of ${cpu}, ${memoryGiB} GiB, ${fileSystem}, Bun ${bun}`;
  const rows = headlines({ environment, ...result }).map(({ name, detail, figure, scenario }) => [
    quantity(figure.value, figure.unit),
    detail === "" ? name : `${name}; ${detail}`,
    [intervalText(figure.interval), noiseText(figure, scenario)].filter((part) => part !== "").join(" "),
    number(figure.n),
  ]);
  return [
    `\`${commandOf(result)}\` of ${commit}, ${timeText(startedAt)}: ${plain(machine)}. [All figures](docs/performance.md).`,
    markdownTable(["measured", "what", "95 % interval", "n"], rows),
  ].join("\n\n");
}

/**
 * Replaces one generated section of a document, between its markers.
 * @throws HiveError HIVE_INVALID_OPTION when the document has not exactly one pair of markers of that name
 */
export function withSection(document: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [before, rest, ...more] = document.split(begin);
  const [, after, ...further] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || more.length > 0 || further.length > 0) {
    throw new HiveError("HIVE_INVALID_OPTION", `the document has not exactly one ${name} section`, {
      hint: `put it between ${begin} and ${end}`,
    });
  }
  return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}
