/** Finds in the output of a command the lines that name its failure, for the runners that agents use most. */
import { patterns } from "./failure-patterns.ts";
import { ANNOUNCES, isText, matches, pathAbove, plainLines } from "./failure.ts";
import { linesOfFirst } from "./own-lines.ts";

const MAX_NAMES = 3;

/** The number of tests that passed and failed. */
const SUMMARY = /^(?=.*\b\d+ pass(?:ed|ing)?\b)(?=.*\b[1-9]\d* (?:tests? )?fail(?:ed|ing|ures?)?\b)/;

/** What Gradle and Maven say below any failure. */
const HINT =
  /^(?:\* (?:Try|Where|Exception is):|> (?:Run with --|Get more help at ).*|\[INFO\] BUILD FAILURE|\[ERROR\](?: (?:To see the full stack|Re-run Maven|For more information|After correcting|\[Help \d).*)?)\s*$/;

/** A line of a trace. */
const TRACE = /^\s*(?:at |#\d+ |File "|from )|^\s*(?:# )?(?:\.{0,2}\/)?[\w@+-][\w./@+-]*\.\w{1,5}:\d+(?::\d+)?:?\s*$/;

/**
 * The lines that name a failure: first a failed test or an error with its reason, then other failures, then how the
 * process ended. Without any, the last line of the output.
 */
export function failureLines(output: string): string[] {
  const all = plainLines(output);
  const lines = all.filter((line) => !patterns().idle.test(line) && !HINT.test(line));
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
  const own = linesOfFirst(named, lines);
  const ordered = own ?? (first!.startsWith("(fail)") ? before : [...after, ...before]);
  // A name with its reason needs no other one, which would be that of another test.
  const isWhole = /^(?:FAILED|ERROR) \S+ - ./.test(first!);
  const reason = isWhole ? undefined : (reasonOf(first!, ordered, named) ?? followerOf(first!, after, named));
  const follower = reason === undefined ? undefined : belowReason(reason, lines.slice(lines.indexOf(reason) + 1));
  const values = lines.filter((line) => patterns().values.test(line) && own?.includes(line) !== false).slice(0, 2);
  const told = [first!, ...others, reason ?? "", follower ?? ""].join("\n");
  const place = isWhole ? undefined : placeOf(first!, ordered, before, told);
  const more = named.length > MAX_NAMES ? [`and ${named.length - MAX_NAMES} more`] : [];
  const summary = all.find((line) => SUMMARY.test(line));
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
  const next = after.find((line) => isText(line) && !TRACE.test(line));
  if (next === undefined || named.includes(next)) return undefined;
  const isAnnounced = /[:,]\s*$/.test(name) || matches(patterns().names.numbered, name);
  return isAnnounced || indentOf(next) > indentOf(name) ? next : undefined;
}

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

function placeOf(
  name: string,
  ordered: readonly string[],
  before: readonly string[],
  told: string,
): string | undefined {
  const above = pathAbove(name, before);
  if (above !== undefined) return `in ${above}`;
  // With a place in the lines above, the next one would be that of another failure.
  if (told.split("\n").some((line) => placeIn(line) !== undefined)) return undefined;
  const place = ordered.map(placeIn).find((found) => found !== undefined);
  return place === undefined ? undefined : `at ${place}`;
}

/** The file and line in a line of a trace, if it is one of the project's own. */
function placeIn(line: string): string | undefined {
  if (line.includes("node_modules") || line.includes("node:") || line.includes("/rustc/")) return undefined;
  return /(?:^|[\s("'])(?:file:\/\/)?((?:\.{0,2}\/)?[\w@+-][\w./@+-]*\.\w{1,5}:\d+(?::\d+)?)/.exec(line)?.[1];
}
