// @bun
import {
  assertCapacity2
} from "./main-c8m45pej.js";
export {
  assertCapacity2 as assertCapacity
};
