// @bun
import {
  assertCapacity2
} from "./main-20zd1d36.js";
export {
  assertCapacity2 as assertCapacity
};
