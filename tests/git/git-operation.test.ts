import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { gitOperationAt } from "../../src/git/git-operation.ts";
import { git } from "../support/git.ts";
import { tempDir } from "../support/temp-dir.ts";

test.each([
  ["rebase-merge", "rebase"],
  ["rebase-apply", "rebase"],
  ["MERGE_HEAD", "merge"],
  ["CHERRY_PICK_HEAD", "cherry-pick"],
  ["REVERT_HEAD", "revert"],
  ["BISECT_LOG", "bisect"],
])("git's %s means that a %s is in progress", (name, operation) => {
  using dir = tempDir();
  git(dir.path, "init", "-q");
  mkdirSync(`${dir.path}/sub`);
  expect(gitOperationAt(`${dir.path}/sub`)).toBeNull();
  writeFileSync(`${dir.path}/.git/${name}`, "");
  expect(gitOperationAt(`${dir.path}/sub`)).toBe(operation);
});

test("without a git tree nothing is known", () => {
  using dir = tempDir();
  expect(gitOperationAt(dir.path)).toBeUndefined();
  expect(gitOperationAt("")).toBeUndefined();
});
