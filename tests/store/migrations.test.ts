import { expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { readRecord } from "../../src/store/sqlite/open/migration-record.ts";
import { schemaState } from "../../src/store/sqlite/open/migrations.ts";
import { Store } from "../../src/store/sqlite/store.ts";
import { openDatabase } from "../support/database.ts";
import { tempDir } from "../support/temp-dir.ts";

const KNOWN_BY_020 = [
  "0001_adopt_legacy_tables",
  "0002_create_own_tables",
  "0003_count_raw_sql",
  "0004_create_instances",
];

test("Kysely's table names no migration that hive 0.2.0 does not know, since that would refuse the database", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root);
  const { required, additions } = readRecord(store.db)!;
  expect(required.toSorted()).toEqual(KNOWN_BY_020);
  const added = ["0005_tell_apart", "0006_create_outbox", "0007_note_settled", "0008_create_journals"];
  expect(additions.toSorted()).toEqual(added);
});

test("a name that an older hive has put into Kysely's table since is moved, and its tables keep their rows", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  (await Store.open(dir.root)).close();
  {
    using db = openDatabase(dir.root);
    // As hive 0.5.0 leaves it, which repeats what it finds no name of.
    db.run("INSERT INTO kysely_migration SELECT name, '2026-11-28' FROM hive_additions WHERE name < '0007'");
    db.run("INSERT INTO hive_outbox VALUES (7, 'e', 's', 0, '{}')");
    expect(schemaState(db)).toBe("older");
  }
  using store = await Store.open(dir.root);
  expect(readRecord(store.db)!.required.toSorted()).toEqual(KNOWN_BY_020);
  expect(schemaState(store.db)).toBe("current");
  expect(store.db.query("SELECT seq FROM hive_outbox").all()).toEqual([{ seq: 7 }]);
  expect(store.db.query("SELECT 1 FROM hive_source").all()).toHaveLength(1);
});

test("an addition of a newer hive keeps nobody from its database", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  (await Store.open(dir.root)).close();
  {
    using db = openDatabase(dir.root);
    db.run("INSERT INTO hive_additions VALUES ('9999_of_a_newer_hive')");
  }
  using store = await Store.open(dir.root);
  expect(schemaState(store.db)).toBe("current");
});
