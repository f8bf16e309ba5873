/** Snapshots beside a real git: what it converts, hides, moves and drops. */
import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findWorktree } from "../../../src/snapshots/worktree.ts";
import { verifySnapshots } from "../../../src/snapshots/keep/verify.ts";
import { hashOfBytes } from "../../../src/snapshots/objects/objects.ts";
import { WantedTaker } from "../../../src/snapshots/take-wanted.ts";
import { Tracker } from "../../../src/snapshots/tracker.ts";
import { git } from "../../support/git.ts";
import { seam } from "../../redact/secrets-fixture.ts";
import { committed } from "../../support/snapshots/committed.ts";
import { manifest, Project } from "../../support/snapshots/snapshots.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

const undoAll = async (project: Project, id: number | null) => {
  const { left, failed } = await project.undo({ kind: "to", snapshot: id! }).make();
  expect({ left, failed }).toEqual({ left: [], failed: [] });
};

test("a clean tracked file is not stored, and comes back from git when it was deleted", async () => {
  using project = await committed({ a: "a\n", "dir/b": "b\n" });
  chmodSync(project.path("a"), 0o600);
  const files = manifest(project.top);
  const { id } = await project.take("start");
  expect([...project.snapshots.objects.all()]).toEqual([]);
  rmSync(project.path("a"));
  rmSync(project.path("dir"), { recursive: true });
  await project.take();
  await undoAll(project, id);
  expect(manifest(project.top)).toEqual(files);
});

test.each([
  ["an attribute of line ends", { ".gitattributes": "* text=auto eol=lf\n" }, []],
  ["ident", { ".gitattributes": "* ident\n" }, []],
  ["core.autocrlf", {}, ["core.autocrlf=true"]],
  ["an encoding", { ".gitattributes": "*.txt working-tree-encoding=UTF-16LE\n" }, []],
  [
    "a filter",
    { ".gitattributes": "*.txt filter=up\n" },
    ["filter.up.clean=tr a-z A-Z", "filter.up.smudge=tr A-Z a-z"],
  ],
] as const)("a file that git converts by %s comes back as it was", async (what, files, settings) => {
  const text = "two\r\nlines $Id: 0123 $\r\n";
  const some = what === "an encoding" ? Buffer.from(text, "utf16le") : text;
  using project = await committed({ ...files, "some.txt": some, other: "x\n" }, ...settings);
  const before = manifest(project.top);
  const { id } = await project.take("start");
  for (const name of ["some.txt", "other"]) rmSync(project.path(name));
  await project.take();
  await undoAll(project, id);
  expect(manifest(project.top)).toEqual(before);
});

test("no filter of the user's runs while a snapshot is taken or put back", async () => {
  using project = await committed({ ".gitattributes": "* filter=mark\n", "a.txt": "a\n" });
  const mark = project.path(".git/ran");
  git(project.top, "config", "filter.mark.clean", `sh -c 'touch ${mark}; cat'`);
  git(project.top, "config", "filter.mark.smudge", `sh -c 'touch ${mark}; cat'`);
  const { id } = await project.take("start");
  writeFileSync(project.path("a.txt"), "b\n");
  writeFileSync(project.path("new.txt"), "n\n");
  await project.take();
  await undoAll(project, id);
  expect(existsSync(mark)).toBe(false);
});

test("a file that an ignore file hid is not deleted by an undo", async () => {
  using project = await committed({ ".gitignore": "build/\n", a: "a\n" });
  mkdirSync(project.path("build"));
  writeFileSync(project.path("build/kept"), "of the user\n");
  await Bun.sleep(20);
  const { id } = await project.take("start");
  writeFileSync(project.path(".gitignore"), "");
  await project.take();
  const { left } = await project.undo({ kind: "to", snapshot: id! }).make();
  expect(left.map(({ path, obstacle }) => [path, obstacle])).toEqual([["build/kept", "content unknown"]]);
  expect(readFileSync(project.path("build/kept"), "utf8")).toBe("of the user\n");
  expect(readFileSync(project.path(".gitignore"), "utf8")).toBe("build/\n");
});

test("a file that an ignore file hid is not deleted after its snapshot is gone, nor by a plan that is forced", async () => {
  using project = await committed({ ".gitignore": "build/\n", a: "a\n" });
  mkdirSync(project.path("build"));
  writeFileSync(project.path("build/kept"), "of the user\n");
  await Bun.sleep(20);
  await project.take("start");
  const { id } = await project.take("prompt");
  project.snapshots.catalogue.drop([id!]);
  writeFileSync(project.path(".gitignore"), "");
  const forced = project.undo({ kind: "to", snapshot: 1 }, { isForced: true });
  const plan = await forced.plan();
  const { left } = await forced.make(plan.key);
  expect(left.map(({ path, obstacle }) => [path, obstacle])).toEqual([["build/kept", "content unknown"]]);
  expect(readFileSync(project.path("build/kept"), "utf8")).toBe("of the user\n");
});

test("after a move to another commit what the commits have differently is looked at, also what no call names", async () => {
  using project = await committed({ a: "a\n", b: "b\n" });
  git(project.top, "checkout", "-qb", "other");
  writeFileSync(project.path("b"), "other\n");
  git(project.top, "commit", "-qam", "other");
  const { id } = await project.take("start");
  const files = manifest(project.top);
  git(project.top, "checkout", "-q", "-");
  const { changes, source } = await project.take("call", { paths: ["a"] });
  expect({ source, paths: changes.map(({ path }) => path) }).toEqual({ source: "watcher", paths: ["b"] });
  await undoAll(project, id);
  expect(manifest(project.top)).toEqual(files);
});

test("a nested repository and a submodule are left alone, and named", async () => {
  using project = await committed({ a: "a\n" });
  const nested = project.path("nested");
  mkdirSync(nested);
  git(nested, "init", "-q");
  writeFileSync(join(nested, "file"), "1\n");
  git(nested, "add", "file");
  git(nested, "commit", "-qm", "one");
  git(project.top, "clone", "-q", nested, project.path("sub"));
  git(project.top, "submodule", "--quiet", "add", nested, "sub");
  git(project.top, "commit", "-qm", "sub");
  const { id, notes } = await project.take("start");
  expect(notes).toEqual(["nested repositories are left alone: nested/", "submodules are left alone: sub"]);
  writeFileSync(join(nested, "file"), "2\n");
  writeFileSync(project.path("sub/file"), "2\n");
  expect((await project.take()).changes).toEqual([]);
  writeFileSync(project.path("a"), "2\n");
  await project.take();
  await undoAll(project, id);
  expect(readFileSync(project.path("sub/file"), "utf8")).toBe("2\n");
});

test("a secret in the name of a nested repository is not in the note of it", async () => {
  using project = await committed({ a: "a\n" });
  const nested = project.path(seam("gh|p_") + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8");
  mkdirSync(nested);
  git(nested, "init", "-q");
  git(nested, "commit", "-qm", "one", "--allow-empty");
  const { notes } = await project.take("start");
  expect(notes).toEqual(["nested repositories are left alone: [redacted:github]/"]);
});

test("git clean, git stash and rm -rf are undone, and git's own directory is not touched", async () => {
  using project = await committed({ a: "a\n", "dir/b": "b\n" });
  writeFileSync(project.path("untracked"), "u\n");
  writeFileSync(project.path("a"), "changed\n");
  const files = manifest(project.top);
  const { id } = await project.take("start");
  for (const args of [
    ["clean", "-qfdx"],
    ["stash", "-qa"],
  ]) {
    git(project.top, ...args);
    await project.take();
    const repository = manifest(project.path(".git"), []);
    await undoAll(project, id);
    expect(manifest(project.top)).toEqual(files);
    expect(manifest(project.path(".git"), [])).toEqual(repository);
  }
  Bun.spawnSync(["sh", "-c", "rm -rf * .hive-mind"], { cwd: project.top });
  await project.take();
  await undoAll(project, id);
  expect(manifest(project.top)).toEqual(files);
});

test("an undo in one worktree touches no other", async () => {
  using project = await committed({ a: "a\n" });
  const linked = `${project.top}-linked`;
  git(project.top, "worktree", "add", "-q", linked);
  try {
    const found = findWorktree(project.root, linked);
    if ("refused" in found) throw new Error(found.refused);
    expect(found.top).toBe(realpathSync(linked));
    const tracker = new Tracker(found, project.snapshots.catalogue, project.snapshots.objects);
    await project.take("start");
    const { id } = await tracker.take({ sessionId: "s2", trigger: "start", calls: [], nowMs: Date.now(), paths: null });
    expect(id).not.toBeNull();
    writeFileSync(join(linked, "a"), "there\n");
    writeFileSync(project.path("a"), "here\n");
    await project.take();
    await undoAll(project, 1);
    expect(readFileSync(join(linked, "a"), "utf8")).toBe("there\n");
  } finally {
    rmSync(linked, { recursive: true, force: true });
  }
});

test("a split index and one of version 4 are understood", async () => {
  using project = await committed({ a: "a\n", "dir/b": "b\n", "dir/c": "c\n" });
  for (const args of [["--index-version", "4"], ["--split-index"]]) {
    git(project.top, "update-index", ...args);
    const { id } = await project.take("start");
    const files = manifest(project.top);
    writeFileSync(project.path("dir/b"), "changed\n");
    expect((await project.take()).changes.map(({ path }) => path)).toEqual(["dir/b"]);
    await undoAll(project, id);
    expect(manifest(project.top)).toEqual(files);
    await project.take("prompt");
  }
  expect(statSync(project.path("a")).mode & 0o777).toBe(0o644);
});

test("contents and commits that git has lost are named", async () => {
  using project = await committed({ a: "a\n", b: "b\n" });
  const ids = ["HEAD", "HEAD:a"].map((name) => git(project.top, "rev-parse", name).trim());
  await project.take("start");
  rmSync(project.path("a"));
  const { id } = await project.take();
  expect(await verifySnapshots(project.snapshots, project.root, process.env)).toEqual({
    missing: [],
    bases: [],
    unasked: [],
  });
  for (const one of ids) rmSync(project.path(`.git/objects/${one.slice(0, 2)}/${one.slice(2)}`));
  expect(await verifySnapshots(project.snapshots, project.root, process.env)).toEqual({
    missing: [{ path: "a", snapshot: id!, from: "git" }],
    bases: [ids[0]!],
    unasked: [],
  });
});

test("what a rebase has orphaned can be put back after git has deleted it", async () => {
  using project = await committed({ a: "a\n", b: "b\n" });
  writeFileSync(project.path("a"), "second\n");
  git(project.top, "commit", "-qam", "second");
  const { id } = await project.take("start");
  const files = manifest(project.top);
  rmSync(project.path("a"));
  await project.take();
  git(project.top, "reset", "-q", "--hard", "HEAD~1");
  await project.take();
  git(project.top, "reflog", "expire", "--expire=now", "--all");
  git(project.top, "gc", "-q", "--prune=now");
  await undoAll(project, id);
  expect(manifest(project.top)).toEqual(files);
});

test("no other process deletes what a sweep copies", async () => {
  using project = await committed({ a: "a\n", b: "b\n" });
  writeFileSync(project.path("a"), "second\n");
  git(project.top, "commit", "-qam", "second");
  using closing = new DisposableStack();
  const taker = closing.adopt(new WantedTaker({ root: project.root, nowMs: () => Date.now() }), (one) => one.close());
  const common = { sessionId: "s1", cwd: project.top, told: [], atMs: Date.now() };
  await taker.take([{ ...common, entryId: "1", trigger: "start", call: null }]);
  rmSync(project.path("a"));
  await taker.take([
    { ...common, entryId: "2", trigger: "call", call: { key: "toolu_1", tool: "Bash", sessionId: "s1" } },
  ]);
  // Orphaned without a snapshot that would copy it.
  git(project.top, "reset", "-q", "--soft", "HEAD~1");
  const swept = taker.sweep();
  // A forget waits for this lock, and deletes each object that no row names.
  expect(isLocked(project)).toBe(true);
  await swept;
  expect(isLocked(project)).toBe(false);
  expect([...project.snapshots.objects.all()].map(({ hash }) => hash)).toEqual([hashOfBytes(Buffer.from("second\n"))]);
});

/** Whether another process would have to wait. */
function isLocked({ snapshots }: Project): boolean {
  using lock = new Database(join(snapshots.directory, "lock"));
  try {
    lock.run("BEGIN EXCLUSIVE");
    return false;
  } catch (error) {
    expect(String(error)).toContain("locked");
    return true;
  }
}

test("a name that is not UTF-8 is not taken for another name", async () => {
  using project = new Project();
  const name = Buffer.concat([Buffer.from(`${project.top}/a`), Buffer.from([0xff])]);
  writeFileSync(name, "one\n");
  git(project.top, "add", "-A");
  git(project.top, "commit", "-qm", "one");
  await project.take("start");
  writeFileSync(name, "two\n");
  git(project.top, "add", "-A");
  const { changes } = await project.take("call");
  expect(changes).toEqual([]);
});

test("after git's directory is gone, a file that git alone had stays and is named", async () => {
  using project = await committed({ a: "a\n" });
  const { id } = await project.take("start");
  rmSync(project.path("a"));
  await project.take();
  rmSync(project.path(".git"), { recursive: true });
  project.tracker = project.newTracker();
  const { files, failed } = await project.undo({ kind: "to", snapshot: id! }).make();
  expect([files, failed]).toEqual([[], [{ path: "a", why: "git no longer has its bytes" }]]);
});

test("a file that is made where a sparse checkout leaves one out is deleted by an undo", async () => {
  using project = await committed({ a: "a\n", "left/out": "committed\n", "left/same": "same\n" });
  git(project.top, "sparse-checkout", "set", "--no-cone", "/a");
  // As one that git writes for a conflict.
  mkdirSync(project.path("left"));
  writeFileSync(project.path("left/same"), "same\n");
  project.tracker = project.newTracker();
  const { id } = await project.take("start");
  const before = manifest(project.top);
  writeFileSync(project.path("left/out"), "by the agent\n");
  rmSync(project.path("left/same"));
  await project.take();
  await undoAll(project, id);
  expect(manifest(project.top)).toEqual(before);
});
