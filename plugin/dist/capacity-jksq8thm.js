// @bun
import {
  assertCapacity2
} from "./main-08ex8j3w.js";
export {
  assertCapacity2 as assertCapacity
};
