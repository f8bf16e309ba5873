// @bun
import {
  storePath2,
  Store2
} from "./main-5h5xeyg5.js";
import"./main-jkmv9bf7.js";
export {
  Store2 as Store,
  storePath2 as storePath
};
