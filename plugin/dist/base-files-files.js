// @bun
import {
  errorCode
} from "./base-errors.js";
var __require = import.meta.require;

// src/base/files/flush.ts
import { fsyncSync } from "fs";
var F_FULLFSYNC = 51;
function flush(fd) {
  if (fsyncSync(fd), process.platform === "darwin")
    fullFlush(fd);
}
function fullFlush(fd) {
  let { dlopen } = __require("bun:ffi"), system = dlopen("libSystem.B.dylib", { fcntl: { args: ["i32", "i32"], returns: "i32" } });
  system.symbols.fcntl(fd, F_FULLFSYNC), system.close();
}

// src/base/files/files.ts
import * as fs from "fs";
var { O_RDONLY, O_WRONLY, O_NONBLOCK, O_NOFOLLOW, O_APPEND, O_CREAT, O_EXCL } = fs.constants, MODE = 384;
function writeAndClose(fd, bytes) {
  try {
    fs.writeSync(fd, bytes);
  } finally {
    fs.closeSync(fd);
  }
}
function openJournal(path) {
  let fd = fs.openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOFOLLOW, MODE);
  try {
    return fs.fchmodSync(fd, MODE), fd;
  } catch (error) {
    throw fs.closeSync(fd), error;
  }
}
function openBell(path) {
  let fd = fs.openSync(path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW);
  if (fs.fstatSync(fd).isFIFO())
    return fd;
  return fs.closeSync(fd), null;
}
var nodeFiles = {
  create(path, text) {
    let fd = fs.openSync(path, O_WRONLY | O_CREAT | O_EXCL, MODE);
    try {
      fs.fchmodSync(fd, MODE), fs.writeFileSync(fd, text);
    } catch (error) {
      throw fs.unlinkSync(path), error;
    } finally {
      fs.closeSync(fd);
    }
  },
  rename: (from, to) => fs.renameSync(from, to),
  link: (from, to) => fs.linkSync(from, to),
  unlink: (path) => fs.unlinkSync(path),
  append: (path, bytes) => writeAndClose(openJournal(path), bytes),
  overwrite: (path, text) => writeAndClose(fs.openSync(path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW), Buffer.from(text)),
  sync(path) {
    let fd = fs.openSync(path, "r");
    try {
      flush(fd);
    } finally {
      fs.closeSync(fd);
    }
  },
  ring(path) {
    try {
      let fd = openBell(path);
      if (fd === null)
        return !1;
      return writeAndClose(fd, BELL), !0;
    } catch (error) {
      return ringFailed(errorCode(error));
    }
  }
}, NO_FILE = ["ENOENT", "ENOTDIR", "ELOOP", "ENXIO", "ENODEV", "EACCES", "EPERM"], MAX_TEXT_BYTES = 1048576;
function readRegular(path, maxBytes = MAX_TEXT_BYTES, followed = !1) {
  return readBytes(path, maxBytes, followed)?.toString("utf8") ?? null;
}
function readBytes(path, maxBytes, followed = !1) {
  let file = openRegular(path, followed);
  if (file === null)
    return null;
  try {
    if (file.bytes > maxBytes)
      return null;
    let bytes = Buffer.alloc(file.bytes);
    return bytes.subarray(0, fs.readSync(file.fd, bytes, 0, bytes.length, 0));
  } finally {
    fs.closeSync(file.fd);
  }
}
function readTail(path, maxBytes) {
  let file = openRegular(path);
  if (file === null)
    return null;
  try {
    let buffer = Buffer.alloc(Math.min(file.bytes, maxBytes)), length = fs.readSync(file.fd, buffer, 0, buffer.length, file.bytes - buffer.length), text = buffer.subarray(0, length).toString("utf8");
    return file.bytes > maxBytes ? text.slice(text.indexOf(`
`) + 1) : text;
  } finally {
    fs.closeSync(file.fd);
  }
}
function openRegular(path, followed = !1) {
  let fd;
  try {
    fd = fs.openSync(path, O_RDONLY | O_NONBLOCK | (followed ? 0 : O_NOFOLLOW));
    let stat = fs.fstatSync(fd);
    if (stat.isFile())
      return { fd, bytes: stat.size };
  } catch (error) {
    if (fd !== void 0)
      fs.closeSync(fd);
    if (NO_FILE.includes(errorCode(error)))
      return null;
    throw error;
  }
  return fs.closeSync(fd), null;
}
var BELL = new Uint8Array([1]);
function ringFailed(code) {
  return code === "EAGAIN";
}

export { flush, openJournal, openBell, nodeFiles, readRegular, readBytes, readTail, openRegular, BELL };
