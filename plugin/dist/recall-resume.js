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
  NEW_SQL,
  ONE_ROW_SQL,
  OPERATIONS_SQL,
  namedRow,
  seenRow,
  latestTime,
  IS_DONE,
  hasSettled
} from "./store-sqlite-settled.js";
import {
  readGitHead
} from "./git-git-head.js";
import {
  openSaved
} from "./store-sqlite-read-reader.js";
import {
  isProcessRunning,
  isSessionRunning
} from "./recall-choose-process-alive.js";
import {
  quoted,
  quotedEnds,
  setsLimits,
  quotedTask,
  quotedLimits,
  quotedPath,
  word
} from "./recall-report-quoted.js";
import {
  attendedIn
} from "./model-attended.js";
import {
  count
} from "./base-text-words.js";
import {
  claimedFiles
} from "./queue-depth.js";
import {
  readConfigFiles
} from "./origin-config-files.js";
import {
  textIn
} from "./agents-facts-tool-call.js";
import {
  queuePaths
} from "./platform-bun-callers-directory.js";
import {
  notificationIn,
  isRunner,
  namesFailure,
  EXITS_WITH_CODE,
  PIPEFAIL
} from "./model-check-outcome.js";
import {
  patterns,
  ANNOUNCES,
  isText,
  pathAbove,
  plainLines,
  matches,
  recordOf,
  listOf,
  MAX_CHARS,
  clipEnds
} from "./agents-claude-code-payload.js";
import {
  storedKey,
  rowIn
} from "./store-sqlite-apply-stored-row.js";
import {
  timeText
} from "./base-clock.js";
import {
  objectIn2,
  isObject2,
  textOf2
} from "./base-json.js";
import {
  treeAt
} from "./git-git-tree.js";
import {
  lstatIfAny
} from "./base-files-lstat-if-any.js";
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
  let task = first.find((row) => isOfSubstance(textOf(row))) ?? first[0] ?? newest.at(-1), seen = /* @__PURE__ */ new Set([task === void 0 ? "" : textOf(task)]), later = newest.filter((row) => {
    let text = textOf(row);
    if (row.key === task?.key || seen.has(text) || !isOfSubstance(text))
      return !1;
    return seen.add(text);
  }), agreeing = newest.filter((row) => !isOfSubstance(textOf(row)) && row.key !== task?.key).length, isLastTold = later[0] !== void 0 && textOf(later[0]) === textOf(newest[0]);
  return { task, later, agreeing, isLastTold };
}
var textOf = (row) => typeof row.text === "string" ? row.text : "";

// src/recall/choose/candidates.ts
var MAX_AGE_MS = 604800000, SAME_MS = 2000, LOT = 256, FIRST_LOT = 16, MAX_LOOKS_ELSEWHERE = 5;
function isUnfinished2(outline) {
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
  let { resumes, nowMs } = search, sinceMs = nowMs - MAX_AGE_MS, taken = new Taken(resumes, resumes.recent(sinceMs)), found = new Look(search, taken, !1).at(resumes.recent(sinceMs, !0));
  if (found.candidates.length > 0 || !withDone)
    return found;
  return { ...new Look(search, taken, !0).at(resumes.recent(sinceMs)), others: [], elsewhere: found.elsewhere };
}
var isUnworked = ({ ending, hasOperations, isTurnFinished }) => ending.kind === "ended" && !hasOperations && !isTurnFinished;
function* lotsOf(ids, first) {
  let lot = [], most = first;
  for (let id of ids) {
    if (lot.push(id) < most)
      continue;
    yield lot, lot = [], most = Math.min(most * 4, LOT);
  }
  if (lot.length > 0)
    yield lot;
}

class Look {
  #search;
  #taken;
  #withDone;
  #held = [];
  #unworked = [];
  #later = [[], [], [], []];
  #elsewhere = [];
  #looked = [];
  constructor(search, taken, withDone) {
    this.#search = search, this.#taken = taken, this.#withDone = withDone;
  }
  at(ids) {
    let offers = this.#offers(ids), next = offers.next(), best = next.done === !0 ? null : next.value, end = best !== null && !this.#later.slice(1).flat().includes(best.outline.sessionId) ? this.#looked.indexOf(best.outline.sessionId) : this.#looked.length, before = new Set(this.#looked.slice(0, end)), elsewhere = this.#withDone ? null : this.#named(this.#elsewhere.filter(({ id }) => before.has(id)));
    return { candidates: [...best === null ? [] : [best], ...this.#held], others: offers, elsewhere };
  }
  *#offers(ids) {
    for (let lot of lotsOf(ids, FIRST_LOT))
      this.#looked.push(...lot), yield* this.#offered(this.#hereOf(lot));
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
      (rank === 0 && places.distanceOf(head) === 0 ? first : this.#later[rank]).push(head.id);
    }
    return first;
  }
  *#offered(ids) {
    let { resumes, places } = this.#search;
    for (let row of this.#rowsOf(ids)) {
      let outline = resumes.outline(row.id);
      if (outline === null || !places.isHere(outline) || !isOffered(outline, this.#search))
        continue;
      let candidate = { outline, isUnfinished: isUnfinished2(outline) };
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
      if (outline !== null && isOffered(outline, this.#search) && isUnfinished2(outline))
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
  if (outline.isAttended === !1 && (outline.isTurnFinished || !isUnfinished2(outline)))
    return !1;
  return resumes.isRunning(outline) !== !0 && isTaken?.(outline) !== !0;
}

class Taken {
  #bySource = /* @__PURE__ */ new Map;
  #resumes;
  #lots;
  #asked = /* @__PURE__ */ new Set;
  constructor(resumes, ids) {
    this.#resumes = resumes, this.#lots = lotsOf(ids, LOT);
  }
  #askBefore(id) {
    while (!this.#asked.has(id)) {
      let { done, value: lot } = this.#lots.next();
      if (done === !0)
        return;
      for (let one of lot)
        this.#asked.add(one);
      for (let row of this.#resumes.continues(lot)) {
        let known = this.#bySource.get(row.source);
        if (known === void 0)
          this.#bySource.set(row.source, [row]);
        else
          known.push(row);
      }
    }
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
    return this.#askBefore(id), (this.#bySource.get(id) ?? []).filter(({ activeMs }) => isStateOf(activeMs, workMs));
  }
}
function takenIn(resumes, nowMs) {
  let receivers;
  return ({ sessionId, lastActiveMs }) => (receivers ??= resumes.continues([...resumes.recent(nowMs - MAX_AGE_MS)]), receivers.some(({ source, activeMs, hasWorked }) => source === sessionId && hasWorked === 1 && isStateOf(activeMs, lastActiveMs ?? 0)));
}
var isStateOf = (givenMs, workMs) => !isKnownTime(workMs) || givenMs + SAME_MS >= workMs;
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

// src/recall/report/ages.ts
function ago(atMs, nowMs) {
  if (!isKnownTime(atMs) || !isKnownTime(nowMs))
    return "at a time that its clock did not know";
  let ms = nowMs - atMs;
  if (ms < 60000)
    return "just now";
  if (ms < 3600000)
    return `${Math.round(ms / 60000)} min ago`;
  if (ms < 172800000)
    return `${Math.round(ms / 3600000)} h ago`;
  return `${Math.round(ms / 86400000)} days ago`;
}
var minute = (atMs) => `${timeText(atMs).slice(0, 16)}Z`;

// src/git/git-operation.ts
var SIGNS = {
  "rebase-merge": "rebase",
  "rebase-apply": "rebase",
  MERGE_HEAD: "merge",
  CHERRY_PICK_HEAD: "cherry-pick",
  REVERT_HEAD: "revert",
  BISECT_LOG: "bisect"
};
function gitOperationAt(cwd) {
  let tree = cwd.startsWith("/") ? treeAt(cwd) : null;
  if (tree === null)
    return;
  let sign = Object.keys(SIGNS).find((name) => lstatIfAny(`${tree.gitDirectory}/${name}`) !== void 0);
  return sign === void 0 ? null : SIGNS[sign];
}

// src/recall/made-files.ts
import { isAbsolute, join } from "path";

// src/recall/checks/steps.ts
var TOKENS = /(?<quoted>"(?:[^"\\]|\\[^])*"|'[^']*')|\\\n|(?<file>(?:[&12])?>{1,2} ?(?:&\d|[\w./~$@{}-]+|"[^"]*")|<(?!<) ?[\w./-]+)|(?<joint>&&|\|\||\|&?|;+|\n|&)|(?<odd>\$\(|[<>`()"'])|(?:\\[^]|[^\s"'\\&|;<>`()$12])+|[^]/g;
function stepsOf(line) {
  let steps = [], text = "", isOdd = !1, end = (joint) => {
    let plain = text.replaceAll(/\s+/g, " ").trim();
    if (plain !== "")
      steps.push({ text: plain, joint, isOdd });
    text = "", isOdd = !1;
  };
  for (let { 0: token, groups = {} } of withoutComments(line).matchAll(TOKENS)) {
    let { quoted, file, joint, odd } = groups;
    if (joint !== void 0)
      end(jointOf(joint));
    else
      isOdd ||= odd !== void 0 || quoted?.startsWith('"') === !0 && /`|\$\(/.test(quoted), text += file !== void 0 || token === "\\\n" ? " " : token;
  }
  end("");
  let last = steps.at(-1);
  return last === void 0 ? [] : [...steps.slice(0, -1), { ...last, joint: "" }];
}
var withoutComments = (line) => line.replaceAll(/^\s*#.*$/gm, "");
function jointOf(token) {
  if (token === `
` || token.startsWith(";"))
    return ";";
  return token === "|&" ? "|" : token;
}
var SHELL = /^(?:\S*\/)?(?:ba|z|da)?sh (?:-\w+ )*-\w*c (["'])([^]*)\1/, GROUP = /^(?:time )?(?:\(\s*([^()]*?)\s*\)|\{\s([^{}]*?);?\s*\})/, KNOWN = /\$\((?:nproc|getconf _NPROCESSORS_ONLN|sysctl -n hw\.\w*cpu|pwd)\)|`(?:nproc|pwd)`|\$PWD\b/g;
function unwrapped(line) {
  let text = line.replaceAll(KNOWN, (found) => /nproc|cpu/i.test(found) ? "8" : ".").trim(), shell = SHELL.exec(text), group = shell === null ? GROUP.exec(text) : null, [all, inside] = shell === null ? [group?.[0], group?.[1] ?? group?.[2]] : [shell[0], shell[2]];
  if (all === void 0 || inside === void 0 || inside === "")
    return text;
  let rest = text.slice(all.length);
  if (!/^\s*(?:$|[|>&12])/.test(rest) || /^\s*(?:&&|\|\||&$)/.test(rest))
    return text;
  return unwrapped(`${inside.replaceAll("\\\"", '"')} ${rest}`);
}

// src/recall/made-files.ts
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
        let file = lstatIfAny(path), isFrom = (ms) => ms >= atMs - MAX_RUN_MS && ms <= atMs + LATE_MS;
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
function stashedIn(commands) {
  let steps = commands.filter((row) => row.outcome === "ok" && typeof row.command === "string").flatMap(({ atMs, command }) => stepsOf(String(command)).map(({ text }) => ({ atMs, text })).toReversed()), last = steps.find(({ text }) => /^git stash(?! (?:list|show)\b)/.test(text)), commitMs = steps.find(({ text }) => /^git commit\b/.test(text))?.atMs ?? 0, isPushed = last !== void 0 && /^git stash(?:$| (?:push|save|-))/.test(last.text), paths = namesIn(last?.text.split(" -- ")[1] ?? ""), isNamed = (key) => paths.length === 0 || paths.some((path) => key.endsWith(`/${path}`));
  return ({ key, atMs }) => isPushed && atMs < last.atMs && atMs > commitMs && isNamed(key);
}
var removedIn = (command) => stepsOf(command).map(({ text }) => text).filter((part) => /^(?:sudo )?(?:git )?(?:rm|mv|unlink) /.test(part)).flatMap(namesIn).map((name) => name.replace(/^(?:\.{0,2}\/)+|\/$/g, "")).filter((name) => !["", "git", "rm", "mv", "sudo", "unlink"].includes(name)), isThere = (path) => lstatIfAny(path)?.isFile() === !0, CHANGES = /* @__PURE__ */ new WeakMap;
function lastChangeMs({
  state,
  made,
  machine
}) {
  let files = state.files ?? [], known = CHANGES.get(state);
  if (known !== void 0)
    return known;
  let paths = [...files.map(({ key }) => key), ...made.map(({ path }) => path)].slice(0, MAX_CHANGES), onDisk = machine !== void 0 ? [] : paths.map(lstatIfAny).filter((file) => file?.isFile() === !0), lastMs = Math.max(files[0]?.atMs ?? 0, ...onDisk.map((file) => file.mtimeMs));
  return CHANGES.set(state, lastMs), lastMs;
}
var MAX_CHANGES = 100;
function namesIn(command) {
  return command.split(/[\s;|&<>()"'`=]+/).filter((word) => /^[\w./@+-]{1,200}$/.test(word) && /[A-Za-z]/.test(word) && !word.startsWith("-"));
}

// src/recall/checks/git-steps.ts
var STEPS = {
  rebase: ["git rebase", "git pull"],
  merge: ["git merge", "git pull"],
  "cherry-pick": ["git cherry-pick"],
  revert: ["git revert"],
  am: ["git am"]
}, GIT = /^git (?:-c \S+ )*([\w-]+)(?: |$)/;
function operationOf(command) {
  let action = GIT.exec(command)?.[1];
  return action !== void 0 && ((action in STEPS) || action === "pull" || action === "commit") ? `git ${action}` : void 0;
}
function endsOf(command) {
  let action = GIT.exec(command)?.[1] ?? "";
  if (action === "commit")
    return ["git commit"];
  return / --(?:continue|abort|skip|quit)\b/.test(command) ? STEPS[action] ?? [] : [];
}
var ENDED_BY_COMMIT = ["git merge", "git cherry-pick", "git revert", "git pull"], isRemembered = (step) => ((GIT.exec(step)?.[1] ?? "") in REMEMBERED) && !/ (?:--squash|-[a-z]*n[a-z]*|--no-commit)(?: |$)/.test(step), REMEMBERED = { ...STEPS, pull: [] }, ends = (ended, operation, isConflict) => ended.includes(operation) || isConflict && ended.includes("git commit") && ENDED_BY_COMMIT.includes(operation), namesConflict = (line) => /\bCONFLICT \(|Automatic merge failed|could not (?:apply|revert)\b/.test(line);

// src/recall/checks/flags.ts
var SILENT = new RegExp(`^(?:--|-q+|-v+|-s|-x|-i|-l|-V+|-u|-ra?[aAfExXpPsw]*|-[jnT]\\d+C?|-count=\\d+|-(?:json|cover|failfast)|-(?:timeout|parallel|p|cover\\w+)=\\S+|--${[
  "(?:no-)?(?:quiet|verbose|silent|force|bail|fail-?fast|colou?rs?|color-output|watch|cache|cov|coverage|progress|summary|header|daemon|parallel|pretty)",
  "(?:ci|run|runInBand|nocapture|capture|exitfirst|showlocals|force-?exit|stacktrace|info|offline|locked|frozen|frozen-lockfile)",
  "(?:fix|unsafe-fixes|write|apply|update|updateSnapshots?|update-snapshots?|keep-going|output-on-failure|build-cache)",
  "(?:no-restore|nologo|batch-mode|no-transfer-progress|noEmit|incremental|no-print-directory|pull|load|no-install|if-present)",
  "(?!cache-show)(?:cov|coverage|cache|color|capture|log|console|detectOpen|logHeap|trace|enable-source)-?\\w+(?:-\\w+)*"
].join("|--")})$`), SILENT_VALUE = /^--?(?:bail|colou?rs?|tb|reporters?|test-reporter(?:-destination)?|watch|watchAll|durations|maxfail|max-?workers|workers|jobs|concurrency|test-concurrency|parallel|test-threads|timeout|test-?timeout|retry|retries|format|formatter|output|output-?format|outputFile|output-logs|log-?level|log-order|logger|verbosity|progress|message-format|target-dir|junit-?xml|cov|cov-report|cov-config|coverage[.-]\w+|capture|console|cache-(?:dir|location|from|to)|pool|pretty|max-failures|fail-level)$/i, NUMBERED = /^(?:-[jnTwp]|--(?:bail|verbose|silent|quiet|ci|cache|coverage|durations|maxfail|max-?workers|workers|jobs|concurrency|test-concurrency|parallel|test-threads|timeout|test-?timeout|retry|retries|max-failures|watch|watchAll|colou?rs?|pretty))$/i, NUMBER = /^(?:\d[\w.%]*|auto|logical|max|true|false|never|always|null)$/;
function silentWords(words, at) {
  let word = words[at], [flag = ""] = word.split("="), next = words[at + 1];
  if (next !== void 0 && !next.startsWith("-") && (NUMBERED.test(word) ? NUMBER.test(next) : SILENT_VALUE.test(word)))
    return 2;
  return SILENT.test(word) || SILENT_VALUE.test(flag) ? 1 : 0;
}
var STRICT = /^(?:-D=|-race$|--(?:strict|max-warnings|deny-warnings|all-targets|all-features)(?:$|=)|-Werror$)/, CARGO_TARGETS = /^--(?:tests?|examples?|bench|benches)(?:$|=)/, showsModes = (passed, failed) => failed.every((one) => passed.includes(one) || CARGO_TARGETS.test(one) && passed.includes("--all-targets")) && passed.every((one) => failed.includes(one) || STRICT.test(one)), isVariable = (word) => /^[A-Za-z_]\w*=/.test(word), LOUDNESS = /^(?:CI|DEBUG|VERBOSE|TERM|COLUMNS|LANG|LC_\w+|\w*(?:COLOR|LOG|BACKTRACE|LEVEL|UNBUFFERED|BYTECODE))=/, CHOICE = /^(?:\w*(?:FEATURE|FLAG|SKIP|ONLY|UPDATE|DISABLE|ENABLE|MOCK|FAKE|SEED|BACKEND|ENGINE|DRIVER|ADAPTER|BROWSER|PROFILE|VARIANT|VERSION|PLATFORM|ARCH|TARGET|DIALECT)\w*|DB|TZ|GOOS|CC|CXX|\w*SANITIZE\w*)=|=["']?(?:0|1|on|off|true|false|yes|no|production|prod|staging)["']?$/i, isChoice = (variable) => !LOUDNESS.test(variable) && CHOICE.test(variable);

// src/recall/checks/names.ts
var LAUNCHERS = [
  "npx|bunx|pnpx|uvx|bun x|bun --bun|(?:npm|pnpm|yarn) (?:exec|x|dlx)",
  "python[\\d.]* (?:-[BIXWu]\\S* )*-m|py -m|coverage run -m",
  "(?:uv|poetry|pipenv|pdm|rye|hatch|pipx|uv tool) run|mise exec|bundle exec|c8|nyc"
].join("|");
var NAMES = [
  [new RegExp(`^(?:${LAUNCHERS})(?: (?:--|-[yq]|--(?:yes|quiet|no-install|bun|frozen|locked|no-sync|isolated|dev|all-extras|all-groups)|(?:-p|--(?:package|with|extra|group|python|env-file))[ =]\\S+))* (?=[^-])`), ""],
  [/^(?:\S*\/)?(?:node_modules\/\.bin|vendor\/bin|\.?v?env\/bin)\/|^(?:\.\/)?bin\/(?=r)/, ""],
  [/^(?:node (?:--\S+ )*)?(?:\S*\/)?node_modules\/(?!\.bin)(?:typescript\/bin\/)?([a-z]+)(?:\/\S+)?(?= |$)/, "$1"],
  [/^node (?:--\S+ )*(?=(?:\S*\/)?node_modules\/\.bin\/)/, ""],
  [/^(?:node|tsx)(?: (?:-r|--(?:import|require|loader))[ =]\S+| --(?!test\b)\S+)* --test(?= |$)/, "node --test"],
  [/^(?:yarn|pnpm|bun)(?: run)? (?=(?:jest|vitest|mocha|eslint|tsc|prettier|biome|oxlint|playwright|turbo|nx)\b)/, ""],
  [/^@biomejs\/(?=biome(?: |$))/, ""],
  [/^([a-z][\w-]*)@[\w.^~-]+(?= |$)/, "$1"],
  [/^vitest run(?= |$)/, "vitest"],
  [/^unittest discover(?= |$)/, "unittest"],
  [/^py\.test(?= |$)/, "pytest"],
  [/^(?:\.{0,2}\/)*(gradle|mvn)w(?= |$)/, "$1"],
  [/^gmake(?= |$)/, "make"],
  [/^bazelisk(?= |$)/, "bazel"],
  [/^golangci-lint run(?= |$)/, "golangci-lint"],
  [/^cargo nextest run(?= |$)/, "cargo nextest"],
  [/^(?:python[\d.]* )?(?:\S*\/)?manage\.py test(?= |$)/, "django test"],
  [/^php (?=artisan |(?:vendor\/)?bin\/)/, ""],
  [/^docker-compose(?= )/, "docker compose"],
  [/^(?:docker (?:buildx|image)|podman) build(?= |$)/, "docker build"],
  [/^cargo t(?= |$)/, "cargo test"],
  [/^cargo b(?= |$)/, "cargo build"],
  [/^cargo c(?= |$)/, "cargo check"],
  [/^composer run(?:-script)?(?= )/, "composer"],
  [/^turbo run(?= )/, "turbo"],
  [/^nx run-many (.*?)(?:-t|--targets?)[ =](\S+)/, "nx $2 $1"],
  [/^nx affected (.*?)(?:-t|--targets?)[ =](\S+)/, "nx $2 --affected $1"],
  [/^nx run (\S+?):(\S+)/, "nx $2 $1"],
  [/^yarn workspace (\S+)(?: run)?(?= )/, "yarn --workspace=$1 run"],
  [/^yarn workspaces (?:foreach (?:-\S+ )*)?run(?= )/, "yarn --workspaces run"],
  [/^lerna run(?= )/, "npm --workspaces run"],
  [/^sudo (?=(?:npm|apt|apt-get|pip3?|brew|gem) )/, ""],
  [/^apt-get(?= )/, "apt"],
  [/^(?:uv )?pip[\d.]* install(?= |$)/, "pip install"],
  [/^poetry add(?= )/, "poetry install"],
  [/^bundle(?: install)?(?= -|$)/, "bundle install"]
];

// src/recall/checks/tools.ts
var SCRIPT = {
  narrow: /^(?:-[tkgwF]|--(?:grep|filter|workspace|scope|testNamePattern|test-name-pattern|testPathPatterns?|project|shard))$/,
  alone: /^--(?:only|changed|shard|affected)\w*$/,
  valued: /^(?:-[cm]|--(?:config|mode))$/,
  wide: /^(?:-ws|-r|--(?:workspaces|recursive))$/,
  ofPackage: /^(?:-[wF]|--(?:filter|workspace|scope))$/,
  goesDown: "wide"
}, CARGO = {
  narrow: /^(?:-p|--(?:package|bin|exclude|skip))$/,
  alone: /^--(?:lib|bins)$/,
  valued: /^(?:-[DWAF]|--(?:features|target|profile|config|test|example|bench))$/,
  wide: /^--(?:workspace|all)$/,
  ofPackage: /^(?:-p|--package)$/,
  goesDown: "wide"
}, CARGO_TEST = {
  ...CARGO,
  narrow: /^(?:-p|--(?:package|bin|test|example|exclude|skip))$/,
  alone: /^--(?:lib|bins|tests|doc|examples|exact)$/,
  implies: /^--(?:tests?|examples?)(?:$|=)/
}, GO = {
  narrow: /^-(?:run|skip)$/,
  alone: /^-short$/,
  valued: /^-(?:tags|o|ldflags|gcflags)$/,
  goesDown: "wide"
}, isGo = (tool) => tool === GO, JEST = {
  narrow: /^(?:-t|--(?:testNamePattern|testPathPatterns?|changedSince|shard|selectProjects|project|dir))$/,
  alone: /^(?:-o|--(?:only\w*|changed|lastCommit|findRelatedTests))$/,
  valued: /^(?:-c|--(?:config|environment|env|mode))$/,
  within: "pattern"
}, LINTER = { narrow: /^--(?:select|only|rule)$/, valued: /^(?:-c|--(?:config|ext|max-warnings))$/ }, FORMATTER = {
  ...LINTER,
  alone: /^--(?:changed|staged)$/,
  onlyFlags: /^--config$/,
  onlyPrints: (args) => args.some((one) => /^(?:-$|--(?:stdin|version|help))/.test(one)) || args.includes("--diff") && !args.some((one) => /^(?:-c|--check(?:-only)?)$/.test(one))
}, PRETTIER = {
  ...FORMATTER,
  onlyPrints: (args) => !args.some((one) => /^(?:-u?[clw]+|--(?:check|list-different|write))$/.test(one))
}, DOTNET = {
  ignored: /^-[vl]$/,
  narrow: /^--filter$/,
  valued: /^(?:-[cfr]|--(?:configuration|framework|runtime))$/
}, DOCKER = {
  ignored: /^(?:-t|--(?:tag|label|iidfile))$/,
  valued: /^(?:-f|--(?:file|target|build-arg|platform|secret|ssh|profile))$/,
  onlyFlags: /^(?:-f|--(?:file|target|build-arg|platform|profile|check))$/,
  isBareSeparate: !0
}, INSTALLER = {
  names: /^(?:-[re]|--(?:requirement|editable))$/,
  valued: /^(?:-[ti]|--(?:index-url|extra-index-url|target|prefix|registry|python))$/,
  onlyFlags: /^(?:-[gt]|--(?:global|target|prefix|dry-run))$/,
  isBareSeparate: !0
}, TARGETS = {
  targets: (name) => ({ name }),
  silent: /^-[kBw]$/,
  alone: /^(?:-i|--ignore-errors)$/,
  valued: /^(?:-f|--(?:file|makefile|taskfile))$/
}, MAVEN = {
  ...TARGETS,
  silent: /^-(?:B|ntp|U|o|e|am|fae|ff)$/,
  narrow: /^(?:-pl|--projects|-rf)$/,
  alone: /^(?:-DskipTests|-DskipITs|-Dmaven\.test\.skip|-Dtest|-Dit\.test)$/,
  valued: /^(?:-P|--activate-profiles)$/
}, GRADLE = {
  targets(word) {
    let end = word.lastIndexOf(":");
    return { name: word.slice(end + 1), part: end > 0 ? word.slice(0, end) : void 0 };
  },
  narrow: /^(?:--tests|-x|--exclude-task)$/,
  valued: /^(?:-b|--build-file|-P\w+)$/
}, BAZEL = {
  narrow: /^--(?:test_filter|test_tag_filters|test_size_filters|test_lang_filters)$/,
  valued: /^(?:-c|--(?:config|compilation_mode|platforms|define))$/,
  within: "targets"
}, all = (program, actions, tool) => actions.split(" ").map((action) => [`${program} ${action}`, tool]), each = (programs, tool) => programs.split(" ").map((name) => [name, tool]), TOOLS = new Map([
  ...each("jest vitest", JEST),
  ...each("mocha ava tap", { narrow: /^(?:-[gfm]|--f?grep|--match)$/, valued: /^(?:-r|--require|--config|--spec)$/ }),
  ["bun test", { narrow: /^(?:-t|--test-name-pattern)$/, alone: /^--(?:only|todo|changed|shard)$/, within: "pattern" }],
  ["bun build", { valued: /^--(?:outdir|outfile|target)$/, onlyFlags: /^--(?:target|compile)$/, isBareSeparate: !0 }],
  ["node --test", { narrow: /^--test-(?:name|skip)-pattern$/, alone: /^--test-(?:only|shard)$/ }],
  [
    "pytest",
    {
      narrow: /^(?:-[km]|--(?:deselect|ignore|ignore-glob))$/,
      alone: /^--(?:lf|last-failed|sw|stepwise)$/,
      valued: /^(?:-[cp]|--(?:rootdir|ds))$/,
      goesDown: "always"
    }
  ],
  [
    "unittest",
    { narrow: /^-k$/, names: /^(?:-s|--start-directory)$/, valued: /^(?:-[pt]|--pattern)$/, within: "dots" }
  ],
  ["django test", { narrow: /^(?:-k|--tag|--exclude-tag)$/, valued: /^--settings$/, within: "dots" }],
  ...each("rspec", { narrow: /^(?:-[et]|--(?:example|tag))$/, alone: /^--only-failures$/ }),
  ...each("phpunit pest", {
    narrow: /^--(?:filter|group|exclude-group|testsuite)$/,
    valued: /^(?:-c|--configuration)$/
  }),
  ["artisan test", { narrow: /^--(?:filter|group|testsuite)$/ }],
  ["rails test", { narrow: /^(?:-n|--name)$/ }],
  ["mix test", { narrow: /^--exclude$/, valued: /^--(?:only|include)$/, alone: /^--(?:failed|stale)$/ }],
  ...all("swift", "test build", { narrow: /^--(?:filter|skip|target|product)$/, valued: /^(?:-c|--configuration)$/ }),
  ...all("deno", "test check lint fmt", { narrow: /^--filter$/, onlyFlags: /^--(?:filter|config)$/ }),
  ...each("eslint oxlint stylelint flake8 pylint golangci-lint rubocop shellcheck hadolint yamllint actionlint", LINTER),
  ["prettier", PRETTIER],
  ...each("black isort dprint", FORMATTER),
  ...all("biome", "check lint format ci", FORMATTER),
  ["ruff check", LINTER],
  ["ruff format", { ...FORMATTER, onlyPrints: (args) => args.includes("-") }],
  ["cargo fmt", FORMATTER],
  ...each("mypy pyright basedpyright", {
    names: /^(?:-[pm]|--package|--module)$/,
    valued: /^--(?:config-file|python-version)$/
  }),
  ["tsc", { valued: /^(?:-p|-b|--(?:project|build|target|module))$/ }],
  ...all("go", "test build vet", GO),
  ...all("cargo", "check clippy build", CARGO),
  ...all("cargo", "test nextest", CARGO_TEST),
  ...all("dotnet", "test build", DOTNET),
  ["docker build", DOCKER],
  ["docker compose build", { ...DOCKER, isBareSeparate: !1 }],
  ["ctest", { narrow: /^(?:-[RELI]|-LE|--(?:tests-regex|label-regex))$/, alone: /^--rerun-failed$/, valued: /^-C$/ }],
  ["cmake-build", { valued: /^(?:-t|--(?:target|config|preset))$/ }],
  ["tox", { narrow: /^-[em]$/ }],
  ["nox", { narrow: /^(?:-[sekt]|--(?:session|sessions|keywords|tags))$/ }],
  ...all("playwright", "test", {
    narrow: /^(?:-g|--(?:grep|grep-invert|project|shard))$/,
    alone: /^--(?:last-failed|only-changed)$/
  }),
  ["cypress run", { narrow: /^(?:--spec|-s)$/, valued: /^(?:-b|--browser)$/ }],
  ...all("flutter", "test analyze", { narrow: /^--(?:name|tags|plain-name)$/ }),
  ...all("dart", "test analyze", { narrow: /^(?:-[nNt]|--name)$/ }),
  ...all("terraform", "validate", {}),
  ...all("bazel", "test build", BAZEL),
  ...each("make ninja task rake", TARGETS),
  ["mvn", MAVEN],
  ["gradle", GRADLE],
  ["turbo", { ...TARGETS, narrow: /^(?:-F|--filter)$/, alone: /^--affected$/ }],
  ...["npm", "pnpm", "yarn", "bun", "pip", "poetry", "apt", "brew", "bundle", "composer", "gem"].map((program) => [`${program} install`, INSTALLER])
]), CHECKS = /^(?:run|just|deno task|composer|poe|nx) (?:[\w.-]+[:-])*(?:tests?|specs?|unit|integration|e2e|lint|check|checks|types?|typecheck|type-check|tsc|build|ci|verify|validate|format|fmt|style)(?:[:-][\w.-]+)*$/, toolOf = (name) => TOOLS.get(name) ?? (CHECKS.test(name) ? SCRIPT : void 0), LIFECYCLES = [
  [
    "mvn deploy",
    "mvn install",
    "mvn verify",
    "mvn integration-test",
    "mvn package",
    "mvn test",
    "mvn test-compile",
    "mvn compile",
    "mvn validate"
  ],
  [
    "gradle build",
    "gradle check",
    "gradle test",
    "gradle testClasses",
    "gradle compileTestJava",
    "gradle classes",
    "gradle compileJava"
  ],
  ["gradle build", "gradle assemble", "gradle jar", "gradle classes", "gradle compileJava"],
  [
    "gradle build",
    "gradle check",
    "gradle test",
    "gradle testClasses",
    "gradle compileTestKotlin",
    "gradle compileKotlin"
  ],
  ["cargo test", "cargo build", "cargo check"],
  ["cargo clippy", "cargo check"],
  ["dotnet test", "dotnet build"],
  ["biome ci", "biome check", "biome lint"],
  ["biome ci", "biome check", "biome format"]
], includes = (tool, other) => tool === other || LIFECYCLES.some((one) => one.includes(tool) && one.indexOf(other) > one.indexOf(tool));

// src/recall/checks/start.ts
var wordsOf = (text) => text.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'])+/g) ?? [];
function started(words, starters) {
  let variables = [], at = 0;
  for (;at < words.length; at += 1) {
    let one = words[at];
    if (isVariable(one))
      variables.push(one);
    else if (starters.test(one))
      while (/^(?:-|\d+(?:\.\d+)?[smh]?$)/.test(words[at + 1] ?? ""))
        at += 1;
    else if (one !== "env" || !isVariable(words[at + 1] ?? ""))
      break;
  }
  return { variables, words: words.slice(at) };
}
var working = (command) => started(wordsOf(command), /^(?:sudo|timeout|time|nice|nohup|stdbuf)$/).words.join(" "), STARTERS = /^(?:timeout|time|nice|ionice|nohup|stdbuf|unbuffer|xvfb-run|cross-env|command|exec)$/, ELSEWHERE = {
  npm: /^(?:--prefix|-C)$/,
  pnpm: /^(?:-C|--dir|--prefix)$/,
  yarn: /^--cwd$/,
  bun: /^--cwd$/,
  turbo: /^--cwd$/,
  go: /^-C$/,
  git: /^-C$/,
  make: /^(?:-C|--directory)$/,
  ninja: /^-C$/,
  cmake: /^--build$/,
  ctest: /^--test-dir$/,
  cargo: /^(?:-C|--manifest-path)$/,
  uv: /^--(?:directory|project)$/,
  poetry: /^(?:-[CP]|--directory|--project)$/,
  just: /^(?:-[df]|--working-directory|--justfile)$/,
  task: /^(?:-d|--dir)$/,
  swift: /^--package-path$/,
  mvn: /^(?:-f|--file)$/,
  gradle: /^(?:-p|--project-dir)$/,
  composer: /^(?:-d|--working-dir)$/,
  tsc: /^(?:-p|--project)$/,
  terraform: /^-chdir$/
}, USUAL_FILE = /(?:^|\/)(?:Cargo\.toml|pom\.xml|tsconfig\.json|[Jj]ustfile)$/;
function moved(words) {
  let [program = "", ...rest] = words, flags = ELSEWHERE[program], end = rest.indexOf("--"), at = rest.findIndex((word) => flags?.test(word.split("=")[0]) === !0);
  if (at === -1 || end !== -1 && at > end)
    return { words };
  let [, ...given] = rest[at].split("="), value = given.length > 0 ? given.join("=") : rest[at + 1];
  if (value === void 0 || /\.\w+$/.test(value) && !USUAL_FILE.test(value))
    return { words };
  let kept = [...rest.slice(0, at), ...rest.slice(at + (given.length > 0 ? 1 : 2))], directory = value.replace(USUAL_FILE, "") || ".";
  return { words: [program === "cmake" ? "cmake-build" : program, ...kept], directory };
}
function programOf(command) {
  let { variables, words } = started(wordsOf(command), STARTERS), directory;
  for (let text = "";text !== words.join(" "); ) {
    text = words.join(" ");
    let there = moved(words);
    directory = there.directory ?? directory;
    let named = NAMES.reduce((one, [pattern, name]) => one.replace(pattern, name), there.words.join(" ")), inner = started(wordsOf(named), STARTERS);
    variables = [...variables, ...inner.variables], words = inner.words;
  }
  return { ...named(words), choices: variables.filter(isChoice), directory };
}
var VALUED_BEFORE = /^(?:-[wF]|--(?:workspace|filter|scope|context|profile|project-name|env-file))$/;
function named(words) {
  let isCompose = words[0] === "docker" && words[1] === "compose", program = isCompose ? "docker compose" : words[0] ?? "", rest = words.slice(isCompose ? 2 : 1), before = [];
  while (rest[0]?.startsWith("-") === !0 && toolOf(`${program} ${rest[0]}`) === void 0) {
    let taken = VALUED_BEFORE.test(rest[0]) || isCompose && rest[0] === "-f" ? 2 : silentWords(rest, 0) || 1;
    before.push(...rest.slice(0, taken)), rest = rest.slice(taken);
  }
  let script = /^(?:npm|pnpm|yarn|bun)$/.test(program) ? scriptOf(program, rest) : void 0;
  if (script !== void 0) {
    let args = [...before, ...script.args];
    return toolOf(script.name) === void 0 ? { name: [script.name, ...args].join(" "), args: [] } : { ...script, args };
  }
  for (let length of [2, 1, 0]) {
    let name = [program, ...rest.slice(0, length)].join(" ");
    if (toolOf(name) !== void 0)
      return { name, args: [...before, ...rest.slice(length)] };
  }
  return { name: words.join(" "), args: [] };
}
var INSTALLS = /^(?:i|in|ins|install|add|ci|clean-install)$/;
function scriptOf(program, [action, ...rest]) {
  if (action === void 0)
    return program === "yarn" ? { name: "yarn install", args: [] } : void 0;
  if (INSTALLS.test(action))
    return { name: `${program} install`, args: rest };
  if (/^run(?:-script)?$/.test(action)) {
    let at = rest.findIndex((word) => !word.startsWith("-"));
    return at === -1 ? void 0 : { name: `run ${withoutFix(rest[at])}`, args: [...rest.slice(0, at), ...rest.slice(at + 1)] };
  }
  if (program === "bun")
    return;
  if (/^(?:t|tst|test)$/.test(action))
    return { name: "run test", args: rest };
  return program !== "npm" && toolOf(`run ${action}`) !== void 0 ? { name: `run ${withoutFix(action)}`, args: rest } : void 0;
}
var withoutFix = (script) => script.replace(/:(?:fix|write)$/, "");

// src/recall/checks/looks.ts
var READERS = new Set("ls ll exa eza lsd cat bat batcat head tail less more pwd cd pushd popd echo printf which type command whereis wc grep egrep fgrep zgrep rg ag ack sg ast-grep tree stat file du df env printenv date cal whoami id groups hostname uname arch nproc free uptime lscpu ps top htop pgrep lsof ss netstat true false : sleep wait jobs uniq cut tr column fold rev paste comm nl tac jq yq xq diff cmp test [ [[ basename dirname realpath readlink xxd od hexdump strings nm ldd objdump readelf md5sum shasum cksum history man tldr seq zcat cloc tokei scc dig host nslookup ping getent journalctl dmesg locale tty export unset set source . alias ulimit umask read done fi esac sort awk hash clear".split(" ")), CHECKSUM = /^sha\d+sum$/, ACTIONS = {
  sed: "sed (?:-n|-\\w*n\\w* )",
  find: "find (?!.* -(?:delete|ok|exec(?:dir)? (?!grep|ls|cat|head|wc|stat|file)))",
  "fd fdfind": "(?:fd|fdfind) (?!.* (?:-x|-X|--exec))",
  git: "git (?:-C \\S+ |-c \\S+ |--no-pager )*(?:status|diff|log|show|branch|remote|rev-parse|rev-list|ls-files|ls-tree|ls-remote|blame|annotate|grep|cat-file|describe|reflog|shortlog|show-ref|for-each-ref|merge-base|name-rev|check-ignore|count-objects|whatchanged|tag -l|tag --list|tag$|stash list|stash show|worktree list|config (?:--get|--list|-l)|config [\\w.-]+$)",
  gh: "gh (?:auth status|search|(?:pr|issue|run|repo|release|workflow|label|gist) (?:view|list|status|diff|checks|watch)|api (?!.*(?:-X|--method|-f |-F |--input)))",
  "npm pnpm yarn bun": "(?:npm|pnpm|yarn|bun|bun pm) (?:ls|list|ll|la|view|info|show|why|explain|outdated|root|prefix|bin|ping|whoami|audit$|config (?:get|list)|pack --dry-run)",
  "uv pip gem brew poetry apt apt-cache dpkg composer conda rustup nvm pyenv asdf mise": "(?:(?:uv )?pip[\\d.]*|gem|brew|poetry|apt|apt-cache|dpkg|composer|conda|rustup|nvm|pyenv|asdf|mise) (?:list|show|info|freeze|search|check|outdated|policy|versions|current|ls|-l\\b)",
  cargo: "cargo (?:tree|metadata|search|locate-project)",
  go: "go (?:list|env|doc|version)",
  docker: "docker (?:compose (?:\\S+ )?)?(?:ps|images|logs|inspect|stats|info|top|port|version|config|history|ls|(?:network|volume|image|container) (?:ls|inspect))",
  kubectl: "kubectl (?:get|describe|logs|top|explain|version|config (?:view|current-context|get-contexts))",
  systemctl: "systemctl (?:status|is-active|is-enabled|list-\\S+)",
  curl: "curl(?= .*(?:localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::1\\]))|curl(?= )(?!.* (?:-X ?(?!GET|HEAD)|--request|-d |--data|-F |--form|-T |-o |-O|--output|--upload|--remote))",
  wget: "wget (?=.*-[qnv]*O ?-)",
  "tar unzip zipinfo": "(?:tar|unzip|zipinfo) -?[a-z]*[tl][a-z]* ",
  node: "node (?:-p|--print) ",
  kill: "kill -0 ",
  "if while until for case select do then else ! time": "(?:if|while|until|for|case|select|do|then|else|!|time) "
}, PATTERNS = new Map(Object.entries(ACTIONS).flatMap(([programs, action]) => programs.split(" ").map((program) => [program, action]))), compiled = /* @__PURE__ */ new Map;
function actionsOf(program) {
  let action = PATTERNS.get(program.replace(/[\d.]+$/, ""));
  if (action === void 0)
    return;
  let pattern = compiled.get(action) ?? new RegExp(`^(?:${action})`);
  return compiled.set(action, pattern), pattern;
}
function looks(text) {
  let word = /^\S*/.exec(text)[0], name = word.slice(word.lastIndexOf("/") + 1);
  return READERS.has(name) || CHECKSUM.test(name) || actionsOf(word)?.test(text) === !0;
}
var LOUD = "pytest|py\\.test|unittest|django|python[\\d.]*|ruff|mypy|pyright|basedpyright|flake8|pylint|black|isort|phpunit|pest|tox|nox|ctest|mocha|ava|tap|ninja|task", ASKS = new RegExp(`^(?:npx |bunx )?(?!(?:\\S*/)?(?:${LOUD}) )[\\w./@-]+ (?:-v|-V)$|^[\\w./@-]+(?: [a-z-]+)? (?:--?version|version|--?help|help|-h)$`), asks = (program) => ASKS.test(program);
function looksOnly(command) {
  let plain = unwrapped(command).replaceAll(/"[^"]*"|'[^']*'/g, "Q");
  if (/(?:^|[^0-9&=-])>{1,2}(?! ?(?:\/dev\/null|&))/.test(plain))
    return !1;
  return programsOf(command).every((program) => looks(program) || asks(program));
}
var programsOf = (command) => stepsOf(unwrapped(command)).map(({ text }) => working(bodyOf(text))).filter((text) => text !== ""), bodyOf = (text) => text.replace(/^(?:(?:if|while|until|do|then|else|elif|!|\{) |\( ?)+/, "").replace(/^(?:for|case|select) .*$|^[})]$/, "");

// src/recall/background.ts
var isRunningStatus = (status) => status === "running" || status === "pending";
function withEnded(state, ended, atMs) {
  let known = new Map((state.subagents ?? []).map((row) => [row.key, row])), isOpen = ({ taskId, status }) => {
    let row = known.get(taskId);
    return !isRunningStatus(status) && (row?.status === void 0 || isRunningStatus(row.status));
  }, news = ended.filter(isOpen).map(({ taskId, status, result }) => ({ ...known.get(taskId), key: taskId, atMs, status, ...result === void 0 ? {} : { lastMessage: result } }));
  if (news.length === 0)
    return state;
  let keys = new Set(news.map(({ key }) => key));
  return { ...state, subagents: [...news, ...(state.subagents ?? []).filter(({ key }) => !keys.has(key))] };
}
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
var isNamed = (row) => isText2(row.type) || isText2(row.description), isText2 = (value) => typeof value === "string" && value !== "";
function taskOf(row) {
  let { key, atMs } = row, type = isText2(row.type) ? row.type : void 0, status = isText2(row.status) ? row.status : "?";
  return { type, text: row.description ?? key, atMs, status, lastMessage: row.lastMessage };
}
function distinct(tasks) {
  let seen = /* @__PURE__ */ new Set;
  return tasks.filter(({ type, text }) => {
    let name = `${type}\x00${String(text)}`;
    return type !== "shell" || !seen.has(name) && seen.add(name);
  });
}

// src/model/own-lines.ts
var NAMES2 = [
  /^test (.+) \.\.\. FAILED$/,
  /^\s*--- FAIL: (\S+)/,
  /^\[ {2}FAILED {2}\] (\S+)/,
  /^rspec \S+ # (.+)$/,
  /^(?:FAILED|ERROR) \S+::(\S+)/,
  /^(?:FAIL|ERROR): (\S+) \(/,
  /^\s*\d+ - (.+) \([A-Z][\w ]+\)$/,
  /^not ok \d+ - (.+)$/,
  /^\s*[\u2716\u2717\u00D7\u25CF] (.+?)(?: \(?[\d.]+ ?m?s\)?)?$/,
  /^\[ERROR\] {2,}(\S+?):\d+ /,
  /^\s+Failed (\S.*?) \[[^\]]* m?s\]$/,
  /^(\S.*) => \.\/\S+:\d+:\d+$/,
  /^\(fail\) (.+?)(?: \[[\d.]+m?s\])?$/,
  /^\s*\d+\) (\S.*)$/
], NAMED_BELOW = /^\(fail\) |^\[ {2}FAILED/;
function linesOfFirst(names, lines) {
  let [first, ...others] = names, own = nameIn(first);
  if (first === void 0 || own === void 0 || others.length === 0)
    return;
  let from = lines.indexOf(first);
  if (NAMED_BELOW.test(first)) {
    let above = lines.slice(0, from).findLastIndex((line) => nameIn(line) !== void 0);
    return lines.slice(above + 1, from).toReversed();
  }
  let isOwn = mentions([own]), number = numberIn(first), rest = others.filter((line) => number === void 0 || numberIn(line) !== number), isOther = mentions(rest.map(nameIn).filter((name) => name !== void 0 && name !== own)), found = [], isInside = !1;
  for (let line of lines) {
    if (isOwn(line))
      isInside = !0;
    else if (isOther(line))
      isInside = !1;
    if (isInside && line !== first)
      found.push(line);
  }
  return found;
}
function nameIn(line) {
  for (let pattern of NAMES2) {
    let name = pattern.exec(line ?? "")?.[1]?.trim();
    if (name !== void 0)
      return name;
  }
  return;
}
var numberIn = (line) => /^\s*(\d+)\) /.exec(line)?.[1];
function mentions(names) {
  let any = names.map((name) => RegExp.escape(name)).join("|"), pattern = any === "" ? /$^/ : new RegExp(`(?<!\\w)(?:${any})(?!\\w)`);
  return (line) => pattern.test(line);
}

// src/model/failure-lines.ts
var MAX_NAMES = 3, SUMMARY = /^(?=.*\b\d+ pass(?:ed|ing)?\b)(?=.*\b[1-9]\d* (?:tests? )?fail(?:ed|ing|ures?)?\b)/, HINT = /^(?:\* (?:Try|Where|Exception is):|> (?:Run with --|Get more help at ).*|\[INFO\] BUILD FAILURE|\[ERROR\](?: (?:To see the full stack|Re-run Maven|For more information|After correcting|\[Help \d).*)?)\s*$/, TRACE = /^\s*(?:at |#\d+ |File "|from )|^\s*(?:# )?(?:\.{0,2}\/)?[\w@+-][\w./@+-]*\.\w{1,5}:\d+(?::\d+)?:?\s*$/;
function failureLines(output) {
  let all = plainLines(output), lines = all.filter((line) => !patterns().idle.test(line) && !HINT.test(line)), named = namesIn2(lines), ends = endsOf2(all);
  if (named.length === 0) {
    let told = lines.length > 0 ? lines : all.filter((line) => /\w/.test(line) && !EXIT_CODE.test(line));
    return [...ends, ...ends.length > 0 && told.length === ends.length ? [] : lastOf(told, ends)];
  }
  let [first, ...others] = named.slice(0, MAX_NAMES), from = lines.indexOf(first), before = lines.slice(0, from).toReversed(), after = lines.slice(from + 1), own = linesOfFirst(named, lines), ordered = own ?? (first.startsWith("(fail)") ? before : [...after, ...before]), isWhole = /^(?:FAILED|ERROR) \S+ - ./.test(first), reason = isWhole ? void 0 : reasonOf(first, ordered, named) ?? followerOf(first, after, named), follower = reason === void 0 ? void 0 : belowReason(reason, lines.slice(lines.indexOf(reason) + 1)), values = lines.filter((line) => patterns().values.test(line) && own?.includes(line) !== !1).slice(0, 2), told = [first, ...others, reason ?? "", follower ?? ""].join(`
`), place = isWhole ? void 0 : placeOf(first, ordered, before, told), more = named.length > MAX_NAMES ? [`and ${named.length - MAX_NAMES} more`] : [], summary = all.find((line) => SUMMARY.test(line)), list = [first, reason, follower, ...values, ...others, ...more, ...ends, place, summary];
  return [...new Set(list.filter((line) => line !== void 0).map((line) => line.trim()))];
}
var EXIT_CODE = /^Exit code (\d+)$/, lastOf = (lines, told) => lines.filter((line) => !/^\s*at /.test(line) && !told.includes(line.trim())).slice(-1).map((line) => line.trim());
function namesIn2(lines) {
  let { names } = patterns();
  for (let list of Object.values(names)) {
    let found = /* @__PURE__ */ new Map;
    for (let line of lines) {
      let name = line.trim().replace(/ \(?\[?\d[\d.]* ?m?s\]?\)?$/, "");
      if (matches(list, line) && !found.has(name))
        found.set(name, line);
    }
    if (found.size > 0)
      return [...found.values()];
  }
  return [];
}
var reasonOf = (name, lines, named) => lines.find((line) => matches(patterns().reasons, line) && line !== name && !named.includes(line));
function belowReason(reason, below) {
  if (!ANNOUNCES.test(reason))
    return;
  let next = below.find(isText);
  if (!/^ ?> \[/.test(reason))
    return next;
  let { errors, exceptions } = patterns().names, end = below.findIndex((line) => /^-{4,}$/.test(line)), log = below.slice(0, end === -1 ? void 0 : end);
  return log.find((line) => matches([...errors, ...exceptions], line)) ?? (log.length === 0 ? void 0 : log.findLast(isText));
}
function followerOf(name, after, named) {
  let next = after.find((line) => isText(line) && !TRACE.test(line));
  if (next === void 0 || named.includes(next))
    return;
  return /[:,]\s*$/.test(name) || matches(patterns().names.numbered, name) || indentOf(next) > indentOf(name) ? next : void 0;
}
var indentOf = (line) => /^\s*/.exec(line)[0].length;
function endsOf2(lines) {
  let said = lines.filter((line) => matches(patterns().deaths, line)).slice(0, 2), code = Number(EXIT_CODE.exec(lines[0] ?? "")?.[1]);
  return code === TIMED_OUT || code > SIGNALS ? [...said, `Exit code ${code}`] : said;
}
var TIMED_OUT = 124, SIGNALS = 128;
function placeOf(name, ordered, before, told) {
  let above = pathAbove(name, before);
  if (above !== void 0)
    return `in ${above}`;
  if (told.split(`
`).some((line) => placeIn(line) !== void 0))
    return;
  let place = ordered.map(placeIn).find((found) => found !== void 0);
  return place === void 0 ? void 0 : `at ${place}`;
}
function placeIn(line) {
  if (line.includes("node_modules") || line.includes("node:") || line.includes("/rustc/"))
    return;
  return /(?:^|[\s("'])(?:file:\/\/)?((?:\.{0,2}\/)?[\w@+-][\w./@+-]*\.\w{1,5}:\d+(?::\d+)?)/.exec(line)?.[1];
}

// src/recall/checks/answers.ts
var SAYS_NO = [
  [/^(?:[ezf]?grep|rg|ag|ack|diff|cmp|comm|test|\[|\[\[|which|pgrep|pkill|kill -0|lsof|fuser|ps -p)(?=\s|$)/, [1]],
  [/^(?:command|type|whereis|hash)(?=\s|$)/, [1, 127]],
  [
    /^git (?:diff\b(?!.*--check)|grep|merge-base --is-ancestor|check-ignore|show-ref|config (?:--get\S* )?[\w.-]+$|ls-files|symbolic-ref)(?=\s|$)/,
    [1]
  ],
  [/^git (?:rev-parse|cat-file|show-ref)(?= .*(?:-q|--quiet|--verify|-e)\b)/, [1, 128]],
  [/^git ls-remote(?= .*--exit-code)|^getent\b/, [2]],
  [/^(?:npm|pnpm|yarn|bun|composer) outdated\b|^(?:uv )?pip[\d.]* show\b|^(?:dpkg|brew) (?:-s|list)\b/, [1]],
  [/^systemctl is-\w+/, [1, 3, 4]]
], ENDS = /^(?:kill|pkill|killall|rm|rmdir|unlink|docker (?:compose )?(?:rm|stop|kill)|tmux kill-\w+)\b/, NOT_THERE = /no such (?:file|process|object|container|image|volume|network)|no process found|: not found$/i, HANDS_ON = /\bset -\w*e|\bpipefail\b|\bsh -\w*e|\$\?|PIPESTATUS|\$\(|`/, TESTS_VARIABLE = /^(?:test|\[\[?)\s.*\$/, NO_MATCH = /no match/i, SAYS_NOTHING = /^(?:echo|printf|cd|pushd|true|:)(?:\s|$)/;
function isAnswer(command, error, why) {
  let code = Number(/^Exit code (\d+)/.exec(error)?.[1] ?? 1), isAbsent = code <= 2 && why.length > 0 && why.every((line) => NOT_THERE.test(line)), asked = decidingIn(command);
  if (HANDS_ON.test(command) || asked.some((one) => TESTS_VARIABLE.test(one)))
    return !1;
  let saysNo = (one) => SAYS_NO.some(([program, codes]) => codes.includes(code) && program.test(one)) || isAbsent && (looksOnly(one) || ENDS.test(one));
  if (why.some((line) => !NOT_THERE.test(line) && !NO_MATCH.test(line)) && programsOf(command).some((one) => !saysNo(one) && !looksOnly(one)))
    return !1;
  return asked.some(saysNo) && asked.every((one) => saysNo(one) || why.length === 0 && looksOnly(one));
}
var endsWithNo = (command, why) => {
  let last = programsOf(command).findLast((one) => !/^(?:echo|printf)\b/.test(one)) ?? "";
  return SAYS_NO.some(([program]) => program.test(last)) && why.every((line) => NO_MATCH.test(line));
};
function decidingIn(command) {
  let steps = stepsOf(unwrapped(command)), from = steps.findLastIndex(({ joint }) => joint === ";" || joint === "&") + 1;
  return steps.slice(from).filter(({ joint }) => joint !== "|").flatMap(({ text }) => programsOf(text)).filter((one) => !SAYS_NOTHING.test(one));
}

// src/recall/checks/runs.ts
import { posix } from "path";

// src/recall/checks/line.ts
var FILTER = /^(?:tail|head|grep|egrep|fgrep|rg|tee|cat|less|more|sed|awk|sort|uniq|wc|cut|tr|nl|column|jq)\b/, PREPARES = /^(?:set [-+]\w|source |\. |unset |ulimit |umask |(?:conda|mamba) activate|deactivate|nvm use|fnm use|eval "?\$\(|echo\b|printf |sleep |date\b|clear\b|pwd$|true$|:$|hash -r)/, PRINTS = /^(?:echo\b|printf |true$|:$|date\b|exit\b)/, CD = /^(?:cd|pushd) (\S+|"[^"]*"|'[^']*')$/, commandsOf = (line) => commandsIn(unwrapped(line));
function commandsIn(line) {
  let { kept: steps, filtered } = withoutFilters(stepsOf(line)), all = textOf3(steps), directories = [], exported = "", rest = steps;
  for (let [first] = rest;first !== void 0 && (first.joint === "&&" || first.joint === ";"); [first] = rest) {
    let cd = CD.exec(first.text)?.[1], variables = /^export (\w+=.*)$/.exec(first.text)?.[1];
    if (cd !== void 0)
      directories.push(cd);
    else if (variables !== void 0)
      exported += `${variables} `;
    else if (!PREPARES.test(first.text))
      break;
    rest = rest.slice(1);
  }
  let hidden = PIPEFAIL.test(line) ? [] : filtered, printed = rest;
  rest = withoutLastPrints(rest);
  let last = printed[rest.length - 1];
  if (last !== void 0 && /^(?:;|\|\|)$/.test(last.joint))
    hidden.push(last.text);
  let isCodeHidden = !EXITS_WITH_CODE.test(line) && hidden.some((one) => !looksOnly(one)), isRead = rest.length > 0 && rest.every(({ joint, isOdd }) => !isOdd && (joint === "&&" || joint === "")), text = textOf3(rest);
  if (!isRead)
    return { commands: [], text: text === "" ? all : text, directories, isRead, isCodeHidden };
  let commands = rest.filter((step) => !PRINTS.test(step.text)).flatMap(({ text: one }) => CD.test(one) ? one : innerOf(one).map((inner) => exported + inner));
  return { commands, text, directories, isRead: commands.length > 0, isCodeHidden };
}
function innerOf(command) {
  let line = unwrapped(command), inner = line === command ? void 0 : commandsIn(line);
  return inner?.isRead === !0 && inner.directories.length === 0 ? inner.commands : [command];
}
var textOf3 = (steps) => steps.map(({ text, joint }) => joint === "" ? text : `${text}${joint === ";" ? "" : " "}${joint} `).join("").trim();
function withoutFilters(steps) {
  let kept = [], filtered = [];
  for (let step of steps) {
    let before = kept.at(-1);
    if (before?.joint === "|" && FILTER.test(step.text))
      kept[kept.length - 1] = { ...before, joint: step.joint }, filtered.push(before.text);
    else
      kept.push(step);
  }
  return { kept, filtered };
}
function withoutLastPrints(steps) {
  let last = steps.at(-1), before = steps.at(-2);
  if (last === void 0 || before === void 0 || !PRINTS.test(last.text))
    return steps;
  let isChain = steps.slice(0, -2).some(({ joint }) => joint === "&&");
  if (before.joint !== "&&" && (isChain || before.joint !== ";" && before.joint !== "||"))
    return steps;
  return withoutLastPrints([...steps.slice(0, -2), { ...before, joint: "" }]);
}

// src/recall/checks/runs.ts
function covers(passed, failed, isConflict = !1) {
  if (passed.name === failed.name)
    return !0;
  if (failed.operation !== void 0 && ends(passed.ends, failed.operation, isConflict))
    return passed.directory === failed.directory;
  let { tool } = failed;
  if (tool === void 0 || passed.tool === void 0 || !includes(passed.program, failed.program))
    return !1;
  let owed = failed.modes.filter((one) => passed.tool.implies?.test(one) !== !0);
  if (!showsModes(passed.modes, owed))
    return !1;
  if (passed.narrow !== "")
    return !1;
  if (!passed.isWide && (failed.isWide || failed.isOfPackage))
    return !1;
  if (passed.directory !== failed.directory)
    return (tool.goesDown === "always" || tool.goesDown === "wide" && passed.isWide) && passed.parts.length === 0 && isBelow(failed.directory, passed.directory);
  if (passed.parts.length === 0)
    return tool.isBareSeparate !== !0 || failed.parts.length === 0;
  if (failed.parts.length === 0)
    return !1;
  return failed.parts.every((part) => passed.parts.some((whole) => isIn(part, whole, tool)));
}
function isIn(part, whole, tool) {
  if (part === whole)
    return !0;
  if (isGo(tool)) {
    let base = whole.endsWith("/...") ? whole.slice(0, -4) : void 0;
    return base !== void 0 && (part === base || part.startsWith(`${base}/`));
  }
  if (tool.within === "targets" && whole.endsWith("/..."))
    return part.startsWith(whole.slice(0, -3)) || part.startsWith(`${whole.slice(0, -4)}:`);
  if (tool.within === "dots" && part.startsWith(`${whole}.`))
    return !0;
  if (tool.within === "pattern" && /^[\w/-]+$/.test(whole) && part.includes(whole))
    return !0;
  return part.startsWith(`${whole}/`) || part.startsWith(whole) && /^:[:\d]/.test(part.slice(whole.length));
}
var isBelow = (directory, above) => directory.startsWith(`${above}/`) && !/\0|\/worktrees\//.test(directory.slice(above.length)), READ_LINES = /* @__PURE__ */ new Map, MOST_READ_LINES = 2000;
function lineOf(command, directory, base) {
  let key = [command, directory, base].join("\x00"), line = READ_LINES.get(key) ?? readLine(command, directory, base);
  if (READ_LINES.size === MOST_READ_LINES)
    READ_LINES.clear();
  return READ_LINES.set(key, line), line;
}
function readLine(command, directory, base) {
  let { commands, text, directories, isRead, isCodeHidden } = commandsOf(command), at = directories.reduce((one, target) => into(one, target, base), directory);
  if (!isRead)
    return unread(text, at, isCodeHidden);
  let runs = [], here = at;
  for (let one of commands) {
    let cd = /^cd (\S+|"[^"]*"|'[^']*')$/.exec(one);
    if (cd !== null)
      here = into(here, cd[1], base);
    else
      runs.push(...runsOf(one, here, base));
  }
  return runs.length === 0 ? unread(text, at, isCodeHidden) : { name: runs.map(({ name }) => name).join(" && "), directory: at, text, isCodeHidden, runs };
}
var WHOLE = { parts: [], modes: [], narrow: "", isWide: !1, isOfPackage: !1, ends: [] };
function unread(text, directory, isCodeHidden) {
  let run = named2({ directory, program: text, tool: void 0, ...WHOLE });
  return { name: run.name, directory, text, isCodeHidden, runs: [run] };
}
function named2(run) {
  let { directory, program, parts, modes, narrow, isWide, isOfPackage } = run;
  return { ...run, name: [directory, program, modes.join(" "), narrow, isWide, isOfPackage, ...parts].join("\x00") };
}
function runsOf(command, at, base) {
  let { name, args, choices, directory: own } = programOf(command), known = toolOf(name), tool = !asks([name, ...args].join(" ")) && known?.onlyPrints?.(args) !== !0 ? known : void 0, found = tool === void 0 ? void 0 : argumentsOf(tool, args), directory = [own, found?.directory].reduce((one = "", target) => target === void 0 ? one : into(one, target, base), at);
  if (tool === void 0 || found === void 0) {
    let program = [...choices, name, ...args].join(" ");
    return [named2({ directory, program, tool, ...WHOLE, operation: operationOf(name), ends: endsOf(name) })];
  }
  let { narrow, isWide, isOfPackage, words } = found, modes = [...choices, ...found.modes].toSorted(), run = { directory, tool, modes, narrow: narrow.toSorted().join(" "), isWide, isOfPackage, ends: [] }, { targets } = tool;
  if (targets !== void 0) {
    let ofTarget = (word) => {
      let { name: target, part } = targets(word);
      return named2({ ...run, program: `${name} ${target}`, parts: part === void 0 ? [] : [part] });
    }, made = words.length > 1 ? words.filter((word) => word !== "clean") : words;
    return made.length === 0 ? [named2({ ...run, program: name, parts: [] })] : made.map(ofTarget);
  }
  let parts = new Set(words.map((word) => partOf(word, directory)));
  if (isGo(tool)) {
    if (parts.size === 0)
      parts.add(".");
    if (parts.delete("..."))
      return [named2({ ...run, program: name, parts: [], isWide: !0 })];
  } else if (tool.isBareSeparate !== !0)
    parts.delete(".");
  return [named2({ ...run, program: name, parts: [...parts].toSorted() })];
}
function argumentsOf(tool, args) {
  let found = { words: [], modes: [], narrow: [], isWide: !1, isOfPackage: !1 };
  for (let at = 0;at < args.length; at += 1) {
    let one = args[at], [flag = "", ...given] = one.split("="), next = () => given.length > 0 ? given.join("=") : args[at += 1] ?? "";
    if (!one.startsWith("-"))
      (isVariable(one) ? found.modes : found.words).push(one);
    else if (tool.ofPackage?.test(flag) === !0)
      addPackage(unquoted(next()), found);
    else if (tool.narrow?.test(flag) === !0)
      found.narrow.push(`${flag}=${next()}`);
    else if (tool.alone?.test(flag) === !0)
      found.narrow.push(one);
    else if (tool.wide?.test(flag) === !0)
      found.isWide = !0;
    else if (tool.silent?.test(one) === !0)
      continue;
    else if (tool.ignored?.test(flag) === !0)
      next();
    else if (tool.names?.test(flag) === !0)
      found.words.push(next());
    else if (tool.valued?.test(flag) === !0) {
      let value = next();
      if (tool.onlyFlags?.test(flag) !== !1)
        found.modes.push(`${flag}=${value}`);
    } else {
      let silent = silentWords(args, at);
      if (silent > 0)
        at += silent - 1;
      else if (tool.onlyFlags?.test(flag) !== !1)
        found.modes.push(one);
    }
  }
  return found;
}
function addPackage(value, found) {
  if (value === "*")
    found.isWide = !0;
  else if (/^\{?\.{1,2}\/|^[^@{!.][^/]*\//.test(value) && !/[*.]{3}|\*/.test(value))
    found.directory = value.replaceAll(/^\{|\}$/g, "");
  else
    found.isOfPackage = !0, found.narrow.push(`package=${value}`);
}
var unquoted = (word) => word.replaceAll(/^["']|["']$/g, "");
function partOf(word, directory) {
  let plain = unquoted(word);
  return (plain.startsWith(`${directory}/`) ? plain.slice(directory.length + 1) : plain).replace(/^\.\//, "").replace(/(?<=.)\/$/, "") || ".";
}
function into(directory, target, base) {
  let path = target.replaceAll(/["']/g, ""), inside = posix.normalize(path).replace(/(?<=.)\/$/, "");
  if (inside === ".")
    return directory;
  let end = inside.replace(/^(?:\.\.\/)+/, "");
  if (directory !== base && !/^(?:\.\.$|[~/-])/.test(end) && directory.endsWith(`/${end}`))
    return directory;
  if (/^(?:\.\.|[~-])|[$*?`]/.test(inside))
    return `${directory}/\x00${path}`;
  return inside.startsWith("/") ? inside : `${directory}/${inside}`;
}

// src/recall/report/commands.ts
var MAX_LATER = 20;
function commandsNow({ commands = [], subagents = [], session, start }) {
  let ends = new Map(subagents.map((row) => [row.key, row])), base = textOf2(start?.directory) ?? textOf2(session?.cwd) ?? "", root = textOf2(start?.worktree) ?? base, newest = commands.map((row) => ({ row, end: ends.get(textOf2(row.taskId) ?? "") })).toSorted((a, b) => lastMs(b) - lastMs(a)), seen = /* @__PURE__ */ new Set, told = [], passed = [], unclear = /* @__PURE__ */ new Set, cutOff = /* @__PURE__ */ new Set;
  for (let [index, run] of newest.entries()) {
    let { row } = run, line = lineOf(textOf2(row.command) ?? "", textOf2(row.cwd) ?? base, base);
    if (line.text === "" || seen.has(line.name))
      continue;
    let now = { ...commandNow(run, unclear.has(line.name)), directory: directoryOf(line, row, root) };
    if (isUnknown(now, line)) {
      unclear.add(line.name);
      continue;
    }
    if (cutOff.has(line.name) && now.outcome !== "failed") {
      if (now.outcome === "ok")
        seen.add(line.name);
      continue;
    }
    if (isCutOff(now))
      unclear.add(line.name), cutOff.add(line.name);
    else
      seen.add(line.name);
    if ((now.outcome === "failed" || now.outcome === "interrupted") && (isPast(now, newest.slice(0, index)) || isSettled(line, now, passed)))
      continue;
    if (told.push(now), now.outcome === "ok")
      passed.push(line);
  }
  return told;
}
function directoryOf({ directory }, row, root) {
  if (/^\(? ?cd /.test(textOf2(row.command) ?? "") || root === "" || directory === root || directory.includes("\x00"))
    return;
  return directory.startsWith(`${root}/`) ? directory.slice(root.length + 1) : directory;
}
function isPast({ command }, later) {
  if (isRunner(command) || later.length < MAX_LATER)
    return !1;
  if (looksOnly(command))
    return !0;
  let acting = 0;
  return later.some(({ row }) => !looksOnly(textOf2(row.command) ?? "") && (acting += 1) >= MAX_LATER);
}
function isSettled(failed, { command, why }, passed) {
  let isConflict = why.some(namesConflict);
  return failed.runs.every((run) => passed.some(({ runs }) => runs.some((one) => covers(one, run, isConflict)))) || !isRunner(command) && passed.some((one) => isTriedAgain(failed, one));
}
function isTriedAgain(failed, passed) {
  if (failed.directory !== passed.directory || /[|;&]/.test(failed.text) || ONLY_TRIES.test(passed.text))
    return !1;
  let [program, action, ...rest] = failed.text.split(" "), [other, ...words] = passed.text.split(" ");
  if (program !== other || action === void 0 || action !== words[0])
    return !1;
  let [asked, tried] = [rest, words.slice(1)].map((all) => all.filter((one) => !one.startsWith("-")));
  return (program === "git" || tried.length === asked.length) && asked.every((one) => tried.includes(one));
}
var ONLY_TRIES = / (?:--?(?:dry-?run|help|version|check|list|what-?if|validate|plan|status|sql|fake|syntax-check|target|limit|show|diff|print)\b|-[hn](?= |$))/, failing = (commands) => commands.filter((now) => now.outcome === "failed" && !isNo(now)).toSorted((a, b) => weight(a) - weight(b) || b.atMs - a.atMs), isNo = ({ command, why, isAnswer: saysNo }) => saysNo || endsWithNo(command, why);
function isUnknown(now, { isCodeHidden }) {
  let { outcome, command } = now;
  if (outcome === "ok")
    return isCodeHidden && !isRunner(command) && !namesFailure(command);
  return outcome === UNKNOWN || outcome === "failed" && isRunner(command) && isNo(now);
}
var isCutOff = ({ outcome, command }) => outcome === "interrupted" || isRunner(command) && (outcome === "background" || outcome === "stopped"), UNKNOWN = "?", isWorthTelling = ({ outcome, command }) => outcome === "ok" && !looksOnly(command), isBeforeEdit = ({ command, atMs, outcome }, editedMs) => atMs < editedMs && (outcome === "ok" || outcome === "failed") && isRunner(command), weight = ({ agentId, command }) => (isRunner(command) ? 0 : looksOnly(command) ? 4 : 2) + (agentId === void 0 ? 0 : 1), lastMs = ({ row, end }) => end?.atMs ?? row.atMs;
function commandNow(run, isUnclear) {
  let { row, end } = run, outcome = outcomeOf(run), error = textOf2(row.error) ?? (outcome === "failed" ? textOf2(end?.lastMessage) : void 0), why = outcome === "failed" && error !== void 0 ? failureLines(error) : [], command = textOf2(row.command) ?? "", saysNo = outcome === "failed" && isAnswer(command, error ?? "", why);
  return { command, outcome, atMs: lastMs(run), why, isAnswer: saysNo, isUnclear, agentId: row.agentId };
}
function outcomeOf({ row, end }) {
  let outcome = textOf2(row.outcome) ?? UNKNOWN;
  if (outcome !== "background" || end === void 0)
    return outcome;
  let status = textOf2(end.status);
  if (status === "completed")
    return "ok";
  if (status === "failed")
    return "failed";
  if (end.by !== void 0)
    return "stopped";
  return status === void 0 || status === "running" || status === "pending" ? outcome : "interrupted";
}
var failedTool = ({ tool, error, atMs }) => ({
  command: tool,
  outcome: "failed",
  atMs,
  why: failureLines(error),
  isAnswer: !1,
  isUnclear: !1
});

// src/recall/report/file-lines.ts
function fileLines({ state, cwd, made, machine }, size) {
  let root = textOf2(state.start?.worktree) ?? textOf2(state.start?.directory) ?? cwd, path = (value) => quotedPath(relative(value, root), size.line), isClean = cleanIn(state.git), isStashed = stashedIn(state.commands ?? []), isGone = machine === void 0 ? goneSince(state.commands ?? []) : () => !1, changeNow = (row) => {
    if (row.by === UNDO)
      return UNDONE;
    if (isClean(row))
      return isStashed(row) ? STASHED : CLEAN;
    return isGone(row) ? GONE : changeOf(row);
  }, told = (state.files ?? []).map((row) => ({
    change: changeNow(row),
    path: row.key,
    by: word(row.by, 20)
  })), others = made.map(({ path: one, isNew, by }) => ({ change: isNew ? "new" : "changed", path: one, by })), all = [...told, ...others];
  return ["new", "deleted", "changed", STASHED, UNDONE, CLEAN, GONE].flatMap((change) => {
    let names = all.filter((one) => one.change === change).map(({ path: name, by }) => OWN_TOOLS.has(by) || change === UNDONE ? path(name) : `${path(name)} by ${by}`);
    return lots(names, FILES_IN_LINE).map((lot) => `${change} ${lot.join(", ")}`);
  });
}
var UNDO = "hive-undo", UNDONE = "taken back by hive undo:", STASHED = "in the git stash:", CLEAN = "clean in git by now:", GONE = "gone by now:", FILES_IN_LINE = 4, OWN_TOOLS = /* @__PURE__ */ new Set(["Write", "Edit", "MultiEdit", "NotebookEdit"]);
function changeOf(row) {
  if (row.change === "deleted")
    return "deleted";
  return row.isNew === !0 || row.change === "created" ? "new" : "changed";
}
function relative(path, directory) {
  return directory !== null && path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : path;
}
function lots(list, size) {
  let all = [];
  for (let from = 0;from < list.length; from += size)
    all.push(list.slice(from, from + size));
  return all;
}

// src/recall/report/resume-sections.ts
var LONG_PROMPT = 200, SAME_TIME_MS = 600000, listOf2 = (value) => Array.isArray(value) ? value.filter(isObject2) : [];
function sectionsOf(report, options) {
  let { state } = report, { size, nowMs, isAlive } = options, { outcomes: commands, running } = report, since = (row) => row === void 0 ? "" : when(row.atMs, report, nowMs);
  return [
    ...section("", 1, task(report, options), 1),
    ...section("", 1, onlyAgreed(report)),
    ...section(laterTitle(report), Math.max(3, limitLines(report)), laterPrompts(report, size), limitLines(report)),
    ...tasks(report, options),
    ...section("", 1, texts(`Approved plan${since(state.plan)}`, state.plan, size.prose)),
    ...section("", 1, lastMessage(report, options)),
    ...section("Earlier messages, newest first; some may be over:", 1, earlierMessages(report, size)),
    ...section("", 1, lastWords(report, size)),
    ...section("In flight when it stopped, maybe done in part:", 3, report.inFlight.map((call) => openCall(call, size))),
    ...section("Failing now:", 4, failing(commands).map((now) => failure(now, report, options))),
    ...section("Interrupted:", 2, interrupted(commands, report).map((now) => quotedEnds(now.command, size.line))),
    ...section(isAlive ? "Running:" : "Running when it stopped:", 3, running.map((one) => runningTask(one, size))),
    ...section("Finished subagents:", 5, finishedAgents(state).map((one) => finished(one, report, options))),
    ...section("Files, newest first:", 3, fileLines(report, size)),
    ...section("Commands that passed, newest first:", 0, commands.filter(isWorthTelling).map((now) => passed(now, report, options)))
  ];
}
var section = (title, first, lines, firm = 0) => lines.length === 0 ? [] : [{ title, lines, first, firm }];
function task(report, { size, nowMs }) {
  let { prompts, objective } = report, title = objective === null ? [] : [`Objective: ${quoted(objective, size.line)}`], { task: row } = prompts;
  return row === void 0 ? title : [`Task${when(row.atMs, report, nowMs)}: ${quotedTask(row.text, size.task)}`, ...title];
}
function laterTitle({ prompts: { agreeing } }) {
  return `Later prompts${agreeing === 0 ? "" : `, beside ${count(agreeing, "short one", "short ones")} such as \u201Cyes\u201D`}:`;
}
var isLong = (row) => typeof row.text === "string" && row.text.length > LONG_PROMPT;
function laterPrompts(report, size) {
  let { last, terms, others } = laterOf(report), before = report.inFlight.length === 0 ? "" : ", before the call in flight", limits = terms.slice(MAX_TERMS).filter((row) => setsLimits(row.text)).map((row) => quotedLimits(row.text, size.prose));
  return [
    ...last === void 0 ? [] : [`${quotedTask(last.text, termsSize(last, size))} (the last prompt${before})`],
    ...terms.slice(0, MAX_TERMS).map((row) => quotedTask(row.text, termsSize(row, size))),
    ...lots(limits, LIMITS_IN_LINE).map((lot) => lot.join(", ")),
    ...others.map((row) => quotedTask(row.text, size.prose))
  ];
}
function laterOf({ prompts }) {
  let last = prompts.isLastTold ? prompts.later[0] : void 0, later = prompts.later.filter((row) => row !== last), limits = later.filter((row) => setsLimits(row.text)), terms = [...limits, ...later.filter((row) => isLong(row) && !limits.includes(row))];
  return { last, terms, others: later.filter((row) => !terms.includes(row)) };
}
function limitLines(report) {
  let { last, terms } = laterOf(report), limits = terms.filter((row) => setsLimits(row.text)).length, older = Math.ceil(Math.max(0, limits - MAX_TERMS) / LIMITS_IN_LINE);
  return limits === 0 ? 0 : (last === void 0 ? 0 : 1) + Math.min(limits, MAX_TERMS) + older;
}
var MAX_TERMS = 3, LIMITS_IN_LINE = 3, termsSize = (row, { prose, task: chars }) => isLong(row) || setsLimits(row.text) ? Math.max(prose, Math.floor(chars / 2)) : prose;
function onlyAgreed({ prompts: { later, agreeing } }) {
  return later.length > 0 || agreeing === 0 ? [] : [`Since then ${count(agreeing, "short prompt")} such as \u201Cyes\u201D.`];
}
var texts = (title, row, maxChars) => row?.text === void 0 ? [] : [`${title}: ${quotedEnds(row.text, maxChars)}`];
function lastMessage(report, { size, nowMs }) {
  let { state, prompts, lastWords: words } = report, row = state.lastAssistantMessage, isAnswered = row !== void 0 && (prompts.later[0]?.atMs ?? 0) > row.atMs;
  if (row === void 0 || isAnswered && words !== null)
    return [];
  let title = isAnswered ? "Message of the agent before the latest prompt" : `Last message of the agent${callsSince(row.atMs, state)}`;
  return texts(`${title}${when(row.atMs, report, nowMs)}`, row, size.prose);
}
function lastWords({ lastWords: words, isTurnFinished }, size) {
  return words === null ? [] : [`${isTurnFinished ? "The unfinished session" : "It"} last said: ${quotedEnds(words, size.prose)}`];
}
function callsSince(atMs, { operations = [] }) {
  let calls = operations.filter((row) => row.agentId === void 0 && row.atMs > atMs).length, most = calls === KINDS.operation.limit ? "at least " : "";
  return calls === 0 ? "" : `, ${most}${count(calls, "call", "calls")} before the end`;
}
function earlierMessages({ state }, size) {
  let last = textOf2(state.lastAssistantMessage?.text) ?? "";
  return (state.turns ?? []).filter((row) => typeof row.text === "string" && row.text.length > SHORT_MESSAGE && !last.startsWith(row.text.slice(0, 100))).map((row) => quotedEnds(row.text, size.prose));
}
var SHORT_MESSAGE = 40;
function tasksOf({ todos, tasks: numbered = [] }) {
  let all = [
    ...listOf2(todos?.todos).map((todo) => ({ status: todo.status, text: todo.content })),
    ...numbered.toSorted((a, b) => Number(a.key) - Number(b.key) || a.atMs - b.atMs).map((row) => ({ status: row.status, text: row.subject ?? row.key }))
  ], atMs = Math.max(todos?.atMs ?? 0, ...numbered.map((row) => row.atMs));
  return { all: all.filter(({ status }) => status !== "deleted"), atMs };
}
function tasks({ state }, { size, nowMs }) {
  let { all, atMs } = tasksOf(state);
  if (all.length === 0)
    return [];
  let open = all.filter(({ status }) => status !== "completed").toSorted((a, b) => rank(a.status) - rank(b.status)), title = `Tasks: ${all.length - open.length} of ${all.length} done, as of ${ago(atMs, nowMs)}`;
  if (open.length === 0)
    return section("", 1, [`${title}.`]);
  let lines = open.map(({ status, text }) => `[${word(status, 20)}] ${quoted(text, size.line)}`), done = all.filter(({ status }) => status === "completed").map(({ text }) => quoted(text, DONE_CHARS));
  return [...section(`${title}; open ones:`, 5, lines), ...section("", 0, lots(done, DONE_IN_LINE).map(doneLine))];
}
var doneLine = (names) => `Done: ${names.join(", ")}`, DONE_CHARS = 40, DONE_IN_LINE = 6, rank = (status) => status === "in_progress" ? 0 : 1;
function openCall(call, size) {
  return `${call.isInterrupted ? "interrupted by the user: " : ""}${word(call.tool, 60)} ${quotedEnds(call.target, size.line)}`;
}
function when(atMs, { lastSeenMs }, nowMs) {
  return isKnownTime(atMs) && Math.abs(lastSeenMs - atMs) < SAME_TIME_MS ? "" : ` (${ago(atMs, nowMs)})`;
}
var inDirectory = ({ directory }, size) => directory === void 0 ? "" : ` in ${quotedPath(directory, size.line)}`;
function failure(now, report, { size, nowMs }) {
  let { command, why, atMs, agentId } = now, whose = agentId === void 0 ? "" : " by a subagent", isOver = why.some(namesConflict) && programsOf(command).some(isRemembered) && gitOperationAt(textOf2(report.state.git?.worktree) ?? "") === null, since = `${changedSince(now, report)}${isOver ? " (git has ended it since)" : ""}`, reason = why.length === 0 ? "" : `: ${quoted(why.join("; "), 2 * size.line)}`;
  return `${quotedEnds(command, size.line)}${inDirectory(now, size)}${whose}${reason}${when(atMs, report, nowMs)}${since}`;
}
var passed = (now, report, { size, nowMs }) => `${quotedEnds(now.command, size.line)}${inDirectory(now, size)}${when(now.atMs, report, nowMs)}${changedSince(now, report)}`;
function changedSince(now, report) {
  let again = now.isUnclear ? " (ran again since; how that ended is not known)" : "";
  return isBeforeEdit(now, lastChangeMs(report)) ? `${again} (files changed since)` : again;
}
function interrupted(commands, { inFlight }) {
  return commands.filter((now) => now.outcome === "interrupted" && !inFlight.some(({ target }) => target === now.command));
}
var runningTask = ({ type, text }, size) => `${word(type ?? "agent", 40)} ${quotedEnds(text, size.line)}`;
function finished(one, report, { size, nowMs }) {
  let { type, text, status, lastMessage, atMs } = one, how = status === "completed" ? "" : ` ${word(status, 20)}`, reportedMs = report.state.lastAssistantMessage?.atMs ?? 0, isDigested = atMs < reportedMs && (report.prompts.later[0]?.atMs ?? 0) > reportedMs, found = lastMessage === void 0 || isDigested ? "" : `: ${quotedEnds(lastMessage, size.prose)}`;
  return `${word(type ?? "agent", 40)} ${quoted(text, size.line)}${how}${when(atMs, report, nowMs)}${found}`;
}

// src/recall/choose/chain.ts
var OF_ENDED = /* @__PURE__ */ new Set(["prompt", "message", "turn", "todos", "task", "plan"]), OF_ONE = /* @__PURE__ */ new Set(["session", "start", "git", "compact", "end", "background", "continues"]);
function toldWith(session, earlier) {
  let hasTask = hasOwnTask(session), told = 0;
  for (let [index, one] of earlier.entries()) {
    let isOpen = isUnfinished2(one), isCopied = told === index && (earlier[index - 1] ?? session).continues[0]?.isFork === !0;
    if (isOpen || !hasTask || isCopied)
      told = index + 1;
    else if (hasFinished(one))
      break;
    hasTask ||= hasOwnTask(one);
  }
  return earlier.slice(0, told);
}
function leftOpen(chain) {
  let end = chain.findIndex(hasFinished);
  return chain.slice(1, end === -1 ? chain.length : end).filter(isUnfinished2);
}
var hasFinished = (one) => one.hasOperations && !isUnfinished2(one) && !hasOwnTask(one), hasOwnTask = ({ firstPrompts }) => firstPrompts.some(({ text }) => typeof text === "string" && isOfSubstance(text));
function chainState(chain) {
  let [own, ...earlier] = chain;
  if (own === void 0 || earlier.length === 0)
    return own?.state ?? {};
  let parts = { ...own.state }, withTasks = taskState(chain), open = /* @__PURE__ */ new Set([own, ...leftOpen(chain)]), lastOpen = chain.findLastIndex((one) => open.has(one) && isUnfinished2(one));
  for (let kind of KIND_NAMES) {
    let { field, limit } = KINDS[kind];
    if (OF_ONE.has(kind))
      continue;
    if (kind === "todos" || kind === "task") {
      parts[field] = withTasks?.[field];
      continue;
    }
    let values = chain.filter((_, index) => index === 0 || index <= lastOpen || OF_ENDED.has(kind)).map(({ state }) => state[field]).filter((value) => value !== void 0);
    if (values.length === 0)
      continue;
    parts[field] = limit === 1 ? values[0] : distinct2(values);
  }
  return withoutUndefined(parts);
}
function taskState(chain) {
  let lists = chain.map((one) => ({ one, all: tasksOf(one.state).all })).filter(({ all }) => all.length > 0), [latest] = lists, left = lists.find(({ one }) => isUnfinished2(one));
  if (latest === void 0 || left === void 0 || latest === left)
    return latest?.one.state;
  return (hasOwnTask(latest.one) && latest.all.every(({ status, text }) => status === "completed" && left.all.every((task) => task.text !== text)) ? left : latest).one.state;
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

// src/agents/claude-code/transcript.ts
import { closeSync, constants, fstatSync, openSync, readSync } from "fs";
var NOTHING = { calls: [], lastText: null, ended: [], answers: [], failed: [] }, TAIL_BYTES = 524288, MOST = 20, INTERRUPTED = "[Request interrupted by user", STOPPED = [INTERRUPTED, "doesn't want to proceed with this tool use"];
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
      blocks.forEach((block) => reader.answered(block, entry));
  }
  return reader.tail;
}

class TailReader {
  #filter;
  #open = /* @__PURE__ */ new Map;
  #interrupted = [];
  #lastText = null;
  #ended = /* @__PURE__ */ new Map;
  #answers = [];
  #failed = /* @__PURE__ */ new Map;
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
      ended: [...this.#ended.values()].map((one) => ({
        ...one,
        status: clip(one.status, MAX_CHARS.word),
        result: one.result === void 0 ? void 0 : clipEnds(clip, mask(one.result), MAX_CHARS.agentMessage)
      })),
      answers: this.#answers.slice(-MOST).map((one) => ({ ...one, text: clipEnds(clip, mask(one.text), MAX_CHARS.prompt) })).toReversed(),
      failed: [...this.#failed.values()].slice(-MOST).map((one) => ({
        ...one,
        tool: clip(mask(one.tool), MAX_CHARS.word),
        error: clipEnds(clip, mask(one.error), MAX_CHARS.message)
      })).toReversed(),
      lastText: this.#lastText === null ? null : clipEnds(clip, mask(this.#lastText), MAX_CHARS.message)
    };
  }
  said(block) {
    if (block.type === "text")
      this.#lastText = textOf2(block.text)?.trim() || this.#lastText;
    let call = block.type === "tool_use" ? callOf(block) : null;
    if (call === null)
      return;
    if (this.#interrupted = [], this.#filter?.hides(block.input) === !0) {
      this.#failed.delete(call.tool);
      return;
    }
    this.#open.set(call.id, call);
  }
  answered(block, entry) {
    let call = block.type === "tool_result" ? this.#open.get(String(block.tool_use_id)) : void 0;
    if (call !== void 0) {
      this.#open.delete(call.id), this.#lastText = null;
      let text = JSON.stringify(block.content ?? "");
      if (STOPPED.some((words) => text.includes(words)))
        this.#interrupted.push({ ...call, isInterrupted: !0 });
      else
        this.#resulted(call, block, entry);
    } else if (block.type === "text") {
      let { taskId, status, result } = notificationIn(textOf2(block.text) ?? "") ?? {};
      if (taskId !== void 0 && status !== void 0)
        this.#ended.set(taskId, { taskId, status, result });
      if ((textOf2(block.text) ?? "").startsWith(INTERRUPTED))
        for (let left of this.#open.values())
          this.#interrupted.push({ ...left, isInterrupted: !0 });
      this.#open.clear(), this.#lastText = null;
    }
  }
  #resulted({ id, tool }, block, entry) {
    let atMs = Date.parse(textOf2(entry.timestamp) ?? "") || 0;
    if (tool === "AskUserQuestion") {
      let answers = recordOf(recordOf(entry.toolUseResult).answers), said = Object.keys(answers).map((question) => `${question} \u2192 ${textIn(answers[question])}`);
      if (said.length > 0)
        this.#answers.push({ id, atMs, text: said.join(`
`) });
    }
    if (!tool.startsWith("mcp__"))
      return;
    if (this.#failed.delete(tool), block.is_error === !0)
      this.#failed.set(tool, { tool, error: textIn(block.content), atMs });
  }
}
function callOf(block) {
  let id = textOf2(block.id), tool = textOf2(block.name);
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
  ].map((name) => textOf2(input[name])).find((text) => text !== void 0);
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

// src/recall/read-from-files.ts
function gitNow({ state, cwd, worktree, directory }) {
  for (let path of [textOf2(state.git?.worktree), cwd, worktree, directory]) {
    let head = typeof path === "string" ? readGitHead(path) : null;
    if (head !== null)
      return head;
  }
  return null;
}
function openCallsOf({ state }, whole, hidden) {
  let path = textOf2(state.session?.transcriptPath), isAgain = ({ target }) => (whole.operations ?? []).some((row) => row.target === target && row.atMs > (state.session?.atMs ?? 0));
  return path === void 0 ? [] : readTail(path, hidden).calls.filter((call) => !isDone(call, state) && !isAgain(call));
}
function isDone({ id, target }, { operations = [] }) {
  return operations.some((row) => row.key.startsWith(`${id}:`) && (row.target ?? "") === target);
}
function madeFiles({ cwd, directory, lastSeenMs }, state, inFlight, hidden) {
  let known = new Set((state.files ?? []).map(({ key }) => key)), directories = [...new Set([cwd, directory].filter((path) => path !== null))], ran = [
    ...inFlight.map(({ target }) => ({ command: target, atMs: lastSeenMs })),
    ...(state.commands ?? []).map((row) => ({ command: textOf2(row.command) ?? "", atMs: row.atMs }))
  ], made = filesOfCommands(ran, directories, known), ofGit = filesOfGit(state.git, /* @__PURE__ */ new Set([...known, ...made.map(({ path }) => path)]));
  return [...made, ...ofGit].filter(({ path }) => hidden?.covers(path) !== !0);
}

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
  let { limit } = KINDS.command, left = { main: limit, subagents: limit, movers: MAX_MOVERS };
  return commands.filter(({ agentId, command }) => {
    let whose = agentId === void 0 ? "main" : "subagents";
    if (left[whose] -= 1, left[whose] >= 0)
      return !0;
    if (typeof command !== "string" || !MOVES_FILES.test(command))
      return !1;
    return left.movers -= 1, left.movers >= 0;
  });
}
var MAX_MOVERS = 60, MOVES_FILES = /\bgit stash\b|\bgit commit\b|\b(?:rm|mv|unlink) /;

// src/recall/session-report.ts
var PARTS2 = ["prompts", "lastAssistantMessage", "todos", "plan", "files", "commands", "subagents", "git"];
function reportOf(saved, about) {
  let { isUntrusted, isRunning, chain, unreadEntries, hiddenOf } = about, transcriptPath = saved.state.session?.transcriptPath, tail = isUntrusted || typeof transcriptPath !== "string" ? null : readTail(transcriptPath, hiddenOf?.(saved)), session = { ...saved, state: withEnded(saved.state, tail?.ended ?? [], saved.lastSeenMs) }, { sessionId, objective, cwd, lastSeenMs, lastActiveMs, lastCheckpoint } = session, { ending, isTurnFinished, operations, operationsSinceCheckpoint, waitingEntries } = session, state = chainState([session, ...chain]), open = leftOpen([session, ...chain]), before = open.flatMap((one) => openCallsOf(one, state, hiddenOf?.(one))), inFlight = [...(tail?.calls ?? []).filter((call) => !isDone(call, session.state)), ...before], isUnknown = (part) => part === "todos" ? state.todos === void 0 && state.tasks === void 0 : state[part] === void 0;
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
    isRunning,
    ending,
    isTurnFinished,
    lastCheckpoint: lastCheckpoint === null ? null : { at: timeText(lastCheckpoint.atMs), type: lastCheckpoint.type, trigger: lastCheckpoint.trigger },
    operations,
    operationsSinceCheckpoint,
    waitingEntries,
    unreadEntries,
    gitNow: gitNow(session),
    notKnown: [...objective === null ? ["objective"] : [], ...PARTS2.filter(isUnknown)],
    continues: chain.map((one) => one.sessionId),
    continuesOpen: open.map((one) => one.sessionId),
    prompts: promptsOf([...chain.toReversed(), session].flatMap((one) => one.firstPrompts), withAnswers(state.prompts ?? [], tail?.answers ?? [])),
    inFlight,
    lastWords: isTurnFinished ? lastWordsOf(open[0], hiddenOf) : tail?.lastText ?? null,
    made: isUntrusted ? [] : madeFiles(session, state, inFlight, hiddenOf?.(session)),
    outcomes: [...outcomesOf(state), ...(tail?.failed ?? []).map(failedTool)],
    running: runningTasks(state),
    state: state.commands === void 0 ? state : { ...state, commands: newestOfEach(state.commands) }
  };
}
function withAnswers(prompts, answers) {
  if (answers.length === 0)
    return prompts;
  let told = answers.map(({ id, atMs, text }) => ({ key: id, atMs, text }));
  return [...prompts, ...told].toSorted((a, b) => b.atMs - a.atMs);
}
function lastWordsOf(session, hiddenOf) {
  let path = textOf2(session?.state.session?.transcriptPath);
  if (session === void 0 || session.isTurnFinished || path === void 0)
    return null;
  return readTail(path, hiddenOf?.(session)).lastText ?? null;
}

// src/store/sqlite/read/merged-rows.ts
var NOTHING_WAITS = { entries: 0, facts: [], checkpoints: [], instances: [] };

class MergedRows {
  db;
  waiting;
  #nowMs;
  #waitingKinds = /* @__PURE__ */ new Map;
  #new;
  constructor(db, waiting, nowMs) {
    this.db = db, this.waiting = waiting, this.#nowMs = nowMs;
  }
  waitingFor(sessionId) {
    return this.waiting.get(sessionId) ?? NOTHING_WAITS;
  }
  all(sql, ...values) {
    return this.db === null ? [] : this.db.query(sql).all(...values);
  }
  of(sql, sessionId, ...values) {
    return this.#isNew(sessionId) ? [] : this.all(sql, sessionId, ...values);
  }
  #isNew(sessionId) {
    if (!this.waiting.has(sessionId))
      return !1;
    return this.#new ??= new Set(this.all(NEW_SQL, JSON.stringify([...this.waiting.keys()])).map(({ id }) => id)), this.#new.has(sessionId);
  }
  get boundMs() {
    return this.#nowMs + CLOCK_SKEW_MS;
  }
  newest(sessionId, kind, whose, limit) {
    let waitingRows = this.#waitingRows(sessionId, kind);
    if (waitingRows.size === 0 && this.#isNew(sessionId))
      return [];
    let sql = ROWS_SQL[whose], { boundMs } = this, stored = this.of(sql.until, sessionId, kind, limit, boundMs).map(soundRow);
    if (stored.length < limit) {
      let left = limit - stored.length;
      stored.push(...this.of(sql.ahead, sessionId, kind, left, boundMs).map(soundRow));
    }
    let rows = new Map(stored.map((one) => [one.name, one]));
    for (let [name, waiting] of waitingRows) {
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
    let waiting = [...this.#waitingRows(sessionId, kind).values()].filter(({ agentId }) => agentId === ""), limit = most + waiting.length, stored = this.of(OLDEST_ROWS_SQL, sessionId, kind, limit).map(soundRow), rows = new Map(stored.map((one) => [one.name, one]));
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
    return this.of(ONE_ROW_SQL, sessionId, kind, name).map(soundRow)[0];
  }
  countOperations(sessionId, afterMs) {
    let count = this.of(OPERATIONS_SQL, sessionId, afterMs)[0]?.n ?? 0, isCounted = (row) => row.atMs > afterMs;
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
var CACHE_PAGES = 64, FIRST_PROMPTS = 5, NEWEST_PROMPTS = 5, ACTIVITIES = KIND_NAMES.filter((kind) => KINDS[kind].isWork), ACTIVITIES_JSON = JSON.stringify(ACTIVITIES);

class ResumeReader {
  #rows;
  constructor(rows) {
    this.#rows = rows;
  }
  static async open(root, waiting, busyTimeoutMs, nowMs = Date.now()) {
    let db = await openSaved(root, busyTimeoutMs);
    return db?.run(`PRAGMA cache_size = ${CACHE_PAGES}`), new ResumeReader(new MergedRows(db, waiting, nowMs));
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
    return this.#rows.of("SELECT 1 FROM hive_state WHERE session_id = ? AND kind = ?", sessionId, UNTRUSTED).length > 0;
  }
  observations(sessionId) {
    return this.#rows.of("SELECT sum(observations) AS n FROM hive_instances WHERE session_id = ?", sessionId)[0]?.n ?? null;
  }
  outline(sessionId) {
    let row = (kind) => this.#rows.newest(sessionId, kind, "main", 1)[0], times = this.#activeTimes(sessionId), seen = row("session")?.row, end = row("end"), lastActiveMs = latestOf([...times.values()]), lastSeenMs = latestOf([seen?.atMs ?? null, end?.row.atMs ?? null]) ?? lastActiveMs;
    if (lastSeenMs === null)
      return null;
    let startedMs = seen === void 0 ? null : fieldTime(seen, "source"), turnMs = latestOf([times.get("prompt") ?? null, times.get("operation") ?? null]), messageMs = times.get("message") ?? null, hasOperations = (times.get("operation") ?? null) !== null, start = row("start")?.row.data, cwd = text(seen?.data.cwd), opened = latestOf([startedMs === null ? null : this.#rows.readMs(startedMs), times.get("prompt") ?? null]);
    return {
      sessionId,
      agent: text(seen?.data.agent),
      cwd,
      directory: text(start?.directory) ?? cwd,
      worktree: text(start?.worktree),
      process: seen?.data.process ?? null,
      isAttended: attendedIn(seen?.data),
      hasStarted: startedMs !== null,
      hasWork: turnMs !== null,
      hasOperations,
      unworked: hasOperations ? [] : this.#rows.newest(sessionId, "prompt", "main", NEWEST_PROMPTS).map((one) => one.row.data.text),
      isTurnFinished: turnMs === null || messageMs !== null && messageMs >= turnMs,
      continues: this.#rows.newest(sessionId, "continues", "main", KINDS.continues.limit).map(({ key, row: { data } }) => ({
        sessionId: key,
        activeMs: Number(data.activeMs),
        isFork: data.isFork === !0
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
    return [...this.#rows.of("SELECT instance_id AS instanceId, pid, last_seen_ms AS lastSeenMs FROM hive_instances WHERE session_id = ?", sessionId), ...this.#rows.waitingFor(sessionId).instances];
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
var recent = (span, isWanted) => `SELECT session_id AS id FROM hive_instances i
  WHERE last_seen_ms ${span} AND NOT EXISTS (SELECT 1 FROM hive_instances l WHERE l.session_id = i.session_id
    AND (l.last_seen_ms, l.instance_id) > (i.last_seen_ms, i.instance_id)) AND ${isWanted}
  ORDER BY last_seen_ms DESC, session_id LIMIT ?4 OFFSET ?5`, SPANS = ["BETWEEN ?1 AND ?3", "< min(?1, ?2)", "> ?3"], IS_OPEN = "NOT coalesce((SELECT min(settled) = -sum(observations) FROM hive_instances WHERE session_id = i.session_id), 0)", RECENT_SQL = SPANS.map((span) => recent(span, "1")), RECENT_OPEN_SQL = SPANS.map((span) => recent(span, IS_OPEN)), FIRST_RECENT = 64, ATTENDED = "coalesce(json_extract(s.data, '$.wasAttended'), json_extract(s.data, '$.isAttended'))", HEADS_SQL = `SELECT j.value AS id,
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
  FROM (SELECT j.value FROM json_each(?1) j WHERE ${has("continues")} LIMIT -1) j
  CROSS JOIN hive_state c ON c.session_id = j.value AND c.kind = 'continues' AND c.agent_id = ''
  LEFT JOIN hive_state s ON s.session_id = j.value AND s.kind = 'session' AND s.key = ''`;
function* recentSessions(db, [sinceMs, knownMs, boundMs], isOpen) {
  for (let sql of isOpen && hasSettled(db) ? RECENT_OPEN_SQL : RECENT_SQL) {
    let query = db.query(sql);
    for (let lot = FIRST_RECENT, offset = 0;; offset += lot, lot *= 4) {
      let rows = query.all(sinceMs, knownMs, boundMs, lot, offset);
      for (let { id } of rows)
        yield id;
      if (rows.length < lot)
        break;
    }
  }
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
    let { busyTimeoutMs, maxEntryBytes = DEFAULTS.maxEntryBytes } = options, paths = queuePaths(root), files = waitingFiles(paths), { bySession, unread } = files.length === 0 ? NOTHING_WAITS2 : (await import("./import-waiting.js")).readWaiting(paths, maxEntryBytes, files), reader = await ResumeReader.open(root, bySession, busyTimeoutMs, options.nowMs);
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
  *recent(sinceMs, isOpen = !1) {
    let { db, waiting } = this.#reader;
    if (yield* this.#waitingIds(), db === null)
      return;
    for (let id of recentSessions(db, [sinceMs, FIRST_KNOWN_MS, this.#boundMs], isOpen))
      if (!waiting.has(id))
        yield id;
  }
  observations(sessionId) {
    return this.#reader.waiting.has(sessionId) ? null : this.#reader.observations(sessionId);
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
      if (!withDone && !isUnfinished2(outline))
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
    return this.continues([...this.recent(lastSeenMs)]).filter(({ source, hasWorked }) => source === sessionId && hasWorked === 1).map(({ receiver }) => receiver);
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
    return outline === null ? null : this.statusOf(outline);
  }
  statusOf(outline) {
    if (outline.ending.kind === "ended")
      return "ended";
    return this.isRunning(outline) === !0 ? "open" : "no end seen";
  }
  report(sessionId) {
    let saved = this.#reader.session(sessionId);
    if (saved === null)
      return null;
    let isUntrusted = this.isUntrusted(sessionId);
    return reportOf(saved, {
      isUntrusted,
      isRunning: saved.ending.kind === "ended" ? !1 : this.isRunning(saved),
      chain: isUntrusted ? [] : this.#chain(saved),
      unreadEntries: this.#unread,
      hiddenOf: this.#hiddenOf
    });
  }
  #chain(session) {
    let earlier = chainOf(this, session, MAX_CHAIN).map(({ sessionId }) => this.#reader.session(sessionId));
    return toldWith(session, earlier.filter((one) => one !== null));
  }
  [Symbol.dispose]() {
    this.#reader[Symbol.dispose]();
  }
}
var NOTHING_WAITS2 = { bySession: /* @__PURE__ */ new Map, unread: 0 };
async function hiddenIn(root, given) {
  let globs = given ?? readConfigFiles(root).config.exclude;
  if (globs.length === 0)
    return;
  let { excludedFrom } = await import("./recall-excluded-data.js");
  return (session) => excludedFrom(globs, root, session);
}
var MAX_CHAIN = 5;

export { isUnfinished2, findCandidates, takenIn, ago, minute, gitOperationAt, sectionsOf, tasksOf, waitingFiles, Resumes };
