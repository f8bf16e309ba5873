// @bun
import {
  readRegular
} from "./base-files-files.js";
import {
  MIN_DIRECTORY_ENTRY_BYTES,
  mayBeFull
} from "./queue-producer-limits.js";
import {
  HiveError
} from "./base-errors.js";

// src/queue/producer/capacity.ts
import { lstatSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "fs";
var SAMPLED_FILES = 256, CHEAP_MS = 1, MANY_FILES = 1000, COST_FACTOR = 100, LONGEST_REUSE_MS = 60000, MAX_REUSE_BYTES = 64;
function assertCapacity2({ pending, queue, tmp }, limits) {
  let directoryBytes = statSync(pending, { throwIfNoEntry: !1 })?.size ?? 0;
  if (!mayBeFull(directoryBytes, limits))
    return roomWhenEmpty(limits) - directoryBytes / MIN_DIRECTORY_ENTRY_BYTES;
  let reuse = `${queue}/.room`;
  if (Date.now() < readReuseMs(reuse))
    return roomWhenEmpty(limits);
  let startedMs = performance.now(), { files, room } = count(pending, limits), costMs = performance.now() - startedMs;
  if (files >= MANY_FILES && costMs > CHEAP_MS) {
    let temporary = `${tmp}/${Bun.randomUUIDv7()}`;
    writeFileSync(temporary, String(Date.now() + costMs * COST_FACTOR), { mode: 384, flag: "wx" }), orGiveUp(temporary, () => renameSync(temporary, reuse));
  }
  return room;
}
function roomWhenEmpty({ maxPending, maxPendingBytes, maxEntryBytes }) {
  return Math.min(maxPending, maxPendingBytes / maxEntryBytes);
}
function orGiveUp(temporary, putInPlace) {
  try {
    putInPlace();
  } catch {
    rmSync(temporary, { force: !0 });
  }
}
function readReuseMs(path) {
  let untilMs = Number(readRegular(path, MAX_REUSE_BYTES) ?? 0);
  return untilMs - Date.now() < LONGEST_REUSE_MS ? untilMs : 0;
}
function count(pending, limits) {
  let names = readdirSync(pending);
  if (names.length >= limits.maxPending)
    throw queueFull(`${names.length} entries are pending, the limit is maxPending ${limits.maxPending}`);
  let roomFor = (bytes) => Math.min(limits.maxPending - names.length, (limits.maxPendingBytes - bytes) / limits.maxEntryBytes), bytesAtMost = names.length * limits.maxEntryBytes;
  if (bytesAtMost < limits.maxPendingBytes)
    return { files: names.length, room: roomFor(bytesAtMost) };
  let bytes = Math.round(meanBytes(pending, names) * names.length);
  if (bytes >= limits.maxPendingBytes)
    throw queueFull(`about ${bytes} bytes are pending, the limit is maxPendingBytes ${limits.maxPendingBytes}`);
  return { files: names.length, room: roomFor(bytes) };
}
function queueFull(message) {
  return new HiveError("HIVE_QUEUE_FULL", message, { hint: "is a worker running? start one with: hive worker" });
}
function meanBytes(pending, names) {
  let stride = Math.max(1, Math.floor(names.length / SAMPLED_FILES)), bytes = 0, files = 0;
  for (let index = 0;index < names.length; index += stride)
    bytes += lstatSync(`${pending}/${names[index]}`, { throwIfNoEntry: !1 })?.size ?? 0, files += 1;
  return bytes / files;
}

export { assertCapacity2 };
