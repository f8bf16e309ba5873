/** What a cloned repository can carry in the places of hive's locks, gates and notes: it is replaced, or worked around. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { Database } from "bun:sqlite";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { journalName } from "../../../src/queue/producer/enqueue.ts";
import { clearPath, isNoLock } from "../../../src/base/files/foreign.ts";
import { ProcessLock } from "../../../src/supervisor/lock.ts";
import { Log } from "../../../src/supervisor/log.ts";
import { endProjects, newWorker, project, STARTS } from "../../support/workers/background.ts";
import { cli } from "../../support/cli.ts";
import { callHook, drained, payload, rows, SESSION } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { reportCases } from "../../support/torture-report.ts";

setDefaultTimeout(120_000);
afterEach(endProjects);

type Plant = (path: string) => void;

const PLANTS: Readonly<Record<string, Plant>> = {
  garbage: (path) => writeFileSync(path, "no lock, no gate\n"),
  "a database in WAL mode": (path) => {
    using db = new Database(path, { create: true });
    db.run("PRAGMA journal_mode = WAL");
    db.run("CREATE TABLE t (a)");
  },
  "a directory": (path) => {
    mkdirSync(path);
    writeFileSync(`${path}/.keep`, "kept");
  },
  "a FIFO": (path) => void Bun.spawnSync(["mkfifo", path]),
  "a link to a directory": (path) => symlinkSync("..", path),
  "a link to nowhere": (path) => symlinkSync("nowhere", path),
  "a link to what never reads the same": (path) => symlinkSync("/proc/sys/kernel/random/uuid", path),
  "a link to itself": (path) => symlinkSync(path.slice(path.lastIndexOf("/") + 1), path),
};

/** What kept the worker from starting, or would make a file where a link leads. */
const BLOCKING: ReadonlyArray<readonly [string, readonly string[]]> = [
  ["queue/workers/background", Object.keys(PLANTS)],
  ["queue/workers/background-journal", ["a directory", "a link to nowhere"]],
  ["queue/workers/background-wal", ["a directory"]],
  [
    "queue/workers/starting",
    [
      "a directory",
      "a link to a directory",
      "a link to nowhere",
      "a link to itself",
      "a link to what never reads the same",
    ],
  ],
];

/** A hook saves, and the worker that it starts applies what it saved. */
async function expectSaved(root: string, known: readonly string[] = []): Promise<string> {
  const outcome = await callHook(root, payload("29-stop"), STARTS);
  expect(outcome).toMatchObject({ stdout: "", stderr: "", exitCode: 0 });
  const { id } = await newWorker(root, known);
  await drained(root);
  return id;
}

for (const [at, plants] of BLOCKING) {
  for (const what of plants) {
    test(`${what} in the place of ${at} keeps no worker from being started`, async () => {
      const { root } = project();
      PLANTS[what]!(`${root}/${at}`);
      await expectSaved(root);
      expect(rows(root, "SELECT count(*) AS n FROM hive_checkpoints")).toEqual([{ n: 1 }]);
      const kept = readdirSync(`${root}/queue/workers`).filter((name) => name.includes(".foreign-"));
      expect(kept).toHaveLength(what === "a directory" ? 1 : 0);
      for (const name of kept) expect(readFileSync(`${root}/queue/workers/${name}/.keep`, "utf8")).toBe("kept");
      expect(existsSync(`${root}/queue/workers/nowhere`)).toBe(false);
      reportCases("files of a cloned repository in the place of hive's own", 1);
    });
  }
}

const NOTES = ["queue/.heartbeat", "queue/.room", `instances/${SESSION}.json`, "hook.log", "hook.log.1"];
const LOGS = ["logs/worker.log"];
/** This hour's, and the next one's should the clock strike. */
const JOURNALS = [0, 3_600_000].map((ms) => `queue/captured/${journalName(Date.now() + ms)}`);

for (const what of ["a directory", "a FIFO", "a link to a directory", "a link to nowhere", "a link to itself"]) {
  test(`${what} in the place of notes, journals and logs is taken away by the worker`, async () => {
    const { root, paths } = project({ checkpointIntervalSeconds: 0 });
    for (const at of [...NOTES, ...LOGS, ...JOURNALS]) {
      mkdirSync(dirname(`${root}/${at}`), { recursive: true });
      PLANTS[what]!(`${root}/${at}`);
    }
    const id = await expectSaved(root);
    expect((await cli(["worker", "stop", "--root", root])).stdout).toContain("has ended");
    await expectSaved(root, [id]);
    for (const at of [...NOTES, ...LOGS, ...JOURNALS]) {
      expect([at, lstatSync(`${root}/${at}`, { throwIfNoEntry: false })?.isFile() ?? true]).toEqual([at, true]);
    }
    expect(JSON.parse(readFileSync(paths.heartbeat, "utf8"))).toMatchObject({ version: expect.any(String) });
    expect(readFileSync(`${root}/instances/${SESSION}.json`, "utf8")).toMatch(/^\d+$/);
    expect(readFileSync(`${root}/logs/worker.log`, "utf8")).toContain("worker started");
    const status = await cli(["status", "--root", root]);
    expect(status.stdout).not.toContain("not made by hive");
    reportCases("files of a cloned repository in the place of hive's own", NOTES.length + LOGS.length + 1);
  });
}

test("of two that clear a path, the later one leaves what the first has made there", () => {
  using dir = tempDir();
  const path = `${dir.path}/a.lock`;
  writeFileSync(path, "garbage");
  let isFirst = true;
  const late = clearPath(path, (stat) => {
    // Between the look of the one and its rename the other is done.
    const isForeign = isNoLock(stat);
    if (isFirst) ProcessLock.take(path, true);
    isFirst = false;
    return isForeign;
  });
  expect(late).toBeNull();
  expect(ProcessLock.take(path, false)).toBeNull();
  expect(readdirSync(dir.path)).toEqual(["a.lock"]);
});

for (const [what, plant] of Object.entries(PLANTS)) {
  test(`a log is rotated over ${what}, and the oldest of what hive wrote goes`, () => {
    using dir = tempDir();
    const path = `${dir.path}/logs/worker.log`;
    mkdirSync(dirname(path));
    for (const ending of ["1", "2"]) plant(`${path}.${ending}`);
    const log = new Log({ path, level: "info", maxBytes: 1, files: 2 });
    for (const line of ["first", "second", "third"]) log.write("info", line);
    expect(["", ".1", ".2"].map((ending) => /[a-z]+(?="}\n$)/.exec(readFileSync(path + ending, "utf8"))?.[0])).toEqual([
      "third",
      "second",
      "first",
    ]);
  });
}
