// @bun
import {
  clip
} from "./redact-redact.js";
import {
  treeAt,
  rawHeadOf
} from "./git-git-tree.js";

// src/git/git-head.ts
var MAX_BRANCH_CHARS = 255;
function readGitHead(cwd) {
  let tree = cwd.startsWith("/") ? treeAt(cwd) : null;
  return tree === null ? null : headOf(tree);
}
function headOf(tree) {
  let found = rawHeadOf(tree);
  if (found === null || found.branch === null)
    return found;
  return { ...found, branch: clip(found.branch, MAX_BRANCH_CHARS) };
}

export { readGitHead, headOf };
