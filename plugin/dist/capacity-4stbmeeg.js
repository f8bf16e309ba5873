// @bun
import {
  assertCapacity2
} from "./main-m32119jw.js";
import"./main-svjnhky8.js";
export {
  assertCapacity2 as assertCapacity
};
