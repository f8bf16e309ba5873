/** Raw SQL outside the policy, sent as any program may send it: none of it runs, and each goes to `failed/`. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { Queue } from "../../../src/queue/queue.ts";
import { ATTACKS } from "../../store/raw-sql/attacks.ts";
import { OLDER } from "../../store/raw-sql/setup.ts";
import { openDatabase } from "../../support/database.ts";
import { runWorkerOnce, rows } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { reportCases } from "../../support/torture-report.ts";
import { configure } from "../../support/settings.ts";

setDefaultTimeout(120_000);

const GOOD = { operation: "insert_log", payload: { sessionId: "good", atMs: 0, level: "info", message: "still here" } };

/** Each attack alone, behind and before a statement that is allowed. */
const TEXTS = Object.values(ATTACKS)
  .flat()
  .flatMap((sql) => [sql, `DELETE FROM sessions; ${sql}`, `${sql}\n; DELETE FROM sessions`]);

/** A store that hive made, with what an older database may hold besides. */
async function addOlder(root: string): Promise<void> {
  await runWorkerOnce(root);
  using db = openDatabase(root);
  db.run("ALTER TABLE sessions ADD COLUMN n INTEGER DEFAULT 0");
  db.run(OLDER);
  db.run("INSERT INTO settled VALUES (1)");
  db.run("INSERT INTO sessions (id, status) VALUES ('s1', 'active'), ('s2', 'ended')");
  db.run("INSERT INTO agents (id, name) VALUES ('a1', 'ann'), ('a2', 'bob')");
  db.run("INSERT INTO hive_ledger (entry_id, seq, operation, applied_at_ms) VALUES ('e1', '1', 'x', 9e12)");
}

/** All that a statement could change but the good entry's rows. */
function stateOf(root: string) {
  using db = openDatabase(root, { readonly: true });
  const tables = db
    .query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name")
    .all()
    .filter(({ name }) => !["hive_ledger", "session_logs", "sqlite_sequence"].includes(name));
  return {
    schema: db.query("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name").all(),
    rows: tables.map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).values()]),
    pragmas: ["user_version", "application_id", "journal_mode"].map((name) => db.prepare(`PRAGMA ${name}`).values()),
    files: readdirSync(root).filter((name) => !name.startsWith("hive.db-")),
    workingDirectory: readdirSync(process.cwd()),
  };
}

test("no raw SQL outside the policy runs, whatever stands beside it, and each is buried with its reason", async () => {
  using dir = tempDir();
  const { root } = dir;
  await addOlder(root);
  configure(root, { maxAttempts: 1 });
  const queue = new Queue(root);
  const before = stateOf(root);
  const { entries } = queue.enqueue(...TEXTS.map((sql) => ({ operation: "raw", sql })), GOOD);

  await runWorkerOnce(root);

  const enqueued = entries.map(({ seq }) => seq);
  const { failed } = checkInvariants(root, { enqueued, expectDrained: true });
  expect(stateOf(root)).toEqual(before);
  expect(rows(root, "SELECT entry_id FROM hive_ledger ORDER BY entry_id")).toEqual([
    { entry_id: enqueued.at(-1) },
    { entry_id: "e1" },
  ]);
  expect(rows(root, "SELECT session_id, message FROM session_logs")).toEqual([
    { session_id: "good", message: "still here" },
  ]);
  const reasons = queue.deadLetters.names().map((name) => queue.deadLetters.read(name).reason);
  expect(reasons.filter(({ code }) => code !== "HIVE_SQL_REFUSED")).toEqual([]);
  expect(failed).toBe(TEXTS.length);
  reportCases("hostile raw SQL", TEXTS.length);
});
