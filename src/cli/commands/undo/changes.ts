import type { Command } from "commander";
import { HiveError } from "../../../base/errors.ts";
import { count } from "../../../base/text/words.ts";
import type { Call, SnapshotRow } from "../../../snapshots/keep/catalogue-rows.ts";
import { isAgents } from "../../../snapshots/undo/scope.ts";
import { type Change, nameOfChange, type State } from "../../../snapshots/undo/state.ts";
import { systemClock, timeText } from "../../../base/clock.ts";
import { chooseSession } from "../../choose-session.ts";
import type { Io } from "../../io.ts";
import { json, oneLine, printable } from "../../text/render.ts";
import { openSnapshots, type SnapshotAccess } from "../../snapshot-access.ts";
import { colour } from "../../text/terminal.ts";
import { sessionText } from "./session-text.ts";

interface Flags {
  readonly root?: string;
  readonly json?: boolean;
  readonly all?: boolean;
}

/** Files that are listed of a snapshot. */
const SHOWN = 12;

export function addChanges(program: Command, io: Io): void {
  program
    .command("changes")
    .argument("[session]", "a session's id, or the beginning of it (default: the one that changed files last)")
    .description("list what a session changed in the files, by turn and by call")
    .option("--all", "all files of each call, and the calls that changed none")
    .option("--json", "print JSON, in full")
    .addHelpText(
      "after",
      `
The number before a call is its snapshot: hive diff and hive undo --to take it.

Examples:
  hive changes
  hive changes 5f0c --json | jq '.snapshots[].changes[].path'`,
    )
    .action(async (given: string | undefined, _flags: Flags, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      using access = openSnapshots(io, flags.root);
      const { catalogue } = access.snapshots;
      const all = catalogue.snapshots(access.row.id);
      const changes = Map.groupBy(catalogue.changes(all.map(({ id }) => id)), ({ snapshot }) => snapshot);
      const sessionId = sessionOf(all, changes, given);
      const rows = all.filter((row) => row.sessionId === sessionId);
      const listed = rows.map((row) => ({ row, changes: changes.get(row.id) ?? [] }));
      if (flags.json === true) {
        io.out(json(documentOf(access, sessionId, listed)));
        return;
      }
      io.out(rendered(io, await sessionText(access.root, sessionId, systemClock.nowMs()), listed, flags));
    });
}

function sessionOf(
  all: readonly SnapshotRow[],
  changes: ReadonlyMap<number, readonly Change[]>,
  given: string | undefined,
): string {
  const ids = [...new Set(all.map(({ sessionId }) => sessionId))];
  if (given !== undefined) return chooseSession(ids, given);
  // @mutant a session that did nothing is not taken for the one that changed files last
  const found = all.findLast((row) => isAgents(row) && changes.has(row.id)) ?? all.at(-1);
  if (found !== undefined) return found.sessionId;
  throw new HiveError("HIVE_NOT_FOUND", "no snapshot is kept", { hint: "see docs/undo.md" });
}

interface Listed {
  readonly row: SnapshotRow;
  readonly changes: readonly Change[];
}

const documentOf = ({ worktree }: SnapshotAccess, sessionId: string, listed: readonly Listed[]) => ({
  version: 1,
  worktree: worktree.top,
  sessionId,
  snapshots: listed.map(({ row, changes }) => ({
    id: row.id,
    at: timeText(row.atMs),
    trigger: row.trigger,
    calls: row.calls,
    base: row.base,
    source: row.source,
    isComplete: row.isComplete,
    isUndone: row.undoneBy !== null,
    notes: row.notes,
    changes: changes.map((change) => ({
      path: change.path,
      change: nameOfChange(change),
      before: sideOf(change.before),
      after: sideOf(change.after),
    })),
  })),
});

/** A state as it appears in the JSON output. */
export const sideOf = (state: State) =>
  typeof state === "string"
    ? { kind: state }
    : {
        kind: state.kind,
        mode: state.mode.toString(8),
        size: state.size < 0 ? null : state.size,
        isKept: state.kept !== null,
        ...(state.lack === undefined ? {} : { lack: state.lack }),
      };

function rendered(io: Io, session: string, listed: readonly Listed[], flags: Flags): string {
  const paint = colour(io);
  const lines = [paint("bold", `session ${session}`)];
  let turn = 0;
  for (const { row, changes } of listed) {
    if (row.trigger === "prompt") lines.push(paint("dim", `turn ${(turn += 1)}`));
    if (changes.length === 0 && flags.all !== true && row.notes.length === 0) continue;
    lines.push(`  ${headOf(row, changes)}`);
    for (const target of targetsOf(row, changes)) lines.push(paint("dim", `      “${target}”`));
    for (const note of row.notes) lines.push(paint("yellow", `      ${printable(note)}`));
    const shown = flags.all === true ? changes : changes.slice(0, SHOWN);
    lines.push(...shown.map((change) => `      ${markOf(change)} ${printable(change.path)}`));
    if (changes.length > shown.length)
      lines.push(paint("dim", `      and ${changes.length - shown.length} more: --all`));
  }
  if (flags.all !== true && listed.every(({ changes }) => changes.length === 0))
    lines.push("", "No call of it changed a file. --all lists its calls.");
  return `${lines.join("\n")}\n`;
}

const WHEN: Readonly<Record<SnapshotRow["trigger"], string>> = {
  start: "found at the session's start",
  call: "a call",
  prompt: "found before a prompt, by no call",
  stop: "found at the end of a turn",
  "idle-stop": "found at the end of a turn, by no call",
  "before-undo": "found before an undo",
  undo: "hive undo",
};

function headOf(
  { id, atMs, trigger, calls, isComplete, undoneBy, source }: SnapshotRow,
  changes: readonly Change[],
): string {
  const at = new Date(atMs).toLocaleTimeString("sv");
  const whose = calls.length === 0 ? WHEN[trigger] : calls.map(callText).join(" and ");
  const shared = calls.length > 1 ? " (which of them is not known)" : "";
  const doubt = isComplete ? "" : ` (by ${source}, perhaps not all)`;
  const undone = undoneBy === null ? "" : ", undone";
  return `#${id}  ${at}  ${whose}${shared}${doubt}: ${count(changes.length, "file")}${undone}`;
}

/** The commands of a snapshot's calls. A file that an edit was of is listed anyway. */
const targetsOf = ({ calls }: SnapshotRow, changes: readonly Change[]): string[] =>
  calls
    .flatMap(({ target }) => target ?? [])
    .filter((target) => !changes.some(({ path }) => target.endsWith(path)))
    .map((target) => oneLine(target, 100));

export const callText = ({ tool, agentId, key }: Call): string =>
  `${oneLine(tool, 40)} ${oneLine(key.split(":")[0]!, 40)}${agentId === undefined ? "" : ` by subagent ${oneLine(agentId, 20)}`}`;

const MARKS = { created: "+", modified: "~", deleted: "-" } as const;

export const markOf = (change: Change): string => MARKS[nameOfChange(change)];
