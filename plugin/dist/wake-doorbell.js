// @bun
import {
  fileIdentity,
  arrives
} from "./supervisor-stuck.js";
import {
  systemProgram
} from "./platform-programs.js";
import {
  clearPath
} from "./git-ignore-file.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/wake/doorbell.ts
import { closeSync, constants, fstatSync, lstatSync, openSync, writeSync } from "fs";
var PROBE_BYTE = 112, LOOK_MS = 2;

class DoorbellSource {
  cause = "doorbell";
  #path;
  #fd;
  #reader;
  #onProbe;
  #isAnyProof = !1;
  rings = 0;
  constructor(path) {
    this.#path = path;
  }
  start(onWake) {
    this.stop(), ensureFifo(this.#path);
    let fd = openSync(this.#path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    this.#fd = fd;
    let reader = Bun.file(fd).stream().getReader();
    this.#reader = reader, this.#listen(reader, onWake);
  }
  async#listen(reader, onWake) {
    while (this.#reader === reader) {
      let chunk;
      try {
        chunk = await reader.read();
      } catch {
        break;
      }
      if (chunk.value === void 0 || this.#reader !== reader)
        break;
      let probes = chunk.value.filter((byte) => byte === PROBE_BYTE).length;
      if (probes > 0 || this.#isAnyProof)
        this.#onProbe?.();
      if (this.rings += chunk.value.length - probes, chunk.value.length > probes)
        onWake();
    }
    if (this.#reader === reader)
      this.#reader = void 0;
  }
  stop() {
    let reader = this.#reader;
    if (this.#reader = void 0, reader !== void 0)
      reader.cancel().catch(ignoreClosed);
    if (this.#fd !== void 0)
      closeQuietly(this.#fd);
    this.#fd = void 0;
  }
  async stopListening(limitMs) {
    let endMs = performance.now() + limitMs;
    while (isHeard(this.#path) && performance.now() < endMs)
      await Bun.sleep(LOOK_MS);
  }
  async prove(timeoutMs, signal) {
    let fd = this.#fd;
    if (fd === void 0)
      return !1;
    let heard = new Promise((resolve) => {
      this.#onProbe = resolve;
    });
    this.#isAnyProof = !hasRoom(fd);
    let isHeard = await arrives(heard, timeoutMs, signal);
    return this.#onProbe = void 0, this.#isAnyProof = !1, isHeard;
  }
  isSound() {
    if (this.#fd === void 0 || this.#reader === void 0)
      return !1;
    let now = lstatSync(this.#path, { throwIfNoEntry: !1 });
    return now?.isFIFO() === !0 && fileIdentity(now) === fileIdentity(fstatSync(this.#fd));
  }
}
function hasRoom(fd) {
  try {
    return writeSync(fd, new Uint8Array([PROBE_BYTE])), !0;
  } catch (error) {
    if (errorCode(error) !== "EAGAIN")
      throw error;
    return !1;
  }
}
function isHeard(path) {
  try {
    return closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)), !0;
  } catch {
    return !1;
  }
}
function ignoreClosed() {}
function closeQuietly(fd) {
  try {
    closeSync(fd);
  } catch {
    return;
  }
}
function ensureFifo(path) {
  if (lstatSync(path, { throwIfNoEntry: !1 })?.isFIFO() === !0)
    return;
  clearPath(path, (stat) => !stat.isFIFO());
  let made = Bun.spawnSync([systemProgram("mkfifo", process.env), "-m", "600", path], {
    stdout: "ignore",
    stderr: "pipe"
  });
  if (made.exitCode === 0 || lstatSync(path, { throwIfNoEntry: !1 })?.isFIFO() === !0)
    return;
  throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `cannot make the doorbell: ${made.stderr.toString().trim()}`);
}

export { DoorbellSource };
