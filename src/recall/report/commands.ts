import { failureLines, isRunner } from "../../model/failure.ts";
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

/** This many later commands that act make a failure that checks nothing a thing of the past. */
const MAX_LATER = 20;

/** Programs that only read: a successful run is of no interest later. */
const LOOKS =
  /^(?:ls|ll|cat|bat|head|tail|less|more|pwd|cd|echo|printf|which|type|command|wc|find|fd|grep|egrep|rg|ag|tree|stat|file|du|df|env|date|whoami|hostname|uname|ps|top|true|sleep|wait|sort|uniq|cut|tr|awk|jq|diff|cmp|test|\[|basename|dirname|realpath|readlink|nl|xxd|hexdump|history|man|sed -n|git (?:-C \S+ )?(?:status|diff|log|show|branch|remote|rev-parse|ls-files|blame|describe|reflog|stash list|worktree list|config --get))(?:\s|$)/;
/** Those programs whose failure is a negative answer. */
const SAYS_NO = /^(?:grep|egrep|rg|ag|diff|cmp|test|\[|which|command|find|fd)(?:\s|$)/;

/** Each command with its last run, the latest first. Spellings of one command count as one. */
export function commandsNow({ commands = [], subagents = [], session, start }: SessionState): CommandNow[] {
  const ends = new Map(subagents.map((row) => [row.key, row]));
  const base = textOf(start?.["directory"]) ?? textOf(session?.["cwd"]);
  const newest = commands
    .map((row) => ({ row, end: ends.get(textOf(row["taskId"]) ?? "") }))
    .toSorted((a, b) => lastMs(b) - lastMs(a));
  const seen = new Set<string>();
  const told: CommandNow[] = [];
  const passed: Named[] = [];
  for (const [index, run] of newest.entries()) {
    const { row } = run;
    const name = nameOf(textOf(row["command"]) ?? "", base);
    const cwd = textOf(row["cwd"]);
    const isHere = cwd === undefined || isIn(cwd, base);
    const key = isHere ? name : `${cwd}\0${name}`;
    if (name === "" || seen.has(key)) continue;
    seen.add(key);
    const now = commandNow(run);
    const { outcome } = now;
    if ((outcome === "failed" || outcome === "interrupted") && isPast(now, newest.slice(0, index))) continue;
    if (outcome === "failed" && isHere && passed.some((other) => isSettledBy({ name, now }, other))) continue;
    told.push(now);
    if (outcome === "ok" && isHere) passed.push({ name, now });
  }
  return told;
}

/** True for the failure of a command that checks nothing, once many commands came after it. */
function isPast({ command }: CommandNow, later: readonly Run[]): boolean {
  if (isRunner(command) || later.length < MAX_LATER) return false;
  if (onlyLooks(command)) return true;
  let acting = 0;
  return later.some(({ row }) => !onlyLooks(textOf(row["command"]) ?? "") && (acting += 1) >= MAX_LATER);
}

/** True if a later success makes a failure good: a run that included it, or a try with other flags. */
const isSettledBy = ({ name, now }: Named, passed: Named): boolean =>
  isPartOf(name, passed.name) || (!isRunner(now.command) && isTriedAgain(name, passed.name));

/** True if a command names the program, its action and all that the failed one named: only flags differ. */
function isTriedAgain(failed: string, passed: string): boolean {
  if (/[|;&]/.test(failed) || ONLY_TRIES.test(passed)) return false;
  const [program, action, ...rest] = failed.split(" ");
  const [other, ...words] = passed.split(" ");
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

interface Run {
  readonly row: SeenRow;
  /** The end of a command in the background. */
  readonly end: SeenRow | undefined;
}

/** One name for all spellings of a command. */
interface Named {
  readonly name: string;
  readonly now: CommandNow;
}

const lastMs = ({ row, end }: Run): number => end?.atMs ?? row.atMs;

function commandNow(run: Run): CommandNow {
  const { row, end } = run;
  const outcome = outcomeOf(run);
  const error = textOf(row["error"]) ?? (outcome === "failed" ? textOf(end?.["lastMessage"]) : undefined);
  const why = outcome === "failed" && error !== undefined ? failureLines(error) : [];
  return { command: textOf(row["command"]) ?? "", outcome, atMs: lastMs(run), why, agentId: row.agentId };
}

/** A command in the background has the outcome of its end, once that is reported. */
function outcomeOf({ row, end }: Run): string {
  const outcome = textOf(row["outcome"]) ?? "?";
  if (outcome !== "background" || end === undefined) return outcome;
  const status = textOf(end["status"]);
  if (status === "completed") return "ok";
  if (status === "failed") return "failed";
  // The agent has stopped it by a tool of its own: that interrupted nothing, whatever is notified of it later.
  if (end["by"] !== undefined) return "stopped";
  return status === undefined || status === "running" || status === "pending" ? outcome : "interrupted";
}

/**
 * The command without a `cd` to the project's own directory, and without filters of its output. In another directory it
 * is another command.
 */
function nameOf(command: string, base: string | undefined): string {
  const plain = command.replaceAll(/\s+/g, " ").trim();
  const start = /^\(?cd "?(\S+?)"? ?(?:&&|;) ?/.exec(plain);
  const isHome = start !== null && (start[1] === "." || start[1]?.replace(/\/$/, "") === base);
  return (isHome ? plain.slice(start[0].length) : plain)
    .replaceAll(/ ?2>&1/g, "")
    .replace(/(?: ?\| ?(?:tail|head|grep|egrep|rg|tee|cat|less)\b[^|]*)+$/, "")
    .replace(/ ?(?:\|\| ?true|; ?echo .*)$/, "")
    .trim();
}

/** True if a run of all tests included this part, such as one file of them. */
function isPartOf(name: string, whole: string): boolean {
  const all = whole.replace(/ \.(?:\/\.\.\.)?$/, "");
  const isOfAll =
    /(?:^|[\s:])(?:tests?|pytest|unittest|jest|vitest|mocha|rspec|phpunit|tsc|lint|eslint|check|clippy|vet)$/.test(all);
  return isOfAll && !/[|;&]/.test(all) && name.startsWith(`${all} `);
}

function onlyLooks(command: string): boolean {
  if (/(?:^|[^0-9&])>{1,2}(?! ?\/dev\/null)/.test(command)) return false;
  return parts(command).every((part) => LOOKS.test(part));
}

const parts = (command: string): string[] =>
  command
    .split(/&&|\|\||[;|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** An agent's worktree for a subagent is inside the project, but is a separate tree. */
const isIn = (path: string, base: string | undefined): boolean =>
  base === undefined ||
  path === base ||
  (path.startsWith(`${base}/`) && !path.slice(base.length).includes("/worktrees/"));

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
