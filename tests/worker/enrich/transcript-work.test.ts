/** What reading a long transcript costs, counted in statements. */
import type { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { TRANSCRIPT_AGENTS, WORKED_IN, writeTranscripts } from "../../../bench/load/transcripts.ts";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { openArchive } from "../../../src/store/archive/open.ts";
import { ArchiveRows } from "../../../src/store/archive/rows.ts";
import { importTranscript } from "../../../src/worker/enrich/import.ts";
import { TRANSCRIPT_PLACES, transcriptsOf } from "../../../src/worker/enrich/transcript-places.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

/** Runs work, and counts the statements that it gets from a database. */
function statementsOf(db: Database, work: () => void): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const query = db.query.bind(db);
  db.query = (sql: string) => {
    counts.set(sql, (counts.get(sql) ?? 0) + 1);
    return query(sql);
  };
  work();
  db.query = query;
  return counts;
}

/** How SQLite finds the rows of `facts` that a statement is about. */
const waysInto = (db: Database, sql: string): string[] =>
  db
    .query<{ detail: string }, []>(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => detail)
    .filter((detail) => detail.includes(" facts"));

/** Imports one transcript of so many messages. */
function imported(db: Database, agent: (typeof TRANSCRIPT_AGENTS)[number], home: string, messages: number) {
  mkdirSync(home);
  writeTranscripts(home, agent, 1, messages);
  const place = TRANSCRIPT_PLACES.find((one) => one.agent === agent)!;
  const { files } = transcriptsOf(place, home);
  const rows = new ArchiveRows(db);
  const projectOf = () => ({
    project: WORKED_IN,
    root: home,
    config: { ...DEFAULTS, archive: "transcripts" } as const,
  });
  const options = { rows, machine: "m", key: "k", nowMs: Date.now(), projectOf };
  return importTranscript(db, place, files[0]!.path, options);
}

test.each(TRANSCRIPT_AGENTS)(
  "a text of a transcript of %s costs as many statements after 2,000 others as after 200, and none reads all texts",
  (agent) => {
    using dir = tempDir();
    using db = openArchive(join(dir.path, "archive.db"), 0);
    const few = statementsOf(db, () => imported(db, agent, join(dir.path, "few"), 200));
    db.run("DELETE FROM facts");
    db.run("DELETE FROM transcripts");
    const many = statementsOf(db, () => imported(db, agent, join(dir.path, "many"), 2000));
    expect(db.query("SELECT count(*) AS texts FROM facts WHERE kind = 'prompt'").get()).toEqual({ texts: 2000 });
    for (const [sql, count] of many) {
      expect(count, sql).toBeLessThanOrEqual(Math.max(10 * few.get(sql)!, 4));
      if (count < 2000) continue;
      for (const way of waysInto(db, sql)) expect(way, sql).toMatch(/facts_by_start \(session=\? AND start_hash=\?\)/);
    }
  },
);
