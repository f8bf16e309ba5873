// @bun
import {
  prepareHook2
} from "./install-hook-prepare.js";
import"./install-hook-stamp.js";
import"./platform-programs.js";
import"./platform-bun-bun-command.js";
import"./platform-installation.js";
import"./origin-own-directory.js";
export {
  prepareHook2 as prepareHook
};
