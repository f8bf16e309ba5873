import { closeSync, lstatSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Config } from "../base/config.ts";
import { errorCode } from "../base/errors.ts";
import { ownCommand } from "../platform/own-command.ts";
import { printableJson } from "../base/printable.ts";
import { queuePaths } from "../queue/layout.ts";
import type { SessionOutline } from "../store/resume-queries.ts";
import { type HookPayload } from "../agents/claude-code/payload.ts";
import { textOf } from "../base/json.ts";
import { Resumes } from "./resume.ts";
import { contextText } from "./resume-text.ts";

export interface RestoreOptions {
  readonly root: string;
  readonly payload: HookPayload;
  readonly config: Config;
  readonly nowMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The agent's process. */
  readonly pid: number | undefined;
}

/** The agent waits while the store's lock is waited for. */
const BUSY_TIMEOUT_MS = 250;
/** A session that was seen last before so long is not taken up by a new one. */
const MAX_AGE_MS = 7 * 24 * 3_600_000;
const MAX_CANDIDATES = 20;

/**
 * What the agent reads at SessionStart: on resume and compact the session's own records, at startup those of the latest
 * session of the project that did not end. Printed once for each state of a session, however many hooks are installed.
 * @throws when the store cannot be read
 */
export async function restore(options: RestoreOptions): Promise<void> {
  const { root, payload, nowMs } = options;
  const source = payload.fields["source"];
  const isSameSession = source === "resume" || source === "compact";
  if (!isSameSession && source !== "startup") return;
  const { maxEntryBytes } = options.config;
  using resumes = await Resumes.open(root, {
    nowMs,
    maxEntryBytes,
    ownPid: options.pid,
    busyTimeoutMs: BUSY_TIMEOUT_MS,
  });
  const outline = isSameSession ? resumes.outline(payload.sessionId) : findUnended(resumes, options);
  if (outline === null || outline.lastActiveMs === null || resumes.isUntrusted(outline.sessionId)) return;
  const report = resumes.report(outline.sessionId);
  if (report === null) return;
  const additionalContext = contextText(report, { nowMs, isSameSession, command: ownCommand(options.env) });
  const mark = `restored-${isSameSession ? "own" : "next"}-${Bun.hash(outline.sessionId).toString(36)}`;
  if (!isFirst(queuePaths(root).instances, mark, outline.lastActiveMs)) return;
  const hookSpecificOutput = { hookEventName: "SessionStart", additionalContext };
  writeSync(1, `${printableJson(JSON.stringify({ hookSpecificOutput }))}\n`);
}

/**
 * The latest session of this project that did not end, with nothing of it running: another one than this, seen within a
 * week, and in the same directory or one of the same project.
 */
function findUnended(resumes: Resumes, { root, payload, nowMs }: RestoreOptions): SessionOutline | null {
  const cwd = textOf(payload.fields["cwd"]);
  const project = dirname(root);
  for (const id of resumes.ids("", MAX_CANDIDATES, true)) {
    const outline = resumes.outline(id);
    if (outline === null || id === payload.sessionId || outline.lastActiveMs === null) continue;
    if (!isSamePlace(project, outline.cwd, cwd)) continue;
    if (nowMs - outline.lastSeenMs > MAX_AGE_MS) return null;
    if (outline.ending.kind === "ended") continue;
    if (resumes.isRunning(outline) !== true) return outline;
  }
  return null;
}

function isSamePlace(project: string, a: string | null, b: string | undefined): boolean {
  if (a === null || b === undefined) return false;
  const isInside = (path: string): boolean => path === project || path.startsWith(`${project}/`);
  return a === b || (isInside(a) && isInside(b));
}

/**
 * Whether nobody has restored this state before: of two that ask at once, the one that makes the file. A later state
 * replaces the mark of an earlier one.
 */
function isFirst(directory: string, mark: string, lastActiveMs: number): boolean {
  // No file is made where a link of a cloned repository leads: rather twice than not at all.
  if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return true;
  const name = `${mark}-${lastActiveMs}`;
  try {
    closeSync(openSync(`${directory}/${name}`, "wx", 0o600));
  } catch (error) {
    // Where no mark can be made it is told rather twice than not at all.
    return errorCode(error) !== "EEXIST";
  }
  for (const other of readdirSync(directory)) {
    if (other.startsWith(`${mark}-`) && other !== name) rmSync(`${directory}/${other}`, { force: true });
  }
  return true;
}
