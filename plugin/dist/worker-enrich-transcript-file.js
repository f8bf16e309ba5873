// @bun
// src/worker/enrich/transcript-file.ts
import { closeSync, constants, fstatSync, openSync, readSync } from "fs";
var CHUNK_BYTES = 4194304, MAX_DOCUMENT_BYTES = 33554432, NEWLINE = 10, isDocument = (path) => path.endsWith(".json");
function nextChunk(path, before) {
  let file;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    let stat = fstatSync(file);
    if (!stat.isFile() || stat.uid !== process.geteuid?.())
      return null;
    let isOther = before === null || before.path !== path || before.ino !== stat.ino;
    return isDocument(path) ? documentChunk(file, stat, isOther ? null : before.bytes) : linesChunk(file, stat, isOther || stat.size < before.bytes ? null : before.bytes);
  } catch {
    return null;
  } finally {
    if (file !== void 0)
      closeSync(file);
  }
}
function linesChunk(file, { ino, size }, readBytes) {
  let from = readBytes ?? 0, bytes = bytesOf(file, from, Math.min(CHUNK_BYTES, size - from)), end = bytes.lastIndexOf(NEWLINE) + 1, taken = end === 0 && bytes.length === CHUNK_BYTES ? bytes.length : end;
  if (taken === 0)
    return null;
  let start = from > 0 && bytesOf(file, from - 1, 1)[0] !== NEWLINE ? bytes.indexOf(NEWLINE) + 1 || taken : 0;
  return { lines: bytes.toString("utf8", start, taken).split(`
`).filter((line) => line.trim() !== ""), ino, endBytes: from + taken, isAnew: readBytes === null, isMore: from + taken < size };
}
function documentChunk(file, { ino, size }, readBytes) {
  if (size === 0 || size === readBytes || size > MAX_DOCUMENT_BYTES)
    return null;
  return { lines: [bytesOf(file, 0, size).toString("utf8").trim()], ino, endBytes: size, isAnew: !0, isMore: !1 };
}
function bytesOf(file, from, length) {
  let bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, from));
}
function readStart(path, maxBytes) {
  let file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    let bytes = Buffer.alloc(Math.min(maxBytes, fstatSync(file).size));
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
}

export { MAX_DOCUMENT_BYTES, isDocument, nextChunk, readStart };
