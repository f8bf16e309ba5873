import { expect, test } from "bun:test";
import { symlinkSync, writeFileSync } from "node:fs";
import { mayBeFull } from "../../../src/queue/producer/limits.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { openQueue, states } from "../setup.ts";

const ENTRY = { operation: "o", payload: 1 };
const HINT = "is a worker running? start one with: hive worker";

test("enqueue refuses at maxPending and takes again after an ack", () => {
  using open = openQueue({ maxPending: 2 });
  const { queue } = open;
  queue.enqueue(ENTRY);
  queue.enqueue(ENTRY);
  expect(() => queue.enqueue(ENTRY)).toThrow(
    expect.objectContaining({
      code: "HIVE_QUEUE_FULL",
      message: "2 entries are pending, the limit is maxPending 2",
      hint: HINT,
    }),
  );
  expect(states(queue).pending).toHaveLength(2);
  for (const claim of queue.claim(1)) queue.ack(claim);
  expect(queue.enqueue(ENTRY).entries).toHaveLength(1);
});

test("enqueue refuses at maxPendingBytes", () => {
  using open = openQueue({ maxPendingBytes: 1000 });
  const { queue } = open;
  for (let index = 0; index < 4; index += 1) writeFileSync(`${queue.paths.pending}/5_${index}.json`, "x".repeat(249));
  queue.enqueue(ENTRY);
  expect(() => queue.enqueue(ENTRY)).toThrow(expect.objectContaining({ code: "HIVE_QUEUE_FULL", hint: HINT }));
});

test("a link in pending/ that leads to itself does not keep enqueue from counting", () => {
  using open = openQueue({ maxPendingBytes: 1000 });
  symlinkSync("5_loop.json", `${open.queue.paths.pending}/5_loop.json`);
  expect(open.queue.enqueue(ENTRY).entries).toHaveLength(1);
});

test("a directory's size proves that few entries cannot be over the limits", () => {
  const limits = { maxPending: 1000, maxPendingBytes: 1_000_000, maxEntryBytes: 1000 };
  expect([0, 15_999, 16_000].map((bytes) => mayBeFull(bytes, limits))).toEqual([false, false, true]);
});

test("of the room that a look found a process takes a sixteenth, then it looks again", () => {
  using open = openQueue({ maxPending: 160 });
  const { queue } = open;
  queue.enqueue(ENTRY);
  for (let index = 0; index < 200; index += 1) writeFileSync(`${queue.paths.pending}/5_${index}.json`, "{}");
  const enqueueTen = (): void => {
    for (let index = 0; index < 10; index += 1) queue.enqueue(ENTRY);
  };
  expect(enqueueTen).toThrow(expect.objectContaining({ code: "HIVE_QUEUE_FULL" }));
});

test("a look at pending/ does not hold for long", async () => {
  using open = openQueue({ maxPending: 160 });
  const { queue } = open;
  queue.enqueue(ENTRY);
  for (let index = 0; index < 200; index += 1) writeFileSync(`${queue.paths.pending}/5_${index}.json`, "{}");
  await Bun.sleep(150);
  expect(() => queue.enqueue(ENTRY)).toThrow(expect.objectContaining({ code: "HIVE_QUEUE_FULL" }));
});

test("processes that take turns stay below maxPending", () => {
  using open = openQueue({ maxPending: 100 });
  const queues = Array.from({ length: 8 }, () => new Queue(open.root, { maxPending: 100 }));
  const enqueueAll = (): void => {
    for (let index = 0; index < 200; index += 1) queues[index % queues.length]!.enqueue(ENTRY);
  };
  expect(enqueueAll).toThrow(expect.objectContaining({ code: "HIVE_QUEUE_FULL" }));
  expect(states(open.queue).pending).toHaveLength(100);
});

test("a long count that found room is not made again at once, and a permit from a clock set back is not believed", () => {
  using open = openQueue({ maxPending: 2 });
  const { queue } = open;
  const permit = `${queue.paths.queue}/.room`;
  writeFileSync(permit, String(Date.now() + 30_000));
  for (let index = 0; index < 4; index += 1) queue.enqueue(ENTRY);
  writeFileSync(permit, String(Date.now() + 86_400_000));
  expect(() => queue.enqueue(ENTRY)).toThrow(expect.objectContaining({ code: "HIVE_QUEUE_FULL" }));
});
