// @bun
import {
  LIMIT_WORDS
} from "./base-text-limit-words.js";
import {
  hasControl
} from "./base-ids.js";
import {
  MAX_DEPTH,
  isDeeperThan,
  textOf2
} from "./base-json.js";

// src/agents/claude-code/call-hash.ts
var LONG_CHARS = 4096;
function callHash({ fields, text }) {
  if (isDeeperThan(fields, MAX_DEPTH, text))
    return hash(text);
  let turn = fields.prompt_id ?? fields.turn_id, all = `${part(fields.tool_name)}${part(fields.agent_id)}${part(turn)}${outcomeOf(fields)}`, input = fields.tool_input;
  if (typeof input !== "object" || input === null)
    return hash(all + part(input));
  for (let name in input)
    all += `${name}:${part(input[name])}`;
  return hash(all);
}
function outcomeOf(fields) {
  let response = fields.tool_response;
  if (typeof response !== "object" || response === null)
    return part(fields.hook_event_name) + part(fields.error);
  let { stdout, stderr } = response;
  return part(fields.hook_event_name) + part(stdout) + part(stderr);
}
function part(value) {
  if (typeof value !== "string")
    return `${JSON.stringify(value)};`;
  return value.length > LONG_CHARS ? `#${hash(value)};` : `"${value}\x00;`;
}
var hash = (text) => Bun.hash(text).toString(36);

// src/model/failure-patterns.ts
var made;
function patterns() {
  return made ??= compile(), made;
}
function compile() {
  return {
    names: {
      tests: [
        /^\(fail\) /,
        /^not ok \d+ - /,
        /^\s*[\u2716\u2717\u00D7] (?!failing tests|\d+ )/,
        /^\s*\u25CF (?!Console|Test suite failed)/,
        /^\s*FAIL\s+\S+\s+>/,
        /^(?:FAILED|ERROR) \S+(?:::| - |$)/,
        /^test .+ \.\.\. FAILED$/,
        /^\s*--- FAIL: /,
        /^(?!> ).+ > .+ FAILED$/,
        /^\[ERROR\] {2,}\S+:\d+ /,
        /^- .+ \*\*\* FAILED \*\*\*/,
        /^\s+Failed \S.* \[[^\]]* m?s\]$/,
        /^(?:FAIL|ERROR): (?:\S+ \(|\/\/)/,
        /^\S+#\S+ \[\S+\]:$/,
        /^rspec \.\/\S+:\d+/,
        /^\s*\d+ - .+ \((?:Failed|Timeout|SEGFAULT|Not Run|Subprocess aborted)\)$/,
        /^\[ {2}FAILED {2}\] \S+\.\S+/,
        /^\/\/\S+ +FAILED/,
        / \[E\]$/,
        /^\S.* => \.\/\S+:\d+:\d+$/
      ],
      errors: [
        /\berror TS\d+:/,
        /^\S+\(\d+,\d+\): error \w+: /,
        /^error\[E\d+\]/,
        /^\S+:\d+(?::\d+)?: (?:fatal )?error: /,
        /^\S+\.go:\d+:\d+: /,
        /^\s+\d+:\d+\s+error\s+/,
        /^\s+\S+:\d+:\d+ - error: /,
        /^\S+:\d+:\d+: [A-Z]+\d+ /,
        /^[A-Z]{1,4}\d{3,4} (?:\[\*\] )?\S/,
        /^e: \S+:\d+:\d+ /,
        /^\[ERROR\] \S+:\[\d+,\d+\] /,
        /^In \S+ line \d+:$/,
        /\bundefined reference to\b|^Undefined symbols? for\b|\bmultiple definition of\b/,
        /^\[warn\] (?!Code style)\S+$/,
        /^(?:ERROR: )?failed to (?:solve|build|compute)/,
        /^ERROR: /,
        /^psql:\S+:\d+: (?:ERROR|FATAL):/,
        /^ERROR \d+ \(\w+\)/,
        /^docker: Error/,
        /^ ! \[(?:remote )?rejected\]/,
        /^CONFLICT \(/,
        /\bpanicked at\b/,
        /^panic: /
      ],
      numbered: [/^\s*\d+\) \S/],
      exceptions: [
        /^(?:Uncaught )?(?:[\w.$]+\.)?\w*(?:Error|Exception)(?: \[\w+\])?: /,
        /^\*\* \([\w.]+\) /,
        /^error: (?!could not compile|test failed|script |Recipe |process didn't exit|aborting|failed to push)/i,
        /^npm (?:ERR!|error) (?!code |errno|path |syscall |A complete log|command |Lifecycle |workspace |location |in workspace|Test failed|this is |If you|\s)/i,
        /^fatal: /,
        /^(?:CMake|Runtime) [Ee]rror\b/,
        /^make(?:\[\d+\])?: \*\*\* No rule/
      ],
      words: [
        /^make(?:\[\d+\])?: \*\*\* /,
        /^\s*FAIL\b/,
        /\b(?:failed|failure|error|cannot|denied|not found|no such)\b/i,
        /^(?:bash: line \d+: )?[\w.-]{1,20}: [^:]{1,200}: \S/
      ]
    },
    reasons: [
      /^E {2,}\S/,
      /^\s*(?:[\w.$]+\.)?\w*(?:Exception|AssertionError|AssertionFailedError)\b/,
      /^\s*\w+_test\.go:\d+: /,
      /\bpanicked at\b/,
      /^\s*assertion .* failed/i,
      /^\s*--> \S+:\d+/,
      /^\s*(?:Error|TypeError|ReferenceError|SyntaxError|RangeError)\b.*: /,
      /^\s*error: /,
      /^ ?> \[[^\]]*\d+\/\d+\] /,
      /^\s*expect\(.*\)/,
      /^\s*expected \S/,
      /^\S+:\d+: Failure$/,
      /\bSC\d{4} \(/
    ],
    values: /^\s*(?:Expected|Received|Actual|expected|received|got|left|right|actual|Who)\b[^:]*: /,
    deaths: [
      /^Command timed out/,
      /\b(?:Segmentation fault|core dumped|Bus error|Illegal instruction)\b/,
      /^(?:bash: line \d+: +)?\d* *Killed\b/,
      /\b(?:out of memory|OOMKilled|signal: (?:9|11|SIG(?:KILL|SEGV|ABRT)))\b/i,
      /\b\w+Sanitizer: /
    ],
    idle: /^(?:Exit code \d+|\s*\^+|[-=_\u2500\u2501\u23AF~*#\s]*|exit status \d+|FAIL|FAILURES?[!:]?|Failures:|Failed examples:|Found \d+ errors?\.?.*|There (?:was|were) \d+ (?:failure|error)s?:|\* What went wrong:|BUILD FAILED in .*|FAILURE: Build failed with an exception\.|> Task \S+ FAILED|> There were failing tests.*|\d+ tests completed, \d+ failed|Errors while running CTest|The following tests FAILED:|\s*Error Message:|error: Test failed|.* Some tests failed\.|collect2: .*|FAILED \([\w=, ]+\)|\s*\d+ (?:pass|fail|skip|todo|error|expect\(\) calls)|Ran \d+ tests? .*|\s*duration_ms: .*)$/,
    verdicts: [
      /^(?!.*\bfixed\b)[^\p{L}\d]*(?:(?:Tests?|Test Files|Test Suites|Found|DONE|Summary)\b[:\s]*)?(?:\d+ [a-z]+[,|;(\s]*)*[1-9]\d* (?:tests? )?(?:fail(?:ed|ing|ures?)?|errors?)(?=\s*(?:$|[^\s\p{L}]|in\b|generated\b))/iu,
      /^(?:# |\u2139 )fail [1-9]|^.*\b(?:Failures|Errors|Failed): +[1-9]/,
      /^(?:FAIL\s|test result: FAILED|BUILD FAILED|make(?:\[\d+\])?: \*\*\* )/,
      /^\W*(?:exit(?:ed)?|rc|status|code)(?: (?:code|status))?\W{1,3}[1-9]\d*$/i
    ],
    passes: [
      /(?:^|[^\d.])0 (?:tests? )?(?:fail(?:ed|ing|ures?)?|errors?)\b|^(?:# |\u2139 )fail 0|\b(?:Failures|Failed): +0\b|\b100% tests passed|\b0 remaining\b|\btests? pass(?:es)?\.$/i,
      /^[=\s]*(?:Tests?:?\s+)?\d+ pass(?:ed|ing)\b(?:,|.* (?:in|\()|\s*[(|]|$)/,
      /^(?:test result: ok|ok\s+\S+\s+(?:\d|\()|ok \||PASS$|OK\b(?=$| \()|Passed!|Success: no issues|All (?:checks passed|matched files|tests passed))/,
      /^(?:\[INFO\] )?(?:BUILD SUCCESS|Build succeeded|Build completed)|^\s*Finished `?(?:dev|test|release|bench)|compiled successfully|\bbuilt in \d|^Successfully (?:built|tagged)|\bno (?:issues|problems|errors) found|naming to \S+ .*done|up to date\.?$|Nothing to be done/i
    ]
  };
}

// src/model/failure.ts
var HEAD_CHARS = 240, TAIL_CHARS = 320, MAX_LINE_CHARS = 240, MAX_TELLING_LINES = 12, MAX_BELOW = 4, MAX_MATCHED_CHARS = 500, MAX_EXCERPT_CHARS = 1200, ANNOUNCES = /(?::|\|-)\s*$/, isText = (line) => /\p{L}{2}/u.test(line), pathAbove = (name, before) => /^\s+\d+:\d+\s/.test(name) ? before.find((line) => /^\S+\.\w+$/.test(line)) : void 0;
function excerptOf(output) {
  if (output.length <= MAX_EXCERPT_CHARS)
    return output;
  let headEnd = output.lastIndexOf(`
`, HEAD_CHARS), head = output.slice(0, headEnd > 0 ? headEnd : HEAD_CHARS).toWellFormed(), tailStart = output.indexOf(`
`, output.length - TAIL_CHARS) + 1, tailFrom = tailStart > 0 ? tailStart : output.length - TAIL_CHARS, tail = output.slice(tailFrom).toWellFormed(), between = output.slice(head.length, tailFrom).split(`
`), left = MAX_EXCERPT_CHARS - head.length - tail.length - 8, kept = /* @__PURE__ */ new Set, keep = (line) => {
    let cut = cutLine(line, MAX_LINE_CHARS);
    if (cut.length + 1 > left || kept.has(cut))
      return;
    kept.add(cut), left -= cut.length + 1;
  }, afterHead = head.trimEnd().endsWith(":") ? between.find(isText) : void 0;
  if (afterHead !== void 0)
    keep(afterHead);
  for (let group of groupsOf(patterns()))
    for (let [index, line] of between.entries()) {
      if (kept.size >= MAX_TELLING_LINES)
        break;
      if (!matches(group, plainLine(line)) || patterns().idle.test(line))
        continue;
      let isFirst = kept.size === Number(afterHead !== void 0), above = isFirst ? pathAbove(line, between.slice(0, index).toReversed()) : void 0;
      if (above !== void 0)
        keep(above);
      let below = isFirst ? MAX_BELOW : ANNOUNCES.test(line) ? 1 : 0;
      for (let one of between.slice(index, index + 1 + below))
        keep(one);
    }
  let inOrder = between.map((line) => cutLine(line, MAX_LINE_CHARS)).filter((line) => kept.has(line));
  return [head, "\u2026", ...new Set(inOrder), "\u2026", tail].join(`
`).slice(0, MAX_EXCERPT_CHARS).toWellFormed();
}
var groupsOf = ({ names, reasons, values, deaths }) => [
  names.tests,
  names.errors,
  deaths,
  names.numbered,
  names.exceptions,
  reasons,
  [values],
  names.words
], plainLines = (output) => output.split(/\r?\n/).map(plainLine), plainLine = (line) => line.replaceAll(/\u001b\[[\d;]*m/g, "").replace(/^(?:\u2502 |\[(?:info|error)\] |(?:#\d+ )?\d+\.\d{2,3} (?=\S))/, ""), matches = (list, line) => {
  let begin = line.slice(0, MAX_MATCHED_CHARS);
  return list.some((pattern) => pattern.test(begin));
}, cutLine = (line, maxChars) => line.length <= maxChars ? line : line.slice(0, maxChars).toWellFormed();

// src/agents/claude-code/payload.ts
var EVENTS2 = [
  "PostToolUse",
  "PostToolUseFailure",
  "SessionStart",
  "UserPromptSubmit",
  "Stop",
  "SubagentStop",
  "PreCompact",
  "SessionEnd"
], MAX_SESSION_ID_CHARS = 256;
function readFields(text) {
  let value = parseJson(text);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}
function parsePayload(text, fields = readFields(text)) {
  if (fields === null)
    return null;
  let event = eventOf(fields.hook_event_name), sessionId = textOf2(fields.session_id);
  if (event === void 0 || sessionId === void 0 || !isSessionId(sessionId))
    return null;
  return { agent: "claude-code", event, sessionId, fields, text };
}
function hasUsualNames(fields) {
  let event = fields.hook_event_name;
  if (event === "UserPromptSubmit")
    return fields.prompt !== void 0;
  if (event !== "PostToolUse" && event !== "PostToolUseFailure")
    return !0;
  return fields[event === "PostToolUse" ? "tool_response" : "error"] !== void 0 && typeof fields.tool_name === "string" && typeof fields.tool_input === "object";
}
function eventOf(name) {
  for (let event of EVENTS2)
    if (event === name)
      return event;
  return;
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return;
  }
}
function isSessionId(value) {
  return value.length <= MAX_SESSION_ID_CHARS && !hasControl(value);
}
function recordOf(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
function listOf(value) {
  return Array.isArray(value) ? value : [];
}
function firstOf(value, maxItems) {
  return listOf(value).slice(0, maxItems).map(recordOf);
}
function numberOf(value) {
  return typeof value === "number" && Number.isFinite(value) ? value : void 0;
}
var MAX_CHARS = {
  id: 256,
  word: 128,
  branch: 255,
  path: 1024,
  prompt: 2000,
  message: 4000,
  turn: 600,
  command: 500,
  output: 20000,
  plan: 4000,
  todo: 300,
  description: 300,
  agentMessage: 1000
}, MAX_ITEMS = { todos: 50, files: 200, background: 20 };

class Keeper {
  #clip;
  constructor(clip) {
    this.#clip = clip;
  }
  text(value, sort) {
    let text = textOf2(value);
    if (text === void 0)
      return;
    let maxChars = MAX_CHARS[sort];
    return text.length > maxChars && endsMatter(sort) ? clipEnds(this.#clip, text, maxChars, sort === "prompt") : this.#clip(text, maxChars);
  }
  error(value) {
    let text = textOf2(recordOf(value).message ?? value);
    if (text === void 0)
      return;
    let kept = this.#clip(withoutMiddle(text, 4000, 15000), MAX_CHARS.output);
    return kept.length <= MAX_EXCERPT_CHARS ? kept : excerptOf(kept);
  }
  id(value) {
    return this.text(typeof value === "number" ? String(value) : value, "id");
  }
  key(id, { agent, text, identity }) {
    let given = this.id(id);
    if (given !== void 0)
      return given;
    if (agent !== "claude-code")
      return identity === void 0 ? `call:${Bun.randomUUIDv7()}` : `hash:${identity}`;
    return `hash:${Bun.hash(text).toString(36)}`;
  }
  operationKey(payload) {
    let id = this.id(payload.fields.tool_use_id);
    return id === void 0 ? this.key(id, payload) : `${id}:${payload.identity ?? callHash(payload)}`;
  }
  pick(fields, sorts) {
    let kept = {};
    for (let name in sorts)
      kept[name] = this.text(fields[name], sorts[name] ?? "word");
    return withoutUndefined(kept);
  }
}
var endsMatter = (sort) => /^(?:prompt|message|turn|agentMessage|plan|command)$/.test(sort);
function clipEnds(clip, text, maxChars, isTask = !1) {
  if (text.length <= maxChars)
    return clip(text, maxChars);
  let kept = clip(withoutMiddle(text, 2 * maxChars, 2 * maxChars), 5 * maxChars);
  if (kept.length <= maxChars)
    return kept;
  let limits = isTask ? limitsIn(kept, maxChars) : [], endsChars = maxChars - limits.join("").length, headChars = Math.floor(endsChars / 2), head = kept.slice(0, headChars).replace(/(?:\n[^\n]{0,100}|\s\S{0,100})$/, ""), tail = kept.slice(headChars + SEAM.length - endsChars).replace(/^(?:[^\n]{0,100}\n|\S{0,100}\s)/, ""), between = limits.filter((limit) => !`${head}${tail}`.includes(limit.slice(SEAM.length))).join("");
  return `${head}${between}${SEAM}${tail}`.toWellFormed();
}
var STRICT = /\b(?:must|never|only|do(?: no|n\W?)t|without|avoid|except|unless|nicht|keine?|nur|ohne)\b/i;
function limitsIn(text, maxChars) {
  let endChars = Math.floor(0.3 * maxChars), leftChars = maxChars - 2 * endChars, sentences = [...new Set(text.slice(endChars, -endChars).split(/(?<=[.!?;])\s+|(?<=\u3002)|\n+/))], kept = /* @__PURE__ */ new Set;
  for (let words of [STRICT, LIMIT_WORDS])
    for (let sentence of sentences) {
      let chars = SEAM.length + sentence.length;
      if (kept.has(sentence) || !words.test(sentence) || chars > leftChars)
        continue;
      kept.add(sentence), leftChars -= chars;
    }
  return sentences.filter((sentence) => kept.has(sentence)).map((sentence) => `${SEAM}${sentence}`);
}
var SEAM = `
\u2026
`;
function withoutMiddle(text, headChars, tailChars) {
  if (text.length <= headChars + tailChars + MARGIN_CHARS)
    return text;
  let end = text.slice(-tailChars), from = /^(?:[^\n]*\n)(?:[A-Za-z0-9+/=\s]{20,}\n)*|^\S*/.exec(end)?.[0].length ?? 0;
  return `${text.slice(0, headChars)}${SEAM}${end.slice(from)}`;
}
var MARGIN_CHARS = 1000;
function withoutUndefined(fields) {
  let kept = {};
  for (let name in fields)
    if (fields[name] !== void 0)
      kept[name] = fields[name];
  return kept;
}
function placeOf2({ fields }, to) {
  return fields.agent_id === void 0 && (to.directory === void 0 || fields.cwd === to.directory) ? void 0 : to.keep.text(fields.cwd, "path");
}

export { patterns, ANNOUNCES, isText, pathAbove, plainLines, matches, EVENTS2, readFields, parsePayload, hasUsualNames, isSessionId, recordOf, listOf, firstOf, numberOf, MAX_CHARS, MAX_ITEMS, Keeper, clipEnds, withoutUndefined, placeOf2 };
