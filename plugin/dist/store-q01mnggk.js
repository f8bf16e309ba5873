// @bun
import {
  storePath2,
  Store2
} from "./main-9w26mmc1.js";
import"./main-7b2898dr.js";
export {
  Store2 as Store,
  storePath2 as storePath
};
