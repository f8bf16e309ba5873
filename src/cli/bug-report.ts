/** The facts that an issue about hive needs, without secrets and without names of people and projects. */
import { arch, homedir, hostname, release, type, userInfo } from "node:os";
import { type Config, DEFAULTS } from "../base/config/config.ts";
import { ruleOf } from "../base/config/validate.ts";
import { readTail } from "../base/files/files.ts";
import { printableLines } from "../base/text/printable.ts";
import type { DoctorReport } from "../doctor/doctor.ts";
import { redact } from "../redact/redact.ts";
import { versionText } from "./text/version-text.ts";

/** The content of the report. */
export interface BugFacts {
  readonly report: DoctorReport;
  readonly config: Config;
  /** The ends of logs, by their names. */
  readonly logs: ReadonlyMap<string, string>;
}

const LOG_LINES = 30;
const LOG_BYTES = 64 * 1024;

/** The last lines of a log; empty without one. */
export const logTail = (path: string): string =>
  (readTail(path, LOG_BYTES) ?? "").trimEnd().split("\n").slice(-LOG_LINES).join("\n");

/** @returns the report as Markdown */
export function bugReport({ report, config, logs }: BugFacts): string {
  const findings = report.findings.map(({ code, level, found }) => `${level.padEnd(8)} ${code}: ${found}`);
  const parts = [
    `## Versions\n\n${fenced(`${versionText()}${type()} ${release()} ${arch()}`)}`,
    `## hive doctor\n\n${fenced(findings.join("\n"))}`,
    `## Settings that are not the default\n\n${fenced(changedSettings(config))}`,
    ...[...logs].map(([name, text]) => `## The end of ${name}\n\n${fenced(text)}`),
  ];
  const words = "Say what you did, what you saw, and what you expected:\n\n";
  return `${words}${withoutNames(parts.join("\n"), report)}`;
}

const fenced = (text: string): string => `\`\`\`text\n${text.trim() === "" ? "none" : text.trim()}\n\`\`\`\n`;

/** Numbers and choices as they are; of other texts and of lists only that they are set. */
function changedSettings(config: Config): string {
  return Object.entries(config)
    .filter(([name, value]) => !Bun.deepEquals(value, DEFAULTS[name as keyof Config]))
    .map(([name, value]) => `${name}: ${shownSetting(name as keyof Config, value)}`)
    .join("\n");
}

function shownSetting(name: keyof Config, value: unknown): string {
  if (Array.isArray(value)) return `${value.length} items`;
  const isChoice = typeof value !== "string" || Array.isArray(ruleOf(name));
  return isChoice ? String(value) : "set";
}

/** Replaces names of this project, person and machine, then whatever looks like a secret. */
function withoutNames(text: string, { project }: DoctorReport): string {
  const places = [
    [project, "<project>"],
    [homedir(), "~"],
  ] as const;
  const names = [
    [hostname(), "<host>"],
    [userName(), "<user>"],
  ] as const;
  let cleaned = text;
  // @mutant a bug report names no project
  for (const [path, by] of places) if (path.length > 1) cleaned = cleaned.replaceAll(path, by);
  // Everybody's machine has a root, and a localhost.
  for (const [name, by] of names) {
    if (name !== "" && !/^(?:root|localhost)$/.test(name)) {
      cleaned = cleaned.replaceAll(new RegExp(String.raw`(?<!\w)${RegExp.escape(name)}(?!\w)`, "g"), by);
    }
  }
  // @mutant a bug report holds no secret
  return printableLines(redact(cleaned));
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // The system may not know this user, as in some containers.
    return "";
  }
}
