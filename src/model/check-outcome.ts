/** Which commands check the work, and how such a one ended where its exit code does not say. */
import { patterns } from "./failure-patterns.ts";
import { matches, plainLines } from "./failure.ts";

let runner: RegExp | undefined;

/** True if a command checks the work: tests, types, a build. A text that it only writes checks nothing. */
export const isRunner = (command: string): boolean => checksIn(bare(command)).length > 0;

/** The pattern takes time that grows with the square of a line's length. */
const MAX_READ_CHARS = 4000;

/** Looks behind a line break, that of the line's beginning: a `^` in the pattern doubles the time in which it is compiled. */
const checksIn = (bareCommand: string): RegExpExecArray[] => [
  ...`\n${bareCommand.slice(0, MAX_READ_CHARS)}`.matchAll((runner ??= runnerPattern())),
];

const DOCUMENT =
  /(?<!<|(?:^|[\s;&|])(?:ba|z)?sh(?: -\w+)* ?)<<-? *(["']?)([A-Za-z_]\w*)\1(.*)(?:\n[^]*?)??(?:\n[\t ]*\2(?![^\n)])|$)/g;
const QUOTED = /\\\n|\\[^]|(?<!\S)#.*|"(?:[^"\\]|\\[^])*(?:"|$)|'[^']*(?:'|$)/g;

/** Without here-documents, comments, and what stands in quotes, unless a shell runs that. */
function bare(command: string): string {
  const text = command.includes("<<") ? command.replaceAll(DOCUMENT, "$3") : command;
  return /sh -\w*c /.test(text) ? text : text.replaceAll(QUOTED, (found) => (/^["']/.test(found) ? "Q" : " "));
}

function runnerPattern(): RegExp {
  const by =
    "(?:bun|npm|pnpm|yarn|deno|npx|bunx|node|tsx|cargo|go|just|task|dotnet|swift|mix|rake|bundle|poetry|pipenv|pdm|hatch|uvx?|nx|turbo|lerna|bazel|rails|php|composer|sbt|flutter|dart|zig|cabal|stack|terraform|tofu|helm|meson)(?! (?:i|ci|install|add|remove|ls|list|view|info|why)\\b)";
  const does =
    "(?:--)?(?:tests?|spec|build|check|lint|typecheck|type-check|clippy|vet|verify|validate|tsc|jest|vitest|mocha|eslint|ci|e2e|pytest|rspec|phpunit|rubocop|analyze|biome|playwright|cypress|run test)";
  const own =
    "(?:pytest|jest|vitest|mocha|tsc|eslint|oxlint|biome|stylelint|ruff|mypy|pyright|flake8|pylint|make|ninja|phpunit|phpstan|pest|rspec|rubocop|rake|tox|nox|ctest|tflint|ktlint|swiftlint|golangci-lint|shellcheck|actionlint|hadolint|yamllint|xcodebuild|playwright|cypress)";
  const ofJava =
    "(?:gradlew?|mvnw?)\\b[^|;&\\n]* [\\w:.-]*(?:[Tt]est|[Cc]heck|[Ll]int|[Aa]ssemble|[Cc]ompile|[Bb]uild|[Vv]erify|package)";
  const more =
    "docker(?:-compose| compose| buildx)? build\\b|cmake --build\\b|(?:python\\S* )?(?:\\./)?manage\\.py test\\b|(?:prettier|black|gofmt)\\b[^|;&\\n]* --check\\b|(?:python[\\d.]*|coverage run) -m (?:pytest|unittest|mypy|ruff|tox)\\b";
  const start =
    "(?:[;&|(\\n]|sh -\\w*c [\"']) *(?:\\w+=(?:\"[^\"]*\"|'[^']*'|(?![\"'])\\S*) +|sudo |time |env |exec |nohup |nice (?:-n \\d+ )?|xvfb-run (?:-a )?|timeout (?:-\\S+ )*\\S+ |npx |bunx )*(?:[\\w.@-]*/)*";
  return new RegExp(`${start}(?:${by}\\b[^|;&\\n]* ${does}\\b|${own}\\b|${ofJava}|${more})`, "g");
}

/**
 * How a command ended whose exit code is 0 or not known: a pipe, or what comes after it, hides the code of a check.
 * Then its output has to show that it failed or passed; undefined if it shows neither.
 */
export function shownOutcome(command: string, output: string, isCodeKnown: boolean): "ok" | "failed" | undefined {
  const known = isCodeKnown ? "ok" : undefined;
  // Most commands have neither, and a pattern costs the hook more than this.
  if (isCodeKnown && !/[|;\n]/.test(command)) return known;
  const { names, verdicts, passes } = patterns();
  const plain = bare(command);
  const last = checksIn(plain).at(-1);
  if (last === undefined) {
    const isFailed = isCodeKnown && namesFailure(command) && hasAny(output, [...names.errors, ...names.exceptions]);
    return isFailed ? "failed" : known;
  }
  const isOneOfMany = hasSeparate(plain);
  if (isCodeKnown && !isOneOfMany && !hidesCode(command, plain, last)) return known;
  if (hasAny(output, [...names.tests, ...names.errors, ...verdicts])) return "failed";
  const lines = linesOf(output);
  // Of several checks one may have failed without a word.
  if (isOneOfMany || cutsEnd(command, lines.length)) return undefined;
  const isPassed = hasAny(output, passes) || endsWithZero(command, lines);
  return isPassed || (isQuiet(command) && output.trim() === "") ? "ok" : undefined;
}

const linesOf = (output: string): string[] => plainLines(output.slice(-20_000));

const hasAny = (output: string, signs: readonly RegExp[]): boolean =>
  linesOf(output).some((line) => matches(signs, line));

/** Programs that check nothing, and whose own words at the beginning of a line are the only ones there. */
const ACTS =
  /^(?:\w+=\S+ |sudo |cd \S+ && )*(?:git (?!log|show|diff|grep|blame)|npm|pnpm|yarn|bun (?:i|install|add)|(?:uv )?pip3?|poetry|apt(?:-get)?|docker (?:push|pull)|gcc|g\+\+|cc|clang|rustc|javac|terraform)\b/;

/** True if the words of a program that checks nothing show its failure. */
export const namesFailure = (command: string): boolean => ACTS.test(command);

/** A line that ends with the exit code of what it ran, whatever comes after that. */
export const EXITS_WITH_CODE = /\bexit .*(?:\$\?|PIPESTATUS)/;
/** A pipe that fails if any of its commands does. */
export const PIPEFAIL = /\bpipefail\b/;

/** True if the exit code is not that of the last check. */
function hidesCode(command: string, plain: string, last: RegExpExecArray): boolean {
  // Without the first line break.
  const after = plain.slice(last.index + last[0].length - 1);
  if (EXITS_WITH_CODE.test(command)) return false;
  return (PIPEFAIL.test(command) ? /\|\||[;\n]\s*\S/ : /\||[;\n]\s*\S/).test(after);
}

/** True for several checks of which none waits for the success of the one before. */
const hasSeparate = (plain: string): boolean =>
  plain.split(/;|\n|\|\|/).filter((one) => checksIn(one).length > 0).length > 1;

/** True if a filter may have left out the lines that name a failure. */
function cutsEnd(command: string, lines: number): boolean {
  const head = /\|\s*head(?: -(?:n ?)?(\d+))?/.exec(command);
  return head !== null && lines > Number(head[1] ?? 10);
}

/** True if the line prints the exit code of the check itself, and that was 0. */
const endsWithZero = (command: string, lines: readonly string[]): boolean =>
  (command.includes("|") ? /PIPESTATUS|pipefail[^]*\$\?/ : /\$\?/).test(command) &&
  /(?:^|\D)0\W*$/.test(lines.findLast((line) => line.trim() !== "") ?? "");

/** Programs that print nothing if all is well. A filter by a pattern may leave nothing, too. */
const isQuiet = (command: string): boolean =>
  /\b(?:tsc|eslint|go (?:vet|build)|flake8|shellcheck|stylelint)\b/.test(command) &&
  !/\b(?:grep|rg|awk|sed)\b|>/.test(command.replaceAll("2>&1", ""));
