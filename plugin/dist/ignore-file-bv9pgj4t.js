// @bun
import {
  keepOutOfGit2,
  isKeptOutOfGit2,
  mayStay2
} from "./main-gda4m8rn.js";
export {
  isKeptOutOfGit2 as isKeptOutOfGit,
  keepOutOfGit2 as keepOutOfGit,
  mayStay2 as mayStay
};
