// @bun
import {
  errorCode
} from "./base-errors.js";

// src/origin/own-file.ts
import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  unlinkSync,
  writeFileSync
} from "fs";
var FOREIGN = Symbol("foreign"), FLAGS = constants.O_RDONLY | constants.O_NONBLOCK, OTHERS = 63, OTHERS_WRITE = 18, isOwnFile = ({ uid, mode }, bits) => uid === process.geteuid?.() && (mode & bits) === 0;
function readOwn(path, maxBytes) {
  let fd;
  try {
    fd = openSync(path, FLAGS);
  } catch (error) {
    return errorCode(error) === "ENOENT" ? null : FOREIGN;
  }
  try {
    let stat = fstatSync(fd);
    if (!stat.isFile() || !isOwnFile(stat, OTHERS) || stat.size > maxBytes)
      return FOREIGN;
    let bytes = Buffer.alloc(stat.size);
    return bytes.toString("utf8", 0, readSync(fd, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(fd);
  }
}
function makeOwn(directory, path, text) {
  mkdirSync(directory, { recursive: !0, mode: 448 }), chmodSync(directory, 448);
  let temporary = `${path}.${crypto.randomUUID()}`;
  writeFileSync(temporary, text, { mode: 384, flag: "wx" }), chmodSync(temporary, 384);
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (errorCode(error) !== "EEXIST")
      throw error;
  } finally {
    unlinkSync(temporary);
  }
}

export { FOREIGN, OTHERS_WRITE, isOwnFile, readOwn, makeOwn };
