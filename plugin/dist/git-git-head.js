// @bun
import {
  clip,
  headIn
} from "./git-git-refs.js";
import {
  findGitTree,
  readGitFile
} from "./git-git-tree.js";
import {
  errorCode
} from "./base-errors.js";

// src/git/git-head.ts
import { realpathSync } from "fs";
var MAX_BRANCH_CHARS = 255;
function readGitHead(cwd) {
  let tree = cwd.startsWith("/") ? treeAt(cwd) : null;
  return tree === null ? null : headOf(tree);
}
function treeAt(cwd) {
  try {
    return findGitTree(realpathSync(cwd), !0);
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return null;
  }
}
function headOf(tree) {
  let found = rawHeadOf(tree);
  if (found === null || found.branch === null)
    return found;
  return { ...found, branch: clip(found.branch, MAX_BRANCH_CHARS) };
}
function rawHeadOf({ gitDirectory, commonDirectory }) {
  return headIn((path) => readGitFile(path) ?? null, gitDirectory, commonDirectory);
}

export { readGitHead, treeAt, headOf, rawHeadOf };
