import { styleText } from "node:util";
import type { Level } from "../doctor/finding.ts";
import { count } from "../base/words.ts";
import type { Report } from "../doctor/doctor.ts";
import type { HookTiming, Measured } from "../doctor/hook-timing.ts";
import { duration, printable, remedyLines, table } from "./render.ts";

const LABELS: Readonly<Record<Level, string>> = { ok: "ok", warning: "warning", problem: "PROBLEM" };
const COLOURS = { ok: "green", warning: "yellow", problem: "red" } as const;
const LABEL_WIDTH = 8;
const NAME_WIDTH = 16;

export function renderReport({ root, findings, repairs }: Report, isColoured: boolean): string {
  const label = (level: Level): string => {
    const text = LABELS[level].padEnd(LABEL_WIDTH);
    return isColoured ? styleText(COLOURS[level], text) : text;
  };
  const lines = repairs.map(({ check, isDone, message }) =>
    printable(`${isDone ? "fixed" : "NOT FIXED"}  ${check}: ${message}`),
  );
  if (lines.length > 0) lines.push("");
  for (const { check, level, found, run, remedy } of findings) {
    lines.push(`${label(level)}${check.padEnd(NAME_WIDTH)}${printable(found)}`);
    lines.push(...remedyLines({ run, remedy }, LABEL_WIDTH + NAME_WIDTH));
  }
  const of = (wanted: Level): number => findings.filter(({ level }) => level === wanted).length;
  lines.push(
    "",
    `${printable(root)}: ${of("ok")} ok, ${count(of("warning"), "warning")}, ${count(of("problem"), "problem")}`,
  );
  return `${lines.join("\n")}\n`;
}

const figures = (what: string, rows: readonly Measured[]): string =>
  table(
    [what, "p50", "p99", "max", "n"],
    rows.map((row) => [row.what, ...[row.p50Ms, row.p99Ms, row.maxMs].map(duration), String(row.n)]),
  );

export function renderTiming({ hook, isInstalled, kind, durability, processes, steps, budgets }: HookTiming): string {
  const command = [hook.command, ...hook.args].join(" ");
  const budget = budgets.map(({ what, ratio, most, isWithin }) => {
    const verdict = isWithin ? "within" : "OVER";
    return `${what}: ${ratio.toFixed(2)} x an empty Bun script, ${verdict} the budget of ${most} x`;
  });
  const advice: string[] = [];
  if (budgets.some(({ isWithin }) => !isWithin)) {
    const compile = "the compiled hook takes half the time: hive setup";
    advice.push("", kind === "source" ? compile : "Is the machine busy? Run it again, with more --runs.");
  }
  return [
    `${isInstalled ? "Installed" : "Not installed; what setup would install"}: ${printable(command)} (${kind}, durability ${durability})`,
    "",
    figures("whole process, spawn to exit", processes),
    figures("step of a hook that takes a checkpoint", steps),
    [...budget, ...advice].join("\n"),
    "",
  ].join("\n");
}
