// @bun
import {
  nodeFiles,
  openRegular
} from "./base-files-files.js";
import {
  shortened,
  unlinkIfThere
} from "./queue-claims-recover.js";
import {
  journalName
} from "./queue-producer-enqueue.js";
import {
  SEAL,
  isSealed,
  parseEntryName,
  isOwnSeq,
  ownSeqAtMs
} from "./queue-entry.js";
import {
  MAX_DEPTH,
  isDeeperThan,
  isObject2
} from "./base-json.js";

// src/queue/journal/journal.ts
import { closeSync, lstatSync, readdirSync, readSync } from "fs";

// src/queue/journal/id-order.ts
var WORDS = 4;
function compareIds(a, atA, b, atB) {
  let index = 0;
  while (index < 3 && a[atA + index] === b[atB + index])
    index += 1;
  return a[atA + index] - b[atB + index];
}
function sortIds(words) {
  let starts = [0], hasTwins = !1;
  for (let at = 4;at < words.length; at += 4) {
    let left = words[at - 4], right = words[at];
    if (left < right || left === right && words[at - 4 + 1] < words[at + 1])
      continue;
    let order = compareIds(words, at - 4, words, at);
    if (order < 0)
      continue;
    if (hasTwins = !0, order > 0 && !moveBack(words, at, starts.at(-1)))
      starts.push(at);
  }
  return mergeRuns(words, starts), hasTwins ? withoutTwins(words) : words;
}
function moveBack(words, at, start) {
  let least = Math.max(start, at - 64), to = at - 4;
  while (to > least && compareIds(words, to - 4, words, at) > 0)
    to -= 4;
  if (to === least && to > start)
    return !1;
  let first = words[at], second = words[at + 1], third = words[at + 2], fourth = words[at + 3];
  for (let moved = at - 1;moved >= to; moved -= 1)
    words[moved + 4] = words[moved];
  return words[to] = first, words[to + 1] = second, words[to + 2] = third, words[to + 3] = fourth, !0;
}
function mergeRuns(words, runs) {
  for (let starts = runs;starts.length > 1; starts = starts.filter((_, index) => index % 2 === 0))
    for (let index = 1;index < starts.length; index += 2)
      merge(words, starts[index - 1], starts[index], starts[index + 1] ?? words.length);
}
function merge(words, left, right, end) {
  let start = firstNot(left, right, (at) => compareIds(words, at, words, right) < 0), before = words.slice(start, right), first = 0, second = right;
  for (let to = start;first < before.length; to += 4) {
    let isFirst = second >= end || compareIds(before, first, words, second) <= 0, from = isFirst ? before : words, at = isFirst ? first : second;
    for (let index = 0;index < 4; index += 1)
      words[to + index] = from[at + index];
    if (isFirst)
      first += 4;
    else
      second += 4;
  }
}
function withoutTwins(words) {
  let end = Math.min(4, words.length);
  for (let at = 4;at < words.length; at += 4) {
    if (words[end - 1] === words[at + 4 - 1] && compareIds(words, end - 4, words, at) === 0)
      continue;
    if (end !== at)
      words.copyWithin(end, at, at + 4);
    end += 4;
  }
  return words.subarray(0, end);
}
function between(words, fromMs, toMs) {
  return words.subarray(firstNotBefore(words, fromMs), firstNotBefore(words, toMs + 1));
}
function countSince(words, sinceMs) {
  let count = 0;
  for (let at = 0;at < words.length; at += 4)
    if (madeAtMs(words, at) >= sinceMs)
      count += 1;
  return count;
}
function madeAtMs(words, at) {
  return words[at] * 65536 + (words[at + 1] >>> 16);
}
var firstNotBefore = (words, atMs) => firstNot(0, words.length, (at) => madeAtMs(words, at) < atMs);
function firstNot(start, end, isSo) {
  let low = start / 4, high = end / 4;
  while (low < high) {
    let middle = low + high >>> 1;
    if (isSo(middle * 4))
      low = middle + 1;
    else
      high = middle;
  }
  return low * 4;
}

// src/queue/journal/id-list.ts
var ID_BYTES = 16;
function wordsOf(bytes) {
  return bytes.swap32(), new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / Uint32Array.BYTES_PER_ELEMENT);
}
var bytesOfWords = (words) => Buffer.from(words.slice().buffer).swap32();

class IdList {
  #words;
  #next = 0;
  constructor(words) {
    this.#words = words;
  }
  get size() {
    return this.#words.length / WORDS;
  }
  find(sought, at) {
    let words = this.#words, next = this.#next * WORDS;
    if (words[next + 3] === sought[at + 3] && words[next + 2] === sought[at + 2] && words[next + 1] === sought[at + 1] && words[next] === sought[at])
      return this.#next += 1, this.#next - 1;
    let low = 0, high = this.size;
    while (low < high) {
      let middle = low + high >>> 1;
      if (compareIds(words, middle * WORDS, sought, at) < 0)
        low = middle + 1;
      else
        high = middle;
    }
    if (low === this.size || compareIds(words, low * WORDS, sought, at) !== 0)
      return -1;
    return this.#next = low + 1, low;
  }
  findSeq(seq) {
    return isOwnSeq(seq) ? this.find(wordsOf(Buffer.from(Uint8Array.fromHex(seq.replaceAll("-", "")).buffer)), 0) : -1;
  }
  madeAtMs(place) {
    return madeAtMs(this.#words, place * WORDS);
  }
  seqAt(place) {
    let hex = "";
    for (let word of this.#words.subarray(place * WORDS, (place + 1) * WORDS))
      hex += word.toString(16).padStart(8, "0");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
}

// src/queue/journal/note.ts
var hashOf = (journal) => Bun.hash(journal).toString(16);
function noteOf(notes, hour, journal) {
  let note = notes.get(hour);
  if (note === void 0)
    return null;
  return hashOf(journal.subarray(0, note.bytes)) === note.hash ? note : null;
}
var appliedOf = ({ ids, rest }) => ids - rest.length / ID_BYTES;

// src/queue/journal/journal.ts
var HOUR_MS = 3600000, ENQUEUED = /^\d+\.ids$/, DROPPED = /^\d+\.dropped$/, MAX_JOURNAL_BYTES = 16777216, MAX_TOTAL_BYTES = 16777216, MAX_JOURNALS = 1000, LONGEST_ENQUEUE_MS = 60000;
function readJournaled(paths, sinceMs, notes = /* @__PURE__ */ new Map) {
  let found = findJournals(paths, ENQUEUED, sinceMs), dropped = findJournals(paths, DROPPED, sinceMs), { noted, rests, unnoted, ledgerSinceMs } = takeNoted(found, { dropped, notes, sinceMs }), ids = new IdList(between(sortIds(idsIn(unnoted, rests)), sinceMs, Date.now() + HOUR_MS)), isDropped = new Uint8Array(ids.size), words = idsIn(dropped);
  for (let at = 0;at < words.length; at += WORDS) {
    let place = ids.find(words, at);
    if (place >= 0)
      isDropped[place] = 1;
  }
  return { ids, isDropped, noted, ledgerSinceMs };
}
function takeNoted(found, { dropped, notes, sinceMs }) {
  let droppedHours = hoursOf(dropped), lastHour = hourOf(journalName(Date.now())), buffer = Buffer.alloc(Math.max(0, ...found.map(({ bytes }) => bytes))), rests = [], noted = 0, ledgerSinceMs = Number.POSITIVE_INFINITY, unnoted = found.filter((journal) => {
    let { hour } = journal, mayCount = notes.has(hour) && !droppedHours.has(hour) && hour <= lastHour, bytes = mayCount ? readJournal(journal, buffer) : buffer, note = mayCount ? noteOf(notes, hour, bytes) : null;
    if (note === null || note.rest.length > 0 || bytes.length > note.bytes)
      ledgerSinceMs = Math.min(ledgerSinceMs, note === null ? hour * HOUR_MS : note.atMs);
    if (note === null)
      return !0;
    return noted += appliedSince(sinceMs, note, bytes.subarray(0, note.bytes)), rests.push(note.rest, Buffer.from(bytes.subarray(note.bytes))), !1;
  });
  return { noted, rests, unnoted, ledgerSinceMs };
}
function appliedSince(sinceMs, note, journal) {
  if (note.hour * HOUR_MS - LONGEST_ENQUEUE_MS >= sinceMs)
    return appliedOf(note);
  let hasTwins = note.ids * ID_BYTES !== journal.length, made = (ids) => {
    let words = wordsOf(Buffer.from(ids));
    return countSince(hasTwins ? sortIds(words) : words, sinceMs);
  };
  return made(journal) - made(note.rest);
}
function idsIn(found, further = []) {
  let all = Buffer.alloc([...found.map(({ bytes }) => bytes), ...further.map(({ length }) => length)].reduce(sum, 0)), end = 0;
  for (let journal of found)
    end += readJournal(journal, all.subarray(end)).length;
  for (let ids of further)
    all.set(ids, end), end += ids.length;
  return wordsOf(all.subarray(0, end));
}
var sum = (a, b) => a + b, hoursOf = (found) => new Set(found.map(({ hour }) => hour));
function notableJournals(paths, sinceMs) {
  let droppedHours = hoursOf(findJournals(paths, DROPPED, sinceMs)), lastHour = hourOf(journalName(Date.now()));
  return findJournals(paths, ENQUEUED, sinceMs).filter(({ hour }) => hour <= lastHour && !droppedHours.has(hour));
}
function journaledIds(paths, sinceMs) {
  let { ids, isDropped } = readJournaled(paths, sinceMs);
  return Array.from(isDropped.keys()).filter((place) => isDropped[place] === 0).map((place) => ids.seqAt(place));
}
function journalDrop(paths, name) {
  let seq = seqOf(name);
  if (seq === null)
    return;
  let journal = journalName(ownSeqAtMs(seq)).replace(/ids$/, "dropped");
  try {
    nodeFiles.append(`${paths.journals}/${journal}`, Uint8Array.fromHex(seq.replaceAll("-", "")));
  } catch {
    return;
  }
}
function seqOf(name) {
  let seq = parseEntryName(name)?.seq.replace(/~\d+$/, "");
  return seq !== void 0 && isOwnSeq(seq) ? seq : null;
}
function findJournals(paths, kind, sinceMs) {
  let firstHour = hourOf(journalName(sinceMs)), names = journals(paths, kind).filter((name) => hourOf(name) >= firstHour), found = [], leftBytes = MAX_TOTAL_BYTES;
  for (let name of names.slice(0, MAX_JOURNALS)) {
    let path = `${paths.journals}/${name}`, size = lstatSync(path, { throwIfNoEntry: !1 })?.size ?? 0, bytes = size - size % ID_BYTES;
    if (bytes > Math.min(leftBytes, MAX_JOURNAL_BYTES))
      continue;
    leftBytes -= bytes, found.push({ hour: hourOf(name), path, bytes });
  }
  return found;
}
function readJournal({ path, bytes }, into = Buffer.alloc(bytes)) {
  let file = openRegular(path);
  if (file === null)
    return into.subarray(0, 0);
  try {
    let length = readSync(file.fd, into, 0, bytes, 0);
    return into.subarray(0, length - length % ID_BYTES);
  } finally {
    closeSync(file.fd);
  }
}
function sweepJournals(paths, beforeMs) {
  let swept = 0;
  for (let name of [...journals(paths, ENQUEUED), ...journals(paths, DROPPED)]) {
    if ((hourOf(name) + 1) * HOUR_MS > beforeMs)
      continue;
    unlinkIfThere(`${paths.journals}/${name}`), swept += 1;
  }
  return swept;
}
function journals(paths, kind) {
  return readdirSync(paths.journals, { withFileTypes: !0 }).filter((entry) => entry.isFile() && kind.test(entry.name)).map((entry) => entry.name).toSorted((a, b) => hourOf(a) - hourOf(b));
}
function hourOf(name) {
  return Number.parseInt(name, 10);
}

// src/queue/dead-letters/letter.ts
var MAX_LETTER_DEPTH = MAX_DEPTH + 1;
function letterOf(text, name, isProved) {
  try {
    let value = JSON.parse(text);
    if (!isDeadLetter(value) || isDeeperThan(value, MAX_LETTER_DEPTH, text))
      return null;
    let { [SEAL]: _, ...letter } = value;
    return { ...letter, name, is_untrusted: !isProved };
  } catch {
    return null;
  }
}
function isDeadLetter(value) {
  if (!isObject2(value) || !isObject2(value.reason))
    return !1;
  let { entry_id, reason, attempts, failed_at, entry } = value;
  return typeof entry_id === "string" && typeof reason.code === "string" && typeof reason.message === "string" && typeof attempts === "number" && typeof failed_at === "string" && (entry === null || isObject2(entry));
}
var LONGEST_ESCAPE = 6, LETTER_OVERHEAD_BYTES = 65536;
function maxLetterBytes(maxEntryBytes) {
  return maxEntryBytes * LONGEST_ESCAPE + LETTER_OVERHEAD_BYTES;
}
var keptName = (name, entryId) => `${shortened(name)}.${Bun.hash(entryId).toString(16)}.orig`, KEPT_NAME = /^\d+_[0-9a-f]+\.([0-9a-f]+)\.orig$/;
function keptOf({ entry_id: id, kept_as: kept }) {
  return (typeof kept === "string" ? KEPT_NAME.exec(kept)?.[1] : void 0) === Bun.hash(id).toString(16) ? kept : null;
}
var encoder = /* @__PURE__ */ new TextEncoder;
function readLetter(text, name, key) {
  return letterOf(text, name, isSealed(encoder.encode(text), key, "letter"));
}

export { WORDS, sortIds, ID_BYTES, wordsOf, bytesOfWords, IdList, hashOf, noteOf, HOUR_MS, MAX_JOURNAL_BYTES, readJournaled, notableJournals, journaledIds, journalDrop, seqOf, readJournal, sweepJournals, maxLetterBytes, keptName, keptOf, readLetter };
