// @bun
import {
  systemHome2,
  ownDirectory2
} from "./origin-own-directory.js";
import {
  projectDirectory
} from "./origin-config-files.js";
import {
  realPathOf
} from "./platform-programs.js";
import {
  gitSetting,
  findGitTree,
  rawHeadOf,
  isSamePath,
  readGitFile
} from "./git-git-tree.js";
import {
  errorCode
} from "./base-errors.js";

// src/snapshots/worktree.ts
import { realpathSync } from "fs";
import { join, resolve } from "path";
function snapshotsDirectory(root, env = process.env) {
  let data = ownDirectory2("data", env, root);
  return data === null ? null : join(data, "snapshots", projectId(root));
}
var projectId = (root) => new Bun.CryptoHasher("sha256").update(realPathOf(root)).digest("hex").slice(0, 16);
function findWorktree(root, cwd, env = process.env) {
  try {
    let project = realpathSync(projectDirectory(root, env)), directory = realpathSync(cwd), tree = findGitTree(directory), top = tree?.worktree ?? project, refused = whyRefused(top, root, env);
    if (refused !== null)
      return { refused };
    if (!isWithin(directory, project) && !isOfProject(tree, project))
      return { refused: "the working directory is outside of the project" };
    return { top, root, git: tree === null ? null : gitOf(tree) };
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return { refused: `the working directory cannot be looked at (${errorCode(error)})` };
  }
}
function isOfProject(tree, project) {
  let own = tree === null ? null : findGitTree(project);
  return own !== null && isSamePath(own.commonDirectory, tree.commonDirectory);
}
function gitOf(tree) {
  let config = readGitFile(join(tree.commonDirectory, "config"));
  if (config === void 0 || rawHeadOf(tree) === null)
    return null;
  let named = tree.gitDirectory === tree.commonDirectory ? gitSetting(config, "core.worktree") : void 0;
  if (named !== void 0 && !isSamePath(resolve(tree.gitDirectory, named), tree.worktree))
    return null;
  let isSha256 = gitSetting(config, "extensions.objectformat")?.toLowerCase() === "sha256";
  return { tree, config, hash: isSha256 ? "sha256" : "sha1" };
}
function whyRefused(top, root, env) {
  let homes = [env.HOME ?? "", systemHome2()].filter((home) => home.startsWith("/")), data = ownDirectory2("data", env, root);
  if (top === "/")
    return "no snapshots are taken of the whole file system";
  if (homes.some((home) => isWithin(realOr(home), top)))
    return "no snapshots are taken of a home directory, or of one above it";
  if (data !== null && isWithin(realOr(data), top))
    return "the project holds hive's own store of snapshots";
  return null;
}
var isWithin = (path, directory) => path === directory || path.startsWith(`${directory}/`);
function realOr(path) {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

export { snapshotsDirectory, projectId, findWorktree };
