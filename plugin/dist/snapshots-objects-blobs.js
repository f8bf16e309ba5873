// @bun
import {
  GitView
} from "./git-git-view.js";
import {
  rawHeadOf
} from "./git-git-tree.js";
import {
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/git/index/index-entries.ts
import { closeSync, fstatSync, openSync, readSync, statSync } from "fs";
import { join } from "path";

// src/git/index/parse.ts
import { isUtf8 } from "buffer";

// src/git/index/layout.ts
var STAT_BYTES = 40;
function pathAt(bytes, at, hashBytes) {
  let flagsAt = at + 40 + hashBytes;
  return flagsAt + ((bytes[flagsAt] & 64) === 0 ? 2 : 4);
}
var isPlainAt = (bytes, at, hashBytes) => (bytes[at + 40 + hashBytes] & 112) === 0;
function isSkippedAt(bytes, at, hashBytes) {
  let flagsAt = at + 40 + hashBytes;
  return (bytes[flagsAt] & 64) !== 0 && (bytes[flagsAt + 2] & 64) !== 0;
}
function pathEnd(bytes, at) {
  let end = at;
  while (end < bytes.length && bytes[end] !== 0)
    end += 1;
  return end;
}
var nextAfter = (at, end) => at + ((end - at >> 3) + 1) * 8;
function orderOf(left, a, right, b) {
  for (let n = 0;; n += 1) {
    let x = left[a + n], y = right[b + n];
    if (x !== y || x === 0)
      return x - y;
  }
}
function orderTo(bytes, a, path) {
  for (let n = 0;n < path.length; n += 1) {
    let byte = bytes[a + n];
    if (byte === 0)
      return -1;
    if (byte !== path[n])
      return byte - path[n];
  }
  return bytes[a + path.length];
}

// src/git/index/entries.ts
var SLASH = 47;

class IndexEntries {
  #bytes;
  #starts;
  #hashBytes;
  #last = null;
  constructor(bytes, starts, hashBytes) {
    this.#bytes = bytes, this.#starts = starts, this.#hashBytes = hashBytes;
  }
  get size() {
    return this.#starts.length;
  }
  get(path) {
    if (this.#last?.path === path)
      return this.#last.entry;
    let wanted = Buffer.from(path), n = this.#firstFrom(wanted), entry = this.#isPath(n, wanted) ? this.#entry(n) : void 0;
    return this.#last = { path, entry }, entry;
  }
  has(path) {
    return this.get(path) !== void 0;
  }
  *keys() {
    for (let n = 0;n < this.size; n += 1)
      yield this.#entry(n).path;
  }
  *values() {
    for (let n = 0;n < this.size; n += 1)
      yield this.#entry(n);
  }
  *directories() {
    let before = 0, length = -1;
    for (let n = 0;n < this.size; n += 1) {
      let at = this.#pathAt(n);
      if (length >= 0 && this.#isDirectlyIn(before, length, at))
        continue;
      before = at, length = this.#lengthOfDirectory(at), yield this.#bytes.toString("utf8", at, at + Math.max(0, length - 1));
    }
  }
  *within(directory) {
    let prefix = Buffer.from(`${directory}/`);
    for (let n = this.#firstFrom(prefix);n < this.size; n += 1) {
      let { path } = this.#entry(n);
      if (!path.startsWith(`${directory}/`))
        return;
      yield path;
    }
  }
  *differing(other) {
    if (other === this)
      return;
    for (let [a, b] = [0, 0];a < this.size || b < other.size; ) {
      let order = a === this.size ? 1 : b === other.size ? -1 : orderOf(this.#bytes, this.#pathAt(a), other.#bytes, other.#pathAt(b));
      if (order !== 0 || !this.#isSame(a, other, b))
        yield order > 0 ? other.#entry(b).path : this.#entry(a).path;
      if (order <= 0)
        a += 1;
      if (order >= 0)
        b += 1;
    }
  }
  #isSame(n, other, m) {
    let a = this.#starts[n], b = other.#starts[m], length = this.#pathAt(n) - a;
    for (let at = 0;at < length; at += 1)
      if (this.#bytes[a + at] !== other.#bytes[b + at])
        return !1;
    return !0;
  }
  #isDirectlyIn(before, length, at) {
    let bytes = this.#bytes;
    for (let n = 0;n < length; n += 1)
      if (bytes[before + n] !== bytes[at + n])
        return !1;
    for (let end = at + length;bytes[end] !== 0; end += 1)
      if (bytes[end] === SLASH)
        return !1;
    return !0;
  }
  #lengthOfDirectory(at) {
    let length = pathEnd(this.#bytes, at) - at;
    while (length > 0 && this.#bytes[at + length - 1] !== SLASH)
      length -= 1;
    return length;
  }
  #firstFrom(path) {
    let low = 0, high = this.size;
    while (low < high) {
      let middle = low + high >>> 1;
      if (orderTo(this.#bytes, this.#pathAt(middle), path) < 0)
        low = middle + 1;
      else
        high = middle;
    }
    return low;
  }
  #isPath(n, path) {
    return n < this.size && orderTo(this.#bytes, this.#pathAt(n), path) === 0;
  }
  #pathAt(n) {
    return pathAt(this.#bytes, this.#starts[n], this.#hashBytes);
  }
  #entry(n) {
    return new Entry(this.#bytes, this.#starts[n], this.#hashBytes);
  }
}

class Entry {
  #bytes;
  #at;
  #hashBytes;
  constructor(bytes, at, hashBytes) {
    this.#bytes = bytes, this.#at = at, this.#hashBytes = hashBytes;
  }
  get path() {
    let from = pathAt(this.#bytes, this.#at, this.#hashBytes);
    return this.#bytes.toString("utf8", from, pathEnd(this.#bytes, from));
  }
  get mode() {
    return this.#bytes.readUInt32BE(this.#at + 24);
  }
  get blob() {
    let from = this.#at + STAT_BYTES;
    return this.#bytes.toString("hex", from, from + this.#hashBytes);
  }
  get size() {
    return this.#bytes.readUInt32BE(this.#at + 36);
  }
  get mtimeMs() {
    return this.#timeMs(this.#at + 8);
  }
  get ctimeMs() {
    return this.#timeMs(this.#at);
  }
  get inode() {
    return this.#bytes.readUInt32BE(this.#at + 20);
  }
  get isSkipped() {
    return isSkippedAt(this.#bytes, this.#at, this.#hashBytes);
  }
  #timeMs(from) {
    return this.#bytes.readUInt32BE(from) * 1000 + this.#bytes.readUInt32BE(from + 4) / 1e6;
  }
}

// src/git/index/parse.ts
var HEADER_BYTES = 12, SUBMODULE = 57344, USUAL_PATH_BYTES = 64, MAX_PATH_BYTES = 4096;
function parseIndex(bytes, hashBytes) {
  if (bytes.length < HEADER_BYTES + hashBytes || bytes.toString("latin1", 0, 4) !== "DIRC")
    return null;
  let version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4)
    return null;
  let count = bytes.readUInt32BE(8);
  if (count > bytes.length / (STAT_BYTES + hashBytes))
    return null;
  let packed = version === 4 ? unpacked(bytes, hashBytes, count) : { bytes, from: HEADER_BYTES, end: null };
  if (packed === null)
    return null;
  let found = entriesIn(packed.bytes, packed.from, { count, hashBytes });
  return found !== null && holdsWholeIndex(bytes, packed.end ?? found.end, hashBytes) ? found : null;
}
function entriesIn(bytes, from, { count, hashBytes }) {
  let starts = new Uint32Array(count), submodules = [], size = 0, isPlain = !0, before = -1, at = from;
  for (let n = 0;n < count; n += 1) {
    let name = pathAt(bytes, at, hashBytes), end = pathEnd(bytes, name);
    if (end >= bytes.length)
      return null;
    let order = before < 0 ? -1 : orderOf(bytes, before, bytes, name);
    if (order > 0)
      return null;
    if (!isPlainAt(bytes, at, hashBytes))
      isPlain = !1;
    if (order < 0 && isName(bytes, name, end))
      if (bytes.readUInt32BE(at + 24) === SUBMODULE)
        submodules.push(bytes.toString("utf8", name, end));
      else
        starts[size++] = at;
    before = name, at = nextAfter(at, end);
  }
  return { entries: new IndexEntries(bytes, starts.subarray(0, size), hashBytes), submodules, isPlain, end: at };
}
function packedIndex(files, hashBytes) {
  let named = files.map((file) => ({ ...file, name: Buffer.from(file.path) }));
  named.sort((a, b) => a.name.compare(b.name));
  let nameAt = STAT_BYTES + hashBytes + 2, bytes = Buffer.alloc(named.reduce((sum, { name }) => nextAfter(sum, sum + nameAt + name.length), 0)), at = 0;
  for (let { name, mode, blob } of named)
    bytes.writeUInt32BE(mode, at + 24), bytes.write(blob, at + STAT_BYTES, hashBytes, "hex"), name.copy(bytes, at + nameAt), at = nextAfter(at, at + nameAt + name.length);
  return entriesIn(bytes, 0, { count: named.length, hashBytes });
}
function isName(bytes, from, end) {
  for (let at = from;at < end; at += 1)
    if (bytes[at] > 127)
      return isUtf8(bytes.subarray(from, end));
  return !0;
}
function unpacked(bytes, hashBytes, count) {
  let to = Buffer.allocUnsafeSlow(count * (STAT_BYTES + hashBytes + USUAL_PATH_BYTES)), at = HEADER_BYTES, start = 0, [before, beforeEnd] = [0, 0];
  for (let n = 0;n < count; n += 1) {
    let dropAt = pathAt(bytes, at, hashBytes), [dropped, name] = offsetIn(bytes, dropAt), end = pathEnd(bytes, name), kept = beforeEnd - before - dropped, length = kept + end - name;
    if (end >= bytes.length || dropped < 0 || kept < 0 || length > MAX_PATH_BYTES)
      return null;
    let path = start + dropAt - at, pathEndAt = path + length, next = nextAfter(start, pathEndAt);
    if (next > to.length)
      to = Buffer.concat([to], next * 2);
    bytes.copy(to, start, at, dropAt), to.copyWithin(path, before, before + kept), bytes.copy(to, path + kept, name, end), to.fill(0, pathEndAt, next), [before, beforeEnd, start, at] = [path, pathEndAt, next, end + 1];
  }
  return { bytes: to, from: 0, end: at };
}
function offsetIn(bytes, from) {
  let at = from, byte = bytes[at++], value = byte & 127;
  while (byte & 128)
    byte = bytes[at++], value = value + 1 << 7 | byte & 127;
  return [value, at];
}
function holdsWholeIndex(bytes, from, hashBytes) {
  for (let at = from;at + 8 <= bytes.length - hashBytes; ) {
    let first = bytes[at];
    if (first < 65 || first > 90)
      return !1;
    at += 8 + bytes.readUInt32BE(at + 4);
  }
  return !0;
}

// src/git/index/index-entries.ts
var MAX_BYTES = 1073741824, NO_INDEX = "none";
function readIndex({ gitDirectory }, hashBytes, last = null) {
  let path = join(gitDirectory, "index");
  if (last !== null && last.version === versionAt(path))
    return last;
  let fd;
  try {
    fd = openSync(path, "r");
  } catch (error) {
    if (errorCode(error) !== "ENOENT")
      throw error;
    return { version: NO_INDEX, ...packedIndex([], hashBytes), writtenMs: 0 };
  }
  try {
    let stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > MAX_BYTES)
      return null;
    let bytes = Buffer.allocUnsafeSlow(stat.size);
    if (readSync(fd, bytes, 0, bytes.length, 0) !== bytes.length)
      return null;
    let found = parseIndex(bytes, hashBytes);
    return found === null ? null : { version: versionOf(stat), ...found, writtenMs: stat.mtimeMs };
  } finally {
    closeSync(fd);
  }
}
var versionOf = ({ ino, size, mtimeMs, ctimeMs }) => `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
function versionAt(path) {
  let stat = statSync(path, { throwIfNoEntry: !1 });
  return stat === void 0 ? NO_INDEX : versionOf(stat);
}

// src/snapshots/look/conversions.ts
import { existsSync } from "fs";
import { join as join2 } from "path";
var ATTRIBUTES = ["text", "eol", "crlf", "ident", "working-tree-encoding", "filter"], MAX_BYTES2 = 536870912;
async function convertedPaths({ git: { tree }, top }, view, entries, deadlineMs) {
  if (isConvertingByDefault(await view.flags(deadlineMs)))
    return new Set(entries.keys());
  if (!(existsSync(join2(tree.commonDirectory, "info/attributes")) || existsSync(join2(top, ".gitattributes")) || entries.keys().some((path) => path.endsWith(".gitattributes"))))
    return /* @__PURE__ */ new Set;
  let paths = [...entries.keys(), ""].join("\x00"), { output } = await view.run(["check-attr", "-z", "--stdin", ...ATTRIBUTES], deadlineMs, paths, MAX_BYTES2), found = /* @__PURE__ */ new Set, parts = output.split("\x00");
  for (let at = 0;at + 2 < parts.length; at += 3)
    if (parts[at + 2] !== "unspecified" && parts[at + 2] !== "unset")
      found.add(parts[at]);
  return found;
}
var isConvertingByDefault = (flags) => flags.some((flag) => /^core[.](?:autocrlf=(?!false)|eol=crlf)/.test(flag));

// src/snapshots/look/git-look.ts
var TIMEOUT_MS = 120000, MAX_GIT_BYTES = 536870912, NAMED = 3, openView = ({ git: { tree, config }, top }) => new GitView(tree, rawHeadOf(tree)?.head ?? null, config, top);
async function lookAtGit(worktree, oldBase, last = null, meanwhile = () => {
  return;
}) {
  let head = rawHeadOf(worktree.git.tree)?.head ?? null;
  using view = openView(worktree);
  let deadlineMs = performance.now() + TIMEOUT_MS, run = async (args) => (await view.run(args, deadlineMs, "", MAX_GIT_BYTES)).bytes, notes = [], isMoved = oldBase !== null && oldBase !== head, flags = await view.flags(deadlineMs), [untracked, standing, moved] = await Promise.all([
    run(["ls-files", "--others", "--exclude-standard", "-z"]),
    standingAt(worktree, head, last, { run, meanwhile }),
    isMoved && head !== null ? run(["diff-tree", "-r", "--raw", "-z", "--no-renames", oldBase, head]).catch((error) => (notes.push(`the earlier commit ${oldBase.slice(0, 12)} cannot be compared: ${errorMessage(error)}`), null)) : null
  ]), names = namesIn(untracked), nested = names.filter((name) => name.endsWith("/"));
  if (nested.length > 0)
    notes.push(`nested repositories are left alone: ${nested.slice(0, NAMED).join(", ")}`);
  let { submodules } = standing.index;
  if (submodules.length > 0 && last === null)
    notes.push(`submodules are left alone: ${submodules.slice(0, NAMED).join(", ")}`);
  return {
    ...standing,
    head,
    repositories: new Set(nested.map((name) => name.slice(0, -1))),
    submodules: new Set(submodules),
    flags,
    untracked: nested.length === 0 ? names : names.filter((name) => !name.endsWith("/")),
    moved: leftOf(moved),
    converted: await convertedPaths(worktree, view, standing.entries, deadlineMs),
    notes
  };
}
async function standingAt({ git: { tree, hash } }, head, last, { run, meanwhile }) {
  let read = (known) => readIndex(tree, hash === "sha1" ? 20 : 32, known), known = last === null ? null : read(last.index), isStanding = last !== null && known === last.index && last.head === head, differing = head === null || isStanding ? null : run(["diff-index", "--cached", "--raw", "-z", "--no-renames", head]);
  await new Promise((resolve) => setImmediate(resolve));
  let index = known ?? read(null) ?? await listed(run, hash === "sha1" ? 20 : 32), { entries } = index;
  if (meanwhile(entries, index.writtenMs), isStanding)
    return last;
  let staged = leftOf(await differing);
  if (head === null)
    for (let path of entries.keys())
      staged.set(path, null);
  return { index: read(index) === index ? index : { ...index, version: "changing", isPlain: !1 }, entries, staged };
}
async function listed(run, hashBytes) {
  let files = namesIn(await run(["ls-files", "--stage", "-z"])).flatMap((record) => {
    let [, octal = "", blob = "", path] = /^(\d+) ([0-9a-f]+) \d\t([^]+)$/.exec(record) ?? [];
    return path === void 0 ? [] : [{ path, mode: Number.parseInt(octal, 8), blob }];
  });
  return { version: "listed", ...packedIndex(files, hashBytes), isPlain: !1, writtenMs: 0 };
}
function namesIn(bytes) {
  return bytes.toString("utf8").split("\x00").filter((name) => name !== "" && !name.includes("\uFFFD"));
}
function* rawDiff(bytes) {
  let parts = bytes.toString("utf8").split("\x00");
  for (let at = 0;at + 1 < parts.length; at += 2) {
    let [left = "", right = "", from = "", to = ""] = parts[at].slice(1).split(" "), path = parts[at + 1];
    if (!path.includes("\uFFFD"))
      yield { path, left: fileOf(left, from), right: fileOf(right, to) };
  }
}
function fileOf(mode, blob) {
  let number = Number.parseInt(mode, 8);
  return number === 0 ? null : { mode: number, blob };
}
function leftOf(bytes) {
  let found = /* @__PURE__ */ new Map;
  for (let { path, left } of bytes === null ? [] : rawDiff(bytes))
    if (left?.mode !== SUBMODULE)
      found.set(path, left);
  return found;
}

// src/snapshots/objects/blobs.ts
var TIMEOUT_MS2 = 120000, LOT_BYTES = 8388608, NEWLINE = 10;
async function* readBlobs(worktree, blobs) {
  if (blobs.length === 0)
    return;
  using view = openView(worktree);
  let run = (args, ids) => view.run(args, performance.now() + TIMEOUT_MS2, ids.map((id) => `${id}
`).join(""), MAX_GIT_BYTES), { output } = await run(["cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)"], blobs), sizes = output.split(`
`).map((line) => line.split(" ")).filter(([, type]) => type === "blob"), lot = [], bytes = 0;
  for (let [id, , size] of sizes) {
    if (lot.push(id), bytes += Number(size), bytes < LOT_BYTES)
      continue;
    yield contentsIn((await run(["cat-file", "--batch"], lot)).bytes), lot = [], bytes = 0;
  }
  if (lot.length > 0)
    yield contentsIn((await run(["cat-file", "--batch"], lot)).bytes);
}
async function missingInGit(worktree, ids) {
  if (ids.length === 0)
    return /* @__PURE__ */ new Set;
  using view = openView(worktree);
  let lines = ids.map((id) => `${id}
`).join(""), args = ["cat-file", "--batch-check=%(objectname)"], { output } = await view.run(args, performance.now() + TIMEOUT_MS2, lines, MAX_GIT_BYTES);
  return new Set(output.split(`
`).flatMap((line) => line.endsWith(" missing") ? [line.split(" ")[0]] : []));
}
function contentsIn(bytes) {
  let found = /* @__PURE__ */ new Map;
  for (let at = 0;at < bytes.length; ) {
    let end = bytes.indexOf(NEWLINE, at), [id, , size] = bytes.toString("latin1", at, end).split(" "), length = Number(size);
    found.set(id, bytes.subarray(end + 1, end + 1 + length)), at = end + 1 + length + 1;
  }
  return found;
}

export { SUBMODULE, packedIndex, readIndex, MAX_GIT_BYTES, openView, lookAtGit, rawDiff, readBlobs, missingInGit };
