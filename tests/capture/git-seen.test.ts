import { describe, expect, test } from "bun:test";
import { chownSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { gitSeenCloser } from "../../src/capture/caller/git-closer.ts";
import { gitSeen } from "../../src/capture/caller/git-seen.ts";
import { nodeHookIo } from "../../src/capture/node-io.ts";
import { openLibcFiles } from "../../src/platform/libc-files.ts";
import { tempDir } from "../support/temp-dir.ts";

const libc = await openLibcFiles();
const READERS = [["node:fs", nodeHookIo] as const, ...(libc === null ? [] : [["the C library", libc] as const])];
const isRoot = process.geteuid?.() === 0;

function git(cwd: string, ...args: string[]): string {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
  const { stdout, stderr, exitCode } = Bun.spawnSync(["git", ...identity, ...args], { cwd });
  if (exitCode !== 0) throw new Error(stderr.toString());
  return stdout.toString().trim();
}

/** A repository with a commit. */
function repository(top: string): string {
  mkdirSync(`${top}/deep/er`, { recursive: true });
  git(top, "init", "-q", "-b", "feature/one");
  git(top, "commit", "-q", "--allow-empty", "-m", "first");
  return git(top, "rev-parse", "HEAD");
}

describe.each(READERS)("gitSeen over %s", (_name, io) => {
  test("reads HEAD as git reads it: loose, packed, detached, from below", () => {
    using dir = tempDir();
    const top = `${dir.path}/top`;
    const head = repository(top);
    const seen = { branch: "feature/one", head, worktree: top };
    for (const cwd of [top, `${top}/`, `${top}/deep/er`, `${top}/deep/gone`]) expect(gitSeen(io, cwd)).toEqual(seen);
    git(top, "pack-refs", "--all");
    expect(gitSeen(io, top)).toEqual(seen);
    git(top, "checkout", "-q", "--detach");
    expect(gitSeen(io, top)).toEqual({ ...seen, branch: null });
  });

  test("before the first commit there is a branch and no commit", () => {
    using dir = tempDir();
    git(dir.path, "init", "-q", "-b", "new");
    expect(gitSeen(io, dir.path)).toEqual({ branch: "new", head: null, worktree: dir.path });
  });

  test("a linked worktree has a HEAD of its own and the references of all", () => {
    using dir = tempDir();
    const [top, two] = [`${dir.path}/top`, `${dir.path}/two`];
    repository(top);
    git(top, "worktree", "add", "-q", "-b", "two", two);
    git(two, "commit", "-q", "--allow-empty", "-m", "second");
    const seen = { branch: "two", head: git(two, "rev-parse", "HEAD"), worktree: two };
    expect(gitSeen(io, two)).toEqual(seen);
    git(two, "pack-refs", "--all");
    expect(gitSeen(io, two)).toEqual(seen);
  });

  test("what is in no git tree, or no path, is in none", () => {
    using dir = tempDir();
    for (const cwd of [dir.path, `/${"a".repeat(1000)}`]) expect(gitSeen(io, cwd)).toBeNull();
    for (const cwd of ["/a\0b", "relative", "", "/a/../b"]) expect(gitSeen(io, cwd)).toBeUndefined();
  });

  test("a .git file that is not named back says nothing, whoever looks", () => {
    using dir = tempDir();
    repository(`${dir.path}/victim`);
    mkdirSync(`${dir.path}/clone`);
    writeFileSync(`${dir.path}/clone/.git`, `gitdir: ${dir.path}/victim/.git\n`);
    expect(gitSeen(io, `${dir.path}/clone`) ?? null).toBeNull();
    expect(gitSeenCloser(`${dir.path}/clone`)).toBeNull();
  });

  test("a moved worktree, which is no longer named back, says nothing", () => {
    using dir = tempDir();
    repository(`${dir.path}/top`);
    git(`${dir.path}/top`, "worktree", "add", "-q", "-b", "two", `${dir.path}/two`);
    renameSync(`${dir.path}/two`, `${dir.path}/moved`);
    expect(gitSeen(io, `${dir.path}/moved`) ?? null).toBeNull();
    expect(gitSeenCloser(`${dir.path}/moved`)).toBeNull();
  });

  test.skipIf(!isRoot)("another user's repository, tree or .git file says nothing", () => {
    using dir = tempDir();
    const [top, two] = [`${dir.path}/top`, `${dir.path}/two`];
    repository(top);
    git(top, "worktree", "add", "-q", "-b", "two", two);
    for (const path of [`${top}/.git`, top]) {
      chownSync(path, 12_345, 12_345);
      expect(gitSeen(io, top)).toBeNull();
      chownSync(path, 0, 0);
    }
    for (const path of [`${two}/.git`, two, `${top}/.git/worktrees/two`]) {
      chownSync(path, 12_345, 12_345);
      expect(gitSeen(io, two)).toBeNull();
      chownSync(path, 0, 0);
    }
    expect(gitSeen(io, two)?.branch).toBe("two");
  });

  // field/15: a container's project belongs to a user of the host.
  test.skipIf(!isRoot)("a project that is another user's throughout stands where its files say", () => {
    using dir = tempDir();
    const top = `${dir.path}/top`;
    const head = repository(top);
    const tree = [`${top}/.git`, top, `${top}/deep`];
    for (const path of tree) chownSync(path, 12_345, 12_345);
    const seen = { branch: "feature/one", head, worktree: top };
    for (const cwd of [top, `${top}/`, `${top}/deep`]) {
      expect([gitSeen(io, cwd), gitSeenCloser(cwd)]).toEqual([seen, seen]);
    }
    // One that was put above a directory of this user's says nothing of it.
    expect([gitSeen(io, `${top}/deep/er`), gitSeenCloser(`${top}/deep/er`)]).toEqual([null, null]);
    chownSync(`${top}/.git`, 54_321, 54_321);
    expect(gitSeenCloser(top)).toBeNull();
  });

  test.each([
    ["a HEAD that leads elsewhere", "ref: refs/heads/../../../secret\n"],
    ["a HEAD that is something else", "token=abc\n"],
    ["a branch with a control character", "ref: refs/heads/a\u0007b\n"],
    ["references that are kept in tables", "ref: refs/heads/.invalid\n"],
  ])("%s is not known", (_case, text) => {
    using dir = tempDir();
    mkdirSync(`${dir.path}/.git/refs/heads`, { recursive: true });
    writeFileSync(`${dir.path}/.git/HEAD`, text);
    expect([gitSeen(io, dir.path), gitSeenCloser(dir.path)]).toEqual([undefined, null]);
  });

  test("what a longer look takes is left to it: links, submodules, long lists of references", () => {
    using dir = tempDir();
    const top = `${dir.path}/top`;
    const head = repository(top);
    const link = `${dir.path}/link`;
    symlinkSync(top, link);
    git(top, "-c", "protocol.file.allow=always", "submodule", "add", "-q", top, "sub");
    git(top, "pack-refs", "--all");
    const refs = Array.from({ length: 2000 }, (_, index) => `${head} refs/aaa/${index}\n`).join("");
    const packed = readFileSync(`${top}/.git/packed-refs`, "utf8");
    writeFileSync(`${top}/.git/packed-refs`, packed.replace("\n", `\n${refs}`));
    for (const cwd of [top, link, `${top}/sub`]) {
      // A link leads to the tree itself.
      const seen = { branch: "feature/one", head, worktree: cwd === link ? top : cwd };
      // Over node:fs a long list is read to its end.
      if (io === libc) expect(gitSeen(io, cwd)).toBeUndefined();
      expect(gitSeen(io, cwd) ?? gitSeenCloser(cwd)).toMatchObject(seen);
    }
  });
});
