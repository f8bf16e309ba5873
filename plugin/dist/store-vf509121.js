// @bun
import {
  Store2
} from "./main-b0zfp18m.js";
import"./main-metrbxn3.js";
import"./main-86rs2njs.js";
import"./main-af2e9dxa.js";
import"./main-tkq09tbg.js";
export {
  Store2 as Store
};
