import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { schemaState } from "../../../src/store/sqlite/open/migrations.ts";
import { storePath } from "../../../src/store/sqlite/open/location.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { openDatabase } from "../../support/database.ts";
import { tempDir } from "../../support/temp-dir.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

const FIXTURE = join(import.meta.dir, "../../store/migrate-fixture.ts");

/** @returns whether it was killed before it came to its end */
function openAndKill(root: string, nth: number): boolean {
  const { signalCode, exitCode, stderr } = Bun.spawnSync([process.execPath, FIXTURE, root, String(nth)], {
    env: process.env,
  });
  if (signalCode !== "SIGKILL" && exitCode !== 0) throw new Error(stderr.toString());
  return signalCode === "SIGKILL";
}

test("a process killed before any statement of a migration leaves a store without it or with all of it", async () => {
  const states = new Set<string>();
  let killed = 0;
  for (;;) {
    using dir = tempDir();
    mkdirSync(dir.root);
    if (!openAndKill(dir.root, killed + 1)) break;
    killed += 1;
    if (Store.exists(dir.root)) {
      using db = openDatabase(dir.root);
      states.add(schemaState(db));
    }
    using store = await Store.open(dir.root);
    expect([killed, schemaState(store.db), storePath(dir.root)]).toEqual([killed, "current", `${dir.root}/hive.db`]);
  }
  expect(killed).toBeGreaterThan(15);
  expect(states).toEqual(new Set(["new", "current"]));
});

test("a store that an older hive left with half of its tables gets the others", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  (await Store.open(dir.root)).close();
  {
    using db = openDatabase(dir.root);
    db.run("DELETE FROM kysely_migration WHERE name >= '0002'");
    db.run("DROP TABLE hive_checkpoints");
  }
  using store = await Store.open(dir.root);
  expect(schemaState(store.db)).toBe("current");
  expect(store.db.query("SELECT count(*) AS n FROM hive_checkpoints").get()).toEqual({ n: 0 });
});
