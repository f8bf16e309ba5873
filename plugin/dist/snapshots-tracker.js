// @bun
import {
  homeOf2
} from "./origin-own-directory.js";
import {
  redact
} from "./redact-redact.js";
import {
  isPathWithSecret,
  sigOf,
  CLOCK_STEP_MS,
  FileReader
} from "./snapshots-files.js";
import {
  isSame,
  isRestorable
} from "./snapshots-undo-state.js";
import {
  SUBMODULE,
  packedIndex,
  readIndex,
  MAX_GIT_BYTES,
  openView,
  lookAtGit,
  rawDiff,
  readBlobs
} from "./snapshots-objects-blobs.js";
import {
  LIMITS
} from "./snapshots-limits.js";
import {
  hashOfBytes,
  GONE
} from "./snapshots-keep-catalogue.js";
import {
  count
} from "./base-text-words.js";
import {
  readConfigFiles,
  projectDirectory
} from "./origin-config-files.js";
import {
  Exclusion
} from "./base-exclude-exclusion.js";
import {
  realPathOf
} from "./platform-programs.js";
import {
  rawHeadOf,
  readGitFile
} from "./git-git-tree.js";
import {
  errorCode
} from "./base-errors.js";

// src/snapshots/exclusion-of.ts
function isOwnIn({ root, top }) {
  if (!root.startsWith(`${top}/`))
    return () => !1;
  let own = root.slice(top.length + 1), inOwn = `${own}/`;
  return (path) => path === own || path.startsWith(inOwn);
}
function excludedIn(worktree, globs = readConfigFiles(worktree.root).config.exclude) {
  let { root, top } = worktree, isOwn = isOwnIn(worktree), isNever = (path) => isOwn(path) || isPathWithSecret(path), key = globs.join("\x00");
  if (globs.length === 0)
    return { covers: isNever, globs, key };
  let home = homeOf2(process.env, root), exclusion = new Exclusion({ globs, projects: [projectDirectory(root), top], home, real: realPathOf });
  return { covers: (path) => isNever(path) || exclusion.covers(path, top), globs, key };
}

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

// src/snapshots/look/scan.ts
import { join } from "path";

// src/snapshots/entries-of.ts
import { readdirSync } from "fs";
function entriesOf(path) {
  try {
    return readdirSync(path, { withFileTypes: !0 });
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return [];
  }
}

// src/snapshots/look/left-out.ts
function movedSince(last, look, fileIn) {
  if (look.index.isPlain && last?.index.isPlain !== !1)
    return look.moved;
  let moved = new Map(look.moved), then = (last ?? look).entries;
  for (let { path, isSkipped } of then.values()) {
    let isStill = look.entries.get(path)?.isSkipped === !0;
    if (isSkipped && (moved.has(path) || !isStill))
      moved.set(path, null);
  }
  for (let { path, isSkipped } of then === look.entries ? [] : look.entries.values())
    if (isSkipped && then.get(path)?.isSkipped !== !0 && !moved.has(path))
      moved.set(path, fileIn(path) ?? null);
  return moved;
}

// src/snapshots/look/watched-tree.ts
import { lstatSync, readdirSync as readdirSync2 } from "fs";
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
      return lstatSync(this.#full(path), { throwIfNoEntry: !1 })?.isDirectory() === !0;
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

// src/snapshots/look/look.ts
var LINK = 40960, EXECUTABLE = 33261, LINK_MODE = 511, TOLERANCE_MS = 0.001, WORD = 4294967296;

class Base {
  commit;
  #entries;
  #staged;
  #modes;
  constructor(look, modes) {
    this.commit = look?.head ?? null, this.#entries = look?.entries ?? packedIndex([], 0).entries, this.#staged = look?.staged ?? /* @__PURE__ */ new Map, this.#modes = modes;
  }
  file(path) {
    let staged = this.#staged.get(path);
    return staged === void 0 ? this.#entries.get(path) ?? null : staged;
  }
  state(path) {
    return this.isSkipped(path) ? "absent" : this.committed(path);
  }
  isSkipped(path) {
    return this.#entries.get(path)?.isSkipped === !0;
  }
  committed(path) {
    return stateOf(this.file(path), this.#modes);
  }
  knows(path) {
    return this.#staged.has(path) || this.#entries.has(path);
  }
  *directories() {
    yield* this.#entries.directories();
    for (let path of this.#staged.keys())
      yield parentOf(path);
  }
  *within(directory) {
    yield* this.#entries.within(directory);
    for (let path of this.#staged.keys())
      if (path.startsWith(`${directory}/`))
        yield path;
  }
  isUsualMode({ mode }, bits) {
    return mode === LINK || bits === (mode === EXECUTABLE ? this.#modes.exec : this.#modes.plain);
  }
  isIndexed(path) {
    return this.#entries.has(path);
  }
}
function stateOf(file, modes) {
  if (file === null)
    return "absent";
  let kind = file.mode === LINK ? "link" : "file", mode = kind === "link" ? LINK_MODE : file.mode === EXECUTABLE ? modes.exec : modes.plain;
  return { kind, mode, size: -1, hash: null, blob: file.blob, kept: "git" };
}
function isClean(entry, stat, writtenMs) {
  let isLink = entry.mode === LINK;
  return !(entry.mtimeMs >= writtenMs - TOLERANCE_MS) && isLink === stat.isSymbolicLink() && entry.size === stat.size % WORD && entry.inode === stat.ino % WORD && Math.abs(entry.mtimeMs - stat.mtimeMs) < TOLERANCE_MS && Math.abs(entry.ctimeMs - stat.ctimeMs) < TOLERANCE_MS && (isLink || entry.mode === EXECUTABLE === ((stat.mode & 64) !== 0));
}
function usualModes(entries, bits) {
  let counts = { plain: /* @__PURE__ */ new Map, exec: /* @__PURE__ */ new Map }, n = 0;
  for (let { mode } of entries) {
    let found = bits[n++];
    if (mode === LINK || found < 0)
      continue;
    let which = mode === EXECUTABLE ? counts.exec : counts.plain;
    which.set(found, (which.get(found) ?? 0) + 1);
  }
  return { plain: most(counts.plain, 420), exec: most(counts.exec, 493) };
}
var most = (which, other) => [...which].reduce((best, one) => one[1] > best[1] ? one : best, [other, 0])[0];
function lookAt(path, stat, { base, memory, reader, isCleanInGit = !1 }) {
  let expected = base.state(path);
  if (stat === null)
    return expected === "absent" ? null : GONE;
  let file = base.file(path), sig = sigOf(stat), known = memory.overlay.get(path);
  if (known?.sig === sig)
    return isSame(known.state, expected) ? null : known;
  let token = tokenOf(sig, file?.blob);
  if (expected !== "absent" && memory.verified.get(path) === token)
    return null;
  let committed = base.committed(path);
  if (isCleanInGit && typeof committed !== "string") {
    let state = { ...committed, mode: stat.mode & 4095, size: stat.size };
    return isSame(state, expected) ? null : { state, sig };
  }
  let read = reader.read(path, stat, file?.blob ?? null);
  if (!isSame(read.state, expected))
    return read;
  if (read.sig === sig)
    memory.verified.set(path, token);
  return null;
}
var SEEDS = [0, 0].map(() => Math.trunc(Math.random() * WORD));
function tokenOf(sig, blob = "") {
  let text = `${sig} ${blob}`;
  return Bun.hash.xxHash32(text, SEEDS[0]) * 2097152 + (Bun.hash.xxHash32(text, SEEDS[1]) >>> 11);
}

// src/snapshots/look/scan.ts
var NOT_PLAIN = -1;
function plainBits(entry, reader, writtenMs) {
  let stat = reader.stat(entry.path);
  return stat !== null && isClean(entry, stat, writtenMs) && !hasOtherNames(stat) ? stat.mode & 4095 : NOT_PLAIN;
}
var lookWith = async ({ worktree, row, last }, onEntries) => worktree.git === null ? null : await lookAtGit({ ...worktree, git: worktree.git }, row.base, last, onEntries);
async function scan(options) {
  let { worktree, row } = options, bits = new Int16Array, look = await lookWith(options, (entries, writtenMs) => {
    bits = new Int16Array(entries.size);
    let at = 0;
    for (let entry of entries.values())
      bits[at++] = plainBits(entry, options.reader, writtenMs);
  }), walked = look === null ? walk(worktree.top, options.walkedFiles) : null, overlay = /* @__PURE__ */ new Map, linked = /* @__PURE__ */ new Set, { reader, isExcluded, memory } = options, note = (path, known) => {
    if (!isAsNoted(memory.overlay.get(path) ?? null, known))
      overlay.set(path, known);
  }, modes = row.lastSnapshot === null ? usualModes(look?.entries.values() ?? [], bits) : { plain: row.plainMode, exec: row.execMode }, base = new Base(look, modes), common = { base, memory, reader }, add = (path, stat, isCleanInGit) => {
    if (isExcluded(path)) {
      if (stat !== null)
        reader.leaveOut(path);
      note(path, null);
      return;
    }
    if (hasOtherNames(stat))
      linked.add(path);
    note(path, lookAt(path, stat, { ...common, isCleanInGit }));
  }, n = 0;
  for (let entry of look?.entries.values() ?? []) {
    let { path } = entry, found = bits[n++], isBase = !look.converted.has(path) && !look.staged.has(path);
    if (isBase && !entry.isSkipped && found !== NOT_PLAIN && base.isUsualMode(entry, found) && !memory.overlay.has(path))
      continue;
    let stat = reader.stat(path);
    if (stat === null && entry.isSkipped)
      note(path, null);
    else
      add(path, stat, isBase && stat !== null && isClean(entry, stat, look.index.writtenMs));
  }
  let others = /* @__PURE__ */ new Set([
    ...look?.staged.keys() ?? [],
    ...look?.moved.keys() ?? [],
    ...look?.untracked ?? walked.paths
  ]);
  for (let path of memory.overlay.keys())
    if (!base.isIndexed(path))
      others.add(path);
  for (let path of options.also ?? [])
    if (!base.isIndexed(path))
      others.add(path);
  for (let path of others)
    if (!base.isIndexed(path))
      add(path, reader.stat(path), !1);
  return {
    look,
    base,
    overlay,
    moved: look === null ? /* @__PURE__ */ new Map : movedSince(options.lastTaken, look, (path) => base.file(path)),
    linked,
    modes,
    source: look === null ? "walk" : "scan",
    isComplete: walked?.isWhole ?? !0,
    notes: [
      ...look?.notes ?? [],
      ...walked?.isWhole === !1 ? [`only the first ${options.walkedFiles} files were looked at: there is no git`] : []
    ]
  };
}
var hasOtherNames = (stat) => stat !== null && stat.nlink > 1 && stat.isFile();
function isAsNoted(was, known) {
  if (was === null || known === null)
    return was === known;
  return isRestorable(was.state) === isRestorable(known.state) && was.sig === known.sig && isSame(was.state, known.state);
}
var UNWALKED = /* @__PURE__ */ new Set([".git", ".hive-mind", "node_modules", ".venv", "__pycache__"]), isUnwalked = (name) => UNWALKED.has(name);
function walk(top, limit) {
  let paths = [], waiting = [""];
  for (let directory = waiting.pop();directory !== void 0; directory = waiting.pop())
    for (let entry of entriesOf(join(top, directory))) {
      let path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      if (entry.isDirectory() && !UNWALKED.has(entry.name))
        waiting.push(path);
      else if (entry.isFile() || entry.isSymbolicLink())
        paths.push(path);
      if (paths.length > limit)
        return { paths: paths.slice(0, limit), isWhole: !1 };
    }
  return { paths, isWhole: !0 };
}

// src/snapshots/look/few.ts
import { basename } from "path";

// src/snapshots/look/moved-look.ts
var TIMEOUT_MS = 1e4, MAX_PATHS = 2000;
async function movedLook(worktree, last) {
  let { tree, hash } = worktree.git, head = rawHeadOf(tree)?.head ?? null, index = readIndex(tree, hash === "sha1" ? 20 : 32, last.index);
  if (index === last.index && head === last.head)
    return { look: last, paths: /* @__PURE__ */ new Set };
  if (index === null || !index.isPlain || !last.index.isPlain || head === null || last.head === null)
    return null;
  if (!hasSameSubmodules(index.submodules, last))
    return null;
  let { entries } = index, committed = head === last.head ? /* @__PURE__ */ new Map : await commitsDiffer(worktree, last.head, head);
  if (committed === null)
    return null;
  let paths = /* @__PURE__ */ new Set([...committed.keys(), ...last.entries.differing(entries)]);
  if (paths.size > MAX_PATHS)
    return null;
  let staged = new Map(last.staged);
  for (let path of paths) {
    let file = committed.has(path) ? committed.get(path).right : committedIn(last, path);
    if (isSameFile(file, entries.get(path) ?? null))
      staged.delete(path);
    else
      staged.set(path, file);
  }
  let moved = new Map([...committed].map(([path, { left }]) => [path, left]));
  return { look: { ...last, head, index, entries, staged, moved, notes: [] }, paths };
}
async function commitsDiffer(worktree, from, to) {
  using view = openView(worktree);
  let args = ["diff-tree", "-r", "--raw", "-z", "--no-renames", from, to], ended = await view.run(args, performance.now() + TIMEOUT_MS).catch(() => null);
  if (ended === null)
    return null;
  let all = [...rawDiff(ended.bytes)];
  return all.some(({ left, right }) => left?.mode === SUBMODULE || right?.mode === SUBMODULE) ? null : new Map(all.map((one) => [one.path, one]));
}
var hasSameSubmodules = (found, { submodules }) => found.length === submodules.size && found.every((path) => submodules.has(path));
function committedIn({ staged, entries }, path) {
  let file = staged.get(path);
  return file === void 0 ? entries.get(path) ?? null : file;
}
var isSameFile = (a, b) => a?.mode === b?.mode && a?.blob === b?.blob;

// src/snapshots/look/few.ts
async function lookAtFew({ paths, ...options }) {
  let { worktree, row, last, memory, reader, isExcluded } = options, modes = { plain: row.plainMode, exec: row.execMode }, rest = { modes, linked: last.linked, source: "watcher", isComplete: last.isWhole, notes: [] }, { look, base } = last;
  if (paths === null)
    return base.commit === headOf(worktree) ? { ...rest, look, base, overlay: /* @__PURE__ */ new Map, moved: /* @__PURE__ */ new Map } : null;
  let moved = await movedIn(worktree, look);
  if (moved === null)
    return null;
  let all = /* @__PURE__ */ new Set([...paths, ...moved.paths, ...last.linked]);
  if ([...all].some(isIgnoreFile))
    return null;
  let isSame = moved.look === look, nowBase = isSame ? base : new Base(moved.look, modes), overlay = /* @__PURE__ */ new Map;
  for (let path of all) {
    let stat = reader.stat(path);
    if (hasOtherNames(stat) && !last.linked.has(path))
      return null;
    let isLeftOut = isExcluded(path);
    if (isLeftOut && stat !== null)
      reader.leaveOut(path);
    let known = isLeftOut ? null : lookAt(path, stat, { base: nowBase, memory, reader });
    if (known !== null || memory.overlay.has(path))
      overlay.set(path, known);
  }
  return { ...rest, look: moved.look, base: nowBase, overlay, moved: isSame ? /* @__PURE__ */ new Map : moved.look.moved };
}
var movedIn = async ({ git, ...worktree }, look) => git === null || look === null ? { look, paths: /* @__PURE__ */ new Set } : await movedLook({ ...worktree, git }, look), isIgnoreFile = (path) => basename(path) === ".gitignore" || basename(path) === ".gitattributes", headOf = ({ git }) => git === null ? null : rawHeadOf(git.tree)?.head ?? null;

// src/snapshots/take/discovered.ts
function* withoutDiscovered(changes, { lookedAtMs, isExact, isIndexed, stat: statOf }) {
  let isAny = isExact || Iterator.from(changes).some(({ path }) => isIgnoreFile(path)), known, isMoved = (state) => {
    if (typeof state === "string")
      return !1;
    return known ??= contentsGone(changes), state.hash !== null && known.has(state.hash) || state.blob !== null && known.has(state.blob);
  }, isDiscovered = ({ path, before, after }) => {
    if (before !== "absent" || after === "absent" || !(isAny || isIndexed(path)))
      return !1;
    let stat = statOf(path);
    return stat !== null && stat.ctimeMs < lookedAtMs - (isExact ? CLOCK_STEP_MS : 0) && !isMoved(after);
  };
  for (let change of changes)
    yield isDiscovered(change) ? { ...change, before: "unknown" } : change;
}
function contentsGone(changes) {
  let found = /* @__PURE__ */ new Set;
  for (let { before, after } of changes) {
    if (after !== "absent" || typeof before === "string")
      continue;
    for (let id of [before.hash, before.blob])
      if (id !== null)
        found.add(id);
  }
  return found;
}

// src/snapshots/take/changes-since.ts
function changesSince(before, found, isLeftOut, statOf) {
  let { lookedAtMs, isExact } = before, { base } = found, changes = { [Symbol.iterator]: () => differing(before, found, isLeftOut) }, looked = { lookedAtMs, isExact, isIndexed: (path) => base.isIndexed(path), stat: statOf };
  return { [Symbol.iterator]: () => withoutDiscovered(changes, looked) };
}
function* differing(before, { base, overlay, moved, modes }, isLeftOut) {
  let { earlier, isLookedHere } = before;
  for (let path of pathsOf(overlay, moved)) {
    if (isLeftOut(path))
      continue;
    let movedFrom = moved.get(path), last = before.overlay.get(path), now = overlay.get(path), after = (now === void 0 ? last : now)?.state ?? base.state(path), was = movedFrom !== void 0 && (isLookedHere || !base.isSkipped(path)) ? stateOf(movedFrom, modes) : wasIn(before, base, path, after), then = last?.state ?? (earlier?.covers(path) === !0 ? "unknown" : was);
    if (!isSame(then, after))
      yield { path, before: then, after };
  }
}
function* pathsOf(overlay, moved) {
  yield* overlay.keys();
  for (let path of moved.keys())
    if (!overlay.has(path))
      yield path;
}
function wasIn({ isLookedHere }, base, path, after) {
  if (!base.isSkipped(path) || after === "absent" || isLookedHere)
    return base.state(path);
  return isSame(after, base.committed(path)) ? after : "unknown";
}

// src/snapshots/take/lack-notes.ts
var LACKS = {
  secret: "withheld, as it may hold a secret",
  large: "too large to keep",
  unreadable: "not readable",
  forgotten: "forgotten with a session",
  snapshot: "not kept, as the snapshot is full",
  store: "not kept, as the project's store is full",
  disk: "not kept, as the disk is nearly full"
}, NAMED = 3;
function lackNotes(lacks, unnamed) {
  let notes = [...lacks].map(([lack, paths]) => {
    let more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : "";
    return `${count(paths.length, "file")} ${LACKS[lack]}: ${paths.slice(0, NAMED).join(", ")}${more}`;
  });
  if (unnamed > 0)
    notes.push(`${count(unnamed, "file")} withheld and not named, as the path may hold a secret`);
  return notes;
}

// src/snapshots/look/known-paths.ts
var MAX_LINKED = 1000;
function knownPaths({
  base,
  look,
  linked,
  overlay
}) {
  if (linked.size > MAX_LINKED)
    return null;
  return {
    has: (path) => overlay.has(path) || base.knows(path),
    *directories() {
      yield* base.directories();
      for (let path of overlay.keys())
        yield parentOf(path);
    },
    *within(directory) {
      yield* base.within(directory);
      for (let path of overlay.keys())
        if (path.startsWith(`${directory}/`))
          yield path;
    },
    version: look?.staged ?? null,
    repositories: look?.repositories ?? /* @__PURE__ */ new Set,
    submodules: look?.submodules ?? /* @__PURE__ */ new Set,
    flags: look?.flags ?? []
  };
}

// src/snapshots/keep/pin.ts
import { join as join2 } from "path";
var TIMEOUT_MS2 = 60000, COMMIT = /^[0-9a-f]{40,64}$/, MAX_REFS = 20000;
async function pinOrphans({ catalogue, objects, worktree, id, limits }) {
  let all = catalogue.snapshots(id), orphans = await orphansAmong(worktree, new Set(all.map(({ base }) => base).filter((base) => base !== null)));
  if (orphans.size === 0)
    return 0;
  let some = all.filter(({ base }, n) => isIn(orphans, base) || isIn(orphans, all[n - 1]?.base ?? null)), blobs = /* @__PURE__ */ new Set;
  for (let { before, after } of catalogue.changes(some.map((row) => row.id)))
    for (let state of [before, after])
      if (isInGitAlone(state))
        blobs.add(state.blob);
  let hashes = /* @__PURE__ */ new Map, bytes = 0, grownBytes = 0;
  for await (let lot of readBlobs(worktree, [...blobs]))
    for (let [blob, content] of lot) {
      if (bytes += content.length, bytes > limits.snapshotBytes)
        break;
      let hash = hashOfBytes(content);
      grownBytes += objects.put(hash, content), hashes.set(blob, hash);
    }
  let ids = some.map((row) => row.id);
  return catalogue.pin(ids, hashes), catalogue.setObjectBytes(catalogue.objectBytes() + grownBytes), hashes.size;
}
var isIn = (set, base) => base !== null && set.has(base), isInGitAlone = (state) => typeof state !== "string" && state.kept === "git" && state.blob !== null;
async function orphansAmong(worktree, bases) {
  if (bases.size === 0)
    return /* @__PURE__ */ new Set;
  using view = openView(worktree);
  let refs = refCommits(worktree.git.tree), lines = [...bases, ...refs.map((ref) => `^${ref}`), "^HEAD"].map((line) => `${line}
`).join(""), args = ["rev-list", "--ignore-missing", "--stdin"], { output } = await view.run(args, performance.now() + TIMEOUT_MS2, lines, MAX_GIT_BYTES);
  return new Set(output.split(`
`).filter((commit) => bases.has(commit)));
}
function refCommits({ commonDirectory }) {
  let found = [];
  for (let line of (readGitFile(join2(commonDirectory, "packed-refs")) ?? "").split(`
`)) {
    let [commit = ""] = line.replace(/^\^/, "").split(" ");
    if (COMMIT.test(commit))
      found.push(commit);
  }
  let visit = (directory) => {
    for (let entry of entriesOf(directory)) {
      let path = join2(directory, entry.name);
      if (found.length > MAX_REFS)
        return;
      if (entry.isDirectory())
        visit(path);
      else if (entry.isFile()) {
        let commit = readGitFile(path)?.trim() ?? "";
        if (COMMIT.test(commit))
          found.push(commit);
      }
    }
  };
  return visit(join2(commonDirectory, "refs")), found;
}

// src/snapshots/tracker.ts
var MOST_TOLD = 1000;

class Tracker {
  worktree;
  #catalogue;
  #objects;
  #limits;
  #row;
  #overlay;
  #base = null;
  #look = null;
  #lastTaken = null;
  #lastLook;
  #excluded = null;
  #linked = /* @__PURE__ */ new Set;
  #isWhole = !1;
  #unnamed = /* @__PURE__ */ new Set;
  #verified = /* @__PURE__ */ new Map;
  constructor(worktree, catalogue, objects, limits = LIMITS) {
    this.worktree = worktree, this.#catalogue = catalogue, this.#objects = objects, this.#limits = limits, this.#row = catalogue.worktree(worktree.top), this.#overlay = catalogue.overlay(this.#row.id), this.#lastLook = this.#row.lastLook, this.#excluded = this.#excludedBefore();
  }
  #excludedBefore() {
    return this.#lastLook === null ? null : excludedIn(this.worktree, this.#lastLook.exclude);
  }
  get id() {
    return this.#row.id;
  }
  get isKnown() {
    return this.#row.lastSnapshot !== null;
  }
  get canMark() {
    return this.#base !== null && this.#base.commit === headOf(this.worktree);
  }
  get known() {
    let [base, look, overlay, linked] = [this.#base, this.#look, this.#overlay, this.#linked];
    return base === null || !this.#isWhole ? null : knownPaths({ base, look, overlay, linked });
  }
  last(path) {
    if (this.#excluded?.covers(path) === !0)
      return "unknown";
    return this.#overlay.get(path)?.state ?? this.#base?.state(path) ?? "unknown";
  }
  async peek() {
    this.#refresh();
    let excluded = this.#excluded, reader = this.#reader(!1), found = await this.#scan(reader);
    return this.#look = found.look, this.#base = found.base, this.isKnown ? [...this.#changesTo(found, excluded, reader)] : [];
  }
  async take(options) {
    this.#refresh();
    let reader = this.#reader(!0), excluded = this.#excluded, found = (options.paths === null ? null : await this.#lookAtFew(options.paths, reader, options)) ?? await this.#scan(reader, options), isFirst = !this.isKnown, all = isFirst ? [] : this.#changesTo(found, excluded, reader), changes = Iterator.from(all).take(MOST_TOLD).toArray(), lastLook = options.isMark === !0 ? this.#lastLook : { atMs: options.nowMs, exclude: this.#excluded?.globs ?? [] }, unnamed = reader.unnamed.filter((path) => !this.#unnamed.has(path)), notes = [...options.notes ?? [], ...found.notes, ...lackNotes(reader.lacks, unnamed.length)].map((note) => redact(note));
    if (isFirst) {
      let { plain, exec } = found.modes;
      this.#catalogue.setModes(this.#row.id, plain, exec), this.#row = { ...this.#row, plainMode: plain, execMode: exec };
    }
    let { source, isComplete } = found, isMarker = !["call", "stop", "idle-stop"].includes(options.trigger), isMoved = this.#row.base !== found.base.commit;
    if (!isFirst && !isMarker && !isMoved && changes.length === 0 && unnamed.length === 0)
      return this.#note(found, lastLook), this.#catalogue.noteLook(this.#row.id, lastLook), { id: null, changes, source, isComplete, notes };
    let id = this.#catalogue.add({
      worktree: this.#row.id,
      sessionId: options.sessionId,
      atMs: options.nowMs,
      trigger: options.trigger,
      calls: options.calls,
      base: found.base.commit,
      source,
      isComplete,
      notes,
      changes: changes.length < MOST_TOLD ? changes : all,
      grownBytes: reader.grownBytes,
      lastLook,
      overlay: found.overlay
    });
    this.#note(found, lastLook);
    for (let path of unnamed)
      this.#unnamed.add(path);
    if (this.#row = { ...this.#row, base: found.base.commit, lastSnapshot: id, lastLook }, isMoved && !isFirst)
      await this.pin();
    return { id, changes, source, isComplete, notes };
  }
  #note({ look, base, overlay, isComplete }, lastLook) {
    this.#lastLook = lastLook, this.#isWhole = isComplete;
    for (let [path, known] of overlay)
      if (known === null)
        this.#overlay.delete(path);
      else
        this.#overlay.set(path, known);
    this.#look = look, this.#lastTaken = look, this.#base = base;
  }
  async pin() {
    let { git } = this.worktree;
    if (git === null)
      return;
    let options = { catalogue: this.#catalogue, objects: this.#objects, id: this.#row.id, limits: this.#limits };
    await pinOrphans({ ...options, worktree: { ...this.worktree, git } });
  }
  #refresh() {
    let row = this.#catalogue.worktree(this.worktree.top);
    if (row.lastSnapshot === this.#row.lastSnapshot)
      return;
    this.#row = row, this.#overlay = this.#catalogue.overlay(row.id), this.#lastLook = row.lastLook, this.#excluded = this.#excludedBefore(), this.#base = null, this.#lastTaken = null;
  }
  #reader(keeps) {
    return new FileReader({
      top: this.worktree.top,
      objects: this.#objects,
      limits: this.#limits,
      gitHash: this.worktree.git?.hash ?? null,
      storedBytes: () => this.#catalogue.takenBytes(),
      keeps
    });
  }
  async#scan(reader, { exclude, also } = {}) {
    let excluded = excludedIn(this.worktree, exclude), found = await scan({
      worktree: this.worktree,
      row: this.#row,
      last: this.#look,
      lastTaken: this.#lastTaken,
      memory: { overlay: this.#overlay, verified: this.#verified },
      reader,
      isExcluded: excluded.covers,
      walkedFiles: this.#limits.walkedFiles,
      ...also === void 0 ? {} : { also }
    });
    return this.#excluded = excluded, this.#linked = found.linked, found;
  }
  async#lookAtFew(paths, reader, { isMark = !1, exclude }) {
    let base = this.#base, { covers, key } = excludedIn(this.worktree, exclude);
    if (base === null || key !== this.#excluded?.key)
      return null;
    return await lookAtFew({
      worktree: this.worktree,
      row: this.#row,
      last: { look: this.#look, base, linked: this.#linked, isWhole: this.#isWhole },
      memory: { overlay: this.#overlay, verified: this.#verified },
      reader,
      isExcluded: covers,
      paths: isMark ? null : paths
    });
  }
  #changesTo(found, earlier, reader) {
    let excluded = this.#excluded, before = {
      overlay: this.#overlay,
      earlier,
      lookedAtMs: this.#lastLook === null ? this.#catalogue.atMs(this.#row.lastSnapshot) : this.#lastLook.atMs,
      isExact: this.#lastLook !== null,
      isLookedHere: this.#lastTaken !== null
    };
    return changesSince(before, found, (path) => excluded?.covers(path) === !0, (path) => reader.stat(path));
  }
}

export { isOwnIn, Inotify, entriesOf, NotWatchable, WatchedTree, inside, parentOf, isUnwalked, Tracker };
