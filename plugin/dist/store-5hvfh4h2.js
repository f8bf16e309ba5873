// @bun
import {
  storePath2,
  Store2
} from "./main-94gfqqx9.js";
import"./main-209cm0ej.js";
export {
  Store2 as Store,
  storePath2 as storePath
};
