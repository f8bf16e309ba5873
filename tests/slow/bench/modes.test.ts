import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { checkEndState } from "../../../bench/harness/end-state.ts";
import type { Fault } from "../../../bench/harness/faults.ts";
import { overridesOf, partsOf } from "../../../bench/harness/modes.ts";
import { foreign, own, type Producer } from "../../../bench/load/producers.ts";
import { type Mode, MODES } from "../../../bench/figures/result.ts";
import { freshRoot, startWorker } from "../../../bench/harness/rig.ts";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { readStatus } from "../../../src/doctor/status.ts";
import { drained } from "../../support/hive.ts";

setDefaultTimeout(120_000);

/** Drops entries one after the other, each when the last is applied. @returns what the worker says at its end */
async function consume(mode: Mode, produce: Producer, entries: number, fault?: Fault) {
  using dir = freshRoot();
  await using worker = await startWorker(dir.root, mode, { fault, config: { backstopIntervalMs: 3_600_000 } });
  const queue = new Queue(dir.root);
  for (let index = 0; index < entries; index += 1) {
    produce(queue, index);
    await drained(dir.root);
  }
  const { problems } = await readStatus(dir.root, Date.now(), DEFAULTS);
  const hasDoorbell = existsSync(queuePaths(dir.root).doorbell);
  const heartbeat = await worker.stop();
  checkEndState(dir.root, entries);
  return { ...heartbeat, problems, hasDoorbell };
}

test("in pseudo-event mode events are delivered, and none of them wakes the worker", async () => {
  const { watch_events: events, wakes, mode, hasDoorbell } = await consume("pseudo-event", own, 3);
  expect(events).toBeGreaterThan(0);
  expect(wakes).toMatchObject({ watch: 0, doorbell: 0 });
  expect(wakes["poll"]).toBeGreaterThan(0);
  expect({ mode, hasDoorbell }).toEqual({ mode: "poll", hasDoorbell: false });
});

test("in poll mode no event is listened to", async () => {
  const { watch_events: events, wakes, rings } = await consume("poll", own, 3);
  expect({ events, rings }).toEqual({ events: 0, rings: 0 });
  expect(wakes).toMatchObject({ watch: 0, doorbell: 0 });
  expect(wakes["poll"]).toBeGreaterThan(0);
});

test("in event mode the watcher alone wakes the worker, and a missing doorbell is no problem", async () => {
  const { wakes, rings, doorbell, hasDoorbell, problems } = await consume("event", own, 3);
  expect({ rings, doorbell, hasDoorbell, problems }).toEqual({
    rings: 0,
    doorbell: "off",
    hasDoorbell: false,
    problems: [],
  });
  expect(wakes).toMatchObject({ doorbell: 0, poll: 0, backstop: 0 });
  expect(wakes["watch"]).toBeGreaterThan(0);
});

test("event+doorbell is the worker as it is shipped: nothing is replaced, and rings wake it", async () => {
  const spec = { root: "/nowhere", mode: "event+doorbell", fault: null, config: {} } as const;
  expect({ parts: partsOf(spec), config: overridesOf(spec) }).toEqual({ parts: {}, config: { mode: "event" } });
  const { wakes, rings, doorbell } = await consume("event+doorbell", own, 3);
  expect({ rings, doorbell }).toEqual({ rings: 3, doorbell: "proven" });
  expect(wakes).toMatchObject({ poll: 0, backstop: 0 });
  expect(wakes["doorbell"]).toBeGreaterThan(0);
});

test("a polling mode looks as often as it is told, and a woken one takes no interval", () => {
  const spec = { root: "/nowhere", fault: null, config: {} } as const;
  const intervalsMs = { poll: 20, "pseudo-event": 30 };
  const told = MODES.map((mode) => overridesOf({ ...spec, mode, intervalsMs }));
  expect(told).toEqual([
    { mode: "poll", pollIntervalMs: 20 },
    { mode: "poll", pollIntervalMs: 30 },
    { mode: "event" },
    { mode: "event" },
  ]);
  expect(overridesOf({ ...spec, mode: "pseudo-event" })).toEqual({ mode: "poll", pollIntervalMs: 500 });
});

test("a foreign mv rings no doorbell and is found through the watcher", async () => {
  const { wakes, rings } = await consume("event+doorbell", foreign, 3);
  expect({ rings, doorbellWakes: wakes["doorbell"] }).toEqual({ rings: 0, doorbellWakes: 0 });
  expect(wakes["watch"]).toBeGreaterThan(0);
});

test("a polling loop that poses as event mode says so, and has no event to show", async () => {
  const found = await consume("event+doorbell", own, 3, "posing-poll");
  expect(found).toMatchObject({ mode: "event", fallback_reason: null, doorbell: "proven", rings: 0, watch_events: 0 });
  expect(found.wakes["watch"]).toBeGreaterThan(0);
});

test("a worker with slow entries takes 5 ms for each at the least", async () => {
  using dir = freshRoot();
  await using worker = await startWorker(dir.root, "event+doorbell", { fault: "slow-entry" });
  const queue = new Queue(dir.root);
  for (let index = 0; index < 50; index += 1) own(queue, index);
  await drained(dir.root);
  const { throughput_per_second: perSecond } = await worker.stop();
  expect(perSecond).toBeLessThanOrEqual(200);
  expect(perSecond).toBeGreaterThan(0);
});

test("a worker that cannot start is an error, and no process is left", async () => {
  using dir = freshRoot();
  expect(startWorker(dir.root, "event", { config: { batchSize: 0 } })).rejects.toThrow("the worker ended");
});
