import { type Patterns, patterns } from "./failure-patterns.ts";

/** The part of a command's output that is saved: with the lines that name its failure. */

const HEAD_CHARS = 240;
const TAIL_CHARS = 320;
const MAX_LINE_CHARS = 240;
const MAX_TELLING_LINES = 12;
const MAX_BELOW = 4;
const MAX_MATCHED_CHARS = 500;

/** The longest part that {@link excerptOf} keeps of an output, in UTF-16 units. */
export const MAX_EXCERPT_CHARS = 1200;

export const ANNOUNCES = /(?::|\|-)\s*$/;

export const isText = (line: string): boolean => /\p{L}{2}/u.test(line);

/** The line above that names the file alone, as eslint has it. */
export const pathAbove = (name: string, before: readonly string[]): string | undefined =>
  /^\s+\d+:\d+\s/.test(name) ? before.find((line) => /^\S+\.\w+$/.test(line)) : undefined;

/** The saved part of a long output: its beginning, its end, and the lines between that name a failure. */
export function excerptOf(output: string): string {
  if (output.length <= MAX_EXCERPT_CHARS) return output;
  const headEnd = output.lastIndexOf("\n", HEAD_CHARS);
  const head = output.slice(0, headEnd > 0 ? headEnd : HEAD_CHARS).toWellFormed();
  const tailStart = output.indexOf("\n", output.length - TAIL_CHARS) + 1;
  const tailFrom = tailStart > 0 ? tailStart : output.length - TAIL_CHARS;
  const tail = output.slice(tailFrom).toWellFormed();
  const between = output.slice(head.length, tailFrom).split("\n");
  let left = MAX_EXCERPT_CHARS - head.length - tail.length - 8;
  const kept = new Set<string>();
  const keep = (line: string): void => {
    const cut = cutLine(line, MAX_LINE_CHARS);
    if (cut.length + 1 > left || kept.has(cut)) return;
    kept.add(cut);
    left -= cut.length + 1;
  };
  const afterHead = head.trimEnd().endsWith(":") ? between.find(isText) : undefined;
  if (afterHead !== undefined) keep(afterHead);
  for (const group of groupsOf(patterns())) {
    for (const [index, line] of between.entries()) {
      if (kept.size >= MAX_TELLING_LINES) break;
      if (!matches(group, plainLine(line)) || patterns().idle.test(line)) continue;
      const isFirst = kept.size === Number(afterHead !== undefined);
      const above = isFirst ? pathAbove(line, between.slice(0, index).toReversed()) : undefined;
      if (above !== undefined) keep(above);
      // The lines below the first name say why, and one below a colon.
      const below = isFirst ? MAX_BELOW : ANNOUNCES.test(line) ? 1 : 0;
      for (const one of between.slice(index, index + 1 + below)) keep(one);
    }
  }
  const inOrder = between.map((line) => cutLine(line, MAX_LINE_CHARS)).filter((line) => kept.has(line));
  return [head, "…", ...new Set(inOrder), "…", tail].join("\n").slice(0, MAX_EXCERPT_CHARS).toWellFormed();
}

/** The lines worth keeping, the most informative first. */
const groupsOf = ({ names, reasons, values, deaths }: Patterns): readonly (readonly RegExp[])[] => [
  names.tests,
  names.errors,
  deaths,
  names.numbered,
  names.exceptions,
  reasons,
  [values],
  names.words,
];

/** The lines of an output without colours and frames, which would hide how a line begins. */
export const plainLines = (output: string): string[] => output.split(/\r?\n/).map(plainLine);

const plainLine = (line: string): string =>
  // eslint-disable-next-line no-control-regex
  line.replaceAll(/\u001b\[[\d;]*m/g, "").replace(/^(?:│ |\[(?:info|error)\] |(?:#\d+ )?\d+\.\d{2,3} (?=\S))/, "");

/** Only the beginning of a line counts: some patterns take time that grows with its square. */
export const matches = (list: readonly RegExp[], line: string): boolean => {
  const begin = line.slice(0, MAX_MATCHED_CHARS);
  return list.some((pattern) => pattern.test(begin));
};

const cutLine = (line: string, maxChars: number): string =>
  line.length <= maxChars ? line : line.slice(0, maxChars).toWellFormed();
