import type { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { holdsName } from "../../base/files/name-search.ts";
import { HiveError } from "../../base/errors.ts";
import { ObjectStore } from "../objects/objects.ts";
import type { Change } from "../undo/state.ts";
import { Catalogue } from "./catalogue.ts";
import type { SnapshotRow } from "./catalogue-rows.ts";
import { namedUntilMs, removeSetAside, type SetAside, setAsideIn } from "./damaged.ts";
import { lockSnapshots } from "./lock.ts";
import { isThere } from "./schema.ts";
import { storedHashesIn, withdrawnIn } from "./stored-hashes.ts";

const BUSY_TIMEOUT_MS = 10_000;

/** The snapshots and undos that name a session, and damaged catalogues in whose bytes it stands. */
export function namesOf(directory: string, sessionId: string): string[] {
  const asides = asidesNaming(directory, sessionId).map(({ path }) => path);
  using catalogue = Catalogue.openIfAny(directory);
  if (catalogue === null) return asides;
  const snapshots = catalogue.snapshots().filter((row) => isNaming(row, sessionId));
  const undos = catalogue.db.query<{ id: number }, [string]>("SELECT id FROM undos WHERE session = ?").all(sessionId);
  return [
    ...asides,
    ...snapshots.map(({ id }) => `${directory}: snapshot ${id}`),
    ...undos.map(({ id }) => `${directory}: undo ${id}`),
  ];
}

function asidesNaming(directory: string, sessionId: string): SetAside[] {
  return setAsideIn(directory).filter(({ path }) =>
    ["", "-wal"].some((suffix) => existsSync(path + suffix) && holdsName(path + suffix, sessionId)),
  );
}

/** The sessions with snapshots. Their state directory may be gone. */
export function sessionsIn(directory: string): string[] {
  using catalogue = Catalogue.openIfAny(directory);
  const rows = catalogue?.snapshots() ?? [];
  return [...new Set(rows.flatMap(({ sessionId, calls }) => [sessionId, ...calls.map((call) => call.sessionId)]))];
}

const isNaming = (row: SnapshotRow, sessionId: string): boolean =>
  row.sessionId === sessionId || row.calls.some((call) => call.sessionId === sessionId);

/** The files to which a session was exported, with the text that each begins with. */
export interface Exports {
  readonly paths: readonly string[];
  readonly head: string;
}

interface ForgetOptions {
  /** @default none */
  readonly exports?: Exports;
  /** Time for which it waits for other processes' readers. @default 10,000 */
  readonly busyTimeoutMs?: number;
}

/**
 * Forgets a session's snapshots, and the objects that no other session needs. It may be repeated, as after a kill.
 * @throws HIVE_STORE_UNAVAILABLE where another process reads the catalogue, so that its log cannot be emptied
 */
export function forgetSession(directory: string, sessionId: string, options: ForgetOptions = {}): void {
  const { exports = { paths: [], head: "" }, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  if (!isThere(directory) && setAsideIn(directory).length === 0) return;
  using catalogue = Catalogue.open(directory);
  using _lock = lockSnapshots(directory);
  // It may hold other sessions as well, and nobody can take one out of it.
  // @mutant a damaged catalogue that names a forgotten session goes
  for (const aside of asidesNaming(directory, sessionId)) removeSetAside(aside);
  catalogue.db.run(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  const objects = new ObjectStore(join(directory, "objects"));
  dropSession(catalogue, sessionId, objects, exports);
  const named = catalogue.hashes();
  const keptUntilMs = namedUntilMs(setAsideIn(directory));
  for (const { hash, modifiedMs } of objects.all()) {
    // @mutant the objects of a forgotten session are deleted
    if (!named.has(hash) && modifiedMs > keptUntilMs) objects.delete(hash);
  }
  // The lock excludes other writers, so a temporary file belongs to a dead process.
  objects.sweep(Number.POSITIVE_INFINITY);
  catalogue.setObjectBytes(objects.totalBytes());
  catalogue.db.run("VACUUM");
  // @mutant the catalogue's log is emptied of a forgotten session
  emptyLog(catalogue.db);
}

/** All rows of a session go in one transaction, so that a kill leaves none whose objects nobody looks for. */
function dropSession(catalogue: Catalogue, sessionId: string, objects: ObjectStore, exports: Exports): void {
  const { db } = catalogue;
  db.transaction(() => {
    const naming = catalogue.snapshots().filter((row) => isNaming(row, sessionId));
    const others = (row: SnapshotRow) => row.calls.filter((call) => call.sessionId !== sessionId);
    // A snapshot of two sessions stays with the other one.
    const shared = naming.filter((row) => others(row).length > 0);
    const own = naming.filter((row) => !shared.includes(row)).map(({ id }) => id);
    const made = madeIn(catalogue.changes(own));
    catalogue.drop(own);
    for (const row of shared) {
      const calls = others(row);
      const owner = row.sessionId === sessionId ? calls[0]!.sessionId : row.sessionId;
      db.query("UPDATE snapshots SET session = ?, calls = ? WHERE id = ?").run(owner, JSON.stringify(calls), row.id);
    }
    db.query("DELETE FROM undos WHERE session = ?").run(sessionId);
    withdrawPresent(catalogue, made);
    withdraw(db, exportsIn(catalogue, objects, exports), ["changes", "overlay", "undo_steps"]);
    // The present files of a worktree are known for the sake of its snapshots.
    const unseen = "SELECT id FROM worktrees WHERE id NOT IN (SELECT worktree FROM snapshots)";
    for (const from of [`overlay WHERE worktree IN (${unseen})`, `undos WHERE worktree IN (${unseen})`]) {
      db.run(`DELETE FROM ${from}`);
    }
    db.run(`DELETE FROM worktrees WHERE id IN (${unseen})`);
  }).immediate();
}

/** Hashes of the contents that a session made. What it found belongs to the user, and stays. */
function madeIn(changes: readonly Change[]): Set<string> {
  const found = new Set<string>();
  const made = new Set<string>();
  const paths = new Set<string>();
  for (const { path, before, after } of changes) {
    if (!paths.has(path)) for (const hash of storedHashesIn(JSON.stringify(before))) found.add(hash);
    paths.add(path);
    for (const hash of storedHashesIn(JSON.stringify(after))) made.add(hash);
  }
  return made.difference(found);
}

/** Contents from the session's time stay known only by their hash; the next snapshot reads the files again. */
function withdrawPresent({ db }: Catalogue, made: ReadonlySet<string>): void {
  const texts = db.query<{ text: string }, []>("SELECT before || after AS text FROM changes").all();
  const others = new Set(texts.flatMap(({ text }) => storedHashesIn(text)));
  withdraw(db, made.difference(others), ["overlay"]);
}

const TABLES = {
  changes: { key: ["snapshot", "path"], texts: ["before", "after"], also: "" },
  overlay: { key: ["worktree", "path"], texts: ["state"], also: ", sig = ''" },
  undo_steps: { key: ["undo", "n"], texts: ["before", "after"], also: "" },
} as const;

/** Notes of contents in some tables that they are not kept. */
function withdraw(db: Database, hashes: ReadonlySet<string>, tables: readonly (keyof typeof TABLES)[]): void {
  if (hashes.size === 0) return;
  for (const table of tables) {
    const { key, texts, also } = TABLES[table];
    const [set, where] = [texts.map((text) => `${text} = ?`).join(", "), key.map((one) => `${one} = ?`).join(" AND ")];
    const update = db.query(`UPDATE ${table} SET ${set}${also} WHERE ${where}`);
    for (const row of db.query<Record<string, string | number>, []>(`SELECT * FROM ${table}`).all()) {
      const after = texts.map((text) => withdrawnIn(String(row[text]), hashes));
      if (after.some((text, n) => text !== row[texts[n]!])) update.run(...after, ...key.map((one) => row[one]!));
    }
  }
}

/** The contents of files that `hive export` has written of a session, which snapshots of any session may have. */
function exportsIn(catalogue: Catalogue, objects: ObjectStore, { paths, head }: Exports): Set<string> {
  const found = new Set<string>();
  for (const { id, top } of catalogue.worktrees()) {
    const inside = paths.flatMap((path) => (path.startsWith(`${top}/`) ? [path.slice(top.length + 1)] : []));
    const rows = catalogue.db.query<{ text: string }, [number, string]>(
      `SELECT before || after AS text FROM changes JOIN snapshots ON snapshots.id = snapshot
       WHERE worktree = ?1 AND path IN (SELECT value FROM json_each(?2))
       UNION SELECT state FROM overlay WHERE worktree = ?1 AND path IN (SELECT value FROM json_each(?2))`,
    );
    for (const { text } of rows.iterate(id, JSON.stringify(inside))) {
      // @mutant a snapshot's copy of a forgotten session's export goes
      for (const hash of storedHashesIn(text))
        if (objects.get(hash)?.toString("latin1").startsWith(head)) found.add(hash);
    }
  }
  return found;
}

/** Waits for readers as long as the busy timeout says. */
function emptyLog(db: Database): void {
  const moved = db.query<{ busy: number }, []>("PRAGMA wal_checkpoint(TRUNCATE)").get();
  if (moved?.busy === 0) return;
  throw new HiveError("HIVE_STORE_UNAVAILABLE", "another process reads the catalogue of snapshots", {
    hint: "end it, then run hive forget again: bytes of the session are in its log still",
  });
}
