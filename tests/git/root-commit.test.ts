/** The first commit of a repository, by which whole clones know each other. */
import { expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { rootCommitOf } from "../../src/git/root-commit.ts";
import { git } from "../support/git.ts";
import { tempDir } from "../support/temp-dir.ts";

function repository(path: string): string {
  git(path, "init", "-q", "-b", "main");
  git(path, "commit", "-q", "--allow-empty", "-m", "first");
  const first = git(path, "rev-parse", "HEAD").trim();
  git(path, "commit", "-q", "--allow-empty", "-m", "second");
  return first;
}

test("clones have one first commit, a shallow one and a directory without commits have none", async () => {
  using dir = tempDir();
  using other = tempDir();
  const first = repository(dir.path);
  git(other.path, "clone", "-q", dir.path, "whole");
  git(other.path, "clone", "-q", "--depth=1", `file://${dir.path}`, "shallow");
  git(other.path, "init", "-q", "empty");
  git(join(other.path, "whole"), "remote", "remove", "origin");
  expect(await rootCommitOf(dir.path)).toBe(first);
  expect(await rootCommitOf(join(other.path, "whole"))).toBe(first);
  expect(await rootCommitOf(join(other.path, "shallow"))).toBeNull();
  expect(await rootCommitOf(join(other.path, "empty"))).toBeNull();
  expect(await rootCommitOf(other.path)).toBeNull();
  expect(await rootCommitOf(join(other.path, "none"))).toBeNull();
  rmSync(join(other.path, "whole/.git/objects"), { recursive: true });
  expect(await rootCommitOf(join(other.path, "whole"))).toBeNull();
});
