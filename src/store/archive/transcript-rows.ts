import type { Database } from "bun:sqlite";
import { objectIn } from "../../base/json.ts";
import { isForgotten } from "./erase.ts";
import { isPausedAt } from "./pauses.ts";
import { SAID } from "./schema.ts";

/** How far a session's transcript was read. */
export interface ReadSoFar {
  readonly path: string;
  /** Identifies the file: another one at the path is read from its beginning. */
  readonly ino: number;
  /** Bytes up to the end of the last whole line. */
  readonly bytes: number;
  /** The answer whose tokens were counted last: its further lines repeat them. */
  readonly lastUsage: string;
  /** Lines that were no JSON. */
  readonly malformed: number;
}

/** What was read of a transcript at once. */
interface Reading {
  /** How far it was read before. */
  readonly before: ReadSoFar | null;
  readonly read: ReadSoFar;
  /** Whether it was read from its beginning. */
  readonly isAnew: boolean;
}

/** A part of a transcript, without secrets and cut to its limits. */
export interface KeptPart {
  readonly kind: "prompt" | "reply" | "call" | "usage";
  readonly key: string;
  readonly atMs: number;
  readonly data: Readonly<Record<string, unknown>>;
  /** The words in which it is found; null for none. */
  readonly text: string | null;
}

/** A session whose transcript may be read. */
export interface Followed {
  /** Its row. */
  readonly id: number;
  readonly sessionId: string;
  readonly agent: string;
  readonly model: string | null;
  readonly path: string;
  readonly project: string;
}

interface StoredRead {
  readonly path: string;
  readonly ino: number;
  readonly bytes: number;
  readonly last_usage: string;
  readonly malformed: number;
}

/** The proved sessions of a project with a transcript, that were seen since a time. */
export function followedSince(db: Database, project: string, sinceMs: number): Followed[] {
  const sql = `SELECT s.id, s.session_id AS sessionId, s.agent, s.model, s.transcript_path AS path, p.path AS project
    FROM sessions s JOIN projects p ON p.id = s.project
    WHERE p.path = ? AND s.seen_ms >= ? AND s.is_untrusted = 0 AND s.transcript_path IS NOT NULL AND s.agent IS NOT NULL`;
  // @mutant a transcript that an untrusted session names is not read
  return db.query<Followed, [string, number]>(sql).all(project, sinceMs);
}

/** Null for a transcript that was not read yet. */
export function readSoFar(db: Database, session: number): ReadSoFar | null {
  const row = db.query<StoredRead, [number]>("SELECT * FROM transcripts WHERE session = ?").get(session);
  if (row === null) return null;
  const { path, ino, bytes, last_usage: lastUsage, malformed } = row;
  return { path, ino, bytes, lastUsage, malformed };
}

/** Keeps parts of a transcript with how far it was read, in one transaction; nothing if another process read on meanwhile. */
export function keepParts(
  db: Database,
  { id, sessionId, project }: Followed,
  parts: readonly KeptPart[],
  { before, read, isAnew }: Reading,
  key: string,
): void {
  hashTexts(db, id);
  db.transaction(() => {
    const from = readSoFar(db, id);
    // @mutant two processes that read a transcript at once count it once
    if (!Bun.deepEquals(from, before)) return;
    hashTexts(db, id);
    // @mutant what a transcript said that is read anew is not counted again
    if (isAnew) db.query("DELETE FROM facts WHERE session = ? AND kind = 'usage'").run(id);
    for (const part of parts) {
      // @mutant what was said in a pause is not kept of a transcript
      if (isPausedAt(db, project, part.atMs)) continue;
      if (isForgotten(db, sessionId, part.atMs, key)) continue;
      if (part.kind === "usage") addUsage(db, id, part);
      else addPart(db, id, part);
    }
    const { path, ino, bytes, lastUsage, malformed } = read;
    // @mutant a transcript's bytes are read once
    db.query(
      `INSERT INTO transcripts (session, path, ino, bytes, last_usage, malformed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
       ON CONFLICT DO UPDATE SET path = ?2, ino = ?3, bytes = ?4, last_usage = ?5, malformed = ?6`,
    ).run(id, path, ino, bytes, lastUsage, malformed);
  }).immediate();
}

/** Texts of a session that begin alike are one: a hook and a transcript may report the same. */
const START = "substr(text, 1, 200)";

/** The most texts that one transaction hashes: others wait for it. */
const LOT = 1000;

/** The same for all texts with one {@link START}, which has at least so many UTF-16 units. */
const startHash = (text: string): bigint =>
  new Bun.CryptoHasher("sha256").update(text.slice(0, 200)).digest().readBigInt64BE();

/** Hashes the texts of a session that hooks or an older hive stored. */
function hashTexts(db: Database, session: number): void {
  const next = db.query<{ id: number; text: string | null }, [number, number]>(
    `SELECT id, text FROM facts WHERE session = ? AND start_hash IS NULL AND ${SAID} LIMIT ?`,
  );
  const set = db.query<unknown, [bigint, number]>("UPDATE facts SET start_hash = ? WHERE id = ?");
  const hashLot = db.transaction(() => {
    const texts = next.all(session, LOT);
    for (const { id, text } of texts) set.run(startHash(text ?? ""), id);
    return texts.length;
  });
  if (next.get(session, 1) === null) return;
  while (hashLot.immediate() === LOT);
}

/** A hook may have stored it already, under another key and cut at another length. */
function isKnown(db: Database, session: number, { kind, text }: KeptPart): boolean {
  if (text === null || kind === "call") return false;
  // The condition of the index, word by word: else SQLite reads all texts for each.
  // @mutant a text of a transcript is looked up among those before it
  const sql = `SELECT 1 FROM facts WHERE session = ?1 AND start_hash = ?4 AND ${SAID} AND kind IN (?3, 'prompt', 'message') AND ${START} = ${START.replace("text", "?2")}`;
  return db.query(sql).get(session, text, kind, startHash(text)) !== null;
}

function addPart(db: Database, session: number, part: KeptPart): void {
  if (isKnown(db, session, part)) return;
  const { kind, key, atMs, data, text } = part;
  const row = db
    .query<{ id: number }, [number, string, string, number, string, string | null, bigint | null]>(
      `INSERT INTO facts (session, agent_id, kind, key, at_ms, data, text, is_failed, start_hash)
       VALUES (?, '', ?, ?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING RETURNING id`,
    )
    .get(session, kind, key, atMs, JSON.stringify(data), text, text === null ? null : startHash(text));
  if (row !== null && text !== null) db.query("INSERT INTO search (rowid, text) VALUES (?, ?)").run(row.id, text);
}

/** Tokens are added up by model. */
function addUsage(db: Database, session: number, { key, atMs, data }: KeptPart): void {
  const stored = db
    .query<{ data: string }, [number, string]>(
      "SELECT data FROM facts WHERE session = ? AND kind = 'usage' AND agent_id = '' AND key = ?",
    )
    .get(session, key);
  const sums: Record<string, number> = {};
  const before = stored === null ? {} : (objectIn(stored.data) ?? {});
  for (const name of Object.keys(data)) sums[name] = Number(before[name] ?? 0) + Number(data[name]);
  db.query(
    `INSERT INTO facts (session, agent_id, kind, key, at_ms, data, is_failed) VALUES (?1, '', 'usage', ?2, ?3, ?4, 0)
     ON CONFLICT DO UPDATE SET at_ms = max(at_ms, ?3), data = ?4`,
  ).run(session, key, atMs, JSON.stringify(sums));
}
