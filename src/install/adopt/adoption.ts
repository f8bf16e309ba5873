import { existsSync, lstatSync, readdirSync, renameSync } from "node:fs";
import { errorMessage, HiveError } from "../../base/errors.ts";
import { userKey, userKeyIfAny } from "../../origin/key.ts";
import { seal } from "../../origin/seal.ts";
import { parseEntryName } from "../../queue/entry.ts";
import { nodeFiles } from "../../base/files/files.ts";
import { type QueuePaths, queuePaths } from "../../queue/layout.ts";
import { makeQueue } from "../../queue/make.ts";
import { readEntry } from "../../queue/read-entry.ts";
import { type Copied, copyRows } from "./copy-rows.ts";
import { ForeignDatabase } from "./foreign-database.ts";
import { putAway, takeName } from "./take-name.ts";
import { trustSessions, type UntrustedSession, untrustedSessions } from "./untrusted-sessions.ts";
import { locateStore, otherStores } from "../../store/sqlite/open/location.ts";
import { Store } from "../../store/sqlite/store.ts";
import { findWorkers } from "../../supervisor/find.ts";
import { holdQueue } from "../uninstall/stop-workers.ts";

/** A database that this user's hive did not make, as shown to a person for a decision. */
export interface Candidate {
  readonly path: string;
  readonly bytes: number;
  /** Rows by table; null if it cannot be adopted. */
  readonly tables: ReadonlyArray<{ readonly name: string; readonly rows: number }> | null;
  /** The parts that are not copied, by kind. */
  readonly leftBehind: ReadonlyMap<string, number>;
  /** Some of its sessions, the latest first. */
  readonly sessions: readonly UntrustedSession[];
  /** The obstacle to an adoption; null without one. */
  readonly refused: string | null;
}

/** A waiting entry without proof. */
export interface UnprovedEntry {
  readonly name: string;
  /** Its operation, its session, and its texts. */
  readonly about: string;
  /** Its whole content: an adoption takes only the content that was shown. */
  readonly content: string;
}

const MAX_ENTRY_BYTES = 2 ** 30;
const SHOWN_SESSIONS = 5;

/** The databases in a state directory that can be adopted. Looks at copies, and changes nothing. */
export function findCandidates(root: string): Candidate[] {
  return otherStores(root).map(({ path }) => describe(path));
}

function describe(path: string): Candidate {
  const bytes = lstatSync(path).size;
  try {
    using foreign = ForeignDatabase.open(path);
    const { tables, leftBehind } = foreign;
    return { path, bytes, tables, leftBehind, sessions: sessionsOf(foreign), refused: null };
  } catch (error) {
    return { path, bytes, tables: null, leftBehind: new Map(), sessions: [], refused: errorMessage(error) };
  }
}

function sessionsOf(foreign: ForeignDatabase): UntrustedSession[] {
  const columns = foreign.table("sessions")?.columns.map(({ name }) => name) ?? [];
  if (!columns.includes("id")) return [];
  const about = columns.includes("objective") ? "objective" : "NULL";
  const order = columns.includes("updated_at") ? "updated_at" : "id";
  return foreign.db
    .query<{ id: unknown; about: unknown }, [number]>(
      `SELECT id, ${about} AS about FROM sessions ORDER BY ${order} DESC LIMIT ?`,
    )
    .all(SHOWN_SESSIONS)
    .map(({ id, about: text }) => ({ id: String(id), about: typeof text === "string" ? text : null }));
}

/** The sessions of hive's own database with facts that came without proof. */
export async function findUntrustedSessions(root: string): Promise<UntrustedSession[]> {
  if (!locateStore(root).isThere) return [];
  using store = await Store.open(root);
  return untrustedSessions(store.db);
}

/** The waiting typed entries that came without proof. */
export function findUnprovedEntries(root: string): UnprovedEntry[] {
  const { pending } = queuePaths(root);
  if (!existsSync(pending)) return [];
  const key = userKeyIfAny(root);
  return readdirSync(pending).flatMap((name) => {
    const parsed = parseEntryName(name);
    const found = parsed === null ? null : readEntry(`${pending}/${name}`, parsed, MAX_ENTRY_BYTES, { key });
    if (found?.kind !== "entry" || found.isProved || found.entry.sql !== undefined) return [];
    const content = JSON.stringify(found.entry);
    const { sessionId } = found.entry.payload as { readonly sessionId?: unknown };
    const texts = [...content.matchAll(/"(?:text|message)":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text);
    const about = [`${found.entry.operation} of session ${String(sessionId)}`, ...texts].join(": ");
    return [{ name, about, content }];
  });
}

/** The parts that a person has accepted. */
export interface Chosen {
  readonly databases: readonly string[];
  readonly sessions: readonly string[];
  readonly entries: readonly UnprovedEntry[];
}

export interface Adopted {
  /** The database that now holds all of it. */
  readonly path: string;
  readonly copied: readonly Copied[];
  /** The new paths of the adopted databases. */
  readonly kept: readonly string[];
}

/**
 * Adopts a person's choice, with every worker ended and none starting meanwhile.
 * @throws HIVE_UNHEALTHY if a worker does not end; HIVE_STORE_UNAVAILABLE
 */
export async function adopt(root: string, chosen: Chosen, nowMs: number): Promise<Adopted> {
  const paths = queuePaths(root);
  makeQueue(paths);
  const lock = await holdQueue(paths);
  try {
    if (findWorkers(paths).length > 0) throw busy();
    const { path, copied } = await copyAll(root, chosen);
    for (const entry of chosen.entries) proveEntry(paths, entry);
    const kept = chosen.databases.map((database) => putAway(database, nowMs));
    return { path: takeName(path), copied, kept };
  } finally {
    lock.release();
  }
}

async function copyAll(root: string, chosen: Chosen): Promise<{ path: string; copied: Copied[] }> {
  using store = await Store.open(root, { durability: "power" });
  const copied = chosen.databases.map((path) => {
    using foreign = ForeignDatabase.open(path);
    return copyRows(foreign, store.db);
  });
  trustSessions(store.db, chosen.sessions);
  // The next open begins a new log, perhaps under another name.
  const moved = store.db.query<{ busy: number }, []>("PRAGMA wal_checkpoint(TRUNCATE)").get();
  if (moved?.busy !== 0) throw busy();
  return { path: locateStore(root).path, copied };
}

const busy = (): HiveError =>
  new HiveError("HIVE_STORE_UNAVAILABLE", "another process has the database open: the adoption is not complete", {
    hint: "end it (hive worker stop; a database browser), then run hive adopt again",
  });

/** Rewrites an entry with a proof, if it is still the entry that a person was shown. */
function proveEntry(paths: QueuePaths, { name, content }: UnprovedEntry): void {
  const path = `${paths.pending}/${name}`;
  const found = readEntry(path, parseEntryName(name)!, MAX_ENTRY_BYTES, { key: userKey(paths.root) });
  if (found?.kind !== "entry" || found.isProved || JSON.stringify(found.entry) !== content) return;
  const temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  const text = JSON.stringify({ ...found.entry, hive_id: found.id });
  nodeFiles.create(temporary, seal(text, userKey(paths.root), "entry"));
  renameSync(temporary, path);
}
