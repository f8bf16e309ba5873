// @bun
import {
  spawnWorker2
} from "./supervisor-spawn.js";
import"./platform-bun-bun-command.js";
import"./platform-installation.js";
import"./git-ignore-file.js";
import"./git-git-tree.js";
import"./base-files-files.js";
export {
  spawnWorker2 as spawnWorker
};
