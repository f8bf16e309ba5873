import { expect, test } from "bun:test";
import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { readGitState } from "../../src/worker/git.ts";
import { tempDir } from "../support/temp-dir.ts";

/** Runs git in a directory, in which it knows whoever commits. */
function git(cwd: string, ...args: string[]): void {
  const flags = ["-c", "user.name=n", "-c", "user.email=n@example.com", "-c", "init.defaultBranch=main"];
  const { exitCode, stderr } = Bun.spawnSync(["git", ...flags, ...args], { cwd, stderr: "pipe" });
  if (exitCode !== 0) throw new Error(stderr.toString());
}

test("git runs nothing that a repository's settings name", async () => {
  using dir = tempDir();
  mkdirSync(dir.path, { recursive: true });
  const ran = `${dir.path}/.git/ran`;
  git(dir.path, "init", "-q");
  writeFileSync(`${dir.path}/.gitattributes`, "*.txt filter=a=b\n*.md filter=c\n");
  for (const name of ["a.txt", "a.md"]) writeFileSync(`${dir.path}/${name}`, "one");
  git(dir.path, "add", ".");
  git(dir.path, "commit", "-qm", "one");
  git(dir.path, "config", "filter.a=b.clean", `touch ${ran}; cat`);
  git(dir.path, "config", "filter.a=b.required", "true");
  git(dir.path, "config", "filter.c.process", `touch ${ran}`);
  git(dir.path, "config", "core.fsmonitor", `touch ${ran}`);
  writeFileSync(`${dir.path}/.git/hooks/post-index-change`, `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 });
  // Of the same size at another time: only the content tells whether it has changed.
  for (const name of ["a.txt", "a.md"]) {
    writeFileSync(`${dir.path}/${name}`, "two");
    utimesSync(`${dir.path}/${name}`, 1, 1);
  }
  expect(await readGitState(dir.root, dir.path)).toMatchObject({
    branch: "main",
    dirty: { modified: 2, untracked: 0, files: ["a.md", "a.txt"] },
  });
  expect(existsSync(ran)).toBe(false);
  // A plain status runs them, and fails with one of them.
  Bun.spawnSync(["git", "status"], { cwd: dir.path, stdout: "ignore", stderr: "ignore" });
  expect(existsSync(ran)).toBe(true);
});
