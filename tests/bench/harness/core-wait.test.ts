import { expect, test } from "bun:test";
import { coreWaitOf } from "../../../bench/machine/core-wait.ts";
import { waitFor } from "../../support/wait-for.ts";

const canPin = process.platform === "linux" && Bun.which("taskset") !== null;

/** A program on the first core. */
const onFirstCore = (code: string) =>
  Bun.spawn(["taskset", "-c", "0", process.execPath, "-e", code], { stdout: "pipe", stderr: "ignore" });

test.if(canPin)("of two programs that want one core each one's wait is counted, and a sleep is not", async () => {
  const asleep = onFirstCore("process.stdout.write('ready'); setInterval(() => {}, 1e9)");
  const busy = [onFirstCore("for (;;);"), onFirstCore("for (;;);")];
  try {
    await asleep.stdout.getReader().read();
    const slept = coreWaitOf(asleep.pid);
    const waited = busy.map(({ pid }) => coreWaitOf(pid));
    const [sleptMs, waitedMs] = [slept(), waited.map((of) => of())];
    await waitFor(() => waited.every((of, index) => of() > waitedMs[index]! + 300));
    expect(slept() - sleptMs).toBeLessThan(150);
  } finally {
    for (const child of [asleep, ...busy]) child.kill("SIGKILL");
  }
});

test("a process that is not there has waited for nothing", () => {
  expect(coreWaitOf(2 ** 30)()).toBe(0);
});
