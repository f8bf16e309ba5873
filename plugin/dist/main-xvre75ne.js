// @bun
import {
  clip,
  headIn
} from "./main-dtde7yk8.js";
import {
  findGitTree,
  readGitFile
} from "./main-g0kct9xe.js";
import {
  errorCode
} from "./main-whj5vxrd.js";

// src/git/git-head.ts
import { realpathSync } from "fs";
var MAX_BRANCH_CHARS = 255;
function readGitHead(cwd) {
  let tree = cwd.startsWith("/") ? treeAt(cwd) : null;
  return tree === null ? null : headOf(tree);
}
function treeAt(cwd) {
  try {
    return findGitTree(realpathSync(cwd));
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
