import { lstatIfAny } from "../base/files/lstat-if-any.ts";
import { treeAt } from "./git-tree.ts";

/** The files by which git remembers an operation that it has stopped in. */
const SIGNS: Readonly<Record<string, string>> = {
  "rebase-merge": "rebase",
  "rebase-apply": "rebase",
  MERGE_HEAD: "merge",
  CHERRY_PICK_HEAD: "cherry-pick",
  REVERT_HEAD: "revert",
  BISECT_LOG: "bisect",
};

/** What git has begun in the tree around a directory and not ended; null without any, undefined without a tree. */
export function gitOperationAt(cwd: string): string | null | undefined {
  const tree = cwd.startsWith("/") ? treeAt(cwd) : null;
  if (tree === null) return undefined;
  const sign = Object.keys(SIGNS).find((name) => lstatIfAny(`${tree.gitDirectory}/${name}`) !== undefined);
  return sign === undefined ? null : SIGNS[sign]!;
}
