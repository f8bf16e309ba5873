import type { Obstacle, PlannedFile } from "../../../snapshots/undo/planned-file.ts";
import type { PlannedFiles } from "../../../snapshots/undo/planned-files.ts";
import type { Lack } from "../../../snapshots/undo/state.ts";
import { beforeIdleChanges } from "../../../snapshots/undo/scope.ts";
import type { UndoOptions, UndoPlan } from "../../../snapshots/undo/undo.ts";
import { systemClock } from "../../../base/clock.ts";
import { count } from "../../../base/text/words.ts";
import type { SnapshotAccess } from "../../snapshot-access.ts";
import { oneLine, printable } from "../../text/render.ts";
import { relativeTime } from "../../text/terminal.ts";
import { sessionText } from "./session-text.ts";

const OBSTACLES: Readonly<Record<Obstacle, string>> = {
  unseen: "its present content is in no snapshot",
  "changed later": "it was changed later",
  "present not kept": "what is there now could not be brought back",
  "content not kept": "its former content is not kept",
  "content unknown": "what was there is not known: it may not be the agent's",
  "not looked at": "what is there now is in no snapshot: it is excluded, ignored, or a pipe or the like",
  "in the way": "something else is in its place",
};

const LACKS: Readonly<Record<Lack, string>> = {
  secret: "it may hold a secret",
  large: "it is too large",
  unreadable: "it could not be read",
  forgotten: "it was forgotten with a session",
  snapshot: "its snapshot was full",
  store: "the project's store was full",
  disk: "the disk was nearly full",
};

function lineOf({ path, now, wanted, obstacle, lack, by, others }: PlannedFile): string {
  const verb = obstacle !== null ? "stays" : wanted === "absent" ? "delete" : now === "absent" ? "write" : "replace";
  const detail = lack !== undefined ? ` (${LACKS[lack]})` : by !== undefined ? ` (${printable(by)})` : "";
  const why = obstacle === null ? "" : `: ${OBSTACLES[obstacle]}${detail}`;
  const also =
    others.length === 0 ? "" : `  [also changed by session ${others.map((id) => oneLine(id, 12)).join(", ")}]`;
  return `  ${verb.padEnd(7)}  ${printable(path)}${why}${also}`;
}

/** Files that are named on a terminal. Nobody reads more, and very many do not fit into memory beside each other. */
export const MOST_LINES = 1000;

/** The plan for a person: whose changes are taken back, and each file; of very many some, those that stay first. */
export async function previewOf(access: SnapshotAccess, plan: UndoPlan, wanted: UndoOptions["scope"]): Promise<string> {
  const { files, unfinished } = plan;
  const { todo, left } = files.counts();
  if (todo + left === 0 && unfinished === null) return "All files are as they were: nothing is to be done.\n";
  const lines = [...linesOf(files, todo + left), ...noteOf(access, wanted)];
  return `${[await headOf(access, plan, wanted), ...lines].join("\n")}\n`;
}

function* linesOf(files: PlannedFiles, all: number): Generator<string> {
  if (all <= MOST_LINES) {
    yield* files.all().map(lineOf);
    return;
  }
  // @mutant of very many files those that stay are named first
  const staying = [...files.left().take(MOST_LINES)];
  yield* staying.map(lineOf);
  yield* files
    .todo()
    .take(MOST_LINES - staying.length)
    .map(lineOf);
  yield `  … and ${count(all - MOST_LINES, "more file")}: --json names them all`;
}

async function headOf(
  { root }: SnapshotAccess,
  { unfinished, redoOf, scope }: UndoPlan,
  wanted: UndoOptions["scope"],
): Promise<string> {
  const nowMs = systemClock.nowMs();
  if (unfinished !== null) {
    const end = wanted.kind === "redo" ? "taken back" : "finished";
    return `An undo was interrupted ${relativeTime(unfinished.atMs, nowMs)}. It is ${end} now:`;
  }
  if (wanted.kind === "redo") return `The undo of ${relativeTime(redoOf!.atMs, nowMs)} is taken back:`;
  if (wanted.kind === "to") return `All that was changed after snapshot ${wanted.snapshot} is taken back:`;
  const last = scope.at(-1)!;
  const did = { turn: "its latest turn that changed files", session: "all that it changed", call: "one of its calls" };
  const whose = await sessionText(root, last.sessionId, nowMs);
  return `Session ${whose}: ${did[wanted.kind]}, ${relativeTime(last.atMs, nowMs)}, is taken back:`;
}

/** A turn that reported no call may have changed files by a tool that no hook reports, or a person has. */
function noteOf({ snapshots: { catalogue }, row }: SnapshotAccess, wanted: UndoOptions["scope"]): string[] {
  if (wanted.kind !== "turn") return [];
  const changed = catalogue.changed(row.id);
  const before = beforeIdleChanges(catalogue.snapshots(row.id), (id) => changed.has(id));
  if (before === undefined) return [];
  return [`Later changes, of a turn that reported no call, stay: hive undo --to ${before.id} takes them back too.`];
}
