import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { statIn } from "../../src/platform/process/process-stat.ts";
import { isProcessRunning, isSessionRunning } from "../../src/recall/choose/process-alive.ts";
import { Child } from "../support/process.ts";
import { waitFor } from "../support/wait-for.ts";

setDefaultTimeout(120_000);

const HOUR_MS = 3_600_000;

test("a session without a known process is neither running nor not", () => {
  expect(isSessionRunning([], 0)).toBeNull();
  expect(isSessionRunning([{ pid: null, lastSeenMs: 0 }], 0)).toBeNull();
});

test("a session runs while its process does", async () => {
  await using child = new Child(join(import.meta.dir, "../support/processes/sleeper-fixture.ts"));
  await child.printed("asleep");
  const nowMs = Date.now();
  const sightings = [{ pid: child.pid, lastSeenMs: nowMs }];
  expect(isSessionRunning(sightings, nowMs)).toBe(true);
  expect(isSessionRunning(sightings, nowMs, [child.pid])).toBe(false);
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

const isLinux = process.platform === "linux";

const ticks = (pid: number) => statIn(readFileSync(`/proc/${pid}/stat`, "utf8"))!.startTicks;

/** The process as the hook would have seen it. */
function seen(pid: number) {
  const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return { pid, startTicks: ticks(pid), initTicks: ticks(1), bootId };
}

test.skipIf(!isLinux)("a process is known by its start, its boot and its namespace", () => {
  const own = seen(process.pid);
  const runs = (change: object) => isProcessRunning({ ...own, ...change }, 0, Date.now(), []);
  expect(runs({})).toBe(true);
  expect(runs({ startTicks: own.startTicks - 1 })).toBe(false);
  expect(runs({ bootId: "another" })).toBeNull();
  expect(runs({ initTicks: own.initTicks + 1 })).toBeNull();
  expect(isProcessRunning(own, 0, Date.now(), [process.pid])).toBe(false);
});

test.skipIf(!isLinux)("a process that has ended and is not reaped yet is dead", async () => {
  // The shell's child ends once the shell has become a sleep, which never asks for it.
  const script = "exec 3<&0; (read line <&3) & echo $!; exec sleep 60 3<&-";
  const shell = Bun.spawn(["sh", "-c", script], { stdin: "pipe", stdout: "pipe" });
  const { value } = await shell.stdout.getReader().read();
  const pid = Number(new TextDecoder().decode(value));
  try {
    await waitFor(() => readFileSync(`/proc/${shell.pid}/comm`, "utf8").trim() === "sleep");
    void shell.stdin.write("\n");
    await shell.stdin.end();
    await waitFor(() => statIn(readFileSync(`/proc/${pid}/stat`, "utf8"))?.state === "Z");
    expect(isProcessRunning(seen(pid), Date.now(), Date.now(), [])).toBe(false);
    expect(isSessionRunning([{ pid, lastSeenMs: Date.now() }], Date.now())).toBe(false);
  } finally {
    shell.kill();
  }
});
