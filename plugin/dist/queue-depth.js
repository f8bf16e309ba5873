// @bun
import {
  parseEntryName,
  isOwnSeq,
  ownSeqAtMs
} from "./queue-entry.js";
import {
  errorCode
} from "./base-errors.js";

// src/queue/depth.ts
import { lstatSync, readdirSync } from "fs";
var isUnfindable = (name) => name.includes("\uFFFD"), isEntryFile = (name) => name.endsWith(".json") && !name.startsWith(".") && !isUnfindable(name), MAX_STATS = 1000;
function claimedFiles({ processing }) {
  return listed(processing).flatMap((entry) => {
    let path = `${processing}/${entry.name}`;
    if (entry.isFile())
      return isEntryFile(entry.name) ? [path] : [];
    if (!entry.isDirectory())
      return [];
    return namesIn(path).filter(isEntryFile).map((name) => `${path}/${name}`);
  });
}
var namesIn = (directory) => listed(directory).map(({ name }) => name);
function seqsThere(paths) {
  let seqs = [...claimedFiles(paths), ...namesIn(paths.pending), ...claimedFiles(paths), ...namesIn(paths.failed)].map((file) => parseEntryName(file.slice(file.lastIndexOf("/") + 1))?.seq.replace(/~\d+$/, ""));
  return [...new Set(seqs)].filter((seq) => seq !== void 0);
}
function listed(directory) {
  try {
    return readdirSync(directory, { withFileTypes: !0 });
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? ""))
      return [];
    throw error;
  }
}
function measureDepth(paths, nowMs) {
  let pending = readdirSync(paths.pending).filter(isEntryFile), oldestAtMs = Number.POSITIVE_INFINITY, stats = 0;
  for (let name of pending) {
    let seq = parseEntryName(name)?.seq ?? "";
    if (isOwnSeq(seq))
      oldestAtMs = Math.min(oldestAtMs, ownSeqAtMs(seq));
    else if (stats < MAX_STATS) {
      stats += 1;
      let stat = lstatSync(`${paths.pending}/${name}`, { throwIfNoEntry: !1 });
      if (stat !== void 0)
        oldestAtMs = Math.min(oldestAtMs, stat.mtimeMs);
    }
  }
  return {
    pending: pending.length,
    processing: claimedFiles(paths).length,
    failed: readdirSync(paths.failed).filter(isEntryFile).length,
    temporary: readdirSync(paths.tmp).length,
    oldestAgeMs: Number.isFinite(oldestAtMs) ? Math.max(0, nowMs - oldestAtMs) : null
  };
}

export { isUnfindable, claimedFiles, seqsThere, measureDepth };
