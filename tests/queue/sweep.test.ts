/** What a sweep takes and what it leaves: a state directory may be one that others use, too. */
import { expect, test } from "bun:test";
import { lstatSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { queuePaths } from "../../src/queue/layout.ts";
import { makeQueue } from "../../src/queue/make.ts";
import { clearForeign, sweepInstances, sweepWorkers } from "../../src/queue/sweep.ts";
import { tempDir } from "../support/temp-dir.ts";

const NOW_MS = Date.now();
const HOUR_MS = 3_600_000;
const OLD = (NOW_MS - 2 * HOUR_MS) / 1000;

function queue() {
  const dir = tempDir();
  const paths = queuePaths(dir.root);
  makeQueue(paths);
  return { paths, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

function old(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(`${directory}/${name}`, text);
    utimesSync(`${directory}/${name}`, OLD, OLD);
  }
}

const none = () => ({ release: () => undefined });

test("of the notes of instances those that hive wrote go when they are old, and nothing else", () => {
  using at = queue();
  const { instances } = at.paths;
  const hash = "hash-5f0c2b1e7a644d0f.json";
  const own = {
    "a-1_B.json": "1700000000000",
    [hash]: "17",
    "restored-own-1x2y-1700000000000": "",
    "restored-next-1x2y-1700000000000": "4711",
    "restored-next-1x2y-1700000000000.4711": "4712",
  };
  const others = {
    "notes.txt": "17",
    "package.json": '{"name":"x"}',
    "empty.json": "",
    "é.json": "17",
    "restored-own-1x2y-1700000000001": "text",
    "restored-mine": "",
    [`${"a".repeat(129)}.json`]: "17",
  };
  old(instances, { ...own, ...others });
  writeFileSync(`${instances}/young.json`, "17");
  symlinkSync("young.json", `${instances}/link.json`);
  mkdirSync(`${instances}/directory.json`);
  const rest = [...Object.keys(others), "directory.json", "link.json", "young.json"].toSorted();
  expect(sweepInstances(at.paths, NOW_MS - HOUR_MS)).toBe(5);
  expect(readdirSync(instances).toSorted()).toEqual(rest);
});

test("of the workers those that are dead lose their files after an hour, and those that live keep them", () => {
  using at = queue();
  const { workers } = at.paths;
  const [dead, alive, self] = ["11-01234567", "12-01234567", "13-01234567"];
  for (const id of [dead, alive, self]) old(workers, { [`${id}.lock`]: "", [`${id}.json`]: "{}" });
  old(workers, { "14-01234567.json": "{}", "15-01234567.lock": "garbage", "16-01234567.lock-journal": "x" });
  old(workers, { "17-0123456.lock": "", "notes.json": "{}", background: "", starting: "0 0\n" });
  writeFileSync(`${workers}/18-01234567.lock`, "");
  const takeLock = (id: string) => (id === alive ? null : none());
  expect(sweepWorkers(at.paths, takeLock, NOW_MS, self)).toBe(4);
  expect(readdirSync(workers).toSorted()).toEqual(
    [
      ...[alive, self].flatMap((id) => [`${id}.json`, `${id}.lock`]),
      "17-0123456.lock",
      "18-01234567.lock",
      "background",
      "notes.json",
      "starting",
    ].toSorted(),
  );
});

test("a sweep of a cloned repository's thousands of files takes a thousand, and the next goes on", () => {
  using at = queue();
  for (let index = 0; index < 1500; index += 1)
    old(at.paths.workers, { [`${index}-01234567.lock`]: index % 2 ? "" : "x" });
  expect([0, 1, 2].map(() => sweepWorkers(at.paths, none, NOW_MS, "x"))).toEqual([1000, 500, 0]);
});

test("what is no file is cleared under names of hive's, and under no other", () => {
  using at = queue();
  const { queue: top, instances, journals, heartbeat, root } = at.paths;
  const own = [heartbeat, `${top}/.room`, `${root}/hook.log`, `${instances}/a.json`, `${journals}/1.ids`];
  for (const path of [...own, `${instances}/directory`, `${journals}/x.ids`]) mkdirSync(path);
  writeFileSync(`${heartbeat}/inside`, "");
  const done = clearForeign(at.paths);
  expect(done).toHaveLength(own.length);
  expect(done[0]).toMatch(/^moved a foreign directory from \S+\.heartbeat to \S+\.heartbeat\.foreign-/);
  for (const path of own) expect(lstatSync(path, { throwIfNoEntry: false })).toBeUndefined();
  expect(readdirSync(instances)).toEqual(["directory"]);
  expect(readdirSync(journals)).toEqual(["x.ids"]);
});
