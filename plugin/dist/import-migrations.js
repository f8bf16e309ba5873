// @bun
import {
  schemaState2,
  migrate2,
  migrateCopy2
} from "./store-sqlite-open-migrations.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-open-database.js";
export {
  migrate2 as migrate,
  migrateCopy2 as migrateCopy,
  schemaState2 as schemaState
};
