// @bun
import {
  KINDS,
  recallLimitOf,
  KIND_NAMES,
  CLOCK_SKEW_MS,
  mergeRows,
  boundedBy,
  FIRST_KNOWN_MS,
  readTime,
  isKnownTime,
  fieldTime
} from "./model-merge.js";
import {
  DEFAULTS
} from "./base-config-sources.js";
import {
  clip
} from "./redact-redact.js";
import {
  UNTRUSTED,
  PARTS,
  ROWS_SQL,
  TIMES_SQL,
  OLDEST_ROWS_SQL,
  ONE_ROW_SQL,
  OPERATIONS_SQL,
  namedRow,
  seenRow,
  latestTime,
  IS_DONE,
  hasSettled
} from "./store-sqlite-settled.js";
import {
  isProcessRunning,
  isSessionRunning
} from "./recall-choose-process-alive.js";
import {
  openSaved
} from "./store-sqlite-read-reader.js";
import {
  attendedIn
} from "./model-attended.js";
import {
  claimedFiles
} from "./queue-depth.js";
import {
  readConfigFiles
} from "./origin-config-files.js";
import {
  queuePaths
} from "./platform-bun-callers-directory.js";
import {
  failureLines,
  isRunner,
  recordOf,
  listOf,
  MAX_CHARS,
  clipEnds
} from "./agents-claude-code-payload.js";
import {
  storedKey,
  rowIn
} from "./store-sqlite-apply-state-rows.js";
import {
  timeText
} from "./base-clock.js";
import {
  objectIn2,
  isObject2,
  textOf
} from "./base-json.js";
import {
  readGitHead
} from "./git-git-head.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/recall/report/prompts.ts
var AGREEING = new Set(("yes y yep yeah yup ok okay k sure fine good great nice cool perfect thanks thank you lgtm looks continue go on ahead proceed next keep going do it that please and now carry resume done right correct agreed approved hi hello hey " + "ja weiter gut bitte mach oui continuez si s\xED continua sigue \u0434\u0430 \u0434\u0430\u043B\u0435\u0435 \u306F\u3044 \u7D9A\u3051\u3066 \u7EE7\u7EED \u597D \u597D\u7684 \u662F \u662F\u7684 \uB124 \uACC4\uC18D").split(" ")), OWN_COMMANDS = new Set("add-dir agents allowed-tools bashes bug chat clear color compact compress config context copy cost directory doctor editor effort exit export extensions fast feedback help hooks ide keybindings login logout mcp memory model models new output-style permissions plugin plugins privacy-settings q quit reload-plugins rename reset resume rewind sandbox sessions settings skills stats status statusline tasks terminal-setup theme todos tools undo upgrade usage vim".split(" "));
function isOfSubstance(text) {
  let plain = text.trim(), [, command] = /^\/([\w:-]+)(?=\s|$)/.exec(plain) ?? [];
  if (command !== void 0)
    return !OWN_COMMANDS.has(command.toLowerCase());
  return plain.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "").some((word) => !AGREEING.has(word) && !/^\d{1,2}$|^[a-z]$/.test(word));
}
function promptsOf(first, newest) {
  let task = first.find((row) => isOfSubstance(textOf2(row))) ?? first[0] ?? newest.at(-1), seen = /* @__PURE__ */ new Set([task === void 0 ? "" : textOf2(task)]), later = newest.filter((row) => {
    let text = textOf2(row);
    if (row.key === task?.key || seen.has(text) || !isOfSubstance(text))
      return !1;
    return seen.add(text);
  }), agreeing = newest.filter((row) => !isOfSubstance(textOf2(row)) && row.key !== task?.key).length, isLastTold = later[0] !== void 0 && textOf2(later[0]) === textOf2(newest[0]);
  return { task, later, agreeing, isLastTold };
}
var textOf2 = (row) => typeof row.text === "string" ? row.text : "";

// src/recall/choose/candidates.ts
var MAX_AGE_MS = 604800000, SAME_MS = 2000, LOT = 256, FIRST_LOT = 16, MAX_LOOKS_ELSEWHERE = 5;
function isUnfinished(outline) {
  let { ending, isTurnFinished, hasOperations } = outline;
  if (ending.kind !== "ended")
    return !0;
  return !(ending.reason === "clear" || ending.reason === "logout" || ending.reason === "resume") && !isTurnFinished && (hasOperations || isAsked(outline));
}
function isAsked({ isAttended, continues, unworked }) {
  if (isAttended === !1 || unworked.length === 0)
    return !1;
  return continues.length > 0 || unworked.some((text) => typeof text === "string" && isOfSubstance(text));
}
function findCandidates(search, withDone) {
  let { resumes, nowMs } = search, recent = resumes.recent(nowMs - MAX_AGE_MS), ids = recent.map(({ id }) => id), taken = new Taken(resumes, ids), open = recent.filter(({ isSettled }) => !isSettled).map(({ id }) => id), found = new Look(search, taken, !1).at(open);
  if (found.candidates.length > 0 || !withDone)
    return found;
  return { ...new Look(search, taken, !0).at(ids), others: [], elsewhere: found.elsewhere };
}
var isUnworked = ({ ending, hasOperations, isTurnFinished }) => ending.kind === "ended" && !hasOperations && !isTurnFinished;

class Look {
  #search;
  #taken;
  #withDone;
  #held = [];
  #unworked = [];
  #later = [[], [], [], []];
  #elsewhere = [];
  constructor(search, taken, withDone) {
    this.#search = search, this.#taken = taken, this.#withDone = withDone;
  }
  at(ids) {
    let offers = this.#offers(ids), next = offers.next(), best = next.done === !0 ? null : next.value, end = best === null || this.#later.flat().includes(best.outline.sessionId) ? -1 : ids.indexOf(best.outline.sessionId), before = new Set(end < 0 ? ids : ids.slice(0, end)), elsewhere = this.#withDone ? null : this.#named(this.#elsewhere.filter(({ id }) => before.has(id)));
    return { candidates: [...best === null ? [] : [best], ...this.#held], others: offers, elsewhere };
  }
  *#offers(ids) {
    for (let start = 0, lot = FIRST_LOT;start < ids.length; start += lot, lot = Math.min(lot * 4, LOT))
      yield* this.#offered(this.#hereOf(ids.slice(start, start + lot)));
    yield* this.#unworked.splice(0);
    for (let later of this.#later)
      yield* this.#offered(later), yield* this.#unworked.splice(0);
  }
  #hereOf(ids) {
    let { resumes, places } = this.#search, first = [];
    for (let head of resumes.heads(ids)) {
      if (!places.isHere(head)) {
        if (head.worktree !== null)
          this.#elsewhere.push(head);
        continue;
      }
      let rank = (head.isAttended === 0 ? 2 : 0) + (head.hasStarted === 0 ? 1 : 0);
      (rank === 0 ? first : this.#later[rank]).push(head.id);
    }
    return first;
  }
  *#offered(ids) {
    let { resumes, places } = this.#search;
    for (let row of this.#rowsOf(ids)) {
      let outline = resumes.outline(row.id);
      if (outline === null || !places.isHere(outline) || !isOffered(outline, this.#search))
        continue;
      let candidate = { outline, isUnfinished: isUnfinished(outline) };
      if (!this.#withDone && !candidate.isUnfinished)
        continue;
      let isLast = isUnworked(outline);
      if (this.#taken.isHeld(row))
        this.#held.push(candidate);
      else if (isLast)
        this.#unworked.push(candidate);
      else
        yield candidate;
    }
  }
  *#rowsOf(ids) {
    if (ids.length === 0)
      return;
    for (let row of this.#search.resumes.candidates(ids, this.#withDone)) {
      if (row.id === this.#search.receiver || row.isUntrusted === 1 || this.#taken.isTaken(row))
        continue;
      yield row;
    }
  }
  #named(heads) {
    let { resumes } = this.#search, worktrees = new Map(heads.map(({ id, worktree }) => [id, worktree])), looks = 0;
    for (let { id } of this.#rowsOf([...worktrees.keys()])) {
      let outline = resumes.outline(id);
      if (outline !== null && isOffered(outline, this.#search) && isUnfinished(outline))
        return { sessionId: id, worktree: worktrees.get(id) };
      if (looks += 1, looks === MAX_LOOKS_ELSEWHERE)
        return null;
    }
    return null;
  }
}
function isOffered(outline, { resumes, nowMs, isTaken }) {
  if (!outline.hasWork || outline.lastActiveMs === null)
    return !1;
  if (isKnownTime(outline.lastSeenMs) && nowMs - outline.lastSeenMs > MAX_AGE_MS)
    return !1;
  if (outline.ending.kind === "ended" && outline.ending.reason === "clear")
    return !1;
  if (outline.isAttended === !1 && (outline.isTurnFinished || !isUnfinished(outline)))
    return !1;
  return resumes.isRunning(outline) !== !0 && isTaken?.(outline) !== !0;
}

class Taken {
  #bySource = /* @__PURE__ */ new Map;
  #resumes;
  #ids;
  #places;
  #asked = 0;
  constructor(resumes, ids) {
    this.#resumes = resumes, this.#ids = ids, this.#places = new Map(ids.map((id, place) => [id, place]));
  }
  #askBefore(id) {
    let end = Math.min(this.#ids.length, Math.max(this.#asked, (this.#places.get(id) ?? 0) + LOT));
    if (this.#asked > (this.#places.get(id) ?? 0))
      return;
    for (let row of this.#resumes.continues(this.#ids.slice(this.#asked, end))) {
      let known = this.#bySource.get(row.source);
      if (known === void 0)
        this.#bySource.set(row.source, [row]);
      else
        known.push(row);
    }
    this.#asked = end;
  }
  isTaken(row) {
    return this.#receivers(row).some(({ hasWorked }) => hasWorked === 1);
  }
  isHeld(row) {
    return this.#receivers(row).some(({ receiver }) => {
      let outline = this.#resumes.outline(receiver);
      return outline !== null && outline.ending.kind !== "ended" && this.#resumes.isRunning(outline) === !0;
    });
  }
  #receivers({ id, workMs }) {
    return this.#askBefore(id), (this.#bySource.get(id) ?? []).filter(({ activeMs }) => !isKnownTime(workMs) || activeMs + SAME_MS >= workMs);
  }
}
function chainOf(resumes, outline, maxLength) {
  let chain = [], seen = /* @__PURE__ */ new Set([outline.sessionId]);
  for (let current = outline;current !== null && chain.length < maxLength; ) {
    let next = current.hasWork ? current.continues[0] : void 0;
    if (next === void 0 || seen.has(next.sessionId) || resumes.isUntrusted(next.sessionId))
      break;
    if (seen.add(next.sessionId), current = resumes.outline(next.sessionId), current !== null)
      chain.push(current);
  }
  return chain;
}

// src/agents/claude-code/transcript.ts
import { closeSync, constants, fstatSync, openSync, readSync } from "fs";
var NOTHING = { calls: [], lastText: null }, TAIL_BYTES = 524288, INTERRUPTED = "[Request interrupted by user", STOPPED = [INTERRUPTED, "doesn't want to proceed with this tool use"];
function readTail(path, filter) {
  let lines = lastLines(path);
  return lines === null ? NOTHING : tailOf(lines, filter);
}
function tailOf(lines, filter) {
  let reader = new TailReader(filter);
  for (let line of lines) {
    let entry = line.startsWith("{") ? objectIn2(line) : null;
    if (entry === null || entry.isSidechain === !0 || entry.isMeta === !0)
      continue;
    let blocks = blocksOf(recordOf(entry.message).content);
    if (entry.type === "assistant")
      blocks.forEach((block) => reader.said(block));
    else if (entry.type === "user")
      blocks.forEach((block) => reader.answered(block));
  }
  return reader.tail;
}

class TailReader {
  #filter;
  #open = /* @__PURE__ */ new Map;
  #interrupted = [];
  #lastText = null;
  constructor(filter) {
    this.#filter = filter;
  }
  get tail() {
    let mask = this.#filter?.mask ?? ((text) => text);
    return {
      calls: [...this.#interrupted, ...this.#open.values()].map((call) => ({
        ...call,
        target: clipEnds(clip, mask(call.target), MAX_CHARS.command)
      })),
      lastText: this.#lastText === null ? null : clipEnds(clip, mask(this.#lastText), MAX_CHARS.message)
    };
  }
  said(block) {
    if (block.type === "text")
      this.#lastText = textOf(block.text)?.trim() || this.#lastText;
    let call = block.type === "tool_use" ? callOf(block) : null;
    if (call === null)
      return;
    if (this.#interrupted = [], this.#filter?.hides(block.input) === !0)
      return;
    this.#open.set(call.id, call);
  }
  answered(block) {
    let call = block.type === "tool_result" ? this.#open.get(String(block.tool_use_id)) : void 0;
    if (call !== void 0) {
      this.#open.delete(call.id), this.#lastText = null;
      let text = JSON.stringify(block.content ?? "");
      if (STOPPED.some((words) => text.includes(words)))
        this.#interrupted.push({ ...call, isInterrupted: !0 });
    } else if (block.type === "text") {
      if ((textOf(block.text) ?? "").startsWith(INTERRUPTED))
        for (let left of this.#open.values())
          this.#interrupted.push({ ...left, isInterrupted: !0 });
      this.#open.clear(), this.#lastText = null;
    }
  }
}
function callOf(block) {
  let id = textOf(block.id), tool = textOf(block.name);
  if (id === void 0 || tool === void 0)
    return null;
  let input = recordOf(block.input), target = [
    "command",
    "file_path",
    "notebook_path",
    "description",
    "path",
    "pattern",
    "url",
    "query",
    "prompt",
    "subject"
  ].map((name) => textOf(input[name])).find((text) => text !== void 0);
  return { id, tool: tool.slice(0, MAX_CHARS.word), target: target ?? "", isInterrupted: !1 };
}
var blocksOf = (content) => typeof content === "string" ? [{ type: "text", text: content }] : listOf(content).map(recordOf);
function lastLines(path) {
  let file;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    let { size, uid } = fstatSync(file), isOwn = process.getuid === void 0 || uid === process.getuid();
    if (!fstatSync(file).isFile() || !isOwn)
      return null;
    let bytes = Buffer.alloc(Math.min(size, TAIL_BYTES)), length = readSync(file, bytes, 0, bytes.length, size - bytes.length), lines = bytes.toString("utf8", 0, length).split(`
`);
    return size > bytes.length ? lines.slice(1) : lines;
  } catch {
    return null;
  } finally {
    if (file !== void 0)
      closeSync(file);
  }
}

// src/recall/report/check-runs.ts
import { posix } from "path";

// src/recall/report/check-tools.ts
var NONE = /^$/, SCRIPT = {
  narrow: /^(?:-[tkg]|--(?:grep|filter|testNamePattern|testPathPatterns?))$/,
  alone: /^--(?:only|changed|shard)\w*$/
}, CARGO = {
  narrow: /^(?:-p|--(?:package|bin|test|example|bench|exclude|skip))$/,
  alone: /^--(?:lib|bins|tests|doc|examples|benches|exact)$/,
  wide: /^--(?:workspace|all)$/,
  ofPackage: /^(?:-p|--package)$/,
  goesDown: "wide"
}, GO = { narrow: /^-(?:run|skip)$/, alone: /^-short$/, goesDown: "wide" }, isGo = (tool) => tool === GO, TOOLS = new Map([
  [
    "jest",
    {
      narrow: /^(?:-t|--(?:testNamePattern|testPathPatterns?|changedSince|shard|selectProjects))$/,
      alone: /^(?:-o|--(?:only\w+|lastCommit|findRelatedTests))$/
    }
  ],
  ["vitest", { narrow: /^(?:-t|--(?:testNamePattern|shard|project|dir))$/, alone: /^--changed$/ }],
  ["mocha", { narrow: /^(?:-[gf]|--f?grep)$/, alone: NONE }],
  ["bun test", { narrow: /^(?:-t|--test-name-pattern)$/, alone: /^--(?:only|changed|shard)$/ }],
  [
    "pytest",
    {
      narrow: /^(?:-[km]|--(?:deselect|ignore|ignore-glob))$/,
      alone: /^--(?:lf|last-failed|sw|stepwise)$/,
      goesDown: "always"
    }
  ],
  ["unittest", { narrow: /^-k$/, alone: NONE }],
  ["rspec", { narrow: /^(?:-[et]|--(?:example|tag))$/, alone: /^--only-failures$/ }],
  ["phpunit", { narrow: /^--(?:filter|group|exclude-group|testsuite)$/, alone: NONE }],
  ["eslint", { narrow: NONE, alone: NONE }],
  ["ruff check", { narrow: NONE, alone: NONE }],
  ...["test", "build", "vet"].map((action) => [`go ${action}`, GO]),
  ...["test", "check", "clippy", "build", "nextest run"].map((action) => [
    `cargo ${action}`,
    CARGO
  ])
]), CHECKS = /^run (?:[\w-]+[:-])?(?:tests?|lint|check|typecheck|e2e|unit)$/, toolOf = (name) => TOOLS.get(name) ?? (CHECKS.test(name) ? SCRIPT : void 0), SILENT = /^(?:--|-q+|-v+|-s|-x|-i|-r[aAfExXpPsw]+|-count=1|--(?:quiet|verbose|silent|bail|ci|run|runInBand|fail-?fast|no-fail-fast|nocapture|no-header|no-?colors?|no-watch|forceExit)|--bail=\d+|--(?:colou?rs?|tb|reporters?|watch|watchAll|durations|maxfail)=\S+)$/, HARMLESS = /^(?:CI|FORCE_COLOR|NO_COLOR|CLICOLOR\w*|TERM|COLUMNS|LANG|LC_\w+|RUST_BACKTRACE|PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE)=/, VARIABLE = /^[A-Za-z_]\w*=/, words = (text) => text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
function started(command, starters, dropped) {
  let all = words(command), kept = [], at = 0;
  for (;at < all.length; at += 1) {
    let one = all[at];
    if (VARIABLE.test(one)) {
      if (!dropped.test(one))
        kept.push(one);
    } else if (starters.test(one))
      while (/^(?:-|\d+(?:\.\d+)?[smh]?$)/.test(all[at + 1] ?? ""))
        at += 1;
    else if (one !== "env" || !VARIABLE.test(all[at + 1] ?? ""))
      break;
  }
  return [...kept, ...all.slice(at)].join(" ");
}
var partsOf = (line) => line.split(/&&|\|\||[;|\n]/).map((part) => part.trim()), working = (command) => started(command, /^(?:sudo|timeout|time|nice|nohup|stdbuf)$/, VARIABLE), LAUNCHER = /^(?:npx|bunx|pnpx|bun x|(?:npm|pnpm|yarn) exec|(?:pnpm|yarn) dlx|yarn(?= (?:jest|vitest|mocha|eslint)\b)|python3? -m|uv run|poetry run|pipenv run|bundle exec) (?:-- |--yes |-y |--no-install )?|^(?:\.\/)?(?:node_modules\/\.bin|vendor\/bin|\.venv\/bin)\//, ELSEWHERE = /^(npm|pnpm|yarn|bun|go|make) (?:--prefix|--cwd|--dir|-C)[ =](\S+) /, SCRIPT_RUN = /^(?:(?:npm|pnpm|yarn|bun) (?:(?:--silent|-s) )?run(?:-script)? (?:(?:--silent|-s) )?([\w:.-]+)|(?:npm|pnpm|yarn) (?:t|tst|test)|(?:pnpm|yarn) (lint|typecheck|check|build|e2e))(?= |$)/;
function programOf(command) {
  let plain = started(command, /^(?:timeout|time|nice|nohup|stdbuf)$/, HARMLESS), directory = ELSEWHERE.exec(plain)?.[2], text = plain.replace(ELSEWHERE, "$1 ").replace(LAUNCHER, "").replace(/^vitest run(?= |$)/, "vitest").replace(/^unittest discover(?= |$)/, "unittest"), script = SCRIPT_RUN.exec(text);
  if (script !== null)
    return { name: `run ${script[1] ?? script[2] ?? "test"}`, args: words(text.slice(script[0].length)), directory };
  let all = words(text);
  for (let length of [3, 2, 1]) {
    let name = all.slice(0, length).join(" ");
    if (TOOLS.has(name))
      return { name, args: all.slice(length), directory };
  }
  return { name: text, args: [], directory };
}

// src/recall/report/check-runs.ts
function covers(passed, failed) {
  if (passed.name === failed.name)
    return !0;
  let tool = toolOf(passed.tool);
  if (tool === void 0 || passed.tool !== failed.tool || passed.modes !== failed.modes)
    return !1;
  if (passed.narrow !== "")
    return !1;
  if (!passed.isWide && (failed.isWide || failed.isOfPackage))
    return !1;
  if (passed.directory !== failed.directory)
    return (tool.goesDown === "always" || tool.goesDown === "wide" && passed.isWide) && passed.parts.length === 0 && isBelow(failed.directory, passed.directory);
  if (passed.parts.length === 0)
    return !0;
  if (failed.parts.length === 0)
    return !1;
  return failed.parts.every((part) => passed.parts.some((whole) => isIn(part, whole, tool)));
}
function isIn(part, whole, tool) {
  if (part === whole)
    return !0;
  if (!isGo(tool))
    return part.startsWith(`${whole}/`) || part.startsWith(`${whole}::`);
  let base = whole.endsWith("/...") ? whole.slice(0, -4) : void 0;
  return base !== void 0 && (part === base || part.startsWith(`${base}/`));
}
var isBelow = (directory, above) => directory.startsWith(`${above}/`) && !/\0|\/worktrees\//.test(directory.slice(above.length));
function lineOf(command, directory, base) {
  let plain = oneLine(command), at = directory, end = 0;
  for (let cd = CD.exec(plain);cd !== null; cd = CD.exec(plain.slice(end)))
    at = into(at, cd[1], base), end += cd[0].length;
  let own = plain.slice(end), text = own.includes("&&") ? own : own.replace(/ ?(?:\|\| ?true|; ?echo .*)$/, "").trim();
  if (text === "" || /[|;<>`()]|\$\(|(?<!&)&(?!&)/.test(text))
    return unread(text === "" ? plain : text, at);
  let runs = [], here = at;
  for (let one of text.split(/ ?&& ?/)) {
    let cd = /^cd (\S+)$/.exec(one);
    if (cd !== null)
      here = into(here, cd[1], base);
    else
      runs.push(runOf(one, here, base));
  }
  return runs.length === 0 ? unread(text, at) : { name: runs.map(({ name }) => name).join(" && "), directory: at, text, runs };
}
var CD = /^cd ("[^"]+"|'[^']+'|\S+?) ?(?:&&|;) ?/;
function unread(text, directory) {
  let run = named({ directory, tool: text, ...WHOLE });
  return { name: run.name, directory, text, runs: [run] };
}
var WHOLE = { parts: [], modes: "", narrow: "", isWide: !1, isOfPackage: !1 };
function named(run) {
  let { directory, tool, parts, modes, narrow, isWide, isOfPackage } = run;
  return { ...run, name: [directory, tool, modes, narrow, isWide, isOfPackage, ...parts].join("\x00") };
}
function runOf(command, at, base) {
  let { name, args, directory: own } = programOf(command), directory = own === void 0 ? at : into(at, own, base), tool = toolOf(name);
  if (tool === void 0)
    return named({ directory, tool: [name, ...args].join(" "), ...WHOLE });
  let parts = /* @__PURE__ */ new Set, modes = [], narrow = [], isWide = !1, isOfPackage = !1;
  for (let index = 0;index < args.length; index += 1) {
    let one = args[index], [flag = ""] = one.split("=");
    if (SILENT.test(one))
      continue;
    if (tool.narrow.test(flag) || tool.alone.test(flag)) {
      isOfPackage ||= tool.ofPackage?.test(flag) === !0;
      let hasValue = one === flag && tool.narrow.test(flag) && index + 1 < args.length;
      narrow.push(hasValue ? `${one}=${args[index += 1]}` : one);
    } else if (tool.wide?.test(flag) === !0)
      isWide = !0;
    else if (one.startsWith("-"))
      modes.push(one);
    else
      parts.add(partOf(one, directory));
  }
  if (isGo(tool)) {
    if (parts.size === 0)
      parts.add(".");
    if (isWide = parts.delete("..."), isWide)
      parts.clear();
  } else
    parts.delete(".");
  return named({
    directory,
    tool: name,
    parts: [...parts].toSorted(),
    modes: modes.toSorted().join(" "),
    narrow: narrow.toSorted().join(" "),
    isWide,
    isOfPackage
  });
}
function partOf(word, directory) {
  let plain = word.replaceAll(/^["']|["']$/g, "");
  return (plain.startsWith(`${directory}/`) ? plain.slice(directory.length + 1) : plain).replace(/^\.\//, "").replace(/(?<=.)\/$/, "") || ".";
}
function oneLine(command) {
  let plain = command.replaceAll("\\\n", " ").split(`
`).filter((line) => !/^\s*(?:#|$)/.test(line)).join(" ; ");
  return withoutFilters(plain.replaceAll(/\s+/g, " ").trim()).replace(/^\( ?([^()]*?) ?\)$/, "$1").trim();
}
var withoutFilters = (text) => text.replaceAll(/ ?2>&1/g, "").replaceAll(/ ?[12&]?>{1,2} ?[\w./-]+/g, "").replace(/(?: ?\| ?(?:tail|head|grep|egrep|rg|tee|cat|less)\b[^|]*)+$/, "").trim();
function into(directory, target, base) {
  let path = target.replaceAll(/["']/g, ""), inside = posix.normalize(path).replace(/(?<=.)\/$/, "");
  if (inside === ".")
    return directory;
  if (/^(?:\.\.|[~-])|[$*?`]/.test(inside))
    return `${directory}/\x00${path}`;
  if (inside.startsWith("/"))
    return inside;
  return directory !== base && directory.endsWith(`/${inside}`) ? directory : `${directory}/${inside}`;
}

// src/recall/report/commands.ts
var MAX_LATER = 20, LOOKS = /^(?:ls|ll|cat|bat|head|tail|less|more|pwd|cd|echo|printf|which|type|command|wc|find|fd|grep|egrep|rg|ag|tree|stat|file|du|df|env|date|whoami|hostname|uname|ps|top|true|sleep|wait|sort|uniq|cut|tr|awk|jq|diff|cmp|test|\[|basename|dirname|realpath|readlink|nl|xxd|hexdump|history|man|sed -n|git (?:-C \S+ )?(?:status|diff|log|show|branch|remote|rev-parse|ls-files|blame|describe|reflog|stash list|worktree list|config --get))(?:\s|$)/, SAYS_NO = /^(?:grep|egrep|rg|ag|diff|cmp|test|\[|which|command|find|fd)(?:\s|$)/;
function commandsNow({ commands = [], subagents = [], session, start }) {
  let ends = new Map(subagents.map((row) => [row.key, row])), base = textOf(start?.directory) ?? textOf(session?.cwd) ?? "", newest = commands.map((row) => ({ row, end: ends.get(textOf(row.taskId) ?? "") })).toSorted((a, b) => lastMs(b) - lastMs(a)), seen = /* @__PURE__ */ new Set, told = [], passed = new Passed;
  for (let [index, run] of newest.entries()) {
    let { row } = run, line = lineOf(textOf(row.command) ?? "", textOf(row.cwd) ?? base, base);
    if (line.text === "" || seen.has(line.name))
      continue;
    seen.add(line.name);
    let now = commandNow(run), { outcome } = now;
    if ((outcome === "failed" || outcome === "interrupted") && isPast(now, newest.slice(0, index)))
      continue;
    if (outcome === "failed" && passed.settles(line, now))
      continue;
    if (told.push(now), outcome === "ok")
      passed.add(line);
  }
  return told;
}
function isPast({ command }, later) {
  if (isRunner(command) || later.length < MAX_LATER)
    return !1;
  if (onlyLooks(command))
    return !0;
  let acting = 0;
  return later.some(({ row }) => !onlyLooks(textOf(row.command) ?? "") && (acting += 1) >= MAX_LATER);
}

class Passed {
  #runs = /* @__PURE__ */ new Map;
  #lines = [];
  add(line) {
    this.#lines.push(line);
    for (let run of line.runs) {
      let known = this.#runs.get(run.tool);
      if (known === void 0)
        this.#runs.set(run.tool, [run]);
      else
        known.push(run);
    }
  }
  settles(failed, { command }) {
    return failed.runs.every((run) => this.#runs.get(run.tool)?.some((one) => covers(one, run)) === !0) || !isRunner(command) && this.#lines.some((one) => isTriedAgain(failed, one));
  }
}
function isTriedAgain(failed, passed) {
  if (failed.directory !== passed.directory || /[|;&]/.test(failed.text) || ONLY_TRIES.test(passed.text))
    return !1;
  let [program, action, ...rest] = failed.text.split(" "), [other, ...words] = passed.text.split(" ");
  if (program !== other || action === void 0 || action !== words[0])
    return !1;
  return rest.every((one) => one.startsWith("-") || words.includes(one));
}
var ONLY_TRIES = / (?:--(?:dry-?run|help|version|check|list|what-?if|validate)\b|-[hn](?= |$))/;
function failing(commands) {
  let isNo = ({ command, why }) => SAYS_NO.test(parts(command).at(-1) ?? "") && why.every((line) => /no match/i.test(line));
  return commands.filter((now) => now.outcome === "failed" && !isNo(now)).toSorted((a, b) => weight(a) - weight(b) || b.atMs - a.atMs);
}
var isWorthTelling = ({ outcome, command }) => outcome === "ok" && !onlyLooks(command), isBeforeEdit = ({ command, atMs, outcome }, editedMs) => atMs < editedMs && (outcome === "ok" || outcome === "failed") && isRunner(command), weight = ({ agentId, command }) => (isRunner(command) ? 0 : onlyLooks(command) ? 4 : 2) + (agentId === void 0 ? 0 : 1), lastMs = ({ row, end }) => end?.atMs ?? row.atMs;
function commandNow(run) {
  let { row, end } = run, outcome = outcomeOf(run), error = textOf(row.error) ?? (outcome === "failed" ? textOf(end?.lastMessage) : void 0), why = outcome === "failed" && error !== void 0 ? failureLines(error) : [];
  return { command: textOf(row.command) ?? "", outcome, atMs: lastMs(run), why, agentId: row.agentId };
}
function outcomeOf({ row, end }) {
  let outcome = textOf(row.outcome) ?? "?";
  if (outcome !== "background" || end === void 0)
    return outcome;
  let status = textOf(end.status);
  if (status === "completed")
    return "ok";
  if (status === "failed")
    return "failed";
  if (end.by !== void 0)
    return "stopped";
  return status === void 0 || status === "running" || status === "pending" ? outcome : "interrupted";
}
function onlyLooks(command) {
  if (/(?:^|[^0-9&])>{1,2}(?! ?\/dev\/null)/.test(command))
    return !1;
  return parts(command).every((part) => LOOKS.test(part));
}
var parts = (command) => partsOf(command).map(working).filter((part) => part !== "");

// src/recall/report/outcomes.ts
var MAX_OUTCOMES = { open: 60, passed: 40 };
function outcomesOf(state) {
  let left = { ...MAX_OUTCOMES };
  return commandsNow(state).filter((now) => {
    let sort = now.outcome === "ok" ? "passed" : "open";
    if (left[sort] === 0 || sort === "passed" && !isWorthTelling(now))
      return !1;
    return left[sort] -= 1, !0;
  });
}
function newestOfEach(commands) {
  let { limit } = KINDS.command, left = { main: limit, subagents: limit };
  return commands.filter(({ agentId }) => {
    let whose = agentId === void 0 ? "main" : "subagents";
    return left[whose] -= 1, left[whose] >= 0;
  });
}

// src/recall/background.ts
var isRunningStatus = (status) => status === "running" || status === "pending";
function runningTasks(state) {
  let { subagents = [], commands = [], background } = state, listed = /* @__PURE__ */ new Map, tasks = background?.tasks, isListed = Array.isArray(tasks);
  for (let task of isListed ? tasks.filter(isObject2) : [])
    if (isRunningStatus(task.status))
      listed.set(task.id, task);
  let listedMs = isListed ? background.atMs : Number.NEGATIVE_INFINITY, ended = new Map(subagents.filter((row) => !isRunningStatus(row.status)).map((row) => [row.key, row])), runs = (id, startedMs) => !ended.has(String(id)) && (listed.has(id) || startedMs > listedMs), agents = subagents.filter((row) => isRunningStatus(row.status) && isNamed(row) && runs(row.key, row.atMs)).map((row) => taskOf(row)), shells = commands.filter((row) => row.outcome === "background" && runs(row.taskId, row.atMs)).map((row) => ({ type: "shell", text: row.command, atMs: row.atMs, status: "running" })), known = /* @__PURE__ */ new Set([...subagents.map(({ key }) => key), ...commands.map((row) => row.taskId)]), others = [...listed.values()].filter((task) => !known.has(task.id)).map((task) => ({ type: typeof task.type === "string" ? task.type : void 0, text: task.command ?? task.description, atMs: listedMs, status: "running" }));
  return distinct([...agents, ...shells, ...others]);
}
function finishedAgents({ subagents = [] }) {
  return subagents.filter((row) => isNamed(row) && !isRunningStatus(row.status) && row.status !== void 0).map((row) => taskOf(row)).toSorted((a, b) => b.atMs - a.atMs);
}
var isNamed = (row) => isText(row.type) || isText(row.description), isText = (value) => typeof value === "string" && value !== "";
function taskOf(row) {
  let { key, atMs } = row, type = isText(row.type) ? row.type : void 0, status = isText(row.status) ? row.status : "?";
  return { type, text: row.description ?? key, atMs, status, lastMessage: row.lastMessage };
}
function distinct(tasks) {
  let seen = /* @__PURE__ */ new Set;
  return tasks.filter(({ type, text }) => {
    let name = `${type}\x00${String(text)}`;
    return type !== "shell" || !seen.has(name) && seen.add(name);
  });
}

// src/recall/choose/chain.ts
var OF_ENDED = /* @__PURE__ */ new Set(["prompt", "message", "turn", "todos", "task", "plan"]), OF_ONE = /* @__PURE__ */ new Set(["session", "start", "git", "compact", "end", "background", "continues"]);
function chainState(links) {
  let [own, ...earlier] = links;
  if (own === void 0 || earlier.length === 0)
    return own?.state ?? {};
  let parts = { ...own.state }, hasTasks = links.find(({ state }) => state.todos !== void 0 || (state.tasks ?? []).length > 0)?.state;
  for (let kind of KIND_NAMES) {
    let { field, limit } = KINDS[kind];
    if (OF_ONE.has(kind))
      continue;
    if (kind === "todos" || kind === "task") {
      parts[field] = hasTasks?.[field];
      continue;
    }
    let values = links.filter(({ isDone }, index) => index === 0 || !isDone || OF_ENDED.has(kind)).map(({ state }) => state[field]).filter((value) => value !== void 0);
    if (values.length === 0)
      continue;
    parts[field] = limit === 1 ? values[0] : distinct2(values);
  }
  return withoutUndefined(parts);
}
function distinct2(lists) {
  let known = /* @__PURE__ */ new Map;
  for (let [place, list] of lists.entries())
    for (let row of list) {
      let name = `${row.agentId ?? ""}\x00${row.key}`, later = known.get(name);
      if (later === void 0)
        known.set(name, row);
      else if (place > 0 && row.isNew === !0)
        known.set(name, { ...later, isNew: !0 });
    }
  return [...known.values()].toSorted((a, b) => b.atMs - a.atMs);
}
var withoutUndefined = (parts) => Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== void 0));

// src/recall/made-files.ts
import { lstatSync } from "fs";
import { isAbsolute, join } from "path";
var MAX_RUN_MS = 600000, LATE_MS = 5000, MAX_LOOKS = 300, MAX_COMMANDS = 100;
function filesOfCommands(commands, directories, known) {
  let found = /* @__PURE__ */ new Map, looks = 0;
  for (let { command, atMs } of commands.slice(0, MAX_COMMANDS))
    for (let name of namesIn(command))
      for (let path of isAbsolute(name) ? [name] : directories.map((directory) => join(directory, name))) {
        if (looks === MAX_LOOKS)
          return [...found.values()];
        if (known.has(path) || found.has(path) || !directories.some((directory) => path.startsWith(`${directory}/`)))
          continue;
        looks += 1;
        let file = lstatSync(path, { throwIfNoEntry: !1 }), isFrom = (ms) => ms >= atMs - MAX_RUN_MS && ms <= atMs + LATE_MS;
        if (file?.isFile() === !0 && isFrom(file.mtimeMs))
          found.set(path, { path, isNew: isFrom(file.birthtimeMs), by: "Bash" });
      }
  return [...found.values()];
}
function filesOfGit(git, known) {
  let dirty = git?.dirty, worktree = git?.worktree;
  if (!isObject2(dirty) || typeof worktree !== "string" || !Array.isArray(dirty.files))
    return [];
  return dirty.files.filter((file) => typeof file === "string").map((file) => join(worktree, file)).filter((path) => !known.has(path) && !path.includes("/.claude/")).filter((path) => !path.endsWith("/") || !known.values().some((one) => one.startsWith(path))).map((path) => ({ path, isNew: !1, by: "git" }));
}
function cleanIn(git) {
  let dirty = git?.dirty, worktree = git?.worktree;
  if (!isObject2(dirty) || typeof worktree !== "string" || !Array.isArray(dirty.files))
    return () => !1;
  if (typeof git?.head !== "string")
    return () => !1;
  let { atMs, files, modified, untracked } = dirty;
  if (typeof atMs !== "number" || files.length !== Number(modified) + Number(untracked))
    return () => !1;
  let paths = files.map((file) => join(worktree, String(file))), isDirty = (key) => paths.some((path) => path === key || path.endsWith("/") && key.startsWith(path));
  return ({ key, atMs: changedMs }) => changedMs < atMs && key.startsWith(`${worktree}/`) && !isDirty(key) && isThere(key);
}
function goneSince(commands) {
  let removals = commands.map(({ atMs, command }) => ({ atMs, names: typeof command === "string" ? removedIn(command) : [] })).filter(({ names }) => names.length > 0);
  return ({ key, atMs }) => removals.some((one) => one.atMs >= atMs && one.names.some((name) => `/${key}/`.includes(`/${name}/`))) && !isThere(key);
}
var removedIn = (command) => partsOf(command).filter((part) => /^(?:sudo )?(?:git )?(?:rm|mv|unlink) /.test(part)).flatMap(namesIn).map((name) => name.replace(/^(?:\.{0,2}\/)+|\/$/g, "")).filter((name) => !["", "git", "rm", "mv", "sudo", "unlink"].includes(name)), isThere = (path) => lstatSync(path, { throwIfNoEntry: !1 })?.isFile() === !0;
function namesIn(command) {
  return command.split(/[\s;|&<>()"'`=]+/).filter((word) => /^[\w./@+-]{1,200}$/.test(word) && /[A-Za-z]/.test(word) && !word.startsWith("-"));
}

// src/recall/read-from-files.ts
function gitNow({ state, cwd, worktree, directory }) {
  for (let path of [textOf(state.git?.worktree), cwd, worktree, directory]) {
    let head = typeof path === "string" ? readGitHead(path) : null;
    if (head !== null)
      return head;
  }
  return null;
}
function openCallsOf({ state }, whole, hidden) {
  let path = textOf(state.session?.transcriptPath), isAgain = ({ target }) => (whole.operations ?? []).some((row) => row.target === target && row.atMs > (state.session?.atMs ?? 0));
  return path === void 0 ? [] : readTail(path, hidden).calls.filter((call) => !isDone(call, state) && !isAgain(call));
}
function isDone({ id, target }, { operations = [] }) {
  return operations.some((row) => row.key.startsWith(`${id}:`) && (row.target ?? "") === target);
}
function madeFiles({ cwd, directory, lastSeenMs }, state, inFlight, hidden) {
  let known = new Set((state.files ?? []).map(({ key }) => key)), directories = [...new Set([cwd, directory].filter((path) => path !== null))], ran = [
    ...inFlight.map(({ target }) => ({ command: target, atMs: lastSeenMs })),
    ...(state.commands ?? []).map((row) => ({ command: textOf(row.command) ?? "", atMs: row.atMs }))
  ], made = filesOfCommands(ran, directories, known), ofGit = filesOfGit(state.git, /* @__PURE__ */ new Set([...known, ...made.map(({ path }) => path)]));
  return [...made, ...ofGit].filter(({ path }) => hidden?.covers(path) !== !0);
}

// src/store/sqlite/read/merged-rows.ts
var NOTHING_WAITS = { entries: 0, facts: [], checkpoints: [], instances: [] };

class MergedRows {
  db;
  waiting;
  #nowMs;
  #waitingKinds = /* @__PURE__ */ new Map;
  constructor(db, waiting, nowMs) {
    this.db = db, this.waiting = waiting, this.#nowMs = nowMs;
  }
  waitingFor(sessionId) {
    return this.waiting.get(sessionId) ?? NOTHING_WAITS;
  }
  all(sql, ...values) {
    return this.db === null ? [] : this.db.query(sql).all(...values);
  }
  get boundMs() {
    return this.#nowMs + CLOCK_SKEW_MS;
  }
  newest(sessionId, kind, whose, limit) {
    let sql = ROWS_SQL[whose], { boundMs } = this, stored = this.all(sql.until, sessionId, kind, limit, boundMs).map(soundRow);
    if (stored.length < limit) {
      let left = limit - stored.length;
      stored.push(...this.all(sql.ahead, sessionId, kind, left, boundMs).map(soundRow));
    }
    let rows = new Map(stored.map((one) => [one.name, one]));
    for (let [name, waiting] of this.#waitingRows(sessionId, kind)) {
      if (waiting.agentId === "" !== (whose === "main"))
        continue;
      let known = rows.get(name) ?? this.#stored(sessionId, kind, name), row = known === void 0 ? waiting.row : mergeRows(KINDS[kind].merge, boundedBy(known.row, this.#nowMs), waiting.row);
      rows.set(name, { ...waiting, row });
    }
    let read = [...rows.values()].map((one) => ({ ...one, row: { ...one.row, atMs: this.readMs(one.row.atMs) } }));
    return newestFirst(read).slice(0, limit);
  }
  readMs(atMs) {
    return readTime(atMs, this.#nowMs);
  }
  oldest(sessionId, kind, most) {
    let waiting = [...this.#waitingRows(sessionId, kind).values()].filter(({ agentId }) => agentId === ""), limit = most + waiting.length, stored = this.all(OLDEST_ROWS_SQL, sessionId, kind, limit).map(soundRow), rows = new Map(stored.map((one) => [one.name, one]));
    for (let one of waiting) {
      let known = rows.get(one.name) ?? this.#stored(sessionId, kind, one.name), row = known === void 0 ? one.row : mergeRows(KINDS[kind].merge, known.row, one.row);
      rows.set(one.name, { ...one, row });
    }
    return [...rows.values()].toSorted((a, b) => a.row.atMs - b.row.atMs || (a.name < b.name ? -1 : 1)).slice(0, most);
  }
  #waitingRows(sessionId, kind) {
    let kinds = this.#waitingKinds.get(sessionId);
    if (kinds === void 0)
      kinds = waitingKinds(this.waitingFor(sessionId).facts), this.#waitingKinds.set(sessionId, kinds);
    return kinds.get(kind) ?? NO_ROWS;
  }
  #stored(sessionId, kind, name) {
    return this.all(ONE_ROW_SQL, sessionId, kind, name).map(soundRow)[0];
  }
  countOperations(sessionId, afterMs) {
    let count = this.all(OPERATIONS_SQL, sessionId, afterMs)[0]?.n ?? 0, isCounted = (row) => row.atMs > afterMs;
    for (let [name, { row }] of this.#waitingRows(sessionId, "operation")) {
      let stored = this.#stored(sessionId, "operation", name)?.row;
      if (stored !== void 0 && isCounted(stored))
        count -= 1;
      if (isCounted(stored === void 0 ? row : mergeRows(KINDS.operation.merge, stored, row)))
        count += 1;
    }
    return count;
  }
}
var NO_ROWS = /* @__PURE__ */ new Map;
function waitingKinds(facts) {
  let kinds = /* @__PURE__ */ new Map;
  for (let { kind, key, agentId = "", atMs, data } of facts) {
    let rows = kinds.get(kind) ?? /* @__PURE__ */ new Map;
    kinds.set(kind, rows);
    let name = storedKey(agentId, key), known = rows.get(name)?.row, row = known === void 0 ? { atMs, data } : mergeRows(KINDS[kind].merge, known, { atMs, data });
    rows.set(name, { name, agentId, key, row });
  }
  return kinds;
}
var newestFirst = (rows) => rows.toSorted((a, b) => b.row.atMs - a.row.atMs || (a.name < b.name ? 1 : -1));
function soundRow(stored) {
  let row = rowIn(stored);
  if (row !== null)
    return namedRow(stored, row);
  throw new HiveError("HIVE_STORE_UNAVAILABLE", "a row in hive_state is not what hive wrote", {
    hint: "was the database written to by another program? hive show reads the last checkpoint"
  });
}

// src/store/sqlite/read/resume-queries.ts
var FIRST_PROMPTS = 5, NEWEST_PROMPTS = 5, ACTIVITIES = KIND_NAMES.filter((kind) => KINDS[kind].isWork), ACTIVITIES_JSON = JSON.stringify(ACTIVITIES);

class ResumeReader {
  #rows;
  constructor(rows) {
    this.#rows = rows;
  }
  static async open(root, waiting, busyTimeoutMs, nowMs = Date.now()) {
    return new ResumeReader(new MergedRows(await openSaved(root, busyTimeoutMs), waiting, nowMs));
  }
  static of(db, nowMs) {
    return new ResumeReader(new MergedRows(db, /* @__PURE__ */ new Map, nowMs));
  }
  get db() {
    return this.#rows.db;
  }
  get waiting() {
    return this.#rows.waiting;
  }
  sessionIds(prefix, limit, isTrusted) {
    let waiting = [...this.#rows.waiting.keys()].filter((id) => id.startsWith(prefix)), stored = this.#rows.all(`SELECT session_id AS id FROM hive_instances i WHERE substr(session_id, 1, length(?1)) = ?1
         AND NOT (?3 AND EXISTS (SELECT 1 FROM hive_state s WHERE s.session_id = i.session_id AND s.kind = ?4))
         GROUP BY session_id ORDER BY max(last_seen_ms) DESC LIMIT ?2`, prefix, limit, isTrusted, UNTRUSTED), known = [.../* @__PURE__ */ new Set([...waiting, ...stored.map((row) => row.id)])];
    return isTrusted ? known.filter((id) => !this.isUntrusted(id)) : known;
  }
  isUntrusted(sessionId) {
    return this.#rows.all("SELECT 1 FROM hive_state WHERE session_id = ? AND kind = ?", sessionId, UNTRUSTED).length > 0;
  }
  outline(sessionId) {
    let row = (kind) => this.#rows.newest(sessionId, kind, "main", 1)[0], times = this.#activeTimes(sessionId), seen = row("session")?.row, end = row("end"), lastActiveMs = latestOf([...times.values()]), lastSeenMs = latestOf([seen?.atMs ?? null, end?.row.atMs ?? null]) ?? lastActiveMs;
    if (lastSeenMs === null)
      return null;
    let startedMs = seen === void 0 ? null : fieldTime(seen, "source"), turnMs = latestOf([times.get("prompt") ?? null, times.get("operation") ?? null]), messageMs = times.get("message") ?? null, hasOperations = (times.get("operation") ?? null) !== null, start = row("start")?.row.data, cwd = text(seen?.data.cwd), opened = latestOf([startedMs === null ? null : this.#rows.readMs(startedMs), times.get("prompt") ?? null]);
    return {
      sessionId,
      cwd,
      directory: text(start?.directory) ?? cwd,
      worktree: text(start?.worktree),
      process: seen?.data.process ?? null,
      isAttended: attendedIn(seen?.data),
      hasStarted: startedMs !== null,
      hasWork: turnMs !== null,
      hasOperations,
      unworked: hasOperations ? [] : this.#rows.newest(sessionId, "prompt", "main", NEWEST_PROMPTS).map((one) => one.row.data.text),
      isTurnFinished: messageMs !== null && messageMs >= (turnMs ?? 0),
      continues: this.#rows.newest(sessionId, "continues", "main", KINDS.continues.limit).map(({ key, row: { data } }) => ({
        sessionId: key,
        activeMs: Number(data.activeMs)
      })),
      lastSeenMs,
      lastActiveMs,
      ending: endingOf(end?.row, opened, times.get("compact") ?? null, latestOf([turnMs, messageMs])),
      instances: this.#instances(sessionId)
    };
  }
  #activeTimes(sessionId) {
    if (this.#rows.waiting.has(sessionId))
      return new Map(ACTIVITIES.map((kind) => [kind, this.#rows.newest(sessionId, kind, "main", 1)[0]?.row.atMs ?? null]));
    let rows = this.#rows.all(TIMES_SQL, sessionId, this.#rows.boundMs, ACTIVITIES_JSON);
    return new Map(rows.map(({ kind, atMs }) => [kind, atMs === null ? null : this.#rows.readMs(atMs)]));
  }
  session(sessionId) {
    let outline = this.outline(sessionId);
    if (outline === null)
      return null;
    let state = this.#state(sessionId), lastCheckpoint = this.#lastCheckpoint(sessionId);
    return {
      ...outline,
      objective: text(state.session?.title),
      firstPrompts: this.#rows.oldest(sessionId, "prompt", FIRST_PROMPTS).map(seenRow),
      lastCheckpoint,
      operations: this.#rows.countOperations(sessionId, Number.NEGATIVE_INFINITY),
      operationsSinceCheckpoint: this.#rows.countOperations(sessionId, lastCheckpoint?.atMs ?? Number.NEGATIVE_INFINITY),
      waitingEntries: this.#rows.waitingFor(sessionId).entries,
      state
    };
  }
  [Symbol.dispose]() {
    this.#rows.db?.close();
  }
  #state(sessionId) {
    let parts = {};
    for (let { kind, field } of PARTS) {
      let { limit, ofSubagents } = KINDS[kind], most = recallLimitOf(kind), agents = ofSubagents ? this.#rows.newest(sessionId, kind, "subagents", most) : [], rows = newestFirst([...this.#rows.newest(sessionId, kind, "main", most), ...agents]).map(seenRow);
      if (rows.length > 0)
        parts[field] = limit === 1 ? rows[0] : rows;
    }
    return parts;
  }
  #lastCheckpoint(sessionId) {
    return [...this.#rows.all("SELECT created_at_ms AS atMs, type, trigger FROM hive_checkpoints WHERE session_id = +? ORDER BY created_at_ms DESC LIMIT 1", sessionId), ...this.#rows.waitingFor(sessionId).checkpoints].toSorted((a, b) => b.atMs - a.atMs)[0] ?? null;
  }
  #instances(sessionId) {
    return [...this.#rows.all("SELECT instance_id AS instanceId, pid, last_seen_ms AS lastSeenMs FROM hive_instances WHERE session_id = ?", sessionId), ...this.#rows.waitingFor(sessionId).instances];
  }
}
function latestOf(times) {
  let latest = null;
  for (let atMs of times)
    if (atMs !== null && (latest === null || atMs > latest))
      latest = atMs;
  return latest;
}
function endingOf(end, openedMs, compactMs, lastWorkMs) {
  if (end !== void 0 && end.atMs >= (openedMs ?? 0))
    return { kind: "ended", at: timeText(end.atMs), reason: text(end.data.reason) };
  if (compactMs !== null && compactMs >= (lastWorkMs ?? 0))
    return { kind: "compacted", at: timeText(compactMs) };
  return { kind: "none-seen" };
}
function text(value) {
  return typeof value === "string" && value !== "" ? value : null;
}

// src/store/sqlite/read/candidate-queries.ts
var recent = (isSettled) => `SELECT session_id AS id, ${isSettled} AS isSettled FROM hive_instances
  GROUP BY session_id HAVING max(last_seen_ms) >= ?1 OR max(last_seen_ms) < ?2
  ORDER BY max(last_seen_ms) > ?3, max(last_seen_ms) DESC`, RECENT_SQL = recent("0"), RECENT_SETTLED_SQL = recent("coalesce(min(settled) = -sum(observations), 0)"), ATTENDED = "coalesce(json_extract(s.data, '$.wasAttended'), json_extract(s.data, '$.isAttended'))", HEADS_SQL = `SELECT j.value AS id,
    json_extract(b.data, '$.worktree') AS worktree,
    coalesce(json_extract(b.data, '$.directory'), json_extract(s.data, '$.cwd')) AS directory,
    ${ATTENDED} AS isAttended, json_extract(s.data, '$.source') IS NOT NULL AS hasStarted
  FROM json_each(?1) j
  CROSS JOIN hive_state s ON s.session_id = j.value AND s.kind = 'session' AND s.key = ''
  LEFT JOIN hive_state b ON b.session_id = j.value AND b.kind = 'start' AND b.key = ''`, time = (kind) => latestTime(kind, "j.value", "?2"), TIMES = `(SELECT j.value AS id, ${time("prompt")} AS prompt, ${time("operation")} AS operation,
    ${time("message")} AS message, ${time("end")} AS ended, ${time("session")} AS seen FROM json_each(?1) j LIMIT -1) t`, candidates = (isWanted = "1") => `SELECT t.id,
    max(coalesce(prompt, 0), coalesce(operation, 0), coalesce(message, 0)) AS workMs,
    EXISTS (SELECT 1 FROM hive_state u WHERE u.session_id = t.id AND u.kind = '${UNTRUSTED}') AS isUntrusted
  FROM ${TIMES}
  WHERE (prompt IS NOT NULL OR operation IS NOT NULL) AND ${isWanted}`, UNFINISHED_SQL = candidates(`NOT ${IS_DONE}`), WORKED_SQL = candidates(), has = (kind) => `EXISTS (SELECT 1 FROM hive_state WHERE session_id = j.value AND kind = '${kind}' AND agent_id = '')`, CONTINUES_SQL = `SELECT j.value AS receiver, c.key AS source, CAST(json_extract(c.data, '$.activeMs') AS REAL) AS activeMs,
    coalesce(${ATTENDED}, 1) AND (${has("prompt")} OR ${has("operation")}) AS hasWorked
  FROM json_each(?1) j CROSS JOIN hive_state c ON c.session_id = j.value AND c.kind = 'continues' AND c.agent_id = ''
  LEFT JOIN hive_state s ON s.session_id = j.value AND s.kind = 'session' AND s.key = ''`;
function recentSessions(db, sinceMs, knownMs, boundMs) {
  let sql = hasSettled(db) ? RECENT_SETTLED_SQL : RECENT_SQL;
  return db.query(sql).all(sinceMs, knownMs, boundMs);
}
var headsOf = (db, ids) => db.query(HEADS_SQL).all(JSON.stringify(ids)), candidatesOf = (db, ids, withDone, boundMs) => db.query(withDone ? WORKED_SQL : UNFINISHED_SQL).iterate(JSON.stringify(ids), boundMs), continuesOf = (db, ids) => db.query(CONTINUES_SQL).all(JSON.stringify(ids));

// src/recall/waiting/waiting-files.ts
import { readdirSync } from "fs";
var waitingFiles = (paths) => [...list(paths.pending), ...claimedFiles(paths)];
function list(directory) {
  return names(directory).filter((name) => name.endsWith(".json") && !name.startsWith(".")).map((name) => `${directory}/${name}`);
}
function names(directory) {
  try {
    return readdirSync(directory);
  } catch (error) {
    let code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR")
      return [];
    throw error;
  }
}

// src/recall/resume.ts
var PARTS2 = ["prompts", "lastAssistantMessage", "todos", "plan", "files", "commands", "subagents", "git"];

class Resumes {
  #reader;
  #unread;
  #options;
  #outlines = /* @__PURE__ */ new Map;
  #hiddenOf;
  constructor(reader, unread, options, hiddenOf) {
    this.#reader = reader, this.#unread = unread, this.#options = options, this.#hiddenOf = hiddenOf;
  }
  static async open(root, options) {
    let { busyTimeoutMs, maxEntryBytes = DEFAULTS.maxEntryBytes } = options, paths = queuePaths(root), isEmpty = waitingFiles(paths).length === 0, { bySession, unread } = isEmpty ? NOTHING_WAITS2 : (await import("./import-waiting.js")).readWaiting(paths, maxEntryBytes), reader = await ResumeReader.open(root, bySession, busyTimeoutMs, options.nowMs);
    return new Resumes(reader, unread, options, await hiddenIn(root, options.exclude));
  }
  static async of(db, root, options) {
    let reader = ResumeReader.of(db, options.nowMs);
    return new Resumes(reader, 0, { ...options, busyTimeoutMs: 0 }, await hiddenIn(root, void 0));
  }
  ids(prefix, limit, isTrusted) {
    return this.#reader.sessionIds(prefix, limit, isTrusted).map((id) => this.outline(id)).filter((outline) => outline !== null).toSorted((a, b) => b.lastSeenMs - a.lastSeenMs).map((outline) => outline.sessionId);
  }
  outline(sessionId) {
    let outline = this.#outlines.get(sessionId);
    if (outline === void 0)
      outline = this.#reader.outline(sessionId), this.#outlines.set(sessionId, outline);
    return outline;
  }
  isUntrusted(sessionId) {
    return this.#reader.isUntrusted(sessionId);
  }
  isRunning({ process: seen, instances, lastSeenMs }) {
    let { nowMs, ownPids = [] } = this.#options, own = [...ownPids, process.pid];
    if (seen === null)
      return isSessionRunning(instances, nowMs, own);
    return isProcessRunning(seen, lastSeenMs, nowMs, own);
  }
  recent(sinceMs) {
    let { db, waiting } = this.#reader, known = db === null ? [] : recentSessions(db, sinceMs, FIRST_KNOWN_MS, this.#boundMs);
    return [
      ...this.#waitingIds().map((id) => ({ id, isSettled: !1 })),
      ...known.filter(({ id }) => !waiting.has(id)).map(({ id, isSettled }) => ({ id, isSettled: isSettled === 1 }))
    ];
  }
  heads(ids) {
    let { db, waiting } = this.#reader;
    return [...ids.filter((id) => waiting.has(id)).map((id) => this.outline(id)).filter((outline) => outline !== null).map(({ sessionId: id, worktree, directory, isAttended, hasStarted }) => ({
      id,
      worktree,
      directory,
      isAttended: isAttended === null ? null : Number(isAttended),
      hasStarted: Number(hasStarted)
    })), ...db === null ? [] : headsOf(db, this.#stored(ids))];
  }
  *candidates(ids, withDone) {
    for (let id of ids) {
      let outline = this.#reader.waiting.has(id) ? this.outline(id) : null;
      if (outline === null || !outline.hasWork)
        continue;
      if (!withDone && !isUnfinished(outline))
        continue;
      yield { id, workMs: outline.lastActiveMs ?? 0, isUntrusted: Number(this.isUntrusted(id)) };
    }
    let { db } = this.#reader;
    if (db !== null)
      yield* candidatesOf(db, this.#stored(ids), withDone, this.#boundMs);
  }
  continues(ids) {
    let { db, waiting } = this.#reader, stored = db === null ? [] : continuesOf(db, this.#stored(ids)), waits = ids.filter((id) => waiting.has(id)).flatMap((receiver) => {
      let outline = this.outline(receiver), hasWorked = Number(outline?.hasWork === !0 && outline.isAttended !== !1);
      return (outline?.continues ?? []).map(({ sessionId, activeMs }) => ({
        receiver,
        source: sessionId,
        activeMs,
        hasWorked
      }));
    });
    return [...stored, ...waits];
  }
  followersOf({ sessionId, lastSeenMs }) {
    return this.continues(this.recent(lastSeenMs).map(({ id }) => id)).filter(({ source, hasWorked }) => source === sessionId && hasWorked === 1).map(({ receiver }) => receiver);
  }
  #waitingIds() {
    return [...this.#reader.waiting.keys()].map((id) => this.outline(id)).filter((outline) => outline !== null).toSorted((a, b) => b.lastSeenMs - a.lastSeenMs).map(({ sessionId }) => sessionId);
  }
  #stored(ids) {
    return ids.filter((id) => !this.#reader.waiting.has(id));
  }
  get #boundMs() {
    return this.#options.nowMs + CLOCK_SKEW_MS;
  }
  status(sessionId) {
    let outline = this.outline(sessionId);
    if (outline === null)
      return null;
    if (outline.ending.kind === "ended")
      return "ended";
    return this.isRunning(outline) === !0 ? "open" : "no end seen";
  }
  report(sessionId) {
    let session = this.#reader.session(sessionId);
    if (session === null)
      return null;
    let { objective, cwd, lastSeenMs, lastActiveMs, lastCheckpoint } = session, { ending, isTurnFinished, operations, operationsSinceCheckpoint, waitingEntries } = session, isUntrusted = this.isUntrusted(sessionId), chain = isUntrusted ? [] : this.#chain(session), state = chainState([session, ...chain].map((one) => ({ state: one.state, isDone: !isUnfinished(one) }))), transcriptPath = session.state.session?.transcriptPath, tail = isUntrusted || typeof transcriptPath !== "string" ? null : readTail(transcriptPath, this.#hiddenOf?.(session)), before = chain.filter(isUnfinished).flatMap((one) => openCallsOf(one, state, this.#hiddenOf?.(one))), inFlight = [...(tail?.calls ?? []).filter((call) => !isDone(call, session.state)), ...before], isUnknown = (part) => part === "todos" ? state.todos === void 0 && state.tasks === void 0 : state[part] === void 0;
    return {
      version: 1,
      sessionId,
      isUntrusted,
      objective,
      cwd,
      transcriptPath: typeof transcriptPath === "string" ? transcriptPath : null,
      lastSeenAt: timeText(lastSeenMs),
      lastSeenMs,
      lastActiveAt: lastActiveMs === null ? null : timeText(lastActiveMs),
      isRunning: ending.kind === "ended" ? !1 : this.isRunning(session),
      ending,
      isTurnFinished,
      lastCheckpoint: lastCheckpoint === null ? null : { at: timeText(lastCheckpoint.atMs), type: lastCheckpoint.type, trigger: lastCheckpoint.trigger },
      operations,
      operationsSinceCheckpoint,
      waitingEntries,
      unreadEntries: this.#unread,
      gitNow: gitNow(session),
      notKnown: [...objective === null ? ["objective"] : [], ...PARTS2.filter(isUnknown)],
      continues: chain.map((one) => one.sessionId),
      prompts: promptsOf([...chain.toReversed(), session].flatMap((one) => one.firstPrompts), state.prompts ?? []),
      inFlight,
      lastWords: isTurnFinished ? null : tail?.lastText ?? null,
      made: isUntrusted ? [] : madeFiles(session, state, inFlight, this.#hiddenOf?.(session)),
      outcomes: outcomesOf(state),
      running: runningTasks(state),
      state: state.commands === void 0 ? state : { ...state, commands: newestOfEach(state.commands) }
    };
  }
  #chain(session) {
    let chain = [], hasTask = hasOwnTask(session);
    for (let { sessionId } of chainOf(this, session, MAX_CHAIN)) {
      let earlier = this.#reader.session(sessionId);
      if (earlier === null)
        continue;
      if (hasTask && !isUnfinished(earlier))
        break;
      chain.push(earlier), hasTask ||= hasOwnTask(earlier);
    }
    return chain;
  }
  [Symbol.dispose]() {
    this.#reader[Symbol.dispose]();
  }
}
var hasOwnTask = ({ firstPrompts }) => firstPrompts.some(({ text }) => typeof text === "string" && isOfSubstance(text)), NOTHING_WAITS2 = { bySession: /* @__PURE__ */ new Map, unread: 0 };
async function hiddenIn(root, given) {
  let globs = given ?? readConfigFiles(root).config.exclude;
  if (globs.length === 0)
    return;
  let { excludedFrom } = await import("./recall-excluded-data.js");
  return (session) => excludedFrom(globs, root, session);
}
var MAX_CHAIN = 5;

export { findCandidates, failing, isWorthTelling, isBeforeEdit, finishedAgents, cleanIn, goneSince, waitingFiles, Resumes };
