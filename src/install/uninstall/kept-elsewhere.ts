import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { OF_SESSION } from "../../capture/session/session-note.ts";
import { readRegular } from "../../base/files/files.ts";
import { ownDirectory } from "../../origin/own-directory.ts";
import { snapshotsDirectory } from "../../snapshots/worktree.ts";
import { removeIfEmpty } from "../edit/files.ts";

type Env = Readonly<Record<string, string | undefined>>;

const MAX_NOTE_BYTES = 8192;

/** What the user's data directory keeps of one project alone. Take it before the state directory goes: it is named by that. */
export interface KeptElsewhere {
  /** The contents of the files; null where no snapshot was taken. */
  readonly snapshots: string | null;
  /** Notes on the sessions, which name the state directory. */
  readonly notes: readonly string[];
}

export function keptElsewhere(root: string, env: Env): KeptElsewhere {
  const snapshots = snapshotsDirectory(root, env);
  const data = ownDirectory("data", env, root);
  return {
    snapshots: snapshots !== null && existsSync(snapshots) ? snapshots : null,
    notes: data === null ? [] : notesOf(root, join(data, "sessions")),
  };
}

/** The notes of the project's sessions, and of the subagents in these. */
function notesOf(root: string, directory: string): string[] {
  if (!existsSync(directory)) return [];
  const texts = readdirSync(directory).map(
    (name) => [name, readRegular(join(directory, name), MAX_NOTE_BYTES)] as const,
  );
  const sessions = new Set(texts.filter(([, text]) => text === root).map(([name]) => name));
  const isOfThese = (text: string | null): boolean =>
    text?.startsWith(OF_SESSION) === true && sessions.has(text.slice(OF_SESSION.length));
  const names = texts.filter(([name, text]) => sessions.has(name) || isOfThese(text)).map(([name]) => name);
  return names.map((name) => join(directory, name));
}

export function removeKept({ snapshots, notes }: KeptElsewhere): void {
  for (const path of notes) rmSync(path, { force: true });
  if (snapshots === null) return;
  rmSync(snapshots, { recursive: true, force: true });
  removeIfEmpty(dirname(snapshots));
}
