import type { Database } from "bun:sqlite";
import type { Generated } from "kysely";

interface ProjectsTable {
  id: Generated<number>;
  machine: string;
  /** Its directory, a real path. */
  path: string;
  name: string;
}

/** A session, with those of its facts that lists show. Times are in ms since 1970. */
interface SessionsTable {
  id: Generated<number>;
  project: number;
  /** The agent's id of it. A clone can use another project's: it is unique within a project alone. */
  session_id: string;
  agent: string | null;
  /** Its own title, else its first prompt. */
  title: string | null;
  directory: string | null;
  worktree: string | null;
  branch: string | null;
  model: string | null;
  transcript_path: string | null;
  started_ms: number;
  seen_ms: number;
  /** Null while no end was observed after its last activity. */
  ended_ms: number | null;
  /** 0 for a headless run; null where that is not known. */
  is_attended: number | null;
  /** 1 if one of its rows came without proof that this user's hive wrote it. Agents never see it. */
  is_untrusted: Generated<number>;
}

/** A session's facts, as in `hive_state`; of its messages each is kept. */
interface FactsTable {
  id: Generated<number>;
  session: number;
  /** Empty for the main agent's. */
  agent_id: string;
  kind: string;
  key: string;
  at_ms: number;
  /** JSON. */
  data: string;
  /** When each field was said that is older than `at_ms`, JSON; null where none is. */
  times: string | null;
  /** The words in which it is found; null for a fact that nobody searches. */
  text: string | null;
  is_failed: number;
  /** Of a text's beginning, 64 bits; null until a transcript of the session is read next. */
  start_hash: Generated<bigint | null>;
}

/** How far the rows of a source have come. */
interface CursorsTable {
  source: string;
  project: number;
  seq: number;
  at_ms: number;
}

/** Rows that could not be taken. */
interface RefusedTable {
  source: string;
  seq: number;
  entry_id: string;
  reason: string;
  at_ms: number;
}

/** Sessions that a person has had forgotten, by a hash that names none: see erase.ts. */
interface ForgottenTable {
  mark: string;
  at_ms: number;
  /** 0 until no byte of the session is in the file. */
  is_erased: number;
}

export interface ArchiveTables {
  projects: ProjectsTable;
  sessions: SessionsTable;
  facts: FactsTable;
  cursors: CursorsTable;
  refused: RefusedTable;
  forgotten: ForgottenTable;
}

/**
 * Each step brings the tables to the next version, which `user_version` holds. A step is never changed after a release.
 * The full-text index holds only the words; their text is in the facts.
 */
const STEPS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE projects (
      id INTEGER PRIMARY KEY, machine TEXT NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (machine, path)
    )`,
    `CREATE TABLE sessions (
      id INTEGER PRIMARY KEY, project INTEGER NOT NULL, session_id TEXT NOT NULL, agent TEXT, title TEXT,
      directory TEXT, worktree TEXT, branch TEXT, model TEXT, transcript_path TEXT,
      started_ms REAL NOT NULL, seen_ms REAL NOT NULL, ended_ms REAL, is_attended INTEGER,
      is_untrusted INTEGER NOT NULL DEFAULT 0, UNIQUE (project, session_id)
    )`,
    "CREATE INDEX sessions_by_time ON sessions (seen_ms)",
    "CREATE INDEX sessions_by_id ON sessions (session_id)",
    `CREATE TABLE facts (
      id INTEGER PRIMARY KEY, session INTEGER NOT NULL, agent_id TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
      at_ms REAL NOT NULL, data TEXT NOT NULL, times TEXT, text TEXT, is_failed INTEGER NOT NULL,
      UNIQUE (session, kind, agent_id, key)
    )`,
    "CREATE INDEX facts_by_time ON facts (session, at_ms)",
    `CREATE VIRTUAL TABLE search USING fts5 (
      text, content = 'facts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
    )`,
    "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)",
    "CREATE TABLE cursors (source TEXT PRIMARY KEY, project INTEGER NOT NULL, seq INTEGER NOT NULL, at_ms REAL NOT NULL)",
    `CREATE TABLE refused (
      source TEXT NOT NULL, seq INTEGER NOT NULL, entry_id TEXT NOT NULL, reason TEXT NOT NULL, at_ms REAL NOT NULL,
      PRIMARY KEY (source, seq)
    )`,
    "CREATE TABLE forgotten (mark TEXT PRIMARY KEY, at_ms REAL NOT NULL, is_erased INTEGER NOT NULL)",
  ],
  [
    // How far each session's transcript was read.
    `CREATE TABLE transcripts (
      session INTEGER PRIMARY KEY, path TEXT NOT NULL, ino INTEGER NOT NULL, bytes INTEGER NOT NULL,
      last_usage TEXT NOT NULL, malformed INTEGER NOT NULL
    )`,
    // When saving was paused; the project is empty for all.
    "CREATE TABLE pauses (project TEXT NOT NULL, from_ms REAL NOT NULL, to_ms REAL)",
  ],
];

export const ARCHIVE_VERSION = STEPS.length;

/** The facts that a transcript may report again. */
export const SAID = "kind IN ('prompt', 'message', 'reply')";

/**
 * How each text of a transcript is looked up. Older versions can use an archive with it, so it belongs to no version.
 * They write no hash, hence the trigger. An index of the texts themselves would cost a fifth of the archive.
 */
const HASH = "ALTER TABLE facts ADD COLUMN start_hash INTEGER";
const LOOKUP: readonly string[] = [
  `CREATE INDEX IF NOT EXISTS facts_by_start ON facts (session, start_hash) WHERE ${SAID}`,
  `CREATE TRIGGER IF NOT EXISTS facts_text AFTER UPDATE OF text ON facts WHEN new.text IS NOT old.text BEGIN
    UPDATE facts SET start_hash = NULL WHERE id = new.id;
  END`,
  // The index of 0.8.1, which does not help where texts begin alike.
  "DROP INDEX IF EXISTS facts_by_head",
];

/** The version of a database's tables: 0 for a new one, more than {@link ARCHIVE_VERSION} for a newer hive's. */
export const versionOf = (db: Database): number =>
  db.query<{ user_version: number }, []>("PRAGMA user_version").get()!.user_version;

/** Brings the tables to this version, all steps or none. */
export function bringUpToDate(db: Database): void {
  if (versionOf(db) < ARCHIVE_VERSION) takeSteps(db);
  if (!hasHash(db)) addHash(db);
  for (const sql of LOOKUP) db.run(sql);
}

const hasHash = (db: Database): boolean =>
  db.query("SELECT 1 FROM pragma_table_info('facts') WHERE name = 'start_hash'").get() !== null;

function addHash(db: Database): void {
  db.transaction(() => {
    // Another process may have done it meanwhile.
    if (!hasHash(db)) db.run(HASH);
  }).immediate();
}

function takeSteps(db: Database): void {
  db.transaction(() => {
    // Another process may have done it meanwhile.
    for (const step of STEPS.slice(versionOf(db))) for (const sql of step) db.run(sql);
    db.run(`PRAGMA user_version = ${ARCHIVE_VERSION}`);
  }).immediate();
}
