// @bun
import {
  storePath2,
  Store2
} from "./main-qnvcydh0.js";
import"./main-v9cdd91k.js";
export {
  Store2 as Store,
  storePath2 as storePath
};
