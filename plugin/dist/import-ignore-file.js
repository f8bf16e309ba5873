// @bun
import {
  keepOutOfGit2,
  isKeptOutOfGit2,
  mayStay2
} from "./git-ignore-file.js";
import"./git-git-tree.js";
import"./base-files-files.js";
export {
  isKeptOutOfGit2 as isKeptOutOfGit,
  keepOutOfGit2 as keepOutOfGit,
  mayStay2 as mayStay
};
