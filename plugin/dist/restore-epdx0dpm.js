// @bun
import"./main-4r6pwjkm.js";
import"./main-vpwe53nj.js";
import {
  queuePaths,
  textOf
} from "./main-tc2nmhjy.js";
import"./main-2cr43h4d.js";
import"./main-2a7wpnpf.js";
import"./main-sjaxxw6c.js";
import {
  ownCommand,
  Resumes,
  contextText
} from "./main-k8vpkp9r.js";
import"./main-3pceyxy0.js";
import {
  printableJson
} from "./main-31tzq1ry.js";
import"./main-xrkrfnfg.js";
import"./main-5qybkby5.js";
import {
  errorCode
} from "./main-y2g4k1sm.js";

// src/hook/restore.ts
import { closeSync, lstatSync, openSync, readdirSync, rmSync, writeSync } from "fs";
import { dirname } from "path";
var BUSY_TIMEOUT_MS = 250, MAX_AGE_MS = 604800000, MAX_CANDIDATES = 20;
async function restore(options) {
  let { root, payload, nowMs } = options, source = payload.fields.source, isSameSession = source === "resume" || source === "compact";
  if (!isSameSession && source !== "startup")
    return;
  let { maxEntryBytes } = options.config;
  using resumes = await Resumes.open(root, {
    nowMs,
    maxEntryBytes,
    ownPid: options.pid,
    busyTimeoutMs: BUSY_TIMEOUT_MS
  });
  let outline = isSameSession ? resumes.outline(payload.sessionId) : findUnended(resumes, options);
  if (outline === null || outline.lastActiveMs === null || resumes.isUntrusted(outline.sessionId))
    return;
  let report = resumes.report(outline.sessionId);
  if (report === null)
    return;
  let additionalContext = contextText(report, { nowMs, isSameSession, command: ownCommand(options.env) }), mark = `restored-${isSameSession ? "own" : "next"}-${Bun.hash(outline.sessionId).toString(36)}`;
  if (!isFirst(queuePaths(root).instances, mark, outline.lastActiveMs))
    return;
  writeSync(1, `${printableJson(JSON.stringify({ hookSpecificOutput: { hookEventName: "SessionStart", additionalContext } }))}
`);
}
function findUnended(resumes, { root, payload, nowMs }) {
  let cwd = textOf(payload.fields.cwd), project = dirname(root);
  for (let id of resumes.ids("", MAX_CANDIDATES, !0)) {
    let outline = resumes.outline(id);
    if (outline === null || id === payload.sessionId || outline.lastActiveMs === null)
      continue;
    if (!isSamePlace(project, outline.cwd, cwd))
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
  if (lstatSync(directory, { throwIfNoEntry: !1 })?.isDirectory() !== !0)
    return !0;
  let name = `${mark}-${lastActiveMs}`;
  try {
    closeSync(openSync(`${directory}/${name}`, "wx", 384));
  } catch (error) {
    return errorCode(error) !== "EEXIST";
  }
  for (let other of readdirSync(directory))
    if (other.startsWith(`${mark}-`) && other !== name)
      rmSync(`${directory}/${other}`, { force: !0 });
  return !0;
}
export {
  restore
};
