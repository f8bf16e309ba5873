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
  positive,
  sinceMs
} from "./cli-root.js";
import {
  printFound2
} from "./cli-text-archive-lists.js";
import"./recall-archive-continue-command.js";
import"./recall-choose-place.js";
import"./origin-config-files.js";
import"./platform-programs.js";
import"./git-git-tree.js";

// src/cli/commands/sessions/search.ts
var DEFAULT_LIMIT = 10;
function addSearch(program, io) {
  program.command("search").argument("<words...>", 'words that must all occur; "a phrase" in quotation marks, begin* for a beginning').description("search all that is archived: prompts, messages, commands, errors, files, titles").option("--project <name>", "only in this project, by its name or directory").option("--agent <name>", "only sessions of this agent, such as codex").option("--since <when>", "only what was saved since: 2d, 3h, 30min, or a date such as 2026-01-31", sinceMs).option("--file <path>", "only sessions that changed this file, by its path or the end of it").option("--failed", "only failures").option("--limit <n>", "the largest number to print", positive, DEFAULT_LIMIT).option("--json", "print JSON").addHelpText("after", `
The best matches come first, at most three of a session. An agent that runs this sees only its own project.

Examples:
  hive search login form
  hive search '"connection refused"' --failed --since 1w
  hive search migra* --project shop --agent codex
  hive search teapot --file src/auth.ts --json`).action((words, _flags, command) => {
    let flags = command.optsWithGlobals(), { project, agent, since, file, failed } = flags;
    printFound2(io, words.join(" "), { project, agent, sinceMs: since, file, isFailed: failed }, flags);
  });
}
export {
  addSearch
};
