import { type Patterns, patterns } from "./failure-patterns.ts";

/** Finds in the output of a command the lines that name its failure, for the runners that agents use most. */

const MAX_NAMES = 3;
const HEAD_CHARS = 240;
const TAIL_CHARS = 320;
const MAX_LINE_CHARS = 240;
const MAX_TELLING_LINES = 12;
const MAX_BELOW = 4;
const MAX_MATCHED_CHARS = 500;

/** The longest part that {@link excerptOf} keeps of an output, in UTF-16 units. */
export const MAX_EXCERPT_CHARS = 1200;

/**
 * The lines that name a failure: first a failed test or an error with its reason, then other failures, then how the
 * process ended. Without any, the last line of the output.
 */
export function failureLines(output: string): string[] {
  const all = plainLines(output);
  const lines = all.filter((line) => !patterns().idle.test(line));
  const named = namesIn(lines);
  const ends = endsOf(all);
  if (named.length === 0) {
    const told = lines.length > 0 ? lines : all.filter((line) => /\w/.test(line) && !EXIT_CODE.test(line));
    return [...ends, ...(ends.length > 0 && told.length === ends.length ? [] : lastOf(told, ends))];
  }
  const [first, ...others] = named.slice(0, MAX_NAMES);
  const from = lines.indexOf(first!);
  const before = lines.slice(0, from).toReversed();
  const after = lines.slice(from + 1);
  // bun prints the reason before the name, most others after it.
  const ordered = first!.startsWith("(fail)") ? before : [...after, ...before];
  // A name with its reason needs no other one, which would be that of another test.
  const isWhole = /^(?:FAILED|ERROR) \S+ - ./.test(first!);
  const reason = isWhole ? undefined : (reasonOf(first!, ordered, named) ?? followerOf(first!, after, named));
  const follower = reason === undefined ? undefined : belowReason(reason, lines.slice(lines.indexOf(reason) + 1));
  const values = lines.filter((line) => patterns().values.test(line)).slice(0, 2);
  const told = [first!, ...others, reason ?? "", follower ?? ""].join("\n");
  const place = isWhole ? undefined : placeOf(first!, ordered, before, told);
  const more = named.length > MAX_NAMES ? [`and ${named.length - MAX_NAMES} more`] : [];
  const summary = all.find((line) => patterns().summary.test(line));
  const list = [first, reason, follower, ...values, ...others, ...more, ...ends, place, summary];
  return [...new Set(list.filter((line) => line !== undefined).map((line) => line.trim()))];
}

const EXIT_CODE = /^Exit code (\d+)$/;

const lastOf = (lines: readonly string[], told: readonly string[]): string[] =>
  lines
    .filter((line) => !/^\s*at /.test(line) && !told.includes(line.trim()))
    .slice(-1)
    .map((line) => line.trim());

/** The names of the first list with any; a name counts once, however long its test took. */
function namesIn(lines: readonly string[]): string[] {
  const { names } = patterns();
  for (const list of Object.values(names)) {
    const found = new Map<string, string>();
    for (const line of lines) {
      const name = line.trim().replace(/ \(?\[?\d[\d.]* ?m?s\]?\)?$/, "");
      if (matches(list, line) && !found.has(name)) found.set(name, line);
    }
    if (found.size > 0) return [...found.values()];
  }
  return [];
}

const reasonOf = (name: string, lines: readonly string[], named: readonly string[]): string | undefined =>
  lines.find((line) => matches(patterns().reasons, line) && line !== name && !named.includes(line));

const ANNOUNCES = /(?::|\|-)\s*$/;

/** What a reason announces by a colon: of a step, the error of its program, else the next line. */
function belowReason(reason: string, below: readonly string[]): string | undefined {
  if (!ANNOUNCES.test(reason)) return undefined;
  const next = below.find(isText);
  if (!/^ ?> \[/.test(reason)) return next;
  const { errors, exceptions } = patterns().names;
  const end = below.findIndex((line) => /^-{4,}$/.test(line));
  const log = below.slice(0, end === -1 ? undefined : end);
  return (
    log.find((line) => matches([...errors, ...exceptions], line)) ??
    (log.length === 0 ? undefined : log.findLast(isText))
  );
}

/** The next line, if the name announces it: by a colon, a number, or a deeper indentation. */
function followerOf(name: string, after: readonly string[], named: readonly string[]): string | undefined {
  const next = after.find((line) => isText(line) && !patterns().trace.test(line));
  if (next === undefined || named.includes(next)) return undefined;
  const isAnnounced = /[:,]\s*$/.test(name) || matches(patterns().names.numbered, name);
  return isAnnounced || indentOf(next) > indentOf(name) ? next : undefined;
}

const isText = (line: string): boolean => /\p{L}{2}/u.test(line);

const indentOf = (line: string): number => /^\s*/.exec(line)![0].length;

/** How the process ended, if no test says so: a signal, a time limit, a lack of memory. */
function endsOf(lines: readonly string[]): string[] {
  const said = lines.filter((line) => matches(patterns().deaths, line)).slice(0, 2);
  const code = Number(EXIT_CODE.exec(lines[0] ?? "")?.[1]);
  return code === TIMED_OUT || code > SIGNALS ? [...said, `Exit code ${code}`] : said;
}

/** The exit code of timeout(1). */
const TIMED_OUT = 124;
/** A shell adds the signal's number. */
const SIGNALS = 128;

/** The line above that names the file alone, as eslint has it. */
const pathAbove = (name: string, before: readonly string[]): string | undefined =>
  /^\s+\d+:\d+\s/.test(name) ? before.find((line) => /^\S+\.\w+$/.test(line)) : undefined;

function placeOf(
  name: string,
  ordered: readonly string[],
  before: readonly string[],
  told: string,
): string | undefined {
  const above = pathAbove(name, before);
  if (above !== undefined) return `in ${above}`;
  const place = ordered.map(placeIn).find((found) => found !== undefined && !told.includes(found));
  return place === undefined ? undefined : `at ${place}`;
}

/** The file and line in a line of a trace, if it is one of the project's own. */
function placeIn(line: string): string | undefined {
  if (line.includes("node_modules") || line.includes("node:") || line.includes("/rustc/")) return undefined;
  return /(?:^|[\s("'])((?:\.{0,2}\/)?[\w@+-][\w./@+-]*\.\w{1,5}:\d+(?::\d+)?)/.exec(line)?.[1];
}

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
