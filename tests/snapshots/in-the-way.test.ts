/** What an undo does where something else stands at a file's place. Without git: no process is started. */
import { expect, test } from "bun:test";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { clearTemporary } from "../../src/snapshots/undo/put-back.ts";
import { allBytes, type listed, manifest, Project } from "../support/snapshots/snapshots.ts";
import { type TempDir, tempDir } from "../support/temp-dir.ts";

const call = (key: string) => ({ calls: [{ key, tool: "Bash", sessionId: "s1" }] });

const obstacles = ({ left }: ReturnType<typeof listed>) => left.map(({ path, obstacle, by }) => [path, obstacle, by]);

/** A directory beside the project, with a file that has to stay as it is. */
function outside(): TempDir {
  const directory = tempDir();
  writeFileSync(join(directory.path, "file"), "outside\n");
  return directory;
}

/** A project with `dir/file`, deleted by the first call; the second one does what a test is about. */
async function project(second: (project: Project) => void): Promise<{ made: Project; start: number }> {
  const made = new Project(false);
  mkdirSync(made.path("dir"));
  writeFileSync(made.path("dir/file"), "mine\n");
  const { id } = await made.take("start");
  rmSync(made.path("dir"), { recursive: true });
  await made.take("call", call("toolu_1"));
  second(made);
  await made.take("call", call("toolu_2"));
  return { made, start: id! };
}

const isFile = (path: string): boolean => path === "dir/file";

const FIRST = { kind: "call", call: "toolu_1" } as const;

test("a directory that became a link that leaves the tree goes, and its files come back", async () => {
  using elsewhere = outside();
  const { made, start } = await project((one) => symlinkSync(elsewhere.path, one.path("dir")));
  using _made = made;
  const undone = await made.undo({ kind: "to", snapshot: start }).make();
  expect([undone.left, undone.failed]).toEqual([[], []]);
  expect(lstatSync(made.path("dir")).isDirectory()).toBe(true);
  expect(readFileSync(made.path("dir/file"), "utf8")).toBe("mine\n");
  await made.undo({ kind: "redo" }).make();
  expect(readlinkSync(made.path("dir"))).toBe(elsewhere.path);
  expect(readFileSync(join(elsewhere.path, "file"), "utf8")).toBe("outside\n");
});

test("a file below a link is a conflict of the plan, and a forced undo moves the link away for a redo", async () => {
  using elsewhere = outside();
  const { made } = await project((one) => symlinkSync(elsewhere.path, one.path("dir")));
  using _made = made;
  expect(obstacles(await made.undo(FIRST).make())).toEqual([["dir/file", "in the way", "dir"]]);
  const { files, left, failed } = await made.undo(FIRST, { isForced: true }).make();
  expect({ paths: files.map(({ path }) => path), left, failed }).toEqual({
    paths: ["dir", "dir/file"],
    left: [],
    failed: [],
  });
  expect(readFileSync(made.path("dir/file"), "utf8")).toBe("mine\n");
  await made.undo({ kind: "redo" }).make();
  expect(readlinkSync(made.path("dir"))).toBe(elsewhere.path);
  expect(manifest(elsewhere.path)).toHaveProperty("file");
  expect(readFileSync(join(elsewhere.path, "file"), "utf8")).toBe("outside\n");
});

test("a file of a path that was named alone is a conflict where a link stands at its directory", async () => {
  using elsewhere = outside();
  const { made, start } = await project((one) => symlinkSync(elsewhere.path, one.path("dir")));
  using _made = made;
  const undone = await made.undo({ kind: "to", snapshot: start }, { covers: isFile }).make();
  expect(obstacles(undone)).toEqual([["dir/file", "in the way", "dir"]]);
  expect(readdirSync(elsewhere.path)).toEqual(["file"]);
});

test("a link that nobody has seen stays with what it hides, unless it is forced", async () => {
  using elsewhere = outside();
  const { made, start } = await project(() => undefined);
  using _made = made;
  symlinkSync(elsewhere.path, made.path("dir"));
  const scope = { kind: "to", snapshot: start } as const;
  expect(obstacles(await made.undo(scope).make())).toEqual([
    ["dir", "unseen", undefined],
    ["dir/file", "in the way", "dir"],
  ]);
  const { left, failed } = await made.undo(scope, { isForced: true }).make();
  expect([left, failed]).toEqual([[], []]);
  expect(readFileSync(made.path("dir/file"), "utf8")).toBe("mine\n");
});

test("a directory that became a file is a conflict, and a forced undo makes the directory again", async () => {
  const { made, start } = await project((one) => writeFileSync(one.path("dir"), "a file now\n"));
  using _made = made;
  expect(obstacles(await made.undo(FIRST).make())).toEqual([["dir/file", "in the way", "dir"]]);
  const undone = await made.undo({ kind: "to", snapshot: start }).make();
  expect([undone.left, undone.failed]).toEqual([[], []]);
  expect(readFileSync(made.path("dir/file"), "utf8")).toBe("mine\n");
  await made.undo({ kind: "redo" }).make();
  expect(readFileSync(made.path("dir"), "utf8")).toBe("a file now\n");
});

/** A project with the file `a`, in whose place a call made a directory with a file. */
async function replaced(): Promise<{ made: Project; start: number }> {
  const made = new Project(false);
  writeFileSync(made.path("a"), "mine\n");
  const { id } = await made.take("start");
  rmSync(made.path("a"));
  await made.take("call", call("toolu_1"));
  mkdirSync(made.path("a"));
  writeFileSync(made.path("a/new"), "new\n");
  await made.take("call", call("toolu_2"));
  return { made, start: id! };
}

test("a directory in the place of a file is a conflict, and goes with the call that made it", async () => {
  const { made, start } = await replaced();
  using _made = made;
  expect(obstacles(await made.undo(FIRST).make())).toEqual([["a", "in the way", "a/new"]]);
  const undone = await made.undo({ kind: "to", snapshot: start }).make();
  expect([undone.left, undone.failed]).toEqual([[], []]);
  expect(readFileSync(made.path("a"), "utf8")).toBe("mine\n");
  await made.undo({ kind: "redo" }).make();
  expect(readFileSync(made.path("a/new"), "utf8")).toBe("new\n");
});

test("a directory with a file that no snapshot has stays, also where it is forced, and all that is in it", async () => {
  const { made } = await replaced();
  using _made = made;
  // A walk without git leaves this directory out.
  mkdirSync(made.path("a/node_modules"));
  writeFileSync(made.path("a/node_modules/of-the-user"), "not known\n");
  const { left, files } = await made.undo(FIRST, { isForced: true }).make();
  expect([files, left.map(({ path, by }) => [path, by])]).toEqual([[], [["a", "a/node_modules/of-the-user"]]]);
  expect(readFileSync(made.path("a/new"), "utf8")).toBe("new\n");
});

test("two files of which one needs the other's place as a directory are not both put back", async () => {
  using made = new Project(false);
  writeFileSync(made.path("a"), "a file\n");
  await made.take("start");
  rmSync(made.path("a"));
  await made.take("call", call("toolu_1"));
  mkdirSync(made.path("a"));
  writeFileSync(made.path("a/b"), "below\n");
  await made.take("call", { sessionId: "s2", calls: [] });
  rmSync(made.path("a"), { recursive: true });
  await made.take("call", call("toolu_3"));
  expect(obstacles(await made.undo({ kind: "session", sessionId: "s1" }).make())).toEqual([["a/b", "in the way", "a"]]);
  expect(readFileSync(made.path("a"), "utf8")).toBe("a file\n");
});

test("a link that is made during an undo is not written through", async () => {
  using elsewhere = outside();
  const { made, start } = await project(() => undefined);
  using _made = made;
  const onStep = (step: string): void => {
    if (step === "begun") symlinkSync(elsewhere.path, made.path("dir"));
  };
  const { failed } = await made.undo({ kind: "to", snapshot: start }, { onStep }).make();
  expect(failed.map(({ path }) => path)).toEqual(["dir/file"]);
  expect(readFileSync(join(elsewhere.path, "file"), "utf8")).toBe("outside\n");
  expect(readdirSync(elsewhere.path)).toEqual(["file"]);
});

test("a link to a file outside is put back as a link, and replaced without a touch of that file", async () => {
  using elsewhere = outside();
  using made = new Project(false);
  symlinkSync(join(elsewhere.path, "file"), made.path("link"));
  const { id } = await made.take("start");
  rmSync(made.path("link"));
  writeFileSync(made.path("link"), "a file now\n");
  await made.take();
  await made.undo({ kind: "to", snapshot: id! }).make();
  expect(readlinkSync(made.path("link"))).toBe(join(elsewhere.path, "file"));
  await made.undo({ kind: "redo" }).make();
  expect(readFileSync(made.path("link"), "utf8")).toBe("a file now\n");
  expect(readFileSync(join(elsewhere.path, "file"), "utf8")).toBe("outside\n");
  expect(allBytes(made.snapshots.directory).includes("outside\n")).toBe(false);
});

test("the temporary files of a killed undo are removed through no link", () => {
  using elsewhere = outside();
  using made = new Project(false);
  mkdirSync(join(elsewhere.path, "deep"));
  writeFileSync(join(elsewhere.path, "deep/.hive-undo-1-0"), "not hive's\n");
  symlinkSync(elsewhere.path, made.path("dir"));
  clearTemporary(made.top, 1, ["dir/deep/file"]);
  expect(existsSync(join(elsewhere.path, "deep/.hive-undo-1-0"))).toBe(true);
});

test("a forced plan in which a file that no snapshot has is in the way is carried out as it was shown", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "first\n");
  await project.take("start");
  rmSync(project.path("a"));
  await project.take();
  mkdirSync(project.path("a"));
  writeFileSync(project.path("a/mine"), "by hand\n");
  const undo = project.undo({ kind: "session", sessionId: "s1" }, { isForced: true });
  const plan = await undo.plan();
  expect(plan.files.map(({ path, obstacle }) => [path, obstacle])).toEqual([
    ["a", null],
    ["a/mine", null],
  ]);
  await undo.make(plan.key);
  expect(readFileSync(project.path("a"), "utf8")).toBe("first\n");
  await project.undo({ kind: "redo" }).make();
  expect(readFileSync(project.path("a/mine"), "utf8")).toBe("by hand\n");
});

test("a pipe at the place of a file stays, also where the undo is forced", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "first\n");
  await project.take("start");
  rmSync(project.path("a"));
  await project.take();
  Bun.spawnSync(["mkfifo", project.path("a")]);
  for (const isForced of [false, true]) {
    const { left } = await project.undo({ kind: "session", sessionId: "s1" }, { isForced }).make();
    expect(left.map(({ path, obstacle }) => [path, obstacle])).toEqual([["a", "not looked at"]]);
  }
  expect(lstatSync(project.path("a")).isFIFO()).toBe(true);
});
