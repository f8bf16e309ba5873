// @bun
import {
  clip
} from "./redact-redact.js";
import"./base-config-sources.js";
import"./origin-own-directory.js";
import"./origin-own-file.js";
import"./base-files-files.js";
import {
  MAX_GIT_BYTES,
  openView
} from "./snapshots-objects-blobs.js";
import {
  isOwnIn,
  isUnwalked,
  Tracker
} from "./snapshots-tracker.js";
import {
  sigOf
} from "./snapshots-files.js";
import {
  nameOfChange
} from "./snapshots-undo-state.js";
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
import { lstatSync as lstatSync3, statfsSync } from "fs";
import { basename } from "path";

// src/platform/inotify.ts
import { dlopen, ptr, read } from "bun:ffi";
import { readFileSync } from "fs";
var EVENT = {
  attributes: 4,
  cameOrWent: 960,
  selfDeleted: 1024,
  selfMoved: 2048,
  unmounted: 8192,
  overflow: 16384,
  ended: 32768,
  directory: 1073741824
}, IN_NONBLOCK = 2048, IN_CLOEXEC = 524288, IN_MODIFY = 2, IN_CLOSE_WRITE = 8, IN_ONLYDIR = 16777216, IN_DONT_FOLLOW = 33554432, IN_EXCL_UNLINK = 67108864, WATCHED = IN_MODIFY | IN_CLOSE_WRITE | EVENT.cameOrWent | EVENT.attributes | EVENT.selfDeleted | EVENT.selfMoved | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK, HEADER_BYTES = 16, BUFFER_BYTES = 262144, ENOSPC = 28, MAX_WATCHES = "/proc/sys/fs/inotify/max_user_watches", openLibrary = () => dlopen("libc.so.6", {
  inotify_init1: { args: ["i32"], returns: "i32" },
  inotify_add_watch: { args: ["i32", "buffer", "u32"], returns: "i32" },
  inotify_rm_watch: { args: ["i32", "i32"], returns: "i32" },
  read: { args: ["i32", "ptr", "u64"], returns: "i32" },
  close: { args: ["i32"], returns: "i32" },
  __errno_location: { args: [], returns: "ptr" }
}).symbols;

class Inotify {
  #libc;
  #buffer = Buffer.alloc(BUFFER_BYTES);
  #fd;
  constructor(libc, fd) {
    this.#libc = libc, this.#fd = fd;
  }
  static open() {
    if (process.platform !== "linux")
      return null;
    let libc;
    try {
      libc = openLibrary();
    } catch {
      return null;
    }
    let fd = libc.inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return fd < 0 ? null : new Inotify(libc, fd);
  }
  static limit() {
    try {
      return Number(readFileSync(MAX_WATCHES, "utf8"));
    } catch {
      return null;
    }
  }
  add(path) {
    let watch = this.#libc.inotify_add_watch(this.#fd, Buffer.from(`${path}\x00`), WATCHED);
    if (watch >= 0)
      return watch;
    return read.i32(this.#libc.__errno_location(), 0) === ENOSPC ? "full" : null;
  }
  remove(watch) {
    this.#libc.inotify_rm_watch(this.#fd, watch);
  }
  drain(onEvent) {
    let buffer = this.#buffer;
    for (;; ) {
      let length = this.#libc.read(this.#fd, ptr(buffer), buffer.length);
      if (length <= 0)
        return;
      for (let at = 0;at < length; ) {
        let nameBytes = buffer.readUInt32LE(at + 12), end = nameBytes === 0 ? at + HEADER_BYTES : buffer.indexOf(0, at + HEADER_BYTES);
        onEvent(buffer.readInt32LE(at), buffer.readUInt32LE(at + 4), buffer.toString("utf8", at + HEADER_BYTES, end)), at += HEADER_BYTES + nameBytes;
      }
    }
  }
  close() {
    if (this.#fd >= 0)
      this.#libc.close(this.#fd);
    this.#fd = -1;
  }
  [Symbol.dispose]() {
    this.close();
  }
}

// src/snapshots/look/ignored-paths.ts
import { statSync } from "fs";
import { join as join2 } from "path";

// src/snapshots/look/ignore-rules.ts
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync as readFileSync2 } from "fs";
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
    return fstatSync(fd).isFile() ? readFileSync2(fd) : "other";
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

// src/snapshots/look/watched-tree.ts
import { lstatSync as lstatSync2, readdirSync as readdirSync2 } from "fs";
class NotWatchable extends Error {
}

class WatchedTree {
  #options;
  #byWatch = /* @__PURE__ */ new Map;
  #byPath = /* @__PURE__ */ new Map;
  constructor(options) {
    this.#options = options;
  }
  isWatched(path) {
    return this.#byPath.get(path)?.isRepository === !1;
  }
  drain() {
    let told = { files: /* @__PURE__ */ new Set, directories: /* @__PURE__ */ new Set }, isLost = !1;
    return this.#options.inotify.drain((watch, mask, name) => {
      if ((mask & (EVENT.overflow | EVENT.unmounted)) !== 0)
        isLost = !0;
      if (!isLost && !this.#note(told, { watch, mask, name }))
        isLost = !0;
    }), isLost ? null : told;
  }
  #note({ files, directories }, { watch, mask, name }) {
    let at = this.#byWatch.get(watch);
    if (at === void 0)
      return !0;
    if (name === "")
      return directories.add(at.path), at.path !== "";
    if (name === ".git")
      return at.path === "" || (mask & EVENT.cameOrWent) === 0;
    let path = inside(at.path, name), isDirectory = (mask & EVENT.directory) !== 0;
    if (at.isRepository || this.#options.isLeftOut(path, isDirectory))
      return !0;
    if (isDirectory)
      directories.add(path);
    else
      files.add(path);
    return files.size + directories.size <= this.#options.maxTold;
  }
  async follow(paths, isStart = !1) {
    for (let path of paths)
      this.#drop(path);
    let files = [], parents = paths.filter((path) => path === "" || this.#byPath.has(parentOf(path))), level = await this.#wanted(parents.filter((path) => this.#isDirectory(path)));
    while (level.length > 0) {
      let below = [];
      for (let path of level) {
        let entries = this.#watch(path), isSubmodule = this.#options.isSubmodule(path), hasRepository = path !== "" && entries.some(({ name }) => name === ".git"), isKnown = this.#options.isRepository(path);
        if (hasRepository !== isKnown && !isSubmodule && !isStart)
          return null;
        if (isSubmodule || hasRepository && isKnown) {
          this.#leaveAlone(path);
          continue;
        }
        for (let entry of entries) {
          let found = inside(path, entry.name);
          if (entry.name === ".git" || this.#options.isLeftOut(found, entry.isDirectory()))
            continue;
          if (entry.isDirectory())
            below.push(found);
          else
            files.push(found);
        }
      }
      level = await this.#wanted(below);
    }
    return files;
  }
  *unwatched(paths) {
    for (let path of paths)
      if (!this.#byPath.has(path))
        yield path;
  }
  #leaveAlone(path) {
    let one = this.#byPath.get(path);
    if (one !== void 0)
      one.isRepository = !0;
  }
  async#wanted(paths) {
    return paths.length === 0 ? [] : await this.#options.wanted(paths);
  }
  #isDirectory(path) {
    try {
      return lstatSync2(this.#full(path), { throwIfNoEntry: !1 })?.isDirectory() === !0;
    } catch (error) {
      if (errorCode(error) === void 0)
        throw error;
      return !1;
    }
  }
  #full(path) {
    return path === "" ? this.#options.top : `${this.#options.top}/${path}`;
  }
  #watch(path) {
    let { inotify, maxDirectories, isNeeded } = this.#options;
    if (this.#byPath.size >= maxDirectories)
      throw new NotWatchable("there are too many directories");
    let watch = inotify.add(this.#full(path));
    if (watch === "full")
      throw new NotWatchable("the user has no more watches");
    if (watch === null) {
      if (isNeeded(path) && this.#isDirectory(path))
        throw new NotWatchable(`${path} may not be read`);
      return [];
    }
    let former = this.#byWatch.get(watch);
    if (former !== void 0)
      this.#forget(former);
    let one = { path, watch, children: /* @__PURE__ */ new Set, isRepository: !1 };
    if (this.#byWatch.set(watch, one), this.#byPath.set(path, one), path !== "")
      this.#byPath.get(parentOf(path))?.children.add(one);
    return this.#entries(path);
  }
  #entries(path) {
    try {
      return readdirSync2(this.#full(path), { withFileTypes: !0 });
    } catch (error) {
      if (errorCode(error) === void 0)
        throw error;
      return [];
    }
  }
  #drop(path) {
    let one = this.#byPath.get(path);
    if (one === void 0)
      return;
    if (path !== "")
      this.#byPath.get(parentOf(path))?.children.delete(one);
    let waiting = [one];
    for (let at = waiting.pop();at !== void 0; at = waiting.pop()) {
      if (waiting.push(...at.children), this.#byWatch.get(at.watch) === at)
        this.#options.inotify.remove(at.watch);
      this.#forget(at);
    }
  }
  #forget(one) {
    if (this.#byWatch.get(one.watch) === one)
      this.#byWatch.delete(one.watch);
    if (this.#byPath.get(one.path) === one)
      this.#byPath.delete(one.path);
  }
  [Symbol.dispose]() {
    this.#options.inotify.close();
  }
}
var inside = (directory, name) => directory === "" ? name : `${directory}/${name}`, parentOf = (path) => path.slice(0, Math.max(0, path.lastIndexOf("/")));

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
    let topmost = [...directories].filter((path) => !ancestorsOf(path).some((one) => directories.has(one))), roots = topmost.filter((path) => tree.isWatched(path) || this.#needed.has(path)).map((path) => `${path}/`), below = roots.length === 0 ? [] : [...known.all()].filter((path) => roots.some((root) => path.startsWith(root))), files = await tree.follow(topmost);
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
    let needed = /* @__PURE__ */ new Set, last = "";
    for (let path of known.all()) {
      let directory = parentOf(path);
      if (directory === last)
        continue;
      last = directory;
      for (let at = directory;at !== "" && !needed.has(at); at = parentOf(at))
        needed.add(at);
    }
    this.#needed = needed, this.#known = known;
  }
  #isSame(known) {
    let { top, git } = this.#worktree, repositories = (one) => [...one?.repositories ?? [], "", ...one?.submodules ?? []].join("\x00");
    return this.#top === identityOf(top) && repositories(known) === repositories(this.#known) && (git === null || this.#rules === outerRules({ ...this.#worktree, git }, known.flags));
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
var isRuleFile = (path) => [".gitignore", ".gitattributes"].includes(basename(path)), ancestorsOf = (path) => {
  let all = [];
  for (let at = parentOf(path);at !== ""; at = parentOf(at))
    all.push(at);
  return all;
};
function identityOf(top) {
  let stat = lstatSync3(top, { throwIfNoEntry: !1 });
  return stat === void 0 ? "gone" : `${stat.dev} ${stat.ino}`;
}
function isFile(path) {
  try {
    let stat = lstatSync3(path, { throwIfNoEntry: !1 });
    return stat?.isFile() === !0 || stat?.isSymbolicLink() === !0;
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return !1;
  }
}

// src/snapshots/take-wanted.ts
var MAX_FOUND = 100, MAX_PATH_CHARS = 4096, SWEEP_INTERVAL_MS = 3600000, MAX_FOLLOWED = 8;

class WantedTaker {
  #options;
  #snapshots;
  #sweptAtMs = Number.NEGATIVE_INFINITY;
  #followed = /* @__PURE__ */ new Map;
  #notes = [];
  constructor(options) {
    this.#options = options;
  }
  async take(all) {
    let { snapshots, exclude } = readConfigFiles(this.#options.root).config;
    if (snapshots === "off")
      return [];
    let byTop = /* @__PURE__ */ new Map;
    for (let wanted of all) {
      let worktree = findWorktree(this.#options.root, wanted.cwd);
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
  let { entryId, sessionId, atMs, call } = first, told = new Set(wanted.flatMap((one) => one.told));
  return changes.map((change) => ({ path: clip(`${top}/${change.path}`, MAX_PATH_CHARS), change: nameOfChange(change) })).filter(({ path }) => !told.has(path)).slice(0, MAX_FOUND).map((file) => ({
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
