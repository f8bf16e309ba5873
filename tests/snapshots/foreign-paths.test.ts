/** Paths that no worktree has, as a hostile repository's trees or a hook may name them. */
import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashOfBytes } from "../../src/snapshots/objects/objects.ts";
import { putBack } from "../../src/snapshots/undo/put-back.ts";
import { git } from "../support/git.ts";
import { committed } from "../support/snapshots/committed.ts";
import { tempDir } from "../support/temp-dir.ts";

function made(top: string, command: string, input: string): string {
  const { exitCode, stdout } = Bun.spawnSync(["git", ...command.split(" ")], { cwd: top, stdin: Buffer.from(input) });
  expect(exitCode).toBe(0);
  return stdout.toString().trim();
}

test("files that a commit names outside of the worktree and in git's directory are in no snapshot, and no undo writes them", async () => {
  using project = await committed({ own: "1\n" });
  using elsewhere = tempDir();
  const { top } = project;
  const outside = elsewhere.path.split("/").at(-1)!;
  const tree = (name: string, of: string): string => made(top, "mktree", `040000 tree ${of}\t${name}\n`);
  const held = made(top, "mktree", `100644 blob ${made(top, "hash-object -w --stdin", "theirs\n")}\tfile\n`);
  const parts = [`040000 tree ${held}\t.git`, `040000 tree ${tree(outside, held)}\t..`];
  const whole = made(
    top,
    "mktree",
    `${parts.join("\n")}\n100644 blob ${git(top, "rev-parse", "HEAD:own").trim()}\town\n`,
  );
  git(top, "update-ref", "HEAD", git(top, "commit-tree", whole, "-m", "hostile").trim());
  project.tracker = project.newTracker();
  const foreign = [join(elsewhere.path, "file"), join(top, ".git/file")];
  const write = (text: string): void => [...foreign, join(top, "own")].forEach((path) => writeFileSync(path, text));
  write("before\n");
  await project.take("start");
  write("after\n");
  expect((await project.take()).changes.map(({ path }) => path)).toEqual(["own"]);
  // As a hook may tell.
  write("at last\n");
  const paths = ["own", ".git/file", `../${outside}/file`, "/own", "a/./own", ""];
  expect((await project.take("call", { paths })).changes.map(({ path }) => path)).toEqual(["own"]);
  const { files } = await project.undo({ kind: "session", sessionId: "s1" }).make();
  expect(files.map(({ path }) => path)).toEqual(["own"]);
  expect(readFileSync(join(top, "own"), "utf8")).toBe("before\n");
  for (const path of foreign) expect(readFileSync(path, "utf8")).toBe("at last\n");
});

test("a step of an undo that leads out of the worktree, or into git's directory, is not made", () => {
  using dir = tempDir();
  const top = join(dir.path, "top");
  mkdirSync(join(top, ".git"), { recursive: true });
  const bytes = Buffer.from("theirs\n");
  const state = { kind: "file", mode: 0o644, size: 7, hash: hashOfBytes(bytes), blob: null, kept: "store" } as const;
  const names = [".git ", ".git.", ".git::$INDEX_ALLOCATION", "GIT~1", ".g\u200cit", "\ufeff.Git"];
  const paths = ["../out", ".git/in", "a/.GIT/in", "a/../../out", "/out", ...names.map((name) => `a/${name}/in`)];
  const steps = paths.map((path) => ({ path, before: "absent", after: state }) as const);
  const failed = putBack(steps, { top, undo: 1, seenMs: Number.POSITIVE_INFINITY, bytesOf: () => bytes });
  expect(failed).toEqual(paths.map((path) => ({ path, why: "it is git's own, or outside of the worktree" })));
});

test("a file whose name only resembles that of git's directory is put back", async () => {
  const paths = [".github/a", ".gitignore", ".gitmodules", ".git~1/a", "git~2", "git", "a/..b", "..."];
  using project = await committed(Object.fromEntries(paths.map((path) => [path, "before\n"])));
  await project.take("start");
  for (const path of paths) writeFileSync(project.path(path), "after\n");
  await project.take();
  await project.undo({ kind: "session", sessionId: "s1" }).make();
  expect(paths.map((path) => readFileSync(project.path(path), "utf8"))).toEqual(paths.map(() => "before\n"));
});
