// @bun
import"./origin-own-file.js";
import"./base-files-files.js";
import"./capture-node-io.js";
import"./base-config-sources.js";
import"./origin-own-directory.js";
import {
  findRoot
} from "./cli-root.js";
import"./recall-choose-place.js";
import"./origin-config-files.js";
import"./git-git-tree.js";

// src/cli/commands/mcp.ts
function addMcp(program, io) {
  program.command("mcp").description("serve the archive to an agent, by the Model Context Protocol over standard input and output").addHelpText("after", `
Its tools are search, sessions and resume. They read alone, and see the proved sessions of the project that it is started in.

Examples:
  claude mcp add hive -- hive mcp
  codex mcp add hive -- hive mcp`).action(async (_flags, command) => {
    let root = findRoot(io, command.optsWithGlobals().root);
    await (await import("./cli-commands-mcp-server.js")).serveMcp(io, root);
  });
}
export {
  addMcp
};
