// @bun
import {
  GitView
} from "./git-git-view.js";
import {
  findGitTree,
  treeAt,
  rawHeadOf,
  readGitFile
} from "./git-git-tree.js";
import {
  errorCode
} from "./base-errors.js";

// src/store/postgres/project-id.ts
import { createHash } from "crypto";

// src/git/git-remote.ts
import { join } from "path";
function originOf(directory) {
  let tree = treeAt(directory), url = tree === null ? void 0 : remoteUrl(readGitFile(join(tree.commonDirectory, "config")) ?? "");
  return url === void 0 ? null : normalisedRemote(url);
}
function remoteUrl(config) {
  let isOrigin = !1;
  for (let line of config.split(`
`)) {
    let text = line.trim();
    if (text.startsWith("["))
      isOrigin = /^\[\s*remote\s+"origin"\s*\]/i.test(text);
    let url = isOrigin ? /^url\s*=\s*"?([^"]+?)"?$/i.exec(text)?.[1] : void 0;
    if (url !== void 0)
      return url;
  }
  return;
}
function normalisedRemote(url) {
  let [, host, path] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^:/]+)(?::\d+)?\/+(.+)$/i.exec(url) ?? /^(?:[^@/:]*@)?([^@/:]{2,}):(?!\/\/)\/*(.+)$/.exec(url) ?? [];
  if (host === void 0 || path === void 0 || /^file:/i.test(url))
    return null;
  return `${host.toLowerCase()}/${path.replace(/\/+$/, "").replace(/\.git$/, "")}`;
}

// src/git/root-commit.ts
import { existsSync, realpathSync } from "fs";
import { join as join2 } from "path";
var DEADLINE_MS = 20000, COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
async function rootCommitOf(directory) {
  let tree = treeAt2(directory), head = tree === null ? null : rawHeadOf(tree)?.head ?? null;
  if (tree === null || head === null || existsSync(join2(tree.commonDirectory, "shallow")))
    return null;
  let config = readGitFile(join2(tree.commonDirectory, "config"));
  if (config === void 0)
    return null;
  return (await firstCommits(tree, head, config, directory)).split(`
`).filter((line) => COMMIT.test(line)).toSorted()[0] ?? null;
}
async function firstCommits(tree, head, config, directory) {
  try {
    using view = new GitView(tree, head, config, directory);
    let { output } = await view.run(["rev-list", "--max-parents=0", head], performance.now() + DEADLINE_MS);
    return output;
  } catch {
    return "";
  }
}
function treeAt2(directory) {
  try {
    return findGitTree(realpathSync(directory));
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return null;
  }
}

// src/store/postgres/project-id.ts
async function fleetProject({ machine, project }) {
  let name = project.slice(project.lastIndexOf("/") + 1) || project, origin = originOf(project), root = await rootCommitOf(project);
  if (origin !== null)
    return { id: origin, name, root };
  if (root !== null)
    return { id: `root:${root}`, name, root };
  return {
    root,
    id: `local:${createHash("sha256").update(`${machine}
${project}`).digest("hex").slice(0, 32)}`,
    name
  };
}

export { fleetProject };
