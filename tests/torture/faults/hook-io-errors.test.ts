/** A disk that answers with EIO to the hook. Only its main thread is traced: the others write to no file. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { journalName } from "../../../src/queue/producer/enqueue.ts";
import { hookLogPaths } from "../../../src/capture/hook-log.ts";
import { checkpointOf, runWorkerOnce, payload, rows } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { type FailingCalls, straceOptions } from "./failing-calls.ts";
import { countCase, has, newQueue } from "./setup.ts";

setDefaultTimeout(120_000);

const MAIN = resolve(import.meta.dir, "../../../src/cli/main.ts");
const RENAME = { calls: "rename,renameat,renameat2", error: "EIO" } as const;
const HOUR_MS = 3_600_000;
/** A call writes one. */
const ENTRIES = 1;

/** Runs the hook while calls of it fail; it must end well and print nothing. @returns how many have failed */
function callFailing(root: string, elsewhere: string, { calls, ...failing }: FailingCalls): number {
  const log = join(elsewhere, "strace.txt");
  const command = ["strace", "-o", log, ...straceOptions({ calls, ...failing }), process.execPath, MAIN, "hook"];
  const { stdout, stderr, exitCode } = Bun.spawnSync(command, {
    stdin: Buffer.from(payload("29-stop")),
    env: { ...process.env, HIVE_ROOT: root, HIVE_WORKER_START: "never", TMPDIR: elsewhere },
  });
  expect({ stdout: stdout.toString(), stderr: stderr.toString(), exitCode }).toEqual({
    stdout: "",
    stderr: "",
    exitCode: 0,
  });
  return readFileSync(log, "utf8").split("(INJECTED)").length - 1;
}

/** What hooks said of their failures, wherever they could say it. */
function linesOf(root: string, elsewhere: string): string[] {
  const paths = hookLogPaths(root, { ...process.env, TMPDIR: elsewhere });
  const texts = paths.filter((path) => existsSync(path)).map((path) => readFileSync(path, "utf8"));
  return texts.flatMap((text) => text.split("\n").filter(Boolean));
}

/** Checks that all of one call has been applied, once. */
async function expectSavedOnce(root: string): Promise<void> {
  await runWorkerOnce(root);
  expect(checkInvariants(root, { expectDrained: true })).toMatchObject({ applied: ENTRIES, failed: 0 });
  expect(checkpointOf(root)).toMatchObject({ checkpointType: "stop" });
  expect(rows(root, "SELECT checkpoint_count AS checkpoints FROM instance_sessions")).toEqual([{ checkpoints: 1 }]);
  countCase();
}

describe.if(has("strace"))("EIO in the hook", () => {
  test.each([
    ["the first rename", { ...RENAME, when: "1" }, 1],
    ["the first write", { calls: "write", error: "EIO", when: "1" }, 1],
  ] as const)("at %s: it tries again, and the entry is in the queue once", async (_, failing, failed) => {
    using dir = tempDir();
    using elsewhere = tempDir();
    const queue = newQueue(dir.root);
    expect(callFailing(dir.root, elsewhere.path, failing)).toBe(failed);
    expect(queue.depth()).toMatchObject({ pending: ENTRIES, temporary: 0 });
    expect(existsSync(`${dir.root}/hive.db`)).toBe(false);
    expect(linesOf(dir.root, elsewhere.path)).toEqual([]);
    await expectSavedOnce(dir.root);
  });

  test.each([
    ["rename", RENAME],
    ["write", { calls: "write", error: "EIO" }],
  ] as const)("at each %s: what the queue has not taken is in SQLite when it ends", async (_, failing) => {
    using dir = tempDir();
    using elsewhere = tempDir();
    const queue = newQueue(dir.root);
    expect(callFailing(dir.root, elsewhere.path, failing)).toBeGreaterThan(1);
    const { pending, temporary } = queue.depth();
    const [applied] = rows<{ n: number }>(dir.root, "SELECT count(*) AS n FROM hive_ledger");
    expect({ saved: pending + applied!.n, temporary }).toEqual({ saved: ENTRIES, temporary: 0 });
    await expectSavedOnce(dir.root);
  });

  test("at each rename and in SQLite: one line says so, nothing is half there, and the next call is saved", async () => {
    using dir = tempDir();
    using elsewhere = tempDir();
    const queue = newQueue(dir.root);
    const calls = `${RENAME.calls},pwrite64`;
    expect(callFailing(dir.root, elsewhere.path, { calls, error: "EIO" })).toBeGreaterThan(2);
    expect(linesOf(dir.root, elsewhere.path)).toEqual([
      expect.stringMatching(/^\S+ neither queue nor store could be written: EIO.*(?:disk I\/O error|EIO)/) as string,
    ]);
    expect(queue.depth()).toMatchObject({ pending: 0, temporary: 0 });
    callFailing(dir.root, elsewhere.path, { calls, error: "EIO", when: "99" });
    await expectSavedOnce(dir.root);
  });

  test("at every write and rename there is: it prints nothing, ends with 0, and the next call is saved", async () => {
    using dir = tempDir();
    using elsewhere = tempDir();
    const queue = newQueue(dir.root);
    const calls = `${RENAME.calls},pwrite64,write`;
    expect(callFailing(dir.root, elsewhere.path, { calls, error: "EIO" })).toBeGreaterThan(3);
    expect(linesOf(dir.root, elsewhere.path)).toEqual([]);
    expect(queue.depth()).toMatchObject({ pending: 0, temporary: 0 });
    callFailing(dir.root, elsewhere.path, { calls, error: "EIO", when: "99" });
    await expectSavedOnce(dir.root);
  });

  test("at the journal: the entry is committed and applied, and counts as a foreign writer's", async () => {
    using dir = tempDir();
    using elsewhere = tempDir();
    const { paths } = newQueue(dir.root);
    const hours = [Date.now(), Date.now() + HOUR_MS].map((atMs) => `${paths.journals}/${journalName(atMs)}`);
    expect(callFailing(dir.root, elsewhere.path, { calls: "write", error: "EIO", paths: hours })).toBe(1);
    await expectSavedOnce(dir.root);
  });
});
