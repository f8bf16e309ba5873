// @bun
import {
  VERSION
} from "./base-version.js";

// src/supervisor/start-backoff.ts
var FIRST_WAIT_MS = 5000, LONGEST_WAIT_MS = 300000, MAX_BACKOFF_BYTES = 64;
function backoffPath(paths) {
  return `${paths.workers}/starting`;
}
function parseBackoff(text) {
  let [untilMs = Number.NaN, starts = Number.NaN] = (text ?? "").split(" ").map(Number);
  return Number.isFinite(untilMs) && Number.isSafeInteger(starts) && starts >= 0 ? { untilMs, starts } : null;
}
function startedBy2(text) {
  return text?.trim().split(" ")[2];
}
function mayStart(files, paths, nowMs) {
  let path = backoffPath(paths), text = files.read(path), backoff = parseBackoff(text);
  if (backoff !== null && backoff.untilMs > nowMs && backoff.untilMs - nowMs <= LONGEST_WAIT_MS)
    return !1;
  try {
    if (text !== null && !takeAway(files, paths, text))
      return !1;
    let starts = (backoff?.starts ?? 0) + 1, waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (starts - 1));
    return begin(files, paths, backoffText(nowMs + waitMs, starts), text === null), !0;
  } catch {
    return !1;
  }
}
function begin(files, paths, text, mayClear) {
  let path = backoffPath(paths), temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  files.create(temporary, text);
  try {
    files.link(temporary, path);
  } catch (error) {
    if (files.read(path) !== null)
      throw error;
    if (mayClear && clear(files, path))
      return begin(files, paths, text, !1);
    files.create(path, text);
  } finally {
    files.unlink(temporary);
  }
}
function clear(files, path) {
  let away = `${path}.foreign-${Bun.randomUUIDv7()}`;
  try {
    files.rename(path, away);
  } catch {
    return !1;
  }
  if (files.read(away) !== null)
    return files.rename(away, path), !1;
  try {
    files.unlink(away);
  } catch {}
  return !0;
}
function backoffText(untilMs, starts) {
  return `${Math.ceil(untilMs)} ${starts} ${VERSION}
`;
}
function takeAway(files, paths, seen) {
  let away = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  if (files.rename(backoffPath(paths), away), files.read(away) === seen)
    return files.unlink(away), !0;
  return files.rename(away, backoffPath(paths)), !1;
}

export { MAX_BACKOFF_BYTES, backoffPath, parseBackoff, startedBy2, mayStart };
