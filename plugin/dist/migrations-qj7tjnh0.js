// @bun
import {
  schemaState2,
  migrate2,
  migrateCopy2
} from "./main-kf774zmh.js";
export {
  migrate2 as migrate,
  migrateCopy2 as migrateCopy,
  schemaState2 as schemaState
};
