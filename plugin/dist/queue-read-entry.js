// @bun
import {
  isSealed,
  isOwnSeq,
  decodeEntry
} from "./queue-entry.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/queue/read-entry.ts
import { closeSync, constants, fstatSync, openSync, readSync } from "fs";
var FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK, decoder = new TextDecoder("utf-8", { fatal: !0 }), scratch = Buffer.allocUnsafe(16384), ownUserId = process.getuid?.(), UNPROVED = "unproved:", isUnproved = (id, { seq }) => id.startsWith(UNPROVED) || id.startsWith("file:") || id === seq && isOwnSeq(seq);
function identityOf(entry, name, file, bytes, isProved) {
  let { hive_id: id } = entry;
  if (typeof id === "string" && id !== "")
    return isProved || isUnproved(id, name) ? id : UNPROVED + id;
  if (isOwnSeq(name.seq))
    return name.seq;
  let content = Bun.hash(bytes).toString(16);
  return `file:${file.inode}:${file.modifiedAtMs}:${content}`;
}
function refused(message, cause) {
  return { kind: "refused", error: new HiveError("HIVE_INVALID_ENTRY", message, { cause }) };
}
function readEntry(path, name, maxEntryBytes, options) {
  let fd;
  try {
    fd = openSync(path, FLAGS);
  } catch (error) {
    let code = errorCode(error);
    if (code === "ENOENT")
      return null;
    if (code === "ELOOP")
      return refused("a symbolic link", error);
    if (code === "EACCES" || code === "ENXIO" || code === "EPERM")
      return refused(`unreadable: ${code}`, error);
    throw error;
  }
  try {
    let stat = fstatSync(fd);
    if (!stat.isFile())
      return refused("not a regular file");
    if (ownUserId !== void 0 && stat.uid !== ownUserId)
      return refused("owned by another user");
    if (stat.size > maxEntryBytes) {
      let message = `the entry has ${stat.size} bytes, more than maxEntryBytes ${maxEntryBytes}`;
      return { kind: "refused", error: new HiveError("HIVE_ENTRY_TOO_LARGE", message) };
    }
    let buffer = stat.size <= scratch.length ? scratch : Buffer.allocUnsafe(stat.size), length = readSync(fd, buffer, 0, stat.size, 0), file = { inode: stat.ino, modifiedAtMs: stat.mtimeMs, bytes: stat.size }, bytes = buffer.subarray(0, length), isProved = isSealed(bytes, options.key, "entry");
    if (options.isProofNeeded === !0 && !isProved)
      return refused("without proof");
    return parse(bytes, name, file, isProved);
  } finally {
    closeSync(fd);
  }
}
function parse(bytes, name, file, isProved) {
  try {
    let entry = decodeEntry(decoder.decode(bytes), name);
    return { kind: "entry", entry, id: identityOf(entry, name, file, bytes, isProved), file, isProved };
  } catch (error) {
    if (error instanceof HiveError)
      return { kind: "unparsable", error, file, bytes: Uint8Array.from(bytes) };
    return { kind: "unparsable", error: new HiveError("HIVE_INVALID_ENTRY", "not UTF-8", { cause: error }), file, bytes: Uint8Array.from(bytes) };
  }
}

export { readEntry };
