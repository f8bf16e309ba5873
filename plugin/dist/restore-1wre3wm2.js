// @bun
import"./main-wyhg7xdr.js";
import"./main-shr5g8eq.js";
import {
  queuePaths
} from "./main-dtde7yk8.js";
import"./main-407xtknd.js";
import"./main-x84tped8.js";
import"./main-jrcycwwy.js";
import {
  ownCommand,
  Resumes,
  contextText
} from "./main-y4vebc81.js";
import"./main-z6ndsc1t.js";
import {
  printableJson
} from "./main-vqnpnkzb.js";
import"./main-ps6kh1xt.js";
import"./main-xvre75ne.js";
import {
  errorCode,
  textOf
} from "./main-whj5vxrd.js";

// src/recall/restore.ts
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
