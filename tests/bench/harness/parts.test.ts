import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { seriesFigure } from "../../../bench/figures/figures.ts";
import { sentAtMs } from "../../../bench/load/programs/producer.ts";
import { runToEnd } from "../../../bench/harness/run-program.ts";
import { readWorkSpan } from "../../../bench/harness/worker-log.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { failureOf } from "../support/failure.ts";

const { signal } = new AbortController();

function writeLog(root: string, lines: readonly object[]): void {
  mkdirSync(`${root}/logs`, { recursive: true });
  writeFileSync(`${root}/logs/worker.log`, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

test("the work of several workers lasts from the first one's start to the last one's end", () => {
  using dir = tempDir();
  writeLog(dir.root, [
    { time: "2026-01-01T00:00:01.000Z", message: "worker started", worker: "a" },
    { time: "2026-01-01T00:00:01.500Z", message: "worker started", worker: "b" },
    { time: "2026-01-01T00:00:02.000Z", message: "worker stopped", worker: "a", applied: 2 },
    { time: "2026-01-01T00:00:03.250Z", message: "worker stopped", worker: "b", applied: 3 },
  ]);
  expect(readWorkSpan(dir.root)).toEqual({ ms: 2250, applied: [2, 3] });
});

test("the work of a worker that did not end in order is not measured", () => {
  using dir = tempDir();
  writeLog(dir.root, [{ time: "2026-01-01T00:00:01.000Z", message: "worker started", worker: "a" }]);
  expect(() => readWorkSpan(dir.root)).toThrow("of 1 workers 0 ended in order");
});

test("a program that ends with a code other than 0 is no sample", async () => {
  const command = [process.execPath, "-e", "process.exit(3)"];
  expect(await failureOf(runToEnd(command, { signal }))).toContain("ended with 3");
});

test("an abort ends the program that is measured", async () => {
  const ending = new AbortController();
  const running = runToEnd([process.execPath, "-e", "setInterval(() => {}, 1000)"], { signal: ending.signal });
  ending.abort(new Error("interrupted"));
  expect(await failureOf(running)).toContain("interrupted");
});

test("the memory of a program is its own, not that of the process that started it", async () => {
  const ballast = Buffer.alloc(256 * 1024 ** 2, 1);
  const command = [process.execPath, "-e", "await Bun.sleep(200)"];
  const { peakMiB } = await runToEnd(command, { signal, watchesMemory: true });
  expect(ballast.length).toBe(256 * 1024 ** 2);
  // Null where there is no /proc.
  expect(peakMiB ?? 0).toBeLessThan(200);
});

test("a producer's id tells when its enqueue began", () => {
  expect(sentAtMs("p1:17@1763950000123.456")).toBe(1_763_950_000_123.456);
});

test("a figure of one or two trials has no interval, one of three has", () => {
  const series = { id: "x", label: "x", mode: null, unit: "ms" };
  expect(seriesFigure({ ...series, trials: [[2]] }, "p50")).toMatchObject({ value: 2, interval: null, n: 1 });
  expect(seriesFigure({ ...series, trials: [[1], [3]] }, "mean")).toMatchObject({ value: 2, interval: null, n: 2 });
  const { value, interval, n } = seriesFigure({ ...series, trials: [[1], [2], [3]] }, "mean");
  expect({ value, n }).toEqual({ value: 2, n: 3 });
  expect(interval![0]).toBeLessThan(2);
  expect(interval![1]).toBeGreaterThan(2);
});

test.each(["compare-hooks.ts"])("%s refuses a count that is none in one line, before it measures", async (script) => {
  await using child = new Child(`${import.meta.dir}/../../../scripts/figures/${script}`, ["--n", "0"]);
  const { stdout, stderr, exitCode } = await child.outcome();
  expect(stderr).toMatch(/^--n must be a whole number from 1 to [\d,]+, not "0"\n$/);
  expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 20 });
});
