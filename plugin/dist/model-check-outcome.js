// @bun
import {
  patterns,
  plainLines,
  matches
} from "./agents-claude-code-payload.js";

// src/model/check-outcome.ts
var runner, isRunner = (command) => command.search(runner ??= runnerPattern()) !== -1;
function runnerPattern() {
  return new RegExp(`(?:^|[;&|(\\n]|sh -\\w*c ["']) *(?:\\w+=(?:"[^"]*"|'[^']*'|\\S*) +|sudo |time |env |exec |nohup |nice (?:-n \\d+ )?|xvfb-run (?:-a )?|timeout (?:-\\S+ )*\\S+ |npx |bunx )*(?:[\\w.@-]*/)*(?:(?:bun|npm|pnpm|yarn|deno|npx|bunx|node|tsx|cargo|go|just|task|dotnet|swift|mix|rake|bundle|poetry|pipenv|pdm|hatch|uvx?|nx|turbo|lerna|bazel|rails|php|composer|sbt|flutter|dart|zig|cabal|stack|terraform|tofu|helm|meson)(?! (?:i|ci|install|add|remove|ls|list|view|info|why)\\b)\\b[^|;&]* (?:--)?(?:tests?|spec|build|check|lint|typecheck|type-check|clippy|vet|verify|validate|tsc|jest|vitest|mocha|eslint|ci|e2e|pytest|rspec|phpunit|rubocop|analyze|biome|playwright|cypress|run test)\\b|(?:pytest|jest|vitest|mocha|tsc|eslint|oxlint|biome|stylelint|ruff|mypy|pyright|flake8|pylint|make|ninja|phpunit|phpstan|pest|rspec|rubocop|rake|tox|nox|ctest|tflint|ktlint|swiftlint|golangci-lint|shellcheck|actionlint|hadolint|yamllint|xcodebuild|playwright|cypress)\\b|(?:gradlew?|mvnw?)\\b[^|;&]* [\\w:.-]*(?:[Tt]est|[Cc]heck|[Ll]int|[Aa]ssemble|[Cc]ompile|[Bb]uild|[Vv]erify|package)|docker(?:-compose| compose| buildx)? build\\b|cmake --build\\b|(?:python\\S* )?(?:\\./)?manage\\.py test\\b|(?:prettier|black|gofmt)\\b[^|;&]* --check\\b|(?:python[\\d.]*|coverage run) -m (?:pytest|unittest|mypy|ruff|tox)\\b)`, "g");
}
function shownOutcome(command, output, isCodeKnown) {
  let known = isCodeKnown ? "ok" : void 0;
  if (isCodeKnown && !/[|;\n]/.test(command))
    return known;
  let { names, verdicts, passes } = patterns();
  if (!isRunner(command))
    return isCodeKnown && ACTS.test(command) && hasAny(output, [...names.errors, ...names.exceptions]) ? "failed" : known;
  let isOneOfMany = checksIn(command) > 1;
  if (isCodeKnown && !isOneOfMany && !hidesCode(command))
    return known;
  if (hasAny(output, [...names.tests, ...names.errors, ...verdicts]))
    return "failed";
  let lines = linesOf(output);
  if (isOneOfMany || cutsEnd(command, lines.length))
    return;
  return hasAny(output, passes) || endsWithZero(command, lines) || isQuiet(command) && output.trim() === "" ? "ok" : void 0;
}
var linesOf = (output) => plainLines(output.slice(-20000)), hasAny = (output, signs) => linesOf(output).some((line) => matches(signs, line)), ACTS = /^(?:\w+=\S+ |sudo |cd \S+ && )*(?:git (?!log|show|diff|grep|blame)|npm|pnpm|yarn|bun (?:i|install|add)|(?:uv )?pip3?|poetry|apt(?:-get)?|docker (?:push|pull)|gcc|g\+\+|cc|clang|rustc|javac|terraform)\b/, bare = (command) => /sh -\w*c /.test(command) ? command : command.replaceAll(/"[^"]*"|'[^']*'/g, "Q");
function hidesCode(command) {
  let last = [...bare(command).matchAll(runner)].at(-1), after = bare(command).slice(last.index + last[0].length);
  if (/\bexit .*(?:\$\?|PIPESTATUS)/.test(command))
    return !1;
  return (/\bpipefail\b/.test(command) ? /\|\||[;\n]\s*\S/ : /\||[;\n]\s*\S/).test(after);
}
var checksIn = (command) => bare(command).split(/;|\n|\|\|/).filter(isRunner).length;
function cutsEnd(command, lines) {
  let head = /\|\s*head(?: -(?:n ?)?(\d+))?/.exec(command);
  return head !== null && lines > Number(head[1] ?? 10);
}
var endsWithZero = (command, lines) => (command.includes("|") ? /PIPESTATUS|pipefail[^]*\$\?/ : /\$\?/).test(command) && /(?:^|\D)0\W*$/.test(lines.findLast((line) => line.trim() !== "") ?? ""), isQuiet = (command) => /\b(?:tsc|eslint|go (?:vet|build)|flake8|shellcheck|stylelint)\b/.test(command) && !/\b(?:grep|rg|awk|sed)\b|>/.test(command.replaceAll("2>&1", ""));

export { isRunner, shownOutcome };
