/** A file that hive stops to look at: it is not taken for a deleted one, and an undo leaves it. Without git. */
import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { Project } from "../support/snapshots/snapshots.ts";
import { configure } from "../support/settings.ts";
import { tempDir } from "../support/temp-dir.ts";

const SESSION = { kind: "session", sessionId: "s1" } as const;

/** A project in which a call has changed `diary`; the settings exclude it since. */
async function excluded(change: (path: string) => void): Promise<Project> {
  const project = new Project(false);
  writeFileSync(project.path("diary"), "first\n");
  await project.take("start");
  change(project.path("diary"));
  await project.take();
  configure(project.root, { exclude: ["diary"] });
  return project;
}

/** Undoes all, and by force. @returns the obstacles of both */
async function undoTwice(project: Project) {
  const both = [await project.undo(SESSION).make(), await project.undo(SESSION, { isForced: true }).make()];
  return both.map(({ files, left }) => [files, left.map(({ path, obstacle }) => [path, obstacle])]);
}
const LEFT = [[], [["diary", "not looked at"]]];

const rewrite = (path: string): void => writeFileSync(path, "by the agent\n");

test("a file that becomes excluded is not taken for a deleted one, and no undo replaces it", async () => {
  using project = await excluded(rewrite);
  expect((await project.take()).changes).toEqual([]);
  writeFileSync(project.path("diary"), "by the user\n");
  expect(await undoTwice(project)).toEqual([LEFT, LEFT]);
  expect(readFileSync(project.path("diary"), "utf8")).toBe("by the user\n");
});

test("a file that the user makes anew at an excluded path is replaced by no undo", async () => {
  using project = await excluded((path) => rmSync(path));
  writeFileSync(project.path("diary"), "by the user\n");
  expect(await undoTwice(project)).toEqual([LEFT, LEFT]);
  expect(readFileSync(project.path("diary"), "utf8")).toBe("by the user\n");
});

test("a file that is no longer excluded is not taken for a new one, and no undo deletes it", async () => {
  using project = await excluded(rewrite);
  writeFileSync(project.path("other"), "new\n");
  await project.take();
  writeFileSync(project.path("diary"), "by the user\n");
  configure(project.root, { exclude: [] });
  const { id, changes } = await project.take();
  expect(changes).toMatchObject([{ path: "diary", before: "unknown" }]);
  const { left } = await project.undo({ kind: "to", snapshot: id! - 1 }, { isForced: true }).make();
  expect(left.map(({ path, obstacle }) => [path, obstacle])).toEqual([["diary", "content unknown"]]);
  expect(readFileSync(project.path("diary"), "utf8")).toBe("by the user\n");
});

test("a file that leaves exclude while no process looks is not taken for a new one, and no undo deletes it", async () => {
  using project = new Project(false);
  configure(project.root, { exclude: ["diary"] });
  const { id } = await project.take("start");
  // Newer than the look: its time tells nothing.
  await Bun.sleep(30);
  writeFileSync(project.path("diary"), "by the user\n");
  configure(project.root, { exclude: [] });
  project.tracker = project.newTracker();
  const { changes } = await project.take();
  expect(changes).toMatchObject([{ path: "diary", before: "unknown" }]);
  for (const isForced of [false, true]) {
    const { left } = await project.undo({ kind: "to", snapshot: id! }, { isForced }).make();
    expect(left.map(({ path, obstacle }) => [path, obstacle])).toEqual([["diary", "content unknown"]]);
  }
  expect(readFileSync(project.path("diary"), "utf8")).toBe("by the user\n");
});

test("a file in a directory that is moved here is not taken for a new one, and no undo deletes it", async () => {
  using project = new Project(false);
  using elsewhere = tempDir();
  mkdirSync(`${elsewhere.path}/photos`);
  writeFileSync(`${elsewhere.path}/photos/one`, "of the user\n");
  await Bun.sleep(50);
  const { id } = await project.take("start");
  renameSync(`${elsewhere.path}/photos`, project.path("photos"));
  writeFileSync(project.path("new"), "by the agent\n");
  await project.take();
  const { files, left } = await project.undo({ kind: "to", snapshot: id! }).make();
  expect(files.map(({ path }) => path)).toEqual(["new"]);
  expect(left.map(({ path, obstacle }) => [path, obstacle])).toEqual([["photos/one", "content unknown"]]);
  expect(readFileSync(project.path("photos/one"), "utf8")).toBe("of the user\n");
});

test("the time of a look, and not that of a prompt's mark, tells which files are new", async () => {
  using project = new Project(false);
  const { id } = await project.take("start");
  writeFileSync(project.path("new"), "by the agent\n");
  await Bun.sleep(50);
  await project.take("prompt", { paths: [], isMark: true });
  project.tracker = project.newTracker();
  await project.take();
  await project.undo({ kind: "to", snapshot: id! }).make();
  expect(existsSync(project.path("new"))).toBe(false);
});

test("a file that was hidden at a look that found nothing is not taken for a new one by the next process", async () => {
  using project = new Project();
  const hide = (rules: string): void => writeFileSync(project.path(".git/info/exclude"), `.hive-mind/\n${rules}`);
  hide("out/\n");
  const { id } = await project.take("start");
  await Bun.sleep(50);
  mkdirSync(project.path("out"));
  writeFileSync(project.path("out/mine"), "of the user\n");
  await Bun.sleep(50);
  expect((await project.take()).id).toBeNull();
  project.tracker = project.newTracker();
  hide("");
  expect((await project.take()).changes).toMatchObject([{ path: "out/mine", before: "unknown" }]);
  await project.undo({ kind: "to", snapshot: id! }).make();
  expect(readFileSync(project.path("out/mine"), "utf8")).toBe("of the user\n");
});
