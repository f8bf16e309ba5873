/** Files that git leaves out, by `--skip-worktree` or a sparse checkout: those that are there are the user's. */
import { expect, test } from "bun:test";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Project } from "../support/snapshots/snapshots.ts";
import { committed } from "../support/snapshots/committed.ts";
import { git } from "../support/git.ts";

const SESSION = { kind: "session", sessionId: "s1" } as const;
const FILES = { "config.txt": "committed\n", "other/file": "other\n" };

const skip = (project: Project): string => git(project.top, "update-index", "--skip-worktree", "config.txt");
const write = (project: Project, text: string): void => writeFileSync(project.path("config.txt"), text);

function config(project: Project): string | null {
  const path = project.path("config.txt");
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Undoes the session and takes that back. @returns the file after each */
async function undoAndRedo(project: Project): Promise<(string | null)[]> {
  await project.undo(SESSION).make();
  const undone = config(project);
  await project.undo({ kind: "redo" }).make();
  return [undone, config(project)];
}

/** A project whose `config.txt` is clean and flagged before the first snapshot. */
async function flagged(flag = "--skip-worktree", ...settings: readonly string[]): Promise<Project> {
  const project = await committed(FILES, ...settings);
  git(project.top, "update-index", flag, "config.txt");
  await project.take("start");
  return project;
}

for (const flag of ["--skip-worktree", "--assume-unchanged", "--fsmonitor-valid"]) {
  test(`an undo gives a file back that git update-index ${flag} flags`, async () => {
    using project = await flagged(flag);
    write(project, "agent\n");
    expect((await project.take()).changes).toMatchObject([{ path: "config.txt", before: { kept: "git" } }]);
    expect(await undoAndRedo(project)).toEqual(["committed\n", "agent\n"]);
  });

  test(`a file that git update-index ${flag} flags is noted where a call deletes it`, async () => {
    using project = await flagged(flag);
    rmSync(project.path("config.txt"));
    expect((await project.take()).changes).toMatchObject([{ path: "config.txt", after: "absent" }]);
    expect(await undoAndRedo(project)).toEqual(["committed\n", null]);
  });
}

for (const change of ["agent\n", null]) {
  test(`an undo gives a file back that one call flags and ${change === null ? "deletes" : "edits"}`, async () => {
    using project = await committed(FILES);
    await project.take("start");
    skip(project);
    if (change === null) rmSync(project.path("config.txt"));
    else write(project, change);
    await project.take();
    expect(await undoAndRedo(project)).toEqual(["committed\n", change]);
  });

  test(`an undo gives a file back that one call ${change === null ? "deletes" : "edits"} after another flagged it`, async () => {
    using project = await committed(FILES);
    await project.take("start");
    skip(project);
    expect((await project.take()).changes).toEqual([]);
    if (change === null) rmSync(project.path("config.txt"));
    else write(project, change);
    await project.take();
    expect(await undoAndRedo(project)).toEqual(["committed\n", change]);
  });
}

test("a flag that is set and unset is no change", async () => {
  using project = await committed(FILES);
  // Read, since git's index is as new as the file.
  write(project, "committed\n");
  await project.take("start");
  skip(project);
  expect((await project.take()).changes).toEqual([]);
  git(project.top, "update-index", "--no-skip-worktree", "config.txt");
  expect((await project.take()).changes).toEqual([]);
});

test("no undo deletes a file that was flagged and edited while no process looked", async () => {
  using project = await committed(FILES);
  const { id } = await project.take("start");
  skip(project);
  write(project, "by the user\n");
  project.tracker = project.newTracker();
  expect((await project.take()).changes).toMatchObject([{ path: "config.txt", before: "unknown" }]);
  const { left } = await project.undo({ kind: "to", snapshot: id! }, { isForced: true }).make();
  expect(left.map(({ path, obstacle }) => [path, obstacle])).toEqual([["config.txt", "content unknown"]]);
  expect(config(project)).toBe("by the user\n");
});

test("a flagged file of the user's that a call checks out comes back by an undo, and goes by a redo", async () => {
  using project = await committed(FILES);
  skip(project);
  write(project, "mine\n");
  await project.take("start");
  git(project.top, "update-index", "--no-skip-worktree", "config.txt");
  git(project.top, "checkout", "-q", "--", "config.txt");
  await Bun.sleep(20);
  skip(project);
  expect((await project.take()).changes).toMatchObject([{ after: { kind: "file", kept: "git" } }]);
  expect(await undoAndRedo(project)).toEqual(["mine\n", "committed\n"]);
});

for (const setting of ["index.sparse=false", "index.sparse=true", "core.splitIndex=true"]) {
  test(`a directory that a sparse checkout leaves out and brings back does so by undo and redo: ${setting}`, async () => {
    using project = await committed(FILES, setting);
    const at = project.path("other/file");
    await project.take("start");
    git(project.top, "sparse-checkout", "set", "--cone");
    expect((await project.take()).changes).toMatchObject([{ path: "other/file", after: "absent" }]);
    expect((await project.take("stop")).changes).toEqual([]);
    // A commit beside what is left out deletes none of it.
    git(project.top, "commit", "-qm", "two", "--allow-empty");
    expect((await project.take()).changes).toEqual([]);
    await project.take("prompt");
    git(project.top, "sparse-checkout", "disable");
    expect((await project.take()).changes).toMatchObject([{ path: "other/file", before: "absent" }]);
    await project.undo({ kind: "turn", sessionId: "s1" }).make();
    expect(existsSync(at)).toBe(false);
    await project.undo({ kind: "redo" }).make();
    expect(readFileSync(at, "utf8")).toBe("other\n");
  });
}

test("a commit that changes what a sparse checkout leaves out is no change of files", async () => {
  using project = await committed(FILES);
  writeFileSync(project.path("other/file"), "newer\n");
  git(project.top, "commit", "-qam", "two");
  git(project.top, "sparse-checkout", "set", "--cone");
  await project.take("start");
  for (const isNew of [false, true]) {
    git(project.top, "checkout", "-q", isNew ? "-" : "HEAD~1");
    if (isNew) project.tracker = project.newTracker();
    expect((await project.take()).changes).toEqual([]);
  }
});

test("a file that one call makes and notes by git add -N is deleted by an undo, and one of the user's is not", async () => {
  using project = await committed(FILES);
  writeFileSync(project.path("mine"), "");
  git(project.top, "add", "-N", "mine");
  await project.take("start");
  git(project.top, "reset", "-q");
  expect((await project.take()).changes).toEqual([]);
  writeFileSync(project.path("new"), "agent\n");
  git(project.top, "add", "-N", "new");
  expect((await project.take()).changes).toMatchObject([{ path: "new", before: "absent" }]);
  await project.undo(SESSION).make();
  expect(["mine", "new"].map((name) => existsSync(project.path(name)))).toEqual([true, false]);
});

test("a file that its user committed, flagged and edited while no process looked stays", async () => {
  using project = await committed(FILES);
  const { id } = await project.take("start");
  write(project, "newer\n");
  git(project.top, "commit", "-qam", "two");
  skip(project);
  write(project, "mine\n");
  project.tracker = project.newTracker();
  await project.take("prompt");
  writeFileSync(project.path("other/file"), "agent\n");
  await project.take();
  const { left } = await project.undo({ kind: "to", snapshot: id! }).make();
  expect(left.map(({ path }) => path)).toEqual(["config.txt"]);
  expect(config(project)).toBe("mine\n");
});
