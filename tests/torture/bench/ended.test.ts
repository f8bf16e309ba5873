/** A harness that is ended while it measures leaves nothing behind. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchResult } from "../../../bench/figures/result.ts";
import { hive } from "../../support/hive.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(120_000);

const isLinux = process.platform === "linux";
const read = (path: string): BenchResult => JSON.parse(readFileSync(path, "utf8")) as BenchResult;

/** Processes whose command line names a directory. Linux. */
function processesNaming(directory: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/cmdline`))
    .filter((pid) => commandLine(pid).includes(directory));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    // It ended between the two looks.
    return "";
  }
}

test.if(isLinux).each(["SIGINT", "SIGTERM"] as const)(
  "a run that is ended by %s leaves no process and no directory, and keeps what it has measured",
  async (signal) => {
    using dir = tempDir();
    const json = join(dir.path, "found.json");
    const temporary = join(dir.path, "tmp");
    mkdirSync(temporary);
    // A trial of idle-cpu takes half a second: eight are not over before the signal.
    const args = ["latency", "idle-cpu", "--smoke", "--mode", "event", "--trials", "8", "--json", json];
    await using child = hive(["bench", ...args], { TMPDIR: temporary });
    await waitFor(() => existsSync(json) && processesNaming(temporary).length >= 2, { timeoutMs: 100_000 });
    process.kill(child.pid, signal);
    const { exitCode, stderr } = await child.outcome();
    expect(stderr).toContain("idle-cpu was interrupted");
    expect(exitCode).toBe(130);
    expect(read(json).scenarios.map((one) => one.scenario)).toEqual(["latency"]);
    expect(readdirSync(temporary)).toEqual([]);
    await waitFor(() => processesNaming(temporary).length === 0);
  },
);

test.if(isLinux)(
  "a scenario that heeds no signal is ended with its processes and directories all the same",
  async () => {
    using dir = tempDir();
    await using child = new Child(join(import.meta.dir, "../../bench/support/stubborn-fixture.ts"), [], {
      TMPDIR: dir.path,
    });
    await child.printed("ready");
    process.kill(child.pid, "SIGINT");
    expect(await child.outcome()).toMatchObject({ exitCode: 130 });
    expect(readdirSync(dir.path)).toEqual([]);
    await waitFor(() => processesNaming(dir.path).length === 0);
  },
);

test.if(isLinux)("no worker outlives a harness that was killed", async () => {
  using dir = tempDir();
  await using child = hive(["bench", "idle-cpu", "--smoke", "--trials", "2000"], { TMPDIR: dir.path });
  await waitFor(() => processesNaming(dir.path).length >= 2, { timeoutMs: 60_000 });
  child.kill();
  await child.outcome();
  await waitFor(() => processesNaming(dir.path).length === 0);
});
