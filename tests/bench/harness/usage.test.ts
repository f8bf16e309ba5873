import { expect, setDefaultTimeout, test } from "bun:test";
import { readUsage, timeMs, usedBetween } from "../../../bench/machine/usage.ts";
import { Child } from "../../support/process.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(120_000);

const isLinux = process.platform === "linux";

test("the CPU time of a process counts what its children use", async () => {
  await using child = new Child(`${import.meta.dir}/../support/usage-fixture.ts`);
  await child.printed("ready");
  const before = readUsage(child.pid);
  await child.write("go\n");
  // Its child burns until it is killed.
  const used = await waitFor(() => {
    const now = usedBetween(before, readUsage(child.pid));
    return now.cpuMs > 100 && now;
  });
  expect(used.wakeups === null).toBe(!isLinux);
});

test.if(isLinux)("a process that sleeps uses next to nothing, and its wakeups are counted", async () => {
  await using child = new Child(`${import.meta.dir}/../support/usage-fixture.ts`, ["tick"]);
  await child.printed("ready");
  const before = readUsage(child.pid);
  await waitFor(() => (usedBetween(before, readUsage(child.pid)).wakeups ?? 0) >= 5);
});

test("a process that is gone has no usage", async () => {
  await using child = new Child(`${import.meta.dir}/../support/usage-fixture.ts`);
  child.kill();
  await child.outcome();
  expect(() => readUsage(child.pid)).toThrow();
});

test("a thread that began in between counts from its start, and one that ended counts no more", () => {
  const before = new Map([
    ["1", { cpuMs: 10, wakeups: 4 }],
    ["2", { cpuMs: 50, wakeups: 9 }],
  ]);
  const after = new Map([
    ["1", { cpuMs: 12, wakeups: 5 }],
    ["3", { cpuMs: 3, wakeups: 2 }],
  ]);
  expect(usedBetween(before, after)).toEqual({ cpuMs: 5, wakeups: 3 });
  expect(usedBetween(new Map(), new Map([["1", { cpuMs: 1, wakeups: null }]]))).toEqual({ cpuMs: 1, wakeups: null });
});

test("the times that ps prints are read", () => {
  expect(["0:00.05", "00:01:02", "1-02:03:04"].map(timeMs)).toEqual([50, 62_000, 93_784_000]);
});
