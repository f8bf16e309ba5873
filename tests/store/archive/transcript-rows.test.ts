/** How a transcript's text is found among those that are stored, where all of them begin alike. */
import type { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { openArchive } from "../../../src/store/archive/open.ts";
import { keepParts, readSoFar } from "../../../src/store/archive/transcript-rows.ts";
import { fact, KEY, observation, row, SOURCE, tempArchive } from "./archive-project.ts";

setDefaultTimeout(120_000);

const HEAD = "# What each prompt of this bot begins with: ".padEnd(70, "-");
const alike = Array.from({ length: 1500 }, (_, index) => `${HEAD}${index} `.padEnd(600, "x"));

/** An archive with one session, whose hooks stored some texts. */
function hooked(texts: readonly string[]) {
  const archive = tempArchive();
  const facts = texts.map((text, index) => fact("prompt", `h${index}`, 20 + index, { text }));
  archive.target.put(SOURCE, [row(1, observation("s-1", 1, facts))], 1);
  archive.target.close();
  return archive;
}

/** Keeps prompts of the session's transcript. */
function keep(db: Database, texts: readonly string[]): void {
  const { id } = db.query<{ id: number }, []>("SELECT id FROM sessions").get()!;
  const session = { id, sessionId: "s-1", agent: "claude-code", model: null, path: "/t", project: "/p" };
  const before = readSoFar(db, id);
  const read = { path: "/t", ino: 1, bytes: (before?.bytes ?? 0) + 1, lastUsage: "", malformed: 0 };
  const parts = texts.map((text) => ({ kind: "prompt", key: text, atMs: 50, data: {}, text }) as const);
  keepParts(db, session, parts, { before, read, isAnew: before === null }, KEY);
}

const kept = (db: Database): string[] =>
  db
    .query<{ text: string }, []>("SELECT text FROM facts WHERE kind = 'prompt' ORDER BY id")
    .all()
    .map(({ text }) => text);

test("of 1,500 texts with one beginning a lookup reads one, whoever stored them", () => {
  using archive = hooked(alike.slice(0, 1200));
  using db = openArchive(archive.path, 1000);
  keep(db, alike);
  expect(kept(db)).toEqual(alike);
  const read = db.query<{ texts: number }, []>(
    "SELECT count(*) AS texts FROM facts WHERE kind = 'prompt' GROUP BY session, start_hash",
  );
  expect(new Set(read.all().map(({ texts }) => texts))).toEqual(new Set([1]));
});

test("texts that an older hive stored or changed are looked up too, and its index goes", () => {
  using archive = hooked(alike.slice(0, 3));
  using db = openArchive(archive.path, 1000);
  db.run("DROP TRIGGER facts_text");
  db.run("DROP INDEX facts_by_start");
  db.run("ALTER TABLE facts DROP COLUMN start_hash");
  db.run("CREATE INDEX facts_by_head ON facts (session, substr(text, 1, 64))");
  openArchive(archive.path, 1000).close();
  keep(db, [alike[0]!]);
  db.query("UPDATE facts SET text = ? WHERE text = ?").run(alike[3]!, alike[1]!);
  keep(db, [alike[3]!]);
  expect(kept(db)).toEqual([alike[0]!, alike[3]!, alike[2]!]);
  expect(db.query("SELECT 1 FROM sqlite_schema WHERE name = 'facts_by_head'").get()).toBeNull();
});
