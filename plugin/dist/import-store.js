// @bun
import {
  Store2
} from "./store-sqlite-store.js";
import"./store-raw-sql-policy.js";
import"./store-sqlite-prepared.js";
import"./store-sqlite-open-migrations.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-apply-payloads.js";
import"./store-sqlite-settled.js";
import"./store-sqlite-open-location.js";
import"./store-sqlite-open-database.js";
import"./model-merge.js";
import"./origin-key.js";
import"./git-git-tree.js";
import"./origin-own-file.js";
import"./base-files-files.js";
import"./origin-own-directory.js";
export {
  Store2 as Store
};
