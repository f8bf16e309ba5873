// @bun
import {
  storePath2,
  Store2
} from "./main-45g4vmz4.js";
import"./main-v9cdd91k.js";
export {
  Store2 as Store,
  storePath2 as storePath
};
