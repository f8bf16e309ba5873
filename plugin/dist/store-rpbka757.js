// @bun
import {
  storePath2,
  Store2
} from "./main-aemmgpys.js";
export {
  Store2 as Store,
  storePath2 as storePath
};
