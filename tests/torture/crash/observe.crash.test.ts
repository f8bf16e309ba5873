/** A process that is killed while it applies observations leaves ledger and effects of whole batches, and no other. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { StoreStep } from "../../../src/store/sqlite/store.ts";
import { openDatabase } from "../../support/database.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const FIXTURE = join(import.meta.dir, "../../store/observe-fixture.ts");

const COUNTS = {
  // A second delivery has a row of its own under its seq.
  ledger: "SELECT count(DISTINCT seq) AS n FROM hive_ledger",
  observations: "SELECT coalesce(sum(observations), 0) AS n FROM hive_instances",
  operations: "SELECT coalesce(sum(operations), 0) AS n FROM hive_instances",
  operationsOfOthers: "SELECT coalesce(sum(operation_count), 0) AS n FROM instance_sessions",
  rows: "SELECT count(*) AS n FROM hive_state WHERE kind = 'operation'",
  checkpoints: "SELECT count(*) AS n FROM hive_checkpoints",
  log: "SELECT count(*) AS n FROM session_logs",
};

function counts(root: string): Record<string, number> {
  using db = openDatabase(root, { readonly: true });
  return Object.fromEntries(
    Object.entries(COUNTS).map(([name, sql]) => [name, db.query<{ n: number }, []>(sql).get()!.n]),
  );
}

const all = (n: number): Record<string, number> => Object.fromEntries(Object.keys(COUNTS).map((name) => [name, n]));

const CASES: ReadonlyArray<readonly [step: StoreStep, time: number, applied: number]> = [
  ["begun", 1, 0],
  ["entry-applied", 2, 0],
  ["applied", 1, 0],
  ["committed", 1, 3],
  ["begun", 2, 3],
  ["entry-applied", 5, 3],
  ["applied", 2, 3],
  ["committed", 2, 6],
];

test.each(CASES)(
  "a kill at %s, time %d, leaves %d observations whole, and the next try each once",
  async (step, time, applied) => {
    using dir = tempDir();
    mkdirSync(dir.root);
    await using killed = new Child(FIXTURE, [dir.root, step, String(time)]);
    expect((await killed.outcome()).signal).toBe("SIGKILL");
    expect(counts(dir.root)).toEqual(all(applied));
    await using next = new Child(FIXTURE, [dir.root]);
    expect(await next.outcome()).toMatchObject({ exitCode: 0, stderr: "" });
    expect(counts(dir.root)).toEqual(all(6));
  },
);
