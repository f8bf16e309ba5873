/** Workers and producers killed at random moments, under load, and started again. 15 rounds; 1,000 in the long form. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { queuePaths } from "../../../src/queue/layout.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { runWorkerOnce, hive, rows } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { IS_LONG, reportCases } from "../../support/torture-report.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(IS_LONG ? 3_600_000 : 120_000);

const ROUNDS = IS_LONG ? 1000 : 15;
const PRODUCERS = 2;
const WORKERS = 2;
/** The moments are not repeatable, but their distances are. */
let state = 20_261_124;
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}

test("killed at random moments, two workers and two producers lose no entry and apply none twice", async () => {
  using dir = tempDir();
  makeQueue(queuePaths(dir.root));
  let names = 0;
  const notes: string[] = [];
  const produce = (): Child => {
    names += 1;
    notes.push(join(dir.path, `notes-${names}`));
    return new Child(join(import.meta.dir, "killed-producer-fixture.ts"), [
      dir.root,
      `p${names}`,
      notes.at(-1)!,
      String(1 + Math.floor(random() * 3)),
    ]);
  };
  const work = (): Child => hive(["worker", "--quiet", "--root", dir.root, "--batch-size", "8"]);
  const slots = [
    ...Array.from({ length: WORKERS }, () => ({ start: work, child: work() })),
    ...Array.from({ length: PRODUCERS }, () => ({ start: produce, child: produce() })),
  ];
  const applied = (): number =>
    existsSync(`${dir.root}/hive.db`)
      ? (rows<{ n: number }>(dir.root, "SELECT count(*) AS n FROM hive_ledger")[0]?.n ?? 0)
      : 0;
  await waitFor(() => {
    try {
      return applied() > 0;
    } catch {
      // The tables are being made.
      return false;
    }
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    await Bun.sleep(random() * 80);
    // A worker dies three times as often as a producer.
    const slot = slots[random() < 0.75 ? Math.floor(random() * WORKERS) : WORKERS + Math.floor(random() * PRODUCERS)]!;
    slot.child.kill();
    await slot.child.outcome();
    slot.child = slot.start();
  }
  for (const { child } of slots) {
    child.kill();
    await child.outcome();
  }
  await runWorkerOnce(dir.root);
  const enqueued = notes
    .filter((path) => existsSync(path))
    .flatMap((path) =>
      readFileSync(path, "utf8")
        .split("\n")
        .filter((id) => id.length === 36),
    );
  const counts = checkInvariants(dir.root, { enqueued });
  expect({ pending: counts.pending, processing: counts.processing, failed: counts.failed }).toEqual({
    pending: 0,
    processing: 0,
    failed: 0,
  });
  const [effects] = rows<{ n: number; distinct_n: number }>(
    dir.root,
    "SELECT count(*) AS n, count(DISTINCT message) AS distinct_n FROM session_logs",
  );
  expect(effects).toEqual({ n: counts.applied, distinct_n: counts.applied });
  expect(counts.applied).toBeGreaterThanOrEqual(enqueued.length);
  reportCases("SIGKILL at random moments under load (rounds)", ROUNDS);
});
