/** The findings of the gate, for a terminal and for GitHub Actions. */
import { oneLine, table } from "../../src/base/text/table.ts";
import { type GateReport, type Judgement, nameOf, type Verdict } from "./judge.ts";
import { escapeCell, escapeData, escapeProperty } from "./escape.ts";
import { environmentText, number, quantity } from "../report/format.ts";
import type { Budget } from "../figures/result.ts";

export const TOO_NOISY_HINT =
  "stop what else runs on this machine, or take a larger or dedicated runner, and run the gate again; a threshold that is undecided each time has a figure at its bound: measure it with `hive bench SCENARIO --trials 20`";

/** The file that the annotations point to. */
const FILE = "bench/gate.json";
const HEADER = ["THRESHOLD", "", "MEASURED", "INTERVAL", "ROUNDS", "N", "VERDICT"] as const;
const REASON_WIDTH = 200;
const ENVIRONMENT_WIDTH = 400;

export function failures(report: GateReport): number {
  return count(report, "fail");
}

export function undecided(report: GateReport): number {
  return count(report, "undecided");
}

/** A table of threshold, measured, interval and verdict, with what it was measured on above. */
export function renderGate(report: GateReport): string {
  const { judgements } = report;
  const lines = [
    oneLine(environmentText(report.environment), ENVIRONMENT_WIDTH),
    "",
    table(
      HEADER,
      judgements.map((one) => cells(one, report)),
    ).trimEnd(),
    "",
    ...judgements.filter(({ reason }) => reason !== null).map((one) => `${nameOf(one.threshold)}: ${reasonOf(one)}`),
    summaryText(report),
  ];
  return `${lines.join("\n")}\n`;
}

/** GitHub's workflow commands, a line each: an error for each failure, a warning for each threshold left undecided. */
export function annotations(report: GateReport): string {
  const lines = report.judgements.flatMap((judgement) => {
    const level = annotationLevel(judgement.verdict, report);
    if (level === null) return [];
    const { threshold } = judgement;
    const title = `hive gate: ${nameOf(threshold)} ${verdictText(judgement.verdict, report)}`;
    const message = `${describe(judgement)}. ${threshold.why}`;
    return `::${level} file=${escapeProperty(FILE)},title=${escapeProperty(title)}::${escapeData(message)}\n`;
  });
  return lines.join("");
}

/** Markdown for the job's summary page. */
export function jobSummary(report: GateReport): string {
  const rows = report.judgements.map((one) => `| ${cells(one, report).map(escapeCell).join(" | ")} |`);
  const reasons = report.judgements
    .filter(({ reason }) => reason !== null)
    .map((one) => `- ${escapeCell(nameOf(one.threshold))}: ${escapeCell(reasonOf(one))}`);
  const header = HEADER.map((name) => name.charAt(0) + name.slice(1).toLowerCase());
  return [
    `### hive gate: ${outcomeText(report)}`,
    "",
    `| ${header.join(" | ")} |`,
    `| ${HEADER.map(() => "---").join(" | ")} |`,
    ...rows,
    "",
    ...(reasons.length === 0 ? [] : [...reasons, ""]),
    escapeCell(summaryText(report)),
    "",
    escapeCell(oneLine(environmentText(report.environment), ENVIRONMENT_WIDTH)),
    "",
  ].join("\n");
}

function count({ judgements }: GateReport, verdict: Verdict): number {
  return judgements.filter((one) => one.verdict === verdict).length;
}

function outcomeText({ outcome }: GateReport): string {
  return outcome === "pass" ? "passed" : outcome === "fail" ? "FAILED" : "too noisy to tell";
}

/** A failure ends the run: thresholds that are undecided by then count for nothing. */
function verdictText(verdict: Verdict, { outcome }: GateReport): string {
  if (verdict === "pass") return "pass";
  if (verdict === "fail") return "FAIL";
  return outcome === "fail" ? "not decided" : "too noisy";
}

function annotationLevel(verdict: Verdict, { outcome }: GateReport): "error" | "warning" | null {
  if (verdict === "fail") return "error";
  return verdict === "undecided" && outcome === "too-noisy" ? "warning" : null;
}

function cells(judgement: Judgement, report: GateReport): string[] {
  const { threshold, value, interval, unit, rounds, n, verdict } = judgement;
  return [
    nameOf(threshold),
    boundText(threshold.bound, unit),
    value === null ? "nothing" : quantity(value, unit),
    interval === null ? "" : `${number(interval[0])} to ${number(interval[1])}`,
    String(rounds),
    n.toLocaleString("en-US"),
    verdictText(verdict, report),
  ];
}

/** One judgement as a sentence without its end. */
function describe(judgement: Judgement): string {
  const { threshold, value, interval, unit, rounds, n } = judgement;
  if (judgement.reason !== null) return reasonOf(judgement);
  const range = interval === null ? "" : `, ${number(interval[0])} to ${number(interval[1])}`;
  const measured = value === null ? "nothing measured" : `measured ${quantity(value, unit)}${range}`;
  return `${measured} (${rounds} rounds, n ${n}), bound ${boundText(threshold.bound, unit)}`;
}

/** A scenario's own words: they may hold anything. */
function reasonOf({ reason }: Judgement): string {
  return oneLine(reason ?? "", REASON_WIDTH);
}

function summaryText(report: GateReport): string {
  const { level, rounds, seconds, judgements, fault } = report;
  const percent = Number((level * 100).toFixed(2));
  const lines = [
    `${outcomeText(report)}: ${count(report, "pass")} of ${judgements.length} thresholds hold, ${failures(report)} failed, ${undecided(report)} undecided; ${rounds} rounds in ${seconds.toFixed(0)} s; intervals of ${percent} % over rounds`,
  ];
  if (fault !== null) lines.push(`the workers were made wrong on purpose: ${fault}`);
  if (report.outcome === "too-noisy") lines.push(`what to do: ${TOO_NOISY_HINT}`);
  return lines.join("\n");
}

function boundText(bound: Budget, unit: string): string {
  return "most" in bound ? `≤ ${quantity(bound.most, unit)}` : `≥ ${quantity(bound.least, unit)}`;
}
