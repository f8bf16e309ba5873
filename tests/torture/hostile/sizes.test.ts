/** Files of 1.5 GB that a git pack carries in 3 MB, and files without number: neither is read, and each look is short. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { journalName } from "../../../src/queue/producer/enqueue.ts";
import { findWorkers } from "../../../src/supervisor/find.ts";
import { endProjects, newWorker, project, STARTS } from "../../support/workers/background.ts";
import { cli } from "../../support/cli.ts";
import { callHook, drained, payload, rows, SESSION } from "../../support/hive.ts";
import { Child } from "../../support/process.ts";
import { IS_LONG, reportCases } from "../../support/torture-report.ts";

setDefaultTimeout(120_000);
afterEach(endProjects);

const FIXTURE = join(import.meta.dir, "../../support/processes/measured-fixture.ts");
const ZEROS = 1_500_000_000;
/** What hive takes for itself, with room; a text of these zeros alone would be ten times as much. */
const MAX_KILOBYTES = 150_000;
const MAX_MS = 3000;

/** Runs a command in a process of its own and measures it. */
async function measured(args: readonly string[]) {
  const startedMs = performance.now();
  await using child = new Child(FIXTURE, args);
  const { stdout, stderr } = await child.outcome();
  const [, exitCode, kilobytes] = /exit (\d+), at most (\d+) kB\n$/.exec(stderr)!;
  return {
    output: stdout,
    ms: performance.now() - startedMs,
    kilobytes: Number(kilobytes),
    exitCode: Number(exitCode),
  };
}

function zeros(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "");
  truncateSync(path, ZEROS);
}

const HOUR = journalName(Date.now());
const PLACES = [
  "queue/.heartbeat",
  "queue/.room",
  "queue/workers/background",
  "queue/workers/starting",
  "queue/workers/1-01234567.json",
  "queue/workers/1-01234567.lock",
  `queue/captured/${HOUR}`,
  `queue/captured/${HOUR.replace("ids", "dropped")}`,
  "queue/failed/5_x.json",
  `instances/${SESSION}.json`,
];

for (const at of PLACES) {
  test(`1.5 GB in the place of ${at} are not read, and status says that they are not hive's`, async () => {
    const { root } = project();
    zeros(`${root}/${at}`);
    const { output, ms, kilobytes } = await measured(["status", "--root", root]);
    expect(output).toContain(`not made by hive, and not read: ${at} in ${root}`);
    expect([kilobytes < MAX_KILOBYTES, ms < MAX_MS]).toEqual([true, true]);
    for (const args of [["failed", "list"], ["doctor"], ["worker", "logs"]]) {
      const look = await measured([...args, "--root", root]);
      expect([args, look.kilobytes < MAX_KILOBYTES, look.exitCode !== 1]).toEqual([args, true, true]);
    }
    expect(await callHook(root, payload("29-stop"), STARTS)).toMatchObject({ stdout: "", stderr: "", exitCode: 0 });
    await newWorker(root);
    await drained(root);
    expect(rows(root, "SELECT count(*) AS n FROM hive_checkpoints")).toEqual([{ n: 1 }]);
    reportCases("files of a cloned repository in the place of hive's own", 1);
  });
}

test("of a log of 1.5 GB the end is shown", async () => {
  const { root } = project();
  zeros(`${root}/logs/worker.log`);
  const { kilobytes, exitCode } = await measured(["worker", "logs", "--root", root]);
  expect([exitCode, kilobytes < MAX_KILOBYTES]).toEqual([0, true]);
  zeros(`${root}/hook.log`);
  const doctor = await measured(["doctor", "--root", root]);
  expect([doctor.exitCode === 1, doctor.kilobytes < MAX_KILOBYTES]).toEqual([false, true]);
});

const MANY = IS_LONG ? 100_000 : 3000;
const CROWDS: Readonly<Record<string, (index: number) => readonly [string, string]>> = {
  "locks that are none": (index) => [`queue/workers/${index}-01234567.lock`, "x"],
  "locks that nobody holds": (index) => [`queue/workers/${index}-01234567.lock`, ""],
  heartbeats: (index) => [`queue/workers/${index}-01234567.json`, "{}"],
  notes: (index) => [`instances/${index}.json`, "1"],
  journals: (index) => [`queue/captured/${index + 490_000}.ids`, ""],
  "dead letters": (index) => [`queue/failed/5_${index}.json`, "x"],
};

for (const [what, make] of Object.entries(CROWDS)) {
  test(`${MANY} ${what} keep neither the hook nor the worker from its work`, async () => {
    const { root, paths } = project();
    for (let index = 0; index < MANY; index += 1) {
      const [path, text] = make(index);
      writeFileSync(`${root}/${path}`, text);
    }
    const startedMs = performance.now();
    expect(await callHook(root, payload("29-stop"), STARTS)).toMatchObject({ stdout: "", stderr: "", exitCode: 0 });
    const calledMs = performance.now();
    const { id } = await newWorker(root);
    await drained(root);
    const doneMs = performance.now();
    expect(findWorkers(paths).map((worker) => worker.id)).toEqual([id]);
    const { ms } = await measured(["status", "--root", root]);
    expect([calledMs - startedMs < MAX_MS, doneMs - calledMs < 10 * MAX_MS, ms < 2 * MAX_MS]).toEqual([
      true,
      true,
      true,
    ]);
    expect((await cli(["worker", "stop", "--root", root])).stdout).toContain("has ended");
    reportCases("files of a cloned repository in the place of hive's own", 1);
  });
}
