/** Which tests may run a second time, and what the end of a lane says of those that failed. */
import type { Failure } from "./report.ts";

/** More files than these have no bad luck: the tree is broken. */
const MAX_FILES_RUN_AGAIN = 3;

/** Suites that look for an entry that was lost or applied twice. */
const LOSS_SUITES = /^tests\/torture\/(concurrency|crash|faults|soak)\//;

/** Bun's own, and `waitFor`'s. */
const isTimeout = ({ type, text }: Failure): boolean =>
  type === "TimeoutError" || /^Error: after \d+ ms this is not so/.test(text);

/**
 * A rare loss is a real fault, and a second run would hide it. So an invariant that was broken is final, and of the suites
 * that look for losses only a timeout is run again. What else fails may be the machine: a server, a network, a late process.
 */
function isFinal(failure: Failure): boolean {
  return /^InvariantError\b/m.test(failure.text) || (LOSS_SUITES.test(failure.file) && !isTimeout(failure));
}

/**
 * The files to run once more, alone: tests that wait for other processes may fail on a busy processor.
 * @param errors the number of files that failed outside of a test: if there is one, nothing is run again
 */
export function filesToRunAgain(failures: readonly Failure[], errors: number): string[] {
  const files = [...new Set(failures.map(({ file }) => file))];
  return errors === 0 && files.length <= MAX_FILES_RUN_AGAIN && !failures.some(isFinal) ? files : [];
}

/** What is wrong with a lane, or passed only alone. */
export interface Problem {
  /** One line: what kind of problem, and with what. */
  readonly title: string;
  /** What the test or the program said. @default nothing */
  readonly text?: string;
  /** Whether the text is a program's output, whose end says most. @default false */
  readonly isOutput?: boolean;
  /** Whether it fails nothing. @default false */
  readonly isHarmless?: boolean;
}

const MAX_REPEATED = 6;
const LINES_EACH = 40;
/** CI keeps about the last 25 lines of a run. */
const LINES_AT_END = 12;
const MAX_LINE_LENGTH = 200;

/** The lines that say most: of a failure the message, and of a comparison what differs. */
function gist({ text = "", isOutput = false }: Problem, count: number): string[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (isOutput) return count === 0 ? [] : lines.slice(-count);
  const [first, ...rest] = lines;
  const stack = rest.findIndex((line) => /^\s+at /.test(line));
  const message = stack === -1 ? rest : rest.slice(0, stack);
  const differs = message.filter((line) => /^(Expected|Received|[-+] )/.test(line));
  return first === undefined ? [] : [first, ...(differs.length > 0 ? differs : message)].slice(0, count);
}

/**
 * The end of a lane: of at most six problems the whole text, then in at most twelve lines what failed and its message. A log
 * that is cut to its end still shows those.
 */
export function endOfLane(problems: readonly Problem[]): string[] {
  const sorted = problems.toSorted((a, b) => Number(a.isHarmless ?? false) - Number(b.isHarmless ?? false));
  const repeated = sorted.filter(({ text }) => text !== undefined && text !== "").slice(0, MAX_REPEATED);
  const whole = repeated.flatMap(({ title, text }) => ["", `-- ${title}`, ...text!.split("\n").slice(0, LINES_EACH)]);
  const named = sorted.length > LINES_AT_END ? sorted.slice(0, LINES_AT_END - 1) : sorted;
  const linesEach = Math.floor(LINES_AT_END / Math.max(named.length, 1)) - 1;
  const short = named.flatMap((problem) => [problem.title, ...gist(problem, linesEach).map((line) => `    ${line}`)]);
  const more = sorted.length - named.length;
  return [
    ...whole,
    "",
    ...short.map((line) => line.slice(0, MAX_LINE_LENGTH)),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ];
}
