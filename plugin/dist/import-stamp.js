// @bun
import {
  hookState2
} from "./install-hook-stamp.js";
import"./platform-programs.js";
import"./platform-bun-bun-command.js";
import"./platform-installation.js";
import"./origin-own-directory.js";
export {
  hookState2 as hookState
};
