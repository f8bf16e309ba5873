// @bun
import {
  errorCode
} from "./main-k3peqx11.js";

// src/queue/files.ts
import * as fs from "fs";
var { O_RDONLY, O_WRONLY, O_NONBLOCK, O_NOFOLLOW, O_APPEND, O_CREAT, O_EXCL } = fs.constants, MODE = 384;
function writeTo(path, flags, bytes) {
  let fd = fs.openSync(path, flags, MODE);
  try {
    if ((flags & O_CREAT) !== 0)
      fs.fchmodSync(fd, MODE);
    fs.writeSync(fd, bytes);
  } finally {
    fs.closeSync(fd);
  }
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
  append: (path, bytes) => writeTo(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOFOLLOW, bytes),
  overwrite: (path, text) => writeTo(path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW, Buffer.from(text)),
  sync(path) {
    let fd = fs.openSync(path, "r");
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  },
  ring(path) {
    let fd;
    try {
      if (fd = fs.openSync(path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW), !fs.fstatSync(fd).isFIFO())
        return !1;
      return fs.writeSync(fd, BELL), !0;
    } catch (error) {
      return ringFailed(errorCode(error));
    } finally {
      if (fd !== void 0)
        fs.closeSync(fd);
    }
  }
};
function readRegular(path) {
  let fd;
  try {
    return fd = fs.openSync(path, O_RDONLY | O_NONBLOCK), fs.fstatSync(fd).isFile() ? fs.readFileSync(fd, "utf8") : null;
  } catch (error) {
    if (errorCode(error) === "ENOENT")
      return null;
    throw error;
  } finally {
    if (fd !== void 0)
      fs.closeSync(fd);
  }
}
var BELL = new Uint8Array([1]);
function ringFailed(code) {
  return code === "EAGAIN";
}

export { nodeFiles, readRegular };
