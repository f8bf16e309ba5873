// @bun
import {
  findsSecret,
  addFormats,
  startsToken,
  ruleOf2,
  FORMATS,
  addGroups,
  tokensOf,
  lowerOf
} from "./redact-redact.js";
import {
  hashOfBytes
} from "./snapshots-keep-catalogue.js";
import {
  errorCode
} from "./base-errors.js";

// src/redact/keywords.ts
var SLOTS = 32768, seen = new Uint32Array(SLOTS), texts = 0, slotOf = (a, b, c) => a * 1009 + b * 31 + c & SLOTS - 1;
function runsOf(keyword) {
  let runs = [];
  for (let n = 2;n < keyword.length; n += 1)
    runs.push(slotOf(keyword.charCodeAt(n - 2), keyword.charCodeAt(n - 1), keyword.charCodeAt(n)));
  return runs;
}
function runsIn(text) {
  texts = (texts + 1) % 4294967296;
  let own = texts, [a, b] = [text.charCodeAt(0), text.charCodeAt(1)];
  for (let n = 2;n < text.length; n += 1) {
    let c = text.charCodeAt(n);
    seen[slotOf(a, b, c)] = own, a = b, b = c;
  }
  return (runs) => {
    if (own !== texts)
      return !0;
    for (let n = 0;n < runs.length; n += 1)
      if (seen[runs[n]] !== own)
        return !1;
    return !0;
  };
}
var formats;
function formatOf(line) {
  let [keywords = "", , flags = ""] = line.split(" ", 3);
  return {
    line,
    keywords: keywords.split("|").map((text) => ({ text, runs: runsOf(text) })),
    isInTokens: !flags.includes("c"),
    startsToken: flags.includes("s")
  };
}
function rulesForOneOfMany(text) {
  formats ??= FORMATS.flatMap((lines) => lines.split(`
`)).map(formatOf);
  let lower = lowerOf(text), mayHold = runsIn(lower), tokens, isIn = (keyword, { isInTokens, startsToken: isAtStart }) => (isInTokens ? tokens ??= tokensOf(lower) : lower).includes(keyword) && (!isAtStart || startsToken(lower, keyword)), rules = [];
  for (let format of formats)
    for (let { text: keyword, runs } of format.keywords) {
      if (!mayHold(runs) || !isIn(keyword, format))
        continue;
      rules.push(ruleOf2(format.line));
      break;
    }
  return addGroups((word) => mayHold(runsOf(word)) && lower.includes(word), rules), rules;
}

// src/snapshots/objects/secrets.ts
var NAMES = /(?:^|\/)(?:\.env(?:\..*|rc)?|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg)|id_[a-z0-9]+|\.netrc|\.npmrc|\.pypirc|\.pgpass|\.htpasswd|\.git-credentials|credentials(?:\.\w+)?|secrets?(?:\.\w+)?|.*\.tfstate(?:\.backup)?|.*\.tfvars)$/i, EXAMPLES = /\.(?:example|sample|template|dist|pub)$/i, BINARY_PROBE_BYTES = 8000, isSecretName = (path) => NAMES.test(path) && !EXAMPLES.test(path);
function holdsSecret(path, bytes) {
  if (isSecretName(path))
    return !0;
  if (bytes.subarray(0, BINARY_PROBE_BYTES).includes(0))
    return !1;
  return tellsSecret(bytes.toString("utf8"));
}
var tellsSecret = (text) => rulesForOneOfMany(text).some((rule) => findsSecret(rule, text));

// src/snapshots/objects/path-secret.ts
var OPAQUE_CHARS = 12, isOpaqueWord = (word) => /\d/.test(word) && /[a-z]/i.test(word) || /[A-Z0-9]{16}/.test(word);
function isOpaque(text) {
  return (text.match(/[a-z0-9]{5,}/gi) ?? []).filter(isOpaqueWord).join("").length >= OPAQUE_CHARS;
}
function isPathWithSecret(path) {
  if (!isOpaque(path))
    return !1;
  let lower = path.toLowerCase(), rules = [];
  for (let formats of FORMATS)
    addFormats(formats, lower, lower, rules);
  return rules.some((rule) => findsSecret({ ...rule, accepts: (value, found) => accepts(rule, value, found) }, path));
}
var accepts = (rule, ...[value, found]) => isOpaque(value) && rule.accepts?.(value, found) !== !1;

// src/snapshots/files.ts
import { closeSync, constants, fstatSync, lstatSync, openSync, readlinkSync, readSync } from "fs";
import { basename, dirname, join } from "path";
var READ_TRIES = 3, CHUNK_BYTES = 1048576, DISK_LOOK_FILES = 64, sigOf = ({ ino, size, mtimeMs, ctimeMs, mode }) => `${ino}:${size}:${mtimeMs}:${ctimeMs}:${mode}`, CLOCK_STEP_MS = 20, settledSig = (stat) => Date.now() - Math.max(stat.mtimeMs, stat.ctimeMs) < CLOCK_STEP_MS ? "" : sigOf(stat);

class FileReader {
  #options;
  #directories = /* @__PURE__ */ new Map;
  #keptFiles = 0;
  #keptBytes = 0;
  #isDiskFull;
  #storedBytes;
  lacks = /* @__PURE__ */ new Map;
  unnamed = [];
  grownBytes = 0;
  constructor(options) {
    this.#options = options;
  }
  stat(path) {
    let end = path.lastIndexOf("/");
    if (isForeignName(path.slice(end + 1)) || end >= 0 && !this.#isInside(path.slice(0, end)))
      return null;
    try {
      let stat = lstatSync(`${this.#options.top}/${path}`, { throwIfNoEntry: !1 });
      return stat === void 0 ? null : stat.isFile() || stat.isSymbolicLink() ? stat : null;
    } catch (error) {
      if (["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "EACCES"].includes(errorCode(error) ?? ""))
        return null;
      throw error;
    }
  }
  #isInside(directory) {
    if (directory === ".")
      return !0;
    let isInside = this.#directories.get(directory);
    if (isInside === void 0)
      isInside = !isForeignName(basename(directory)) && this.#isInside(dirname(directory)) && isRealDirectory(join(this.#options.top, directory)), this.#directories.set(directory, isInside);
    return isInside;
  }
  read(path, stat, inGit) {
    let full = join(this.#options.top, path);
    for (let tries = 1;; tries += 1) {
      let read = stat.isSymbolicLink() ? linkAt(full, stat) : this.#readFile(full);
      if (read === null)
        return { state: "absent", sig: "" };
      if (read === "unreadable" || read === "changing" && tries === READ_TRIES)
        return { state: this.#without("unreadable", path, stat, null), sig: "" };
      if (read === "changing")
        continue;
      return { state: this.#keep(path, read, inGit), sig: settledSig(read.stat) };
    }
  }
  leaveOut(path) {
    if (isPathWithSecret(path))
      this.unnamed.push(path);
  }
  #readFile(full) {
    let fd;
    try {
      fd = openSync(full, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    } catch (error) {
      return errorCode(error) === "ENOENT" ? null : "unreadable";
    }
    try {
      let before = fstatSync(fd);
      if (!before.isFile())
        return null;
      let { fileBytes, hashBytes } = this.#options.limits;
      if (before.size > hashBytes)
        return { stat: before, bytes: null, hash: `stat-${before.size}-${before.mtimeMs}` };
      let bytes = before.size > fileBytes ? null : bytesOf(fd, before.size), hash = bytes === null ? hashOfFile(fd) : hashOfBytes(bytes);
      return sigOf(fstatSync(fd)) === sigOf(before) && (bytes === null || bytes.length === before.size) ? { stat: before, bytes, hash } : "changing";
    } catch {
      return "unreadable";
    } finally {
      closeSync(fd);
    }
  }
  #keep(path, { stat, bytes, hash }, inGit) {
    let { gitHash, objects, keeps = !0 } = this.#options, kind = stat.isSymbolicLink() ? "link" : "file", blob = bytes === null || gitHash === null ? null : blobOf(bytes, gitHash), plain = { kind, mode: stat.mode & 4095, size: stat.size, hash, blob };
    if (blob !== null && blob === inGit)
      return { ...plain, kept: "git" };
    if (bytes === null)
      return this.#without("large", path, stat, plain);
    if (kind === "file" ? holdsSecret(path, bytes) : tellsSecret(bytes.toString("utf8")))
      return this.#without("secret", path, stat, plain);
    if (objects.has(hash))
      return { ...plain, kept: "store" };
    let lack = this.#fullFor(bytes.length);
    if (lack !== null)
      return this.#without(lack, path, stat, plain);
    try {
      this.grownBytes += keeps ? objects.put(hash, bytes) : bytes.length;
    } catch (error) {
      if (errorCode(error) === void 0)
        throw error;
      return this.#isDiskFull = !0, this.#without("disk", path, stat, plain);
    }
    return this.#keptFiles += 1, this.#keptBytes += bytes.length, { ...plain, kept: "store" };
  }
  #fullFor(bytes) {
    let { limits, storedBytes, objects } = this.#options;
    if (this.#keptFiles >= limits.snapshotFiles || this.#keptBytes + bytes > limits.snapshotBytes)
      return "snapshot";
    if (this.#storedBytes ??= storedBytes(), this.#storedBytes + this.grownBytes + bytes > limits.storeBytes)
      return "store";
    if (this.#isDiskFull === void 0 || this.#keptFiles % DISK_LOOK_FILES === 0)
      this.#isDiskFull = objects.isDiskFull(limits.freeShare);
    return this.#isDiskFull ? "disk" : null;
  }
  #without(lack, path, stat, plain) {
    let paths = this.lacks.get(lack) ?? [];
    paths.push(path), this.lacks.set(lack, paths);
    let unread = {
      kind: stat.isSymbolicLink() ? "link" : "file",
      mode: stat.mode & 4095,
      size: stat.size,
      hash: `unread-${sigOf(stat)}`,
      blob: null
    };
    return { ...plain ?? unread, kept: null, lack };
  }
}
var PASSED_OVER = String.raw`[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]*`, DOT_GIT = [String.raw`\.`, "g", "i", "t", ""].map((one) => PASSED_OVER + one).join(""), GIT_NAMES = new RegExp(String.raw`^(?:${DOT_GIT}|git~1)[ .]*(?::[^]*)?$`, "i");
function isForeignName(name) {
  let first = name.charCodeAt(0);
  if (first > 46 && first < 8204 && first !== 103 && first !== 71)
    return !1;
  return name === "" || name === "." || name === ".." || GIT_NAMES.test(name);
}
function notADirectory(top, path) {
  let parent = dirname(path);
  if (parent === ".")
    return null;
  return notADirectory(top, parent) ?? (isRealDirectory(join(top, parent)) ? null : parent);
}
function isRealDirectory(path) {
  try {
    return lstatSync(path, { throwIfNoEntry: !1 })?.isDirectory() === !0;
  } catch {
    return !1;
  }
}
function linkAt(full, stat) {
  try {
    let bytes = readlinkSync(full, { encoding: "buffer" });
    return { stat, bytes, hash: hashOfBytes(bytes) };
  } catch (error) {
    return errorCode(error) === "ENOENT" ? null : "unreadable";
  }
}
function bytesOf(fd, size) {
  let bytes = Buffer.allocUnsafe(size + 1), length = 0;
  for (let read = 1;read > 0 && length < bytes.length && length !== size; length += read)
    read = readSync(fd, bytes, length, bytes.length - length, length);
  return bytes.subarray(0, length);
}
function hashOfFile(fd) {
  let hasher = new Bun.CryptoHasher("sha256"), chunk = Buffer.alloc(CHUNK_BYTES);
  for (let at = 0, read = 1;read > 0; at += read)
    read = readSync(fd, chunk, 0, chunk.length, at), hasher.update(chunk.subarray(0, read));
  return hasher.digest("hex");
}
var blobOf = (bytes, algorithm) => new Bun.CryptoHasher(algorithm).update(`blob ${bytes.length}\x00`).update(bytes).digest("hex");

export { holdsSecret, tellsSecret, isPathWithSecret, sigOf, CLOCK_STEP_MS, FileReader, isForeignName, notADirectory, isRealDirectory };
