/** Raw SQL: whatever passes the policy reads and writes rows of ordinary tables, and ends. */
import { afterAll, expect, setDefaultTimeout } from "bun:test";
import * as fc from "fast-check";
import { splitStatements, tokenize } from "../../../src/store/raw-sql/split.ts";
import { ATTACKS } from "../../store/raw-sql/attacks.ts";
import { ORDINARY } from "../../store/raw-sql/ordinary.ts";
import { openStore } from "../../store/raw-sql/setup.ts";
import { fuzz, unlessRefused } from "./fuzz.ts";
import { mutatedText } from "./mutate.ts";

setDefaultTimeout(3_600_000);

const SEEDS = [...ORDINARY, ...Object.values(ATTACKS).flat()].filter((sql) => sql.length < 2000);
const CODES = ["HIVE_SQL_REFUSED"] as const;

/** The tokens of several statements, mixed: SQL that compiles more often than changed bytes do. */
const mixed = fc
  .array(fc.tuple(fc.constantFrom(...SEEDS), fc.nat(40), fc.nat(12)), { minLength: 1, maxLength: 4 })
  .map((parts) =>
    parts
      .flatMap(([sql, from, count]) =>
        (unlessRefused(CODES, () => tokenize(sql)) ?? []).slice(from % 9, (from % 9) + count + 4),
      )
      .map(({ text }) => text)
      .join(" "),
  );
const sql = fc.oneof(mutatedText(SEEDS), mixed);

fuzz("any text is cut into statements that are cut no further, or refused", sql, 1500, (text) => {
  const statements = unlessRefused(CODES, () => splitStatements(text));
  if (statements !== null) expect(statements.flatMap(splitStatements)).toEqual(statements);
});

const store = openStore();
afterAll(() => store[Symbol.dispose]());
const ORDINARY_TABLES = ["sessions", "session_logs", "agents", "pairs", "settled"];
/** SQLite's and hive's own counts. */
const COUNTS = ["sqlite_sequence", "hive_raw_sql"];

/** All that a statement may not change. */
function guarded() {
  const { rows, pragmas, ...rest } = store.state();
  // Rows take room.
  const settings = pragmas.filter(([name]) => name !== "page_count" && name !== "freelist_count");
  return {
    ...rest,
    settings,
    rows: rows.filter(([name]) => ![...COUNTS, ...ORDINARY_TABLES].includes(String(name))),
  };
}

const before = JSON.stringify(guarded());

fuzz("what the policy lets through changes rows of ordinary tables and nothing else", sql, 1500, (text) => {
  const verdict = unlessRefused(CODES, () => store.policy.check(text));
  if (verdict === null) return;
  store.db.run("SAVEPOINT fuzz");
  try {
    store.run(text);
  } catch (error) {
    // A conflict with a row, a value of the wrong type: SQLite's own refusal of this one entry.
    expect((error as { code?: string }).code).toMatch(
      /^SQLITE_(?:CONSTRAINT|MISMATCH|ERROR|TOOBIG|RANGE)|^HIVE_SQL_REFUSED/,
    );
  }
  const after = JSON.stringify(guarded());
  store.db.run("ROLLBACK TO fuzz");
  store.db.run("RELEASE fuzz");
  expect(after).toBe(before);
});
