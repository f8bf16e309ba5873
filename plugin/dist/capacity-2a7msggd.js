// @bun
import {
  assertCapacity2
} from "./main-jntr4r41.js";
export {
  assertCapacity2 as assertCapacity
};
