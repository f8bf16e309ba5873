/** The README's performance section from a run. */
import { HiveError } from "../../src/base/errors.ts";
import { type BenchResult, MODES, type ScenarioResult } from "../results.ts";
import { budgetText, durabilityText, environmentText, intervalText, nameOf, number, quantity } from "./format.ts";
import { seedCellText, seedTable } from "./seed-table.ts";
import { budgetVerdicts } from "./select.ts";

const BEGIN = "<!-- performance: begin -->";
const END = "<!-- performance: end -->";

/** Text that is nothing but text in a cell of a Markdown table. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\s+|\p{Cc}/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\|`*[\]]/g, String.raw`\$&`)
    .trim();
}

/** A table as the formatter leaves it, so that formatting does not change the section. */
function markdownTable(header: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const lines = [header, ...rows].map((row) => row.map(plain));
  const widths = header.map((_, column) => Math.max(3, ...lines.map((line) => Bun.stringWidth(line[column] ?? ""))));
  const row = (cells: readonly string[]): string => {
    const padded = cells.map((cell, column) => cell + " ".repeat(widths[column]! - Bun.stringWidth(cell)));
    return `| ${padded.join(" | ")} |`;
  };
  return [row(lines[0]!), row(widths.map((width) => "-".repeat(width))), ...lines.slice(1).map(row)].join("\n");
}

function seedMarkdown(result: BenchResult): string {
  const rows = seedTable(result).map(({ label, cells }) => [label, ...cells.map(seedCellText)]);
  return markdownTable(["mode", ...MODES], rows);
}

function budgetsMarkdown(result: BenchResult): string {
  const rows = budgetVerdicts(result).map(({ scenario, figure, budget, isKept }) => [
    `${scenario.scenario}: ${nameOf(figure)}`,
    quantity(figure.value, figure.unit),
    intervalText(figure.interval),
    number(figure.n),
    budgetText(budget, figure.unit),
    isKept ? "holds" : "missed",
  ]);
  return markdownTable(["what", "measured", "95 % interval", "n", "budget", "verdict"], rows);
}

/**
 * The section between its markers.
 * @param source where a reader finds the run with its samples, from the README
 */
function performanceSection(result: BenchResult, source: string): string {
  const environment = plain(environmentText(result.environment));
  return [
    BEGIN,
    `Measured with \`bun run bench\`, a ${result.size} run: ${environment}; durability ${durabilityText(result)}. The samples are in \`${source}\`.`,
    "The modes side by side:",
    seedMarkdown(result),
    "What has a budget:",
    budgetsMarkdown(result),
    END,
  ].join("\n\n");
}

/**
 * A README with its performance section made anew.
 * @throws HiveError HIVE_INVALID_OPTION when the README has not exactly one pair of markers
 */
export function withPerformance(readme: string, result: BenchResult, source: string): string {
  const [before, rest, ...more] = readme.split(BEGIN);
  const [, after, ...further] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined || more.length > 0 || further.length > 0) {
    throw new HiveError("HIVE_INVALID_OPTION", "the README has not exactly one performance section", {
      hint: `put it between ${BEGIN} and ${END}`,
    });
  }
  return `${before}${performanceSection(result, source)}${after}`;
}

const KEPT_DIGITS = 4;

function shortened({ series, ...scenario }: ScenarioResult): ScenarioResult {
  const rounded = series.map(({ trials, ...one }) => ({
    ...one,
    trials: trials.map((trial) => trial.map((sample) => Number(sample.toPrecision(KEPT_DIGITS)))),
  }));
  return { ...scenario, series: rounded };
}

/** A run small enough to be committed: every sample is there, to four digits. */
export function reduced(result: BenchResult): BenchResult {
  return { ...result, scenarios: result.scenarios.map(shortened) };
}
