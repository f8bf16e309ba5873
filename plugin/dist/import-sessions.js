// @bun
import {
  addSessions2,
  tellRawSql2
} from "./cli-commands-sessions-sessions.js";
import"./cli-text-checkpoint-text.js";
import"./recall-session-list.js";
import"./cli-root.js";
import"./recall-waiting-waiting.js";
import"./recall-resume.js";
import"./git-git-head.js";
import"./store-sqlite-read-reader.js";
import"./recall-choose-place.js";
import"./origin-config-files.js";
import"./queue-read-entry.js";
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
  addSessions2 as addSessions,
  tellRawSql2 as tellRawSql
};
