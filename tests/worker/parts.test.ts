import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { Queue } from "../../src/queue/queue.ts";
import { parseStatus, readGitState } from "../../src/worker/enrich/git.ts";
import { readHeartbeat } from "../../src/supervisor/heartbeat.ts";
import { Latencies } from "../../src/supervisor/latencies.ts";
import { ProcessLock } from "../../src/supervisor/lock.ts";
import { Log } from "../../src/supervisor/log.ts";
import { tempDir } from "../support/temp-dir.ts";

test("a git status is read with renames, conflicts and names with spaces", () => {
  const records = [
    "# branch.oid 4be91c7",
    "# branch.head feat/cents",
    "1 .M N... 100644 100644 100644 aaa bbb src/a file.ts",
    "2 R. N... 100644 100644 100644 aaa bbb R100 src/new.ts",
    "src/old.ts",
    "u UU N... 100644 100644 100644 100644 aaa bbb ccc both.ts",
    "? notes.txt",
  ];
  expect(parseStatus(`${records.join("\0")}\0`)).toEqual({
    branch: "feat/cents",
    head: "4be91c7",
    dirty: { modified: 3, untracked: 1, files: ["src/a file.ts", "src/new.ts", "both.ts", "notes.txt"] },
  });
});

test("before the first commit there is no HEAD", () => {
  const status = parseStatus("# branch.oid (initial)\0# branch.head main\0? a\0");
  expect(status).toMatchObject({ branch: "main", head: null });
});

test("git is never asked about a directory outside the project", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  expect(await readGitState(dir.root, "/")).toEqual({ unknown: "the working directory is outside the project" });
  // What an entry names need not be a path at all, and must not end the worker.
  expect(await readGitState(dir.root, `/${"a".repeat(1000)}`)).toEqual({ unknown: "ENAMETOOLONG" });
  expect(await readGitState(dir.root, "/a\0b")).toEqual({ unknown: "ERR_INVALID_ARG_VALUE" });
});

test("a directory without a repository is not known, not an error", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  expect(await readGitState(dir.root, dir.path)).toEqual({
    unknown: "there is no git tree of this user's",
  });
});

test("a log is rotated at its size and keeps so many files", () => {
  using dir = tempDir();
  const path = `${dir.path}/logs/worker.log`;
  const log = new Log({ path, level: "info", maxBytes: 200, files: 2 });
  for (let index = 0; index < 20; index += 1) log.write("info", `line ${index}`, { index });
  log.write("debug", "not at this level");
  expect(readdirSync(`${dir.path}/logs`).toSorted()).toEqual(["worker.log", "worker.log.1", "worker.log.2"]);
  const last = readFileSync(path, "utf8").trim().split("\n").at(-1)!;
  expect(JSON.parse(last)).toMatchObject({ level: "info", message: "line 19", index: 19 });
});

test("what a heartbeat does not say counts as nothing, and one that names no worker is none", () => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  writeFileSync(
    paths.heartbeat,
    '{"worker":"7-a","pid":7,"version":"0.0.1","wakes":null,"watch":[],"latency":{"n":1e9}}',
  );
  expect(readHeartbeat(paths)).toMatchObject({
    worker: "7-a",
    pid: 7,
    version: "0.0.1",
    wakes: {},
    watch: "off",
    latency: { n: 1e9, p50Ms: 0 },
    queue_error: null,
    started_at: "",
  });
  writeFileSync(paths.heartbeat, '{"timestamp":"x","pid":7,"mode":"event"}');
  expect(readHeartbeat(paths)).toBeNull();
});

test("a process lock is held by one, and free when it is released", () => {
  using dir = tempDir();
  const path = `${dir.path}/a.lock`;
  expect(ProcessLock.take(path, false)).toBeNull();
  const lock = ProcessLock.take(path, true);
  expect(lock).not.toBeNull();
  expect([ProcessLock.take(path, false), ProcessLock.take(path, true)]).toEqual([null, null]);
  lock?.release();
  expect(ProcessLock.take(path, false)).not.toBeNull();
});

test("p50 is never above p99, nor that above the maximum, and each is one of the samples", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 1500 }),
      (samples) => {
        const latencies = new Latencies();
        for (const sample of samples) latencies.add(sample);
        const { n, p50Ms, p99Ms, maxMs } = latencies.summary()!;
        expect(n).toBe(Math.min(1024, samples.length));
        expect(p50Ms <= p99Ms && p99Ms <= maxMs).toBe(true);
        for (const value of [p50Ms, p99Ms, maxMs]) expect(samples).toContain(value);
      },
    ),
    { seed: 20_261_123 },
  );
});
