// @bun
import {
  Store2
} from "./main-bs0a5zcf.js";
import"./main-5nd5kq59.js";
import"./main-tr446q4g.js";
import"./main-tkq09tbg.js";
export {
  Store2 as Store
};
