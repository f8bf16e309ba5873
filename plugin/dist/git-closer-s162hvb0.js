// @bun
import {
  treeAt,
  rawHeadOf
} from "./main-xvre75ne.js";

// src/capture/git-closer.ts
function gitSeenCloser(cwd) {
  let tree = treeAt(cwd), head = tree === null ? null : rawHeadOf(tree);
  return tree === null || head === null ? null : { ...head, worktree: tree.worktree };
}
export {
  gitSeenCloser
};
