/** A file that hive stops to look at: it is not taken for a deleted one, and an undo leaves it. Without git. */
import { expect, test } from "bun:test";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { Project } from "../support/snapshots/snapshots.ts";
import { configure } from "../support/settings.ts";

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
