import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { Queue } from "../../../src/queue/queue.ts";
import { drained, startWorker } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { configure } from "../../support/settings.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const ENTRY = '{"operation":"test","sql":"SELECT 1;"}';
const NEVER = JSON.stringify({ backstopIntervalMs: 3_600_000 });

/** Writes one name again as soon as its last entry is gone. @returns how many times, less than `times` when one stayed */
function reuse(times: number, write: () => string): number {
  for (let count = 0; count < times; count += 1) {
    const path = write();
    const endMs = performance.now() + 10_000;
    // No pause: what is looked for is a write within a millisecond of the claim.
    while (existsSync(path)) if (performance.now() > endMs) return count;
  }
  return times;
}

test.each([
  [
    "renames",
    (path: string, temporary: string) => {
      writeFileSync(temporary, ENTRY);
      renameSync(temporary, path);
    },
  ],
  ["writes in place", (path: string) => writeFileSync(path, ENTRY)],
])("a foreign program that %s an entry of one name again at once waits for no backstop", async (_how, write) => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  configure(dir.root, JSON.parse(NEVER));
  await using _worker = await startWorker(dir.root);
  const path = `${paths.pending}/5_again.json`;
  const count = reuse(300, () => {
    write(path, `${paths.tmp}/again`);
    return path;
  });
  expect(count).toBe(300);
  await drained(dir.root);
  expect(checkInvariants(dir.root, { expectDrained: true })).toMatchObject({ applied: 300, failed: 0 });
});
