import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { looksStale } from "../../../src/capture/workers/ensure-worker.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { reportPath } from "../../../src/queue/claims/recover.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { VERSION } from "../../../src/base/version.ts";
import { findWorkers } from "../../../src/supervisor/find.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { readStatus } from "../../../src/doctor/status.ts";
import { findStuck } from "../../../src/supervisor/stuck.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { callHook, runWorkerOnce, drained, payload, rows, SESSION, startWorker } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import { countCase, expectOnce, message, newQueue, workerIn } from "./setup.ts";

setDefaultTimeout(120_000);

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

test.each([
  ["ahead", YEAR_MS],
  ["back", -YEAR_MS],
] as const)(
  "the clock jumps a year %s while a worker runs: what comes is applied once, and status is well",
  async (_, jumpMs) => {
    using dir = tempDir();
    const clock = new FakeClock();
    await using worker = await workerIn(
      dir.root,
      { backstopIntervalMs: 50, idleExitSeconds: 0, sessionRetentionDays: 0 },
      { clock },
    );
    const ids = worker.queue.enqueue(message("before")).entries.map(({ seq }) => seq);
    await drained(dir.root);
    clock.advance(jumpMs);
    const { backstop } = worker.wakes.counts;
    await waitFor(() => worker.wakes.counts.backstop > backstop + 1);
    ids.push(...worker.queue.enqueue(message("after")).entries.map(({ seq }) => seq));
    await drained(dir.root);
    await waitFor(() => readHeartbeat(worker.queue.paths)?.events_processed === 2);
    expect((await readStatus(dir.root, clock.nowMs(), DEFAULTS)).problems).toEqual([]);
    expectOnce(dir.root, ["after", "before"]);
  },
);

test("an entry put off by a clock that was set back since is tried at once, not in a year", async () => {
  using dir = tempDir();
  const clock = new FakeClock();
  clock.advance(YEAR_MS);
  const ahead = new Queue(dir.root, { worker: "w", clock });
  const { entries } = ahead.enqueue(message("put off"));
  const [claim] = ahead.claim(1);
  ahead.nack(claim!, { code: "X", message: "x" });
  await runWorkerOnce(dir.root);
  expectOnce(
    dir.root,
    ["put off"],
    entries.map(({ seq }) => seq),
  );
});

test("an entry whose file is from the future is applied, and one that does not parse is no longer being written", async () => {
  using dir = tempDir();
  const { paths, deadLetters } = newQueue(dir.root);
  const future = new Date(Date.now() + YEAR_MS);
  for (const [name, text] of [
    ["5_good.json", JSON.stringify(message("from the future"))],
    ["5_bad.json", "{"],
    ["misnamed.json", "{}"],
  ] as const) {
    writeFileSync(`${paths.tmp}/${name}`, text, { mode: 0o600 });
    utimesSync(`${paths.tmp}/${name}`, future, future);
    renameSync(`${paths.tmp}/${name}`, `${paths.pending}/${name}`);
  }
  await using worker = await workerIn(dir.root);
  await waitFor(() => deadLetters.names().length === 2);
  await worker.stop();
  expect(readdirSync(paths.pending)).toEqual([]);
  expectOnce(dir.root, ["from the future"]);
});

test("a throttle from the future does not keep the hook from its checkpoint", async () => {
  using dir = tempDir();
  const { paths } = newQueue(dir.root);
  writeFileSync(`${paths.instances}/${SESSION}.json`, String(Date.now() + YEAR_MS));
  expect(await callHook(dir.root, payload("03-posttooluse-edit"))).toMatchObject({ exitCode: 0, stdout: "" });
  await runWorkerOnce(dir.root);
  expect(rows(dir.root, "SELECT id FROM hive_checkpoints")).toHaveLength(1);
  countCase();
});

test("a worker whose last entry is in the future and that takes nothing is stuck, however far the clock was set back", async () => {
  using dir = tempDir();
  await using child = await startWorker(dir.root);
  const { paths } = newQueue(dir.root);
  await waitFor(() => findWorkers(paths)[0]?.heartbeat);
  const [worker] = findWorkers(paths);
  process.kill(child.pid, "SIGSTOP");
  const future = new Date(Date.now() + DAY_MS).toISOString();
  writeFileSync(reportPath(paths, worker!.id), JSON.stringify({ ...worker!.heartbeat, last_process_time: future }));
  writeFileSync(`${paths.pending}/5_waiting.json`, JSON.stringify(message("waiting")), { mode: 0o600 });
  const minuteAgo = new Date(Date.now() - 60_000);
  utimesSync(`${paths.pending}/5_waiting.json`, minuteAgo, minuteAgo);
  expect(findStuck(paths, findWorkers(paths), 30_000, Date.now()).map(({ id }) => id)).toEqual([worker!.id]);
  const text = JSON.stringify({ version: VERSION, last_process_time: future });
  expect(looksStale(text, Date.now() - 1000, Date.now())).toBe(true);
  expect(
    looksStale(
      JSON.stringify({ version: VERSION, last_process_time: new Date().toISOString() }),
      Date.now() - 1000,
      Date.now(),
    ),
  ).toBe(false);
  process.kill(child.pid, "SIGCONT");
  await drained(dir.root);
  expectOnce(dir.root, ["waiting"]);
});

test("a worker that is idle when the clock is set back ends after its idle time, not when the clock has caught up", async () => {
  using dir = tempDir();
  const clock = new FakeClock();
  await using worker = await workerIn(dir.root, { idleExitSeconds: 60, backstopIntervalMs: 20 }, { clock });
  worker.queue.enqueue(message("last"));
  await drained(dir.root);
  clock.advance(-YEAR_MS);
  const { backstop } = worker.wakes.counts;
  await waitFor(() => worker.wakes.counts.backstop > backstop + 1);
  clock.advance(61_000);
  await worker.done;
  expectOnce(dir.root, ["last"]);
});

test("a worker that is to be idle for a year waits, and does not spin", async () => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root, { idleExitSeconds: 31_536_000, backstopIntervalMs: 3_600_000 });
  const ids = worker.queue.enqueue(message("one")).entries.map(({ seq }) => seq);
  await drained(dir.root);
  await waitFor(() => readHeartbeat(queuePaths(dir.root))?.events_processed === 1);
  expect(worker.wakes.counts.due).toBe(0);
  expectOnce(dir.root, ["one"], ids);
});
