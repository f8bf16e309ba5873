import type { Database } from "bun:sqlite";
import { type Said, type TranscriptReader, transcriptReader } from "../../agents/transcripts.ts";
import { type Config } from "../../base/config/config.ts";
import { isPaused } from "../../base/config/pause.ts";
import { Exclusion } from "../../base/exclude/exclusion.ts";
import { objectIn } from "../../base/json.ts";
import { realPathOf } from "../../base/files/real-path.ts";
import { readConfigFiles } from "../../origin/config-files.ts";
import { homeOf } from "../../origin/own-directory.ts";
import { type Clip, clipTogether } from "../../redact/redact.ts";
import {
  type Followed,
  followedSince,
  keepParts,
  type KeptPart,
  type ReadSoFar,
  readSoFar,
} from "../../store/archive/transcript-rows.ts";
import { DocumentRests } from "./document-rests.ts";
import { isDocument, nextChunk } from "./transcript-file.ts";

/** The lengths that are kept of a prompt or an answer, and of a call's line, in UTF-16 units. */
const LONGEST_TEXT = 8000;
const LONGEST_CALL = 300;
/** Each secret of one is looked for in all texts of a lot. */
const MOST_TOGETHER = 4000;

export interface FollowOptions {
  /** The state directory. */
  readonly root: string;
  /** The project's directory. */
  readonly project: string;
  /** The user's key, for the marks of forgotten sessions. */
  readonly key: string;
  readonly nowMs: number;
  /** Only sessions seen since this time are read. */
  readonly sinceMs: number;
  /** @default none rests */
  readonly rests?: DocumentRests;
}

/**
 * Copies new lines of a project's transcripts into the archive: whole lines, each once.
 * @returns in how long there is more to read; null where nothing is known of
 * @throws SQLite's error if the archive is away; then nothing of that chunk was kept
 */
export function followTranscripts(db: Database, options: FollowOptions): number | null {
  const { root, project, nowMs, sinceMs, rests = new DocumentRests() } = options;
  const { config } = readConfigFiles(root);
  if (config.archive !== "transcripts" || isPaused(config, nowMs)) return null;
  const exclusion = exclusionOf(config, project, root);
  // @mutant no transcript is read of a project that is excluded
  if (exclusion?.coversProject === true) return null;
  const waitsMs: number[] = [];
  for (const session of followedSince(db, project, sinceMs)) {
    const reader = transcriptReader(session.agent, session.model);
    if (reader === null) continue;
    const read = (): boolean => followOne(db, session, reader, exclusion, options);
    const waitMs = isDocument(session.path) ? rests.read(session.path, read) : read() ? 0 : null;
    if (waitMs !== null) waitsMs.push(waitMs);
  }
  return waitsMs.length === 0 ? null : Math.min(...waitsMs);
}

/** The user's excluded paths, as they hold in a project; null where nothing is excluded. */
export function exclusionOf(
  { exclude: globs }: Pick<Config, "exclude">,
  project: string,
  root: string,
): Exclusion | null {
  if (globs.length === 0) return null;
  return new Exclusion({ globs, projects: [project], home: homeOf(process.env, root), real: realPathOf });
}

/** Reads what is new in one transcript, to its end. */
export function followWhole(
  db: Database,
  session: Followed,
  exclusion: Exclusion | null,
  options: Pick<FollowOptions, "key" | "nowMs">,
): void {
  const reader = transcriptReader(session.agent, session.model);
  if (reader === null) return;
  let isMore = true;
  while (isMore) isMore = followOne(db, session, reader, exclusion, options);
}

/** @returns whether there is more */
function followOne(
  db: Database,
  session: Followed,
  reader: TranscriptReader,
  exclusion: Exclusion | null,
  { key, nowMs }: Pick<FollowOptions, "key" | "nowMs">,
): boolean {
  const before = readSoFar(db, session.id);
  const chunk = nextChunk(session.path, before);
  if (chunk === null) return false;
  const said: Said[] = [];
  let malformed = 0;
  for (const line of chunk.lines) {
    const fields = line.startsWith("{") ? objectIn(line) : null;
    if (fields === null) malformed += 1;
    else said.push(...reader(fields));
  }
  const lastUsage = chunk.isAnew ? "" : (before?.lastUsage ?? "");
  const parts = partsOf(said, { exclusion, nowMs, lastUsage });
  const read: ReadSoFar = {
    path: session.path,
    ino: chunk.ino,
    bytes: chunk.endBytes,
    lastUsage: said.findLast((one) => one.kind === "usage")?.key ?? lastUsage,
    malformed: (chunk.isAnew ? 0 : (before?.malformed ?? 0)) + malformed,
  };
  // A document that was cut while the agent wrote it has no tokens to count: those read before stay.
  const isCut = isDocument(session.path) && malformed > 0;
  keepParts(db, session, parts, { before, read, isAnew: chunk.isAnew && !isCut }, key);
  return chunk.isMore;
}

interface Keeping {
  readonly exclusion: Exclusion | null;
  readonly nowMs: number;
  /** The answer whose tokens were counted last. */
  readonly lastUsage: string;
}

/** Without secrets and excluded paths, cut to their limits. */
function partsOf(said: readonly Said[], { exclusion, nowMs, lastUsage }: Keeping): KeptPart[] {
  let last = lastUsage;
  const worth = said.filter((one) => {
    // @mutant a call that names an excluded path is not kept of a transcript
    if (one.kind === "call") return exclusion === null || !exclusion.isNamedIn(one.target);
    if (one.kind !== "usage") return true;
    const isNew = one.key !== last;
    last = one.key;
    return isNew;
  });
  const masked = (text: string): string => (exclusion === null ? text : exclusion.mask(text));
  const parts: KeptPart[] = [];
  for (let from = 0; from < worth.length; from += MOST_TOGETHER) {
    const lot = worth.slice(from, from + MOST_TOGETHER);
    for (const part of clipTogether((clip) => lot.map((one) => partOf(one, clip, masked, nowMs)))) parts.push(part);
  }
  return parts;
}

function partOf(one: Said, clip: Clip, masked: (text: string) => string, nowMs: number): KeptPart {
  const { kind, key } = one;
  const atMs = one.atMs === 0 ? nowMs : Math.min(one.atMs, nowMs);
  if (kind === "usage")
    return { kind, key: clip(one.model, 128), atMs, data: { ...one.tokens, answers: 1 }, text: null };
  if (kind === "call") {
    const tool = clip(one.tool, 128);
    const target = clip(masked(one.target.replaceAll(/\s+/g, " ")), LONGEST_CALL);
    return { kind, key: clip(key, 256), atMs, data: { tool, target }, text: `${tool} ${target}` };
  }
  const text = clip(masked(one.text), LONGEST_TEXT);
  return { kind, key: clip(key, 256), atMs, data: { text }, text };
}
