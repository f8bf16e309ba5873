// @bun
import {
  askingOf2,
  printFound2,
  printAllSessions2,
  printProjects2
} from "./cli-text-archive-lists.js";
import"./store-archive-open.js";
import"./recall-archive-continue-command.js";
import"./recall-choose-place.js";
import"./origin-config-files.js";
import"./platform-programs.js";
import"./platform-installation.js";
import"./base-config-sources.js";
import"./store-sqlite-open-database.js";
import"./git-git-tree.js";
import"./capture-node-io.js";
import"./origin-own-file.js";
import"./base-files-files.js";
import"./origin-own-directory.js";
export {
  askingOf2 as askingOf,
  printAllSessions2 as printAllSessions,
  printFound2 as printFound,
  printProjects2 as printProjects
};
