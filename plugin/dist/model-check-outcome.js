// @bun
import {
  patterns,
  plainLines,
  matches
} from "./agents-claude-code-payload.js";

// src/agents/facts/notification.ts
var TASK_ID = /^[^<\s]{1,256}$/;
function notificationIn(text) {
  if (!text.startsWith("<task-notification>"))
    return null;
  let part = (tag, lazy = "?") => new RegExp(`<${tag}>([^]*${lazy})</${tag}>`).exec(text)?.[1]?.trim(), taskId = part("task-id");
  return {
    taskId: TASK_ID.test(taskId ?? "") ? taskId : void 0,
    status: part("status"),
    result: part("result", "") ?? part("summary")
  };
}

// src/model/check-outcome.ts
var runner, isRunner = (command) => checksIn(bare(command)).length > 0, MAX_READ_CHARS = 4000, checksIn = (bareCommand) => [
  ...`
${bareCommand.slice(0, MAX_READ_CHARS)}`.matchAll(runner ??= runnerPattern())
], DOCUMENT = /(?<!<|(?:^|[\s;&|])(?:ba|z)?sh(?: -\w+)* ?)<<-? *(["']?)([A-Za-z_]\w*)\1(.*)(?:\n[^]*?)??(?:\n[\t ]*\2(?![^\n)])|$)/g, QUOTED = /\\\n|\\[^]|(?<!\S)#.*|"(?:[^"\\]|\\[^])*(?:"|$)|'[^']*(?:'|$)/g;
function bare(command) {
  let text = command.includes("<<") ? command.replaceAll(DOCUMENT, "$3") : command;
  return /sh -\w*c /.test(text) ? text : text.replaceAll(QUOTED, (found) => /^["']/.test(found) ? "Q" : " ");
}
function runnerPattern() {
  return new RegExp(`(?:[;&|(\\n]|sh -\\w*c ["']) *(?:\\w+=(?:"[^"]*"|'[^']*'|(?!["'])\\S*) +|sudo |time |env |exec |nohup |nice (?:-n \\d+ )?|xvfb-run (?:-a )?|timeout (?:-\\S+ )*\\S+ |npx |bunx )*(?:[\\w.@-]*/)*(?:(?:bun|npm|pnpm|yarn|deno|npx|bunx|node|tsx|cargo|go|just|task|dotnet|swift|mix|rake|bundle|poetry|pipenv|pdm|hatch|uvx?|nx|turbo|lerna|bazel|rails|php|composer|sbt|flutter|dart|zig|cabal|stack|terraform|tofu|helm|meson)(?! (?:i|ci|install|add|remove|ls|list|view|info|why)\\b)\\b[^|;&\\n]* (?:--)?(?:tests?|spec|build|check|lint|typecheck|type-check|clippy|vet|verify|validate|tsc|jest|vitest|mocha|eslint|ci|e2e|pytest|rspec|phpunit|rubocop|analyze|biome|playwright|cypress|run test)\\b|(?:pytest|jest|vitest|mocha|tsc|eslint|oxlint|biome|stylelint|ruff|mypy|pyright|flake8|pylint|make|ninja|phpunit|phpstan|pest|rspec|rubocop|rake|tox|nox|ctest|tflint|ktlint|swiftlint|golangci-lint|shellcheck|actionlint|hadolint|yamllint|xcodebuild|playwright|cypress)\\b|(?:gradlew?|mvnw?)\\b[^|;&\\n]* [\\w:.-]*(?:[Tt]est|[Cc]heck|[Ll]int|[Aa]ssemble|[Cc]ompile|[Bb]uild|[Vv]erify|package)|docker(?:-compose| compose| buildx)? build\\b|cmake --build\\b|(?:python\\S* )?(?:\\./)?manage\\.py test\\b|(?:prettier|black|gofmt)\\b[^|;&\\n]* --check\\b|(?:python[\\d.]*|coverage run) -m (?:pytest|unittest|mypy|ruff|tox)\\b)`, "g");
}
function shownOutcome(command, output, isCodeKnown) {
  let known = isCodeKnown ? "ok" : void 0;
  if (isCodeKnown && !/[|;\n]/.test(command))
    return known;
  let { names, verdicts, passes } = patterns(), plain = bare(command), last = checksIn(plain).at(-1);
  if (last === void 0)
    return isCodeKnown && namesFailure(command) && hasAny(output, [...names.errors, ...names.exceptions]) ? "failed" : known;
  let isOneOfMany = hasSeparate(plain);
  if (isCodeKnown && !isOneOfMany && !hidesCode(command, plain, last))
    return known;
  if (hasAny(output, [...names.tests, ...names.errors, ...verdicts]))
    return "failed";
  let lines = linesOf(output);
  if (isOneOfMany || cutsEnd(command, lines.length))
    return;
  return hasAny(output, passes) || endsWithZero(command, lines) || isQuiet(command) && output.trim() === "" ? "ok" : void 0;
}
var linesOf = (output) => plainLines(output.slice(-20000)), hasAny = (output, signs) => linesOf(output).some((line) => matches(signs, line)), ACTS = /^(?:\w+=\S+ |sudo |cd \S+ && )*(?:git (?!log|show|diff|grep|blame)|npm|pnpm|yarn|bun (?:i|install|add)|(?:uv )?pip3?|poetry|apt(?:-get)?|docker (?:push|pull)|gcc|g\+\+|cc|clang|rustc|javac|terraform)\b/, namesFailure = (command) => ACTS.test(command), EXITS_WITH_CODE = /\bexit .*(?:\$\?|PIPESTATUS)/, PIPEFAIL = /\bpipefail\b/;
function hidesCode(command, plain, last) {
  let after = plain.slice(last.index + last[0].length - 1);
  if (EXITS_WITH_CODE.test(command))
    return !1;
  return (PIPEFAIL.test(command) ? /\|\||[;\n]\s*\S/ : /\||[;\n]\s*\S/).test(after);
}
var hasSeparate = (plain) => plain.split(/;|\n|\|\|/).filter((one) => checksIn(one).length > 0).length > 1;
function cutsEnd(command, lines) {
  let head = /\|\s*head(?: -(?:n ?)?(\d+))?/.exec(command);
  return head !== null && lines > Number(head[1] ?? 10);
}
var endsWithZero = (command, lines) => (command.includes("|") ? /PIPESTATUS|pipefail[^]*\$\?/ : /\$\?/).test(command) && /(?:^|\D)0\W*$/.test(lines.findLast((line) => line.trim() !== "") ?? ""), isQuiet = (command) => /\b(?:tsc|eslint|go (?:vet|build)|flake8|shellcheck|stylelint)\b/.test(command) && !/\b(?:grep|rg|awk|sed)\b|>/.test(command.replaceAll("2>&1", ""));

export { notificationIn, isRunner, shownOutcome, namesFailure, EXITS_WITH_CODE, PIPEFAIL };
