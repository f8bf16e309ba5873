import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { isSessionRunning } from "../../src/recall/process-alive.ts";
import { Child } from "../support/process.ts";

setDefaultTimeout(120_000);

const HOUR_MS = 3_600_000;

test("a session without a known process is neither running nor not", () => {
  expect(isSessionRunning([], 0)).toBeNull();
  expect(isSessionRunning([{ pid: null, lastSeenMs: 0 }], 0)).toBeNull();
});

test("a session runs while its process does", async () => {
  await using child = new Child(join(import.meta.dir, "../support/sleeper-fixture.ts"));
  await child.printed("asleep");
  const nowMs = Date.now();
  const sightings = [{ pid: child.pid, lastSeenMs: nowMs }];
  expect(isSessionRunning(sightings, nowMs)).toBe(true);
  expect(isSessionRunning(sightings, nowMs, child.pid)).toBe(false);
  expect(isSessionRunning([{ pid: null, lastSeenMs: nowMs }, ...sightings], nowMs)).toBe(true);
  expect(isSessionRunning(sightings, nowMs + 25 * HOUR_MS)).toBe(false);
  child.kill();
  await child.outcome();
  expect(isSessionRunning(sightings, nowMs)).toBe(false);
});

test.skipIf(process.platform !== "linux")(
  "a process that began after the session was last seen is another one with its number",
  () => {
    const { pid } = process;
    const startedMs = Date.now() - process.uptime() * 1000;
    expect(isSessionRunning([{ pid, lastSeenMs: startedMs + 5000 }], Date.now())).toBe(true);
    expect(isSessionRunning([{ pid, lastSeenMs: startedMs - 5000 }], Date.now())).toBe(false);
  },
);

test.each([0, -1, 1.5, Number.NaN, 2 ** 31])("%p is no process", (pid) => {
  expect(isSessionRunning([{ pid, lastSeenMs: 0 }], 0)).toBe(false);
});
