import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { runFault } from "../../bench/fault-trial.ts";
import { openDatabase } from "../support/database.ts";
import { startWorker } from "../support/hive.ts";
import { failureOf } from "./failure.ts";

setDefaultTimeout(120_000);

const options = { backstopIntervalMs: 1000, signal: new AbortController().signal };

/** A worker that nothing happens to but what `fail` does to its database. */
function faultOf(fail: (db: Database) => void) {
  return {
    id: "test",
    label: "test",
    async start(root: string) {
      const worker = await startWorker(root);
      return {
        fail() {
          using db = openDatabase(root);
          fail(db);
        },
        heal: null,
        [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
      };
    },
  };
}

test("entries that flow all the time wait for nothing, and the worker says that it is healthy", async () => {
  const found = await runFault(
    faultOf(() => undefined),
    "hive",
    options,
  );
  expect(found).toMatchObject({ eventsAgainMs: null, watcherRestarts: 0 });
  expect(found.said).toContain("status: healthy");
});

test("a fault in which an entry is applied twice fails", async () => {
  const double = faultOf((db) =>
    db.run("INSERT INTO session_logs (session_id, message) SELECT session_id, message FROM session_logs WHERE id = 1"),
  );
  expect(await failureOf(runFault(double, "foreign", options))).toContain("1 applied twice");
});
