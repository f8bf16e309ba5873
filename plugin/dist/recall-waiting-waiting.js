// @bun
import {
  arrivalBound,
  isOdd
} from "./model-merge.js";
import {
  readEntry
} from "./queue-read-entry.js";
import {
  ageOf,
  PAYLOADS
} from "./store-sqlite-apply-payloads.js";
import {
  waitingFiles
} from "./recall-resume.js";
import {
  safeParse
} from "./import-main-4.js";
import {
  parseEntryName,
  isOwnSeq
} from "./queue-entry.js";
import {
  userKeyIfAny
} from "./origin-key.js";

// src/recall/waiting/waiting.ts
var MAX_FILES = 500, MAX_BYTES = 16777216;
function readWaiting2(paths, maxEntryBytes, files = waitingFiles(paths)) {
  let key = userKeyIfAny(paths.root), waiting = files.map((path) => ({ path, name: parseEntryName(path.slice(path.lastIndexOf("/") + 1)) })).filter(({ name }) => name !== null).toSorted((a, b) => newestOwnFirst(a.name.seq, b.name.seq)), found = [], read = 0, bytes = 0;
  for (let { path, name } of waiting) {
    if (read === MAX_FILES || bytes >= MAX_BYTES)
      break;
    read += 1;
    let result = readEntry(path, name, maxEntryBytes, { key, isProofNeeded: !0 });
    if (result?.kind !== "entry")
      continue;
    bytes += result.file.bytes, found.push(result.entry);
  }
  let bySession = /* @__PURE__ */ new Map;
  for (let [place, { operation, payload }] of found.toReversed().entries())
    add(bySession, operation, payload, place);
  return { bySession, unread: waiting.length - read };
}
function newestOwnFirst(a, b) {
  return Number(isOwnSeq(b)) - Number(isOwnSeq(a)) || (a < b ? 1 : -1);
}
function add(bySession, operation, payload, place) {
  if (!Object.hasOwn(PAYLOADS, operation))
    return;
  let result = safeParse(PAYLOADS[operation], payload);
  if (!result.success)
    return;
  let { output } = result, gathered = bySession.get(output.sessionId);
  if (gathered === void 0)
    gathered = { entries: 0, facts: [], checkpoints: [], instances: [] }, bySession.set(output.sessionId, gathered);
  if (gathered.entries += 1, !("facts" in output))
    return;
  let nowMs = Date.now(), ageMs = isOdd(output.atMs, nowMs) ? ageOf(output) : void 0, bounded = (said) => arrivalBound(said, nowMs, place, ageMs);
  gathered.facts.push(...output.facts.map((fact) => ({ ...fact, atMs: bounded(fact.atMs) })));
  let { instanceId } = output, atMs = bounded(output.atMs);
  if ("trigger" in output)
    gathered.checkpoints.push({ atMs, type: output.type, trigger: output.trigger });
  else
    gathered.instances.push({ instanceId, pid: output.pid ?? null, lastSeenMs: atMs });
  if ("event" in output && output.checkpoint !== void 0)
    gathered.checkpoints.push({ atMs, type: output.checkpoint, trigger: output.event });
}

export { readWaiting2 };
