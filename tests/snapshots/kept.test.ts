/** What a snapshot keeps of the files, and what it says that it did not. Without git: no process is started. */
import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LIMITS } from "../../src/snapshots/limits.ts";
import { lockSnapshots } from "../../src/snapshots/keep/lock.ts";
import { hashOfBytes } from "../../src/snapshots/objects/objects.ts";
import { Tracker } from "../../src/snapshots/tracker.ts";
import { findWorktree } from "../../src/snapshots/worktree.ts";
import { seam } from "../redact/secrets-fixture.ts";
import { allBytes, manifest, Project } from "../support/snapshots/snapshots.ts";
import { tempDir } from "../support/temp-dir.ts";
import { configure } from "../support/settings.ts";

test("the store has each content once, and nothing of the project's tree is written", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "same\n");
  writeFileSync(project.path("b"), "same\n");
  const before = manifest(project.top);
  await project.take("start");
  expect(manifest(project.top)).toEqual(before);
  expect([...project.snapshots.objects.all()].map(({ hash }) => hash)).toEqual([hashOfBytes(Buffer.from("same\n"))]);
});

test("the store is its user's alone", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "mine\n");
  await project.take("start");
  const directory = project.snapshots.directory;
  using _ = lockSnapshots(directory);
  expect(readdirSync(directory)).toContain("lock");
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" })) {
    expect([name, statSync(join(directory, name)).mode & 0o077]).toEqual([name, 0]);
  }
});

test("a secret is withheld by its name and by its text, and its change is known", async () => {
  using project = new Project(false);
  writeFileSync(project.path(".env"), "NAME=harmless-value-1\n");
  writeFileSync(project.path("config.ts"), `const key = "AKIAQ3EGZSI4PTX7WNLB";\n`);
  const first = await project.take("start");
  expect(first.notes).toEqual(["2 files withheld, as it may hold a secret: .env, config.ts"]);
  writeFileSync(project.path(".env"), "NAME=harmless-value-2\n");
  const { changes } = await project.take();
  expect(changes.map(({ path }) => path)).toEqual([".env"]);
  const bytes = allBytes(project.snapshots.directory);
  expect(bytes.includes("harmless-value")).toBe(false);
  expect([...project.snapshots.objects.all()]).toEqual([]);
});

test("a path that holds a secret is not noted, nor is the target of a link", async () => {
  using project = new Project(false);
  const token = seam("gh|p_") + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
  await project.take("start");
  writeFileSync(project.path(`export-${token}.csv`), "1\n");
  mkdirSync(project.path(`dir-${token}`));
  writeFileSync(project.path(`dir-${token}/inside`), "2\n");
  symlinkSync(`/srv/${token}`, project.path("link"));
  const { changes, notes } = await project.take();
  expect(changes.map(({ path }) => path)).toEqual(["link"]);
  expect(notes).toEqual([
    "1 file withheld, as it may hold a secret: link",
    "2 files withheld and not named, as the path may hold a secret",
  ]);
  expect(allBytes(project.snapshots.directory).includes(token)).toBe(false);
  expect([...project.snapshots.objects.all()]).toEqual([]);
});

test("a file that is too large, or for which there is no room, is named with its size", async () => {
  using project = new Project(false);
  writeFileSync(project.path("large"), Buffer.alloc(3000, 1));
  writeFileSync(project.path("one"), "1\n");
  writeFileSync(project.path("two"), "2\n");
  const limits = { ...LIMITS, fileBytes: 2000, snapshotFiles: 1 };
  project.tracker = new Tracker(project.worktree, project.snapshots.catalogue, project.snapshots.objects, limits);
  const { notes } = await project.take("start");
  expect(notes.toSorted()).toEqual([
    "1 file not kept, as the snapshot is full: two",
    "1 file too large to keep: large",
  ]);
});

test("nothing more is kept where the disk or the project's store is full", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "1\n");
  for (const [more, what] of [
    [{ freeShare: 1.1 }, "disk is nearly"],
    [{ storeBytes: 1 }, "project's store is"],
  ] as const) {
    const limits = { ...LIMITS, ...more };
    const tracker = new Tracker(project.worktree, project.snapshots.catalogue, project.snapshots.objects, limits);
    writeFileSync(project.path("a"), `${JSON.stringify(more)}\n`);
    project.tracker = tracker;
    expect((await project.take("start")).notes).toEqual([`1 file not kept, as the ${what} full: a`]);
  }
});

test("a link is kept as a link, and what it leads to is not read", async () => {
  using project = new Project(false);
  using elsewhere = tempDir();
  writeFileSync(join(elsewhere.path, "outside"), "not of this project\n");
  mkdirSync(project.path("dir"));
  writeFileSync(project.path("dir/outside"), "in the project\n");
  symlinkSync(elsewhere.path, project.path("link"));
  await project.take("start");
  rmSync(project.path("dir"), { recursive: true });
  symlinkSync(elsewhere.path, project.path("dir"));
  const { changes } = await project.take();
  const seen = changes.map(({ path, after }) => [path, typeof after === "string" ? after : after.kind]);
  expect(Object.fromEntries(seen)).toEqual({ dir: "link", "dir/outside": "absent" });
  expect([...project.snapshots.objects.all()].map(({ hash }) => hash)).not.toContain(
    hashOfBytes(Buffer.from("not of this project\n")),
  );
});

test("an excluded path is in no snapshot", async () => {
  using project = new Project(false);
  configure(project.root, { exclude: ["private/"] });
  mkdirSync(project.path("private"));
  writeFileSync(project.path("private/diary"), "dear diary\n");
  writeFileSync(project.path("open"), "open\n");
  await project.take("start");
  rmSync(project.path("private"), { recursive: true });
  expect((await project.take()).changes).toEqual([]);
  expect(allBytes(project.snapshots.directory).includes("diary")).toBe(false);
});

test("no snapshot is taken of a home directory, of one above it, and of the whole file system", () => {
  using directory = tempDir();
  const root = join(directory.path, "home/.hive-mind");
  mkdirSync(root, { recursive: true });
  const home = join(directory.path, "home");
  mkdirSync(join(home, "project/.hive-mind"), { recursive: true });
  const env = { HOME: home };
  expect(findWorktree(root, home, env)).toHaveProperty("refused");
  expect(findWorktree(join(directory.path, ".hive-mind"), directory.path, env)).toHaveProperty("refused");
  expect(findWorktree("/.hive-mind", "/", env)).toHaveProperty("refused");
  const inside = join(home, "project");
  expect(findWorktree(join(inside, ".hive-mind"), inside, env)).toHaveProperty("top", inside);
});

test("a directory outside of the project is not looked at", () => {
  using project = new Project(false);
  using elsewhere = tempDir();
  expect(findWorktree(project.root, elsewhere.path)).toHaveProperty("refused");
});

test("an object that was damaged is not put back", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "whole\n");
  const { id } = await project.take("start");
  rmSync(project.path("a"));
  await project.take();
  const hash = hashOfBytes(Buffer.from("whole\n"));
  const path = join(project.snapshots.directory, "objects", hash.slice(0, 2), hash);
  writeFileSync(path, Bun.zstdCompressSync(Buffer.from("other\n")));
  const undone = await project.undo({ kind: "to", snapshot: id! }).make();
  expect(undone.failed).toEqual([{ path: "a", why: "its bytes are missing from the store" }]);
  expect(manifest(project.top)).toEqual({});
});

test("without git a walk has its bound, and says so", async () => {
  using project = new Project(false);
  for (let n = 0; n < 5; n += 1) writeFileSync(project.path(`f${n}`), `${n}\n`);
  const limits = { ...LIMITS, walkedFiles: 3 };
  project.tracker = new Tracker(project.worktree, project.snapshots.catalogue, project.snapshots.objects, limits);
  const { isComplete, notes } = await project.take("start");
  expect({ isComplete, notes }).toEqual({
    isComplete: false,
    notes: ["only the first 3 files were looked at: there is no git"],
  });
});

test("a file that cannot be read is named, and the rest is kept", async () => {
  if (process.geteuid?.() === 0) return;
  using project = new Project(false);
  writeFileSync(project.path("shut"), "shut\n");
  chmodSync(project.path("shut"), 0);
  writeFileSync(project.path("open"), "open\n");
  const { notes } = await project.take("start");
  expect(notes).toEqual(["1 file not readable: shut"]);
  expect(readFileSync(project.path("open"), "utf8")).toBe("open\n");
});
