/** Files that an archive may bring into a `.git`: hive waits for none of them, and reads no more than they say. */
import { expect, test } from "bun:test";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "../support/temp-dir.ts";

const SOURCE = join(import.meta.dir, "../../src/git");

/** Calls functions of hive's in a process of its own, since a wait for a FIFO cannot be ended from within. */
function ask(code: string): { readonly exitCode: number | null; readonly answer: string } {
  const script = `
    import { mayBeTracked } from ${JSON.stringify(join(SOURCE, "git-index.ts"))};
    import { findGitTree, readGitFile } from ${JSON.stringify(join(SOURCE, "git-tree.ts"))};
    console.log(JSON.stringify(${code}));`;
  const { exitCode, stdout } = Bun.spawnSync([process.execPath, "-e", script], { timeout: 30_000 });
  return { exitCode, answer: stdout.toString().trim() };
}

const fifo = (path: string): void => {
  Bun.spawnSync(["mkfifo", path]);
};

test("a FIFO in the place of git's index is not waited for: what it tracks is not known", () => {
  using dir = tempDir();
  mkdirSync(join(dir.path, ".git"));
  const question = `mayBeTracked(${JSON.stringify(join(dir.path, ".hive-mind/hive.db"))}, ${JSON.stringify(dir.path)})`;
  expect(ask(question)).toEqual({ exitCode: 0, answer: "false" });
  fifo(join(dir.path, ".git/index"));
  expect(ask(question)).toEqual({ exitCode: 0, answer: "true" });
});

test.each(["HEAD", "config", "commondir", "packed-refs"])(
  "a FIFO in the place of git's %s is not waited for",
  (name) => {
    using dir = tempDir();
    mkdirSync(join(dir.path, ".git"));
    fifo(join(dir.path, ".git", name));
    const path = JSON.stringify(join(dir.path, ".git", name));
    expect(ask(`[readGitFile(${path}) ?? null, findGitTree(${JSON.stringify(dir.path)}) !== null]`)).toEqual({
      exitCode: 0,
      answer: "[null,true]",
    });
  },
);

// It says that it is empty, and has half a terabyte.
test.skipIf(process.platform !== "linux")("a link to a file of the kernel's is read no further than it says", () => {
  using dir = tempDir();
  const link = join(dir.path, "HEAD");
  symlinkSync("/proc/self/pagemap", link);
  expect(ask(`readGitFile(${JSON.stringify(link)})`)).toEqual({ exitCode: 0, answer: '""' });
});
