import { textOf } from "../../base/json.ts";
import { failureLines, isRunner } from "../../model/failure.ts";
import { covers, type Line, lineOf, type Run } from "./check-runs.ts";
import { partsOf, working } from "./check-tools.ts";
import type { SeenRow, SessionState } from "../../store/sqlite/read/session-state.ts";

/** A command with the outcome of its last run. */
export interface CommandNow {
  readonly command: string;
  /** A command's `outcome`. */
  readonly outcome: string;
  readonly atMs: number;
  /** The lines that name the failure, in order; empty without a failure. */
  readonly why: readonly string[];
  /** The subagent that ran it. */
  readonly agentId?: string | undefined;
}

/** A failure that checks nothing is outdated after this many later commands that act. */
const MAX_LATER = 20;

/** Programs that only read: a successful run is of no interest later. */
const LOOKS =
  /^(?:ls|ll|cat|bat|head|tail|less|more|pwd|cd|echo|printf|which|type|command|wc|find|fd|grep|egrep|rg|ag|tree|stat|file|du|df|env|date|whoami|hostname|uname|ps|top|true|sleep|wait|sort|uniq|cut|tr|awk|jq|diff|cmp|test|\[|basename|dirname|realpath|readlink|nl|xxd|hexdump|history|man|sed -n|git (?:-C \S+ )?(?:status|diff|log|show|branch|remote|rev-parse|ls-files|blame|describe|reflog|stash list|worktree list|config --get))(?:\s|$)/;
/** Those programs whose failure is a negative answer. */
const SAYS_NO = /^(?:grep|egrep|rg|ag|diff|cmp|test|\[|which|command|find|fd)(?:\s|$)/;

/** Each command with its last run, the latest first. Spellings of one command count as one. */
export function commandsNow({ commands = [], subagents = [], session, start }: SessionState): CommandNow[] {
  const ends = new Map(subagents.map((row) => [row.key, row]));
  const base = textOf(start?.["directory"]) ?? textOf(session?.["cwd"]) ?? "";
  const newest = commands
    .map((row) => ({ row, end: ends.get(textOf(row["taskId"]) ?? "") }))
    .toSorted((a, b) => lastMs(b) - lastMs(a));
  const seen = new Set<string>();
  const told: CommandNow[] = [];
  const passed = new Passed();
  for (const [index, run] of newest.entries()) {
    const { row } = run;
    const line = lineOf(textOf(row["command"]) ?? "", textOf(row["cwd"]) ?? base, base);
    if (line.text === "" || seen.has(line.name)) continue;
    seen.add(line.name);
    const now = commandNow(run);
    const { outcome } = now;
    if ((outcome === "failed" || outcome === "interrupted") && isPast(now, newest.slice(0, index))) continue;
    if (outcome === "failed" && passed.settles(line, now)) continue;
    told.push(now);
    if (outcome === "ok") passed.add(line);
  }
  return told;
}

/** True for the failure of a command that checks nothing, once many commands came after it. */
function isPast({ command }: CommandNow, later: readonly Ran[]): boolean {
  if (isRunner(command) || later.length < MAX_LATER) return false;
  if (onlyLooks(command)) return true;
  let acting = 0;
  return later.some(({ row }) => !onlyLooks(textOf(row["command"]) ?? "") && (acting += 1) >= MAX_LATER);
}

/** The runs that succeeded since. */
class Passed {
  readonly #runs = new Map<string, Run[]>();
  readonly #lines: Line[] = [];

  /** A line succeeds if each of its commands does. */
  add(line: Line): void {
    this.#lines.push(line);
    for (const run of line.runs) {
      const known = this.#runs.get(run.tool);
      if (known === undefined) this.#runs.set(run.tool, [run]);
      else known.push(run);
    }
  }

  /** True if a success resolves this failure: a run that included it, or a try with other flags. */
  settles(failed: Line, { command }: CommandNow): boolean {
    const isCovered = failed.runs.every((run) => this.#runs.get(run.tool)?.some((one) => covers(one, run)) === true);
    return isCovered || (!isRunner(command) && this.#lines.some((one) => isTriedAgain(failed, one)));
  }
}

/** True if a command names the program, its action and all that the failed one named: only flags differ. */
function isTriedAgain(failed: Line, passed: Line): boolean {
  if (failed.directory !== passed.directory || /[|;&]/.test(failed.text) || ONLY_TRIES.test(passed.text)) return false;
  const [program, action, ...rest] = failed.text.split(" ");
  const [other, ...words] = passed.text.split(" ");
  if (program !== other || action === undefined || action !== words[0]) return false;
  return rest.every((one) => one.startsWith("-") || words.includes(one));
}

/** Flags with which a program does nothing yet. */
const ONLY_TRIES = / (?:--(?:dry-?run|help|version|check|list|what-?if|validate)\b|-[hn](?= |$))/;

/** The commands whose last run failed: those that check the work first. */
export function failing(commands: readonly CommandNow[]): CommandNow[] {
  const isNo = ({ command, why }: CommandNow): boolean =>
    SAYS_NO.test(parts(command).at(-1) ?? "") && why.every((line) => /no match/i.test(line));
  return commands
    .filter((now) => now.outcome === "failed" && !isNo(now))
    .toSorted((a, b) => weight(a) - weight(b) || b.atMs - a.atMs);
}

/** True for a successful command that changed something, or checked the work. */
export const isWorthTelling = ({ outcome, command }: CommandNow): boolean => outcome === "ok" && !onlyLooks(command);

/** True if a check is older than the last change of a file: its outcome may be another one by now. */
export const isBeforeEdit = ({ command, atMs, outcome }: CommandNow, editedMs: number): boolean =>
  atMs < editedMs && (outcome === "ok" || outcome === "failed") && isRunner(command);

const weight = ({ agentId, command }: CommandNow): number =>
  (isRunner(command) ? 0 : onlyLooks(command) ? 4 : 2) + (agentId === undefined ? 0 : 1);

interface Ran {
  readonly row: SeenRow;
  /** The end of a command in the background. */
  readonly end: SeenRow | undefined;
}

const lastMs = ({ row, end }: Ran): number => end?.atMs ?? row.atMs;

function commandNow(run: Ran): CommandNow {
  const { row, end } = run;
  const outcome = outcomeOf(run);
  const error = textOf(row["error"]) ?? (outcome === "failed" ? textOf(end?.["lastMessage"]) : undefined);
  const why = outcome === "failed" && error !== undefined ? failureLines(error) : [];
  return { command: textOf(row["command"]) ?? "", outcome, atMs: lastMs(run), why, agentId: row.agentId };
}

/** A command in the background has the outcome of its end, once that is reported. */
function outcomeOf({ row, end }: Ran): string {
  const outcome = textOf(row["outcome"]) ?? "?";
  if (outcome !== "background" || end === undefined) return outcome;
  const status = textOf(end["status"]);
  if (status === "completed") return "ok";
  if (status === "failed") return "failed";
  // The agent has stopped it by a tool of its own: that interrupted nothing, whatever is notified of it later.
  if (end["by"] !== undefined) return "stopped";
  return status === undefined || status === "running" || status === "pending" ? outcome : "interrupted";
}

function onlyLooks(command: string): boolean {
  if (/(?:^|[^0-9&])>{1,2}(?! ?\/dev\/null)/.test(command)) return false;
  return parts(command).every((part) => LOOKS.test(part));
}

const parts = (command: string): string[] =>
  partsOf(command)
    .map(working)
    .filter((part) => part !== "");
