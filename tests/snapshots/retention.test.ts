/** What goes of the snapshots, and what stays. Without git: no process is started. */
import { expect, spyOn, test } from "bun:test";
import * as fs from "node:fs";
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Catalogue } from "../../src/snapshots/keep/catalogue.ts";
import { LIMITS } from "../../src/snapshots/limits.ts";
import { hashOfBytes } from "../../src/snapshots/objects/objects.ts";
import { sweepAll, sweepSnapshots } from "../../src/snapshots/keep/retention.ts";
import { WantedTaker } from "../../src/snapshots/take-wanted.ts";
import { stepsOf } from "../../src/snapshots/undo/undo-rows.ts";
import { Project } from "../support/snapshots/snapshots.ts";
import { tempDir } from "../support/temp-dir.ts";

const DAY_MS = 86_400_000;

const kept = (project: Project): string[] => [...project.snapshots.objects.all()].map(({ hash }) => hash).toSorted();

const hashes = (...texts: readonly string[]): string[] =>
  texts.map((text) => hashOfBytes(Buffer.from(text))).toSorted();

/** Objects are kept for a minute whatever names them. */
function age(project: Project): void {
  for (const { hash } of project.snapshots.objects.all()) {
    utimesSync(join(project.snapshots.directory, "objects", hash.slice(0, 2), hash), 1, 1);
  }
}

async function write(project: Project, text: string, nowMs: number, sessionId = "s1"): Promise<number> {
  writeFileSync(project.path("a"), text);
  const calls = [{ key: `toolu_${text}`, tool: "Bash", sessionId }];
  return (await project.take("call", { nowMs, sessionId, calls })).id!;
}

test("old snapshots go with what they alone name, and the others can be put back", async () => {
  using project = new Project(false);
  const nowMs = Date.now();
  await write(project, "1\n", nowMs - 20 * DAY_MS);
  await write(project, "2\n", nowMs - 10 * DAY_MS);
  await write(project, "3\n", nowMs - 8 * DAY_MS);
  const id = await write(project, "4\n", nowMs - DAY_MS);
  await write(project, "5\n", nowMs);
  age(project);
  sweepSnapshots(project.snapshots.directory, { nowMs });
  expect(kept(project)).toEqual(hashes("3\n", "4\n", "5\n"));
  await project.undo({ kind: "to", snapshot: id }).make();
  expect(readFileSync(project.path("a"), "utf8")).toBe("4\n");
});

test("old snapshots go also where the disk has no room for another directory", async () => {
  using project = new Project(false);
  const { root, top } = project;
  let nowMs = Date.now();
  await write(project, "1\n", nowMs);
  const taker = new WantedTaker({ root, nowMs: () => nowMs });
  const { mkdirSync: make } = fs;
  // Directories that are there are made anew also on a full disk.
  const full = spyOn(fs, "mkdirSync").mockImplementation((path, options) => {
    if (existsSync(path)) return make(path, options);
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  });
  try {
    const common = { entryId: "1", sessionId: "s2", cwd: top, call: null, told: [] } as const;
    await taker.take([{ ...common, trigger: "start", atMs: nowMs }]);
    nowMs += 8 * DAY_MS;
    await taker.sweep();
  } finally {
    full.mockRestore();
    taker.close();
  }
  expect(project.snapshots.catalogue.snapshots()).toEqual([]);
});

test("a store that is too large loses its oldest snapshots", async () => {
  using project = new Project(false);
  const nowMs = Date.now();
  for (let n = 0; n < 20; n += 1) await write(project, `${n}\n`, nowMs);
  age(project);
  sweepSnapshots(project.snapshots.directory, { nowMs, limits: { ...LIMITS, storeBytes: 1 } });
  const left = project.snapshots.catalogue.snapshots().map(({ id }) => id);
  expect(left).toEqual(Array.from({ length: 18 }, (_, n) => n + 3));
});

test("the rows count for the bound, as a list of many files without their contents takes room", async () => {
  using project = new Project(false);
  const nowMs = Date.now();
  for (let n = 0; n < 500; n += 1) writeFileSync(project.path(`file-${n}`), "same\n");
  await write(project, "1\n", nowMs);
  await write(project, "2\n", nowMs);
  for (let n = 0; n < 500; n += 1) rmSync(project.path(`file-${n}`));
  await write(project, "3\n", nowMs);
  const { catalogue, objects, directory } = project.snapshots;
  const bytes = objects.totalBytes();
  expect(catalogue.objectBytes()).toBe(bytes);
  expect(catalogue.takenBytes()).toBeGreaterThan(bytes + 100_000);
  sweepSnapshots(directory, { nowMs, limits: { ...LIMITS, storeBytes: bytes + 100_000 } });
  expect(catalogue.snapshots().map(({ id }) => id)).toEqual([2, 3]);
});

test("a catalogue of version 1 is brought to the present one, with what is stored counted", async () => {
  using project = new Project(false);
  await write(project, "1\n", Date.now());
  const { catalogue, directory, objects } = project.snapshots;
  catalogue.db.run("DROP TABLE totals");
  catalogue.db.run(`UPDATE overlay SET state = replace(state, '"kept":"store"', '"kept":null,"lack":"full"')`);
  catalogue.db.run("PRAGMA user_version = 1");
  using opened = Catalogue.open(directory);
  expect([opened.objectBytes(), opened.lacks()]).toEqual([objects.totalBytes(), [{ lack: "store", files: 1 }]]);
});

test("the steps of an undo that version 2 had as one text can be redone", async () => {
  using project = new Project(false);
  await write(project, "1\n", Date.now());
  await write(project, "2\n", Date.now());
  await project.undo({ kind: "session", sessionId: "s1" }).make();
  const { catalogue, directory } = project.snapshots;
  const steps = stepsOf(catalogue, 1).map(({ path, before, after }) => [path, before, after]);
  catalogue.db.run("ALTER TABLE undos ADD COLUMN steps TEXT NOT NULL DEFAULT ''");
  catalogue.db.query("UPDATE undos SET steps = ?").run(JSON.stringify([...steps]));
  catalogue.db.run("DROP TABLE undo_steps");
  catalogue.db.run("PRAGMA user_version = 2");
  Catalogue.open(directory).close();
  await project.undo({ kind: "redo" }).make();
  expect(readFileSync(project.path("a"), "utf8")).toBe("2\n");
});

test("the steps of an undo go with it", async () => {
  using project = new Project(false);
  await write(project, "1\n", Date.now());
  await write(project, "2\n", Date.now());
  await project.undo({ kind: "session", sessionId: "s1" }).make();
  expect([...stepsOf(project.snapshots.catalogue, 1)]).toHaveLength(1);
  sweepSnapshots(project.snapshots.directory, { nowMs: Date.now() + 20 * DAY_MS });
  expect([...stepsOf(project.snapshots.catalogue, 1)]).toEqual([]);
});

test("what a killed process has left half written goes after an hour, and not before", async () => {
  using project = new Project(false);
  await write(project, "1\n", Date.now());
  const path = `${project.snapshots.directory}/objects/${hashes("1\n")[0]!.slice(0, 2)}/x.tmp`;
  writeFileSync(path, "half");
  sweepSnapshots(project.snapshots.directory, { nowMs: Date.now() });
  expect(existsSync(path)).toBe(true);
  sweepSnapshots(project.snapshots.directory, { nowMs: Date.now() + 2 * 3_600_000 });
  expect(existsSync(path)).toBe(false);
});

/** A directory of projects' snapshots of this test's own: a sweep of all is of all that are there. */
function storeIn(all: string, name: string, atMs: number): string {
  const directory = join(all, name);
  using catalogue = Catalogue.open(directory);
  const { id } = catalogue.worktree("/nowhere");
  const row = { worktree: id, sessionId: "s1", atMs, trigger: "start", calls: [], base: null, source: "walk" } as const;
  const nothing = { isComplete: true, notes: [], changes: [], grownBytes: 0, lastLook: null, overlay: new Map() };
  catalogue.add({ ...row, ...nothing });
  return directory;
}

test("a damaged catalogue of one project keeps no other from being swept", () => {
  using all = tempDir();
  const directory = storeIn(all.path, "one", Date.now() - 10 * DAY_MS);
  // Its name comes first.
  const damaged = join(all.path, "00-damaged");
  mkdirSync(damaged);
  writeFileSync(join(damaged, "catalogue.db"), "no database at all ".repeat(500));
  expect(() => sweepAll(directory, { nowMs: Date.now() })).toThrow("file is not a database");
  using catalogue = Catalogue.open(directory);
  expect(catalogue.snapshots()).toEqual([]);
});

test("a project whose snapshots are all gone leaves nothing", () => {
  using all = tempDir();
  const directory = storeIn(all.path, "one", Date.now());
  sweepAll(directory, { nowMs: Date.now() + 8 * DAY_MS });
  expect(existsSync(directory)).toBe(false);
});

test("the store of a project that another process has open stays, though its snapshots are all gone", () => {
  using all = tempDir();
  const directory = storeIn(all.path, "one", Date.now());
  using _open = Catalogue.openToRead(directory);
  sweepAll(directory, { nowMs: Date.now() + 8 * DAY_MS });
  expect(existsSync(directory)).toBe(true);
});
