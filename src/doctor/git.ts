import { dirname, join, relative } from "node:path";
import { findGitTree, type GitTree, readGitFile } from "../git/git-tree.ts";
import { errorMessage } from "../base/errors.ts";
import { headOf } from "../git/git-head.ts";
import { shellWord } from "../platform/own-command.ts";
import { isKeptOutOfGit } from "../queue/ignore-file.ts";
import { GitView } from "../worker/enrich/git-view.ts";
import { type Check, ok, problem, warning } from "./finding.ts";

const TIMEOUT_MS = 5000;
/** What hive writes: a repository that tracks it takes what is saved with the next commit, whatever it ignores. */
const WRITTEN = /^(?:hive\.db|hook\.log|queue$|instances$|logs$|setup$)/;

/** Whether git leaves the state directory alone. */
export const gitCheck: Check = {
  name: "git",
  needsQueue: false,
  run: async ({ paths: { root } }) => {
    const tree = findGitTree(dirname(root));
    if (tree === null || headOf(tree) === null) return ok("the state is in no git tree of this user's");
    const listed = await trackedNames(root, tree).catch((error: unknown) => errorMessage(error));
    if (typeof listed === "string") return warning(`whether git tracks the state is not known: ${listed}`);
    if (listed.length > 0) {
      const files = listed.map((name) => shellWord(join(root, name))).join(" ");
      return problem(`git tracks ${listed.join(", ")} of ${root}: a commit takes what hive writes there`, {
        run: `git -C ${shellWord(tree.worktree)} rm -r -q --cached -- ${files}`,
        remedy: "that leaves the files where they are; commit it",
      });
    }
    return ok(isKeptOutOfGit(root) ? "git takes nothing of the state" : "git tracks nothing of the state");
  },
};

/** The names in the state directory that hive writes and git tracks. */
async function trackedNames(root: string, tree: GitTree): Promise<string[]> {
  const config = readGitFile(join(tree.commonDirectory, "config")) ?? "";
  using view = new GitView(tree, null, config, dirname(root));
  const from = relative(tree.worktree, root);
  const { output } = await view.run(["ls-files", "-z", "--", from], performance.now() + TIMEOUT_MS);
  const names = output.split("\0").map((path) => path.slice(from.length + 1).split("/")[0]!);
  return [...new Set(names)].filter((name) => WRITTEN.test(name));
}
