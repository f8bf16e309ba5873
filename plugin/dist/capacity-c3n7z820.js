// @bun
import {
  assertCapacity2
} from "./main-51ddr801.js";
export {
  assertCapacity2 as assertCapacity
};
