// @bun
import {
  addChanges2,
  sideOf2,
  markOf2
} from "./cli-commands-undo-changes.js";
import"./cli-choose-session.js";
import"./cli-project-paths.js";
import"./install-paths.js";
import"./base-config-jsonc.js";
import"./recall-session-list.js";
import"./snapshots-project-snapshots.js";
import"./snapshots-worktree.js";
import"./recall-waiting-waiting.js";
import"./recall-resume.js";
import"./git-git-head.js";
import"./store-sqlite-read-reader.js";
import"./recall-choose-place.js";
import"./origin-config-files.js";
import"./queue-read-entry.js";
import"./agents-claude-code-entry.js";
import"./agents-settings-off-switches.js";
import"./import-main-3.js";
import"./platform-programs.js";
import"./base-config-sources.js";
import"./redact-redact.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-apply-payloads.js";
import"./store-sqlite-settled.js";
import"./store-sqlite-open-location.js";
import"./store-sqlite-open-database.js";
import"./model-merge.js";
import"./origin-key.js";
import"./git-git-tree.js";
import"./capture-node-io.js";
import"./origin-own-file.js";
import"./base-files-files.js";
import"./origin-own-directory.js";
export {
  addChanges2 as addChanges,
  markOf2 as markOf,
  sideOf2 as sideOf
};
