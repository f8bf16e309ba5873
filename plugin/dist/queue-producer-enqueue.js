// @bun
import {
  seal,
  entryName
} from "./queue-entry.js";
import {
  HiveError
} from "./base-errors.js";

// src/queue/producer/enqueue.ts
var HOUR_MS = 3600000;
function journalName(atMs) {
  return `${(atMs - atMs % HOUR_MS) / HOUR_MS}.ids`;
}
function enqueue(paths, files, entries, options) {
  let { durability, onStep } = options, texts = [];
  for (let entry of entries)
    texts.push(encode(entry, options));
  for (let index = 0;index < entries.length; index += 1) {
    let entry = entries[index], name = entryName(entry.priority, entry.seq), temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
    files.create(temporary, texts[index]), onStep?.("tmp-written"), orRemove(files, temporary, () => {
      if (durability === "power")
        files.sync(temporary), onStep?.("tmp-synced");
      files.rename(temporary, `${paths.pending}/${name}`);
    }), onStep?.("renamed");
  }
  if (durability === "power")
    files.sync(paths.pending), onStep?.("pending-synced");
  if (entries.length > 0)
    note(paths, files, entries);
  onStep?.("journaled");
  let isHeard = files.ring(paths.doorbell);
  return onStep?.("rung"), isHeard;
}
function orRemove(files, temporary, putInPlace) {
  try {
    putInPlace();
  } catch (error) {
    throw tryToRemove(files, temporary), error;
  }
}
function tryToRemove(files, path) {
  try {
    files.unlink(path);
  } catch {
    return;
  }
}
function note(paths, files, entries) {
  try {
    files.append(`${paths.journals}/${journalName(Date.now())}`, idBytes(entries));
  } catch {
    return;
  }
}
function encode(entry, { maxEntryBytes, key }) {
  let text = key === null ? stringify(entry) : seal(stringify(entry), key, "entry");
  if (text.length * 3 > maxEntryBytes)
    assertSize(text, maxEntryBytes);
  return text;
}
function assertSize(text, maxEntryBytes) {
  let bytes = Buffer.byteLength(text);
  if (bytes <= maxEntryBytes)
    return;
  throw new HiveError("HIVE_ENTRY_TOO_LARGE", `the entry has ${bytes} bytes, more than maxEntryBytes ${maxEntryBytes}`);
}
function stringify(entry) {
  let kind = typeof entry.payload, isLeftOut = entry.sql === void 0 && (kind === "function" || kind === "symbol");
  try {
    if (!isLeftOut)
      return JSON.stringify(entry);
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_ENTRY", "the payload cannot be written as JSON", { cause });
  }
  throw new HiveError("HIVE_INVALID_ENTRY", "the payload cannot be written as JSON");
}
function idBytes(entries) {
  let hex = "";
  for (let { seq } of entries)
    hex += seq.slice(0, 8) + seq.slice(9, 13) + seq.slice(14, 18) + seq.slice(19, 23) + seq.slice(24);
  return Uint8Array.fromHex(hex);
}

export { journalName, enqueue, orRemove };
