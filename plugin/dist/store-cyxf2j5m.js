// @bun
import {
  storePath2,
  Store2
} from "./main-wd70q8m2.js";
import"./main-7hz4h6ea.js";
export {
  Store2 as Store,
  storePath2 as storePath
};
