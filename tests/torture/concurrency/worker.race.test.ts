import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { drained, rows, startWorker } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const FIXTURE = join(import.meta.dir, "../../worker/producer-fixture.ts");
const PRODUCERS = 8;
const ENTRIES = 2000;

test.each([1, 3])(
  "8 processes enqueue 2,000 entries each while %d workers drain: 16,000 are applied, none twice",
  async (workers) => {
    using dir = tempDir();
    const running = await Promise.all(Array.from({ length: workers }, () => startWorker(dir.root)));
    try {
      const producers = Array.from(
        { length: PRODUCERS },
        (_, index) => new Child(FIXTURE, [dir.root, `p${index}`, String(ENTRIES)]),
      );
      const outcomes = await Promise.all(producers.map((producer) => producer.outcome()));
      const ids = outcomes.flatMap(({ stdout, stderr }) => {
        expect(stderr).toBe("");
        return JSON.parse(stdout) as string[];
      });
      await drained(dir.root);
      const counts = checkInvariants(dir.root, { enqueued: ids, expectDrained: true });
      expect(counts).toMatchObject({ failed: 0, applied: PRODUCERS * ENTRIES });
      // Each log row is an effect: one for each message, and no message twice.
      expect(
        rows(dir.root, "SELECT count(*) AS effects, count(DISTINCT message) AS messages FROM session_logs"),
      ).toEqual([{ effects: PRODUCERS * ENTRIES, messages: PRODUCERS * ENTRIES }]);
    } finally {
      for (const worker of running) await worker[Symbol.asyncDispose]();
    }
  },
);
