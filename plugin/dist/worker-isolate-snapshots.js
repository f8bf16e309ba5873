// @bun
import {
  SEAM,
  clip
} from "./redact-redact.js";
import {
  tellsSecret,
  sigOf,
  CLOCK_STEP_MS
} from "./snapshots-files.js";
import"./base-files-files.js";
import"./base-config-sources.js";
import"./origin-own-directory.js";
import"./origin-own-file.js";
import {
  isOwnIn,
  Inotify,
  NotWatchable,
  WatchedTree,
  inside,
  parentOf,
  isUnwalked,
  Tracker
} from "./snapshots-tracker.js";
import {
  nameOfChange
} from "./snapshots-undo-state.js";
import {
  MAX_GIT_BYTES,
  openView
} from "./snapshots-objects-blobs.js";
import {
  ProjectSnapshots
} from "./snapshots-project-snapshots.js";
import {
  LIMITS
} from "./snapshots-limits.js";
import {
  isDamage,
  setAsideDamaged,
  setAsideIn,
  removeSetAside,
  namedUntilMs
} from "./snapshots-keep-damaged.js";
import {
  lockSnapshots,
  ObjectStore,
  isThere,
  isInUse,
  Catalogue
} from "./snapshots-keep-catalogue.js";
import {
  snapshotsDirectory,
  findWorktree
} from "./snapshots-worktree.js";
import {
  endRunning
} from "./git-git-view.js";
import {
  userConfigPath,
  readConfigFiles
} from "./origin-config-files.js";
import"./platform-programs.js";
import {
  systemClock
} from "./base-clock.js";
import"./git-git-tree.js";
import {
  errorCode
} from "./base-errors.js";

// src/snapshots/keep/retention.ts
import { existsSync, readdirSync, rmSync } from "fs";
import { dirname, join } from "path";
var MAX_DELETED = 5000, GRACE_MS = 60000, SHARE = 0.1;
function sweepSnapshots(directory, { nowMs, limits = LIMITS, onStep }) {
  using _lock = lockSnapshots(directory);
  using catalogue = Catalogue.open(directory);
  let objects = new ObjectStore(join(directory, "objects")), all = catalogue.snapshots(), old = all.filter(({ atMs }) => atMs < nowMs - limits.keepMs), kept = all.slice(old.length), isTooLarge = objects.totalBytes() + catalogue.takenBytes() - catalogue.objectBytes() > limits.storeBytes, asides = setAsideIn(directory);
  for (let aside of asides)
    if (isTooLarge || aside.atMs < nowMs - limits.keepMs)
      removeSetAside(aside);
  let excess = isTooLarge && asides.length === 0 ? kept.slice(0, Math.ceil(kept.length * SHARE)) : [];
  catalogue.drop([...old, ...excess].map(({ id }) => id)), catalogue.dropUndos(nowMs - limits.keepMs), onStep?.("dropped"), objects.sweep(nowMs);
  let keptUntilMs = namedUntilMs(setAsideIn(directory)), deleted = deleteUnnamed(catalogue, objects, (modifiedMs) => modifiedMs > keptUntilMs && modifiedMs <= nowMs - GRACE_MS, onStep);
  return catalogue.setObjectBytes(objects.totalBytes()), deleted;
}
function deleteUnnamed(catalogue, objects, isGarbage, onStep) {
  let named = catalogue.hashes(), deleted = 0;
  for (let { hash, modifiedMs } of objects.all()) {
    if (named.has(hash) || !isGarbage(modifiedMs) || deleted === MAX_DELETED)
      continue;
    objects.delete(hash), onStep?.("deleted"), deleted += 1;
  }
  return deleted;
}
function sweepAll(directory, options) {
  let all = dirname(directory), faults = [];
  for (let name of existsSync(all) ? readdirSync(all).toSorted() : []) {
    let one = join(all, name);
    if (!isThere(one) && setAsideIn(one).length === 0)
      continue;
    try {
      sweepSnapshots(one, options), removeIfEmpty(one);
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0)
    throw faults[0];
}
function removeIfEmpty(directory) {
  using _lock = lockSnapshots(directory);
  {
    using catalogue = Catalogue.open(directory);
    if (catalogue.snapshots().length > 0 || setAsideIn(directory).length > 0)
      return;
  }
  if (!isInUse(directory))
    rmSync(directory, { recursive: !0, force: !0 });
}

// src/snapshots/look/worktree-watch.ts
import { lstatSync as lstatSync2, statfsSync } from "fs";
import { basename } from "path";

// src/snapshots/look/ignored-paths.ts
import { statSync } from "fs";
import { join as join2 } from "path";

// src/snapshots/look/ignore-rules.ts
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from "fs";
class IgnoreRules {
  #top;
  #outer;
  #files = /* @__PURE__ */ new Map;
  #directories = /* @__PURE__ */ new Map;
  constructor(top, outer) {
    this.#top = top, this.#outer = outer;
  }
  isIgnored(path) {
    let answer = this.#judge(path, !1);
    return answer === "unsure" ? null : answer === "ignored";
  }
  #judge(path, isDirectory) {
    let parent = path.slice(0, Math.max(0, path.lastIndexOf("/"))), above = parent === "" ? "shown" : this.#ofDirectory(parent);
    return above === "shown" ? this.#byRules(path, parent, isDirectory) : above;
  }
  #ofDirectory(path) {
    let answer = this.#directories.get(path);
    if (answer === void 0)
      answer = this.#judge(path, !0), this.#directories.set(path, answer);
    return answer;
  }
  #byRules(path, parent, isDirectory) {
    for (let at = parent;; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
      let inside = at === "" ? path : path.slice(at.length + 1), answer = this.#byFile(`${this.#top}/${at === "" ? "" : `${at}/`}.gitignore`, inside, { path, isDirectory });
      if (answer !== null)
        return answer;
      if (at === "")
        break;
    }
    for (let file of this.#outer) {
      let answer = this.#byFile(file, path, { path, isDirectory });
      if (answer !== null)
        return answer;
    }
    return "shown";
  }
  #byFile(file, inside, at) {
    let rules = this.#files.get(file);
    if (rules === void 0)
      rules = rulesIn(file), this.#files.set(file, rules);
    if (rules === null)
      return "unsure";
    let name = inside.slice(inside.lastIndexOf("/") + 1);
    for (let { isNegated, isForDirectories, isName, matcher } of rules) {
      if (matcher === null)
        return "unsure";
      if (!matcher.test(isName ? name : inside))
        continue;
      if (isForDirectories && !at.isDirectory && !isDirectoryAt(`${this.#top}/${at.path}`))
        continue;
      return isNegated ? "shown" : "ignored";
    }
    return null;
  }
}
function rulesIn(file) {
  let bytes = bytesOf(file);
  if (bytes === null)
    return [];
  if (bytes === "other")
    return null;
  let text = bytes.toString("utf8");
  if (text.includes("\uFFFD") || text.includes("\x00"))
    return null;
  return text.replace(/^\uFEFF/, "").split(`
`).map((line) => line.replace(/\r$/, "")).filter((line) => line !== "" && !line.startsWith("#")).map(ruleOf).toReversed();
}
function ruleOf(line) {
  let trimmed = line.includes("\\") ? line : line.replace(/ +$/, ""), isNegated = trimmed.startsWith("!"), pattern = isNegated ? trimmed.slice(1) : trimmed, isForDirectories = pattern.endsWith("/"), rest = isForDirectories ? pattern.slice(0, -1) : pattern, isName = !rest.includes("/");
  return { isNegated, isForDirectories, isName, matcher: matcherOf(rest, isName) };
}
var FOR_GIT = /[?[\]\\]|[^\0-\x7f]/;
function matcherOf(pattern, isName) {
  if (FOR_GIT.test(pattern))
    return null;
  if (isName)
    return regExp(pattern.replaceAll(/\*+/g, "*"), "[^]*");
  let parts = (pattern.startsWith("/") ? pattern.slice(1) : pattern).split("/");
  if (parts.some((part) => part === "" || part.includes("**") && part !== "**"))
    return null;
  let source = parts.map((part, n) => {
    let isLast = n === parts.length - 1;
    if (part === "**")
      return isLast ? "[^]*" : "(?:[^]*/)?";
    return sourceOf(part, "[^/]*") + (isLast ? "" : "/");
  });
  return new RegExp(`^${source.join("")}$`);
}
var regExp = (pattern, any) => new RegExp(`^${sourceOf(pattern, any)}$`), sourceOf = (pattern, any) => pattern.replaceAll(/[$()*+.^{|}]/g, (found) => found === "*" ? any : `\\${found}`);
function bytesOf(file) {
  let fd;
  try {
    fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (error) {
    if (errorCode(error) === "ENOENT")
      return null;
    return "other";
  }
  try {
    return fstatSync(fd).isFile() ? readFileSync(fd) : "other";
  } finally {
    closeSync(fd);
  }
}
function isDirectoryAt(full) {
  try {
    return lstatSync(full, { throwIfNoEntry: !1 })?.isDirectory() === !0;
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return !1;
  }
}

// src/snapshots/look/ignored-paths.ts
var TIMEOUT_MS = 60000, MAX_REMEMBERED = 1e5;

class IgnoredPaths {
  #worktree;
  #known = /* @__PURE__ */ new Map;
  #rules = null;
  #flags = [];
  constructor(worktree) {
    this.#worktree = worktree;
  }
  async visible(paths) {
    let answers = paths.map((path) => this.#rules?.isIgnored(path) ?? this.#known.get(path)), asked = paths.filter((_, n) => answers[n] === void 0);
    if (asked.length === 0)
      return paths.filter((_, n) => answers[n] === !1);
    if (this.#known.size + asked.length > MAX_REMEMBERED)
      this.#known.clear();
    let ignored = await this.#ignoredAmong(asked);
    for (let path of asked)
      this.#known.set(path, ignored.has(path));
    return paths.filter((path, n) => !(answers[n] ?? ignored.has(path)));
  }
  forget(flags = this.#flags) {
    this.#known.clear(), this.#flags = flags;
    let outer = [join2(this.#worktree.git.tree.commonDirectory, "info/exclude"), usersFileIn(flags)], isUsable = outer.every((path) => path?.startsWith("/")) && !flags.includes("core.ignorecase=true");
    this.#rules = isUsable ? new IgnoreRules(this.#worktree.top, outer) : null;
  }
  async#ignoredAmong(paths) {
    using view = openView(this.#worktree);
    let args = ["check-ignore", "--no-index", "-z", "--stdin"], stdin = paths.map((path) => `./${path}\x00`).join(""), { output } = await view.run(args, performance.now() + TIMEOUT_MS, stdin, MAX_GIT_BYTES, [0, 1]);
    return new Set(output.split("\x00").map((path) => path.slice(2)));
  }
}
function outerRules({ git: { tree } }, flags) {
  let files = [...["info/exclude", "info/attributes"].map((name) => join2(tree.commonDirectory, name)), usersFileIn(flags)];
  return [...flags, ...files.map((path) => path === void 0 ? "" : versionOf(path))].join(`
`);
}
var usersFileIn = (flags) => flags.find((flag) => flag.startsWith("core.excludesFile="))?.slice(18);
function versionOf(path) {
  let stat = statSync(path, { throwIfNoEntry: !1 });
  return stat === void 0 ? "none" : sigOf(stat);
}

// src/snapshots/look/worktree-watch.ts
var LIMITS2 = { directories: 50000, share: 0.25, told: 20000 }, REMOTE = /* @__PURE__ */ new Set([
  26985,
  20859,
  4283649346,
  4266872130,
  16914839,
  1702057286,
  12805120,
  1397113167
]), isRemote = (path) => REMOTE.has(statfsSync(path).type >>> 0);

class WorktreeWatch {
  #worktree;
  #limits;
  #isLeftOut;
  #ignored;
  #tree = null;
  #needed = /* @__PURE__ */ new Set;
  #known = null;
  #rules = "";
  #top = "";
  #isBehind = !0;
  #isGivenUp = !1;
  #doubt = null;
  constructor(worktree, isOwn, limits = LIMITS2) {
    let { git } = worktree;
    this.#worktree = worktree, this.#limits = limits, this.#isLeftOut = (path, isDirectory) => isOwn(path) || git === null && isDirectory && isUnwalked(basename(path)), this.#ignored = git === null ? null : new IgnoredPaths({ ...worktree, git });
  }
  async take(told, known) {
    if (this.#isGivenUp || known === null)
      return null;
    try {
      let wasBehind = this.#isBehind;
      this.#isBehind = !0;
      let paths = await this.#changed(told, known);
      return wasBehind ? null : paths;
    } catch (error) {
      if (this.#end(), !(error instanceof NotWatchable))
        return null;
      return this.#isGivenUp = !0, this.#doubt = `each snapshot looks at all files: ${error.message}`, null;
    }
  }
  takeDoubt() {
    let doubt = this.#doubt;
    return this.#doubt = null, doubt === null ? [] : [doubt];
  }
  settled() {
    this.#isBehind = this.#tree === null;
  }
  async#changed(told, known) {
    let events = this.#tree?.drain() ?? null;
    if (events === null || !this.#isSame(known) || [...events.files].some(isRuleFile))
      return await this.#begin(known);
    let inFiles = await this.#follow(this.#tree, events, known);
    if (inFiles === null)
      return await this.#begin(known);
    return await this.#select([...events.files, ...events.directories, ...inFiles, ...told], known);
  }
  async#follow(tree, { directories }, known) {
    if (known.version !== this.#known?.version) {
      this.#note(known);
      for (let path of tree.unwatched(this.#needed))
        directories.add(path);
    }
    if (directories.size === 0)
      return [];
    this.#ignored?.forget();
    let topmost = [...directories].filter((path) => !ancestorsOf(path).some((one) => directories.has(one))), below = topmost.filter((path) => tree.isWatched(path) || this.#needed.has(path)).flatMap((path) => [...known.within(path)]), files = await tree.follow(topmost);
    return files === null ? null : [...below, ...files];
  }
  async#begin(known) {
    this.#end();
    let { top, git } = this.#worktree, inotify = isRemote(top) ? null : Inotify.open();
    if (inotify === null)
      throw new NotWatchable("the kernel tells of no changes here");
    this.#top = identityOf(top), this.#note(known), this.#rules = git === null ? "" : outerRules({ ...this.#worktree, git }, known.flags), this.#ignored?.forget(known.flags);
    let share = Math.floor((Inotify.limit() ?? 1 / 0) * this.#limits.share);
    return this.#tree = new WatchedTree({
      top,
      inotify,
      maxDirectories: Math.min(this.#limits.directories, share),
      maxTold: this.#limits.told,
      isLeftOut: this.#isLeftOut,
      isNeeded: (path) => this.#needed.has(path),
      isSubmodule: (path) => this.#known.submodules.has(path),
      isRepository: (path) => this.#known.repositories.has(path) && !this.#needed.has(path),
      wanted: (paths) => this.#wanted(paths)
    }), await this.#tree.follow([""], !0), null;
  }
  #note(known) {
    let needed = /* @__PURE__ */ new Set;
    for (let directory of known.directories())
      for (let at = directory;at !== "" && !needed.has(at); at = parentOf(at))
        needed.add(at);
    this.#needed = needed, this.#known = known;
  }
  #isSame(known) {
    let { top, git } = this.#worktree;
    return this.#top === identityOf(top) && repositoriesIn(known) === repositoriesIn(this.#known) && (git === null || this.#rules === outerRules({ ...this.#worktree, git }, known.flags));
  }
  async#wanted(paths) {
    let others = paths.filter((path) => path !== "" && !this.#needed.has(path)), visible = new Set(await this.#visible(others));
    return paths.filter((path) => path === "" || this.#needed.has(path) || visible.has(path));
  }
  async#select(paths, known) {
    let all = [...new Set(paths)], others = all.filter((path) => !known.has(path) && this.#tree.isWatched(parentOf(path)) && isFile(inside(this.#worktree.top, path))), visible = new Set(await this.#visible(others));
    return all.filter((path) => known.has(path) || visible.has(path));
  }
  async#visible(paths) {
    return this.#ignored === null ? paths : await this.#ignored.visible(paths);
  }
  #end() {
    this.#tree?.[Symbol.dispose](), this.#tree = null;
  }
  [Symbol.dispose]() {
    this.#end();
  }
}
var isRuleFile = (path) => [".gitignore", ".gitattributes"].includes(basename(path)), repositoriesIn = (known) => [...known?.repositories ?? [], "", ...known?.submodules ?? []].join("\x00"), ancestorsOf = (path) => {
  let all = [];
  for (let at = parentOf(path);at !== ""; at = parentOf(at))
    all.push(at);
  return all;
};
function identityOf(top) {
  let stat = lstatSync2(top, { throwIfNoEntry: !1 });
  return stat === void 0 ? "gone" : `${stat.dev} ${stat.ino}`;
}
function isFile(path) {
  try {
    let stat = lstatSync2(path, { throwIfNoEntry: !1 });
    return stat?.isFile() === !0 || stat?.isSymbolicLink() === !0;
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return !1;
  }
}

// src/snapshots/take/kept-places.ts
import { lstatSync as lstatSync3, realpathSync, statSync as statSync2 } from "fs";
import { dirname as dirname2 } from "path";
var MAX_KEPT = 100;

class KeptPlaces {
  #root;
  #settings = null;
  #worktrees = /* @__PURE__ */ new Map;
  constructor(root) {
    this.#root = root;
  }
  settings() {
    return this.#keptSettings().value;
  }
  #keptSettings() {
    let mark = this.#settingsMark();
    if (mark !== null && mark === this.#settings?.mark)
      return this.#settings;
    let { config, warnings } = readConfigFiles(this.#root);
    return this.#settings = { value: config, mark: warnings.length === 0 ? mark : null }, this.#settings;
  }
  #settingsMark() {
    let own = userConfigPath(process.env, this.#root);
    return markOf(own, own === null ? null : settledSig(own, statSync2), settledSig(`${this.#root}/config.json`, lstatSync3));
  }
  worktree(cwd) {
    let known = this.#worktrees.get(cwd);
    if (known !== void 0 && known.mark === this.#worktreeMark(cwd, known.value))
      return known.value;
    this.#worktrees.delete(cwd);
    let found = findWorktree(this.#root, cwd), mark = "refused" in found ? null : this.#worktreeMark(cwd, found);
    if (mark === null)
      return found;
    let again = findWorktree(this.#root, cwd);
    if (this.#worktrees.size === MAX_KEPT)
      this.#worktrees.clear();
    if (!("refused" in again))
      this.#worktrees.set(cwd, { value: again, mark });
    return again;
  }
  #worktreeMark(cwd, { top, git }) {
    if (git === null || git.tree.gitDirectory !== `${top}/.git` || git.tree.commonDirectory !== `${top}/.git`)
      return null;
    try {
      let real = realpathSync(cwd), directories = [real];
      for (let at = real;at !== top && at !== "/"; at = dirname2(at))
        directories.push(dirname2(at));
      let own = lstatSync3(top);
      return markOf(real, (this.#settings ?? this.#keptSettings()).mark, `${own.dev}:${own.ino}:${own.uid}`, ...directories.map((directory) => settledSig(`${directory}/.git`, lstatSync3)), settledSig(`${top}/.git/config`, lstatSync3), settledSig(`${top}/.git/HEAD`, lstatSync3));
    } catch (error) {
      if (errorCode(error) === void 0)
        throw error;
      return null;
    }
  }
}
var markOf = (...parts) => parts.includes(null) ? null : parts.join(`
`);
function settledSig(path, look) {
  try {
    let stat = look(path, { throwIfNoEntry: !1 });
    if (stat === void 0)
      return "none";
    return stat.isSymbolicLink() || Date.now() - Math.max(stat.mtimeMs, stat.ctimeMs) < CLOCK_STEP_MS ? null : sigOf(stat);
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return null;
  }
}

// src/snapshots/take-wanted.ts
var MAX_FOUND = 100, MAX_PATH_CHARS = 4096, SWEEP_INTERVAL_MS = 3600000, MAX_FOLLOWED = 8;

class WantedTaker {
  #options;
  #places;
  #snapshots;
  #sweptAtMs = Number.NEGATIVE_INFINITY;
  #followed = /* @__PURE__ */ new Map;
  #notes = [];
  constructor(options) {
    this.#options = options, this.#places = new KeptPlaces(options.root);
  }
  async take(all) {
    let { snapshots, exclude } = this.#places.settings();
    if (snapshots === "off")
      return [];
    let byTop = /* @__PURE__ */ new Map;
    for (let wanted of all) {
      let worktree = this.#places.worktree(wanted.cwd);
      if ("refused" in worktree)
        continue;
      let group = byTop.get(worktree.top) ?? { worktree, wanted: [] };
      group.wanted.push(wanted), byTop.set(worktree.top, group);
    }
    let found = [];
    for (let { worktree, wanted } of byTop.values())
      found.push(...await this.#takeSoundly(worktree, wanted, exclude));
    return found;
  }
  async#takeSoundly(worktree, wanted, exclude) {
    try {
      return await this.#takeIn(worktree, wanted, exclude);
    } catch (error) {
      let directory = snapshotsDirectory(this.#options.root);
      if (!isDamage(error) || directory === null)
        throw error;
      this.close();
      let aside = setAsideDamaged(directory, this.#options.nowMs());
      if (aside === null)
        throw error;
      return this.#notes = [`the list of earlier snapshots was damaged, and they cannot be undone: ${aside.reason}`], await this.#takeIn(worktree, wanted, exclude);
    }
  }
  async#takeIn(worktree, wanted, exclude) {
    if (this.#snapshots ??= ProjectSnapshots.open(this.#options.root), this.#snapshots === null)
      return [];
    using _lock = this.#snapshots.lock();
    let { tracker, watch } = this.#follow(worktree, this.#snapshots), firstCall = wanted.findIndex(({ call }) => call !== null), at = firstCall < 0 ? 0 : firstCall, marks = (some) => some.filter(({ trigger }) => trigger === "prompt");
    for (let one of marks(wanted.slice(0, at)))
      await this.#mark(tracker, one);
    let calls = wanted.flatMap(({ call }) => call === null ? [] : [call]), { sessionId, trigger } = wanted[at], told = wanted.flatMap((one) => one.told).flatMap((path) => relativeTo(worktree.top, path)), nowMs = this.#options.nowMs(), changed = await watch.take(told, tracker.known), paths = wanted.some(({ trigger }) => trigger === "stop" || trigger === "idle-stop") ? null : changed, isRest = calls.length > 0 && trigger !== "call" ? "call" : trigger, notes = [...this.#notes, ...watch.takeDoubt()], taken = await tracker.take({ sessionId, trigger: isRest, calls, nowMs, paths, notes, exclude });
    this.#notes = [], watch.settled();
    for (let one of marks(wanted.slice(at + 1)))
      await this.#mark(tracker, one);
    return foundFiles(worktree, wanted, taken);
  }
  async#mark(tracker, { sessionId, trigger }) {
    if (!tracker.canMark)
      return;
    await tracker.take({ sessionId, trigger, calls: [], nowMs: this.#options.nowMs(), paths: [], isMark: !0 });
  }
  #follow(worktree, snapshots) {
    let known = this.#followed.get(worktree.top);
    if (known !== void 0 && known.tracker.worktree.git?.config === worktree.git?.config)
      return known;
    known?.watch[Symbol.dispose](), this.#followed.delete(worktree.top);
    for (let [top, { watch }] of this.#followed) {
      if (this.#followed.size < MAX_FOLLOWED)
        break;
      watch[Symbol.dispose](), this.#followed.delete(top);
    }
    let followed = { tracker: new Tracker(worktree, snapshots.catalogue, snapshots.objects), watch: new WorktreeWatch(worktree, isOwnIn(worktree)) };
    return this.#followed.set(worktree.top, followed), followed;
  }
  async sweep() {
    let nowMs = this.#options.nowMs();
    if (this.#snapshots === null || this.#snapshots === void 0)
      return;
    this.#snapshots.objects.prepare();
    let isTooLarge = this.#snapshots.catalogue.takenBytes() > LIMITS.storeBytes;
    if (nowMs - this.#sweptAtMs < SWEEP_INTERVAL_MS && !isTooLarge)
      return;
    this.#sweptAtMs = nowMs, await this.#pinAll(this.#snapshots), sweepAll(this.#snapshots.directory, { nowMs });
  }
  async#pinAll(snapshots) {
    using _lock = snapshots.lock();
    for (let { tracker } of this.#followed.values())
      await tracker.pin();
  }
  close() {
    for (let { watch } of this.#followed.values())
      watch[Symbol.dispose]();
    this.#followed.clear(), this.#snapshots?.[Symbol.dispose](), this.#snapshots = void 0;
  }
}
var relativeTo = (top, path) => path.startsWith(`${top}/`) ? [path.slice(top.length + 1)] : [];
function foundFiles({ top }, wanted, { changes }) {
  let first = wanted.find(({ call }) => call !== null);
  if (first === void 0 || first.call === null)
    return [];
  let { entryId, sessionId, atMs, call } = first, told = new Set(wanted.flatMap((one) => one.told)), some = changes.slice(0, MAX_FOUND + told.size), isPlain = !tellsSecret(some.map(({ path }) => `${top}/${path}`).join(SEAM)), shown = (path) => isPlain && path.length <= MAX_PATH_CHARS ? path : clip(path, MAX_PATH_CHARS);
  return some.map((change) => ({ path: shown(`${top}/${change.path}`), change: nameOfChange(change) })).filter(({ path }) => !told.has(path)).slice(0, MAX_FOUND).map((file) => ({
    ...file,
    entryId,
    sessionId,
    atMs,
    by: call.tool,
    ...call.agentId === void 0 ? {} : { agentId: call.agentId }
  }));
}

// src/worker/isolate/snapshots.ts
var SWEEP_DELAY_MS = 1000, makeSnapshots = ({ root, signal }) => {
  let taker = new WantedTaker({ root, nowMs: () => systemClock.nowMs() });
  signal.addEventListener("abort", () => endRunning(!0));
  let last = Promise.resolve(), inTurn = (work) => {
    let done = last.then(work);
    return last = done.catch(() => {
      return;
    }), done;
  };
  return {
    answer: async (message) => {
      let found = await inTurn(() => taker.take(message));
      return setTimeout(() => {
        if (!signal.aborted)
          inTurn(() => taker.sweep()).catch(() => {
            return;
          });
      }, SWEEP_DELAY_MS).unref(), found;
    },
    close: () => taker.close()
  };
};
export {
  makeSnapshots
};
