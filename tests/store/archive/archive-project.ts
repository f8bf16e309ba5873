import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Fact, Observation } from "../../../src/model/observation.ts";
import { ArchiveTarget, type ArchiveStep } from "../../../src/store/archive/archive-target.ts";
import type { OutboxRow, Source } from "../../../src/store/target.ts";
import { tempDir } from "../../support/temp-dir.ts";

export const KEY = "k".repeat(64);
export const SOURCE: Source = { id: "source", machine: "machine", project: "/home/u/shop" };

export const fact = (kind: Fact["kind"], key: string, atMs: number, data: object): Fact => ({
  kind,
  key,
  atMs,
  data: { ...data },
});

export const observation = (
  sessionId: string,
  atMs: number,
  facts: readonly Fact[],
  more: Partial<Observation> = {},
): Observation => ({
  sessionId,
  instanceId: "i",
  atMs,
  event: "Stop",
  agent: "claude-code",
  facts: [...facts],
  ...more,
});

export const row = (seq: number, body: Observation, isUntrusted = false): OutboxRow => ({
  seq,
  entryId: `e${seq}`,
  isUntrusted,
  body: JSON.stringify(body),
});

/** An archive in a directory of its own. */
export function tempArchive(onStep?: (step: ArchiveStep) => void) {
  const dir = tempDir();
  mkdirSync(dir.path, { recursive: true });
  const path = join(dir.path, "data", "hive", "archive.db");
  const target = new ArchiveTarget({ path, key: KEY, onStep });
  return {
    path,
    directory: dir.path,
    /** Names the user's data directory that it is in. */
    env: { XDG_DATA_HOME: join(dir.path, "data"), XDG_CONFIG_HOME: join(dir.path, "config") },
    target,
    all<T>(sql: string, ...values: (string | number)[]): T[] {
      using db = new Database(path, { readonly: true });
      return db.query<T, (string | number)[]>(sql).all(...values);
    },
    /** The sessions in which words are found. */
    found(words: string): string[] {
      const sql = `SELECT DISTINCT s.session_id AS id FROM search JOIN facts f ON f.id = search.rowid
        JOIN sessions s ON s.id = f.session WHERE search MATCH ? ORDER BY 1`;
      return this.all<{ id: string }>(sql, words).map(({ id }) => id);
    },
    [Symbol.dispose]() {
      target.close();
      dir[Symbol.dispose]();
    },
  };
}
