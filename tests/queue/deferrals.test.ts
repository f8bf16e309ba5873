import { expect, test } from "bun:test";
import * as fs from "node:fs";
import type { QueueStep } from "../../src/queue/queue.ts";
import { foreignWrite, openQueue } from "./setup.ts";

test("a file that is being written is looked at after waits that double, and never taken away before it has changed", () => {
  const steps: QueueStep[] = [];
  using open = openQueue({ onStep: (step) => steps.push(step) });
  const { queue, clock } = open;
  const path = `${queue.paths.pending}/5_a.json`;
  fs.writeFileSync(path, "{");
  const writtenMs = fs.statSync(path).mtimeMs;
  clock.advance(writtenMs + 4 - clock.nowMs());
  const ages: number[] = [];
  for (let look = 0; look < 9; look += 1) {
    queue.wake();
    expect(queue.claim(1)).toEqual([]);
    ages.push(Math.round(queue.nextDueMs! - writtenMs));
    clock.advance(queue.nextDueMs! - clock.nowMs());
  }
  expect(ages).toEqual([8, 16, 32, 64, 128, 256, 512, 1024, 2000]);
  expect(steps).toEqual([]);
  fs.appendFileSync(path, '"operation":"o","payload":1}');
  queue.wake();
  expect(queue.claim(1)).toHaveLength(1);
});

test("a file written just now is looked at again after 2 ms", () => {
  using open = openQueue();
  const { queue, clock } = open;
  const path = `${queue.paths.pending}/5_a.json`;
  fs.writeFileSync(path, "{");
  clock.advance(fs.statSync(path).mtimeMs - clock.nowMs());
  queue.claim(1);
  expect(queue.nextDueMs! - clock.nowMs()).toBeCloseTo(2, 1);
});

test("after the claim of a foreign name the directory is looked at seven times more, of a name of hive's own not at all", () => {
  using open = openQueue();
  const { queue, clock } = open;
  queue.enqueue({ operation: "o", payload: 1 });
  expect(queue.claim(1)).toHaveLength(1);
  expect(queue.nextLookMs).toBeNull();
  foreignWrite(queue, "5_a.json");
  queue.wake();
  expect(queue.claim(2)).toHaveLength(1);
  const waits: number[] = [];
  while (queue.nextLookMs !== null) {
    waits.push(Math.round(queue.nextLookMs - clock.nowMs()));
    clock.advance(queue.nextLookMs - clock.nowMs());
    queue.claim(1);
  }
  expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640]);
  expect(queue.nextDueMs).toBeNull();
});

test("a clock that is set back does not put off the looks", () => {
  using open = openQueue();
  const { queue, clock } = open;
  foreignWrite(queue, "5_a.json");
  expect(queue.claim(2)).toHaveLength(1);
  clock.advance(-3_600_000);
  queue.claim(1);
  expect(queue.nextLookMs! - clock.nowMs()).toBeLessThanOrEqual(20);
});
