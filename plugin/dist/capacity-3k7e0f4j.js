// @bun
import {
  assertCapacity2
} from "./main-th73bvhy.js";
import"./main-w31xkq8p.js";
export {
  assertCapacity2 as assertCapacity
};
