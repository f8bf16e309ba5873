// @bun
import"./base-config-sources.js";
import {
  homeOf2
} from "./origin-own-directory.js";
import"./origin-own-file.js";
import {
  projectDirectory
} from "./origin-config-files.js";
import {
  namesExcluded
} from "./base-exclude-excluded-names.js";
import {
  Exclusion
} from "./base-exclude-exclusion.js";
import {
  realPathOf
} from "./platform-programs.js";

// src/recall/excluded-data.ts
function excludedFrom(globs, root, { cwd, worktree, directory: began }) {
  let others = [worktree, began].filter((path) => path !== null), projects = [projectDirectory(root), ...others], exclusion = new Exclusion({ globs, projects, home: homeOf2(process.env, root), real: realPathOf }), directory = cwd ?? void 0;
  return {
    hides: (input) => namesExcluded(exclusion, input, directory),
    mask: (text) => exclusion.mask(text, directory),
    covers: (path) => exclusion.covers(path, directory)
  };
}
export {
  excludedFrom
};
