/**
 * With several processes on one directory:
 *
 * - each entry is held by one process at a time;
 * - each is acked once, so the sum of acks is the sum of enqueues.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkInvariants } from "../../support/invariants.ts";
import { Child, type Outcome } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const FIXTURE = join(import.meta.dir, "../../queue/race-fixture.ts");
const EACH = 100;

test("entries are held by one process at a time, and each enqueued one is acked once", async () => {
  using dir = tempDir();
  const marks = join(dir.path, "marks");
  for (const name of ["held", "acked"]) mkdirSync(join(marks, name), { recursive: true });
  await using stack = new AsyncDisposableStack();
  const start = (role: string, name: string, count: number): Promise<Outcome> =>
    stack.use(new Child(FIXTURE, [dir.root, marks, role, name, String(count)])).outcome();
  const consumers = ["c1", "c2", "c3"].map((name) => start("consume", name, 2 * EACH));
  const producers = ["p1", "p2"].map((name) => start("produce", name, EACH));
  const produced = await Promise.all(producers);
  const outcomes = await Promise.all([...producers, ...consumers]);
  expect(outcomes.map((it) => [it.stderr, it.exitCode])).toEqual(outcomes.map(() => ["", 0]));
  const enqueued = produced.flatMap((it) => it.stdout.trim().split("\n"));
  const acked = readdirSync(join(marks, "acked"));
  expect([new Set(enqueued).size, acked.toSorted()]).toEqual([2 * EACH, enqueued.toSorted()]);
  expect(checkInvariants(dir.root, { enqueued, acked, expectDrained: true })).toEqual({
    pending: 0,
    processing: 0,
    failed: 0,
    applied: 2 * EACH,
    temporary: 0,
  });
});
