// @bun
import {
  width,
  colour,
  wrapped,
  adviceLines
} from "./cli-root.js";
import {
  count
} from "./base-text-words.js";
import {
  printable
} from "./base-text-printable.js";

// src/cli/text/doctor-text.ts
var LABELS = { ok: "ok", warning: "warning", problem: "PROBLEM" }, COLOURS = { ok: "green", warning: "yellow", problem: "red" }, LABEL_WIDTH = 12;
function findingLines({ code, level, found, run, advice }, io) {
  let indent = " ".repeat(LABEL_WIDTH), label = colour(io)(COLOURS[level], LABELS[level].padEnd(LABEL_WIDTH)), [first = "", ...rest] = wrapped(printable(`${code}: ${found}`), width(io) - LABEL_WIDTH);
  return [label + first, ...rest.map((line) => indent + line), ...adviceLines({ run, advice }, LABEL_WIDTH, width(io))];
}
function renderReport({ root, findings, repairs }, io) {
  let lines = repairs.map(({ code, isDone, message }) => printable(`${isDone ? "fixed" : "NOT FIXED"}  ${code}: ${message}`));
  if (lines.length > 0)
    lines.push("");
  for (let finding of findings)
    lines.push(...findingLines(finding, io));
  let of = (wanted) => findings.filter(({ level }) => level === wanted).length, sum = `${of("ok")} ok, ${count(of("warning"), "warning")}, ${count(of("problem"), "problem")}`;
  return lines.push("", ...wrapped(`${printable(root)}: ${sum}`, width(io))), `${lines.join(`
`)}
`;
}

export { findingLines, renderReport };
