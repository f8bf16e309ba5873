// @bun
import {
  Store2
} from "./main-t7nkph67.js";
import"./main-a2b37wrv.js";
import"./main-tr446q4g.js";
import"./main-tkq09tbg.js";
export {
  Store2 as Store
};
