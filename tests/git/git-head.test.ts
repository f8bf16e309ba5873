import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { readGitHead } from "../../src/git/git-head.ts";
import { tempDir } from "../support/temp-dir.ts";

function git(cwd: string, ...args: string[]): string {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
  const { stdout, stderr, exitCode } = Bun.spawnSync(["git", ...identity, ...args], { cwd });
  if (exitCode !== 0) throw new Error(stderr.toString());
  return stdout.toString().trim();
}

test("HEAD is read as git reads it: loose, packed, detached, in a worktree, from below", () => {
  using dir = tempDir();
  const top = `${dir.path}/top`;
  mkdirSync(`${top}/deep/er`, { recursive: true });
  expect(readGitHead(top)).toBeNull();
  git(top, "init", "-q", "-b", "feature/one");
  expect(readGitHead(top)).toEqual({ branch: "feature/one", head: null });
  git(top, "commit", "-q", "--allow-empty", "-m", "first");
  const first = git(top, "rev-parse", "HEAD");
  expect(readGitHead(`${top}/deep/er`)).toEqual({ branch: "feature/one", head: first });
  git(top, "pack-refs", "--all");
  expect(readGitHead(top)).toEqual({ branch: "feature/one", head: first });
  git(top, "worktree", "add", "-q", "-b", "two", `${dir.path}/two`);
  git(`${dir.path}/two`, "commit", "-q", "--allow-empty", "-m", "second");
  const second = git(`${dir.path}/two`, "rev-parse", "HEAD");
  expect(readGitHead(`${dir.path}/two`)).toEqual({ branch: "two", head: second });
  git(top, "checkout", "-q", "--detach");
  expect(readGitHead(top)).toEqual({ branch: null, head: first });
});

test.each([
  ["a HEAD that leads elsewhere", "ref: refs/heads/../../../secret\n"],
  ["a HEAD that is something else", "token=abc\n"],
  ["references that are kept in tables", "ref: refs/heads/.invalid\n"],
])("%s is not known", (_name, text) => {
  using dir = tempDir();
  mkdirSync(`${dir.path}/.git/refs/heads`, { recursive: true });
  writeFileSync(`${dir.path}/.git/HEAD`, text);
  expect(readGitHead(dir.path)).toBeNull();
});

test("a FIFO in the place of HEAD is not waited for", () => {
  using dir = tempDir();
  mkdirSync(`${dir.path}/.git`);
  Bun.spawnSync(["mkfifo", `${dir.path}/.git/HEAD`]);
  expect(readGitHead(dir.path)).toBeNull();
  expect(readGitHead("relative")).toBeNull();
});

test("a directory whose name is too long, or no path at all, is in no tree", () => {
  expect(readGitHead(`/${"a".repeat(1000)}`)).toBeNull();
  expect(readGitHead("/a\0b")).toBeNull();
});
