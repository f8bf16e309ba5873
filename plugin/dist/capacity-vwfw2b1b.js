// @bun
import {
  assertCapacity2
} from "./main-gyc6n22t.js";
export {
  assertCapacity2 as assertCapacity
};
