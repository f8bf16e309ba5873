/** What a snapshot after a call costs, counted. */
import { Database } from "bun:sqlite";
import { expect, spyOn, test } from "bun:test";
import * as fs from "node:fs";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockSnapshots } from "../../src/snapshots/keep/lock.ts";
import { hashOfBytes, ObjectStore } from "../../src/snapshots/objects/objects.ts";
import { Project } from "../support/snapshots/snapshots.ts";

test("a process opens the lock of its snapshots once, and another process can take it in between", () => {
  using project = new Project(false);
  const runs = spyOn(Database.prototype, "run");
  try {
    for (let n = 0; n < 3; n += 1) {
      {
        using _lock = project.snapshots.lock();
      }
      const held = lockSnapshots(project.snapshots.directory);
      held[Symbol.dispose]();
    }
    const opened = runs.mock.calls.filter(([sql]) => sql === "PRAGMA journal_mode = MEMORY");
    // One of the process, and one of each of the three others.
    expect(opened.length).toBe(4);
  } finally {
    runs.mockRestore();
  }
});

test("a process whose lock file was deleted locks the one that others lock", () => {
  using project = new Project(false);
  project.snapshots.lock()[Symbol.dispose]();
  rmSync(join(project.snapshots.directory, "lock"));
  using _lock = project.snapshots.lock();
  using other = new Database(join(project.snapshots.directory, "lock"));
  expect(() => other.run("BEGIN EXCLUSIVE")).toThrow("database is locked");
});

/** The statements of one snapshot after a call that changed four files among so many. */
async function statementsAmong(files: number): Promise<string[]> {
  using project = new Project(false);
  for (let n = 0; n < files; n += 1) writeFileSync(project.path(`file-${n}`), `${n}\n`);
  await project.take("start");
  for (let n = 0; n < 4; n += 1) writeFileSync(project.path(`file-${n}`), `changed ${n}\n`);
  const queries = spyOn(Database.prototype, "query");
  try {
    await project.take("call", { paths: [0, 1, 2, 3].map((n) => `file-${n}`) });
    return queries.mock.calls.map(([sql]) => sql);
  } finally {
    queries.mockRestore();
  }
}

test("a snapshot after a call runs as many statements among 400 files as among 8, and asks for the store's size once", async () => {
  const few = await statementsAmong(8);
  expect(await statementsAmong(400)).toEqual(few);
  expect(few.filter((sql) => sql.includes("pragma_page_count"))).toHaveLength(1);
  // The worktree's row and the store's size are read; the snapshot's rows are written.
  expect(few).toHaveLength(8);
});

test("an object is written without a look for its directory once those are made, and also where they were deleted since", () => {
  using project = new Project(false);
  const directory = join(project.snapshots.directory, "objects");
  const store = new ObjectStore(directory);
  store.prepare();
  expect(readdirSync(directory)).toHaveLength(256);
  const made = spyOn(fs, "mkdirSync");
  try {
    const bytes = Buffer.from("kept");
    store.put(hashOfBytes(bytes), bytes);
    store.prepare();
    expect(made).not.toHaveBeenCalled();
    rmSync(directory, { recursive: true });
    store.put(hashOfBytes(bytes), bytes);
    expect(store.get(hashOfBytes(bytes))?.toString()).toBe("kept");
  } finally {
    made.mockRestore();
  }
});
