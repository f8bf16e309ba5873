// @bun
import {
  storePath2,
  Store2
} from "./main-vvvem2v0.js";
import"./main-7b2898dr.js";
export {
  Store2 as Store,
  storePath2 as storePath
};
