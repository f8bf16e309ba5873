// @bun
import {
  assertCapacity2
} from "./main-esje67g3.js";
import"./main-svjnhky8.js";
export {
  assertCapacity2 as assertCapacity
};
