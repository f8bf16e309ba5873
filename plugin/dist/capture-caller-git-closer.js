// @bun
import"./base-files-files.js";
import {
  treeAt,
  rawHeadOf
} from "./git-git-tree.js";

// src/capture/caller/git-closer.ts
function gitSeenCloser(cwd) {
  let tree = treeAt(cwd), head = tree === null ? null : rawHeadOf(tree);
  return tree === null || head === null ? null : { ...head, worktree: tree.worktree };
}
export {
  gitSeenCloser
};
