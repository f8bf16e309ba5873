import { expect, setDefaultTimeout, test } from "bun:test";
import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { errorCode } from "../../../src/base/errors.ts";
import type { QueuePaths } from "../../../src/queue/layout.ts";
import { DoorbellSource } from "../../../src/wake/doorbell.ts";
import { WatchSource } from "../../../src/wake/watch.ts";
import { callHook, drained, payload, startWorker } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { IS_LONG } from "../../support/torture-report.ts";
import { waitFor } from "../../support/wait-for.ts";
import { countCase, expectOnce, logOf, message, newQueue, statusOf, workerIn } from "./setup.ts";

setDefaultTimeout(120_000);

const NEVER_MS = 3_600_000;
const PIPE_BYTES = 65_536;

/** Commits an entry as a foreign program does, without the doorbell. */
function move(paths: QueuePaths, text: string): string {
  const seq = Bun.randomUUIDv7();
  writeFileSync(`${paths.tmp}/${seq}`, JSON.stringify(message(text)), { mode: 0o600 });
  renameSync(`${paths.tmp}/${seq}`, `${paths.pending}/5_${seq}.json`);
  return seq;
}

const STAND_INS: ReadonlyArray<readonly [string, (path: string) => void]> = [
  ["deleted", () => undefined],
  ["replaced by a regular file", (path) => writeFileSync(path, "")],
  ["replaced by a directory", (path) => mkdirSync(path)],
];

test.each(STAND_INS)(
  "the doorbell is %s: the hook does not wait, and entries flow by the watcher alone",
  async (_, put) => {
    using dir = tempDir();
    await using worker = await workerIn(dir.root, { backstopIntervalMs: NEVER_MS });
    const { doorbell } = worker.queue.paths;
    rmSync(doorbell);
    put(doorbell);
    expect(await callHook(dir.root, payload("29-stop"))).toMatchObject({ stdout: "", stderr: "", exitCode: 0 });
    const { entries, isHeard } = worker.queue.enqueue(message("unheard"));
    expect(isHeard).toBe(false);
    await drained(dir.root);
    expect(worker.wakes.counts).toMatchObject({ doorbell: 0, backstop: 0 });
    expectOnce(
      dir.root,
      ["unheard"],
      entries.map(({ seq }) => seq),
    );
  },
);

test.each(STAND_INS.slice(0, 2))("the doorbell is %s: the backstop makes it again", async (_, put) => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root, { backstopIntervalMs: 50 });
  rmSync(worker.queue.paths.doorbell);
  put(worker.queue.paths.doorbell);
  await waitFor(() => lstatSync(worker.queue.paths.doorbell, { throwIfNoEntry: false })?.isFIFO() === true);
  await waitFor(() => worker.queue.enqueue(message("ring")).isHeard);
  expect(worker.wakes.state).toMatchObject({ doorbell: "proven", mode: "event" });
  countCase();
});

test("a directory in the doorbell's place is moved aside with what is in it, and the doorbell is heard again", async () => {
  using dir = tempDir();
  await using worker = await workerIn(dir.root, { backstopIntervalMs: 50 });
  const { doorbell, queue } = worker.queue.paths;
  rmSync(doorbell);
  mkdirSync(doorbell);
  writeFileSync(`${doorbell}/kept`, "kept");
  await waitFor(() => lstatSync(doorbell, { throwIfNoEntry: false })?.isFIFO() === true);
  await waitFor(() => worker.wakes.state.doorbell === "proven");
  const seq = move(worker.queue.paths, "by mv");
  await drained(dir.root);
  const aside = readdirSync(queue).filter((name) => name.startsWith("doorbell.foreign-"));
  expect(aside.map((name) => readFileSync(`${queue}/${name}/kept`, "utf8"))).toEqual(["kept"]);
  expectOnce(dir.root, ["by mv"], [seq]);
});

/** Writes until nothing more fits. */
function fillDoorbell(path: string): number {
  const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  let bytes = 0;
  try {
    for (;;) bytes += writeSync(fd, new Uint8Array(4096).fill(1));
  } catch (error) {
    if (errorCode(error) !== "EAGAIN") throw error;
    return bytes;
  } finally {
    closeSync(fd);
  }
}

test("a full doorbell that a stopped worker does not read: hooks do not wait, and all is applied once when it goes on", async () => {
  using dir = tempDir();
  await using worker = await startWorker(dir.root);
  const { paths } = newQueue(dir.root);
  process.kill(worker.pid, "SIGSTOP");
  expect(fillDoorbell(paths.doorbell)).toBeGreaterThanOrEqual(PIPE_BYTES);
  expect(await callHook(dir.root, payload("29-stop"))).toMatchObject({ stdout: "", stderr: "", exitCode: 0 });
  const { entries, isHeard } = newQueue(dir.root).enqueue(message("rung in vain"));
  expect(isHeard).toBe(true);
  process.kill(worker.pid, "SIGCONT");
  await drained(dir.root);
  expect(worker.stderr).not.toContain('"level":"warn"');
  expectOnce(
    dir.root,
    ["rung in vain"],
    entries.map(({ seq }) => seq),
  );
});

test("a doorbell that is full proves itself by what fills it, and throws nothing", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  const path = `${dir.root}/doorbell`;
  const doorbell = new DoorbellSource(path);
  let wakes = 0;
  doorbell.start(() => (wakes += 1));
  fillDoorbell(path);
  expect(await doorbell.prove(10_000)).toBe(true);
  await waitFor(() => wakes > 0);
  doorbell.stop();
  countCase();
});

/** A system whose watches are used up, until one is given back. */
class ExhaustedWatch extends WatchSource {
  isExhausted = true;

  override start(onWake: () => void): void {
    if (!this.isExhausted) return super.start(onWake);
    throw Object.assign(new Error("ENOSPC: System limit for number of file watchers reached"), { code: "ENOSPC" });
  }
}

// Injected: to use up the real limit would disturb every other program on the machine.
test("no watch is left: the worker polls and status says why; events come again when one is given back", async () => {
  using dir = tempDir();
  const queue = newQueue(dir.root);
  const watch = new ExhaustedWatch(queue.paths.pending);
  await using worker = await workerIn(dir.root, { pollIntervalMs: 5, backstopIntervalMs: 50 }, { watch });
  expect(worker.wakes.state).toMatchObject({ mode: "poll", watch: "failed" });
  const ids = [move(queue.paths, "polled")];
  await drained(dir.root);
  const { text } = await statusOf(dir.root);
  expect(text).toContain("warning     worker: it polls, not by choice: watch: ENOSPC: System limit");
  watch.isExhausted = false;
  await waitFor(() => worker.wakes.state.mode === "event");
  const { watch: before } = worker.wakes.counts;
  ids.push(move(queue.paths, "by event"));
  await drained(dir.root);
  expect(worker.wakes.counts.watch).toBeGreaterThan(before);
  expect(logOf(dir.root)).toContain("events arrive again");
  expectOnce(dir.root, ["by event", "polled"], ids);
});

test("more renames than the kernel's event queue holds while the worker is stopped: all are applied once", async () => {
  using dir = tempDir();
  await using worker = await startWorker(dir.root);
  const { paths } = newQueue(dir.root);
  process.kill(worker.pid, "SIGSTOP");
  // Each makes two events: fs.inotify.max_queued_events is 16,384 by default.
  const other = `${paths.pending}/.moving`;
  writeFileSync(other, "");
  for (let index = 0; index < 10_000; index += 1)
    renameSync(index % 2 === 0 ? other : `${other}~`, index % 2 === 0 ? `${other}~` : other);
  const texts = Array.from({ length: IS_LONG ? 20_000 : 500 }, (_, index) => `${100_000 + index}`);
  const ids = texts.map((text) => move(paths, text));
  rmSync(other, { force: true });
  process.kill(worker.pid, "SIGCONT");
  await drained(dir.root);
  expectOnce(dir.root, texts, ids);
});

/** Proves itself at the start, and tells of nothing afterwards. */
class SilentWatch extends WatchSource {
  isSilent = false;

  override start(onWake: () => void): void {
    super.start(() => {
      if (!this.isSilent) onWake();
    });
  }
}

test("a watcher that falls silent: the backstop finds the entry, and nothing is lost", async () => {
  using dir = tempDir();
  const queue = newQueue(dir.root);
  const watch = new SilentWatch(queue.paths.pending);
  await using worker = await workerIn(dir.root, { backstopIntervalMs: 1500 }, { watch });
  watch.isSilent = true;
  const ids = [move(queue.paths, "unannounced")];
  await drained(dir.root);
  expect(worker.wakes.counts).toMatchObject({ watch: 0, doorbell: 0 });
  expect(worker.wakes.counts.backstop).toBeGreaterThan(0);
  watch.isSilent = false;
  ids.push(move(queue.paths, "announced"));
  await drained(dir.root);
  expectOnce(dir.root, ["announced", "unannounced"], ids);
  expect(existsSync(queue.paths.doorbell)).toBe(true);
});

test("a probe that cannot be written takes no worker down", async () => {
  using dir = tempDir();
  const queue = newQueue(dir.root);
  class UnwritableWatch extends WatchSource {
    isFull = false;

    override prove(timeoutMs: number): Promise<boolean> {
      if (this.isFull) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
      return super.prove(timeoutMs);
    }
  }
  const watch = new UnwritableWatch(queue.paths.pending);
  await using worker = await workerIn(dir.root, { pollIntervalMs: 5, backstopIntervalMs: NEVER_MS }, { watch });
  watch.isFull = true;
  await worker.wakes.check(true);
  expect(worker.wakes.state).toMatchObject({ mode: "poll", fallbackReason: "watch: ENOSPC: no space left on device" });
  const ids = [move(queue.paths, "polled")];
  await drained(dir.root);
  watch.isFull = false;
  await worker.wakes.check(false);
  expect(worker.wakes.state.mode).toBe("event");
  expectOnce(dir.root, ["polled"], ids);
});
