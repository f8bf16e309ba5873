import type { Database } from "bun:sqlite";
import type { Change, Lack, State } from "../undo/state.ts";
import {
  type Known,
  knownIn,
  type LastLook,
  type NewSnapshot,
  type Raw,
  type SnapshotRow,
  snapshotOf,
  stateIn,
  textOf,
  type WorktreeRow,
  worktreeOf,
} from "./catalogue-rows.ts";
import { isThere, openFile, openToRead } from "./schema.ts";
import { storedHashesIn } from "./stored-hashes.ts";

/** The list of snapshots and the changes between them: a SQLite file beside the objects. */
export class Catalogue implements Disposable {
  readonly db: Database;

  private constructor(db: Database) {
    this.db = db;
  }

  /** @param directory of the project's snapshots; made where it is missing */
  static open(directory: string): Catalogue {
    return new Catalogue(openFile(directory));
  }

  /** Opens what is there to read it; null where no snapshot was ever taken. */
  static openToRead(directory: string): Catalogue | null {
    const db = openToRead(directory);
    return db === null ? Catalogue.openIfAny(directory) : new Catalogue(db);
  }

  /** Opens what is there; null where no snapshot was ever taken. */
  static openIfAny(directory: string): Catalogue | null {
    return isThere(directory) ? Catalogue.open(directory) : null;
  }

  /** @returns the worktree's row, which is made for a new one */
  worktree(top: string): WorktreeRow {
    const row = this.db.query<Raw, [string]>("SELECT * FROM worktrees WHERE top = ?").get(top);
    if (row !== null) return worktreeOf(row);
    this.db.query("INSERT OR IGNORE INTO worktrees (top) VALUES (?)").run(top);
    return this.worktree(top);
  }

  worktrees(): WorktreeRow[] {
    return this.db.query<Record<string, never>, []>("SELECT * FROM worktrees").all().map(worktreeOf);
  }

  setModes(id: number, plainMode: number, execMode: number): void {
    this.db.query("UPDATE worktrees SET plain_mode = ?, exec_mode = ? WHERE id = ?").run(plainMode, execMode, id);
  }

  overlay(worktree: number): Map<string, Known> {
    const rows = this.db.query<{ path: string; state: string; sig: string }, [number]>(
      "SELECT path, state, sig FROM overlay WHERE worktree = ?",
    );
    const overlay = new Map<string, Known>();
    for (const { path, state, sig } of rows.iterate(worktree)) overlay.set(path, knownIn(state, sig));
    return overlay;
  }

  /** Adds a snapshot and makes it the worktree's last one, in one transaction. @returns its id */
  add({ changes, overlay, grownBytes, lastLook, ...row }: NewSnapshot): number {
    return this.db
      .transaction(() => {
        const { worktree, sessionId, atMs, trigger, calls, base, source, isComplete, notes } = row;
        const id = Number(
          this.db
            .query(
              `INSERT INTO snapshots (worktree, session, at_ms, trigger, calls, base, source, complete, notes)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
            )
            .run(
              worktree,
              sessionId,
              Math.round(atMs),
              trigger,
              JSON.stringify(calls),
              base,
              source,
              isComplete ? 1 : 0,
              JSON.stringify(notes),
            ).lastInsertRowid,
        );
        const insert = this.db.query("INSERT INTO changes (snapshot, path, before, after) VALUES (?, ?, ?, ?)");
        for (const { path, before, after } of changes) insert.run(id, path, textOf(before), textOf(after));
        const put = this.db.query("INSERT OR REPLACE INTO overlay (worktree, path, state, sig) VALUES (?, ?, ?, ?)");
        const drop = this.db.query("DELETE FROM overlay WHERE worktree = ? AND path = ?");
        for (const [path, known] of overlay) {
          if (known === null) drop.run(worktree, path);
          else put.run(worktree, path, textOf(known.state), known.sig);
        }
        this.db.query("UPDATE totals SET object_bytes = object_bytes + ?").run(grownBytes);
        this.db
          .query("UPDATE worktrees SET base = ?, last_snapshot = ?, last_look = ? WHERE id = ?")
          .run(base, id, lookText(lastLook), worktree);
        return id;
      })
      .immediate();
  }

  /** Notes a look that found nothing, for which there is no snapshot. */
  noteLook(worktree: number, lastLook: LastLook | null): void {
    this.db.query("UPDATE worktrees SET last_look = ? WHERE id = ?").run(lookText(lastLook), worktree);
  }

  /** The snapshots of a worktree from the oldest on, or of all worktrees. */
  snapshots(worktree?: number): SnapshotRow[] {
    const where = worktree === undefined ? "" : `WHERE worktree = ${worktree}`;
    return this.db
      .query<Record<string, never>, []>(`SELECT * FROM snapshots ${where} ORDER BY id`)
      .all()
      .map(snapshotOf);
  }

  /** When a snapshot was taken. Infinity for one that is gone: then no file counts as made since. */
  atMs(id: number): number {
    const row = this.db.query<{ at_ms: number }, [number]>("SELECT at_ms FROM snapshots WHERE id = ?").get(id);
    // @mutant after a snapshot that is gone a file that comes into view is not deleted
    return row?.at_ms ?? Number.POSITIVE_INFINITY;
  }

  /** The changes of some snapshots, in their order. */
  changes(ids: readonly number[]): (Change & { readonly snapshot: number })[] {
    return [...this.eachChange(ids)];
  }

  /** The same, one after the other: very many do not fit into memory beside each other. */
  *eachChange(ids: readonly number[]): Generator<Change & { readonly snapshot: number }> {
    const rows = this.db.query<{ snapshot: number; path: string; before: string; after: string }, [string]>(
      `SELECT snapshot, path, before, after FROM changes
       WHERE snapshot IN (SELECT value FROM json_each(?)) ORDER BY snapshot, path`,
    );
    for (const { snapshot, path, before, after } of rows.iterate(JSON.stringify(ids))) {
      yield { snapshot, path, before: stateIn(before), after: stateIn(after) };
    }
  }

  /** What some snapshots changed together: the first and the last state of each path. */
  *composedChanges(ids: readonly number[]): Generator<Change> {
    const rows = this.db.query<{ path: string; before: string; after: string }, [string]>(
      `SELECT both.path, first.before, last.after
       FROM (SELECT path, min(snapshot) AS first, max(snapshot) AS last FROM changes
             WHERE snapshot IN (SELECT value FROM json_each(?)) GROUP BY path) AS both
       JOIN changes AS first ON first.snapshot = both.first AND first.path = both.path
       JOIN changes AS last ON last.snapshot = both.last AND last.path = both.path`,
    );
    for (const { path, before, after } of rows.iterate(JSON.stringify(ids))) {
      yield { path, before: stateIn(before), after: stateIn(after) };
    }
  }

  /** The snapshots of a worktree that found changes. */
  changed(worktree: number): Set<number> {
    const rows = this.db.query<{ id: number }, [number]>(
      "SELECT id FROM snapshots WHERE worktree = ? AND EXISTS (SELECT 1 FROM changes WHERE snapshot = id)",
    );
    return new Set(rows.all(worktree).map(({ id }) => id));
  }

  /** The bytes that the project's store takes: the objects, as they were counted last, and the rows. */
  takenBytes(): number {
    return this.db
      .query<{ bytes: number }, []>(
        `SELECT (page_count - freelist_count) * page_size + coalesce((SELECT object_bytes FROM totals), 0) AS bytes
         FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()`,
      )
      .get()!.bytes;
  }

  objectBytes(): number {
    return this.db.query<{ bytes: number }, []>("SELECT object_bytes AS bytes FROM totals").get()?.bytes ?? 0;
  }

  setObjectBytes(bytes: number): void {
    this.db.query("UPDATE totals SET object_bytes = ?").run(bytes);
  }

  /** How many present files of all worktrees are not kept, by the reason. */
  lacks(): { readonly lack: Lack; readonly files: number }[] {
    return this.db
      .query<{ lack: Lack; files: number }, []>(
        `SELECT json_extract(state, '$.lack') AS lack, count(*) AS files FROM overlay
         WHERE state LIKE '%"kept":null%' GROUP BY lack ORDER BY files DESC`,
      )
      .all();
  }

  /** The hashes of all objects that some row names. */
  hashes(): Set<string> {
    const texts = this.db.query<{ text: string }, []>(
      `SELECT before AS text FROM changes WHERE before LIKE '{%' UNION SELECT after FROM changes WHERE after LIKE '{%'
       UNION SELECT state FROM overlay WHERE state LIKE '{%' UNION SELECT before FROM undo_steps WHERE before LIKE '{%'
       UNION SELECT after FROM undo_steps WHERE after LIKE '{%'`,
    );
    const found = new Set<string>();
    for (const { text } of texts.iterate()) for (const hash of storedHashesIn(text)) found.add(hash);
    return found;
  }

  /** Notes that the store has contents that only git had. @param hashes by git's id */
  pin(ids: readonly number[], hashes: ReadonlyMap<string, string>): void {
    const pinned = (state: State): State => {
      if (typeof state === "string" || state.kept !== "git" || state.blob === null) return state;
      const hash = hashes.get(state.blob);
      return hash === undefined ? state : { ...state, hash, kept: "store" };
    };
    this.db
      .transaction(() => {
        const update = this.db.query("UPDATE changes SET before = ?, after = ? WHERE snapshot = ? AND path = ?");
        for (const { snapshot, path, before, after } of this.changes(ids)) {
          const [from, to] = [pinned(before), pinned(after)];
          if (from !== before || to !== after) update.run(textOf(from), textOf(to), snapshot, path);
        }
      })
      .immediate();
  }

  /** Forgets snapshots with their changes. @returns how many */
  drop(ids: readonly number[]): number {
    const list = JSON.stringify(ids);
    return this.db
      .transaction(() => {
        this.db.query("DELETE FROM changes WHERE snapshot IN (SELECT value FROM json_each(?))").run(list);
        return this.db.query("DELETE FROM snapshots WHERE id IN (SELECT value FROM json_each(?))").run(list).changes;
      })
      .immediate();
  }

  /** Forgets the undos that ended before a time. */
  dropUndos(beforeMs: number): void {
    this.db.query("DELETE FROM undos WHERE at_ms < ? AND status <> 'running'").run(Math.round(beforeMs));
  }

  close(): void {
    this.db.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

const lookText = (lastLook: LastLook | null): string | null => (lastLook === null ? null : JSON.stringify(lastLook));
