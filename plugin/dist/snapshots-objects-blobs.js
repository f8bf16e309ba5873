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

// src/git/index/index-columns.ts
var SEED = Math.trunc(Math.random() * 4294967296);

class IndexEntries {
  #size = 0;
  #columns;
  #paths;
  #starts;
  #slots;
  constructor(capacity, hashBytes) {
    this.#columns = {
      hashBytes,
      blobs: Buffer.alloc(capacity * hashBytes),
      modes: new Uint32Array(capacity),
      sizes: new Uint32Array(capacity),
      inodes: new Uint32Array(capacity),
      mtimesMs: new Float64Array(capacity),
      ctimesMs: new Float64Array(capacity),
      skipped: new Uint8Array(capacity)
    }, this.#paths = Buffer.alloc(capacity * 48), this.#starts = new Uint32Array(capacity + 1), this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * capacity + 2)));
  }
  get size() {
    return this.#size;
  }
  add(entry, bytes, from) {
    let slot = this.#slotOf(entry.path);
    if (this.#slots[slot] !== 0)
      return;
    let n = this.#size++;
    this.#slots[slot] = n + 1;
    let columns = this.#columns;
    bytes.copy(columns.blobs, n * columns.hashBytes, from, from + columns.hashBytes), columns.modes[n] = entry.mode, columns.sizes[n] = entry.size, columns.inodes[n] = entry.inode, columns.mtimesMs[n] = entry.mtimeMs, columns.ctimesMs[n] = entry.ctimeMs, columns.skipped[n] = entry.isSkipped ? 1 : 0;
    let start = this.#starts[n], end = start + Buffer.byteLength(entry.path);
    if (end > this.#paths.length)
      this.#paths = Buffer.concat([this.#paths], end * 2);
    this.#paths.write(entry.path, start), this.#starts[n + 1] = end;
  }
  get(path) {
    let n = this.#slots[this.#slotOf(path)] - 1;
    return n < 0 ? void 0 : new Entry(this.#columns, n, path);
  }
  has(path) {
    return this.#slots[this.#slotOf(path)] !== 0;
  }
  *keys() {
    for (let n = 0;n < this.#size; n += 1)
      yield this.#pathAt(n);
  }
  *values() {
    for (let n = 0;n < this.#size; n += 1)
      yield new Entry(this.#columns, n, this.#pathAt(n));
  }
  #slotOf(path) {
    let mask = this.#slots.length - 1, slot = Bun.hash.xxHash32(path, SEED) & mask;
    while (this.#slots[slot] !== 0 && this.#pathAt(this.#slots[slot] - 1) !== path)
      slot = slot + 1 & mask;
    return slot;
  }
  #pathAt(n) {
    return this.#paths.toString("utf8", this.#starts[n], this.#starts[n + 1]);
  }
}

class Entry {
  #columns;
  #n;
  path;
  constructor(columns, n, path) {
    this.#columns = columns, this.#n = n, this.path = path;
  }
  get mode() {
    return this.#columns.modes[this.#n];
  }
  get blob() {
    let { blobs, hashBytes } = this.#columns;
    return blobs.toString("hex", this.#n * hashBytes, (this.#n + 1) * hashBytes);
  }
  get size() {
    return this.#columns.sizes[this.#n];
  }
  get mtimeMs() {
    return this.#columns.mtimesMs[this.#n];
  }
  get ctimeMs() {
    return this.#columns.ctimesMs[this.#n];
  }
  get inode() {
    return this.#columns.inodes[this.#n];
  }
  get isSkipped() {
    return this.#columns.skipped[this.#n] === 1;
  }
}

// src/git/index/index-entries.ts
import { closeSync, fstatSync, openSync, readSync } from "fs";
import { join } from "path";
var MAX_BYTES = 1073741824, NO_INDEX = "none", HEADER_BYTES = 12, STAT_BYTES = 40, EXTENDED = 16384, SKIP_WORKTREE = 16384, STAGE = 12288, SUBMODULE = 57344;
function readIndex({ gitDirectory }, hashBytes, last = null) {
  let fd;
  try {
    fd = openSync(join(gitDirectory, "index"), "r");
  } catch (error) {
    if (errorCode(error) !== "ENOENT")
      throw error;
    return { version: NO_INDEX, ...emptyIndex(0, hashBytes), isPlain: !0, writtenMs: 0 };
  }
  try {
    let stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > MAX_BYTES)
      return null;
    let version = versionOf(stat);
    if (last?.version === version)
      return last;
    let bytes = Buffer.allocUnsafeSlow(stat.size);
    if (readSync(fd, bytes, 0, bytes.length, 0) !== bytes.length)
      return null;
    let found = entriesIn(bytes, hashBytes);
    return found === null ? null : { version, ...found, writtenMs: stat.mtimeMs };
  } finally {
    closeSync(fd);
  }
}
var emptyIndex = (capacity, hashBytes) => ({
  entries: new IndexEntries(capacity, hashBytes),
  submodules: []
}), versionOf = ({ ino, size, mtimeMs, ctimeMs }) => `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
function entriesIn(bytes, hashBytes) {
  if (bytes.length < HEADER_BYTES + hashBytes || bytes.toString("latin1", 0, 4) !== "DIRC")
    return null;
  let version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4)
    return null;
  let count = bytes.readUInt32BE(8);
  if (count > bytes.length / (STAT_BYTES + hashBytes))
    return null;
  let { entries, submodules } = emptyIndex(count, hashBytes), at = HEADER_BYTES, isPlain = !0, previous = Buffer.alloc(0);
  for (let n = 0;n < count; n += 1) {
    let flagsAt = at + STAT_BYTES + hashBytes, flags = bytes.readUInt16BE(flagsAt), isExtended = version > 2 && (flags & EXTENDED) !== 0;
    if (isExtended || (flags & STAGE) !== 0)
      isPlain = !1;
    let nameAt = flagsAt + (isExtended ? 4 : 2), dropped = previous.length;
    if (version === 4)
      [dropped, nameAt] = offsetIn(bytes, nameAt);
    let end = bytes.indexOf(0, nameAt);
    if (end < 0)
      return null;
    let path;
    if (version === 4)
      previous = Buffer.concat([previous.subarray(0, previous.length - dropped), bytes.subarray(nameAt, end)]), path = textIn(previous, 0, previous.length);
    else
      path = textIn(bytes, nameAt, end);
    if (path !== null) {
      let isSkipped = isExtended && (bytes.readUInt16BE(flagsAt + 2) & SKIP_WORKTREE) !== 0, entry = entryAt(bytes, at, path, isSkipped);
      if (entry.mode === SUBMODULE)
        submodules.push(path);
      else
        entries.add(entry, bytes, at + STAT_BYTES);
    }
    at = version === 4 ? end + 1 : at + ((end - at >> 3) + 1) * 8;
  }
  return holdsWholeIndex(bytes, at, hashBytes) ? { entries, submodules, isPlain } : null;
}
function entryAt(bytes, at, path, isSkipped) {
  let timeMs = (from) => bytes.readUInt32BE(from) * 1000 + bytes.readUInt32BE(from + 4) / 1e6;
  return {
    path,
    mode: bytes.readUInt32BE(at + 24),
    size: bytes.readUInt32BE(at + 36),
    ctimeMs: timeMs(at),
    mtimeMs: timeMs(at + 8),
    inode: bytes.readUInt32BE(at + 20),
    isSkipped
  };
}
function offsetIn(bytes, from) {
  let at = from, byte = bytes[at++], value = byte & 127;
  while (byte & 128)
    byte = bytes[at++], value = value + 1 << 7 | byte & 127;
  return [value, at];
}
function textIn(bytes, from, to) {
  let text = bytes.toString("utf8", from, to);
  return text.includes("\uFFFD") && !Buffer.from(text).equals(bytes.subarray(from, to)) ? null : text;
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
  let records = namesIn(await run(["ls-files", "--stage", "-z"])), entries = new IndexEntries(records.length, hashBytes), submodules = [];
  for (let record of records) {
    let [, octal = "", blob = "", path] = /^(\d+) ([0-9a-f]+) \d\t([^]+)$/.exec(record) ?? [];
    if (path === void 0)
      continue;
    let mode = Number.parseInt(octal, 8);
    if (mode === SUBMODULE)
      submodules.push(path);
    else {
      let entry = { path, mode, size: 0, mtimeMs: 0, ctimeMs: 0, inode: 0, isSkipped: !1 };
      entries.add(entry, Buffer.from(blob, "hex"), 0);
    }
  }
  return { version: "listed", entries, submodules, isPlain: !1, writtenMs: 0 };
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

export { IndexEntries, SUBMODULE, readIndex, MAX_GIT_BYTES, openView, lookAtGit, rawDiff, readBlobs, missingInGit };
