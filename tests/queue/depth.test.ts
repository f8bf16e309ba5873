import { expect, test } from "bun:test";
import { readdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { openQueue, ERROR, foreignWrite } from "./setup.ts";

const ENTRY = { operation: "o", payload: 1 };

test("an empty queue has no depth and no age", () => {
  using open = openQueue();
  expect(open.queue.depth()).toEqual({ pending: 0, processing: 0, failed: 0, temporary: 0, oldestAgeMs: null });
});

test("depth counts each state", () => {
  using open = openQueue({ maxAttempts: 1 });
  const { queue } = open;
  queue.enqueue(ENTRY, ENTRY, ENTRY, ENTRY);
  const [first] = queue.claim(3);
  queue.nack(first!, ERROR);
  writeFileSync(`${queue.paths.tmp}/x`, "");
  writeFileSync(`${queue.paths.pending}/.hidden.json`, "");
  writeFileSync(`${queue.paths.pending}/5_a.tmp`, "");
  expect({ ...queue.depth(), oldestAgeMs: null }).toEqual({
    pending: 1,
    processing: 2,
    failed: 1,
    temporary: 1,
    oldestAgeMs: null,
  });
});

test("the oldest age comes from hive's own names and from the times of foreign files", () => {
  using open = openQueue();
  const { queue, clock } = open;
  queue.enqueue(ENTRY);
  clock.advance(60_000);
  const own = queue.depth().oldestAgeMs!;
  expect(own).toBeGreaterThan(50_000);
  expect(own).toBeLessThanOrEqual(60_000);
  foreignWrite(queue, "1_a.json");
  const atMs = clock.nowMs() - 90_000;
  utimesSync(`${queue.paths.pending}/1_a.json`, atMs / 1000, atMs / 1000);
  expect(Math.round(queue.depth().oldestAgeMs!)).toBe(90_000);
});

test("an age is never below zero, and a link that leads to itself is counted", () => {
  using open = openQueue();
  const { queue, clock } = open;
  symlinkSync("5_loop.json", `${queue.paths.pending}/5_loop.json`);
  clock.advance(-60_000);
  expect(queue.depth()).toEqual({ pending: 1, processing: 0, failed: 0, temporary: 0, oldestAgeMs: 0 });
});

test("a name that is not UTF-8, which Bun cannot find, is no entry that waits", () => {
  using open = openQueue();
  const { pending } = open.queue.paths;
  Bun.spawnSync(["sh", "-c", `printf '{"operation":"o"}' > "$(printf '5_caf\\351.json')"`], { cwd: pending });
  // A file system that takes UTF-8 alone, as that of macOS, has none.
  expect(readdirSync(pending).length).toBe(process.platform === "linux" ? 1 : 0);
  expect(open.queue.depth()).toMatchObject({ pending: 0, oldestAgeMs: null });
});
