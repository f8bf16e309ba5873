import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { Queue } from "../../../src/queue/queue.ts";
import { runWorkerOnce, rows } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const FIXTURE = join(import.meta.dir, "../../worker/worker-fixture.ts");
const ENTRIES = 10;

/** Each step of claim, apply, ack and nack: at its first time, and within or after a later batch. */
const KILLS = ["claimed", "begun", "entry-applied", "applied", "committed", "acked"].flatMap((step) => [
  [step, 1] as const,
  [step, 3] as const,
]);
const RETRY_KILLS = [
  ["retry-written", 1],
  ["put-back", 1],
  ["buried", 1],
] as const;

function log(message: string) {
  const payload = { sessionId: "s", atMs: 0, level: "info", message };
  return { operation: "insert_log", payload };
}

test.concurrent.each([...KILLS, ...RETRY_KILLS])(
  "a worker killed at %s, time %d, loses nothing and applies nothing twice",
  async (step, nth) => {
    using dir = tempDir();
    const queue = new Queue(dir.root);
    const messages = Array.from({ length: ENTRIES }, (_, index) => `message ${index}`);
    const { entries } = queue.enqueue(...messages.map(log), { operation: "nonsense", payload: {}, priority: 9 });
    const ids = entries.map((entry) => entry.seq);
    await using worker = new Child(FIXTURE, [dir.root, step, String(nth)]);
    expect((await worker.outcome()).signal).toBe("SIGKILL");
    checkInvariants(dir.root, { enqueued: ids, mayReplay: true });

    await runWorkerOnce(dir.root);
    const counts = checkInvariants(dir.root, { enqueued: ids });
    expect({ ...counts, temporary: 0 }).toEqual({
      pending: 0,
      processing: 0,
      failed: 1,
      applied: ENTRIES,
      temporary: 0,
    });
    expect(rows(dir.root, "SELECT message FROM session_logs ORDER BY message")).toEqual(
      messages.toSorted().map((message) => ({ message })),
    );
  },
);
