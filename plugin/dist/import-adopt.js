// @bun
import {
  addAdopt2,
  offerAdoption2
} from "./cli-commands-setup-adopt.js";
import"./import-main.js";
import"./install-uninstall-stop-workers.js";
import"./recall-choose-place.js";
import"./origin-config-files.js";
import"./supervisor-slot.js";
import"./supervisor-end-end-worker.js";
import"./supervisor-stuck.js";
import"./queue-claims-recover.js";
import"./queue-read-entry.js";
import"./platform-programs.js";
import"./platform-installation.js";
import"./base-config-sources.js";
import"./store-sqlite-store.js";
import"./store-raw-sql-policy.js";
import"./store-sqlite-prepared.js";
import"./store-sqlite-open-migrations.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-apply-payloads.js";
import"./store-sqlite-settled.js";
import"./store-sqlite-open-location.js";
import"./store-sqlite-open-database.js";
import"./model-merge.js";
import"./queue-make.js";
import"./git-ignore-file.js";
import"./origin-key.js";
import"./git-git-tree.js";
import"./capture-node-io.js";
import"./origin-own-file.js";
import"./base-files-files.js";
import"./origin-own-directory.js";
export {
  addAdopt2 as addAdopt,
  offerAdoption2 as offerAdoption
};
