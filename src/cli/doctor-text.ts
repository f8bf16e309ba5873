import { styleText } from "node:util";
import type { Level } from "../doctor/finding.ts";
import type { Report } from "../doctor/doctor.ts";
import { printable } from "./render.ts";

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
  for (const { check, level, found, remedy } of findings) {
    lines.push(`${label(level)}${check.padEnd(NAME_WIDTH)}${printable(found)}`);
    if (remedy !== null) lines.push(`${" ".repeat(LABEL_WIDTH + NAME_WIDTH)}-> ${printable(remedy)}`);
  }
  const of = (wanted: Level): number => findings.filter(({ level }) => level === wanted).length;
  lines.push("", `${printable(root)}: ${of("ok")} ok, ${of("warning")} warnings, ${of("problem")} problems`);
  return `${lines.join("\n")}\n`;
}
