import { readdirSync, statSync, type Dirent } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { type Fields, recordOf } from "../../agents/claude-code/payload.ts";
import { errorCode } from "../../base/errors.ts";
import { textOf } from "../../base/json.ts";
import { readStart } from "./transcript-file.ts";

/** The directory of an agent's transcripts, below the home directory, and their format. */
export interface TranscriptPlace {
  readonly agent: string;
  readonly title: string;
  readonly directory: string;
  readonly glob: string;
  /** Reads the session's id and directory from one of the first lines. */
  readonly about: (line: Fields, path: string) => About;
}

export interface About {
  readonly sessionId?: string | undefined;
  readonly cwd?: string | undefined;
  /** The SHA-256 of the directory, where the transcript names no more of it. */
  readonly cwdHash?: string | undefined;
  /** In ms since 1970. */
  readonly startedMs?: number | undefined;
}

export const TRANSCRIPT_PLACES: readonly TranscriptPlace[] = [
  {
    agent: "claude-code",
    title: "Claude Code",
    directory: ".claude/projects",
    glob: "*/*.jsonl",
    about: (line, path) => ({ sessionId: basename(path, ".jsonl"), cwd: textOf(line["cwd"]) }),
  },
  {
    agent: "codex",
    title: "Codex",
    directory: ".codex/sessions",
    glob: "**/rollout-*.jsonl",
    about: ({ type, payload }) => {
      const { id, cwd } = recordOf(payload);
      return type === "session_meta" ? { sessionId: textOf(id), cwd: textOf(cwd) } : {};
    },
  },
  {
    agent: "copilot",
    title: "Copilot",
    directory: ".copilot/session-state",
    glob: "*/events.jsonl",
    about: ({ type, data }) => {
      const { sessionId, context } = recordOf(data);
      return type === "session.start" ? { sessionId: textOf(sessionId), cwd: textOf(recordOf(context)["cwd"]) } : {};
    },
  },
  {
    agent: "gemini",
    title: "Gemini",
    directory: ".gemini/tmp",
    // Older versions wrote a session as one JSON document (.json).
    glob: "*/chats/session-*.{json,jsonl}",
    about: ({ sessionId, projectHash, startTime }, path) => {
      const startedMs = Date.parse(textOf(startTime) ?? "") || undefined;
      const cwdHash = textOf(projectHash);
      if (cwdHash === undefined) return {};
      return { sessionId: textOf(sessionId), cwd: markedDirectory(dirname(dirname(path))), cwdHash, startedMs };
    },
  },
];

/** The directory that Gemini wrote beside a project's transcripts. */
function markedDirectory(folder: string): string | undefined {
  try {
    const directory = readStart(join(folder, ".project_root"), 4096).trim();
    return isAbsolute(directory) ? directory : undefined;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    // Versions that named the folder by its hash wrote none.
    return undefined;
  }
}

/** A transcript on disk, with the time of its last change. */
export interface OnDisk {
  readonly path: string;
  readonly changedMs: number;
}

export interface Listed {
  /** In the order of their names. */
  readonly files: readonly OnDisk[];
  /** The number of directories and files that could not be looked at. */
  readonly unlisted: number;
}

/** Codex has a directory for each day of a month of a year. */
const DEEPEST = 8;

/** The transcripts of an agent that are on disk. A directory that cannot be listed hides no other's. */
export function transcriptsOf({ directory, glob }: TranscriptPlace, home: string): Listed {
  const top = join(home, directory);
  const pattern = new Bun.Glob(glob);
  const depth = glob.includes("**") ? DEEPEST : glob.split("/").length;
  const files: OnDisk[] = [];
  let unlisted = 0;
  const unlessAway = <T>(look: () => T): T | null => {
    try {
      return look();
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      // What is missing, or went meanwhile, is no transcript.
      if (errorCode(error) !== "ENOENT") unlisted += 1;
      return null;
    }
  };
  const take = (entry: Dirent, below: string, left: number): void => {
    // No agent hides a transcript; another system may leave a file of its own beside one.
    if (entry.name.startsWith(".")) return;
    const path = join(below, entry.name);
    if (entry.isDirectory() && left > 1) return walk(path, left - 1);
    if (!entry.isFile() || !pattern.match(path)) return;
    const stat = unlessAway(() => statSync(join(top, path)));
    if (stat !== null) files.push({ path: join(top, path), changedMs: stat.mtimeMs });
  };
  function walk(below: string, left: number): void {
    const entries = unlessAway(() => readdirSync(join(top, below), { withFileTypes: true })) ?? [];
    for (const entry of entries) take(entry, below, left);
  }
  walk("", depth);
  return { files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)), unlisted };
}
