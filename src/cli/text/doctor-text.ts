import { count } from "../../base/text/words.ts";
import type { Level } from "../../doctor/check.ts";
import type { DoctorReport } from "../../doctor/doctor.ts";
import type { Finding } from "../../doctor/registry.ts";
import type { Io } from "../io.ts";
import { adviceLines, printable } from "./render.ts";
import { colour, width, wrapped } from "./terminal.ts";

const LABELS: Readonly<Record<Level, string>> = { ok: "ok", warning: "warning", problem: "PROBLEM" };
const COLOURS = { ok: "green", warning: "yellow", problem: "red" } as const;
const LABEL_WIDTH = 12;

/** The lines of a finding: the sentence, the command to run, and further advice. */
export function findingLines({ code, level, found, run, advice }: Finding, io: Io): string[] {
  const indent = " ".repeat(LABEL_WIDTH);
  const label = colour(io)(COLOURS[level], LABELS[level].padEnd(LABEL_WIDTH));
  const [first = "", ...rest] = wrapped(printable(`${code}: ${found}`), width(io) - LABEL_WIDTH);
  return [label + first, ...rest.map((line) => indent + line), ...adviceLines({ run, advice }, LABEL_WIDTH, width(io))];
}

export function renderReport({ root, findings, repairs }: DoctorReport, io: Io): string {
  const lines = repairs.map(({ code, isDone, message }) =>
    printable(`${isDone ? "fixed" : "NOT FIXED"}  ${code}: ${message}`),
  );
  if (lines.length > 0) lines.push("");
  for (const finding of findings) lines.push(...findingLines(finding, io));
  const of = (wanted: Level): number => findings.filter(({ level }) => level === wanted).length;
  const sum = `${of("ok")} ok, ${count(of("warning"), "warning")}, ${count(of("problem"), "problem")}`;
  lines.push("", ...wrapped(`${printable(root)}: ${sum}`, width(io)));
  return `${lines.join("\n")}\n`;
}
