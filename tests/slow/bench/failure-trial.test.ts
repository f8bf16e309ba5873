import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { checkEndState } from "../../../bench/harness/end-state.ts";
import { runFailure } from "../../../bench/failures/failure-trial.ts";
import { openDatabase } from "../../support/database.ts";
import { startWorker } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const options = { backstopIntervalMs: 1000, signal: new AbortController().signal };

/** A worker that nothing happens to but what `fail` does to its database. */
function failureOf(fail: (db: Database) => void) {
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
        recover: null,
        [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
      };
    },
  };
}

test("entries that flow all the time wait for nothing, and the worker says that it is healthy", async () => {
  using dir = tempDir();
  const none = failureOf(() => undefined);
  const found = await runFailure(dir.root, none, "hive", options);
  expect(found).toMatchObject({ eventsAgainMs: null, watcherRestarts: 0 });
  expect(found.said).toContain("status: healthy");
  expect(checkEndState(dir.root, found.entries)).toMatchObject({ lost: 0, duplicates: 0 });
});

test("a failure in which an entry is applied twice ends wrong", async () => {
  using dir = tempDir();
  const double = failureOf((db) =>
    db.run("INSERT INTO session_logs (session_id, message) SELECT session_id, message FROM session_logs WHERE id = 1"),
  );
  const { entries } = await runFailure(dir.root, double, "foreign", options);
  expect(() => checkEndState(dir.root, entries)).toThrow("1 applied twice");
});
