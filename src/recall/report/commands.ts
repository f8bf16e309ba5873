import type { FailedTool } from "../../agents/claude-code/transcript.ts";
import { textOf } from "../../base/json.ts";
import { isRunner, namesFailure } from "../../model/check-outcome.ts";
import { failureLines } from "../../model/failure-lines.ts";
import { endsWithNo, isAnswer } from "../checks/answers.ts";
import { namesConflict } from "../checks/git-steps.ts";
import { covers, type Line, lineOf } from "../checks/runs.ts";
import { looksOnly } from "../checks/looks.ts";
import type { SeenRow, SessionState } from "../../store/sqlite/read/session-state.ts";

/** A command with the outcome of its last run. */
export interface CommandNow {
  readonly command: string;
  /** The directory in which it ran, from the project's root; undefined for the root, and where the command names it. */
  readonly directory?: string | undefined;
  /** A command's `outcome`. */
  readonly outcome: string;
  readonly atMs: number;
  /** The lines that name the failure, in order; empty without a failure. */
  readonly why: readonly string[];
  /** True if it failed, and its exit code is the answer to a question. */
  readonly isAnswer: boolean;
  /** True if it ran again since, and how that ended is not known. */
  readonly isUnclear: boolean;
  /** The subagent that ran it. */
  readonly agentId?: string | undefined;
}

/** A failure that checks nothing is outdated after this many later commands that act. */
const MAX_LATER = 20;

/** Each command with its last run, the latest first. Spellings of one command count as one. */
export function commandsNow({ commands = [], subagents = [], session, start }: SessionState): CommandNow[] {
  const ends = new Map(subagents.map((row) => [row.key, row]));
  const base = textOf(start?.["directory"]) ?? textOf(session?.["cwd"]) ?? "";
  const root = textOf(start?.["worktree"]) ?? base;
  const newest = commands
    .map((row) => ({ row, end: ends.get(textOf(row["taskId"]) ?? "") }))
    .toSorted((a, b) => lastMs(b) - lastMs(a));
  const seen = new Set<string>();
  const told: CommandNow[] = [];
  const passed: Line[] = [];
  const unclear = new Set<string>();
  const cutOff = new Set<string>();
  for (const [index, run] of newest.entries()) {
    const { row } = run;
    const line = lineOf(textOf(row["command"]) ?? "", textOf(row["cwd"]) ?? base, base);
    if (line.text === "" || seen.has(line.name)) continue;
    const now = { ...commandNow(run, unclear.has(line.name)), directory: directoryOf(line, row, root) };
    if (isUnknown(now, line)) {
      // It neither passed nor failed: what is known of the run before it still stands.
      unclear.add(line.name);
      continue;
    }
    // A run without a result hides no failure before it, and no other run.
    if (cutOff.has(line.name) && now.outcome !== "failed") {
      if (now.outcome === "ok") seen.add(line.name);
      continue;
    }
    if (isCutOff(now)) {
      unclear.add(line.name);
      cutOff.add(line.name);
    } else seen.add(line.name);
    const isOpen = now.outcome === "failed" || now.outcome === "interrupted";
    if (isOpen && (isPast(now, newest.slice(0, index)) || isSettled(line, now, passed))) continue;
    told.push(now);
    if (now.outcome === "ok") passed.push(line);
  }
  return told;
}

function directoryOf({ directory }: Line, row: SeenRow, root: string): string | undefined {
  const isNamed = /^\(? ?cd /.test(textOf(row["command"]) ?? "");
  if (isNamed || root === "" || directory === root || directory.includes("\0")) return undefined;
  return directory.startsWith(`${root}/`) ? directory.slice(root.length + 1) : directory;
}

/** True for the failure of a command that checks nothing, once many commands came after it. */
function isPast({ command }: CommandNow, later: readonly Ran[]): boolean {
  if (isRunner(command) || later.length < MAX_LATER) return false;
  if (looksOnly(command)) return true;
  let acting = 0;
  return later.some(({ row }) => !looksOnly(textOf(row["command"]) ?? "") && (acting += 1) >= MAX_LATER);
}

/** True if a success since resolves a failure: a run that included it, or a try with other flags. */
function isSettled(failed: Line, { command, why }: CommandNow, passed: readonly Line[]): boolean {
  const isConflict = why.some(namesConflict);
  const isCovered = failed.runs.every((run) =>
    passed.some(({ runs }) => runs.some((one) => covers(one, run, isConflict))),
  );
  return isCovered || (!isRunner(command) && passed.some((one) => isTriedAgain(failed, one)));
}

/** True if a command names the program, its action and what the failed one named: only flags differ. */
function isTriedAgain(failed: Line, passed: Line): boolean {
  if (failed.directory !== passed.directory || /[|;&]/.test(failed.text) || ONLY_TRIES.test(passed.text)) return false;
  const [program, action, ...rest] = failed.text.split(" ");
  const [other, ...words] = passed.text.split(" ");
  if (program !== other || action === undefined || action !== words[0]) return false;
  const [asked, tried] = [rest, words.slice(1)].map((all) => all.filter((one) => !one.startsWith("-")));
  // `git push -u origin main` is a push; another program with more words may do less.
  const isAsMuch = program === "git" || tried!.length === asked!.length;
  return isAsMuch && asked!.every((one) => tried!.includes(one));
}

/** Flags with which a program does nothing yet, or only a part. */
const ONLY_TRIES =
  / (?:--?(?:dry-?run|help|version|check|list|what-?if|validate|plan|status|sql|fake|syntax-check|target|limit|show|diff|print)\b|-[hn](?= |$))/;

/** The commands whose last run failed: those that check the work first. */
export const failing = (commands: readonly CommandNow[]): CommandNow[] =>
  commands
    .filter((now) => now.outcome === "failed" && !isNo(now))
    .toSorted((a, b) => weight(a) - weight(b) || b.atMs - a.atMs);

const isNo = ({ command, why, isAnswer: saysNo }: CommandNow): boolean => saysNo || endsWithNo(command, why);

/**
 * True if a command's end is not known: its agent does not report it, only a filter of its output has failed, or a
 * filter has succeeded, whose exit code hides that of a command of which hive does not know how it names a failure.
 */
function isUnknown(now: CommandNow, { isCodeHidden }: Line): boolean {
  const { outcome, command } = now;
  if (outcome === "ok") return isCodeHidden && !isRunner(command) && !namesFailure(command);
  return outcome === UNKNOWN || (outcome === "failed" && isRunner(command) && isNo(now));
}

/** True if a run was cut off, or has not ended. A server that was begun runs, so what had failed is over. */
const isCutOff = ({ outcome, command }: CommandNow): boolean =>
  outcome === "interrupted" || (isRunner(command) && (outcome === "background" || outcome === "stopped"));

const UNKNOWN = "?";

/** True for a successful command that changed something, or checked the work. */
export const isWorthTelling = ({ outcome, command }: CommandNow): boolean => outcome === "ok" && !looksOnly(command);

/** True if a check is older than the last change of a file: its outcome may be another one by now. */
export const isBeforeEdit = ({ command, atMs, outcome }: CommandNow, editedMs: number): boolean =>
  atMs < editedMs && (outcome === "ok" || outcome === "failed") && isRunner(command);

const weight = ({ agentId, command }: CommandNow): number =>
  (isRunner(command) ? 0 : looksOnly(command) ? 4 : 2) + (agentId === undefined ? 0 : 1);

interface Ran {
  readonly row: SeenRow;
  /** The end of a command in the background. */
  readonly end: SeenRow | undefined;
}

const lastMs = ({ row, end }: Ran): number => end?.atMs ?? row.atMs;

function commandNow(run: Ran, isUnclear: boolean): CommandNow {
  const { row, end } = run;
  const outcome = outcomeOf(run);
  const error = textOf(row["error"]) ?? (outcome === "failed" ? textOf(end?.["lastMessage"]) : undefined);
  const why = outcome === "failed" && error !== undefined ? failureLines(error) : [];
  const command = textOf(row["command"]) ?? "";
  const saysNo = outcome === "failed" && isAnswer(command, error ?? "", why);
  return { command, outcome, atMs: lastMs(run), why, isAnswer: saysNo, isUnclear, agentId: row.agentId };
}

/** A command in the background has the outcome of its end, once that is reported. */
function outcomeOf({ row, end }: Ran): string {
  const outcome = textOf(row["outcome"]) ?? UNKNOWN;
  if (outcome !== "background" || end === undefined) return outcome;
  const status = textOf(end["status"]);
  if (status === "completed") return "ok";
  if (status === "failed") return "failed";
  // The agent has stopped it by a tool of its own: that interrupted nothing, whatever is notified of it later.
  if (end["by"] !== undefined) return "stopped";
  return status === undefined || status === "running" || status === "pending" ? outcome : "interrupted";
}

/** The tool of a server whose last call failed. */
export const failedTool = ({ tool, error, atMs }: FailedTool): CommandNow => ({
  command: tool,
  outcome: "failed",
  atMs,
  why: failureLines(error),
  isAnswer: false,
  isUnclear: false,
});
