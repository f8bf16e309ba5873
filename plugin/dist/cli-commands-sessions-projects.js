// @bun
import"./base-config-sources.js";
import"./origin-own-directory.js";
import"./origin-own-file.js";
import"./platform-installation.js";
import"./base-files-files.js";
import"./store-sqlite-open-database.js";
import"./store-archive-open.js";
import"./capture-node-io.js";
import {
  printProjects2
} from "./cli-text-archive-lists.js";
import"./recall-archive-continue-command.js";
import"./recall-choose-place.js";
import"./origin-config-files.js";
import"./platform-programs.js";
import"./git-git-tree.js";

// src/cli/commands/sessions/projects.ts
function addProjects(program, io) {
  program.command("projects").description("list the projects of the archive, the latest first").option("--json", "print JSON").addHelpText("after", `
Example:
  hive projects --json | jq '.projects[].path'`).action((_flags, command) => printProjects2(io, command.optsWithGlobals()));
}
export {
  addProjects
};
