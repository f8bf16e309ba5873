/** The parts of a report that are read from files now: the git tree, the transcript, the files that commands made. */
import { type OpenCall, readTail } from "../agents/claude-code/transcript.ts";
import { textOf } from "../base/json.ts";
import { type GitHead, readGitHead } from "../git/git-head.ts";
import type { SavedSession } from "../store/sqlite/read/saved-session.ts";
import type { ExcludedData } from "./excluded-data.ts";
import { filesOfCommands, filesOfGit, type MadeFile } from "./made-files.ts";

/** HEAD of the session's last tree; without one, of the tree in which it began. */
export function gitNow({ state, cwd, worktree, directory }: SavedSession): GitHead | null {
  for (const path of [textOf(state.git?.["worktree"]), cwd, worktree, directory]) {
    const head = typeof path === "string" ? readGitHead(path) : null;
    if (head !== null) return head;
  }
  return null;
}

/** The calls in flight at the end of an earlier session that were not repeated since. */
export function openCallsOf(
  { state }: SavedSession,
  whole: SavedSession["state"],
  hidden: ExcludedData | undefined,
): OpenCall[] {
  const path = textOf(state.session?.["transcriptPath"]);
  const isAgain = ({ target }: OpenCall): boolean =>
    (whole.operations ?? []).some((row) => row["target"] === target && row.atMs > (state.session?.atMs ?? 0));
  return path === undefined
    ? []
    : readTail(path, hidden).calls.filter((call) => !isDone(call, state) && !isAgain(call));
}

/** An agent reuses ids, so the call's target is compared as well. */
export function isDone({ id, target }: OpenCall, { operations = [] }: SavedSession["state"]): boolean {
  return operations.some((row) => row.key.startsWith(`${id}:`) && (row["target"] ?? "") === target);
}

export function madeFiles(
  { cwd, directory, lastSeenMs }: SavedSession,
  state: SavedSession["state"],
  inFlight: readonly OpenCall[],
  hidden: ExcludedData | undefined,
): MadeFile[] {
  const known = new Set((state.files ?? []).map(({ key }) => key));
  const directories = [...new Set([cwd, directory].filter((path) => path !== null))];
  const ran = [
    ...inFlight.map(({ target }) => ({ command: target, atMs: lastSeenMs })),
    ...(state.commands ?? []).map((row) => ({ command: textOf(row["command"]) ?? "", atMs: row.atMs })),
  ];
  const made = filesOfCommands(ran, directories, known);
  const ofGit = filesOfGit(state.git, new Set([...known, ...made.map(({ path }) => path)]));
  return [...made, ...ofGit].filter(({ path }) => hidden?.covers(path) !== true);
}
