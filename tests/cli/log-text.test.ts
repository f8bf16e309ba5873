import { expect, test } from "bun:test";
import { sentence } from "../../src/cli/text/log-text.ts";

const told = (level: string, message: string, fields: object): string =>
  sentence(JSON.stringify({ time: "2026-01-01T00:00:00.000Z", level, message, ...fields })).slice(21, -1);

test.each([
  [
    "info",
    "worker started",
    { worker: "1-a", mode: "event", fallbackReason: null, durability: "process" },
    "worker 1-a started: the kernel's events wake it, and what it saves survives a crash of a process",
  ],
  [
    "info",
    "worker started",
    { worker: "1-a", mode: "poll", fallbackReason: "watch: no event arrives", durability: "power" },
    "worker 1-a started: it looks at the queue by a timer instead of events (watch: no event arrives), and what it saves survives a power cut",
  ],
  [
    "info",
    "worker started",
    { worker: "1-a", mode: "event", fallbackReason: null, durability: "process", isOnce: true },
    "worker 1-a started: it applies what waits and ends, and what it saves survives a crash of a process",
  ],
  ["info", "worker stopped", { worker: "1-a", applied: 1 }, "worker 1-a stopped: it applied 1 entry"],
  ["warn", "a batch failed", { entries: 3, error: "disk full" }, "WARN  a batch failed (3 entries): disk full"],
  ["info", "toString", { name: null }, "toString"],
])("a line of level %s about %p with %p is told in a sentence", (level, message, fields, text) => {
  expect(told(level, message, fields)).toBe(text);
});

test("a line that a crash cut is shown as it is", () => {
  expect(sentence('{"time": "20')).toBe('{"time": "20\n');
});
