/** The findings of the gate against a revision, for a terminal and for GitHub Actions. */
import { oneLine, table } from "../../../src/base/text/table.ts";
import { environmentText, number, quantity } from "../../report/format.ts";
import { escapeCell, escapeData, escapeProperty } from "../escape.ts";
import type { Allowed } from "./allowed.ts";
import type { AgainstReport, Comparison, Outcome } from "./judge.ts";

export const TOO_NOISY_HINT =
  "no figure got worse for sure. Stop what else runs on this machine, or take a larger runner, and run the gate again";

/** The file that the annotations point to. */
const FILE = "bench/gate.json";
const HEADER = ["FIGURE", "ALLOWED", "BASE", "HEAD", "CHANGE", "INTERVAL", "ROUNDS", "VERDICT"] as const;
const WIDTH = 400;

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  pass: "passed",
  fail: "FAILED",
  "too-noisy": "too noisy to tell",
};

/** A table of figure, allowed change, both values, change and verdict. */
export function renderAgainst(report: AgainstReport): string {
  const { comparisons } = report;
  const reasons = comparisons.filter(({ reason }) => reason !== null);
  const lines = [
    oneLine(environmentText(report.environment), WIDTH),
    "",
    table(HEADER, comparisons.map(row)).trimEnd(),
    "",
    ...reasons.map(({ allowed, reason }) => `${allowed.figure}: ${oneLine(reason!, WIDTH)}`),
    ...summary(report),
  ];
  return `${lines.join("\n")}\n`;
}

/** GitHub's workflow commands: an error for each failure, a warning where it is too noisy to judge. */
export function annotateAgainst({ comparisons, outcome }: AgainstReport): string {
  const lines = comparisons.flatMap((one) => {
    const isNoise = one.verdict === "undecided" && outcome === "too-noisy";
    const level = one.verdict === "fail" ? "error" : isNoise ? "warning" : null;
    if (level === null) return [];
    const { allowed, reason } = one;
    const title = `hive gate: ${allowed.figure} ${verdictText(one)}`;
    const message = `${reason ?? row(one).slice(1, 6).join(", ")}. ${allowed.why}`;
    return `::${level} file=${escapeProperty(FILE)},title=${escapeProperty(title)}::${escapeData(message)}\n`;
  });
  return lines.join("");
}

const isPlain = ({ verdict, isBetter }: Comparison): boolean => verdict === "pass" && !isBetter;

/** Markdown for the job's summary page: the figures that are not as before first, the others folded. */
export function summarizeAgainst(report: AgainstReport): string {
  const { comparisons } = report;
  const reasons = comparisons
    .filter(({ reason }) => reason !== null)
    .map(({ allowed, reason }) => `- ${escapeCell(allowed.figure)}: ${escapeCell(reason!)}`);
  const told = comparisons.filter((one) => !isPlain(one));
  const plain = comparisons.filter(isPlain);
  return [
    `### hive gate against ${escapeCell(report.revision)}: ${OUTCOMES[report.outcome]}`,
    "",
    ...(told.length === 0 ? [] : [...markdownTable(told), ""]),
    ...(reasons.length === 0 ? [] : [...reasons, ""]),
    ...(plain.length === 0
      ? []
      : [
          `<details><summary>${plain.length} figures as before</summary>`,
          "",
          ...markdownTable(plain),
          "",
          "</details>",
        ]),
    "",
    ...summary(report).map(escapeCell),
    "",
    escapeCell(oneLine(environmentText(report.environment), WIDTH)),
    "",
  ].join("\n");
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function markdownTable(comparisons: readonly Comparison[]): string[] {
  const header = HEADER.map((name) => name.charAt(0) + name.slice(1).toLowerCase());
  return [line(header), line(HEADER.map(() => "---")), ...comparisons.map((one) => line(row(one).map(escapeCell)))];
}

function row(one: Comparison): string[] {
  const { allowed, base, head, interval, rounds } = one;
  const value = (measured: number | null): string => (measured === null ? "" : quantity(measured, allowed.unit));
  return [
    allowed.figure,
    allowedText(allowed),
    value(base),
    value(head),
    changeText(one),
    interval === null ? "" : `${number(interval[0])} to ${number(interval[1])}`,
    rounds === 0 ? "" : String(rounds),
    verdictText(one),
  ];
}

function allowedText({ kind, most, unit }: Allowed): string {
  if (kind === "ratio") return `≤ ${number(most)} ×`;
  if (kind === "none") return "none";
  if (kind === "difference") return `≤ ${quantity(most, unit)} more`;
  if (most > 0) return kind === "same" ? `${number(most)} more or fewer` : `≤ ${number(most)} more`;
  return kind === "same" ? "the same" : "no more";
}

function changeText({ allowed, change }: Comparison): string {
  if (change === null) return "";
  if (allowed.kind === "ratio") return `${number(change)} ×`;
  return change > 0 ? `+${number(change)}` : number(change);
}

function verdictText({ verdict, isBetter, allowed }: Comparison): string {
  if (verdict === "fail") return "FAIL";
  if (verdict === "undecided") return "too noisy";
  if (verdict === "left-out") return "left out";
  if (!isBetter) return "pass";
  return allowed.kind === "ratio" ? "pass, faster" : "pass, less";
}

function summary(report: AgainstReport): string[] {
  const { comparisons, revision, commit, rounds, seconds, level, injection, outcome } = report;
  const count = (verdict: Comparison["verdict"]): number => comparisons.filter((one) => one.verdict === verdict).length;
  const better = comparisons.filter(({ verdict, isBetter }) => verdict === "pass" && isBetter);
  const faster = better.length === 0 ? "" : `, ${better.length} of them better than before`;
  const figures = `${count("pass")} of ${comparisons.length} figures pass${faster}; ${count("fail")} failed, ${count("undecided")} too noisy, ${count("left-out")} left out`;
  const how = `${rounds} rounds in ${seconds.toFixed(0)} s; intervals of ${Number((level * 100).toFixed(2))} %`;
  return [
    `${OUTCOMES[outcome]} against ${revision}${commit === null ? "" : ` (${commit.slice(0, 12)})`}: ${figures}; ${how}`,
    ...(injection === null ? [] : [`built in on purpose: ${injection}`]),
    ...(outcome === "too-noisy" ? [`what to do: ${TOO_NOISY_HINT}`] : []),
  ];
}
