import { isAbsolute, join } from "node:path";
import type { SeenRow, SessionState } from "../store/sqlite/read/session-state.ts";
import { lstatIfAny } from "../base/files/lstat-if-any.ts";
import { isObject } from "../base/json.ts";
import { stepsOf } from "./checks/steps.ts";

export interface MadeFile {
  readonly path: string;
  readonly isNew: boolean;
  readonly by: string;
}

interface Ran {
  readonly command: string;
  /** The time of its end, or of the session's last observation. */
  readonly atMs: number;
}

/** A command may take this long: a named file older than that existed before it. */
const MAX_RUN_MS = 600_000;
const LATE_MS = 5000;
const MAX_LOOKS = 300;
/** The most commands whose paths are looked up; for more, git gives the changed files. */
const MAX_COMMANDS = 100;

/**
 * Files that commands name and that were written while they ran. An agent reports a command's files in few of its
 * modes. Only the named paths are looked up.
 */
export function filesOfCommands(
  commands: readonly Ran[],
  directories: readonly string[],
  known: ReadonlySet<string>,
): MadeFile[] {
  const found = new Map<string, MadeFile>();
  let looks = 0;
  for (const { command, atMs } of commands.slice(0, MAX_COMMANDS)) {
    for (const name of namesIn(command)) {
      for (const path of isAbsolute(name) ? [name] : directories.map((directory) => join(directory, name))) {
        if (looks === MAX_LOOKS) return [...found.values()];
        if (known.has(path) || found.has(path) || !directories.some((directory) => path.startsWith(`${directory}/`)))
          continue;
        looks += 1;
        const file = lstatIfAny(path);
        const isFrom = (ms: number): boolean => ms >= atMs - MAX_RUN_MS && ms <= atMs + LATE_MS;
        if (file?.isFile() === true && isFrom(file.mtimeMs))
          found.set(path, { path, isNew: isFrom(file.birthtimeMs), by: "Bash" });
      }
    }
  }
  return [...found.values()];
}

/** Files that the worker saw changed in the git tree at the last checkpoint, without the known ones. */
export function filesOfGit(git: SeenRow | undefined, known: ReadonlySet<string>): MadeFile[] {
  const dirty = git?.["dirty"];
  const worktree = git?.["worktree"];
  if (!isObject(dirty) || typeof worktree !== "string" || !Array.isArray(dirty["files"])) return [];
  return (
    dirty["files"]
      .filter((file) => typeof file === "string")
      .map((file) => join(worktree, file))
      .filter((path) => !known.has(path) && !path.includes("/.claude/"))
      // git names a new directory alone, with a slash: its known files say more.
      .filter((path) => !path.endsWith("/") || !known.values().some((one) => one.startsWith(path)))
      .map((path) => ({ path, isNew: false, by: "git" }))
  );
}

/**
 * Decides whether git called a file clean after its last change: it was committed, undone or is ignored. Always false
 * where the list of changed files is cut off.
 */
export function cleanIn(git: SeenRow | undefined): (file: SeenRow) => boolean {
  const dirty = git?.["dirty"];
  const worktree = git?.["worktree"];
  if (!isObject(dirty) || typeof worktree !== "string" || !Array.isArray(dirty["files"])) return () => false;
  if (typeof git?.["head"] !== "string") return () => false;
  const { atMs, files, modified, untracked } = dirty;
  if (typeof atMs !== "number" || files.length !== Number(modified) + Number(untracked)) return () => false;
  const paths = files.map((file) => join(worktree, String(file)));
  const isDirty = (key: string): boolean =>
    paths.some((path) => path === key || (path.endsWith("/") && key.startsWith(path)));
  return ({ key, atMs: changedMs }) =>
    changedMs < atMs && key.startsWith(`${worktree}/`) && !isDirty(key) && isThere(key);
}

/** Decides whether a later command that removes or moves files names a file, or a directory of it, that is not there. */
export function goneSince(commands: readonly SeenRow[]): (file: SeenRow) => boolean {
  const removals = commands
    .map(({ atMs, command }) => ({ atMs, names: typeof command === "string" ? removedIn(command) : [] }))
    .filter(({ names }) => names.length > 0);
  return ({ key, atMs }) =>
    removals.some((one) => one.atMs >= atMs && one.names.some((name) => `/${key}/`.includes(`/${name}/`))) &&
    !isThere(key);
}

/** Decides whether the last `git stash` took a file's change away: it is clean in git, but neither committed nor undone. */
export function stashedIn(commands: readonly SeenRow[]): (file: SeenRow) => boolean {
  const steps = commands
    .filter((row) => row["outcome"] === "ok" && typeof row["command"] === "string")
    .flatMap(({ atMs, command }) =>
      stepsOf(String(command))
        .map(({ text }) => ({ atMs, text }))
        .toReversed(),
    );
  const last = steps.find(({ text }) => /^git stash(?! (?:list|show)\b)/.test(text));
  const commitMs = steps.find(({ text }) => /^git commit\b/.test(text))?.atMs ?? 0;
  const isPushed = last !== undefined && /^git stash(?:$| (?:push|save|-))/.test(last.text);
  const paths = namesIn(last?.text.split(" -- ")[1] ?? "");
  const isNamed = (key: string): boolean => paths.length === 0 || paths.some((path) => key.endsWith(`/${path}`));
  return ({ key, atMs }) => isPushed && atMs < last.atMs && atMs > commitMs && isNamed(key);
}

/** What the parts of a line that remove or move files name. */
const removedIn = (command: string): string[] =>
  stepsOf(command)
    .map(({ text }) => text)
    .filter((part) => /^(?:sudo )?(?:git )?(?:rm|mv|unlink) /.test(part))
    .flatMap(namesIn)
    .map((name) => name.replace(/^(?:\.{0,2}\/)+|\/$/g, ""))
    .filter((name) => !["", "git", "rm", "mv", "sudo", "unlink"].includes(name));

const isThere = (path: string): boolean => lstatIfAny(path)?.isFile() === true;

/** A text is written in several sizes from one report. */
const CHANGES = new WeakMap<object, number>();

/**
 * The time of the last change of a file that the session is known to have changed: as it saw it, or as the file has it.
 * A command that edits is reported as no edit in most of an agent's modes, and a person may edit after its end.
 */
export function lastChangeMs({
  state,
  made,
  machine,
}: {
  readonly state: SessionState;
  readonly made: readonly MadeFile[];
  readonly machine?: string;
}): number {
  const files = state.files ?? [];
  const known = CHANGES.get(state);
  if (known !== undefined) return known;
  const paths = [...files.map(({ key }) => key), ...made.map(({ path }) => path)].slice(0, MAX_CHANGES);
  // The paths of another machine's session name other files here.
  const onDisk = machine !== undefined ? [] : paths.map(lstatIfAny).filter((file) => file?.isFile() === true);
  const lastMs = Math.max(files[0]?.atMs ?? 0, ...onDisk.map((file) => file!.mtimeMs));
  CHANGES.set(state, lastMs);
  return lastMs;
}

const MAX_CHANGES = 100;

/** The words of a command that may name a file. */
function namesIn(command: string): string[] {
  const words = command.split(/[\s;|&<>()"'`=]+/);
  return words.filter((word) => /^[\w./@+-]{1,200}$/.test(word) && /[A-Za-z]/.test(word) && !word.startsWith("-"));
}
