import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { Queue } from "../../src/queue/queue.ts";
import { Store } from "../../src/store/sqlite/store.ts";
import { drain, rows } from "../support/hive.ts";
import { tempDir } from "../support/temp-dir.ts";
import { configure } from "../support/settings.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const HOUR_MS = 3_600_000;

test.each([
  ["24 h and 30 days by default", {}, ["20 h"], ["20 days"]],
  ["as configured", { ledgerRetentionHours: 200, deadLetterRetentionDays: 2 }, ["100 h", "20 h"], []],
])("a worker forgets applied entries and deletes dead letters: %s", async (_name, config, ledger, letters) => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  const nowMs = Date.now();
  {
    using store = await Store.open(dir.root);
    for (const hours of [300, 100, 20]) {
      store.applyBatch([{ id: `${hours} h`, operation: "x", sql: "SELECT 1" }], nowMs - hours * HOUR_MS);
    }
  }
  for (const days of [40, 20]) {
    const path = `${paths.failed}/5_${days} days.json`;
    const reason = { code: "HIVE_INVALID_ENTRY", message: "x" };
    writeFileSync(path, JSON.stringify({ entry_id: "x", reason, attempts: 1, failed_at: "", entry: null }));
    utimesSync(path, (nowMs - days * 24 * HOUR_MS) / 1000, (nowMs - days * 24 * HOUR_MS) / 1000);
  }
  configure(dir.root, config);
  await drain(dir.root);
  const remembered = rows<{ id: string }>(dir.root, "SELECT entry_id AS id FROM hive_ledger ORDER BY 1");
  expect(remembered.map(({ id }) => id)).toEqual(ledger);
  expect(readdirSync(paths.failed)).toEqual(letters.map((name) => `5_${name}.json`));
});
