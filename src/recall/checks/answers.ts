/** Failures that are answers: a program was asked something and has said no, or what it was to end had ended already. */
import { looksOnly, programsOf } from "./looks.ts";
import { stepsOf, unwrapped } from "./steps.ts";

/** Programs with the exit codes that mean no. Any other code means that they could not look. */
const SAYS_NO: ReadonlyArray<readonly [RegExp, readonly number[]]> = [
  [/^(?:[ezf]?grep|rg|ag|ack|diff|cmp|comm|test|\[|\[\[|which|pgrep|pkill|kill -0|lsof|fuser|ps -p)(?=\s|$)/, [1]],
  [/^(?:command|type|whereis|hash)(?=\s|$)/, [1, 127]],
  [
    /^git (?:diff\b(?!.*--check)|grep|merge-base --is-ancestor|check-ignore|show-ref|config (?:--get\S* )?[\w.-]+$|ls-files|symbolic-ref)(?=\s|$)/,
    [1],
  ],
  [/^git (?:rev-parse|cat-file|show-ref)(?= .*(?:-q|--quiet|--verify|-e)\b)/, [1, 128]],
  [/^git ls-remote(?= .*--exit-code)|^getent\b/, [2]],
  [/^(?:npm|pnpm|yarn|bun|composer) outdated\b|^(?:uv )?pip[\d.]* show\b|^(?:dpkg|brew) (?:-s|list)\b/, [1]],
  [/^systemctl is-\w+/, [1, 3, 4]],
];
/** Programs that end or remove something. */
const ENDS = /^(?:kill|pkill|killall|rm|rmdir|unlink|docker (?:compose )?(?:rm|stop|kill)|tmux kill-\w+)\b/;
const NOT_THERE = /no such (?:file|process|object|container|image|volume|network)|no process found|: not found$/i;
/** The exit code may be an earlier program's: the shell ends at the first failure, or the line hands a code on. */
const HANDS_ON = /\bset -\w*e|\bpipefail\b|\bsh -\w*e|\$\?|PIPESTATUS|\$\(|`/;
/** A variable may hold the exit code of another program. */
const TESTS_VARIABLE = /^(?:test|\[\[?)\s.*\$/;
const NO_MATCH = /no match/i;
const SAYS_NOTHING = /^(?:echo|printf|cd|pushd|true|:)(?:\s|$)/;

/**
 * True if a failure is an answer.
 * @param error what the agent reports, with the exit code in its first line @param why the lines that name the failure
 */
export function isAnswer(command: string, error: string, why: readonly string[]): boolean {
  const code = Number(/^Exit code (\d+)/.exec(error)?.[1] ?? 1);
  const isAbsent = code <= 2 && why.length > 0 && why.every((line) => NOT_THERE.test(line));
  const asked = decidingIn(command);
  // @mutant a failure of another program of the line is no answer
  if (HANDS_ON.test(command) || asked.some((one) => TESTS_VARIABLE.test(one))) return false;
  const saysNo = (one: string): boolean =>
    SAYS_NO.some(([program, codes]) => codes.includes(code) && program.test(one)) ||
    (isAbsent && (looksOnly(one) || ENDS.test(one)));
  const isOthers = why.some((line) => !NOT_THERE.test(line) && !NO_MATCH.test(line));
  // What names a failure may be of another program of the line.
  if (isOthers && programsOf(command).some((one) => !saysNo(one) && !looksOnly(one))) return false;
  // A program that only looks says why it failed.
  return asked.some(saysNo) && asked.every((one) => saysNo(one) || (why.length === 0 && looksOnly(one)));
}

/** True if the last program of a line says no without a word, whatever ran before it. */
export const endsWithNo = (command: string, why: readonly string[]): boolean => {
  const last = programsOf(command).findLast((one) => !/^(?:echo|printf)\b/.test(one)) ?? "";
  return SAYS_NO.some(([program]) => program.test(last)) && why.every((line) => NO_MATCH.test(line));
};

/** The programs of a line of which one gave it its exit code. */
function decidingIn(command: string): string[] {
  const steps = stepsOf(unwrapped(command));
  const from = steps.findLastIndex(({ joint }) => joint === ";" || joint === "&") + 1;
  return steps
    .slice(from)
    .filter(({ joint }) => joint !== "|")
    .flatMap(({ text }) => programsOf(text))
    .filter((one) => !SAYS_NOTHING.test(one));
}
