import type { Database } from "bun:sqlite";
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { MAX_CHARS } from "../../agents/claude-code/payload.ts";
import { errorCode } from "../../base/errors.ts";
import { objectIn, textOf } from "../../base/json.ts";
import { type Config } from "../../base/config/config.ts";
import { isPaused } from "../../base/config/pause.ts";
import type { Observation } from "../../model/observation.ts";
import { clip } from "../../redact/redact.ts";
import type { ArchiveRows } from "../../store/archive/rows.ts";
import { isForgotten } from "../../store/archive/erase.ts";
import { readSoFar } from "../../store/archive/transcript-rows.ts";
import { exclusionOf, followWhole } from "./transcript.ts";
import { isDocument, MAX_DOCUMENT_BYTES, readStart } from "./transcript-file.ts";
import type { About, TranscriptPlace } from "./transcript-places.ts";

export interface ImportOptions {
  /** Made once for an import: its statements hold memory. */
  readonly rows: ArchiveRows;
  readonly machine: string;
  readonly key: string;
  readonly nowMs: number;
  /** The project of a directory, and the settings that hold there. */
  readonly projectOf: (cwd: string) => { readonly project: string; readonly root: string; readonly config: Config };
}

/** The outcome for a transcript; `none` if it names no session, or cannot be read; `homeless` if of no known project. */
export interface Imported {
  readonly outcome: "taken" | "excluded" | "none" | "homeless";
  /** The number of its lines that are not JSON. */
  readonly malformed: number;
}

const EXCLUDED: Imported = { outcome: "excluded", malformed: 0 };
const NONE: Imported = { outcome: "none", malformed: 0 };
const HOMELESS: Imported = { outcome: "homeless", malformed: 0 };

/**
 * Reads the new part of a transcript on disk into the archive. It is read in chunks, so its length costs no memory.
 * @throws an error of SQLite's where the archive cannot be written
 */
export function importTranscript(db: Database, place: TranscriptPlace, path: string, options: ImportOptions): Imported {
  const about = aboutOf(place, path);
  if (about?.sessionId === undefined || about.sessionId.length > 256) return NONE;
  const { sessionId, cwd = directoryWithHash(db, about.cwdHash), startedMs, atMs } = about;
  if (cwd === undefined) return about.cwdHash === undefined ? NONE : HOMELESS;
  const { project, root, config } = options.projectOf(cwd);
  const exclusion = exclusionOf(config, project, root);
  const isOut = config.archive === "off" || isPaused(config, options.nowMs) || exclusion?.covers(cwd) === true;
  // @mutant nothing is imported of a project that is excluded or paused
  if (isOut || exclusion?.coversProject === true) return EXCLUDED;
  if (isForgotten(db, sessionId, atMs, options.key)) return EXCLUDED;
  const { rows } = options;
  const { agent } = place;
  // @mutant the directory of an imported session is redacted
  const data = { agent, cwd: clip(cwd, MAX_CHARS.path), transcriptPath: path };
  const facts: Observation["facts"] = [{ kind: "session", key: "", atMs, data }];
  const seen = { sessionId, instanceId: sessionId, event: "import", agent };
  const id = db
    .transaction(() => {
      const of = rows.project(options.machine, project);
      rows.observe(of, { ...seen, atMs: startedMs ?? atMs, facts: [] }, false);
      return rows.observe(of, { ...seen, atMs, facts }, false);
    })
    .immediate();
  if (isUntrusted(db, id)) return EXCLUDED;
  followWhole(db, { id, sessionId, agent, model: null, path, project }, exclusion, options);
  db.transaction(() => rows.describe(id)).immediate();
  return { outcome: "taken", malformed: readSoFar(db, id)?.malformed ?? 0 };
}

/** A project in the archive whose path has this hash. */
function directoryWithHash(db: Database, hash: string | undefined): string | undefined {
  if (hash === undefined) return undefined;
  const known = db.query<{ path: string }, []>("SELECT path FROM projects ORDER BY id").all();
  return known.find(({ path }) => createHash("sha256").update(path).digest("hex") === hash)?.path;
}

const isUntrusted = (db: Database, id: number): boolean =>
  db.query("SELECT 1 FROM sessions WHERE id = ? AND is_untrusted = 1").get(id) !== null;

/** The directory that a transcript's session began in; undefined if it names none, or cannot be read. */
export const directoryOf = (place: TranscriptPlace, path: string): string | undefined => aboutOf(place, path)?.cwd;

const HEAD_BYTES = 256 * 1024;

/** Null for a file that cannot be read, or is gone by now. */
function aboutOf(place: TranscriptPlace, path: string): (About & { readonly atMs: number }) | null {
  try {
    return { ...aboutIn(place, path), atMs: statSync(path).mtimeMs };
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}

function aboutIn({ about }: TranscriptPlace, path: string): About {
  let found: About = {};
  const lines = isDocument(path) ? [readStart(path, MAX_DOCUMENT_BYTES)] : readStart(path, HEAD_BYTES).split("\n");
  for (const line of lines) {
    const fields = line.startsWith("{") ? objectIn(line) : null;
    if (fields === null) continue;
    const told = about(fields, path);
    const time = Date.parse(textOf(fields["timestamp"]) ?? "");
    const startedMs = found.startedMs ?? told.startedMs ?? (Number.isNaN(time) ? undefined : time);
    const { sessionId = told.sessionId, cwd = told.cwd, cwdHash = told.cwdHash } = found;
    found = { sessionId, cwd, cwdHash, startedMs };
    if (sessionId !== undefined && (cwd ?? cwdHash) !== undefined) break;
  }
  return found;
}
