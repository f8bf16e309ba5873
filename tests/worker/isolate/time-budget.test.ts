/** How long raw SQL may hold up what comes after it, however many entries there are. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { systemClock } from "../../../src/base/clock.ts";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { CHILD_LIMITS, Applier } from "../../../src/worker/applier.ts";
import { newCounters } from "../../../src/worker/counters.ts";
import { Latencies } from "../../../src/supervisor/latencies.ts";
import { Log } from "../../../src/supervisor/log.ts";
import { TimeBudget } from "../../../src/worker/isolate/time-budget.ts";
import { Outage } from "../../../src/supervisor/outage.ts";
import { drain, rows } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(60_000);

const insert = (message: string) => ({
  operation: "raw",
  sql: `INSERT INTO session_logs (session_id, log_level, message) VALUES ('s', 'info', ${message})`,
});

test("slow entries take half of a minute at most, and quick ones as much as they like", () => {
  let nowMs = 0;
  const time = new TimeBudget(CHILD_LIMITS, () => nowMs);
  for (let entries = 0; entries < 1000; entries += 1) time.add(200);
  expect(time.isSpent).toBe(false);
  for (let entries = 0; entries < 17; entries += 1) time.add(2000);
  expect(time.isSpent).toBe(false);
  time.add(2000);
  expect(time.isSpent).toBe(true);
  nowMs = 59_000;
  expect(time.isSpent).toBe(true);
  nowMs = 61_000;
  expect(time.isSpent).toBe(false);
  time.add(2000);
  expect(time.isSpent).toBe(false);
});

test("where the time is spent raw SQL that may take long is refused, and all else is applied", async () => {
  using dir = tempDir();
  await drain(dir.root);
  using store = await Store.open(dir.root);
  const queue = new Queue(dir.root, { worker: "w", maxAttempts: 1 });
  const log = new Log({ path: `${dir.root}/logs/worker.log`, level: "debug", maxBytes: 1e6, files: 0 });
  const { signal } = new AbortController();
  const childTime = new TimeBudget(CHILD_LIMITS);
  childTime.add(31_000);
  const applier = new Applier({
    queue,
    store,
    log,
    signal,
    childTime,
    clock: systemClock,
    counters: newCounters(),
    latencies: new Latencies(),
    child: { root: dir.root, config: DEFAULTS },
    queueOutage: new Outage({ name: "the queue", log, signal }),
  });
  queue.enqueue(insert("'short'"), insert("'a' || 'b'"), insert("'short too'"));
  await applier.apply(queue.claim(3));
  expect(rows(dir.root, "SELECT message FROM session_logs ORDER BY id")).toEqual([
    { message: "short" },
    { message: "short too" },
  ]);
  const [letter] = queue.deadLetters.names().map((name) => queue.deadLetters.read(name));
  expect(letter!.reason).toMatchObject({
    code: "HIVE_SQL_REFUSED",
    message: expect.stringMatching(/^refused for now/),
  });
});
