/** Files that leave the view of git: they are not taken for deleted ones, and an undo leaves them. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { git } from "../../support/git.ts";
import { committed } from "../../support/snapshots/committed.ts";
import type { Project } from "../../support/snapshots/snapshots.ts";
import { configure } from "../../support/settings.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

const SESSION = { kind: "session", sessionId: "s1" } as const;

const mine = (project: Project, path: string): void => writeFileSync(project.path(path), "by the user\n");

async function expectKept(project: Project, path: string): Promise<void> {
  for (const isForced of [false, true]) {
    const { left } = await project.undo(SESSION, { isForced }).make();
    expect(left.filter((one) => one.path === path).map(({ obstacle }) => obstacle)).toEqual(["not looked at"]);
    expect(readFileSync(project.path(path), "utf8")).toBe("by the user\n");
  }
}

test.each(["at once", "in two steps"])(
  "a file that git leaves to its user %s is not taken for a deleted one",
  async (how) => {
    using project = await committed({ a: "a\n", local: "first\n" });
    await project.take("start");
    git(project.top, "rm", "-q", "--cached", "local");
    writeFileSync(project.path(".gitignore"), "local\n");
    git(project.top, "add", ".gitignore");
    if (how === "in two steps") await project.take();
    git(project.top, "commit", "-qm", "two");
    const { changes } = await project.take();
    expect(changes.map(({ path }) => path)).not.toContain("local");
    mine(project, "local");
    expect((await project.take()).changes.map(({ path }) => path)).toEqual(["local"]);
  },
);

test("a file that is made anew where an ignore file hides it now is replaced by no undo", async () => {
  using project = await committed({ a: "a\n" });
  mkdirSync(project.path("build"));
  writeFileSync(project.path("build/out"), "first\n");
  await project.take("start");
  rmSync(project.path("build/out"));
  await project.take();
  writeFileSync(project.path(".git/info/exclude"), ".hive-mind/\nbuild/\n");
  mine(project, "build/out");
  await project.take();
  await expectKept(project, "build/out");
});

test("what a commit changes of an excluded file is in no snapshot", async () => {
  using project = await committed({ a: "a\n", diary: "first\n" });
  configure(project.root, { exclude: ["diary"] });
  await project.take("start");
  writeFileSync(project.path("diary"), "by the agent\n");
  git(project.top, "commit", "-qam", "two");
  expect((await project.take()).changes).toEqual([]);
});

test("a tracked file that becomes excluded is not taken for one as in the commit, and no undo replaces it", async () => {
  using project = await committed({ a: "a\n", diary: "first\n" });
  await project.take("start");
  writeFileSync(project.path("diary"), "by the agent\n");
  await project.take();
  configure(project.root, { exclude: ["diary"] });
  expect((await project.take()).changes).toEqual([]);
  mine(project, "diary");
  await expectKept(project, "diary");
});

test("the files of a directory that becomes a repository are looked at as before", async () => {
  using project = await committed({ a: "a\n", "sub/tracked": "first\n" });
  writeFileSync(project.path("sub/new"), "first\n");
  await project.take("start");
  git(project.path("sub"), "init", "-q");
  expect((await project.take()).changes).toEqual([]);
  mine(project, "sub/tracked");
  mine(project, "sub/new");
  const { changes } = await project.take();
  expect(changes.map(({ path }) => path).toSorted()).toEqual(["sub/new", "sub/tracked"]);
});

test.each([".git/info/exclude", ".gitignore"])(
  "a file that %s hid while no process looked is not taken for a new one, and no undo deletes it",
  async (rules) => {
    using project = await committed({ a: "a\n" });
    writeFileSync(project.path(rules), ".hive-mind/\nlocal\n");
    mine(project, "local");
    await Bun.sleep(50);
    const { id } = await project.take("start");
    writeFileSync(project.path(rules), ".hive-mind/\n");
    project.tracker = project.newTracker();
    expect((await project.take()).changes).toContainEqual(
      expect.objectContaining({ path: "local", before: "unknown" }),
    );
    const { left } = await project.undo({ kind: "to", snapshot: id! }, { isForced: true }).make();
    expect(left.map(({ path, obstacle }) => [path, obstacle])).toEqual([["local", "content unknown"]]);
    expect(readFileSync(project.path("local"), "utf8")).toBe("by the user\n");
  },
);

test("a file that is put back where an ignore file hides it now is known, and a redo takes it away again", async () => {
  using project = await committed({ a: "a\n" });
  writeFileSync(project.path("notes"), "first\n");
  await project.take("start");
  rmSync(project.path("notes"));
  await project.take();
  writeFileSync(project.path(".git/info/exclude"), ".hive-mind/\nnotes\n");
  project.tracker = project.newTracker();
  expect((await project.undo(SESSION).make()).files.map(({ path }) => path)).toEqual(["notes"]);
  expect(readFileSync(project.path("notes"), "utf8")).toBe("first\n");
  const { files, left } = await project.undo({ kind: "redo" }).make();
  expect([files.map(({ path }) => path), left]).toEqual([["notes"], []]);
  expect(existsSync(project.path("notes"))).toBe(false);
});
