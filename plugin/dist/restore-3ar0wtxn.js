// @bun
import"./main-4r6pwjkm.js";
import {
  queuePaths,
  textOf
} from "./main-393kdtjt.js";
import {
  ownCommand,
  Resumes,
  contextText
} from "./main-mahqcrzv.js";
import"./main-209cm0ej.js";
import {
  HiveError,
  errorCode
} from "./main-k3peqx11.js";

// src/hook/restore.ts
import { closeSync, openSync, readdirSync, rmSync, statSync, writeSync } from "fs";
import { dirname } from "path";
var BUSY_TIMEOUT_MS = 250, MAX_AGE_MS = 604800000, MAX_CANDIDATES = 20;
function restore(options) {
  let { root, payload, nowMs } = options, source = payload.fields.source, isSameSession = source === "resume" || source === "compact";
  if (!isSameSession && source !== "startup")
    return;
  assertOwn(`${root}/hive.db`);
  let { maxEntryBytes } = options.config;
  using resumes = Resumes.open(root, { nowMs, maxEntryBytes, ownPid: options.pid, busyTimeoutMs: BUSY_TIMEOUT_MS });
  let outline = isSameSession ? resumes.outline(payload.sessionId) : findUnended(resumes, options);
  if (outline === null || outline.lastActiveMs === null || resumes.isUntold(outline.sessionId))
    return;
  let report = resumes.report(outline.sessionId);
  if (report === null)
    return;
  let additionalContext = contextText(report, { nowMs, isSameSession, command: ownCommand(options.env) }), mark = `restored-${isSameSession ? "own" : "next"}-${Bun.hash(outline.sessionId).toString(36)}`;
  if (!isFirst(queuePaths(root).instances, mark, outline.lastActiveMs))
    return;
  writeSync(1, `${JSON.stringify({ hookSpecificOutput: { hookEventName: "SessionStart", additionalContext } })}
`);
}
function assertOwn(path) {
  let stat = statSync(path, { throwIfNoEntry: !1 });
  if (stat === void 0 || (stat.mode & 63) === 0)
    return;
  throw new HiveError("HIVE_STORE_UNAVAILABLE", `nothing is restored: ${path} is open to other users`, {
    hint: "if it is yours: chmod 600"
  });
}
function findUnended(resumes, { root, payload, nowMs }) {
  let cwd = textOf(payload.fields.cwd), project = dirname(root);
  for (let id of resumes.ids("", MAX_CANDIDATES)) {
    let outline = resumes.outline(id);
    if (outline === null || id === payload.sessionId || outline.lastActiveMs === null)
      continue;
    if (!isSamePlace(project, outline.cwd, cwd) || resumes.isUntold(id))
      continue;
    if (nowMs - outline.lastSeenMs > MAX_AGE_MS)
      return null;
    if (outline.ending.kind === "ended")
      continue;
    if (resumes.isRunning(outline) !== !0)
      return outline;
  }
  return null;
}
function isSamePlace(project, a, b) {
  if (a === null || b === void 0)
    return !1;
  let isInside = (path) => path === project || path.startsWith(`${project}/`);
  return a === b || isInside(a) && isInside(b);
}
function isFirst(directory, mark, lastActiveMs) {
  let name = `${mark}-${lastActiveMs}`;
  try {
    closeSync(openSync(`${directory}/${name}`, "wx", 384));
  } catch (error) {
    if (errorCode(error) === "EEXIST")
      return !1;
    throw error;
  }
  for (let other of readdirSync(directory))
    if (other.startsWith(`${mark}-`) && other !== name)
      rmSync(`${directory}/${other}`, { force: !0 });
  return !0;
}
export {
  restore
};
