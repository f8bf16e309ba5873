// @bun
import {
  assertCapacity2
} from "./main-qnzazxqx.js";
export {
  assertCapacity2 as assertCapacity
};
