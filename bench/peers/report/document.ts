/** The peers' section of docs/performance.md from a run of the comparison. */
import type { BenchResult, Figure } from "../../figures/result.ts";
import { noiseOf } from "../../figures/judgement.ts";
import { markdownTable, plain } from "../../report/document.ts";
import { environmentText, number, quantity, wanderText } from "../../report/format.ts";
import { scenarioOf } from "../../report/select.ts";
import { type System, SYSTEMS } from "../systems.ts";

interface Column {
  readonly title: string;
  /** The figure's id, with the system's name in place of `*`. */
  readonly id: string;
  /** Null where neither is better. */
  readonly better: "less" | "more";
}

const COLUMNS: readonly Column[] = [
  { title: "a process that saves one entry", id: "producer.source.*.p50", better: "less" },
  { title: "the same, compiled", id: "producer.compiled.*.p50", better: "less" },
  { title: "until visible, p50", id: "latency.*.p50", better: "less" },
  { title: "until visible, p99", id: "latency.*.p99", better: "less" },
  { title: "working off a backlog", id: "drain.*", better: "more" },
  { title: "eight at once, an entry, p50", id: "contention.enqueue.*.p50", better: "less" },
  { title: "eight at once, all of them", id: "contention.time.*", better: "less" },
  { title: "idle CPU", id: "idle.cpu.*", better: "less" },
  { title: "lost by kill -9", id: "kill.lost.*", better: "less" },
  { title: "doubled by kill -9", id: "kill.doubled.*", better: "less" },
];

/** @param source where a reader finds the run, from the document */
export function peersSection(result: BenchResult, source: string): string {
  const scenario = scenarioOf(result, "peers");
  const figureOf = ({ id }: Column, system: System): Figure | undefined =>
    scenario?.figures.find((figure) => figure.id === `peers.${id.replace("*", system.name)}`);
  const cell = (column: Column, system: System): string => {
    const figure = figureOf(column, system);
    if (figure === undefined || scenario === undefined) return "–";
    return `${quantity(figure.value, figure.unit)}${noiseOf(figure, scenario).length === 0 ? "" : " ~"}`;
  };
  const rows = COLUMNS.map((column) => [column.title, ...SYSTEMS.map((system) => cell(column, system))]);
  const named = SYSTEMS.map(
    (system) => `- **${system.name}${versionIn(scenario?.notes ?? [], system)}**: ${system.keeps}`,
  );
  const [hive, ...peers] = SYSTEMS as readonly [System, ...System[]];
  const faster = COLUMNS.flatMap((column) => {
    const own = figureOf(column, hive);
    const found = peers.flatMap((system) => {
      const other = figureOf(column, system);
      return own !== undefined && other !== undefined && isBetter(other, own, column) ? [told(system, other, own)] : [];
    });
    return found.length === 0 ? [] : [`- ${column.title}: ${found.join("; ")}`];
  });
  return [
    `Measured with \`bun bench/peers/main.ts\`, a ${result.size} run: ${plain(environmentText(result.environment))}. "~" marks a wide interval, or a machine that wandered; "–" what a system does not offer. Every figure is in \`${source}\`.`,
    ...(scenario === undefined || wanderText(scenario) === "" ? [] : [wanderText(scenario)]),
    markdownTable(["what", ...SYSTEMS.map(({ name }) => name)], rows),
    "What each keeps, and what it does not:",
    named.join("\n"),
    ...(faster.length === 0 ? [] : ["Where another is better than hive in this run:", faster.join("\n")]),
  ].join("\n\n");
}

/** A version from the notes of the run: " 1.2.3". */
function versionIn(notes: readonly string[], { name, package: isPackage }: System): string {
  const note = isPackage === null ? undefined : notes.find((text) => text.startsWith(`${name} `));
  return note === undefined ? "" : note.slice(name.length, note.indexOf(":"));
}

/** True if the intervals, where given, do not overlap. */
function isBetter(other: Figure, own: Figure, { better }: Column): boolean {
  const [otherLow, otherHigh] = other.interval ?? [other.value, other.value];
  const [ownLow, ownHigh] = own.interval ?? [own.value, own.value];
  return better === "less" ? otherHigh < ownLow : otherLow > ownHigh;
}

const told = ({ name }: System, other: Figure, own: Figure): string =>
  `${name} ${quantity(other.value, other.unit)} against ${number(own.value)}`;
