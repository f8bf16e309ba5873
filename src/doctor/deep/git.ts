import { dirname, join, relative } from "node:path";
import { findGitTree, type GitTree, readGitFile } from "../../git/git-tree.ts";
import { errorMessage } from "../../base/errors.ts";
import { headOf } from "../../git/git-head.ts";
import { shellWord } from "../../platform/own-command.ts";
import { GitView } from "../../git/git-view.ts";
import { type HealthCheck, ok, problem, warning } from "../check.ts";

const TIMEOUT_MS = 5000;
/** Files that hive writes. If a repository tracks them, the next commit takes them, even if they are ignored. */
const WRITTEN = /^(?:hive\.db|hook\.log|queue$|instances$|logs$|setup$)/;

/** Checks whether git leaves the state directory alone. */
export const gitCheck: HealthCheck = {
  code: "git",
  groups: ["deep"],
  needs: "nothing",
  run: async ({ paths: { root } }) => {
    const tree = findGitTree(dirname(root));
    if (tree === null || headOf(tree) === null) return ok("the state is in no git tree of this user's");
    const listed = await trackedNames(root, tree).catch((error: unknown) => errorMessage(error));
    if (typeof listed === "string") return warning(`whether git tracks the state is not known: ${listed}`);
    if (listed.length > 0) {
      const files = listed.map((name) => shellWord(join(root, name))).join(" ");
      return problem(`git tracks ${listed.join(", ")} of ${root}: a commit takes what hive writes there`, {
        run: `git -C ${shellWord(tree.worktree)} rm -r -q --cached -- ${files}`,
        advice: "that leaves the files where they are; commit it",
      });
    }
    return ok("git tracks nothing of the state");
  },
};

/** The names of hive's files in the state directory that git tracks. */
async function trackedNames(root: string, tree: GitTree): Promise<string[]> {
  const config = readGitFile(join(tree.commonDirectory, "config")) ?? "";
  using view = new GitView(tree, null, config, dirname(root));
  const from = relative(tree.worktree, root);
  const { output } = await view.run(["ls-files", "-z", "--", from], performance.now() + TIMEOUT_MS);
  const names = output.split("\0").map((path) => path.slice(from.length + 1).split("/")[0]!);
  return [...new Set(names)].filter((name) => WRITTEN.test(name));
}
